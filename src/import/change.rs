//! What a row changes in a project that is there: events are appended, everything else is only compared.

use jiff::civil::Date;

use super::column::{Column, Field, Target};
use super::entry::{Entry as Row, Reader};
use super::record::money;
use super::value::agree;
use super::{fold_title, squeeze};
use crate::analysis::schedule::timing;
use crate::analysis::status::{Reports, Status, derive};
use crate::content::common::{Event, EventKind, Log};
use crate::content::fields::Choice;
use crate::content::project::Project;
use crate::content::scalar::{Datum, Money};
use crate::diagnostics::Diagnostic;
use crate::editing::event::Entry;
use crate::source::Spanned;
use crate::source::yaml::edit::Flow;

/// An event that is to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewEvent {
    /// When.
    pub(super) date: Datum,
    /// What.
    pub(super) kind: EventKind,
    /// The new end of a shift.
    pub(super) to: Option<Datum>,
    /// Why; some events need a reason.
    pub(super) reason: Option<String>,
}

impl NewEvent {
    /// The event as an entry of `verlauf`.
    pub(super) fn entry<'a>(&'a self, source: Option<Flow<'a>>) -> Flow<'a> {
        let reason = self.reason.as_deref();
        Entry { date: self.date, event: self.kind.word(), to: self.to, reason, source, assumption: None }.flow()
    }

    fn event(&self) -> Event {
        let spanned = |date| Spanned::new(date, crate::source::Span::default());
        Event { date: spanned(self.date), kind: self.kind, to: self.to.map(spanned), ..Event::default() }
    }
}

/// What a row would change.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Events to append, in their order.
    pub(super) events: Vec<NewEvent>,
    /// Where list and file differ otherwise.
    pub(super) conflicts: Vec<Diagnostic>,
}

/// Compares a row with the project it is about. `no_reason` is written where the list gives none and one is needed.
pub(super) fn compare(entry: &Row, project: &Project, reader: Reader<'_>, no_reason: &str) -> Change {
    let mut comparison = Comparison { entry, project, reader, no_reason, change: Change::default() };
    comparison.texts();
    comparison.references();
    comparison.begin();
    comparison.end();
    comparison.status();
    comparison.money();
    comparison.own();
    comparison.change
}

/// The event that a new project begins with, or why there is none.
pub(super) fn first_event(entry: &Row, reader: Reader<'_>, no_reason: &str) -> Result<Option<NewEvent>, Diagnostic> {
    let none = Project::default();
    let mut comparison = Comparison { entry, project: &none, reader, no_reason, change: Change::default() };
    comparison.status();
    let Change { mut events, mut conflicts } = comparison.change;
    conflicts.pop().map_or(Ok(events.pop()), Err)
}

struct Comparison<'a> {
    entry: &'a Row,
    project: &'a Project,
    reader: Reader<'a>,
    no_reason: &'a str,
    change: Change,
}

impl Comparison<'_> {
    fn finding(&self, code: &'static str, field: Field) -> Diagnostic {
        self.finding_in(code, self.reader.header.of_field(field).next())
    }

    fn finding_in(&self, code: &'static str, column: Option<&Column>) -> Diagnostic {
        self.reader.finding(code, self.entry.row, column).with("id", self.id())
    }

    fn id(&self) -> &str {
        match self.project.head.id.as_str() {
            "" => self.entry.title.as_deref().unwrap_or_default(),
            id => id,
        }
    }

    /// List and file say different things.
    fn differs(&mut self, finding: Diagnostic, list: impl ToString, file: Option<String>) {
        let file = file.unwrap_or_else(|| "@import.keine-angabe".to_owned());
        self.change.conflicts.push(finding.with("liste", list).with("datei", file));
    }

    fn texts(&mut self) {
        let (entry, head) = (self.entry, &self.project.head);
        if let Some(title) = entry.title.as_ref().filter(|title| fold_title(title) != fold_title(&head.title)) {
            self.differs(self.finding("E0731", Field::Title), title, Some(head.title.clone()));
        }
        self.text(Field::Summary, entry.summary.as_ref(), head.summary.as_ref());
        self.text(Field::Sort, entry.sort.as_ref(), self.project.sort.as_ref());
        self.text(Field::Funding, entry.funding.as_ref(), self.project.funding.as_ref());
    }

    fn text(&mut self, field: Field, list: Option<&String>, file: Option<&String>) {
        let differs = |list: &&String| file.map(|file| squeeze(file)).as_ref() != Some(list);
        if let Some(list) = list.filter(differs) {
            self.differs(self.finding("E0731", field), list, file.cloned());
        }
    }

    fn references(&mut self) {
        let model = self.reader.directory.model;
        let unit = self.project.unit.map(|unit| model.units[unit].head.id.value.clone());
        self.text(Field::Unit, self.entry.unit.as_ref(), unit.as_ref());
        let strategies: Vec<_> =
            self.project.strategies.iter().map(|&one| model.strategies[one].head.id.as_str()).collect();
        let (mut list, mut file) = (self.entry.strategies.clone(), strategies.clone());
        list.sort_unstable();
        file.sort_unstable();
        if !list.is_empty() && list != file {
            let file = Some(strategies.join("; ")).filter(|file| !file.is_empty());
            self.differs(self.finding("E0731", Field::Strategy), self.entry.strategies.join("; "), file);
        }
    }

    fn begin(&mut self) {
        let file = self.project.plan.as_ref().and_then(|plan| plan.interval.begin);
        if let Some(list) = self.entry.begin.filter(|&list| !file.is_some_and(|file| agree(list, file))) {
            self.differs(self.finding("E0731", Field::Begin), list, file.map(|file| file.to_string()));
        }
    }

    /// The end of the list is the current one; another one than in the file is a shift, if nothing speaks against it.
    fn end(&mut self) {
        let Some(list) = self.entry.end else { return };
        let (plan, log, stand) = (self.project.plan.as_ref(), &self.project.log, self.reader.stand);
        let known = timing(plan, log, None, stand);
        let latest = timing(plan, log, None, Date::MAX).end;
        if [known.end, latest].into_iter().flatten().any(|file| agree(list, file)) {
            return;
        }
        let file = known.end.map(|end| end.to_string());
        let shifts = || log.iter().filter(|event| event.kind == EventKind::Shifted);
        let earlier = shifts().filter_map(|event| event.to.as_ref()).map(|to| to.value).chain(known.first_end);
        let begin = known.begin.filter(|begin| list.last() < begin.first());
        match known.end {
            // Without a plan there is nothing that could be shifted; and a finer date is no shift.
            None => self.differs(self.finding("E0731", Field::End), list, file),
            Some(end) if agree(end, list) => self.differs(self.finding("E0731", Field::End), list, file),
            Some(_) if !self.known_status().is_open() => self.differs(self.finding("E0731", Field::End), list, file),
            Some(_) if begin.is_some() => {
                let finding = self.finding("E0711", Field::End).with("ende", list);
                self.change.conflicts.extend(begin.map(|begin| finding.with("beginn", begin)));
            }
            Some(_) if shifts().any(|event| event.day() > stand) || earlier.clone().any(|end| agree(list, end)) => {
                let finding = self.finding("E0737", Field::End).with("stand", stand);
                self.differs(finding, list, file);
            }
            Some(_) => self.change.events.push(NewEvent {
                date: Datum::day(stand),
                kind: EventKind::Shifted,
                to: Some(list),
                reason: Some(self.reason()),
            }),
        }
    }

    fn reason(&self) -> String {
        self.entry.reason.clone().unwrap_or_else(|| self.no_reason.to_owned())
    }

    fn known_status(&self) -> Status {
        derive(self.project.plan.as_ref(), &self.project.log, Reports::default(), self.reader.stand)
    }

    /// A status follows from events; where the list gives another one, it needs a date to become one.
    fn status(&mut self) {
        let Some(list) = self.entry.status else { return };
        let file = self.known_status();
        if is_same(list, file) {
            return self.status_date(list);
        }
        let Some(kind) = step(file, list) else {
            return self.differs(self.finding("E0731", Field::Status), list.word(), Some(file.word().to_owned()));
        };
        let Some(date) = self.entry.status_date else {
            let finding = self.finding("E0734", Field::Status).with("status", list.word());
            return self.change.conflicts.push(finding.with("ereignis", kind.word()));
        };
        let needs_reason = matches!(kind, EventKind::Paused | EventKind::Discontinued);
        let event = NewEvent { date, kind, to: None, reason: needs_reason.then(|| self.reason()) };
        let events = self.project.log.iter().cloned().chain([event.event()]);
        let log = Log::new(events.collect());
        if derive(self.project.plan.as_ref(), &log, Reports::default(), self.reader.stand) == list {
            self.change.events.push(event);
        } else {
            // Later events say otherwise.
            self.differs(self.finding("E0731", Field::Status), list.word(), Some(file.word().to_owned()));
        }
    }

    /// List and file agree about the status; do they about its date?
    fn status_date(&mut self, status: Status) {
        let (Some(list), Some(kind)) = (self.entry.status_date, kind(status)) else { return };
        let last = self.project.log.until(self.reader.stand).rfind(|event| event.kind == kind);
        if let Some(file) = last.map(|event| event.date.value).filter(|&file| !agree(list, file)) {
            let done = self.reader.header.of_field(Field::StatusDate).next().is_none();
            let field = if done { Field::Done } else { Field::StatusDate };
            self.differs(self.finding("E0731", field), list, Some(file.to_string()));
        }
    }

    fn money(&mut self) {
        let cost = self.project.cost.clone().unwrap_or_default();
        self.sum(Field::Planned, self.entry.planned, cost.planned);
        self.sum(Field::Committed, self.entry.committed, cost.committed);
        self.sum(Field::Spent, self.entry.spent, cost.spent);
    }

    fn sum(&mut self, field: Field, list: Option<Money>, file: Option<Money>) {
        if let Some(list) = list.filter(|&list| file != Some(list)) {
            self.differs(self.finding("E0731", field), money(list), file.map(money));
        }
    }

    fn own(&mut self) {
        for (key, list) in &self.entry.own {
            let file = self.project.head.own.iter().find(|(name, _)| name == key).map(|(_, text)| text.value.clone());
            if file.as_deref().map(squeeze).as_ref() != Some(list) {
                let target = Target::Own(key.clone());
                let column = self.reader.header.columns.iter().find(|column| column.target == target);
                self.differs(self.finding_in("E0731", column), list, file);
            }
        }
    }
}

/// Whether a list that says `list` of a project means what the file says. Whether nothing is known of a project whose
/// end has passed, or it is still planned, lists do not tell apart.
fn is_same(list: Status, file: Status) -> bool {
    let waits = |status| matches!(status, Status::Planned | Status::Unknown);
    list == file || (waits(list) && waits(file))
}

/// The event by which a status comes about.
fn kind(status: Status) -> Option<EventKind> {
    match status {
        Status::Planned | Status::Unknown => None,
        Status::Resolved => Some(EventKind::Resolved),
        Status::Ongoing => Some(EventKind::Begun),
        Status::Paused => Some(EventKind::Paused),
        Status::Completed => Some(EventKind::Completed),
        Status::Ended => Some(EventKind::Ended),
        Status::Discontinued => Some(EventKind::Discontinued),
    }
}

/// The event that leads from one status to another, if one does and nobody has to guess.
fn step(from: Status, to: Status) -> Option<EventKind> {
    match (from, to) {
        (Status::Paused, Status::Ongoing) => Some(EventKind::Resumed),
        (Status::Ongoing | Status::Paused, Status::Resolved) => None,
        (from, Status::Completed | Status::Discontinued | Status::Paused | Status::Ongoing | Status::Resolved)
            if from.is_open() =>
        {
            kind(to)
        }
        (Status::Completed, Status::Ended) => Some(EventKind::Ended),
        _ => None,
    }
}
