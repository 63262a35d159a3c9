//! Handouts: what somebody needs to know at a meeting, on two printed pages. Data only: pages and print are made of them.
//!
//! What does not fit two pages stands in an annex behind them; the main part says how much that is. How much fits is
//! estimated from lengths of texts (`paper`), so that every way of printing breaks at the same place.

mod changes;
mod council;
mod levels;
mod paper;
mod projects;
mod scope;

use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use crate::analysis::council::Meeting;
use crate::content::Model;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::project::Project;
use crate::draw::Format;
use crate::source::Span;
use crate::view::compose::{Compose, Input};
use crate::view::council::meeting_title;
use crate::view::{Block, Body, Cell, Fact};
use paper::{Part, Placed};
use scope::Scope;

/// Folder of the handouts.
pub const FOLDER: &str = "handout";

/// Whether this program typesets handouts as PDF.
pub const PDF: bool = cfg!(feature = "pdf");

/// Without a meeting to compare with, a handout tells what has changed in so many months.
const MONTHS: i32 = 3;

/// What a handout is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Everything.
    Whole,
    /// A meeting, by its position in [`Council::meetings`](crate::analysis::council::Council::meetings): everything, as
    /// compared with the body's meeting before.
    Meeting(usize),
    /// A unit with those below it.
    Unit(Ref<Unit>),
    /// A project.
    Project(Ref<Project>),
    /// What concerns an audience, by its position.
    Audience(usize),
}

/// A handout.
#[derive(Debug, Clone, Serialize)]
pub struct Handout {
    /// What it is about.
    #[serde(skip)]
    pub subject: Subject,
    /// Unique name: `gesamt`, `projekt-akte`.
    pub id: String,
    /// BCP 47 tag of its language.
    pub language: &'static str,
    /// What it is, above the title.
    pub kicker: String,
    /// Title.
    pub title: String,
    /// Who publishes it, else the title of the site.
    pub publisher: String,
    /// The data date, as printed.
    pub as_of: String,
    /// The data date as year, month and day.
    pub date: [i32; 3],
    /// Data date, what is compared, version of the data, whom to ask.
    pub facts: Vec<Fact>,
    /// What stands on the two pages.
    pub main: Vec<Block>,
    /// What does not fit them.
    pub annex: Vec<Block>,
}

/// The subjects that every build makes a handout for: everything, the next meeting of each body, every unit that has
/// anything to report, every project, every audience. None where there is neither project nor assessed dimension.
pub fn subjects(input: &Input<'_>) -> Vec<Subject> {
    let (model, analysis) = (input.model, input.analysis);
    let assessed = analysis.maturity.dimensions.iter().any(|state| state.level.is_some());
    if model.projects.is_empty() && !assessed {
        return Vec::new();
    }
    let meetings = &analysis.council.meetings;
    let next = |(position, meeting): (usize, &Meeting)| {
        let before = |other: &Meeting| other.committee == meeting.committee && other.date >= analysis.as_of;
        let first = !meetings.iter().take(position).any(before);
        (meeting.date >= analysis.as_of && first).then_some(Subject::Meeting(position))
    };
    let c = input.compose(FOLDER);
    let units = model.units.refs().map(|(unit, _)| unit).filter(|&unit| scope::has_work(&c, unit));
    std::iter::once(Subject::Whole)
        .chain(meetings.iter().enumerate().filter_map(next))
        .chain(units.map(Subject::Unit))
        .chain(model.projects.refs().map(|(project, _)| Subject::Project(project)))
        .chain((0..model.site.audiences.len()).map(Subject::Audience))
        .collect()
}

/// The subject of a kind with an id; any meeting, also a past one.
///
/// # Errors
/// The ids that there are.
pub fn named(input: &Input<'_>, kind: &str, id: &str) -> Result<Subject, Vec<String>> {
    let meetings = (0..input.analysis.council.meetings.len()).map(Subject::Meeting);
    let others = subjects(input).into_iter().filter(|subject| !matches!(subject, Subject::Meeting(_)));
    let known = others.chain(meetings).filter(|subject| subject.kind() == kind);
    let known: Vec<_> = known.map(|subject| (subject, subject.id(input))).collect();
    let name = format!("{kind}-{id}");
    let found = known.iter().find(|(_, one)| *one == name).map(|(subject, _)| *subject);
    let ids = || known.iter().filter_map(|(_, one)| one.strip_prefix(kind)?.strip_prefix('-')).map(str::to_owned);
    found.ok_or_else(|| ids().collect())
}

/// All handouts of a build.
pub fn handouts(input: &Input<'_>) -> Vec<Handout> {
    subjects(input).into_par_iter().map(|subject| handout(input, subject, None)).collect()
}

impl Subject {
    /// Unique name of its handout.
    pub fn id(self, input: &Input<'_>) -> String {
        let model = input.model;
        let (kind, id) = match self {
            Self::Whole => return "gesamt".to_owned(),
            Self::Meeting(meeting) => ("sitzung", meeting_of(input, meeting).map(|one| one.id(model))),
            Self::Unit(unit) => ("einheit", Some(model.units[unit].head.id.value.clone())),
            Self::Project(project) => ("projekt", Some(model.projects[project].head.id.value.clone())),
            Self::Audience(audience) => ("sicht", model.site.audiences.get(audience).map(|(id, _)| id.value.clone())),
        };
        format!("{kind}-{}", id.unwrap_or_default())
    }

    /// Title of its handout.
    pub fn title(self, c: &Compose<'_>) -> String {
        title(c, self)
    }

    /// Where what it is about is written; none of everything, and of meetings, which several papers make.
    pub fn place(self, input: &Input<'_>) -> Option<Span> {
        let model = input.model;
        match self {
            Self::Whole | Self::Meeting(_) => None,
            Self::Unit(unit) => Some(model.units[unit].head.id.span),
            Self::Project(project) => Some(model.projects[project].head.id.span),
            Self::Audience(audience) => model.site.audiences.get(audience).map(|(id, _)| id.span),
        }
    }

    /// The sort of subject, as its handout's name begins.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Whole => "gesamt",
            Self::Meeting(_) => "sitzung",
            Self::Unit(_) => "einheit",
            Self::Project(_) => "projekt",
            Self::Audience(_) => "sicht",
        }
    }
}

fn meeting_of<'a>(input: &Input<'a>, position: usize) -> Option<&'a Meeting> {
    input.analysis.council.meetings.get(position)
}

/// A handout. It tells what has changed since a day; without one, since the meeting before, or in the last months.
pub fn handout(input: &Input<'_>, subject: Subject, since: Option<Since<'_>>) -> Handout {
    let c = input.compose(FOLDER);
    let scope = Scope::of(&c, subject);
    let since = since.unwrap_or_else(|| last_meeting(&c, subject));
    let (title, facts) = (title(&c, subject), facts(&c, &since));
    let parts = [
        Some(Part::Whole(changes::section(&c, &scope, &since))),
        meeting(&c, subject).map(|meeting| Part::Table(council::agenda(&c, meeting))),
        Some(Part::Table(council::decisions(&c, &scope))),
        Some(Part::Table(projects::table(&c, &scope))),
        project(subject).map(|project| Part::Table(projects::milestones(&c, project))),
        levels::table(&c, &scope).map(Part::Table),
        chart(&c, subject, &scope).map(Part::Chart),
        Some(Part::Table(council::commitments(&c, &scope))),
    ];
    let Placed { main, annex } = paper::place(&c, &title, &facts, parts.into_iter().flatten().collect());
    let as_of = c.analysis().as_of;
    let site = &c.model().site;
    Handout {
        subject,
        id: subject.id(input),
        language: input.messages.language().primary(),
        kicker: c.t(&format!("handout.art.{}", subject.kind())),
        title,
        publisher: site.publisher.clone().unwrap_or_else(|| site.title.clone()),
        as_of: c.print.day(as_of),
        date: [as_of.year().into(), as_of.month().into(), as_of.day().into()],
        facts,
        main,
        annex,
    }
}

fn project(subject: Subject) -> Option<Ref<Project>> {
    if let Subject::Project(project) = subject { Some(project) } else { None }
}

fn meeting<'a>(c: &Compose<'a>, subject: Subject) -> Option<&'a Meeting> {
    if let Subject::Meeting(position) = subject { c.analysis().council.meetings.get(position) } else { None }
}

fn title(c: &Compose<'_>, subject: Subject) -> String {
    let model = c.model();
    match subject {
        Subject::Whole => c.t("handout.titel"),
        Subject::Meeting(_) => meeting(c, subject).map(|meeting| meeting_title(c.input, meeting)).unwrap_or_default(),
        Subject::Unit(unit) => model.units[unit].head.title.clone(),
        Subject::Project(project) => model.projects[project].head.title.clone(),
        Subject::Audience(audience) => {
            model.site.audiences.get(audience).map(|(_, audience)| audience.title.clone()).unwrap_or_default()
        }
    }
}

/// The chart that a reader sees at a glance; its table stands beside it in the handout.
fn chart(c: &Compose<'_>, subject: Subject, scope: &Scope<'_>) -> Option<Block> {
    match subject {
        Subject::Project(project) => crate::view::roadmap::project_block(c, project, Format::Wide.width()),
        _ => levels::chart(c, scope),
    }
}

/// A day that is compared with.
#[derive(Debug, Clone)]
pub struct Since<'a> {
    /// The day.
    pub day: Date,
    /// The meeting on that day, or the version of the content.
    pub what: Option<String>,
    /// The content that knew no more than it did then; none for what is known of the day now.
    pub version: Option<&'a Model>,
}

/// The last meeting before the as-of date; for a meeting, the one before it of the same body.
fn last_meeting(c: &Compose<'_>, subject: Subject) -> Since<'static> {
    let as_of = c.analysis().as_of;
    let now = meeting(c, subject);
    let before = |one: &&Meeting| match now {
        Some(now) => one.committee == now.committee && one.date < now.date.min(as_of),
        None => one.date < as_of,
    };
    match c.analysis().council.meetings.iter().rfind(before) {
        Some(meeting) => Since { day: meeting.date, what: Some(meeting_title(c.input, meeting)), version: None },
        None => Since { day: as_of.saturating_sub(MONTHS.months()), what: None, version: None },
    }
}

fn facts(c: &Compose<'_>, since: &Since<'_>) -> Vec<Fact> {
    let contact = &c.model().site.contact;
    let ask = [&contact.title, &contact.email, &contact.phone].into_iter().flatten().map(Cell::text);
    let facts = [
        c.fact("datenstand", vec![Cell::text(c.print.day(c.analysis().as_of))]),
        c.fact("verglichen-mit", vec![Cell { note: since.what.clone(), ..Cell::text(c.print.day(since.day)) }]),
        c.fact_text("datenversion", c.model().short_version()),
        c.fact("auskunft", ask.collect()),
    ];
    facts.into_iter().flatten().collect()
}

/// A list without links, under a heading.
fn points(c: &Compose<'_>, id: &str, points: Vec<String>) -> Block {
    c.block(id, Body::List { items: points.into_iter().map(Cell::text).collect(), ordered: false })
}
