//! First plan, current plan, durations. Ends are inclusive everywhere.

use std::cmp::Ordering;

use jiff::civil::{Date, DateDifference};
use jiff::{ToSpan, Unit};

use crate::content::common::{EventKind, Log, Plan};
use crate::content::scalar::{Datum, Precision};

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

impl Timing {
    /// By how much the end has moved from the first plan to the current one; see [`Shift::between`]. None where nothing
    /// was planned.
    pub fn shift(&self) -> Option<Shift> {
        Shift::between(self.first_end?, self.end?)
    }
}

/// By how much an end has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// Whole months, negative where the end is earlier than before.
    pub months: i32,
    /// Days, with the same sign, where it is less than a month; else 0.
    pub days: i32,
    /// Whether both ends are days, or both are months. Between others the months are not more than a rough figure: one
    /// of the ends could lie anywhere in its quarter or year.
    pub exact: bool,
}

impl Shift {
    /// From one end to another, from last day to last day. Months are counted as periods are: a month after 31 January
    /// is the last day of February; from 31 December to 30 June it is six months. A begun month does not count. None
    /// where one date lies within the other, as 15 June does in June: that the date became more or less precise does
    /// not say that it moved.
    pub fn between(from: Datum, to: Datum) -> Option<Self> {
        if from != to && from.first() <= to.last() && to.first() <= from.last() {
            return None;
        }
        let as_precise = from.precision() == to.precision();
        let exact = from == to || (as_precise && from.precision() >= Precision::Month);
        let (from, to) = (from.last(), to.last());
        let sign = if to < from { -1 } else { 1 };
        let months = whole_months(from.min(to), from.max(to));
        let days = if months == 0 { (to - from).get_days() } else { 0 };
        Some(Self { months: sign * months, days, exact })
    }

    /// Whether it is later, the same, or earlier than before.
    pub fn direction(self) -> Ordering {
        (self.months, self.days).cmp(&(0, 0))
    }
}

/// The most months that lie between two days, the earlier first.
fn whole_months(from: Date, to: Date) -> i32 {
    let counted = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    let months = counted(to) - counted(from);
    if from.saturating_add(months.months()) > to { months - 1 } else { months }
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

    fn moved(from: &str, to: &str) -> Option<(i32, i32, bool)> {
        let shift = Shift::between(Datum::parse(from).unwrap(), Datum::parse(to).unwrap())?;
        Some((shift.months, shift.days, shift.exact))
    }

    #[test]
    fn ends_move_by_whole_months_or_by_days() {
        assert_eq!(moved("2023-12-31", "2024-06-30"), Some((6, 0, true)));
        assert_eq!(moved("2024-06-30", "2023-12-31"), Some((-6, 0, true)));
        assert_eq!(moved("2024-06-30", "2024-12-30"), Some((6, 0, true)));
        assert_eq!(moved("2024-06-30", "2024-12-29"), Some((5, 0, true)));
        assert_eq!(moved("2024-01-31", "2024-02-29"), Some((1, 0, true)));
        assert_eq!(moved("2024-01-31", "2024-02-28"), Some((0, 28, true)));
        assert_eq!(moved("2024-05-15", "2024-05-03"), Some((0, -12, true)));
        assert_eq!(moved("2024-05-15", "2024-05-15"), Some((0, 0, true)));
        assert_eq!(moved("0001-01-01", "9999-12-31"), Some((9998 * 12 + 11, 0, true)));
    }

    #[test]
    fn coarse_ends_move_by_their_last_days() {
        assert_eq!(moved("2023-12", "2024-06"), Some((6, 0, true)));
        assert_eq!(moved("2024-02", "2024-01"), Some((-1, 0, true)));
        assert_eq!(moved("2023", "2024-06-30"), Some((6, 0, false)));
        assert_eq!(moved("2024-Q1", "2024-Q2"), Some((3, 0, false)));
        assert_eq!(moved("2024-06", "2024-09-15"), Some((2, 0, false)));
        assert_eq!(moved("2024", "2024"), Some((0, 0, true)));
        assert_eq!(moved("2024", "2024-06-30"), None);
        assert_eq!(moved("2024-06-15", "2024-06"), None);
    }

    #[test]
    fn a_shift_counts_months_as_periods_do() {
        let begin = jiff::civil::date(2023, 1, 1);
        for (from, days) in begin.series(1.day()).take(430).zip((1..).step_by(7)) {
            let to = from.checked_add(days.days()).unwrap();
            let months = u32::try_from(whole_months(from, to)).unwrap();
            let after = |months| crate::content::scalar::Period::months(months).after(from);
            assert!(after(months) <= to && after(months + 1) > to, "{from} {to}");
        }
    }

    #[test]
    fn printed_durations_are_read() {
        assert_eq!(Duration::parse("0 Jahre, 8 Monate 1 Tage"), Some(Duration { years: 0, months: 8, days: 1 }));
        assert_eq!(Duration::parse("acht Monate"), None);
        assert_eq!(Duration::parse(""), None);
    }
}
