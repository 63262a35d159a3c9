//! Records in Leichte Sprache: one page each, and a page that lists them. Without such texts there is none of it.

use super::{Menu, PageKind};
use crate::view::compose::{Compose, Input};
use crate::view::easy::{Easy, FOLDER, texts};
use crate::view::{Block, Body, Cell, Link, Page};

pub(super) const KIND: PageKind = PageKind { section: FOLDER, menu: Menu::Footer, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose(FOLDER);
    let has_record = |text: &Easy<'_>| c.link(&text.record).is_some();
    let texts: Vec<_> = texts(input.model).filter(has_record).collect();
    if texts.is_empty() {
        return Vec::new();
    }
    std::iter::once(overview(&c, &texts)).chain(texts.iter().map(|text| page(&c, text))).collect()
}

fn overview(c: &Compose<'_>, texts: &[Easy<'_>]) -> Page {
    let item = |text: &Easy<'_>| Cell { href: Some(c.href(&text.path)), ..Cell::text(&text.title) };
    let body = Body::List { items: texts.iter().map(item).collect(), ordered: false };
    let block = Block { id: "texte".to_owned(), heading: None, intro: None, body };
    let lang = Some(c.t("leichte-sprache.sprache"));
    Page { lang, blocks: vec![block], ..c.overview("leicht", FOLDER, FOLDER) }
}

fn page(c: &Compose<'_>, text: &Easy<'_>) -> Page {
    Page {
        kind: "leicht",
        lang: Some(c.t("leichte-sprache.sprache")),
        kicker: Some(c.t("leichte-sprache.verweis")),
        parent: Some(c.parent(FOLDER)),
        other_wording: Some(Link { text: c.t("leichte-sprache.zurueck"), href: Some(c.href(&text.record)) }),
        blocks: vec![c.text("beschreibung", None, text.prose)],
        ..c.page(&text.path, FOLDER, &text.title)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MODEL, built};
    use super::*;

    const PROJECT: &str = "---\ntitel: Netz\nleichte_sprache: |-\n  Das ist **leicht**.\n---\nDas ist ausführlich.\n";

    fn pages_of(files: &[(&str, &str)]) -> Vec<Page> {
        built(&[&[("seite.yaml", "titel: T\n"), ("modell.yaml", MODEL)], files].concat(), pages)
    }

    #[test]
    fn a_text_has_a_page_and_a_line_in_the_list() {
        let pages = pages_of(&[("projekte/netz.md", PROJECT)]);
        let [list, page] = pages.as_slice() else { panic!("{} pages", pages.len()) };
        let Body::List { items, .. } = &list.blocks[0].body else { panic!("no list") };
        assert_eq!(items[0].href.as_deref(), Some("projekte-netz.html"));
        assert_eq!((page.path.as_str(), page.title.as_str()), ("leichte-sprache/projekte-netz.html", "Netz"));
        let back = page.other_wording.as_ref().and_then(|link| link.href.as_deref());
        assert_eq!(back, Some("../projekte/netz.html"));
        assert!(matches!(&page.blocks[0].body, Body::Text { html } if html.contains("<strong>leicht</strong>")));
    }

    #[test]
    fn a_record_that_the_site_is_without_has_no_text() {
        let costs = ("kosten.yaml", "r:\n  titel: R\n  leichte_sprache: Das ist leicht.\n");
        let model = ("modell.yaml", MODEL);
        assert_eq!(built(&[("seite.yaml", "titel: T\n"), model, costs], pages).len(), 2);
        assert!(built(&[("seite.yaml", "titel: T\nohne: kosten\n"), model, costs], pages).is_empty());
    }

    #[test]
    fn without_texts_nothing_is_there() {
        assert!(pages_of(&[("projekte/netz.md", "---\ntitel: Netz\n---\n")]).is_empty());
        let hidden = PROJECT.replace("titel: Netz", "titel: Netz\nsichtbarkeit: intern");
        assert!(pages_of(&[("projekte/netz.md", &hidden)]).is_empty());
    }
}
