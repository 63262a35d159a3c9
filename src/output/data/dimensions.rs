//! `dimensionen`: where each dimension stands.

use serde::Serialize;

use super::exact;
use crate::analysis::maturity::{DimensionState, Maturity};
use crate::content::Model;

#[derive(Serialize)]
pub(super) struct Dimension<'a> {
    id: &'a str,
    stufe: Option<u32>,
    fortschritt: Option<String>,
    erfuellungsgrad: Option<String>,
    obergrenze: u32,
    voraus: String,
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
        fortschritt: exact(state.progress.as_ref()),
        erfuellungsgrad: exact(state.fulfilment.as_ref()),
        obergrenze: state.cap,
        voraus: state.ahead.to_string(),
        fehlend: state.missing.iter().map(criterion).collect(),
    }
}
