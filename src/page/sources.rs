//! Source documents, and what was taken from each.

use super::{Menu, PageKind};
use crate::content::document::SourceDocument;
use crate::content::names::{Kind, Ref};
use crate::view::compose::{Compose, Input};
use crate::view::live::campaign;
use crate::view::{Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "quellen", menu: Menu::Footer, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("quellen");
    if c.model().documents.is_empty() {
        return Vec::new();
    }
    let records = c.model().documents.refs().map(|(reference, document)| page(&c, reference, document));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    Page { blocks: campaign::documents(c), ..c.overview("uebersicht", "quellen", "quellen") }
}

fn page(c: &Compose<'_>, reference: Ref<SourceDocument>, document: &SourceDocument) -> Page {
    let mut page = c.record_page(document);
    page.lead = page.lead.or_else(|| document.text.clone());
    page.facts = [
        c.fact_text("art", document.sort.clone()),
        c.fact_date("datum", document.date),
        c.fact_text("herausgeber", document.publisher.clone()),
        c.fact_text("lizenz", document.licence.clone().or_else(|| Some(c.t("fehlt.quelle")))),
        c.fact(
            "adresse",
            document.url.iter().map(|url| Cell { href: Some(url.to_string()), ..Cell::text(&**url) }).collect(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    let cited = &c.analysis().links.citations[reference.index()];
    let kinds = [
        Kind::Strategy,
        Kind::Value,
        Kind::Problem,
        Kind::Block,
        Kind::Project,
        Kind::Measure,
        Kind::Paper,
        Kind::Commitment,
        Kind::Figure,
        Kind::Calculation,
        Kind::Variant,
    ];
    let blocks = kinds.into_iter().filter_map(|kind| {
        let cells = cited.iter().filter(|(one, _)| *one == kind).map(|&(_, index)| citation(c, kind, index));
        c.list(kind.folder(), c.sorted(cells.collect()))
    });
    page.blocks.extend(blocks);
    page
}

fn citation(c: &Compose<'_>, kind: Kind, index: usize) -> Cell {
    match kind {
        Kind::Strategy => c.record::<crate::content::strategy::Strategy>(Ref::new(index)),
        Kind::Value => c.record::<crate::content::campaign::CoreValue>(Ref::new(index)),
        Kind::Problem => c.record::<crate::content::campaign::Problem>(Ref::new(index)),
        Kind::Block => c.record::<crate::content::campaign::Block>(Ref::new(index)),
        Kind::Project => c.project(Ref::new(index)),
        Kind::Measure => c.measure(Ref::new(index)),
        Kind::Paper => c.paper(Ref::new(index)),
        Kind::Commitment => c.record::<crate::content::commitment::Commitment>(Ref::new(index)),
        Kind::Figure => c.record::<crate::content::figure::KeyFigure>(Ref::new(index)),
        Kind::Calculation => c.record::<crate::content::calculation::Calculation>(Ref::new(index)),
        Kind::Variant => c.record::<crate::content::variant::Variant>(Ref::new(index)),
        _ => Cell::empty(),
    }
}
