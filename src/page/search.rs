//! The page of the search: everything that can be found from A to Z, which stands there without script, too.

use super::{Large, Menu, PageKind};
use crate::view::compose::{Compose, Input};
use crate::view::search::Entry;
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "suche", menu: Menu::Footer, pages };

pub(super) const LARGE: Large = Large { section: KIND.section, any: |_| true, single: None };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("suche");
    let blocks = input.entries().chunk_by(|a, b| a.kind == b.kind).map(|kind| group(&c, kind)).collect();
    vec![Page { template: "suche.html", blocks, ..c.overview("uebersicht", "suche", "suche") }]
}

/// The entries of a kind.
fn group(c: &Compose<'_>, entries: &[Entry]) -> Block {
    let kind = entries.first().map_or("", |entry| entry.kind);
    let cell =
        |entry: &Entry| Cell { href: Some(c.href(&entry.path)), note: entry.note.clone(), ..Cell::text(&entry.title) };
    Block {
        id: format!("art-{kind}"),
        heading: Some(c.t(&format!("suche.art.{kind}"))),
        intro: None,
        body: Body::List { items: entries.iter().map(cell).collect(), ordered: false },
    }
}
