//! Level, progress and fulfilment at a day, exactly as the method says. No float takes part.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::contribution::{Knowledge, assessed_units, contribution, unit_done};
use super::tally::{Mark, Standing, Tally};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension, Rule};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::Rational;

/// The state of the whole model on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maturity {
    /// By criterion, in the model's order.
    pub criteria: Vec<CriterionState>,
    /// By dimension, in the model's order.
    pub dimensions: Vec<DimensionState>,
    /// Over all dimensions.
    pub overall: Overall,
}

/// Whether the model asks for a criterion on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Yes.
    Yes,
    /// Not on this day (`ab`, `bis`).
    NotValid,
    /// Not, by exemption.
    Exempt,
}

/// A criterion on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionState {
    /// Whether it takes part.
    pub asked: Asked,
    /// The share reached, `q`.
    pub share: Rational,
    /// Whether the share reaches the threshold.
    pub met: bool,
    /// `min(1, q / theta)`.
    pub fulfilment: Rational,
    /// The measures that contribute to it, done or not, in table order.
    pub measures: Vec<Ref<Measure>>,
}

/// A dimension on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionState {
    /// The level; none where no criterion is asked for ("nicht bewertet").
    pub level: Option<u32>,
    /// The next level that has criteria.
    pub next: Option<u32>,
    /// Progress towards it, from 0 to below 1.
    pub progress: Option<Rational>,
    /// Fulfilment over all criteria, from 0 to 1.
    pub fulfilment: Option<Rational>,
    /// The highest level that has criteria.
    pub cap: u32,
    /// Fulfilment above the next level.
    pub ahead: Rational,
    /// Unmet criteria up to the next level, by level, then as written.
    pub missing: Vec<Ref<Criterion>>,
    /// The share of the dimension's weight that is exempt.
    pub exempt_share: Rational,
}

/// Over all assessed dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overall {
    /// The level that every assessed dimension has reached.
    pub minimum: Option<u32>,
    /// The highest level that a dimension has reached.
    pub maximum: Option<u32>,
    /// Weighted mean of fulfilment.
    pub fulfilment: Option<Rational>,
    /// How many dimensions are assessed.
    pub assessed: usize,
}

/// Evaluates the whole organisation on a day.
pub fn evaluate(model: &Model, day: Date) -> Maturity {
    evaluate_units(model, &assessed_units(model), day)
}

/// Evaluates the whole organisation on a day as if it had only some of its measures.
pub fn evaluate_only(model: &Model, day: Date, counts: impl Fn(&Measure) -> bool) -> Maturity {
    evaluate_contributors(model, &contributors(model, counts), &assessed_units(model), day)
}

/// Evaluates a part of the organisation on a day: one assessed unit, or those below a parent. No units are the whole
/// organisation as one.
pub fn evaluate_units(model: &Model, units: &[Ref<Unit>], day: Date) -> Maturity {
    evaluate_contributors(model, &contributors(model, |_| true), units, day)
}

fn evaluate_contributors(model: &Model, contributors: &Contributors, units: &[Ref<Unit>], day: Date) -> Maturity {
    let criteria: Vec<_> = model
        .maturity
        .criteria
        .refs()
        .map(|(reference, criterion)| {
            let measures = contributors.get(&reference).cloned().unwrap_or_default();
            let share = share_of_units(model, criterion, &measures, units, day);
            criterion_state(criterion, asked(model, reference, criterion, day), share, measures)
        })
        .collect();
    assess(model, criteria)
}

/// The same as if there were no exemptions. What a criterion has reached does not depend on whether it is asked for.
pub fn without_exemptions(model: &Model, maturity: &Maturity) -> Maturity {
    let mut criteria = maturity.criteria.clone();
    for state in criteria.iter_mut().filter(|state| state.asked == Asked::Exempt) {
        state.asked = Asked::Yes;
    }
    assess(model, criteria)
}

fn assess(model: &Model, criteria: Vec<CriterionState>) -> Maturity {
    let dimensions: Vec<_> = model
        .maturity
        .dimensions
        .iter()
        .map(|dimension| DimensionEvaluation::new(model, dimension, &criteria).state())
        .collect();
    let overall = overall(model, &dimensions);
    Maturity { criteria, dimensions, overall }
}

/// The measures that contribute to each criterion.
type Contributors = BTreeMap<Ref<Criterion>, Vec<Ref<Measure>>>;

fn contributors(model: &Model, counts: impl Fn(&Measure) -> bool) -> Contributors {
    let mut contributors = Contributors::new();
    for (reference, measure) in model.measures.refs().filter(|(_, measure)| counts(measure)) {
        for &criterion in &measure.fulfils {
            contributors.entry(criterion).or_default().push(reference);
        }
    }
    contributors
}

fn asked(model: &Model, reference: Ref<Criterion>, criterion: &Criterion, day: Date) -> Asked {
    if !criterion.is_valid(day) {
        Asked::NotValid
    } else if model.exemptions.iter().any(|exemption| exemption.criterion == Some(reference) && exemption.holds(day)) {
        Asked::Exempt
    } else {
        Asked::Yes
    }
}

/// A part of the organisation over which a criterion's share is formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The assessed unit; none is the whole, where no contributing measure is rolled out unit by unit.
    pub unit: Option<Ref<Unit>>,
    /// Its weight among the parts.
    pub size: u32,
}

/// The parts over which the share of a criterion with these measures is formed.
pub(super) fn parts(model: &Model, measures: &[Ref<Measure>], units: &[Ref<Unit>]) -> Vec<Part> {
    if units.is_empty() || measures.iter().all(|&measure| model.measures[measure].rollout.is_none()) {
        return vec![Part { unit: None, size: 1 }];
    }
    units.iter().map(|&unit| Part { unit: Some(unit), size: model.units[unit].size }).collect()
}

/// What a measure contributes on a day in a part of the organisation.
pub(super) fn contribution_in(model: &Model, measure: Ref<Measure>, unit: Option<Ref<Unit>>, day: Date) -> Rational {
    let measure = &model.measures[measure];
    contribution(measure, completion(model, measure, unit, day), day, Knowledge::ThatDay)
}

/// `q` of several units: the mean of their shares, weighted by size; without assessed units the whole is one.
pub(super) fn share_of_units(
    model: &Model,
    criterion: &Criterion,
    measures: &[Ref<Measure>],
    units: &[Ref<Unit>],
    day: Date,
) -> Rational {
    let parts = parts(model, measures, units);
    if let [part] = parts.as_slice() {
        return share(model, criterion, measures, part.unit, day);
    }
    let weighted: Rational = parts
        .iter()
        .map(|part| share(model, criterion, measures, part.unit, day) * Rational::from(u64::from(part.size)))
        .sum();
    let size: u64 = parts.iter().map(|part| u64::from(part.size)).sum();
    (weighted / size).unwrap_or_default()
}

/// `q` of one unit.
fn share(
    model: &Model,
    criterion: &Criterion,
    measures: &[Ref<Measure>],
    unit: Option<Ref<Unit>>,
    day: Date,
) -> Rational {
    let contributions = measures.iter().map(|&measure| contribution_in(model, measure, unit, day));
    share_of(criterion, contributions.collect())
}

/// The sum of the `k` largest contributions, over `k`.
pub(super) fn share_of(criterion: &Criterion, mut contributions: Vec<Rational>) -> Rational {
    contributions.sort_unstable_by(|a, b| b.cmp(a));
    let sum: Rational = contributions.iter().take(criterion.count as usize).sum();
    (sum / u64::from(criterion.count)).unwrap_or_default()
}

/// The day on which a rollout was done: in the unit, or, where there are no assessed units, in all that it names.
pub(super) fn completion(model: &Model, measure: &Measure, unit: Option<Ref<Unit>>, day: Date) -> Option<Date> {
    match (&measure.rollout, unit) {
        (Some(rollout), Some(unit)) => unit_done(rollout, unit, day),
        (Some(_), None) => super::contribution::rollout_completion(model, measure, day),
        (None, _) => None,
    }
}

fn criterion_state(
    criterion: &Criterion,
    asked: Asked,
    share: Rational,
    measures: Vec<Ref<Measure>>,
) -> CriterionState {
    let threshold = criterion.threshold.value();
    let met = share >= *threshold;
    let fulfilment = share.checked_div(threshold).unwrap_or_default().min(Rational::one());
    CriterionState { asked, share, met, fulfilment, measures }
}

/// One dimension's criteria that are asked for.
struct DimensionEvaluation<'a> {
    rule: &'a Rule,
    asked: Vec<(Ref<Criterion>, &'a Criterion, &'a CriterionState)>,
    exempt_share: Rational,
}

impl<'a> DimensionEvaluation<'a> {
    fn new(model: &'a Model, dimension: &Dimension, states: &'a [CriterionState]) -> Self {
        let all = dimension
            .criteria
            .iter()
            .map(|&reference| (reference, &model.maturity.criteria[reference], &states[reference.index()]));
        let weight = |asked: Asked| -> u64 {
            all.clone()
                .filter(|(_, _, state)| state.asked == asked)
                .map(|(_, criterion, _)| u64::from(criterion.weight))
                .sum()
        };
        let (exempt, counted) = (weight(Asked::Exempt), weight(Asked::Yes));
        Self {
            rule: &model.maturity.rule,
            asked: all.clone().filter(|(_, _, state)| state.asked == Asked::Yes).collect(),
            exempt_share: Rational::new(exempt, exempt + counted).unwrap_or_default(),
        }
    }

    fn state(&self) -> DimensionState {
        let mut tally = Tally::default();
        for (_, criterion, state) in &self.asked {
            tally.add(criterion, if state.met { Mark::Met } else { Mark::Unmet });
        }
        let Standing { level, next, cap } = tally.standing(self.rule);
        DimensionState {
            level,
            next,
            progress: next.and_then(|next| self.progress(next)),
            fulfilment: self.fulfilment(|_| true),
            cap,
            ahead: next.map_or_else(Rational::zero, |next| self.ahead(next)),
            missing: self.missing(next.or(level).unwrap_or(0)),
            exempt_share: self.exempt_share.clone(),
        }
    }

    fn progress(&self, next: u32) -> Option<Rational> {
        match self.rule {
            Rule::Iso33020 => self.fulfilment(|level| level <= next),
            Rule::All | Rule::Threshold(_) => self.fulfilment(|level| level == next),
        }
    }

    /// Weighted fulfilment of the criteria of the levels that count.
    fn fulfilment(&self, counts: impl Fn(u32) -> bool) -> Option<Rational> {
        self.weighted(&counts).checked_div(&self.weight(&counts))
    }

    fn ahead(&self, next: u32) -> Rational {
        self.weighted(&|level| level > next).checked_div(&self.weight(&|_| true)).unwrap_or_default()
    }

    fn weighted(&self, counts: &dyn Fn(u32) -> bool) -> Rational {
        let counted = self.asked.iter().filter(|(_, criterion, _)| counts(criterion.level));
        counted
            .map(|(_, criterion, state)| state.fulfilment.clone() * Rational::from(u64::from(criterion.weight)))
            .sum()
    }

    fn weight(&self, counts: &dyn Fn(u32) -> bool) -> Rational {
        let counted = self.asked.iter().filter(|(_, criterion, _)| counts(criterion.level));
        Rational::from(counted.map(|(_, criterion, _)| u64::from(criterion.weight)).sum::<u64>())
    }

    fn missing(&self, up_to: u32) -> Vec<Ref<Criterion>> {
        let open = self.asked.iter().filter(|(_, criterion, state)| criterion.level <= up_to && !state.met);
        open.map(|&(reference, _, _)| reference).collect()
    }
}

fn overall(model: &Model, dimensions: &[DimensionState]) -> Overall {
    let levels = || dimensions.iter().filter_map(|dimension| dimension.level);
    let weighted = model
        .maturity
        .dimensions
        .iter()
        .zip(dimensions)
        .filter_map(|(dimension, state)| Some((u64::from(dimension.weight), state.fulfilment.clone()?)));
    let weight: u64 = weighted.clone().map(|(weight, _)| weight).sum();
    let sum: Rational = weighted.map(|(weight, fulfilment)| fulfilment * Rational::from(weight)).sum();
    Overall { minimum: levels().min(), maximum: levels().max(), fulfilment: sum / weight, assessed: levels().count() }
}
