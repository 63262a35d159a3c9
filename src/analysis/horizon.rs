//! From when to when history and outlook are shown. The levels themselves have no horizon.

use jiff::ToSpan;
use jiff::civil::Date;

use super::forecast::{Forecast, Scenario};
use super::schedule;
use crate::content::Model;
use crate::content::measure::Measure;

/// The stretch of time that charts show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// The first day: the first of the quarter that holds the day three months before the first change of a level, or,
    /// where none has changed yet, before the first event; at the latest a year before the as-of date.
    pub first: Date,
    /// The last day: a year after the last plan or target date, or after the as-of date, whichever is later; later still
    /// where the assumed delay is longer than a year, so that what comes late is seen to come.
    pub last: Date,
}

impl Horizon {
    /// The horizon of a model. Only measures that contribute to a criterion count, and only what is known at the as-of
    /// date.
    pub fn new(model: &Model, forecast: &Forecast, as_of: Date) -> Self {
        Self { first: first(model, forecast, as_of), last: last(model, forecast, as_of) }
    }
}

fn contributing(model: &Model) -> impl Iterator<Item = &Measure> {
    model.measures.iter().filter(|measure| !measure.fulfils.is_empty())
}

fn first(model: &Model, forecast: &Forecast, as_of: Date) -> Date {
    let dimensions = model.maturity.dimensions.refs();
    let changes = dimensions.filter_map(|(one, _)| forecast.levels(Scenario::Secured, one).days().next());
    let begin = changes.filter(|day| *day <= as_of).min().or_else(|| first_event(model, as_of)).unwrap_or(as_of);
    let before = begin.saturating_sub(3.months()).min(as_of.saturating_sub(1.year()));
    first_of_quarter(before)
}

fn first_event(model: &Model, as_of: Date) -> Option<Date> {
    let logs = contributing(model).flat_map(|measure| measure.log.until(as_of).map(|event| event.day()));
    let rollouts = contributing(model).flat_map(|measure| measure.rollout.iter().flatten());
    let done = rollouts.filter_map(|entry| entry.done.as_ref().map(|done| done.last()));
    logs.chain(done).filter(|day| *day <= as_of).min()
}

fn first_of_quarter(day: Date) -> Date {
    Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).unwrap_or(day)
}

fn last(model: &Model, forecast: &Forecast, as_of: Date) -> Date {
    let targets = model.targets.iter().map(|target| target.by.last());
    let planned = contributing(model).flat_map(|measure| plan_ends(measure, as_of)).max().map(|day| day.max(as_of));
    let year_after = targets.chain(planned).fold(as_of, Date::max).saturating_add(1.year());
    let late = planned.map(|day| forecast.delay.after(day).saturating_add(1.month()));
    late.map_or(year_after, |late| late.max(year_after))
}

/// The planned ends of a measure: its own, and those of the units where it is not done.
fn plan_ends(measure: &Measure, as_of: Date) -> Vec<Date> {
    let own = schedule::timing(measure.plan.as_ref(), &measure.log, None, as_of).end;
    let units = measure.rollout.iter().flatten().filter_map(|entry| entry.plan);
    own.into_iter().chain(units).map(|end| end.last()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::common::{Event, EventKind, Interval, Log, Plan};
    use crate::content::names::{Ref, Table};
    use crate::content::scalar::{Datum, Period};
    use crate::content::target::Target;
    use crate::source::{Span, Spanned};

    const AS_OF: Date = date(2024, 6, 30);

    fn spanned<T>(value: T) -> Spanned<T> {
        Spanned::new(value, Span::default())
    }

    fn measure(end: Date, events: &[Date]) -> Measure {
        let event = |day: &Date| Event { date: spanned(Datum::day(*day)), kind: EventKind::Begun, ..Event::default() };
        Measure {
            fulfils: vec![Ref::new(0)],
            plan: Some(Plan { interval: Interval { begin: None, end: Some(Datum::day(end)) }, ..Plan::default() }),
            log: Log::new(events.iter().map(event).collect()),
            ..Measure::default()
        }
    }

    fn horizon(measures: Vec<Measure>, targets: &[Date]) -> Horizon {
        let mut model = Model { measures: Table::new(measures), ..Model::default() };
        model.maturity.delay = Period::months(6);
        let target = |day: &Date| Target { by: spanned(Datum::day(*day)), ..Target::default() };
        model.targets = targets.iter().map(target).collect();
        // Without criteria there is nothing to walk through; the delay is all that is asked of the forecast.
        let none = Model { maturity: model.maturity.clone(), ..Model::default() };
        Horizon::new(&model, &Forecast::new(&none, AS_OF), AS_OF)
    }

    #[test]
    fn a_year_before_and_after_where_nothing_is_known() {
        let bare = Horizon { first: date(2023, 4, 1), last: date(2025, 6, 30) };
        assert_eq!(horizon(vec![], &[]), bare);
        assert_eq!(
            horizon(vec![Measure { fulfils: vec![], ..measure(date(2030, 1, 1), &[date(2001, 1, 1)]) }], &[]),
            bare
        );
        assert_eq!(horizon(vec![measure(date(2020, 1, 1), &[])], &[date(2021, 1, 1)]), bare, "what is past is past");
    }

    #[test]
    fn it_ends_a_year_after_the_last_plan_or_target_date() {
        let measures = || vec![measure(date(2026, 3, 31), &[])];
        assert_eq!(horizon(measures(), &[]).last, date(2027, 3, 31));
        assert_eq!(horizon(measures(), &[date(2027, 12, 31), date(2025, 1, 1)]).last, date(2028, 12, 31));
    }

    #[test]
    fn it_begins_three_months_before_the_first_event() {
        let measures =
            vec![measure(AS_OF, &[date(2021, 8, 15), date(2022, 1, 1)]), measure(AS_OF, &[date(2025, 1, 1)])];
        assert_eq!(horizon(measures, &[]).first, date(2021, 4, 1));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_matter() {
        let horizon = horizon(vec![measure(Date::MAX, &[Date::MIN])], &[Date::MAX]);
        assert_eq!(horizon.last, Date::MAX);
        assert!(horizon.first.year() <= -9998);
    }
}
