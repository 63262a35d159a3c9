//! The heat map, and how planning is put into words; shared by the pages on planning and on maturity.

use super::compose::{Compose, address, link_list};
use super::maturity::{dimensions, level_words};
use super::{Block, Body, Cell, Table, TableColumn, Term};
use crate::analysis::fragility::Fall;
use crate::analysis::heat::{self, Heat};
use crate::chart::heatmap;
use crate::content::maturity_model::Dimension;
use crate::content::measure::Measure;
use crate::content::names::{Kind, Ref};

/// The page of criteria that no plan reaches: its file, and the name of its texts.
pub const GAPS: &str = "kriterien-ohne-massnahme";
/// The page of what would break, likewise.
pub const FRAGILITY: &str = "bruchstellen";

/// How far every level of every dimension is, as a chart with its table; none without dimensions.
pub fn heat_block(c: &Compose<'_>) -> Option<Block> {
    let levels = 1..=c.model().maturity.top();
    let rows = dimensions(c).map(|(reference, dimension, _)| heatmap::Row {
        label: dimension.title.clone(),
        href: Some(c.href(&address(Kind::Dimension, &dimension.id))),
        cells: heat_cells(c, reference).map(|(level, cell)| chart_cell(c, dimension, level, cell)).collect(),
    });
    let name = |level: u32| c.f("stufe.nummer", &[("stufe", &level.to_string())]);
    let svg = heatmap::render(&heatmap::HeatMap {
        id: "felder".to_owned(),
        title: c.t("block.felder"),
        description: heat_caption(c),
        levels: levels.map(|level| heatmap::Level { name: name(level), short: level.to_string() }).collect(),
        rows: rows.collect(),
        legend: states(c).map(|heat| (chart_state(heat), heat_word(c, heat))).collect(),
    })?;
    let body = Body::Chart { svg, caption: heat_caption(c), table: Some(heat_table(c)), wide: false };
    Some(Block { intro: Some(c.t("felder.einleitung")), ..c.block("felder", body) })
}

/// What each state means.
pub fn heat_terms(c: &Compose<'_>) -> Block {
    let term = |heat: Heat| Term {
        id: format!("feld-{}", heat.word()),
        term: heat_word(c, heat),
        long: None,
        html: Some(crate::markup::escape(&c.t(&format!("felder.{}-bedeutung", heat.word())))),
        assumed: None,
        sources: Vec::new(),
    };
    c.block("felder-bedeutung", Body::Terms { items: states(c).map(term).collect() })
}

/// The states that occur, best first.
fn states(c: &Compose<'_>) -> impl Iterator<Item = Heat> {
    let occurs = |heat: Heat| {
        let mut cells = c.model().maturity.dimensions.refs().flat_map(|(one, _)| c.analysis().heat.of(one));
        cells.any(|cell| cell.heat() == heat)
    };
    Heat::ALL.iter().copied().filter(move |&heat| occurs(heat)).collect::<Vec<_>>().into_iter()
}

fn heat_word(c: &Compose<'_>, heat: Heat) -> String {
    c.t(&format!("felder.{}", heat.word()))
}

fn heat_cells<'a>(c: &Compose<'a>, dimension: Ref<Dimension>) -> impl Iterator<Item = (u32, &'a heat::Cell)> {
    (1u32..).zip(c.analysis().heat.of(dimension))
}

/// "Stand 31.12.2024: von 45 Feldern sind 4 erfüllt, 3 teilweise erfüllt, …"
fn heat_caption(c: &Compose<'_>) -> String {
    let cells: Vec<_> = c.model().maturity.dimensions.refs().flat_map(|(one, _)| c.analysis().heat.of(one)).collect();
    let counts = states(c).map(|heat| {
        let count = cells.iter().filter(|cell| cell.heat() == heat).count();
        c.f("felder.anzahl", &[("anzahl", &count.to_string()), ("stand", &heat_word(c, heat))])
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    let as_of = c.print.day(c.analysis().as_of);
    c.f(
        "felder.worte",
        &[("stichtag", &as_of), ("felder", &c.count("felder.gesamt", cells.len())), ("aufzaehlung", &counts)],
    )
}

fn chart_cell(c: &Compose<'_>, dimension: &Dimension, level: u32, cell: &heat::Cell) -> heatmap::Cell {
    let page = c.href(&address(Kind::Dimension, &dimension.id));
    let share = (cell.met * 1000).checked_div(cell.asked).unwrap_or(0);
    let level_name = c.f("stufe.nummer", &[("stufe", &level.to_string())]);
    heatmap::Cell {
        state: chart_state(cell.heat()),
        share: u32::try_from(share).unwrap_or(u32::MAX),
        count: count(cell),
        words: format!("{}, {level_name}: {}", dimension.title, cell_words(c, cell)),
        href: Some(format!("{page}#stufe-{level}")),
    }
}

fn chart_state(heat: Heat) -> heatmap::State {
    match heat {
        Heat::Met => heatmap::State::Met,
        Heat::Partly => heatmap::State::Partly,
        Heat::Announced => heatmap::State::Announced,
        Heat::Open => heatmap::State::Open,
        Heat::Exempt => heatmap::State::Exempt,
        Heat::NotAsked => heatmap::State::NotAsked,
    }
}

/// `2/5`, nothing where nothing is asked for.
fn count(cell: &heat::Cell) -> String {
    if cell.asked > 0 { format!("{}/{}", cell.met, cell.asked) } else { String::new() }
}

/// "teilweise erfüllt, 2 von 5 Kriterien erfüllt, 1 angekündigt"
fn cell_words(c: &Compose<'_>, cell: &heat::Cell) -> String {
    let number = |count: usize| count.to_string();
    let met = [("erfuellt", &*number(cell.met)), ("gefragt", &*number(cell.asked))];
    let counted = |key: &str, count: usize| (count > 0).then(|| c.f(key, &[("anzahl", &number(count))]));
    let parts = [
        Some(heat_word(c, cell.heat())),
        (cell.asked > 0).then(|| c.f("felder.von", &met)),
        counted("felder.davon-begonnen", cell.begun),
        counted("felder.davon-angekuendigt", cell.announced).filter(|_| cell.heat() != Heat::Announced),
        counted("felder.dazu-ausgenommen", cell.exempt).filter(|_| cell.asked > 0),
        counted("felder.spaeter", cell.later),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn heat_table(c: &Compose<'_>) -> Table {
    let row = |reference: Ref<Dimension>| {
        let cells = heat_cells(c, reference).map(|(_, cell)| Cell::text(cell_words(c, cell)));
        std::iter::once(c.dimension(reference)).chain(cells).collect()
    };
    let levels = (1..=c.model().maturity.top()).map(|level| level_words(c, level));
    let titles = std::iter::once(c.t("spalte.dimension")).chain(levels);
    let caption = c.f("felder.tabelle", &[("stichtag", &c.print.day(c.analysis().as_of))]);
    let columns = titles.map(|title| TableColumn { title, ..TableColumn::default() }).collect();
    Table::new(caption, columns, dimensions(c).map(|(reference, ..)| row(reference)).collect())
}

/// The place of a dimension's gaps on their page.
pub fn gap_anchor(dimension: &Dimension) -> String {
    format!("luecken-{}", dimension.id.value)
}

/// Several things in one cell: links with notes; the words of `empty` where there are none.
pub fn cell_of(cells: Vec<Cell>, empty: impl FnOnce() -> String) -> Cell {
    match cells.as_slice() {
        [] => Cell::text(empty()),
        several => Cell { html: Some(link_list(several)), ..Cell::default() },
    }
}

/// Measures in one cell, each with its status in words.
pub fn measures_cell(c: &Compose<'_>, measures: &[Ref<Measure>], empty: impl FnOnce() -> String) -> Cell {
    let with_status = |cell: Cell| Cell { note: cell.badge.as_ref().map(|badge| badge.text.clone()), ..cell };
    cell_of(c.measures(measures).into_iter().map(with_status).collect(), empty)
}

/// The levels that would fall, each with its dimension.
pub fn falls_cell(c: &Compose<'_>, falls: &[Fall]) -> Cell {
    let fall = |fall: &Fall| {
        let note = c.f("bruch.fall", &[("von", &fall.from.to_string()), ("auf", &fall.to.to_string())]);
        Cell { note: Some(note), ..c.dimension(fall.dimension) }
    };
    cell_of(falls.iter().map(fall).collect(), || c.t("bruch.kein-fall"))
}

/// What planning says of a dimension, as links to the pages that say more; none where there is nothing to say.
pub fn planning_block(c: &Compose<'_>, reference: Ref<Dimension>, dimension: &Dimension) -> Option<Block> {
    let analysis = c.analysis();
    let link = |key: &str, count: usize, target: String| {
        c.link(&target).filter(|_| count > 0).map(|href| Cell { href: Some(href), ..Cell::text(c.count(key, count)) })
    };
    let gaps = analysis.planning.gaps_of(c.model(), reference).count();
    let pillars = analysis.fragility.pillars.iter().map(|pillar| &pillar.falls);
    let lapses = analysis.fragility.lapses.iter().map(|lapse| &lapse.falls);
    let falls = |falls: &&Vec<Fall>| falls.iter().any(|fall| fall.dimension == reference);
    let items = [
        link("planung.luecken", gaps, format!("planung/{GAPS}.html#{}", gap_anchor(dimension))),
        link("planung.tragend", pillars.filter(falls).count(), format!("planung/{FRAGILITY}.html#haengt-an")),
        link("planung.ablaufend", lapses.filter(falls).count(), format!("planung/{FRAGILITY}.html#laeuft-ab")),
    ];
    c.list("planungsluecken", items.into_iter().flatten().collect())
}
