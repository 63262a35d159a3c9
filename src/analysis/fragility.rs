//! What would break: levels that hang on a single measure, and levels that fall when a confirmation expires.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::contribution::{Knowledge, assessed_units, completions, contribution, counts_anywhere, expiry};
use super::forecast::{Forecast, Scenario};
use super::maturity::{Asked, Maturity, Part, contribution_in, parts, share_of_units};
use super::tally::{Mark, Tally};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::{Period, Rational};

/// How far ahead expiries are looked for, in months.
pub const MONTHS_AHEAD: u32 = 12;

/// What would break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragility {
    /// Measures without which a met criterion would not be met, in table order.
    pub pillars: Vec<Pillar>,
    /// Confirmations that expire within [`MONTHS_AHEAD`] months behind the as-of date if nobody renews them, by day.
    pub lapses: Vec<Lapse>,
}

/// A measure on which alone criteria hang: without it they would not be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pillar {
    /// The measure.
    pub measure: Ref<Measure>,
    /// The criteria that would no longer be met, in the model's order; at least one.
    pub criteria: Vec<Ref<Criterion>>,
    /// The levels that would fall, in the model's order.
    pub falls: Vec<Fall>,
}

/// A level that would fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    /// Of this dimension.
    pub dimension: Ref<Dimension>,
    /// From this level.
    pub from: u32,
    /// To this one, lower.
    pub to: u32,
}

/// A confirmation that expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapse {
    /// The first day on which it no longer counts.
    pub day: Date,
    /// The measure.
    pub measure: Ref<Measure>,
    /// The criteria that are no longer met from this day on, in the model's order. Where several measures expire on a day
    /// each has the criteria that it contributed to.
    pub criteria: Vec<Ref<Criterion>>,
    /// The levels that fall on this day because of such criteria.
    pub falls: Vec<Fall>,
}

impl Fragility {
    /// Finds what would break.
    pub fn new(model: &Model, maturity: &Maturity, forecast: &Forecast, as_of: Date) -> Self {
        let find = Find { model, maturity, forecast, as_of, units: assessed_units(model) };
        Self { pillars: find.pillars(), lapses: find.lapses() }
    }

    /// How many measures carry a level alone.
    pub fn falling(&self) -> usize {
        self.pillars.iter().filter(|pillar| !pillar.falls.is_empty()).count()
    }
}

struct Find<'a> {
    model: &'a Model,
    maturity: &'a Maturity,
    forecast: &'a Forecast,
    as_of: Date,
    units: Vec<Ref<Unit>>,
}

impl Find<'_> {
    fn pillars(&self) -> Vec<Pillar> {
        let criteria = self.model.maturity.criteria.refs();
        let carried: Vec<_> = criteria.map(|(reference, _)| self.carried(reference)).collect();
        let counts = |record: &Measure| counts_anywhere(self.model, record, &self.units, self.as_of);
        let pillar = |(measure, record): (Ref<Measure>, &Measure)| {
            let mut criteria = record.fulfils.clone();
            criteria.retain(|&one| carried[one.index()].as_ref().is_some_and(|one| self.hangs_on(one, measure)));
            criteria.sort_unstable();
            (!criteria.is_empty()).then(|| Pillar { measure, falls: self.falls_without(&criteria), criteria })
        };
        self.model.measures.refs().filter(|(_, record)| counts(record)).filter_map(pillar).collect()
    }

    /// What carries a criterion that is met.
    fn carried(&self, reference: Ref<Criterion>) -> Option<Carried<'_>> {
        let state =
            Some(&self.maturity.criteria[reference.index()]).filter(|state| state.asked == Asked::Yes && state.met)?;
        let contributions = |part: Part| {
            let of = |&measure: &Ref<Measure>| (contribution_in(self.model, measure, part.unit, self.as_of), measure);
            let mut contributions: Vec<_> = state.measures.iter().map(of).collect();
            contributions.sort_unstable_by(|a, b| b.cmp(a));
            (part.size, contributions)
        };
        let parts = parts(self.model, &state.measures, &self.units).into_iter().map(contributions).collect();
        Some(Carried { criterion: &self.model.maturity.criteria[reference], measures: &state.measures, parts })
    }

    /// Whether a criterion would not be met without a measure.
    fn hangs_on(&self, carried: &Carried<'_>, measure: Ref<Measure>) -> bool {
        let is_unit_by_unit = |one: &Ref<Measure>| self.model.measures[*one].rollout.is_some();
        let others = || carried.measures.iter().copied().filter(|&one| one != measure);
        // Without the only rollout there is one part left, the whole.
        let share = match carried.parts.len() > 1 && !others().any(|one| is_unit_by_unit(&one)) {
            true => {
                share_of_units(self.model, carried.criterion, &others().collect::<Vec<_>>(), &self.units, self.as_of)
            }
            false => carried.share_without(measure),
        };
        share < *carried.criterion.threshold.value()
    }

    /// The levels that would fall if these criteria were not met.
    fn falls_without(&self, criteria: &[Ref<Criterion>]) -> Vec<Fall> {
        let mark = |one: Ref<Criterion>| match &self.maturity.criteria[one.index()] {
            state if state.asked != Asked::Yes => Mark::NotAsked,
            state if state.met && !criteria.contains(&one) => Mark::Met,
            _ => Mark::Unmet,
        };
        let fall = |dimension: Ref<Dimension>| {
            let from = self.maturity.dimensions[dimension.index()].level?;
            Fall::new(dimension, from, self.level(dimension, mark)?)
        };
        self.dimensions(criteria).into_iter().filter_map(fall).collect()
    }

    fn lapses(&self) -> Vec<Lapse> {
        let mut expiries: BTreeSet<(Date, Ref<Measure>)> = BTreeSet::new();
        for (reference, measure) in self.model.measures.refs().filter(|(_, measure)| !measure.fulfils.is_empty()) {
            expiries.extend(self.expiries(measure).into_iter().map(|day| (day, reference)));
        }
        let expiries: Vec<_> = expiries.into_iter().collect();
        expiries.chunk_by(|a, b| a.0 == b.0).flat_map(|day| self.lapses_of_day(day)).collect()
    }

    /// The days ahead on which a measure that counts expires: one, or one for each unit.
    fn expiries(&self, measure: &Measure) -> Vec<Date> {
        let last = Period::months(MONTHS_AHEAD).after(self.as_of);
        let counts = |done: &Option<Date>| !contribution(measure, *done, self.as_of, Knowledge::ThatDay).is_zero();
        let completions = completions(self.model, measure, &self.units, self.as_of).into_iter();
        let expiries = completions.filter(counts).filter_map(|done| expiry(measure, done, self.as_of));
        expiries.filter(|&day| day > self.as_of && day <= last).collect()
    }

    /// What the measures that expire on one day do.
    fn lapses_of_day(&self, expiries: &[(Date, Ref<Measure>)]) -> Vec<Lapse> {
        let Some(&(day, _)) = expiries.first() else { return Vec::new() };
        let lost = |&(_, measure): &(Date, Ref<Measure>)| {
            let mut criteria = self.model.measures[measure].fulfils.clone();
            criteria.retain(|&criterion| self.is_lost(criterion, day));
            criteria.sort_unstable();
            criteria
        };
        let lost: Vec<_> = expiries.iter().map(lost).collect();
        let all: Vec<_> = lost.iter().flatten().copied().collect();
        let lapse = |(&(day, measure), criteria): (&(Date, Ref<Measure>), Vec<Ref<Criterion>>)| {
            let falls = self.dimensions(&criteria).into_iter().filter_map(|one| self.fall_on(day, one, &all));
            Lapse { day, measure, falls: falls.collect(), criteria }
        };
        expiries.iter().zip(lost).map(lapse).collect()
    }

    /// Whether a criterion ceases to be met on a day if nobody does anything.
    fn is_lost(&self, criterion: Ref<Criterion>, day: Date) -> bool {
        let marks = self.forecast.marks(Scenario::Secured, criterion);
        let before = day.saturating_sub(1.day());
        *marks.at(before) == Mark::Met && *marks.at(day) == Mark::Unmet
    }

    /// How far a level falls on a day because of these criteria and of nothing else.
    fn fall_on(&self, day: Date, dimension: Ref<Dimension>, lost: &[Ref<Criterion>]) -> Option<Fall> {
        let mark = |one: Ref<Criterion>| match lost.contains(&one) {
            true => Mark::Met,
            false => *self.forecast.marks(Scenario::Secured, one).at(day),
        };
        let to = (*self.forecast.levels(Scenario::Secured, dimension).at(day))?;
        Fall::new(dimension, self.level(dimension, mark)?, to)
    }

    fn level(&self, dimension: Ref<Dimension>, mark: impl Fn(Ref<Criterion>) -> Mark) -> Option<u32> {
        let model = &self.model.maturity;
        let mut tally = Tally::default();
        for &criterion in &model.dimensions[dimension].criteria {
            tally.add(&model.criteria[criterion], mark(criterion));
        }
        tally.standing(&model.rule).level
    }

    /// The dimensions of criteria, in the model's order.
    fn dimensions(&self, criteria: &[Ref<Criterion>]) -> BTreeSet<Ref<Dimension>> {
        criteria.iter().map(|&criterion| self.model.maturity.criteria[criterion].dimension).collect()
    }
}

/// What a measure contributes somewhere.
type Contribution = (Rational, Ref<Measure>);

/// A criterion that is met, and what carries it.
struct Carried<'a> {
    criterion: &'a Criterion,
    measures: &'a [Ref<Measure>],
    /// For each part of the organisation its size, and what the measures contribute there, the largest first.
    parts: Vec<(u32, Vec<Contribution>)>,
}

impl Carried<'_> {
    /// The criterion's share if a measure did not exist.
    fn share_without(&self, measure: Ref<Measure>) -> Rational {
        let count = self.criterion.count as usize;
        let of_part = |(size, contributions): &(u32, Vec<Contribution>)| {
            let others = contributions.iter().filter(|(_, one)| *one != measure).take(count);
            others.map(|(contribution, _)| contribution).sum::<Rational>() * Rational::from(u64::from(*size))
        };
        let weighted: Rational = self.parts.iter().map(of_part).sum();
        let size: u64 = self.parts.iter().map(|(size, _)| u64::from(*size)).sum();
        (weighted / (size * u64::from(self.criterion.count))).unwrap_or_default()
    }
}

impl Fall {
    fn new(dimension: Ref<Dimension>, from: u32, to: u32) -> Option<Self> {
        (to < from).then_some(Self { dimension, from, to })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::world::{AS_OF, CriterionPlan, DimensionPlan, MeasurePlan, World};
    use crate::content::common::EventKind;
    use crate::content::maturity_model::Rule;

    fn fragility(model: &Model) -> Fragility {
        let maturity = crate::analysis::maturity::evaluate(model, AS_OF);
        Fragility::new(model, &maturity, &Forecast::new(model, AS_OF), AS_OF)
    }

    /// One dimension with a criterion on each of the levels 1 and 2.
    fn world(counts: [u32; 2], measures: Vec<MeasurePlan>) -> World {
        let criterion =
            |(level, count)| CriterionPlan { level, weight: 1, must: false, count, twelfths: 12, from: None };
        World {
            top: 2,
            rule: Rule::All,
            dimensions: vec![DimensionPlan { weight: 1, criteria: (1..).zip(counts).map(criterion).collect() }],
            measures,
            units: Vec::new(),
            exemptions: Vec::new(),
        }
    }

    fn expiring(criterion: usize, months: u32) -> MeasurePlan {
        MeasurePlan { validity_months: Some(months), ..World::completed(criterion) }
    }

    fn fall(from: u32, to: u32) -> Fall {
        Fall { dimension: Ref::new(0), from, to }
    }

    #[test]
    fn the_only_measure_of_a_criterion_carries_its_level() {
        let world = world([1, 1], vec![World::completed(0), World::completed(1)]);
        let pillars = fragility(&world.model()).pillars;
        let expected = |measure, to| Pillar {
            measure: Ref::new(measure),
            criteria: vec![Ref::new(measure)],
            falls: vec![fall(2, to)],
        };
        assert_eq!(pillars, [expected(0, 0), expected(1, 1)]);
    }

    #[test]
    fn a_second_measure_relieves_the_first_unless_both_are_needed() {
        let measures = vec![World::completed(0), World::completed(0)];
        assert_eq!(fragility(&world([1, 1], measures.clone()).model()).pillars, []);
        assert_eq!(fragility(&world([2, 1], measures).model()).pillars.len(), 2);
    }

    #[test]
    fn a_criterion_above_the_level_can_hang_without_a_fall() {
        let pillars = fragility(&world([1, 1], vec![World::completed(1)]).model()).pillars;
        assert_eq!((pillars.len(), pillars[0].falls.as_slice()), (1, [].as_slice()));
    }

    #[test]
    fn a_level_falls_on_the_day_a_confirmation_expires() {
        let lapses = fragility(&world([1, 1], vec![World::completed(0), expiring(1, 6)]).model()).lapses;
        let expected = Lapse {
            day: date(2024, 12, 30),
            measure: Ref::new(1),
            criteria: vec![Ref::new(1)],
            falls: vec![fall(2, 1)],
        };
        assert_eq!(lapses, [expected]);
    }

    #[test]
    fn twelve_months_are_looked_ahead() {
        assert_eq!(fragility(&world([1, 1], vec![expiring(0, 12)]).model()).lapses.len(), 1);
        assert_eq!(fragility(&world([1, 1], vec![expiring(0, 13)]).model()).lapses, []);
    }

    #[test]
    fn a_confirmation_that_is_not_needed_expires_without_harm() {
        let lapses = fragility(&world([1, 1], vec![World::completed(0), expiring(0, 3)]).model()).lapses;
        assert_eq!((lapses[0].criteria.as_slice(), lapses[0].falls.as_slice()), ([].as_slice(), [].as_slice()));
    }

    #[test]
    fn what_expires_on_one_day_falls_together() {
        let lapses = fragility(&world([1, 1], vec![expiring(0, 3), expiring(1, 3)]).model()).lapses;
        assert_eq!(lapses.iter().map(|lapse| lapse.falls.as_slice()).collect::<Vec<_>>(), [[fall(2, 0)]; 2]);
    }

    #[test]
    fn what_ended_does_not_expire() {
        let ended = MeasurePlan { events: vec![(10, EventKind::Completed), (5, EventKind::Ended)], ..expiring(0, 6) };
        assert_eq!(fragility(&world([1, 1], vec![ended]).model()).lapses, []);
    }

    mod properties {
        use proptest::prelude::*;

        use super::*;
        use crate::analysis::maturity::evaluate;
        use crate::analysis::world::worlds;

        proptest! {
            #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

            /// Taking a measure away does exactly what its pillar says, and nothing where it has none.
            #[test]
            fn without_a_measure_falls_what_is_said(world in worlds()) {
                let model = world.model();
                let before = evaluate(&model, AS_OF);
                let pillars = fragility(&model).pillars;
                for (measure, _) in model.measures.refs() {
                    let mut without = world.clone();
                    without.measures[measure.index()].fulfils.clear();
                    let after = evaluate(&without.model(), AS_OF);
                    let pillar = pillars.iter().find(|pillar| pillar.measure == measure);
                    let met = |maturity: &Maturity, one: Ref<Criterion>| {
                        let state = &maturity.criteria[one.index()];
                        state.met && state.asked == Asked::Yes
                    };
                    let lost: Vec<_> = model.maturity.criteria.refs().map(|(one, _)| one)
                        .filter(|&one| met(&before, one) && !met(&after, one)).collect();
                    prop_assert_eq!(pillar.map(|pillar| pillar.criteria.clone()).unwrap_or_default(), lost);
                    let falls: Vec<_> = model.maturity.dimensions.refs().map(|(one, _)| one).filter_map(|dimension| {
                        let level = |maturity: &Maturity| maturity.dimensions[dimension.index()].level;
                        Fall::new(dimension, level(&before)?, level(&after)?)
                    }).collect();
                    prop_assert_eq!(pillar.map(|pillar| pillar.falls.clone()).unwrap_or_default(), falls);
                }
            }

            /// Where nothing else changes on a day, a lapse says the fall of the secured scenario, and each such fall has one.
            #[test]
            fn confirmations_that_expire_explain_the_falls(world in worlds()) {
                let mut world = world;
                world.exemptions.clear();
                world.dimensions.iter_mut().flat_map(|one| &mut one.criteria).for_each(|one| one.from = None);
                let model = world.model();
                let forecast = Forecast::new(&model, AS_OF);
                let lapses = fragility(&model).lapses;
                let last = Period::months(MONTHS_AHEAD).after(AS_OF);
                for (dimension, _) in model.maturity.dimensions.refs() {
                    let levels = forecast.levels(Scenario::Secured, dimension);
                    for &(day, to) in levels.changes().iter().filter(|(day, _)| *day > AS_OF && *day <= last) {
                        let from = *levels.at(day.saturating_sub(1.day()));
                        let expected = from.zip(to).and_then(|(from, to)| Fall::new(dimension, from, to));
                        let told = lapses.iter().filter(|lapse| lapse.day == day).flat_map(|lapse| &lapse.falls);
                        let told = told.copied().find(|fall| fall.dimension == dimension);
                        prop_assert_eq!(told, expected);
                    }
                }
                let changes = |lapse: &Lapse, fall: &Fall| {
                    forecast.levels(Scenario::Secured, fall.dimension).days().any(|day| day == lapse.day)
                };
                prop_assert!(lapses.iter().all(|lapse| lapse.falls.iter().all(|fall| changes(lapse, fall))));
            }
        }
    }
}
