//! Meetings: when which body met, and what was on its agenda.

use super::{Menu, PageKind};
use crate::analysis::council::{Item, Meeting};
use crate::content::council::{Consultation, Paper};
use crate::content::meeting::AgendaItem;
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::council::{self, MEETINGS, consultation_cells, paper_sort};
use crate::view::live::council as live;
use crate::view::live::interims::interims;
use crate::view::synopsis::{previous, synopsis_address};
use crate::view::{Block, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: MEETINGS, menu: Menu::Council, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose(MEETINGS);
    if c.analysis().council.meetings.is_empty() {
        return Vec::new();
    }
    let blocks = interims(&c).into_iter().chain(live::meetings(&c)).collect();
    let overview = Page { blocks, ..c.overview("uebersicht", MEETINGS, MEETINGS) };
    let records = c.analysis().council.meetings.iter().map(|meeting| page(&c, meeting));
    std::iter::once(overview).chain(records).collect()
}

fn page(c: &Compose<'_>, meeting: &Meeting) -> Page {
    let written = meeting.written(c.model());
    let facts = [
        c.fact("gremium", vec![c.record(meeting.committee)]),
        c.fact("datum", vec![c.day(meeting.date)]),
        c.fact_text("ort", written.and_then(|written| written.place.clone())),
        c.fact(
            "synopse",
            previous(c, meeting).and_then(|previous| changes(c, previous, meeting)).into_iter().collect(),
        ),
    ];
    let promised = c.model().commitments.refs().filter(|(_, one)| {
        let on = one.made_on(c.model());
        one.paper.is_none() && one.to == meeting.committee && on.is_some_and(|on| on.first() == meeting.date)
    });
    let blocks = [
        Some(agenda(c, meeting)),
        council::commitment_list(c, promised.map(|(reference, _)| reference).collect()),
        c.list(
            "dateien",
            written
                .into_iter()
                .flat_map(|written| &written.attachments)
                .map(|one| council::attachment(c, one))
                .collect(),
        ),
    ];
    Page {
        kind: "datensatz",
        kicker: Some(c.t("art.sitzung")),
        parent: Some(c.parent(MEETINGS)),
        lead: written.and_then(|written| written.text.clone()),
        facts: facts.into_iter().flatten().collect(),
        blocks: blocks.into_iter().flatten().collect(),
        sources: written.map(|written| c.sources(&written.origin.sources)).unwrap_or_default(),
        assumptions: written.and_then(|written| written.origin.assumption.clone()).into_iter().collect(),
        ..c.page(&council::meeting_address(c.model(), meeting), MEETINGS, &council::meeting_title(c.input, meeting))
    }
}

/// "seit der Sitzung am 24.06.2020", as a link to the page that tells.
fn changes(c: &Compose<'_>, previous: &Meeting, meeting: &Meeting) -> Option<Cell> {
    let text = c.f("synopse.seit-der", &[("am", &c.print.day(previous.date))]);
    c.link(&synopsis_address(c.model(), meeting)).map(|href| Cell { href: Some(href), ..Cell::text(text) })
}

fn agenda(c: &Compose<'_>, meeting: &Meeting) -> Block {
    let row = |item: &Item| match *item {
        Item::Paper(paper, index) => {
            let consultation = c.model().papers[paper].consultations.get(index)?;
            Some(paper_row(c, paper, consultation))
        }
        Item::Other(index) => Some(other_row(c, meeting.other(c.model(), index)?)),
    };
    let rows: Vec<_> = meeting.agenda.iter().filter_map(row).collect();
    match rows.is_empty() {
        true => c.list_or_empty("tagesordnung", Vec::new()),
        false => c.table_block("tagesordnung", &["gegenstand", "top", "oeffentlichkeit", "rolle", "ergebnis"], rows),
    }
}

fn paper_row(c: &Compose<'_>, reference: Ref<Paper>, consultation: &Consultation) -> Vec<Cell> {
    let paper = &c.model().papers[reference];
    let number = paper.number.map(|number| number.to_string());
    let note = std::iter::once(paper_sort(c, paper.sort)).chain(number).collect::<Vec<_>>().join(" ");
    let link = Cell { note: Some(note), assumed: consultation.origin.assumption.clone(), ..c.record(reference) };
    std::iter::once(link).chain(consultation_cells(c, consultation)).collect()
}

fn other_row(c: &Compose<'_>, item: &AgendaItem) -> Vec<Cell> {
    let text = |text: Option<String>| Cell::text(text.unwrap_or_else(|| c.t("fehlt.kurz")));
    vec![
        Cell { assumed: item.origin.assumption.clone(), ..Cell::text(&item.title) },
        text(item.number.as_ref().map(|number| number.value.clone())),
        text(item.public.map(|public| council::publicity(c, public))),
        Cell::text(c.t("fehlt.strich")),
        text(item.result.clone()),
    ]
}
