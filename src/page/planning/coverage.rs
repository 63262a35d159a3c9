//! Values and problems: which measures and projects serve them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{COVERAGE, side_page};
use crate::analysis::coverage::Served;
use crate::analysis::status::Status;
use crate::content::campaign::CoreValue;
use crate::content::maturity_model::Dimension;
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::{Model, ReadRecord};
use crate::view::compose::Compose;
use crate::view::maturity::dimensions;
use crate::view::planning::cell_of;
use crate::view::{Badge, Block, Cell, Page};

/// Whether there are values or problems.
pub(super) fn is_there(c: &Compose<'_>) -> bool {
    !c.model().values.is_empty() || !c.model().problems.is_empty()
}

/// None where there are neither values nor problems.
pub(super) fn page(c: &Compose<'_>) -> Option<Page> {
    let coverage = &c.analysis().coverage;
    let Model { values, problems, .. } = c.model();
    let blocks = [
        served(c, "bedient-werte", "wert", values.refs().map(|(one, _)| one).zip(&coverage.values)),
        served(c, "bedient-probleme", "problem", problems.refs().map(|(one, _)| one).zip(&coverage.problems)),
        dimensions_and_values(c),
    ];
    is_there(c).then(|| side_page(c, COVERAGE, blocks.into_iter().flatten().collect()))
}

/// Who serves each record, in alphabetical order; none without records.
fn served<'a, T: ReadRecord + 'a>(
    c: &Compose<'_>,
    id: &str,
    column: &str,
    records: impl Iterator<Item = (Ref<T>, &'a Served)>,
) -> Option<Block> {
    let mut bare = 0;
    let row = |(reference, served): (Ref<T>, &Served)| {
        bare += usize::from(served.is_bare());
        let badge = served.is_bare().then(|| Badge { text: c.t("bedient.nichts"), tone: "offen" });
        vec![Cell { badge, ..c.record(reference) }, counts(c, &served.measures), counts(c, &served.projects)]
    };
    let mut rows: Vec<Vec<Cell>> = records.map(row).collect();
    c.input.order.sort_by(&mut rows, |row| row.first().map_or("", |cell| cell.text.as_str()));
    let key = format!("bedient.{column}{}", if bare == 0 { "-alle" } else { "" });
    let intro = c.f(&key, &[("anzahl", &rows.len().to_string()), ("ohne", &bare.to_string())]);
    (!rows.is_empty())
        .then(|| Block { intro: Some(intro), ..c.table_block(id, &[column, "massnahmen", "projekte"], rows) })
}

/// "12", and below how many have which status.
fn counts(c: &Compose<'_>, counts: &BTreeMap<Status, usize>) -> Cell {
    let part = |(status, count): (&Status, &usize)| {
        let word = c.t(&format!("status.{}", status.word()));
        c.f("bedient.stand", &[("anzahl", &count.to_string()), ("stand", &word)])
    };
    let note = counts.iter().map(part).collect::<Vec<_>>().join(", ");
    Cell { note: Some(note).filter(|note| !note.is_empty()), ..Cell::text(counts.values().sum::<usize>().to_string()) }
}

/// The values that measures of each dimension serve, and how many do; none without values or without measures.
fn dimensions_and_values(c: &Compose<'_>) -> Option<Block> {
    let all = &c.analysis().coverage.dimensions;
    let value = |(reference, measures): (Ref<CoreValue>, &Vec<Ref<Measure>>)| {
        let note = c.count("anzahl.massnahmen", measures.len());
        (!measures.is_empty()).then(|| (measures.len(), Cell { note: Some(note), ..c.record(reference) }))
    };
    let row = |(reference, values): (Ref<Dimension>, &Vec<Vec<Ref<Measure>>>)| {
        let mut served: Vec<_> = c.model().values.refs().map(|(one, _)| one).zip(values).filter_map(value).collect();
        // Stable: among equals as in the table of values.
        served.sort_by_key(|(count, _)| Reverse(*count));
        let cells = served.into_iter().map(|(_, cell)| cell).collect();
        vec![c.dimension(reference), cell_of(cells, || c.t("bedient.kein-wert"))]
    };
    let rows = dimensions(c).map(|(reference, ..)| reference).zip(all).map(row).collect();
    let block = c.table_block("werte-je-dimension", &["dimension", "werte"], rows);
    let there = all.iter().flatten().any(|measures| !measures.is_empty());
    there.then(|| Block { intro: Some(c.t("bedient.werte-je-dimension")), ..block })
}
