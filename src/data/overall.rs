//! `gesamt`: over all assessed dimensions.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Share;
use crate::analysis::maturity::Maturity;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Overall {
    minimum: Option<u32>,
    erfuellungsgrad: Option<Share>,
}

pub(super) fn of(maturity: &Maturity) -> Overall {
    let overall = &maturity.overall;
    Overall { minimum: overall.minimum, erfuellungsgrad: Share::optional(overall.fulfilment.as_ref()) }
}
