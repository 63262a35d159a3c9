//! The milestones of a project: when they were due first, when they are due now, and what stands behind them.

use crate::analysis::Progress;
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::project::{Milestone, Project};
use crate::view::compose::{Compose, link_list};
use crate::view::timing::against_first;
use crate::view::{Block, Cell};

/// The milestones as a table; none where there are none. Columns that would say nothing are left out.
pub(super) fn block(c: &Compose<'_>, reference: Ref<Project>, project: &Project) -> Option<Block> {
    let states = &c.analysis().milestones[reference.index()];
    let shown = Shown {
        current: states.iter().any(|state| state.timing.shifts > 0),
        against: states.iter().any(|state| state.timing.shifts > 0 || state.timing.done.is_some()),
        measures: project.milestones.iter().any(|one| !measures(c, reference, one).is_empty()),
    };
    let rows = project.milestones.iter().zip(states).map(|(one, state)| row(c, reference, (one, state), &shown));
    let columns = [
        Some("meilenstein"),
        Some(if shown.current { "erster-plan" } else { "faellig" }),
        shown.current.then_some("jetzt-faellig"),
        shown.against.then_some("gegen-ersten-plan"),
        Some("stand"),
        shown.measures.then_some("massnahme"),
    ];
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    (!project.milestones.is_empty()).then(|| c.table_block("meilensteine", &columns, rows.collect()))
}

/// Which columns have something to say.
struct Shown {
    current: bool,
    against: bool,
    measures: bool,
}

fn row(
    c: &Compose<'_>,
    project: Ref<Project>,
    (milestone, progress): (&Milestone, &Progress),
    shown: &Shown,
) -> Vec<Cell> {
    let timing = &progress.timing;
    let assumed = milestone.plan.assumption.clone().or_else(|| milestone.head.assumption.clone());
    let note = timing.begin.map(|begin| c.f("datum.ab", &[("von", &c.print.date(begin))]));
    let first = timing.first_end.map_or_else(Cell::empty, |end| Cell { assumed, note, ..c.date(end) });
    let dash = || Cell::text(c.t("fehlt.strich"));
    let current = || timing.end.filter(|_| timing.shifts > 0).map_or_else(dash, |end| c.date(end));
    let against = || against_first(c, timing).map_or_else(dash, Cell::text);
    let status = Cell { badge: Some(c.status(progress.status)), note: c.end_note_if_done(progress), ..Cell::default() };
    let cells = [
        Some(Cell::text(&milestone.head.title)),
        Some(first),
        shown.current.then(current),
        shown.against.then(against),
        Some(status),
        shown.measures.then(|| linked(c, &measures(c, project, milestone))),
    ];
    cells.into_iter().flatten().collect()
}

/// The measures that are the milestone.
fn measures(c: &Compose<'_>, project: Ref<Project>, milestone: &Milestone) -> Vec<Ref<Measure>> {
    let is_it = |measure: &&Ref<Measure>| {
        c.model().measures[**measure].milestone.as_ref().is_some_and(|id| id.value == milestone.head.id.value)
    };
    c.analysis().links.measures_of_project.of(project).iter().filter(is_it).copied().collect()
}

fn linked(c: &Compose<'_>, measures: &[Ref<Measure>]) -> Cell {
    match measures {
        [] => Cell::text(c.t("fehlt.strich")),
        [one] => c.record(*one),
        several => Cell { html: Some(link_list(&c.records(several))), ..Cell::default() },
    }
}
