//! `verlauf`: every change of a level up to the as-of date.

use schemars::JsonSchema;
use serde::Serialize;

use super::forecast::changes;
use super::scalar::Day;
use crate::analysis::Analysis;
use crate::analysis::forecast::Scenario;
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Change<'a> {
    datum: Day,
    dimension: &'a str,
    stufe: Option<u32>,
}

/// By date, then in the model's order. The past is the same in every scenario.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Change<'a>> {
    let past = changes(model, analysis, Scenario::Secured, |day| day <= analysis.as_of);
    past.into_iter().map(|(day, dimension, stufe)| Change { datum: Day(day), dimension, stufe }).collect()
}
