//! What became of a commitment or a resolution: derived from its log, never written.

use jiff::civil::Date;

use crate::content::scalar::Datum;
use crate::content::task::{Task, TaskEvent, TaskEventKind};

/// What became of a task, in the order to list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskState {
    /// Still to be done.
    Open,
    /// Still to be done, in another way or by another date than first said.
    Changed,
    /// Its deadline has passed, and nobody has reported anything.
    Unknown,
    /// Not to be done any more.
    Lapsed,
    /// Done.
    Fulfilled,
}

impl TaskState {
    /// All of them, in the order to list them.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Changed, Self::Unknown, Self::Lapsed, Self::Fulfilled];

    /// Its word in content, data and the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "offen",
            Self::Changed => "geaendert",
            Self::Unknown => "unbekannt",
            Self::Lapsed => "verfallen",
            Self::Fulfilled => "erfuellt",
        }
    }

    /// Whether nothing is left to be done.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Lapsed | Self::Fulfilled)
    }
}

/// Where a task stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskProgress {
    /// What became of it.
    pub state: TaskState,
    /// By when it is to be done as last said.
    pub due: Option<Datum>,
    /// When it was finished.
    pub finished: Option<Datum>,
    /// Whether its deadline has passed and it is not finished.
    pub overdue: bool,
}

/// Where a task stands on a day. The last of the events that decide holds; a deadline holds until another is named.
pub fn progress(task: &Task, day: Date) -> TaskProgress {
    let deciding = |event: &&TaskEvent| event.kind != TaskEventKind::Reported;
    let last = task.log.until(day).rfind(deciding);
    let due = task.log.until(day).filter_map(|event| event.to).next_back().map(|to| to.value).or(task.due);
    let passed = due.is_some_and(|due| due.last() < day);
    let state = match last.map(|event| event.kind) {
        Some(TaskEventKind::Fulfilled) => TaskState::Fulfilled,
        Some(TaskEventKind::Lapsed) => TaskState::Lapsed,
        Some(TaskEventKind::Changed) => TaskState::Changed,
        None if passed && task.log.until(day).next().is_none() => TaskState::Unknown,
        Some(TaskEventKind::Reopened | TaskEventKind::Reported) | None => TaskState::Open,
    };
    let finished = last.filter(|_| state.is_finished()).map(|event| event.date.value);
    TaskProgress { state, due, finished, overdue: passed && !state.is_finished() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::common::Log;
    use crate::source::Spanned;

    fn event(date: &str, kind: TaskEventKind, to: Option<&str>) -> TaskEvent {
        let at = |text: &str| Spanned { value: Datum::parse(text).unwrap(), ..Spanned::default() };
        TaskEvent { date: at(date), kind, to: to.map(at), ..TaskEvent::default() }
    }

    /// A task due in April 2024, on 15 June 2024.
    fn seen(events: &[(&str, TaskEventKind, Option<&str>)]) -> TaskProgress {
        let events = events.iter().map(|&(date, kind, to)| event(date, kind, to)).collect();
        progress(&Task { due: Datum::parse("2024-04").ok(), log: Log::new(events) }, date(2024, 6, 15))
    }

    fn state(events: &[(&str, TaskEventKind, Option<&str>)]) -> (TaskState, bool) {
        let progress = seen(events);
        (progress.state, progress.overdue)
    }

    use TaskEventKind::{Changed, Fulfilled, Lapsed, Reopened, Reported};

    #[test]
    fn the_last_event_that_decides_holds() {
        assert_eq!(state(&[]), (TaskState::Unknown, true));
        assert_eq!(state(&[("2024-03-01", Reported, None)]), (TaskState::Open, true));
        assert_eq!(state(&[("2024-03-01", Changed, None)]), (TaskState::Changed, true));
        assert_eq!(state(&[("2024-03-01", Changed, Some("2024-12-31"))]), (TaskState::Changed, false));
        assert_eq!(
            state(&[("2024-05-01", Fulfilled, None), ("2024-05-20", Reported, None)]),
            (TaskState::Fulfilled, false)
        );
        assert_eq!(state(&[("2024-05-01", Fulfilled, None), ("2024-05-20", Reopened, None)]), (TaskState::Open, true));
        assert_eq!(state(&[("2024-02-01", Changed, None), ("2024-05-01", Lapsed, None)]), (TaskState::Lapsed, false));
    }

    #[test]
    fn what_is_to_come_does_not_count() {
        assert_eq!(state(&[("2024-06-16", Fulfilled, None)]), (TaskState::Unknown, true));
        // Some day in June: counts from the last.
        assert_eq!(state(&[("2024-06", Fulfilled, None)]), (TaskState::Unknown, true));
        let later = seen(&[("2024-03-01", Changed, Some("2024-12-31")), ("2024-07-01", Changed, Some("2025-12-31"))]);
        assert_eq!(later.due, Datum::parse("2024-12-31").ok());
    }

    #[test]
    fn a_deadline_is_its_last_day() {
        let task = Task { due: Datum::parse("2024-04").ok(), log: Log::default() };
        assert!(!progress(&task, date(2024, 4, 30)).overdue);
        assert!(progress(&task, date(2024, 5, 1)).overdue);
        assert_eq!(progress(&Task::default(), date(2024, 5, 1)).state, TaskState::Open);
    }

    #[test]
    fn the_day_it_was_finished() {
        let twice = [("2024-04-10", Fulfilled, None), ("2024-05-01", Reopened, None), ("2024-06-01", Fulfilled, None)];
        assert_eq!(seen(&twice).finished, Datum::parse("2024-06-01").ok());
        assert_eq!(seen(&twice[..2]).finished, None);
    }
}
