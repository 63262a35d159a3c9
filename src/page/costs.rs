//! Cost calculations: inputs, formulas, and the printed figures beside the computed ones.

use super::{Menu, PageKind};
use crate::analysis::cost::LineResult;
use crate::content::calculation::{Calculation, Input as CostInput, Line};
use crate::content::names::Ref;
use crate::content::scalar::{Amount, Rational};
use crate::view::compose::{Compose, Input};
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "kosten", menu: Menu::Work, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("kosten");
    if c.model().calculations.is_empty() {
        return Vec::new();
    }
    let records = c.model().calculations.refs().map(|(reference, calculation)| page(&c, reference, calculation));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let cell = |(reference, calculation): (Ref<Calculation>, &Calculation)| Cell {
        note: calculation.text.clone(),
        ..c.record(reference)
    };
    let items = c.sorted(c.model().calculations.refs().map(cell).collect());
    let block = Block { id: "rechnungen".to_owned(), heading: None, intro: None, body: Body::Cards { items } };
    Page { blocks: vec![block], ..c.overview("uebersicht", "kosten", "kosten") }
}

fn page(c: &Compose<'_>, reference: Ref<Calculation>, calculation: &Calculation) -> Page {
    let mut page = c.record_page(calculation);
    page.lead = page.lead.or_else(|| calculation.text.clone());
    let inputs = calculation.inputs.iter().map(|(_, input)| input_row(c, input)).collect();
    page.blocks.push(c.table_block("eingaben", &["groesse", "wert#", "masseinheit", "quelle"], inputs));
    let results = &c.analysis().calculations[reference.index()].lines;
    let lines = calculation.lines.iter().zip(results).map(|((_, line), result)| line_row(c, calculation, line, result));
    let columns = ["ergebnis", "formel", "berechnet#", "gedruckt#", "abweichung#"];
    page.blocks.push(c.table_block("rechnung", &columns, lines.collect()));
    page
}

fn input_row(c: &Compose<'_>, input: &CostInput) -> Vec<Cell> {
    let about = if input.rounded { c.t("zahl.rund") } else { String::new() };
    let source = c.source_cells(&input.sources).into_iter().next();
    vec![
        Cell { assumed: input.assumption.clone(), ..Cell::text(&input.title) },
        Cell::text(format!("{about}{}", c.print.amount(&input.value))),
        Cell::text(input.unit.clone().unwrap_or_default()),
        source.unwrap_or_else(|| Cell::text(c.t("fehlt.keine-quelle"))),
    ]
}

fn line_row(c: &Compose<'_>, calculation: &Calculation, line: &Line, result: &LineResult) -> Vec<Cell> {
    let money =
        matches!(line.printed, Some(Amount::Money(_))) || line.unit.as_ref().is_some_and(|unit| unit.starts_with('€'));
    let figure = |value: &Option<Rational>| match value {
        Some(value) if money => Cell::text(c.print.money(value)),
        Some(value) => Cell::text(c.print.number(value)),
        None => Cell::text(c.t("fehlt.kurz")),
    };
    let formula = line.formula.as_ref().map(|formula| formula.display(&|name| title(calculation, name)));
    let note = line.unit.clone().filter(|unit| unit != "€");
    vec![
        Cell { note, assumed: line.assumption.clone(), ..Cell::text(&line.title) },
        Cell::text(formula.unwrap_or_default()),
        figure(&result.value),
        figure(&line.printed.as_ref().map(Amount::value)),
        figure(&result.difference),
    ]
}

fn title(calculation: &Calculation, name: &str) -> String {
    let input = calculation.inputs.iter().find(|(one, _)| one.value == name).map(|(_, input)| input.title.clone());
    let line = || calculation.lines.iter().find(|(one, _)| one.value == name).map(|(_, line)| line.title.clone());
    input.or_else(line).unwrap_or_else(|| name.to_owned())
}
