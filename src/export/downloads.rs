//! What stands below a page: where its data are to be had.

use super::table::Table;
use super::{CALENDAR, TABLES, WORKBOOK, calendar_of, file_of};
use crate::content::project::Project;
use crate::content::section::Section;
use crate::data::FOLDER;
use crate::data::delimited::Dialect;
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell};

/// Tables and calendar behind a page that shows what they hold; none where the site has no data.
pub fn of_page(c: &Compose<'_>, tables: &[&str], has_calendar: bool) -> Option<Block> {
    let table = |table: &Table| {
        let title = table.title(c.input.messages).unwrap_or_default();
        let item = |key: &str, dialect: Dialect| link(c, &file_of(table, dialect), c.f(key, &[("liste", title)]));
        [item("export.seite.excel", Dialect::Spreadsheet), item("export.seite.programme", Dialect::Plain)]
    };
    let named = TABLES.iter().filter(|table| tables.contains(&table.name));
    let calendar = has_calendar.then(|| link(c, CALENDAR, c.t("export.seite.kalender")));
    let mut items = vec![link(c, WORKBOOK, c.t("export.seite.mappe"))];
    items.extend(named.flat_map(table));
    items.extend(calendar);
    items.push(link(c, &format!("{FOLDER}/index.html"), c.t("export.seite.alle")));
    c.input.has(Section::Data).then(|| c.block("daten-zur-seite", Body::List { items, ordered: false }))
}

/// The calendar of a project that has one.
pub fn of_project(c: &Compose<'_>, project: &Project) -> Block {
    let items = vec![link(c, &calendar_of(&project.head.id), c.t("export.seite.kalender-projekt"))];
    c.block("daten-zur-seite", Body::List { items, ordered: false })
}

fn link(c: &Compose<'_>, path: &str, text: String) -> Cell {
    Cell { href: Some(c.href(path)), ..Cell::text(text) }
}
