//! `einheiten`, `uebergeordnet`: where each assessed unit stands, and each unit above assessed ones.

use schemars::JsonSchema;
use serde::Serialize;

use super::dimensions;
use crate::analysis::Analysis;
use crate::analysis::maturity::Maturity;
use crate::content::Model;
use crate::content::names::Ref;
use crate::content::organisation;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Unit<'a> {
    id: &'a str,
    dimensionen: Vec<dimensions::Dimension<'a>>,
}

/// The assessed units, by id.
pub(super) fn of<'a>(model: &'a Model, analysis: &'a Analysis) -> Vec<Unit<'a>> {
    analysis.units.iter().map(|(reference, maturity)| unit(model, *reference, maturity)).collect()
}

/// The units above them, by id.
pub(super) fn parents<'a>(model: &'a Model, analysis: &'a Analysis) -> Vec<Unit<'a>> {
    analysis.parents.iter().map(|parent| unit(model, parent.unit, &parent.maturity)).collect()
}

fn unit<'a>(model: &'a Model, reference: Ref<organisation::Unit>, maturity: &Maturity) -> Unit<'a> {
    Unit { id: &model.units[reference].head.id, dimensionen: dimensions::of(model, maturity) }
}
