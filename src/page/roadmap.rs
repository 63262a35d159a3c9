//! The roadmap: all projects and milestones in one chart and as a table, grouped by division or by strategy.

use super::{Menu, PageKind};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::analysis::Progress;
use crate::analysis::status::Status;
use crate::chart::{parallel, roadmap};
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::view::compose::{Compose, Input};
use crate::view::division::division;
use crate::view::{Block, Body, Cell, Link, Page};

pub(super) const KIND: PageKind = PageKind { section: "roadmap", menu: Menu::Standing, pages };

/// A way of grouping: its page, and the heading of each project's group.
struct Grouping {
    path: &'static str,
    key: &'static str,
    group: fn(&Compose<'_>, &Project) -> String,
}

const GROUPINGS: &[Grouping] = &[
    Grouping { path: "roadmap/index.html", key: "einheit", group: division },
    Grouping { path: "roadmap/strategie.html", key: "strategie", group: by_strategy },
];

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("roadmap");
    if c.model().projects.is_empty() {
        return Vec::new();
    }
    GROUPINGS.iter().map(|grouping| page(&c, grouping)).collect()
}

fn by_strategy(c: &Compose<'_>, project: &Project) -> String {
    match project.strategies.first() {
        Some(&strategy) => c.model().strategies[strategy].head.title.clone(),
        None => c.t("roadmap.ohne-strategie"),
    }
}

type Groups<'a> = Vec<(String, Vec<(Ref<Project>, &'a Project)>)>;

fn groups<'a>(c: &Compose<'a>, grouping: &Grouping) -> Groups<'a> {
    let mut projects: Vec<_> = c.model().projects.refs().collect();
    projects.sort_by(|a, b| {
        let begin =
            |(_, project): &(Ref<Project>, &Project)| project.plan.as_ref().and_then(|plan| plan.interval.begin);
        (begin(a).is_none(), begin(a))
            .cmp(&(begin(b).is_none(), begin(b)))
            .then_with(|| c.input.order.compare(&a.1.head.title, &b.1.head.title))
    });
    let mut groups: Groups<'a> = Vec::new();
    for (reference, project) in projects {
        let title = (grouping.group)(c, project);
        match groups.iter_mut().find(|(group, _)| *group == title) {
            Some((_, members)) => members.push((reference, project)),
            None => groups.push((title, vec![(reference, project)])),
        }
    }
    c.input.order.sort_by(&mut groups, |(title, _)| title);
    groups
}

fn page(c: &Compose<'_>, grouping: &Grouping) -> Page {
    let groups = groups(c, grouping);
    let views = GROUPINGS.iter().map(|other| {
        let text = c.t(&format!("roadmap.nach-{}", other.key));
        if other.path == grouping.path {
            Cell { note: Some(c.t("roadmap.diese-ansicht")), ..Cell::text(text) }
        } else {
            Cell { href: Some(c.href(other.path)), ..Cell::text(text) }
        }
    });
    let undated = groups
        .iter()
        .flat_map(|(_, projects)| projects)
        .filter(|(reference, project)| !has_dates(c, *reference, project));
    let undated: Vec<_> = undated.map(|&(reference, _)| c.project(reference)).collect();
    let blocks = [
        Some(c.block("ansichten", Body::List { items: views.collect(), ordered: false })),
        chart(c, grouping, &groups),
        c.list("ohne-termine", c.sorted(undated)),
        Some(milestones(c, &groups)),
        parallel_block(c),
    ];
    let first = grouping.path == KIND_PATH;
    let title = c.t(&format!("roadmap.titel-{}", grouping.key));
    let overview = c.overview("diagramm", "roadmap", "roadmap");
    Page {
        path: grouping.path.to_owned(),
        title: if first { overview.title.clone() } else { title },
        parent: (!first).then(|| Link { text: c.t("seite.roadmap.titel"), href: Some(c.href(KIND_PATH)) }),
        blocks: blocks.into_iter().flatten().collect(),
        ..overview
    }
}

const KIND_PATH: &str = "roadmap/index.html";

fn has_dates(c: &Compose<'_>, reference: Ref<Project>, project: &Project) -> bool {
    let timing = &c.analysis().projects[reference.index()].timing;
    timing.begin.is_some() || timing.end.is_some() || !project.milestones.is_empty()
}

fn chart(c: &Compose<'_>, grouping: &Grouping, groups: &Groups<'_>) -> Option<Block> {
    let as_of = c.analysis().as_of;
    let label = c.f("roadmap.stichtag", &[("stichtag", &c.print.day(as_of))]);
    let description = c.f(
        "roadmap.beschreibung",
        &[
            ("projekte", &c.model().projects.len().to_string()),
            ("meilensteine", &c.analysis().milestones.iter().map(Vec::len).sum::<usize>().to_string()),
            ("stichtag", &c.print.day(as_of)),
        ],
    );
    let drawn: Vec<_> = groups
        .iter()
        .map(|(title, projects)| roadmap::Group {
            title: title.clone(),
            rows: projects.iter().map(|&(reference, project)| row(c, reference, project)).collect(),
        })
        .collect();
    let svg = roadmap::render(&roadmap::Roadmap {
        id: "roadmap".to_owned(),
        title: c.t(&format!("roadmap.titel-{}", grouping.key)),
        description: description.clone(),
        range: None,
        as_of: Some((as_of, label)),
        legend: legend(c, &drawn),
        groups: drawn,
        words: roadmap::Words {
            months: std::array::from_fn(|month| c.t(&format!("monat-kurz.{}", month + 1))),
            quarters: std::array::from_fn(|quarter| c.f("quartal-kurz", &[("quartal", &(quarter + 1).to_string())])),
            open: c.t("roadmap.offen"),
        },
    })?;
    Some(
        c.block(
            "roadmap",
            Body::Chart { svg, caption: description, table: Some(project_table(c, groups)), wide: true },
        ),
    )
}

fn row(c: &Compose<'_>, reference: Ref<Project>, project: &Project) -> roadmap::Row {
    let progress = &c.analysis().projects[reference.index()];
    let timing = &progress.timing;
    let plan = project.plan.as_ref();
    let milestones = project.milestones.iter().zip(&c.analysis().milestones[reference.index()]);
    let first_plan = plan.and_then(|plan| Some((plan.interval.begin?.first(), plan.interval.end?.last())));
    roadmap::Row {
        href: c.record(reference).href,
        note: note(c, progress),
        begin: timing.begin.map(|begin| begin.first()),
        end: timing.end.map(|end| end.last()),
        assumed: plan.is_some_and(|plan| plan.assumption.is_some()),
        baseline: first_plan.filter(|_| timing.end != timing.first_end),
        milestones: milestones.filter_map(|(one, state)| milestone(c, one, state)).collect(),
        ..roadmap::Row::new(&project.head.title, status(progress.status))
    }
}

fn note(c: &Compose<'_>, progress: &Progress) -> String {
    let status = c.status(progress.status).text;
    let dates = crate::content::common::Interval { begin: progress.timing.begin, end: progress.timing.end };
    c.print.interval(&dates).map_or_else(|| status.clone(), |dates| format!("{status}, {dates}"))
}

fn milestone(
    c: &Compose<'_>,
    one: &crate::content::project::Milestone,
    state: &Progress,
) -> Option<roadmap::Milestone> {
    let end = state.timing.end?;
    let label = format!("{}, {}", one.head.title, c.print.date(end));
    Some(roadmap::Milestone {
        done: state.status == Status::Completed,
        assumed: one.plan.assumption.is_some() || one.head.assumption.is_some(),
        ..roadmap::Milestone::new(&label, end.first(), end.last())
    })
}

fn status(status: Status) -> roadmap::Status {
    match status {
        Status::Ongoing => roadmap::Status::Running,
        Status::Paused => roadmap::Status::Paused,
        Status::Resolved => roadmap::Status::Decided,
        Status::Planned => roadmap::Status::Planned,
        Status::Unknown => roadmap::Status::Unknown,
        Status::Completed => roadmap::Status::Done,
        Status::Ended => roadmap::Status::Ended,
        Status::Discontinued => roadmap::Status::Discontinued,
    }
}

/// Only the signs that the chart uses.
fn legend(c: &Compose<'_>, groups: &[roadmap::Group]) -> Vec<(roadmap::Sign, String)> {
    let rows = || groups.iter().flat_map(|group| &group.rows);
    let milestones = || rows().flat_map(|row| &row.milestones);
    let statuses = Status::ALL.iter().filter(|&&one| rows().any(|row| row.status == status(one)));
    let mut legend: Vec<_> = statuses.map(|&one| (roadmap::Sign::Status(status(one)), c.status(one).text)).collect();
    let signs = [
        (rows().any(|row| row.baseline.is_some()), roadmap::Sign::Baseline, "legende.basisplan"),
        (milestones().any(|one| one.done), roadmap::Sign::MilestoneDone, "legende.meilenstein-erreicht"),
        (milestones().any(|one| !one.done), roadmap::Sign::MilestoneOpen, "legende.meilenstein-offen"),
        (milestones().any(|one| one.first != one.last), roadmap::Sign::Precision, "legende.genauigkeit"),
        (
            rows().any(|row| row.assumed) || milestones().any(|one| one.assumed),
            roadmap::Sign::Assumed,
            "legende.annahme",
        ),
    ];
    legend.extend(signs.into_iter().filter(|(used, ..)| *used).map(|(_, sign, key)| (sign, c.t(key))));
    legend
}

fn project_table(c: &Compose<'_>, groups: &Groups<'_>) -> crate::view::Table {
    let rows = groups.iter().flat_map(|(group, projects)| {
        projects.iter().map(move |&(reference, project)| {
            let progress = &c.analysis().projects[reference.index()];
            let date = |date: Option<_>| date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date));
            vec![
                c.record(reference),
                Cell::text(group.clone()),
                date(progress.timing.begin),
                Cell {
                    assumed: project.plan.as_ref().and_then(|plan| plan.assumption.clone()),
                    ..date(progress.timing.end)
                },
                Cell { badge: Some(c.status(progress.status)), ..Cell::default() },
            ]
        })
    });
    c.table(&c.t("roadmap.tabelle"), &["projekt", "gruppe", "beginn", "ende", "stand"], rows.collect())
}

fn milestones(c: &Compose<'_>, groups: &Groups<'_>) -> Block {
    let mut rows = Vec::new();
    for &(reference, project) in groups.iter().flat_map(|(_, projects)| projects) {
        for (one, state) in project.milestones.iter().zip(&c.analysis().milestones[reference.index()]) {
            let assumed = one.plan.assumption.clone().or_else(|| one.head.assumption.clone());
            let due = state.timing.end.map_or_else(Cell::empty, |end| Cell { assumed, ..c.date(end) });
            let row = vec![
                Cell::text(&one.head.title),
                due,
                c.record(reference),
                Cell { badge: Some(c.status(state.status)), ..Cell::default() },
            ];
            rows.push((state.timing.end.map(|end| end.last()), row));
        }
    }
    if rows.is_empty() {
        return c.block("meilensteine", Body::Empty { text: c.t("block.meilensteine-leer") });
    }
    rows.sort_by_key(|(due, _)| *due);
    c.table_block(
        "meilensteine",
        &["meilenstein", "faellig", "projekt", "stand"],
        rows.into_iter().map(|(_, row)| row).collect(),
    )
}

/// More months are not legible: then those around the as-of date are drawn, and the text says so.
const MOST_MONTHS: i32 = 96;

/// The months to draw: all, or those around the as-of date.
fn window((first, last): (Date, Date), as_of: Date) -> (Date, Date) {
    if first.saturating_add(MOST_MONTHS.months()) > last {
        return (first, last);
    }
    let middle = as_of.clamp(first, last).first_of_month();
    let begin = middle.saturating_sub((MOST_MONTHS / 2).months()).max(first);
    (begin, begin.saturating_add(MOST_MONTHS.months()).saturating_sub(1.day()).min(last))
}

/// How many projects are planned to run in each month.
fn parallel_block(c: &Compose<'_>) -> Option<Block> {
    let spans: Vec<_> = c
        .analysis()
        .projects
        .iter()
        .filter_map(|one| Some((one.timing.begin?.first(), one.timing.end?.last())))
        .collect();
    let whole =
        (spans.iter().map(|(begin, _)| *begin).min()?.first_of_month(), spans.iter().map(|(_, end)| *end).max()?);
    let (first, last) = window(whole, c.analysis().as_of);
    let cut = (first, last) != whole;
    let months = first.series(jiff::Span::new().months(1)).take_while(|month| *month <= last);
    let months: Vec<_> = months
        .map(|month| parallel::Month {
            day: month,
            label: c.t(&format!("monat-kurz.{}", month.month())),
            count: u32::try_from(
                spans.iter().filter(|(begin, end)| *begin <= month.last_of_month() && month <= *end).count(),
            )
            .unwrap_or(u32::MAX),
        })
        .collect();
    let rows = months.iter().map(|month| {
        let date = crate::content::scalar::Datum::parse(&format!("{:04}-{:02}", month.day.year(), month.day.month()));
        vec![
            Cell::text(date.map_or_else(|_| String::new(), |date| c.print.date(date))),
            Cell::text(month.count.to_string()),
        ]
    });
    let table = c.table(&c.t("parallel.tabelle"), &["monat", "anzahl#"], rows.collect());
    let mut words = c.t("parallel.erklaerung");
    if cut {
        words = format!("{words} {}", c.t("parallel.ausschnitt"));
    }
    let svg = parallel::render(&parallel::Parallel {
        id: "parallel".to_owned(),
        title: c.t("block.parallel"),
        description: words.clone(),
        unit: c.t("parallel.einheit"),
        as_of: Some((c.analysis().as_of, c.f("roadmap.stichtag", &[("stichtag", &c.print.day(c.analysis().as_of))]))),
        months,
    })?;
    Some(c.block("parallel", Body::Chart { svg, caption: words, table: Some(table), wide: false }))
}
