//! A page per dimension. Its order: which level and why; what is missing, and the shortest way; the target; when more is
//! expected; how it has been; how the level comes about, criterion by criterion; what else there is.

use super::paragraphs;
use crate::analysis::forecast::Scenario;
use crate::analysis::maturity::DimensionState;
use crate::content::maturity_model::Dimension;
use crate::content::names::{Kind, Ref};
use crate::markup::escape;
use crate::view::causes;
use crate::view::compose::{Compose, address};
use crate::view::council;
use crate::view::course;
use crate::view::derivation::why;
use crate::view::exemptions;
use crate::view::maturity::level_words;
use crate::view::planning::planning_block;
use crate::view::targets;
use crate::view::{Block, Body, Cell, Page, freshness, unit_courses, units};

pub(super) fn page(c: &Compose<'_>, reference: Ref<Dimension>, dimension: &Dimension, state: &DimensionState) -> Page {
    let links = &c.analysis().links;
    let level =
        Cell { meter: Some(c.meter(state)), note: c.without_exemptions(reference), ..Cell::text(c.level(state)) };
    let percent = |share: &Option<_>| share.as_ref().map(|share| c.print.percent(share));
    let facts = [
        c.fact("stufe", vec![level]),
        c.fact_text("fortschritt", percent(&state.progress)),
        c.fact_text("erfuellungsgrad", percent(&state.fulfilment)),
        c.fact_text("voraus", Some(&state.ahead).filter(|ahead| !ahead.is_zero()).map(|ahead| c.print.percent(ahead))),
        super::proven::fact(c, reference),
        c.fact_text("gewicht", Some(dimension.weight.to_string())),
    ];
    let last_heard = freshness::facts(c, c.analysis().freshness.of_dimension(reference));
    let steps = format!("<p><a href=\"#herleitung\">{}</a></p>", escape(&c.t("warum.herleitung")));
    let mut blocks = vec![c.block("warum", Body::Text { html: paragraphs(&why(c, reference)) + &steps })];
    blocks.extend(super::next_step::blocks(c, reference));
    blocks.extend(planning_block(c, reference, dimension));
    blocks.extend(targets::dimension_block(c, reference));
    blocks.extend(exemptions::dimension_block(c, reference));
    blocks.extend(course::dimension_block(c, reference));
    blocks.extend((state.cap > 0).then(|| forecast(c, reference)));
    blocks.extend(causes::obstacles_block(c, reference, state.cap));
    blocks.extend(causes::history_block(c, reference));
    blocks.extend(units::dimension_block(c, reference));
    blocks.extend(unit_courses::dimension_block(c, reference));
    blocks.extend(super::derivation::blocks(c, reference));
    let linked = [
        super::proven::list(c, reference),
        c.list("bausteine", c.records(links.blocks_of_dimension.of(reference))),
        c.list("projekte", c.projects(links.projects_of_dimension.of(reference))),
        c.list("probleme", c.records(links.problems_of_dimension.of(reference))),
        council::questions(c, reference),
        council::commitments(c, reference),
    ];
    blocks.extend(linked.into_iter().flatten());
    Page {
        kind: "datensatz",
        kicker: Some(c.t(Kind::Dimension.key())),
        parent: Some(c.parent("reifegrad")),
        lead: dimension.text.clone(),
        facts: facts.into_iter().flatten().chain(last_heard).collect(),
        blocks,
        sources: c.sources(&dimension.sources),
        assumptions: dimension.assumption.iter().cloned().collect(),
        ..c.page(&address(Kind::Dimension, &dimension.id), "reifegrad", &dimension.title)
    }
}

/// When each level is expected, scenario by scenario.
fn forecast(c: &Compose<'_>, reference: Ref<Dimension>) -> Block {
    let as_of = c.analysis().as_of;
    let forecast = &c.analysis().forecast;
    let reached = |scenario: Scenario, level: u32| {
        if forecast.levels(scenario, reference).at(as_of).is_some_and(|now| now >= level) {
            return Cell::text(c.t("prognose.erreicht"));
        }
        forecast
            .from(scenario, reference, level, as_of)
            .map_or_else(|| Cell::text(c.t("prognose.nicht")), |day| c.day(day))
    };
    let row = |level: u32| {
        let [secured, delayed, planned, everything] =
            [Scenario::Secured, Scenario::Delayed, Scenario::Planned, Scenario::Everything]
                .map(|scenario| reached(scenario, level));
        let deciding = causes::deciding(c, reference, level);
        vec![Cell::text(level_words(c, level)), secured, delayed, planned, deciding, everything]
    };
    let cap = c.analysis().maturity.dimensions[reference.index()].cap;
    let columns = ["stufe", "gesichert", "verzug", "planmaessig", "entscheidend-plan", "alles"];
    let table = c.table(&c.t("prognose.tabelle"), &columns, (1..=cap).map(row).collect());
    let intro = Some(course::scenarios_explained(c));
    Block { intro, ..c.block("prognose", Body::Table(table)) }
}
