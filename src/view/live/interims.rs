//! What has changed since each body met last: what its next meeting will ask about.

use crate::analysis::council::Interim;
use crate::view::compose::Compose;
use crate::view::synopsis::{Synopsis, interim_address};
use crate::view::{Block, Cell};

/// A link for each body that has met, with what has changed since, counted.
pub fn interims(c: &Compose<'_>) -> Vec<Block> {
    let all = c.analysis().council.interims(c.analysis().as_of);
    c.list("seit-sitzung", all.iter().map(|one| cell(c, one)).collect()).into_iter().collect()
}

fn cell(c: &Compose<'_>, interim: &Interim<'_>) -> Cell {
    let arguments = [
        ("gremium", &*c.model().committees[interim.last.committee].head.title),
        ("am", &*c.print.day(interim.last.date)),
    ];
    Cell {
        href: c.link(&interim_address(c.model(), interim.last.committee)),
        note: Some(Synopsis::since(c, interim.last.date).in_short(c)),
        ..Cell::text(c.f("synopse.gremium-seit", &arguments))
    }
}
