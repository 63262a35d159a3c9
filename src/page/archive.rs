//! `archiv/`: every published state of the data, with size and checksum.

use jiff::civil::Date;

use crate::data::{ARCHIVE, FOLDER, SUMS};
use crate::markup::escape;
use crate::view::compose::{Compose, Input};
use crate::view::{Block, Body, Cell, Page};

/// A published state of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Name of its file, which begins with its as-of date.
    pub name: String,
    /// Its SHA-256.
    pub sum: String,
    /// Its size in bytes.
    pub size: usize,
}

/// The page; `states` in the order of publication, the newest last.
pub fn page<'a>(input: &'a Input<'a>, states: &[State]) -> Page {
    let c = input.compose(ARCHIVE);
    let rows = states.iter().rev().map(|state| row(&c, state)).collect();
    let table = c.table_block("archiv-staende", &["datei", "stichtag", "groesse#", "pruefsumme"], rows);
    Page {
        kind: "frei",
        parent: Some(c.parent(FOLDER)),
        lead: Some(c.t("daten.archiv.vorspann")),
        blocks: vec![Block { intro: Some(c.t("daten.archiv.reihenfolge")), ..table }, check(&c)],
        ..c.page(&format!("{ARCHIVE}/index.html"), FOLDER, &c.t("daten.archiv.titel"))
    }
}

fn row(c: &Compose<'_>, state: &State) -> Vec<Cell> {
    let as_of = state.name.get(..10).and_then(|day| day.parse::<Date>().ok());
    vec![
        Cell { href: Some(state.name.clone()), ..Cell::text(state.name.clone()) },
        as_of.map_or_else(Cell::empty, |day| c.day(day)),
        c.size(state.size),
        Cell { html: Some(format!("<code>{}</code>", escape(&state.sum))), ..Cell::default() },
    ]
}

/// How to see that a file is as it was published.
fn check(c: &Compose<'_>) -> Block {
    let items = vec![
        Cell { href: Some(SUMS.to_owned()), ..Cell::text(c.t("daten.archiv.summen")) },
        Cell { html: Some(c.markdown(&c.t("daten.archiv.pruefen"), "", 3)), ..Cell::default() },
        Cell::text(c.t("daten.archiv.darin")),
    ];
    c.block("archiv-pruefen", Body::List { items, ordered: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::{MODEL, built};

    #[test]
    fn the_newest_stands_first() {
        let files = [("seite.yaml", "titel: Erfunden\n"), ("modell.yaml", MODEL)];
        let pages = built(&files, |input| {
            let state = |name: &str| State { name: name.to_owned(), sum: "0".repeat(64), size: 1_500 };
            vec![page(input, &[state("2024-01-31-000000000000.zip"), state("2023-01-31-111111111111.zip")])]
        });
        let Body::Table(table) = &pages[0].blocks[0].body else { panic!("a table") };
        let told: Vec<_> = table.rows.iter().map(|row| (row[1].text.as_str(), row[2].text.as_str())).collect();
        assert_eq!(told, [("31.01.2023", "2 KB"), ("31.01.2024", "2 KB")]);
    }
}
