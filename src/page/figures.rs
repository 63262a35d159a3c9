//! Key figures, each with date, definition and source; contradictions stand side by side.

use super::{Menu, PageKind};
use crate::content::figure::{KeyFigure, Reading};
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::{Badge, Block, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "kennzahlen", menu: Menu::Standing, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("kennzahlen");
    if c.model().figures.is_empty() {
        return Vec::new();
    }
    let records = c.model().figures.iter().map(|figure| page(&c, figure));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let mut figures: Vec<_> = c.model().figures.refs().collect();
    c.input.order.sort_by(&mut figures, |(_, figure)| &figure.head.title);
    let rows = figures.iter().flat_map(|&(reference, figure)| rows(c, reference, figure));
    let table = c.table_block("alle-kennzahlen", &["kennzahl", "wert#", "am", "quelle"], rows.collect());
    let contradictions: Vec<_> = figures
        .iter()
        .filter(|(_, figure)| figure.readings.len() > 1)
        .map(|&(reference, figure)| {
            let values = figure.readings.iter().map(|reading| c.reading(figure, reading)).collect::<Vec<_>>();
            Cell { note: Some(values.join(c.t("kennzahl.gegenueber").as_str())), ..c.record(reference) }
        })
        .collect();
    let blocks = [Some(table), c.list("widersprueche", contradictions)];
    Page { blocks: blocks.into_iter().flatten().collect(), ..c.overview("uebersicht", "kennzahlen", "kennzahlen") }
}

fn rows(c: &Compose<'_>, reference: Ref<KeyFigure>, figure: &KeyFigure) -> Vec<Vec<Cell>> {
    let row = |reading: &Reading| {
        vec![
            Cell { note: reading.text.clone(), ..c.record(reference) },
            Cell { assumed: reading.assumption.clone(), ..Cell::text(c.reading(figure, reading)) },
            reading.date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date)),
            c.source_cell(&reading.sources),
        ]
    };
    figure.readings.iter().map(row).collect()
}

fn page(c: &Compose<'_>, figure: &KeyFigure) -> Page {
    let mut page = c.record_page(figure);
    page.lead = page.lead.or_else(|| figure.text.clone());
    if figure.readings.len() > 1 {
        page.badges.push(Badge { text: c.t("kennzahl.widerspruch"), tone: "unbekannt" });
    }
    page.facts = [
        c.fact_text("definition", figure.definition.clone().or_else(|| Some(c.t("fehlt.quelle")))),
        c.fact_text("masseinheit", figure.unit.clone()),
    ]
    .into_iter()
    .flatten()
    .collect();
    page.blocks.push(readings(c, figure));
    page
}

fn readings(c: &Compose<'_>, figure: &KeyFigure) -> Block {
    let row = |reading: &Reading| {
        vec![
            Cell { assumed: reading.assumption.clone(), ..Cell::text(c.reading(figure, reading)) },
            reading.date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date)),
            Cell::text(reading.text.clone().unwrap_or_default()),
            c.source_cell(&reading.sources),
        ]
    };
    c.table_block("angaben", &["wert", "am", "wortlaut", "quelle"], figure.readings.iter().map(row).collect())
}
