//! What becomes of what is not yet done: four scenarios, and the delay that one of them assumes.

use jiff::ToSpan;
use jiff::civil::Date;

use super::contribution::{State, state};
use crate::content::Model;
use crate::content::common::EventKind;
use crate::content::measure::Measure;
use crate::content::scalar::Period;

/// What becomes of what is not yet done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// Nobody does anything.
    Secured,
    /// Everything comes, but late.
    Delayed,
    /// Everything comes as planned.
    Planned,
    /// Everything is done tomorrow.
    Everything,
}

impl Scenario {
    /// All of them, worst first.
    pub const ALL: &'static [Self] = &[Self::Secured, Self::Delayed, Self::Planned, Self::Everything];

    /// Its word in data and catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Secured => "gesichert",
            Self::Delayed => "verzug",
            Self::Planned => "plan",
            Self::Everything => "alles",
        }
    }

    /// Its position in [`Scenario::ALL`].
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|&one| one == self).unwrap_or(0)
    }

    /// The day on which it completes something that stands like this at the as-of date and is planned to end then.
    pub fn completion(self, state: State, end: Option<Date>, as_of: Date, delay: Delay) -> Option<Date> {
        let tomorrow = as_of.saturating_add(1.day());
        let planned = || end.filter(|_| !state.paused).map(|end| end.max(tomorrow));
        if state.completed || state.discarded {
            return None;
        }
        match self {
            Self::Secured => None,
            Self::Delayed => planned().map(|end| delay.after(end)),
            Self::Planned => planned(),
            Self::Everything => Some(tomorrow),
        }
    }
}

/// The assumed delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    /// The median of what was observed, in days, and over how many measures.
    Observed {
        /// Days.
        days: u32,
        /// Measures.
        measures: usize,
    },
    /// The model's own, for lack of experience.
    Assumed(Period),
}

/// Below so many completed measures with a plan, experience does not count.
const ENOUGH_EXPERIENCE: usize = 10;

impl Delay {
    /// The median delay of completed measures with a plan, if there are enough; never below 0.
    pub fn of(model: &Model, as_of: Date) -> Self {
        let mut days: Vec<i32> = model.measures.iter().filter_map(|measure| days_late(measure, as_of)).collect();
        days.sort_unstable();
        match days.get(days.len() / 2) {
            Some(&median) if days.len() >= ENOUGH_EXPERIENCE => {
                Self::Observed { days: median.max(0).unsigned_abs(), measures: days.len() }
            }
            _ => Self::Assumed(model.maturity.delay),
        }
    }

    /// The day so much later.
    pub fn after(self, date: Date) -> Date {
        match self {
            Self::Observed { days, .. } => date.saturating_add(i64::from(days).days()),
            Self::Assumed(period) => period.after(date),
        }
    }

    /// The latest day that, so much later, is not after `date`.
    pub fn before(self, date: Date) -> Date {
        match self {
            Self::Observed { days, .. } => date.saturating_sub(i64::from(days).days()),
            Self::Assumed(period) => period.before(date),
        }
    }
}

/// Completion minus first planned end, in days; none for what is not completed, has no plan, or has a rollout.
fn days_late(measure: &Measure, as_of: Date) -> Option<i32> {
    let end = measure.plan.as_ref()?.interval.end?.last();
    if measure.rollout.is_some() || !state(measure, None, as_of).completed {
        return None;
    }
    let done = measure.log.until(as_of).rfind(|event| event.kind == EventKind::Completed)?.day();
    Some(end.until(done).ok()?.get_days())
}
