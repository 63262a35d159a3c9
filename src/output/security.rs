//! `.well-known/security.txt`: whom to tell about a weakness (RFC 9116); none where the content names nobody.
//!
//! It is asked for at the root of a host only.

use super::{Artifacts, Material, Output};
use crate::content::site::Security;
use crate::diagnostics::Diagnostic;

pub(super) const OUTPUT: Output = Output { name: "security", of: &[], render };

const PATH: &str = ".well-known/security.txt";

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    if let Some(security) = &material.input.model.site.security {
        let language = material.input.messages.language().tag();
        artifacts.insert(PATH.to_owned(), text(security, language, material.base_url).into_bytes());
    }
    Ok(())
}

fn text(security: &Security, language: &str, base_url: Option<&str>) -> String {
    let mut lines = vec![("Contact", format!("mailto:{}", security.email))];
    lines.extend(security.form.as_deref().map(|form| ("Contact", form.to_owned())));
    lines.extend(security.until.map(|until| ("Expires", format!("{}T23:59:59Z", until.last()))));
    lines.push(("Preferred-Languages", language.to_owned()));
    lines.extend(base_url.map(|base| ("Canonical", format!("{base}/{PATH}"))));
    lines.extend(security.policy.as_deref().map(|policy| ("Policy", policy.to_owned())));
    // A line break in a value would begin another field.
    let line = |(key, value): (&str, String)| format!("{key}: {}\n", value.split_whitespace().collect::<String>());
    lines.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::scalar::{Datum, WebAddress};

    #[test]
    fn all_that_is_asked_for_is_told() {
        let web = |text: &str| WebAddress::parse(text).ok();
        let mut security = Security {
            email: "it@stadt.example\nContact: mailto:x@y".to_owned(),
            form: web("https://stadt.example/melden"),
            until: Datum::parse("2026-06").ok(),
            policy: web("https://stadt.example/regeln"),
        };
        let expected = "Contact: mailto:it@stadt.exampleContact:mailto:x@y\nContact: https://stadt.example/melden\n\
             Expires: 2026-06-30T23:59:59Z\nPreferred-Languages: de\n\
             Canonical: https://stadt.example/.well-known/security.txt\nPolicy: https://stadt.example/regeln\n";
        assert_eq!(text(&security, "de", Some("https://stadt.example")), expected);
        security = Security { form: None, policy: None, ..security };
        assert_eq!(text(&security, "en", None).lines().count(), 3);
    }
}
