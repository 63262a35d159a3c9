//! Values of the campaign.

use super::{Menu, PageKind};
use crate::content::campaign::CoreValue;
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::council;
use crate::view::live::campaign;
use crate::view::{Block, Body, Page};

pub(super) const KIND: PageKind = PageKind { section: "werte", menu: Menu::Strategy, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("werte");
    if c.model().values.is_empty() {
        return Vec::new();
    }
    let records = c.model().values.refs().map(|(reference, value)| page(&c, reference, value));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let items = campaign::value_cards(c);
    let block = Block { id: "werte".to_owned(), heading: None, intro: None, body: Body::Cards { items } };
    Page { blocks: vec![block], ..c.overview("uebersicht", "werte", "werte") }
}

fn page(c: &Compose<'_>, reference: Ref<CoreValue>, value: &CoreValue) -> Page {
    let mut page = c.record_page(value);
    let links = &c.analysis().links;
    let assessment = value.assessment.clone().unwrap_or_default();
    page.badges.push(campaign::value_status(c, value.status));
    page.facts = [
        c.fact_text("bewertet-von", assessment.by.or_else(|| Some(c.t("fehlt.quelle")))),
        c.fact_text("indikator", assessment.indicator.or_else(|| Some(c.t("fehlt.quelle")))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if value.head.body.is_none() {
        let body = Body::Empty { text: c.t("wert.ohne-beschreibung") };
        page.blocks.push(Block { id: "beschreibung".to_owned(), heading: None, intro: None, body });
    }
    page.blocks.push(c.list_or_empty("wert-massnahmen", c.measures(links.measures_of_value.of(reference))));
    let linked = [
        c.list("projekte", c.projects(links.projects_of_value.of(reference))),
        c.list("strategien", c.records(links.strategies_of_value.of(reference))),
        c.list("vorlagen", c.papers(links.papers_of_value.of(reference))),
        council::questions(c, reference),
        council::commitments(c, reference),
    ];
    page.blocks.extend(linked.into_iter().flatten());
    page
}
