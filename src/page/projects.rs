//! Projects: first and current plan, milestones, event log, money, and everything that belongs to them.

mod dependencies;
mod milestones;

use std::collections::BTreeSet;

use super::{Large, Later, Menu, PageKind, Single, id_in, now, overview_and_records};
use crate::analysis::Progress;
use crate::analysis::schedule::{Duration, PRINTED_DURATION, duration};
use crate::chart::roadmap::WIDE;
use crate::content::common::Plan;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::export::calendar::projects_with_calendar;
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

pub(super) const LARGE: Large =
    Large { section: KIND.section, any: |input| !input.model.projects.is_empty(), single: Some(SINGLE) };
const SINGLE: Single = Single { overviews: &[FIRST], page: single, each };
const FIRST: &str = "projekte/index.html";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    now(each(input))
}

fn each<'a>(input: &'a Input<'a>) -> Vec<Later<'a>> {
    let projects = &input.model.projects;
    if projects.is_empty() {
        return Vec::new();
    }
    overview_and_records(
        (input.compose("projekte"), projects_with_calendar(input)),
        |(c, with_calendar)| overview(c, with_calendar),
        projects.refs(),
        |(c, with_calendar), (reference, project)| record(c, with_calendar, reference, project),
    )
}

fn single<'a>(input: &'a Input<'a>, path: &str) -> Option<Page> {
    let id = id_in(KIND.section, path)?;
    let c = input.compose("projekte");
    let with_calendar = projects_with_calendar(input);
    if path == FIRST {
        return (!c.model().projects.is_empty()).then(|| overview(&c, &with_calendar));
    }
    let (reference, project) = c.model().projects.refs().find(|(_, project)| project.head.id.value == id)?;
    Some(record(&c, &with_calendar, reference, project))
}

fn record(c: &Compose<'_>, with_calendar: &BTreeSet<Ref<Project>>, reference: Ref<Project>, project: &Project) -> Page {
    let mut page = page(c, reference, project);
    page.blocks.extend(with_calendar.contains(&reference).then(|| downloads::of_project(c, project)));
    page
}

fn overview(c: &Compose<'_>, with_calendar: &BTreeSet<Ref<Project>>) -> Page {
    let items = c.status_counts(&c.analysis().projects);
    let counts = c.block("projekte-nach-stand", Body::Figures { items });
    let downloads = downloads::of_page(c, &["projekte"], !with_calendar.is_empty());
    let blocks = std::iter::once(counts).chain(live::projects(c)).chain(downloads).collect();
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
        roadmap::project_block(c, reference, WIDE),
        milestones::block(c, reference, project),
        trend::block(c, reference),
        chronicle::of_project(c, project),
        measures(c, reference, project),
        project.cost.as_ref().map(|cost| money::block(c, cost)),
        c.list("teilprojekte", c.projects(links.parts_of_project.of(reference))),
        dependencies::required(c, reference),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::{MODEL, built};

    /// The page of the first of some invented projects.
    fn page(projects: &[(&str, &str)]) -> Page {
        let base = [("seite.yaml", "titel: Musterstadt\n"), ("modell.yaml", MODEL)];
        let files: Vec<_> = base.iter().chain(projects).copied().collect();
        built(&files, pages).remove(1)
    }

    fn text(cell: &Cell) -> String {
        let badge = cell.badge.as_ref().map(|badge| badge.text.clone());
        let parts = [Some(cell.text.clone()), badge, cell.note.clone()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    fn facts(page: &Page) -> Vec<(String, String)> {
        page.facts.iter().map(|fact| (fact.label.clone(), text(&fact.values[0]))).collect()
    }

    fn rows(page: &Page, id: &str) -> Vec<Vec<String>> {
        match &page.blocks.iter().find(|block| block.id == id).unwrap().body {
            Body::Table(table) => table.rows.iter().map(|row| row.iter().map(text).collect()).collect(),
            Body::Empty { text } => vec![vec![text.clone()]],
            _ => Vec::new(),
        }
    }

    const SHIFTED: &str = "---\ntitel: Umbau (erfunden)\nplan: {beginn: 2023-01-01, ende: 2023-12-31}\nverlauf:\n  \
        - {am: 2023-01-10, ereignis: begonnen}\n  \
        - {am: 2023-11-01, ereignis: verschoben, auf: 2024-06-30, grund: Lieferverzug}\nmeilensteine:\n  \
        a: {titel: Vergabe, plan: {ende: 2023-03}, verlauf: [{am: 2023-06-15, ereignis: umgesetzt}]}\n  \
        b: {titel: Abnahme, plan: {ende: 2023-12-31}, verlauf: [{am: 2023-11-02, ereignis: verschoben, auf: 2024-06-30, grund: Lieferverzug}]}\n\
        setzt_voraus: [planung]\n---\n";
    const PLANNING: &str = "---\ntitel: Planung (erfunden)\nplan: {ende: 2024-09}\n---\n";

    #[test]
    fn first_and_current_plan_stand_side_by_side() {
        let page = page(&[("projekte/a.md", SHIFTED), ("projekte/planung.md", PLANNING)]);
        let fact = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        assert_eq!(
            facts(&page)[1..],
            [
                fact("Erster Plan", "01.01.2023 bis 31.12.2023"),
                fact("Jetziger Plan", "bis 30.06.2024; 6 Monate später als zuerst geplant, einmal verschoben"),
                fact("Dauer", "1 Jahr; nach dem jetzigen Plan 1 Jahr, 6 Monate"),
            ]
        );
        assert_eq!(rows(&page, "nicht-genannt"), [["Die Quellen nennen keine Kosten."]]);
    }

    #[test]
    fn milestones_and_events_tell_what_changed() {
        let page = page(&[("projekte/a.md", SHIFTED), ("projekte/planung.md", PLANNING)]);
        assert_eq!(
            rows(&page, "meilensteine"),
            [
                ["Vergabe", "März 2023", "–", "rund 2 Monate später", "umgesetzt; umgesetzt am 15.06.2023"],
                ["Abnahme", "31.12.2023", "30.06.2024", "6 Monate später", "geplant"],
            ]
        );
        let told = rows(&page, "verlauf");
        assert_eq!(told[0], ["10.01.2023", "ganzes Projekt", "begonnen", "läuft", ""]);
        assert_eq!(told[1], ["15.06.2023", "Vergabe", "umgesetzt", "umgesetzt", ""]);
        assert_eq!(told[2][2..4], ["verschoben auf 30.06.2024", "6 Monate später; statt 31.12.2023"]);
        assert_eq!(told[3][1], "Abnahme");
    }

    #[test]
    fn what_it_requires_comes_in_time_or_not() {
        let required = |plan: &str| {
            let other = format!("---\ntitel: Planung (erfunden)\n{plan}\n---\n");
            let page = page(&[("projekte/a.md", SHIFTED), ("projekte/planung.md", &other)]);
            rows(&page, "setzt-voraus")[0][3].split(';').next().unwrap().to_owned()
        };
        assert_eq!(required("plan: {ende: 2022-12-31}"), "passt");
        assert_eq!(required("plan: {ende: 2024-09}"), "passt nicht");
        assert_eq!(required("plan: {ende: 2023}"), "offen");
        assert_eq!(required("kurz: ohne Plan"), "offen");
        assert_eq!(required("verlauf: [{am: 2024-01-01, ereignis: umgesetzt}]"), "erledigt");
        assert_eq!(required("verlauf: [{am: 2024-01-01, ereignis: eingestellt, grund: erfunden}]"), "passt nicht");
    }
}
