//! What the council asked, and how long it took to answer.

use std::collections::BTreeMap;

use crate::content::council::AnswerState;
use crate::content::scalar::Rational;
use crate::view::compose::{Compose, link_list};
use crate::view::council::{Asked, all_questions, answer_badge, concerned};
use crate::view::tools::{Sort, Tools, word_tag};
use crate::view::{Block, Body, Cell, Figure};

/// Of fewer answers a middle tells nothing.
const ENOUGH: usize = 3;

/// Questions that nobody has answered, or only in part; those of the newest paper first.
pub fn open(c: &Compose<'_>) -> Vec<Block> {
    let cells = unanswered(c).map(|asked| asked.cell(c));
    c.list("offene-fragen", cells.collect()).into_iter().collect()
}

fn unanswered<'a>(c: &Compose<'a>) -> impl Iterator<Item = Asked<'a>> {
    all_questions(c).into_iter().filter(|asked| asked.answer.state != AnswerState::Answered)
}

/// How many questions have been answered, and in how many days.
pub fn figures(c: &Compose<'_>) -> Option<Block> {
    let all = all_questions(c);
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for asked in &all {
        let (order, key) = match asked.answer.state {
            AnswerState::Open => (0, "antwort.offen"),
            AnswerState::Partly => (1, "antwort.teilweise"),
            AnswerState::Answered => (2, "antwort.beantwortet"),
        };
        counts.entry(key).or_insert((order, 0)).1 += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, (order, _))| *order);
    let of = c.f("notiz.von", &[("anzahl", &all.len().to_string())]);
    let figure = |(key, (_, count)): (&str, (usize, usize))| Figure {
        value: count.to_string(),
        label: c.t(key),
        note: Some(of.clone()),
        ..Figure::default()
    };
    let items: Vec<_> = counts.into_iter().map(figure).chain(days(c, &all)).collect();
    (!items.is_empty()).then(|| c.block("fragen-nach-stand", Body::Figures { items }))
}

/// The middle number of days to an answer, with the span; none of few.
fn days(c: &Compose<'_>, all: &[Asked<'_>]) -> Option<Figure> {
    let mut days: Vec<_> = all.iter().filter_map(|asked| u64::try_from(asked.answer.days?).ok()).collect();
    days.sort_unstable();
    let (first, last) = (days.first()?, days.last()?);
    let note = [
        ("anzahl", days.len().to_string()),
        ("gesamt", all.len().to_string()),
        ("von", first.to_string()),
        ("bis", last.to_string()),
    ];
    let note: Vec<_> = note.iter().map(|(name, text)| (*name, text.as_str())).collect();
    (days.len() >= ENOUGH).then(|| Figure {
        value: c.print.number(&middle(&days)),
        label: c.t("antwort.tage-mitte"),
        note: Some(c.f("antwort.tage-spanne", &note)),
        ..Figure::default()
    })
}

/// The middle of sorted numbers, of two the mean.
fn middle(sorted: &[u64]) -> Rational {
    let half = sorted.len() / 2;
    let at = |index: usize| Rational::from(sorted.get(index).copied().unwrap_or_default());
    match sorted.len() % 2 {
        1 => at(half),
        _ => Rational::new(1, 2).unwrap_or_default() * (at(half.saturating_sub(1)) + at(half)),
    }
}

/// Every question with its answer's date and the current state of what it is about: first those that are open.
pub fn tables(c: &Compose<'_>) -> Vec<Block> {
    let (answered, open): (Vec<_>, Vec<_>) =
        all_questions(c).into_iter().partition(|asked| asked.answer.state == AnswerState::Answered);
    [table(c, "fragen-offen", &open), table(c, "fragen-beantwortet", &answered)].into_iter().flatten().collect()
}

fn table(c: &Compose<'_>, id: &str, questions: &[Asked<'_>]) -> Option<Block> {
    let columns = ["frage", "vorlage", "gestellt", "antwort", "tage#", "heute"];
    let rows: Vec<_> = questions.iter().map(|asked| row(c, asked)).collect();
    let waiting = questions.iter().any(|asked| asked.answer.waiting.is_some());
    let intro = waiting.then(|| c.t("antwort.tage-offen"));
    (!rows.is_empty()).then(|| Block { intro, ..TOOLS.equip_block(c, c.table_block(id, &columns, rows)) })
}

const TOOLS: Tools = Tools {
    sort: &[
        ("frage", Sort::Text),
        ("vorlage", Sort::Text),
        ("gestellt", Sort::Date),
        ("antwort", Sort::Date),
        ("tage", Sort::Number),
    ],
    filters: &["vorlage"],
};

fn row(c: &Compose<'_>, asked: &Asked<'_>) -> Vec<Cell> {
    let missing = || Cell::text(c.t("fehlt.kurz"));
    let paper = c.paper(asked.paper);
    let number = c.model().papers[asked.paper].number;
    let answered = asked.answer.answered.map(|date| c.f("antwort.am", &[("am", &c.print.date(date))]));
    let today: Vec<_> = concerned(c, &asked.question.concerns).into_iter().map(in_words).collect();
    let paper =
        Cell { text: number.map_or(paper.text, |number| number.to_string()), href: paper.href, ..Cell::default() };
    let tag = word_tag("vorlage", 0, &paper.text);
    vec![
        Cell { assumed: asked.question.origin.assumption.clone(), ..asked.link(c) },
        paper.tagged([tag]),
        asked.answer.asked.map_or_else(missing, |date| c.date(date)),
        Cell {
            badge: Some(answer_badge(c, asked.answer.state)),
            note: answered,
            key: asked.answer.answered.map(|date| date.last().to_string()),
            ..Cell::default()
        },
        days_cell(c, asked),
        match today.is_empty() {
            true => Cell::text(c.t("fehlt.strich")),
            false => Cell { html: Some(link_list(&today)), ..Cell::default() },
        },
    ]
}

/// Days to the answer; a dash where there is none yet.
fn days_cell(c: &Compose<'_>, asked: &Asked<'_>) -> Cell {
    let none = if asked.answer.known() { "fehlt.kurz" } else { "fehlt.strich" };
    let days =
        asked.answer.days.map_or_else(|| Cell::text(c.t(none)), |days| Cell::text(days.to_string()).sorted_by(days));
    Cell { note: asked.waiting(c), ..days }
}

/// A cell whose mark is said in its note.
fn in_words(cell: Cell) -> Cell {
    let state = cell.badge.as_ref().map(|badge| badge.text.clone());
    let note = cell.note.iter().cloned().chain(state).collect::<Vec<_>>().join(", ");
    Cell { note: Some(note), ..cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_days() {
        assert_eq!(middle(&[12, 13, 23]), 13.into());
        assert_eq!(middle(&[12, 13]), Rational::new(25, 2).unwrap());
        assert_eq!(middle(&[7]), 7.into());
    }
}
