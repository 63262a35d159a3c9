//! `erwartet`: when each level that is not reached yet is to be expected, and the measures that decide it.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Day, Word};
use crate::analysis::Analysis;
use crate::analysis::expectation::expected;
use crate::analysis::forecast::Scenario;
use crate::content::Model;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Expectation<'a> {
    dimension: &'a str,
    stufe: u32,
    szenario: Word<Scenario>,
    datum: Day,
    massnahmen: Vec<&'a str>,
}

/// In the model's order, then by level, then by scenario, worst first; levels that a scenario does not lead to are left
/// out.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Expectation<'a>> {
    let levels = |(dimension, _)| (1..=model.maturity.top()).map(move |level| (dimension, level));
    let all = model.maturity.dimensions.refs().flat_map(levels);
    let scenarios = all.flat_map(|one| Scenario::ALL.iter().map(move |&scenario| (one, scenario)));
    scenarios
        .filter_map(|((dimension, level), scenario)| of_level(model, analysis, dimension, level, scenario))
        .collect()
}

fn of_level<'a>(
    model: &'a Model,
    analysis: &Analysis,
    dimension: Ref<Dimension>,
    level: u32,
    scenario: Scenario,
) -> Option<Expectation<'a>> {
    let expected = expected(model, &analysis.forecast, scenario, dimension, level)?;
    Some(Expectation {
        dimension: &model.maturity.dimensions[dimension].id,
        stufe: level,
        szenario: Word(scenario),
        datum: Day(expected.day),
        massnahmen: expected.measures().iter().map(|one| model.measures[one.measure].head.id.as_str()).collect(),
    })
}
