//! Data date and last report, in words: silence is told as silence.

use super::compose::Compose;
use super::{Block, Body, Cell, Fact};
use crate::analysis::freshness::{Report, Subject};
use crate::content::names::Kind;
use crate::view::maturity::dimensions;

/// The last report for a table: its date, and what it is about.
pub fn last_report(c: &Compose<'_>, report: Option<Report>) -> Cell {
    match report {
        Some(report) => Cell { note: Some(subject(c, report).text), ..c.date(report.date) },
        None => Cell::text(c.t("meldung.keine")),
    }
}

/// Data date and last report as facts.
pub fn facts(c: &Compose<'_>, report: Option<Report>) -> Vec<Fact> {
    let as_of = c.analysis().as_of;
    let silence = report.filter(|report| report.is_old(as_of)).map(|_| c.t("meldung.lange"));
    let last = match report {
        Some(report) => vec![Cell { note: silence, ..c.date(report.date) }, subject(c, report)],
        None => vec![Cell::text(c.t("meldung.keine"))],
    };
    [c.fact("datenstand", vec![c.day(as_of)]), c.fact("letzte-meldung", last)].into_iter().flatten().collect()
}

/// "Datenstand 20.07.2023, letzte Meldung 15.06.2023 (Maßnahme „E-Akte“)."
pub fn words(c: &Compose<'_>, report: Option<Report>) -> String {
    let as_of = c.print.day(c.analysis().as_of);
    let Some(report) = report else { return c.f("meldung.satz-keine", &[("stichtag", &as_of)]) };
    let kind = c.t(match report.about {
        Subject::Measure(_) => Kind::Measure.key(),
        Subject::Project(_) => Kind::Project.key(),
    });
    let (date, title) = (c.print.date(report.date), subject(c, report).text);
    c.f("meldung.satz", &[("stichtag", &as_of), ("am", &date), ("art", &kind), ("titel", &title)])
}

/// When something was last heard on the dimensions; where that is long ago or never, by name.
pub fn block(c: &Compose<'_>) -> Block {
    let freshness = &c.analysis().freshness;
    let last = |dimension| freshness.of_dimension(dimension);
    let silent: Vec<_> = dimensions(c).filter(|(one, ..)| last(*one).is_none()).map(|(_, one, _)| &one.title).collect();
    let old = dimensions(c).filter_map(|(reference, dimension, _)| {
        let report = last(reference).filter(|report| report.is_old(c.analysis().as_of))?;
        let date = c.print.date(report.date);
        Some(c.f("meldung.zuletzt", &[("titel", &dimension.title), ("am", &date)]))
    });
    let old: Vec<_> = old.collect();
    let mut points = vec![words(c, freshness.overall())];
    if !old.is_empty() {
        points.push(c.f("meldung.lange-liste", &[("liste", &old.join("; "))]));
    }
    if !silent.is_empty() {
        let list: Vec<_> = silent.into_iter().map(String::as_str).collect();
        points.push(c.f("meldung.keine-liste", &[("liste", &list.join("; "))]));
    }
    let items = points.into_iter().map(Cell::text).collect();
    Block { intro: Some(c.t("meldung.erklaerung")), ..c.block("meldungen", Body::List { items, ordered: false }) }
}

fn subject(c: &Compose<'_>, report: Report) -> Cell {
    match report.about {
        Subject::Measure(measure) => c.record(measure),
        Subject::Project(project) => c.record(project),
    }
}
