//! XLSX and ODS: the one home of the crates for workbooks and archives.
//!
//! A workbook is measured before it is opened: by what its parts say about their size, and, since that may be a lie, by
//! unpacking them into nothing. An ODS file can besides say in a few bytes that a cell is repeated millions of times; so its
//! table is read over for the cells it would make. An XLSX file can say that it has billions of texts; so that number is
//! held against the size of their part.

use std::io::{self, Cursor, Read};

use calamine::{Data, DataRef, Ods, OdsError, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil::Date;
use zip::ZipArchive;
use zip::result::ZipError;

use super::sheet::{Collector, Excess, List, ListError, Sheet, Value};
use super::tags::{Covered, Tables};
use crate::source::limits::{LIST_PARTS, LIST_UNPACKED_BYTES};

type Bytes<'a> = Cursor<&'a [u8]>;

/// What begins a file of the archive format, and one of the older format of office programs.
const ARCHIVE: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// Reads a workbook; none if the bytes are none.
pub(super) fn read(bytes: &[u8]) -> Option<Result<List, ListError>> {
    if bytes.starts_with(COMPOUND) {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_encrypted = bytes.windows(encrypted.len()).any(|window| window == encrypted);
        return Some(Err(if is_encrypted { ListError::Password } else { ListError::OldFormat }));
    }
    bytes.starts_with(ARCHIVE).then(|| read_archive(bytes))
}

fn read_archive(bytes: &[u8]) -> Result<List, ListError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    measure(&mut archive)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        count_texts(&mut archive)?;
        read_xlsx(bytes)
    } else if has("xl/workbook.bin") {
        Err(ListError::OldFormat)
    } else if has("encrypted-package") {
        Err(ListError::Password)
    } else if has("content.xml") {
        let covered = survey(&mut archive)?;
        read_ods(bytes, &covered)
    } else {
        Err(ListError::Format)
    }
}

/// Refuses an archive that unpacks to more than is allowed: as it says, and as it is.
fn measure(archive: &mut ZipArchive<Bytes<'_>>) -> Result<(), ListError> {
    let excess = ListError::TooLarge(Excess::Unpacked);
    if archive.len() > LIST_PARTS {
        return Err(excess);
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index_raw(index).map_err(broken)?.size());
    }
    if declared > LIST_UNPACKED_BYTES {
        return Err(excess);
    }
    let mut left = LIST_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let size = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(damaged)?;
        left = left.checked_sub(size).ok_or_else(|| excess.clone())?;
    }
    Ok(())
}

/// Refuses an XLSX file that says it has more shared texts than their part has bytes: room is made for as many as it says.
fn count_texts(archive: &mut ZipArchive<Bytes<'_>>) -> Result<(), ListError> {
    let names: Result<Vec<String>, ZipError> = archive.file_names().map(|name| Ok(name?.into_owned())).collect();
    for name in names.map_err(broken)?.iter().filter(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
        let part = part(archive, name)?;
        let text = String::from_utf8_lossy(&part);
        let lies = text.split("uniqueCount").skip(1).map(said_number).any(|said| said > part.len());
        if lies {
            return Err(damaged("uniqueCount"));
        }
    }
    Ok(())
}

/// The number behind the name of an attribute, 0 where none stands there.
fn said_number(behind: &str) -> usize {
    let digits = behind.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '>');
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let digits = &digits[..end];
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(usize::MAX) }
}

/// A part, unpacked.
fn part(archive: &mut ZipArchive<Bytes<'_>>, name: &str) -> Result<Vec<u8>, ListError> {
    let mut bytes = Vec::new();
    let part = archive.by_name(name).map_err(broken)?;
    part.take(LIST_UNPACKED_BYTES).read_to_end(&mut bytes).map_err(damaged)?;
    Ok(bytes)
}

/// Reads the table of an ODS file over, before it is opened.
fn survey(archive: &mut ZipArchive<Bytes<'_>>) -> Result<Vec<Covered>, ListError> {
    if String::from_utf8_lossy(&part(archive, "META-INF/manifest.xml")?).contains("manifest:encryption-data") {
        return Err(ListError::Password);
    }
    let content = part(archive, "content.xml")?;
    Tables::of(std::str::from_utf8(&content).map_err(damaged)?).survey()
}

fn broken(error: ZipError) -> ListError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ListError::Password,
        error => damaged(error),
    }
}

fn damaged(error: impl ToString) -> ListError {
    ListError::Damaged(error.to_string())
}

fn read_xlsx(bytes: &[u8]) -> Result<List, ListError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => ListError::Password,
        error => damaged(error),
    })?;
    let sheets = visible(book.sheets_metadata()).into_iter().map(|name| {
        let sheet = xlsx_sheet(&mut book, &name);
        sheet.unwrap_or_else(|error| Sheet { name: Some(name), fault: Some(error), ..Sheet::default() })
    });
    let sheets = sheets.collect();
    Ok(List { sheets, serial_days: !book.has_1904_epoch() })
}

/// Names of the sheets that people see.
fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    let seen = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    sheets.iter().filter(seen).map(|sheet| sheet.name.clone()).collect()
}

/// A sheet, cell by cell: a range of cells would be as large as the farthest cell is away.
fn xlsx_sheet(book: &mut Xlsx<Bytes<'_>>, name: &str) -> Result<Sheet, ListError> {
    let mut sheet = Collector::default();
    let mut cells = book.worksheet_cells_reader(name).map_err(damaged)?;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if !matches!(cell.get_value(), DataRef::Empty) {
            sheet.add(row.saturating_add(1), column.saturating_add(1), value(cell.get_value().clone().into()))?;
        }
    }
    drop(cells);
    let merged = book.merge_cells_by_sheet_name(name).map_err(damaged)?;
    let vertical = merged.iter().filter(|area| area.start.1 == area.end.1);
    let covered = vertical.map(|area| Covered {
        sheet: name.to_owned(),
        row: area.start.0.saturating_add(1),
        column: area.start.1.saturating_add(1),
        last_row: area.end.0.saturating_add(1),
    });
    for area in covered {
        fill_down(&mut sheet, &area)?;
    }
    Ok(sheet.finish(Some(name.to_owned())))
}

/// A cell that covers others below it speaks for them too.
fn fill_down(sheet: &mut Collector, area: &Covered) -> Result<(), ListError> {
    let Some(value) = sheet.get(area.row, area.column).cloned() else { return Ok(()) };
    (area.row + 1..=area.last_row).try_for_each(|row| sheet.add(row, area.column, value.clone()))
}

fn read_ods(bytes: &[u8], covered: &[Covered]) -> Result<List, ListError> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        OdsError::Password => ListError::Password,
        error => damaged(error),
    })?;
    let mut sheets = Vec::new();
    for name in visible(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(damaged)?;
        let covered = covered.iter().filter(|area| area.sheet == name);
        let sheet = ods_sheet(&name, &range, covered);
        sheets.push(sheet.unwrap_or_else(|error| Sheet { name: Some(name), fault: Some(error), ..Sheet::default() }));
    }
    Ok(List { sheets, serial_days: true })
}

fn ods_sheet<'a>(
    name: &str,
    range: &calamine::Range<Data>,
    covered: impl Iterator<Item = &'a Covered>,
) -> Result<Sheet, ListError> {
    let mut sheet = Collector::default();
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let number = |offset: usize, first: u32| u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(first + 1);
        sheet.add(number(row, first_row), number(column, first_column), value(data.clone()))?;
    }
    for area in covered {
        fill_down(&mut sheet, area)?;
    }
    Ok(sheet.finish(Some(name.to_owned())))
}

fn value(data: Data) -> Value {
    match data {
        Data::Empty => Value::Text(String::new()),
        Data::String(text) => Value::of(text),
        Data::Bool(true) => Value::Text("WAHR".to_owned()),
        Data::Bool(false) => Value::Text("FALSCH".to_owned()),
        Data::Int(number) => Value::Number(number.to_string()),
        Data::Float(number) => Value::Number(digits(number)),
        Data::Error(error) => Value::Error(error.to_string()),
        Data::DurationIso(text) => Value::Text(text),
        Data::DateTimeIso(text) => {
            let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
            day.map_or(Value::Text(text), Value::Date)
        }
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
            let date = match parts {
                (Ok(year), Ok(month), Ok(day)) if moment.is_datetime() => Date::new(year, month, day).ok(),
                _ => None,
            };
            date.map_or_else(|| Value::Number(digits(moment.as_f64())), Value::Date)
        }
    }
}

/// A number as a spreadsheet shows it: with 15 digits that count, of which more are noise of its arithmetic.
fn digits(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_the_noise_of_binary_arithmetic() {
        for (number, text) in [(0.1 + 0.2, "0.3"), (1_250_000.5, "1250000.5"), (45_108.0, "45108"), (-2.0, "-2")] {
            assert_eq!(digits(number), text);
        }
    }

    #[test]
    fn older_and_locked_workbooks_are_told_apart() {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(b"\xd0\xcf\x11\xe0 Workbook"), Some(Err(ListError::OldFormat)));
        assert_eq!(read(&[COMPOUND, &name].concat()), Some(Err(ListError::Password)));
        assert!(matches!(read(b"PK\x03\x04"), Some(Err(ListError::Damaged(_)))));
        assert_eq!(read(b"titel"), None);
    }
}
