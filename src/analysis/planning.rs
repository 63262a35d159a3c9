//! What is still to be planned: criteria that no plan reaches, and measures that reach no criterion.
//!
//! A criterion that is asked for, now or from a later day on, is exactly one of: met, announced (by plan it will be), or a
//! [`Gap`]. So the list of gaps is complete: who closes them has a plan for everything.

use jiff::civil::Date;

use super::contribution::{Knowledge, assessed_units, completions, contribution, state};
use super::forecast::{Forecast, Scenario};
use super::heat::{comes_to_be_met, is_to_come};
use super::maturity::{Asked, Maturity};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::Rational;

/// The planning lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planning {
    /// Criteria that no plan reaches: those that the next level needs first, then by dimension and level.
    pub gaps: Vec<Gap>,
    /// Measures that contribute to no criterion, in table order.
    pub aimless: Vec<Ref<Measure>>,
}

/// A criterion that is not met and by plan never will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The criterion.
    pub criterion: Ref<Criterion>,
    /// Whether the next level of its dimension needs it.
    pub next: bool,
    /// What is lacking.
    pub lack: Lack,
    /// The measures that count or still can.
    pub usable: Vec<Ref<Measure>>,
    /// How many whole measures it takes.
    pub needed: u32,
}

/// Why no plan reaches a criterion; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// No measure contributes to it.
    Measure,
    /// Those that did are given up, ended or expired.
    Lapsed,
    /// Even all of them together do not suffice.
    TooFew,
    /// They would suffice, but one has no planned end or rests.
    Date,
}

impl Lack {
    /// All of them, the worst first.
    pub const ALL: &'static [Self] = &[Self::Measure, Self::Lapsed, Self::TooFew, Self::Date];

    /// Its word in data and catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Measure => "keine",
            Self::Lapsed => "entfallen",
            Self::TooFew => "unzureichend",
            Self::Date => "terminlos",
        }
    }
}

impl Planning {
    /// Finds the gaps.
    pub fn new(model: &Model, maturity: &Maturity, forecast: &Forecast, as_of: Date) -> Self {
        let find = Find { model, maturity, forecast, as_of, units: assessed_units(model) };
        let mut gaps: Vec<Gap> = model.maturity.criteria.refs().filter_map(|(one, it)| find.gap(one, it)).collect();
        // Stable: by dimension and level as in the model.
        gaps.sort_by_key(|gap| !gap.next);
        let aimless = model.measures.refs().filter(|(_, measure)| measure.fulfils.is_empty());
        Self { gaps, aimless: aimless.map(|(reference, _)| reference).collect() }
    }

    /// The gaps of a dimension.
    pub fn gaps_of(&self, model: &Model, dimension: Ref<Dimension>) -> impl Iterator<Item = &Gap> {
        self.gaps.iter().filter(move |gap| model.maturity.criteria[gap.criterion].dimension == dimension)
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
    fn gap(&self, reference: Ref<Criterion>, criterion: &Criterion) -> Option<Gap> {
        let state = &self.maturity.criteria[reference.index()];
        let open = match state.asked {
            Asked::Yes => !state.met,
            Asked::NotValid => is_to_come(criterion, self.as_of),
            Asked::Exempt => false,
        };
        if !open || self.comes(Scenario::Planned, reference) {
            return None;
        }
        let usable: Vec<_> = state.measures.iter().copied().filter(|&one| self.is_usable(one)).collect();
        let lack = match (state.measures.is_empty(), usable.is_empty()) {
            (true, _) => Lack::Measure,
            (false, true) => Lack::Lapsed,
            (false, false) if self.comes(Scenario::Everything, reference) => Lack::Date,
            (false, false) => Lack::TooFew,
        };
        let next = self.maturity.dimensions[criterion.dimension.index()].next;
        Some(Gap {
            criterion: reference,
            next: state.asked == Asked::Yes && next.is_some_and(|next| criterion.level <= next),
            lack,
            usable,
            needed: needed(criterion),
        })
    }

    fn comes(&self, scenario: Scenario, criterion: Ref<Criterion>) -> bool {
        comes_to_be_met(self.forecast, scenario, criterion, self.as_of)
    }

    /// Whether a measure counts or still can, at least in one unit.
    fn is_usable(&self, reference: Ref<Measure>) -> bool {
        let measure = &self.model.measures[reference];
        let mut completions = completions(self.model, measure, &self.units, self.as_of).into_iter();
        completions.any(|done| self.is_usable_where(measure, done))
    }

    fn is_usable_where(&self, measure: &Measure, done: Option<Date>) -> bool {
        let state = state(measure, done, self.as_of);
        match state.completed {
            true => !contribution(measure, done, self.as_of, Knowledge::ThatDay).is_zero(),
            false => !state.discarded,
        }
    }
}

/// The smallest number of whole measures that reaches the threshold: `ceil(k theta)`.
fn needed(criterion: &Criterion) -> u32 {
    let bar = criterion.threshold.value().clone() * Rational::from(u64::from(criterion.count));
    (1..criterion.count).find(|&count| Rational::from(u64::from(count)) >= bar).unwrap_or(criterion.count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::heat::HeatMap;
    use crate::analysis::world::{AS_OF, CriterionPlan, DimensionPlan, MeasurePlan, World};
    use crate::content::common::EventKind;
    use crate::content::maturity_model::Rule;

    fn criterion(level: u32, count: u32) -> CriterionPlan {
        CriterionPlan { level, weight: 1, must: false, count, twelfths: 12, from: None }
    }

    fn world(criteria: Vec<CriterionPlan>, measures: Vec<MeasurePlan>) -> World {
        World {
            top: 3,
            rule: Rule::All,
            dimensions: vec![DimensionPlan { weight: 1, criteria }],
            measures,
            units: Vec::new(),
            exemptions: Vec::new(),
        }
    }

    fn measure(criterion: usize, events: &[(i32, EventKind)]) -> MeasurePlan {
        MeasurePlan { events: events.to_vec(), ..World::completed(criterion) }
    }

    fn planning(model: &Model) -> Planning {
        let maturity = crate::analysis::maturity::evaluate(model, AS_OF);
        Planning::new(model, &maturity, &Forecast::new(model, AS_OF), AS_OF)
    }

    fn lacks(world: &World) -> Vec<(usize, Lack, bool)> {
        let gaps = planning(&world.model()).gaps.into_iter();
        gaps.map(|gap| (gap.criterion.index(), gap.lack, gap.next)).collect()
    }

    #[test]
    fn each_lack_has_its_word() {
        let criteria = (0..5).map(|index| criterion(1, if index == 2 { 2 } else { 1 })).collect();
        let given_up = measure(1, &[(10, EventKind::Discontinued)]);
        let resting = measure(3, &[(10, EventKind::Paused)]);
        // By plan, the measures of a world end behind the as-of date; criterion 4 is announced, not lacking.
        let world = world(criteria, vec![given_up, measure(2, &[]), resting, measure(4, &[])]);
        let expected = [Lack::Measure, Lack::Lapsed, Lack::TooFew, Lack::Date].into_iter().enumerate();
        assert_eq!(lacks(&world), expected.map(|(index, lack)| (index, lack, true)).collect::<Vec<_>>());
    }

    #[test]
    fn an_expired_measure_has_lapsed() {
        let expired = MeasurePlan { validity_months: Some(1), ..measure(0, &[(100, EventKind::Completed)]) };
        assert_eq!(lacks(&world(vec![criterion(1, 1)], vec![expired])), [(0, Lack::Lapsed, true)]);
    }

    #[test]
    fn what_the_next_level_needs_comes_first() {
        let mut world = world(vec![criterion(1, 1), criterion(3, 1)], vec![World::completed(0)]);
        world.dimensions.push(DimensionPlan { weight: 1, criteria: vec![criterion(1, 1), criterion(2, 1)] });
        // Criterion 1: level 3 is the next one, there is no level 2. Criterion 2 is of level 1, criterion 3 above it.
        assert_eq!(lacks(&world), [(1, Lack::Measure, true), (2, Lack::Measure, true), (3, Lack::Measure, false)]);
    }

    #[test]
    fn what_is_asked_for_later_is_planned_for_now() {
        let later = CriterionPlan { from: Some(-20), ..criterion(1, 1) };
        assert_eq!(lacks(&world(vec![later.clone()], vec![])), [(0, Lack::Measure, false)]);
        assert_eq!(lacks(&world(vec![later], vec![World::completed(0)])), []);
    }

    #[test]
    fn the_number_of_measures_needed_is_rounded_up() {
        let needs = |count, twelfths| {
            let plan = CriterionPlan { twelfths, ..criterion(1, count) };
            let model = world(vec![plan], vec![]).model();
            planning(&model).gaps[0].needed
        };
        assert_eq!((needs(3, 12), needs(3, 8), needs(3, 9), needs(1, 1), needs(4, 1)), (3, 2, 3, 1, 1));
    }

    #[test]
    fn measures_without_a_criterion_are_listed() {
        let mut world = world(vec![criterion(1, 1)], vec![World::completed(0), World::completed(0)]);
        world.measures[1].fulfils.clear();
        assert_eq!(planning(&world.model()).aimless, [Ref::new(1)]);
    }

    mod properties {
        use proptest::prelude::*;

        use super::*;
        use crate::analysis::world::worlds;

        proptest! {
            #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

            /// What is asked for is met, announced, or a gap: exactly one of them.
            #[test]
            fn the_list_of_gaps_is_complete(world in worlds()) {
                let model = world.model();
                let maturity = crate::analysis::maturity::evaluate(&model, AS_OF);
                let forecast = Forecast::new(&model, AS_OF);
                let gaps = Planning::new(&model, &maturity, &forecast, AS_OF).gaps;
                let heat = HeatMap::new(&model, &maturity, &forecast, AS_OF);
                for (reference, dimension) in model.maturity.dimensions.refs() {
                    for (level, cell) in (1u32..).zip(heat.of(reference)) {
                        let of_level = |gap: &&Gap| {
                            let criterion = &model.maturity.criteria[gap.criterion];
                            let asked = maturity.criteria[gap.criterion.index()].asked == Asked::Yes;
                            dimension.criteria.contains(&gap.criterion) && criterion.level == level && asked
                        };
                        let open = gaps.iter().filter(of_level).count();
                        prop_assert_eq!(cell.met + cell.announced + open, cell.asked);
                    }
                }
            }

            /// A measure that is completed closes what lacks one measure.
            #[test]
            fn a_whole_measure_more_closes_a_gap(world in worlds()) {
                for gap in planning(&world.model()).gaps {
                    let mut more = world.clone();
                    let whole = || World::completed(gap.criterion.index());
                    more.measures.extend((0..gap.needed).map(|_| whole()));
                    let gaps = planning(&more.model()).gaps;
                    prop_assert!(gaps.iter().all(|other| other.criterion != gap.criterion));
                }
            }
        }
    }
}
