//! Files that are no content: lists to import, and what belongs to them. Read whole, within a limit.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is none of this name.
    Missing,
    /// A folder, a device, a pipe.
    NotAFile,
    /// Larger than allowed; the limit in bytes.
    TooLarge(u64),
    /// The file system refuses; the text is the system's own.
    Unreadable(io::ErrorKind, String),
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// See [`FileError`].
pub fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let unreadable = |error: io::Error| FileError::Unreadable(error.kind(), error.to_string());
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing,
        _ => unreadable(error),
    })?;
    if !metadata.is_file() {
        return Err(FileError::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > limit { Err(FileError::TooLarge(limit)) } else { Ok(bytes) }
}

/// A place in a list: a sheet, a row, a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cell {
    /// The list's file, as it was named.
    pub path: String,
    /// The sheet; text files have none.
    pub sheet: Option<String>,
    /// From 1; in a text file the line.
    pub row: Option<u32>,
    /// From 1.
    pub column: Option<u32>,
}

impl Cell {
    /// A list as a whole.
    pub fn list(path: &str) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    /// The place as spreadsheets name it: `Projekte!C7`; none in a text file, which has lines.
    pub fn name(&self) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        Some(match (self.row, self.column) {
            (Some(row), Some(column)) => format!("{sheet}!{}{row}", letters(column)),
            (Some(row), None) => format!("{sheet}!{row}"),
            _ => sheet.clone(),
        })
    }
}

/// `liste.xlsx:Projekte!C7`, `liste.csv:7`.
impl fmt::Display for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name(), self.row) {
            (Some(name), _) => write!(formatter, "{}:{name}", self.path),
            (None, Some(row)) => write!(formatter, "{}:{row}", self.path),
            (None, None) => formatter.write_str(&self.path),
        }
    }
}

/// The letters of a column, from 1: `A`, `Z`, `AA`.
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while let Some(below) = rest.checked_sub(1) {
        letters.push(char::from(b'A' + (below % 26) as u8));
        rest = below / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (703, "AAA"), (16_384, "XFD")] {
            assert_eq!(letters(column), expected);
        }
    }

    #[test]
    fn places_read_as_in_a_spreadsheet() {
        let cell = |sheet: Option<&str>, row, column| {
            Cell { path: "l".to_owned(), sheet: sheet.map(str::to_owned), row, column }.to_string()
        };
        assert_eq!(cell(Some("Blatt 1"), Some(7), Some(3)), "l:Blatt 1!C7");
        assert_eq!(cell(Some("Blatt 1"), Some(7), None), "l:Blatt 1!7");
        assert_eq!(cell(None, Some(7), Some(3)), "l:7");
        assert_eq!(cell(None, None, None), "l");
    }

    #[test]
    fn what_is_no_file_or_too_large_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        assert_eq!(read_file(&path, 3), Err(FileError::Missing));
        assert_eq!(read_file(folder.path(), 3), Err(FileError::NotAFile));
        fs::write(&path, "abc").unwrap();
        assert_eq!(read_file(&path, 3), Ok(b"abc".to_vec()));
        assert_eq!(read_file(&path, 2), Err(FileError::TooLarge(2)));
    }
}
