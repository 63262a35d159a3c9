//! Criteria that no plan reaches, dimension by dimension; measures that reach no criterion.

use super::{AIMLESS, side_page};
use crate::analysis::planning::Lack;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::view::compose::Compose;
use crate::view::live::planning::gap_row;
use crate::view::maturity::dimensions;
use crate::view::planning::{GAPS, gap_anchor};
use crate::view::{Block, Body, Cell, Page, Term};

/// All gaps; none where there are none.
pub(super) fn page(c: &Compose<'_>) -> Option<Page> {
    let of = |(reference, dimension, _): (Ref<Dimension>, &Dimension, _)| {
        let gaps = c.analysis().planning.gaps_of(c.model(), reference);
        let rows: Vec<_> = gaps.map(|gap| gap_row(c, gap, false)).collect();
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
