//! The start page: what this is, how mature, what comes next, what was done lately.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Menu, PageKind};
use crate::analysis::status::Status;
use crate::content::figure::KeyFigure;
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::maturity::{overall_figures, profile_block};
use crate::view::{Block, Body, Cell, Figure, Page};

pub(super) const KIND: PageKind = PageKind { section: "start", menu: Menu::None, pages };

/// How many coming milestones the start page shows.
const NEXT: usize = 6;
/// How many months back "lately" reaches.
const LATELY_MONTHS: i32 = 12;

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("");
    let site = &c.model().site;
    let blocks = [
        Some(c.block("stand", Body::Figures { items: overall_figures(&c) })),
        profile_block(&c, true),
        Some(c.list_or_empty("naechste-meilensteine", next(&c))),
        Some(c.list_or_empty("zuletzt-umgesetzt", lately(&c))),
        figures(&c),
    ];
    vec![Page {
        template: "start.html",
        kind: "start",
        lead: Some(c.t("seite.start.vorspann")),
        blocks: blocks.into_iter().flatten().collect(),
        ..c.page("index.html", "start", &site.title)
    }]
}

/// Milestones and project ends that are due, the earliest first.
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
            if matches!(state.status, Status::Completed | Status::Ended | Status::Discontinued) {
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

/// Measures and projects completed within the last months, the latest first.
fn lately(c: &Compose<'_>) -> Vec<Cell> {
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
    done.into_iter().map(|(_, cell)| cell).collect()
}

/// The key figures that the content chose for the start page.
fn figures(c: &Compose<'_>) -> Option<Block> {
    let items: Vec<_> = c.model().site.start_figures.iter().map(|&reference| figure(c, reference)).collect();
    (!items.is_empty()).then(|| c.block("kennzahlen", Body::Figures { items }))
}

/// A figure with date and source; where sources differ, all that they say.
fn figure(c: &Compose<'_>, reference: Ref<KeyFigure>) -> Figure {
    let figure = &c.model().figures[reference];
    let values: Vec<_> = figure.readings.iter().map(|reading| c.reading(figure, reading)).collect();
    let first = figure.readings.first();
    let date = first.and_then(|reading| reading.date).map(|date| c.f("kennzahl.stand", &[("am", &c.print.date(date))]));
    let source = first.and_then(|reading| c.short_sources(&reading.sources).into_iter().next());
    Figure {
        value: values.join(&c.t("kennzahl.gegenueber")),
        label: figure.head.title.clone(),
        note: date,
        source,
        href: c.record(reference).href,
        ..Figure::default()
    }
}
