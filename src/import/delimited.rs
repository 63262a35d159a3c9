//! CSV and TSV: the one home of the crate for encodings, and of the reading of delimited text.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::sheet::{Collector, List, ListError, Value};
use crate::data::delimited::original;

/// What separates cells; the first of equals is taken.
const DELIMITERS: &[u8] = b";\t,";

/// How many records decide what separates cells.
const SAMPLE: usize = 50;

/// Reads a list from text: UTF-8 with or without byte order mark, UTF-16 with one, else Windows-1252.
///
/// # Errors
/// What is too large, and what holds bytes that no text has.
pub(super) fn read(bytes: &[u8]) -> Result<List, ListError> {
    let text = decode(bytes).ok_or(ListError::Format)?;
    let delimiter = delimiter(&text);
    let mut sheet = Collector::default();
    let mut record = csv::StringRecord::new();
    let mut reader = reader(&text, delimiter);
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    // Text in memory is UTF-8, and records may have any number of cells: nothing else can go wrong.
    while reader.read_record(&mut record).map_err(|error| ListError::Damaged(error.to_string()))? {
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        for (column, cell) in (1_u32..).zip(record.iter()) {
            // Separated by commas, a list is for programs, and an apostrophe part of the text.
            let text = if delimiter == b',' { cell } else { original(cell) };
            sheet.add(line, column, Value::of(text.to_owned()))?;
        }
    }
    Ok(List { sheets: vec![sheet.finish(None)], serial_days: true })
}

/// Counts lines. The reader's own count is one behind where lines end with CRLF.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// The line of the record that begins at a byte or, behind the end of the record before it, soon after.
    fn at(&mut self, byte: u64) -> u32 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&c) = self.text.get(self.at).filter(|&&c| self.at < start || matches!(c, b'\r' | b'\n')) {
            self.at += 1;
            if c == b'\n' || (c == b'\r' && self.text.get(self.at) != Some(&b'\n')) {
                self.line = self.line.saturating_add(1);
            }
        }
        self.line
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The text of a file; none if it is no text.
fn decode(bytes: &[u8]) -> Option<String> {
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8,
        _ => WINDOWS_1252,
    };
    let (text, _, broken) = encoding.decode(bytes);
    let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    (!broken && text.chars().all(is_text)).then(|| text.into_owned())
}

/// What separates the cells: the mark that splits most records into the same number of cells, the more the better.
fn delimiter(text: &str) -> u8 {
    let told = text.lines().next().and_then(|line| line.strip_prefix("sep="));
    if let Some(&[mark]) = told.map(str::as_bytes)
        && DELIMITERS.contains(&mark)
    {
        return mark;
    }
    let mut best = (0, b';');
    for &mark in DELIMITERS {
        let records = reader(text, mark).into_records().take(SAMPLE).filter_map(Result::ok);
        let mut widths: Vec<usize> = records.map(|record| record.len()).filter(|&width| width > 1).collect();
        widths.sort_unstable();
        let score = widths.chunk_by(|a, b| a == b).map(|same| same.len() * (same[0] - 1)).max().unwrap_or(0);
        if score > best.0 {
            best = (score, mark);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Excess;
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, u32, String)> {
        let list = read(bytes).unwrap();
        let rows = list.sheets[0].rows.iter();
        rows.flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column, cell.value.text()))).collect()
    }

    fn expected() -> Vec<(u32, u32, String)> {
        let cell = |row, column, text: &str| (row, column, text.to_owned());
        vec![cell(1, 1, "Titel"), cell(1, 2, "Größe"), cell(2, 1, "Straße; Weg"), cell(2, 2, "1,5")]
    }

    #[test]
    fn what_nobody_sees_says_nothing() {
        let list = "Titel;Größe\n\u{202e}Straße\u{2066};\u{202e}\n";
        let told = [(1, 1, "Titel"), (1, 2, "Größe"), (2, 1, "Straße")];
        assert_eq!(cells(list.as_bytes()), told.map(|(row, column, text)| (row, column, text.to_owned())));
    }

    #[test]
    fn encodings_and_delimiters_are_found() {
        let semicolons = "Titel;Größe\r\n\"Straße; Weg\";1,5\r\n";
        let tabs = "Titel\tGröße\nStraße; Weg\t1,5\n";
        let commas = "Titel,Größe\n\"Straße; Weg\",\"1,5\"\n";
        for text in [semicolons, tabs, commas] {
            assert_eq!(cells(text.as_bytes()), expected(), "{text}");
            assert_eq!(cells(format!("\u{feff}{text}").as_bytes()), expected(), "{text}");
            assert_eq!(cells(&WINDOWS_1252.encode(text).0), expected(), "{text}");
            for (mark, bytes) in [
                (0xfeff_u16.to_le_bytes(), u16::to_le_bytes as fn(u16) -> [u8; 2]),
                (0xfeff_u16.to_be_bytes(), u16::to_be_bytes),
            ] {
                let utf16: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect();
                assert_eq!(cells(&utf16), expected(), "{text}");
            }
        }
    }

    #[test]
    fn rows_keep_their_lines() {
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc", "a\r\rb\rc"] {
            assert_eq!(cells(text.as_bytes()).iter().map(|cell| cell.0).collect::<Vec<_>>(), [1, 3, 4], "{text:?}");
        }
        assert_eq!(
            cells(b"a;b\n\n;\n\"x\ny\";z\nlast;1\n").iter().map(|cell| cell.0).collect::<Vec<_>>(),
            [1, 1, 4, 4, 6, 6]
        );
    }

    #[test]
    fn the_apostrophe_that_keeps_a_text_from_being_a_formula_goes() {
        let text = |list: &str| cells(list.as_bytes())[1].2.clone();
        assert_eq!(text("x;'=1"), "=1");
        assert_eq!(text("x;'s Heft"), "'s Heft");
        assert_eq!(text("x,'=1"), "'=1");
    }

    #[test]
    fn what_is_no_text_or_too_large_is_refused() {
        assert_eq!(read(b"a;b\0"), Err(ListError::Format));
        assert_eq!(read(&[0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), Err(ListError::Format));
        let long = "x".repeat(20_001);
        assert_eq!(read(long.as_bytes()), Err(ListError::TooLarge(Excess::Text)));
        assert_eq!(read("x;".repeat(500).as_bytes()).map(|list| list.sheets.len()), Ok(1));
        assert_eq!(read("x;".repeat(501).as_bytes()), Err(ListError::TooLarge(Excess::Columns)));
        assert_eq!(read("x\n".repeat(50_001).as_bytes()), Err(ListError::TooLarge(Excess::Rows)));
        assert_eq!(read(b""), Ok(List { sheets: vec![Default::default()], serial_days: true }));
    }
}
