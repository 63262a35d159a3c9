//! Why a level changed on a day: the criteria that flipped on it, and what flipped them.
//!
//! Only what matters is named. Of the criteria those that flipped the way the level went, up to the higher of its two
//! values; of the measures those that count towards the criterion and whose contribution changed the same way.

use std::cmp::Reverse;

use jiff::ToSpan;
use jiff::civil::Date;

use super::contribution::{events, state, unit_done};
use super::course::Course;
use super::forecast::Forecast;
use super::scenario::Scenario;
use super::tally::Mark;
use crate::content::Model;
use crate::content::common::EventKind;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::{Period, Rational};

/// A change of a dimension's level, and what brought it about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub day: Date,
    /// The level until then; none where the dimension was not assessed.
    pub from: Option<u32>,
    /// The level from then on.
    pub to: Option<u32>,
    /// The criteria behind it, in the model's order; never none.
    pub causes: Vec<Cause>,
}

/// A criterion that came to be met, unmet, asked for or no longer asked for on the day of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// The criterion.
    pub criterion: Ref<Criterion>,
    /// How it stood until then.
    pub from: Mark,
    /// How it stands from then on.
    pub to: Mark,
    /// What happened on that day; never nothing.
    pub reasons: Vec<Reason>,
}

/// What flipped a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The model asks for it from this day on (`ab`).
    Begins,
    /// The model no longer asks for it (`bis` was the day before).
    Ceases,
    /// An exemption begins: its position in the model.
    ExemptionBegins(usize),
    /// The day before was an exemption's last: its position in the model.
    ExemptionEnds(usize),
    /// Something happened to a measure.
    Measure(MeasureReason),
}

/// What happened to a measure, so that it contributes more, or less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureReason {
    /// The measure.
    pub measure: Ref<Measure>,
    /// What happened.
    pub happening: Happening,
    /// The units of a rollout in which it did; none where it counts everywhere alike.
    pub units: Vec<Ref<Unit>>,
}

impl MeasureReason {
    /// Adds units that are not named yet, in table order.
    pub(super) fn add_units(&mut self, units: &[Ref<Unit>]) {
        self.units.extend(units);
        self.units.sort_unstable();
        self.units.dedup();
    }
}

/// What can happen to a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Completed.
    Completed,
    /// Confirmed again after it had expired.
    Confirmed,
    /// Reopened.
    Reopened,
    /// Its operation ended.
    Ended,
    /// Given up in operation.
    Discontinued,
    /// It covers more or less of its field than before.
    Coverage {
        /// Until then.
        from: Rational,
        /// From then on.
        to: Rational,
    },
    /// Nobody confirmed it again in time.
    Expired {
        /// The last confirmation.
        confirmed: Date,
        /// How long one holds.
        period: Period,
    },
    /// The scenario completes it: nothing that has happened yet.
    Expected,
}

/// Every change of a dimension's level in a scenario, the past included, oldest first.
pub fn changes(model: &Model, forecast: &Forecast, scenario: Scenario, dimension: Ref<Dimension>) -> Vec<Change> {
    let levels = forecast.levels(scenario, dimension).changes().iter();
    levels.map(|&(day, _)| Day { model, forecast, scenario, day }.change(dimension)).collect()
}

/// The causes of a rise on a day, as far as they serve to reach a level.
pub(super) fn of_rise_to(
    model: &Model,
    forecast: &Forecast,
    scenario: Scenario,
    (dimension, level): (Ref<Dimension>, u32),
    day: Date,
) -> Vec<Cause> {
    let one = Day { model, forecast, scenario, day };
    one.causes(dimension, |flip| flip.is_up() && flip.level <= level)
}

/// A day in a scenario.
#[derive(Clone, Copy)]
struct Day<'a> {
    model: &'a Model,
    forecast: &'a Forecast,
    scenario: Scenario,
    day: Date,
}

/// How a criterion of a level flips.
#[derive(Clone, Copy)]
struct Flip {
    level: u32,
    from: Mark,
    to: Mark,
}

impl Flip {
    /// Meeting a criterion never lowers a level, and neither does ceasing to ask for an unmet one; asking for a met one may
    /// raise it, ceasing to ask for it never does.
    fn is_up(self) -> bool {
        let worth = |mark| match mark {
            Mark::Unmet => 0,
            Mark::NotAsked => 1,
            Mark::Met => 2,
        };
        worth(self.to) > worth(self.from)
    }

    fn is_of_asking(self) -> bool {
        (self.from == Mark::NotAsked) != (self.to == Mark::NotAsked)
    }
}

impl<'a> Day<'a> {
    fn change(self, dimension: Ref<Dimension>) -> Change {
        let levels = self.forecast.levels(self.scenario, dimension);
        let (from, to) = (*levels.on_the_eve_of(self.day), *levels.at(self.day));
        let matters = |flip: Flip| match (from, to) {
            (Some(from), Some(to)) => flip.is_up() == (to > from) && flip.level <= to.max(from),
            _ => flip.is_of_asking(),
        };
        Change { day: self.day, from, to, causes: self.causes(dimension, matters) }
    }

    /// The criteria of a dimension that flipped in a way that matters.
    fn causes(self, dimension: Ref<Dimension>, matters: impl Fn(Flip) -> bool) -> Vec<Cause> {
        let criteria = self.model.maturity.dimensions[dimension].criteria.iter();
        let cause = |&reference: &Ref<Criterion>| {
            let marks = self.forecast.marks(self.scenario, reference);
            let (from, to) = (*marks.on_the_eve_of(self.day), *marks.at(self.day));
            let flip = Flip { level: self.model.maturity.criteria[reference].level, from, to };
            let told = from != to && matters(flip);
            told.then(|| Cause { criterion: reference, from, to, reasons: self.reasons(reference, flip) })
        };
        criteria.filter_map(cause).collect()
    }

    fn reasons(self, criterion: Ref<Criterion>, flip: Flip) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if flip.is_of_asking() {
            reasons.extend(self.asking(criterion, flip.from == Mark::NotAsked));
        }
        let met = self.forecast.met(self.scenario, criterion);
        let (before, after) = (*met.on_the_eve_of(self.day), *met.at(self.day));
        if before != after {
            reasons.extend(self.measures(criterion, after).into_iter().map(Reason::Measure));
        }
        reasons
    }

    /// Dates of the model and of exemptions that make a criterion asked for on this day, or no longer.
    fn asking(self, reference: Ref<Criterion>, begins: bool) -> Vec<Reason> {
        let criterion = &self.model.maturity.criteria[reference];
        let is_first = |first: Date| first == self.day;
        let is_behind = |last: Date| last.saturating_add(1.day()) == self.day;
        let dated = match begins {
            true => criterion.from.filter(|from| is_first(from.first())).map(|_| Reason::Begins),
            false => criterion.until.filter(|until| is_behind(until.last())).map(|_| Reason::Ceases),
        };
        let exemptions = self.model.exemptions.iter().enumerate().filter(|(_, one)| one.criterion == Some(reference));
        let exempt = exemptions.filter_map(|(index, one)| match begins {
            true => is_behind(one.until.last()).then_some(Reason::ExemptionEnds(index)),
            false => is_first(one.from.first()).then_some(Reason::ExemptionBegins(index)),
        });
        dated.into_iter().chain(exempt).collect()
    }

    /// The measures whose contribution to a criterion rose (or fell), unit by unit, if it is among the largest that count.
    fn measures(self, criterion: Ref<Criterion>, rose: bool) -> Vec<MeasureReason> {
        let contributors = self.forecast.contributors(criterion);
        let needed = self.model.maturity.criteria[criterion].count as usize;
        let units = contributors.iter().map(|&one| self.forecast.courses(one).len()).max().unwrap_or(0);
        let mut reasons = Vec::new();
        for unit in 0..units {
            let moves: Vec<_> = contributors.iter().filter_map(|&one| self.movement(one, unit)).collect();
            let mut largest: Vec<&Rational> = moves.iter().map(|movement| movement.higher(rose)).collect();
            largest.sort_unstable_by_key(|&value| Reverse(value));
            let least = largest.get(needed.saturating_sub(1));
            let counts = |one: &&Movement<'_>| least.is_none_or(|&least| one.higher(rose) >= least);
            for movement in moves.iter().filter(|movement| movement.went(rose)).filter(counts) {
                self.tell(&mut reasons, movement);
            }
        }
        reasons
    }

    fn movement(self, measure: Ref<Measure>, unit: usize) -> Option<Movement<'a>> {
        let courses = self.forecast.courses(measure);
        let course = courses.get(unit).or(courses.first())?;
        let (from, to) = (course.on_the_eve_of(self.scenario, self.day), course.at(self.scenario, self.day));
        Some(Movement { measure, course, from, to })
    }

    /// Adds what moved a contribution; units in which the same happened are told together.
    fn tell(self, reasons: &mut Vec<MeasureReason>, movement: &Movement<'_>) {
        let Some(happening) = self.happening(movement) else { return };
        let same = |told: &&mut MeasureReason| told.measure == movement.measure && told.happening == happening;
        match reasons.iter_mut().find(same) {
            Some(told) if movement.course.unit.is_some() => told.units.extend(movement.course.unit),
            Some(_) => {}
            None => {
                let units = self.units(movement, &happening);
                reasons.push(MeasureReason { measure: movement.measure, happening, units });
            }
        }
    }

    /// The unit of the course; of a rollout without assessed units those that came last.
    fn units(self, movement: &Movement<'_>, happening: &Happening) -> Vec<Ref<Unit>> {
        let rollout = self.model.measures[movement.measure].rollout.as_deref().unwrap_or_default();
        match (movement.course.unit, happening) {
            (Some(unit), _) => vec![unit],
            (None, Happening::Completed) => {
                let named = rollout.iter().map(|entry| entry.unit);
                named.filter(|&unit| unit_done(rollout, unit, self.day) == Some(self.day)).collect()
            }
            (None, _) => Vec::new(),
        }
    }

    /// What happened last that made a measure count, or no longer; if it counts before and after, its coverage changed.
    fn happening(self, movement: &Movement<'_>) -> Option<Happening> {
        if movement.course.completion(self.scenario) == Some(self.day) {
            return Some(Happening::Expected);
        }
        let measure = &self.model.measures[movement.measure];
        let known = self.day.min(self.forecast.as_of);
        let eve = self.day.saturating_sub(1.day());
        let mut state = state(measure, movement.course.done, eve.min(known));
        let before = state.counts(measure, eve);
        let mut counts = state.counts(measure, self.day);
        let expired = measure.validity.zip(state.confirmed).filter(|_| before && !counts);
        let mut last = expired.map(|(period, confirmed)| Happening::Expired { confirmed, period });
        for (_, kind) in events(measure, movement.course.done, known).filter(|&(day, _)| day == self.day) {
            state.apply(self.day, kind, measure.effect);
            if state.counts(measure, self.day) != counts {
                counts = !counts;
                last = Happening::of(kind);
            }
        }
        if counts == before {
            let (from, to) = (movement.from.clone(), movement.to.clone());
            last = Some(Happening::Coverage { from, to });
        }
        last
    }
}

impl Happening {
    /// Events that can make a measure count, or no longer.
    fn of(kind: EventKind) -> Option<Self> {
        match kind {
            EventKind::Completed => Some(Self::Completed),
            EventKind::Confirmed => Some(Self::Confirmed),
            EventKind::Reopened => Some(Self::Reopened),
            EventKind::Ended => Some(Self::Ended),
            EventKind::Discontinued => Some(Self::Discontinued),
            EventKind::Resolved | EventKind::Begun | EventKind::Shifted | EventKind::Paused | EventKind::Resumed => {
                None
            }
        }
    }
}

/// What a measure contributes until a day, and from then on.
struct Movement<'a> {
    measure: Ref<Measure>,
    course: &'a Course,
    from: Rational,
    to: Rational,
}

impl Movement<'_> {
    fn went(&self, up: bool) -> bool {
        self.from != self.to && (self.to > self.from) == up
    }

    /// The higher value of a rise, or of a fall.
    fn higher(&self, up: bool) -> &Rational {
        if up { &self.to } else { &self.from }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::world::town;
    use super::*;

    const LEVELS: &str = "{1: {a: A, b: {text: B, schwelle: 50 %}}, 2: {c: C}}";

    /// Every change up to the end of 2024 and what is secured behind it, in words.
    fn told(model: &Model) -> Vec<String> {
        let forecast = Forecast::new(model, date(2024, 12, 31));
        let changes = changes(model, &forecast, Scenario::Secured, Ref::new(0));
        changes.iter().map(|change| words(model, change)).collect()
    }

    fn words(model: &Model, change: &Change) -> String {
        let level = |level: Option<u32>| level.map_or("-".to_owned(), |level| level.to_string());
        let causes = change.causes.iter().map(|cause| {
            let reasons: Vec<_> = cause.reasons.iter().map(|reason| reason_words(model, reason)).collect();
            format!("{} {:?}: {}", model.maturity.criteria[cause.criterion].id.value, cause.to, reasons.join(", "))
        });
        let causes: Vec<_> = causes.collect();
        format!("{} {}->{} {}", change.day, level(change.from), level(change.to), causes.join("; "))
    }

    fn reason_words(model: &Model, reason: &Reason) -> String {
        let Reason::Measure(reason) = reason else { return format!("{reason:?}") };
        let units: String = reason.units.iter().map(|&unit| format!(" {}", model.units[unit].head.id.value)).collect();
        let happening = match &reason.happening {
            Happening::Coverage { from, to } => format!("Coverage {from}-{to}"),
            Happening::Expired { confirmed, period } => format!("Expired {confirmed} {period}"),
            plain => format!("{plain:?}"),
        };
        format!("{} {happening}{units}", model.measures[reason.measure].head.id.value)
    }

    #[test]
    fn events_of_measures() {
        let measures = [
            (
                "m1",
                "erfuellt: [a]\nverlauf: [{am: 2024-01-10, ereignis: umgesetzt}, {am: 2024-04-01, ereignis: wiedereroeffnet}, {am: 2024-05-01, ereignis: umgesetzt}, {am: 2024-06-01, ereignis: beendet}]",
            ),
            (
                "m2",
                "erfuellt: [b]\nverlauf: [{am: 2024-01-01, ereignis: umgesetzt}]\nabdeckung: [{am: 2024-01-01, anteil: 1/4}, {am: 2024-02, anteil: 3/4}]",
            ),
        ];
        assert_eq!(
            told(&town(LEVELS, &measures, &[])),
            [
                "2024-02-29 0->1 b Met: m2 Coverage 1/4-3/4",
                "2024-04-01 1->0 a Unmet: m1 Reopened",
                "2024-05-01 0->1 a Met: m1 Completed",
                "2024-06-01 1->0 a Unmet: m1 Ended",
            ]
        );
    }

    #[test]
    fn expiry_and_confirmation_and_what_comes_without_anybody_doing_anything() {
        let measures = [(
            "m1",
            "erfuellt: [a, b]\ngueltig: 6 Monate\nverlauf: [{am: 2024-01-10, ereignis: umgesetzt}, {am: 2024-08-01, ereignis: geprueft}]",
        )];
        assert_eq!(
            told(&town(LEVELS, &measures, &[])),
            [
                "2024-01-10 0->1 a Met: m1 Completed; b Met: m1 Completed",
                "2024-07-10 1->0 a Unmet: m1 Expired 2024-01-10 6 Monate; b Unmet: m1 Expired 2024-01-10 6 Monate",
                "2024-08-01 0->1 a Met: m1 Confirmed; b Met: m1 Confirmed",
                "2025-02-01 1->0 a Unmet: m1 Expired 2024-08-01 6 Monate; b Unmet: m1 Expired 2024-08-01 6 Monate",
            ]
        );
    }

    #[test]
    fn dates_of_the_model_and_exemptions() {
        let levels = "{1: {a: {text: A, ab: 2024-02-01}, b: {text: B, ab: 2024-02-01, bis: 2024-08-31}}, 2: {c: {text: C, ab: 2024-06-01}}}";
        let measures = [("m1", "erfuellt: [b]\nverlauf: [{am: 2024-01-01, ereignis: umgesetzt}]")];
        let exemptions = "- {kriterium: a, von: 2024-03-01, bis: 2024-05-31, grund: Haushaltssperre}\n";
        assert_eq!(
            told(&town(levels, &measures, &[("ausnahmen.yaml", exemptions)])),
            [
                "2024-02-01 -->0 a Unmet: Begins; b Met: Begins",
                "2024-03-01 0->1 a NotAsked: ExemptionBegins(0)",
                "2024-06-01 1->0 a Unmet: ExemptionEnds(0)",
            ]
        );
    }

    #[test]
    fn units_of_a_rollout_are_named() {
        let units =
            "einheiten: {x: {titel: X, bewertet: ja}, y: {titel: Y, bewertet: ja}, z: {titel: Z, bewertet: ja}}\n";
        let rollout = "rollout: {x: {am: 2024-01-01}, y: {am: 2024-03-01}, z: {am: 2024-03-01}}\nverlauf: [{am: 2024-07-01, ereignis: eingestellt, grund: Ersatz}]";
        let measures = [("m1", &*format!("erfuellt: [a, b]\n{rollout}")), ("m2", "erfuellt: [b]")];
        assert_eq!(
            told(&town(LEVELS, &measures, &[("organisation.yaml", units)])),
            [
                "2024-03-01 0->1 a Met: m1 Completed y z; b Met: m1 Completed y z",
                "2024-07-01 1->0 a Unmet: m1 Discontinued x y z; b Unmet: m1 Discontinued x y z",
            ]
        );
    }

    #[test]
    fn a_rollout_as_a_whole_names_the_units_that_came_last() {
        let units = "einheiten: {x: {titel: X}, y: {titel: Y}}\n";
        let measures = [("m1", "erfuellt: [a, b]\nrollout: {x: {am: 2024-01-01}, y: {am: 2024-03-01}}")];
        assert_eq!(
            told(&town(LEVELS, &measures, &[("organisation.yaml", units)])),
            ["2024-03-01 0->1 a Met: m1 Completed y; b Met: m1 Completed y"]
        );
    }

    #[test]
    fn what_does_not_matter_is_not_told() {
        // c of level 2 is met on the same day, but b of level 1 is not; m4 is too small to count towards a.
        let measures = [
            ("m1", "erfuellt: [a, c]\nverlauf: [{am: 2024-01-10, ereignis: umgesetzt}]"),
            (
                "m2",
                "erfuellt: [b]\nverlauf: [{am: 2024-01-10, ereignis: umgesetzt}, {am: 2024-02-01, ereignis: beendet}]",
            ),
            ("m3", "erfuellt: [c]\nverlauf: [{am: 2024-02-01, ereignis: umgesetzt}]"),
            (
                "m4",
                "erfuellt: [a]\nabdeckung: [{am: 2024-01-10, anteil: 1/2}]\nverlauf: [{am: 2024-01-10, ereignis: umgesetzt}]",
            ),
        ];
        let model = town(LEVELS, &measures, &[]);
        assert_eq!(
            told(&model),
            [
                "2024-01-10 0->2 a Met: m1 Completed; b Met: m2 Completed; c Met: m1 Completed",
                "2024-02-01 2->0 b Unmet: m2 Ended",
            ]
        );
    }
}
