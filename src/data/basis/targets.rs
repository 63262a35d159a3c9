//! Targets and exemptions.

use schemars::JsonSchema;
use serde::Serialize;

use crate::content::Model;
use crate::content::target as content;
use crate::data::scalar::Written;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Target<'a> {
    bis: Written,
    beschluss: Option<&'a str>,
    alle: Option<u32>,
    stufen: Vec<Level<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Level<'a> {
    dimension: &'a str,
    stufe: u32,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Exemption<'a> {
    kriterium: &'a str,
    von: Written,
    bis: Written,
    grund: &'a str,
    beschluss: Option<&'a str>,
}

pub(super) fn target<'a>(model: &'a Model, target: &'a content::Target) -> Target<'a> {
    let level = |(dimension, level): &(_, crate::source::Spanned<u32>)| Level {
        dimension: &model.maturity.dimensions[*dimension].id,
        stufe: level.value,
    };
    Target {
        bis: Written(target.by.value),
        beschluss: target.resolution.as_deref(),
        alle: target.all.as_ref().map(|level| level.value),
        stufen: target.levels.iter().map(level).collect(),
    }
}

/// None where the view may not see the criterion.
pub(super) fn exemption<'a>(model: &'a Model, exemption: &'a content::Exemption) -> Option<Exemption<'a>> {
    Some(Exemption {
        kriterium: &model.maturity.criteria[exemption.criterion?].id,
        von: Written(exemption.from),
        bis: Written(exemption.until),
        grund: &exemption.reason,
        beschluss: exemption.resolution.as_deref(),
    })
}
