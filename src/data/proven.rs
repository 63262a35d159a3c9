//! `belegt`: where each dimension stands if only measures with evidence count.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Share;
use crate::analysis::Analysis;
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Proven<'a> {
    id: &'a str,
    stufe: Option<u32>,
    fortschritt: Option<Share>,
    erfuellungsgrad: Option<Share>,
    ohne_nachweis: Vec<&'a str>,
}

/// Every dimension, in the model's order.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Proven<'a>> {
    let proven = &analysis.proven;
    let states = proven.maturity.dimensions.iter().zip(&proven.unproven);
    let dimension =
        |(id, (state, unproven)): (&'a str, (&crate::analysis::maturity::DimensionState, &Vec<_>))| Proven {
            id,
            stufe: state.level,
            fortschritt: Share::optional(state.progress.as_ref()),
            erfuellungsgrad: Share::optional(state.fulfilment.as_ref()),
            ohne_nachweis: unproven.iter().map(|&one| model.measures[one].head.id.as_str()).collect(),
        };
    let ids = model.maturity.dimensions.iter().map(|dimension| dimension.id.as_str());
    ids.zip(states).map(dimension).collect()
}
