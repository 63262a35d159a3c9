//! Maturity: the overview, a page per dimension, the method.

use super::{Menu, PageKind};
use crate::analysis::maturity::{Asked, DimensionState};
use crate::content::maturity_model::{Criterion, Dimension, Rule};
use crate::content::measure::Measure;
use crate::content::names::{Kind, Ref};
use crate::view::compose::{Compose, Input, address, anchor_prefix};
use crate::view::maturity::{
    dimensions, fulfilment_block, level_words, overall_figures, profile_block, radar_block, table,
};
use crate::view::{Block, Body, Cell, Link, Page};

pub(super) const KIND: PageKind = PageKind { section: "reifegrad", menu: Menu::Standing, pages };

/// Flagged where more of a dimension's weight is exempt (section "Exemptions" of the method).
const MUCH_EXEMPT_PERCENT: u32 = 30;

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("reifegrad");
    let records = dimensions(&c).map(|(reference, dimension, state)| page(&c, reference, dimension, state));
    std::iter::once(overview(&c)).chain(records).chain(std::iter::once(method(&input.compose("methode")))).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let maturity = &c.model().maturity;
    let rule = Some(Cell { href: Some(c.href("methode/index.html")), ..Cell::text(c.t("methode.verweis")) });
    let blocks = [
        Some(c.block("stand", Body::Figures { items: overall_figures(c) })),
        profile_block(c, false),
        Some(c.block("dimensionen", Body::Table(table(c)))),
        radar_block(c),
        fulfilment_block(c),
        Some(c.block("methode", Body::List { items: rule.into_iter().collect(), ordered: false })),
    ];
    Page {
        kind: "diagramm",
        kicker: Some(c.f("modell.fassung", &[("version", maturity.version.as_deref().unwrap_or("–"))])),
        blocks: blocks.into_iter().flatten().collect(),
        sources: c.sources(&maturity.sources),
        assumptions: maturity.assumption.iter().cloned().collect(),
        ..c.overview("diagramm", "reifegrad", "reifegrad")
    }
}

fn page(c: &Compose<'_>, reference: Ref<Dimension>, dimension: &Dimension, state: &DimensionState) -> Page {
    let links = &c.analysis().links;
    let level = Cell { meter: Some(c.meter(state)), ..Cell::text(c.level(state)) };
    let percent = |share: &Option<_>| share.as_ref().map(|share| c.print.percent(share));
    let facts = [
        c.fact("stufe", vec![level]),
        c.fact_text("fortschritt", percent(&state.progress)),
        c.fact_text("erfuellungsgrad", percent(&state.fulfilment)),
        c.fact_text("voraus", Some(&state.ahead).filter(|ahead| !ahead.is_zero()).map(|ahead| c.print.percent(ahead))),
        c.fact_text("gewicht", Some(dimension.weight.to_string())),
    ];
    let mut blocks = vec![c.block("warum", Body::Text { html: reason(c, state) })];
    blocks.extend(missing(c, state));
    blocks.extend(levels(c, dimension));
    let linked = [
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
        facts: facts.into_iter().flatten().collect(),
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
    if state.exempt_share.percent_floor() > MUCH_EXEMPT_PERCENT {
        sentences.push(c.f("warum.viel-ausgenommen", &[("anteil", &c.print.percent(&state.exempt_share))]));
    }
    sentences.push(c.t(rule_key(&c.model().maturity.rule)));
    let paragraphs: String =
        sentences.iter().map(|sentence| format!("<p>{}</p>", crate::markup::escape(sentence))).collect();
    paragraphs
}

fn open(c: &Compose<'_>, state: &DimensionState) -> String {
    c.count("anzahl.kriterien-fehlen", state.missing.len())
}

fn rule_key(rule: &Rule) -> &'static str {
    match rule {
        Rule::All => "regel.alle",
        Rule::Threshold(_) => "regel.schwelle",
        Rule::Iso33020 => "regel.iso33020",
    }
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
        Cell { href: Some(format!("#{}", anchor(criterion))), note: must(c, criterion), ..Cell::text(&criterion.text) },
        Cell::text(criterion.level.to_string()),
        Cell::text(c.print.percent(&state.share)),
        Cell::text(c.print.percent(criterion.threshold.value())),
        contributing(c, &state.measures),
    ]
}

fn anchor(criterion: &Criterion) -> String {
    format!("{}-{}", anchor_prefix(Kind::Criterion), criterion.id.value)
}

fn must(c: &Compose<'_>, criterion: &Criterion) -> Option<String> {
    criterion.must.then(|| c.t("kriterium.pflicht"))
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
        Cell { id: Some(anchor(criterion)), note: must(c, criterion), ..Cell::text(&criterion.text) },
        Cell { badge: Some(c.criterion_badge(state)), note: reason, ..Cell::default() },
        contributing(c, &state.measures),
    ]
}

fn exemption_reason(c: &Compose<'_>, reference: Ref<Criterion>) -> Option<String> {
    let mut exemptions = c.model().exemptions.iter();
    let exemption = exemptions.find(|one| one.criterion == Some(reference) && one.holds(c.analysis().as_of))?;
    Some(c.f("kriterium.ausnahme", &[("grund", &exemption.reason), ("bis", &c.print.date(exemption.until))]))
}

/// How a level follows, in plain words.
fn method(c: &Compose<'_>) -> Page {
    let model = &c.model().maturity;
    let step = |key: &str| Cell::text(c.t(&format!("methode.schritt.{key}")));
    let steps = ["kriterien", "massnahmen", "anteil", "stufe", "fortschritt", "gesamt"].map(step);
    let readings = ["grobe-daten", "ablauf", "einheiten", "ausnahmen"]
        .map(|key| Cell::text(c.t(&format!("methode.lesart.{key}"))));
    let levels = model.levels.iter().enumerate().map(|(number, level)| {
        vec![
            Cell::text(number.to_string()),
            Cell::text(&level.title),
            Cell::text(level.text.clone().unwrap_or_else(|| c.t("fehlt.strich"))),
        ]
    });
    let mut blocks = Vec::new();
    if let Some(text) = &model.text {
        blocks.push(c.block("modell", Body::Text { html: c.markdown(text, "", 3) }));
    }
    blocks.push(c.block("schritte", Body::List { items: steps.into(), ordered: true }));
    blocks.push(
        c.block("regel", Body::Text { html: format!("<p>{}</p>", crate::markup::escape(&c.t(rule_key(&model.rule)))) }),
    );
    blocks.push(c.table_block("stufen", &["stufe", "titel", "bedeutung"], levels.collect()));
    blocks.push(c.block("lesarten", Body::List { items: readings.into(), ordered: false }));
    Page {
        kind: "frei",
        parent: Some(Link { text: c.t("seite.reifegrad.titel"), href: Some(c.href("reifegrad/index.html")) }),
        blocks,
        sources: c.sources(&model.sources),
        assumptions: model.assumption.iter().cloned().collect(),
        ..c.overview("frei", "reifegrad", "methode")
    }
}
