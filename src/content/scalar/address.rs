//! Addresses on the web.

use std::ops::Deref;

use super::NotA;

/// An `http` or `https` address; nothing else may become a link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WebAddress(String);

impl WebAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// `E0219` for anything but `http(s)://host…` without white space.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        let text = text.trim();
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let fits =
            rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) && !text.contains(char::is_whitespace);
        if fits { Ok(Self(text.to_owned())) } else { Err(NotA("E0219")) }
    }
}

impl Deref for WebAddress {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web() {
        assert!(WebAddress::parse("https://www.halle.de/x?y=1").is_ok());
        for text in ["", "halle.de", "javascript:alert(1)", "https://", "https:// x", "ftp://x", "https://a b"] {
            assert_eq!(WebAddress::parse(text), Err(NotA("E0219")), "{text}");
        }
    }
}
