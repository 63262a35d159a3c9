//! Units side by side, and when something was last heard.

use crate::view::compose::Compose;
use crate::view::freshness;
use crate::view::unit_courses::throughout_block;
use crate::view::units::{assessed_in_order, comparison_table, in_order};
use crate::view::{Block, Body};

/// The levels of the assessed units, and what each has reached throughout over time.
pub fn units(c: &Compose<'_>) -> Vec<Block> {
    if c.analysis().units.is_empty() {
        return Vec::new();
    }
    let table = c.block("stufen-je-einheit", Body::Table(comparison_table(c, &in_order(c))));
    std::iter::once(table).chain(throughout_block(c, &assessed_in_order(c))).collect()
}

/// When something was last heard, and on what nothing has been for long.
pub fn reports(c: &Compose<'_>) -> Vec<Block> {
    vec![freshness::block(c)]
}
