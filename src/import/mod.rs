//! Lists of projects, as project offices keep them in spreadsheets, into content files.
//!
//! ```text
//! bytes --List::read--> cells --Header--> columns --Entry--> rows --matching--> projects --change--> Plan
//! ```
//!
//! A [`Plan`] says what would be written; nothing is written here. A list never takes anything away: blank cells say
//! nothing, texts and events in the content stay as they are. Of what a list says otherwise than the content, a changed end
//! and a dated status become events; everything else is reported and left to people.

mod change;
mod column;
mod delimited;
mod directory;
mod entry;
mod mapping;
mod matching;
mod record;
mod sheet;
mod tags;
mod value;
mod workbook;

use jiff::civil::Date;

use change::{compare, first_event};
pub use column::{Column, Field, Target};
use column::{Header, known_names};
use directory::Directory;
pub use entry::Skipped;
use entry::{Entry, Read, Reader, grouping_columns};
pub use mapping::Mapping;
use matching::{Match, matches};
pub use sheet::{Excess, List, ListError, Row, Sheet, Value};

use crate::content::Model;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::editing::event::{source, with_events};
use crate::messages::{Language, Messages};
use crate::source::yaml::edit::Flow;
use crate::source::{Cell as Place, FileChange, Sources, letters, limits};

/// What is imported, into what.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The list's file, as it was named.
    pub path: &'a str,
    /// The list.
    pub list: &'a List,
    /// The sheet to take; without it the first that has headings.
    pub sheet: Option<&'a str>,
    /// Where columns go.
    pub mapping: &'a Mapping,
    /// The date of the list.
    pub stand: Date,
    /// The source document that the list is.
    pub document: Option<&'a str>,
    /// The content's files.
    pub sources: &'a Sources,
    /// The content.
    pub model: &'a Model,
}

/// What an import comes to.
#[derive(Debug, Default)]
pub struct Plan {
    /// The sheet.
    pub sheet: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows below the headings, as far as they hold something.
    pub rows: Vec<RowReport>,
    /// Files to write, by path.
    pub files: Vec<FileChange>,
    /// What is wrong or in conflict.
    pub found: Diagnostics,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReport {
    /// Its number.
    pub row: u32,
    /// The title that stands there, or whatever else comes first.
    pub title: String,
    /// The project's file, if it is known which.
    pub file: Option<String>,
    /// What becomes of it.
    pub outcome: Outcome,
    /// How often list and content differ.
    pub conflicts: usize,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A new file.
    New,
    /// Events appended, as written.
    Appended(Vec<String>),
    /// Nothing is written, because nothing is new.
    Unchanged,
    /// Nothing is written, because nobody can tell which project it is or how it could be written.
    Conflict,
    /// Nothing is written, because it holds mistakes.
    Bad,
    /// No project.
    Skipped(Skipped),
}

/// Works out what an import comes to.
pub fn plan(order: Order<'_>) -> Plan {
    match sheet(order, Header::find) {
        Ok((sheet, header)) => Import::new(order, sheet, &header).plan(),
        Err(finding) => {
            let mut plan = Plan::default();
            plan.found.push(*finding);
            plan
        }
    }
}

/// A mapping to start from, for the list's columns as they are understood without one.
///
/// # Errors
/// The finding that keeps the columns from being found.
pub fn template(order: Order<'_>, introduction: &str) -> Result<String, Box<Diagnostic>> {
    let header = match sheet(order, Header::find) {
        Ok((_, header)) => header,
        Err(_) => sheet(order, Header::guess)?.1,
    };
    Ok(mapping::template(&header.columns, introduction))
}

/// The sheet to take and its headings.
fn sheet<'a>(
    order: Order<'a>,
    header: fn(&Sheet, &Mapping) -> Option<Header>,
) -> Result<(&'a Sheet, Header), Box<Diagnostic>> {
    let finding = |code| Diagnostic::in_list(code, Place::list(order.path));
    let names = || order.list.sheets.iter().filter_map(|sheet| sheet.name.as_deref());
    let is_named = |sheet: &&Sheet| sheet.name.as_deref() == order.sheet;
    let sheets: Vec<&Sheet> = match order.sheet {
        None => order.list.sheets.iter().collect(),
        Some(wanted) => match order.list.sheets.iter().find(is_named) {
            Some(sheet) => vec![sheet],
            None => {
                let finding = finding("E0707").with("blatt", wanted).did_you_mean(wanted, names());
                let list = names().collect::<Vec<_>>().join(", ");
                return Err(Box::new(if list.is_empty() {
                    finding
                } else {
                    finding.hint_with("erlaubt", [("liste", list)])
                }));
            }
        },
    };
    let found = sheets.iter().find_map(|sheet| Some((*sheet, header(sheet, order.mapping)?)));
    found.ok_or_else(|| {
        let fault = sheets.iter().find_map(|sheet| sheet.fault.as_ref());
        Box::new(fault.map_or_else(|| finding("E0706"), |fault| unreadable(order.path, fault)))
    })
}

/// A list that cannot be read, as a finding.
pub fn unreadable(path: &str, error: &ListError) -> Diagnostic {
    let finding = |code| Diagnostic::in_list(code, Place::list(path));
    match error {
        ListError::Format => finding("E0702"),
        ListError::OldFormat => finding("E0702").hint("alte-arbeitsmappe"),
        ListError::Password => finding("E0703"),
        ListError::Damaged(text) => finding("E0704").with("meldung", text),
        ListError::TooLarge(excess) => {
            let (key, limit) = limit(*excess);
            finding("E0705").with("was", format!("@{key}")).with("grenze", limit)
        }
    }
}

/// What there is too much of, and how much is allowed.
fn limit(excess: Excess) -> (&'static str, u64) {
    match excess {
        Excess::File => ("import.grenze.datei", limits::LIST_BYTES / limits::MIB),
        Excess::Unpacked => ("import.grenze.entpackt", limits::LIST_UNPACKED_BYTES / limits::MIB),
        Excess::Rows => ("import.grenze.zeilen", u64::from(limits::LIST_ROWS)),
        Excess::Columns => ("import.grenze.spalten", u64::from(limits::LIST_COLUMNS)),
        Excess::Text => ("import.grenze.zeichen", limits::LIST_CELL_CHARS as u64),
        Excess::Cells => ("import.grenze.zellen", limits::LIST_CELLS as u64),
    }
}

struct Import<'a> {
    order: Order<'a>,
    sheet: &'a Sheet,
    header: &'a Header,
    directory: Directory<'a>,
    grouping: Vec<u32>,
    /// What is written into content is German, whoever imports.
    german: Messages,
    no_reason: String,
}

impl<'a> Import<'a> {
    fn new(order: Order<'a>, sheet: &'a Sheet, header: &'a Header) -> Self {
        let german = Messages::load(Language::German);
        let file = order.path.rsplit(['/', '\\']).next().unwrap_or(order.path);
        let no_reason = german.format("import.ohne-grund", &[("datei", file)]);
        let (directory, grouping) = (Directory::new(order.model), grouping_columns(sheet, header, order.mapping));
        Self { order, sheet, header, directory, grouping, german, no_reason }
    }

    fn plan(&self) -> Plan {
        let mut plan = Plan { sheet: self.sheet.name.clone(), columns: self.header.columns.clone(), ..Plan::default() };
        let reader = self.reader();
        let twice = self.columns(&mut plan.found);
        if twice {
            return plan;
        }
        let rows = &self.sheet.rows[self.header.body..];
        let read: Vec<(&Row, Read)> = rows.iter().map(|row| (row, reader.read(row))).collect();
        let entries: Vec<&Entry> = read.iter().filter_map(|(_, read)| entry(read)).collect();
        let mut matches = matches(&entries, reader).into_iter();
        for (row, read) in &read {
            let report = match read {
                Read::Skipped(skipped) => self.report(row, None, Outcome::Skipped(*skipped)),
                Read::Bad(findings) => {
                    plan.found.extend(findings.iter().cloned());
                    self.report(row, None, Outcome::Bad)
                }
                Read::Entry(entry) => match matches.next() {
                    Some(found) => self.row(row, entry, found, &mut plan),
                    None => continue,
                },
            };
            plan.rows.push(report);
        }
        plan
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            path: self.order.path,
            sheet: self.sheet,
            serial_days: self.order.list.serial_days,
            header: self.header,
            mapping: self.order.mapping,
            directory: &self.directory,
            grouping: &self.grouping,
            stand: self.order.stand,
        }
    }

    /// Reports unknown columns, and fields that two columns claim; whether there are any of those.
    fn columns(&self, found: &mut Diagnostics) -> bool {
        let reader = self.reader();
        for column in self.header.columns.iter().filter(|column| column.target == Target::Unknown) {
            if !column.heading.is_empty() {
                let finding = reader.finding("W0701", self.header.row, Some(column));
                found.push(finding.did_you_mean(&column.heading, known_names()));
            }
        }
        let mut twice = false;
        for (index, column) in self.header.columns.iter().enumerate() {
            let is_taken = matches!(column.target, Target::Field(_) | Target::Own(_));
            let earlier = self.header.columns[..index].iter().find(|one| is_taken && one.target == column.target);
            if let Some(earlier) = earlier {
                twice = true;
                let names = [earlier, column].map(Column::position).join(", ");
                let finding = reader.finding("E0708", self.header.row, Some(column)).with("liste", names);
                found.push(finding.with(
                    "feld",
                    match &column.target {
                        Target::Field(field) => field.word(),
                        Target::Own(key) => key,
                        Target::Ignored | Target::LeftOut | Target::Unknown => "",
                    },
                ));
            }
        }
        twice
    }

    fn report(&self, row: &Row, file: Option<String>, outcome: Outcome) -> RowReport {
        let title = self.header.of_field(Field::Title).next().and_then(|column| row.get(column.number));
        let title = title.or_else(|| row.cells.first().map(|cell| &cell.value));
        RowReport { row: row.number, title: title.map_or_else(String::new, Value::text), file, outcome, conflicts: 0 }
    }

    fn row(&self, row: &Row, entry: &Entry, found: Match, plan: &mut Plan) -> RowReport {
        match found {
            Match::Unclear(finding) => {
                plan.found.push(finding);
                RowReport { conflicts: 1, ..self.report(row, None, Outcome::Conflict) }
            }
            Match::New(id) => self.new_file(row, entry, &id, plan),
            Match::Known(project) => self.known(row, entry, project, plan),
        }
    }

    /// Where the list says it, as a source.
    fn source(&self, row: u32) -> Option<Flow<'a>> {
        let row = row.to_string();
        let place = match &self.sheet.name {
            Some(sheet) => self.german.format("import.stelle-blatt", &[("blatt", sheet), ("zeile", &row)]),
            None => self.german.format("import.stelle", &[("zeile", &row)]),
        };
        Some(source(self.order.document?, Some(place.into())))
    }

    fn new_file(&self, row: &Row, entry: &Entry, id: &str, plan: &mut Plan) -> RowReport {
        let path = format!("projekte/{id}.md");
        if entry.title.is_none() {
            plan.found.push(self.reader().finding("E0709", entry.row, None));
            return self.report(row, None, Outcome::Bad);
        }
        let (event, conflict) = match first_event(entry, self.reader(), &self.no_reason) {
            Ok(event) => (event, None),
            Err(conflict) => (None, Some(conflict)),
        };
        let event = event.as_ref().map(|event| event.entry(None));
        let text = record::file(entry, event.as_ref(), self.source(entry.row).as_ref());
        let conflicts = usize::from(conflict.is_some());
        plan.found.extend(conflict);
        plan.files.push(FileChange { path: path.clone(), before: None, after: text.into_bytes() });
        RowReport { conflicts, ..self.report(row, Some(path), Outcome::New) }
    }

    fn known(&self, row: &Row, entry: &Entry, project: Ref<Project>, plan: &mut Plan) -> RowReport {
        let project = &self.order.model.projects[project];
        let change = compare(entry, project, self.reader(), &self.no_reason);
        let mut conflicts = change.conflicts.len();
        plan.found.extend(change.conflicts);
        let Some(file) = self.order.sources.file(project.head.id.span.file) else {
            return self.report(row, None, Outcome::Conflict);
        };
        let source = self.source(entry.row);
        let entries: Vec<_> = change.events.iter().map(|event| event.entry(source.clone())).collect();
        let outcome = match with_events(file, &[], &entries) {
            Some(_) if entries.is_empty() && conflicts > 0 => Outcome::Conflict,
            Some(_) if entries.is_empty() => Outcome::Unchanged,
            Some(text) => {
                let (before, after) = (Some(file.bytes(&file.text)), file.bytes(&text));
                plan.files.push(FileChange { path: file.path.clone(), before, after });
                Outcome::Appended(entries.iter().map(Flow::to_string).collect())
            }
            None => {
                conflicts += 1;
                plan.found.push(self.not_appended(entry, project, &entries));
                Outcome::Conflict
            }
        };
        RowReport { conflicts, ..self.report(row, Some(file.path.clone()), outcome) }
    }

    fn not_appended(&self, entry: &Entry, project: &Project, entries: &[Flow<'_>]) -> Diagnostic {
        let finding = self.reader().finding("E0738", entry.row, None).with("id", &project.head.id.value);
        let lines: Vec<_> = entries.iter().map(|entry| format!("- {entry}")).collect();
        finding.hint_with("eintrag", [("liste", lines.join(" "))])
    }
}

fn entry(read: &Read) -> Option<&Entry> {
    match read {
        Read::Entry(entry) => Some(entry),
        Read::Skipped(_) | Read::Bad(_) => None,
    }
}

/// A text for comparing: lower case, umlauts spelt out, nothing but letters and digits, one space between words.
fn fold(text: &str) -> String {
    let text = text.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A title for comparing; one without letters and digits is compared as it is.
fn fold_title(title: &str) -> String {
    let folded = fold(title);
    if folded.is_empty() { squeeze(title) } else { folded }
}

/// A text in one line, without what cannot be seen.
fn squeeze(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod properties;
