//! `ergaenzung`: further figures that pages print beside those of `dimensionen` and `gesamt`.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Share;
use crate::analysis::maturity::{DimensionState, Maturity};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Further<'a> {
    hoechste: Option<u32>,
    bewertet: usize,
    dimensionen: Vec<Dimension<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Dimension<'a> {
    id: &'a str,
    naechste: Option<u32>,
    ausgenommen: Share,
}

pub(super) fn of<'a>(model: &'a Model, maturity: &Maturity) -> Further<'a> {
    let dimension = |(id, state): (&'a str, &DimensionState)| Dimension {
        id,
        naechste: state.next,
        ausgenommen: Share(state.exempt_share.clone()),
    };
    let ids = model.maturity.dimensions.iter().map(|dimension| dimension.id.as_str());
    Further {
        hoechste: maturity.overall.maximum,
        bewertet: maturity.overall.assessed,
        dimensionen: ids.zip(&maturity.dimensions).map(dimension).collect(),
    }
}
