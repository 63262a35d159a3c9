//! Options with advantages and disadvantages, compared under the heading they share.

use super::{Menu, PageKind};
use crate::content::names::Ref;
use crate::content::variant::Variant;
use crate::view::compose::{Compose, Input};
use crate::view::{Block, Body, Cell, Column, Page};

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
    let mut groups: Vec<&str> = c.model().variants.iter().map(|variant| variant.group.as_str()).collect();
    c.input.order.sort_by(&mut groups, |group| group);
    groups.dedup();
    let blocks = groups.iter().enumerate().map(|(index, group)| comparison(c, index, group)).collect();
    Page { blocks, ..c.overview("uebersicht", "varianten", "varianten") }
}

fn comparison(c: &Compose<'_>, index: usize, group: &str) -> Block {
    let mut variants: Vec<_> = c.model().variants.refs().filter(|(_, variant)| variant.group == group).collect();
    c.input.order.sort_by(&mut variants, |(_, variant)| &variant.head.title);
    variants.sort_by_key(|(_, variant)| variant.order.unwrap_or(u32::MAX));
    let rows = variants.into_iter().map(|(reference, variant)| row(c, reference, variant));
    let body = Body::Table(c.table(group, &["variante", "vorteile", "nachteile"], rows.collect()));
    Block { id: format!("gruppe-{}", index + 1), heading: Some(group.to_owned()), intro: None, body }
}

fn row(c: &Compose<'_>, reference: Ref<Variant>, variant: &Variant) -> Vec<Cell> {
    let points = |points: &[String]| match points {
        [] => Cell::text(c.t("fehlt.keine-angabe")),
        points => Cell { html: Some(bullets(points)), ..Cell::default() },
    };
    vec![c.record(reference), points(&variant.advantages), points(&variant.disadvantages)]
}

fn bullets(points: &[String]) -> String {
    let items: String = points.iter().map(|point| format!("<li>{}</li>", crate::markup::escape(point))).collect();
    format!("<ul>{items}</ul>")
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
