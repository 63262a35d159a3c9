//! What would break: levels that hang on a single measure, confirmations that expire.

use super::side_page;
use crate::analysis::fragility::{Lapse, Pillar};
use crate::content::maturity_model::Criterion;
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::planning::{FRAGILITY, cell_of, falls_cell};
use crate::view::{Block, Body, Cell, Page};

pub(super) fn page(c: &Compose<'_>) -> Option<Page> {
    Some(side_page(c, FRAGILITY, vec![pillars(c), lapses(c)]))
}

/// Measures on which alone criteria hang; those that carry a level first.
fn pillars(c: &Compose<'_>) -> Block {
    let mut pillars: Vec<&Pillar> = c.analysis().fragility.pillars.iter().collect();
    pillars.sort_by_key(|pillar| pillar.falls.is_empty());
    let row =
        |pillar: &Pillar| vec![c.record(pillar.measure), falls_cell(c, &pillar.falls), criteria(c, &pillar.criteria)];
    let rows = pillars.into_iter().map(row).collect();
    table_or_empty(c, "haengt-an", &["massnahme", "ohne-sie-faellt", "nicht-mehr-erfuellt"], rows)
}

/// Confirmations that expire, by day.
fn lapses(c: &Compose<'_>) -> Block {
    let row = |lapse: &Lapse| {
        vec![c.day(lapse.day), c.record(lapse.measure), falls_cell(c, &lapse.falls), criteria(c, &lapse.criteria)]
    };
    let rows = c.analysis().fragility.lapses.iter().map(row).collect();
    table_or_empty(c, "laeuft-ab", &["zaehlt-nicht-mehr-ab", "massnahme", "dann-faellt", "nicht-mehr-erfuellt"], rows)
}

/// A table under a heading, with a sentence on what it means; where it is empty, `block.<id>-leer` says so.
fn table_or_empty(c: &Compose<'_>, id: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Block {
    match rows.is_empty() {
        true => c.block(id, Body::Empty { text: c.t(&format!("block.{id}-leer")) }),
        false => Block { intro: Some(c.t(&format!("bruch.{id}"))), ..c.table_block(id, columns, rows) },
    }
}

fn criteria(c: &Compose<'_>, criteria: &[Ref<Criterion>]) -> Cell {
    let plain = |&one: &Ref<Criterion>| {
        let criterion = c.criterion(one);
        Cell { badge: None, ..criterion }
    };
    cell_of(criteria.iter().map(plain).collect(), || c.t("bruch.kein-kriterium"))
}
