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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::{MODEL, built};

    /// Four resolutions of a body that meets on 2 May, 20 June and 4 July, seen on 30 June 2024.
    const FILES: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Musterstadt\n"),
        ("modell.yaml", MODEL),
        ("organisation.yaml", "einheiten: {amt: {titel: Amt}}\ngremien: {rat: {titel: Rat}}\n"),
        ("sitzungen.yaml", "- {gremium: rat, am: 2024-06-20}\n- {gremium: rat, am: 2024-07-04}\n"),
        (
            "stadtrat/antrag.md",
            "---
titel: Antrag
art: antrag
nummer: VII/2024/00001
urheber: Fraktion
einheit: amt
beratung: {gremium: rat, am: 2024-05-02, rolle: entscheidend}
beschluesse:
  - {text: Vor der Sitzung getan, verlauf: [{am: 2024-06-10, ereignis: erfuellt}]}
  - {text: Nach der Sitzung getan, verlauf: [{am: 2024-06-25, ereignis: erfuellt}]}
  - {text: Offen, bis: 2024-12-31}
  - {text: Zu spät, bis: 2024-05-31, verlauf: [{am: 2024-05-20, ereignis: geaendert, auf: 2024-06-15, grund: Lieferverzug}]}
---
",
        ),
    ];

    fn tables(page: &Page) -> Vec<(String, Vec<Vec<String>>)> {
        let words = |cell: &Cell| cell.badge.as_ref().map_or(cell.text.clone(), |badge| badge.text.clone());
        let table = |block: &Block| match &block.body {
            Body::Table(table) => {
                let rows = table.rows.iter().map(|row| row.iter().map(words).collect());
                Some((block.id.clone(), rows.collect()))
            }
            _ => None,
        };
        page.blocks.iter().filter_map(table).collect()
    }

    #[test]
    fn what_is_finished_is_shown_until_the_next_meeting_and_then_stands_in_the_archive() {
        let pages = built(FILES, pages);
        let texts = |rows: &[Vec<String>]| -> Vec<String> { rows.iter().map(|row| row[2].clone()).collect() };
        let [open, done] = &tables(&pages[0])[..] else { panic!() };
        assert_eq!((open.0.as_str(), texts(&open.1)), ("beschluesse-offen", vec!["Zu spät".into(), "Offen".into()]));
        assert_eq!((done.0.as_str(), texts(&done.1)), ("beschluesse-erledigt", vec!["Nach der Sitzung getan".into()]));
        assert_eq!(pages[1].path, ARCHIVE);
        assert_eq!(texts(&tables(&pages[1])[0].1), ["Vor der Sitzung getan"]);
    }

    #[test]
    fn a_row_says_all_that_councils_ask_for() {
        let pages = built(FILES, pages);
        let Body::Table(table) = &pages[0].blocks[0].body else { panic!() };
        let columns: Vec<_> = table.columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(columns, ["Vorlage", "Urheber", "Beschluss", "Einheit", "Frist", "Stand", "Grund der Verzögerung"]);
        let row = &tables(&pages[0])[0].1[0];
        assert_eq!(
            row[..],
            ["VII/2024/00001", "Fraktion", "Zu spät", "Amt", "15.06.2024", "geändert, offen", "Lieferverzug"]
        );
    }
}
