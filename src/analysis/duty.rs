//! What a target still asks for, and by when: computed backwards from the target date.
//!
//! A measure that contributes to what is lacking has to be completed on the target date at the latest. What it requires
//! (`setzt_voraus`) has to be done before it can begin: earlier by its duration, from the beginning to the end of its
//! first plan, both included; a measure without such a plan is reckoned with no duration, so that the date is the latest
//! that can be thought of. To be in time even with the assumed delay, everything has to be planned for so much earlier;
//! the delay is taken off once, at the end of the chain, as every measure of the chain would be late alike.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::contribution::{Knowledge, assessed_units, contribution, expiry, state, unit_done};
use super::forecast::{Forecast, Scenario};
use super::schedule::{self, Duration};
use super::tally::Mark;
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::scalar::{Datum, Rational};

/// A criterion that is asked for on the target date and not met then, if nobody does anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The criterion.
    pub criterion: Ref<Criterion>,
    /// Whether it is met at the as-of date, and will be lost.
    pub met_today: bool,
    /// Whether it is met on the target date as planned; once that has passed, whether it is met some day.
    pub met_as_planned: bool,
    /// The same if everything open is done on the day after the as-of date.
    pub met_by_everything: bool,
    /// The measures that contribute to it, done or not, in table order.
    pub measures: Vec<Ref<Measure>>,
}

/// What is still to do on a measure, so that it counts wholly on the target date. With a rollout it is what is to do in
/// the unit that is furthest from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Nothing.
    Done,
    /// It is done, and covers only a part.
    Extend(Rational),
    /// It is done; its confirmation expires, or has expired, on this day and has to be renewed.
    Confirm(Date),
    /// Completion, planned for this day, which may have passed.
    Complete(Date),
    /// Completion, and no end is planned.
    Plan,
    /// Completion, and work rests.
    Resume,
    /// It was done, and is no longer operated.
    Restart,
    /// It was given up before it was done.
    Revive,
}

impl Work {
    /// How far it is from counting.
    fn rank(&self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Extend(_) => 1,
            Self::Confirm(_) => 2,
            Self::Complete(_) => 3,
            Self::Plan => 4,
            Self::Resume => 5,
            Self::Restart => 6,
            Self::Revive => 7,
        }
    }

    /// Of two parts the one that is further from counting: the earlier expiry, the later plan.
    fn or_worse(self, other: Self) -> Self {
        match (&self, &other) {
            (Self::Confirm(a), Self::Confirm(b)) if a <= b => self,
            (Self::Complete(a), Self::Complete(b)) if a >= b => self,
            (a, b) if a.rank() > b.rank() => self,
            _ => other,
        }
    }

    /// Whether it has not been completed yet and may still be.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Complete(_) | Self::Plan | Self::Resume)
    }
}

/// What a measure owes a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The measure.
    pub measure: Ref<Measure>,
    /// What is still to do.
    pub work: Work,
    /// Whether it has to be done: an open measure has, and one that was completed or given up where the open ones are not
    /// enough.
    pub is_needed: bool,
    /// The last day on which it can be completed in time.
    pub latest: Date,
    /// The latest planned end from which it is in time even with the assumed delay.
    pub latest_plan: Date,
    /// What it has to precede, in table order; empty where it only contributes itself.
    pub precedes: Vec<Ref<Measure>>,
    /// How its planned end lies to that; none where none is planned.
    pub fit: Option<Fit>,
    /// For a confirmation: the first day on which it lasts beyond the target date.
    pub not_before: Option<Date>,
}

/// How a planned end lies to a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// In time, even with the assumed delay.
    InTime,
    /// In time, but not with the assumed delay.
    Tight,
    /// Too late, by so much.
    Late(Duration),
}

/// What is lacking on a target date.
#[derive(Clone, Copy)]
pub(super) struct Lacking<'a> {
    pub(super) model: &'a Model,
    pub(super) forecast: &'a Forecast,
    pub(super) as_of: Date,
    /// The target date.
    pub(super) by: Date,
}

impl Lacking<'_> {
    /// The day that is looked at: the target date, or the as-of date once that has passed.
    fn day(self) -> Date {
        self.by.max(self.as_of)
    }

    /// What is lacking up to a level. A level that asks for nothing is reached only together with the next that does.
    pub(super) fn of(self, dimension: Ref<Dimension>, level: u32) -> Vec<Lack> {
        let maturity = &self.model.maturity;
        let mark = |criterion: Ref<Criterion>, day| *self.forecast.marks(Scenario::Secured, criterion).at(day);
        let criteria = &maturity.dimensions[dimension].criteria;
        let asked = || criteria.iter().copied().filter(|&one| mark(one, self.day()) != Mark::NotAsked);
        let own = |one: Ref<Criterion>| maturity.criteria[one].level;
        let top = asked().map(own).filter(|&own| own >= level).min().unwrap_or(level);
        let unmet = asked().filter(|&one| own(one) <= top && mark(one, self.day()) == Mark::Unmet);
        unmet
            .map(|criterion| Lack {
                criterion,
                met_today: mark(criterion, self.as_of) == Mark::Met,
                met_as_planned: self.met(Scenario::Planned, criterion),
                met_by_everything: self.met(Scenario::Everything, criterion),
                measures: self.contributors(criterion),
            })
            .collect()
    }

    /// Whether a scenario meets a criterion on the target date; where nothing can change until then, whether it does some
    /// day.
    fn met(self, scenario: Scenario, criterion: Ref<Criterion>) -> bool {
        let marks = self.forecast.marks(scenario, criterion);
        let some_day = || marks.changes().iter().any(|(day, mark)| *day > self.as_of && *mark == Mark::Met);
        *marks.at(self.day()) == Mark::Met || (self.by <= self.as_of && some_day())
    }

    fn contributors(self, criterion: Ref<Criterion>) -> Vec<Ref<Measure>> {
        let contributes = |measure: &Measure| measure.fulfils.contains(&criterion);
        self.model.measures.refs().filter(|(_, measure)| contributes(measure)).map(|(one, _)| one).collect()
    }

    /// What the measures behind it owe, and those that they require.
    pub(super) fn duties(self, lacks: &[Lack]) -> Vec<Duty> {
        let mut duties = BTreeMap::new();
        for lack in lacks {
            for &measure in &lack.measures {
                let duty = duties.entry(measure).or_insert_with(|| self.duty(measure));
                duty.is_needed |= duty.work != Work::Done && !lack.met_by_everything;
            }
        }
        for successor in self.successors_first(duties.keys().copied().collect()) {
            self.pass_on(successor, &mut duties);
        }
        let mut duties: Vec<Duty> = duties.into_values().collect();
        for duty in &mut duties {
            duty.fit = self.fit(duty);
        }
        duties.sort_by_key(|duty| duty.latest);
        duties
    }

    /// How a planned end lies to the deadline. What is overdue is expected on the day after the as-of date.
    fn fit(self, duty: &Duty) -> Option<Fit> {
        let Work::Complete(end) = duty.work else { return None };
        let end = end.max(self.as_of.saturating_add(1.day()));
        if end <= duty.latest_plan {
            return Some(Fit::InTime);
        }
        if end <= duty.latest {
            return Some(Fit::Tight);
        }
        let behind = duty.latest.saturating_add(1.day());
        schedule::duration(Datum::day(behind), Datum::day(end)).map(Fit::Late)
    }

    /// The duty of a measure that has to be done by the target date.
    fn duty(self, reference: Ref<Measure>) -> Duty {
        let measure = &self.model.measures[reference];
        let work = self.work(measure);
        let confirmed = measure.validity.filter(|_| matches!(work, Work::Confirm(_)));
        Duty {
            measure: reference,
            is_needed: work.is_open(),
            work,
            latest: self.by,
            latest_plan: self.forecast.delay.before(self.by),
            precedes: Vec::new(),
            fit: None,
            not_before: confirmed.map(|period| period.before(self.by).saturating_add(1.day())),
        }
    }

    /// What a measure requires has to be done before it begins.
    fn pass_on(self, successor: Ref<Measure>, duties: &mut BTreeMap<Ref<Measure>, Duty>) {
        let Some((latest, latest_plan)) = duties.get(&successor).map(|duty| (duty.latest, duty.latest_plan)) else {
            return;
        };
        let duration = planned_days(&self.model.measures[successor]);
        let begin = |end: Date| end.saturating_sub(duration.days());
        for &required in &self.model.measures[successor].requires {
            if !self.owes(required) {
                continue;
            }
            let duty = duties.entry(required).or_insert_with(|| self.duty(required));
            duty.is_needed = true;
            duty.latest = duty.latest.min(begin(latest));
            duty.latest_plan = duty.latest_plan.min(begin(latest_plan));
            duty.precedes.push(successor);
            duty.precedes.sort_unstable();
        }
    }

    /// Whether a required measure is still to be done: what was done once lets its successors begin.
    fn owes(self, measure: Ref<Measure>) -> bool {
        let work = self.work(&self.model.measures[measure]);
        work.is_open() || work == Work::Revive
    }

    /// The open measures among some and all that they require, each before what it requires itself. What requires itself
    /// by a detour (an error that is reported elsewhere) is visited once.
    fn successors_first(self, measures: Vec<Ref<Measure>>) -> Vec<Ref<Measure>> {
        let mut order = Vec::new();
        let mut seen = vec![false; self.model.measures.len()];
        let mut stack: Vec<(Ref<Measure>, bool)> = measures.into_iter().map(|measure| (measure, false)).collect();
        while let Some((measure, left)) = stack.pop() {
            if left {
                order.push(measure);
            } else if !std::mem::replace(&mut seen[measure.index()], true)
                && self.work(&self.model.measures[measure]).is_open()
            {
                stack.push((measure, true));
                stack.extend(self.model.measures[measure].requires.iter().map(|&required| (required, false)));
            }
        }
        order.reverse();
        order
    }

    /// What is still to do on a measure.
    fn work(self, measure: &Measure) -> Work {
        let parts = self.parts(measure).into_iter().map(|(done, end)| self.part(measure, done, end));
        parts.reduce(Work::or_worse).unwrap_or(Work::Plan)
    }

    /// Completion and planned end, in each unit that takes part.
    fn parts(self, measure: &Measure) -> Vec<(Option<Date>, Option<Date>)> {
        let end = schedule::timing(measure.plan.as_ref(), &measure.log, None, self.as_of).end.map(Datum::last);
        let rollout = measure.rollout.as_deref().unwrap_or_default();
        let assessed = assessed_units(self.model);
        let units = match &measure.rollout {
            None => Vec::new(),
            Some(_) if assessed.is_empty() => rollout.iter().map(|entry| entry.unit).collect(),
            Some(_) => assessed,
        };
        if units.is_empty() {
            return vec![(None, end)];
        }
        let part = |unit| {
            let own = rollout.iter().find(|entry| entry.unit == unit).and_then(|entry| entry.plan);
            (unit_done(rollout, unit, self.as_of), own.map(Datum::last).or(end))
        };
        units.into_iter().map(part).collect()
    }

    fn part(self, measure: &Measure, done: Option<Date>, end: Option<Date>) -> Work {
        let state = state(measure, done, self.as_of);
        if state.completed {
            return self.kept(measure, done, state.ended);
        }
        match end {
            _ if state.discarded => Work::Revive,
            _ if state.paused => Work::Resume,
            Some(end) => Work::Complete(end),
            None => Work::Plan,
        }
    }

    /// What is to do on what was completed once.
    fn kept(self, measure: &Measure, done: Option<Date>, ended: bool) -> Work {
        let expired = expiry(measure, done, self.as_of).filter(|&day| day <= self.day());
        let share = || contribution(measure, done, self.as_of, Knowledge::Until(self.as_of));
        match expired {
            _ if ended => Work::Restart,
            Some(day) => Work::Confirm(day),
            None => Some(share()).filter(|share| *share < Rational::one()).map_or(Work::Done, Work::Extend),
        }
    }
}

/// From the beginning to the end of the first plan, both included; 0 where one of them is missing.
fn planned_days(measure: &Measure) -> i32 {
    let interval = measure.plan.as_ref().map(|plan| plan.interval.clone()).unwrap_or_default();
    let days = |(begin, end): (Datum, Datum)| Some(begin.first().until(end.last()).ok()?.get_days() + 1);
    interval.begin.zip(interval.end).and_then(days).unwrap_or(0).max(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::target::{DimensionTarget, Targets};
    use crate::analysis::world::city;

    const AS_OF: Date = date(2025, 6, 30);

    /// One criterion, a target for the end of 2026, six months of delay.
    fn target(measures: &[(&str, &str)], organisation: &str) -> (Model, DimensionTarget) {
        let measures: Vec<_> = measures
            .iter()
            .map(|(id, text)| (format!("massnahmen/{id}.md"), format!("---\ntitel: {id}\n{text}\n---\n")))
            .collect();
        let mut files: Vec<_> = measures.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        files.push(("ziele.yaml", "- {bis: 2026, stufen: {alle: 1}}"));
        files.push(("organisation.yaml", organisation));
        let model = city("{titel: M, stufen: [a, b], dimensionen: {d: {titel: D, stufen: {1: {c: C}}}}}", &files);
        let targets = Targets::new(&model, &Forecast::new(&model, AS_OF), AS_OF);
        let target = targets.of(Ref::new(0))[0].clone();
        (model, target)
    }

    /// Id, latest completion and latest plan of every duty, in order.
    fn deadlines(measures: &[(&str, &str)]) -> Vec<(String, Date, Date)> {
        let (model, target) = target(measures, "");
        let line = |duty: &Duty| (model.measures[duty.measure].head.id.value.clone(), duty.latest, duty.latest_plan);
        target.duties.iter().map(line).collect()
    }

    #[test]
    fn what_is_required_is_due_before_its_successor_begins() {
        // `last` takes 31 days (December 2026): it begins on 01.12. at the latest, so `middle` ends on 30.11.; that takes 30
        // days, so `first` ends on 31.10. With the delay the same, counted from 30.06.2026: 30.05., 30.04.
        let found = deadlines(&[
            ("last", "erfuellt: [c]\nsetzt_voraus: [middle]\nplan: {beginn: 2026-12-01, ende: 2026-12-31}"),
            ("middle", "setzt_voraus: [first]\nplan: {beginn: 2026-11-01, ende: 2026-11-30}"),
            ("first", "plan: {ende: 2026-10-31}\nannahme: ohne Beginn"),
        ]);
        let expected = [
            ("first", date(2026, 10, 31), date(2026, 4, 30)),
            ("middle", date(2026, 11, 30), date(2026, 5, 30)),
            ("last", date(2026, 12, 31), date(2026, 6, 30)),
        ];
        assert_eq!(found, expected.map(|(id, latest, plan)| (id.to_owned(), latest, plan)));
    }

    #[test]
    fn the_tightest_chain_counts_and_a_missing_duration_is_none() {
        let found = deadlines(&[
            ("a", "erfuellt: [c]\nsetzt_voraus: [base, b]"),
            ("b", "setzt_voraus: [base]\nplan: {beginn: 2026-01-01, ende: 2026-01-10}"),
            ("base", "erfuellt: [c]"),
        ]);
        let expected = [
            ("base", date(2026, 12, 21), date(2026, 6, 20)),
            ("a", date(2026, 12, 31), date(2026, 6, 30)),
            ("b", date(2026, 12, 31), date(2026, 6, 30)),
        ];
        assert_eq!(found, expected.map(|(id, latest, plan)| (id.to_owned(), latest, plan)));
    }

    #[test]
    fn what_was_done_passes_nothing_on_and_a_circle_ends() {
        let done = "verlauf: [{am: 2025-01-01, ereignis: umgesetzt}]\nsetzt_voraus: [earlier]";
        let found = deadlines(&[("a", "erfuellt: [c]\nsetzt_voraus: [done]"), ("done", done), ("earlier", "")]);
        assert_eq!(found.len(), 1);
        let circle = deadlines(&[("a", "erfuellt: [c]\nsetzt_voraus: [b]"), ("b", "setzt_voraus: [a]")]);
        assert_eq!(circle.len(), 2);
    }

    #[test]
    fn a_shift_moves_the_end_and_not_the_duration() {
        let shifted = "erfuellt: [c]\nsetzt_voraus: [b]\nplan: {beginn: 2025-01-01, ende: 2025-01-31}\n\
                       verlauf: [{am: 2025-02-01, ereignis: verschoben, auf: 2027-01-31, grund: Geld}]";
        let (_, target) = target(&[("a", shifted), ("b", "")], "");
        let duties: Vec<_> = target.duties.iter().map(|duty| (duty.latest, duty.work.clone())).collect();
        assert_eq!(duties[0], (date(2026, 11, 30), Work::Plan));
        assert_eq!(duties[1], (date(2026, 12, 31), Work::Complete(date(2027, 1, 31))));
    }

    #[test]
    fn what_is_overdue_is_expected_tomorrow_at_the_earliest() {
        let (_, target) = target(&[("a", "erfuellt: [c]\nplan: {beginn: 2024-01-01, ende: 2024-12-31}")], "");
        assert_eq!(target.duties[0].work, Work::Complete(date(2024, 12, 31)));
        assert_eq!(target.duties[0].fit, Some(Fit::InTime));
    }

    #[test]
    fn a_rollout_is_as_far_as_the_unit_furthest_from_it() {
        let units =
            "einheiten: {a: {titel: A, bewertet: ja}, b: {titel: B, bewertet: ja}, c: {titel: C, bewertet: ja}}";
        let work = |rollout: &str| {
            let text = format!("erfuellt: [c]\nplan: {{beginn: 2025-01-01, ende: 2026-03-31}}\nrollout: {rollout}");
            target(&[("m", &text)], units).1.duties[0].work.clone()
        };
        // The unit without an entry has the measure's plan end.
        assert_eq!(work("{a: {am: 2025-05-01}, b: {plan: 2026-01-31}}"), Work::Complete(date(2026, 3, 31)));
        assert_eq!(work("{a: {am: 2025-05-01}, b: {plan: 2026-09-30}}"), Work::Complete(date(2026, 9, 30)));
    }

    #[test]
    fn what_covers_a_part_has_to_be_extended() {
        let text = "erfuellt: [c]\nverlauf: [{am: 2025-01-01, ereignis: umgesetzt}]\n\
                    abdeckung: [{am: 2025-01-01, anteil: 1/4}, {am: 2025-07-01, anteil: 1}]";
        let (_, target) = target(&[("m", text)], "");
        assert_eq!(target.duties[0].work, Work::Extend(Rational::new(1, 4).unwrap()));
    }

    #[test]
    fn what_is_done_or_given_up_is_needed_only_where_the_open_ones_are_not_enough() {
        let given_up = ("b", "erfuellt: [c]\nverlauf: [{am: 2025-01-01, ereignis: eingestellt, grund: Geld}]");
        let needed = |measures: &[(&str, &str)]| -> Vec<bool> {
            target(measures, "").1.duties.iter().map(|duty| duty.is_needed).collect()
        };
        assert_eq!(needed(&[("a", "erfuellt: [c]"), given_up]), [true, false]);
        assert_eq!(needed(&[given_up]), [true]);
    }
}
