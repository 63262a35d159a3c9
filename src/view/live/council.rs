//! What lies before the council: papers and meetings.

use std::cmp::Reverse;

use crate::analysis::council::{Item, Meeting};
use crate::content::council::{AnswerState, Paper};
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::council::{MEETINGS, all_questions, asked, meeting_day, paper_sort};
use crate::view::tools::{Sort, Tools, record_tags, word_tag};
use crate::view::{Block, Body, Cell};

/// All papers, the newest first.
pub fn papers(c: &Compose<'_>) -> Vec<Block> {
    let mut papers: Vec<_> = c.model().papers.refs().collect();
    papers.sort_by_key(|(reference, paper)| (Reverse(paper.date), *reference));
    let rows: Vec<_> = papers.into_iter().map(|(reference, paper)| paper_row(c, reference, paper)).collect();
    let tables = table(c, "alle-vorlagen", &["vorlage", "art", "nummer", "datum", "urheber", "fragen"], rows);
    tables.into_iter().map(|block| PAPERS.equip_block(c, block)).collect()
}

const PAPERS: Tools = Tools {
    sort: &[
        ("vorlage", Sort::Text),
        ("art", Sort::Text),
        ("nummer", Sort::Text),
        ("datum", Sort::Date),
        ("urheber", Sort::Text),
    ],
    filters: &["art", "urheber"],
};

fn paper_row(c: &Compose<'_>, reference: Ref<Paper>, paper: &Paper) -> Vec<Cell> {
    let missing = || c.t("fehlt.kurz");
    let sort = paper_sort(c, paper.sort);
    let tags = [word_tag("art", 0, &sort)].into_iter();
    let tags = tags.chain(paper.originator.iter().map(|originator| word_tag("urheber", 0, originator)));
    vec![
        c.record(reference).tagged(tags),
        Cell::text(sort),
        Cell::text(paper.number.map_or_else(missing, |number| number.to_string())),
        paper.date.map_or_else(|| Cell::text(missing()), |date| c.date(date)),
        Cell::text(paper.originator.clone().unwrap_or_else(missing)),
        Cell::text(answered(c, reference, paper)),
    ]
}

/// "3 von 8 beantwortet", or that it has none.
fn answered(c: &Compose<'_>, reference: Ref<Paper>, paper: &Paper) -> String {
    let asked = asked(c, reference, paper);
    let done = asked.iter().filter(|asked| asked.answer.state == AnswerState::Answered).count();
    match asked.len() {
        0 => c.t("fehlt.keine-fragen"),
        all => c.f("vorlage.beantwortet", &[("anzahl", &done.to_string()), ("gesamt", &all.to_string())]),
    }
}

/// Meetings to come, the next first, and those past, the last first.
pub fn meetings(c: &Compose<'_>) -> Vec<Block> {
    let (past, next): (Vec<_>, Vec<_>) =
        c.analysis().council.meetings.iter().partition(|meeting| meeting.date < c.analysis().as_of);
    let rows = |meetings: Vec<&Meeting>| meetings.into_iter().map(|meeting| meeting_row(c, meeting)).collect();
    let columns = ["datum", "gremium", "tagesordnung"];
    let next = table(c, "naechste-sitzungen", &columns, rows(next));
    let past = table(c, "vergangene-sitzungen", &columns, rows(past.into_iter().rev().collect()));
    next.into_iter().chain(past).map(|block| MEETINGS_TOOLS.equip_block(c, block)).collect()
}

const MEETINGS_TOOLS: Tools = Tools { sort: &[("datum", Sort::Date), ("gremium", Sort::Text)], filters: &["gremium"] };

fn meeting_row(c: &Compose<'_>, meeting: &Meeting) -> Vec<Cell> {
    let title = |item: &Item| match *item {
        Item::Paper(paper, _) => Some(c.record(paper).text),
        Item::Other(index) => Some(meeting.other(c.model(), index)?.title.clone()),
    };
    let items: Vec<_> = meeting.agenda.iter().filter_map(title).collect();
    let agenda = if items.is_empty() { c.t("fehlt.kurz") } else { items.join("; ") };
    let committee = c.record(meeting.committee).tagged(record_tags(c, "gremium", &[meeting.committee]));
    vec![meeting_day(c, meeting), committee, Cell::text(agenda)]
}

/// Ways to what lies before the council, as cards: questions, commitments, resolutions, meetings.
pub fn ways(c: &Compose<'_>) -> Option<Block> {
    let questions = all_questions(c).len();
    let council = &c.analysis().council;
    let ways = [
        ("fragen", "anzahl.fragen", questions),
        ("zusagen", "anzahl.zusagen", council.commitments.len()),
        ("beschlusskontrolle", "anzahl.beschluesse", council.resolutions.len()),
        (MEETINGS, "anzahl.sitzungen", council.meetings.len()),
    ];
    let card = |(section, count, number): (&str, &str, usize)| Cell {
        note: Some(c.count(count, number)),
        href: Some(c.href(&format!("{section}/index.html"))),
        ..Cell::text(c.t(&format!("seite.{section}.titel")))
    };
    let items: Vec<_> = ways.into_iter().filter(|(.., number)| *number > 0).map(card).collect();
    (!items.is_empty()).then(|| c.block("rat-wege", Body::Cards { items }))
}

fn table(c: &Compose<'_>, id: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Vec<Block> {
    if rows.is_empty() { Vec::new() } else { vec![c.table_block(id, columns, rows)] }
}
