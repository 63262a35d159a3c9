//! Under which licence the data may be used, which addresses stay, and how versions are told.

use super::fields;
use crate::content::licence::Licence;
use crate::data::ARCHIVE;
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell};

pub(super) fn block(c: &Compose<'_>) -> Block {
    let site = &c.model().site;
    let publisher = site.publisher.as_ref().filter(|_| site.licence.is_some_and(Licence::asks_for_name));
    let as_of = c.print.day(c.analysis().as_of);
    let version = c.model().short_version().unwrap_or_default();
    let items = [
        Some(site.licence.map_or_else(|| Cell::text(c.t("daten.lizenz.keine")), |licence| told(c, licence))),
        publisher.map(|name| Cell::text(c.f("daten.lizenz.name", &[("herausgeber", name)]))),
        sources(c),
        Some(Cell::text(c.f("daten.adressen.stand", &[("stichtag", &as_of), ("version", version)]))),
        Some(Cell::text(c.t("daten.adressen.bleiben"))),
        archive(c),
        Some(Cell::text(c.t("daten.adressen.felder"))),
        Some(Cell { href: Some(fields::PAGE.to_owned()), ..Cell::text(c.t("daten.felder.link")) }),
    ];
    c.block("daten-nutzen", Body::List { items: items.into_iter().flatten().collect(), ordered: false })
}

fn told(c: &Compose<'_>, licence: Licence) -> Cell {
    let name = c.t(&licence.key());
    Cell { href: Some(licence.address().to_owned()), ..Cell::text(c.f("daten.lizenz.ist", &[("lizenz", &name)])) }
}

/// Where earlier states are, where they are kept.
fn archive(c: &Compose<'_>) -> Option<Cell> {
    let href = c.href(&format!("{ARCHIVE}/index.html"));
    c.input.archive.map(|_| Cell { href: Some(href), ..Cell::text(c.t("daten.archiv.link")) })
}

/// Documents of others keep their licences.
fn sources(c: &Compose<'_>) -> Option<Cell> {
    let cell = Cell { href: Some(c.href("quellen/index.html")), ..Cell::text(c.t("daten.lizenz.quellen")) };
    (!c.model().documents.is_empty()).then_some(cell)
}
