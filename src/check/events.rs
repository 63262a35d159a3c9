//! Event logs: nothing from the future, no order that puzzles, no shift into the past.

use super::{Check, Subject};
use crate::content::common::{Event, EventKind, Log};
use crate::content::scalar::Datum;
use crate::content::task::{Task, TaskEvent};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::Spanned;

pub(super) const CHECK: Check = Check { name: "events", codes: &["E0303", "W0301", "W0303", "W0305"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    for project in &model.projects {
        check_events(&project.log, subject, found);
        for milestone in &project.milestones {
            check_events(&milestone.log, subject, found);
        }
    }
    let resolutions = model.papers.iter().flat_map(|paper| &paper.resolutions).map(|resolution| &resolution.task);
    for task in model.commitments.iter().map(|commitment| &commitment.task).chain(resolutions) {
        check_task(task, subject, found);
    }
    for question in model.papers.iter().flat_map(|paper| &paper.questions) {
        for date in question.asked.iter().chain(&question.answered) {
            check_future(date, subject, found);
        }
    }
    let costs = model.projects.iter().map(|one| &one.cost).chain(model.measures.iter().map(|one| &one.cost));
    for date in costs.flatten().filter_map(|cost| cost.date.as_ref()) {
        check_future(date, subject, found);
    }
    for publication in &model.site.publications {
        check_future(&publication.as_of, subject, found);
    }
    for measure in &model.measures {
        check_events(&measure.log, subject, found);
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

fn check_events(log: &Log, subject: Subject<'_>, found: &mut Diagnostics) {
    let entry = |event: &Event| (event.date, event.to);
    check_log(log.iter().map(entry).collect(), subject, found);
}

fn check_task(task: &Task, subject: Subject<'_>, found: &mut Diagnostics) {
    let entry = |event: &TaskEvent| (event.date, event.to);
    check_log(task.log.iter().map(entry).collect(), subject, found);
}

/// Entries by their date and the date they move something to.
type Entries = Vec<(Spanned<Datum>, Option<Spanned<Datum>>)>;

fn check_log(entries: Entries, subject: Subject<'_>, found: &mut Diagnostics) {
    let mut written: Vec<_> = entries.iter().map(|(date, _)| date).collect();
    written.sort_by_key(|date| date.span);
    for pair in written.windows(2) {
        if let [before, after] = pair
            && after.last() < before.last()
        {
            found.push(Diagnostic::at("W0301", after.span).related(before.span, "siehe"));
        }
    }
    for (date, to) in &entries {
        check_future(date, subject, found);
        if let Some(to) = to
            && to.last() < date.first()
        {
            found.push(Diagnostic::at("W0305", to.span).with("auf", to.value).with("am", date.value));
        }
    }
}

/// What has not happened yet is a plan, not an event.
fn check_future(date: &Spanned<Datum>, subject: Subject<'_>, found: &mut Diagnostics) {
    if date.first() > subject.today.max(subject.analysis.as_of) {
        found.push(Diagnostic::at("E0303", date.span).with("am", date.value));
    }
}
