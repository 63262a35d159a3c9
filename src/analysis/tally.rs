//! When a level passes: the rule, applied to what is met on each level.

use crate::content::maturity_model::{Criterion, Rule};
use crate::content::scalar::Rational;

/// A criterion on a day, as far as levels are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// Not asked for: not valid, or exempt.
    #[default]
    NotAsked,
    /// Asked for and not met.
    Unmet,
    /// Met.
    Met,
}

/// A dimension's criteria, counted by level.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// By level, from 1.
    levels: Vec<LevelTally>,
}

#[derive(Debug, Clone, Copy, Default)]
struct LevelTally {
    asked: u32,
    unmet: u32,
    unmet_musts: u32,
    weight: u64,
    met_weight: u64,
}

/// Where a dimension stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The level; none where no criterion is asked for.
    pub level: Option<u32>,
    /// The next level that has criteria.
    pub next: Option<u32>,
    /// The highest level that has criteria, 0 where none has.
    pub cap: u32,
}

impl Tally {
    /// Counts a criterion that was not counted before.
    pub fn add(&mut self, criterion: &Criterion, mark: Mark) {
        let index = (criterion.level as usize).saturating_sub(1);
        if self.levels.len() <= index {
            self.levels.resize(index + 1, LevelTally::default());
        }
        if let Some(level) = self.levels.get_mut(index) {
            level.count(criterion, mark, 1);
        }
    }

    /// Counts a criterion anew.
    pub fn change(&mut self, criterion: &Criterion, from: Mark, to: Mark) {
        if let Some(level) = self.levels.get_mut((criterion.level as usize).saturating_sub(1)) {
            level.count(criterion, from, -1);
        }
        self.add(criterion, to);
    }

    /// Walks up to the first gap.
    pub fn standing(&self, rule: &Rule) -> Standing {
        let reached = self.asked().take_while(|&level| self.passes(rule, level)).last().unwrap_or(0);
        let cap = self.asked().last().unwrap_or(0);
        Standing { level: (cap > 0).then_some(reached), next: self.asked().find(|&level| level > reached), cap }
    }

    /// The levels that keep a level from being reached, lowest first. A level without criteria is reached only together
    /// with the next one that has some; none where there is no such level.
    pub fn failing(&self, rule: &Rule, goal: u32) -> Vec<u32> {
        let Some(goal) = self.asked().find(|&level| level >= goal) else { return Vec::new() };
        self.asked().filter(|&level| level <= goal && !self.level(level).suffices(rule, level == goal)).collect()
    }

    /// The levels that have criteria, lowest first.
    fn asked(&self) -> impl Iterator<Item = u32> {
        (1u32..).zip(&self.levels).filter(|(_, level)| level.asked > 0).map(|(number, _)| number)
    }

    /// Whether a level, looked at alone, passes.
    pub fn passes(&self, rule: &Rule, number: u32) -> bool {
        let below = || (1..number).all(|below| self.level(below).has_share(rule, false));
        self.level(number).suffices(rule, true) && (*rule != Rule::Iso33020 || below())
    }

    fn level(&self, number: u32) -> LevelTally {
        self.levels.get((number as usize).saturating_sub(1)).copied().unwrap_or_default()
    }
}

impl LevelTally {
    fn count(&mut self, criterion: &Criterion, mark: Mark, step: i32) {
        let unmet = mark == Mark::Unmet;
        let weight = i64::from(criterion.weight) * i64::from(step);
        if mark != Mark::NotAsked {
            self.asked = self.asked.saturating_add_signed(step);
            self.weight = self.weight.saturating_add_signed(weight);
        }
        if mark == Mark::Met {
            self.met_weight = self.met_weight.saturating_add_signed(weight);
        }
        if unmet {
            self.unmet = self.unmet.saturating_add_signed(step);
        }
        if unmet && criterion.must {
            self.unmet_musts = self.unmet_musts.saturating_add_signed(step);
        }
    }

    /// Whether enough is met, and every must-criterion, either to reach this level or to reach one above it.
    fn suffices(&self, rule: &Rule, reaches: bool) -> bool {
        self.has_share(rule, reaches) && (*rule == Rule::All || self.unmet_musts == 0)
    }

    /// Whether enough is met by weight, either to reach this level or to reach one above it.
    fn has_share(&self, rule: &Rule, reaches: bool) -> bool {
        let above = |numerator: u64, denominator: u64| {
            self.met_weight * denominator > self.weight * numerator || self.asked == 0
        };
        match rule {
            Rule::All => self.unmet == 0,
            Rule::Threshold(share) => self.met_share().is_none_or(|met| met >= *share.value()),
            Rule::Iso33020 if reaches => above(1, 2),
            Rule::Iso33020 => above(17, 20),
        }
    }

    /// The weighted share of met criteria; none where there are no criteria.
    fn met_share(&self) -> Option<Rational> {
        Rational::new(self.met_weight, self.weight)
    }
}
