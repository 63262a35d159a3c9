//! All milestones, year by year; where they are very many, each year has a page of its own.

use std::collections::BTreeMap;

use super::{Roadmap, below};
use crate::analysis::Progress;
use crate::content::names::Ref;
use crate::content::project::{Milestone, Project};
use crate::view::compose::Compose;
use crate::view::tools::{Sort, Tools, project_cell, status_cell};
use crate::view::{Block, Body, Cell, Page};

/// So many milestones stand on one page; beyond, each year has its own.
const MOST: usize = 500;

pub(super) const PATH: &str = "roadmap/meilensteine.html";

/// Rows of the table by the year in which they are due.
type Years = BTreeMap<Option<i16>, Vec<Vec<Cell>>>;

pub(super) fn pages(c: &Compose<'_>, roadmap: &Roadmap<'_>) -> Vec<Page> {
    let years = years(c);
    let count: usize = years.values().map(Vec::len).sum();
    if count == 0 {
        return Vec::new();
    }
    let title = c.t("roadmap.titel-meilensteine");
    let views = roadmap.views(c, PATH);
    if count <= MOST {
        let tables = years.into_iter().map(|(year, rows)| table(c, year, rows));
        return vec![below(c, PATH, &title, std::iter::once(views).chain(tables).collect())];
    }
    let link = |(year, rows): (&Option<i16>, &Vec<Vec<Cell>>)| {
        let note = c.count("anzahl.meilensteine", rows.len());
        Cell { href: Some(c.href(&path(*year))), note: Some(note), ..Cell::text(name(c, *year)) }
    };
    let list = Body::List { items: years.iter().map(link).collect(), ordered: false };
    let first = below(c, PATH, &title, vec![views, c.block("nach-jahr", list)]);
    let page = |(year, rows): (Option<i16>, Vec<Vec<Cell>>)| {
        let title = format!("{title}: {}", name(c, year));
        below(c, &path(year), &title, vec![roadmap.views(c, PATH), table(c, year, rows)])
    };
    std::iter::once(first).chain(years.into_iter().map(page)).collect()
}

fn path(year: Option<i16>) -> String {
    format!("roadmap/meilensteine-{}.html", year.map_or_else(|| "ohne".to_owned(), |year| year.to_string()))
}

fn name(c: &Compose<'_>, year: Option<i16>) -> String {
    year.map_or_else(|| c.t("roadmap.ohne-termin"), |year| year.to_string())
}

fn table(c: &Compose<'_>, year: Option<i16>, rows: Vec<Vec<Cell>>) -> Block {
    let name = name(c, year);
    let caption = c.f("roadmap.meilensteine-im-jahr", &[("jahr", &name)]);
    Block {
        id: format!("jahr-{}", year.map_or_else(|| "ohne".to_owned(), |year| year.to_string())),
        heading: Some(name),
        intro: None,
        body: Body::Table(TOOLS.equip(c, c.table(&caption, &["meilenstein", "faellig", "projekt", "stand"], rows))),
    }
}

const TOOLS: Tools = Tools {
    sort: &[("meilenstein", Sort::Text), ("faellig", Sort::Date), ("projekt", Sort::Text), ("stand", Sort::Number)],
    filters: &["stand", "bereich", "strategie"],
};

/// By the last day on which they are due.
fn years(c: &Compose<'_>) -> Years {
    let mut all: Vec<(Ref<Project>, &Milestone, &Progress)> = Vec::new();
    for (reference, project) in c.model().projects.refs() {
        let states = &c.analysis().milestones[reference.index()];
        all.extend(project.milestones.iter().zip(states).map(|(one, state)| (reference, one, state)));
    }
    all.sort_by_key(|(_, _, state)| state.timing.end.map(|end| end.last()));
    let mut years = Years::new();
    for (reference, one, state) in all {
        let year = state.timing.end.map(|end| end.last().year());
        years.entry(year).or_default().push(row(c, reference, one, state));
    }
    years
}

fn row(c: &Compose<'_>, project: Ref<Project>, one: &Milestone, state: &Progress) -> Vec<Cell> {
    let assumed = one.plan.assumption.clone().or_else(|| one.head.assumption.clone());
    let note = crate::view::timing::shift(c, &state.timing);
    let due = state.timing.end.map_or_else(Cell::empty, |end| Cell { assumed, note, ..c.date(end) });
    vec![
        Cell::text(&one.head.title),
        due,
        project_cell(c, project),
        Cell { note: c.end_note_if_done(state), ..status_cell(c, state.status) },
    ]
}
