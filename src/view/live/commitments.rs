//! What the council was promised, and what became of it.

use std::collections::BTreeMap;

use crate::analysis::task::{TaskProgress, TaskState};
use crate::content::commitment::Commitment;
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::council::{commitment_anchor, commitment_badge, deadline, meeting_day, reported, sort_commitments};
use crate::view::tools::{Sort, Tools, record_tags, task_cell};
use crate::view::{Block, Body, Cell, Figure};

/// How many commitments ended how, then each of them: first those whose deadline has passed.
pub fn commitments(c: &Compose<'_>) -> Vec<Block> {
    figures(c).into_iter().chain(tables(c)).collect()
}

fn figures(c: &Compose<'_>) -> Option<Block> {
    let all = &c.analysis().council.commitments;
    let mut counts: BTreeMap<TaskState, (usize, &TaskProgress)> = BTreeMap::new();
    for progress in all {
        counts.entry(progress.state).or_insert((0, progress)).0 += 1;
    }
    let of = c.f("notiz.von", &[("anzahl", &all.len().to_string())]);
    let figure = |value: usize, label: String| Figure {
        value: value.to_string(),
        label,
        note: Some(of.clone()),
        ..Figure::default()
    };
    let overdue = all.iter().filter(|progress| progress.overdue).count();
    let first = (overdue > 0).then(|| figure(overdue, c.t("zusage.frist-vorbei")));
    let states = counts.into_values().map(|(count, progress)| figure(count, commitment_badge(c, progress).text));
    let items: Vec<_> = first.into_iter().chain(states).collect();
    (!items.is_empty()).then(|| c.block("zusagen-nach-stand", Body::Figures { items }))
}

/// A table of those whose deadline has passed, of the others that are open, of those that are finished.
fn tables(c: &Compose<'_>) -> Vec<Block> {
    let mut all: Vec<_> = c.model().commitments.refs().map(|(reference, _)| reference).collect();
    sort_commitments(c, &mut all);
    let progress = |one: &Ref<Commitment>| &c.analysis().council.commitments[one.index()];
    let (finished, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| progress(one).state.is_finished());
    let (overdue, open): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| progress(one).overdue);
    let tables = [("zusagen-ueberfaellig", overdue), ("zusagen-offen", open), ("zusagen-erledigt", finished)];
    tables.into_iter().filter_map(|(id, some)| table(c, id, &some)).collect()
}

fn table(c: &Compose<'_>, id: &str, commitments: &[Ref<Commitment>]) -> Option<Block> {
    let columns = ["zusage", "stand", "was-berichtet", "zugesagt"];
    let rows: Vec<_> = commitments.iter().map(|&one| row(c, one)).collect();
    (!rows.is_empty()).then(|| TOOLS.equip_block(c, c.table_block(id, &columns, rows)))
}

const TOOLS: Tools = Tools {
    sort: &[("zusage", Sort::Text), ("stand", Sort::Number), ("zugesagt", Sort::Date)],
    filters: &["stand", "gremium"],
};

fn row(c: &Compose<'_>, reference: Ref<Commitment>) -> Vec<Cell> {
    let commitment = &c.model().commitments[reference];
    let progress = &c.analysis().council.commitments[reference.index()];
    let remark = remark(c, commitment);
    let reported = match (reported(c, &commitment.task), &remark) {
        (Some(reported), _) => Cell { note: remark, ..reported },
        (None, Some(remark)) => Cell::text(remark),
        (None, None) => Cell::text(c.t("zusage.nichts-berichtet")),
    };
    vec![
        Cell {
            id: Some(commitment_anchor(commitment)),
            note: Some(parties(c, commitment)),
            ..Cell::text(&commitment.head.title).tagged(record_tags(c, "gremium", &[commitment.to]))
        },
        Cell { note: deadline(c, progress), ..task_cell(progress.state, commitment_badge(c, progress)) },
        Cell { assumed: commitment.head.assumption.clone(), ..reported },
        made(c, commitment),
    ]
}

/// What else is to be said, and where that is from.
fn remark(c: &Compose<'_>, commitment: &Commitment) -> Option<String> {
    let evidence: Vec<_> = c.short_sources(&commitment.evidence).into_iter().map(|link| link.text).collect();
    let sources = if evidence.is_empty() { String::new() } else { format!(" ({})", evidence.join("; ")) };
    Some(format!("{}{sources}", commitment.text.as_ref()?))
}

/// Who promised whom.
fn parties(c: &Compose<'_>, commitment: &Commitment) -> String {
    c.f("zusage.wer-wem", &[("wer", &commitment.by), ("wem", &c.record(commitment.to).text)])
}

/// Where and when it was promised: the paper by its number, at the question; else the meeting; else the day.
fn made(c: &Compose<'_>, commitment: &Commitment) -> Cell {
    let on = commitment.made_on(c.model());
    let when = on.map(|date| c.print.date(date));
    let Some(reference) = commitment.paper else {
        let meeting = on.and_then(|date| c.analysis().council.meeting(commitment.to, date.first()));
        return meeting
            .map_or_else(|| on.map_or_else(Cell::empty, |date| c.date(date)), |meeting| meeting_day(c, meeting));
    };
    let paper = &c.model().papers[reference];
    let cell = c.record(reference);
    let anchor = commitment.question.map(|number| format!("#frage-{}", number.value)).unwrap_or_default();
    let question = commitment.question.map(|number| c.f("zusage.frage", &[("nummer", &number.value.to_string())]));
    let note = question.into_iter().chain(when).collect::<Vec<_>>().join(", ");
    Cell {
        text: paper.number.map_or(cell.text, |number| number.to_string()),
        href: cell.href.map(|href| format!("{href}{anchor}")),
        note: (!note.is_empty()).then_some(note),
        key: on.map(|date| date.last().to_string()),
        ..Cell::default()
    }
}
