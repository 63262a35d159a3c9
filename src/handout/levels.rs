//! Levels against targets, as a table and as a chart.

use super::Subject;
use super::paper::Draft;
use super::scope::Scope;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::maturity::{level_words, profile_block};
use crate::view::units;
use crate::view::{Block, Cell, targets};

/// The levels of the subject's dimensions; of the whole also the targets. None where there is nothing to assess.
pub(super) fn table(c: &Compose<'_>, scope: &Scope<'_>) -> Option<Draft> {
    let maturity = scope.maturity.filter(|_| !scope.dimensions.is_empty())?;
    let row = |&dimension: &Ref<Dimension>| {
        let state = maturity.dimensions.get(dimension.index())?;
        let level = state.level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level));
        let dash = || c.t("fehlt.strich");
        let way = state.next.zip(state.progress.as_ref()).map(|(next, progress)| {
            c.f("stufe.weg", &[("anteil", &c.print.percent(progress)), ("stufe", &next.to_string())])
        });
        let cells = [c.dimension(dimension), Cell::text(level), Cell::text(way.unwrap_or_else(dash))];
        Some(
            cells.into_iter().chain(scope.unit.is_none().then(|| target(c, dimension)).into_iter().flatten()).collect(),
        )
    };
    let rows = scope.dimensions.iter().filter_map(row).collect();
    let (columns, widths): (&[&str], &[usize]) = match scope.unit {
        None => (&["dimension", "stufe", "weg", "ziel", "zustand"], &[32, 18, 18, 18, 14]),
        Some(_) => (&["dimension", "stufe", "weg"], &[40, 30, 30]),
    };
    Some(Draft { id: "handout-stufen", columns, widths, rows, intro: None, granted: 60 })
}

/// The target to look at, and how it stands.
fn target(c: &Compose<'_>, dimension: Ref<Dimension>) -> [Cell; 2] {
    match c.analysis().targets.shown(dimension) {
        Some(target) => [
            Cell::text(targets::title(c, target)),
            Cell { badge: Some(targets::badge(c, target.state)), ..Cell::default() },
        ],
        None => [Cell::text(c.t("handout.ohne-ziel")), Cell::text(c.t("fehlt.strich"))],
    }
}

/// The profile over all dimensions; none of a part of them.
pub(super) fn chart(c: &Compose<'_>, scope: &Scope<'_>) -> Option<Block> {
    if scope.dimensions.len() < c.model().maturity.dimensions.len() {
        return None;
    }
    match scope.unit {
        None => profile_block(c, false),
        Some(unit) => units::profile_block(c, unit, scope.maturity?),
    }
}

/// Half lines that a chart takes: a profile grows with its dimensions, the plan of a project with its milestones.
pub(super) fn height(c: &Compose<'_>, subject: Subject) -> usize {
    match subject {
        Subject::Project(project) => {
            let project = &c.model().projects[project];
            24 + 3 * (project.milestones.len() + project.phases.len() + project.requires.len())
        }
        _ => 12 + 3 * c.model().maturity.dimensions.len(),
    }
}
