//! Free pages: imprint, privacy, accessibility, about.

use super::{Menu, PageKind};
use crate::view::Page;
use crate::view::compose::Input;

pub(super) const KIND: PageKind = PageKind { section: "seiten", menu: Menu::None, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("seiten");
    let page = |page| Page { kind: "frei", kicker: None, parent: None, ..c.record_page(page) };
    c.model().pages.iter().map(page).collect()
}
