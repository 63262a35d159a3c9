//! The milestone trend of a project in words, as a chart and as a table.

use super::compose::Compose;
use super::{Block, Body, Cell};
use crate::analysis::trend::{Direction, Trend, trends};
use crate::chart::trend::{TrendChart, TrendLine, render};
use crate::content::names::Ref;
use crate::content::project::Project;

/// The trend; none where nothing was ever shifted.
pub fn block(c: &Compose<'_>, reference: Ref<Project>) -> Option<Block> {
    let trends = trends(c.model(), c.analysis(), c.input.published, reference);
    let name = |trend: &Trend| match trend.milestone {
        Some(position) => c.model().projects[reference].milestones[position].head.title.clone(),
        None => c.t("trend.projektende"),
    };
    let line = |trend: &Trend| TrendLine { label: name(trend), reports: trend.reports.clone(), done: trend.done };
    let explained = match trends.iter().map(|trend| trend.published).max() {
        Some(published) if published > 0 => {
            format!("{} {}", c.t("trend.erklaerung"), c.count("trend.aus-berichten", published))
        }
        _ => c.t("trend.erklaerung"),
    };
    let svg = render(&TrendChart {
        id: "meilensteintrend".to_owned(),
        title: c.t("block.meilensteintrend"),
        description: explained.clone(),
        as_of: c.analysis().as_of,
        reported: c.t("trend.berichtet"),
        planned: c.t("trend.geplant"),
        lines: trends.iter().map(line).collect(),
    })?;
    let rows = trends.iter().map(|trend| row(c, name(trend), trend)).collect();
    let columns = ["meilenstein", "erster-plan", "jetziger-plan", "tage-verschoben#", "trend"];
    let table = Some(c.table(&c.t("trend.tabelle"), &columns, rows));
    let body = Body::Chart { svg, caption: explained, table, wide: false };
    Some(c.block("meilensteintrend", body))
}

fn row(c: &Compose<'_>, name: String, trend: &Trend) -> Vec<Cell> {
    let planned = |report: Option<&(_, _)>| report.map_or_else(Cell::empty, |&(_, planned)| c.day(planned));
    let days = trend.shift();
    let sign = if days < 0 { "\u{2212}" } else { "" };
    let words = match (trend.done, trend.direction()) {
        (Some(done), _) => c.f("notiz.umgesetzt", &[("am", &c.print.day(done))]),
        (None, None) => c.t("trend.zu-wenig"),
        (None, Some(direction)) => c.t(&format!("trend.{}", word(direction))),
    };
    vec![
        Cell::text(name),
        planned(trend.reports.first()),
        planned(trend.reports.last()),
        Cell::text(format!("{sign}{}", days.unsigned_abs())),
        Cell::text(words),
    ]
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Later => "spaeter",
        Direction::Earlier => "frueher",
        Direction::Steady => "stabil",
        Direction::Varying => "wechselnd",
    }
}
