//! "Der kürzeste Weg zur nächsten Stufe": what is missing, and which measures would do.

use super::derivation::anchor;
use crate::analysis::next_step::{NextStep, OpenCriterion, Path, Step};
use crate::content::maturity_model::{Criterion, Dimension, Rule};
use crate::content::names::Ref;
use crate::markup::escape;
use crate::view::compose::Compose;
use crate::view::next_step::{action, cheapest, cheapest_sentences, cost, open_words, smallest_sentences};
use crate::view::{Block, Body, Cell};

/// The smallest set, the cheapest one where it is another, the criteria that need new measures.
pub(super) fn blocks(c: &Compose<'_>, reference: Ref<Dimension>) -> Vec<Block> {
    let state = &c.analysis().maturity.dimensions[reference.index()];
    let Some(next) = &c.analysis().next_steps[reference.index()] else {
        let top = Body::Empty { text: c.t("block.naechster-schritt-leer") };
        return state.level.map(|_| c.block("naechster-schritt", top)).into_iter().collect();
    };
    let smallest = path(c, "naechster-schritt", smallest_sentences(c, next), &next.smallest);
    let cheapest = cheapest(next).map(|way| path(c, "guenstigster-weg", cheapest_sentences(c, way), way));
    std::iter::once(smallest).chain(cheapest).chain(open(c, next)).collect()
}

fn path(c: &Compose<'_>, id: &str, sentences: Vec<String>, path: &Path) -> Block {
    let sentences = sentences.join(" ");
    if path.steps.is_empty() {
        return c.block(id, Body::Empty { text: sentences });
    }
    let priced = path.steps.len() > path.unpriced;
    let columns: &[&str] = match priced {
        true => &["massnahme", "zu-tun", "geplant-bis", "geplante-kosten#", "hilft-bei"],
        false => &["massnahme", "zu-tun", "geplant-bis", "hilft-bei"],
    };
    let rows = path.steps.iter().map(|step| row(c, step, priced)).collect();
    let table = c.table_block(id, columns, rows);
    Block { intro: Some(sentences), ..table }
}

fn row(c: &Compose<'_>, step: &Step, priced: bool) -> Vec<Cell> {
    let progress = &c.analysis().measures[step.measure.index()];
    let measure = Cell { badge: Some(c.status(progress.status)), ..c.record(step.measure) };
    let end = progress.timing.end.filter(|_| progress.timing.done.is_none());
    let date = end.map_or_else(|| Cell::text(c.t("weg.ohne-termin")), |end| c.date(end));
    let cost = priced.then(|| Cell::text(cost(c, step)));
    let helps = Cell { html: Some(criteria(c, &step.criteria)), ..Cell::default() };
    [measure, Cell::text(action(c, step)), date].into_iter().chain(cost).chain([helps]).collect()
}

/// Links to criteria further down on the page.
fn criteria(c: &Compose<'_>, criteria: &[Ref<Criterion>]) -> String {
    let item = |&reference: &Ref<Criterion>| {
        let criterion = &c.model().maturity.criteria[reference];
        format!("<li><a href=\"#{}\">{}</a></li>", escape(&anchor(criterion)), escape(&criterion.text))
    };
    format!("<ul>{}</ul>", criteria.iter().map(item).collect::<String>())
}

/// The criteria that need new measures; none where there are none.
fn open(c: &Compose<'_>, next: &NextStep) -> Option<Block> {
    let item = |open: &OpenCriterion| {
        let criterion = &c.model().maturity.criteria[open.criterion];
        let href = Some(format!("#{}", anchor(criterion)));
        Cell { href, note: Some(open_words(c, open)), ..Cell::text(&criterion.text) }
    };
    let block = c.list("neue-massnahmen", next.open.iter().map(item).collect())?;
    let all = c.model().maturity.rule == Rule::All;
    let intro = Some(c.t(if all { "weg.offen-alle" } else { "weg.offen-einige" }));
    Some(Block { intro, ..block })
}
