//! Key figures, money, calculations.

use crate::content::calculation::Calculation;
use crate::content::common::{Cost, CostSort};
use crate::content::figure::KeyFigure;
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::money;
use crate::view::{Block, Body, Cell, Figure};

/// The key figures that the content chose for the start page.
pub fn start_figures(c: &Compose<'_>) -> Option<Block> {
    let items: Vec<_> = c.model().site.start_figures.iter().map(|&reference| figure(c, reference)).collect();
    (!items.is_empty()).then(|| c.block("kennzahlen", Body::Figures { items }))
}

/// The chosen key figures; where none is chosen, all of them.
pub fn key_figures(c: &Compose<'_>) -> Vec<Block> {
    let all = || {
        let mut figures: Vec<_> = c.model().figures.refs().collect();
        c.input.order.sort_by(&mut figures, |(_, figure)| &figure.head.title);
        let items: Vec<_> = figures.into_iter().map(|(reference, _)| figure(c, reference)).collect();
        (!items.is_empty()).then(|| c.block("kennzahlen", Body::Figures { items }))
    };
    start_figures(c).or_else(all).into_iter().collect()
}

/// A figure with date and source; where sources differ, all that they say.
pub fn figure(c: &Compose<'_>, reference: Ref<KeyFigure>) -> Figure {
    let figure = &c.model().figures[reference];
    let values: Vec<_> = figure.readings.iter().map(|reading| c.reading(figure, reading)).collect();
    let first = figure.readings.first();
    let date = first.and_then(|reading| reading.date).map(|date| c.f("kennzahl.stand", &[("am", &c.print.date(date))]));
    let source = first.and_then(|reading| c.short_sources(&reading.sources).into_iter().next());
    Figure {
        value: values.join(&c.t("kennzahl.gegenueber")),
        label: figure.head.title.clone(),
        note: date,
        source,
        href: c.record(reference).href,
        ..Figure::default()
    }
}

/// What projects, and measures outside of projects, cost; never summed, because parts may stand beside their whole.
pub fn costs(c: &Compose<'_>) -> Vec<Block> {
    let model = c.model();
    let projects = model.projects.refs().filter_map(|(one, project)| Some((c.record(one), project.cost.as_ref()?)));
    let alone = model.measures.refs().filter(|(_, measure)| measure.project.is_none());
    let measures = alone.filter_map(|(one, measure)| Some((c.record(one), measure.cost.as_ref()?)));
    let (projects, measures) = (cost_rows(c, projects.collect()), cost_rows(c, measures.collect()));
    let table = |id: &str, first: &str, rows: Vec<Vec<Cell>>| {
        (!rows.is_empty()).then(|| c.table_block(id, &money::columns(first), rows))
    };
    let blocks = [table("kosten-projekte", "projekt", projects), table("kosten-massnahmen", "massnahme", measures)];
    blocks.into_iter().flatten().collect()
}

fn cost_rows(c: &Compose<'_>, costs: Vec<(Cell, &Cost)>) -> Vec<Vec<Cell>> {
    let row = |(name, cost): (Cell, &Cost)| {
        let name = Cell { assumed: cost.origin.assumption.clone(), ..name };
        let amounts = CostSort::ALL.map(|sort| money::amount(c, cost.amount(sort)));
        std::iter::once(name).chain(amounts).collect()
    };
    let mut rows: Vec<_> = costs.into_iter().map(row).collect();
    c.sort_rows(&mut rows);
    rows
}

/// Cost calculations in alphabetical order.
pub fn calculations(c: &Compose<'_>) -> Vec<Block> {
    c.list("rechnungen", calculation_cards(c)).into_iter().collect()
}

/// Cost calculations in alphabetical order, each with what it is about.
pub fn calculation_cards(c: &Compose<'_>) -> Vec<Cell> {
    let cell = |(reference, calculation): (Ref<Calculation>, &Calculation)| Cell {
        note: calculation.text.clone(),
        ..c.record(reference)
    };
    c.sorted(c.model().calculations.refs().map(cell).collect())
}
