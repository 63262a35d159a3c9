//! What needs what, whether the order holds, and the critical path.

use super::{Roadmap, below};
use crate::analysis::network::{Dependency, Fit};
use crate::chart::roadmap::range;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::view::compose::Compose;
use crate::view::roadmap::{chart, dependencies, drawing, row};
use crate::view::{Badge, Block, Body, Cell, Page, Table};

/// More rows with lines between them are not legible: then only the critical path and what does not hold are drawn.
const MOST: usize = 60;

pub(super) const PATH: &str = "roadmap/abhaengigkeiten.html";

/// None where no project requires another.
pub(super) fn page(c: &Compose<'_>, roadmap: &Roadmap<'_>) -> Option<Page> {
    let all = &c.analysis().network.dependencies;
    let table = || {
        let rows = all.iter().map(|one| table_row(c, one)).collect();
        c.table(&c.t("roadmap.titel-abhaengigkeiten"), &["zuerst", "endet", "danach", "beginnt", "abstand"], rows)
    };
    let blocks = || [Some(roadmap.views(c, PATH)), network(c, table()), slack(c)].into_iter().flatten().collect();
    (!all.is_empty()).then(|| below(c, PATH, &c.t("roadmap.titel-abhaengigkeiten"), blocks()))
}

/// The chart with its table; only the table where nothing can be drawn.
fn network(c: &Compose<'_>, table: Table) -> Option<Block> {
    let projects = drawn(c);
    let rows: Vec<_> = projects.iter().map(|&project| row(c, project)).collect();
    let Some(range) = range(rows.iter(), Some(c.analysis().as_of)) else {
        return Some(c.block("abhaengigkeiten", Body::Table(table)));
    };
    let title = c.t("roadmap.titel-abhaengigkeiten");
    let mut drawing = drawing(c, "abhaengigkeiten", &title, range, rows);
    drawing.dependencies = dependencies(c, &projects.iter().copied().map(Some).collect::<Vec<_>>());
    let cut = projects.len() < involved(c).count();
    let caption = c.t(if cut { "roadmap.netz-ausschnitt" } else { "roadmap.netz" });
    Some(c.block("abhaengigkeiten", chart(c, &drawing, caption, Some(table))))
}

/// Every project that requires one or is required, by beginning.
fn involved<'a>(c: &Compose<'a>) -> impl Iterator<Item = Ref<Project>> + use<'a> {
    let mut projects: Vec<_> = c.analysis().network.dependencies.iter().flat_map(|one| [one.first, one.then]).collect();
    let analysis = c.analysis();
    let begin = |project: &Ref<Project>| {
        let timing = &analysis.projects[project.index()].timing;
        timing.begin.or(timing.end).map(|date| date.first())
    };
    projects.sort_by_key(|project| (begin(project).is_none(), begin(project), *project));
    projects.dedup();
    projects.into_iter()
}

/// Those with dates; where they are too many, those on the critical path and those whose order does not hold.
fn drawn(c: &Compose<'_>) -> Vec<Ref<Project>> {
    let all: Vec<_> = involved(c).filter(|&project| row(c, project).is_drawn()).collect();
    if all.len() <= MOST {
        return all;
    }
    let network = &c.analysis().network;
    let grave = |one: &&Dependency| one.critical || one.is_broken();
    let grave: Vec<_> = network.dependencies.iter().filter(grave).flat_map(|one| [one.first, one.then]).collect();
    all.into_iter().filter(|project| grave.contains(project)).take(MOST).collect()
}

fn table_row(c: &Compose<'_>, one: &Dependency) -> Vec<Cell> {
    let date = |date: Option<_>| date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date));
    let timing = |project: Ref<Project>| &c.analysis().projects[project.index()].timing;
    let progress = |project| Cell {
        badge: Some(c.status(c.analysis().projects[Ref::index(project)].status)),
        ..c.record(project)
    };
    vec![
        progress(one.first),
        date(timing(one.first).end),
        progress(one.then),
        date(timing(one.then).begin),
        distance(c, one),
    ]
}

/// How many days lie between, and what that means; a dash where nothing waits any more.
fn distance(c: &Compose<'_>, one: &Dependency) -> Cell {
    let days = |days: i64| c.count("dauer.tage", usize::try_from(days.max(0)).unwrap_or(usize::MAX));
    let gap = one.gap.unwrap_or_default();
    let text = match one.fit {
        None => c.t("fehlt.strich"),
        Some(Fit::Done) => c.t("roadmap.schon-vorbei"),
        Some(Fit::Discontinued) => c.t("reihenfolge.eingestellt.grund"),
        Some(Fit::InTime) => c.f("roadmap.dazwischen", &[("tage", &days(gap))]),
        Some(Fit::Late) => c.f("roadmap.ueberschneidung", &[("tage", &days(-gap))]),
        Some(Fit::Unclear) => c.t("roadmap.zu-ungenau"),
        Some(Fit::Undated) => c.t("fehlt.kurz"),
    };
    let broken = one.is_broken().then(|| Badge { text: c.t("roadmap.passt-nicht"), tone: "gefaehrdet" });
    let note = one.critical.then(|| c.t("roadmap.auf-kritischem-weg"));
    Cell { badge: broken, note, ..Cell::text(text) }
}

/// By how much each project may slip; the least first.
fn slack(c: &Compose<'_>) -> Option<Block> {
    let network = &c.analysis().network;
    let mut known: Vec<(i64, Ref<Project>)> = involved(c)
        .filter_map(|project| Some((network.slack.get(project.index()).copied().flatten()?, project)))
        .collect();
    known.sort_by_key(|(slack, _)| *slack);
    let row = |(slack, project): (i64, Ref<Project>)| {
        let days = c.count("dauer.tage", usize::try_from(slack.max(0)).unwrap_or(usize::MAX));
        let badge = (slack <= 0).then(|| Badge { text: c.t("roadmap.kritisch"), tone: "gefaehrdet" });
        vec![c.record(project), Cell { badge, ..Cell::text(if slack < 0 { c.t("roadmap.keiner") } else { days }) }]
    };
    let rows: Vec<_> = known.into_iter().map(row).collect();
    let block = c.table_block("puffer", &["projekt", "puffer"], rows);
    let Body::Table(table) = &block.body else { return None };
    (!table.rows.is_empty()).then(|| Block { intro: Some(c.t("roadmap.puffer-erklaerung")), ..block })
}
