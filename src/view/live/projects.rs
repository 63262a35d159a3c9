//! Projects and measures as tables, and what is not known of them.

use crate::analysis::Progress;
use crate::analysis::status::Status;
use crate::analysis::traffic_light::{TrafficLight, traffic_light};
use crate::content::names::Ref;
use crate::content::project::{LightColour, Project};
use crate::view::compose::Compose;
use crate::view::timing::shift;
use crate::view::tools::{Sort, Tools, project_cell, status_cell};
use crate::view::traffic_light::{self, badge, explanations, thresholds};
use crate::view::{Block, Body, Cell};

/// All projects in alphabetical order.
pub fn projects(c: &Compose<'_>) -> Vec<Block> {
    let all: Vec<_> = c.model().projects.refs().map(|(reference, _)| reference).collect();
    table(c, "alle-projekte", &all).into_iter().collect()
}

/// Projects with unit, dates, status and light, in alphabetical order; none where there are none.
pub fn table(c: &Compose<'_>, id: &str, projects: &[Ref<Project>]) -> Option<Block> {
    let mut rows: Vec<_> = projects.iter().map(|&reference| row(c, reference)).collect();
    c.sort_rows(&mut rows);
    let columns = ["projekt", "einheit", "beginn", "ende", "stand", "ampel"];
    (!rows.is_empty()).then(|| TOOLS.equip_block(c, c.table_block(id, &columns, rows)))
}

const TOOLS: Tools = Tools {
    sort: &[
        ("projekt", Sort::Text),
        ("einheit", Sort::Text),
        ("beginn", Sort::Date),
        ("ende", Sort::Date),
        ("stand", Sort::Number),
        ("ampel", Sort::Number),
    ],
    filters: &["stand", "ampel", "bereich", "strategie"],
};

fn row(c: &Compose<'_>, reference: Ref<Project>) -> Vec<Cell> {
    let project = &c.model().projects[reference];
    let progress = &c.analysis().projects[reference.index()];
    let unit = project.unit.map_or_else(Cell::empty, |unit| c.record(unit));
    let date = |date| match date {
        Some(date) => Cell {
            assumed: project.plan.as_ref().and_then(|plan| plan.assumption.clone()),
            note: shift(c, &progress.timing),
            ..c.date(date)
        },
        None => Cell::text(c.t("fehlt.kurz")),
    };
    vec![
        project_cell(c, reference),
        unit,
        progress.timing.begin.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |begin| c.date(begin)),
        date(progress.timing.end),
        status_cell(c, progress.status),
        traffic_light::cell(c, reference),
    ]
}

/// Projects whose light is red or yellow, and the thresholds.
pub fn lights(c: &Compose<'_>) -> Vec<Block> {
    attention(c).map(|block| Block { intro: Some(thresholds(c)), ..block }).into_iter().collect()
}

/// Projects whose light is red or yellow, the red ones first, and why; none where there are none.
pub fn attention(c: &Compose<'_>) -> Option<Block> {
    let light = |reference| Some((reference, traffic_light(c.model(), c.analysis(), reference)?));
    let mut lights: Vec<_> = c.model().projects.refs().filter_map(|(reference, _)| light(reference)).collect();
    lights.retain(|(_, light)| matches!(light.colour, LightColour::Red | LightColour::Yellow));
    let title = |reference: Ref<Project>| c.model().projects[reference].head.title.as_str();
    lights.sort_by(|a, b| b.1.colour.cmp(&a.1.colour).then_with(|| c.input.order.compare(title(a.0), title(b.0))));
    let row = |(reference, light): &(Ref<Project>, TrafficLight<'_>)| {
        let set = light.set.map(|_| c.t("ampel.von-hand"));
        vec![
            c.record(*reference),
            Cell { badge: Some(badge(c, light.colour)), note: set, ..Cell::default() },
            Cell::text(explanations(c, *reference, light).join(" ")),
        ]
    };
    let rows: Vec<_> = lights.iter().map(row).collect();
    (!rows.is_empty()).then(|| c.table_block("aufmerksamkeit", &["projekt", "ampel", "grund"], rows))
}

/// How many measures have each status.
pub fn measures(c: &Compose<'_>) -> Vec<Block> {
    let items = c.status_counts(&c.analysis().measures);
    if items.is_empty() { Vec::new() } else { vec![c.block("massnahmen-nach-stand", Body::Figures { items })] }
}

/// What is not known of how many projects and measures.
pub fn gaps(c: &Compose<'_>) -> Vec<Block> {
    let (model, analysis) = (c.model(), c.analysis());
    let projects: Vec<_> = model.projects.iter().zip(&analysis.projects).collect();
    let measures: Vec<_> = model.measures.iter().zip(&analysis.measures).collect();
    let no_end = |progress: &Progress| is_open(progress) && progress.timing.end.is_none();
    let silent = |progress: &Progress| progress.status == Status::Unknown;
    let done = |progress: &Progress| progress.status == Status::Completed;
    let counts = [
        (
            "ohne-ende",
            projects.iter().filter(|(_, progress)| no_end(progress)).count(),
            measures.iter().filter(|(_, progress)| no_end(progress)).count(),
        ),
        (
            "ohne-einheit",
            projects.iter().filter(|(project, _)| project.unit.is_none()).count(),
            measures.iter().filter(|(measure, _)| measure.unit.is_none()).count(),
        ),
        (
            "ohne-meldung",
            projects.iter().filter(|(_, progress)| silent(progress)).count(),
            measures.iter().filter(|(_, progress)| silent(progress)).count(),
        ),
        (
            "ohne-kosten",
            projects.iter().filter(|(project, _)| project.cost.is_none()).count(),
            measures.iter().filter(|(measure, _)| measure.cost.is_none()).count(),
        ),
    ];
    let unproven = measures.iter().filter(|(measure, progress)| done(progress) && measure.evidence.is_empty()).count();
    let aimless = measures.iter().filter(|(measure, _)| measure.fulfils.is_empty()).count();
    let name = |key: &str| Cell::text(c.t(&format!("angabe.{key}")));
    let number = |count: usize| Cell::text(count.to_string());
    let both = counts.into_iter().filter(|(_, projects, measures)| projects + measures > 0);
    let mut rows: Vec<_> =
        both.map(|(key, projects, measures)| vec![name(key), number(projects), number(measures)]).collect();
    let only = [("ohne-nachweis", unproven), ("ohne-kriterium", aimless)].into_iter().filter(|(_, count)| *count > 0);
    rows.extend(only.map(|(key, count)| vec![name(key), Cell::text(c.t("fehlt.strich")), number(count)]));
    let columns = ["angabe", "projekte#", "massnahmen#"];
    if rows.is_empty() { Vec::new() } else { vec![c.table_block("fehlende-angaben", &columns, rows)] }
}

/// Whether something is still to be done.
pub(super) fn is_open(progress: &Progress) -> bool {
    !matches!(progress.status, Status::Completed | Status::Ended | Status::Discontinued)
}
