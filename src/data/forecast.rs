//! `prognose`: every change of a level after the as-of date, scenario by scenario.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Day, Word};
use crate::analysis::Analysis;
use crate::analysis::forecast::Scenario;
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Change<'a> {
    szenario: Word<Scenario>,
    dimension: &'a str,
    stufe: Option<u32>,
    datum: Day,
}

/// By scenario, worst first, then by date, then in the model's order.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Change<'a>> {
    Scenario::ALL.iter().flat_map(|&scenario| of_scenario(model, analysis, scenario)).collect()
}

fn of_scenario<'a>(model: &'a Model, analysis: &Analysis, scenario: Scenario) -> Vec<Change<'a>> {
    let row = |(day, dimension, stufe): (Date, &'a str, Option<u32>)| Change {
        szenario: Word(scenario),
        dimension,
        stufe,
        datum: Day(day),
    };
    changes(model, analysis, scenario, |day| day > analysis.as_of).into_iter().map(row).collect()
}

/// Every change of a level on the days that `counts`, by date, then in the model's order.
pub(super) fn changes<'a>(
    model: &'a Model,
    analysis: &Analysis,
    scenario: Scenario,
    counts: impl Fn(Date) -> bool,
) -> Vec<(Date, &'a str, Option<u32>)> {
    let mut changes = Vec::new();
    for (reference, dimension) in model.maturity.dimensions.refs() {
        let levels = analysis.forecast.levels(scenario, reference).changes();
        let counted = levels.iter().filter(|(day, _)| counts(*day));
        changes.extend(counted.map(|&(day, level)| (day, dimension.id.as_str(), level)));
    }
    changes.sort_by_key(|(day, ..)| *day);
    changes
}
