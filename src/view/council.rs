//! What the council asked, what it was promised, what it resolved: cells and lists that several pages share.

use std::cmp::Reverse;

use crate::analysis::council::{Answer, Meeting, Pending, answer, questions as questions_asked};
use crate::analysis::task::{TaskProgress, TaskState};
use crate::content::Model;
use crate::content::commitment::Commitment;
use crate::content::council::{AnswerState, Attachment, Concerned, Concerns, Consultation, Paper, PaperSort, Question};
use crate::content::fields::Choice;
use crate::content::names::{Kind, Ref};
use crate::content::task::{Task, TaskEvent};
use crate::markup::escape;
use crate::view::compose::{Compose, Input, anchor_prefix};
use crate::view::format::Print;
use crate::view::{Badge, Block, Cell, traffic_light};

// On the page of any record that a paper can concern

/// The questions that concern a record, those of the newest paper first; none where there are none.
pub fn questions<T: Concerned>(c: &Compose<'_>, record: Ref<T>) -> Option<Block> {
    let about = all_questions(c).into_iter().filter(|asked| asked.question.concerns.of::<T>().contains(&record));
    c.list("fragen-dazu", about.map(|asked| asked.cell(c)).collect())
}

/// The commitments that concern a record; none where there are none.
pub fn commitments<T: Concerned>(c: &Compose<'_>, record: Ref<T>) -> Option<Block> {
    let all = c.model().commitments.refs();
    let concerned = all.filter(|(_, commitment)| commitment.concerns.of::<T>().contains(&record));
    commitment_list(c, concerned.map(|(reference, _)| reference).collect())
}

/// The commitments among some; none where there are none. Those stand first whose deadline has passed.
pub fn commitment_list(c: &Compose<'_>, mut commitments: Vec<Ref<Commitment>>) -> Option<Block> {
    sort_commitments(c, &mut commitments);
    c.list("zusagen", commitments.into_iter().map(|one| commitment(c, one)).collect())
}

// Questions

/// A question of a paper.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where it stands.
    pub paper: Ref<Paper>,
    /// Its number on the paper.
    pub number: u32,
    /// The question.
    pub question: &'a Question,
    /// What it has got for an answer.
    pub answer: Answer,
}

/// Every question, those of the newest paper first.
pub fn all_questions<'a>(c: &Compose<'a>) -> Vec<Asked<'a>> {
    let mut papers: Vec<_> = c.model().papers.refs().collect();
    papers.sort_by_key(|(reference, paper)| (Reverse(paper.date), *reference));
    papers.into_iter().flat_map(|(reference, paper)| asked(c, reference, paper)).collect()
}

/// The questions of a paper.
pub fn asked<'a>(c: &Compose<'a>, reference: Ref<Paper>, paper: &'a Paper) -> Vec<Asked<'a>> {
    let answer = |question| answer(c.model(), paper, question, c.analysis().as_of);
    let asked = |(number, question)| Asked { paper: reference, number, question, answer: answer(question) };
    questions_asked(paper, c.analysis().as_of).map(asked).collect()
}

impl Asked<'_> {
    /// The question with its state, linked to its place on the page of its paper.
    pub fn cell(&self, c: &Compose<'_>) -> Cell {
        let paper = c.paper(self.paper);
        let note = std::iter::once(paper.text).chain(paper.note).collect::<Vec<_>>().join(", ");
        Cell { badge: Some(answer_badge(c, self.answer.state)), note: Some(note), ..self.link(c) }
    }

    /// The question, linked to its place on the page of its paper.
    pub fn link(&self, c: &Compose<'_>) -> Cell {
        let href = c.record(self.paper).href.map(|href| format!("{href}#frage-{}", self.number));
        Cell { href, ..Cell::text(&self.question.question) }
    }

    /// "Antwort vom 15.06.2020, nach 12 Tagen", "seit 32 Tagen offen", both where the answer left it open, or nothing.
    pub fn answered(&self, c: &Compose<'_>) -> Option<String> {
        let date = self.answer.answered.map(|date| c.f("antwort.am", &[("am", &c.print.date(date))]));
        let days = self.answer.days.map(|days| days_after(c, days));
        let parts: Vec<_> = date.into_iter().chain(days).chain(self.waiting(c)).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// "seit 32 Tagen offen", or nothing.
    pub fn waiting(&self, c: &Compose<'_>) -> Option<String> {
        let days = usize::try_from(self.answer.waiting?).ok()?;
        Some(c.count("antwort.seit-tagen", days))
    }
}

fn days_after(c: &Compose<'_>, days: i32) -> String {
    c.count("antwort.nach-tagen", usize::try_from(days).unwrap_or_default())
}

/// Whether a question has been answered.
pub fn answer_badge(c: &Compose<'_>, state: AnswerState) -> Badge {
    let (key, tone) = match state {
        AnswerState::Answered => ("antwort.beantwortet", "erfuellt"),
        AnswerState::Partly => ("antwort.teilweise", "teilweise"),
        AnswerState::Open => ("antwort.offen", "offen"),
    };
    Badge { text: c.t(key), tone }
}

/// What a paper, a question or a commitment is about, each with its current state.
pub fn concerned(c: &Compose<'_>, concerns: &Concerns) -> Vec<Cell> {
    let kind = |kind: Kind, cells: Vec<Cell>| -> Vec<Cell> {
        let name = |cell: Cell| Cell { note: Some(joined([Some(c.t(kind.key())), cell.note.clone()])), ..cell };
        cells.into_iter().map(name).collect()
    };
    let projects = concerns.projects.iter().map(|&one| {
        let light = traffic_light::title_badge(c, one).map(|badge| badge.text);
        let cell = c.project(one);
        Cell { note: Some(joined([cell.note.clone(), light])).filter(|note| !note.is_empty()), ..cell }
    });
    let dimensions = concerns.dimensions.iter().map(|&one| c.dimension_with_level(one));
    [
        kind(Kind::Strategy, c.records(&concerns.strategies)),
        kind(Kind::Project, c.sorted(projects.collect())),
        kind(Kind::Measure, c.measures(&concerns.measures)),
        kind(Kind::Value, c.records(&concerns.values)),
        kind(Kind::Problem, c.records(&concerns.problems)),
        kind(Kind::Dimension, dimensions.collect()),
    ]
    .concat()
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

// Commitments and resolutions

/// Those whose deadline has passed stand first, then what is open, of these the one that is due first.
pub fn sort_commitments(c: &Compose<'_>, commitments: &mut [Ref<Commitment>]) {
    commitments.sort_by_key(|&one| (rank(&c.analysis().council.commitments[one.index()]), one));
}

/// Where a task stands in lists: overdue, then open, then finished; the one that is due first in front.
pub fn rank(progress: &TaskProgress) -> impl Ord {
    (!progress.overdue, progress.state.is_finished(), progress.due.is_none(), progress.due, progress.state)
}

fn commitment(c: &Compose<'_>, reference: Ref<Commitment>) -> Cell {
    let progress = &c.analysis().council.commitments[reference.index()];
    Cell { badge: Some(commitment_badge(c, progress)), note: deadline(c, progress), ..c.record(reference) }
}

/// Some resolutions, in the order of commitments; none where there are none.
pub fn resolution_list<'a>(c: &Compose<'_>, resolutions: impl Iterator<Item = &'a Pending>) -> Option<Block> {
    let mut resolutions: Vec<_> = resolutions.collect();
    resolutions.sort_by(|a, b| rank(&a.progress).cmp(&rank(&b.progress)));
    c.list("beschluesse", resolutions.into_iter().filter_map(|one| resolution(c, one)).collect())
}

fn resolution(c: &Compose<'_>, pending: &Pending) -> Option<Cell> {
    let text = &pending.resolution(c.model())?.text;
    Some(Cell {
        badge: Some(resolution_badge(c, &pending.progress)),
        note: deadline(c, &pending.progress),
        href: resolution_href(c, pending),
        ..Cell::text(text)
    })
}

/// The place of a resolution on the page of its paper.
pub fn resolution_href(c: &Compose<'_>, pending: &Pending) -> Option<String> {
    c.record(pending.paper).href.map(|href| format!("{href}#{}", resolution_anchor(pending.index)))
}

/// What became of a commitment.
pub fn commitment_badge(c: &Compose<'_>, progress: &TaskProgress) -> Badge {
    Badge { text: c.t(&format!("zusage.{}", progress.state.word())), tone: task_tone(progress.state) }
}

/// What became of a resolution.
pub fn resolution_badge(c: &Compose<'_>, progress: &TaskProgress) -> Badge {
    Badge { text: c.t(&format!("beschluss-stand.{}", progress.state.word())), tone: task_tone(progress.state) }
}

fn task_tone(state: TaskState) -> &'static str {
    match state {
        TaskState::Fulfilled => "erfuellt",
        TaskState::Changed => "teilweise",
        TaskState::Lapsed => "eingestellt",
        TaskState::Open => "offen",
        TaskState::Unknown => "unbekannt",
    }
}

/// "Frist 30.04.2019", that it has passed, when it was finished, or nothing.
pub fn deadline(c: &Compose<'_>, progress: &TaskProgress) -> Option<String> {
    let due = progress.due.map(|due| c.print.date(due));
    match (progress.finished, due) {
        (Some(finished), _) => Some(c.print.date(finished)),
        (None, Some(due)) if progress.overdue => Some(c.f("zusage.ueberfaellig", &[("bis", &due)])),
        (None, Some(due)) => Some(c.f("zusage.frist", &[("bis", &due)])),
        (None, None) => None,
    }
}

/// What was reported of a task up to the as-of date, oldest first, in one cell; none where nothing was.
pub fn reported(c: &Compose<'_>, task: &Task) -> Option<Cell> {
    let items: String =
        task.log.until(c.analysis().as_of).map(|event| format!("<li>{}</li>", entry(c, event))).collect();
    (!items.is_empty()).then(|| Cell { html: Some(format!("<ul>{items}</ul>")), ..Cell::default() })
}

fn entry(c: &Compose<'_>, event: &TaskEvent) -> String {
    let key = format!("vorgang.{}", event.kind.word());
    let what = match event.to {
        Some(to) => c.f("vorgang.neue-frist", &[("bis", &c.print.date(to.value))]),
        None => c.t(&key),
    };
    let head = escape(&format!("{}: {what}", c.print.date(event.date.value)));
    let reason = event
        .reason
        .as_ref()
        .map(|reason| format!(". {}", c.input.papers.linked(reason, c.root, "")))
        .unwrap_or_default();
    let links: Vec<_> = c
        .short_notes(&event.sources)
        .into_iter()
        .map(|note| {
            let place = note.place.map(|place| format!(", {}", escape(&place))).unwrap_or_default();
            let href = escape(note.document.href.as_deref().unwrap_or_default());
            format!("<a href=\"{href}\">{}</a>{place}", escape(&note.document.text))
        })
        .collect();
    let sources = if links.is_empty() { String::new() } else { format!(" ({})", links.join("; ")) };
    let assumed = event.assumption.as_ref().map(|text| escape(&c.f("vorgang.annahme", &[("annahme", text)])));
    format!("{head}{reason}{sources}{}", assumed.unwrap_or_default())
}

/// Anchor of a commitment on the page of all.
pub fn commitment_anchor(commitment: &Commitment) -> String {
    format!("{}-{}", anchor_prefix(Kind::Commitment), commitment.head.id.value)
}

/// Anchor of a resolution on the page of its paper.
pub fn resolution_anchor(index: usize) -> String {
    format!("beschluss-{}", index + 1)
}

// Papers and meetings

/// What sort of paper.
pub fn paper_sort(c: &Compose<'_>, sort: PaperSort) -> String {
    c.t(&format!("vorlage-art.{}", sort.word()))
}

/// Agenda item, publicity, role and result of a consultation.
pub fn consultation_cells(c: &Compose<'_>, consultation: &Consultation) -> Vec<Cell> {
    let text = |text: Option<String>| Cell::text(text.unwrap_or_else(|| c.t("fehlt.kurz")));
    vec![
        text(consultation.agenda_item.as_ref().map(|item| item.value.clone())),
        text(consultation.public.map(|public| publicity(c, public))),
        text(consultation.role.map(|role| c.t(&format!("beratung.{}", role.word())))),
        text(consultation.result.clone()),
    ]
}

/// Whether something is dealt with in public.
pub fn publicity(c: &Compose<'_>, public: bool) -> String {
    c.t(if public { "beratung.oeffentlich" } else { "beratung.nicht-oeffentlich" })
}

/// A file that stands elsewhere.
pub fn attachment(c: &Compose<'_>, attachment: &Attachment) -> Cell {
    Cell {
        href: Some(attachment.url.to_string()),
        note: attachment.date.map(|date| c.print.date(date)),
        assumed: attachment.origin.assumption.clone(),
        ..Cell::text(&attachment.title)
    }
}

/// Address of a meeting's page, from the site's root.
pub fn meeting_address(model: &Model, meeting: &Meeting) -> String {
    format!("{MEETINGS}/{}.html", meeting.id(model))
}

/// Folder of the pages of meetings.
pub const MEETINGS: &str = "sitzungen";

/// A meeting by its day.
pub fn meeting_day(c: &Compose<'_>, meeting: &Meeting) -> Cell {
    Cell { href: Some(c.href(&meeting_address(c.model(), meeting))), ..c.day(meeting.date) }
}

/// "Stadtrat am 24.06.2020"
pub fn meeting_title(input: &Input<'_>, meeting: &Meeting) -> String {
    let committee = &input.model.committees[meeting.committee].head.title;
    let day = Print::new(input.messages).day(meeting.date);
    input.messages.format("sitzung.titel", &[("gremium", committee), ("am", &day)])
}
#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::project::Project;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::messages::{Language, Messages};
    use crate::source::Sources;
    use crate::view::Body;

    const FILES: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Musterstadt"),
        ("modell.yaml", "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Eins.}}}}"),
        ("organisation.yaml", "gremien: {rat: {titel: Rat}}"),
        ("projekte/akte.md", "---\ntitel: Akte\n---\n"),
        (
            "stadtrat/alt.md",
            "---\ntitel: Alt\nart: anfrage\ndatum: 2023-01-01\nfragen: [{frage: Warum?, stand: offen, projekte: [akte]}]\n---\n",
        ),
        (
            "stadtrat/neu.md",
            "---\ntitel: Neu\nart: anfrage\ndatum: 2024-01-01\nfragen: [{frage: Wer?, stand: offen}, {frage: Wann?, stand: offen, projekte: akte}]\n---\n",
        ),
    ];

    #[test]
    fn questions_lead_to_their_place_on_the_newest_paper_first() {
        let bytes = FILES.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let (sources, _) = Sources::from_files(bytes);
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        let model = resolve(&parsed, &mut found).unwrap();
        let analysis = analyse(&model, date(2024, 6, 30));
        let messages = Messages::load(Language::German);
        let input = Input::new(&model, &analysis, &messages);
        let c = input.compose("projekte");
        let Some(Body::List { items, .. }) = questions::<Project>(&c, Ref::new(0)).map(|block| block.body) else {
            panic!()
        };
        let hrefs: Vec<_> = items.into_iter().filter_map(|cell| cell.href).collect();
        assert_eq!(hrefs, ["../stadtrat/neu.html#frage-2", "../stadtrat/alt.html#frage-1"]);
        assert!(commitments::<Project>(&c, Ref::new(0)).is_none());
    }
}
