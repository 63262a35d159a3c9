//! What other sites may show of this one: every chart, every table, every row of figures, each under a name that lasts.
//!
//! Names follow from the page's path and the block's anchor, so they stay when other blocks come and go. Left out are the
//! handouts, which repeat what stands on pages, and the page about the data, which offers them whole.

use std::collections::BTreeSet;

use super::{Block, Body, Page, Table, TableColumn};
use crate::content::fields::to_id;
use crate::data;
use crate::draw::wide_editions;

/// Folder of the pages that other sites show in a frame, and of the page that lists them.
pub const FRAMES: &str = "einbetten";
/// The page that lists what can be embedded, from the site's root.
pub const OVERVIEW: &str = "einbetten/index.html";
/// Folder of the fragments.
pub const FRAGMENTS: &str = "fragmente";
/// Folder of the pictures.
pub const PICTURES: &str = "bilder";

/// Sections whose blocks are not offered.
const APART: &[&str] = &[data::FOLDER, "handout"];

/// What is written for other sites to show. It is as much again as the site itself, so somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Embedding {
    /// Nothing.
    Nothing,
    /// Frames, fragments and drawings.
    Parts,
    /// The same, and the drawings as PNG.
    Pictures,
}

/// A part of a page that other sites may show.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Its name, unique on the site: `reifegrad--profil`.
    pub name: String,
    /// The page it is from.
    pub page: &'a Page,
    /// What it shows, without what needs the site's script.
    pub block: Block,
    /// What it is called.
    pub title: String,
    /// Its drawings.
    pub pictures: Vec<Picture>,
}

/// A drawing that can stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its name, unique on the site.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Its images for wide places, one below the other.
    pub drawings: Vec<String>,
}

/// What can be embedded of some pages.
pub fn parts<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Vec<Part<'a>> {
    let mut names = BTreeSet::new();
    let offered = pages.into_iter().filter(|page| !page.unlisted && !APART.contains(&page.section.as_str()));
    let blocks = offered.flat_map(|page| page.blocks.iter().flat_map(inner).map(move |block| (page, block)));
    blocks.filter(|(_, block)| is_offered(&block.body)).map(|(page, block)| part(page, block, &mut names)).collect()
}

/// Whether a file shows a part, not a page.
pub fn is_part(path: &str) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    [FRAMES, FRAGMENTS, PICTURES].contains(&folder) && path != OVERVIEW
}

/// A block, or those inside of an answer.
fn inner(block: &Block) -> Vec<&Block> {
    match &block.body {
        Body::Answer { parts, .. } => parts.iter().map(|part| &part.block).collect(),
        _ => vec![block],
    }
}

fn is_offered(body: &Body) -> bool {
    match body {
        Body::Table(table) => !table.rows.is_empty(),
        Body::Figures { items } => !items.is_empty(),
        Body::Chart { .. } | Body::Roadmap { .. } => true,
        _ => false,
    }
}

fn part<'a>(page: &'a Page, block: &Block, names: &mut BTreeSet<String>) -> Part<'a> {
    let mut name = format!("{}--{}", stem(&page.path), block.id);
    // Ids may hold two hyphens, too.
    while !names.insert(name.clone()) {
        name.push_str("-2");
    }
    let title = title(block).unwrap_or(&page.title).to_owned();
    Part { page, block: still(block), pictures: pictures(&name, &title, &block.body), title, name }
}

/// The path of a page as a part of a name: `projekte-akte`; that of an overview is its folder's, that of the first page
/// `start`.
pub fn stem(path: &str) -> String {
    let path = path.strip_suffix(".html").unwrap_or(path);
    match path.strip_suffix("/index") {
        _ if path == "index" => "start".to_owned(),
        Some(folder) => folder.replace('/', "-"),
        None => path.replace('/', "-"),
    }
}

fn title(block: &Block) -> Option<&str> {
    block.heading.as_deref().or(match &block.body {
        Body::Table(table) => Some(table.caption.as_str()),
        _ => None,
    })
}

/// A block without tools: they need the script of the site.
fn still(block: &Block) -> Block {
    let mut block = block.clone();
    match &mut block.body {
        Body::Table(table) => without_tools(table),
        Body::Chart { table: Some(table), .. } | Body::Roadmap { table: Some(table), .. } => without_tools(table),
        _ => {}
    }
    block
}

fn without_tools(table: &mut Table) {
    table.filters = None;
    table.columns = table.columns.drain(..).map(|column| TableColumn { sort: None, ..column }).collect();
}

fn pictures(name: &str, title: &str, body: &Body) -> Vec<Picture> {
    let wide = |svg: &str| wide_editions(svg).map(str::to_owned).collect::<Vec<_>>();
    let all = match body {
        Body::Chart { svg, .. } => {
            vec![Picture { name: name.to_owned(), title: title.to_owned(), drawings: wide(svg) }]
        }
        Body::Roadmap { legend, groups, .. } => {
            let picture = |group: &super::Group| Picture {
                name: format!("{name}--{}", to_id(&group.title)),
                title: format!("{title}: {}", group.title),
                drawings: std::iter::once(legend).chain(&group.charts).flat_map(|svg| wide(svg)).collect(),
            };
            groups.iter().map(picture).collect()
        }
        _ => Vec::new(),
    };
    all.into_iter().filter(|picture| !picture.drawings.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::testing::{CONTENT, with};
    use crate::view::{Cell, Group};

    #[test]
    fn names_follow_from_path_and_anchor() {
        for (path, name) in [
            ("index.html", "start"),
            ("reifegrad/index.html", "reifegrad"),
            ("projekte/a-b.html", "projekte-a-b"),
            ("projekte/mein-index.html", "projekte-mein-index"),
        ] {
            assert_eq!(stem(path), name);
        }
    }

    fn told(parts: &[Part<'_>]) -> Vec<(String, String, Vec<String>)> {
        let pictures = |part: &Part<'_>| part.pictures.iter().map(|one| one.name.clone()).collect();
        parts.iter().map(|part| (part.name.clone(), part.title.clone(), pictures(part))).collect()
    }

    fn block(id: &str, heading: Option<&str>, body: Body) -> Block {
        Block { id: id.to_owned(), heading: heading.map(str::to_owned), intro: None, body }
    }

    fn table(rows: usize) -> Table {
        Table {
            caption: "Liste".to_owned(),
            rows: vec![vec![Cell::text("a")]; rows],
            filters: Some(Vec::new()),
            ..Table::default()
        }
    }

    fn page(section: &str, path: &str, blocks: Vec<Block>) -> Page {
        with(CONTENT, |input| Page { blocks, ..input.compose(section).page(path, section, "Seite") })
    }

    #[test]
    fn charts_tables_and_figures_are_offered() {
        let svg = "<svg class=\"diagramm nur-breit\"></svg><svg class=\"diagramm nur-schmal\"></svg>";
        let chart = Body::Chart { svg: svg.to_owned(), caption: String::new(), table: Some(table(1)), wide: false };
        let group = |title: &str| Group {
            id: "g".to_owned(),
            title: title.to_owned(),
            note: String::new(),
            open: true,
            charts: vec![svg.to_owned()],
        };
        let roadmap = Body::Roadmap {
            legend: svg.to_owned(),
            groups: vec![group("Ämter & mehr")],
            caption: String::new(),
            table: None,
            more: None,
        };
        let answer = Body::Answer {
            html: None,
            missing: None,
            sources: Vec::new(),
            assumed: None,
            parts: vec![crate::view::Part { block: block("c", None, Body::Table(table(1))), more: None }],
        };
        let blocks = vec![
            block("a", Some("Bild"), chart),
            block("b", Some("Leer"), Body::Table(table(0))),
            block("frage", Some("Frage"), answer),
            block("plan", None, roadmap),
            block("text", Some("Text"), Body::Text { html: String::new() }),
        ];
        let pages = [
            page("x", "x/index.html", blocks),
            page("daten", "daten/index.html", vec![block("a", None, Body::Table(table(1)))]),
        ];
        let parts = parts(&pages);
        let expected = [
            ("x--a", "Bild", vec!["x--a"]),
            ("x--c", "Liste", vec![]),
            ("x--plan", "Seite", vec!["x--plan--aemter-mehr"]),
        ];
        let expected: Vec<_> = expected
            .map(|(name, title, pictures): (&str, &str, Vec<&str>)| {
                (name.to_owned(), title.to_owned(), pictures.into_iter().map(str::to_owned).collect())
            })
            .into();
        assert_eq!(told(&parts), expected);
        assert_eq!(
            (parts[0].pictures[0].drawings.len(), parts[2].pictures[0].drawings.len()),
            (1, 2),
            "wide editions only"
        );
        assert!(matches!(&parts[1].block.body, Body::Table(table) if table.filters.is_none()), "no script, no tools");
    }

    #[test]
    fn names_are_unique() {
        let tables = |id: &str| vec![block(id, None, Body::Table(table(1)))];
        let pages = [page("x", "x/a.html", tables("b--c")), page("x", "x/a--b.html", tables("c"))];
        let names: Vec<_> = parts(&pages).into_iter().map(|part| part.name).collect();
        assert_eq!(names, ["x-a--b--c", "x-a--b--c-2"]);
    }

    #[test]
    fn what_is_listed_is_a_page() {
        let told = [OVERVIEW, "einbetten/a.html", "fragmente/a.html", "bilder/a.svg", "projekte/a.html"].map(is_part);
        assert_eq!(told, [false, true, true, true, false]);
    }
}
