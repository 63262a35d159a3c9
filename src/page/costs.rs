//! What projects cost, with sums; and cost calculations: inputs, formulas, and the printed figures beside the computed ones.

use super::{Large, Menu, PageKind};
use crate::analysis::cost::LineResult;
use crate::content::Model;
use crate::content::calculation::{Calculation, Input as CostInput, Line};
use crate::content::names::Ref;
use crate::content::scalar::{Amount, Rational};
use crate::content::term::Term;
use crate::view::compose::{Compose, Input};
use crate::view::live::figures;
use crate::view::money;
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "kosten", menu: Menu::Work, pages };

pub(super) const LARGE: Large = Large { section: KIND.section, any: |input| any(input.model), single: None };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("kosten");
    if !any(c.model()) {
        return Vec::new();
    }
    let records = c.model().calculations.refs().map(|(reference, calculation)| page(&c, reference, calculation));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn any(model: &Model) -> bool {
    let costs = model.projects.iter().map(|one| &one.cost).chain(model.measures.iter().map(|one| &one.cost));
    !model.calculations.is_empty() || costs.flatten().next().is_some()
}

fn overview(c: &Compose<'_>) -> Page {
    let projects: Vec<_> = c.model().projects.refs().map(|(reference, _)| reference).collect();
    let items = figures::calculation_cards(c);
    let calculations = (!items.is_empty()).then(|| c.block("rechnungen", Body::Cards { items }));
    let blocks = money::totals(c, &projects).into_iter().chain(money::by_strategy(c)).chain(figures::costs(c));
    Page { blocks: blocks.chain(calculations).collect(), ..c.overview("uebersicht", "kosten", "kosten") }
}

fn page(c: &Compose<'_>, reference: Ref<Calculation>, calculation: &Calculation) -> Page {
    let mut page = c.record_page(calculation);
    page.lead = page.lead.or_else(|| calculation.text.clone());
    let inputs = calculation.inputs.iter().map(|(_, input)| input_row(c, input)).collect();
    page.blocks.push(c.table_block("eingaben", &["groesse", "wert#", "masseinheit", "quelle"], inputs));
    let results = &c.analysis().calculations[reference.index()].lines;
    let lines = calculation.lines.iter().zip(results).map(|((_, line), result)| line_row(c, reference, line, result));
    let columns = ["ergebnis", "formel", "berechnet#", "gedruckt#", "abweichung#"];
    let block = c.table_block("rechnung", &columns, lines.collect());
    let printed = calculation.lines.iter().any(|(_, line)| line.printed.is_some());
    page.blocks.push(Block { intro: printed.then(|| c.t("rechnung.erklaerung")), ..block });
    page
}

fn input_row(c: &Compose<'_>, input: &CostInput) -> Vec<Cell> {
    let about = if input.rounded { c.t("zahl.rund") } else { String::new() };
    let source = c.source_cells(&input.sources).into_iter().next();
    vec![
        Cell { assumed: input.assumption.clone(), ..Cell::text(&input.title) },
        Cell::text(format!("{about}{}", c.print.amount(&input.value))),
        input.unit.as_ref().map_or_else(Cell::empty, |unit| unit_cell(c, unit)),
        source.unwrap_or_else(|| Cell::text(c.t("fehlt.keine-quelle"))),
    ]
}

/// A unit of measurement; one that the glossary explains is written out and leads there.
fn unit_cell(c: &Compose<'_>, unit: &str) -> Cell {
    match c.model().terms.iter().find(|term| term.head.title == unit) {
        Some(term) => Cell { note: term.long.clone(), ..c.head::<Term>(&term.head) },
        None => Cell::text(unit),
    }
}

fn line_row(c: &Compose<'_>, reference: Ref<Calculation>, line: &Line, result: &LineResult) -> Vec<Cell> {
    let calculation = &c.model().calculations[reference];
    let printed = line.printed.as_ref().map(|amount| match amount {
        Amount::Number(value) if in_euros(line) => c.print.written_money(value),
        _ => c.print.amount(amount),
    });
    let figure = |text: Option<String>| Cell::text(text.unwrap_or_else(|| c.t("fehlt.kurz")));
    let shown = |value: &Option<Rational>| figure(value.as_ref().map(|value| computed(c, line, value)));
    let written = |name: &dyn Fn(&str) -> String| {
        line.formula.as_ref().map(|formula| formula.display(&|number| c.print.written(number), name))
    };
    let formula = written(&|name| title(calculation, name)).unwrap_or_default();
    let note = line.unit.clone().filter(|unit| unit != "€");
    vec![
        Cell { note, assumed: line.assumption.clone(), ..Cell::text(&line.title) },
        Cell { note: written(&|name| value(c, reference, name)), ..Cell::text(formula) },
        shown(&result.value),
        figure(printed),
        Cell { note: in_percent(c, line, result), ..shown(&result.difference) },
    ]
}

fn in_euros(line: &Line) -> bool {
    line.unit.as_ref().is_some_and(|unit| unit.starts_with('€'))
}

/// A computed value in the form in which the source prints the line.
fn computed(c: &Compose<'_>, line: &Line, value: &Rational) -> String {
    match &line.printed {
        Some(Amount::Percent(_)) => c.print.percentage(value),
        Some(Amount::Money(_)) => c.print.money(value),
        Some(Amount::Number(_)) | None if in_euros(line) => c.print.money(value),
        Some(Amount::Number(_)) | None => c.print.number(value),
    }
}

/// What share of the computed value the difference is; of percentages that would only puzzle.
fn in_percent(c: &Compose<'_>, line: &Line, result: &LineResult) -> Option<String> {
    let difference = result.difference.as_ref().filter(|difference| !difference.is_zero())?;
    let share = difference.checked_div(result.value.as_ref()?)?;
    let is_share = matches!(line.printed, Some(Amount::Percent(_)));
    (!is_share).then(|| c.print.percentage(&share))
}

/// The figure behind a name of a formula.
fn value(c: &Compose<'_>, reference: Ref<Calculation>, name: &str) -> String {
    let calculation = &c.model().calculations[reference];
    let input = calculation.inputs.iter().find(|(one, _)| one.value == name);
    let results = &c.analysis().calculations[reference.index()].lines;
    let line = || calculation.lines.iter().zip(results).find(|((one, _), _)| one.value == name);
    let result = || line().and_then(|((_, line), result)| Some(computed(c, line, result.value.as_ref()?)));
    input.map(|(_, input)| c.print.amount(&input.value)).or_else(result).unwrap_or_else(|| c.t("fehlt.kurz"))
}

fn title(calculation: &Calculation, name: &str) -> String {
    let input = calculation.inputs.iter().find(|(one, _)| one.value == name).map(|(_, input)| input.title.clone());
    let line = || calculation.lines.iter().find(|(one, _)| one.value == name).map(|(_, line)| line.title.clone());
    input.or_else(line).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::{MODEL, built};

    /// The texts of the last table of a calculation's page, row by row.
    fn lines(rechnung: &str) -> Vec<Vec<String>> {
        let costs = format!("r:\n  titel: R\n  eingaben: {{s: {{titel: S, wert: 3}}}}\n  rechnung:\n    {rechnung}\n");
        let files = [("seite.yaml", "titel: Musterstadt\n"), ("modell.yaml", MODEL), ("kosten.yaml", &costs)];
        let page = built(&files, pages).pop().unwrap();
        let Some(Body::Table(table)) = page.blocks.into_iter().next_back().map(|block| block.body) else { panic!() };
        table.rows.into_iter().map(|row| row.into_iter().skip(1).map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn sums_tell_of_how_many_projects() {
        let project = |rest: &str| format!("---\ntitel: Erfunden\n{rest}\n---\n");
        let strategy = "---\ntitel: S\nart: strategie\nstand: unbekannt\n---\n";
        let (whole, part, silent) = (
            project("kosten: {geplant: 1_000 €, gebunden: 400 €}\nstrategie: [s, t]"),
            project("kosten: {geplant: 300 €}\nteil_von: ganz\nstrategie: [s]"),
            project("strategie: [s]"),
        );
        let files = [
            ("seite.yaml", "titel: Musterstadt\n"),
            ("modell.yaml", MODEL),
            ("strategie/s.md", strategy),
            ("strategie/t.md", strategy),
            ("projekte/ganz.md", &whole),
            ("projekte/teil.md", &part),
            ("projekte/ohne.md", &silent),
        ];
        let page = built(&files, pages).remove(0);
        let Body::Figures { items } = &page.blocks[0].body else { panic!() };
        let figures: Vec<_> = items.iter().map(|one| (one.value.as_str(), one.note.as_deref().unwrap())).collect();
        let of = |counted: usize, all: usize| format!("bei {counted} von {all} Projekten angegeben");
        let (one, none) = (of(1, 2), of(0, 3));
        assert_eq!(figures, [("1.000\u{a0}€", one.as_str()), ("400\u{a0}€", &one), ("keine Angabe", &none)]);
        let Body::Table(table) = &page.blocks[1].body else { panic!() };
        assert_eq!(table.rows.len(), 2);
        assert!(page.blocks[1].intro.as_ref().unwrap().starts_with("1 Projekt gehört zu mehreren Strategien"));
    }

    #[test]
    fn formulas_show_their_numbers_as_written() {
        assert_eq!(lines("a: {titel: A, formel: s / 0.5}")[0][..2], ["S ÷ 0,5", "6"]);
        assert_eq!(lines("a: {titel: A, formel: s * 1.5 + 1_000}")[0][..2], ["S × 1,5 + 1.000", "1.004,5"]);
    }

    #[test]
    fn printed_figures_are_shown_as_printed() {
        for (rest, shown) in [
            ("s / 10, gedruckt: 20 %", ["30\u{a0}%", "20\u{a0}%", "−10\u{a0}%"]),
            ("s / 9, gedruckt: '0.3334'", ["0,33", "0,3334", "0,000067"]),
            ("s * 2, gedruckt: 5 €", ["6\u{a0}€", "5\u{a0}€", "−1\u{a0}€"]),
            ("s * 2, einheit: €, gedruckt: 5", ["6\u{a0}€", "5\u{a0}€", "−1\u{a0}€"]),
            ("s - 5, gedruckt: -2", ["−2", "−2", "0"]),
        ] {
            assert_eq!(lines(&format!("a: {{titel: A, formel: {rest}}}"))[0][1..], shown, "{rest}");
        }
    }
}
