//! Plans: a beginning belongs to an end.

use super::{Check, Subject};
use crate::content::common::Plan;
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "plans", codes: &["W0302"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let projects = subject.model.projects.iter().filter_map(|project| project.plan.as_ref());
    let measures = subject.model.measures.iter().filter_map(|measure| measure.plan.as_ref());
    found.extend(projects.chain(measures).filter_map(without_beginning));
}

/// An assumption that explains the plan says why the beginning is missing.
fn without_beginning(plan: &Plan) -> Option<Diagnostic> {
    let odd = plan.interval.end.is_some() && plan.interval.begin.is_none() && plan.assumption.is_none();
    odd.then(|| Diagnostic::at("W0302", plan.place.span))
}
