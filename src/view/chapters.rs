//! Free pages that belong to a part are chapters: they stand in the menu under its name, and are read one after another.

use super::compose::{Compose, address};
use super::{Block, Body, Cell, Link};
use crate::content::Model;
use crate::content::common::Prose;
use crate::content::fields::to_id;
use crate::content::free_page::FreePage;
use crate::content::names::Kind;
use crate::markup::sections;

/// Chapters under a common heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// The heading.
    pub title: &'a str,
    /// Its chapters, in the order to read them.
    pub chapters: Vec<&'a FreePage>,
}

/// The parts, in the order of their first chapters.
pub fn parts(model: &Model) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for page in in_order(model) {
        let Some(title) = page.part.as_deref() else { continue };
        match parts.iter_mut().find(|part| part.title == title) {
            Some(part) => part.chapters.push(page),
            None => parts.push(Part { title, chapters: vec![page] }),
        }
    }
    parts
}

/// Free pages in the order that their editors gave to them.
pub fn in_order(model: &Model) -> Vec<&FreePage> {
    let mut pages: Vec<_> = model.pages.iter().collect();
    pages.sort_by_key(|page| (page.order.unwrap_or(u32::MAX), page.head.id.value.clone()));
    pages
}

/// The chapters before and after one.
pub fn neighbours(c: &Compose<'_>, page: &FreePage) -> (Option<Link>, Option<Link>) {
    let all: Vec<&FreePage> = parts(c.model()).into_iter().flat_map(|part| part.chapters).collect();
    let link = |page: &&FreePage| Link {
        text: page.head.title.clone(),
        href: Some(c.href(&address(Kind::Page, &page.head.id))),
    };
    let Some(at) = all.iter().position(|one| one.head.id == page.head.id) else { return (None, None) };
    (at.checked_sub(1).and_then(|before| all.get(before)).map(link), all.get(at + 1).map(link))
}

/// A text as blocks, one for each heading of the second level. Headings have anchors.
pub fn blocks(c: &Compose<'_>, prose: &Prose) -> Vec<Block> {
    let text = prose.text.as_str();
    let block = |section: crate::markup::Section| {
        let id = section.heading.as_deref().map_or_else(|| "anfang".to_owned(), anchor);
        let html = c.markdown_with_anchors(&text[section.range], &prose.folder, 2, &anchor);
        Block { id, heading: section.heading, intro: None, body: Body::Text { html } }
    };
    sections(text).into_iter().map(block).collect()
}

/// The anchor of a heading: a single plain word as it is (`E0203`), anything else as an id would be.
fn anchor(heading: &str) -> String {
    let is_word = !heading.is_empty() && heading.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_word { heading.to_owned() } else { to_id(heading) }
}

/// All chapters with their summaries, part by part.
pub fn contents(c: &Compose<'_>) -> Vec<Block> {
    let cell = |page: &&FreePage| Cell { note: page.head.summary.clone(), ..c.head::<FreePage>(&page.head) };
    let block = |part: Part<'_>| Block {
        id: to_id(part.title),
        heading: Some(part.title.to_owned()),
        intro: None,
        body: Body::List { items: part.chapters.iter().map(cell).collect(), ordered: false },
    };
    parts(c.model()).into_iter().map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_words_or_ids() {
        assert_eq!(anchor("E0203"), "E0203");
        assert_eq!(anchor("Ein Datum ändern?"), "ein-datum-aendern");
    }
}
