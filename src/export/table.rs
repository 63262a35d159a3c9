//! Tables with typed columns: what a cell is, and how it reads as text.

use jiff::civil::Date;

use crate::analysis::status::Status;
use crate::content::scalar::{Datum, Money, Precision, Rational};
use crate::data::delimited::{decimal, harmless};
use crate::messages::Messages;
use crate::view::compose::Input;

/// What separates the ids of a list in one cell.
pub const LIST: &str = "; ";

/// What the cells of a column are.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// The id of a record.
    Id,
    /// Ids, separated by [`LIST`].
    Ids,
    /// One of several words.
    Word(fn() -> Vec<&'static str>),
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// Euros, to the cent.
    Money,
    /// A share from 0 to 1, rounded down.
    Share,
    /// A date in the precision in which it was written.
    Written,
    /// A day.
    Day,
    /// A path from the site's root.
    Link,
}

/// The words of what projects, milestones and measures can be.
pub(super) fn statuses() -> Vec<&'static str> {
    Status::ALL.iter().map(|status| status.word()).collect()
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading in every file.
    pub name: &'static str,
    /// What its cells are.
    pub form: Form,
    /// Whether no cell may be empty.
    pub required: bool,
    /// The table whose `id` its cells name.
    pub refers: Option<&'static str>,
}

impl Column {
    /// A column that may have empty cells.
    pub const fn new(name: &'static str, form: Form) -> Self {
        Self { name, form, required: false, refers: None }
    }

    /// A column without empty cells.
    pub const fn required(name: &'static str, form: Form) -> Self {
        Self { required: true, ..Self::new(name, form) }
    }

    /// The same, naming rows of another table.
    pub const fn refers(self, table: &'static str) -> Self {
        Self { refers: Some(table), ..self }
    }
}

/// What stands in a column of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known, or nothing can be said.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Money.
    Money(Money),
    /// A share.
    Share(Rational),
    /// A date as written.
    Date(Datum),
}

impl Cell {
    /// A value, if there is one.
    pub fn of(value: Option<impl Into<Self>>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }

    /// A list in one cell.
    pub fn list<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        values.collect::<Vec<_>>().join(LIST).into()
    }

    /// For programs: `2023-07-15`, `1250.50`.
    pub fn plain(&self) -> String {
        match self {
            Self::Date(date) => date.to_string(),
            _ => self.with_mark('.', str::to_owned),
        }
    }

    /// For a spreadsheet in German: `15.07.2023`, `1250,50`; dates without a day as written. No text is taken for a
    /// formula.
    pub fn german(&self) -> String {
        match self {
            Self::Date(date) if date.precision() == Precision::Day => date.first().strftime("%d.%m.%Y").to_string(),
            Self::Date(date) => date.to_string(),
            _ => self.with_mark(',', harmless),
        }
    }

    fn with_mark(&self, mark: char, text: fn(&str) -> String) -> String {
        match self {
            Self::Text(value) => text(value),
            Self::Number(number) => number.to_string(),
            Self::Money(money) => euros(*money, mark),
            Self::Share(share) => decimal(share, mark),
            Self::Empty | Self::Date(_) => String::new(),
        }
    }
}

fn euros(money: Money, mark: char) -> String {
    let cents = money.cents().unsigned_abs();
    let sign = if money.cents() < 0 { "-" } else { "" };
    format!("{sign}{}{mark}{:02}", cents / 100, cents % 100)
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<Money> for Cell {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Rational> for Cell {
    fn from(share: Rational) -> Self {
        Self::Share(share)
    }
}

impl From<Datum> for Cell {
    fn from(date: Datum) -> Self {
        Self::Date(date)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Date(Datum::day(day))
    }
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Name of its files, and its key in the catalogues.
    pub name: &'static str,
    /// The columns that together tell a row from all others.
    pub key: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [Column],
    /// Its rows, by key; each has a cell for each column.
    pub rows: fn(&Input<'_>) -> Vec<Vec<Cell>>,
}

impl Table {
    /// Its title.
    pub fn title<'a>(&self, messages: &'a Messages) -> Option<&'a str> {
        messages.find(&format!("export.tabelle.{}.titel", self.name))
    }

    /// What it holds, and what for.
    pub fn meaning<'a>(&self, messages: &'a Messages) -> Option<&'a str> {
        messages.find(&format!("export.tabelle.{}.text", self.name))
    }

    /// The title of one of its columns.
    pub fn title_of<'a>(&self, column: &Column, messages: &'a Messages) -> Option<&'a str> {
        self.find(column, "titel", messages)
    }

    /// What one of its columns means.
    pub fn meaning_of<'a>(&self, column: &Column, messages: &'a Messages) -> Option<&'a str> {
        self.find(column, "text", messages)
    }

    /// A column that several tables have is explained once, unless it means something else here.
    fn find<'a>(&self, column: &Column, key: &str, messages: &'a Messages) -> Option<&'a str> {
        let own = messages.find(&format!("export.spalte.{}.{}.{key}", self.name, column.name));
        own.or_else(|| messages.find(&format!("export.spalte.{}.{key}", column.name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(cell: impl Into<Cell>) -> (String, String) {
        let cell = cell.into();
        (cell.plain(), cell.german())
    }

    fn pair(plain: &str, german: &str) -> (String, String) {
        (plain.to_owned(), german.to_owned())
    }

    #[test]
    fn dates_keep_their_precision() {
        for (text, german) in
            [("2023", "2023"), ("2023-Q2", "2023-Q2"), ("2023-07", "2023-07"), ("2023-07-05", "05.07.2023")]
        {
            assert_eq!(both(Datum::parse(text).unwrap()), pair(text, german));
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(both(-3), pair("-3", "-3"));
        assert_eq!(both(Money::from_cents(-5)), pair("-0.05", "-0,05"));
        assert_eq!(both(Money::from_cents(123_456_789)), pair("1234567.89", "1234567,89"));
        assert_eq!(both(Rational::new(2, 3).unwrap()), pair("0.666666", "0,666666"));
    }

    #[test]
    fn only_spreadsheets_take_text_for_formulas() {
        assert_eq!(both("=1+1"), pair("=1+1", "'=1+1"));
        assert_eq!(both(""), pair("", ""));
    }
}
