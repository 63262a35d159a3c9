//! `verzug`: how late unfinished measures are assumed to be.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Length;
use crate::analysis::forecast;
use crate::content::scalar::Period;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Delay {
    dauer: Length,
    beobachtet: Option<usize>,
}

pub(super) fn of(delay: forecast::Delay) -> Delay {
    match delay {
        forecast::Delay::Observed { days, measures } => {
            Delay { dauer: Length(Period::days(days)), beobachtet: Some(measures) }
        }
        forecast::Delay::Assumed(period) => Delay { dauer: Length(period), beobachtet: None },
    }
}
