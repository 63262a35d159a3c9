//! The division that a project or a measure belongs to.

use super::compose::Compose;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::project::Project;

/// The division of a project's unit, as [`division_of`] tells it.
pub fn division(c: &Compose<'_>, project: &Project) -> String {
    division_of(c, project.unit)
}

/// The title of the unit below the top of the tree, or of the unit itself; words where no unit is named.
pub fn division_of(c: &Compose<'_>, unit: Option<Ref<Unit>>) -> String {
    let Some(mut unit) = unit else { return c.t("roadmap.ohne-einheit") };
    let units = &c.model().units;
    for _ in 0..units.len() {
        match units[unit].parent {
            Some(parent) if units[parent].parent.is_some() || is_division(c, parent) => unit = parent,
            _ => break,
        }
    }
    units[unit].head.title.clone()
}

/// A unit at the top of the tree counts as a division where the tree has several tops.
fn is_division(c: &Compose<'_>, unit: Ref<Unit>) -> bool {
    let tops = c.model().units.iter().filter(|unit| unit.parent.is_none()).count();
    c.model().units[unit].parent.is_none() && tops > 1
}
