//! How far every level is, over time, and what no plan reaches.

use crate::analysis::planning::{Gap, Lack};
use crate::view::compose::Compose;
use crate::view::course;
use crate::view::planning::{heat_block, measures_cell};
use crate::view::{Badge, Block, Cell};

/// How far every level of every dimension is.
pub fn heat(c: &Compose<'_>) -> Vec<Block> {
    heat_block(c).into_iter().collect()
}

/// The lowest level over time, then each dimension's.
pub fn courses(c: &Compose<'_>) -> Vec<Block> {
    course::overall_block(c).into_iter().chain(course::dimensions_block(c)).collect()
}

/// What the next levels need and no plan reaches.
pub fn gaps(c: &Compose<'_>) -> Vec<Block> {
    let next: Vec<&Gap> = c.analysis().planning.gaps.iter().filter(|gap| gap.next).collect();
    if next.is_empty() {
        return Vec::new();
    }
    let rows = next.iter().map(|gap| gap_row(c, gap, true)).collect();
    let columns = ["kriterium", "es-fehlt", "dimension", "stufe#", "massnahmen"];
    let block = c.table_block("luecken-naechste", &columns, rows);
    vec![Block { intro: Some(c.count("luecke.naechste", next.len())), ..block }]
}

/// A gap: the criterion, what is lacking, its dimension where asked for, its level, which measures are left.
pub fn gap_row(c: &Compose<'_>, gap: &Gap, with_dimension: bool) -> Vec<Cell> {
    let criterion = &c.model().maturity.criteria[gap.criterion];
    let named = Cell { badge: None, note: None, ..c.criterion(gap.criterion) };
    let from = criterion.from.filter(|from| from.first() > c.analysis().as_of);
    let later = from.map(|from| c.f("luecke.gilt-ab", &[("ab", &c.print.date(from))]));
    let dimension = with_dimension.then(|| c.dimension(criterion.dimension));
    let lack = Cell { badge: Some(badge(c, gap.lack)), note: note(c, gap), ..Cell::default() };
    let level = Cell::text(criterion.level.to_string());
    let measures = measures_cell(c, &gap.usable, || c.t("fehlt.strich"));
    [Cell { note: later, ..named }, lack].into_iter().chain(dimension).chain([level, measures]).collect()
}

fn badge(c: &Compose<'_>, lack: Lack) -> Badge {
    let tone = match lack {
        Lack::Measure => "offen",
        Lack::Lapsed => "eingestellt",
        Lack::TooFew => "teilweise",
        Lack::Date => "unbekannt",
    };
    Badge { text: c.t(&format!("luecke.{}", lack.word())), tone }
}

/// How many measures there are of how many it takes; nothing where that says nothing.
fn note(c: &Compose<'_>, gap: &Gap) -> Option<String> {
    let (there, needed) = (gap.usable.len().to_string(), gap.needed.to_string());
    let several = gap.needed > 1 && gap.lack != Lack::Date;
    several.then(|| c.f("luecke.von-noetigen", &[("vorhanden", &there), ("noetig", &needed)]))
}
