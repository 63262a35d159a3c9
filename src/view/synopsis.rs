//! What differs between two states of the content: first in words, then as tables. Pages and the command line show the same.

use jiff::civil::Date;

use super::compose::{Compose, link_list};
use super::council::answer_badge;
use super::{Block, Body, Cell};
use crate::analysis::council::{Answer, Meeting};
use crate::analysis::difference::{
    CommitmentChange, Difference, FigureChange, LevelChange, MilestoneChange, Pair, PlanEvent, ProjectChange,
    QuestionChange, State, Turn, Why,
};
use crate::analysis::maturity::Asked;
use crate::analysis::status::Status;
use crate::analysis::task::TaskProgress;
use crate::content::council::AnswerState;
use crate::content::figure::KeyFigure;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::names::Ref;
use crate::content::organisation::Committee;
use crate::content::project::Milestone;
use crate::content::scalar::{Datum, Rational};
use crate::content::{Model, ReadRecord};

/// What differs, ready to be shown.
#[derive(Debug)]
pub struct Synopsis {
    /// The same in words: one sentence for each sort of change.
    pub sentences: Vec<String>,
    /// The same in numbers: "2 Projekte verschoben".
    pub counts: Vec<String>,
    /// Tables; none where nothing differs.
    pub parts: Vec<Part>,
}

/// A table, whose cells may list several things.
#[derive(Debug)]
pub struct Part {
    /// Its name in the catalogue, under `block.`.
    pub id: &'static str,
    /// Keys under `spalte.`.
    pub columns: &'static [&'static str],
    /// What each cell lists; what a row is about stands first.
    pub rows: Vec<Vec<Vec<Cell>>>,
}

impl Synopsis {
    /// What differs between two states. `c` composes with the model of the second one.
    pub fn new(c: &Compose<'_>, before: State<'_>, after: State<'_>, difference: &Difference) -> Self {
        let both = Both { c, before, after };
        let told: Told = both.told(difference).into_iter().filter(|(_, names)| !names.is_empty()).collect();
        let remodelled = difference.remodelled.then(|| c.t("synopse.modell"));
        let counts = told.iter().map(|(key, names)| c.count(&format!("synopse.{key}"), names.len())).collect();
        let sentences = told.iter().map(|(key, names)| both.sentence(key, names));
        let sentences = remodelled.into_iter().chain(sentences).chain(both.fulfilment_told(difference)).collect();
        Self { sentences, counts, parts: both.parts(difference) }
    }

    /// What has changed from a day to the as-of date, as is known of both now.
    pub fn since(c: &Compose<'_>, day: Date) -> Self {
        let (before, after) = (c.input.on(day), c.input.on(c.analysis().as_of));
        let (before, after) = (State { model: c.model(), day: &before }, State { model: c.model(), day: &after });
        Self::new(c, before, after, &Difference::between(before, after))
    }

    /// All of it in one line.
    pub fn in_short(&self, c: &Compose<'_>) -> String {
        match (self.is_empty(), self.counts.is_empty()) {
            (true, _) => c.t("synopse.nichts-kurz"),
            (false, true) => self.sentences.join(" "),
            (false, false) => self.counts.join("; "),
        }
    }

    /// The words as a block of a page, under a heading that tells since when.
    pub fn words(&self, c: &Compose<'_>, since: String) -> Block {
        let body = match self.is_empty() {
            true => Body::Empty { text: c.f("synopse.nichts", &[("seit", &since)]) },
            false => Body::List { items: self.sentences.iter().map(Cell::text).collect(), ordered: false },
        };
        Block { heading: Some(since), ..c.block("synopse-worte", body) }
    }

    /// What differs in short, in the same words: of projects with their milestones, of levels, of questions and commitments.
    /// "2 Projekte verschoben („A“ und „B“)"
    pub fn in_three(c: &Compose<'_>, before: State<'_>, after: State<'_>, difference: &Difference) -> [Vec<String>; 3] {
        let both = Both { c, before, after };
        let [mut projects, mut council] = [both.projects_told(difference), both.questions_told(difference)];
        projects.extend(both.milestones_told(difference));
        council.extend(both.commitments_told(difference));
        let brief = |told: Told| {
            let told = told.into_iter().filter(|(_, names)| !names.is_empty());
            told.map(|(key, names)| both.brief(key, &both.quoted(&names))).collect()
        };
        [brief(projects), both.levels_in_short(difference), brief(council)]
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty() && self.parts.is_empty()
    }

    /// The tables as blocks of a page.
    pub fn blocks(&self, c: &Compose<'_>) -> Vec<Block> {
        self.parts.iter().map(|part| part.block(c)).collect()
    }
}

impl Part {
    pub(super) fn block(&self, c: &Compose<'_>) -> Block {
        let row = |row: &Vec<Vec<Cell>>| row.iter().map(|cells| in_one_cell(cells)).collect();
        c.table_block(self.id, self.columns, self.rows.iter().map(row).collect())
    }
}

pub(super) fn in_one_cell(cells: &[Cell]) -> Cell {
    match cells {
        [] => Cell::empty(),
        [one] => one.clone(),
        several => Cell { html: Some(link_list(several)), ..Cell::default() },
    }
}

/// Folder of the pages that compare one meeting to the next.
pub const SYNOPSES: &str = "synopse";

/// Address of the page that tells what has changed up to a meeting, from the site's root.
pub fn synopsis_address(model: &Model, meeting: &Meeting) -> String {
    format!("{SYNOPSES}/{}.html", meeting.id(model))
}

/// Address of the page that tells what has changed since a body met last, from the site's root.
pub fn interim_address(model: &Model, committee: Ref<Committee>) -> String {
    format!("{SYNOPSES}/seit-{}.html", model.committees[committee].head.id.value)
}

/// The meeting of the same body before one; none before the first, and none for meetings to come.
pub fn previous<'a>(c: &Compose<'a>, meeting: &Meeting) -> Option<&'a Meeting> {
    let all = c.analysis().council.meetings.iter().filter(|_| meeting.date <= c.analysis().as_of);
    let earlier = all.filter(|one| one.committee == meeting.committee && one.date < meeting.date);
    earlier.max_by_key(|one| one.date)
}

/// No sentence names more.
const NAMED: usize = 3;

/// Where the words for a difference are from.
pub(super) struct Both<'a> {
    pub(super) c: &'a Compose<'a>,
    pub(super) before: State<'a>,
    pub(super) after: State<'a>,
}

/// Sorts of change with what they happened to, in the order to tell them.
type Told = Vec<(&'static str, Vec<String>)>;

impl Both<'_> {
    // In words

    fn told(&self, difference: &Difference) -> Told {
        let mut told = self.levels_told(difference);
        told.extend(self.projects_told(difference));
        told.extend(self.milestones_told(difference));
        told.extend(self.questions_told(difference));
        told.extend(self.commitments_told(difference));
        let figures = difference.figures.iter().map(|one| self.link(one.figure).text).collect();
        told.push(("kennzahlen", figures));
        told
    }

    /// "2 Projekte verschoben: „A“ und „B“."
    pub(super) fn sentence(&self, key: &str, names: &[String]) -> String {
        let c = self.c;
        let count = c.count(&format!("synopse.{key}"), names.len());
        c.f("synopse.satz", &[("was", &count), ("namen", &self.some_of(&self.quoted(names)))])
    }

    /// "2 Projekte verschoben („A“ und „B“)"
    fn brief(&self, key: &str, names: &[String]) -> String {
        let count = self.c.count(&format!("synopse.{key}"), names.len());
        self.c.f("synopse.kurz", &[("was", &count), ("namen", &self.some_of(names))])
    }

    fn quoted(&self, names: &[String]) -> Vec<String> {
        // Some titles are sentences themselves.
        let name = |name: &String| self.c.f("synopse.name", &[("name", name.trim_end_matches('.'))]);
        names.iter().map(name).collect()
    }

    /// "„A“, „B“ und 3 weitere"
    fn some_of(&self, names: &[String]) -> String {
        let c = self.c;
        let mut named: Vec<_> = names.iter().take(NAMED).cloned().collect();
        let more = names.len().saturating_sub(NAMED);
        let last = if more > 0 { Some(c.count("synopse.weitere", more)) } else { named.pop() };
        let last = last.unwrap_or_default();
        match named.is_empty() {
            true => last,
            false => c.f("synopse.aufzaehlung", &[("namen", &named.join(", ")), ("letzter", &last)]),
        }
    }

    /// "Erfüllungsgrad gesamt: 40 % → 44 %"
    pub(super) fn fulfilment_told(&self, difference: &Difference) -> Option<String> {
        let (before, after) = difference.overall.as_ref()?;
        let [before, after] = self.shares(before.fulfilment.as_ref(), after.fulfilment.as_ref());
        let what = self.c.t("gesamt.erfuellungsgrad");
        let told = self.c.f("was-waere.aenderung", &[("was", &what), ("vorher", &before), ("nachher", &after)]);
        (before != after).then_some(told)
    }

    fn levels_told(&self, difference: &Difference) -> Told {
        let of = |key| (key, levels_of(difference, key).map(|one| self.dimension(one.dimension).text).collect());
        LEVELS_TOLD.map(of).to_vec()
    }

    /// "1 Dimension gestiegen („A“ von Stufe 1 auf Stufe 2)"
    fn levels_in_short(&self, difference: &Difference) -> Vec<String> {
        let name = |one: &LevelChange| {
            let name = self.quoted(&[self.dimension(one.dimension).text]).concat();
            let [before, after] = [one.before, one.after].map(|level| self.c.level_number(level));
            self.c.f("synopse.von-auf", &[("was", &name), ("von", &before), ("auf", &after)])
        };
        let all = LEVELS_TOLD.map(|key| (key, levels_of(difference, key).map(name).collect::<Vec<_>>()));
        all.iter().filter(|(_, names)| !names.is_empty()).map(|(key, names)| self.brief(key, names)).collect()
    }

    fn projects_told(&self, difference: &Difference) -> Told {
        let of = |&(event, key): &(&'static str, &'static str)| {
            let happened = |one: &&ProjectChange| one.events.iter().any(|one| happening(one) == event);
            let projects = difference.projects.iter().filter(happened);
            (key, projects.map(|one| self.link(one.project).text).collect())
        };
        PROJECTS_TOLD.iter().map(of).collect()
    }

    fn milestones_told(&self, difference: &Difference) -> Told {
        let of = |&(event, key): &(&'static str, &'static str)| {
            let happened = |one: &&MilestoneChange| one.events.iter().any(|one| happening(one) == event);
            let milestones = difference.milestones.iter().filter(happened);
            (key, milestones.map(|one| self.milestone(one)).collect())
        };
        MILESTONES_TOLD.iter().map(of).collect()
    }

    fn questions_told(&self, difference: &Difference) -> Told {
        let name = |one: &QuestionChange| self.question_name(one);
        let of = |key, holds: fn(&QuestionChange) -> bool| {
            let questions = difference.questions.iter().filter(|one| holds(one));
            (key, questions.map(name).collect())
        };
        fn became(one: &QuestionChange, state: AnswerState) -> bool {
            let is = |answer: Option<Answer>| answer.is_some_and(|answer| answer.state == state);
            is(one.after) && !is(one.before)
        }
        vec![
            of("gefragt", |one| one.before.is_none()),
            of("beantwortet", |one| became(one, AnswerState::Answered)),
            of("teilweise-beantwortet", |one| became(one, AnswerState::Partly)),
        ]
    }

    /// Questions are long: they are named by their papers.
    pub(super) fn question_name(&self, change: &QuestionChange) -> String {
        let arguments = [("vorlage", &*self.link(change.paper).text), ("nummer", &*change.number.to_string())];
        self.c.f("synopse.frage-in", &arguments)
    }

    fn commitments_told(&self, difference: &Difference) -> Told {
        let of = |&(turn, key): &(Turn, &'static str)| {
            let commitments = difference.commitments.iter().filter(|one| one.turns().contains(&turn));
            (key, commitments.map(|one| self.link(one.commitment).text).collect())
        };
        COMMITMENTS_TOLD.iter().map(of).collect()
    }

    // As tables

    fn parts(&self, difference: &Difference) -> Vec<Part> {
        let overall = difference.overall.iter().flat_map(|(before, after)| {
            let level = |level: Option<u32>| self.c.level_number(level);
            let shares = self.shares(before.fulfilment.as_ref(), after.fulfilment.as_ref());
            [("gesamt.minimum", [level(before.minimum), level(after.minimum)]), ("gesamt.erfuellungsgrad", shares)]
        });
        let overall = overall.filter(|(_, [before, after])| before != after);
        let overall = overall.map(|(key, [before, after])| texts([self.c.t(key), before, after]));
        let parts = [
            Part {
                id: "synopse-stufen",
                columns: &["dimension", "vorher", "nachher", "warum"],
                rows: difference.levels.iter().map(|one| self.level_row(one)).collect(),
            },
            Part { id: "synopse-gesamt", columns: &["angabe", "vorher", "nachher"], rows: overall.collect() },
            Part {
                id: "synopse-projekte",
                columns: &["projekt", "was-geaendert", "grund"],
                rows: difference.projects.iter().map(|one| self.project_row(one)).collect(),
            },
            self.milestones(difference),
            Part {
                id: "synopse-fragen",
                columns: &["frage", "vorher", "nachher"],
                rows: difference.questions.iter().map(|one| self.question_row(one)).collect(),
            },
            Part {
                id: "synopse-zusagen",
                columns: &["zusage", "was-geaendert", "frist"],
                rows: difference.commitments.iter().map(|one| self.commitment_row(one)).collect(),
            },
            Part {
                id: "synopse-kennzahlen",
                columns: &["kennzahl", "vorher", "nachher"],
                rows: difference.figures.iter().map(|one| self.figure_row(one)).collect(),
            },
        ];
        parts.into_iter().filter(|part| !part.rows.is_empty()).collect()
    }

    pub(super) fn milestones(&self, difference: &Difference) -> Part {
        Part {
            id: "synopse-meilensteine",
            columns: &["meilenstein", "projekt", "was-geaendert", "grund"],
            rows: difference.milestones.iter().map(|one| self.milestone_row(one)).collect(),
        }
    }

    /// A record with its link where it still is there.
    pub(super) fn link<T: ReadRecord>(&self, pair: Pair<T>) -> Cell {
        let gone = |one: Ref<T>| Cell::text(&T::table(self.before.model)[one].head().title);
        pair.after.map(|one| self.c.record(one)).or_else(|| pair.before.map(gone)).unwrap_or_default()
    }

    pub(super) fn dimension(&self, dimension: Pair<Dimension>) -> Cell {
        let gone = |one| Cell::text(&self.before.model.maturity.dimensions[one].title);
        let there = dimension.after.map(|one| self.c.dimension(one));
        there.or_else(|| dimension.before.map(gone)).unwrap_or_default()
    }

    /// "Stufe 2 (Geordnet)" in the words of the state, or that it is not assessed.
    pub(super) fn level(&self, state: State<'_>, level: Option<u32>) -> Cell {
        let Some(level) = level else { return Cell::text(self.c.t("stufe.nicht-bewertet")) };
        let title = state.model.maturity.level_title(level);
        Cell::text(self.c.f("stufe.erreicht", &[("stufe", &level.to_string()), ("titel", title)]))
    }

    fn level_row(&self, change: &LevelChange) -> Vec<Vec<Cell>> {
        vec![
            vec![self.dimension(change.dimension)],
            vec![self.level(self.before, change.before)],
            vec![self.level(self.after, change.after)],
            change.why.iter().map(|why| self.why(why)).collect(),
        ]
    }

    pub(super) fn why(&self, why: &Why) -> Cell {
        match why {
            Why::Model { criterion: None } => Cell::text(self.c.t("synopse.grund.modell")),
            Why::Model { criterion: Some(criterion) } => self.criterion(*criterion, self.asked(*criterion)),
            Why::Exemption { criterion, begins: true } => self.criterion(*criterion, "synopse.grund.ausnahme"),
            Why::Exemption { criterion, begins: false } => self.criterion(*criterion, "synopse.grund.ausnahme-endet"),
            Why::Expiry { measure, expired: true } => self.noted(*measure, "synopse.grund.abgelaufen"),
            Why::Expiry { measure, expired: false } => self.noted(*measure, "synopse.grund.bestaetigt"),
            Why::Measure { measure, before, after } => {
                let [before, after] = self.shares(Some(before), Some(after));
                let note = self.c.f("synopse.grund.massnahme", &[("vorher", &before), ("nachher", &after)]);
                Cell { note: Some(note), ..self.link(*measure) }
            }
        }
    }

    fn noted<T: ReadRecord>(&self, pair: Pair<T>, key: &str) -> Cell {
        Cell { note: Some(self.c.t(key)), ..self.link(pair) }
    }

    fn criterion(&self, pair: Pair<Criterion>, key: &str) -> Cell {
        let gone = |one| Cell::text(&self.before.model.maturity.criteria[one].text);
        let there = pair.after.map(|one| Cell { badge: None, ..self.c.criterion(one) });
        let cell = there.or_else(|| pair.before.map(gone)).unwrap_or_default();
        Cell { note: Some(self.c.t(key)), ..cell }
    }

    /// Whether the model has begun to ask for a criterion, has ceased to, or asks in another way.
    fn asked(&self, pair: Pair<Criterion>) -> &'static str {
        let asked = |state: State<'_>, criterion: Option<Ref<Criterion>>| {
            let known = criterion.and_then(|one| state.day.maturity.criteria.get(one.index()));
            known.is_some_and(|one| one.asked != Asked::NotValid)
        };
        match (asked(self.before, pair.before), asked(self.after, pair.after)) {
            (false, true) => "synopse.grund.verlangt",
            (true, false) => "synopse.grund.nicht-verlangt",
            _ => "synopse.grund.anders-verlangt",
        }
    }

    /// Two shares as percentages, with decimals where they would read the same without.
    pub(super) fn shares(&self, before: Option<&Rational>, after: Option<&Rational>) -> [String; 2] {
        let print = |share: Option<&Rational>, exact: bool| match share {
            None => self.c.t("fehlt.strich"),
            Some(share) if exact => self.c.print.percentage(share),
            Some(share) => self.c.print.percent(share),
        };
        let exact = before != after && print(before, false) == print(after, false);
        [before, after].map(|share| print(share, exact))
    }

    fn project_row(&self, change: &ProjectChange) -> Vec<Vec<Cell>> {
        vec![vec![self.link(change.project)], self.happenings(&change.events), reasons(&change.events)]
    }

    fn milestone_row(&self, change: &MilestoneChange) -> Vec<Vec<Cell>> {
        vec![
            vec![Cell::text(self.milestone(change))],
            vec![self.link(change.project)],
            self.happenings(&change.events),
            reasons(&change.events),
        ]
    }

    pub(super) fn milestone(&self, change: &MilestoneChange) -> String {
        let find = |state: State<'_>, project, index: Option<usize>| -> Option<String> {
            let milestones: &[Milestone] = &state.model.projects[project?].milestones;
            Some(milestones.get(index?)?.head.title.clone())
        };
        let there = find(self.after, change.project.after, change.after);
        there.or_else(|| find(self.before, change.project.before, change.before)).unwrap_or_default()
    }

    pub(super) fn happenings(&self, events: &[PlanEvent]) -> Vec<Cell> {
        let c = self.c;
        let cell = |event: &PlanEvent| {
            let text = c.t(&format!("synopse.ereignis.{}", happening(event)));
            let end = |end: &Option<Datum>| end.map_or_else(|| c.t("synopse.ohne-ende"), |end| c.print.date(end));
            let note = match event {
                PlanEvent::New | PlanEvent::Gone | PlanEvent::Status { .. } => None,
                PlanEvent::End { before, after, shift, .. } => {
                    let by = shift.map(|shift| format!(", {}", c.print.shift(shift))).unwrap_or_default();
                    Some(format!("{} → {}{by}", end(before), end(after)))
                }
            };
            Cell { note, ..Cell::text(text) }
        };
        events.iter().map(cell).collect()
    }

    pub(super) fn question(&self, change: &QuestionChange) -> Cell {
        let find = |state: State<'_>, paper| -> Option<String> {
            let mut numbered = state.model.papers[paper?].numbered();
            numbered.find(|(number, _)| *number == change.number).map(|(_, question)| question.question.clone())
        };
        let text = find(self.after, change.paper.after).or_else(|| find(self.before, change.paper.before));
        let paper = self.link(change.paper);
        let href = paper.href.map(|href| format!("{href}#frage-{}", change.number));
        Cell { href, note: Some(paper.text), ..Cell::text(text.unwrap_or_default()) }
    }

    fn question_row(&self, change: &QuestionChange) -> Vec<Vec<Cell>> {
        let c = self.c;
        let cell = |answer: &Option<Answer>, not_there: &str| {
            let Some(answer) = answer else { return Cell::text(c.t(not_there)) };
            let answered = answer.answered.map(|date| c.f("antwort.am", &[("am", &c.print.date(date))]));
            Cell { note: answered, ..Cell::text(answer_badge(c, answer.state).text) }
        };
        vec![
            vec![self.question(change)],
            vec![cell(&change.before, "synopse.nicht-gestellt")],
            vec![cell(&change.after, "synopse.ereignis.entfallen")],
        ]
    }

    fn commitment_row(&self, change: &CommitmentChange) -> Vec<Vec<Cell>> {
        let c = self.c;
        let turns = change.turns().into_iter().map(|turn| Cell::text(c.t(&format!("synopse.zusage.{}", turn.word()))));
        let due = |progress: &Option<TaskProgress>| progress.as_ref().and_then(|one| one.due);
        let date = |date: Option<Datum>| date.map_or_else(|| c.t("fehlt.strich"), |date| c.print.date(date));
        let (before, after) = (due(&change.before), due(&change.after));
        let moved = change.before.is_some() && change.after.is_some() && before != after;
        let deadline = match moved {
            true => format!("{} → {}", date(before), date(after)),
            false => date(after.or(before)),
        };
        vec![vec![self.link(change.commitment)], turns.collect(), vec![Cell::text(deadline)]]
    }

    fn figure_row(&self, change: &FigureChange) -> Vec<Vec<Cell>> {
        vec![
            vec![self.link(change.figure)],
            self.readings(self.before, change.figure.before, &change.before),
            self.readings(self.after, change.figure.after, &change.after),
        ]
    }

    pub(super) fn readings(&self, state: State<'_>, figure: Option<Ref<KeyFigure>>, readings: &[usize]) -> Vec<Cell> {
        let Some(figure) = figure.filter(|_| !readings.is_empty()).map(|one| &state.model.figures[one]) else {
            return vec![Cell::text(self.c.t("synopse.ohne-wert"))];
        };
        let readings = readings.iter().filter_map(|&index| figure.readings.get(index));
        readings
            .map(|reading| Cell {
                note: reading.date.map(|date| self.c.print.date(date)),
                ..Cell::text(self.c.reading(figure, reading))
            })
            .collect()
    }
}

fn texts<const N: usize>(texts: [String; N]) -> Vec<Vec<Cell>> {
    texts.into_iter().map(|text| vec![Cell::text(text)]).collect()
}

pub(super) fn reasons(events: &[PlanEvent]) -> Vec<Cell> {
    let reason = |event: &PlanEvent| match event {
        PlanEvent::Status { reason, .. } | PlanEvent::End { reason, .. } => reason.clone(),
        PlanEvent::New | PlanEvent::Gone => None,
    };
    events.iter().filter_map(reason).map(Cell::text).collect()
}

/// What has happened to something with a plan: its key under `synopse.ereignis.`.
fn happening(event: &PlanEvent) -> &'static str {
    match event {
        PlanEvent::New => "neu",
        PlanEvent::Gone => "entfallen",
        PlanEvent::Status { before, after: Status::Ongoing, .. } => match before {
            Status::Paused | Status::Completed | Status::Ended | Status::Discontinued => "fortgesetzt",
            Status::Ongoing | Status::Resolved | Status::Planned | Status::Unknown => "begonnen",
        },
        PlanEvent::Status { after, .. } => after.word(),
        PlanEvent::End { shift, .. } => match shift.map(|shift| shift.direction()) {
            Some(std::cmp::Ordering::Greater) => "verschoben",
            Some(std::cmp::Ordering::Less) => "vorgezogen",
            Some(std::cmp::Ordering::Equal) | None => "anderes-ende",
        },
    }
}

/// What is told of projects, and its key under `synopse.`.
const PROJECTS_TOLD: &[(&str, &str)] = &[
    ("neu", "projekte-neu"),
    ("begonnen", "projekte-begonnen"),
    ("fortgesetzt", "projekte-fortgesetzt"),
    ("umgesetzt", "projekte-umgesetzt"),
    ("verschoben", "projekte-verschoben"),
    ("vorgezogen", "projekte-vorgezogen"),
    ("pausiert", "projekte-pausiert"),
    ("eingestellt", "projekte-eingestellt"),
    ("unbekannt", "projekte-unbekannt"),
    ("entfallen", "projekte-entfallen"),
];

/// What is told of levels.
const LEVELS_TOLD: [&str; 4] = ["gestiegen", "gefallen", "bewertet", "nicht-bewertet"];

/// The levels of which something is told.
fn levels_of<'a>(difference: &'a Difference, key: &'a str) -> impl Iterator<Item = &'a LevelChange> {
    let sort = |one: &LevelChange| match (one.before, one.after) {
        (Some(before), Some(after)) if after > before => "gestiegen",
        (Some(_), Some(_)) => "gefallen",
        (None, _) => "bewertet",
        (_, None) => "nicht-bewertet",
    };
    difference.levels.iter().filter(move |one| sort(one) == key)
}

/// What is told of milestones.
const MILESTONES_TOLD: &[(&str, &str)] = &[
    ("umgesetzt", "meilensteine-erreicht"),
    ("verschoben", "meilensteine-verschoben"),
    ("unbekannt", "meilensteine-unbekannt"),
];

/// What is told of commitments.
const COMMITMENTS_TOLD: &[(Turn, &str)] = &[
    (Turn::Made, "zusagen-neu"),
    (Turn::Met, "zusagen-erfuellt"),
    (Turn::Missed, "zusagen-versaeumt"),
    (Turn::Changed, "zusagen-geaendert"),
    (Turn::Lapsed, "zusagen-verfallen"),
];
