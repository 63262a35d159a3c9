//! What each event of a log changed: the status it led to, and by how much it moved the end.

use jiff::civil::Date;

use super::schedule::Shift;
use super::status::{Reports, Status, derive};
use crate::content::common::{Event, Log, Plan};
use crate::content::scalar::Datum;

/// An event and its effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What happened.
    pub event: &'a Event,
    /// The status from then on, where it is another than before.
    pub status: Option<Status>,
    /// The end that held before a shift, if there was one.
    pub before: Option<Datum>,
    /// By how much the shift moved that end; see [`Shift::between`].
    pub shift: Option<Shift>,
}

/// The events known on a day with their effects, oldest first. Statuses follow from the events alone: what the units of
/// a rollout report is told there.
pub fn chronicle<'a>(plan: Option<&Plan>, log: &'a Log, day: Date) -> Vec<Entry<'a>> {
    let mut end = plan.and_then(|plan| plan.interval.end);
    let mut told: Vec<Event> = Vec::new();
    let mut entries = Vec::new();
    for event in log.until(day) {
        let status = |events: &[Event]| derive(plan, &Log::new(events.to_vec()), Reports::default(), event.day());
        let before = status(&told);
        told.push(event.clone());
        let after = status(&told);
        let to = event.to.as_ref().map(|to| to.value);
        entries.push(Entry {
            event,
            status: (after != before).then_some(after),
            before: end.filter(|_| to.is_some()),
            shift: end.zip(to).and_then(|(from, to)| Shift::between(from, to)),
        });
        end = to.or(end);
    }
    entries
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::common::{EventKind, Interval};
    use crate::source::{Span, Spanned};

    fn event(day: Date, kind: EventKind, to: Option<&str>) -> Event {
        let spanned = |datum| Spanned::new(datum, Span::default());
        let to = to.map(|to| spanned(Datum::parse(to).unwrap()));
        Event { date: spanned(Datum::day(day)), kind, to, ..Event::default() }
    }

    #[test]
    fn an_event_tells_what_it_changed() {
        let interval = Interval { begin: None, end: Datum::parse("2024-06-30").ok() };
        let plan = Plan { interval, ..Plan::default() };
        let log = Log::new(vec![
            event(date(2024, 1, 10), EventKind::Begun, None),
            event(date(2024, 2, 1), EventKind::Shifted, Some("2024-09-30")),
            event(date(2024, 3, 1), EventKind::Shifted, Some("2024-08-31")),
            event(date(2024, 3, 1), EventKind::Confirmed, None),
            event(date(2024, 8, 1), EventKind::Completed, None),
            event(date(2025, 1, 1), EventKind::Reopened, None),
        ]);
        let entries = chronicle(Some(&plan), &log, date(2024, 12, 31));
        let told: Vec<_> = entries
            .iter()
            .map(|one| (one.status, one.before.map(|date| date.to_string()), one.shift.map(|shift| shift.months)))
            .collect();
        let shift = |before: &str, months| (None, Some(before.to_owned()), Some(months));
        assert_eq!(
            told,
            [
                (Some(Status::Ongoing), None, None),
                shift("2024-06-30", 3),
                shift("2024-09-30", -1),
                (None, None, None),
                (Some(Status::Completed), None, None),
            ]
        );
        assert_eq!(chronicle(None, &log, date(2024, 2, 1))[1].shift, None, "nothing was planned before");
    }
}
