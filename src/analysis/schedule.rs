//! First plan, current plan, durations. Ends are inclusive everywhere.

use jiff::civil::{Date, DateDifference};
use jiff::{ToSpan, Unit};

use crate::content::common::{EventKind, Log, Plan};
use crate::content::scalar::Datum;

/// The key under which editors keep a duration as a source prints it.
pub const PRINTED_DURATION: &str = "x-dauer-laut-quelle";

/// The dates of something with a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timing {
    /// Planned beginning.
    pub begin: Option<Datum>,
    /// First planned end.
    pub first_end: Option<Datum>,
    /// Current end: the last shift, else the first plan.
    pub end: Option<Datum>,
    /// When it was completed.
    pub done: Option<Date>,
    /// How often the end was shifted.
    pub shifts: usize,
}

/// The dates known on a day.
pub fn timing(plan: Option<&Plan>, log: &Log, rollout_done: Option<Date>, day: Date) -> Timing {
    let first_end = plan.and_then(|plan| plan.interval.end);
    let shifts: Vec<Datum> = log.until(day).filter_map(|event| event.to.as_ref()).map(|to| to.value).collect();
    let completed = log.until(day).rfind(|event| event.kind == EventKind::Completed).map(|event| event.day());
    Timing {
        begin: plan.and_then(|plan| plan.interval.begin),
        first_end,
        end: shifts.last().copied().or(first_end),
        done: completed.max(rollout_done.filter(|&done| done <= day)),
        shifts: shifts.len(),
    }
}

/// A duration in calendar units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// Whole years.
    pub years: i32,
    /// Whole months beyond.
    pub months: i32,
    /// Days beyond.
    pub days: i32,
}

/// How long it is from the first day to the last, both included.
pub fn duration(begin: Datum, end: Datum) -> Option<Duration> {
    let behind = end.last().checked_add(1.day()).ok()?;
    let span = begin.first().until(DateDifference::new(behind).largest(Unit::Year)).ok()?;
    Some(Duration { years: i32::from(span.get_years()), months: span.get_months(), days: span.get_days() })
}

impl Duration {
    /// Reads a duration as sources print it: `0 Jahre, 8 Monate 0 Tage`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut duration = Self { years: 0, months: 0, days: 0 };
        let words: Vec<_> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        for pair in words.chunks(2) {
            let [count, unit] = pair else { return None };
            let count = count.parse().ok()?;
            match *unit {
                "Jahr" | "Jahre" => duration.years = count,
                "Monat" | "Monate" => duration.months = count,
                "Tag" | "Tage" => duration.days = count,
                _ => return None,
            }
        }
        (!words.is_empty()).then_some(duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(begin: &str, end: &str) -> Duration {
        duration(Datum::parse(begin).unwrap(), Datum::parse(end).unwrap()).unwrap()
    }

    #[test]
    fn ends_are_inclusive() {
        assert_eq!(between("2023-04-01", "2023-12-31"), Duration { years: 0, months: 9, days: 0 });
        assert_eq!(between("2022-06-01", "2023-02-01"), Duration { years: 0, months: 8, days: 1 });
        assert_eq!(between("2024-02-29", "2024-02-29"), Duration { years: 0, months: 0, days: 1 });
        assert_eq!(between("2022", "2023"), Duration { years: 2, months: 0, days: 0 });
    }

    #[test]
    fn printed_durations_are_read() {
        assert_eq!(Duration::parse("0 Jahre, 8 Monate 1 Tage"), Some(Duration { years: 0, months: 8, days: 1 }));
        assert_eq!(Duration::parse("acht Monate"), None);
        assert_eq!(Duration::parse(""), None);
    }
}
