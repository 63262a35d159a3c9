//! Exemptions in words and tables; shared by their page and the pages on maturity.

use super::compose::Compose;
use super::maturity::{dimensions, level_words};
use super::{Block, Body, Cell, Table};
use crate::analysis::exemption::{Effect, Phase};
use crate::analysis::maturity::DimensionState;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::scalar::Rational;

/// Flagged where more of a dimension's weight is exempt (section "Exemptions" of the method).
const MUCH_EXEMPT_PERCENT: u32 = 30;

/// "Achtung: 40 % des Gewichts dieser Dimension sind ausgenommen.", where it is that much.
pub fn warning(c: &Compose<'_>, state: &DimensionState) -> Option<String> {
    let much = Rational::new(MUCH_EXEMPT_PERCENT, 100).is_some_and(|much| state.exempt_share > much);
    much.then(|| c.f("warum.viel-ausgenommen", &[("anteil", &c.print.percent(&state.exempt_share))]))
}

fn words(c: &Compose<'_>, level: Option<u32>) -> String {
    level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level))
}

/// Every dimension in which something is exempt, with and without; none where nothing is.
pub fn comparison(c: &Compose<'_>) -> Option<Block> {
    let rows: Vec<_> = dimensions(c).filter_map(|(reference, _, state)| row(c, reference, state)).collect();
    let columns = ["dimension", "mit-ausnahmen", "ohne-ausnahmen", "ausgenommen#"];
    (!rows.is_empty()).then(|| c.table_block("mit-und-ohne-ausnahmen", &columns, rows))
}

fn row(c: &Compose<'_>, reference: Ref<Dimension>, state: &DimensionState) -> Option<Vec<Cell>> {
    if state.exempt_share.is_zero() {
        return None;
    }
    let without = c.analysis().exemptions.without.dimensions[reference.index()].level;
    let share = Cell { note: much(c, state), ..Cell::text(c.print.percent(&state.exempt_share)) };
    Some(vec![c.dimension(reference), Cell::text(words(c, state.level)), Cell::text(words(c, without)), share])
}

/// "mehr als 30 % ausgenommen", where it is that much; for tables.
pub fn much(c: &Compose<'_>, state: &DimensionState) -> Option<String> {
    warning(c, state).map(|_| c.f("ausnahme.viel", &[("grenze", &MUCH_EXEMPT_PERCENT.to_string())]))
}

/// Exemptions with their reason, their end and what they change.
pub fn table(c: &Compose<'_>, caption: &str, effects: &[&Effect]) -> Table {
    let past = effects.iter().all(|effect| effect.phase == Phase::Past);
    let columns = ["kriterium", "von", "bis", "grund", "wirkung"];
    let columns = if past { &columns[..4] } else { &columns[..] };
    let rows = effects.iter().map(|effect| {
        let mut cells = described(c, effect);
        cells.extend((!past).then(|| effect_cell(c, effect)));
        cells
    });
    c.table(caption, columns, rows.collect())
}

fn described(c: &Compose<'_>, effect: &Effect) -> Vec<Cell> {
    let exemption = &c.model().exemptions[effect.exemption];
    let criterion = Cell { badge: None, ..c.criterion(effect.criterion) };
    let soon = effect.ends_soon.then(|| c.t("ausnahme.endet-bald"));
    let resolution = exemption.resolution.as_ref();
    let reason = Cell {
        note: resolution.map(|resolution| c.f("ziel.beschluss", &[("beschluss", resolution)])),
        assumed: exemption.origin.assumption.clone(),
        ..Cell::text(&exemption.reason)
    };
    vec![criterion, c.date(exemption.from), Cell { note: soon, ..c.date(exemption.until) }, reason]
}

/// What it changes today, and what its end changes if nobody does anything.
fn effect_cell(c: &Compose<'_>, effect: &Effect) -> Cell {
    let level = |key: &str, level: Option<u32>| c.f(key, &[("stufe", &c.level_number(level))]);
    let today = match effect.phase {
        Phase::Current if effect.level == effect.level_without => c.t("ausnahme.ohne-wirkung"),
        Phase::Current => level("ausnahme.ohne-diese", effect.level_without),
        Phase::Coming | Phase::Past => c.t("ausnahme.noch-nicht"),
    };
    Cell { note: Some(level("ausnahme.danach", effect.level_after)), ..Cell::text(today) }
}

/// The exemptions of a dimension that hold or are to come; none where there are none.
pub fn dimension_block(c: &Compose<'_>, dimension: Ref<Dimension>) -> Option<Block> {
    let effects = c.analysis().exemptions.of(c.model(), dimension);
    let effects: Vec<_> = effects.filter(|effect| effect.phase != Phase::Past).collect();
    let caption = c.t("block.ausnahmen");
    (!effects.is_empty()).then(|| c.block("ausnahmen", Body::Table(table(c, &caption, &effects))))
}
