//! `grundlage`: what was written, and nothing that follows from it. Every other key can be recomputed from here alone.
//!
//! What happened after the as-of date is not known yet and not written. A date without a day counts from its last day;
//! where something begins, from its first.

mod events;
mod measures;
mod model;
mod organisation;
mod projects;
mod targets;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Basis<'a> {
    modell: model::Maturity<'a>,
    massnahmen: Vec<measures::Measure<'a>>,
    projekte: Vec<projects::Project<'a>>,
    einheiten: Vec<organisation::Unit<'a>>,
    ziele: Vec<targets::Target<'a>>,
    ausnahmen: Vec<targets::Exemption<'a>>,
}

pub(super) fn of(model: &Model, as_of: Date) -> Basis<'_> {
    Basis {
        modell: model::of(&model.maturity),
        massnahmen: model.measures.iter().map(|measure| measures::of(model, measure, as_of)).collect(),
        projekte: model.projects.iter().map(|project| projects::of(model, project, as_of)).collect(),
        einheiten: model.units.iter().map(|unit| organisation::of(model, unit)).collect(),
        ziele: model.targets.iter().map(|target| targets::target(model, target)).collect(),
        ausnahmen: model.exemptions.iter().filter_map(|one| targets::exemption(model, one)).collect(),
    }
}
