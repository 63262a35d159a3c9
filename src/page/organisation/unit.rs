//! A page per unit: what it is, where it stands, what it does, what it owes.

use crate::analysis::Progress;
use crate::analysis::owed::{self, Lack, Owed, Subject, owed};
use crate::analysis::rollout;
use crate::analysis::units::above;
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::project::Project;
use crate::view::compose::Compose;
use crate::view::council;
use crate::view::unit_courses::unit_block;
use crate::view::units::{
    Standing, comparison_table, higher_sentences, in_order, levels_table, overall_facts, profile_block, rollout_cells,
    standing,
};
use crate::view::{Block, Body, Cell, Fact, Page, freshness};

pub(super) fn page(c: &Compose<'_>, reference: Ref<Unit>, unit: &Unit) -> Page {
    let links = &c.analysis().links;
    let mut page = c.record_page(unit);
    page.lead = page.lead.or_else(|| unit.text.clone());
    page.facts = facts(c, reference, unit);
    if let Some(standing) = standing(c, reference) {
        page.facts.extend(overall_facts(c, standing.maturity));
        page.blocks.extend(levels(c, reference, standing));
    }
    let work = [
        outstanding(c, reference),
        rollouts(c, reference),
        measures(c, reference),
        projects(c, reference),
        resolutions(c, reference),
        commitments(c, reference),
        c.list("vorlagen", c.papers(links.papers_of_unit.of(reference))),
    ];
    page.blocks.extend(work.into_iter().flatten());
    if page.blocks.is_empty() {
        page.blocks.push(c.block("einheit-arbeit", Body::Empty { text: c.t("block.einheit-arbeit-leer") }));
    }
    page
}

fn facts(c: &Compose<'_>, reference: Ref<Unit>, unit: &Unit) -> Vec<Fact> {
    let above: Vec<_> = above(c.model(), reference).into_iter().map(|unit| c.record(unit)).collect();
    let below = c.records(c.analysis().links.units_below.of(reference));
    let facts = [
        c.fact_text("kuerzel", unit.short.clone()),
        c.fact("gehoert-zu", above),
        c.fact("darunter", below),
        c.fact_text("groesse", unit.assessed.then(|| unit.size.to_string())),
    ];
    facts.into_iter().flatten().chain(freshness::facts(c, c.analysis().freshness.of_unit(reference))).collect()
}

/// Levels as chart and table; of a parent also how they came about, and the units below.
fn levels(c: &Compose<'_>, unit: Ref<Unit>, standing: Standing<'_>) -> Vec<Block> {
    let Standing { maturity, parts } = standing;
    let mut blocks = Vec::new();
    if !parts.is_empty() {
        let sizes = parts.iter().map(|&part| {
            let unit = &c.model().units[part];
            c.f("einheit.teil", &[("titel", &unit.head.title), ("groesse", &unit.size.to_string())])
        });
        let mut points = vec![c.f("einheit.berechnet", &[("einheiten", &sizes.collect::<Vec<_>>().join("; "))])];
        points.extend(higher_sentences(c, maturity, parts));
        blocks.extend(c.points("einheit-berechnung", points));
    }
    blocks.extend(profile_block(c, unit, maturity));
    blocks.push(c.block("einheit-stufen", Body::Table(levels_table(c, unit, maturity))));
    if !parts.is_empty() {
        let below: Vec<_> = in_order(c).into_iter().filter(|&one| above(c.model(), one).contains(&unit)).collect();
        blocks.push(c.block("einheiten-darunter", Body::Table(comparison_table(c, &below))));
    }
    blocks.extend(unit_block(c, unit, parts));
    blocks
}

fn measures(c: &Compose<'_>, unit: Ref<Unit>) -> Option<Block> {
    let row = |&one: &Ref<Measure>| work_row(c, c.record(one), &c.analysis().measures[one.index()]);
    work(c, "massnahmen", "massnahme", c.analysis().links.measures_of_unit.of(unit).iter().map(row).collect())
}

fn projects(c: &Compose<'_>, unit: Ref<Unit>) -> Option<Block> {
    let row = |&one: &Ref<Project>| work_row(c, c.record(one), &c.analysis().projects[one.index()]);
    work(c, "projekte", "projekt", c.analysis().links.projects_of_unit.of(unit).iter().map(row).collect())
}

fn work_row(c: &Compose<'_>, record: Cell, progress: &Progress) -> Vec<Cell> {
    let missing = || Cell::text(c.t("fehlt.kurz"));
    let end = progress.timing.done.map(|done| c.day(done)).or_else(|| progress.timing.end.map(|end| c.date(end)));
    vec![
        record,
        progress.timing.begin.map_or_else(missing, |begin| c.date(begin)),
        end.unwrap_or_else(missing),
        Cell { badge: Some(c.status(progress.status)), ..Cell::default() },
    ]
}

fn work(c: &Compose<'_>, id: &str, first: &str, mut rows: Vec<Vec<Cell>>) -> Option<Block> {
    c.sort_rows(&mut rows);
    (!rows.is_empty()).then(|| c.table_block(id, &[first, "beginn", "ende", "stand"], rows))
}

/// Rollouts in which the unit takes part.
fn rollouts(c: &Compose<'_>, unit: Ref<Unit>) -> Option<Block> {
    let as_of = c.analysis().as_of;
    let part = |measure: &Measure| rollout::parts(c.model(), measure, as_of).into_iter().find(|part| part.unit == unit);
    let parts = c.model().measures.refs().filter_map(|(reference, measure)| Some((reference, part(measure)?)));
    let mut rows: Vec<_> = parts
        .map(|(reference, part)| {
            std::iter::once(c.record(reference)).chain(rollout_cells(c, &part)).collect::<Vec<_>>()
        })
        .collect();
    c.sort_rows(&mut rows);
    (!rows.is_empty()).then(|| c.table_block("einheit-rollout", &["massnahme", "stand", "umgesetzt", "geplant"], rows))
}

/// What bodies resolved and the unit carries out, without what has left for the archive.
fn resolutions(c: &Compose<'_>, unit: Ref<Unit>) -> Option<Block> {
    let its = c.analysis().council.resolutions.iter().filter(|one| one.unit == Some(unit) && !one.archived);
    let heading = Some(c.t("block.einheit-beschluesse"));
    council::resolution_list(c, its).map(|block| Block { heading, ..block })
}

/// Commitments about what is the unit's own.
fn commitments(c: &Compose<'_>, unit: Ref<Unit>) -> Option<Block> {
    let heading = Some(c.t("block.einheit-zusagen"));
    let its = owed::commitments(&c.analysis().links, unit);
    council::commitment_list(c, its).map(|block| Block { heading, ..block })
}

/// What the unit owes; where it has work and owes nothing, that is said.
fn outstanding(c: &Compose<'_>, unit: Ref<Unit>) -> Option<Block> {
    let owed = owed(c.model(), c.analysis(), unit);
    let links = &c.analysis().links;
    let works = !links.measures_of_unit.of(unit).is_empty() || !links.projects_of_unit.of(unit).is_empty();
    match owed.is_empty() {
        true if works => Some(c.block("aussteht", Body::Empty { text: c.t("block.aussteht-leer") })),
        true => None,
        false => {
            let rows = owed.into_iter().map(|one| owed_row(c, one)).collect();
            let block = c.table_block("aussteht", &["wofuer", "aussteht", "termin"], rows);
            Some(Block { intro: Some(c.t("aussteht.erklaerung")), ..block })
        }
    }
}

fn owed_row(c: &Compose<'_>, owed: Owed) -> Vec<Cell> {
    let (record, kind) = match owed.subject {
        Subject::Measure(one) => (c.record(one), "massnahme"),
        Subject::Part(one) => (c.record(one), "rollout"),
        Subject::Project(one) => (c.record(one), "projekt"),
        Subject::Commitment(one) => (c.record(one), "zusage"),
    };
    let lacking = match (owed.subject, owed.lack) {
        (Subject::Commitment(one), Lack::Open(_)) => Cell {
            badge: Some(council::commitment_badge(c, &c.analysis().council.commitments[one.index()])),
            ..Cell::default()
        },
        (_, Lack::Overdue(_) | Lack::Open(_)) => Cell::text(c.t("aussteht.ueberfaellig")),
        (_, Lack::Expired(_)) => Cell::text(c.t("aussteht.abgelaufen")),
        (_, Lack::Unplanned) => Cell::text(c.t("aussteht.ohne-termin")),
    };
    let date = match owed.lack {
        Lack::Overdue(date) | Lack::Open(Some(date)) => Some(c.date(date)),
        Lack::Expired(day) => Some(c.day(day)),
        Lack::Open(None) | Lack::Unplanned => None,
    };
    vec![
        Cell { note: Some(c.t(&format!("aussteht.{kind}"))), ..record },
        lacking,
        date.unwrap_or_else(|| Cell::text(c.t("fehlt.kurz"))),
    ]
}
