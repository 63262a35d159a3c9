//! The maturity model: levels, rule, dimensions, criteria.

use schemars::JsonSchema;
use serde::Serialize;

use crate::content::common::Point;
use crate::content::maturity_model::{self as content, MaturityModel, Rule};
use crate::data::scalar::{Length, Share, Written};

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Maturity<'a> {
    titel: &'a str,
    version: Option<&'a str>,
    stufen: Vec<Level<'a>>,
    #[schemars(extend("enum" = ["alle", "schwelle", "iso33020"]))]
    regel: &'static str,
    schwelle: Option<Share>,
    verzug: Length,
    dimensionen: Vec<Dimension<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Level<'a> {
    nummer: u32,
    titel: &'a str,
    text: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Dimension<'a> {
    id: &'a str,
    titel: &'a str,
    text: Option<&'a str>,
    gewicht: u32,
    kriterien: Vec<Criterion<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Criterion<'a> {
    id: &'a str,
    text: &'a str,
    stufe: u32,
    gewicht: u32,
    pflicht: bool,
    anzahl: u32,
    schwelle: Share,
    ab: Option<Written>,
    bis: Option<Written>,
}

pub(super) fn of(model: &MaturityModel) -> Maturity<'_> {
    let (regel, schwelle) = match &model.rule {
        Rule::All => ("alle", None),
        Rule::Threshold(share) => ("schwelle", Some(Share(share.value().clone()))),
        Rule::Iso33020 => ("iso33020", None),
    };
    Maturity {
        titel: &model.title,
        version: model.version.as_deref(),
        stufen: (0..).zip(&model.levels).map(|(number, level)| self::level(number, level)).collect(),
        regel,
        schwelle,
        verzug: Length(model.delay),
        dimensionen: model.dimensions.iter().map(|one| dimension(model, one)).collect(),
    }
}

fn level(nummer: u32, level: &Point) -> Level<'_> {
    Level { nummer, titel: &level.title, text: level.text.as_deref() }
}

fn dimension<'a>(model: &'a MaturityModel, dimension: &'a content::Dimension) -> Dimension<'a> {
    Dimension {
        id: &dimension.id,
        titel: &dimension.title,
        text: dimension.text.as_deref(),
        gewicht: dimension.weight,
        kriterien: dimension.criteria.iter().map(|&one| criterion(&model.criteria[one])).collect(),
    }
}

fn criterion(criterion: &content::Criterion) -> Criterion<'_> {
    Criterion {
        id: &criterion.id,
        text: &criterion.text,
        stufe: criterion.level,
        gewicht: criterion.weight,
        pflicht: criterion.must,
        anzahl: criterion.count,
        schwelle: Share(criterion.threshold.value().clone()),
        ab: criterion.from.map(Written),
        bis: criterion.until.map(Written),
    }
}
