//! Dates with the precision they were written in, and periods.

use std::fmt;

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::NotA;
use crate::source::limits::PERIOD;

/// How precise a date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// `2024`
    Year,
    /// `2024-Q2`
    Quarter,
    /// `2024-07`
    Month,
    /// `2024-07-15`
    Day,
}

/// A date as written: it begins on its first day and ends on its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Datum {
    first: Date,
    precision: Precision,
}

impl Datum {
    /// The date of one day.
    pub fn day(date: Date) -> Self {
        Self { first: date, precision: Precision::Day }
    }

    /// Reads `2024`, `2024-Q2`, `2024-07` or `2024-07-15`.
    ///
    /// # Errors
    /// `E0206` for anything else.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        Self::parse_option(text).ok_or(NotA("E0206"))
    }

    fn parse_option(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year: i16 = digits(parts.next()?, 4)?;
        let (month, day, precision) = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => (1, 1, Precision::Year),
            (Some(part), None, _) => match part.strip_prefix(['Q', 'q']) {
                Some(quarter) => (quarter_month(quarter)?, 1, Precision::Quarter),
                None => (digits(part, 2)?, 1, Precision::Month),
            },
            (Some(month), Some(day), None) => (digits(month, 2)?, digits(day, 2)?, Precision::Day),
            _ => return None,
        };
        let first = Date::new(year, month, day).ok().filter(|_| year > 0)?;
        Some(Self { first, precision })
    }

    /// First day.
    pub fn first(self) -> Date {
        self.first
    }

    /// Last day.
    pub fn last(self) -> Date {
        match self.precision {
            Precision::Year => self.first.last_of_year(),
            Precision::Quarter => add(self.first, 2.months()).last_of_month(),
            Precision::Month => self.first.last_of_month(),
            Precision::Day => self.first,
        }
    }

    /// How precise it was written.
    pub fn precision(self) -> Precision {
        self.precision
    }
}

/// As it is written: `2024-Q2`.
impl fmt::Display for Datum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Year => write!(formatter, "{year:04}"),
            Precision::Quarter => write!(formatter, "{year:04}-Q{}", (month - 1) / 3 + 1),
            Precision::Month => write!(formatter, "{year:04}-{month:02}"),
            Precision::Day => write!(formatter, "{}", self.first),
        }
    }
}

fn digits<T: std::str::FromStr>(text: &str, count: usize) -> Option<T> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn quarter_month(text: &str) -> Option<i8> {
    digits::<i8>(text, 1).filter(|quarter| (1..=4).contains(quarter)).map(|quarter| quarter * 3 - 2)
}

/// Past the calendar's end a date stays on its last day.
fn add(date: Date, span: Span) -> Date {
    date.saturating_add(span)
}

/// A period: `24 Monate`, `2 Jahre`, `90 Tage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    count: u32,
    unit: PeriodUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PeriodUnit {
    Days,
    Months,
    Years,
}

impl Period {
    /// A number of months.
    pub fn months(count: u32) -> Self {
        Self { count: count.min(PERIOD), unit: PeriodUnit::Months }
    }

    /// A number of days.
    pub fn days(count: u32) -> Self {
        Self { count: count.min(PERIOD), unit: PeriodUnit::Days }
    }

    /// Reads `24 Monate`, `1 Jahr`, `90 Tage`; singular and plural are accepted after any number.
    ///
    /// # Errors
    /// `E0207` for anything else, zero included.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        Self::parse_option(text).ok_or(NotA("E0207"))
    }

    fn parse_option(text: &str) -> Option<Self> {
        let (count, unit) = text.trim().split_once(char::is_whitespace)?;
        let count = count.replace('_', "").parse().ok().filter(|count| (1..=PERIOD).contains(count))?;
        let unit = match unit.trim() {
            "Tag" | "Tage" => PeriodUnit::Days,
            "Monat" | "Monate" => PeriodUnit::Months,
            "Jahr" | "Jahre" => PeriodUnit::Years,
            _ => return None,
        };
        Some(Self { count, unit })
    }

    /// The day one period after `date`. Month arithmetic clamps to the month's end; past the calendar's end the date
    /// stays on its last day.
    pub fn after(self, date: Date) -> Date {
        self.span().map_or(Date::MAX, |span| add(date, span))
    }

    /// The latest day of which the day one period after it is not after `date`: a day or more later than plain month
    /// arithmetic says where [`Period::after`] clamps to the month's end. Before the calendar's beginning it is its first
    /// day.
    pub fn before(self, date: Date) -> Date {
        let earliest = self.span().map_or(Date::MIN, |span| date.saturating_sub(span));
        let clamped = (1..=3).rev().map(|days| add(earliest, days.days()));
        clamped.filter(|&day| day <= date).find(|&day| self.after(day) <= date).unwrap_or(earliest)
    }

    fn span(self) -> Option<Span> {
        let count = i64::from(self.count);
        let span = match self.unit {
            PeriodUnit::Days => Span::new().try_days(count),
            PeriodUnit::Months => Span::new().try_months(count),
            PeriodUnit::Years => Span::new().try_years(count),
        };
        span.ok()
    }

    /// The count and the message key of its unit.
    pub fn parts(self) -> (u32, &'static str) {
        let key = match self.unit {
            PeriodUnit::Days => "dauer.tage",
            PeriodUnit::Months => "dauer.monate",
            PeriodUnit::Years => "dauer.jahre",
        };
        (self.count, key)
    }
}

/// As it is written.
impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            PeriodUnit::Days => "Tage",
            PeriodUnit::Months => "Monate",
            PeriodUnit::Years => "Jahre",
        };
        write!(formatter, "{} {unit}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn precision_is_kept() {
        for (text, first, last) in [
            ("2024", date(2024, 1, 1), date(2024, 12, 31)),
            ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
            ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
            ("2024-07-15", date(2024, 7, 15), date(2024, 7, 15)),
        ] {
            let datum = Datum::parse(text).unwrap();
            assert_eq!((datum.first(), datum.last()), (first, last));
            assert_eq!(datum.to_string(), text);
        }
    }

    #[test]
    fn white_space_around_is_no_matter() {
        assert_eq!(Datum::parse(" 2024-07-15 "), Datum::parse("2024-07-15"));
        assert_eq!(Datum::parse("2024-Q2\n"), Datum::parse("2024-Q2"));
        assert_eq!(Period::parse(" 24  Monate\n"), Ok(Period::months(24)));
        assert_eq!(Period::parse("1_000 Tage"), Ok(Period::days(1000)));
        assert!(Datum::parse("2024 - 07").is_err());
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "24",
            "2024-7",
            "2024-13",
            "2024-02-30",
            "2024-Q5",
            "15.07.2024",
            "2024-07-15-1",
            "0000",
            "-2024",
            "２０２４",
        ] {
            assert!(Datum::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn months_clamp_to_the_months_end() {
        let period = Period::parse("1 Monat").unwrap();
        assert_eq!(period.after(date(2024, 1, 31)), date(2024, 2, 29));
        assert_eq!(Period::parse("1 Jahre").unwrap().after(date(2024, 2, 29)), date(2025, 2, 28));
        assert_eq!(Period::parse("36500 Jahre").unwrap().after(date(2024, 1, 1)), date(9999, 12, 31));
    }

    #[test]
    fn the_day_before_a_period_is_the_latest_that_is_early_enough() {
        let period = Period::parse("6 Monate").unwrap();
        assert_eq!(period.before(date(2026, 12, 31)), date(2026, 6, 30));
        assert_eq!(period.before(date(2026, 8, 31)), date(2026, 2, 28));
        assert_eq!(period.before(date(2026, 2, 28)), date(2025, 8, 31));
        assert_eq!(Period::days(90).before(date(2026, 4, 1)), date(2026, 1, 1));
        assert_eq!(Period::days(0).before(date(2026, 4, 1)), date(2026, 4, 1));
        for (period, days) in [(Period::months(1), 800), (Period::parse("1 Jahr").unwrap(), 800)] {
            for day in date(2023, 1, 1).series(1.day()).take(days) {
                let before = period.before(day);
                assert!(period.after(before) <= day && period.after(add(before, 1.day())) > day, "{day}");
            }
        }
    }

    #[test]
    fn periods_need_number_and_unit() {
        for text in ["", "24", "Monate", "0 Tage", "-1 Tage", "1,5 Jahre", "3 Wochen"] {
            assert!(Period::parse(text).is_err(), "{text}");
        }
    }
}
