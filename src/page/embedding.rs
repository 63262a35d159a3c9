//! What other sites may show of this one, and how: for each part, its page for a frame, its fragment, its pictures.
//!
//! No kind of page: it follows from all of them.

use crate::markup::escape;
use crate::view::compose::{Compose, Input};
use crate::view::embedding::{Embedding, FRAGMENTS, FRAMES, OVERVIEW, PICTURES, Part, Picture};
use crate::view::{Block, Body, Cell, NavItem, Page};

/// Height of a frame until it tells its own, in pixels.
const HEIGHT: usize = 480;

/// The page that lists all parts. `base` is the address of the site, where it is known; `script` the path of the script
/// for the sites that show a part in a frame, from the site's root.
pub fn overview<'a>(input: &'a Input<'a>, parts: &[Part<'_>], base: Option<&str>, script: Option<&str>) -> Page {
    let c = input.compose(FRAMES);
    let way = |key: &str| Cell::text(c.t(&format!("einbetten.{key}")));
    let ways = c.list("einbetten-wege", ["rahmen", "fragment", "bild"].map(way).into());
    let snippet = script.map(|script| height(&c, base, script));
    let mut blocks: Vec<_> = ways.into_iter().chain(snippet).collect();
    match parts.is_empty() {
        true => blocks = vec![c.block("einbetten-teile", Body::Empty { text: c.t("einbetten.nichts") })],
        false => blocks.extend(sections(parts).into_iter().map(|(section, parts)| table(&c, section, &parts, base))),
    }
    Page { blocks, ..c.overview("frei", FRAMES, FRAMES) }
}

/// Its place in the footer.
pub fn item(input: &Input<'_>) -> NavItem {
    let title = input.messages.get("seite.einbetten.titel").to_owned();
    NavItem { title, path: OVERVIEW.to_owned(), section: FRAMES.to_owned(), ..NavItem::default() }
}

/// The script that gives frames their height.
fn height(c: &Compose<'_>, base: Option<&str>, script: &str) -> Block {
    let file = format!("<a href=\"{}\">{}</a>", escape(&c.href(script)), escape(&c.t("einbetten.skript")));
    let code = "<script src=\"rahmen.js\" defer></script>";
    let missing = match base {
        Some(_) => String::new(),
        None => format!("<p>{}</p>", escape(&c.t("einbetten.ohne-adresse"))),
    };
    let html = format!(
        "<p>{}</p><p>{file}</p><pre><code>{}</code></pre>{missing}",
        escape(&c.t("einbetten.hoehe")),
        escape(code)
    );
    c.block("einbetten-hoehe", Body::Text { html })
}

/// Parts by the section of their page, in the order of pages.
fn sections<'p, 'a>(parts: &'p [Part<'a>]) -> Vec<(&'p str, Vec<&'p Part<'a>>)> {
    let mut sections: Vec<(&str, Vec<&Part<'_>>)> = Vec::new();
    for part in parts {
        let section = part.page.section.as_str();
        match sections.iter_mut().find(|(one, _)| *one == section) {
            Some((_, parts)) => parts.push(part),
            None => sections.push((section, vec![part])),
        }
    }
    sections
}

fn table(c: &Compose<'_>, section: &str, parts: &[&Part<'_>], base: Option<&str>) -> Block {
    let key = format!("seite.{section}.titel");
    let title = c.input.messages.find(&key).map_or_else(|| c.t("ui_home"), str::to_owned);
    let rows = parts.iter().map(|part| row(c, part, base)).collect();
    let body = Body::Table(c.table(&title, &["teil", "teil-art", "teil-dateien", "teil-rahmen"], rows));
    Block { id: format!("einbetten-aus-{section}"), heading: Some(title), intro: None, body }
}

fn row(c: &Compose<'_>, part: &Part<'_>, base: Option<&str>) -> Vec<Cell> {
    let name = &part.name;
    let preview = Cell {
        href: Some(c.href(&format!("{FRAMES}/{name}.html"))),
        note: Some(part.page.title.clone()).filter(|title| *title != part.title),
        ..Cell::text(part.title.clone())
    };
    vec![
        preview,
        Cell::text(c.t(&format!("einbetten.art.{}", kind(&part.block.body)))),
        files(c, part),
        code(c, part, base),
    ]
}

fn kind(body: &Body) -> &'static str {
    match body {
        Body::Table(_) => "tabelle",
        Body::Figures { .. } => "zahlen",
        _ => "schaubild",
    }
}

/// The fragment and the pictures.
fn files(c: &Compose<'_>, part: &Part<'_>) -> Cell {
    let fragment = (format!("{FRAGMENTS}/{}.html", part.name), c.t("einbetten.datei.fragment"));
    let forms: &[(&str, &str)] =
        if c.input.embedding == Embedding::Pictures { &[("svg", "SVG"), ("png", "PNG")] } else { &[("svg", "SVG")] };
    let picture = |one: &Picture, (end, form): &(&str, &str)| {
        let word = match part.pictures.len() {
            1 => c.f("einbetten.datei.bild", &[("art", form)]),
            _ => c.f("einbetten.datei.bild-von", &[("titel", &one.title), ("art", form)]),
        };
        (format!("{PICTURES}/{}.{end}", one.name), word)
    };
    let pictures = part.pictures.iter().flat_map(|one| forms.iter().map(move |form| picture(one, form)));
    let link = |(path, word): (String, String)| {
        format!("<li><a href=\"{}\">{}</a></li>", escape(&c.href(&path)), escape(&word))
    };
    let items: String = std::iter::once(fragment).chain(pictures).map(link).collect();
    Cell { html: Some(format!("<ul>{items}</ul>")), ..Cell::default() }
}

/// What to write into a page, folded away.
fn code(c: &Compose<'_>, part: &Part<'_>, base: Option<&str>) -> Cell {
    let base = base.map_or_else(|| c.t("einbetten.adresse"), str::to_owned);
    let address = escape(&format!("{base}/{FRAMES}/{}.html", part.name));
    let title = escape(&part.title);
    let code = format!(
        "<iframe data-spatz src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"{HEIGHT}\" loading=\"lazy\"></iframe>"
    );
    let summary = escape(&c.t("einbetten.code"));
    let html = format!("<details><summary>{summary}</summary><pre><code>{}</code></pre></details>", escape(&code));
    Cell { html: Some(html), ..Cell::default() }
}
