//! The explanation for people: with ids and the paths of pages.

use super::Explained;
use crate::analysis::derivation::{CriterionStep, Derivation, LevelStep};
use crate::analysis::maturity::{DimensionState, Overall};
use crate::analysis::next_step::{NextStep, Path, Step};
use crate::analysis::whatif::{Assumption, Difference, Reach, changes_nothing};
use crate::cli::text::Text;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::names::{Kind, Ref};
use crate::content::scalar::Rational;
use crate::view::compose::{Compose, address};
use crate::view::derivation::{
    calculations, level_sentences, rule_words, share_formula, shares, terms, unit_lines, why,
};
use crate::view::maturity::level_words;
use crate::view::next_step::{action, cheapest, cheapest_sentences, cost, open_words, smallest_sentences};

/// The explanation as text.
pub(super) fn text(c: &Compose<'_>, explained: &Explained<'_>) -> String {
    let mut text = Text::default();
    if let Some(dimension) = explained.dimension {
        head(c, &mut text, dimension);
    }
    assumptions(c, &mut text, explained);
    match (&explained.derivation, explained.criterion) {
        (Some(derivation), Some(criterion)) => one_criterion(c, &mut text, derivation, criterion),
        (Some(derivation), None) => whole(c, &mut text, explained, derivation),
        (None, _) => {}
    }
    text.finish()
}

fn head(c: &Compose<'_>, text: &mut Text, reference: Ref<Dimension>) {
    let dimension = &c.model().maturity.dimensions[reference];
    text.write(0, 0, &format!("{} ({})", dimension.title, dimension.id.value));
    let as_of = c.f("erklaerung.stichtag", &[("stichtag", &c.print.day(c.analysis().as_of))]);
    text.write(0, 0, &format!("{}, {as_of}", address(Kind::Dimension, &dimension.id)));
}

fn whole(c: &Compose<'_>, text: &mut Text, explained: &Explained<'_>, derivation: &Derivation) {
    let dimension = derivation.dimension;
    text.line("");
    why(c, dimension).iter().for_each(|sentence| text.write(0, 0, sentence));
    if let Some(level) = explained.level {
        text.line("");
        text.write(0, 0, &asked_level(c, derivation, level));
    }
    text.heading(&c.t("block.herleitung"));
    text.write(0, 0, &rule_words(c));
    // For a level asked for, what stands above it plays no part.
    let top = explained.level.map(|level| explained.next.as_ref().map_or(level, |next| next.goal.max(level)));
    let levels = derivation.levels.iter().filter(|step| top.is_none_or(|top| step.level <= top));
    levels.for_each(|step| level(c, text, derivation, step));
    let sums = calculations(c, derivation);
    if !sums.is_empty() {
        text.heading(&c.t("block.nachgerechnet"));
        text.write(0, 0, &c.t("herleitung.rechenweg"));
        sums.iter().for_each(|sum| text.item(0, sum));
    }
    if let Some(next) = &explained.next {
        ways(c, text, next);
    }
}

/// Whether a level is reached, and if not, what stops it.
fn asked_level(c: &Compose<'_>, derivation: &Derivation, level: u32) -> String {
    let state = &c.analysis().maturity.dimensions[derivation.dimension.index()];
    let words = level_words(c, level);
    let Some(reached) = state.level else { return c.t("warum.nicht-bewertet") };
    match () {
        () if reached >= level => c.f("erklaerung.erreicht", &[("stufe", &words)]),
        () if level > state.cap => {
            c.f("erklaerung.nicht-verlangt", &[("stufe", &words), ("decke", &state.cap.to_string())])
        }
        () => {
            let stops = state.next.unwrap_or(level);
            c.f("erklaerung.nicht-erreicht", &[("stufe", &words), ("scheitert", &level_words(c, stops))])
        }
    }
}

fn level(c: &Compose<'_>, text: &mut Text, derivation: &Derivation, step: &LevelStep) {
    text.heading(&c.f("stufe.ueberschrift", &[("stufe", &level_words(c, step.level))]));
    text.write(0, 0, &level_sentences(c, derivation, step).join(" "));
    step.criteria.iter().for_each(|step| criterion(c, text, step));
}

fn criterion(c: &Compose<'_>, text: &mut Text, step: &CriterionStep) {
    let criterion = &c.model().maturity.criteria[step.criterion];
    let state = &c.analysis().maturity.criteria[step.criterion.index()];
    text.line("");
    text.write(2, 2, &format!("{}: {}", criterion.id.value, criterion.text));
    let notes = terms(c, criterion).into_iter().chain(super::exemption(c, step));
    notes.for_each(|note| text.write(4, 0, &note));
    let exact = c.print.share(&step.share);
    let reached = share_formula(c, step).unwrap_or(exact);
    let needed = c.print.share(criterion.threshold.value());
    let badge = c.criterion_badge(state).text;
    let line = c.f("erklaerung.kriterium", &[("erreicht", &reached), ("noetig", &needed), ("stand", &badge)]);
    text.write(4, 0, &line);
    let shares = shares(c, step);
    if shares.is_empty() {
        text.item(4, &c.t("kriterium.ohne-massnahme"));
    }
    for share in shares {
        let measure = &c.model().measures[share.measure];
        let value = share.value.as_ref().map(|value| c.print.share(value));
        let words = match value {
            Some(value) => c.f("beitrag.zeile", &[("anteil", &value), ("grund", &share.reason)]),
            None => share.reason,
        };
        text.item(4, &format!("{}: {words}", measure.head.title));
        text.write(6, 0, &address(Kind::Measure, &measure.head.id));
    }
    unit_lines(c, step).iter().for_each(|line| text.item(6, line));
}

fn one_criterion(c: &Compose<'_>, text: &mut Text, derivation: &Derivation, reference: Ref<Criterion>) {
    let Some((step, own)) = derivation.criterion(reference) else { return };
    text.heading(&c.f("stufe.ueberschrift", &[("stufe", &level_words(c, step.level))]));
    criterion(c, text, own);
}

// The way to a level

fn ways(c: &Compose<'_>, text: &mut Text, next: &NextStep) {
    text.heading(&c.f("erklaerung.weg", &[("stufe", &level_words(c, next.goal))]));
    path(c, text, &smallest_sentences(c, next), &next.smallest);
    if let Some(way) = cheapest(next) {
        text.line("");
        path(c, text, &cheapest_sentences(c, way), way);
    }
    if !next.open.is_empty() {
        text.heading(&c.t("block.neue-massnahmen"));
        for open in &next.open {
            let criterion = &c.model().maturity.criteria[open.criterion];
            text.item(2, &format!("{}: {}", criterion.id.value, criterion.text));
            text.write(4, 0, &open_words(c, open));
        }
    }
}

fn path(c: &Compose<'_>, text: &mut Text, sentences: &[String], path: &Path) {
    text.write(0, 0, &sentences.join(" "));
    path.steps.iter().for_each(|step| self::step(c, text, step));
}

fn step(c: &Compose<'_>, text: &mut Text, step: &Step) {
    let measure = &c.model().measures[step.measure];
    let progress = &c.analysis().measures[step.measure.index()];
    let end = c.end_note(progress).map(|note| format!(" ({note})")).unwrap_or_default();
    text.item(2, &format!("{}: {}{end}", measure.head.title, action(c, step)));
    text.write(4, 0, &address(Kind::Measure, &measure.head.id));
    let cost = step.cost.is_some().then(|| c.f("erklaerung.kosten", &[("betrag", &cost(c, step))]));
    let id = |criterion: &Ref<Criterion>| c.model().maturity.criteria[*criterion].id.value.as_str();
    let ids = step.criteria.iter().map(id).collect::<Vec<_>>().join(", ");
    let helps = c.f("erklaerung.hilft", &[("kriterien", &ids)]);
    cost.into_iter().chain([helps]).for_each(|line| text.write(4, 0, &line));
}

// What if

fn assumptions(c: &Compose<'_>, text: &mut Text, explained: &Explained<'_>) {
    let Some(differences) = &explained.differences else { return };
    if explained.dimension.is_some() {
        text.line("");
    }
    for &assumption in explained.assumptions {
        text.write(0, 2, &assumption_words(c, assumption, explained));
    }
    let changed: Vec<_> = differences.dimensions.iter().filter(|one| !one.is_none()).collect();
    let others = explained.dimension.map(|own| changed.iter().filter(|one| one.dimension != own).count());
    text.heading(&c.t("erklaerung.unterschiede"));
    if changed.is_empty() {
        text.write(0, 0, &c.t("was-waere.nichts"));
    }
    for one in changed.iter().filter(|one| explained.dimension.is_none_or(|own| own == one.dimension)) {
        difference(c, text, one);
    }
    if let Some(others) = others.filter(|&others| others > 0) {
        text.item(2, &c.count("was-waere.andere", others));
    }
    if explained.dimension.is_none() {
        overall(c, text, &differences.overall);
    }
}

fn assumption_words(c: &Compose<'_>, assumption: Assumption, explained: &Explained<'_>) -> String {
    let as_of = c.analysis().as_of;
    let title = |measure| c.model().measures[measure].head.title.clone();
    let words = match assumption {
        Assumption::Without(measure) => c.f("was-waere.ohne", &[("massnahme", &title(measure))]),
        Assumption::Completed { measure, unit, day } => {
            let key = if day <= as_of { "was-waere.umgesetzt" } else { "was-waere.geplant" };
            let unit = unit.map(|unit| c.model().units[unit].head.title.clone());
            let place = unit.map(|unit| c.f("was-waere.in", &[("einheit", &unit)])).unwrap_or_default();
            c.f(key, &[("massnahme", &title(measure)), ("am", &c.print.day(day)), ("ort", &place)])
        }
    };
    let idle = changes_nothing(explained.original, assumption, as_of).then(|| c.t("was-waere.zaehlt-schon"));
    std::iter::once(words).chain(idle).collect::<Vec<_>>().join(" ")
}

fn difference(c: &Compose<'_>, text: &mut Text, difference: &Difference) {
    let dimension = &c.model().maturity.dimensions[difference.dimension];
    text.write(0, 0, &format!("{} ({})", dimension.title, dimension.id.value));
    let level =
        |state: &DimensionState| state.level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level));
    let percent =
        |share: &Option<Rational>| share.as_ref().map_or_else(|| c.t("fehlt.strich"), |one| c.print.percent(one));
    let (before, after) = (&difference.before, &difference.after);
    let rows = [
        ("feld.stufe", level(before), level(after)),
        ("feld.fortschritt", percent(&before.progress), percent(&after.progress)),
        ("feld.erfuellungsgrad", percent(&before.fulfilment), percent(&after.fulfilment)),
        ("feld.voraus", c.print.percent(&before.ahead), c.print.percent(&after.ahead)),
    ];
    for (key, before, after) in rows.into_iter().filter(|(_, before, after)| before != after) {
        change(c, text, &c.t(key), &before, &after);
    }
    for &(level, before, after) in &difference.expected {
        let label = c.f("was-waere.erwartet", &[("stufe", &level_words(c, level))]);
        change(c, text, &label, &reach(c, before), &reach(c, after));
    }
}

fn change(c: &Compose<'_>, text: &mut Text, label: &str, before: &str, after: &str) {
    text.item(2, &c.f("was-waere.aenderung", &[("was", label), ("vorher", before), ("nachher", after)]));
}

fn reach(c: &Compose<'_>, reach: Reach) -> String {
    match reach {
        Reach::Now => c.t("prognose.erreicht"),
        Reach::On(day) => c.print.day(day),
        Reach::Never => c.t("prognose.nicht"),
    }
}

fn overall(c: &Compose<'_>, text: &mut Text, (before, after): &(Overall, Overall)) {
    let level =
        |overall: &Overall| overall.minimum.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level));
    let percent = |overall: &Overall| {
        overall.fulfilment.as_ref().map_or_else(|| c.t("fehlt.strich"), |share| c.print.percent(share))
    };
    let rows =
        [("gesamt.minimum", level(before), level(after)), ("gesamt.erfuellungsgrad", percent(before), percent(after))];
    let rows: Vec<_> = rows.into_iter().filter(|(_, before, after)| before != after).collect();
    if !rows.is_empty() {
        text.write(0, 0, &c.t("erklaerung.gesamt"));
    }
    rows.iter().for_each(|(key, before, after)| change(c, text, &c.t(key), before, after));
}
