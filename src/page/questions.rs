//! Every question of the council with its answer's date, and how what it asked about stands today.

use super::{Menu, PageKind};
use crate::view::Page;
use crate::view::compose::Input;
use crate::view::live::questions as live;

pub(super) const KIND: PageKind = PageKind { section: "fragen", menu: Menu::Below("stadtrat"), pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("fragen");
    let Some(figures) = live::figures(&c) else { return Vec::new() };
    let blocks = std::iter::once(figures).chain(live::tables(&c)).collect();
    vec![Page { blocks, ..c.overview("uebersicht", "fragen", "fragen") }]
}
