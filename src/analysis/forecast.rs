//! Levels over time: what has happened, and four scenarios of what comes (section "Forecast" of the method).
//!
//! Everything is a step function over days. A measure's contribution changes on the days of its events, of its expiry and
//! of its completion in a scenario; a criterion on those days of its measures and on the days on which it begins or ceases
//! to be asked for; a level on those days of its criteria. Nothing is evaluated in between, and there is no horizon.

use jiff::ToSpan;
use jiff::civil::Date;

use super::contribution::{Knowledge, State, assessed_units, contribution, state, unit_done};
use super::schedule;
use super::tally::{Mark, Tally};
use super::timeline::{Steps, sweep};
use crate::content::Model;
use crate::content::common::EventKind;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::{Measure, RolloutEntry};
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::{Period, Rational};

/// What becomes of what is not yet done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// Nobody does anything.
    Secured,
    /// Everything comes, but late.
    Delayed,
    /// Everything comes as planned.
    Planned,
    /// Everything is done tomorrow.
    Everything,
}

impl Scenario {
    /// All of them, worst first.
    pub const ALL: &'static [Self] = &[Self::Secured, Self::Delayed, Self::Planned, Self::Everything];

    /// Its word in data and catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Secured => "gesichert",
            Self::Delayed => "verzug",
            Self::Planned => "plan",
            Self::Everything => "alles",
        }
    }
}

/// A level over time; none where the dimension is not assessed.
pub type Levels = Steps<Option<u32>>;

/// Whether a criterion is asked for and met, over time.
pub type Marks = Steps<Mark>;

/// Levels over time, dimension by dimension, and the criteria behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// How late unfinished measures are assumed to be.
    pub delay: Delay,
    /// In the order of [`Scenario::ALL`].
    scenarios: Vec<Outcome>,
}

/// What comes in one scenario, the past included.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outcome {
    /// By criterion.
    marks: Vec<Marks>,
    /// By dimension: its level from the first event on.
    levels: Vec<Levels>,
}

/// The assumed delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    /// The median of what was observed, in days, and over how many measures.
    Observed {
        /// Days.
        days: u32,
        /// Measures.
        measures: usize,
    },
    /// The model's own, for lack of experience.
    Assumed(Period),
}

/// Below so many completed measures with a plan, experience does not count.
const ENOUGH_EXPERIENCE: usize = 10;

impl Forecast {
    /// Computes history and forecast.
    pub fn new(model: &Model, as_of: Date) -> Self {
        let delay = delay(model, as_of);
        let scenarios =
            Scenario::ALL.iter().map(|&scenario| Replay { model, as_of, scenario, delay }.outcome()).collect();
        Self { delay, scenarios }
    }

    /// The levels of a dimension in a scenario, the past included.
    pub fn levels(&self, scenario: Scenario, dimension: Ref<Dimension>) -> &Levels {
        &self.outcome(scenario).levels[dimension.index()]
    }

    /// Whether a criterion is asked for and met in a scenario, the past included.
    pub fn marks(&self, scenario: Scenario, criterion: Ref<Criterion>) -> &Marks {
        &self.outcome(scenario).marks[criterion.index()]
    }

    fn outcome(&self, scenario: Scenario) -> &Outcome {
        let number = Scenario::ALL.iter().position(|&one| one == scenario).unwrap_or(0);
        &self.scenarios[number]
    }

    /// The first day behind `day` on which a level comes to be reached in a scenario.
    pub fn from(&self, scenario: Scenario, dimension: Ref<Dimension>, level: u32, day: Date) -> Option<Date> {
        let later = self.levels(scenario, dimension).changes().iter().filter(|(change, _)| *change > day);
        later.filter(|(_, reached)| reached.is_some_and(|reached| reached >= level)).map(|(change, _)| *change).next()
    }
}

/// The median delay of completed measures with a plan, if there are enough; never below 0.
fn delay(model: &Model, as_of: Date) -> Delay {
    let mut days: Vec<i32> = model.measures.iter().filter_map(|measure| days_late(measure, as_of)).collect();
    days.sort_unstable();
    match days.get(days.len() / 2) {
        Some(&median) if days.len() >= ENOUGH_EXPERIENCE => {
            Delay::Observed { days: median.max(0).unsigned_abs(), measures: days.len() }
        }
        _ => Delay::Assumed(model.maturity.delay),
    }
}

/// Completion minus first planned end, in days; none for what is not completed, has no plan, or has a rollout.
fn days_late(measure: &Measure, as_of: Date) -> Option<i32> {
    let end = measure.plan.as_ref()?.interval.end?.last();
    if measure.rollout.is_some() || !state(measure, None, as_of).completed {
        return None;
    }
    let done = measure.log.until(as_of).rfind(|event| event.kind == EventKind::Completed)?.day();
    Some(end.until(done).ok()?.get_days())
}

impl Delay {
    /// The day so much later.
    pub fn after(self, date: Date) -> Date {
        match self {
            Self::Observed { days, .. } => date.saturating_add(i64::from(days).days()),
            Self::Assumed(period) => period.after(date),
        }
    }

    /// The latest day that, so much later, is not after `date`.
    pub fn before(self, date: Date) -> Date {
        match self {
            Self::Observed { days, .. } => date.saturating_sub(i64::from(days).days()),
            Self::Assumed(period) => period.before(date),
        }
    }
}

/// One walk through time.
#[derive(Clone, Copy)]
struct Replay<'a> {
    model: &'a Model,
    as_of: Date,
    scenario: Scenario,
    delay: Delay,
}

impl Replay<'_> {
    fn outcome(self) -> Outcome {
        let courses = Courses::new(self);
        let marks: Vec<_> =
            self.model.maturity.criteria.refs().map(|(one, criterion)| self.marks(one, criterion, &courses)).collect();
        let levels = self.model.maturity.dimensions.iter().map(|dimension| self.level(dimension, &marks)).collect();
        Outcome { marks, levels }
    }

    /// A dimension's level over time.
    fn level(self, dimension: &Dimension, marks: &[Marks]) -> Levels {
        let criteria: Vec<_> = dimension.criteria.iter().map(|&one| &self.model.maturity.criteria[one]).collect();
        let steps: Vec<_> = dimension.criteria.iter().map(|one| &marks[one.index()]).collect();
        let mut current: Vec<Mark> = steps.iter().map(|steps| *steps.before()).collect();
        let tally = std::cell::RefCell::new(Tally::default());
        criteria.iter().zip(&current).for_each(|(criterion, &mark)| tally.borrow_mut().add(criterion, mark));
        let rule = &self.model.maturity.rule;
        let mut levels = Levels::constant(tally.borrow().standing(rule).level);
        sweep(
            steps,
            |number, &mark| {
                tally.borrow_mut().change(criteria[number], current[number], mark);
                current[number] = mark;
            },
            |day| levels.push(day, tally.borrow().standing(rule).level),
        );
        levels
    }

    /// Whether a criterion is asked for and met, over time.
    fn marks(self, reference: Ref<Criterion>, criterion: &Criterion, courses: &Courses<'_>) -> Marks {
        let met = courses.met(reference, criterion);
        let exemptions: Vec<_> =
            self.model.exemptions.iter().filter(|exemption| exemption.criterion == Some(reference)).collect();
        let behind = |day: Date| day.saturating_add(1.day());
        let mut days: Vec<Date> = met.days().collect();
        days.extend(criterion.from.map(|from| from.first()));
        days.extend(criterion.until.map(|until| behind(until.last())));
        days.extend(exemptions.iter().flat_map(|one| [one.from.first(), behind(one.until.last())]));
        let mark = |day: Option<Date>| {
            let asked = match day {
                Some(day) => criterion.is_valid(day) && !exemptions.iter().any(|exemption| exemption.holds(day)),
                None => criterion.from.is_none(),
            };
            match (asked, day.map_or(*met.before(), |day| *met.at(day))) {
                (false, _) => Mark::NotAsked,
                (true, false) => Mark::Unmet,
                (true, true) => Mark::Met,
            }
        };
        Steps::sampled(mark(None), days, |day| mark(Some(day)))
    }

    /// The day on which the scenario completes something that stands like this and is planned to end then.
    fn completion(self, state: State, end: Option<Date>) -> Option<Date> {
        let tomorrow = self.as_of.saturating_add(1.day());
        let planned = || end.filter(|_| !state.paused).map(|end| end.max(tomorrow));
        if state.completed || state.discarded {
            return None;
        }
        match self.scenario {
            Scenario::Secured => None,
            Scenario::Delayed => planned().map(|end| self.delay.after(end)),
            Scenario::Planned => planned(),
            Scenario::Everything => Some(tomorrow),
        }
    }

    /// What a measure contributes over time, where `done` is the unit's own completion and `completion` the scenario's.
    fn course(self, measure: &Measure, done: Option<Date>, completion: Option<Date>) -> Steps<Rational> {
        let mut days: Vec<Date> = measure.log.until(self.as_of).map(|event| event.day()).chain(done).collect();
        if let Some(period) = measure.validity {
            days.extend(days.clone().into_iter().map(|day| period.after(day)));
        }
        days.extend(measure.coverage.iter().map(|entry| entry.date.last()).filter(|&day| day <= self.as_of));
        days.extend(completion);
        let known = Knowledge::Until(self.as_of);
        Steps::sampled(Rational::zero(), days, |day| match completion {
            Some(completion) if completion <= day => Rational::one(),
            _ => contribution(measure, done, day, known),
        })
    }

    fn plan_end(self, measure: &Measure) -> Option<Date> {
        schedule::timing(measure.plan.as_ref(), &measure.log, None, self.as_of).end.map(|end| end.last())
    }

    fn inherited(self, measure: &Measure) -> Steps<Rational> {
        let state = state(measure, None, self.as_of);
        self.course(measure, None, self.completion(state, self.plan_end(measure)))
    }

    fn in_unit(self, measure: &Measure, rollout: &[RolloutEntry], unit: Ref<Unit>) -> Steps<Rational> {
        let done = unit_done(rollout, unit, self.as_of);
        let own = rollout.iter().find(|entry| entry.unit == unit).and_then(|entry| entry.plan);
        let end = own.map(|plan| plan.last()).or_else(|| self.plan_end(measure));
        self.course(measure, done, self.completion(state(measure, done, self.as_of), end))
    }

    /// A rollout where no unit is assessed: completed with the last of the units it names. Where it names none, the
    /// whole organisation is the one unit, open, with the measure's plan end.
    fn in_all(self, measure: &Measure, rollout: &[RolloutEntry]) -> Steps<Rational> {
        let done = super::contribution::rollout_completion(self.model, measure, self.as_of);
        let whole = state(measure, done, self.as_of);
        let open = rollout.iter().filter_map(|entry| {
            let own = state(measure, unit_done(rollout, entry.unit, self.as_of), self.as_of);
            (!own.completed).then_some((own, entry.plan.map(|plan| plan.last())))
        });
        let open: Vec<_> = if rollout.is_empty() { vec![(whole, None)] } else { open.collect() };
        let completions =
            open.into_iter().map(|(own, end)| self.completion(own, end.or_else(|| self.plan_end(measure))));
        let last = completions.collect::<Option<Vec<_>>>().and_then(|days| days.into_iter().max());
        self.course(measure, done, last.filter(|_| !whole.completed))
    }
}

/// What every measure contributes over time: in all units alike, or in each of its own.
struct Courses<'a> {
    /// Sizes of the assessed units; one of size 1 where there are none.
    sizes: Vec<u32>,
    measures: Vec<Course>,
    contributors: Vec<Vec<Ref<Measure>>>,
    model: &'a Model,
}

enum Course {
    Everywhere(Steps<Rational>),
    PerUnit(Vec<Steps<Rational>>),
}

impl<'a> Courses<'a> {
    fn new(replay: Replay<'a>) -> Self {
        let model = replay.model;
        let units = assessed_units(model);
        let course = |measure: &Measure| match &measure.rollout {
            None => Course::Everywhere(replay.inherited(measure)),
            Some(rollout) if units.is_empty() => Course::Everywhere(replay.in_all(measure, rollout)),
            Some(rollout) => {
                Course::PerUnit(units.iter().map(|&unit| replay.in_unit(measure, rollout, unit)).collect())
            }
        };
        let mut contributors = vec![Vec::new(); model.maturity.criteria.len()];
        for (reference, measure) in model.measures.refs() {
            measure.fulfils.iter().for_each(|criterion| contributors[criterion.index()].push(reference));
        }
        let sizes: Vec<u32> = units.iter().map(|&unit| model.units[unit].size).collect();
        Self {
            sizes: if sizes.is_empty() { vec![1] } else { sizes },
            measures: model.measures.iter().map(course).collect(),
            contributors,
            model,
        }
    }

    /// Whether the whole organisation meets a criterion, over time.
    fn met(&self, reference: Ref<Criterion>, criterion: &Criterion) -> Steps<bool> {
        let measures = &self.contributors[reference.index()];
        let per_unit = |measure: &Ref<Measure>| matches!(self.measures[measure.index()], Course::PerUnit(_));
        let units = if measures.iter().any(per_unit) { self.sizes.len() } else { 1 };
        let steps: Vec<&Steps<Rational>> =
            (0..units).flat_map(|unit| measures.iter().map(move |one| self.course(*one, unit))).collect();
        let sizes = if units == 1 { &[1] } else { self.sizes.as_slice() };
        let shares = std::cell::RefCell::new(Shares::new(criterion, sizes, measures.len(), &steps));
        let mut met = Steps::constant(shares.borrow().met());
        sweep(
            steps.iter().copied(),
            |number, value| shares.borrow_mut().set(number, value.clone()),
            |day| met.push(day, shares.borrow_mut().settled()),
        );
        met
    }

    fn course(&self, measure: Ref<Measure>, unit: usize) -> &Steps<Rational> {
        debug_assert!(measure.index() < self.model.measures.len());
        match &self.measures[measure.index()] {
            Course::Everywhere(steps) => steps,
            Course::PerUnit(units) => &units[unit],
        }
    }
}

/// A criterion's share in each unit, and in the whole; only units that change are computed anew.
struct Shares<'a> {
    sizes: &'a [u32],
    measures: usize,
    needed: usize,
    /// Unit by unit, measure by measure.
    contributions: Vec<Rational>,
    /// The sum of the `k` largest contributions of each unit, times its size.
    sums: Vec<Rational>,
    total: Rational,
    /// What the total has to reach.
    bar: Rational,
    touched: Vec<usize>,
}

impl<'a> Shares<'a> {
    fn new(criterion: &Criterion, sizes: &'a [u32], measures: usize, steps: &[&Steps<Rational>]) -> Self {
        let size: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
        let bar =
            criterion.threshold.value().clone() * Rational::from(u64::from(criterion.count)) * Rational::from(size);
        let mut shares = Self {
            sizes,
            measures,
            needed: criterion.count as usize,
            contributions: steps.iter().map(|steps| steps.before().clone()).collect(),
            sums: vec![Rational::zero(); sizes.len()],
            total: Rational::zero(),
            bar,
            touched: (0..sizes.len()).collect(),
        };
        shares.settled();
        shares
    }

    fn set(&mut self, number: usize, value: Rational) {
        self.contributions[number] = value;
        let unit = number / self.measures;
        if self.touched.last() != Some(&unit) {
            self.touched.push(unit);
        }
    }

    fn met(&self) -> bool {
        self.total >= self.bar
    }

    /// Computes what changed, and whether the criterion is met.
    fn settled(&mut self) -> bool {
        for unit in std::mem::take(&mut self.touched) {
            let mut largest = self.contributions[unit * self.measures..(unit + 1) * self.measures].to_vec();
            largest.sort_unstable_by(|a, b| b.cmp(a));
            let sum: Rational = largest.iter().take(self.needed).sum();
            let sum = sum * Rational::from(u64::from(self.sizes[unit]));
            let before = std::mem::replace(&mut self.sums[unit], sum.clone());
            self.total = self.total.clone() - before + sum;
        }
        self.met()
    }
}
