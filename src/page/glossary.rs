//! Abbreviations and terms.

use super::{Menu, PageKind};
use crate::content::names::Kind;
use crate::content::term::Term as GlossaryTerm;
use crate::view::compose::{Compose, Input, anchor_prefix};
use crate::view::{Block, Body, Page, Term};

pub(super) const KIND: PageKind = PageKind { section: "glossar", menu: Menu::Footer, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("glossar");
    if c.model().terms.is_empty() {
        return Vec::new();
    }
    let mut terms: Vec<&GlossaryTerm> = c.model().terms.iter().collect();
    c.input.order.sort_by(&mut terms, |term| &term.head.title);
    let body = Body::Terms { items: terms.into_iter().map(|term| self::term(&c, term)).collect() };
    let block = Block { id: "begriffe".to_owned(), heading: None, intro: None, body };
    vec![Page { blocks: vec![block], ..c.overview("uebersicht", "glossar", "glossar") }]
}

fn term(c: &Compose<'_>, term: &GlossaryTerm) -> Term {
    Term {
        id: format!("{}-{}", anchor_prefix(Kind::Term), term.head.id.value),
        term: term.head.title.clone(),
        long: term.long.clone(),
        html: term.text.as_ref().map(|text| format!("<p>{}</p>", crate::markup::escape(text))),
        assumed: term.head.assumption.clone(),
        sources: c.short_notes(&term.head.sources),
    }
}
