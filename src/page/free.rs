//! Free pages: imprint, privacy, accessibility, about. Of these, that on accessibility has the statement as well, and is
//! there for it even if nobody wrote it. Pages that belong to a part are chapters of it.

use super::{Menu, PageKind};
use crate::content::ReadRecord;
use crate::content::free_page::{ACCESSIBILITY, FreePage};
use crate::view::compose::{Compose, Input};
use crate::view::{Page, accessibility, chapters};

pub(super) const KIND: PageKind = PageKind { section: "seiten", menu: Menu::None, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("seiten");
    let owes_declaration = input.model.site.owes_declaration();
    let is_declaration = |page: &FreePage| owes_declaration && page.head().id.value == ACCESSIBILITY;
    let page = |page: &FreePage| {
        let shown = Page { kind: "frei", kicker: None, parent: None, ..c.record_page(page) };
        let shown = if page.part.is_some() { chapter(&c, page, shown) } else { shown };
        if is_declaration(page) { declaration(&c, shown) } else { shown }
    };
    let unwritten = owes_declaration && !input.model.pages.iter().any(is_declaration);
    input.model.pages.iter().map(page).chain(unwritten.then(|| declaration(&c, empty(&c)))).collect()
}

/// A page among others of its part, with its text in sections.
fn chapter(c: &Compose<'_>, page: &FreePage, shown: Page) -> Page {
    let (before, after) = chapters::neighbours(c, page);
    let blocks = page.head.body.iter().flat_map(|body| chapters::blocks(c, body)).collect();
    Page { kicker: page.part.clone(), blocks, before, after, ..shown }
}

/// The statement, after what the editors wrote.
fn declaration(c: &Compose<'_>, mut page: Page) -> Page {
    page.facts.extend(accessibility::facts(c));
    page.blocks.extend(accessibility::blocks(c));
    page
}

fn empty(c: &Compose<'_>) -> Page {
    let lead = Some(c.t("barrierefreiheit.kurz"));
    Page { kind: "frei", lead, ..c.page(&accessibility::path(), "seiten", &c.t("barrierefreiheit.titel")) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MODEL, built};
    use super::*;
    use crate::view::Body;

    #[test]
    fn chapters_are_read_in_order() {
        let chapter = |title: &str, order: u32, body: &str| {
            format!("---\ntitel: {title}\nteil: Erster Teil\nreihenfolge: {order}\n---\n\n{body}\n")
        };
        let (a, b) = (chapter("A", 2, "Vorweg.\n\n## Ein Abschnitt\n\n### E0203\n\nText."), chapter("B", 1, "Text."));
        let files = [
            ("seite.yaml", "titel: S"),
            ("modell.yaml", MODEL),
            ("seiten/a.md", &*a),
            ("seiten/b.md", &*b),
            ("seiten/impressum.md", "---\ntitel: Impressum\n---\n\n## Wer\n"),
        ];
        let pages = built(&files, pages);
        let found: Vec<_> = pages
            .iter()
            .map(|page| {
                let text = |link: &Option<crate::view::Link>| link.as_ref().map(|link| link.text.clone());
                let ids: Vec<_> = page.blocks.iter().map(|block| block.id.as_str()).collect();
                (page.title.as_str(), text(&page.before), text(&page.after), ids)
            })
            .collect();
        let expected = [
            ("A", Some("B".to_owned()), None, vec!["anfang", "ein-abschnitt"]),
            ("B", None, Some("A".to_owned()), vec!["anfang"]),
            ("Impressum", None, None, vec!["beschreibung"]),
        ];
        assert_eq!(found, expected);
        let Body::Text { html } = &pages[0].blocks[1].body else { panic!("no text") };
        assert!(html.contains("<h3 id=\"E0203\">E0203</h3>"), "{html}");
    }
}
