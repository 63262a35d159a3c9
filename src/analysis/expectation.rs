//! When a level is to be expected and what decides it; and where the plan does not lead there, what stands in its way.

use jiff::civil::Date;

use super::causes::{self, Cause, Happening, MeasureReason, Reason};
use super::course::Course;
use super::forecast::Forecast;
use super::scenario::Scenario;
use super::tally::{Mark, Tally};
use super::timeline::sweep;
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::Rational;

/// A level that a scenario leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The first day behind the as-of date on which it is reached.
    pub day: Date,
    /// What decides it: the criteria that flip on that very day and serve to reach it, and why they do; never none.
    pub causes: Vec<Cause>,
}

/// A level that the plan does not lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    /// The day from which on the fewest criteria stand in the way; the last one, if there are several.
    pub day: Date,
    /// The criteria that stand in the way even then, in the model's order.
    pub obstacles: Vec<Obstacle>,
}

/// An unmet criterion of a level that does not pass without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The criterion.
    pub criterion: Ref<Criterion>,
    /// How many measures contribute to it, done or not.
    pub measures: usize,
    /// How many wholly effective measures it takes.
    pub needed: u32,
    /// The measures that do not contribute wholly, and why.
    pub lacks: Vec<Lack>,
}

/// A measure that does not contribute wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The measure.
    pub measure: Ref<Measure>,
    /// Why not.
    pub hindrance: Hindrance,
    /// The units of a rollout of which that is true; none where it counts everywhere alike.
    pub units: Vec<Ref<Unit>>,
}

/// Why a measure does not contribute wholly, though everything comes as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// It is discarded.
    Discarded,
    /// It rests.
    Paused,
    /// Nobody knows when it will be done.
    NoPlanEnd,
    /// It comes later, when something else is lost.
    Later(Date),
    /// Its operation has ended.
    Ended,
    /// Its last confirmation no longer counts from this day on.
    Expired(Date),
    /// It covers only a share of its field.
    Coverage(Rational),
}

impl Expected {
    /// The measures whose completion in the scenario decides it, each once, with the units that do; none where dates or
    /// exemptions decide.
    pub fn measures(&self) -> Vec<MeasureReason> {
        let mut measures: Vec<MeasureReason> = Vec::new();
        for reason in self.causes.iter().flat_map(|cause| &cause.reasons) {
            let Reason::Measure(reason) = reason else { continue };
            if reason.happening != Happening::Expected {
                continue;
            }
            match measures.iter_mut().find(|told| told.measure == reason.measure) {
                Some(told) => told.add_units(&reason.units),
                None => measures.push(reason.clone()),
            }
        }
        measures
    }
}

/// When a level that is not reached at the as-of date is to be expected; none where it is reached, or never will be.
pub fn expected(
    model: &Model,
    forecast: &Forecast,
    scenario: Scenario,
    dimension: Ref<Dimension>,
    level: u32,
) -> Option<Expected> {
    let now = *forecast.levels(scenario, dimension).at(forecast.as_of);
    if now.is_some_and(|now| now >= level) {
        return None;
    }
    let day = forecast.from(scenario, dimension, level, forecast.as_of)?;
    let asked = |&&one: &&Ref<Criterion>| *forecast.marks(scenario, one).at(day) != Mark::NotAsked;
    let criteria = model.maturity.dimensions[dimension].criteria.iter().filter(asked);
    let goal = criteria.map(|&one| model.maturity.criteria[one].level).find(|&one| one >= level)?;
    Some(Expected { day, causes: causes::of_rise_to(model, forecast, scenario, (dimension, goal), day) })
}

/// What stands in the way of a level that is not reached at the as-of date and that the plan does not lead to; none where
/// it does, or where nothing is asked for on this level or above.
pub fn blocked(model: &Model, forecast: &Forecast, dimension: Ref<Dimension>, level: u32) -> Option<Blocked> {
    let levels = forecast.levels(PLAN, dimension);
    let reached = levels.at(forecast.as_of).is_some_and(|now| now >= level);
    if reached || forecast.from(PLAN, dimension, level, forecast.as_of).is_some() {
        return None;
    }
    let search = Search { model, forecast, dimension, level };
    let day = search.closest()?;
    let obstacles = search.on(day).into_iter().map(|one| search.obstacle(one, day)).collect();
    Some(Blocked { day, obstacles })
}

const PLAN: Scenario = Scenario::Planned;

/// The search for what stands in the way of a level.
#[derive(Clone, Copy)]
struct Search<'a> {
    model: &'a Model,
    forecast: &'a Forecast,
    dimension: Ref<Dimension>,
    level: u32,
}

impl Search<'_> {
    fn criteria(&self) -> &[Ref<Criterion>] {
        &self.model.maturity.dimensions[self.dimension].criteria
    }

    fn mark(&self, criterion: Ref<Criterion>, day: Date) -> Mark {
        *self.forecast.marks(PLAN, criterion).at(day)
    }

    /// The last day from which on the fewest criteria stand in the way.
    fn closest(&self) -> Option<Date> {
        let as_of = self.forecast.as_of;
        let steps = self.criteria().iter().map(|&one| self.forecast.marks(PLAN, one));
        let mut days = vec![as_of];
        sweep(steps, |_, _| {}, |day| days.extend(Some(day).filter(|&day| day > as_of)));
        days.reverse();
        let counted = days.into_iter().filter_map(|day| {
            let count = self.on(day).len();
            (count > 0).then_some((day, count))
        });
        counted.min_by_key(|&(_, count)| count).map(|(day, _)| day)
    }

    /// The criteria that stand in the way on a day.
    fn on(&self, day: Date) -> Vec<Ref<Criterion>> {
        let mut tally = Tally::default();
        for &one in self.criteria() {
            tally.add(&self.model.maturity.criteria[one], self.mark(one, day));
        }
        let fails = tally.failing(&self.model.maturity.rule, self.level);
        let stands = |&&one: &&Ref<Criterion>| {
            self.mark(one, day) == Mark::Unmet && fails.contains(&self.model.maturity.criteria[one].level)
        };
        self.criteria().iter().filter(stands).copied().collect()
    }

    fn obstacle(&self, reference: Ref<Criterion>, day: Date) -> Obstacle {
        let criterion = &self.model.maturity.criteria[reference];
        let share = criterion.threshold.value();
        let enough = |&count: &u32| {
            Rational::from(u64::from(count)) >= share.clone() * Rational::from(u64::from(criterion.count))
        };
        let measures = self.forecast.contributors(reference);
        Obstacle {
            criterion: reference,
            measures: measures.len(),
            needed: (1..=criterion.count).find(enough).unwrap_or(criterion.count),
            lacks: measures.iter().flat_map(|&measure| self.lacks(measure, day)).collect(),
        }
    }

    /// Why a measure does not contribute wholly on a day; units of which the same is true are told together.
    fn lacks(&self, measure: Ref<Measure>, day: Date) -> Vec<Lack> {
        let mut lacks: Vec<Lack> = Vec::new();
        for course in self.forecast.courses(measure) {
            let Some(hindrance) = hindrance(&self.model.measures[measure], course, day) else { continue };
            match lacks.iter_mut().find(|told| told.hindrance == hindrance) {
                Some(told) => told.units.extend(course.unit),
                None => lacks.push(Lack { measure, hindrance, units: course.unit.into_iter().collect() }),
            }
        }
        lacks
    }
}

/// Why a measure does not contribute wholly on a day; none where it does.
fn hindrance(measure: &Measure, course: &Course, day: Date) -> Option<Hindrance> {
    let (share, state) = (course.at(PLAN, day), course.state);
    let expiry = measure.validity.zip(state.confirmed).map(|(period, confirmed)| period.after(confirmed));
    match (expiry, course.completion(PLAN)) {
        _ if share == Rational::one() => None,
        _ if state.counts(measure, day) => Some(Hindrance::Coverage(share)),
        _ if state.completed && state.ended => Some(Hindrance::Ended),
        (Some(expiry), _) if state.completed => Some(Hindrance::Expired(expiry)),
        _ if state.discarded => Some(Hindrance::Discarded),
        (_, Some(later)) => Some(Hindrance::Later(later)),
        _ if state.paused => Some(Hindrance::Paused),
        _ => Some(Hindrance::NoPlanEnd),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::world::town;
    use super::*;

    const AS_OF: Date = date(2024, 12, 31);

    fn forecast(model: &Model) -> Forecast {
        Forecast::new(model, AS_OF)
    }

    /// The day and the measures that decide a level, with the units.
    fn decided(model: &Model, scenario: Scenario, level: u32) -> Option<(Date, Vec<String>)> {
        let expected = expected(model, &forecast(model), scenario, Ref::new(0), level)?;
        let words = |one: &MeasureReason| {
            let units = one.units.iter().map(|&unit| format!(" {}", model.units[unit].head.id.value));
            format!("{}{}", model.measures[one.measure].head.id.value, units.collect::<String>())
        };
        Some((expected.day, expected.measures().iter().map(words).collect()))
    }

    fn obstacles(model: &Model, level: u32) -> Vec<String> {
        let blocked = blocked(model, &forecast(model), Ref::new(0), level).unwrap();
        let lack = |lack: &Lack| {
            let units: String =
                lack.units.iter().map(|&unit| format!(" {}", model.units[unit].head.id.value)).collect();
            format!(", {} {:?}{units}", model.measures[lack.measure].head.id.value, lack.hindrance)
        };
        let words = |one: &Obstacle| {
            let lacks: String = one.lacks.iter().map(lack).collect();
            format!("{}: {} of {}{lacks}", model.maturity.criteria[one.criterion].id.value, one.measures, one.needed)
        };
        blocked.obstacles.iter().map(words).collect()
    }

    #[test]
    fn the_measure_that_comes_last_decides() {
        let measures = [
            ("m1", "erfuellt: [a]\nplan: {beginn: 2024-01-01, ende: 2025-03-31}"),
            ("m2", "erfuellt: [b]\nplan: {beginn: 2024-01-01, ende: 2025-06}"),
            ("m3", "erfuellt: [c]\nplan: {beginn: 2024-01-01, ende: 2025-02-01}"),
        ];
        let model = town("{1: {a: A, b: B}, 3: {c: C}}", &measures, &[]);
        let last = |day| Some((day, vec!["m2".to_owned()]));
        assert_eq!(decided(&model, Scenario::Planned, 1), last(date(2025, 6, 30)));
        assert_eq!(decided(&model, Scenario::Delayed, 1), last(date(2025, 12, 30)));
        assert_eq!(decided(&model, Scenario::Secured, 1), None);
        // Level 2 asks for nothing and is reached together with level 3, for which m3 comes early.
        assert_eq!(decided(&model, Scenario::Planned, 2), last(date(2025, 6, 30)));
        let all = ["m1", "m2"].map(str::to_owned).to_vec();
        assert_eq!(decided(&model, Scenario::Everything, 1), Some((date(2025, 1, 1), all)));
        assert_eq!(blocked(&model, &forecast(&model), Ref::new(0), 3), None);
    }

    #[test]
    fn the_unit_that_comes_last_is_named() {
        let units = "einheiten: {x: {titel: X, bewertet: ja}, y: {titel: Y, bewertet: ja}}\n";
        let measures = [("m1", "erfuellt: [a]\nrollout: {x: {plan: 2025-03-31}, y: {plan: 2025-09-30}}")];
        let model = town("{1: {a: A}}", &measures, &[("organisation.yaml", units)]);
        assert_eq!(decided(&model, Scenario::Planned, 1), Some((date(2025, 9, 30), vec!["m1 y".to_owned()])));
    }

    #[test]
    fn a_measure_that_decides_twice_is_named_once_with_all_units() {
        let units = "einheiten: {x: {titel: X, bewertet: ja}, y: {titel: Y, bewertet: ja}}\n";
        let measures = [
            ("m1", "erfuellt: [a, b]\nrollout: {x: {plan: 2025-03-31}, y: {plan: 2025-03-31}}"),
            ("m2", "erfuellt: [a]\nrollout: {x: {plan: 2025-12-31}, y: {am: 2024-03-31}}"),
        ];
        let model = town("{1: {a: A, b: B}}", &measures, &[("organisation.yaml", units)]);
        assert_eq!(decided(&model, Scenario::Planned, 1), Some((date(2025, 3, 31), vec!["m1 x y".to_owned()])));
    }

    #[test]
    fn a_date_of_the_model_can_decide() {
        let exemptions = "- {kriterium: a, von: 2025-02-01, bis: 2025-12-31, grund: Haushaltssperre}\n";
        let measures = [("m1", "erfuellt: [b]\nverlauf: [{am: 2024-01-01, ereignis: umgesetzt}]")];
        let model = town("{1: {a: A, b: B}}", &measures, &[("ausnahmen.yaml", exemptions)]);
        assert_eq!(decided(&model, Scenario::Planned, 1), Some((date(2025, 2, 1), Vec::new())));
        let expected = expected(&model, &forecast(&model), Scenario::Planned, Ref::new(0), 1).unwrap();
        assert_eq!(expected.causes[0].reasons, [Reason::ExemptionBegins(0)]);
    }

    #[test]
    fn what_stands_in_the_way() {
        let done = "{am: 2024-01-01, ereignis: umgesetzt}";
        let plan = "plan: {beginn: 2024-01-01, ende: 2025-12-31}";
        let measures = [
            ("b1", "erfuellt: [b]"),
            ("c1", &*format!("erfuellt: [c]\nverlauf: [{done}]")),
            ("d1", &*format!("erfuellt: [d]\n{plan}\nverlauf: [{{am: 2024-01-01, ereignis: pausiert, grund: x}}]")),
            ("e1", &*format!("erfuellt: [e]\n{plan}\nverlauf: [{{am: 2024-01-01, ereignis: eingestellt, grund: x}}]")),
            ("f1", &*format!("erfuellt: [f]\ngueltig: 6 Monate\nverlauf: [{done}]")),
            ("g1", &*format!("erfuellt: [g]\nabdeckung: [{{am: 2024-01-01, anteil: 1/2}}]\nverlauf: [{done}]")),
            ("h1", &*format!("erfuellt: [h]\nverlauf: [{done}, {{am: 2024-02-01, ereignis: beendet}}]")),
            ("i1", &*format!("erfuellt: [i]\n{plan}")),
        ];
        let levels = "{1: {a: A, b: B, c: {text: C, anzahl: 3}, d: D, e: E, f: F, g: G, h: H, i: I}}";
        assert_eq!(
            obstacles(&town(levels, &measures, &[]), 1),
            [
                "a: 0 of 1",
                "b: 1 of 1, b1 NoPlanEnd",
                "c: 1 of 3",
                "d: 1 of 1, d1 Paused",
                "e: 1 of 1, e1 Discarded",
                "f: 1 of 1, f1 Expired(2024-07-01)",
                "g: 1 of 1, g1 Coverage(Rational(Small(Ratio { numer: 1, denom: 2 })))",
                "h: 1 of 1, h1 Ended",
            ]
        );
    }

    #[test]
    fn what_is_lost_before_the_rest_comes() {
        let measures = [
            ("m1", "erfuellt: [a]\ngueltig: 6 Monate\nverlauf: [{am: 2024-12-01, ereignis: umgesetzt}]"),
            ("m2", "erfuellt: [b]\nplan: {beginn: 2024-01-01, ende: 2025-12-31}"),
        ];
        let model = town("{1: {a: A, b: B}}", &measures, &[]);
        let blocked = blocked(&model, &forecast(&model), Ref::new(0), 1).unwrap();
        assert_eq!(blocked.day, date(2025, 12, 31));
        assert_eq!(obstacles(&model, 1), ["a: 1 of 1, m1 Expired(2025-06-01)"]);
    }

    #[test]
    fn under_a_threshold_only_levels_that_fail_are_in_the_way() {
        let levels = "{1: {a: {text: A, gewicht: 4}, b: B}, 2: {c: C}}";
        let measures = [("m1", "erfuellt: [a]\nverlauf: [{am: 2024-01-01, ereignis: umgesetzt}]")];
        let mut model = town(levels, &measures, &[]);
        model.maturity.rule =
            crate::content::maturity_model::Rule::Threshold(crate::content::scalar::Share::parse("80 %").unwrap());
        assert_eq!(obstacles(&model, 2), ["c: 0 of 1"]);
    }
}
