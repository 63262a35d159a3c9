//! The overview: figures, profile and table of all dimensions, units side by side.

use crate::analysis::exemption::Phase;
use crate::analysis::target::TargetState;
use crate::view::causes;
use crate::view::compose::Compose;
use crate::view::course;
use crate::view::maturity::{fulfilment_block, overall_figures, profile_block, radar_block, table};
use crate::view::targets;
use crate::view::units::{assessed_in_order, comparison_table};
use crate::view::{Block, Body, Cell, Page, freshness, publication};

pub(super) fn overview(c: &Compose<'_>) -> Page {
    let maturity = &c.model().maturity;
    let rule = Cell { href: Some(c.href("methode/index.html")), ..Cell::text(c.t("methode.verweis")) };
    let fields = c.link("planung/index.html#felder");
    let fields = fields.map(|href| Cell { href: Some(href), ..Cell::text(c.t("felder.verweis")) });
    let blocks = [
        Some(c.block("stand", Body::Figures { items: overall_figures(c) })),
        profile_block(c, false),
        Some(c.block("dimensionen", Body::Table(table(c)))),
        course::overall_block(c),
        publication::notice(c, |_, told| told.corrects_levels()),
        course::dimensions_block(c),
        causes::recent_block(c),
        Some(causes::upcoming_block(c)),
        radar_block(c),
        fulfilment_block(c),
        super::proven::table(c),
        Some(targets(c)),
        Some(exemptions(c)),
        units(c),
        comparison(c),
        Some(freshness::block(c)),
        Some(c.block("methode", Body::List { items: [rule].into_iter().chain(fields).collect(), ordered: false })),
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

/// How many targets are in each state, with the way to them; or that there are none.
fn targets(c: &Compose<'_>) -> Block {
    if c.analysis().targets.is_empty() {
        return c.block("ziele", Body::Empty { text: c.t("ziel.keine") });
    }
    let page = Cell { href: Some(c.href("ziele/index.html")), ..Cell::text(c.t("ziel.alle")) };
    let counts = TargetState::ALL.iter().filter_map(|&state| {
        let count = c.analysis().targets.iter().filter(|target| target.state == state).count();
        let badge = Some(targets::badge(c, state));
        (count > 0).then(|| Cell { badge, ..Cell::text(c.count("ziel.anzahl", count)) })
    });
    c.block("ziele", Body::List { items: counts.chain([page]).collect(), ordered: false })
}

/// How many exemptions hold, with the way to them; or that there are none.
fn exemptions(c: &Compose<'_>) -> Block {
    let effects = &c.analysis().exemptions.effects;
    if effects.is_empty() {
        return c.block("ausnahmen", Body::Empty { text: c.t("ausnahme.keine") });
    }
    let current = effects.iter().filter(|effect| effect.phase == Phase::Current).count();
    let count = Cell::text(c.count("ausnahme.anzahl", current));
    let page = Cell { href: Some(c.href("ausnahmen/index.html")), ..Cell::text(c.t("ausnahme.alle")) };
    c.block("ausnahmen", Body::List { items: vec![count, page], ordered: false })
}

/// A table of more cells is left to the page that compares units.
const MOST_CELLS: usize = 300;

/// The levels of every assessed unit side by side; none where no unit is assessed, or where there are too many.
fn units(c: &Compose<'_>) -> Option<Block> {
    let units = assessed_in_order(c);
    let cells = units.len() * c.model().maturity.dimensions.len();
    (1..=MOST_CELLS).contains(&cells).then(|| Block {
        intro: Some(c.t("einheiten.reihenfolge")),
        ..c.block("stufen-je-einheit", Body::Table(comparison_table(c, &units)))
    })
}

/// The way to the units side by side; none where no unit is assessed.
fn comparison(c: &Compose<'_>) -> Option<Block> {
    let page = Cell { href: Some(c.href("einheiten/index.html")), ..Cell::text(c.t("einheiten.vergleich")) };
    (!c.analysis().units.is_empty()).then(|| Block {
        id: "einheiten".to_owned(),
        heading: None,
        intro: None,
        body: Body::List { items: vec![page], ordered: false },
    })
}
