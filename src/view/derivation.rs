//! The words of a derivation: shared by the pages of dimensions and `spatz explain`.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::compose::Compose;
use super::exemptions::warning;
use super::maturity::level_words;
use crate::analysis::derivation::{
    Contribution, CriterionStep, Derivation, Fraction, LevelStep, PartStep, Reason, Test, Verdict, Weight,
};
use crate::analysis::maturity::DimensionState;
use crate::content::maturity_model::{Criterion, Dimension, Rule};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::scalar::Rational;

/// Why a dimension stands on its level.
pub fn why(c: &Compose<'_>, dimension: Ref<Dimension>) -> Vec<String> {
    let state = &c.analysis().maturity.dimensions[dimension.index()];
    let progress = state.next.zip(state.progress.as_ref()).map(|(next, progress)| {
        c.f("warum.fortschritt", &[("anteil", &c.print.percent(progress)), ("stufe", &next.to_string())])
    });
    let cap = state.level.is_some() && state.cap < c.model().maturity.top();
    let cap = cap.then(|| c.f("warum.decke", &[("stufe", &state.cap.to_string())]));
    std::iter::once(level_reached(c, state)).chain(progress).chain(cap).chain(warning(c, state)).collect()
}

fn level_reached(c: &Compose<'_>, state: &DimensionState) -> String {
    let missing = c.count("anzahl.kriterien-fehlen", state.missing.len());
    let words = |level| level_words(c, level);
    match (state.level, state.next) {
        (None, _) => c.t("warum.nicht-bewertet"),
        (Some(level), None) => c.f("warum.oberste", &[("stufe", &words(level))]),
        (Some(0), Some(next)) => c.f("warum.null", &[("naechste", &words(next)), ("fehlen", &missing)]),
        (Some(level), Some(next)) => {
            c.f("warum.stufe", &[("stufe", &words(level)), ("naechste", &words(next)), ("fehlen", &missing)])
        }
    }
}

/// The model's rule, in a sentence.
pub fn rule_words(c: &Compose<'_>) -> String {
    match &c.model().maturity.rule {
        Rule::All => c.t("regel.alle"),
        Rule::Threshold(share) => c.f("regel.schwelle", &[("schwelle", &c.print.share(share.value()))]),
        Rule::Iso33020 => c.t("regel.iso33020"),
    }
}

/// Reason and end of the exemption that holds for a criterion.
pub fn exemption_words(c: &Compose<'_>, reference: Ref<Criterion>) -> Option<String> {
    let mut exemptions = c.model().exemptions.iter();
    let exemption = exemptions.find(|one| one.criterion == Some(reference) && one.holds(c.analysis().as_of))?;
    let reason = [Some(exemption.reason.clone()), exemption.resolution.clone()];
    let reason = reason.into_iter().flatten().collect::<Vec<_>>().join(", ");
    Some(c.f("kriterium.ausnahme", &[("grund", &reason), ("bis", &c.print.date(exemption.until))]))
}

/// What the rule says of a level, with the numbers behind it.
pub fn level_sentences(c: &Compose<'_>, derivation: &Derivation, step: &LevelStep) -> Vec<String> {
    let state = &c.analysis().maturity.dimensions[derivation.dimension.index()];
    let number = |level: Option<u32>| level.unwrap_or(0).to_string();
    match step.verdict {
        Verdict::PassedOver if step.level > state.cap => vec![c.t("herleitung.nichts-verlangt")],
        Verdict::PassedOver if state.level > Some(step.level) => vec![c.t("herleitung.uebergangen")],
        Verdict::PassedOver => vec![c.t("herleitung.erst-mit-naechster")],
        Verdict::Reached => std::iter::once(c.t("herleitung.bestanden")).chain(test_sentences(c, &step.test)).collect(),
        Verdict::Stops => std::iter::once(c.t("herleitung.nicht-bestanden"))
            .chain(test_sentences(c, &step.test))
            .chain([c.f("herleitung.hier-endet", &[("stufe", &number(state.level))])])
            .collect(),
        Verdict::Behind => std::iter::once(c.f("herleitung.dahinter", &[("stufe", &number(state.next))]))
            .chain(test_sentences(c, &step.test))
            .collect(),
    }
}

fn test_sentences(c: &Compose<'_>, test: &Test) -> Vec<String> {
    let (met, asked) = (test.met.to_string(), test.asked.to_string());
    match &c.model().maturity.rule {
        Rule::All => vec![c.f("herleitung.erfuellt", &[("erfuellt", &met), ("gesamt", &asked)])],
        Rule::Threshold(share) => {
            let needed = c.print.share(share.value());
            let own = c.f("herleitung.nach-gewicht", &[("anteil", &weight(c, test.weight)), ("noetig", &needed)]);
            std::iter::once(own).chain(musts(c, test)).collect()
        }
        Rule::Iso33020 => {
            let own = c.f("herleitung.nach-gewicht-haelfte", &[("anteil", &weight(c, test.weight))]);
            let below = |(level, below): &(u32, Weight)| {
                c.f("herleitung.stufe-darunter", &[("stufe", &level.to_string()), ("anteil", &weight(c, *below))])
            };
            let below: Vec<_> = test.below.iter().map(below).collect();
            let below = (!below.is_empty()).then(|| c.f("herleitung.darunter", &[("liste", &below.join("; "))]));
            std::iter::once(own).chain(below).chain(musts(c, test)).collect()
        }
    }
}

/// "3 von 5 (60 %)"
fn weight(c: &Compose<'_>, weight: Weight) -> String {
    let share = weight.share().map(|share| c.print.percent(&share)).unwrap_or_default();
    let (met, all) = (weight.met.to_string(), weight.all.to_string());
    c.f("herleitung.gewicht", &[("erfuellt", &met), ("gesamt", &all), ("anteil", &share)])
}

fn musts(c: &Compose<'_>, test: &Test) -> Option<String> {
    (!test.open_musts.is_empty()).then(|| c.count("herleitung.pflicht-offen", test.open_musts.len()))
}

/// What a measure contributes over all parts of the organisation, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The measure.
    pub measure: Ref<Measure>,
    /// What it contributes, where that is the same everywhere.
    pub value: Option<Rational>,
    /// Why.
    pub reason: String,
}

/// What each measure contributes to a criterion.
pub fn shares(c: &Compose<'_>, step: &CriterionStep) -> Vec<Share> {
    let count = c.model().maturity.criteria[step.criterion].count;
    let parts = || step.parts.iter();
    let share = |(index, first): (usize, &Contribution)| {
        let all: Vec<_> = parts().filter_map(|part| part.contributions.get(index)).collect();
        let done = all.iter().filter(|one| !one.value.is_zero()).count();
        let same = all.iter().all(|one| one.value == first.value && one.reason == first.reason);
        let rolled_out = all.len() > 1 && c.model().measures[first.measure].rollout.is_some();
        let reason = match rolled_out {
            true => c.f("beitrag.einheiten", &[("fertig", &done.to_string()), ("gesamt", &all.len().to_string())]),
            false => reason(c, first),
        };
        let surplus = all.iter().all(|one| !one.counted) && done > 0;
        let surplus = surplus.then(|| c.count("beitrag.ueberzaehlig", count as usize));
        let reason = std::iter::once(reason).chain(surplus).collect::<Vec<_>>().join("; ");
        Share { measure: first.measure, value: Some(first.value.clone()).filter(|_| same), reason }
    };
    parts().next().into_iter().flat_map(|part| part.contributions.iter().enumerate()).map(share).collect()
}

/// Why a measure contributes what it does.
fn reason(c: &Compose<'_>, contribution: &Contribution) -> String {
    let at = |key: &str, day: Date| c.f(key, &[("am", &c.print.day(day))]);
    match &contribution.reason {
        Reason::Completed { on, confirmed, expires, coverage } => {
            let coverage = coverage.as_ref().map(|(day, share)| {
                c.f("beitrag.deckt", &[("anteil", &c.print.share(share)), ("am", &c.print.day(*day))])
            });
            let last_day = expires.map(|day| at("beitrag.zaehlt-bis", day.saturating_sub(1.day())));
            let confirmed = confirmed.map(|day| at("beitrag.bestaetigt", day));
            let parts = [Some(at("notiz.umgesetzt", *on)), confirmed, coverage, last_day];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Reason::Expired(day) => at("notiz.abgelaufen", *day),
        Reason::Ended(day) => at("beitrag.beendet", *day),
        Reason::Reopened(day) => at("beitrag.wiedereroeffnet", *day),
        Reason::Discarded(day) => at("beitrag.eingestellt", *day),
        Reason::Open => {
            let progress = &c.analysis().measures[contribution.measure.index()];
            let status = c.t(&format!("status.{}", progress.status.word()));
            std::iter::once(status).chain(c.end_note(progress)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// How a criterion's share comes about, where that is more than one contribution: `(1 + 17/40) : 2 = 57/80`.
pub fn share_formula(c: &Compose<'_>, step: &CriterionStep) -> Option<String> {
    let count = c.model().maturity.criteria[step.criterion].count;
    match step.parts.as_slice() {
        [part] if count > 1 => part_formula(part, count),
        _ => None,
    }
}

fn part_formula(part: &PartStep, count: u32) -> Option<String> {
    let counted: Vec<_> =
        part.contributions.iter().filter(|one| one.counted).map(|one| one.value.to_string()).collect();
    let sum = if counted.len() == 1 { counted.concat() } else { format!("({})", counted.join(" + ")) };
    (!counted.is_empty()).then(|| format!("{sum} : {count} = {}", part.share))
}

/// Sizes times shares over all sizes: `(60 · 1 + 10 · 0) : 70 = 6/7`.
fn parts_formula(parts: &[PartStep]) -> String {
    let terms: Vec<_> = by_share(parts).iter().map(|(share, parts)| format!("{} · {share}", size(parts))).collect();
    let all: Vec<_> = parts.iter().collect();
    let sum = parts.iter().map(|part| part.share.clone() * Rational::from(u64::from(part.part.size))).sum::<Rational>();
    let share = (sum / size(&all)).unwrap_or_default();
    let sum = if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join(" + ")) };
    format!("{sum} : {} = {share}", size(&all))
}

fn size(parts: &[&PartStep]) -> u64 {
    parts.iter().map(|part| u64::from(part.part.size)).sum()
}

/// Parts of equal share, the largest share first.
fn by_share(parts: &[PartStep]) -> Vec<(Rational, Vec<&PartStep>)> {
    let mut groups: BTreeMap<Rational, Vec<&PartStep>> = BTreeMap::new();
    for part in parts {
        groups.entry(part.share.clone()).or_default().push(part);
    }
    groups.into_iter().rev().collect()
}

/// Which units reach what, with their sizes, and what that comes to; nothing where the whole is one.
pub fn unit_lines(c: &Compose<'_>, step: &CriterionStep) -> Vec<String> {
    if step.parts.len() < 2 {
        return Vec::new();
    }
    let name = |part: &&PartStep| {
        let unit = part.part.unit.map(|unit| c.model().units[unit].head.title.clone()).unwrap_or_default();
        c.f("beitrag.einheit", &[("einheit", &unit), ("groesse", &part.part.size.to_string())])
    };
    let line = |(share, parts): (Rational, Vec<&PartStep>)| {
        let units = parts.iter().map(name).collect::<Vec<_>>().join(", ");
        c.f("beitrag.anteil-in", &[("anteil", &c.print.share(&share)), ("einheiten", &units)])
    };
    let together = c.f("beitrag.zusammen", &[("rechnung", &parts_formula(&step.parts))]);
    let alone = step.met_by_none_alone(c.model()).then(|| c.t("beitrag.keine-allein"));
    by_share(&step.parts).into_iter().map(line).chain([together]).chain(alone).collect()
}

/// What is needed to compute with the criterion by hand, where it differs from the plain case.
pub fn terms(c: &Compose<'_>, criterion: &Criterion) -> Option<String> {
    let count = criterion.count.to_string();
    let validity = crate::content::common::Interval { begin: criterion.from, end: criterion.until };
    let parts = [
        criterion.must.then(|| c.t("kriterium.pflicht")),
        (criterion.weight != 1).then(|| c.f("kriterium.gewicht", &[("gewicht", &criterion.weight.to_string())])),
        (criterion.count != 1).then(|| c.f("kriterium.anzahl", &[("anzahl", &count)])),
        c.print.interval(&validity).map(|interval| c.f("kriterium.gilt", &[("zeitraum", &interval)])),
    ];
    let terms = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (!terms.is_empty()).then_some(terms)
}

/// The sums behind progress, what is fulfilled beyond, and fulfilment.
pub fn calculations(c: &Compose<'_>, derivation: &Derivation) -> Vec<String> {
    let state = &c.analysis().maturity.dimensions[derivation.dimension.index()];
    let next = state.next.map(|next| level_words(c, next)).unwrap_or_default();
    let progress_key = match c.model().maturity.rule {
        Rule::Iso33020 => "herleitung.fortschritt-bis",
        Rule::All | Rule::Threshold(_) => "herleitung.fortschritt",
    };
    let calculation = |key: &str, fraction: &Fraction| {
        c.f(key, &[("stufe", &next), ("rechnung", &sum(c, fraction)), ("ergebnis", &quotient(c, fraction))])
    };
    let ahead = derivation.ahead.as_ref().filter(|ahead| !ahead.value.is_zero());
    let all = [
        (progress_key, derivation.progress.as_ref()),
        ("herleitung.voraus", ahead),
        ("herleitung.erfuellungsgrad", derivation.fulfilment.as_ref()),
    ];
    all.into_iter().filter_map(|(key, fraction)| Some(calculation(key, fraction?))).collect()
}

/// Fulfilment times weight, equal products together, what adds nothing only counted: `1 · 3 + 2 × 1/2 · 1 = 4`.
fn sum(c: &Compose<'_>, fraction: &Fraction) -> String {
    let mut products: Vec<(String, usize)> = Vec::new();
    let counted = fraction.terms.iter().filter(|term| !term.fulfilment.is_zero());
    for product in counted.map(|term| format!("{} · {}", term.fulfilment, term.weight)) {
        match products.iter_mut().find(|(known, _)| *known == product) {
            Some((_, count)) => *count += 1,
            None => products.push((product, 1)),
        }
    }
    let product =
        |(product, count): (String, usize)| if count == 1 { product } else { format!("{count} × {product}") };
    let products: Vec<_> = products.into_iter().map(product).collect();
    let without = fraction.terms.iter().filter(|term| term.fulfilment.is_zero()).count();
    let without = (without > 0).then(|| c.count("herleitung.ohne-beitrag", without));
    let sum =
        if products.is_empty() { "0".to_owned() } else { format!("{} = {}", products.join(" + "), fraction.numerator) };
    std::iter::once(sum).chain(without).collect::<Vec<_>>().join(" ")
}

/// `7/2 : 6 = 7/12, abgerundet 58 %`
fn quotient(c: &Compose<'_>, fraction: &Fraction) -> String {
    let percent = c.print.percent(&fraction.value);
    let exact = c.print.share(&fraction.value) == percent;
    let key = if exact { "herleitung.quotient" } else { "herleitung.quotient-abgerundet" };
    let value = fraction.value.to_string();
    let (numerator, denominator) = (fraction.numerator.to_string(), fraction.denominator.to_string());
    c.f(key, &[("zaehler", &numerator), ("nenner", &denominator), ("bruch", &value), ("prozent", &percent)])
}
