//! What a project office takes home: tables of projects, milestones, measures and commitments, with typed columns, and
//! dates for a calendar.
//!
//! A table is defined once here and written by outputs: as CSV for programs and for spreadsheets, as a workbook, as a
//! described package. Adding a table: a file, a `mod` line, an entry in [`TABLES`], and in the catalogues title and text
//! under `export.tabelle` and `export.spalte`. Adding a column: an entry in `columns` and, in the same place, in the row.

pub mod calendar;
mod commitments;
pub mod downloads;
pub mod feed;
mod measures;
mod milestones;
pub mod oparl;
mod projects;
pub mod table;

use std::collections::BTreeMap;

use crate::content::common::Head;
use crate::data::FOLDER;
use crate::data::delimited::Dialect;
use table::Table;

/// Every table, in the order to show them.
pub const TABLES: &[Table] = &[projects::TABLE, milestones::TABLE, measures::TABLE, commitments::TABLE];

/// The file of a table, from the site's root: `projekte.csv` for programs, `projekte-excel.csv` for a double click.
pub fn file_of(table: &Table, dialect: Dialect) -> String {
    let suffix = match dialect {
        Dialect::Plain => "",
        Dialect::Spreadsheet => "-excel",
    };
    format!("{FOLDER}/{}{suffix}.csv", table.name)
}

/// The workbook that holds them all, from the site's root.
pub const WORKBOOK: &str = "daten/projektbuero.xlsx";

/// The description of all files for programs, from the site's root.
pub const PACKAGE: &str = "daten/datapackage.json";

/// The description of all data for portals, from the site's root.
pub const CATALOGUE: &str = "daten/katalog.jsonld";

/// The calendar of everything, from the site's root.
pub const CALENDAR: &str = "daten/kalender.ics";

/// The feed of changes, from the site's root.
pub const FEED: &str = "aenderungen.atom";

/// The calendar of a project, from the site's root, by its id.
pub fn calendar_of(project: &str) -> String {
    format!("daten/kalender/{project}.ics")
}

/// Gives the second of two equal ids a number, and so on.
fn number_twins<'a>(ids: impl Iterator<Item = &'a mut String>) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for id in ids {
        let count = seen.entry(id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            *id = format!("{id}.{count}");
        }
    }
}

/// The first id that a record had.
fn first_id(head: &Head) -> &str {
    head.former.first().unwrap_or(&head.id.value)
}

#[cfg(test)]
pub(crate) mod testing {
    use jiff::civil::date;

    use crate::analysis::analyse;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::messages::{Language, Messages};
    use crate::source::Sources;
    use crate::view::compose::Input;

    /// An invented content.
    pub(crate) const CONTENT: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Erfunden\n"),
        ("modell.yaml", "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x, d-2: y}}}}\n"),
        ("organisation.yaml", "einheiten: {amt: {titel: Amt}, bad: {titel: Bad}}\ngremien: {rat: {titel: Rat}}\n"),
        ("strategie/s.md", "---\ntitel: S\nart: strategie\nstand: beschlossen\n---\n"),
        ("strategie/t.md", "---\ntitel: T\nart: strategie\nstand: beschlossen\n---\n"),
        (
            "projekte/akte.md",
            "---
titel: Die Akte
frueher: ur-akte
kurz: =Kurz
einheit: amt
strategie: [s, t]
plan: {beginn: 2023-Q2, ende: 2023-12-31}
verlauf:
  - {am: 2023-05-01, ereignis: begonnen}
  - {am: 2023-11-01, ereignis: verschoben, auf: 2024-07, grund: Lieferverzug}
meilensteine:
  kauf:
    titel: Gekauft
    plan: {ende: 2023-09, annahme: Am Ende des Monats.}
    verlauf: [{am: 2023-10-02, ereignis: umgesetzt}]
kosten: {geplant: 1_234_567.5, ausgegeben: 99}
---
",
        ),
        ("projekte/leer.md", "---\ntitel: Leer\n---\n"),
        (
            "massnahmen/einfuehren.md",
            "---
titel: Einführen
projekt: akte
verantwortlich: amt
erfuellt: [d-1, d-2]
plan: {beginn: 2023, ende: 2023-12}
verlauf: [{am: 2024-01-15, ereignis: umgesetzt}]
gueltig: 12 Monate
abdeckung: [{am: 2024-01-15, anteil: 2 von 3}]
---
",
        ),
        (
            "massnahmen/verteilen.md",
            "---\ntitel: Verteilen\ngueltig: 1 Jahr\nrollout: {amt: {am: 2024-01-15}, bad: {plan: 2025-01-01}}\n---\n",
        ),
        ("ziele.yaml", "- {bis: 2024-12-31, stufen: {d: 1}}\n"),
        (
            "ausnahmen.yaml",
            "- {kriterium: d-1, von: 2024-01-01, bis: 2024-12-31, grund: A}\n- {kriterium: d-1, von: 2024-02-01, bis: 2024-12-31, grund: B}\n",
        ),
        (
            "stadtrat/v.md",
            "---\ntitel: V\nart: antwort\nberatung: {gremium: rat, am: 2024-04, top: 3}\nprojekte: akte\n---\n",
        ),
        (
            "zusagen.yaml",
            "bericht: {titel: Ein Bericht, wer: Amt, an: rat, vorlage: v, frage: 2, bis: 2024-12, projekte: [akte]}\n",
        ),
    ];

    /// What follows from files, in German, as of 30 June 2024.
    pub(crate) fn with<T>(files: &[(&str, &str)], of: impl FnOnce(&Input<'_>) -> T) -> T {
        let bytes = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
        let (sources, _) = Sources::from_files(files.iter().map(bytes));
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        let model = resolve(&parsed, &mut found);
        assert_eq!(found.counts().0, 0, "{found:?}");
        let model = model.unwrap();
        let analysis = analyse(&model, date(2024, 6, 30));
        let messages = Messages::load(Language::German);
        of(&Input::new(&model, &analysis, &messages))
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{CONTENT, with};
    use super::*;
    use crate::content::scalar::Precision;
    use crate::messages::{Language, Messages};
    use table::{Cell, Column, Form};

    fn rows() -> Vec<Vec<Vec<Cell>>> {
        with(CONTENT, |input| TABLES.iter().map(|table| (table.rows)(input)).collect())
    }

    fn plain(rows: &[Vec<Cell>]) -> Vec<String> {
        rows.iter().map(|row| row.iter().map(Cell::plain).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn tables_say_what_is_known_and_nothing_else() {
        let tables: Vec<_> = rows().iter().map(|rows| plain(rows)).collect();
        assert_eq!(
            tables[0],
            [
                "akte|Die Akte|=Kurz|amt|s; t|laufend|2023-Q2|2024-07|2023-12-31|7|gelb|1|1|1234567.50||99.00|\
                 projekte/akte.html",
                "leer|Leer||||geplant|||||grau|0|0||||projekte/leer.html",
            ]
        );
        assert_eq!(tables[1], ["akte|kauf|Gekauft|2023-09|2023-09|2023-10-02|umgesetzt|Am Ende des Monats."]);
        assert_eq!(
            tables[2],
            [
                "einfuehren|Einführen|akte|amt|umgesetzt|2023|2023-12|2024-01-15|2025-01-14|0.666666|d-1; d-2|\
                 massnahmen/einfuehren.html",
                "verteilen|Verteilen|||laufend|||||0.5||massnahmen/verteilen.html",
            ]
        );
        assert_eq!(
            tables[3],
            ["bericht|Ein Bericht|Amt|rat|v|2|2024-12|offen||akte||zusagen/index.html#zusage-bericht"]
        );
    }

    #[test]
    fn every_cell_fits_its_column() {
        for (table, rows) in TABLES.iter().zip(rows()) {
            assert!(!rows.is_empty(), "{}", table.name);
            for row in rows {
                assert_eq!(row.len(), table.columns.len(), "{}", table.name);
                for (column, cell) in table.columns.iter().zip(row) {
                    assert!(fits(column, &cell), "{}.{}: {cell:?}", table.name, column.name);
                }
            }
        }
    }

    fn fits(column: &Column, cell: &Cell) -> bool {
        match (column.form, cell) {
            (_, Cell::Empty) => !column.required,
            (Form::Word(words), Cell::Text(text)) => words().contains(&text.as_str()),
            (Form::Id | Form::Ids | Form::Text | Form::Link, Cell::Text(_))
            | (Form::Number, Cell::Number(_))
            | (Form::Money, Cell::Money(_))
            | (Form::Share, Cell::Share(_))
            | (Form::Written, Cell::Date(_)) => true,
            (Form::Day, Cell::Date(date)) => date.precision() == Precision::Day,
            _ => false,
        }
    }

    #[test]
    fn every_table_and_column_is_named_and_explained() {
        for &(tag, language) in Language::ALL {
            let messages = Messages::load(language);
            for table in TABLES {
                assert!(table.title(&messages).is_some() && table.meaning(&messages).is_some(), "{tag} {}", table.name);
                for column in table.columns {
                    let explained = table.title_of(column, &messages).and(table.meaning_of(column, &messages));
                    assert!(explained.is_some(), "{tag}: {}.{}", table.name, column.name);
                }
            }
        }
    }

    #[test]
    fn keys_and_references_lead_somewhere() {
        for table in TABLES {
            assert!(
                table.key.iter().all(|key| table.columns.iter().any(|column| column.name == *key && column.required))
            );
            for target in table.columns.iter().filter_map(|column| column.refers) {
                assert!(TABLES.iter().any(|table| table.name == target && table.key == ["id"]), "{target}");
            }
        }
    }
}
