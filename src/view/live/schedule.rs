//! What comes next, what was done lately, what is late.

use jiff::ToSpan;
use jiff::civil::Date;

use super::projects::is_open;
use crate::analysis::Progress;
use crate::analysis::status::Status;
use crate::content::common::{Event, EventKind, Log};
use crate::content::scalar::Datum;
use crate::view::compose::Compose;
use crate::view::{Block, Cell};

/// How many coming milestones are shown.
const NEXT: usize = 6;
/// How many months back "lately" reaches.
const LATELY_MONTHS: i32 = 12;

/// Milestones and project ends that are due, the earliest first.
pub fn upcoming(c: &Compose<'_>) -> Vec<Block> {
    c.list("naechste-meilensteine", next(c)).into_iter().collect()
}

/// Measures and projects completed within the last months, the latest first.
pub fn lately(c: &Compose<'_>) -> Vec<Block> {
    c.list("zuletzt-umgesetzt", done(c)).into_iter().collect()
}

/// What was to be done by now, or was put off, the longest first.
pub fn late(c: &Compose<'_>) -> Vec<Block> {
    let mut late: Vec<_> = entries(c).into_iter().filter_map(|entry| Some((lateness(c, &entry)?, entry))).collect();
    late.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| c.input.order.compare(&one.cell.text, &other.cell.text)));
    let moved = late.iter().any(|(_, entry)| entry.progress.timing.shifts > 0);
    let rows: Vec<_> = late.into_iter().map(|(_, entry)| row(c, entry, moved)).collect();
    let columns: &[&str] = match moved {
        true => &["was", "erster-plan", "aktuelles-ende", "stand", "warum"],
        false => &["was", "erster-plan", "stand", "warum"],
    };
    if rows.is_empty() { Vec::new() } else { vec![c.table_block("verspaetet", columns, rows)] }
}

/// Something with a plan: a project, a milestone, a measure.
struct Entry<'a> {
    cell: Cell,
    progress: &'a Progress,
    log: &'a Log,
}

/// Projects with their milestones, then measures that are neither a milestone of a project nor share its dates.
fn entries<'a>(c: &Compose<'a>) -> Vec<Entry<'a>> {
    let (model, analysis) = (c.model(), c.analysis());
    let mut entries = Vec::new();
    for (reference, project) in model.projects.refs() {
        let kind = |cell: Cell| Cell { note: Some(c.t("art.projekt")), ..cell };
        let progress = &analysis.projects[reference.index()];
        entries.push(Entry { cell: kind(c.record(reference)), progress, log: &project.log });
        for (milestone, progress) in project.milestones.iter().zip(&analysis.milestones[reference.index()]) {
            let note = c.f("notiz.meilenstein", &[("projekt", &project.head.title)]);
            let cell = Cell { text: milestone.head.title.clone(), note: Some(note), ..c.record(reference) };
            entries.push(Entry { cell, progress, log: &milestone.log });
        }
    }
    for (reference, measure) in model.measures.refs().filter(|(_, measure)| measure.milestone.is_none()) {
        let progress = &analysis.measures[reference.index()];
        let dates = |progress: &Progress| (progress.timing.first_end, progress.timing.end);
        if measure.project.is_none_or(|project| dates(&analysis.projects[project.index()]) != dates(progress)) {
            let cell = Cell { note: Some(c.t("art.massnahme")), ..c.record(reference) };
            entries.push(Entry { cell, progress, log: &measure.log });
        }
    }
    entries
}

/// The first planned end of what is open and either overdue or put off.
fn lateness(c: &Compose<'_>, entry: &Entry<'_>) -> Option<Date> {
    let timing = &entry.progress.timing;
    let overdue = timing.end.is_some_and(|end| end.last() < c.analysis().as_of);
    let first = timing.first_end.or(timing.end)?;
    (is_open(entry.progress) && (overdue || timing.shifts > 0)).then(|| first.last())
}

/// A row of the table; `moved` tells whether it has a column for the current end.
fn row(c: &Compose<'_>, entry: Entry<'_>, moved: bool) -> Vec<Cell> {
    let timing = &entry.progress.timing;
    let date = |date: Option<Datum>| date.map_or_else(Cell::empty, |date| c.date(date));
    let end = timing.end.filter(|_| timing.shifts > 0);
    let end = moved.then(|| end.map_or_else(|| Cell::text(c.t("fehlt.strich")), |end| c.date(end)));
    let status = Cell { badge: Some(c.status(entry.progress.status)), ..Cell::default() };
    let reason = reason(c, entry.progress, entry.log);
    [entry.cell, date(timing.first_end)].into_iter().chain(end).chain([status, reason]).collect()
}

/// Why it rests, or was put off, and how often; else that nothing has been reported.
fn reason(c: &Compose<'_>, progress: &Progress, log: &Log) -> Cell {
    let paused = progress.status == Status::Paused;
    let tells = |event: &&Event| event.to.is_some() || (paused && event.kind == EventKind::Paused);
    match log.until(c.analysis().as_of).rfind(tells).and_then(|event| event.reason.clone()) {
        Some(reason) => {
            let note = (progress.timing.shifts > 1).then(|| c.count("anzahl.verschiebungen", progress.timing.shifts));
            Cell { note, ..Cell::text(reason) }
        }
        None => Cell::text(c.t("fehlt.grund")),
    }
}

fn next(c: &Compose<'_>) -> Vec<Cell> {
    let mut due: Vec<(Date, Cell)> = Vec::new();
    for (reference, project) in c.model().projects.refs() {
        let states = &c.analysis().milestones[reference.index()];
        let milestones = project
            .milestones
            .iter()
            .zip(states)
            .map(|(one, state)| (state, one.head.title.clone(), Some(&project.head.title)));
        let end = std::iter::once((&c.analysis().projects[reference.index()], project.head.title.clone(), None));
        for (state, title, of) in milestones.chain(end) {
            let Some(end) = state.timing.end.filter(|end| end.last() >= c.analysis().as_of) else { continue };
            if !is_open(state) {
                continue;
            }
            let what = match of {
                Some(project) => c.f("start.meilenstein", &[("bis", &c.print.date(end)), ("projekt", project)]),
                None => c.f("start.projektende", &[("bis", &c.print.date(end))]),
            };
            due.push((end.last(), Cell { text: title, note: Some(what), ..c.record(reference) }));
        }
    }
    due.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| c.input.order.compare(&a.1.text, &b.1.text)));
    due.into_iter().take(NEXT).map(|(_, cell)| cell).collect()
}

fn done(c: &Compose<'_>) -> Vec<Cell> {
    let since = c.analysis().as_of.saturating_sub(LATELY_MONTHS.months());
    let measures = c.model().measures.refs().map(|(one, _)| (&c.analysis().measures[one.index()], c.measure(one)));
    let projects = c.model().projects.refs().map(|(one, _)| (&c.analysis().projects[one.index()], c.project(one)));
    let mut done: Vec<(Date, Cell)> = measures
        .chain(projects)
        .filter(|(progress, _)| progress.status == Status::Completed && progress.expired.is_none())
        .filter_map(|(progress, cell)| Some((progress.timing.done?, cell)))
        .filter(|(day, _)| *day >= since)
        .collect();
    done.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| c.input.order.compare(&a.1.text, &b.1.text)));
    // A project that is one measure is named once.
    done.dedup_by(|(day, cell), (before, other)| day == before && cell.text == other.text);
    done.into_iter().map(|(_, cell)| cell).collect()
}
