//! The organisation tree: no cycle, no assessed unit above another, rollouts only to assessed units.

use super::{Check, Subject};
use crate::analysis::units::above;
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "units", codes: &["E0310", "E0405", "W0306"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    for (reference, unit) in model.units.refs() {
        let above = above(model, reference);
        if above.contains(&reference) {
            found.push(Diagnostic::at("E0310", unit.head.id.span).with("id", &unit.head.id.value));
        } else if let Some(parent) = above.iter().find(|&&parent| unit.assessed && model.units[parent].assessed) {
            let parent = &model.units[*parent].head.id;
            let finding = Diagnostic::at("E0405", unit.head.id.span).with("id", &unit.head.id.value);
            found.push(finding.with("oben", &parent.value).related(parent.span, "siehe"));
        }
    }
    if model.units.iter().any(|unit| unit.assessed) {
        for entry in model.measures.iter().flat_map(|measure| measure.rollout.iter().flatten()) {
            let unit = &model.units[entry.unit];
            if !unit.assessed {
                found.push(Diagnostic::at("W0306", entry.place.span).with("id", &unit.head.id.value));
            }
        }
    }
}
