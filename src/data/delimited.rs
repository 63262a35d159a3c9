//! Tables as text: rows of cells, quoted as RFC 4180 asks, with CRLF.

use crate::content::scalar::Rational;

/// For whom a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// For programs: UTF-8, separated by commas.
    Plain,
    /// For a double click in German: UTF-8 with a byte order mark, separated by semicolons.
    Spreadsheet,
}

impl Dialect {
    /// What separates cells.
    pub fn delimiter(self) -> char {
        match self {
            Self::Plain => ',',
            Self::Spreadsheet => ';',
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Spreadsheet => "\u{feff}",
        }
    }

    /// Writes a heading and rows of as many cells.
    ///
    /// # Errors
    /// Where a row has more or fewer cells than the heading.
    pub fn write(
        self,
        heading: &[impl AsRef<[u8]>],
        rows: impl IntoIterator<Item = impl IntoIterator<Item = impl AsRef<[u8]>>>,
    ) -> Result<Vec<u8>, String> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.delimiter() as u8)
            .terminator(csv::Terminator::CRLF)
            .from_writer(self.mark().as_bytes().to_vec());
        writer.write_record(heading).map_err(|error| error.to_string())?;
        rows.into_iter().try_for_each(|row| writer.write_record(row)).map_err(|error| error.to_string())?;
        writer.into_inner().map_err(|error| error.to_string())
    }
}

/// Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front, and so does what begins
/// like one behind apostrophes, so that [`original`] can tell them apart. Numbers are no text: `-5` stays a number.
pub fn harmless(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that [`harmless`] was given.
pub fn original(text: &str) -> &str {
    text.strip_prefix('\'').filter(|_| is_formula(text)).unwrap_or(text)
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// Decimals of a share.
const DECIMALS: u32 = 6;

/// `3/4` as `0,75`; rounded down, so that what is not complete never reads 1.
pub fn decimal(share: &Rational, mark: char) -> String {
    let digits = share.floored(DECIMALS).to_string();
    let width = DECIMALS as usize + 1;
    let padded = format!("{digits:0>width$}");
    let (whole, fraction) = padded.split_at(padded.len() - DECIMALS as usize);
    format!("{whole}{mark}{fraction}").trim_end_matches('0').trim_end_matches(mark).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let rows = [["a,b", "c;d"], ["\"e\"", "f\r\ng"]];
        let text = |dialect: Dialect| String::from_utf8(dialect.write(&["x", "y"], rows).unwrap()).unwrap();
        assert_eq!(text(Dialect::Plain), "x,y\r\n\"a,b\",c;d\r\n\"\"\"e\"\"\",\"f\r\ng\"\r\n");
        assert_eq!(text(Dialect::Spreadsheet), "\u{feff}x;y\r\na,b;\"c;d\"\r\n\"\"\"e\"\"\";\"f\r\ng\"\r\n");
        assert!(Dialect::Plain.write(&["x"], rows).is_err());
    }

    #[test]
    fn what_is_not_complete_never_reads_one() {
        let decimal = |numerator: i64, denominator: i64| decimal(&Rational::new(numerator, denominator).unwrap(), ',');
        assert_eq!(decimal(999_999_999, 1_000_000_000), "0,999999");
        assert_eq!(decimal(1, 8), "0,125");
        assert_eq!(decimal(0, 1), "0");
        assert_eq!(decimal(1, 1), "1");
    }

    #[test]
    fn formulas_are_no_formulas() {
        for text in ["=1+1", "+49 345", "-", "@SUM", "\tx", "\rx", "'=1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["", "a=b", "'s Heft", "''", "1"] {
            assert_eq!(harmless(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_lost(text in "'{0,2}[=+@a\t\r-]?.{0,3}") {
            let written = harmless(&text);
            prop_assert_eq!(original(&written), text);
        }
    }
}
