//! Projects that differ: new, begun, done, shifted, paused, discontinued.

use super::{Pair, State, names, pairs};
use crate::analysis::Progress;
use crate::analysis::schedule::Shift;
use crate::analysis::status::Status;
use crate::content::common::EventKind;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::content::scalar::Datum;

/// A project that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectChange {
    /// The project.
    pub project: Pair<Project>,
    /// What differs; never nothing.
    pub events: Vec<ProjectEvent>,
}

/// What differs of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectEvent {
    /// It is only in the second state.
    New,
    /// It is only in the first state.
    Gone,
    /// Its status.
    Status {
        /// In the first state.
        before: Status,
        /// In the second state.
        after: Status,
    },
    /// Its planned end.
    End {
        /// In the first state.
        before: Option<Datum>,
        /// In the second state.
        after: Option<Datum>,
        /// By how much, where both are known and one does not lie within the other.
        shift: Option<Shift>,
        /// The reason of the last shift in the later of the two states.
        reason: Option<String>,
    },
}

pub(super) fn between(before: State<'_>, after: State<'_>) -> Vec<ProjectChange> {
    let change = |project: Pair<Project>| {
        let events = events(before, after, project);
        (!events.is_empty()).then_some(ProjectChange { project, events })
    };
    pairs(&before.model.projects, &after.model.projects, names).into_iter().filter_map(change).collect()
}

fn events(before: State<'_>, after: State<'_>, project: Pair<Project>) -> Vec<ProjectEvent> {
    let (first, second) = match (project.before, project.after) {
        (Some(first), Some(second)) => (first, second),
        (None, _) => return vec![ProjectEvent::New],
        (_, None) => return vec![ProjectEvent::Gone],
    };
    let (one, other) = (progress(before, first), progress(after, second));
    let status =
        (one.status != other.status).then_some(ProjectEvent::Status { before: one.status, after: other.status });
    let (from, to) = (one.timing.end, other.timing.end);
    let end = (from != to).then(|| ProjectEvent::End {
        before: from,
        after: to,
        shift: from.zip(to).and_then(|(from, to)| Shift::between(from, to)),
        reason: reason(before, first, after, second),
    });
    status.into_iter().chain(end).collect()
}

fn progress<'a>(state: State<'a>, project: Ref<Project>) -> &'a Progress {
    &state.analysis.projects[project.index()]
}

/// Of the state that is later; of equals the second one.
fn reason(before: State<'_>, first: Ref<Project>, after: State<'_>, second: Ref<Project>) -> Option<String> {
    let (state, project) = if before.analysis.as_of > after.analysis.as_of { (before, first) } else { (after, second) };
    let log = &state.model.projects[project].log;
    log.until(state.analysis.as_of).rfind(|event| event.kind == EventKind::Shifted)?.reason.clone()
}
