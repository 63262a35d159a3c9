//! What a project office takes home: its tables, the workbook, the calendars.

use super::fields;
use crate::data::FOLDER;
use crate::data::delimited::Dialect;
use crate::export::calendar::entries;
use crate::export::feed;
use crate::export::oparl::{OPARL, has_any};
use crate::export::table::Table;
use crate::export::{CALENDAR, CATALOGUE, FEED, PACKAGE, TABLES, WORKBOOK, file_of};
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell};

/// Tables and calendar; nothing where the content has nothing for them.
pub(super) fn blocks(c: &Compose<'_>) -> Vec<Block> {
    let counts: Vec<_> = TABLES.iter().map(|table| (table.rows)(c.input).len()).collect();
    if counts.iter().all(|&count| count == 0) {
        return Vec::new();
    }
    [Some(tables(c, &counts)), calendar(c)].into_iter().flatten().collect()
}

fn tables(c: &Compose<'_>, counts: &[usize]) -> Block {
    let row = |(table, count): (&Table, &usize)| {
        vec![
            Cell { href: Some(format!("{}#{}", fields::PAGE, fields::anchor(table))), ..Cell::text(title(c, table)) },
            file(c, &file_of(table, Dialect::Spreadsheet)),
            file(c, &file_of(table, Dialect::Plain)),
            Cell::text(count.to_string()),
            Cell::text(table.meaning(c.input.messages).unwrap_or_default()),
        ]
    };
    let rows = TABLES.iter().zip(counts).map(row).collect();
    let columns = ["liste", "fuer-excel", "fuer-programme", "zeilen#", "inhalt"];
    Block { intro: Some(c.t("daten.listen")), ..c.table_block("listen", &columns, rows) }
}

/// Files that hold or describe all that there is.
pub(super) fn together(c: &Compose<'_>) -> Block {
    let row = |(path, key): (&str, &str)| vec![file(c, path), Cell::text(c.t(key))];
    let council = has_any(c.input).then_some((OPARL, "daten.oparl"));
    let changes = feed::any(c.input).then_some((FEED, "daten.aenderungen"));
    let files = [(WORKBOOK, "daten.mappe"), (PACKAGE, "daten.paket"), (CATALOGUE, "daten.katalog")]
        .into_iter()
        .chain(council)
        .chain(changes);
    let rows = files.map(row).collect();
    c.table_block("alles-zusammen", &["datei", "inhalt"], rows)
}

fn calendar(c: &Compose<'_>) -> Option<Block> {
    let count = entries(c.input).len();
    let as_of = c.print.day(c.analysis().as_of);
    let items = vec![
        Cell { note: Some(c.count("daten.kalender.anzahl", count)), ..file(c, CALENDAR) },
        Cell::text(c.t("daten.kalender.abonnieren")),
        Cell::text(c.f("daten.kalender.oeffnen", &[("stichtag", &as_of)])),
        Cell::text(c.t("daten.kalender.projekte")),
    ];
    let block = c.block("kalender", Body::List { items, ordered: false });
    (count > 0).then(|| Block { intro: Some(c.t("daten.kalender.inhalt")), ..block })
}

fn title(c: &Compose<'_>, table: &Table) -> String {
    table.title(c.input.messages).unwrap_or(table.name).to_owned()
}

fn file(c: &Compose<'_>, path: &str) -> Cell {
    let name = path.trim_start_matches(FOLDER).trim_start_matches('/');
    Cell { href: Some(c.href(path)), ..Cell::text(name) }
}
