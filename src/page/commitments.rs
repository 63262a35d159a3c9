//! What the council was promised, and what became of it.

use super::{Menu, PageKind};
use crate::view::Page;
use crate::view::compose::Input;
use crate::view::live::commitments as live;

pub(super) const KIND: PageKind = PageKind { section: "zusagen", menu: Menu::Below("stadtrat"), pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("zusagen");
    if c.model().commitments.is_empty() {
        return Vec::new();
    }
    vec![Page { blocks: live::commitments(&c), ..c.overview("uebersicht", "zusagen", "zusagen") }]
}
