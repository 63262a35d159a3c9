//! Declared and proven: levels from all completed measures beside those from measures with evidence.

use crate::analysis::maturity::DimensionState;
use crate::content::maturity_model::Dimension;
use crate::content::names::{Kind, Ref};
use crate::view::compose::{Compose, address};
use crate::view::maturity::{dimensions, level_words};
use crate::view::{Block, Cell, Fact};

/// The place of the measures without evidence on the page of their dimension.
const LIST: &str = "ohne-nachweis";

/// Every dimension's level, declared and proven; none where nothing counts yet.
pub(super) fn table(c: &Compose<'_>) -> Option<Block> {
    let level = |state: &DimensionState| match state.level {
        Some(level) => Cell { meter: Some(c.meter(state)), ..Cell::text(level_words(c, level)) },
        None => Cell::text(c.t("stufe.nicht-bewertet")),
    };
    let proven = &c.analysis().proven;
    let row = |(reference, dimension, declared): (Ref<Dimension>, &Dimension, &DimensionState)| {
        let unproven = proven.unproven[reference.index()].len();
        vec![
            c.dimension(reference),
            level(declared),
            level(&proven.maturity.dimensions[reference.index()]),
            count(c, dimension, unproven),
        ]
    };
    let columns = ["dimension", "gemeldet", "belegt", "ohne-nachweis#"];
    let there = dimensions(c).any(|(reference, ..)| counts(c, reference));
    there.then(|| Block {
        intro: Some(c.t("belegt.erklaerung")),
        ..c.table_block("gemeldet-und-belegt", &columns, dimensions(c).map(row).collect())
    })
}

/// How many measures count without evidence, with a link to their list.
fn count(c: &Compose<'_>, dimension: &Dimension, count: usize) -> Cell {
    let page = c.href(&address(Kind::Dimension, &dimension.id));
    match count {
        0 => Cell::text(c.t("fehlt.strich")),
        _ => Cell { href: Some(format!("{page}#{LIST}")), ..Cell::text(count.to_string()) },
    }
}

/// The measures that count in a dimension without evidence; none where there are none.
pub(super) fn list(c: &Compose<'_>, reference: Ref<Dimension>) -> Option<Block> {
    c.list(LIST, c.measures(&c.analysis().proven.unproven[reference.index()]))
}

/// The proven level of a dimension; none where nothing counts in it.
pub(super) fn fact(c: &Compose<'_>, reference: Ref<Dimension>) -> Option<Fact> {
    let state = &c.analysis().proven.maturity.dimensions[reference.index()];
    let unproven = c.analysis().proven.unproven[reference.index()].len();
    let level = state.level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level));
    let note = match unproven {
        0 => c.t("belegt.alles"),
        _ => c.count("belegt.ohne-nachweis", unproven),
    };
    counts(c, reference).then(|| c.fact("belegt", vec![Cell { note: Some(note), ..Cell::text(level) }]))?
}

/// Whether anything counts in a dimension.
fn counts(c: &Compose<'_>, reference: Ref<Dimension>) -> bool {
    let fulfilment = c.analysis().maturity.dimensions[reference.index()].fulfilment.as_ref();
    fulfilment.is_some_and(|share| !share.is_zero())
}
