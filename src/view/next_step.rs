//! The words of the way to a level: shared by the pages of dimensions and `spatz explain`.

use super::compose::Compose;
use super::maturity::level_words;
use crate::analysis::next_step::{NextStep, OpenCriterion, Path, Step};

/// What the smallest set reaches, and whether fewer would do.
pub fn smallest_sentences(c: &Compose<'_>, next: &NextStep) -> Vec<String> {
    let count = next.smallest.steps.len();
    let key = match (next.open.is_empty(), count, next.smallest.exact) {
        (true, _, true) => "weg.genuegt",
        (true, _, false) => "weg.genuegt-etwa",
        (false, 0, _) => "weg.keine",
        (false, ..) => "weg.teil",
    };
    let form = if count == 1 { "eins" } else { "viele" };
    let arguments = [("stufe", level_words(c, next.goal)), ("anzahl", count.to_string())];
    let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
    let first = c.f(&format!("{key}.{form}"), &arguments);
    std::iter::once(first).chain(cost_sentence(c, &next.smallest)).chain(same_sentence(c, next)).collect()
}

/// That the smallest set is the cheapest as well.
fn same_sentence(c: &Compose<'_>, next: &NextStep) -> Option<String> {
    let cheapest = next.cheapest.as_ref()?;
    (cheapest.steps == next.smallest.steps && cheapest.exact).then(|| c.t("weg.zugleich-guenstig"))
}

/// The cheapest set, where it is another one than the smallest.
pub fn cheapest(next: &NextStep) -> Option<&Path> {
    next.cheapest.as_ref().filter(|cheapest| cheapest.steps != next.smallest.steps)
}

/// What the cheapest set is.
pub fn cheapest_sentences(c: &Compose<'_>, path: &Path) -> Vec<String> {
    let key = if path.exact { "weg.guenstiger" } else { "weg.guenstiger-etwa" };
    std::iter::once(c.count(key, path.steps.len())).chain(cost_sentence(c, path)).collect()
}

/// What a set costs, as far as that is known; nothing for an empty one.
fn cost_sentence(c: &Compose<'_>, path: &Path) -> Option<String> {
    let money = c.print.money(&path.cost.euros());
    match (path.steps.len(), path.unpriced) {
        (0, _) => None,
        (_, 0) => Some(c.f("weg.kosten", &[("betrag", &money)])),
        (all, unpriced) if all == unpriced => Some(c.t("weg.kosten-unbekannt")),
        (_, unpriced) => {
            let missing = c.count("weg.ohne-kosten", unpriced);
            Some(c.f("weg.kosten-mindestens", &[("betrag", &money), ("ohne", &missing)]))
        }
    }
}

/// What is to be done with a measure, and where.
pub fn action(c: &Compose<'_>, step: &Step) -> String {
    let action = c.t(&format!("schritt.{}", step.action.word()));
    let title = |unit: &crate::content::names::Ref<_>| c.model().units[*unit].head.title.clone();
    let units = step.units.iter().map(title).collect::<Vec<_>>().join(", ");
    match units.is_empty() {
        true => action,
        false => c.f("schritt.in-einheiten", &[("tun", &action), ("einheiten", &units)]),
    }
}

/// What is planned for a measure, or that this is not stated.
pub fn cost(c: &Compose<'_>, step: &Step) -> String {
    step.cost.map_or_else(|| c.t("weg.kosten-fehlt"), |cost| c.print.money(&cost.euros()))
}

/// Why a criterion stays open.
pub fn open_words(c: &Compose<'_>, open: &OpenCriterion) -> String {
    let needed = c.print.share(c.model().maturity.criteria[open.criterion].threshold.value());
    match open.measures {
        0 => c.t("weg.ohne-massnahme"),
        _ => c.f("weg.reicht-nicht", &[("anteil", &c.print.share(&open.share)), ("noetig", &needed)]),
    }
}
