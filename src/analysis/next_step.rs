//! The way to a level: the smallest and the cheapest set of measures whose completion, all else unchanged, reaches it.
//!
//! Candidates are the measures that contribute to an unmet criterion up to that level and do not count there in full:
//! unfinished, reopened, expired, ended, or covering only a part. Completing one means that it counts in full from now on,
//! in every assessed unit. Discarded measures take part only when asked for.
//!
//! The search is exact, branch and bound, as long as it ends soon; under rule `alle` with up to [`ALWAYS_EXACT`]
//! candidates always. Where it is cut short, the best set that was found is marked as an approximation.
//!
//! Cost is what is planned for a measure in total, also if a part is spent already. It is known only for measures that are
//! still to be completed: what it costs to confirm, resume or extend one is written nowhere. A cheapest set first avoids
//! measures of unknown cost; those never count as free.
//!
//! Where all candidates together do not reach the level, the set is what they can do for it, and the criteria that stay
//! open are listed: they need new measures.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::contribution::{assessed_units, state};
use super::maturity::{Asked, Maturity, Part, completion, contribution_in, parts, share_of};
use super::schedule;
use super::tally::{Mark, Tally};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension, Rule};
use crate::content::measure::{Coverage, Measure};
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::{Datum, Money, Rational};

/// Under rule `alle` with up to so many candidates the search is never cut short.
pub const ALWAYS_EXACT: usize = 20;

/// After so many steps any other search is cut short.
const BUDGET: u32 = 2_000;

/// Which level, and with which measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Aim {
    /// The level; the next one without it.
    pub level: Option<u32>,
    /// Whether discarded measures take part.
    pub discarded: bool,
}

/// The way to a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// The level.
    pub goal: u32,
    /// The set of the fewest measures.
    pub smallest: Path,
    /// The set of the least known cost; none where no candidate has a known cost.
    pub cheapest: Option<Path>,
    /// Criteria that the measures there are do not meet: without new ones the level is not reached. Under rules other than
    /// `alle` not all of them are needed.
    pub open: Vec<OpenCriterion>,
}

/// A set of measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// What is to be done: first what is to be completed, by planned end, then by id.
    pub steps: Vec<Step>,
    /// The sum of known costs.
    pub cost: Money,
    /// How many measures have no known cost.
    pub unpriced: usize,
    /// Whether no better set exists; else it is an approximation.
    pub exact: bool,
}

/// A measure on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The measure.
    pub measure: Ref<Measure>,
    /// What is to be done.
    pub action: Action,
    /// The units in which it is to be done; empty where it is one for the whole organisation.
    pub units: Vec<Ref<Unit>>,
    /// The unmet criteria up to the level that it contributes to.
    pub criteria: Vec<Ref<Criterion>>,
    /// What is planned for it.
    pub cost: Option<Money>,
}

/// What is to be done with a measure so that it counts in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Complete it, also again.
    Complete,
    /// Take it into operation again.
    Resume,
    /// Confirm it again.
    Confirm,
    /// Cover what it does not cover yet.
    Extend,
}

impl Action {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Complete, Self::Resume, Self::Confirm, Self::Extend];

    /// Its word in data and catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "abschliessen",
            Self::Resume => "wiederaufnehmen",
            Self::Confirm => "bestaetigen",
            Self::Extend => "ausweiten",
        }
    }
}

/// A criterion that the measures there are do not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCriterion {
    /// The criterion.
    pub criterion: Ref<Criterion>,
    /// The share that they reach together.
    pub share: Rational,
    /// How many measures contribute to it, discarded ones aside.
    pub measures: usize,
}

/// The way of a dimension to a level; none where it is reached already or nothing is asked for that high.
pub fn next_step(
    model: &Model,
    maturity: &Maturity,
    dimension: Ref<Dimension>,
    aim: Aim,
    as_of: Date,
) -> Option<NextStep> {
    let goal = goal(model, maturity, dimension, aim.level)?;
    let problem = Problem::new(model, maturity, dimension, goal, aim.discarded, as_of);
    let open = problem.open();
    let problem = if open.is_empty() { problem } else { problem.within_reach() };
    let priced = problem.candidates.iter().any(|candidate| candidate.step.cost.is_some());
    let smallest = problem.path(&|_| Price { unknown: 0, amount: 1 });
    let cheapest = priced.then(|| problem.path(&Step::price));
    // Of several smallest sets the cheapest, if that is known to be one.
    let both = cheapest.clone().filter(|cheapest| cheapest.steps.len() == smallest.steps.len());
    let smallest = both.map_or(smallest.clone(), |both| Path { exact: smallest.exact, ..both });
    Some(NextStep { goal, smallest, cheapest, open })
}

/// The lowest level with criteria that brings the dimension to the level asked for.
fn goal(model: &Model, maturity: &Maturity, dimension: Ref<Dimension>, level: Option<u32>) -> Option<u32> {
    let state = &maturity.dimensions[dimension.index()];
    let level = level.or(state.next)?;
    let criteria = model.maturity.dimensions[dimension].criteria.iter();
    let asked = criteria.filter(|one| is_asked(maturity, **one)).map(|&one| model.maturity.criteria[one].level);
    asked.filter(|&asked| asked >= level && state.level.is_some_and(|reached| reached < level)).min()
}

fn is_asked(maturity: &Maturity, criterion: Ref<Criterion>) -> bool {
    maturity.criteria[criterion.index()].asked == Asked::Yes
}

/// What a set costs: measures of unknown cost first, then cents; or simply how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Price {
    unknown: usize,
    amount: i128,
}

impl std::ops::Add for Price {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { unknown: self.unknown + other.unknown, amount: self.amount.saturating_add(other.amount) }
    }
}

impl std::iter::Sum for Price {
    fn sum<I: Iterator<Item = Self>>(prices: I) -> Self {
        prices.fold(Self::default(), |sum, price| sum + price)
    }
}

impl Step {
    fn price(&self) -> Price {
        match self.cost {
            Some(cost) => Price { unknown: 0, amount: cost.cents() },
            None => Price { unknown: 1, amount: 0 },
        }
    }
}

/// Which candidates are in a set.
type Set = Vec<bool>;

/// Which candidates reach a level.
#[derive(Debug)]
struct Problem<'a> {
    rule: &'a Rule,
    goal: u32,
    /// What is to be completed first, by planned end, then by id.
    candidates: Vec<Candidate>,
    /// The unmet criteria up to the level.
    needs: Vec<Need<'a>>,
    /// All criteria asked for up to the level, as they stand.
    tally: Tally,
    /// What each level up to the goal has and needs, as it stands.
    levels: Vec<LevelNeed>,
}

#[derive(Debug)]
struct Candidate {
    step: Step,
    /// Positions of the needs it contributes to.
    needs: Vec<usize>,
}

/// An unmet criterion.
#[derive(Debug)]
struct Need<'a> {
    reference: Ref<Criterion>,
    criterion: &'a Criterion,
    /// The share to be reached.
    bar: Rational,
    parts: Vec<NeedPart>,
    /// Positions of the candidates that contribute.
    candidates: Vec<usize>,
    /// How many measures contribute that are not discarded.
    measures: usize,
    /// Shares computed before, by the candidates chosen.
    known: RefCell<BTreeMap<u128, Rational>>,
}

/// A need in a part of the organisation.
#[derive(Debug)]
struct NeedPart {
    size: u64,
    /// What other measures contribute.
    fixed: Vec<Rational>,
    /// What the candidates contribute as it stands, in the order of the need's candidates.
    now: Vec<Rational>,
}

/// What a level needs beyond what it has, by weight; nothing under rule `alle`.
#[derive(Debug, Clone, Copy)]
struct LevelNeed {
    level: u32,
    deficit: u64,
}

impl<'a> Problem<'a> {
    fn new(
        model: &'a Model,
        maturity: &'a Maturity,
        dimension: Ref<Dimension>,
        goal: u32,
        discarded: bool,
        as_of: Date,
    ) -> Self {
        let criteria = model.maturity.dimensions[dimension].criteria.iter().copied();
        let asked: Vec<_> =
            criteria.filter(|&one| is_asked(maturity, one) && model.maturity.criteria[one].level <= goal).collect();
        let met = |one: Ref<Criterion>| maturity.criteria[one.index()].met;
        let unmet: Vec<_> = asked.iter().copied().filter(|&one| !met(one)).collect();
        let view = View { model, maturity, units: assessed_units(model), as_of };
        let candidates = view.candidates(&unmet, discarded);
        let mut tally = Tally::default();
        for &one in &asked {
            tally.add(&model.maturity.criteria[one], if met(one) { Mark::Met } else { Mark::Unmet });
        }
        let weights = |counts: &dyn Fn(Ref<Criterion>) -> bool, level: u32| -> u64 {
            let counted = asked.iter().filter(|&&one| model.maturity.criteria[one].level == level && counts(one));
            counted.map(|&one| u64::from(model.maturity.criteria[one].weight)).sum()
        };
        let level = |level| LevelNeed {
            level,
            deficit: needed_weight(&model.maturity.rule, weights(&|_| true, level), level == goal)
                .saturating_sub(weights(&met, level)),
        };
        Self {
            rule: &model.maturity.rule,
            goal,
            needs: unmet.iter().map(|&one| view.need(one, &candidates, discarded)).collect(),
            candidates,
            tally,
            levels: (1..=goal).map(level).collect(),
        }
    }

    /// The criteria that stay unmet with all candidates, if the level is not reached with them.
    fn open(&self) -> Vec<OpenCriterion> {
        let all = vec![true; self.candidates.len()];
        if self.reached(&all) {
            return Vec::new();
        }
        let open = self.needs.iter().filter(|need| !need.met(&all));
        open.map(|need| OpenCriterion { criterion: need.reference, share: need.share(&all), measures: need.measures })
            .collect()
    }

    /// The same where as much is asked for as the candidates can do.
    fn within_reach(mut self) -> Self {
        let all = vec![true; self.candidates.len()];
        for need in &mut self.needs {
            need.bar = need.share(&all).min(need.bar.clone());
        }
        self
    }

    fn reached(&self, set: &Set) -> bool {
        let mut tally = self.tally.clone();
        for need in self.needs.iter().filter(|need| need.met(set)) {
            tally.change(need.criterion, Mark::Unmet, Mark::Met);
        }
        tally.standing(self.rule).level.is_some_and(|level| level >= self.goal)
    }

    fn path(&self, price: &dyn Fn(&Step) -> Price) -> Path {
        let prices = self.candidates.iter().map(|candidate| price(&candidate.step)).collect();
        let (set, exact) = Search::new(self, prices).run();
        let chosen = self.candidates.iter().zip(&set).filter(|(_, chosen)| **chosen);
        let steps: Vec<_> = chosen.map(|(candidate, _)| candidate.step.clone()).collect();
        let total: Price = steps.iter().map(Step::price).sum();
        Path { cost: Money::from_cents(total.amount), unpriced: total.unknown, exact, steps }
    }
}

/// The weight of met criteria that a level needs to pass; under rule `alle` criteria count one by one.
fn needed_weight(rule: &Rule, weight: u64, is_goal: bool) -> u64 {
    match rule {
        Rule::All => 0,
        Rule::Threshold(share) => {
            let needed = share.value().clone() * Rational::from(weight);
            least(weight, |enough| Rational::from(enough) >= needed)
        }
        Rule::Iso33020 if weight == 0 => 0,
        Rule::Iso33020 if is_goal => weight / 2 + 1,
        Rule::Iso33020 => weight * 17 / 20 + 1,
    }
}

/// The least number up to `most` that is enough, where every greater one is.
fn least(most: u64, enough: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low) / 2;
        (low, high) = if enough(middle) { (low, middle) } else { (middle + 1, high) };
    }
    low
}

/// The planned cost; what is below zero is none.
fn planned_cost(measure: &Measure) -> Option<Money> {
    measure.cost.as_ref()?.planned.filter(|planned| planned.cents() >= 0)
}

/// Whether less than the whole is covered.
fn is_partial(entry: &Coverage) -> bool {
    *entry.share.value() < Rational::one()
}

/// What needs and candidates are made from.
struct View<'a> {
    model: &'a Model,
    maturity: &'a Maturity,
    units: Vec<Ref<Unit>>,
    as_of: Date,
}

impl<'a> View<'a> {
    fn candidates(&self, unmet: &[Ref<Criterion>], discarded: bool) -> Vec<Candidate> {
        let mut measures: Vec<Ref<Measure>> =
            unmet.iter().flat_map(|one| self.maturity.criteria[one.index()].measures.iter().copied()).collect();
        measures.sort_unstable();
        measures.dedup();
        let mut steps: Vec<_> =
            measures.into_iter().filter_map(|measure| self.step(measure, unmet, discarded)).collect();
        steps.sort_by_key(|step| (step.action, self.planned_end(step.measure)));
        let needs = |step: &Step| (0..unmet.len()).filter(|&need| step.criteria.contains(&unmet[need])).collect();
        steps.into_iter().map(|step| Candidate { needs: needs(&step), step }).collect()
    }

    /// Earliest first, without a plan last.
    fn planned_end(&self, measure: Ref<Measure>) -> (bool, Option<Date>) {
        let measure = &self.model.measures[measure];
        let end = schedule::timing(measure.plan.as_ref(), &measure.log, None, self.as_of).end.map(Datum::last);
        (end.is_none(), end)
    }

    /// What is to be done with a measure; none where it counts in full, or is discarded.
    fn step(&self, reference: Ref<Measure>, unmet: &[Ref<Criterion>], discarded: bool) -> Option<Step> {
        let measure = &self.model.measures[reference];
        let places = self.places(measure);
        let open: Vec<_> =
            places.into_iter().filter(|&unit| self.contribution(reference, unit) < Rational::one()).collect();
        if open.is_empty() || (!discarded && self.is_discarded(reference)) {
            return None;
        }
        let states: Vec<_> = open.iter().map(|&unit| self.state(measure, unit)).collect();
        let action = match () {
            () if states.iter().any(|state| !state.completed) => Action::Complete,
            () if states.iter().any(|state| state.ended) => Action::Resume,
            () if measure.coverage.iter().rfind(|entry| entry.date.last() <= self.as_of).is_some_and(is_partial) => {
                Action::Extend
            }
            () => Action::Confirm,
        };
        Some(Step {
            measure: reference,
            action,
            units: self.open_units(measure, &open),
            criteria: unmet.iter().copied().filter(|one| measure.fulfils.contains(one)).collect(),
            cost: planned_cost(measure).filter(|_| action == Action::Complete),
        })
    }

    /// Given up before it was completed, wholly or in a unit.
    fn is_discarded(&self, reference: Ref<Measure>) -> bool {
        let measure = &self.model.measures[reference];
        self.places(measure).into_iter().any(|unit| self.state(measure, unit).discarded)
    }

    /// Where a measure may count: in each assessed unit, or as a whole.
    fn places(&self, measure: &Measure) -> Vec<Option<Ref<Unit>>> {
        match measure.rollout {
            Some(_) if !self.units.is_empty() => self.units.iter().copied().map(Some).collect(),
            _ => vec![None],
        }
    }

    /// The units in which a rollout is to be done.
    fn open_units(&self, measure: &Measure, open: &[Option<Ref<Unit>>]) -> Vec<Ref<Unit>> {
        let units: Vec<_> = open.iter().copied().flatten().collect();
        let Some(rollout) = measure.rollout.as_ref().filter(|_| units.is_empty()) else { return units };
        let own = |unit| state(measure, super::contribution::unit_done(rollout, unit, self.as_of), self.as_of);
        rollout.iter().map(|entry| entry.unit).filter(|&unit| !own(unit).completed).collect()
    }

    fn state(&self, measure: &Measure, unit: Option<Ref<Unit>>) -> super::contribution::State {
        state(measure, completion(self.model, measure, unit, self.as_of), self.as_of)
    }

    fn contribution(&self, measure: Ref<Measure>, unit: Option<Ref<Unit>>) -> Rational {
        contribution_in(self.model, measure, unit, self.as_of)
    }

    fn need(&self, reference: Ref<Criterion>, candidates: &[Candidate], discarded: bool) -> Need<'a> {
        let criterion = &self.model.maturity.criteria[reference];
        let measures = &self.maturity.criteria[reference.index()].measures;
        let positions: Vec<_> =
            (0..candidates.len()).filter(|&one| candidates[one].step.criteria.contains(&reference)).collect();
        let is_candidate = |measure| positions.iter().any(|&one| candidates[one].step.measure == measure);
        let part = |part: &Part| NeedPart {
            size: u64::from(part.size),
            fixed: measures
                .iter()
                .filter(|&&one| !is_candidate(one))
                .map(|&one| self.contribution(one, part.unit))
                .collect(),
            now: positions.iter().map(|&one| self.contribution(candidates[one].step.measure, part.unit)).collect(),
        };
        Need {
            reference,
            criterion,
            bar: criterion.threshold.value().clone(),
            parts: parts(self.model, measures, &self.units).iter().map(part).collect(),
            candidates: positions.clone(),
            known: RefCell::default(),
            measures: measures.iter().filter(|&&one| discarded || !self.is_discarded(one)).count(),
        }
    }
}

impl Need<'_> {
    /// The share reached with a set.
    fn share(&self, set: &Set) -> Rational {
        if self.candidates.len() > u128::BITS as usize {
            return self.computed(set);
        }
        let chosen = self.candidates.iter().fold(0, |bits, &one| bits << 1 | u128::from(set[one]));
        self.known.borrow_mut().entry(chosen).or_insert_with(|| self.computed(set)).clone()
    }

    fn computed(&self, set: &Set) -> Rational {
        let shares = self.parts.iter().map(|part| {
            let now = self.candidates.iter().zip(&part.now);
            let chosen = now.map(|(&one, now)| if set[one] { Rational::one() } else { now.clone() });
            let contributions = part.fixed.iter().cloned().chain(chosen).collect();
            share_of(self.criterion, contributions) * Rational::from(part.size)
        });
        let size: u64 = self.parts.iter().map(|part| part.size).sum();
        (shares.sum::<Rational>() / size).unwrap_or_default()
    }

    fn met(&self, set: &Set) -> bool {
        self.share(set) >= self.bar
    }

    /// Whether no solution can do without it.
    fn is_must(&self, rule: &Rule) -> bool {
        *rule == Rule::All || self.criterion.must
    }
}

/// Branch and bound for the set of the lowest price.
struct Search<'a> {
    problem: &'a Problem<'a>,
    prices: Vec<Price>,
    best: Set,
    best_price: Price,
    steps: u32,
    budget: Option<u32>,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem<'a>, prices: Vec<Price>) -> Self {
        let always = *problem.rule == Rule::All && problem.candidates.len() <= ALWAYS_EXACT;
        let budget = (!always).then_some(BUDGET);
        let mut search = Self { problem, prices, best: Set::new(), best_price: Price::default(), steps: 0, budget };
        let (lean, greedy) = (search.without_the_superfluous(vec![true; problem.candidates.len()]), search.greedy());
        search.best = if search.price(&greedy) < search.price(&lean) { greedy } else { lean };
        search.best_price = search.price(&search.best);
        search
    }

    /// The set, and whether none is better.
    fn run(mut self) -> (Set, bool) {
        let count = self.problem.candidates.len();
        self.explore(&mut vec![false; count], &vec![true; count]);
        let best = self.without_the_superfluous(self.best.clone());
        (best, self.budget.is_none_or(|budget| self.steps <= budget))
    }

    fn price(&self, set: &Set) -> Price {
        self.prices.iter().zip(set).filter(|(_, chosen)| **chosen).map(|(price, _)| *price).sum()
    }

    /// Looks for better sets between what is chosen and what is still open.
    fn explore(&mut self, chosen: &mut Set, open: &Set) {
        self.steps = self.steps.saturating_add(1);
        if self.budget.is_some_and(|budget| self.steps > budget) || self.price(chosen) >= self.best_price {
            return;
        }
        if self.problem.reached(chosen) {
            (self.best, self.best_price) = (chosen.clone(), self.price(chosen));
            return;
        }
        let most: Set = chosen.iter().zip(open).map(|(chosen, open)| *chosen || *open).collect();
        if !self.problem.reached(&most) || self.price(chosen) + self.bound(chosen, open) >= self.best_price {
            return;
        }
        let mut open = open.clone();
        for candidate in self.branch(chosen, &open) {
            open[candidate] = false;
            chosen[candidate] = true;
            self.explore(chosen, &open);
            chosen[candidate] = false;
        }
    }

    /// Candidates of which every solution behind this point holds at least one: those of the tightest criterion that has to
    /// be met, or all.
    fn branch(&self, chosen: &Set, open: &Set) -> Vec<usize> {
        let musts = self.unmet(chosen).filter(|need| need.is_must(self.problem.rule));
        let candidates = |need: &Need<'_>| need.candidates.iter().copied().filter(|&one| open[one]).collect::<Vec<_>>();
        let tightest = musts.map(candidates).min_by_key(Vec::len);
        let mut branch = tightest.unwrap_or_else(|| (0..open.len()).filter(|&one| open[one]).collect());
        branch.sort_by_key(|&one| self.prices[one]);
        branch
    }

    fn unmet(&self, set: &Set) -> impl Iterator<Item = &'a Need<'a>> {
        self.problem.needs.iter().filter(move |need| !need.met(set))
    }

    /// What any solution costs at least beyond what is chosen.
    fn bound(&self, chosen: &Set, open: &Set) -> Price {
        self.bound_of_musts(chosen, open).max(self.bound_of_weights(chosen, open))
    }

    /// Criteria that have to be met and share no open candidate: each needs one of its own.
    fn bound_of_musts(&self, chosen: &Set, open: &Set) -> Price {
        let mut taken = vec![false; open.len()];
        let mut bound = Price::default();
        for need in self.unmet(chosen).filter(|need| need.is_must(self.problem.rule)) {
            let own: Vec<_> = need.candidates.iter().copied().filter(|&one| open[one]).collect();
            if own.iter().any(|&one| taken[one]) {
                continue;
            }
            own.iter().for_each(|&one| taken[one] = true);
            bound = bound + own.iter().map(|&one| self.prices[one]).min().unwrap_or_default();
        }
        bound
    }

    /// A level that lacks weight needs at least so many candidates as the weightiest would have to be.
    fn bound_of_weights(&self, chosen: &Set, open: &Set) -> Price {
        let mut prices: Vec<_> = (0..open.len()).filter(|&one| open[one]).map(|one| self.prices[one]).collect();
        prices.sort_unstable();
        let unmet: Vec<bool> = self.problem.needs.iter().map(|need| !need.met(chosen)).collect();
        let weight = |need: usize| u64::from(self.problem.needs[need].criterion.weight);
        let at = |need: usize, level: u32| self.problem.needs[need].criterion.level == level;
        let least = |level: &LevelNeed| {
            let done = (0..unmet.len()).filter(|&need| !unmet[need] && at(need, level.level)).map(weight).sum();
            let deficit = level.deficit.saturating_sub(done);
            let potential = |one: usize| -> u64 {
                let needs = self.problem.candidates[one].needs.iter().copied();
                needs.filter(|&need| unmet[need] && at(need, level.level)).map(weight).sum()
            };
            let most = (0..open.len()).filter(|&one| open[one]).map(potential).max().unwrap_or(0);
            if most == 0 { 0 } else { usize::try_from(deficit.div_ceil(most)).unwrap_or(usize::MAX) }
        };
        let least = self.problem.levels.iter().map(least).max().unwrap_or(0);
        prices.into_iter().take(least).sum()
    }

    /// Takes the candidate that brings most, again and again.
    fn greedy(&self) -> Set {
        let mut set = vec![false; self.problem.candidates.len()];
        while !self.problem.reached(&set) {
            let open = (0..set.len()).filter(|&one| !set[one]);
            let best = open.map(|one| (self.gain(&set, one), std::cmp::Reverse((self.prices[one], one)))).max();
            let Some((_, std::cmp::Reverse((_, one)))) = best else { break };
            set[one] = true;
        }
        self.without_the_superfluous(set)
    }

    /// How much weight of criteria a candidate brings closer, and how close.
    fn gain(&self, set: &Set, candidate: usize) -> Rational {
        let mut more = set.clone();
        more[candidate] = true;
        let needs = self.problem.candidates[candidate].needs.iter().map(|&need| &self.problem.needs[need]);
        let closeness = |need: &Need<'_>, set: &Set| need.share(set).min(need.bar.clone());
        needs
            .map(|need| {
                let gain = closeness(need, &more) - closeness(need, set);
                let part = gain.checked_div(&need.bar).unwrap_or_default();
                part * Rational::from(u64::from(need.criterion.weight))
            })
            .sum()
    }

    /// Leaves out what is not needed, the dearest and latest first.
    fn without_the_superfluous(&self, mut set: Set) -> Set {
        let mut order: Vec<_> = (0..set.len()).filter(|&one| set[one]).collect();
        order.sort_by_key(|&one| std::cmp::Reverse((self.prices[one], one)));
        for one in order {
            set[one] = false;
            set[one] = !self.problem.reached(&set);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::maturity::evaluate;
    use super::super::whatif::{Assumption, assume};
    use super::super::world::{AS_OF, CriterionPlan, DimensionPlan, MeasurePlan, World, worlds};
    use super::*;
    use crate::content::common::{Cost, EventKind};
    use crate::content::names::Table;
    use crate::content::scalar::Share;

    fn criterion(level: u32) -> CriterionPlan {
        CriterionPlan { level, weight: 1, must: false, count: 1, twelfths: 12, from: None }
    }

    fn open(fulfils: &[usize]) -> MeasurePlan {
        MeasurePlan { fulfils: fulfils.to_vec(), events: Vec::new(), ..World::completed(0) }
    }

    fn world(rule: Rule, criteria: Vec<CriterionPlan>, measures: Vec<MeasurePlan>) -> World {
        let dimensions = vec![DimensionPlan { weight: 1, criteria }];
        World { top: 3, rule, dimensions, measures, units: Vec::new(), exemptions: Vec::new() }
    }

    fn way(model: &Model, aim: Aim) -> Option<NextStep> {
        next_step(model, &evaluate(model, AS_OF), Ref::new(0), aim, AS_OF)
    }

    fn next(world: &World) -> NextStep {
        way(&world.model(), Aim::default()).unwrap()
    }

    fn measures(path: &Path) -> Vec<usize> {
        path.steps.iter().map(|step| step.measure.index()).collect()
    }

    /// What each measure is planned to cost, in cents.
    fn priced(mut model: Model, cents: &[Option<i128>]) -> Model {
        let cost = |cents: i128| Cost { planned: Some(Money::from_cents(cents)), ..Cost::default() };
        let measures = model.measures.iter().zip(cents);
        let measures = measures.map(|(one, &cents)| Measure { cost: cents.map(cost), ..one.clone() });
        model.measures = Table::new(measures.collect());
        model
    }

    #[test]
    fn one_measure_for_two_criteria_beats_two() {
        let measures_there = vec![open(&[0]), open(&[1]), open(&[0, 1])];
        let next = next(&world(Rule::All, vec![criterion(1), criterion(1)], measures_there));
        assert_eq!((next.goal, measures(&next.smallest), next.smallest.exact), (1, vec![2], true));
        assert_eq!((next.cheapest, next.open), (None, Vec::new()));
    }

    #[test]
    fn the_cheapest_set_may_be_the_larger_one() {
        let measures_there = vec![open(&[0]), open(&[1]), open(&[0, 1])];
        let model = world(Rule::All, vec![criterion(1), criterion(1)], measures_there).model();
        let next = way(&priced(model, &[Some(100), Some(150), Some(300)]), Aim::default()).unwrap();
        let cheapest = next.cheapest.unwrap();
        assert_eq!((measures(&next.smallest), next.smallest.cost), (vec![2], Money::from_cents(300)));
        assert_eq!((measures(&cheapest), cheapest.cost, cheapest.unpriced), (vec![0, 1], Money::from_cents(250), 0));
    }

    #[test]
    fn an_unknown_cost_is_never_nothing() {
        let measures_there = vec![open(&[0, 1]), open(&[0]), open(&[1])];
        let model = world(Rule::All, vec![criterion(1), criterion(1)], measures_there).model();
        let next = way(&priced(model, &[None, Some(900), Some(800)]), Aim::default()).unwrap();
        let smallest = next.smallest;
        assert_eq!(measures(&next.cheapest.unwrap()), [1, 2]);
        assert_eq!((measures(&smallest), smallest.cost, smallest.unpriced), (vec![0], Money::default(), 1));
    }

    #[test]
    fn of_several_smallest_sets_the_cheapest_is_told() {
        let model = world(Rule::All, vec![criterion(1)], vec![open(&[0]), open(&[0])]).model();
        let next = way(&priced(model, &[None, Some(900)]), Aim::default()).unwrap();
        assert_eq!(measures(&next.smallest), [1]);
        assert_eq!(Some(next.smallest), next.cheapest);
    }

    #[test]
    fn several_measures_and_thresholds_are_counted() {
        let two_of_three = CriterionPlan { count: 3, twelfths: 8, ..criterion(1) };
        let half = MeasurePlan { coverage: vec![(10, 6)], ..World::completed(0) };
        // (1/2 + 1 + 0) / 3 = 1/2 is below 2/3; two more measures are needed, or one and the full coverage of the first.
        let next = next(&world(Rule::All, vec![two_of_three], vec![half, open(&[0]), open(&[0])]));
        assert_eq!((next.smallest.steps.len(), next.smallest.exact), (2, true));
    }

    #[test]
    fn what_is_to_be_done_is_told() {
        let ended = MeasurePlan { events: vec![(40, EventKind::Completed), (20, EventKind::Ended)], ..open(&[0]) };
        let expired = MeasurePlan { events: vec![(400, EventKind::Completed)], validity_months: Some(1), ..open(&[1]) };
        let partial = MeasurePlan { coverage: vec![(10, 6)], ..World::completed(2) };
        let reopened =
            MeasurePlan { events: vec![(40, EventKind::Completed), (20, EventKind::Reopened)], ..open(&[3]) };
        let next = next(&world(Rule::All, vec![criterion(1); 4], vec![ended, expired, partial, reopened]));
        let actions: Vec<_> = next.smallest.steps.iter().map(|step| step.action).collect();
        assert_eq!(actions, [Action::Complete, Action::Resume, Action::Confirm, Action::Extend]);
        assert_eq!(measures(&next.smallest), [3, 0, 1, 2]);
    }

    #[test]
    fn a_rollout_names_the_units_that_remain() {
        let rollout = MeasurePlan { rollout: Some(vec![Some(10), None, None]), ..open(&[0]) };
        let world = World { units: vec![5, 1, 1], ..world(Rule::All, vec![criterion(1)], vec![rollout]) };
        assert_eq!(next(&world).smallest.steps[0].units, [Ref::new(1), Ref::new(2)]);
    }

    #[test]
    fn criteria_without_measures_are_listed_and_the_rest_is_done() {
        let criteria = vec![criterion(1), criterion(1), CriterionPlan { count: 2, ..criterion(1) }];
        let next = next(&world(Rule::All, criteria, vec![open(&[0]), open(&[2])]));
        assert_eq!(measures(&next.smallest), [0, 1]);
        let open = next.open.iter().map(|one| (one.criterion.index(), one.share.to_string(), one.measures));
        assert_eq!(open.collect::<Vec<_>>(), [(1, "0".to_owned(), 0), (2, "1/2".to_owned(), 1)]);
    }

    #[test]
    fn discarded_measures_take_part_only_when_told_so() {
        let discarded = MeasurePlan { events: vec![(5, EventKind::Discontinued)], ..open(&[0]) };
        let model = world(Rule::All, vec![criterion(1)], vec![discarded]).model();
        let without = way(&model, Aim::default()).unwrap();
        assert_eq!((without.smallest.steps.len(), without.open.len(), without.open[0].measures), (0, 1, 0));
        let with = way(&model, Aim { discarded: true, ..Aim::default() }).unwrap();
        assert_eq!((measures(&with.smallest), with.open.len()), (vec![0], 0));
    }

    #[test]
    fn a_gap_is_passed_over_and_what_is_reached_needs_nothing() {
        let model = world(Rule::All, vec![criterion(1), criterion(3)], vec![World::completed(0), open(&[1])]).model();
        assert_eq!(way(&model, Aim { level: Some(2), ..Aim::default() }).unwrap().goal, 3);
        assert_eq!(way(&model, Aim { level: Some(1), ..Aim::default() }), None);
        assert_eq!(way(&model, Aim { level: Some(4), ..Aim::default() }), None);
    }

    #[test]
    fn a_threshold_needs_only_a_part() {
        let rule = Rule::Threshold(Share::new(Rational::new(1, 2).unwrap()).unwrap());
        let must = CriterionPlan { must: true, ..criterion(1) };
        let heavy = CriterionPlan { weight: 2, ..criterion(1) };
        let criteria = vec![criterion(1), must, heavy, criterion(1)];
        // 5/2 of the weight of 5, the must among them: 1 + 2.
        let next = next(&world(rule, criteria, vec![open(&[0]), open(&[1]), open(&[2]), open(&[3])]));
        assert_eq!((measures(&next.smallest), next.smallest.exact), (vec![1, 2], true));
    }

    #[test]
    fn many_candidates_come_to_an_end() {
        let criteria = vec![criterion(1); 60];
        let measures = (0..120).map(|one: usize| open(&[one % 60, (one * 7 + 3) % 60, (one * 13 + 5) % 60])).collect();
        let count = next(&world(Rule::Iso33020, criteria, measures)).smallest.steps.len();
        assert!((11..=16).contains(&count), "{count}");
    }

    /// The level reached when measures are completed on the as-of date.
    fn level_with(model: &Model, dimension: Ref<Dimension>, measures: impl Iterator<Item = usize>) -> Option<u32> {
        let done = |measure| Assumption::Completed { measure: Ref::new(measure), unit: None, day: AS_OF };
        let assumed = assume(model, &measures.map(done).collect::<Vec<_>>(), AS_OF);
        evaluate(&assumed, AS_OF).dimensions[dimension.index()].level
    }

    fn members(set: u32, count: usize) -> impl Iterator<Item = usize> {
        (0..count).filter(move |one| set & (1 << one) != 0)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Completing exactly the set reaches the level, and no smaller set does: held against all sets there are.
        #[test]
        fn properties_of_the_smallest_set(world in worlds(), level in proptest::option::of(1u32..=4)) {
            let model = world.model();
            let maturity = evaluate(&model, AS_OF);
            let count = world.measures.len();
            for (dimension, _) in model.maturity.dimensions.refs() {
                let aim = Aim { level, discarded: true };
                let Some(next) = next_step(&model, &maturity, dimension, aim, AS_OF) else { continue };
                let reaches = |set: u32| level_with(&model, dimension, members(set, count)) >= Some(next.goal);
                prop_assert_eq!(reaches((1 << count) - 1), next.open.is_empty());
                if !next.open.is_empty() {
                    continue;
                }
                let set: u32 = measures(&next.smallest).iter().map(|one| 1u32 << one).sum();
                prop_assert!(next.smallest.exact && reaches(set), "{:?}", next.smallest);
                let size = set.count_ones();
                let smaller = (0u32..1 << count).find(|&other| other.count_ones() < size && reaches(other));
                prop_assert_eq!(smaller, None, "{:?}", next.smallest);
            }
        }

        /// The cheapest set reaches the level, and no other has fewer unknown costs, or as many and a lower sum.
        #[test]
        fn properties_of_the_cheapest_set(
            world in worlds(),
            costs in prop::collection::vec(prop::option::weighted(0.8, 0i128..20), 8),
        ) {
            let model = priced(world.model(), &costs);
            let maturity = evaluate(&model, AS_OF);
            let count = world.measures.len();
            let view = View { model: &model, maturity: &maturity, units: assessed_units(&model), as_of: AS_OF };
            let aim = Aim { level: None, discarded: true };
            for (dimension, _) in model.maturity.dimensions.refs() {
                let Some(next) = next_step(&model, &maturity, dimension, aim, AS_OF) else { continue };
                let Some(cheapest) = next.cheapest.clone().filter(|_| next.open.is_empty()) else { continue };
                let price = |path: &Path| Price { unknown: path.unpriced, amount: path.cost.cents() };
                prop_assert!(cheapest.exact && price(&cheapest) <= price(&next.smallest));
                let reaches = |chosen: &[usize]| level_with(&model, dimension, chosen.iter().copied()) >= Some(next.goal);
                prop_assert!(reaches(&measures(&cheapest)));
                for set in 0u32..1 << count {
                    let chosen: Vec<_> = members(set, count).collect();
                    let steps = chosen.iter().filter_map(|&one| view.step(Ref::new(one), &[], true));
                    if steps.map(|step| step.price()).sum::<Price>() < price(&cheapest) {
                        prop_assert!(!reaches(&chosen), "{:?} is cheaper than {:?}", chosen, cheapest);
                    }
                }
            }
        }
    }
}
