//! `ausnahmen`: what is not asked for, and where its dimension would stand without.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Share, Word, Written};
use crate::analysis::Analysis;
use crate::analysis::exemption::{Effect, Phase};
use crate::analysis::maturity::{DimensionState, Maturity};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Exemption<'a> {
    kriterium: &'a str,
    dimension: &'a str,
    von: Written,
    bis: Written,
    zustand: Word<Phase>,
    stufe: Option<u32>,
    stufe_ohne: Option<u32>,
    stufe_danach: Option<u32>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Without<'a> {
    minimum: Option<u32>,
    erfuellungsgrad: Option<Share>,
    dimensionen: Vec<Dimension<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Dimension<'a> {
    id: &'a str,
    stufe: Option<u32>,
}

/// Those that hold first, then those to come, then past ones.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Exemption<'a>> {
    analysis.exemptions.effects.iter().map(|effect| exemption(model, effect)).collect()
}

fn exemption<'a>(model: &'a Model, effect: &Effect) -> Exemption<'a> {
    let exemption = &model.exemptions[effect.exemption];
    let criterion = &model.maturity.criteria[effect.criterion];
    Exemption {
        kriterium: &criterion.id,
        dimension: &model.maturity.dimensions[criterion.dimension].id,
        von: Written(exemption.from),
        bis: Written(exemption.until),
        zustand: Word(effect.phase),
        stufe: effect.level,
        stufe_ohne: effect.level_without,
        stufe_danach: effect.level_after,
    }
}

/// Levels as if there were no exemptions.
pub(super) fn without<'a>(model: &'a Model, maturity: &Maturity) -> Without<'a> {
    let ids = model.maturity.dimensions.iter().map(|dimension| dimension.id.as_str());
    let dimension = |(id, state): (&'a str, &DimensionState)| Dimension { id, stufe: state.level };
    Without {
        minimum: maturity.overall.minimum,
        erfuellungsgrad: Share::optional(maturity.overall.fulfilment.as_ref()),
        dimensionen: ids.zip(&maturity.dimensions).map(dimension).collect(),
    }
}
