//! Options with advantages and disadvantages, compared under the heading they share.

use super::{Menu, PageKind};
use crate::content::variant::Variant;
use crate::view::compose::{Compose, Input};
use crate::view::live::campaign;
use crate::view::{Body, Cell, Column, Page};

pub(super) const KIND: PageKind = PageKind { section: "varianten", menu: Menu::Work, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("varianten");
    if c.model().variants.is_empty() {
        return Vec::new();
    }
    let records = c.model().variants.iter().map(|variant| page(&c, variant));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    Page { blocks: campaign::variants(c), ..c.overview("uebersicht", "varianten", "varianten") }
}

fn page(c: &Compose<'_>, variant: &Variant) -> Page {
    let mut page = c.record_page(variant);
    page.facts =
        [c.fact_text("gruppe", Some(variant.group.clone())), c.fact("strategie", c.records(&variant.strategies))]
            .into_iter()
            .flatten()
            .collect();
    let column = |key: &str, points: &[String]| Column {
        title: c.t(key),
        items: points.iter().map(Cell::text).collect(),
        empty: c.t("fehlt.keine-angabe"),
    };
    let (left, right) =
        (column("spalte.vorteile", &variant.advantages), column("spalte.nachteile", &variant.disadvantages));
    page.blocks.push(c.block("abwaegung", Body::Versus { left, right }));
    page
}
