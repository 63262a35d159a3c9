//! Criteria that no plan reaches, dimension by dimension; measures that reach no criterion.

use super::{AIMLESS, side_page};
use crate::analysis::planning::{Gap, Lack};
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::maturity::dimensions;
use crate::view::planning::{GAPS, gap_anchor, measures_cell};
use crate::view::{Badge, Block, Body, Cell, Page, Term};

/// All gaps; none where there are none.
pub(super) fn page(c: &Compose<'_>) -> Option<Page> {
    let of = |(reference, dimension, _): (Ref<Dimension>, &Dimension, _)| {
        let gaps = c.analysis().planning.gaps_of(c.model(), reference);
        let rows: Vec<_> = gaps.map(|gap| row(c, gap, false)).collect();
        let columns = ["kriterium", "es-fehlt", "stufe#", "massnahmen"];
        (!rows.is_empty()).then(|| Block {
            id: gap_anchor(dimension),
            heading: Some(dimension.title.clone()),
            intro: None,
            body: Body::Table(c.table(&dimension.title, &columns, rows)),
        })
    };
    let blocks: Vec<_> = dimensions(c).filter_map(of).collect();
    (!blocks.is_empty()).then(|| side_page(c, GAPS, std::iter::once(lacks(c)).chain(blocks).collect()))
}

/// What each word for what is lacking means, as far as it occurs.
fn lacks(c: &Compose<'_>) -> Block {
    let occurs = |lack: &&Lack| c.analysis().planning.gaps.iter().any(|gap| gap.lack == **lack);
    let term = |lack: &Lack| Term {
        id: format!("luecke-{}", lack.word()),
        term: c.t(&format!("luecke.{}", lack.word())),
        long: None,
        html: Some(crate::markup::escape(&c.t(&format!("luecke.{}-bedeutung", lack.word())))),
        assumed: None,
        sources: Vec::new(),
    };
    let items = Lack::ALL.iter().filter(occurs).map(term).collect();
    c.block("luecken-bedeutung", Body::Terms { items })
}

/// A gap: the criterion, what is lacking, its dimension where asked for, its level, which measures are left.
pub(super) fn row(c: &Compose<'_>, gap: &Gap, with_dimension: bool) -> Vec<Cell> {
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

/// Measures without a criterion; none where there are none.
pub(super) fn aimless(c: &Compose<'_>) -> Option<Page> {
    let row = |&measure: &Ref<_>| {
        let Cell { text, href, badge, note, .. } = c.measure(measure);
        let record = &c.model().measures[measure];
        let project = record.project.map_or_else(|| Cell::text(c.t("fehlt.strich")), |project| c.record(project));
        vec![Cell { text, href, note, ..Cell::default() }, project, Cell { badge, ..Cell::default() }]
    };
    let mut rows: Vec<Vec<Cell>> = c.analysis().planning.aimless.iter().map(row).collect();
    c.input.order.sort_by(&mut rows, |row| row.first().map_or("", |cell| cell.text.as_str()));
    let columns = ["massnahme", "projekt", "stand"];
    (!rows.is_empty()).then(|| side_page(c, AIMLESS, vec![c.table_block("ohne-kriterium", &columns, rows)]))
}
