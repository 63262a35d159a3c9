//! Levels as charts, tables and figures; shared by the start page and the pages on maturity.

use super::compose::{Compose, address};
use super::exemptions::much;
use super::freshness::last_report;
use super::{Block, Body, Cell, Figure, Meter, Table};
use crate::analysis::forecast::Delay;
use crate::analysis::maturity::{DimensionState, Maturity};
use crate::chart::{fulfilment, profile, radar};
use crate::content::maturity_model::Dimension;
use crate::content::names::{Kind, Ref};
use crate::content::scalar::Rational;

/// Every dimension with its state, in the model's order.
pub fn dimensions<'a>(c: &Compose<'a>) -> impl Iterator<Item = (Ref<Dimension>, &'a Dimension, &'a DimensionState)> {
    states(c, &c.analysis().maturity)
}

/// Every dimension with its state in a part of the organisation, in the model's order.
pub(super) fn states<'a>(
    c: &Compose<'a>,
    maturity: &'a Maturity,
) -> impl Iterator<Item = (Ref<Dimension>, &'a Dimension, &'a DimensionState)> {
    let dimensions = c.model().maturity.dimensions.refs();
    dimensions.zip(&maturity.dimensions).map(|((reference, dimension), state)| (reference, dimension, state))
}

/// Minimum, mean, spread; the rule stands beside each.
pub fn overall_figures(c: &Compose<'_>) -> Vec<Figure> {
    let overall = &c.analysis().maturity.overall;
    let top = c.model().maturity.top();
    let without = &c.analysis().exemptions.without.overall;
    let exempt = c.analysis().maturity.dimensions.iter().any(|state| !state.exempt_share.is_zero());
    let noted = |rule: String, without: String| match exempt {
        true => format!("{rule}; {}", c.f("ausnahme.ohne", &[("stufe", &without)])),
        false => rule,
    };
    let mean_words =
        |share: Option<&Rational>| share.map_or_else(|| c.t("stufe.nicht-bewertet"), |share| c.print.percent(share));
    let href = Some(c.href("reifegrad/index.html"));
    let minimum = Figure {
        value: c.level_number(overall.minimum),
        label: c.t("gesamt.minimum"),
        note: Some(noted(c.t("gesamt.minimum-regel"), c.level_number(without.minimum))),
        href: href.clone(),
        meter: overall.minimum.map(|filled| Meter { filled, of: top, part: 0, label: c.level_number(Some(filled)) }),
        ..Figure::default()
    };
    let mean = Figure {
        value: mean_words(overall.fulfilment.as_ref()),
        label: c.t("gesamt.erfuellungsgrad"),
        note: Some(noted(c.t("gesamt.erfuellungsgrad-regel"), mean_words(without.fulfilment.as_ref()))),
        href,
        ..Figure::default()
    };
    let spread = overall.minimum.zip(overall.maximum).map(|(low, high)| Figure {
        value: c.f("gesamt.spanne-wert", &[("von", &low.to_string()), ("bis", &high.to_string())]),
        label: c.t("gesamt.spanne"),
        note: Some(c.f(
            "gesamt.spanne-regel",
            &[
                ("bewertet", &overall.assessed.to_string()),
                ("gesamt", &c.model().maturity.dimensions.len().to_string()),
            ],
        )),
        ..Figure::default()
    });
    [Some(minimum), Some(mean), spread].into_iter().flatten().collect()
}

/// The profile over the dimensions, with its table unless the page shows that by itself.
pub fn profile_block(c: &Compose<'_>, with_table: bool) -> Option<Block> {
    let maturity = &c.model().maturity;
    let rows = dimensions(c).map(|(reference, dimension, state)| profile::Row {
        target: next_target(c, reference),
        ..profile_row(c, dimension, state)
    });
    let svg = profile::render(&profile::Profile {
        id: "profil".to_owned(),
        title: c.t("block.profil"),
        description: profile_words(c),
        levels: (1..=maturity.top()).map(|level| level.to_string()).collect(),
        rows: rows.collect(),
        legend: profile::Legend { target: target_words(c), ..profile_legend(c, &c.analysis().maturity) },
    })?;
    Some(c.block(
        "profil",
        Body::Chart { svg, caption: profile_words(c), table: with_table.then(|| table(c)), wide: false },
    ))
}

/// The level of the next target.
fn next_target(c: &Compose<'_>, reference: Ref<Dimension>) -> Option<u32> {
    c.analysis().targets.next(reference).map(|target| target.level)
}

/// The word for the target mark; nothing where there is none to see.
fn target_words(c: &Compose<'_>) -> String {
    let any = dimensions(c).any(|(reference, ..)| next_target(c, reference).is_some());
    if any { c.t("legende.ziel") } else { String::new() }
}

/// A dimension in a profile, without target.
pub(super) fn profile_row(c: &Compose<'_>, dimension: &Dimension, state: &DimensionState) -> profile::Row {
    profile::Row {
        label: dimension.title.clone(),
        href: Some(c.href(&address(Kind::Dimension, &dimension.id))),
        value: c.level(state),
        standing: state.level.map(|level| profile::Standing {
            level,
            next: state.next.zip(state.progress.as_ref().map(thousandths)),
            cap: state.cap,
        }),
        target: None,
    }
}

/// The words of a profile without targets; one of them only where the model asks for nothing higher somewhere.
pub(super) fn profile_legend(c: &Compose<'_>, maturity: &Maturity) -> profile::Legend {
    let top = c.model().maturity.top();
    let capped = states(c, maturity).any(|(_, _, state)| state.level.is_some() && state.cap < top);
    profile::Legend {
        reached: c.t("legende.erreicht"),
        progress: c.t("legende.fortschritt"),
        open: c.t("legende.offen"),
        not_asked: if capped { c.t("legende.nicht-gefragt") } else { String::new() },
        target: String::new(),
    }
}

/// "12 von 13 Dimensionen auf Stufe 0, 1 auf Stufe 1."
fn profile_words(c: &Compose<'_>) -> String {
    let mut parts = Vec::new();
    for level in 0..=c.model().maturity.top() {
        let count = dimensions(c).filter(|(_, _, state)| state.level == Some(level)).count();
        if count > 0 {
            let title = c.model().maturity.level_title(level);
            parts.push(c.f(
                "profil.auf-stufe",
                &[("anzahl", &count.to_string()), ("stufe", &level.to_string()), ("titel", title)],
            ));
        }
    }
    let as_of = c.print.day(c.analysis().as_of);
    c.f("profil.worte", &[("stichtag", &as_of), ("aufzaehlung", &parts.join("; "))])
}

/// Level, progress and fulfilment of every dimension.
pub fn table(c: &Compose<'_>) -> Table {
    let level = |reference, _: &DimensionState| level_cell(c, reference);
    levels_table(c, &c.analysis().maturity, level, |reference| {
        last_report(c, c.analysis().freshness.of_dimension(reference))
    })
}

/// Level, progress, fulfilment and last report of every dimension in a part of the organisation.
pub(super) fn levels_table(
    c: &Compose<'_>,
    maturity: &Maturity,
    level: impl Fn(Ref<Dimension>, &DimensionState) -> Cell,
    report: impl Fn(Ref<Dimension>) -> Cell,
) -> Table {
    let percent = |share: Option<&Rational>| {
        Cell::text(share.map_or_else(|| c.t("fehlt.strich"), |share| c.print.percent(share)))
    };
    let rows = states(c, maturity).map(|(reference, _, state)| {
        let next = state.next.map_or_else(|| c.t("fehlt.strich"), |next| next.to_string());
        vec![
            c.dimension(reference),
            level(reference, state),
            Cell::text(next),
            percent(state.progress.as_ref()),
            percent(state.fulfilment.as_ref()),
            Cell::text(state.missing.len().to_string()),
            report(reference),
        ]
    });
    let columns = [
        "dimension",
        "stufe",
        "naechste-stufe#",
        "fortschritt#",
        "erfuellungsgrad#",
        "fehlende-kriterien#",
        "letzte-meldung",
    ];
    let caption = c.f("tabelle.reifegrad", &[("stichtag", &c.print.day(c.analysis().as_of))]);
    c.table(&caption, &columns, rows.collect())
}

/// A dimension's level with its drawing, and what it would be without exemptions.
pub fn level_cell(c: &Compose<'_>, reference: Ref<Dimension>) -> Cell {
    let state = &c.analysis().maturity.dimensions[reference.index()];
    let notes: Vec<_> = [c.without_exemptions(reference), much(c, state)].into_iter().flatten().collect();
    let note = (!notes.is_empty()).then(|| notes.join("; "));
    match state.level {
        Some(level) => Cell { meter: Some(c.meter(state)), note, ..Cell::text(level_words(c, level)) },
        None => Cell { note, ..Cell::text(c.t("stufe.nicht-bewertet")) },
    }
}

/// How late unfinished measures are assumed to be, and why.
pub fn delay_words(c: &Compose<'_>) -> String {
    match c.analysis().forecast.delay {
        Delay::Observed { days, measures } => {
            c.f("prognose.verzug-beobachtet", &[("tage", &days.to_string()), ("anzahl", &measures.to_string())])
        }
        Delay::Assumed(period) => {
            let (count, key) = period.parts();
            c.f("prognose.verzug-angenommen", &[("frist", &c.count(key, count as usize))])
        }
    }
}

/// "1 – Begonnen"
pub fn level_words(c: &Compose<'_>, level: u32) -> String {
    c.f("stufe.mit-titel", &[("stufe", &level.to_string()), ("titel", c.model().maturity.level_title(level))])
}

/// More axes than a radar can name.
const TOO_MANY_AXES: usize = 21;

/// Levels over rings; none for fewer than three dimensions, and a sentence for more than a drawing can name.
pub fn radar_block(c: &Compose<'_>) -> Option<Block> {
    let count = c.model().maturity.dimensions.len();
    if count >= TOO_MANY_AXES {
        let text = c.f("radar.zu-viele", &[("anzahl", &count.to_string())]);
        return Some(c.block("radar", Body::Empty { text }));
    }
    let axes = dimensions(c).map(|(reference, dimension, state)| radar::Axis {
        label: dimension.title.clone(),
        value: state
            .level
            .map_or_else(|| c.t("stufe.nicht-bewertet"), |level| c.f("stufe.nummer", &[("stufe", &level.to_string())])),
        standing: state.level.map(|level| {
            let direct = state.next == Some(level + 1);
            (level, state.progress.as_ref().filter(|_| direct).map_or(0, thousandths))
        }),
        target: next_target(c, reference),
    });
    let svg = radar::render(&radar::Radar {
        id: "radar".to_owned(),
        title: c.t("block.radar"),
        description: profile_words(c),
        levels: (1..=c.model().maturity.top()).map(|level| level.to_string()).collect(),
        axes: axes.collect(),
        legend: radar::Legend {
            reached: c.t("legende.stufe"),
            progress: c.t("legende.stufe-und-fortschritt"),
            target: target_words(c),
            not_assessed: if dimensions(c).any(|(_, _, state)| state.level.is_none()) {
                c.t("stufe.nicht-bewertet")
            } else {
                String::new()
            },
        },
    })?;
    Some(c.block("radar", Body::Chart { svg, caption: c.t("radar.erklaerung"), table: None, wide: false }))
}

/// Fulfilment as bars.
pub fn fulfilment_block(c: &Compose<'_>) -> Option<Block> {
    let percent = |hundredths: u32| c.print.percent(&Rational::new(hundredths, 100).unwrap_or_default());
    let rows = dimensions(c).map(|(_, dimension, state)| fulfilment::Row {
        label: dimension.title.clone(),
        value: state.fulfilment.as_ref().map_or_else(|| c.t("stufe.nicht-bewertet"), |share| c.print.percent(share)),
        share: state.fulfilment.as_ref().map(thousandths),
    });
    let svg = fulfilment::render(&fulfilment::Fulfilment {
        id: "erfuellung".to_owned(),
        title: c.t("block.erfuellung"),
        description: c.t("erfuellung.erklaerung"),
        ticks: [0, 25, 50, 75, 100].into_iter().map(|tick| (tick * 10, percent(tick))).collect(),
        rows: rows.collect(),
    })?;
    Some(c.block("erfuellung", Body::Chart { svg, caption: c.t("erfuellung.erklaerung"), table: None, wide: false }))
}

/// Rounded down, so that 1000 never stands for "nearly".
fn thousandths(share: &Rational) -> u32 {
    (share.clone() * Rational::from(10)).percent_floor()
}
