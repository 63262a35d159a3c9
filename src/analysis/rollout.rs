//! Rollouts, unit by unit: who takes part, and how far each is.

use jiff::civil::Date;

use super::contribution::{assessed_units, expiry, unit_done};
use super::schedule;
use super::status::{self, Reports, Status};
use crate::content::Model;
use crate::content::common::{Interval, Plan};
use crate::content::measure::{Measure, RolloutEntry};
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::Datum;

/// A unit's part of a rollout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The unit.
    pub unit: Ref<Unit>,
    /// Whether it takes part: every assessed unit does, and where none is assessed every unit named.
    pub counted: bool,
    /// How far it is there.
    pub status: Status,
    /// When it was done there.
    pub done: Option<Datum>,
    /// When it is planned there: the unit's own date, else, while it is open, the current end of the measure.
    pub plan: Option<Datum>,
    /// Whether the unit has a date of its own.
    pub own_plan: bool,
    /// Since when its completion no longer counts, because nobody confirmed it again.
    pub expired: Option<Date>,
}

impl Part {
    /// Whether something is still to be done there.
    pub fn is_open(&self) -> bool {
        self.status.is_open()
    }

    /// Whether its planned day has passed without completion.
    pub fn is_overdue(&self, as_of: Date) -> bool {
        self.is_open() && self.plan.is_some_and(|plan| plan.last() < as_of)
    }
}

/// The parts of a rollout, in table order of the units; none for a measure without rollout.
pub fn parts(model: &Model, measure: &Measure, as_of: Date) -> Vec<Part> {
    let Some(rollout) = &measure.rollout else { return Vec::new() };
    let assessed = assessed_units(model);
    let mut units: Vec<_> = rollout.iter().map(|entry| entry.unit).chain(assessed.iter().copied()).collect();
    units.sort_unstable();
    units.dedup();
    let counted = |unit: Ref<Unit>| assessed.is_empty() || model.units[unit].assessed;
    units.into_iter().map(|unit| part(measure, rollout, unit, counted(unit), as_of)).collect()
}

fn part(measure: &Measure, rollout: &[RolloutEntry], unit: Ref<Unit>, counted: bool, as_of: Date) -> Part {
    let entry = rollout.iter().find(|entry| entry.unit == unit);
    let completed = unit_done(rollout, unit, as_of);
    let current = schedule::timing(measure.plan.as_ref(), &measure.log, None, as_of).end;
    let own = entry.and_then(|entry| entry.plan);
    let plan = Plan { interval: Interval { begin: None, end: own.or(current) }, ..Plan::default() };
    let status = status::derive(Some(&plan), &measure.log, Reports { completed, begun: false }, as_of);
    Part {
        unit,
        counted,
        status,
        done: entry.and_then(|entry| entry.done).map(|done| done.value).filter(|done| done.last() <= as_of),
        plan: own.or(current.filter(|_| status.is_open())),
        own_plan: own.is_some(),
        expired: expiry(measure, completed, as_of).filter(|&day| status == Status::Completed && day <= as_of),
    }
}

/// In how many of the units that take part it is done, and how many take part.
pub fn done_of(parts: &[Part]) -> (usize, usize) {
    let counted = parts.iter().filter(|part| part.counted);
    (counted.clone().filter(|part| part.status == Status::Completed).count(), counted.count())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::world::{division, unit_of};

    #[test]
    fn every_assessed_unit_takes_part() {
        let model = division();
        let measure = &model.measures[Ref::new(0)];
        let parts = parts(&model, measure, date(2024, 5, 1));
        let told: Vec<_> = parts.iter().map(|part| (part.status, part.plan.map(|plan| plan.to_string()))).collect();
        // B has no entry: it is open, and planned as the measure is.
        let end = || Some("2023-12-31".to_owned());
        let expected =
            [(Status::Completed, None), (Status::Unknown, end()), (Status::Planned, Some("2024-06-30".to_owned()))];
        assert_eq!(told, expected);
        assert_eq!(done_of(&parts), (1, 3));
        let overdue: Vec<_> = parts.iter().map(|part| part.is_overdue(date(2024, 5, 1))).collect();
        assert_eq!(overdue, [false, true, false]);
    }

    #[test]
    fn units_that_are_not_assessed_are_not_counted() {
        let mut measure = division().measures[Ref::new(0)].clone();
        let model = division();
        let stadt = unit_of(&model, "stadt");
        measure.rollout = Some(vec![RolloutEntry { unit: stadt, ..RolloutEntry::default() }]);
        let parts = parts(&model, &measure, date(2024, 5, 1));
        assert_eq!(parts.iter().filter(|part| !part.counted).map(|part| part.unit).collect::<Vec<_>>(), [stadt]);
        assert_eq!(done_of(&parts), (0, 3));
    }
}
