//! What a measure contributes over time: everywhere alike, or in each assessed unit.

use jiff::civil::Date;

use super::contribution::{
    Knowledge, State, assessed_units, contribution, events, rollout_completion, state, unit_done,
};
use super::scenario::{Delay, Scenario};
use super::schedule;
use super::timeline::Steps;
use crate::content::Model;
use crate::content::common::EventKind;
use crate::content::measure::{Measure, RolloutEntry};
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::Rational;

/// What a measure contributes over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// The unit; none where the measure counts everywhere alike.
    pub unit: Option<Ref<Unit>>,
    /// The completion that a rollout has brought: the unit's, or the whole's where no unit is assessed.
    pub done: Option<Date>,
    /// How it stands at the as-of date.
    pub state: State,
    /// What it contributes if nobody does anything.
    secured: Steps<Rational>,
    /// By scenario, in the order of [`Scenario::ALL`].
    completions: [Option<Date>; 4],
    /// What it contributes once a scenario has completed it: all.
    whole: Rational,
}

impl Course {
    /// The day on which a scenario completes what is not yet done; from then on it contributes wholly.
    pub fn completion(&self, scenario: Scenario) -> Option<Date> {
        self.completions[scenario.number()]
    }

    /// The days up to the as-of date on which its contribution changes, and what it is from then on. Before, it is 0.
    pub(super) fn past(&self, as_of: Date) -> impl Iterator<Item = (Date, &Rational)> {
        self.secured.changes().iter().take_while(move |(day, _)| *day <= as_of).map(|(day, value)| (*day, value))
    }

    /// The same for the days behind the as-of date, in a scenario.
    pub(super) fn future(&self, scenario: Scenario, as_of: Date) -> impl Iterator<Item = (Date, &Rational)> {
        // What a scenario completes is not completed at the as-of date: nothing can expire before.
        let completion = self.completion(scenario).map(|day| (day, &self.whole));
        let expiry = self.secured.changes().iter().filter(move |(day, _)| *day > as_of);
        completion.into_iter().chain(expiry.filter(move |_| completion.is_none()).map(|(day, value)| (*day, value)))
    }

    /// What it contributes on a day in a scenario.
    pub fn at(&self, scenario: Scenario, day: Date) -> Rational {
        let completed = self.completion(scenario).is_some_and(|completion| completion <= day);
        if completed { self.whole.clone() } else { self.secured.at(day).clone() }
    }

    /// What it contributes in a scenario until a day comes.
    pub fn on_the_eve_of(&self, scenario: Scenario, day: Date) -> Rational {
        let completed = self.completion(scenario).is_some_and(|completion| completion < day);
        if completed { self.whole.clone() } else { self.secured.on_the_eve_of(day).clone() }
    }
}

/// The courses of every measure, in table order: a single one that counts everywhere, or one for each assessed unit.
pub(super) fn courses(model: &Model, as_of: Date, delay: Delay) -> Vec<Vec<Course>> {
    let units = assessed_units(model);
    let courses = |measure| Following { model, measure, as_of, delay }.courses(&units);
    model.measures.iter().map(courses).collect()
}

/// Follows one measure through time.
#[derive(Clone, Copy)]
struct Following<'a> {
    model: &'a Model,
    measure: &'a Measure,
    as_of: Date,
    delay: Delay,
}

impl Following<'_> {
    fn courses(self, units: &[Ref<Unit>]) -> Vec<Course> {
        match &self.measure.rollout {
            None => vec![self.inherited()],
            Some(rollout) if units.is_empty() => vec![self.in_all(rollout)],
            Some(rollout) => units.iter().map(|&unit| self.in_unit(rollout, unit)).collect(),
        }
    }

    fn inherited(self) -> Course {
        self.course(None, None, |scenario, state| self.completion(scenario, state, self.plan_end()))
    }

    fn in_unit(self, rollout: &[RolloutEntry], unit: Ref<Unit>) -> Course {
        let done = unit_done(rollout, unit, self.as_of);
        let own = rollout.iter().find(|entry| entry.unit == unit).and_then(|entry| entry.plan);
        let end = own.map(|plan| plan.last()).or_else(|| self.plan_end());
        self.course(Some(unit), done, |scenario, state| self.completion(scenario, state, end))
    }

    /// A rollout where no unit is assessed: completed with the last of the units it names. Where it names none, the
    /// whole organisation is the one unit, open, with the measure's plan end.
    fn in_all(self, rollout: &[RolloutEntry]) -> Course {
        let done = rollout_completion(self.model, self.measure, self.as_of);
        let open = rollout.iter().filter_map(|entry| {
            let own = state(self.measure, unit_done(rollout, entry.unit, self.as_of), self.as_of);
            (!own.completed).then_some((own, entry.plan.map(|plan| plan.last())))
        });
        let open: Vec<_> = open.collect();
        self.course(None, done, |scenario, whole| {
            let open = if rollout.is_empty() { vec![(whole, None)] } else { open.clone() };
            let completions =
                open.into_iter().map(|(own, end)| self.completion(scenario, own, end.or_else(|| self.plan_end())));
            let last = completions.collect::<Option<Vec<_>>>()?.into_iter().max();
            last.filter(|_| !whole.completed)
        })
    }

    fn plan_end(self) -> Option<Date> {
        let timing = schedule::timing(self.measure.plan.as_ref(), &self.measure.log, None, self.as_of);
        timing.end.map(|end| end.last())
    }

    fn completion(self, scenario: Scenario, state: State, end: Option<Date>) -> Option<Date> {
        scenario.completion(state, end, self.as_of, self.delay)
    }

    fn course(
        self,
        unit: Option<Ref<Unit>>,
        done: Option<Date>,
        completion: impl Fn(Scenario, State) -> Option<Date>,
    ) -> Course {
        let state = state(self.measure, done, self.as_of);
        let completions = [Scenario::Secured, Scenario::Delayed, Scenario::Planned, Scenario::Everything];
        let completions = completions.map(|scenario| completion(scenario, state));
        Course { unit, done, state, secured: self.secured(done), completions, whole: Rational::one() }
    }

    /// What the measure contributes if nobody does anything, where `done` is the completion that a rollout has brought.
    fn secured(self, done: Option<Date>) -> Steps<Rational> {
        let measure = self.measure;
        if !events(measure, done, self.as_of).any(|(_, kind)| kind == EventKind::Completed) {
            return Steps::constant(Rational::zero());
        }
        let mut days: Vec<Date> = events(measure, done, self.as_of).map(|(day, _)| day).collect();
        if let Some(period) = measure.validity {
            days.extend(days.clone().into_iter().map(|day| period.after(day)));
        }
        days.extend(measure.coverage.iter().map(|entry| entry.date.last()).filter(|&day| day <= self.as_of));
        let known = Knowledge::Until(self.as_of);
        Steps::sampled(Rational::zero(), days, |day| contribution(measure, done, day, known))
    }
}
