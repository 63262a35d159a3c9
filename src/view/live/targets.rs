//! What is to be reached by when, and what is not asked for meanwhile.

use crate::analysis::exemption::Phase;
use crate::analysis::target::DimensionTarget;
use crate::markup::escape;
use crate::view::compose::Compose;
use crate::view::exemptions;
use crate::view::targets::{badge, details_href, reason, title};
use crate::view::{Block, Body, Cell};

/// Every target, the earliest first: how it stands, and why.
pub fn targets(c: &Compose<'_>) -> Vec<Block> {
    let mut targets: Vec<_> = c.analysis().targets.iter().collect();
    targets.sort_by_key(|target| target.day());
    let rows: Vec<_> = targets.into_iter().map(|target| row(c, target)).collect();
    let columns = ["dimension", "soll", "zustand", "grund"];
    if rows.is_empty() { Vec::new() } else { vec![c.table_block("ziele", &columns, rows)] }
}

fn row(c: &Compose<'_>, target: &DimensionTarget) -> Vec<Cell> {
    vec![
        c.dimension(target.dimension),
        Cell { href: Some(details_href(c, target)), ..Cell::text(title(c, target)) },
        Cell { badge: Some(badge(c, target.state)), ..Cell::default() },
        Cell { html: Some(format!("<p>{}</p>", escape(&reason(c, target)))), ..Cell::default() },
    ]
}

/// The exemptions that hold, and where every dimension would stand without.
pub fn exemptions(c: &Compose<'_>) -> Vec<Block> {
    let effects: Vec<_> =
        c.analysis().exemptions.effects.iter().filter(|effect| effect.phase == Phase::Current).collect();
    if effects.is_empty() {
        return Vec::new();
    }
    let table = exemptions::table(c, &c.t("block.ausnahmen-gilt"), &effects);
    exemptions::comparison(c).into_iter().chain([c.block("ausnahmen-gilt", Body::Table(table))]).collect()
}
