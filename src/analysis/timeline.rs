//! Functions of time that change on some days only: exact when they are known at those days.

use jiff::civil::Date;

/// A value before the first change, and what it is from each day of change on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps<T> {
    before: T,
    changes: Vec<(Date, T)>,
}

impl<T: PartialEq + Clone> Steps<T> {
    /// A function that never changes.
    pub fn constant(value: T) -> Self {
        Self { before: value, changes: Vec::new() }
    }

    /// The function that has `value(day)` from each candidate day on, and `before` until then. Days on which nothing
    /// changes are left out, so that equal functions are equal.
    pub fn sampled(before: T, mut days: Vec<Date>, mut value: impl FnMut(Date) -> T) -> Self {
        days.sort_unstable();
        days.dedup();
        let mut steps = Self::constant(before);
        for day in days {
            steps.push(day, value(day));
        }
        steps
    }

    /// Appends a change on a day behind all others, if it is one.
    pub fn push(&mut self, day: Date, value: T) {
        if *self.last() != value {
            self.changes.push((day, value));
        }
    }

    /// The value before the first change.
    pub fn before(&self) -> &T {
        &self.before
    }

    /// The value behind the last change.
    pub fn last(&self) -> &T {
        self.changes.last().map_or(&self.before, |(_, value)| value)
    }

    /// The value on a day.
    pub fn at(&self, day: Date) -> &T {
        let behind = self.changes.partition_point(|(change, _)| *change <= day);
        behind.checked_sub(1).map_or(&self.before, |index| &self.changes[index].1)
    }

    /// The first day of the unbroken stretch around a day in which a condition holds, or fails, as it does on that day; none
    /// where it has been so from the beginning.
    pub fn since(&self, day: Date, holds: impl Fn(&T) -> bool) -> Option<Date> {
        let now = holds(self.at(day));
        let past = &self.changes[..self.changes.partition_point(|(change, _)| *change <= day)];
        let other = past.iter().rposition(|(_, value)| holds(value) != now);
        let first = match other {
            Some(other) => other + 1,
            None if holds(&self.before) == now => return None,
            None => 0,
        };
        past.get(first).map(|(change, _)| *change)
    }

    /// The value until a day comes.
    pub fn on_the_eve_of(&self, day: Date) -> &T {
        let behind = self.changes.partition_point(|(change, _)| *change < day);
        behind.checked_sub(1).map_or(&self.before, |index| &self.changes[index].1)
    }

    /// The days of change and the values from then on.
    pub fn changes(&self) -> &[(Date, T)] {
        &self.changes
    }

    /// The days of change.
    pub fn days(&self) -> impl Iterator<Item = Date> {
        self.changes.iter().map(|(day, _)| *day)
    }
}

/// Walks over several functions at once: at each day on which one of them changes, `each` gets the day, the number of the
/// function and its new value; `done` is called when all changes of a day have been told.
pub fn sweep<'a, T: 'a + PartialEq + Clone>(
    functions: impl IntoIterator<Item = &'a Steps<T>>,
    mut each: impl FnMut(usize, &T),
    mut done: impl FnMut(Date),
) {
    let mut changes: Vec<(Date, usize, &T)> = Vec::new();
    for (number, steps) in functions.into_iter().enumerate() {
        changes.extend(steps.changes.iter().map(|(day, value)| (*day, number, value)));
    }
    changes.sort_by_key(|(day, number, _)| (*day, *number));
    for day in changes.chunk_by(|a, b| a.0 == b.0) {
        for (_, number, value) in day {
            each(*number, value);
        }
        done(day[0].0);
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_without_change_are_left_out() {
        let days = [date(2024, 3, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 1, 1)];
        let steps = Steps::sampled(0, days.to_vec(), |day| i32::from(day.month() >= 2));
        assert_eq!(steps.changes(), [(date(2024, 2, 1), 1)]);
        assert_eq!((*steps.at(date(2024, 1, 31)), *steps.at(date(2024, 2, 1)), *steps.last()), (0, 1, 1));
        assert_eq!((*steps.on_the_eve_of(date(2024, 2, 1)), *steps.on_the_eve_of(date(2024, 2, 2))), (0, 1));
    }

    #[test]
    fn a_stretch_begins_with_the_last_turn() {
        let mut steps = Steps::constant(0);
        for (month, value) in [(2, 1), (4, 2), (6, 0), (8, 3)] {
            steps.push(date(2024, month, 1), value);
        }
        let reached = |level: i32| move |value: &i32| *value >= level;
        assert_eq!(steps.since(date(2024, 5, 1), reached(1)), Some(date(2024, 2, 1)));
        assert_eq!(steps.since(date(2024, 5, 1), reached(2)), Some(date(2024, 4, 1)));
        assert_eq!(steps.since(date(2024, 5, 1), reached(3)), None);
        assert_eq!(steps.since(date(2024, 7, 1), reached(1)), Some(date(2024, 6, 1)));
        assert_eq!(steps.since(date(2024, 9, 1), reached(1)), Some(date(2024, 8, 1)));
        assert_eq!(steps.since(date(2024, 1, 1), reached(0)), None);
    }
}
