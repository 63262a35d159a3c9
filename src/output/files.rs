//! What the files of the data folder are: for those who describe them to programs and to portals.

use std::collections::BTreeMap;

use super::{Artifacts, hash};
use crate::content::common::Head;
use crate::data::FOLDER;
use crate::data::delimited::Dialect;
use crate::export::oparl::OPARL;
use crate::export::table::Table;
use crate::export::{CALENDAR, CATALOGUE, FEED, PACKAGE, TABLES, WORKBOOK, calendar_of, file_of};
use crate::view::compose::Input;

/// A kind of file.
#[derive(Debug)]
pub(super) struct Format {
    /// What names of such files end with.
    ending: &'static str,
    /// Its media type.
    pub(super) media: &'static str,
    /// Its name in the list of file types of the European Union.
    pub(super) file_type: &'static str,
}

/// Every kind of file that is described.
const FORMATS: &[Format] = &[
    Format { ending: "atom", media: "application/atom+xml", file_type: "ATOM" },
    Format { ending: "csv", media: "text/csv", file_type: "CSV" },
    Format { ending: "ics", media: "text/calendar", file_type: "ICS" },
    Format { ending: "json", media: "application/json", file_type: "JSON" },
    Format {
        ending: "xlsx",
        media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file_type: "XLSX",
    },
];

impl Format {
    /// That of a file.
    pub(super) fn of(path: &str) -> Option<&'static Self> {
        let (_, ending) = path.rsplit_once('.')?;
        FORMATS.iter().find(|format| format.ending == ending)
    }

    /// Whether such files are text.
    pub(super) fn is_text(&self) -> bool {
        self.ending != "xlsx"
    }

    /// `csv`
    pub(super) fn name(&self) -> &'static str {
        self.ending
    }
}

/// A file that was written.
pub(super) struct File<'a> {
    /// Path from the site's root.
    pub(super) path: &'a str,
    /// Its content.
    bytes: &'a [u8],
    /// What kind of file it is.
    pub(super) format: &'static Format,
}

impl File<'_> {
    /// Its size.
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Its SHA-256.
    pub(super) fn hash(&self) -> String {
        hash(self.bytes)
    }

    /// What it is called in the data folder.
    pub(super) fn name(&self) -> &str {
        name(self.path)
    }
}

/// A path from the data folder.
pub(super) fn name(path: &str) -> &str {
    path.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')).unwrap_or(path)
}

/// The files of the data folder, and the feed of changes; without pages, and without the catalogue, which describes all.
pub(super) fn written(artifacts: &Artifacts) -> impl Iterator<Item = File<'_>> {
    let is_data = |path: &str| path == FEED || name(path) != path && path != CATALOGUE;
    artifacts.iter().filter(move |(path, _)| is_data(path)).filter_map(|(path, bytes)| {
        let format = Format::of(path)?;
        Some(File { path, bytes, format })
    })
}

/// The table of the project office that a file holds, and how it is written.
pub(super) fn table(path: &str) -> Option<(&'static Table, Dialect)> {
    let both = TABLES.iter().flat_map(|table| [(table, Dialect::Plain), (table, Dialect::Spreadsheet)]);
    both.into_iter().find(|(table, dialect)| file_of(table, *dialect) == path)
}

/// What files hold, and for whom they are.
pub(super) struct Meanings<'a> {
    input: &'a Input<'a>,
    /// Titles of projects by the paths of their calendars.
    calendars: BTreeMap<String, &'a str>,
}

impl<'a> Meanings<'a> {
    pub(super) fn new(input: &'a Input<'a>) -> Self {
        let heads = input.model.projects.iter().map(|project| &project.head);
        let of = |head: &'a Head| {
            let ids = std::iter::once(&head.id.value).chain(&head.former);
            ids.map(|id| (calendar_of(id), head.title.as_str()))
        };
        Self { input, calendars: heads.flat_map(of).collect() }
    }

    /// What the file at a path holds; none of a file that nothing is said of.
    pub(super) fn of(&self, path: &str) -> Option<String> {
        let messages = self.input.messages;
        if let Some((table, dialect)) = table(path) {
            let reader = match dialect {
                Dialect::Plain => "daten.fuer.programme",
                Dialect::Spreadsheet => "daten.fuer.excel",
            };
            return Some(format!("{} {}", table.meaning(messages)?, messages.get(reader)));
        }
        if let Some(file) = self.input.data_files().ok()?.iter().find(|file| file.path == path) {
            return Some(file.meaning(messages).to_owned());
        }
        let key = match path {
            WORKBOOK => "daten.mappe",
            PACKAGE => "daten.paket",
            CALENDAR => "daten.kalender.inhalt",
            OPARL => "daten.oparl",
            FEED => "daten.aenderungen",
            _ => {
                let title = self.calendars.get(path)?;
                return Some(messages.format("daten.kalender.projekt", &[("titel", title)]));
            }
        };
        Some(messages.get(key).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted_and_unique() {
        assert!(FORMATS.windows(2).all(|pair| pair[0].ending < pair[1].ending));
    }

    #[test]
    fn what_is_described_is_data() {
        let paths =
            [FEED, CATALOGUE, PACKAGE, "daten/index.html", "daten/kalender/a.ics", "daten/x.csv", "x.csv", "a.json"];
        let artifacts: Artifacts = paths.iter().map(|path| ((*path).to_owned(), b"a".to_vec())).collect();
        let found: Vec<_> = written(&artifacts).map(|file| (file.name().to_owned(), file.size())).collect();
        let expected = [FEED, "datapackage.json", "kalender/a.ics", "x.csv"];
        assert_eq!(found, expected.map(|name| (name.to_owned(), 1)));
    }
}
