//! What the council asked, what it was told, and what became of it.

use std::collections::BTreeMap;

use crate::content::council::{AnswerState, Commitment, CommitmentState, Paper, PaperSort};
use crate::content::fields::Choice;
use crate::view::compose::Compose;
use crate::view::council::{asked, commitment_anchor};
use crate::view::{Block, Body, Cell, Figure};

/// All papers, the newest first.
pub fn papers(c: &Compose<'_>) -> Vec<Block> {
    let mut papers: Vec<_> = c.model().papers.refs().collect();
    papers.sort_by_key(|(reference, paper)| (std::cmp::Reverse(paper.date), *reference));
    let rows = papers.into_iter().map(|(reference, paper)| {
        let date = paper.date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date));
        vec![
            c.record(reference),
            Cell::text(paper_sort(c, paper.sort)),
            Cell::text(paper.number.clone().unwrap_or_else(|| c.t("fehlt.kurz"))),
            date,
            Cell::text(answered(c, paper)),
        ]
    });
    table(c, "alle-vorlagen", &["vorlage", "art", "nummer", "datum", "fragen"], rows.collect())
}

fn table(c: &Compose<'_>, id: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Vec<Block> {
    if rows.is_empty() { Vec::new() } else { vec![c.table_block(id, columns, rows)] }
}

/// What sort of paper.
pub fn paper_sort(c: &Compose<'_>, sort: PaperSort) -> String {
    c.t(&format!("vorlage-art.{}", sort.word()))
}

/// "3 von 8 beantwortet", or nothing.
fn answered(c: &Compose<'_>, paper: &Paper) -> String {
    let done = paper.questions.iter().filter(|question| question.state == AnswerState::Answered).count();
    match paper.questions.len() {
        0 => c.t("fehlt.keine-fragen"),
        all => c.f("vorlage.beantwortet", &[("anzahl", &done.to_string()), ("gesamt", &all.to_string())]),
    }
}

/// Questions that nobody has answered, or only in part; those of the newest paper first.
pub fn questions(c: &Compose<'_>) -> Vec<Block> {
    let mut papers: Vec<_> = c.model().papers.refs().collect();
    papers.sort_by_key(|(reference, paper)| (std::cmp::Reverse(paper.date), *reference));
    let cells = papers.into_iter().flat_map(|(reference, paper)| {
        let open = paper.numbered().filter(|(_, question)| question.state != AnswerState::Answered);
        open.map(move |(number, question)| asked(c, reference, number, question))
    });
    c.list("offene-fragen", cells.collect()).into_iter().collect()
}

/// How many commitments ended how, then each of them: open ones first, then those of which nothing is known.
pub fn commitments(c: &Compose<'_>) -> Vec<Block> {
    commitment_counts(c).into_iter().chain(all_commitments(c)).collect()
}

fn commitment_counts(c: &Compose<'_>) -> Option<Block> {
    let mut counts: BTreeMap<CommitmentState, usize> = BTreeMap::new();
    for commitment in &c.model().commitments {
        *counts.entry(commitment.state).or_default() += 1;
    }
    let all = c.model().commitments.len().to_string();
    let figure = |(state, count): (CommitmentState, usize)| Figure {
        value: count.to_string(),
        label: c.commitment_badge(state).text,
        note: Some(c.f("notiz.von", &[("anzahl", &all)])),
        ..Figure::default()
    };
    let items: Vec<_> = counts.into_iter().map(figure).collect();
    (!items.is_empty()).then(|| c.block("zusagen-nach-stand", Body::Figures { items }))
}

/// All commitments: open ones first, then those of which nothing is known.
fn all_commitments(c: &Compose<'_>) -> Vec<Block> {
    let mut all: Vec<_> = c.model().commitments.refs().collect();
    all.sort_by_key(|(reference, commitment)| (commitment.state, commitment.due, *reference));
    let rows = all.into_iter().map(|(_, commitment)| commitment_row(c, commitment));
    table(c, "alle-zusagen", &["zusage", "stand", "ergebnis", "vorlage"], rows.collect())
}

fn commitment_row(c: &Compose<'_>, commitment: &Commitment) -> Vec<Cell> {
    let evidence =
        c.short_sources(&commitment.evidence).into_iter().map(|link| link.text).collect::<Vec<_>>().join("; ");
    let outcome = Cell {
        note: (!evidence.is_empty()).then(|| c.f("zusage.nachweis", &[("quelle", &evidence)])),
        assumed: commitment.head.assumption.clone(),
        ..Cell::text(commitment.outcome.clone().unwrap_or_else(|| c.t("zusage.ohne-ergebnis")))
    };
    vec![
        Cell {
            id: Some(commitment_anchor(commitment)),
            note: Some(parties(c, commitment)),
            ..Cell::text(&commitment.head.title)
        },
        Cell { badge: Some(c.commitment_badge(commitment.state)), note: overdue(c, commitment), ..Cell::default() },
        outcome,
        made_in(c, commitment),
    ]
}

/// That the day has passed by which an open commitment was to be kept.
fn overdue(c: &Compose<'_>, commitment: &Commitment) -> Option<String> {
    let due =
        commitment.due.filter(|due| commitment.state == CommitmentState::Open && due.last() < c.analysis().as_of)?;
    Some(c.f("zusage.ueberfaellig", &[("bis", &c.print.date(due))]))
}

/// Who promised whom.
fn parties(c: &Compose<'_>, commitment: &Commitment) -> String {
    c.f("zusage.wer-wem", &[("wer", &commitment.by), ("wem", &c.record(commitment.to).text)])
}

/// The paper, by its number where it has one, at the question.
fn made_in(c: &Compose<'_>, commitment: &Commitment) -> Cell {
    let paper = &c.model().papers[commitment.paper];
    let cell = c.record(commitment.paper);
    let anchor = commitment.question.map(|number| format!("#frage-{}", number.value)).unwrap_or_default();
    let question = commitment.question.map(|number| c.f("zusage.frage", &[("nummer", &number.value.to_string())]));
    let due = commitment.due.map(|due| c.f("zusage.frist", &[("bis", &c.print.date(due))]));
    let note = question.into_iter().chain(due).collect::<Vec<_>>().join(", ");
    Cell {
        text: paper.number.clone().unwrap_or(cell.text),
        href: cell.href.map(|href| format!("{href}{anchor}")),
        note: (!note.is_empty()).then_some(note),
        ..Cell::default()
    }
}
