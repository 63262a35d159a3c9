//! `gesamt`: over all assessed dimensions.

use serde::Serialize;

use super::exact;
use crate::analysis::maturity::Maturity;

#[derive(Serialize)]
pub(super) struct Overall {
    minimum: Option<u32>,
    erfuellungsgrad: Option<String>,
}

pub(super) fn of(maturity: &Maturity) -> Overall {
    let overall = &maturity.overall;
    Overall { minimum: overall.minimum, erfuellungsgrad: exact(overall.fulfilment.as_ref()) }
}
