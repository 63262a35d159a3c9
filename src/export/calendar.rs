//! Dates for a calendar: milestones, planned ends of projects, deadlines of commitments, target dates, confirmations that
//! run out, exemptions that end, meetings of council and committees.
//!
//! Every entry takes one whole day: the last of its date. A deadline in July 2024 is kept by whoever is done on 31 July; an
//! entry over the whole month would lie in front of everything else for 31 days and still not say when it is too late. The
//! title says in words how precise the date is. What is done stays on the day on which it was due, and says so; what is
//! given up stays, cancelled, so that it vanishes from the calendars of those who have it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{first_id, number_twins};
use crate::analysis::Progress;
use crate::analysis::contribution::{expiry, unit_done};
use crate::analysis::council::{self, Meeting};
use crate::analysis::rollout::parts;
use crate::analysis::status::Status;
use crate::analysis::target::{DimensionTarget, TargetState};
use crate::analysis::task::{TaskProgress, TaskState};
use crate::content::Model;
use crate::content::commitment::Commitment;
use crate::content::common::Log;
use crate::content::council::Paper;
use crate::content::measure::Measure;
use crate::content::names::{Kind, Ref};
use crate::content::organisation::{Committee, Unit};
use crate::content::project::{Milestone, Project};
use crate::content::scalar::{Datum, Precision};
use crate::content::section::Section;
use crate::content::target::Exemption;
use crate::view::compose::{Input, address};
use crate::view::council::meeting_address;
use crate::view::format::Print;

/// An entry of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Names it for good, also when its record is renamed: `meilenstein-akte.vergabe`.
    pub id: String,
    /// The day it takes.
    pub day: Date,
    /// Title.
    pub title: String,
    /// What is known about it, line by line.
    pub lines: Vec<String>,
    /// What sort of entry, in words.
    pub category: String,
    /// Whether it holds.
    pub state: State,
    /// How many events of it are known: grows when something changes.
    pub revision: usize,
    /// Path of the page that says more.
    pub path: String,
    /// The projects it belongs to.
    pub projects: Vec<Ref<Project>>,
}

/// Whether an entry holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does.
    Confirmed,
    /// Its date was assumed, or work rests.
    Tentative,
    /// It was given up.
    Cancelled,
}

/// Every entry, by day; none where the site has no calendars.
pub fn entries(input: &Input<'_>) -> Vec<Entry> {
    if ![Section::Data, Section::Calendars].iter().all(|&section| input.has(section)) {
        return Vec::new();
    }
    let words = Words { input, print: Print::new(input.messages) };
    let mut all = [
        words.milestones(),
        words.project_ends(),
        words.commitments(),
        words.targets(),
        words.confirmations(),
        words.exemptions(),
        words.meetings(),
    ]
    .concat();
    // Exemptions have no names: there may be two of the same criterion and end.
    number_twins(all.iter_mut().map(|entry| &mut entry.id));
    all.sort_by(|a, b| (a.day, &a.id).cmp(&(b.day, &b.id)));
    all
}

/// The projects that have a calendar: those with a date.
pub fn projects_with_calendar(input: &Input<'_>) -> BTreeSet<Ref<Project>> {
    entries(input).into_iter().flat_map(|entry| entry.projects).collect()
}

struct Words<'a> {
    input: &'a Input<'a>,
    print: Print<'a>,
}

/// What an entry begins with: its date, its title and a first line about the date.
struct Start<'a> {
    sort: &'static str,
    /// Which title of its sort.
    title: &'static str,
    arguments: &'a [(&'a str, &'a str)],
    date: Datum,
}

impl Words<'_> {
    fn f(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.input.messages.format(key, arguments)
    }

    fn entry(&self, id: &str, start: &Start<'_>, path: String) -> Entry {
        let Start { sort, title, arguments, date } = *start;
        let (mut title, mut line) = (self.f(&format!("kalender.{sort}.{title}"), arguments), "termin");
        let told = self.print.date(date);
        if date.precision() != Precision::Day {
            title = self.f("kalender.ungefaehr", &[("titel", &title), ("datum", &told)]);
            line = "termin-ungefaehr";
        }
        Entry {
            id: format!("{sort}-{id}"),
            day: date.last(),
            title,
            lines: vec![self.f(&format!("kalender.zeile.{line}"), &[("datum", &told)])],
            category: self.input.messages.get(&format!("kalender.{sort}.art")).to_owned(),
            state: State::Confirmed,
            revision: 0,
            path,
            projects: Vec::new(),
        }
    }

    fn known(&self, log: &Log) -> usize {
        log.until(self.input.analysis.as_of).count()
    }

    fn line(&self, key: &str, name: &str, value: &str) -> String {
        self.f(&format!("kalender.zeile.{key}"), &[(name, value)])
    }

    // Projects

    fn milestones(&self) -> Vec<Entry> {
        let (model, analysis) = (self.input.model, self.input.analysis);
        let mut entries = Vec::new();
        for ((reference, project), states) in model.projects.refs().zip(&analysis.milestones) {
            let pairs = project.milestones.iter().zip(states);
            entries.extend(pairs.filter_map(|(one, state)| self.milestone(reference, one, state)));
        }
        entries
    }

    fn milestone(&self, reference: Ref<Project>, one: &Milestone, state: &Progress) -> Option<Entry> {
        let project = &self.input.model.projects[reference];
        let given_up = self.input.analysis.projects[reference.index()].status == Status::Discontinued;
        let status = if given_up && state.status.is_open() { Status::Discontinued } else { state.status };
        let start = Start {
            sort: "meilenstein",
            title: title_of(status),
            arguments: &[("titel", &one.head.title), ("projekt", &project.head.title)],
            date: state.timing.end?,
        };
        let id = format!("{}.{}", first_id(&project.head), first_id(&one.head));
        let entry = self.entry(&id, &start, address(Kind::Project, &project.head.id));
        let assumption = one.plan.assumption.as_ref().or(one.head.assumption.as_ref());
        Some(Entry {
            revision: self.known(&one.log),
            projects: vec![reference],
            ..self.planned(entry, state, status, assumption)
        })
    }

    fn project_ends(&self) -> Vec<Entry> {
        self.input
            .model
            .projects
            .refs()
            .filter_map(|(reference, project)| self.project_end(reference, project))
            .collect()
    }

    fn project_end(&self, reference: Ref<Project>, project: &Project) -> Option<Entry> {
        let progress = &self.input.analysis.projects[reference.index()];
        let start = Start {
            sort: "projektende",
            title: title_of(progress.status),
            arguments: &[("titel", &project.head.title)],
            date: progress.timing.end?,
        };
        let entry = self.entry(first_id(&project.head), &start, address(Kind::Project, &project.head.id));
        let assumption = project.plan.as_ref().and_then(|plan| plan.assumption.as_ref());
        Some(Entry {
            revision: self.known(&project.log),
            projects: vec![reference],
            ..self.planned(entry, progress, progress.status, assumption)
        })
    }

    /// What plan and events say.
    fn planned(&self, entry: Entry, progress: &Progress, status: Status, assumption: Option<&String>) -> Entry {
        let timing = &progress.timing;
        let first = timing.first_end.filter(|&first| Some(first) != timing.end);
        let told = self.input.messages.get(&format!("status.{}", status.word())).to_owned();
        let as_of = self.print.day(self.input.analysis.as_of);
        let state = match status {
            Status::Discontinued => State::Cancelled,
            Status::Paused => State::Tentative,
            _ if assumption.is_some() => State::Tentative,
            _ => State::Confirmed,
        };
        let lines = [
            first.map(|first| self.line("erster-plan", "datum", &self.print.date(first))),
            Some(self.f("kalender.zeile.stand", &[("stichtag", &as_of), ("stand", &told)])),
            timing.done.map(|done| self.line("erreicht", "datum", &self.print.day(done))),
            assumption.map(|text| self.line("annahme", "annahme", text)),
        ];
        let lines = entry.lines.into_iter().chain(lines.into_iter().flatten()).collect();
        Entry { lines, state, ..entry }
    }

    // Council

    fn commitments(&self) -> Vec<Entry> {
        let progress = &self.input.analysis.council.commitments;
        let both = self.input.model.commitments.iter().zip(progress);
        both.filter_map(|(one, progress)| self.commitment(one, progress)).collect()
    }

    fn commitment(&self, one: &Commitment, progress: &TaskProgress) -> Option<Entry> {
        let arguments = [("titel", one.head.title.as_str())];
        let start = Start { sort: "zusage", title: progress.state.word(), arguments: &arguments, date: progress.due? };
        let entry = self.entry(first_id(&one.head), &start, address(Kind::Commitment, &one.head.id));
        let events = || one.task.log.until(self.input.analysis.as_of);
        let first = one.task.due.filter(|_| progress.due != one.task.due);
        let lines = [
            first.map(|first| self.line("erster-plan", "datum", &self.print.date(first))),
            Some(self.line("wer", "wer", &one.by)),
            events().filter_map(|event| event.reason.clone()).next_back().or_else(|| one.text.clone()),
        ];
        let lines = entry.lines.into_iter().chain(lines.into_iter().flatten()).collect();
        let cancelled = progress.state == TaskState::Lapsed;
        let state = if cancelled { State::Cancelled } else { State::Confirmed };
        Some(Entry { lines, state, revision: events().count(), projects: one.concerns.projects.clone(), ..entry })
    }

    /// Every meeting, and what is consulted on a date that tells no day.
    fn meetings(&self) -> Vec<Entry> {
        let model = self.input.model;
        let mut dates: BTreeMap<(Ref<Committee>, Datum), Vec<Item>> = BTreeMap::new();
        for meeting in &self.input.analysis.council.meetings {
            let items = meeting.agenda.iter().map(|&item| Item::new(model, meeting, item));
            dates.entry((meeting.committee, Datum::day(meeting.date))).or_default().extend(items);
        }
        for (paper, record) in model.papers.refs() {
            for one in &record.consultations {
                let (Some(committee), Some(date)) = (one.committee, one.date) else { continue };
                if date.precision() != Precision::Day {
                    let item = Item { paper: Some(paper), line: record.head.title.clone() };
                    dates.entry((committee, date.value)).or_default().push(item);
                }
            }
        }
        dates.into_iter().map(|((committee, date), items)| self.meeting(committee, date, items)).collect()
    }

    fn meeting(&self, committee: Ref<Committee>, date: Datum, items: Vec<Item>) -> Entry {
        let model = self.input.model;
        let head = &model.committees[committee].head;
        let start = Start { sort: "sitzung", title: "titel", arguments: &[("gremium", &head.title)], date };
        let concerned = |project: &Ref<Project>| {
            let papers = self.input.analysis.links.papers_of_project.of(*project);
            items.iter().filter_map(|item| item.paper).any(|paper| papers.contains(&paper))
        };
        let projects = model.projects.refs().map(|(project, _)| project).filter(concerned).collect();
        let known = self.input.analysis.council.meeting(committee, date.first());
        let page = known.filter(|_| date.precision() == Precision::Day).map(|known| meeting_address(model, known));
        let page = page.unwrap_or_else(|| address(Kind::Committee, &head.id));
        let entry = self.entry(&format!("{}.{date}", first_id(head)), &start, page);
        let revision = items.len();
        let lines = entry.lines.into_iter().chain(items.into_iter().map(|item| item.line)).collect();
        Entry { lines, revision, projects, ..entry }
    }

    // Maturity

    /// One entry for all targets of a date.
    fn targets(&self) -> Vec<Entry> {
        let mut dates: BTreeMap<Datum, Vec<&DimensionTarget>> = BTreeMap::new();
        for target in self.input.analysis.targets.iter() {
            dates.entry(target.by).or_default().push(target);
        }
        dates.into_iter().map(|(date, targets)| self.target(date, &targets)).collect()
    }

    fn target(&self, date: Datum, targets: &[&DimensionTarget]) -> Entry {
        let (model, messages) = (self.input.model, self.input.messages);
        let reached = targets.iter().all(|target| target.state == TargetState::Reached);
        let title = if reached { "erreicht" } else { "titel" };
        let count = messages.count("kalender.ziel.anzahl", targets.len());
        let start = Start { sort: "ziel", title, arguments: &[("dimensionen", &count)], date };
        let entry = self.entry(&date.to_string(), &start, "ziele/index.html".to_owned());
        let line = |target: &&DimensionTarget| {
            let state = messages.get(&format!("ziel.zustand.{}", target.state.word())).to_owned();
            let dimension = &model.maturity.dimensions[target.dimension].title;
            let arguments =
                [("dimension", dimension.as_str()), ("stufe", &target.level.to_string()), ("zustand", &state)];
            self.f("kalender.zeile.ziel", &arguments)
        };
        let lines = entry.lines.into_iter().chain(targets.iter().map(line)).collect();
        Entry { lines, ..entry }
    }

    /// The last days on which completed measures count without a new confirmation; of a rollout unit by unit.
    fn confirmations(&self) -> Vec<Entry> {
        let (model, as_of) = (self.input.model, self.input.analysis.as_of);
        let mut entries = Vec::new();
        for (reference, measure) in model.measures.refs() {
            let Some(rollout) = &measure.rollout else {
                let done = self.input.analysis.measures[reference.index()].status == Status::Completed;
                entries.extend(
                    expiry(measure, None, as_of).filter(|_| done).map(|day| self.confirmation(measure, None, day)),
                );
                continue;
            };
            for part in parts(model, measure, as_of).iter().filter(|part| part.status == Status::Completed) {
                let day = expiry(measure, unit_done(rollout, part.unit, as_of), as_of);
                entries.extend(day.map(|day| self.confirmation(measure, Some(part.unit), day)));
            }
        }
        entries
    }

    /// `ends` is the first day on which it does not count.
    fn confirmation(&self, measure: &Measure, unit: Option<Ref<Unit>>, ends: Date) -> Entry {
        let (mut id, mut title) = (first_id(&measure.head).to_owned(), measure.head.title.clone());
        if let Some(unit) = unit.map(|unit| &self.input.model.units[unit].head) {
            id = format!("{id}.{}", first_id(unit));
            title = format!("{title} ({})", unit.title);
        }
        let over = if ends <= self.input.analysis.as_of { "vorbei" } else { "titel" };
        let date = Datum::day(ends.saturating_sub(1.day()));
        let start = Start { sort: "bestaetigung", title: over, arguments: &[("titel", &title)], date };
        let entry = self.entry(&id, &start, address(Kind::Measure, &measure.head.id));
        Entry { revision: self.known(&measure.log), projects: measure.project.into_iter().collect(), ..entry }
    }

    fn exemptions(&self) -> Vec<Entry> {
        let model = self.input.model;
        let entry = |one: &Exemption| {
            let criterion = &model.maturity.criteria[one.criterion?];
            let arguments = [("kriterium", criterion.text.as_str())];
            let start = Start { sort: "ausnahme", title: "titel", arguments: &arguments, date: one.until };
            let id = format!("{}.{}", criterion.id.value, one.until);
            let entry = self.entry(&id, &start, "ausnahmen/index.html".to_owned());
            let lines = entry.lines.into_iter().chain([self.line("grund", "grund", &one.reason)]).collect();
            Some(Entry { lines, ..entry })
        };
        model.exemptions.iter().filter_map(entry).collect()
    }
}

/// What a meeting is about.
struct Item {
    paper: Option<Ref<Paper>>,
    line: String,
}

impl Item {
    fn new(model: &Model, meeting: &Meeting, item: council::Item) -> Self {
        let number = meeting.number(model, item).map(|number| format!("{}: ", number.value)).unwrap_or_default();
        let (paper, title) = match item {
            council::Item::Paper(paper, _) => (Some(paper), model.papers[paper].head.title.as_str()),
            council::Item::Other(index) => (None, meeting.other(model, index).map_or("", |other| other.title.as_str())),
        };
        Self { paper, line: format!("{number}{title}") }
    }
}

/// Which title a status asks for.
fn title_of(status: Status) -> &'static str {
    match status {
        Status::Completed | Status::Ended => "fertig",
        Status::Discontinued => "entfaellt",
        _ => "titel",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::testing::{CONTENT, with};

    fn told() -> Vec<(String, String, String)> {
        with(CONTENT, |input| {
            let all = entries(input).into_iter();
            all.map(|entry| (entry.id, entry.day.to_string(), entry.title)).collect()
        })
    }

    #[test]
    fn every_sort_of_date_is_entered() {
        let told = told();
        let told: Vec<_> = told.iter().map(|(id, day, title)| (id.as_str(), day.as_str(), title.as_str())).collect();
        assert_eq!(
            told,
            [
                ("meilenstein-ur-akte.kauf", "2023-09-30", "Meilenstein erreicht: Gekauft (Die Akte), September 2023"),
                ("sitzung-rat.2024-04", "2024-04-30", "Sitzung: Rat, April 2024"),
                ("projektende-ur-akte", "2024-07-31", "Projektende: Die Akte, Juli 2024"),
                ("ausnahme-d-1.2024-12-31", "2024-12-31", "Ausnahme endet: x"),
                ("ausnahme-d-1.2024-12-31.2", "2024-12-31", "Ausnahme endet: x"),
                ("ziel-2024-12-31", "2024-12-31", "Zieldatum: Stufen für 1 Dimension"),
                ("zusage-bericht", "2024-12-31", "Zusage fällig: Ein Bericht, Dezember 2024"),
                ("bestaetigung-einfuehren", "2025-01-14", "Bestätigung läuft ab: Einführen"),
                ("bestaetigung-verteilen.amt", "2025-01-14", "Bestätigung läuft ab: Verteilen (Amt)"),
            ]
        );
    }

    #[test]
    fn what_is_assumed_is_tentative_and_what_is_given_up_is_cancelled() {
        let state = |files: &[(&str, &str)], id: &str| {
            with(files, |input| entries(input).into_iter().find(|entry| entry.id == id).map(|entry| entry.state))
        };
        assert_eq!(state(CONTENT, "meilenstein-ur-akte.kauf"), Some(State::Tentative));
        assert_eq!(state(CONTENT, "projektende-ur-akte"), Some(State::Confirmed));
        let given_up = "---
titel: P
plan: {ende: 2024-12-31}
verlauf: [{am: 2024-01-01, ereignis: eingestellt, grund: Kein Geld.}]
meilensteine:
  fertig: {titel: F, plan: {ende: 2023-12-31}, verlauf: [{am: 2023-12-01, ereignis: umgesetzt}]}
  offen: {titel: O, plan: {ende: 2024-12-31}}
---
";
        let files = [CONTENT[0], CONTENT[1], ("projekte/p.md", given_up)];
        assert_eq!(state(&files, "projektende-p"), Some(State::Cancelled));
        assert_eq!(state(&files, "meilenstein-p.fertig"), Some(State::Confirmed));
        assert_eq!(state(&files, "meilenstein-p.offen"), Some(State::Cancelled));
    }

    #[test]
    fn a_project_has_the_dates_that_concern_it() {
        let ids: Vec<_> = with(CONTENT, |input| {
            let project = input.model.projects.refs().next().unwrap().0;
            let all = entries(input).into_iter().filter(|entry| entry.projects.contains(&project));
            all.map(|entry| entry.id).collect()
        });
        let expected = [
            "meilenstein-ur-akte.kauf",
            "sitzung-rat.2024-04",
            "projektende-ur-akte",
            "zusage-bericht",
            "bestaetigung-einfuehren",
        ];
        assert_eq!(ids, expected);
    }
}
