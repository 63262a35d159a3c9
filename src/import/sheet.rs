//! A list as cells, whatever format it came in.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{delimited, squeeze, workbook};
use crate::source::{is_hidden, limits};

/// What a list can have too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Bytes of the file.
    File,
    /// Bytes of a workbook when it is unpacked.
    Unpacked,
    /// Rows.
    Rows,
    /// Columns.
    Columns,
    /// Characters of a cell.
    Text,
    /// Cells.
    Cells,
}

/// Why a list cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListError {
    /// Neither workbook nor text.
    Format,
    /// A workbook of a format of before 2007, or a binary one.
    OldFormat,
    /// It asks for a password.
    Password,
    /// Its parts do not fit together; what the reader says.
    Damaged(String),
    /// More than any list needs.
    TooLarge(Excess),
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct List {
    /// Its sheets that people see, in their order; a text file is one without name.
    pub sheets: Vec<Sheet>,
    /// Whether a bare number can be a date: the days since the end of 1899. Some old workbooks count from 1904.
    pub serial_days: bool,
}

impl List {
    /// Reads a list from the bytes of a file; the format is told by them, not by the name.
    ///
    /// # Errors
    /// See [`ListError`].
    pub fn read(bytes: &[u8]) -> Result<Self, ListError> {
        workbook::read(bytes).unwrap_or_else(|| delimited::read(bytes))
    }
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name.
    pub name: Option<String>,
    /// Rows that hold something, from the top.
    pub rows: Vec<Row>,
    /// Why it cannot be read, if it cannot.
    pub fault: Option<ListError>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// From 1; in a text file the line.
    pub number: u32,
    /// Cells that hold something, from the left.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// From 1.
    pub column: u32,
    /// What it holds.
    pub value: Value,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, never blank.
    Text(String),
    /// A number, as digits with a decimal point.
    Number(String),
    /// A date.
    Date(Date),
    /// What a formula says instead of a value: `#REF!`.
    Error(String),
}

impl Row {
    /// The value in a column.
    pub fn get(&self, column: u32) -> Option<&Value> {
        self.cells.iter().find(|cell| cell.column == column).map(|cell| &cell.value)
    }
}

/// What spreadsheets show where a formula has no value, in German and in English.
const ERRORS: &[&str] =
    &["#BEZUG!", "#REF!", "#DIV/0!", "#NAME?", "#NULL!", "#NV", "#N/A", "#WERT!", "#VALUE!", "#ZAHL!", "#NUM!"];

impl Value {
    /// What a text says. Characters that have no place in one say nothing.
    pub(super) fn of(mut text: String) -> Self {
        text.retain(|c| !is_hidden(c));
        if ERRORS.contains(&text.trim()) { Self::Error(text) } else { Self::Text(text) }
    }

    /// The value as text in one line, as a person would type it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => squeeze(text),
            Self::Number(text) | Self::Error(text) => text.clone(),
            Self::Date(date) => format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year()),
        }
    }
}

/// Collects the cells of a sheet, and refuses what is too much.
#[derive(Debug, Default)]
pub(super) struct Collector {
    rows: BTreeMap<u32, BTreeMap<u32, Value>>,
    cells: usize,
    chars: usize,
}

impl Collector {
    /// Adds a cell; rows and columns from 1. Blank text is nothing.
    pub(super) fn add(&mut self, row: u32, column: u32, value: Value) -> Result<(), ListError> {
        let chars = match &value {
            Value::Text(text) | Value::Error(text) | Value::Number(text) => {
                if text.trim().is_empty() {
                    return Ok(());
                }
                text.chars().count()
            }
            Value::Date(_) => 0,
        };
        self.cells += 1;
        self.chars += chars;
        let excess = match () {
            () if row > limits::LIST_ROWS => Excess::Rows,
            () if column > limits::LIST_COLUMNS => Excess::Columns,
            () if chars > limits::LIST_CELL_CHARS => Excess::Text,
            () if self.cells > limits::LIST_CELLS => Excess::Cells,
            () if self.chars as u64 > limits::LIST_UNPACKED_BYTES => Excess::Unpacked,
            () => {
                self.rows.entry(row).or_default().insert(column, value);
                return Ok(());
            }
        };
        Err(ListError::TooLarge(excess))
    }

    /// What stands in a cell.
    pub(super) fn get(&self, row: u32, column: u32) -> Option<&Value> {
        self.rows.get(&row)?.get(&column)
    }

    pub(super) fn finish(self, name: Option<String>) -> Sheet {
        let cells =
            |cells: BTreeMap<u32, Value>| cells.into_iter().map(|(column, value)| Cell { column, value }).collect();
        let rows = self.rows.into_iter().map(|(number, row)| Row { number, cells: cells(row) });
        Sheet { name, rows: rows.collect(), fault: None }
    }
}
