//! `naechster_schritt`: which measures would reach the next level of each dimension.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Share, Word, Words};
use crate::analysis::Analysis;
use crate::analysis::next_step::{Action, NextStep, OpenCriterion, Path, Step};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Way<'a> {
    dimension: &'a str,
    stufe: u32,
    massnahmen: Vec<Task<'a>>,
    kosten: Option<i128>,
    ohne_kosten: usize,
    exakt: bool,
    guenstigste: Option<Cheapest<'a>>,
    offen: Vec<Open<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Task<'a> {
    id: &'a str,
    tun: Word<Action>,
    einheiten: Vec<&'a str>,
    kosten: Option<i128>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Cheapest<'a> {
    massnahmen: Vec<Task<'a>>,
    kosten: Option<i128>,
    ohne_kosten: usize,
    exakt: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Open<'a> {
    kriterium: &'a str,
    anteil: Share,
}

impl Words for Action {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|action| action.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

/// The ways to the next levels, in the model's order; none for a dimension that has no next one.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Way<'a>> {
    let dimensions = model.maturity.dimensions.iter().zip(&analysis.next_steps);
    dimensions.filter_map(|(dimension, next)| Some(way(model, &dimension.id, next.as_ref()?))).collect()
}

/// The way of a dimension to a level.
pub(crate) fn way<'a>(model: &'a Model, dimension: &'a str, next: &NextStep) -> Way<'a> {
    let open = |open: &OpenCriterion| Open {
        kriterium: &model.maturity.criteria[open.criterion].id,
        anteil: Share(open.share.clone()),
    };
    let cheapest = |path: &Path| Cheapest {
        massnahmen: tasks(model, path),
        kosten: cost(path),
        ohne_kosten: path.unpriced,
        exakt: path.exact,
    };
    Way {
        dimension,
        stufe: next.goal,
        massnahmen: tasks(model, &next.smallest),
        kosten: cost(&next.smallest),
        ohne_kosten: next.smallest.unpriced,
        exakt: next.smallest.exact,
        guenstigste: next.cheapest.as_ref().map(cheapest),
        offen: next.open.iter().map(open).collect(),
    }
}

/// In cents; none where no cost is known.
fn cost(path: &Path) -> Option<i128> {
    (path.steps.len() > path.unpriced).then(|| path.cost.cents())
}

fn tasks<'a>(model: &'a Model, path: &Path) -> Vec<Task<'a>> {
    let task = |step: &Step| Task {
        id: &model.measures[step.measure].head.id,
        tun: Word(step.action),
        einheiten: step.units.iter().map(|&unit| model.units[unit].head.id.as_str()).collect(),
        kosten: step.cost.map(crate::content::scalar::Money::cents),
    };
    path.steps.iter().map(task).collect()
}
