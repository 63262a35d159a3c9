//! The data behind the pages: what each file holds, what each key means, and how to recompute a level by hand.

mod exports;

use super::{Menu, PageKind};
use crate::analysis::derivation::{Derivation, Fraction, LevelStep, Verdict};
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::scalar::Rational;
use crate::data::schema::{Field, Form, fields};
use crate::data::{self, File};
use crate::view::compose::{Compose, Input};
use crate::view::maturity::dimensions;
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: data::FOLDER, menu: Menu::Footer, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose(data::FOLDER);
    // What keeps the files from being written is reported by the output that writes them.
    let files = input.data_files().unwrap_or_default();
    let (tables, data): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.shape.is_some());
    let mut blocks = exports::blocks(&c);
    let offered = !blocks.is_empty();
    blocks.extend([
        c.table_block(
            "datendateien",
            &["datei", "inhalt", "groesse#"],
            data.iter().map(|file| row(&c, file)).collect(),
        ),
        tables_block(&c, &tables),
    ]);
    blocks.extend(example(&c));
    if offered {
        blocks.extend(exports::columns(&c));
    }
    blocks.extend(keys(&c));
    vec![Page { blocks, ..c.overview("frei", data::FOLDER, data::FOLDER) }]
}

// Files

fn row(c: &Compose<'_>, file: &File) -> Vec<Cell> {
    let content = match name(file) {
        data::DATA => c.t("daten.datei.daten"),
        _ => c.t("daten.datei.schema"),
    };
    vec![link(c, file), Cell::text(content), size(c, file)]
}

fn tables_block(c: &Compose<'_>, tables: &[&File]) -> Block {
    let names: Vec<_> = tables.iter().map(|file| name(file).trim_end_matches(".csv")).collect();
    let row = |file: &&File| {
        let rows = file.shape.as_ref().map(|shape| shape.rows.to_string()).unwrap_or_default();
        vec![link(c, file), Cell::text(content_of(c, file, &names)), Cell::text(rows), size(c, file)]
    };
    let table =
        c.table_block("tabellen", &["datei", "inhalt", "zeilen#", "groesse#"], tables.iter().map(row).collect());
    Block { intro: Some(c.t("daten.tabellen")), ..table }
}

/// What a table holds: what its list means in the data file, and to which other table it belongs.
fn content_of(c: &Compose<'_>, file: &File, names: &[&str]) -> String {
    let whole = name(file).trim_end_matches(".csv");
    let path: Vec<_> = whole.split('-').skip(1).map(str::to_owned).collect();
    let outer = whole.rsplit_once('-').map_or("", |(outer, _)| outer);
    let field = Field { path, form: Form::Rows };
    match field.meaning(c.input.messages) {
        None => c.t("daten.datei.uebrige"),
        Some(meaning) if field.path.len() > 1 && names.contains(&outer) => {
            c.f("daten.datei.darin", &[("tabelle", outer), ("bedeutung", meaning)])
        }
        Some(meaning) => meaning.to_owned(),
    }
}

fn link(c: &Compose<'_>, file: &File) -> Cell {
    Cell { href: Some(c.href(&file.path)), ..Cell::text(name(file)) }
}

fn name(file: &File) -> &str {
    file.path.rsplit('/').next().unwrap_or_default()
}

/// `12 KB`, rounded up.
fn size(c: &Compose<'_>, file: &File) -> Cell {
    let kilobytes = file.bytes.len().div_ceil(1000);
    Cell::text(c.f("daten.groesse", &[("anzahl", &c.print.number(&Rational::from(kilobytes as u64)))]))
}

// Keys

/// A block for each key at the top, with everything below it.
fn keys(c: &Compose<'_>) -> Vec<Block> {
    let fields = fields();
    fields.iter().filter(|field| field.path.len() == 1).map(|top| key(c, top, &fields)).collect()
}

fn key(c: &Compose<'_>, top: &Field, fields: &[Field]) -> Block {
    let below = fields.iter().filter(|field| field.path.len() > 1 && field.path[0] == top.path[0]);
    let rows: Vec<_> = below.map(|field| field_row(c, field)).collect();
    let heading = c.f("daten.schluessel", &[("schluessel", &top.name())]);
    let body = match rows.is_empty() {
        true => Body::Text { html: explained(c, top) },
        false => Body::Table(c.table(&heading, &["feld", "form", "bedeutung"], rows.clone())),
    };
    let meaning = top.meaning(c.input.messages).map(str::to_owned).filter(|_| !rows.is_empty());
    Block {
        intro: meaning,
        heading: Some(heading),
        id: format!("schluessel-{}", top.name()),
        ..c.block("tabellen", body)
    }
}

fn field_row(c: &Compose<'_>, field: &Field) -> Vec<Cell> {
    let name = field.path[1..].join(".");
    let form = match field.form {
        Form::Object => "gruppe",
        Form::Rows => "tabelle",
        Form::Values => "liste",
        Form::Share => "anteil",
        Form::Scalar => "wert",
    };
    let meaning = Cell { html: Some(explained(c, field)), ..Cell::default() };
    vec![Cell::text(name), Cell::text(c.t(&format!("daten.form.{form}"))), meaning]
}

fn explained(c: &Compose<'_>, field: &Field) -> String {
    c.markdown(field.meaning(c.input.messages).unwrap_or_default(), "", 3)
}

// Example

/// How one dimension's level is recomputed by hand; none where no dimension is assessed.
fn example(c: &Compose<'_>) -> Option<Block> {
    let reference = telling(c)?;
    let dimension = &c.model().maturity.dimensions[reference];
    let state = &c.analysis().maturity.dimensions[reference.index()];
    let steps = Derivation::new(c.model(), &c.analysis().maturity, reference, c.analysis().as_of);
    let mut items = vec![Cell::text(c.f("daten.beispiel.wo", &[("id", &dimension.id)]))];
    let tried = steps.levels.iter().filter(|step| step.test.asked > 0 && step.verdict != Verdict::Behind);
    items.extend(tried.map(|step| Cell::text(level(c, step))));
    let sum = |key: &str, fraction: &Fraction| {
        let (sum, share) = (written(fraction), c.print.percent(&fraction.value));
        Cell::text(c.f(key, &[("rechnung", &sum), ("bruch", &fraction.value.to_string()), ("anteil", &share)]))
    };
    items.extend(steps.progress.as_ref().map(|fraction| sum("daten.beispiel.fortschritt", fraction)));
    items.extend(steps.fulfilment.as_ref().map(|fraction| sum("daten.beispiel.erfuellungsgrad", fraction)));
    let level = state.level.unwrap_or_default().to_string();
    items.push(Cell::text(c.f("daten.beispiel.ergebnis", &[("id", &dimension.id), ("stufe", &level)])));
    let intro = Some(c.f("daten.beispiel.einleitung", &[("dimension", &dimension.title)]));
    Some(Block { intro, ..c.block("nachrechnen", Body::List { items, ordered: true }) })
}

/// The dimension that shows most with the fewest terms: begun, not finished, short.
fn telling(c: &Compose<'_>) -> Option<Ref<Dimension>> {
    let criteria = |dimension: &Dimension| dimension.criteria.len();
    let assessed = dimensions(c).filter(|(_, _, state)| state.level.is_some());
    let best = assessed.min_by_key(|(_, dimension, state)| {
        let begun = state.progress.as_ref().is_some_and(|progress| !progress.is_zero());
        let fulfilled = state.fulfilment.as_ref().is_some_and(|fulfilment| !fulfilment.is_zero());
        (!begun, state.level == Some(0), !fulfilled, criteria(dimension))
    });
    best.map(|(reference, ..)| reference)
}

fn level(c: &Compose<'_>, step: &LevelStep) -> String {
    let key = match step.verdict {
        Verdict::Reached => "daten.beispiel.bestanden",
        Verdict::Stops | Verdict::Behind | Verdict::PassedOver => "daten.beispiel.nicht-bestanden",
    };
    let (asked, met) = (step.test.asked.to_string(), step.test.met.to_string());
    c.f(key, &[("stufe", &step.level.to_string()), ("erfuellt", &met), ("verlangt", &asked)])
}

/// `(1 × 1 + 2 × 1/2) / 3`: weight times fulfilment, over the weights.
fn written(fraction: &Fraction) -> String {
    let terms = fraction.terms.iter().map(|term| format!("{}\u{a0}×\u{a0}{}", term.weight, term.fulfilment));
    format!("({})\u{a0}/\u{a0}{}", terms.collect::<Vec<_>>().join(" + "), fraction.denominator)
}
