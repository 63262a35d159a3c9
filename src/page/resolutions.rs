//! The control of resolutions, and the archive of those that were carried out.

use super::{Menu, PageKind};
use crate::view::compose::{Compose, Input};
use crate::view::live::resolutions as live;
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: SECTION, menu: Menu::Below("stadtrat"), pages };

const SECTION: &str = "beschlusskontrolle";
const ARCHIVE: &str = "beschlusskontrolle/archiv.html";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose(SECTION);
    if c.analysis().council.resolutions.is_empty() {
        return Vec::new();
    }
    let archive = live::archive(&c);
    let mut blocks = live::resolutions(&c);
    if blocks.is_empty() {
        blocks.push(c.list_or_empty("beschluesse-offen", Vec::new()));
    }
    blocks.extend(archive.is_some().then(|| to_archive(&c)));
    let overview = Page { blocks, ..c.overview("uebersicht", SECTION, SECTION) };
    std::iter::once(overview).chain(archive.map(|block| self::archive(&c, block))).collect()
}

fn to_archive(c: &Compose<'_>) -> Block {
    let archived = c.analysis().council.resolutions.iter().filter(|one| one.archived).count();
    let cell = Cell {
        note: Some(c.count("anzahl.beschluesse", archived)),
        href: Some(c.href(ARCHIVE)),
        ..Cell::text(c.t("seite.beschlussarchiv.titel"))
    };
    c.block("beschluesse-archiv", Body::Cards { items: vec![cell] })
}

fn archive(c: &Compose<'_>, block: Block) -> Page {
    let page = c.page(ARCHIVE, SECTION, &c.t("seite.beschlussarchiv.titel"));
    Page {
        lead: Some(c.t("seite.beschlussarchiv.vorspann")),
        parent: Some(c.parent(SECTION)),
        blocks: vec![Block { heading: None, ..block }],
        ..page
    }
}
