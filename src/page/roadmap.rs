//! The roadmap: all projects and milestones in time, grouped in several ways, and what needs what.

mod dependencies;
mod groups;
mod milestones;
mod parallel;

use super::{Large, Menu, PageKind};
use jiff::civil::Date;

use crate::chart::roadmap::{Roadmap as Drawing, Row, range};
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::export::calendar::projects_with_calendar;
use crate::export::downloads;
use crate::view::compose::{Compose, Input};
use crate::view::roadmap::{dependencies, drawing, legend, row, strategy_row, svg};
use crate::view::timing::shift;
use crate::view::tools::{Sort, Tools, project_cell, status_cell};
use crate::view::{Block, Body, Cell, Group, Link, Page, Table};
use groups::{GROUPINGS, Grouping, Groups, ProjectGroup};

pub(super) const KIND: PageKind = PageKind { section: "roadmap", menu: Menu::Standing, pages };

pub(super) const LARGE: Large =
    Large { section: KIND.section, any: |input| !input.model.projects.is_empty(), single: None };

/// From so many projects on the table has a page of its own, and groups are folded away at first.
const MANY: usize = 100;
/// From so many milestones on they are drawn without a tooltip each.
const MANY_MILESTONES: usize = 300;
/// So many rows stand in one drawing: no more than fit on a page of paper.
const ROWS: usize = 24;

const INDEX: &str = "roadmap/index.html";
const TABLE: &str = "roadmap/tabelle.html";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("roadmap");
    if c.model().projects.is_empty() {
        return Vec::new();
    }
    let roadmap = Roadmap::new(&c);
    let mut pages: Vec<Page> = GROUPINGS.iter().map(|grouping| roadmap.page(&c, grouping)).collect();
    let has_calendar = !projects_with_calendar(input).is_empty();
    for page in &mut pages {
        page.blocks.extend(downloads::of_page(&c, &["projekte", "meilensteine"], has_calendar));
    }
    pages.extend(roadmap.is_large().then(|| roadmap.table_page(&c)));
    pages.extend(milestones::pages(&c, &roadmap));
    pages.extend(dependencies::page(&c, &roadmap));
    pages
}

/// A page below the roadmap's first.
fn below(c: &Compose<'_>, path: &str, title: &str, blocks: Vec<Block>) -> Page {
    let parent = Link { text: c.t("seite.roadmap.titel"), href: Some(c.href(INDEX)) };
    Page { kind: "diagramm", parent: Some(parent), blocks, ..c.page(path, "roadmap", title) }
}

/// A project with its row.
struct Member<'a> {
    reference: Ref<Project>,
    project: &'a Project,
    row: Row,
}

/// What the pages share: the projects in order.
struct Roadmap<'a> {
    projects: Vec<Member<'a>>,
    milestones: usize,
}

impl<'a> Roadmap<'a> {
    /// By beginning, then by title.
    fn new(c: &Compose<'a>) -> Self {
        let member = |(reference, project)| Member { reference, project, row: row(c, reference) };
        let mut projects: Vec<_> = c.model().projects.refs().map(member).collect();
        projects.sort_by(|a, b| {
            let begin = |one: &Member<'_>| (one.row.begin.is_none(), one.row.begin);
            let title = |one: &Member<'a>| one.project.head.title.as_str();
            begin(a).cmp(&begin(b)).then_with(|| c.input.order.compare(title(a), title(b)))
        });
        Self { projects, milestones: c.analysis().milestones.iter().map(Vec::len).sum() }
    }

    fn is_large(&self) -> bool {
        self.projects.len() > MANY
    }

    fn page(&self, c: &Compose<'_>, grouping: &Grouping) -> Page {
        let groups = groups::of(c, self, grouping);
        let undated = self.projects.iter().filter(|one| !one.row.is_drawn());
        let undated = undated.map(|one| c.project(one.reference)).collect();
        let first = grouping.path == INDEX;
        let blocks = [
            Some(self.views(c, grouping.path)),
            self.chart(c, &groups),
            c.list("ohne-termine", c.sorted(undated)),
            first.then(|| parallel::block(c)).flatten(),
        ];
        let blocks = blocks.into_iter().flatten().collect();
        match first {
            true => Page { blocks, ..c.overview("diagramm", "roadmap", "roadmap") },
            false => below(c, grouping.path, &c.t(&format!("roadmap.titel-{}", grouping.key)), blocks),
        }
    }

    /// The other pages of the roadmap; `path` is this one.
    fn views(&self, c: &Compose<'_>, path: &str) -> Block {
        let grouping = |one: &Grouping| (one.path, c.t(&format!("roadmap.nach-{}", one.key)));
        let others = [
            (self.is_large(), TABLE, "roadmap.als-tabelle"),
            (self.milestones > 0, milestones::PATH, "roadmap.titel-meilensteine"),
            (!c.analysis().network.dependencies.is_empty(), dependencies::PATH, "roadmap.titel-abhaengigkeiten"),
        ];
        let others = others.into_iter().filter(|(there, ..)| *there).map(|(_, path, key)| (path, c.t(key)));
        let link = |(target, text): (&str, String)| Link { text, href: (target != path).then(|| c.href(target)) };
        let items = GROUPINGS.iter().map(grouping).chain(others).map(link).collect();
        Block {
            id: "ansichten".to_owned(),
            heading: None,
            intro: None,
            body: Body::Views { label: c.t("roadmap.ansichten"), items },
        }
    }

    /// The drawings, group by group, over one range; none where nothing has a date.
    fn chart(&self, c: &Compose<'_>, groups: &Groups<'_>) -> Option<Block> {
        let heads: Vec<Option<Row>> = groups.iter().map(|group| strategy_row(c, group.heading.strategy?)).collect();
        let rows = self.projects.iter().map(|one| &one.row).chain(heads.iter().flatten());
        let range = range(rows, Some(c.analysis().as_of))?;
        let drawings = |(number, (group, head)): (usize, (&ProjectGroup<'_>, &Option<Row>))| {
            self.drawings(c, &format!("roadmap-{number}"), group, head.as_ref(), range)
        };
        let drawings: Vec<Vec<Drawing>> = groups.iter().zip(&heads).enumerate().map(drawings).collect();
        let folded = |(number, (group, drawings)): (usize, (&ProjectGroup<'_>, &Vec<Drawing>))| Group {
            id: format!("gruppe-{number}"),
            title: group.heading.title.clone(),
            note: groups::note(c, group),
            open: !self.is_large() || number == 0,
            charts: drawings.iter().map(svg).collect(),
        };
        let body = Body::Roadmap {
            legend: legend(c, "roadmap-zeichen", &drawings.iter().flatten().collect::<Vec<_>>()),
            groups: groups.iter().zip(&drawings).filter(|(_, some)| !some.is_empty()).enumerate().map(folded).collect(),
            caption: self.caption(c),
            table: (!self.is_large()).then(|| self.table(c, groups)),
            more: self.is_large().then(|| Link { text: c.t("roadmap.als-tabelle"), href: Some(c.href(TABLE)) }),
        };
        Some(c.block("roadmap", body))
    }

    /// A group in pieces that fit on a page each; above the first stands the row that the group is about.
    fn drawings(
        &self,
        c: &Compose<'_>,
        id: &str,
        group: &ProjectGroup<'_>,
        head: Option<&Row>,
        range: (Date, Date),
    ) -> Vec<Drawing> {
        let drawn: Vec<_> = group.members.iter().filter(|one| one.row.is_drawn()).collect();
        let piece = |(number, members): (usize, &[&&Member<'_>])| {
            let head = head.filter(|_| number == 0).cloned();
            let positions = head.iter().map(|_| None).chain(members.iter().map(|one| Some(one.reference)));
            let dependencies = dependencies(c, &positions.collect::<Vec<_>>());
            let rows = head.into_iter().chain(members.iter().map(|one| one.row.clone())).collect();
            let crowded = self.milestones > MANY_MILESTONES;
            let drawing = drawing(c, &format!("{id}-{number}"), &group.heading.title, range, rows);
            Drawing { dependencies, crowded, ..drawing }
        };
        drawn.chunks(ROWS).enumerate().map(piece).collect()
    }

    fn caption(&self, c: &Compose<'_>) -> String {
        let counts = [
            ("projekte", c.count("anzahl.projekte", self.projects.len())),
            ("meilensteine", c.count("anzahl.meilensteine", self.milestones)),
            ("stichtag", c.print.day(c.analysis().as_of)),
        ];
        c.f("roadmap.beschreibung", &counts.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// The same as the drawings, in words.
    fn table(&self, c: &Compose<'_>, groups: &Groups<'_>) -> Table {
        let rows = groups.iter().flat_map(|group| {
            group.members.iter().map(|one| {
                let mut row = table_row(c, one);
                row.insert(1, Cell::text(&group.heading.title));
                row
            })
        });
        let columns = ["projekt", "gruppe", "beginn", "ende", "stand", "meilensteine"];
        TOOLS.equip(c, c.table(&c.t("roadmap.tabelle"), &columns, rows.collect()))
    }

    fn table_page(&self, c: &Compose<'_>) -> Page {
        let table = self.table(c, &groups::of(c, self, &GROUPINGS[0]));
        let block = Block { id: "tabelle".to_owned(), heading: None, intro: None, body: Body::Table(table) };
        below(c, TABLE, &c.t("roadmap.tabelle"), vec![self.views(c, TABLE), block])
    }
}

const TOOLS: Tools = Tools {
    sort: &[
        ("projekt", Sort::Text),
        ("gruppe", Sort::Text),
        ("beginn", Sort::Date),
        ("ende", Sort::Date),
        ("stand", Sort::Number),
    ],
    filters: &["stand", "bereich", "strategie"],
};

fn table_row(c: &Compose<'_>, &Member { reference, project, .. }: &Member<'_>) -> Vec<Cell> {
    let progress = &c.analysis().projects[reference.index()];
    let date = |date: Option<_>| date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date));
    let assumed = project.plan.as_ref().and_then(|plan| plan.assumption.clone());
    let overdue = crate::view::roadmap::is_overdue(progress, c.analysis().as_of);
    let states = c.analysis().milestones[reference.index()].iter();
    let milestones = project.milestones.iter().zip(states).map(|(one, state)| {
        let end = state.timing.end.map_or_else(|| c.t("fehlt.kurz"), |end| c.print.date(end));
        format!("{} ({end})", one.head.title)
    });
    vec![
        project_cell(c, reference),
        date(progress.timing.begin),
        Cell { assumed, note: shift(c, &progress.timing), ..date(progress.timing.end) },
        Cell {
            note: c.end_note_if_done(progress).or_else(|| overdue.then(|| c.t("roadmap.ueberfaellig"))),
            ..status_cell(c, progress.status)
        },
        Cell::text(milestones.collect::<Vec<_>>().join(", ")),
    ]
}
