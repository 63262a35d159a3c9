//! Projects: plan and current dates, event log, milestones, and everything that belongs to them.

use super::{Menu, PageKind};
use crate::analysis::Progress;
use crate::analysis::schedule::{Duration, PRINTED_DURATION, duration};
use crate::content::common::Plan;
use crate::content::names::Ref;
use crate::content::project::{Milestone, Project};
use crate::view::compose::{Compose, Input};
use crate::view::council;
use crate::view::live::projects as live;
use crate::view::money;
use crate::view::traffic_light;
use crate::view::trend;
use crate::view::{Block, Body, Cell, Fact, Page};

pub(super) const KIND: PageKind = PageKind { section: "projekte", menu: Menu::Work, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("projekte");
    if c.model().projects.is_empty() {
        return Vec::new();
    }
    let records = c.model().projects.refs().map(|(reference, project)| page(&c, reference, project));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let items = c.status_counts(&c.analysis().projects);
    let counts = c.block("projekte-nach-stand", Body::Figures { items });
    let blocks = std::iter::once(counts).chain(live::projects(c)).collect();
    Page { blocks, ..c.overview("uebersicht", "projekte", "projekte") }
}

fn page(c: &Compose<'_>, reference: Ref<Project>, project: &Project) -> Page {
    let mut page = c.record_page(project);
    let progress = &c.analysis().projects[reference.index()];
    let links = &c.analysis().links;
    page.badges.push(c.status(progress.status));
    page.badges.extend(traffic_light::title_badge(c, reference));
    page.facts = facts(c, project, progress);
    let dimensions = project.dimensions.iter().map(|&dimension| c.dimension_with_level(dimension)).collect();
    let blocks = [
        traffic_light::block(c, reference),
        milestones(c, reference, project),
        trend::block(c, reference),
        c.log(&project.log),
        c.list("massnahmen", c.measures(links.measures_of_project.of(reference))),
        project.cost.as_ref().map(|cost| money::block(c, cost)),
        c.list("teilprojekte", c.projects(links.parts_of_project.of(reference))),
        c.list("setzt-voraus", c.projects(&project.requires)),
        c.list("davon-haengt-ab", c.projects(links.projects_after.of(reference))),
        c.list("werte", c.records(&project.values)),
        c.list("probleme", c.records(&project.problems)),
        c.list("dimensionen", dimensions),
        c.list("partner", c.records(&project.partners)),
        c.list("vorlagen", c.papers(links.papers_of_project.of(reference))),
        council::questions(c, reference),
        council::commitments(c, reference),
    ];
    page.blocks.extend(blocks.into_iter().flatten());
    page
}

fn facts(c: &Compose<'_>, project: &Project, progress: &Progress) -> Vec<Fact> {
    let plan = project.plan.as_ref();
    let missing = || Some(vec![Cell::text(c.t("fehlt.quelle"))]);
    let cells = |cells: Vec<Cell>| Some(cells).filter(|cells| !cells.is_empty());
    [
        c.fact(
            "einheit",
            cells(project.unit.iter().map(|&unit| c.record(unit)).collect()).or_else(missing).unwrap_or_default(),
        ),
        c.fact_text("art", project.sort.clone()),
        c.fact("plan", planned(c, plan).or_else(missing).unwrap_or_default()),
        shifted(c, progress),
        progress.timing.done.and_then(|done| c.fact("umgesetzt", vec![c.day(done)])),
        plan.and_then(computed).and_then(|duration| c.fact_text("dauer", Some(c.print.duration(duration)))),
        printed_duration(c, project),
        c.fact_text("foerderung", project.funding.clone()),
        c.fact("strategie", c.records(&project.strategies)),
        c.fact("teil-von", project.part_of.iter().map(|&whole| c.record(whole)).collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn planned(c: &Compose<'_>, plan: Option<&Plan>) -> Option<Vec<Cell>> {
    let plan = plan?;
    Some(vec![Cell { assumed: plan.assumption.clone(), ..Cell::text(c.print.interval(&plan.interval)?) }])
}

/// The current end, where it differs from the first plan.
fn shifted(c: &Compose<'_>, progress: &Progress) -> Option<Fact> {
    let timing = &progress.timing;
    let end = timing.end.filter(|_| timing.shifts > 0)?;
    let by = timing.shift().map(|shift| c.print.shift(shift));
    let note = by.into_iter().chain([c.count("anzahl.verschiebungen", timing.shifts)]).collect::<Vec<_>>().join(", ");
    c.fact("aktuelles-ende", vec![Cell { note: Some(note), ..c.date(end) }])
}

fn computed(plan: &Plan) -> Option<Duration> {
    duration(plan.interval.begin?, plan.interval.end?)
}

/// The source's own duration stands beside the computed one, and whether they agree.
fn printed_duration(c: &Compose<'_>, project: &Project) -> Option<Fact> {
    let (_, printed) = project.head.own.iter().find(|(key, _)| key == PRINTED_DURATION)?;
    let agrees = Duration::parse(printed) == project.plan.as_ref().and_then(computed);
    let note = if agrees { None } else { Some(c.t("projekt.dauer-weicht-ab")) };
    c.fact("dauer-laut-quelle", vec![Cell { note, ..Cell::text(&printed.value) }])
}

fn milestones(c: &Compose<'_>, reference: Ref<Project>, project: &Project) -> Option<Block> {
    let states = &c.analysis().milestones[reference.index()];
    let rows: Vec<_> =
        project.milestones.iter().zip(states).map(|(one, progress)| milestone(c, reference, one, progress)).collect();
    (!rows.is_empty()).then(|| c.table_block("meilensteine", &["meilenstein", "faellig", "stand"], rows))
}

fn milestone(c: &Compose<'_>, reference: Ref<Project>, milestone: &Milestone, progress: &Progress) -> Vec<Cell> {
    let measures = c.analysis().links.measures_of_project.of(reference);
    let measure = measures.iter().find(|&&measure| {
        c.model().measures[measure].milestone.as_ref().is_some_and(|id| id.value == milestone.head.id.value)
    });
    let href = measure.and_then(|&measure| c.record(measure).href);
    let assumed = milestone.plan.assumption.clone().or_else(|| milestone.head.assumption.clone());
    let due = progress.timing.end.map_or_else(Cell::empty, |end| Cell { assumed, ..c.date(end) });
    vec![
        Cell { href, ..Cell::text(&milestone.head.title) },
        due,
        Cell { badge: Some(c.status(progress.status)), note: c.end_note_if_done(progress), ..Cell::default() },
    ]
}
