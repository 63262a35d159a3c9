//! Projects and milestones that differ: new, begun, done, shifted, paused, discontinued.

use jiff::civil::Date;

use super::{Pair, State, names, pairs};
use crate::analysis::Progress;
use crate::analysis::schedule::Shift;
use crate::analysis::status::Status;
use crate::content::common::{EventKind, Log};
use crate::content::names::Ref;
use crate::content::project::{Milestone, Project};
use crate::content::scalar::Datum;

/// A project that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectChange {
    /// The project.
    pub project: Pair<Project>,
    /// What differs; never nothing.
    pub events: Vec<PlanEvent>,
}

/// A milestone that differs, of a project that is in both states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MilestoneChange {
    /// Its project.
    pub project: Pair<Project>,
    /// Its position in the first state.
    pub before: Option<usize>,
    /// Its position in the second state.
    pub after: Option<usize>,
    /// What differs; never nothing.
    pub events: Vec<PlanEvent>,
}

/// What differs of something with a plan and a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanEvent {
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
        /// Why it rests or was given up, in the later of the two states.
        reason: Option<String>,
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

pub(super) fn projects(before: State<'_>, after: State<'_>) -> Vec<ProjectChange> {
    let change = |project: Pair<Project>| {
        let events = events(whole(before, project.before), whole(after, project.after));
        (!events.is_empty()).then_some(ProjectChange { project, events })
    };
    pairs(&before.model.projects, &after.model.projects, names).into_iter().filter_map(change).collect()
}

pub(super) fn milestones(before: State<'_>, after: State<'_>) -> Vec<MilestoneChange> {
    let projects = pairs(&before.model.projects, &after.model.projects, names);
    let in_both = projects.into_iter().filter_map(|pair| Some((pair, pair.before?, pair.after?)));
    let of_project = in_both.flat_map(|(project, first, second)| {
        let (old, new) = (&before.model.projects[first].milestones, &after.model.projects[second].milestones);
        let change = move |(one, other): (Option<usize>, Option<usize>)| {
            let events = events(part(before, first, one), part(after, second, other));
            (!events.is_empty()).then_some(MilestoneChange { project, before: one, after: other, events })
        };
        matched(old, new).into_iter().filter_map(change)
    });
    of_project.collect()
}

/// Positions of milestones of the same id, or renamed; those that are only in the first list come last.
fn matched(before: &[Milestone], after: &[Milestone]) -> Vec<(Option<usize>, Option<usize>)> {
    let is = |one: &Milestone, other: &Milestone| {
        one.head.id.value == other.head.id.value
            || one.head.former.contains(&other.head.id.value)
            || other.head.former.contains(&one.head.id.value)
    };
    let partner = |one: &Milestone, list: &[Milestone]| list.iter().position(|other| is(one, other));
    let now = after.iter().enumerate().map(|(index, one)| (partner(one, before), Some(index)));
    let all = before.iter().enumerate();
    let gone = all.filter(|(_, one)| partner(one, after).is_none()).map(|(index, _)| (Some(index), None));
    now.chain(gone).collect()
}

/// Something with a plan and a log in one of the states.
#[derive(Clone, Copy)]
struct Side<'a> {
    progress: &'a Progress,
    log: &'a Log,
    day: Date,
}

fn whole(state: State<'_>, project: Option<Ref<Project>>) -> Option<Side<'_>> {
    let project = project?;
    let progress = state.day.projects.get(project.index())?;
    Some(Side { progress, log: &state.model.projects[project].log, day: state.day.as_of })
}

fn part(state: State<'_>, project: Ref<Project>, index: Option<usize>) -> Option<Side<'_>> {
    let milestone = state.model.projects[project].milestones.get(index?)?;
    let progress = state.day.milestones.get(project.index())?.get(index?)?;
    Some(Side { progress, log: &milestone.log, day: state.day.as_of })
}

fn events(before: Option<Side<'_>>, after: Option<Side<'_>>) -> Vec<PlanEvent> {
    let (first, second) = match (before, after) {
        (Some(first), Some(second)) => (first, second),
        (None, _) => return vec![PlanEvent::New],
        (_, None) => return vec![PlanEvent::Gone],
    };
    let (one, other) = (first.progress.status, second.progress.status);
    let status = (one != other).then(|| PlanEvent::Status {
        before: one,
        after: other,
        reason: later(first, second, |side| side.reason(side.status_kind()?)),
    });
    let (from, to) = (first.progress.timing.end, second.progress.timing.end);
    let end = (from != to).then(|| PlanEvent::End {
        before: from,
        after: to,
        shift: from.zip(to).and_then(|(from, to)| Shift::between(from, to)),
        reason: later(first, second, |side| side.reason(EventKind::Shifted)),
    });
    status.into_iter().chain(end).collect()
}

impl Side<'_> {
    /// The event that brought a status which wants a reason.
    fn status_kind(&self) -> Option<EventKind> {
        match self.progress.status {
            Status::Paused => Some(EventKind::Paused),
            Status::Discontinued => Some(EventKind::Discontinued),
            Status::Ended => Some(EventKind::Ended),
            _ => None,
        }
    }

    /// The reason of the last event of a kind.
    fn reason(&self, kind: EventKind) -> Option<String> {
        self.log.until(self.day).rfind(|event| event.kind == kind)?.reason.clone()
    }
}

/// Of the later day; of one day, of the log that knows more, so that the order of the two states does not matter.
fn later(one: Side<'_>, other: Side<'_>, reason: impl Fn(Side<'_>) -> Option<String>) -> Option<String> {
    let known = |side: Side<'_>| (side.day, side.log.until(side.day).count(), reason(side));
    known(one).max(known(other)).2
}
