//! Levels against targets, as a table and as a chart.

use super::paper::Draft;
use super::scope::Scope;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::maturity::{level_words, profile_block};
use crate::view::units;
use crate::view::{Block, Cell, targets};

/// The levels of the subject's dimensions; of the whole also the targets, where there are any. None where there is nothing
/// to assess.
pub(super) fn table(c: &Compose<'_>, scope: &Scope<'_>) -> Option<Draft> {
    let maturity = scope.maturity.filter(|_| !scope.dimensions.is_empty())?;
    let aimed = scope.dimensions.iter().any(|&dimension| c.analysis().targets.shown(dimension).is_some());
    let with_targets = scope.unit.is_none() && aimed;
    let row = |&dimension: &Ref<Dimension>| {
        let state = maturity.dimensions.get(dimension.index())?;
        let level = state.level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level));
        let dash = || c.t("fehlt.strich");
        let way = state.next.zip(state.progress.as_ref()).map(|(next, progress)| {
            c.f("stufe.weg", &[("anteil", &c.print.percent(progress)), ("stufe", &next.to_string())])
        });
        let cells = [c.dimension(dimension), Cell::text(level), Cell::text(way.unwrap_or_else(dash))];
        Some(cells.into_iter().chain(with_targets.then(|| target(c, dimension)).into_iter().flatten()).collect())
    };
    let rows = scope.dimensions.iter().filter_map(row).collect();
    let (columns, widths): (&[&str], &[usize]) = match with_targets {
        true => (&["dimension", "stufe", "weg", "ziel", "zustand"], &[27, 16, 22, 20, 15]),
        false => (&["dimension", "stufe", "weg"], &[40, 30, 30]),
    };
    let intro = (scope.unit.is_none() && !aimed).then(|| c.t("handout.ohne-ziele"));
    Some(Draft { id: "handout-stufen", columns, widths, rows, intro, first: 20 })
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
