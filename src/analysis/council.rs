//! The council's business at the as-of date: meetings with their agenda, answers, commitments, resolutions to be carried out.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::task::{TaskProgress, progress};
use crate::content::Model;
use crate::content::council::{AnswerState, Consultation, Paper, PaperSort, Question, Resolution, Role};
use crate::content::meeting::{self, AgendaItem};
use crate::content::names::Ref;
use crate::content::organisation::{Committee, Unit};
use crate::content::scalar::{Datum, Precision};
use crate::source::Spanned;

/// All of the council's business.
#[derive(Debug, Clone)]
pub struct Council {
    /// Every meeting whose day is known, by day, then body.
    pub meetings: Vec<Meeting>,
    /// Where the commitments stand, in table order.
    pub commitments: Vec<TaskProgress>,
    /// Resolutions to be carried out, by paper, then as written.
    pub resolutions: Vec<Pending>,
}

impl Council {
    /// Everything at a day.
    pub fn new(model: &Model, day: Date) -> Self {
        let meetings = meetings(model);
        Self { commitments: commitments(model, day), resolutions: resolutions(model, &meetings, day), meetings }
    }

    /// The meeting of a consultation; none where body or day are not known.
    pub fn meeting_of(&self, consultation: &Consultation) -> Option<&Meeting> {
        let (committee, date) = place(consultation)?;
        self.meeting(committee, date)
    }

    /// The meeting of a body on a day.
    pub fn meeting(&self, committee: Ref<Committee>, date: Date) -> Option<&Meeting> {
        self.meetings.iter().find(|meeting| (meeting.committee, meeting.date) == (committee, date))
    }

    /// The last meeting up to a day of each body that has met, and its next one: first the body that meets next; of those
    /// whose next meeting is not known, the one that met last.
    pub fn interims(&self, day: Date) -> Vec<Interim<'_>> {
        let mut last: BTreeMap<Ref<Committee>, &Meeting> = BTreeMap::new();
        last.extend(self.meetings.iter().filter(|one| one.date <= day).map(|one| (one.committee, one)));
        let next = |last: &Meeting| self.meetings.iter().find(|one| one.committee == last.committee && one.date > day);
        let mut interims: Vec<_> = last.into_values().map(|last| Interim { last, next: next(last) }).collect();
        interims.sort_by_key(|one| {
            let next = one.next.map(|next| next.date);
            (next.is_none(), next, Reverse(one.last.date))
        });
        interims
    }
}

/// The time of a body between two meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interim<'a> {
    /// Its last meeting.
    pub last: &'a Meeting,
    /// Its next meeting, as far as that is known.
    pub next: Option<&'a Meeting>,
}

/// Where the commitments stand on a day, in table order.
pub fn commitments(model: &Model, day: Date) -> Vec<TaskProgress> {
    model.commitments.iter().map(|commitment| progress(&commitment.task, day)).collect()
}

// Meetings

/// A meeting: one that `sitzungen.yaml` names, or that the consultation of a paper implies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Whose.
    pub committee: Ref<Committee>,
    /// On which day.
    pub date: Date,
    /// Its entry in `sitzungen.yaml`, if it has one: position in [`Model::meetings`].
    pub entry: Option<usize>,
    /// Its agenda, by number; what has none comes last.
    pub agenda: Vec<Item>,
}

/// What an agenda item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The consultation of a paper, by its position.
    Paper(Ref<Paper>, usize),
    /// An item without a paper, by its position in the meeting's entry.
    Other(usize),
}

impl Meeting {
    /// Id, such as `stadtrat-2024-06-27`.
    pub fn id(&self, model: &Model) -> String {
        format!("{}-{}", model.committees[self.committee].head.id.value, self.date)
    }

    /// Its entry in `sitzungen.yaml`.
    pub fn written<'m>(&self, model: &'m Model) -> Option<&'m meeting::Meeting> {
        model.meetings.get(self.entry?)
    }

    /// The number of an item, verbatim.
    pub fn number<'m>(&self, model: &'m Model, item: Item) -> Option<&'m Spanned<String>> {
        match item {
            Item::Paper(paper, index) => model.papers[paper].consultations.get(index)?.agenda_item.as_ref(),
            Item::Other(index) => self.other(model, index)?.number.as_ref(),
        }
    }

    /// An item without a paper.
    pub fn other<'m>(&self, model: &'m Model, index: usize) -> Option<&'m AgendaItem> {
        self.written(model)?.agenda.get(index)
    }
}

/// Body and day of a consultation, where both are known.
fn place(consultation: &Consultation) -> Option<(Ref<Committee>, Date)> {
    let date = consultation.date.filter(|date| date.precision() == Precision::Day)?;
    Some((consultation.committee?, date.first()))
}

fn meetings(model: &Model) -> Vec<Meeting> {
    let mut meetings: BTreeMap<(Date, Ref<Committee>), Meeting> = BTreeMap::new();
    let empty = |committee, date| Meeting { committee, date, entry: None, agenda: Vec::new() };
    for (index, entry) in model.meetings.iter().enumerate() {
        let Some(committee) = entry.committee else { continue };
        let date = entry.date.first();
        let meeting = meetings.entry((date, committee)).or_insert_with(|| empty(committee, date));
        meeting.entry = Some(index);
        meeting.agenda = (0..entry.agenda.len()).map(Item::Other).collect();
    }
    for (reference, paper) in model.papers.refs() {
        for (index, consultation) in paper.consultations.iter().enumerate() {
            let Some((committee, date)) = place(consultation) else { continue };
            let meeting = meetings.entry((date, committee)).or_insert_with(|| empty(committee, date));
            meeting.agenda.push(Item::Paper(reference, index));
        }
    }
    let sorted = |mut meeting: Meeting| {
        let mut agenda = std::mem::take(&mut meeting.agenda);
        agenda.sort_by_cached_key(|item| {
            meeting.number(model, *item).map_or((true, Vec::new()), |text| (false, pieces(text)))
        });
        Meeting { agenda, ..meeting }
    };
    meetings.into_values().map(sorted).collect()
}

/// A part of an agenda number: figures count as numbers, so that 10.2 stands before 10.10.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Figures(u64),
    Letters(String),
}

fn pieces(number: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = number;
    while let Some(first) = rest.chars().next() {
        let figures = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != figures).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        pieces.push(match piece.parse() {
            Ok(figures) => Piece::Figures(figures),
            Err(_) => Piece::Letters(piece.trim().to_owned()),
        });
        rest = behind;
    }
    pieces
}

// Answers

/// What a question has got for an answer, at a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Answered, in part, open. An answer that was given later does not count.
    pub state: AnswerState,
    /// When it was asked.
    pub asked: Option<Datum>,
    /// When it was answered, as far as that has happened.
    pub answered: Option<Datum>,
    /// Days between, where both are known to the day.
    pub days: Option<i32>,
    /// Days since it was asked, where it is still open; none where that day is not known.
    pub waiting: Option<i32>,
}

impl Answer {
    /// Whether the answer was known on the day.
    pub fn known(&self) -> bool {
        self.answered.is_some() || self.state != AnswerState::Open
    }
}

/// The questions of a paper that have been asked by a day, with their numbers.
pub fn questions(paper: &Paper, day: Date) -> impl Iterator<Item = (u32, &Question)> {
    paper.numbered().filter(move |(_, question)| asked(paper, question).is_none_or(|date| date.last() <= day))
}

/// What a question of a paper has got for an answer at a day.
pub fn answer(model: &Model, paper: &Paper, question: &Question, day: Date) -> Answer {
    let answered = question.answered_on(model);
    let later = answered.is_some_and(|date| date.last() > day);
    let asked = asked(paper, question);
    let (answered, state) = match later {
        true => (None, AnswerState::Open),
        false => (answered, question.state),
    };
    let until = |end: Option<Datum>| asked.zip(end).and_then(|(asked, end)| days(asked, end));
    let waiting = until(Some(Datum::day(day)).filter(|_| state == AnswerState::Open));
    Answer { state, asked, answered, days: until(answered), waiting }
}

/// When a question was asked: as written, or with the inquiry that it stands in.
pub fn asked(paper: &Paper, question: &Question) -> Option<Datum> {
    let with_paper = || paper.date.filter(|_| paper.sort == PaperSort::Inquiry);
    question.asked.map(|date| date.value).or_else(with_paper)
}

/// Days from one date to another; none where one is coarser than a day or the order is wrong.
fn days(from: Datum, to: Datum) -> Option<i32> {
    let exact = from.precision() == Precision::Day && to.precision() == Precision::Day;
    let days = from.first().until(to.first()).ok()?.get_days();
    (exact && days >= 0).then_some(days)
}

// Resolutions

/// A resolution that has to be carried out, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The paper.
    pub paper: Ref<Paper>,
    /// Position among the paper's resolutions.
    pub index: usize,
    /// Which body resolved it.
    pub committee: Option<Ref<Committee>>,
    /// When.
    pub date: Option<Datum>,
    /// Who carries it out.
    pub unit: Option<Ref<Unit>>,
    /// Where it stands.
    pub progress: TaskProgress,
    /// Whether it has left the list: it was finished, and the first meeting after that is past.
    pub archived: bool,
}

impl Pending {
    /// The resolution itself.
    pub fn resolution<'m>(&self, model: &'m Model) -> Option<&'m Resolution> {
        model.papers[self.paper].resolutions.get(self.index)
    }
}

fn resolutions(model: &Model, meetings: &[Meeting], day: Date) -> Vec<Pending> {
    let all = model.papers.refs().flat_map(|(reference, paper)| {
        let numbered = paper.resolutions.iter().enumerate();
        numbered.map(move |(index, resolution)| (reference, paper, index, resolution))
    });
    let pending = |(reference, paper, index, resolution): (Ref<Paper>, &Paper, usize, &Resolution)| {
        let consultation = deciding(paper);
        let committee = consultation.and_then(|one| one.committee);
        let progress = progress(&resolution.task, day);
        Pending {
            paper: reference,
            index,
            committee,
            date: resolution.date.or_else(|| Some(consultation?.date?.value)),
            unit: resolution.unit.or(paper.unit),
            archived: progress.finished.is_some_and(|finished| told(meetings, committee, finished.last(), day)),
            progress,
        }
    };
    all.map(pending).filter(|one| one.date.is_none_or(|date| date.last() <= day)).collect()
}

/// The consultation that decided on a paper: the last one that was to, else the last.
fn deciding(paper: &Paper) -> Option<&Consultation> {
    let decides = |one: &&Consultation| one.role == Some(Role::Deciding);
    paper.consultations.iter().rfind(decides).or(paper.consultations.last())
}

/// Whether the body has met since something was finished: it has been shown to it once more. Without a body any counts.
fn told(meetings: &[Meeting], committee: Option<Ref<Committee>>, finished: Date, day: Date) -> bool {
    let its = |meeting: &&Meeting| committee.is_none_or(|committee| meeting.committee == committee);
    let next = meetings.iter().filter(its).map(|meeting| meeting.date).find(|&date| date > finished);
    next.is_some_and(|next| next < day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::task::TaskState;
    use crate::analysis::world::city;

    const MODEL: &str = "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Eins.}}}}";

    fn council(files: &[(&str, &str)], day: Date) -> (Model, Council) {
        let organisation = ("organisation.yaml", "gremien: {rat: {titel: Rat}, bau: {titel: Bauausschuss}}");
        let model = city(MODEL, &[&[organisation], files].concat());
        let council = Council::new(&model, day);
        (model, council)
    }

    #[test]
    fn consultations_and_entries_make_meetings() {
        let files = [
            (
                "sitzungen.yaml",
                "- {gremium: rat, am: 2024-05-02, tagesordnung: [{titel: Ohne Nummer}, {top: '1', titel: Eröffnung}]}\n- {gremium: bau, am: 2024-06-01}",
            ),
            (
                "stadtrat/a.md",
                "---\ntitel: A\nart: antrag\nberatung: [{gremium: bau, am: 2024-04-01}, {gremium: rat, am: 2024-05-02, top: '10.10'}, {gremium: rat, am: 2024-07}]\n---\n",
            ),
            (
                "stadtrat/b.md",
                "---\ntitel: B\nart: antrag\nberatung: [{gremium: rat, am: 2024-05-02, top: '10.2'}]\n---\n",
            ),
        ];
        let (model, council) = council(&files, date(2024, 6, 30));
        let ids: Vec<_> = council.meetings.iter().map(|meeting| meeting.id(&model)).collect();
        assert_eq!(ids, ["bau-2024-04-01", "rat-2024-05-02", "bau-2024-06-01"]);
        let (a, b) = (Ref::new(0), Ref::new(1));
        let agenda = [Item::Other(1), Item::Paper(b, 0), Item::Paper(a, 1), Item::Other(0)];
        assert_eq!(council.meetings[1].agenda, agenda);
        assert!(council.meetings[0].entry.is_none());
    }

    #[test]
    fn each_body_is_between_its_last_and_its_next_meeting() {
        let meetings = "- {gremium: rat, am: 2024-05-02}\n- {gremium: rat, am: 2024-06-30}\n- {gremium: rat, am: 2024-07-04}\n- {gremium: rat, am: 2024-09-05}\n- {gremium: bau, am: 2024-06-29}";
        let seen = |day| -> Vec<(String, Option<String>)> {
            let (model, council) = council(&[("sitzungen.yaml", meetings)], day);
            let interims = council.interims(day).into_iter();
            interims.map(|one| (one.last.id(&model), one.next.map(|next| next.date.to_string()))).collect()
        };
        let (bau, next) = (("bau-2024-06-29".to_owned(), None), Some("2024-07-04".to_owned()));
        assert_eq!(seen(date(2024, 6, 30)), [("rat-2024-06-30".to_owned(), next), bau.clone()]);
        assert_eq!(seen(date(2024, 9, 5)), [("rat-2024-09-05".to_owned(), None), bau]);
        assert_eq!(seen(date(2024, 5, 1)), []);
    }

    #[test]
    fn days_to_an_answer_and_days_without_one() {
        let text = "---\ntitel: A\nart: anfrage\ndatum: 2024-05-01\nfragen:\n- {frage: A, stand: beantwortet, antwort_am: 2024-05-31}\n- {frage: B, stand: beantwortet, antwort_am: 2024-06}\n- {frage: C, stand: teilweise, gestellt_am: 2024-05-20, antwort_in: b}\n- {frage: D, stand: beantwortet, antwort_am: 2024-07-01}\n- {frage: E, stand: offen}\n- {frage: F, stand: beantwortet, antwort_am: 2024-04-01}\n---\n";
        let other = "---\ntitel: B\nart: antwort\ndatum: 2024-06-10\n---\n";
        let (model, _) = council(&[("stadtrat/a.md", text), ("stadtrat/b.md", other)], date(2024, 6, 30));
        let paper = &model.papers[Ref::new(0)];
        let found = paper.questions.iter().map(|one| answer(&model, paper, one, date(2024, 6, 30)));
        let found: Vec<_> = found.map(|answer| (answer.state, answer.days, answer.waiting)).collect();
        use AnswerState::{Answered, Open, Partly};
        // Asked on 1 May, open on 30 June; what is answered in part waits no more.
        let expected = [
            (Answered, Some(30), None),
            (Answered, None, None),
            (Partly, Some(21), None),
            (Open, None, Some(60)),
            (Open, None, Some(60)),
            (Answered, None, None),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn only_an_inquiry_asks_on_its_own_date() {
        let text = "---\ntitel: A\nart: beschlusskontrolle\ndatum: 2024-05-01\nfragen: [{frage: A, stand: beantwortet, antwort_am: 2024-05-31}]\n---\n";
        let (model, _) = council(&[("stadtrat/a.md", text)], date(2024, 6, 30));
        let paper = &model.papers[Ref::new(0)];
        assert_eq!(asked(paper, &paper.questions[0]), None);
    }

    /// Resolved in May, done on 10 June; the body meets in May, on 20 June and on 1 August, another body on 12 June.
    #[test]
    fn what_is_finished_is_shown_to_the_next_meeting_and_leaves() {
        let files = [
            (
                "sitzungen.yaml",
                "- {gremium: rat, am: 2024-06-20}\n- {gremium: rat, am: 2024-08-01}\n- {gremium: bau, am: 2024-06-12}",
            ),
            (
                "stadtrat/a.md",
                "---\ntitel: A\nart: antrag\nberatung: [{gremium: rat, am: 2024-05-02, rolle: entscheidend}, {gremium: bau, am: 2024-05-05}]\nbeschluesse: [{text: Tun., bis: 2024-12-31, verlauf: [{am: 2024-06-10, ereignis: erfuellt}]}]\n---\n",
            ),
        ];
        let seen = |day| {
            let pending = council(&files, day).1.resolutions.remove(0);
            (pending.progress.state, pending.archived)
        };
        assert_eq!(seen(date(2024, 6, 9)), (TaskState::Open, false));
        assert_eq!(seen(date(2024, 6, 10)), (TaskState::Fulfilled, false));
        assert_eq!(seen(date(2024, 6, 20)), (TaskState::Fulfilled, false));
        assert_eq!(seen(date(2024, 6, 21)), (TaskState::Fulfilled, true));
        let pending = council(&files, date(2024, 6, 9)).1.resolutions.remove(0);
        assert_eq!((pending.committee, pending.date), (Some(Ref::new(1)), Datum::parse("2024-05-02").ok()));
    }
}
