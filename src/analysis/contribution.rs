//! What a measure contributes to its criteria on a day (section "A measure's contribution" of the method).

use jiff::civil::Date;

use crate::content::Model;
use crate::content::common::{Event, EventKind};
use crate::content::measure::{Effect, Measure, RolloutEntry};
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::scalar::Rational;

/// The state of a measure after its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// Done and not reopened.
    pub completed: bool,
    /// Completed, and no longer operated.
    pub ended: bool,
    /// Given up before it was completed.
    pub discarded: bool,
    /// Resting.
    pub paused: bool,
    /// Last day of completion or confirmation.
    pub confirmed: Option<Date>,
}

impl State {
    /// Whether a measure that stands like this counts on a day: completed, not ended, not expired.
    pub fn counts(self, measure: &Measure, day: Date) -> bool {
        let expired = expiry_of(measure, self).is_some_and(|expiry| expiry <= day);
        self.completed && !self.ended && !expired
    }

    /// Reads one event more.
    pub(super) fn apply(&mut self, day: Date, kind: EventKind, effect: Effect) {
        match kind {
            EventKind::Completed => *self = Self { completed: true, confirmed: Some(day), ..Self::default() },
            EventKind::Confirmed if self.completed => self.confirmed = Some(day),
            EventKind::Reopened => self.completed = false,
            EventKind::Ended | EventKind::Discontinued if self.completed => self.ended |= effect == Effect::Ongoing,
            EventKind::Ended | EventKind::Discontinued => self.discarded = true,
            EventKind::Paused => self.paused = true,
            EventKind::Resumed => (self.discarded, self.paused) = (false, false),
            EventKind::Confirmed | EventKind::Resolved | EventKind::Begun | EventKind::Shifted => {}
        }
    }
}

/// The state of a measure on a day. With a rollout it is that of a unit, whose completion day is given.
pub fn state(measure: &Measure, unit_done: Option<Date>, day: Date) -> State {
    let mut state = State::default();
    for (day, kind) in events(measure, unit_done, day) {
        state.apply(day, kind, measure.effect);
    }
    state
}

/// The events known on a day, in the order in which they are read: a unit's completion stands before that day's events.
pub(super) fn events(measure: &Measure, unit_done: Option<Date>, day: Date) -> impl Iterator<Item = (Date, EventKind)> {
    let done = unit_done.filter(|&done| done <= day);
    let before = measure.log.until(day).filter(move |event| done.is_none_or(|done| event.day() < done));
    let behind = measure.log.until(day).filter(move |event| done.is_some_and(|done| done <= event.day()));
    let own = |event: &Event| (event.day(), event.kind);
    before.map(own).chain(done.map(|done| (done, EventKind::Completed))).chain(behind.map(own))
}

/// Up to when events are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// Up to the day that is looked at.
    ThatDay,
    /// Up to an as-of date; later ones are not known yet.
    Until(Date),
}

/// What a measure contributes on a day: its coverage if it is completed, has not ended and has not expired; else 0.
pub fn contribution(measure: &Measure, unit_done: Option<Date>, day: Date, knowledge: Knowledge) -> Rational {
    let known = match knowledge {
        Knowledge::ThatDay => day,
        Knowledge::Until(as_of) => day.min(as_of),
    };
    let counts = state(measure, unit_done, known).counts(measure, day);
    if counts { coverage(measure, known) } else { Rational::zero() }
}

/// The day from which on the last confirmation known on a day no longer counts.
pub fn expiry(measure: &Measure, unit_done: Option<Date>, day: Date) -> Option<Date> {
    expiry_of(measure, state(measure, unit_done, day))
}

fn expiry_of(measure: &Measure, state: State) -> Option<Date> {
    Some(measure.validity?.after(state.confirmed?))
}

/// The newest coverage on a day, 1 while there is none.
fn coverage(measure: &Measure, day: Date) -> Rational {
    let newest = measure.coverage.iter().rfind(|entry| entry.date.last() <= day);
    newest.map_or_else(Rational::one, |entry| entry.share.value().clone())
}

/// The day on which a unit completed its part of a rollout, if it has by `day`.
pub fn unit_done(rollout: &[RolloutEntry], unit: Ref<Unit>, day: Date) -> Option<Date> {
    let entry = rollout.iter().find(|entry| entry.unit == unit)?;
    entry.done.map(|done| done.last()).filter(|&done| done <= day)
}

/// The day on which a rollout was completed as a whole, if every unit that takes part has by `day`: every assessed unit,
/// or, where none is assessed, every unit named.
pub fn rollout_completion(model: &Model, measure: &Measure, day: Date) -> Option<Date> {
    let rollout = measure.rollout.as_ref()?;
    let assessed = assessed_units(model);
    let units: Vec<_> = if assessed.is_empty() { rollout.iter().map(|entry| entry.unit).collect() } else { assessed };
    let done: Option<Vec<_>> = units.into_iter().map(|unit| unit_done(rollout, unit, day)).collect();
    done?.into_iter().max()
}

/// The completion days to judge a measure by: its own events alone, or with a rollout that of each assessed unit, of all
/// together where none is assessed.
pub fn completions(model: &Model, measure: &Measure, units: &[Ref<Unit>], day: Date) -> Vec<Option<Date>> {
    match &measure.rollout {
        None => vec![None],
        Some(_) if units.is_empty() => vec![rollout_completion(model, measure, day)],
        Some(rollout) => units.iter().map(|&unit| unit_done(rollout, unit, day)).collect(),
    }
}

/// Whether a measure contributes anything on a day, at least in one of the units.
pub fn counts_anywhere(model: &Model, measure: &Measure, units: &[Ref<Unit>], day: Date) -> bool {
    let mut completions = completions(model, measure, units, day).into_iter();
    completions.any(|done| !contribution(measure, done, day, Knowledge::ThatDay).is_zero())
}

/// The units for which levels are assessed.
pub fn assessed_units(model: &Model) -> Vec<Ref<Unit>> {
    model.units.refs().filter(|(_, unit)| unit.assessed).map(|(reference, _)| reference).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::common::Log;
    use crate::content::measure::Coverage;
    use crate::content::scalar::{Datum, Period, Share};
    use crate::source::{Span, Spanned};

    fn measure(events: &[(&str, EventKind)]) -> Measure {
        let event = |(day, kind): &(&str, EventKind)| Event {
            date: Spanned::new(Datum::parse(day).unwrap(), Span::default()),
            kind: *kind,
            ..Event::default()
        };
        Measure { log: Log::new(events.iter().map(event).collect()), ..Measure::default() }
    }

    fn counts(measure: &Measure, day: Date) -> bool {
        !contribution(measure, None, day, Knowledge::ThatDay).is_zero()
    }

    #[test]
    fn it_counts_on_the_day_it_starts_and_no_longer_on_the_day_it_ends() {
        let measure = measure(&[("2024-01-10", EventKind::Completed), ("2024-05-01", EventKind::Ended)]);
        assert!(!counts(&measure, date(2024, 1, 9)));
        assert!(counts(&measure, date(2024, 1, 10)));
        assert!(counts(&measure, date(2024, 4, 30)));
        assert!(!counts(&measure, date(2024, 5, 1)));
    }

    #[test]
    fn a_lasting_effect_survives_its_end_but_not_its_discontinuation_before_completion() {
        let lasting = |events| Measure { effect: Effect::Lasting, ..measure(events) };
        assert!(counts(
            &lasting(&[("2024-01-10", EventKind::Completed), ("2024-05-01", EventKind::Ended)]),
            date(2024, 6, 1)
        ));
        let reopened = lasting(&[
            ("2024-01-10", EventKind::Completed),
            ("2024-02-01", EventKind::Reopened),
            ("2024-03-01", EventKind::Discontinued),
        ]);
        assert!(!counts(&reopened, date(2024, 6, 1)));
        assert!(state(&reopened, None, date(2024, 6, 1)).discarded);
    }

    #[test]
    fn it_expires_and_is_confirmed_again() {
        let mut measure = measure(&[("2024-01-31", EventKind::Completed), ("2024-06-01", EventKind::Confirmed)]);
        measure.validity = Some(Period::parse("1 Monat").unwrap());
        assert!(counts(&measure, date(2024, 2, 28)));
        assert!(!counts(&measure, date(2024, 2, 29)));
        assert!(counts(&measure, date(2024, 6, 1)));
        assert!(!counts(&measure, date(2024, 7, 1)));
    }

    #[test]
    fn coarse_dates_count_from_their_last_day() {
        let measure = measure(&[("2024-Q1", EventKind::Completed)]);
        assert!(!counts(&measure, date(2024, 3, 30)));
        assert!(counts(&measure, date(2024, 3, 31)));
    }

    #[test]
    fn the_newest_coverage_counts() {
        let mut measure = measure(&[("2024-01-01", EventKind::Completed)]);
        let entry = |day, share| Coverage {
            date: Spanned::new(Datum::parse(day).unwrap(), Span::default()),
            share: Share::parse(share).unwrap(),
            ..Coverage::default()
        };
        measure.coverage = vec![entry("2024-02-01", "1/4"), entry("2024-03-01", "3/4")];
        assert_eq!(contribution(&measure, None, date(2024, 1, 15), Knowledge::ThatDay).to_string(), "1");
        assert_eq!(contribution(&measure, None, date(2024, 2, 15), Knowledge::ThatDay).to_string(), "1/4");
        assert_eq!(contribution(&measure, None, date(2024, 3, 15), Knowledge::ThatDay).to_string(), "3/4");
    }

    #[test]
    fn a_units_completion_is_read_before_that_days_events() {
        let measure = measure(&[("2024-01-10", EventKind::Ended), ("2024-02-01", EventKind::Discontinued)]);
        let done = Some(date(2024, 1, 10));
        assert!(state(&measure, done, date(2024, 1, 10)).ended);
        assert!(state(&measure, Some(date(2024, 2, 2)), date(2024, 3, 1)).completed);
        assert!(!state(&measure, Some(date(2024, 2, 2)), date(2024, 3, 1)).discarded);
    }
}
