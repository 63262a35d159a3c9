//! A source's own duration (`x-dauer-laut-quelle`) is held against the one computed from its dates, ends included.

use super::{Check, Subject};
use crate::analysis::schedule::{Duration, PRINTED_DURATION, duration};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "durations", codes: &["W0304"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    for project in &subject.model.projects {
        let printed = project.head.own.iter().find(|(key, _)| key == PRINTED_DURATION);
        let (Some((_, text)), Some(plan)) = (printed, &project.plan) else { continue };
        let (Some(begin), Some(end)) = (plan.interval.begin, plan.interval.end) else { continue };
        let Some(computed) = duration(begin, end) else { continue };
        if Duration::parse(text) != Some(computed) {
            found.push(
                Diagnostic::at("W0304", text.span)
                    .with("gedruckt", &text.value)
                    .with("jahre", computed.years)
                    .with("monate", computed.months)
                    .with("tage", computed.days),
            );
        }
    }
}
