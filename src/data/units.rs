//! `einheiten`: where each assessed unit stands.

use schemars::JsonSchema;
use serde::Serialize;

use super::dimensions;
use crate::analysis::Analysis;
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Unit<'a> {
    id: &'a str,
    dimensionen: Vec<dimensions::Dimension<'a>>,
}

pub(super) fn of<'a>(model: &'a Model, analysis: &'a Analysis) -> Vec<Unit<'a>> {
    let units = analysis.units.iter();
    units
        .map(|(unit, maturity)| Unit { id: &model.units[*unit].head.id, dimensionen: dimensions::of(model, maturity) })
        .collect()
}
