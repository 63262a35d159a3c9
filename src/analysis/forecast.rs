//! Levels over time: what has happened, and four scenarios of what comes (section "Forecast" of the method).
//!
//! Everything is a step function over days. A measure's contribution changes on the days of its events, of its expiry and
//! of its completion in a scenario; a criterion on those days of its measures and on the days on which it begins or ceases
//! to be asked for; a level on those days of its criteria. Nothing is evaluated in between, and there is no horizon.

use std::cell::RefCell;

use jiff::ToSpan;
use jiff::civil::Date;

use super::contribution::assessed_units;
use super::course::{Course, courses};
pub use super::scenario::{Delay, Scenario};
use super::shares;
use super::tally::{Mark, Tally};
use super::timeline::{Steps, sweep};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;

/// A level over time; none where the dimension is not assessed.
pub type Levels = Steps<Option<u32>>;

/// Whether a criterion is asked for and met, over time.
pub type Marks = Steps<Mark>;

/// Levels over time, dimension by dimension, and what they follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Up to this day everything is known.
    pub as_of: Date,
    /// How late unfinished measures are assumed to be.
    pub delay: Delay,
    /// By measure: what it contributes, everywhere alike or in each assessed unit.
    courses: Vec<Vec<Course>>,
    /// By criterion: the measures that contribute to it, done or not, in table order.
    contributors: Vec<Vec<Ref<Measure>>>,
    /// In the order of [`Scenario::ALL`].
    scenarios: Vec<Outcome>,
}

/// What a scenario comes to, the past included.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outcome {
    /// By criterion: whether it is met, asked for or not.
    met: Vec<Steps<bool>>,
    /// By criterion: whether it is asked for, and met.
    marks: Vec<Marks>,
    /// By dimension: its level.
    levels: Vec<Levels>,
}

impl Forecast {
    /// Computes history and forecast.
    pub fn new(model: &Model, as_of: Date) -> Self {
        let delay = Delay::of(model, as_of);
        let courses = courses(model, as_of, delay);
        let contributors = contributors(model);
        let sizes: Vec<u32> = assessed_units(model).iter().map(|&unit| model.units[unit].size).collect();
        let mut met = vec![Vec::new(); Scenario::ALL.len()];
        for (reference, criterion) in model.maturity.criteria.refs() {
            let measures = contributors[reference.index()].iter().map(|one: &Ref<Measure>| &courses[one.index()]);
            let measures: Vec<Vec<&Course>> = measures.map(|courses| courses.iter().collect()).collect();
            let scenarios = shares::met(criterion, &sizes, &measures, Scenario::ALL, as_of);
            met.iter_mut().zip(scenarios).for_each(|(all, one)| all.push(one));
        }
        let scenarios = met.into_iter().map(|met| Outcome::new(model, met)).collect();
        Self { as_of, delay, courses, contributors, scenarios }
    }

    /// The levels of a part of the organisation in each of some scenarios, the past included: of one assessed unit, or of
    /// several below a parent, in table order. Computed when it is asked for.
    pub fn levels_of<const N: usize>(
        &self,
        model: &Model,
        units: &[Ref<Unit>],
        scenarios: [Scenario; N],
        dimension: Ref<Dimension>,
    ) -> [Levels; N] {
        let sizes: Vec<u32> = units.iter().map(|&unit| model.units[unit].size).collect();
        let counts = |course: &&Course| course.unit.is_none_or(|unit| units.contains(&unit));
        let courses =
            |&measure: &Ref<Measure>| -> Vec<&Course> { self.courses(measure).iter().filter(counts).collect() };
        let marks = |&reference: &Ref<Criterion>| -> Vec<Marks> {
            let criterion = &model.maturity.criteria[reference];
            let measures: Vec<_> = self.contributors(reference).iter().map(courses).collect();
            let met = shares::met(criterion, &sizes, &measures, &scenarios, self.as_of);
            met.iter().map(|met| marks(model, reference, criterion, met)).collect()
        };
        let dimension = &model.maturity.dimensions[dimension];
        let marks: Vec<_> = dimension.criteria.iter().map(marks).collect();
        let marks = |number: usize| -> Vec<&Marks> { marks.iter().map(|one| &one[number]).collect() };
        std::array::from_fn(|number| levels(model, dimension, &marks(number)))
    }

    /// The levels of a dimension in a scenario, the past included.
    pub fn levels(&self, scenario: Scenario, dimension: Ref<Dimension>) -> &Levels {
        &self.scenarios[scenario.number()].levels[dimension.index()]
    }

    /// Whether a criterion is asked for and met in a scenario, the past included.
    pub fn marks(&self, scenario: Scenario, criterion: Ref<Criterion>) -> &Marks {
        &self.scenarios[scenario.number()].marks[criterion.index()]
    }

    /// Whether a criterion is met in a scenario, asked for or not, the past included.
    pub fn met(&self, scenario: Scenario, criterion: Ref<Criterion>) -> &Steps<bool> {
        &self.scenarios[scenario.number()].met[criterion.index()]
    }

    /// The measures that contribute to a criterion, done or not, in table order.
    pub fn contributors(&self, criterion: Ref<Criterion>) -> &[Ref<Measure>] {
        &self.contributors[criterion.index()]
    }

    /// What a measure contributes: a single course that counts everywhere, or one for each assessed unit.
    pub fn courses(&self, measure: Ref<Measure>) -> &[Course] {
        &self.courses[measure.index()]
    }

    /// The first day behind `day` on which a level comes to be reached in a scenario.
    pub fn from(&self, scenario: Scenario, dimension: Ref<Dimension>, level: u32, day: Date) -> Option<Date> {
        let later = self.levels(scenario, dimension).changes().iter().filter(|(change, _)| *change > day);
        later.filter(|(_, reached)| reached.is_some_and(|reached| reached >= level)).map(|(change, _)| *change).next()
    }
}

fn contributors(model: &Model) -> Vec<Vec<Ref<Measure>>> {
    let mut contributors = vec![Vec::new(); model.maturity.criteria.len()];
    for (reference, measure) in model.measures.refs() {
        measure.fulfils.iter().for_each(|criterion| contributors[criterion.index()].push(reference));
    }
    contributors
}

impl Outcome {
    /// Follows what is met through time.
    fn new(model: &Model, met: Vec<Steps<bool>>) -> Self {
        let criteria = model.maturity.criteria.refs().zip(&met);
        let marks: Vec<_> =
            criteria.map(|((reference, criterion), met)| marks(model, reference, criterion, met)).collect();
        let levels = model.maturity.dimensions.iter().map(|dimension| {
            let marks: Vec<_> = dimension.criteria.iter().map(|one| &marks[one.index()]).collect();
            levels(model, dimension, &marks)
        });
        let levels = levels.collect();
        Self { met, marks, levels }
    }
}

/// Whether a criterion is asked for and met, over time.
fn marks(model: &Model, reference: Ref<Criterion>, criterion: &Criterion, met: &Steps<bool>) -> Marks {
    let exemptions: Vec<_> =
        model.exemptions.iter().filter(|exemption| exemption.criterion == Some(reference)).collect();
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

/// A dimension's level over time; `marks` are those of its criteria.
fn levels(model: &Model, dimension: &Dimension, marks: &[&Marks]) -> Levels {
    let criteria: Vec<_> = dimension.criteria.iter().map(|&one| &model.maturity.criteria[one]).collect();
    let mut current: Vec<Mark> = marks.iter().map(|marks| *marks.before()).collect();
    let tally = RefCell::new(Tally::default());
    criteria.iter().zip(&current).for_each(|(criterion, &mark)| tally.borrow_mut().add(criterion, mark));
    let rule = &model.maturity.rule;
    let mut levels = Levels::constant(tally.borrow().standing(rule).level);
    sweep(
        marks.iter().copied(),
        |number, &mark| {
            tally.borrow_mut().change(criteria[number], current[number], mark);
            current[number] = mark;
        },
        |day| levels.push(day, tally.borrow().standing(rule).level),
    );
    levels
}
