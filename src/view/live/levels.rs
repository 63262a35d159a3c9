//! Where the dimensions stand, and what the next level asks for.

use crate::analysis::maturity::DimensionState;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::names::Ref;
use crate::view::compose::{Compose, link_list};
use crate::view::maturity::{self, dimensions, level_words, overall_figures, profile_block};
use crate::view::{Block, Body, Cell};

/// Minimum, mean, spread.
pub fn overall(c: &Compose<'_>) -> Vec<Block> {
    vec![c.block("stand", Body::Figures { items: overall_figures(c) })]
}

/// Level, progress and fulfilment of every dimension as a table.
pub fn levels(c: &Compose<'_>) -> Vec<Block> {
    vec![c.block("stufen", Body::Table(maturity::table(c)))]
}

/// The profile over the dimensions.
pub fn profile(c: &Compose<'_>) -> Vec<Block> {
    profile_block(c, true).into_iter().collect()
}

/// What each dimension lacks for its next level.
pub fn next_levels(c: &Compose<'_>) -> Vec<Block> {
    let open = dimensions(c).filter(|(_, _, state)| !state.missing.is_empty());
    let rows: Vec<_> = open.map(|(reference, _, state)| missing(c, reference, state)).collect();
    let columns = ["dimension", "stufe", "naechste-stufe", "was-fehlt"];
    if rows.is_empty() { Vec::new() } else { vec![c.table_block("naechste-stufen", &columns, rows)] }
}

fn missing(c: &Compose<'_>, reference: Ref<Dimension>, state: &DimensionState) -> Vec<Cell> {
    let words = |level: Option<u32>| level.map_or_else(|| c.t("fehlt.strich"), |level| level_words(c, level));
    let criterion = |&criterion: &Ref<Criterion>| {
        let state = &c.analysis().maturity.criteria[criterion.index()];
        let note = if state.measures.is_empty() {
            c.t("kriterium.ohne-massnahme")
        } else {
            c.count("anzahl.massnahmen", state.measures.len())
        };
        Cell { note: Some(note), badge: None, ..c.criterion(criterion) }
    };
    let criteria: Vec<_> = state.missing.iter().map(criterion).collect();
    vec![
        c.dimension(reference),
        Cell { meter: Some(c.meter(state)), ..Cell::text(words(state.level)) },
        Cell::text(words(state.next)),
        Cell { html: Some(link_list(&criteria)), ..Cell::default() },
    ]
}
