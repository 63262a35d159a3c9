//! Projects with first and current end, light, next milestone and reason; the milestones of one project.

use std::cmp::Reverse;

use super::paper::Draft;
use super::scope::Scope;
use crate::analysis::schedule::Timing;
use crate::analysis::traffic_light::traffic_light;
use crate::content::names::Ref;
use crate::content::project::{LightColour, Project};
use crate::view::Cell;
use crate::view::compose::Compose;
use crate::view::traffic_light::{self, main_reason};

/// The projects that are not over, those first that need attention; how many are over is told.
pub(super) fn table(c: &Compose<'_>, scope: &Scope<'_>) -> Draft {
    let (open, over): (Vec<_>, Vec<_>) =
        scope.projects.iter().partition(|one| c.analysis().projects[one.index()].status.is_open());
    // Of a project that is over there is nothing else to tell.
    let (shown, over) = if scope.projects.len() == 1 { (scope.projects.clone(), Vec::new()) } else { (open, over) };
    Draft {
        id: "handout-projekte",
        columns: &["projekt", "ende-zuerst", "ende-jetzt", "ampel", "naechster-meilenstein", "grund"],
        widths: &[22, 13, 15, 8, 20, 22],
        rows: sorted(c, shown).into_iter().map(|one| row(c, one)).collect(),
        intro: (!over.is_empty()).then(|| c.count("handout.vorbei", over.len())),
        first: 12,
    }
}

/// Those first that need attention; then by title.
pub(super) fn sorted(c: &Compose<'_>, mut projects: Vec<Ref<Project>>) -> Vec<Ref<Project>> {
    projects.sort_by(|&a, &b| {
        let title = |one: Ref<Project>| c.model().projects[one].head.title.as_str();
        rank(c, a).cmp(&rank(c, b)).then_with(|| c.input.order.compare(title(a), title(b)))
    });
    projects
}

/// Red, yellow, grey, green.
fn rank(c: &Compose<'_>, project: Ref<Project>) -> impl Ord {
    let colour = traffic_light(c.model(), c.analysis(), project).map(|light| light.colour);
    Reverse(match colour {
        Some(LightColour::Red) => 4,
        Some(LightColour::Yellow) => 3,
        Some(LightColour::Grey) => 2,
        Some(LightColour::Green) => 1,
        None => 0,
    })
}

fn row(c: &Compose<'_>, reference: Ref<Project>) -> Vec<Cell> {
    let progress = &c.analysis().projects[reference.index()];
    let light = traffic_light(c.model(), c.analysis(), reference);
    let reason = light.map_or_else(|| c.status(progress.status).text, |light| main_reason(c, reference, &light));
    vec![
        c.record(reference),
        first_end(c, &progress.timing),
        end(c, &progress.timing),
        traffic_light::cell(c, reference),
        next_milestone(c, reference),
        Cell::text(reason),
    ]
}

fn first_end(c: &Compose<'_>, timing: &Timing) -> Cell {
    timing.first_end.map_or_else(|| Cell::text(c.t("fehlt.strich")), |end| c.date(end))
}

/// When it was done, else the current end; and how that lies to the first one, where it is another.
fn end(c: &Compose<'_>, timing: &Timing) -> Cell {
    let end = timing.done.map(|done| c.day(done)).or_else(|| timing.end.map(|end| c.date(end)));
    let moved = timing.shift().filter(|shift| shift.direction().is_ne()).map(|shift| c.print.shift(shift));
    end.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |end| Cell { note: moved, ..end })
}

/// The open milestone that is due first.
fn next_milestone(c: &Compose<'_>, project: Ref<Project>) -> Cell {
    let milestones = c.model().projects[project].milestones.iter().zip(&c.analysis().milestones[project.index()]);
    let open = milestones.filter(|(_, state)| state.status.is_open());
    let next = open.filter_map(|(one, state)| Some((state.timing.end?, one))).min_by_key(|(due, _)| *due);
    match next {
        Some((due, milestone)) => Cell { note: Some(c.print.date(due)), ..Cell::text(&milestone.head.title) },
        None => Cell::text(c.t("fehlt.strich")),
    }
}

/// The milestones of a project, in the order written.
pub(super) fn milestones(c: &Compose<'_>, project: Ref<Project>) -> Draft {
    let milestones = c.model().projects[project].milestones.iter().zip(&c.analysis().milestones[project.index()]);
    let row = milestones.map(|(milestone, state)| {
        vec![
            Cell::text(&milestone.head.title),
            first_end(c, &state.timing),
            end(c, &state.timing),
            Cell { badge: Some(c.status(state.status)), ..Cell::default() },
        ]
    });
    Draft {
        id: "handout-meilensteine",
        columns: &["meilenstein", "ende-zuerst", "ende-jetzt", "stand"],
        widths: &[48, 15, 19, 18],
        rows: row.collect(),
        intro: None,
        first: 20,
    }
}
