//! What was written of a project, as far as reports and planning go by it.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::events;
use crate::content::Model;
use crate::content::project as content;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Project<'a> {
    id: &'a str,
    titel: &'a str,
    einheit: Option<&'a str>,
    dimensionen: Vec<&'a str>,
    verlauf: Vec<events::Event<'a>>,
    meilensteine: Vec<Milestone<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Milestone<'a> {
    id: &'a str,
    titel: &'a str,
    verlauf: Vec<events::Event<'a>>,
}

pub(super) fn of<'a>(model: &'a Model, project: &'a content::Project, as_of: Date) -> Project<'a> {
    let milestone = |one: &'a content::Milestone| Milestone {
        id: &one.head.id,
        titel: &one.head.title,
        verlauf: events::of(&one.log, as_of),
    };
    Project {
        id: &project.head.id,
        titel: &project.head.title,
        einheit: project.unit.map(|unit| model.units[unit].head.id.as_str()),
        dimensionen: project.dimensions.iter().map(|&one| model.maturity.dimensions[one].id.value.as_str()).collect(),
        verlauf: events::of(&project.log, as_of),
        meilensteine: project.milestones.iter().map(milestone).collect(),
    }
}
