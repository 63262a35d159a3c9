//! Organisational units: their order, their levels as charts and tables.

use super::compose::Compose;
use super::freshness;
use super::maturity::{self, level_words, profile_legend, profile_row, states};
use super::{Badge, Block, Body, Cell, Fact, Table, TableColumn};
use crate::analysis::maturity::{DimensionState, Maturity};
use crate::analysis::rollout::Part;
use crate::analysis::status::Status;
use crate::analysis::units::higher_than_each;
use crate::chart::profile;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::organisation::Unit;

/// Where a unit stands.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// Its levels.
    pub maturity: &'a Maturity,
    /// The assessed units that it consists of; none where it is assessed itself.
    pub parts: &'a [Ref<Unit>],
}

/// Where a unit stands; none where neither it nor a unit below it is assessed.
pub fn standing<'a>(c: &Compose<'a>, unit: Ref<Unit>) -> Option<Standing<'a>> {
    let assessed = c.analysis().units.iter().find(|(one, _)| *one == unit);
    let parent = || c.analysis().parents.iter().find(|parent| parent.unit == unit);
    assessed
        .map(|(_, maturity)| Standing { maturity, parts: &[] })
        .or_else(|| parent().map(|parent| Standing { maturity: &parent.maturity, parts: &parent.parts }))
}

/// All units in the organisation's order: each before those that belong to it, beside each other by title.
pub fn in_order(c: &Compose<'_>) -> Vec<Ref<Unit>> {
    let tops: Vec<_> = c.model().units.refs().filter(|(_, unit)| unit.parent.is_none()).map(|(one, _)| one).collect();
    let mut order = Vec::new();
    // The last of those that wait comes next.
    let mut waiting = backwards(c, &tops);
    while let Some(unit) = waiting.pop() {
        order.push(unit);
        waiting.extend(backwards(c, c.analysis().links.units_below.of(unit)));
    }
    order
}

fn backwards(c: &Compose<'_>, units: &[Ref<Unit>]) -> Vec<Ref<Unit>> {
    let title = |unit: Ref<Unit>| c.model().units[unit].head.title.as_str();
    let mut units = units.to_vec();
    units.sort_by(|&a, &b| c.input.order.compare(title(b), title(a)));
    units
}

/// The assessed units in the organisation's order.
pub fn assessed_in_order(c: &Compose<'_>) -> Vec<Ref<Unit>> {
    in_order(c).into_iter().filter(|&unit| c.model().units[unit].assessed).collect()
}

/// The profile of a unit over the dimensions.
pub fn profile_block(c: &Compose<'_>, unit: Ref<Unit>, maturity: &Maturity) -> Option<Block> {
    let words = freshness::words(c, c.analysis().freshness.of_unit(unit));
    let svg = profile::render(&profile::Profile {
        id: "einheit-profil".to_owned(),
        title: c.t("block.einheit-profil"),
        description: words.clone(),
        levels: (1..=c.model().maturity.top()).map(|level| level.to_string()).collect(),
        rows: states(c, maturity).map(|(_, dimension, state)| profile_row(c, dimension, state)).collect(),
        legend: profile_legend(c, maturity),
    })?;
    Some(c.block("einheit-profil", Body::Chart { svg, caption: words, table: None, wide: false }))
}

/// Level, progress, fulfilment and last report of a unit in every dimension.
pub fn levels_table(c: &Compose<'_>, unit: Ref<Unit>, maturity: &Maturity) -> Table {
    let level = |_, state: &DimensionState| level_cell(c, state, |level| level_words(c, level));
    maturity::levels_table(c, maturity, level, |reference| {
        freshness::last_report(c, c.analysis().freshness.of_unit_on(unit, reference))
    })
}

fn level_cell(c: &Compose<'_>, state: &DimensionState, words: impl Fn(u32) -> String) -> Cell {
    match state.level {
        Some(level) => Cell { meter: Some(c.meter(state)), ..Cell::text(words(level)) },
        None => Cell::text(c.t("stufe.nicht-bewertet")),
    }
}

/// The levels of several units in every dimension, each with its last report. The units stand as given.
pub fn comparison_table(c: &Compose<'_>, units: &[Ref<Unit>]) -> Table {
    let row = |&unit: &Ref<Unit>| {
        let standing = standing(c, unit)?;
        let level = |state: &DimensionState| match state.level {
            Some(_) => level_cell(c, state, |level| level.to_string()),
            None => Cell::text(c.t("fehlt.strich")),
        };
        let note = (!standing.parts.is_empty()).then(|| c.count("einheit.aus", standing.parts.len()));
        let first = Cell { note, ..c.record(unit) };
        Some([first, last_report(c, unit)].into_iter().chain(standing.maturity.dimensions.iter().map(level)).collect())
    };
    let column = |title: String| TableColumn { title, ..TableColumn::default() };
    let dimensions = c.model().maturity.dimensions.iter().map(|dimension| dimension.title.clone());
    let columns = [c.t("spalte.einheit"), c.t("spalte.letzte-meldung")].into_iter().chain(dimensions);
    let caption = c.f("einheiten.tabelle", &[("stichtag", &c.print.day(c.analysis().as_of))]);
    Table::new(caption, columns.map(column).collect(), units.iter().filter_map(row).collect())
}

/// The level of every assessed unit in one dimension; none where no unit is assessed.
pub fn dimension_block(c: &Compose<'_>, dimension: Ref<Dimension>) -> Option<Block> {
    let row = |unit: Ref<Unit>| {
        let state = &standing(c, unit)?.maturity.dimensions[dimension.index()];
        let progress = state.progress.as_ref().map_or_else(|| c.t("fehlt.strich"), |share| c.print.percent(share));
        Some(vec![
            c.record(unit),
            level_cell(c, state, |level| level_words(c, level)),
            Cell::text(progress),
            freshness::last_report(c, c.analysis().freshness.of_unit_on(unit, dimension)),
        ])
    };
    let rows: Vec<_> = assessed_in_order(c).into_iter().filter_map(row).collect();
    let units: Vec<_> = c.analysis().units.iter().map(|(unit, _)| *unit).collect();
    let whole = &c.analysis().maturity;
    let higher = higher(c, whole, &units)[dimension.index()].then(|| higher_words(c, dimension, whole));
    let columns = ["einheit", "stufe", "fortschritt#", "letzte-meldung"];
    let intro = higher.or_else(|| Some(c.t("einheiten.reihenfolge")));
    (!rows.is_empty()).then(|| Block { intro, ..c.table_block("stufe-je-einheit", &columns, rows) })
}

/// The figures over all dimensions of a unit, each with its rule.
pub fn overall_facts(c: &Compose<'_>, maturity: &Maturity) -> Vec<Fact> {
    let overall = &maturity.overall;
    let missing = || c.t("stufe.nicht-bewertet");
    let minimum = overall.minimum.map_or_else(missing, |level| level_words(c, level));
    let fulfilment = overall.fulfilment.as_ref().map_or_else(missing, |share| c.print.percent(share));
    let fact = |key: &str, value: String| Fact {
        label: c.t(&format!("gesamt.{key}")),
        values: vec![Cell { note: Some(c.t(&format!("gesamt.{key}-regel"))), ..Cell::text(value) }],
    };
    vec![fact("minimum", minimum), fact("erfuellungsgrad", fulfilment)]
}

/// Where a whole stands higher than each of its parts, a sentence for each dimension.
pub fn higher_sentences(c: &Compose<'_>, whole: &Maturity, parts: &[Ref<Unit>]) -> Vec<String> {
    let dimensions = states(c, whole).zip(higher(c, whole, parts)).filter(|(_, higher)| *higher);
    dimensions.map(|((dimension, ..), _)| higher_words(c, dimension, whole)).collect()
}

fn higher(c: &Compose<'_>, whole: &Maturity, parts: &[Ref<Unit>]) -> Vec<bool> {
    let of = |part: &Ref<Unit>| c.analysis().units.iter().find(|(unit, _)| unit == part).map(|(_, maturity)| maturity);
    higher_than_each(whole, &parts.iter().filter_map(of).collect::<Vec<_>>())
}

fn higher_words(c: &Compose<'_>, dimension: Ref<Dimension>, whole: &Maturity) -> String {
    let level = level_words(c, whole.dimensions[dimension.index()].level.unwrap_or(0));
    let title = &c.model().maturity.dimensions[dimension].title;
    c.f("einheit.hoeher", &[("dimension", title), ("stufe", &level)])
}

/// The last report of a unit, for tables.
pub fn last_report(c: &Compose<'_>, unit: Ref<Unit>) -> Cell {
    freshness::last_report(c, c.analysis().freshness.of_unit(unit))
}

/// That a measure runs says nothing about a unit that has reported nothing: there it is planned, or open.
fn rollout_badge(c: &Compose<'_>, part: &Part) -> Badge {
    match part.status {
        status if !status.is_open() => c.status(status),
        Status::Paused => c.status(Status::Paused),
        _ if part.own_plan => Badge { text: c.t("rollout.geplant"), tone: "geplant" },
        _ => Badge { text: c.t("rollout.offen"), tone: "neutral" },
    }
}

/// A unit's part of a rollout: how far it is, when it was done, when it is planned.
pub fn rollout_cells(c: &Compose<'_>, part: &Part) -> [Cell; 3] {
    let overdue = part.is_overdue(c.analysis().as_of).then(|| c.t("rollout.ueberfaellig"));
    let expired = part.expired.map(|day| c.f("notiz.abgelaufen", &[("am", &c.print.day(day))]));
    let uncounted = (!part.counted).then(|| c.t("rollout.zaehlt-nicht"));
    let notes: Vec<_> = [overdue, expired, uncounted].into_iter().flatten().collect();
    let note = (!notes.is_empty()).then(|| notes.join("; "));
    let missing = |key: &str| Cell::text(c.t(key));
    [
        Cell { badge: Some(rollout_badge(c, part)), note, ..Cell::default() },
        part.done.map_or_else(|| missing("fehlt.strich"), |done| c.date(done)),
        match part.plan {
            Some(plan) if part.own_plan => c.date(plan),
            Some(plan) => Cell { note: Some(c.t("rollout.ende-der-massnahme")), ..c.date(plan) },
            None if part.is_open() => missing("fehlt.kurz"),
            None => missing("fehlt.strich"),
        },
    ]
}
