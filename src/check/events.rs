//! Event logs: nothing from the future, no order that puzzles, no shift into the past.

use super::{Check, Subject};
use crate::content::common::{EventKind, Log};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "events", codes: &["E0303", "W0301", "W0303", "W0305"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    for project in &model.projects {
        check_log(&project.log, subject, found);
        for milestone in &project.milestones {
            check_log(&milestone.log, subject, found);
        }
    }
    let costs = model.projects.iter().map(|one| &one.cost).chain(model.measures.iter().map(|one| &one.cost));
    for date in costs.flatten().filter_map(|cost| cost.date.as_ref()) {
        check_future(date, subject, found);
    }
    for measure in &model.measures {
        check_log(&measure.log, subject, found);
        let dates = measure.coverage.iter().map(|entry| &entry.date);
        let units = measure.rollout.iter().flatten().filter_map(|entry| entry.done.as_ref());
        for date in dates.chain(units) {
            check_future(date, subject, found);
        }
        let completed = measure.log.iter().find(|event| event.kind == EventKind::Completed).map(|event| event.day());
        for entry in &measure.coverage {
            if completed.is_none_or(|completed| entry.date.last() < completed) {
                found.push(Diagnostic::at("W0303", entry.date.span).with("am", entry.date.value));
            }
        }
    }
}

fn check_log(log: &Log, subject: Subject<'_>, found: &mut Diagnostics) {
    let mut written: Vec<_> = log.iter().collect();
    written.sort_by_key(|event| event.date.span);
    for pair in written.windows(2) {
        if let [before, after] = pair
            && after.day() < before.day()
        {
            found.push(Diagnostic::at("W0301", after.date.span).related(before.date.span, "siehe"));
        }
    }
    for event in log.iter() {
        check_future(&event.date, subject, found);
        if let Some(to) = &event.to
            && to.last() < event.date.first()
        {
            found.push(Diagnostic::at("W0305", to.span).with("auf", to.value).with("am", event.date.value));
        }
    }
}

/// What has not happened yet is a plan, not an event.
fn check_future(
    date: &crate::source::Spanned<crate::content::scalar::Datum>,
    subject: Subject<'_>,
    found: &mut Diagnostics,
) {
    if date.first() > subject.today.max(subject.analysis.as_of) {
        found.push(Diagnostic::at("E0303", date.span).with("am", date.value));
    }
}
