//! The assessed units side by side, in the organisation's order: never a ranking.

use super::{Large, Menu, PageKind};
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::view::compose::{Compose, Input};
use crate::view::unit_courses::{differing, throughout_block};
use crate::view::units::{assessed_in_order, comparison_table, higher_sentences, in_order};
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "einheiten", menu: Menu::Standing, pages };

pub(super) const LARGE: Large =
    Large { section: KIND.section, any: |input| !input.analysis.units.is_empty(), single: None };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("einheiten");
    if c.analysis().units.is_empty() {
        return Vec::new();
    }
    let table = c.block("stufen-je-einheit", Body::Table(comparison_table(&c, &in_order(&c))));
    let units = assessed_in_order(&c);
    let blocks = [Some(table), together(&c), throughout_block(&c, &units)];
    let blocks = blocks.into_iter().flatten().chain(differences(&c, &units)).collect();
    vec![Page { blocks, ..c.overview("diagramm", "einheiten", "einheiten") }]
}

/// Where the whole stands higher than every unit.
fn together(c: &Compose<'_>) -> Option<Block> {
    let units: Vec<_> = c.analysis().units.iter().map(|(unit, _)| *unit).collect();
    c.points("nur-zusammen", higher_sentences(c, &c.analysis().maturity, &units))
}

/// The dimensions in which the units differ, with the way to their courses; and those in which they never do.
fn differences(c: &Compose<'_>, units: &[Ref<Unit>]) -> impl Iterator<Item = Block> {
    let (different, same) = differing(c, units);
    let there = |cell: Cell| Cell { href: cell.href.map(|href| format!("{href}#dimension-je-einheit")), ..cell };
    let different = c.list("einheiten-verschieden", different.into_iter().map(|one| there(c.dimension(one))).collect());
    let same = c.list("einheiten-gleich", same.into_iter().map(|one| c.dimension(one)).collect());
    let told = |block: Option<Block>, key: &str| block.map(|block| Block { intro: Some(c.t(key)), ..block });
    let both = [told(different, "einheiten.verschieden"), told(same, "einheiten.gleich")];
    both.into_iter().flatten()
}
