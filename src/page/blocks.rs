//! Building blocks around "digital maturity", their elements and next steps.

use super::{Menu, PageKind};
use crate::content::campaign::{Block as BuildingBlock, Element, Step};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "bausteine", menu: Menu::Strategy, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("bausteine");
    if c.model().blocks.is_empty() {
        return Vec::new();
    }
    let records = c.model().blocks.iter().map(|block| page(&c, block));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let cell = |(reference, block): (Ref<BuildingBlock>, &BuildingBlock)| {
        let state = &c.analysis().maturity.dimensions[block.dimension.index()];
        Cell { meter: Some(c.meter(state)), note: block.head.summary.clone(), ..c.record(reference) }
    };
    let items = c.sorted(c.model().blocks.refs().map(cell).collect());
    let cards = Block { id: "bausteine".to_owned(), heading: None, intro: None, body: Body::Cards { items } };
    let steps = c.model().blocks.refs().filter(|(_, block)| !block.steps.is_empty()).map(|(reference, block)| Block {
        id: format!("schritte-{}", block.head.id.value),
        heading: Some(c.f("baustein.naechste-schritte", &[("baustein", &block.head.title)])),
        intro: block.start_text.clone(),
        body: Body::List { items: steps(c, &c.model().blocks[reference].steps), ordered: false },
    });
    Page { blocks: std::iter::once(cards).chain(steps).collect(), ..c.overview("uebersicht", "bausteine", "bausteine") }
}

fn page(c: &Compose<'_>, block: &BuildingBlock) -> Page {
    let mut page = c.record_page(block);
    page.facts = [
        c.fact("dimension", vec![c.dimension_with_level(block.dimension)]),
        c.fact_date("start", block.start),
        c.fact_text("start-text", block.start_text.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let elements = block.elements.iter().map(|(_, element)| self::element(c, element)).collect();
    let linked = [c.list("elemente", elements), c.list("naechste-schritte", steps(c, &block.steps))];
    page.blocks.extend(linked.into_iter().flatten());
    page
}

fn element(c: &Compose<'_>, element: &Element) -> Cell {
    Cell { assumed: element.origin.assumption.clone(), ..named(c, &element.title, element.measure) }
}

fn steps(c: &Compose<'_>, steps: &[Step]) -> Vec<Cell> {
    let cell = |step: &Step| Cell { assumed: step.origin.assumption.clone(), ..named(c, &step.text, step.measure) };
    steps.iter().map(cell).collect()
}

/// The printed words, linked to the measure behind them.
fn named(c: &Compose<'_>, text: &str, measure: Option<Ref<Measure>>) -> Cell {
    let linked = measure.map(|measure| c.measure(measure)).unwrap_or_default();
    Cell { text: text.to_owned(), ..linked }
}
