//! What if: the model as it would be if a measure were completed on some day, or if it did not exist; and what changes.
//!
//! An assumed completion up to the as-of date is an event `umgesetzt` of that day, behind the day's other events, with
//! full coverage from then on; what was reported later stays. In a rollout it is the `am` of the units meant, of those
//! that do not count on that day already. After the as-of date it is a plan: the planned end moves to that day, a pause or
//! discontinuation is lifted on the as-of date, and what has ended or expired is open again; a measure that counts today
//! is left as it is. A measure that is left out fulfils no criterion; all else about it stays.

use jiff::civil::Date;

use super::Analysis;
use super::contribution::{Knowledge, assessed_units, contribution, state, unit_done};
use super::forecast::{Forecast, Scenario};
use super::maturity::{DimensionState, Overall};
use crate::content::Model;
use crate::content::common::{Event, EventKind, Log};
use crate::content::maturity_model::Dimension;
use crate::content::measure::{Coverage, Measure, RolloutEntry};
use crate::content::names::{Ref, Table};
use crate::content::organisation::Unit;
use crate::content::scalar::{Datum, Share};
use crate::source::{Span, Spanned};

/// Something that is assumed to be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assumption {
    /// The measure is completed on a day: in one unit of its rollout, or wholly.
    Completed {
        /// The measure.
        measure: Ref<Measure>,
        /// The unit; none means all.
        unit: Option<Ref<Unit>>,
        /// The day; after the as-of date it is a plan.
        day: Date,
    },
    /// There is no such measure.
    Without(Ref<Measure>),
}

/// The model under assumptions, one after the other.
pub fn assume(model: &Model, assumptions: &[Assumption], as_of: Date) -> Model {
    let mut assumed = model.clone();
    for assumption in assumptions {
        let (Assumption::Completed { measure: reference, .. } | Assumption::Without(reference)) = *assumption;
        let changed = changed(&assumed, *assumption, as_of);
        let measures = assumed.measures.refs().map(|(one, measure)| match one == reference {
            true => changed.clone(),
            false => measure.clone(),
        });
        assumed.measures = Table::new(measures.collect());
    }
    assumed
}

/// Whether an assumption leaves its measure as it is: it counts already, or contributes nothing anyway.
pub fn changes_nothing(model: &Model, assumption: Assumption, as_of: Date) -> bool {
    let (Assumption::Completed { measure, .. } | Assumption::Without(measure)) = assumption;
    changed(model, assumption, as_of) == model.measures[measure]
}

fn changed(model: &Model, assumption: Assumption, as_of: Date) -> Measure {
    match assumption {
        Assumption::Without(measure) => Measure { fulfils: Vec::new(), ..model.measures[measure].clone() },
        Assumption::Completed { measure, unit, day } => {
            let measure = &model.measures[measure];
            match (unit_list(model, measure, unit), day <= as_of) {
                (None, true) => completed(measure, day),
                (None, false) => planned(measure, day, as_of),
                (Some(units), true) => rolled_out(&cleared(measure, unit, day), &units, day),
                (Some(units), false) => rollout_planned(measure, &units, day, as_of),
            }
        }
    }
}

/// The units of a rollout that are meant; none where the measure is one for the whole organisation.
fn unit_list(model: &Model, measure: &Measure, unit: Option<Ref<Unit>>) -> Option<Vec<Ref<Unit>>> {
    let rollout = measure.rollout.as_ref()?;
    let assessed = assessed_units(model);
    let named = || rollout.iter().map(|entry| entry.unit).collect::<Vec<_>>();
    let all = if assessed.is_empty() { named() } else { assessed };
    let units = unit.map_or(all, |unit| vec![unit]);
    (!units.is_empty()).then_some(units)
}

/// Completed as a whole on a day of the past. An empty rollout where no unit is assessed is the organisation's own.
fn completed(measure: &Measure, day: Date) -> Measure {
    let mut measure =
        Measure { rollout: None, log: with_event(&measure.log, day, EventKind::Completed), ..measure.clone() };
    if measure.coverage.iter().any(|entry| entry.date.last() <= day) {
        let full = Coverage { date: at(Datum::day(day)), share: Share::one(), ..Coverage::default() };
        let behind = measure.coverage.partition_point(|entry| entry.date.last() <= day);
        measure.coverage.insert(behind, full);
    }
    measure
}

/// Planned to be completed on a day to come.
fn planned(measure: &Measure, day: Date, as_of: Date) -> Measure {
    let now = state(measure, None, as_of);
    if now.completed && counts(measure, None, as_of) {
        return measure.clone();
    }
    let mut log = measure.log.clone();
    if now.completed {
        log = with_event(&log, as_of, EventKind::Reopened);
    }
    if now.paused || now.discarded {
        log = with_event(&log, as_of, EventKind::Resumed);
    }
    let shift = Event { to: Some(at(Datum::day(day))), ..event(as_of, EventKind::Shifted) };
    Measure { rollout: None, log: with(&log, shift), ..measure.clone() }
}

/// Where all units are meant, without the events of that very day that would undo a completion: a unit's day is read
/// before them.
fn cleared(measure: &Measure, unit: Option<Ref<Unit>>, day: Date) -> Measure {
    let undoes = |event: &Event| {
        event.day() == day && matches!(event.kind, EventKind::Reopened | EventKind::Ended | EventKind::Discontinued)
    };
    let kept = measure.log.iter().filter(|event| unit.is_some() || !undoes(event)).cloned();
    Measure { log: Log::new(kept.collect()), ..measure.clone() }
}

/// Completed in units on a day of the past.
fn rolled_out(measure: &Measure, units: &[Ref<Unit>], day: Date) -> Measure {
    let mut measure = measure.clone();
    for &unit in units {
        let done = measure.rollout.iter().flatten().find(|entry| entry.unit == unit).and_then(|entry| entry.done);
        let done = done.map(|done| done.last()).filter(|&done| done <= day);
        if !counts(&measure, done, day) {
            entry(&mut measure, unit, |entry| entry.done = Some(at(Datum::day(day))));
        }
    }
    measure
}

/// Planned to be completed in units on a day to come.
fn rollout_planned(measure: &Measure, units: &[Ref<Unit>], day: Date, as_of: Date) -> Measure {
    let mut planned = measure.clone();
    let done = |unit| unit_done(measure.rollout.as_deref().unwrap_or_default(), unit, as_of);
    let open: Vec<_> = units.iter().copied().filter(|&unit| !counts(measure, done(unit), as_of)).collect();
    for &unit in &open {
        entry(&mut planned, unit, |entry| (entry.done, entry.plan) = (None, Some(Datum::day(day))));
    }
    let now = state(&planned, None, as_of);
    if !open.is_empty() && (now.paused || now.discarded) {
        planned.log = with_event(&planned.log, as_of, EventKind::Resumed);
    }
    planned
}

/// Changes a unit's entry, which is made where it is missing.
fn entry(measure: &mut Measure, unit: Ref<Unit>, change: impl Fn(&mut RolloutEntry)) {
    let rollout = measure.rollout.get_or_insert_with(Vec::new);
    let index = rollout.iter().position(|entry| entry.unit == unit).unwrap_or_else(|| {
        let index = rollout.partition_point(|entry| entry.unit < unit);
        rollout.insert(index, RolloutEntry { unit, ..RolloutEntry::default() });
        index
    });
    rollout.get_mut(index).into_iter().for_each(change);
}

fn counts(measure: &Measure, unit_done: Option<Date>, day: Date) -> bool {
    !contribution(measure, unit_done, day, Knowledge::ThatDay).is_zero()
}

fn with_event(log: &Log, day: Date, kind: EventKind) -> Log {
    with(log, event(day, kind))
}

fn with(log: &Log, event: Event) -> Log {
    Log::new(log.iter().cloned().chain([event]).collect())
}

fn event(day: Date, kind: EventKind) -> Event {
    Event { date: at(Datum::day(day)), kind, ..Event::default() }
}

fn at<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}

/// When a level is reached in a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// It is on the as-of date.
    Now,
    /// From this day on.
    On(Date),
    /// Never, as far as is known.
    Never,
}

impl Reach {
    /// When a dimension reaches a level.
    pub fn new(forecast: &Forecast, as_of: Date, scenario: Scenario, dimension: Ref<Dimension>, level: u32) -> Self {
        if forecast.levels(scenario, dimension).at(as_of).is_some_and(|now| now >= level) {
            return Self::Now;
        }
        forecast.from(scenario, dimension, level, as_of).map_or(Self::Never, Self::On)
    }
}

/// What assumptions change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// Every dimension, in the model's order.
    pub dimensions: Vec<Difference>,
    /// Over all, before and after.
    pub overall: (Overall, Overall),
}

/// A dimension before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The dimension.
    pub dimension: Ref<Dimension>,
    /// As it is.
    pub before: DimensionState,
    /// As it would be.
    pub after: DimensionState,
    /// When levels are expected after all goes as planned, for the levels where that changes: level, before, after.
    pub expected: Vec<(u32, Reach, Reach)>,
}

impl Difference {
    /// Whether level, progress, fulfilment and expected dates stay as they are.
    pub fn is_none(&self) -> bool {
        let figures = |state: &DimensionState| {
            (state.level, state.next, state.progress.clone(), state.fulfilment.clone(), state.ahead.clone())
        };
        figures(&self.before) == figures(&self.after) && self.expected.is_empty()
    }
}

/// Compares what follows from a model with what follows from it under assumptions.
pub fn differences(model: &Model, before: &Analysis, after: &Analysis) -> Differences {
    let dimension = |(dimension, _): (Ref<Dimension>, &Dimension)| {
        let state = |analysis: &Analysis| analysis.maturity.dimensions[dimension.index()].clone();
        Difference {
            dimension,
            before: state(before),
            after: state(after),
            expected: expected(model, dimension, before, after),
        }
    };
    Differences {
        dimensions: model.maturity.dimensions.refs().map(dimension).collect(),
        overall: (before.maturity.overall.clone(), after.maturity.overall.clone()),
    }
}

fn expected(model: &Model, dimension: Ref<Dimension>, before: &Analysis, after: &Analysis) -> Vec<(u32, Reach, Reach)> {
    let reach = |analysis: &Analysis, level| {
        Reach::new(&analysis.forecast, analysis.as_of, Scenario::Planned, dimension, level)
    };
    let levels = (1..=model.maturity.top()).map(|level| (level, reach(before, level), reach(after, level)));
    levels.filter(|(_, before, after)| before != after).collect()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::super::analyse;
    use super::super::world::{AS_OF, CriterionPlan, DimensionPlan, MeasurePlan, World};
    use super::*;
    use crate::content::maturity_model::Rule;

    fn plain(level: u32) -> CriterionPlan {
        CriterionPlan { level, weight: 1, must: false, count: 1, twelfths: 12, from: None }
    }

    /// Two levels with a criterion each: the first is met by `m00`, the second is `m01`'s.
    fn world(second: MeasurePlan, units: Vec<u32>) -> World {
        World {
            top: 2,
            rule: Rule::All,
            dimensions: vec![DimensionPlan { weight: 1, criteria: vec![plain(1), plain(2)] }],
            measures: vec![World::completed(0), second],
            units,
            exemptions: Vec::new(),
        }
    }

    fn open() -> MeasurePlan {
        MeasurePlan { events: Vec::new(), ..World::completed(1) }
    }

    fn level(model: &Model, day: Date) -> Option<u32> {
        super::super::maturity::evaluate(model, day).dimensions[0].level
    }

    fn done(day: Date) -> Assumption {
        Assumption::Completed { measure: Ref::new(1), unit: None, day }
    }

    #[test]
    fn a_completion_of_the_past_counts_from_its_day_in_full() {
        let half = MeasurePlan { events: vec![(40, EventKind::Completed)], coverage: vec![(50, 6)], ..open() };
        let model = world(half, Vec::new()).model();
        let day = date(2024, 6, 15);
        let assumed = assume(&model, &[done(day)], AS_OF);
        assert_eq!((level(&model, AS_OF), level(&assumed, AS_OF)), (Some(1), Some(2)));
        assert_eq!(level(&assumed, date(2024, 6, 14)), Some(0), "m00 was completed on the as-of date only");
    }

    #[test]
    fn a_completion_to_come_is_a_plan() {
        let model = world(open(), Vec::new()).model();
        let day = AS_OF.checked_add(30.days()).unwrap();
        let assumed = assume(&model, &[done(day)], AS_OF);
        let (before, after) = (analyse(&model, AS_OF), analyse(&assumed, AS_OF));
        let differences = differences(&model, &before, &after);
        let planned_before = AS_OF.checked_add(100.days()).unwrap();
        let expected = vec![(2, Reach::On(planned_before), Reach::On(day))];
        assert_eq!(differences.dimensions[0].expected, expected);
        assert_eq!(before.maturity.dimensions, after.maturity.dimensions);
        assert!(!differences.dimensions[0].is_none());
    }

    #[test]
    fn what_rests_expired_or_ended_is_taken_up_again_by_a_plan() {
        let paused = MeasurePlan { events: vec![(20, EventKind::Paused)], ..open() };
        let discontinued = MeasurePlan { events: vec![(20, EventKind::Discontinued)], ..open() };
        let ended = MeasurePlan { events: vec![(40, EventKind::Completed), (20, EventKind::Ended)], ..open() };
        let expired = MeasurePlan { events: vec![(400, EventKind::Completed)], validity_months: Some(1), ..open() };
        let day = AS_OF.checked_add(30.days()).unwrap();
        for plan in [paused, discontinued, ended, expired] {
            let model = assume(&world(plan.clone(), Vec::new()).model(), &[done(day)], AS_OF);
            let forecast = Forecast::new(&model, AS_OF);
            assert_eq!(Reach::new(&forecast, AS_OF, Scenario::Planned, Ref::new(0), 2), Reach::On(day), "{plan:?}");
        }
    }

    #[test]
    fn a_plan_for_what_counts_already_changes_nothing() {
        let model = world(World::completed(1), Vec::new()).model();
        assert!(changes_nothing(&model, done(AS_OF.checked_add(1.day()).unwrap()), AS_OF));
        assert!(!changes_nothing(&model, Assumption::Without(Ref::new(1)), AS_OF));
    }

    #[test]
    fn a_rollout_is_completed_in_one_unit_or_in_all() {
        let rollout = MeasurePlan { rollout: Some(vec![Some(10), None]), ..open() };
        let model = world(rollout, vec![3, 1]).model();
        let share = |model: &Model| super::super::maturity::evaluate(model, AS_OF).criteria[1].share.to_string();
        assert_eq!(share(&model), "3/4");
        let second = Assumption::Completed { measure: Ref::new(1), unit: Some(Ref::new(1)), day: AS_OF };
        assert_eq!(share(&assume(&model, &[second], AS_OF)), "1");
        let early = date(2024, 1, 1);
        let all = assume(&model, &[done(early)], AS_OF);
        assert_eq!(level(&all, AS_OF), Some(2));
        let at = |day| super::super::maturity::evaluate(&all, day).criteria[1].share.to_string();
        assert_eq!((at(date(2023, 12, 31)), at(early)), ("0".to_owned(), "1".to_owned()));
    }

    #[test]
    fn a_measure_left_out_contributes_nothing() {
        let model = world(World::completed(1), Vec::new()).model();
        let assumed = assume(&model, &[Assumption::Without(Ref::new(0))], AS_OF);
        assert_eq!((level(&model, AS_OF), level(&assumed, AS_OF)), (Some(2), Some(0)));
    }
}
