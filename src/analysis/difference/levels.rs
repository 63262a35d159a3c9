//! Levels that differ, and why: measures, expiry, exemptions and the model are told apart.

use super::{Pair, State, pairs};
use crate::analysis::contribution::{Knowledge, assessed_units, completions, contribution};
use crate::analysis::maturity::Asked;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::scalar::{Datum, Rational};

/// A dimension whose level differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelChange {
    /// The dimension.
    pub dimension: Pair<Dimension>,
    /// The level in the first state; none where it was not assessed.
    pub before: Option<u32>,
    /// The level in the second state.
    pub after: Option<u32>,
    /// Why, the model first; never nothing.
    pub why: Vec<Why>,
}

/// The level of a dimension in both states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelPair {
    /// The dimension.
    pub dimension: Pair<Dimension>,
    /// The level in the first state; none where it was not assessed.
    pub before: Option<u32>,
    /// The level in the second state.
    pub after: Option<u32>,
    /// Whether the model asks the same of it in both.
    pub comparable: bool,
}

/// Why a level differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The model itself: levels, rule, or what it asks for on which day.
    Model {
        /// The criterion that differs; none where it is the rules or levels.
        criterion: Option<Pair<Criterion>>,
    },
    /// A criterion is exempt in one of the states.
    Exemption {
        /// The criterion.
        criterion: Pair<Criterion>,
        /// Whether it is so in the second state.
        begins: bool,
    },
    /// A measure contributes more, or less.
    Measure {
        /// The measure.
        measure: Pair<Measure>,
        /// What it contributes in the first state, the mean over the assessed units.
        before: Rational,
        /// What it contributes in the second state.
        after: Rational,
    },
    /// A measure no longer counts because nobody has confirmed it again in time, or counts again because somebody has.
    Expiry {
        /// The measure.
        measure: Pair<Measure>,
        /// Whether it has expired in the second state.
        expired: bool,
    },
}

/// How a criterion stands in a state; where it is not there, the model does not ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    asked: Asked,
    met: bool,
}

impl Standing {
    /// The higher, the better for a level: unmet, not asked for, met.
    fn worth(self) -> u8 {
        match (self.asked, self.met) {
            (Asked::Yes, false) => 0,
            (Asked::Yes, true) => 2,
            (Asked::NotValid | Asked::Exempt, _) => 1,
        }
    }
}

pub(super) fn between(before: State<'_>, after: State<'_>) -> Vec<LevelChange> {
    let states = Both::new(before, after);
    let differing = dimensions(before, after).into_iter().filter_map(|dimension| states.change(dimension));
    differing.collect()
}

/// Every dimension, whether it differs or not.
pub(super) fn all(before: State<'_>, after: State<'_>) -> Vec<LevelPair> {
    let states = Both::new(before, after);
    let scale = |state: State<'_>| (state.model.maturity.top(), state.model.maturity.rule.clone());
    let same_scale = scale(before) == scale(after);
    let pair = |dimension: Pair<Dimension>| {
        let (before, after) = states.levels(dimension);
        let comparable = same_scale && !states.criteria(dimension).into_iter().any(|one| states.is_redefined(one));
        LevelPair { dimension, before, after, comparable }
    };
    dimensions(before, after).into_iter().map(pair).collect()
}

fn dimensions(before: State<'_>, after: State<'_>) -> Vec<Pair<Dimension>> {
    pairs(&before.model.maturity.dimensions, &after.model.maturity.dimensions, |one| (&one.id, &[]))
}

struct Both<'a> {
    before: State<'a>,
    after: State<'a>,
    measures: Vec<Pair<Measure>>,
}

impl<'a> Both<'a> {
    fn new(before: State<'a>, after: State<'a>) -> Self {
        Self { before, after, measures: pairs(&before.model.measures, &after.model.measures, super::names) }
    }

    fn levels(&self, dimension: Pair<Dimension>) -> (Option<u32>, Option<u32>) {
        let level =
            |state: State<'_>, one: Option<Ref<Dimension>>| state.day.maturity.dimensions.get(one?.index())?.level;
        (level(self.before, dimension.before), level(self.after, dimension.after))
    }

    fn change(&self, dimension: Pair<Dimension>) -> Option<LevelChange> {
        let (before, after) = self.levels(dimension);
        (before != after).then(|| LevelChange { dimension, before, after, why: self.why(dimension, (before, after)) })
    }

    /// What serves the way the level went; where no criterion does, the rules or levels of the model.
    fn why(&self, dimension: Pair<Dimension>, (before, after): (Option<u32>, Option<u32>)) -> Vec<Why> {
        let mut why = Vec::new();
        for criterion in self.criteria(dimension) {
            let (first, second) =
                (self.standing(self.before, criterion.before), self.standing(self.after, criterion.after));
            let serves = match (before, after) {
                (Some(before), Some(after)) => {
                    second.worth() != first.worth()
                        && (second.worth() > first.worth()) == (after > before)
                        && self.level(criterion) <= after.max(before)
                }
                _ => first.asked != second.asked,
            };
            if serves {
                self.reasons(criterion, (first, second), &mut why);
            }
        }
        if why.is_empty() {
            why.push(Why::Model { criterion: None });
        }
        why.sort_by_key(Why::rank);
        why
    }

    /// The criteria of a dimension in either state.
    fn criteria(&self, dimension: Pair<Dimension>) -> Vec<Pair<Criterion>> {
        let (before, after) = (&self.before.model.maturity.criteria, &self.after.model.maturity.criteria);
        let belongs = |pair: &Pair<Criterion>| {
            let first = pair.before.map(|one| before[one].dimension).filter(|_| dimension.before.is_some());
            let second = pair.after.map(|one| after[one].dimension).filter(|_| dimension.after.is_some());
            (first.is_some() && first == dimension.before) || (second.is_some() && second == dimension.after)
        };
        pairs(before, after, |one: &Criterion| (&one.id.value, &[])).into_iter().filter(belongs).collect()
    }

    fn standing(&self, state: State<'_>, criterion: Option<Ref<Criterion>>) -> Standing {
        let known = criterion.and_then(|one| state.day.maturity.criteria.get(one.index()));
        known.map_or(Standing { asked: Asked::NotValid, met: false }, |one| Standing { asked: one.asked, met: one.met })
    }

    /// The level that a criterion belongs to, the lower one where it was moved.
    fn level(&self, criterion: Pair<Criterion>) -> u32 {
        let before = criterion.before.map(|one| self.before.model.maturity.criteria[one].level);
        let after = criterion.after.map(|one| self.after.model.maturity.criteria[one].level);
        before.into_iter().chain(after).min().unwrap_or_default()
    }

    fn reasons(&self, criterion: Pair<Criterion>, (first, second): (Standing, Standing), why: &mut Vec<Why>) {
        let mut add = |reason: Why| {
            if !why.contains(&reason) {
                why.push(reason);
            }
        };
        let exempt = (first.asked == Asked::Exempt, second.asked == Asked::Exempt);
        if exempt.0 != exempt.1 {
            add(Why::Exemption { criterion, begins: exempt.1 });
        } else if first.asked != second.asked || self.is_redefined(criterion) {
            add(Why::Model { criterion: Some(criterion) });
        }
        if first.met != second.met {
            for reason in self.measures_of(criterion, second.met) {
                add(reason);
            }
        }
    }

    /// Whether the model says something else of it than before.
    fn is_redefined(&self, criterion: Pair<Criterion>) -> bool {
        let (Some(before), Some(after)) = (criterion.before, criterion.after) else { return true };
        let (before, after) =
            (&self.before.model.maturity.criteria[before], &self.after.model.maturity.criteria[after]);
        terms(before) != terms(after) || before.threshold != after.threshold
    }

    /// The measures that contribute more than before, or less.
    fn measures_of(&self, criterion: Pair<Criterion>, more: bool) -> Vec<Why> {
        let serves = |pair: &&Pair<Measure>| {
            let fulfils = |state: State<'_>, one: Option<Ref<Measure>>, criterion: Option<Ref<Criterion>>| {
                one.zip(criterion)
                    .is_some_and(|(one, criterion)| state.model.measures[one].fulfils.contains(&criterion))
            };
            fulfils(self.before, pair.before, criterion.before) || fulfils(self.after, pair.after, criterion.after)
        };
        let reason = |&measure: &Pair<Measure>| {
            let (before, after) = (share(self.before, measure.before), share(self.after, measure.after));
            let differs = if more { after > before } else { after < before };
            let expired = |state: State<'_>, one: Option<Ref<Measure>>| {
                one.and_then(|one| state.day.measures.get(one.index())).is_some_and(|one| one.expired.is_some())
            };
            let expired = (expired(self.before, measure.before), expired(self.after, measure.after));
            differs.then_some(match expired {
                (false, true) => Why::Expiry { measure, expired: true },
                (true, false) => Why::Expiry { measure, expired: false },
                _ => Why::Measure { measure, before, after },
            })
        };
        self.measures.iter().filter(serves).filter_map(reason).collect()
    }
}

impl Why {
    fn rank(&self) -> u8 {
        match self {
            Self::Model { .. } => 0,
            Self::Exemption { .. } => 1,
            Self::Expiry { .. } => 2,
            Self::Measure { .. } => 3,
        }
    }
}

/// What a measure contributes, the mean over the assessed units; nothing where it is not there.
fn share(state: State<'_>, measure: Option<Ref<Measure>>) -> Rational {
    let Some(measure) = measure.map(|one| &state.model.measures[one]) else { return Rational::zero() };
    let day = state.day.as_of;
    let completions = completions(state.model, measure, &assessed_units(state.model), day);
    let parts = completions.iter().map(|&done| contribution(measure, done, day, Knowledge::ThatDay));
    let sum = parts.fold(Rational::zero(), |sum, part| sum + part);
    (sum / completions.len().max(1) as u64).unwrap_or_else(Rational::zero)
}

/// What a criterion asks for, besides its threshold: level, weight, whether it must be met, how often, from when, until when.
pub(super) fn terms(one: &Criterion) -> (u32, u32, bool, u32, Option<Datum>, Option<Datum>) {
    (one.level, one.weight, one.must, one.count, one.from, one.until)
}
