//! `dimensionen`: where each dimension stands.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Share;
use crate::analysis::maturity::{DimensionState, Maturity};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Dimension<'a> {
    id: &'a str,
    stufe: Option<u32>,
    fortschritt: Option<Share>,
    erfuellungsgrad: Option<Share>,
    obergrenze: u32,
    voraus: Share,
    fehlend: Vec<&'a str>,
}

/// Every dimension, in the model's order.
pub(super) fn of<'a>(model: &'a Model, maturity: &Maturity) -> Vec<Dimension<'a>> {
    let pairs = model.maturity.dimensions.iter().zip(&maturity.dimensions);
    pairs.map(|(dimension, state)| self::dimension(model, &dimension.id, state)).collect()
}

fn dimension<'a>(model: &'a Model, id: &'a str, state: &DimensionState) -> Dimension<'a> {
    let criterion = |&missing| model.maturity.criteria[missing].id.value.as_str();
    Dimension {
        id,
        stufe: state.level,
        fortschritt: Share::optional(state.progress.as_ref()),
        erfuellungsgrad: Share::optional(state.fulfilment.as_ref()),
        obergrenze: state.cap,
        voraus: Share(state.ahead.clone()),
        fehlend: state.missing.iter().map(criterion).collect(),
    }
}
