//! `kriterien`: where each criterion stands in the whole organisation.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Share, Word};
use crate::analysis::maturity::{Asked, CriterionState, Maturity};
use crate::content::Model;
use crate::content::maturity_model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Criterion<'a> {
    id: &'a str,
    gefragt: Word<Asked>,
    anteil: Share,
    erfuellt: bool,
    erfuellungsgrad: Share,
    massnahmen: Vec<&'a str>,
}

/// Every criterion, in the model's order.
pub(super) fn of<'a>(model: &'a Model, maturity: &Maturity) -> Vec<Criterion<'a>> {
    let pairs = model.maturity.criteria.iter().zip(&maturity.criteria);
    pairs.map(|(criterion, state)| self::criterion(model, criterion, state)).collect()
}

fn criterion<'a>(model: &'a Model, criterion: &'a maturity_model::Criterion, state: &CriterionState) -> Criterion<'a> {
    Criterion {
        id: &criterion.id,
        gefragt: Word(state.asked),
        anteil: Share(state.share.clone()),
        erfuellt: state.met,
        erfuellungsgrad: Share(state.fulfilment.clone()),
        massnahmen: state.measures.iter().map(|&one| model.measures[one].head.id.as_str()).collect(),
    }
}
