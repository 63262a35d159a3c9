//! Numbers of council papers.

use std::fmt;

use super::NotA;

/// The number of a council paper: term of the council, year, running number, such as `VII/2020/01351`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct PaperNumber {
    term: u8,
    year: u16,
    running: u32,
}

impl PaperNumber {
    /// More terms than that no council has had.
    const TERMS: std::ops::RangeInclusive<u8> = 1..=39;
    const YEARS: std::ops::RangeInclusive<u16> = 1900..=2199;
    const RUNNING: std::ops::RangeInclusive<u32> = 1..=99_999;

    /// Reads `VII/2020/01351`. Lower case, blanks around the strokes, and missing or further leading zeros are forgiven.
    ///
    /// # Errors
    /// `E0220` for anything else.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        Self::parse_option(text).ok_or(NotA("E0220"))
    }

    fn parse_option(text: &str) -> Option<Self> {
        let mut parts = text.split('/').map(str::trim);
        let (term, year, running) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || !plain(year) || year.len() != 4 || !plain(running) {
            return None;
        }
        let term = Self::TERMS.into_iter().find(|&number| roman(number).eq_ignore_ascii_case(term))?;
        let (year, running) = (year.parse().ok()?, running.parse().ok()?);
        let fits = Self::YEARS.contains(&year) && Self::RUNNING.contains(&running);
        fits.then_some(Self { term, year, running })
    }
}

/// As councils print it: `VII/2020/01351`.
impl fmt::Display for PaperNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}/{:05}", roman(self.term), self.year, self.running)
    }
}

/// A number below 40 in Roman figures.
fn roman(number: u8) -> String {
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let unit = UNITS.get(usize::from(number % 10)).copied().unwrap_or_default();
    format!("{}{unit}", "X".repeat(usize::from(number / 10)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number() {
        for text in ["VII/2020/01351", "vii/2020/01351", " VII / 2020 / 1351 ", "VII/2020/0001351"] {
            assert_eq!(PaperNumber::parse(text).unwrap().to_string(), "VII/2020/01351", "{text}");
        }
        assert_eq!(PaperNumber::parse("xiv/1999/00001").unwrap().to_string(), "XIV/1999/00001");
    }

    #[test]
    fn what_is_no_number() {
        let wrong = [
            "",
            "01351",
            "7/2020/01351",
            "VIIII/2020/01351",
            "/2020/01351",
            "VII/20/01351",
            "VII/2020/",
            "VII/2020/00000",
            "VII/2020/123456",
            "VII/2020/+1351",
            "VII/2020/01351/1",
            "VII-2020-01351",
            "VII/02020/01351",
        ];
        for text in wrong {
            assert_eq!(PaperNumber::parse(text), Err(NotA("E0220")), "{text}");
        }
    }

    #[test]
    fn every_term_reads_as_it_is_printed() {
        for term in PaperNumber::TERMS {
            let number = PaperNumber { term, year: 2020, running: 1351 };
            assert_eq!(PaperNumber::parse(&number.to_string()), Ok(number));
        }
    }
}
