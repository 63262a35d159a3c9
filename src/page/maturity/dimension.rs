//! A page per dimension: why this level, what is missing, when more is expected, every criterion.

use super::rule_words;
use crate::analysis::forecast::Scenario;
use crate::analysis::maturity::{Asked, DimensionState};
use crate::content::common::Interval;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::{Kind, Ref};
use crate::content::scalar::Rational;
use crate::view::causes;
use crate::view::compose::{Compose, address, anchor_prefix};
use crate::view::course;
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
    let mut blocks = vec![c.block("warum", Body::Text { html: reason(c, state) })];
    blocks.extend(targets::dimension_block(c, reference));
    blocks.extend(exemptions::dimension_block(c, reference));
    blocks.extend(missing(c, state));
    blocks.extend(planning_block(c, reference, dimension));
    blocks.extend(levels(c, dimension));
    blocks.extend(course::dimension_block(c, reference));
    blocks.push(forecast(c, reference));
    blocks.extend(causes::obstacles_block(c, reference, state.cap));
    blocks.extend(causes::history_block(c, reference));
    blocks.extend(units::dimension_block(c, reference));
    blocks.extend(unit_courses::dimension_block(c, reference));
    let linked = [
        super::proven::list(c, reference),
        c.list("bausteine", c.records(links.blocks_of_dimension.of(reference))),
        c.list("projekte", c.projects(links.projects_of_dimension.of(reference))),
        c.list("probleme", c.records(links.problems_of_dimension.of(reference))),
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

/// Why this level, in words that can be followed by hand.
fn reason(c: &Compose<'_>, state: &DimensionState) -> String {
    let mut sentences = Vec::new();
    match (state.level, state.next) {
        (None, _) => sentences.push(c.t("warum.nicht-bewertet")),
        (Some(level), None) => sentences.push(c.f("warum.oberste", &[("stufe", &level_words(c, level))])),
        (Some(0), Some(next)) => {
            sentences.push(c.f("warum.null", &[("naechste", &level_words(c, next)), ("fehlen", &open(c, state))]))
        }
        (Some(level), Some(next)) => sentences.push(c.f(
            "warum.stufe",
            &[("stufe", &level_words(c, level)), ("naechste", &level_words(c, next)), ("fehlen", &open(c, state))],
        )),
    }
    if let (Some(next), Some(progress)) = (state.next, &state.progress) {
        sentences
            .push(c.f("warum.fortschritt", &[("anteil", &c.print.percent(progress)), ("stufe", &next.to_string())]));
    }
    if state.level.is_some() && state.cap < c.model().maturity.top() {
        sentences.push(c.f("warum.decke", &[("stufe", &state.cap.to_string())]));
    }
    sentences.extend(exemptions::warning(c, state));
    sentences.push(rule_words(c));
    let paragraphs: String =
        sentences.iter().map(|sentence| format!("<p>{}</p>", crate::markup::escape(sentence))).collect();
    paragraphs
}

fn open(c: &Compose<'_>, state: &DimensionState) -> String {
    c.count("anzahl.kriterien-fehlen", state.missing.len())
}

/// What is missing, each with the measures that contribute, done or not.
fn missing(c: &Compose<'_>, state: &DimensionState) -> Option<Block> {
    state.level?;
    if state.missing.is_empty() {
        return Some(c.block("was-fehlt", Body::Empty { text: c.t("block.was-fehlt-leer") }));
    }
    let rows = state.missing.iter().map(|&criterion| missing_row(c, criterion)).collect();
    Some(c.table_block("was-fehlt", &["kriterium", "stufe#", "erreicht#", "noetig#", "massnahmen"], rows))
}

fn missing_row(c: &Compose<'_>, reference: Ref<Criterion>) -> Vec<Cell> {
    let criterion = &c.model().maturity.criteria[reference];
    let state = &c.analysis().maturity.criteria[reference.index()];
    vec![
        Cell {
            href: Some(format!("#{}", anchor(criterion))),
            note: terms(c, criterion),
            ..Cell::text(&criterion.text)
        },
        Cell::text(criterion.level.to_string()),
        Cell::text(c.print.percent(&state.share)),
        Cell::text(c.print.percent(criterion.threshold.value())),
        contributing(c, &state.measures),
    ]
}

fn anchor(criterion: &Criterion) -> String {
    format!("{}-{}", anchor_prefix(Kind::Criterion), criterion.id.value)
}

/// What is needed to compute with the criterion by hand, where it differs from the plain case.
fn terms(c: &Compose<'_>, criterion: &Criterion) -> Option<String> {
    let count = criterion.count.to_string();
    let parts = [
        criterion.must.then(|| c.t("kriterium.pflicht")),
        (criterion.weight != 1).then(|| c.f("kriterium.gewicht", &[("gewicht", &criterion.weight.to_string())])),
        (criterion.count != 1).then(|| c.f("kriterium.anzahl", &[("anzahl", &count)])),
        (*criterion.threshold.value() != Rational::one())
            .then(|| c.f("kriterium.schwelle", &[("schwelle", &c.print.share(criterion.threshold.value()))])),
        c.print.interval(&Interval { begin: criterion.from, end: criterion.until }),
    ];
    let terms = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (!terms.is_empty()).then_some(terms)
}

/// Links to the measures that contribute, each with its status in words.
fn contributing(c: &Compose<'_>, measures: &[Ref<Measure>]) -> Cell {
    if measures.is_empty() {
        return Cell::text(c.t("kriterium.ohne-massnahme"));
    }
    let item = |cell: Cell| {
        let status = cell.badge.map(|badge| format!(" ({})", badge.text)).unwrap_or_default();
        let href = crate::markup::escape(&cell.href.unwrap_or_default());
        format!(
            "<li><a href=\"{href}\">{}</a>{}</li>",
            crate::markup::escape(&cell.text),
            crate::markup::escape(&status)
        )
    };
    let items: String = c.measures(measures).into_iter().map(item).collect();
    Cell { html: Some(format!("<ul>{items}</ul>")), ..Cell::default() }
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

/// Every level with its criteria.
fn levels(c: &Compose<'_>, dimension: &Dimension) -> Vec<Block> {
    let model = &c.model().maturity;
    let level = |level: u32| {
        let criteria = dimension.criteria.iter().filter(|&&one| model.criteria[one].level == level);
        let rows: Vec<_> = criteria.map(|&one| level_row(c, one)).collect();
        let heading = c.f("stufe.ueberschrift", &[("stufe", &level_words(c, level))]);
        let body = match rows.is_empty() {
            true => Body::Empty { text: c.t("stufe.ohne-kriterien") },
            false => Body::Table(c.table(&heading, &["kriterium", "stand", "massnahmen"], rows)),
        };
        let intro = model.levels.get(level as usize).and_then(|level| level.text.clone());
        Block { id: format!("stufe-{level}"), heading: Some(heading), intro, body }
    };
    (1..=model.top()).map(level).collect()
}

fn level_row(c: &Compose<'_>, reference: Ref<Criterion>) -> Vec<Cell> {
    let criterion = &c.model().maturity.criteria[reference];
    let state = &c.analysis().maturity.criteria[reference.index()];
    let reason = match state.asked {
        Asked::Exempt => exemption_reason(c, reference),
        Asked::NotValid | Asked::Yes => None,
    };
    vec![
        Cell {
            id: Some(anchor(criterion)),
            assumed: criterion.assumption.clone(),
            note: terms(c, criterion),
            ..Cell::text(&criterion.text)
        },
        Cell { badge: Some(c.criterion_badge(state)), note: reason, ..Cell::default() },
        contributing(c, &state.measures),
    ]
}

fn exemption_reason(c: &Compose<'_>, reference: Ref<Criterion>) -> Option<String> {
    let mut exemptions = c.model().exemptions.iter();
    let exemption = exemptions.find(|one| one.criterion == Some(reference) && one.holds(c.analysis().as_of))?;
    let reason = [Some(exemption.reason.clone()), exemption.resolution.clone()];
    let reason = reason.into_iter().flatten().collect::<Vec<_>>().join(", ");
    Some(c.f("kriterium.ausnahme", &[("grund", &reason), ("bis", &c.print.date(exemption.until))]))
}
