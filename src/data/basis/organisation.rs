//! The units of the organisation.

use schemars::JsonSchema;
use serde::Serialize;

use crate::content::Model;
use crate::content::organisation as content;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Unit<'a> {
    id: &'a str,
    titel: &'a str,
    unter: Option<&'a str>,
    groesse: u32,
    bewertet: bool,
}

pub(super) fn of<'a>(model: &'a Model, unit: &'a content::Unit) -> Unit<'a> {
    Unit {
        id: &unit.head.id,
        titel: &unit.head.title,
        unter: unit.parent.map(|parent| model.units[parent].head.id.as_str()),
        groesse: unit.size,
        bewertet: unit.assessed,
    }
}
