//! The data behind the pages: what each file holds, what each key means, and how to recompute a level by hand.

mod exports;
mod fields;
mod use_of_data;

use super::{Large, Menu, PageKind};
use crate::analysis::derivation::{Derivation, Fraction, LevelStep, Verdict};
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::section::Section;
use crate::data::{self, File};
use crate::view::compose::{Compose, Input};
use crate::view::embedding::{Embedding, OVERVIEW};
use crate::view::maturity::dimensions;
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: data::FOLDER, menu: Menu::Footer, pages };

pub(super) const LARGE: Large = Large { section: KIND.section, any: |_| true, single: None };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose(data::FOLDER);
    // What keeps the files from being written is reported by the output that writes them.
    let files = input.data_files().unwrap_or_default();
    let (tables, data): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.shape.is_some());
    let mut blocks = vec![use_of_data::block(&c)];
    blocks.extend(exports::blocks(&c));
    blocks.push(exports::together(&c));
    blocks.extend([
        c.table_block(
            "datendateien",
            &["datei", "inhalt", "groesse#"],
            data.iter().map(|file| row(&c, file)).collect(),
        ),
        tables_block(&c, &tables),
    ]);
    blocks.extend(example(&c));
    if c.input.embedding != Embedding::Nothing {
        blocks.extend(c.list("einbetten-hier", vec![embedding(&c)]));
    }
    let mut overview = c.overview("frei", data::FOLDER, data::FOLDER);
    if !input.has(Section::Calendars) {
        overview.lead = Some(c.t("daten.ohne-kalender"));
    }
    vec![Page { blocks, ..overview }, fields::page(&c, files)]
}

fn embedding(c: &Compose<'_>) -> Cell {
    let note = Some(c.t("daten.einbetten"));
    Cell { href: Some(c.href(OVERVIEW)), note, ..Cell::text(c.t("einbetten.hier")) }
}

// Files

fn row(c: &Compose<'_>, file: &File) -> Vec<Cell> {
    vec![link(c, file), Cell::text(file.meaning(c.input.messages)), c.size(file.bytes.len())]
}

fn tables_block(c: &Compose<'_>, tables: &[&File]) -> Block {
    let names: Vec<_> = tables.iter().map(|file| file.name().trim_end_matches(".csv")).collect();
    let row = |file: &&File| {
        let rows = file.shape.as_ref().map(|shape| shape.rows.to_string()).unwrap_or_default();
        vec![link(c, file), Cell::text(content_of(c, file, &names)), Cell::text(rows), c.size(file.bytes.len())]
    };
    let table =
        c.table_block("tabellen", &["datei", "inhalt", "zeilen#", "groesse#"], tables.iter().map(row).collect());
    Block { intro: Some(c.t("daten.tabellen")), ..table }
}

/// What a table holds, and to which other table it belongs.
fn content_of(c: &Compose<'_>, file: &File, names: &[&str]) -> String {
    let meaning = file.meaning(c.input.messages);
    let outer = file.name().trim_end_matches(".csv").rsplit_once('-').map_or("", |(outer, _)| outer);
    match names.contains(&outer) && outer != names[0] {
        true => c.f("daten.datei.darin", &[("tabelle", outer), ("bedeutung", meaning)]),
        false => meaning.to_owned(),
    }
}

fn link(c: &Compose<'_>, file: &File) -> Cell {
    Cell { href: Some(c.href(&file.path)), ..Cell::text(file.name()) }
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
