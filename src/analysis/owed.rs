//! What a unit owes: what is overdue, what is without a date, what has to be confirmed again, what was promised.

use jiff::civil::Date;

use super::links::Links;
use super::task::TaskProgress;
use super::{Analysis, Progress, rollout};
use crate::content::Model;
use crate::content::commitment::Commitment;
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::project::Project;
use crate::content::scalar::Datum;

/// What is owed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A measure that the unit is in charge of.
    Measure(Ref<Measure>),
    /// The unit's part of a rollout.
    Part(Ref<Measure>),
    /// A project that the unit is in charge of.
    Project(Ref<Project>),
    /// A commitment about measures, projects or papers of the unit.
    Commitment(Ref<Commitment>),
}

/// What is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// It should have been done by then.
    Overdue(Datum),
    /// Nobody has confirmed since then that it still holds.
    Expired(Date),
    /// It is open, due then if a date is known.
    Open(Option<Datum>),
    /// It is open, and nobody has said by when it is to be done.
    Unplanned,
}

impl Lack {
    /// The day that it is about.
    fn day(self) -> Option<Date> {
        match self {
            Self::Overdue(date) | Self::Open(Some(date)) => Some(date.last()),
            Self::Expired(day) => Some(day),
            Self::Open(None) | Self::Unplanned => None,
        }
    }
}

/// One thing that a unit owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// What for.
    pub subject: Subject,
    /// What.
    pub lack: Lack,
}

/// What a unit owes at the as-of date: what has a date, the earliest first, then the rest; of one day and of the rest
/// measures before parts of rollouts, projects and commitments.
pub fn owed(model: &Model, analysis: &Analysis, unit: Ref<Unit>) -> Vec<Owed> {
    let (links, as_of) = (&analysis.links, analysis.as_of);
    let measures = links.measures_of_unit.of(unit).iter().filter_map(|&one| {
        let lack = lack(&analysis.measures[one.index()], as_of)?;
        // Where the units have dates of their own, they owe them.
        let told = lack == Lack::Unplanned && model.measures[one].rollout.is_some();
        (!told).then_some(Owed { subject: Subject::Measure(one), lack })
    });
    let parts = model.measures.refs().filter_map(|(one, measure)| {
        Some(Owed { subject: Subject::Part(one), lack: part_lack(model, measure, unit, as_of)? })
    });
    let projects = links.projects_of_unit.of(unit).iter().filter_map(|&one| {
        Some(Owed { subject: Subject::Project(one), lack: lack(&analysis.projects[one.index()], as_of)? })
    });
    let commitments = commitments(links, unit).into_iter().filter_map(|one| {
        Some(Owed { subject: Subject::Commitment(one), lack: task_lack(&analysis.council.commitments[one.index()])? })
    });
    let mut owed: Vec<_> = measures.chain(parts).chain(projects).chain(commitments).collect();
    owed.sort_by_key(|one| (one.lack.day().is_none(), one.lack.day()));
    owed
}

/// What is lacking on something with plan and events; nothing where it is done, given up, or has time yet.
fn lack(progress: &Progress, as_of: Date) -> Option<Lack> {
    match (progress.expired, progress.timing.end) {
        (Some(day), _) => Some(Lack::Expired(day)),
        _ if !progress.status.is_open() => None,
        (None, None) => Some(Lack::Unplanned),
        (None, Some(end)) => (end.last() < as_of).then_some(Lack::Overdue(end)),
    }
}

fn part_lack(model: &Model, measure: &Measure, unit: Ref<Unit>, as_of: Date) -> Option<Lack> {
    let part = rollout::parts(model, measure, as_of).into_iter().find(|part| part.unit == unit && part.counted)?;
    match (part.expired, part.plan) {
        (Some(day), _) => Some(Lack::Expired(day)),
        _ if !part.is_open() => None,
        (None, None) => Some(Lack::Unplanned),
        (None, Some(plan)) => part.is_overdue(as_of).then_some(Lack::Overdue(plan)),
    }
}

/// Commitments about what is the unit's own.
pub fn commitments(links: &Links, unit: Ref<Unit>) -> Vec<Ref<Commitment>> {
    let of_measures = links.measures_of_unit.of(unit).iter().flat_map(|&one| links.commitments_of_measure.of(one));
    let of_projects = links.projects_of_unit.of(unit).iter().flat_map(|&one| links.commitments_of_project.of(one));
    let of_papers = links.papers_of_unit.of(unit).iter().flat_map(|&one| links.commitments_of_paper.of(one));
    let mut all: Vec<_> = of_measures.chain(of_projects).chain(of_papers).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn task_lack(progress: &TaskProgress) -> Option<Lack> {
    let overdue = progress.due.filter(|_| progress.overdue);
    (!progress.state.is_finished()).then(|| overdue.map_or(Lack::Open(progress.due), Lack::Overdue))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::analyse;
    use crate::analysis::world::{division, unit_of};

    #[test]
    fn what_each_unit_owes() {
        let model = division();
        let analysis = analyse(&model, date(2024, 12, 31));
        let of = |id| -> Vec<(Subject, Lack)> {
            owed(&model, &analysis, unit_of(&model, id)).into_iter().map(|one| (one.subject, one.lack)).collect()
        };
        let overdue = |text| Lack::Overdue(Datum::parse(text).unwrap());
        let (akte, portal) = (Ref::new(0), Ref::new(1));
        assert_eq!(of("fb-a"), [(Subject::Part(portal), Lack::Unplanned)]);
        // In charge of the portal, whose dates the units owe; its own part is done.
        assert_eq!(of("fb-b"), [(Subject::Part(akte), overdue("2023-12-31"))]);
        assert_eq!(
            of("fb-c"),
            [(Subject::Part(akte), overdue("2024-06-30")), (Subject::Part(portal), Lack::Unplanned)]
        );
        assert_eq!(
            of("gb"),
            [
                (Subject::Measure(akte), overdue("2023-12-31")),
                (Subject::Commitment(Ref::new(0)), overdue("2024-01-31"))
            ]
        );
        assert_eq!(of("stadt"), []);
    }
}
