//! `ziele`: what is to be reached by when, and how that stands.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Day, Word, Written};
use crate::analysis::Analysis;
use crate::analysis::duty::Lack;
use crate::analysis::forecast::Scenario;
use crate::analysis::target::{DimensionTarget, TargetState};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Target<'a> {
    dimension: &'a str,
    bis: Written,
    stufe: u32,
    zustand: Word<TargetState>,
    abstand: u32,
    gesichert: Option<Day>,
    verzug: Option<Day>,
    plan: Option<Day>,
    alles: Option<Day>,
    fehlend: Vec<&'a str>,
    fristen: Vec<Deadline<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Deadline<'a> {
    massnahme: &'a str,
    spaetestens: Day,
    plan_bis: Day,
}

/// By dimension in the model's order, then by date.
pub(super) fn of<'a>(model: &'a Model, analysis: &'a Analysis) -> Vec<Target<'a>> {
    analysis.targets.iter().map(|target| self::target(model, target)).collect()
}

fn target<'a>(model: &'a Model, target: &DimensionTarget) -> Target<'a> {
    let from = |scenario: Scenario| target.reason.outlook(scenario).from.map(Day);
    let criterion = |lack: &Lack| model.maturity.criteria[lack.criterion].id.as_str();
    Target {
        dimension: &model.maturity.dimensions[target.dimension].id,
        bis: Written(target.by),
        stufe: target.level,
        zustand: Word(target.state),
        abstand: target.gap,
        gesichert: from(Scenario::Secured),
        verzug: from(Scenario::Delayed),
        plan: from(Scenario::Planned),
        alles: from(Scenario::Everything),
        fehlend: target.lacking.iter().map(criterion).collect(),
        fristen: deadlines(model, target),
    }
}

fn deadlines<'a>(model: &'a Model, target: &DimensionTarget) -> Vec<Deadline<'a>> {
    let left = target.duties.iter().filter(|duty| duty.is_needed);
    left.map(|duty| Deadline {
        massnahme: &model.measures[duty.measure].head.id,
        spaetestens: Day(duty.latest),
        plan_bis: Day(duty.latest_plan),
    })
    .collect()
}
