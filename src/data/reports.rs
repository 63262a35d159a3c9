//! `meldungen`: when something was last heard; silence is `null`.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Written;
use crate::analysis::Analysis;
use crate::analysis::freshness::{Report, Subject};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reports<'a> {
    gesamt: Last<'a>,
    dimensionen: Vec<LastOf<'a>>,
    einheiten: Vec<LastOf<'a>>,
}

/// The last of all reports, and the measure or project that it is about.
#[derive(Debug, Serialize, JsonSchema)]
struct Last<'a> {
    datum: Option<Written>,
    massnahme: Option<&'a str>,
    projekt: Option<&'a str>,
}

/// The last report of a dimension or unit.
#[derive(Debug, Serialize, JsonSchema)]
struct LastOf<'a> {
    id: &'a str,
    datum: Option<Written>,
    massnahme: Option<&'a str>,
    projekt: Option<&'a str>,
}

/// Every dimension in the model's order, every unit by id; a unit speaks for those below it too.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Reports<'a> {
    let freshness = &analysis.freshness;
    let dimensions = model.maturity.dimensions.refs();
    let units = model.units.refs();
    Reports {
        gesamt: last(model, freshness.overall()),
        dimensionen: dimensions.map(|(one, record)| last_of(model, &record.id, freshness.of_dimension(one))).collect(),
        einheiten: units.map(|(one, record)| last_of(model, &record.head.id, freshness.of_unit(one))).collect(),
    }
}

fn last(model: &Model, report: Option<Report>) -> Last<'_> {
    let (massnahme, projekt) = match report.map(|report| report.about) {
        Some(Subject::Measure(one)) => (Some(model.measures[one].head.id.as_str()), None),
        Some(Subject::Project(one)) => (None, Some(model.projects[one].head.id.as_str())),
        None => (None, None),
    };
    Last { datum: report.map(|report| Written(report.date)), massnahme, projekt }
}

fn last_of<'a>(model: &'a Model, id: &'a str, report: Option<Report>) -> LastOf<'a> {
    let Last { datum, massnahme, projekt } = last(model, report);
    LastOf { id, datum, massnahme, projekt }
}
