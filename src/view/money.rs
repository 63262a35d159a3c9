//! Money in words and tables: what a record costs, and sums that say of how many projects they are.

use super::compose::Compose;
use super::{Block, Body, Cell, Figure};
use crate::analysis::money::{Sum, in_several_strategies, sum};
use crate::content::common::{Cost, CostSort};
use crate::content::fields::Choice;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::content::scalar::Money;

/// Planned, committed and spent money of one record, as far as the sources name it.
pub fn block(c: &Compose<'_>, cost: &Cost) -> Block {
    let row = |sort| {
        let money = amount(c, cost.amount(sort));
        vec![Cell::text(word(c, sort)), Cell { assumed: cost.origin.assumption.clone(), ..money }]
    };
    let rows = CostSort::ALL.into_iter().map(row).collect();
    let block = c.table_block("kosten", &["kostenart", "betrag#"], rows);
    let date = cost.date.as_ref().map(|date| c.f("kosten.stand", &[("am", &c.print.date(date.value))]));
    Block { intro: date, ..block }
}

/// What a sort of amount is called.
pub fn word(c: &Compose<'_>, sort: CostSort) -> String {
    c.t(&format!("kosten.{}", sort.word()))
}

/// An amount, or that it is not given.
pub fn amount(c: &Compose<'_>, money: Option<Money>) -> Cell {
    Cell::text(money.map_or_else(|| c.t("fehlt.kurz"), |money| c.print.money(&money.euros())))
}

/// The sums of some projects, with their denominators, and what they leave out; none where there are no projects. Where
/// the sources give no amount at all, that is said once.
pub fn totals(c: &Compose<'_>, projects: &[Ref<Project>]) -> Option<Block> {
    if projects.is_empty() {
        return None;
    }
    let sums = CostSort::ALL.map(|sort| (sort, sum(c.model(), projects, sort)));
    if sums.iter().all(|(_, sum)| sum.counted == 0) {
        let text = c.count("kosten-summe.keine", projects.len());
        return Some(c.block("kosten-summe", Body::Empty { text }));
    }
    let figure = |(sort, sum): &(CostSort, Sum)| Figure {
        value: total(c, *sum).text,
        label: word(c, *sort),
        note: Some(denominator(c, *sum)),
        ..Figure::default()
    };
    let body = Body::Figures { items: sums.iter().map(figure).collect() };
    let parts = sums.iter().any(|(_, sum)| sum.contained > 0).then(|| c.t("kosten-summe.teile"));
    let intro: Vec<_> = std::iter::once(c.t("kosten-summe.erklaerung")).chain(parts).collect();
    Some(Block { intro: Some(intro.join(" ")), ..c.block("kosten-summe", body) })
}

/// The sums of each strategy's projects, and of those without a strategy; none where no project gives an amount.
pub fn by_strategy(c: &Compose<'_>) -> Option<Block> {
    let model = c.model();
    if model.strategies.is_empty() || model.projects.iter().all(|project| project.cost.is_none()) {
        return None;
    }
    let row = |name: Cell, projects: &[Ref<Project>]| -> Option<Vec<Cell>> {
        let money = |sort| {
            let sum = sum(model, projects, sort);
            Cell { note: Some(denominator(c, sum)), ..total(c, sum) }
        };
        let cells = std::iter::once(name).chain(CostSort::ALL.map(money));
        (!projects.is_empty()).then(|| cells.collect())
    };
    let of = |strategy| c.analysis().links.projects_of_strategy.of(strategy);
    let named = model.strategies.refs().filter_map(|(strategy, _)| row(c.record(strategy), of(strategy)));
    let mut rows: Vec<_> = named.collect();
    c.sort_rows(&mut rows);
    let without = model.projects.refs().filter(|(_, project)| project.strategies.is_empty());
    let without: Vec<_> = without.map(|(project, _)| project).collect();
    rows.extend(row(Cell::text(c.t("kosten-summe.ohne-strategie")), &without));
    let several = in_several_strategies(model);
    let intro = (several > 0).then(|| c.count("kosten-summe.mehrere", several));
    Some(Block { intro, ..c.table_block("kosten-strategien", &columns("strategie"), rows) })
}

/// The columns of a table of amounts.
pub fn columns(first: &str) -> [&str; 4] {
    [first, "kosten-geplant#", "kosten-gebunden#", "kosten-ausgegeben#"]
}

/// A sum; of nothing there is none.
fn total(c: &Compose<'_>, sum: Sum) -> Cell {
    amount(c, Some(sum.money).filter(|_| sum.counted > 0))
}

fn denominator(c: &Compose<'_>, sum: Sum) -> String {
    c.f("kosten-summe.nenner", &[("anzahl", &sum.counted.to_string()), ("alle", &sum.of.to_string())])
}
