//! `ursachen`: why each level changed on each of the days of `verlauf`.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Day, Length, Share, Word, Words};
use crate::analysis::Analysis;
use crate::analysis::causes::{Cause, Change, Happening, MeasureReason, Reason, changes};
use crate::analysis::forecast::Scenario;
use crate::content::Model;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;

/// One reason why one criterion flipped.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Row<'a> {
    datum: Day,
    dimension: &'a str,
    kriterium: &'a str,
    anlass: Word<Occasion>,
    massnahme: Option<&'a str>,
    einheiten: Vec<&'a str>,
    von: Option<Share>,
    auf: Option<Share>,
    bestaetigt: Option<Day>,
    frist: Option<Length>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    Completed,
    Confirmed,
    Reopened,
    Ended,
    Discontinued,
    Coverage,
    Expired,
    Begins,
    Ceases,
    ExemptionBegins,
    ExemptionEnds,
}

impl Words for Occasion {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|one| one.word_of()).collect()
    }

    fn word_of(self) -> &'static str {
        match self {
            Self::Completed => "umgesetzt",
            Self::Confirmed => "geprueft",
            Self::Reopened => "wiedereroeffnet",
            Self::Ended => "beendet",
            Self::Discontinued => "eingestellt",
            Self::Coverage => "abdeckung",
            Self::Expired => "abgelaufen",
            Self::Begins => "gilt",
            Self::Ceases => "gilt_nicht_mehr",
            Self::ExemptionBegins => "ausnahme_beginnt",
            Self::ExemptionEnds => "ausnahme_endet",
        }
    }
}

impl Occasion {
    const ALL: &'static [Self] = &[
        Self::Completed,
        Self::Confirmed,
        Self::Reopened,
        Self::Ended,
        Self::Discontinued,
        Self::Coverage,
        Self::Expired,
        Self::Begins,
        Self::Ceases,
        Self::ExemptionBegins,
        Self::ExemptionEnds,
    ];

    /// None for what is only expected: it is no reason for what has happened.
    fn of(reason: &Reason) -> Option<Self> {
        let Reason::Measure(one) = reason else {
            return match reason {
                Reason::Begins => Some(Self::Begins),
                Reason::Ceases => Some(Self::Ceases),
                Reason::ExemptionBegins(_) => Some(Self::ExemptionBegins),
                Reason::ExemptionEnds(_) => Some(Self::ExemptionEnds),
                Reason::Measure(_) => None,
            };
        };
        match one.happening {
            Happening::Completed => Some(Self::Completed),
            Happening::Confirmed => Some(Self::Confirmed),
            Happening::Reopened => Some(Self::Reopened),
            Happening::Ended => Some(Self::Ended),
            Happening::Discontinued => Some(Self::Discontinued),
            Happening::Coverage { .. } => Some(Self::Coverage),
            Happening::Expired { .. } => Some(Self::Expired),
            Happening::Expected => None,
        }
    }
}

/// By date, then in the model's order, as in `verlauf`.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Row<'a>> {
    let forecast = &analysis.forecast;
    let of_dimension = |(dimension, _)| {
        let mut changes = changes(model, forecast, Scenario::Secured, dimension);
        changes.retain(|change| change.day <= forecast.as_of);
        changes.into_iter().map(move |change| (dimension, change))
    };
    let mut all: Vec<_> = model.maturity.dimensions.refs().flat_map(of_dimension).collect();
    all.sort_by_key(|(_, change)| change.day);
    all.iter().flat_map(|(dimension, change)| rows(model, *dimension, change)).collect()
}

fn rows<'a>(model: &'a Model, dimension: Ref<Dimension>, change: &Change) -> Vec<Row<'a>> {
    let dimension = model.maturity.dimensions[dimension].id.as_str();
    let reasons = change.causes.iter().flat_map(|cause| cause.reasons.iter().map(move |reason| (cause, reason)));
    let row = |(cause, reason): (&Cause, &Reason)| {
        let plain = Row {
            datum: Day(change.day),
            dimension,
            kriterium: &model.maturity.criteria[cause.criterion].id,
            anlass: Word(Occasion::of(reason)?),
            massnahme: None,
            einheiten: Vec::new(),
            von: None,
            auf: None,
            bestaetigt: None,
            frist: None,
        };
        Some(match reason {
            Reason::Measure(one) => with_measure(model, plain, one),
            _ => plain,
        })
    };
    reasons.filter_map(row).collect()
}

fn with_measure<'a>(model: &'a Model, plain: Row<'a>, reason: &MeasureReason) -> Row<'a> {
    let row = Row {
        massnahme: Some(&model.measures[reason.measure].head.id),
        einheiten: reason.units.iter().map(|&unit| model.units[unit].head.id.as_str()).collect(),
        ..plain
    };
    match &reason.happening {
        Happening::Coverage { from, to } => Row { von: Some(Share(from.clone())), auf: Some(Share(to.clone())), ..row },
        Happening::Expired { confirmed, period } => {
            Row { bestaetigt: Some(Day(*confirmed)), frist: Some(Length(*period)), ..row }
        }
        _ => row,
    }
}
