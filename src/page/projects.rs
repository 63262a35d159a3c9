//! Projects: first and current plan, milestones, event log, money, and everything that belongs to them.

mod dependencies;
mod milestones;

use super::{Menu, PageKind};
use crate::analysis::Progress;
use crate::analysis::schedule::{Duration, PRINTED_DURATION, duration};
use crate::content::common::Plan;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::export::calendar::dated_projects;
use crate::export::downloads;
use crate::view::chronicle;
use crate::view::compose::{Compose, Input};
use crate::view::council;
use crate::view::live::projects as live;
use crate::view::money;
use crate::view::roadmap;
use crate::view::timing;
use crate::view::traffic_light;
use crate::view::trend;
use crate::view::{Block, Body, Cell, Fact, Page};

pub(super) const KIND: PageKind = PageKind { section: "projekte", menu: Menu::Work, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("projekte");
    if c.model().projects.is_empty() {
        return Vec::new();
    }
    let dated = dated_projects(input);
    let records = c.model().projects.refs().map(|(reference, project)| {
        let mut page = page(&c, reference, project);
        page.blocks.extend(dated.contains(&reference).then(|| downloads::of_project(&c, project)));
        page
    });
    let mut overview = overview(&c);
    overview.blocks.push(downloads::of_page(&c, &["projekte"], !dated.is_empty()));
    std::iter::once(overview).chain(records).collect()
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
    page.sources.extend(project.cost.iter().flat_map(|cost| c.sources(&cost.origin.sources)));
    let dimensions = project.dimensions.iter().map(|&dimension| c.dimension_with_level(dimension)).collect();
    let blocks = [
        traffic_light::block(c, reference),
        roadmap::project_block(c, reference),
        milestones::block(c, reference, project),
        trend::block(c, reference),
        chronicle::of_project(c, project),
        measures(c, reference, project),
        project.cost.as_ref().map(|cost| money::block(c, cost)),
        c.list("teilprojekte", c.projects(links.parts_of_project.of(reference))),
        dependencies::required(c, reference, project),
        dependencies::dependent(c, reference),
        c.list("werte", c.records(&project.values)),
        c.list("probleme", c.records(&project.problems)),
        c.list("dimensionen", dimensions),
        c.list("partner", c.records(&project.partners)),
        c.list("vorlagen", c.papers(links.papers_of_project.of(reference))),
        council::questions(c, reference),
        council::commitments(c, reference),
        unknown(c, project),
    ];
    page.blocks.extend(blocks.into_iter().flatten());
    page
}

fn facts(c: &Compose<'_>, project: &Project, progress: &Progress) -> Vec<Fact> {
    let unit = project.unit.map_or_else(|| Cell::text(c.t("fehlt.quelle")), |unit| c.record(unit));
    let about = [c.fact("einheit", vec![unit]), c.fact_text("art", project.sort.clone())];
    let more = [
        timing::duration_fact(c, &progress.timing),
        printed_duration(c, project),
        c.fact_text("foerderung", project.funding.clone()),
        c.fact("strategie", c.records(&project.strategies)),
        c.fact("teil-von", project.part_of.iter().map(|&whole| c.record(whole)).collect()),
    ];
    let dates = timing::facts(c, project.plan.as_ref(), &progress.timing);
    about.into_iter().flatten().chain(dates).chain(more.into_iter().flatten()).collect()
}

/// The measures of a project, without those that stand in the table of milestones.
fn measures(c: &Compose<'_>, reference: Ref<Project>, project: &Project) -> Option<Block> {
    let (milestones, others): (Vec<_>, Vec<_>) =
        c.analysis().links.measures_of_project.of(reference).iter().partition(|&&one| {
            let milestone = c.model().measures[one].milestone.as_ref();
            milestone.is_some_and(|id| project.milestones.iter().any(|one| one.head.id.value == id.value))
        });
    c.list(if milestones.is_empty() { "massnahmen" } else { "weitere-massnahmen" }, c.measures(&others))
}

/// What the sources do not say, said once.
fn unknown(c: &Compose<'_>, project: &Project) -> Option<Block> {
    let key = match (project.milestones.is_empty(), project.cost.is_none()) {
        (true, true) => "projekt.ohne-beides",
        (true, false) => "projekt.ohne-meilensteine",
        (false, true) => "projekt.ohne-kosten",
        (false, false) => return None,
    };
    Some(c.block("nicht-genannt", Body::Empty { text: c.t(key) }))
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
