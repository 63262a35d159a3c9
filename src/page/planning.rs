//! Planning: the heat map, what no plan reaches, what would break, what is served.

mod coverage;
mod fragility;
mod gaps;

use super::{Large, Menu, PageKind};
use crate::view::compose::{Compose, Input};
use crate::view::live::planning;
use crate::view::planning::{FRAGILITY, GAPS, heat_block, heat_terms};
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "planung", menu: Menu::Work, pages };

pub(super) const LARGE: Large = Large { section: KIND.section, any: |_| true, single: None };

/// The other pages beside the overview: name of the file, and of its texts.
const AIMLESS: &str = "massnahmen-ohne-kriterium";
const COVERAGE: &str = "werte-und-probleme";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("planung");
    let others = [gaps::page(&c), gaps::aimless(&c), fragility::page(&c), coverage::page(&c)];
    std::iter::once(overview(&c)).chain(others.into_iter().flatten()).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let blocks = [heat_block(c), Some(next(c)), Some(more(c)), Some(heat_terms(c))];
    Page { blocks: blocks.into_iter().flatten().collect(), ..c.overview("uebersicht", "planung", "planung") }
}

/// What the next levels need and no plan reaches.
fn next(c: &Compose<'_>) -> Block {
    let nothing = || match c.analysis().maturity.dimensions.iter().any(|state| state.next.is_some()) {
        true => "block.luecken-naechste-leer",
        false => "block.luecken-naechste-keine",
    };
    let empty = || c.block("luecken-naechste", Body::Empty { text: c.t(nothing()) });
    planning::gaps(c).pop().unwrap_or_else(empty)
}

/// The other pages, with what is on them.
fn more(c: &Compose<'_>) -> Block {
    let planning = &c.analysis().planning;
    let fragility = &c.analysis().fragility;
    let coverage = &c.analysis().coverage;
    let bare = coverage.values.iter().chain(&coverage.problems).filter(|one| one.is_bare()).count();
    let card = |name: &str, count: usize, there: bool| {
        there.then(|| Cell {
            text: c.t(&format!("seite.{name}.titel")),
            href: Some(c.href(&format!("planung/{name}.html"))),
            note: Some(match count {
                0 => c.t(&format!("planung.{name}-keine")),
                _ => c.count(&format!("planung.{name}"), count),
            }),
            ..Cell::default()
        })
    };
    let cards = [
        card(GAPS, planning.gaps.len(), !planning.gaps.is_empty()),
        card(AIMLESS, planning.aimless.len(), !planning.aimless.is_empty()),
        card(FRAGILITY, fragility.falling(), true),
        card(COVERAGE, bare, coverage::is_there(c)),
    ];
    c.block("planung-mehr", Body::Cards { items: cards.into_iter().flatten().collect() })
}

/// A page beside the overview.
fn side_page(c: &Compose<'_>, name: &str, blocks: Vec<Block>) -> Page {
    Page {
        parent: Some(c.parent("planung")),
        lead: Some(c.t(&format!("seite.{name}.vorspann"))),
        blocks,
        ..c.page(&format!("planung/{name}.html"), "planung", &c.t(&format!("seite.{name}.titel")))
    }
}
