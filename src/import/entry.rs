//! One row of a list as what it says about a project.

use jiff::civil::Date;

use super::column::{Column, Field, Header, Target};
use super::directory::Directory;
use super::mapping::Mapping;
use super::sheet::{Row, Sheet, Value};
use super::{fold, value};
use crate::analysis::status::Status;
use crate::content::fields::{is_id, to_id};
use crate::content::names::Kind;
use crate::content::scalar::{Datum, Money, NotA};
use crate::diagnostics::Diagnostic;
use crate::source::Cell as Place;

/// What a row says. What it does not say is none, and never takes anything away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Entry {
    /// The row's number.
    pub(super) row: u32,
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) strategies: Vec<String>,
    pub(super) sort: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) status_date: Option<Datum>,
    pub(super) begin: Option<Datum>,
    pub(super) end: Option<Datum>,
    pub(super) reason: Option<String>,
    pub(super) planned: Option<Money>,
    pub(super) committed: Option<Money>,
    pub(super) spent: Option<Money>,
    pub(super) funding: Option<String>,
    /// Keys of the editors' own.
    pub(super) own: Vec<(String, String)>,
}

/// Why a row is left out knowingly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skipped {
    /// The heading of a group of rows.
    Group,
    /// A sum of the rows above.
    Sum,
    /// Nothing stands in the columns that are read.
    Nothing,
    /// The headings once more.
    Heading,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Read {
    /// A project.
    Entry(Box<Entry>),
    /// No project.
    Skipped(Skipped),
    /// A project with mistakes; all of them.
    Bad(Vec<Diagnostic>),
}

/// What rows are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    /// The list's file, as it was named.
    pub(super) path: &'a str,
    pub(super) sheet: &'a Sheet,
    pub(super) serial_days: bool,
    pub(super) header: &'a Header,
    pub(super) mapping: &'a Mapping,
    pub(super) directory: &'a Directory<'a>,
    /// Columns of amounts whose dots group thousands.
    pub(super) grouping: &'a [u32],
    /// The date of the list.
    pub(super) stand: Date,
}

impl<'a> Reader<'a> {
    /// Reads a row below the header.
    pub(super) fn read(self, row: &Row) -> Read {
        if let Some(skipped) = self.skipped(row) {
            return Read::Skipped(skipped);
        }
        let mut cells = Cells { reader: self, row, found: Vec::new() };
        let entry = cells.entry();
        if cells.found.is_empty() { Read::Entry(Box::new(entry)) } else { Read::Bad(cells.found) }
    }

    fn skipped(self, row: &Row) -> Option<Skipped> {
        let title = self.header.of_field(Field::Title).next();
        let is_read = |column: &&Column| !matches!(column.target, Target::Unknown | Target::Ignored | Target::LeftOut);
        let read = || self.header.columns.iter().filter(is_read);
        let used = read().filter(|column| row.get(column.number).is_some()).count();
        let title_text = title.and_then(|column| row.get(column.number)).map(|value| fold(&value.text()));
        let same =
            |column: &Column| row.get(column.number).is_some_and(|value| column.heading.ends_with(&value.text()));
        match () {
            () if row.cells.len() == 1 && read().count() > 1 => Some(Skipped::Group),
            () if used == 0 => Some(Skipped::Nothing),
            () if used > 1 && read().filter(|column| row.get(column.number).is_some()).all(same) => {
                Some(Skipped::Heading)
            }
            () if title_text.is_some_and(|text| SUMS.contains(&text.as_str())) => Some(Skipped::Sum),
            () => None,
        }
    }

    /// The place of a column in a row.
    pub(super) fn place(self, row: u32, column: Option<&Column>) -> Place {
        let sheet = self.sheet.name.clone();
        // A text file has lines; its columns are named by their headings.
        let column = column.filter(|_| sheet.is_some()).map(|column| column.number);
        Place { path: self.path.to_owned(), sheet, row: Some(row), column }
    }

    /// A finding about a field in a row.
    pub(super) fn finding(self, code: &'static str, row: u32, column: Option<&Column>) -> Diagnostic {
        let heading = column.map_or("", |column| column.heading.as_str());
        Diagnostic::in_list(code, self.place(row, column)).with("spalte", heading)
    }
}

/// Which columns of amounts use dots to group thousands: those that the mapping says it of, and those in which some amounts
/// show it and none has a decimal point.
pub(super) fn grouping_columns(sheet: &Sheet, header: &Header, mapping: &Mapping) -> Vec<u32> {
    let money = [Field::Planned, Field::Committed, Field::Spent];
    let columns = money.iter().filter_map(|&field| header.of_field(field).next());
    let texts = |column: u32| {
        let values = sheet.rows.iter().filter_map(move |row| row.get(column));
        values.filter(|value| matches!(value, Value::Text(_))).map(Value::text)
    };
    let groups = |&column: &u32| {
        mapping.dots_group()
            || (texts(column).any(|text| value::has_decimal_comma(&text))
                && !texts(column).any(|text| value::has_decimal_point(&text)))
    };
    columns.map(|column| column.number).filter(groups).collect()
}

/// What begins a row that adds up those above it.
const SUMS: &[&str] = &["summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt"];

/// What separates several values in a cell.
const LIST: &[char] = &[';', '\n'];

struct Cells<'a> {
    reader: Reader<'a>,
    row: &'a Row,
    found: Vec<Diagnostic>,
}

impl<'a> Cells<'a> {
    fn entry(&mut self) -> Entry {
        let mut entry = Entry {
            row: self.row.number,
            id: self.id(),
            title: self.text(Field::Title),
            summary: self.text(Field::Summary),
            unit: self.unit(),
            strategies: self.strategies(),
            sort: self.text(Field::Sort),
            status: self.status(),
            status_date: self.date(Field::StatusDate),
            begin: self.date(Field::Begin),
            end: self.date(Field::End),
            reason: self.text(Field::Reason),
            planned: self.money(Field::Planned),
            committed: self.money(Field::Committed),
            spent: self.money(Field::Spent),
            funding: self.text(Field::Funding),
            own: self.own(),
        };
        self.completion(&mut entry);
        self.check(&entry);
        entry
    }

    /// A day of completion is a status with its date.
    fn completion(&mut self, entry: &mut Entry) {
        let Some(done) = self.date(Field::Done) else { return };
        match entry.status {
            None | Some(Status::Completed) => {
                (entry.status, entry.status_date) = (Some(Status::Completed), Some(done));
            }
            Some(status) => {
                let finding = self.finding("E0721", Field::Done).with("datum", done);
                self.found.push(finding.with("status", status.word()));
            }
        }
    }

    /// What is wrong across cells.
    fn check(&mut self, entry: &Entry) {
        if entry.title.is_none() && entry.id.is_none() {
            self.report("E0709", Field::Title, "");
        }
        if let (Some(begin), Some(end)) = (entry.begin, entry.end)
            && end.last() < begin.first()
        {
            let finding = self.finding("E0711", Field::End);
            self.found.push(finding.with("beginn", begin).with("ende", end));
        }
        if let Some(date) = entry.status_date.filter(|date| date.last() > self.reader.stand) {
            let field = if self.column(Field::StatusDate).is_some() { Field::StatusDate } else { Field::Done };
            let finding = self.finding("E0717", field);
            self.found.push(finding.with("datum", date).with("stand", self.reader.stand));
        }
    }

    fn column(&self, field: Field) -> Option<&'a Column> {
        self.reader.header.of_field(field).next()
    }

    fn finding(&self, code: &'static str, field: Field) -> Diagnostic {
        self.reader.finding(code, self.row.number, self.column(field))
    }

    fn report(&mut self, code: &'static str, field: Field, value: &str) {
        let finding = self.finding(code, field).with("wert", value);
        self.found.push(finding);
    }

    /// The cell of a field, as the mapping means it.
    fn value(&mut self, field: Field) -> Option<Value> {
        let value = self.row.get(self.column(field)?.number)?;
        if let Value::Error(error) = value {
            self.report("E0720", field, error);
            return None;
        }
        let meant = self.reader.mapping.value(field, &value.text());
        let value = meant.map_or_else(|| value.clone(), |meant| Value::Text(meant.to_owned()));
        Some(value).filter(|value| !value::is_blank(&value.text()))
    }

    fn text(&mut self, field: Field) -> Option<String> {
        self.value(field).map(|value| value.text())
    }

    fn id(&mut self) -> Option<String> {
        let text = self.text(Field::Id)?;
        if is_id(&text) {
            return Some(text);
        }
        let finding = self.finding("E0714", Field::Id).with("wert", &text);
        let suggestion = to_id(&text);
        self.found.push(match is_id(&suggestion) {
            true => finding.hint_with("statt-dessen", [("vorschlag", suggestion)]),
            false => finding,
        });
        None
    }

    fn date(&mut self, field: Field) -> Option<Datum> {
        let value = self.value(field)?;
        value::datum(&value, self.reader.serial_days).unwrap_or_else(|NotA(code)| {
            self.report(code, field, &value.text());
            None
        })
    }

    fn money(&mut self, field: Field) -> Option<Money> {
        let value = self.value(field)?;
        let money = match (&value, value::money(&value)) {
            (Value::Text(text), Err(NotA("E0211"))) if self.groups_by_dots(field) => {
                value::money(&Value::Text(text.replace('.', "")))
            }
            (_, money) => money,
        };
        money.unwrap_or_else(|NotA(code)| {
            let code = if code == "E0211" { "E0715" } else { "E0713" };
            self.report(code, field, &value.text());
            None
        })
    }

    fn groups_by_dots(&self, field: Field) -> bool {
        self.column(field).is_some_and(|column| self.reader.grouping.contains(&column.number))
    }

    fn status(&mut self) -> Option<Status> {
        let text = self.text(Field::Status)?;
        let status = value::status(&text);
        if status.is_none() {
            let finding = self.finding("E0716", Field::Status).with("wert", &text);
            self.found.push(finding.did_you_mean(&text, value::status_words()));
        }
        status
    }

    fn unit(&mut self) -> Option<String> {
        let text = self.text(Field::Unit)?;
        self.reference(Field::Unit, Kind::Unit, &text)
    }

    fn strategies(&mut self) -> Vec<String> {
        let Some(Value::Text(text)) = self.value(Field::Strategy) else { return Vec::new() };
        let mut ids: Vec<String> = Vec::new();
        for part in text.split(LIST).map(str::trim).filter(|part| !part.is_empty()) {
            ids.extend(self.reference(Field::Strategy, Kind::Strategy, part).filter(|id| !ids.contains(id)));
        }
        ids
    }

    /// The id of what a text names.
    fn reference(&mut self, field: Field, kind: Kind, text: &str) -> Option<String> {
        let directory = self.reader.directory;
        let id = directory.find(kind, text);
        if id.is_none() {
            let finding = self.finding("E0712", field).with("wert", text).with("art", format!("@{}", kind.key()));
            self.found.push(finding.did_you_mean(text, directory.words(kind)));
        }
        id
    }

    fn own(&mut self) -> Vec<(String, String)> {
        let mut own = Vec::new();
        for column in &self.reader.header.columns {
            let Target::Own(key) = &column.target else { continue };
            match self.row.get(column.number) {
                Some(Value::Error(error)) => {
                    let finding = self.reader.finding("E0720", self.row.number, Some(column));
                    self.found.push(finding.with("wert", error));
                }
                Some(value) if !value::is_blank(&value.text()) => own.push((key.clone(), value.text())),
                Some(_) | None => {}
            }
        }
        own
    }
}
