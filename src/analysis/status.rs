//! Status of projects, measures and milestones: derived from the event log, never written.

use jiff::civil::Date;

use crate::content::common::{Event, EventKind, Log, Plan};

/// How far something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Under way.
    Ongoing,
    /// Resting.
    Paused,
    /// Resolved, not begun.
    Resolved,
    /// Planned.
    Planned,
    /// Its planned end has passed, and nobody has reported anything.
    Unknown,
    /// Done.
    Completed,
    /// Done, and no longer operated.
    Ended,
    /// Given up.
    Discontinued,
}

impl Status {
    /// All of them, in the order to list them.
    pub const ALL: &'static [Self] = &[
        Self::Ongoing,
        Self::Paused,
        Self::Resolved,
        Self::Planned,
        Self::Unknown,
        Self::Completed,
        Self::Ended,
        Self::Discontinued,
    ];

    /// Whether something is still to be done: neither done nor given up.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Completed | Self::Ended | Self::Discontinued)
    }

    /// Its word in content, data and CSS classes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ongoing => "laufend",
            Self::Paused => "pausiert",
            Self::Resolved => "beschlossen",
            Self::Planned => "geplant",
            Self::Unknown => "unbekannt",
            Self::Completed => "umgesetzt",
            Self::Ended => "beendet",
            Self::Discontinued => "eingestellt",
        }
    }
}

/// What the units of a rollout have reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reports {
    /// The day on which the last unit completed it, if it has.
    pub completed: Option<Date>,
    /// Whether any unit has.
    pub begun: bool,
}

/// The status on a day. A unit of a rollout that is done counts as a beginning of the whole.
pub fn derive(plan: Option<&Plan>, log: &Log, reports: Reports, day: Date) -> Status {
    let events = History::new(log, reports.completed, day);
    if events.last_of(&[EventKind::Discontinued, EventKind::Resumed, EventKind::Completed])
        == Some(EventKind::Discontinued)
    {
        return Status::Discontinued;
    }
    if events.last_of(&[EventKind::Ended, EventKind::Completed]) == Some(EventKind::Ended) {
        return Status::Ended;
    }
    if events.last_of(&[EventKind::Completed, EventKind::Reopened]) == Some(EventKind::Completed) {
        return Status::Completed;
    }
    if events.last_of(&[EventKind::Paused, EventKind::Resumed, EventKind::Completed]) == Some(EventKind::Paused) {
        return Status::Paused;
    }
    if reports.begun || events.any(&[EventKind::Begun, EventKind::Reopened]) {
        return Status::Ongoing;
    }
    if events.any(&[EventKind::Resolved]) {
        return Status::Resolved;
    }
    let end = plan.and_then(|plan| plan.interval.end);
    let passed = end.is_some_and(|end| end.last() < day);
    if passed && events.kinds.is_empty() { Status::Unknown } else { Status::Planned }
}

/// The kinds of the events known on a day, oldest first.
struct History {
    kinds: Vec<EventKind>,
}

impl History {
    /// A rollout's completion is read before that day's events.
    fn new(log: &Log, rollout_done: Option<Date>, day: Date) -> Self {
        let mut kinds: Vec<(Date, EventKind)> = log.until(day).map(|event: &Event| (event.day(), event.kind)).collect();
        if let Some(done) = rollout_done.filter(|&done| done <= day) {
            let at = kinds.partition_point(|&(day, _)| day < done);
            kinds.insert(at, (done, EventKind::Completed));
        }
        Self { kinds: kinds.into_iter().map(|(_, kind)| kind).collect() }
    }

    fn last_of(&self, kinds: &[EventKind]) -> Option<EventKind> {
        self.kinds.iter().rev().copied().find(|kind| kinds.contains(kind))
    }

    fn any(&self, kinds: &[EventKind]) -> bool {
        self.last_of(kinds).is_some()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::common::Interval;
    use crate::content::scalar::Datum;
    use crate::source::{Span, Spanned};

    fn status(events: &[(&str, EventKind)], end: Option<&str>) -> Status {
        let event = |(day, kind): &(&str, EventKind)| Event {
            date: Spanned::new(Datum::parse(day).unwrap(), Span::default()),
            kind: *kind,
            ..Event::default()
        };
        let end = end.map(|end| Datum::parse(end).unwrap());
        let plan = Plan { interval: Interval { begin: None, end }, ..Plan::default() };
        derive(Some(&plan), &Log::new(events.iter().map(event).collect()), Reports::default(), date(2024, 6, 15))
    }

    #[test]
    fn the_table_of_the_content_rules() {
        use EventKind::{Begun, Completed, Discontinued, Ended, Paused, Reopened, Resolved, Resumed};
        assert_eq!(status(&[], None), Status::Planned);
        assert_eq!(status(&[], Some("2024-06")), Status::Planned);
        assert_eq!(status(&[], Some("2024-05")), Status::Unknown);
        assert_eq!(status(&[("2024-01", Resolved)], Some("2024-05")), Status::Resolved);
        assert_eq!(status(&[("2024-01", Resolved), ("2024-02", Begun)], None), Status::Ongoing);
        assert_eq!(status(&[("2024-02", Begun), ("2024-03", Paused)], None), Status::Paused);
        assert_eq!(status(&[("2024-02", Begun), ("2024-03", Paused), ("2024-04", Resumed)], None), Status::Ongoing);
        assert_eq!(status(&[("2024-03", Paused), ("2024-04", Completed)], None), Status::Completed);
        assert_eq!(status(&[("2024-03", Completed), ("2024-04", Ended)], None), Status::Ended);
        assert_eq!(status(&[("2024-03", Completed), ("2024-04", Reopened)], None), Status::Ongoing);
        assert_eq!(status(&[("2024-03", Begun), ("2024-04", Discontinued)], None), Status::Discontinued);
        assert_eq!(
            status(&[("2024-03", Begun), ("2024-04", Discontinued), ("2024-05", Resumed)], None),
            Status::Ongoing
        );
    }

    #[test]
    fn later_events_are_not_known_yet() {
        assert_eq!(status(&[("2024-06", EventKind::Completed)], None), Status::Planned);
        assert_eq!(status(&[("2024-06-15", EventKind::Completed)], None), Status::Completed);
    }
}
