//! A scale of time: days to places, and the periods to name along it.
//!
//! Days are counted as whole numbers from 0001-01-01 (day 0); a period ends before the first day of the next one.

use jiff::civil::Date;

/// Days from 0001-01-01.
pub type Day = i64;

/// The number of a day.
pub fn day(date: Date) -> Day {
    date.duration_since(Date::constant(1, 1, 1)).as_hours() / 24
}

/// Months from year 0: year times 12 plus month, January being 0.
pub fn month_index(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month()) - 1
}

/// The first day of a month; none beyond the calendar.
fn month_begin(index: i64) -> Option<Day> {
    let year = i16::try_from(index.div_euclid(12)).ok()?;
    let month = i8::try_from(index.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok().map(day)
}

/// A stretch of time, drawn from a left edge over a width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    first: Day,
    /// The day after the last one.
    end: Day,
    first_month: i64,
    last_month: i64,
    left: f64,
    width: f64,
}

/// A stretch of so many months on the scale: a year, a quarter, a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day, or the first one on the scale.
    pub first: Day,
    /// The day after its last one, within the scale.
    pub end: Day,
    /// The year it lies in.
    pub year: i64,
    /// The month it begins with, January being 0.
    pub month: usize,
}

impl Period {
    /// The month it begins with, as [`month_index`] counts.
    pub fn month_index(&self) -> i64 {
        self.year * 12 + self.month as i64
    }
}

impl Scale {
    /// The scale from one day to another (inclusive; in either order).
    pub fn new(a: Date, b: Date, left: f64, width: f64) -> Self {
        let (first, last) = (a.min(b), a.max(b));
        Scale {
            first: day(first),
            end: day(last) + 1,
            first_month: month_index(first),
            last_month: month_index(last),
            left,
            width,
        }
    }

    /// The place where a day begins, also outside of the scale.
    pub fn x(&self, day: Day) -> f64 {
        self.left + (day - self.first) as f64 / (self.end - self.first) as f64 * self.width
    }

    /// The first day, and the day after the last one.
    pub fn days(&self) -> (Day, Day) {
        (self.first, self.end)
    }

    /// The left edge.
    pub fn left(&self) -> f64 {
        self.left
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// A place within the edges.
    pub fn clip(&self, x: f64) -> f64 {
        x.clamp(self.left, self.right())
    }

    /// Whether a day lies on the scale.
    pub fn contains(&self, day: Day) -> bool {
        (self.first..self.end).contains(&day)
    }

    /// The usual width of a period of so many months.
    pub fn width_of(&self, months: i64) -> f64 {
        let days = 30.44 * months as f64;
        days / (self.end - self.first) as f64 * self.width
    }

    /// The periods of so many months that lie on the scale, the first and the last one cut to it.
    ///
    /// They begin at whole multiples: quarters in January, April, …; decades in years that end in 0.
    pub fn periods(&self, months: i64) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut index = self.first_month.div_euclid(months) * months;
        while index <= self.last_month {
            let first = month_begin(index).unwrap_or(self.first).max(self.first);
            let end = month_begin(index + months).unwrap_or(self.end).min(self.end);
            let month = usize::try_from(index.rem_euclid(12)).unwrap_or(0);
            periods.push(Period { first, end, year: index.div_euclid(12), month });
            index += months;
        }
        periods
    }

    /// How many years stand together under one label, so that a label has `room`: 1, 2, 5, 10, 20, …
    pub fn years_per_label(&self, room: f64) -> i64 {
        let decades = (0..4).map(|power| 10_i64.pow(power));
        let mut steps = decades.flat_map(|decade| [decade, 2 * decade, 5 * decade]);
        steps.find(|years| self.width_of(12 * years) >= room).unwrap_or(10_000)
    }
}

/// The range widened to whole quarters, as far as the calendar goes.
pub fn whole_quarters(first: Date, last: Date) -> (Date, Date) {
    let begin = Date::new(first.year(), (first.month() - 1) / 3 * 3 + 1, 1).unwrap_or(first);
    let end = Date::new(last.year(), (last.month() - 1) / 3 * 3 + 3, 1).map_or(last, Date::last_of_month);
    (begin, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_counted_over_the_whole_calendar() {
        assert_eq!(day(date(1, 1, 1)), 0);
        assert_eq!(day(date(1, 1, 2)), 1);
        assert_eq!(day(date(1970, 1, 1)), 719_162);
        assert_eq!(day(date(9999, 12, 31)), 3_652_058);
    }

    #[test]
    fn a_scale_runs_from_its_first_to_the_end_of_its_last_day() {
        let scale = Scale::new(date(2024, 1, 1), date(2024, 1, 10), 100.0, 50.0);
        assert_eq!(scale.x(day(date(2024, 1, 1))), 100.0);
        assert_eq!(scale.x(day(date(2024, 1, 11))), 150.0);
        assert!(scale.contains(day(date(2024, 1, 10))) && !scale.contains(day(date(2024, 1, 11))));
        assert_eq!(Scale::new(date(2024, 1, 10), date(2024, 1, 1), 100.0, 50.0), scale);
    }

    #[test]
    fn one_day_is_a_scale_too() {
        let scale = Scale::new(date(9999, 12, 31), date(9999, 12, 31), 0.0, 10.0);
        assert_eq!((scale.x(day(date(9999, 12, 31))), scale.periods(12).len()), (0.0, 1));
    }

    #[test]
    fn periods_are_cut_to_the_scale() {
        let scale = Scale::new(date(2023, 11, 15), date(2024, 4, 2), 0.0, 100.0);
        let quarters = scale.periods(3);
        assert_eq!(quarters.iter().map(|q| (q.year, q.month)).collect::<Vec<_>>(), [(2023, 9), (2024, 0), (2024, 3)]);
        assert_eq!(quarters[0].first, day(date(2023, 11, 15)));
        assert_eq!(quarters[2].end, day(date(2024, 4, 3)));
        assert!(quarters.windows(2).all(|pair| pair[0].end == pair[1].first));
    }

    #[test]
    fn the_whole_calendar_has_few_labels() {
        let scale = Scale::new(date(1, 1, 1), date(9999, 12, 31), 0.0, 900.0);
        let years = scale.years_per_label(40.0);
        assert_eq!(years, 500);
        let periods = scale.periods(12 * years);
        assert_eq!(periods.len(), 20);
        assert_eq!((periods[0].first, periods[19].end), (0, 3_652_059));
    }

    #[test]
    fn ranges_are_widened_to_quarters() {
        assert_eq!(whole_quarters(date(2024, 2, 29), date(2024, 7, 1)), (date(2024, 1, 1), date(2024, 9, 30)));
        assert_eq!(whole_quarters(date(1, 1, 1), date(9999, 12, 31)), (date(1, 1, 1), date(9999, 12, 31)));
    }
}
