//! `daten/felder.html`: what every field of every file and every column of every table means. It follows from what is
//! written: the tables and their columns, the schema of the data file, the catalogues for what others have named.

use std::collections::BTreeMap;

use crate::data::File;
use crate::data::delimited::Dialect;
use crate::data::schema::{Field, Form, fields};
use crate::data::{DATA, FOLDER};
use crate::export::oparl::{OPARL, has_any};
use crate::export::table::{self, Column, Table};
use crate::export::{CALENDAR, FEED, TABLES, calendar, feed, file_of};
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell, Page};

/// Its name in the folder.
pub(super) const PAGE: &str = "felder.html";

pub(super) fn page(c: &Compose<'_>, files: &[File]) -> Page {
    let mut blocks: Vec<_> = TABLES.iter().map(|table| columns(c, table)).collect();
    blocks.extend(belonging(c, files));
    let told = c.f("daten.felder.datendatei", &[("datei", DATA)]);
    blocks.push(c.block("daten-felder", Body::Text { html: c.markdown(&told, "", 3) }));
    blocks.extend(keys(c, files));
    let others = [
        (OPARL, "oparl", has_any(c.input)),
        (CALENDAR, "kalender", !calendar::entries(c.input).is_empty()),
        (FEED, "feed", feed::any(c.input)),
    ];
    let written = others.into_iter().filter(|(.., written)| *written);
    blocks.extend(written.map(|(path, id, _)| named_by_others(c, path, id)));
    Page {
        kind: "frei",
        parent: Some(c.parent(FOLDER)),
        lead: Some(c.t("daten.felder.vorspann")),
        blocks,
        ..c.page(&format!("{FOLDER}/{PAGE}"), FOLDER, &c.t("daten.felder.titel"))
    }
}

/// The anchor of a table's columns.
pub(super) fn anchor(table: &Table) -> String {
    format!("spalten-{}", table.name)
}

fn explained(c: &Compose<'_>, text: &str) -> Cell {
    Cell { html: Some(c.markdown(text, "", 3)), ..Cell::default() }
}

fn block(
    c: &Compose<'_>,
    id: String,
    heading: String,
    intro: Option<String>,
    columns: &[&str],
    rows: Vec<Vec<Cell>>,
) -> Block {
    let body = Body::Table(c.table(&heading, columns, rows));
    Block { id, heading: Some(heading), intro, body }
}

// Tables of the project office

fn columns(c: &Compose<'_>, table: &Table) -> Block {
    let messages = c.input.messages;
    let title = table.title(messages).unwrap_or(table.name);
    let heading = c.f("daten.spalten", &[("liste", title)]);
    let [plain, german] = [Dialect::Plain, Dialect::Spreadsheet].map(|dialect| file_of(table, dialect));
    let intro = c.f("daten.felder.in", &[("eine", &plain), ("andere", &german)]);
    let rows = table.columns.iter().map(|column| {
        let meaning = explained(c, table.meaning_of(column, messages).unwrap_or_default());
        vec![Cell::text(column.name), Cell::text(form(c, column)), meaning]
    });
    block(c, anchor(table), heading, Some(intro), &["spalte", "form", "bedeutung"], rows.collect())
}

/// What the cells of a column are, and whether there are always some.
fn form(c: &Compose<'_>, column: &Column) -> String {
    let form = match column.form {
        table::Form::Id => c.t("daten.art.kennung"),
        table::Form::Ids => c.t("daten.art.kennungen"),
        table::Form::Word(words) => c.f("daten.art.wort", &[("liste", &words().join(", "))]),
        table::Form::Text => c.t("daten.art.text"),
        table::Form::Number => c.t("daten.art.zahl"),
        table::Form::Money => c.t("daten.art.betrag"),
        table::Form::Share => c.t("daten.form.anteil"),
        table::Form::Written => c.t("daten.art.datum"),
        table::Form::Day => c.t("daten.art.tag"),
        table::Form::Link => c.t("daten.art.pfad"),
    };
    if column.required { c.f("daten.art.immer", &[("art", &form)]) } else { form }
}

// The data file and its tables

/// A block for each key at the top, with everything below it.
fn keys(c: &Compose<'_>, files: &[File]) -> Vec<Block> {
    let (fields, cells) = (fields(), cells(files));
    fields.iter().filter(|field| field.path.len() == 1).map(|top| key(c, top, &fields, &cells)).collect()
}

/// By field: the tables that have it, each with its columns.
fn cells(files: &[File]) -> BTreeMap<&[String], String> {
    let mut cells: BTreeMap<&[String], (&str, Vec<&str>)> = BTreeMap::new();
    for file in files {
        for column in file.shape.iter().flat_map(|shape| &shape.columns) {
            if let Some(field) = column.field() {
                cells.entry(&field.path).or_insert_with(|| (file.name(), Vec::new())).1.push(&column.name);
            }
        }
    }
    cells.into_iter().map(|(path, (file, columns))| (path, format!("{file}: {}", columns.join(", ")))).collect()
}

fn key(c: &Compose<'_>, top: &Field, fields: &[Field], cells: &BTreeMap<&[String], String>) -> Block {
    let below = fields.iter().filter(|field| field.path.len() > 1 && field.path[0] == top.path[0]);
    let rows: Vec<_> = std::iter::once(top).chain(below).map(|field| field_row(c, field, cells)).collect();
    let name = top.name();
    let heading = c.f("daten.schluessel", &[("schluessel", &name)]);
    block(c, format!("schluessel-{name}"), heading, None, &["feld", "form", "bedeutung", "in-der-tabelle"], rows)
}

fn field_row(c: &Compose<'_>, field: &Field, cells: &BTreeMap<&[String], String>) -> Vec<Cell> {
    let form = match field.form {
        Form::Object => "gruppe",
        Form::Rows => "tabelle",
        Form::Values => "liste",
        Form::Share => "anteil",
        Form::Scalar => "wert",
    };
    let meaning = explained(c, field.meaning(c.input.messages).unwrap_or_default());
    let cell = cells.get(field.path.as_slice()).map_or_else(Cell::empty, Cell::text);
    vec![Cell::text(field.name()), Cell::text(c.t(&format!("daten.form.{form}"))), meaning, cell]
}

/// Columns that tell to which row of another table a row belongs.
fn belonging(c: &Compose<'_>, files: &[File]) -> Option<Block> {
    let rows: Vec<_> = files
        .iter()
        .flat_map(|file| file.shape.iter().flat_map(move |shape| shape.columns.iter().map(move |one| (file, one))))
        .filter(|(_, column)| column.row().is_some())
        .map(|(file, column)| {
            let meaning = column.meaning(c.input.messages).unwrap_or_default();
            vec![Cell::text(file.name()), Cell::text(column.name.clone()), Cell::text(meaning)]
        })
        .collect();
    let intro = Some(c.t("daten.felder.zeilen"));
    let block = c.table_block("daten-zeilen", &["datei", "spalte", "bedeutung"], rows);
    Some(Block { intro, ..block })
}

// Formats that others have described

fn named_by_others(c: &Compose<'_>, path: &str, id: &str) -> Block {
    let section = format!("{id}feld.");
    let rows =
        c.input.messages.section(&section).into_iter().map(|(name, text)| vec![Cell::text(name), explained(c, text)]);
    let heading = c.f("daten.felder.von", &[("datei", path.trim_start_matches(FOLDER).trim_start_matches('/'))]);
    let intro = c.t(&format!("daten.felder.{id}"));
    block(c, format!("felder-{id}"), heading, Some(intro), &["feld", "bedeutung"], rows.collect())
}
