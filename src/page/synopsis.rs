//! What has changed from one meeting of a body to the next, and since the last one.

mod interim;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Menu, PageKind};
use crate::analysis::council::Meeting;
use crate::analysis::difference::{Difference, State};
use crate::analysis::snapshot::Snapshot;
use crate::view::compose::{Compose, Input};
use crate::view::council::{meeting_day, meeting_title};
use crate::view::live::interims::interims;
use crate::view::synopsis::{SYNOPSES, Synopsis, previous, synopsis_address};
use crate::view::{Cell, Page, publication};

pub(super) const KIND: PageKind = PageKind { section: SYNOPSES, menu: Menu::Below("sitzungen"), pages };

/// A meeting, the one of the same body before it, and what has changed since.
struct Step<'a> {
    previous: &'a Meeting,
    meeting: &'a Meeting,
    synopsis: Synopsis,
}

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose(SYNOPSES);
    let steps = compared(&c);
    let interims = c.analysis().council.interims(c.analysis().as_of);
    if interims.is_empty() {
        return Vec::new();
    }
    let records = interims.iter().map(|one| interim::page(&c, one)).chain(steps.iter().map(|step| page(&c, step)));
    std::iter::once(overview(&c, &steps)).chain(records).collect()
}

/// Every step from one meeting to the next; each day is looked at once.
fn compared<'a>(c: &Compose<'a>) -> Vec<Step<'a>> {
    let meetings = c.analysis().council.meetings.iter();
    let steps: Vec<_> = meetings.filter_map(|meeting| Some((previous(c, meeting)?, meeting))).collect();
    let days = steps.iter().flat_map(|(previous, meeting)| [previous.date, meeting.date]);
    let days: BTreeMap<Date, Snapshot> = days.map(|day| (day, Snapshot::new(c.model(), day))).collect();
    let step = |(previous, meeting): (&'a Meeting, &'a Meeting)| {
        let state = |day: Date| Some(State { model: c.model(), day: days.get(&day)? });
        let (before, after) = (state(previous.date)?, state(meeting.date)?);
        let synopsis = Synopsis::new(c, before, after, &Difference::between(before, after));
        Some(Step { previous, meeting, synopsis })
    };
    steps.into_iter().filter_map(step).collect()
}

fn overview(c: &Compose<'_>, steps: &[Step<'_>]) -> Page {
    let row = |step: &Step<'_>| {
        let href = c.href(&synopsis_address(c.model(), step.meeting));
        vec![
            Cell { href: Some(href), ..c.day(step.meeting.date) },
            c.record(step.meeting.committee),
            meeting_day(c, step.previous),
            Cell::text(step.synopsis.in_short(c)),
        ]
    };
    // The last one first.
    let rows = steps.iter().rev().map(row).collect();
    let table = || c.table_block("synopsen", &["bis-sitzung", "gremium", "seit-sitzung", "was-geaendert"], rows);
    let corrected = publication::notice(c, |_, _| true);
    let blocks = corrected.into_iter().chain(interims(c)).chain((!steps.is_empty()).then(table)).collect();
    Page { blocks, ..c.overview("uebersicht", SYNOPSES, SYNOPSES) }
}

fn page(c: &Compose<'_>, step: &Step<'_>) -> Page {
    let title = c.f("synopse.titel", &[("sitzung", &meeting_title(c.input, step.meeting))]);
    let since = c.f("synopse.seit-sitzung", &[("am", &c.print.day(step.previous.date))]);
    let words = step.synopsis.words(c, since);
    // What was published of a day between the two meetings.
    let corrected =
        publication::notice(c, |report, _| (step.previous.date..=step.meeting.date).contains(&report.as_of.last()));
    let facts = [
        c.fact("gremium", vec![c.record(step.meeting.committee)]),
        c.fact("sitzung", vec![meeting_day(c, step.meeting)]),
        c.fact("vorige-sitzung", vec![meeting_day(c, step.previous)]),
    ];
    Page {
        kind: "datensatz",
        kicker: Some(c.t("art.synopse")),
        parent: Some(c.parent(SYNOPSES)),
        lead: Some(c.t("synopse.heute-bekannt")),
        facts: facts.into_iter().flatten().collect(),
        blocks: corrected.into_iter().chain([words]).chain(step.synopsis.blocks(c)).collect(),
        ..c.page(&synopsis_address(c.model(), step.meeting), SYNOPSES, &title)
    }
}
