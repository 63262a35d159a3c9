//! How a dimension's level follows, step by step: what each measure contributes and why, what each criterion reaches, how
//! the rule judges each level, and the sums behind progress and fulfilment. Everything stands here in the form in which it
//! can be followed by hand; [`maturity`](super::maturity) computes the same without keeping the steps.

use jiff::civil::Date;

use super::contribution::{State, assessed_units, expiry, state};
use super::maturity::{Asked, DimensionState, Maturity, Part, completion, contribution_in, parts, share_of};
use super::tally::{Mark, Tally};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension, Rule};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::scalar::Rational;

/// A dimension's level, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    /// The dimension.
    pub dimension: Ref<Dimension>,
    /// Every level from 1 to the model's top, lowest first.
    pub levels: Vec<LevelStep>,
    /// The progress towards the next level; none where there is no next one.
    pub progress: Option<Fraction>,
    /// The fulfilment; none where nothing is asked for.
    pub fulfilment: Option<Fraction>,
    /// The fulfilment above the next level; none where there is no next one.
    pub ahead: Option<Fraction>,
}

/// A level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelStep {
    /// Its number.
    pub level: u32,
    /// Its criteria, as written.
    pub criteria: Vec<CriterionStep>,
    /// The rule, applied to it.
    pub test: Test,
    /// What follows.
    pub verdict: Verdict,
}

/// What follows for a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It passes, and so do all below it.
    Reached,
    /// The first that does not pass: the way ends here.
    Stops,
    /// A lower level does not pass.
    Behind,
    /// Nothing is asked for on it: it is passed over.
    PassedOver,
}

/// The rule, applied to a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// How many criteria are asked for.
    pub asked: usize,
    /// How many of them are met.
    pub met: usize,
    /// The same by weight.
    pub weight: Weight,
    /// Must-criteria that are not met; under rule `alle` every criterion is one, and none is listed.
    pub open_musts: Vec<Ref<Criterion>>,
    /// Under rule `iso33020` the levels below that have criteria, with their weights.
    pub below: Vec<(u32, Weight)>,
    /// Whether the level, looked at alone, passes.
    pub passes: bool,
}

/// A part of a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weight {
    /// The weight of what is met.
    pub met: u64,
    /// All.
    pub all: u64,
}

impl Weight {
    /// The share; none where there is no weight.
    pub fn share(self) -> Option<Rational> {
        Rational::new(self.met, self.all)
    }
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionStep {
    /// The criterion.
    pub criterion: Ref<Criterion>,
    /// Whether it takes part.
    pub asked: Asked,
    /// The share reached over all parts, `q`.
    pub share: Rational,
    /// Whether that is enough.
    pub met: bool,
    /// `min(1, q / theta)`.
    pub fulfilment: Rational,
    /// The parts of the organisation: one, or the assessed units.
    pub parts: Vec<PartStep>,
}

impl CriterionStep {
    /// Whether no part reaches the threshold by itself, though the whole does (section "Organisational units").
    pub fn met_by_none_alone(&self, model: &Model) -> bool {
        let threshold = model.maturity.criteria[self.criterion].threshold.value();
        self.met && self.parts.len() > 1 && self.parts.iter().all(|part| part.share < *threshold)
    }
}

/// A criterion in a part of the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartStep {
    /// Which part.
    pub part: Part,
    /// The share reached in it.
    pub share: Rational,
    /// What each measure contributes, in table order.
    pub contributions: Vec<Contribution>,
}

/// What a measure contributes to a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// The measure.
    pub measure: Ref<Measure>,
    /// What it contributes.
    pub value: Rational,
    /// Whether it is among the largest, which alone count.
    pub counted: bool,
    /// Why.
    pub reason: Reason,
}

/// Why a measure contributes what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It is completed.
    Completed {
        /// Since when.
        on: Date,
        /// The last confirmation behind that.
        confirmed: Option<Date>,
        /// From when on it will count no longer.
        expires: Option<Date>,
        /// How much it covers, and since when that is known; none for the whole.
        coverage: Option<(Date, Rational)>,
    },
    /// Nobody confirmed it again.
    Expired(Date),
    /// It is no longer operated.
    Ended(Date),
    /// It was completed, and is open again.
    Reopened(Date),
    /// It was given up.
    Discarded(Date),
    /// It was never completed.
    Open,
}

/// A weighted mean of fulfilment, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fraction {
    /// What is added up, criterion by criterion.
    pub terms: Vec<Term>,
    /// The sum of fulfilment times weight.
    pub numerator: Rational,
    /// The sum of weights.
    pub denominator: u64,
    /// The one over the other.
    pub value: Rational,
}

/// A criterion in a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The criterion.
    pub criterion: Ref<Criterion>,
    /// `f`.
    pub fulfilment: Rational,
    /// `w`.
    pub weight: u32,
}

impl Derivation {
    /// Derives a dimension's level anew, keeping the steps.
    pub fn new(model: &Model, maturity: &Maturity, dimension: Ref<Dimension>, as_of: Date) -> Self {
        let state = &maturity.dimensions[dimension.index()];
        let steps = Steps { model, maturity, as_of };
        let criteria: Vec<_> =
            model.maturity.dimensions[dimension].criteria.iter().map(|&one| steps.criterion(one)).collect();
        let fraction = |numerator: &dyn Fn(u32) -> bool, denominator: &dyn Fn(u32) -> bool| {
            Fraction::new(model, &criteria, numerator, denominator)
        };
        let all = |_: u32| true;
        let towards = |next: u32| {
            move |level: u32| match model.maturity.rule {
                Rule::Iso33020 => level <= next,
                Rule::All | Rule::Threshold(_) => level == next,
            }
        };
        Self {
            dimension,
            progress: state.next.and_then(|next| fraction(&towards(next), &towards(next))),
            fulfilment: fraction(&all, &all),
            ahead: state.next.and_then(|next| fraction(&|level| level > next, &all)),
            levels: steps.levels(criteria, state),
        }
    }

    /// The level step of a criterion and the criterion itself.
    pub fn criterion(&self, criterion: Ref<Criterion>) -> Option<(&LevelStep, &CriterionStep)> {
        let find = |level: &'_ LevelStep| level.criteria.iter().position(|step| step.criterion == criterion);
        self.levels.iter().find_map(|level| Some((level, level.criteria.get(find(level)?)?)))
    }
}

impl Fraction {
    /// Over the criteria asked for: those that `numerator` counts over those that `denominator` counts, by level.
    fn new(
        model: &Model,
        criteria: &[CriterionStep],
        numerator: &dyn Fn(u32) -> bool,
        denominator: &dyn Fn(u32) -> bool,
    ) -> Option<Self> {
        let asked = || criteria.iter().filter(|step| step.asked == Asked::Yes);
        let criterion = |step: &CriterionStep| &model.maturity.criteria[step.criterion];
        let term = |step: &CriterionStep| Term {
            criterion: step.criterion,
            fulfilment: step.fulfilment.clone(),
            weight: criterion(step).weight,
        };
        let terms: Vec<_> = asked().filter(|step| numerator(criterion(step).level)).map(term).collect();
        let below = asked().filter(|step| denominator(criterion(step).level));
        let denominator: u64 = below.map(|step| u64::from(criterion(step).weight)).sum();
        let numerator: Rational =
            terms.iter().map(|term| term.fulfilment.clone() * Rational::from(u64::from(term.weight))).sum();
        let value = (numerator.clone() / denominator)?;
        Some(Self { terms, numerator, denominator, value })
    }
}

/// What steps are made from.
#[derive(Clone, Copy)]
struct Steps<'a> {
    model: &'a Model,
    maturity: &'a Maturity,
    as_of: Date,
}

impl Steps<'_> {
    fn levels(self, criteria: Vec<CriterionStep>, state: &DimensionState) -> Vec<LevelStep> {
        let mut tally = Tally::default();
        for step in &criteria {
            let mark = match (step.asked, step.met) {
                (Asked::Yes, true) => Mark::Met,
                (Asked::Yes, false) => Mark::Unmet,
                (Asked::Exempt | Asked::NotValid, _) => Mark::NotAsked,
            };
            tally.add(&self.model.maturity.criteria[step.criterion], mark);
        }
        let tests: Vec<_> = (1..=self.model.maturity.top()).map(|level| self.test(level, &criteria, &tally)).collect();
        let mut rest = criteria;
        let mut step = |(level, test): (u32, Test)| {
            let of_level = |step: &CriterionStep| self.model.maturity.criteria[step.criterion].level == level;
            let (own, others): (Vec<_>, Vec<_>) = std::mem::take(&mut rest).into_iter().partition(of_level);
            rest = others;
            let verdict = match () {
                () if test.asked == 0 => Verdict::PassedOver,
                () if state.level.is_some_and(|reached| level <= reached) => Verdict::Reached,
                () if state.next == Some(level) => Verdict::Stops,
                () => Verdict::Behind,
            };
            LevelStep { level, criteria: own, test, verdict }
        };
        (1..).zip(tests).map(&mut step).collect()
    }

    fn test(self, level: u32, criteria: &[CriterionStep], tally: &Tally) -> Test {
        let criterion = |step: &CriterionStep| &self.model.maturity.criteria[step.criterion];
        let of =
            |level: u32| criteria.iter().filter(move |step| step.asked == Asked::Yes && criterion(step).level == level);
        let weight = |level: u32| Weight {
            met: of(level).filter(|step| step.met).map(|step| u64::from(criterion(step).weight)).sum(),
            all: of(level).map(|step| u64::from(criterion(step).weight)).sum(),
        };
        let rule = &self.model.maturity.rule;
        let musts = of(level).filter(|step| !step.met && criterion(step).must && *rule != Rule::All);
        let below = (1..level).filter(|_| *rule == Rule::Iso33020).map(|below| (below, weight(below)));
        Test {
            asked: of(level).count(),
            met: of(level).filter(|step| step.met).count(),
            weight: weight(level),
            open_musts: musts.map(|step| step.criterion).collect(),
            below: below.filter(|(_, weight)| weight.all > 0).collect(),
            passes: tally.passes(rule, level),
        }
    }

    fn criterion(self, reference: Ref<Criterion>) -> CriterionStep {
        let state = &self.maturity.criteria[reference.index()];
        let criterion = &self.model.maturity.criteria[reference];
        let parts = parts(self.model, &state.measures, &assessed_units(self.model));
        CriterionStep {
            criterion: reference,
            asked: state.asked,
            share: state.share.clone(),
            met: state.met,
            fulfilment: state.fulfilment.clone(),
            parts: parts.into_iter().map(|part| self.part(criterion, &state.measures, part)).collect(),
        }
    }

    fn part(self, criterion: &Criterion, measures: &[Ref<Measure>], part: Part) -> PartStep {
        let mut contributions: Vec<_> = measures.iter().map(|&measure| self.contribution(measure, part)).collect();
        let mut largest: Vec<_> = (0..contributions.len()).filter(|&one| !contributions[one].value.is_zero()).collect();
        largest.sort_by(|&a, &b| contributions[b].value.cmp(&contributions[a].value));
        for one in largest.into_iter().take(criterion.count as usize) {
            contributions[one].counted = true;
        }
        let values = contributions.iter().map(|one| one.value.clone()).collect();
        PartStep { part, share: share_of(criterion, values), contributions }
    }

    fn contribution(self, reference: Ref<Measure>, part: Part) -> Contribution {
        let measure = &self.model.measures[reference];
        let done = completion(self.model, measure, part.unit, self.as_of);
        Contribution {
            measure: reference,
            value: contribution_in(self.model, reference, part.unit, self.as_of),
            counted: false,
            reason: Course { measure, done, as_of: self.as_of }.reason(),
        }
    }
}

/// A measure up to the as-of date, in a unit or as a whole.
struct Course<'a> {
    measure: &'a Measure,
    /// The unit's own completion.
    done: Option<Date>,
    as_of: Date,
}

impl Course<'_> {
    fn reason(&self) -> Reason {
        let now = self.at(self.as_of);
        let expires = expiry(self.measure, self.done, self.as_of);
        match () {
            () if now.discarded => Reason::Discarded(self.since(|state| state.discarded)),
            () if now.completed && now.ended => Reason::Ended(self.since(|state| state.ended)),
            () if now.completed => match expires {
                Some(day) if day <= self.as_of => Reason::Expired(day),
                _ => self.completed(now, expires),
            },
            () if self.days().any(|day| self.at(day).completed) => {
                Reason::Reopened(self.since(|state| !state.completed))
            }
            () => Reason::Open,
        }
    }

    fn completed(&self, now: State, expires: Option<Date>) -> Reason {
        let on = self.since(|state| state.completed && !state.ended);
        let coverage = self.measure.coverage.iter().rfind(|entry| entry.date.last() <= self.as_of);
        let coverage = coverage.map(|entry| (entry.date.last(), entry.share.value().clone()));
        Reason::Completed {
            on,
            confirmed: now.confirmed.filter(|&confirmed| confirmed > on),
            expires,
            coverage: coverage.filter(|(_, share)| *share < Rational::one()),
        }
    }

    fn at(&self, day: Date) -> State {
        state(self.measure, self.done, day)
    }

    /// The days on which something changed, newest first.
    fn days(&self) -> impl Iterator<Item = Date> {
        let mut days: Vec<_> = self.measure.log.until(self.as_of).map(|event| event.day()).chain(self.done).collect();
        days.sort_unstable();
        days.into_iter().rev()
    }

    /// Since when what holds now has held without a break.
    fn since(&self, holds: impl Fn(State) -> bool) -> Date {
        self.days().take_while(|&day| holds(self.at(day))).last().unwrap_or(self.as_of)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::maturity::evaluate;
    use super::super::world::{AS_OF, CriterionPlan, DimensionPlan, MeasurePlan, World, before, worlds};
    use super::*;
    use crate::content::common::EventKind;

    fn derivation(world: &World) -> Derivation {
        let model = world.model();
        Derivation::new(&model, &evaluate(&model, AS_OF), Ref::new(0), AS_OF)
    }

    fn criterion(level: u32, weight: u32) -> CriterionPlan {
        CriterionPlan { level, weight, must: false, count: 1, twelfths: 12, from: None }
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

    fn events(events: &[(i32, EventKind)]) -> MeasurePlan {
        MeasurePlan { events: events.to_vec(), ..World::completed(0) }
    }

    fn reason(measure: MeasurePlan) -> Reason {
        let derivation = derivation(&world(vec![criterion(1, 1)], vec![measure]));
        derivation.levels[0].criteria[0].parts[0].contributions[0].reason.clone()
    }

    #[test]
    fn reasons_name_the_day() {
        use EventKind::{Begun, Completed, Confirmed, Discontinued, Ended, Reopened, Resumed};
        let completed = |on, confirmed| Reason::Completed { on: before(on), confirmed, expires: None, coverage: None };
        assert_eq!(reason(events(&[(90, Begun), (40, Completed)])), completed(40, None));
        assert_eq!(reason(events(&[(40, Completed), (20, Confirmed)])), completed(40, Some(before(20))));
        assert_eq!(reason(events(&[(40, Completed), (20, Ended)])), Reason::Ended(before(20)));
        assert_eq!(reason(events(&[(40, Completed), (20, Ended), (5, Completed)])), completed(5, None));
        assert_eq!(reason(events(&[(40, Completed), (20, Reopened), (9, Resumed)])), Reason::Reopened(before(20)));
        assert_eq!(reason(events(&[(40, Begun), (20, Discontinued)])), Reason::Discarded(before(20)));
        assert_eq!(reason(events(&[(40, Begun)])), Reason::Open);
        let expired = MeasurePlan { validity_months: Some(1), ..events(&[(400, Completed)]) };
        assert_eq!(reason(expired), Reason::Expired(date(2023, 6, 27)));
        let partial = MeasurePlan { coverage: vec![(30, 5)], ..events(&[(40, Completed)]) };
        let coverage = Some((before(30), Rational::new(5, 12).unwrap()));
        assert_eq!(reason(partial), Reason::Completed { on: before(40), confirmed: None, expires: None, coverage });
    }

    #[test]
    fn levels_pass_stop_and_stand_behind() {
        let criteria = vec![criterion(1, 1), criterion(2, 3), criterion(2, 1), criterion(3, 1)];
        let half = MeasurePlan { coverage: vec![(1, 6)], ..World::completed(1) };
        let derivation = derivation(&world(criteria, vec![World::completed(0), half, World::completed(3)]));
        let verdicts: Vec<_> = derivation.levels.iter().map(|level| level.verdict).collect();
        assert_eq!(verdicts, [Verdict::Reached, Verdict::Stops, Verdict::Behind]);
        assert!(derivation.levels[2].test.passes, "it would pass alone");
        let progress = derivation.progress.unwrap();
        let printed = (progress.numerator.to_string(), progress.denominator, progress.value.to_string());
        assert_eq!(printed, ("3/2".to_owned(), 4, "3/8".to_owned()));
        let fulfilment = derivation.fulfilment.unwrap();
        assert_eq!((fulfilment.numerator.to_string(), fulfilment.denominator), ("7/2".to_owned(), 6));
        assert_eq!(derivation.ahead.unwrap().value.to_string(), "1/6");
    }

    #[test]
    fn only_the_largest_count() {
        let two = CriterionPlan { count: 2, ..criterion(1, 1) };
        let part = |twelfths| MeasurePlan { coverage: vec![(1, twelfths)], ..World::completed(0) };
        let derivation = derivation(&world(vec![two], vec![part(3), part(6), part(9), part(0)]));
        let step = &derivation.levels[0].criteria[0];
        let counted: Vec<_> = step.parts[0].contributions.iter().map(|one| one.counted).collect();
        assert_eq!((counted, step.share.to_string()), (vec![false, true, true, false], "5/8".to_owned()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Every step leads to what `maturity` computes.
        #[test]
        fn properties_of_the_steps(world in worlds()) {
            let model = world.model();
            let maturity = evaluate(&model, AS_OF);
            for (dimension, _) in model.maturity.dimensions.refs() {
                let state = &maturity.dimensions[dimension.index()];
                let derivation = Derivation::new(&model, &maturity, dimension, AS_OF);
                let value = |fraction: &Option<Fraction>| fraction.as_ref().map(|fraction| fraction.value.clone());
                prop_assert_eq!(value(&derivation.progress), state.progress.clone());
                prop_assert_eq!(value(&derivation.fulfilment), state.fulfilment.clone());
                prop_assert_eq!(value(&derivation.ahead).unwrap_or_default(), state.ahead.clone());
                let asked = derivation.levels.iter().filter(|level| level.verdict != Verdict::PassedOver);
                let reached = asked.take_while(|level| level.test.passes).last().map_or(0, |level| level.level);
                prop_assert_eq!(state.level.unwrap_or(0), reached);
                let stops = derivation.levels.iter().find(|level| level.verdict == Verdict::Stops);
                prop_assert_eq!(stops.map(|level| level.level), state.next);
                for step in derivation.levels.iter().flat_map(|level| &level.criteria) {
                    let sizes: u64 = step.parts.iter().map(|part| u64::from(part.part.size)).sum();
                    let sum: Rational =
                        step.parts.iter().map(|part| part.share.clone() * Rational::from(u64::from(part.part.size))).sum();
                    prop_assert_eq!((sum / sizes).unwrap(), step.share.clone());
                    let count = u64::from(model.maturity.criteria[step.criterion].count);
                    for part in &step.parts {
                        let counted = part.contributions.iter().filter(|one| one.counted);
                        prop_assert_eq!((counted.map(|one| &one.value).sum::<Rational>() / count).unwrap(), part.share.clone());
                        for one in &part.contributions {
                            let completed = matches!(one.reason, Reason::Completed { .. });
                            prop_assert!(completed || one.value.is_zero(), "{:?}", one);
                        }
                    }
                }
            }
        }
    }
}
