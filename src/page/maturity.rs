//! Maturity: the overview, a page per dimension, the method.

mod derivation;
mod dimension;
mod method;
mod next_step;
mod overview;
mod proven;

use super::{Menu, PageKind};
use crate::view::Page;
use crate::view::compose::Input;
use crate::view::maturity::dimensions;

pub(super) const KIND: PageKind = PageKind { section: "reifegrad", menu: Menu::Standing, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("reifegrad");
    let records = dimensions(&c).map(|(reference, dimension, state)| dimension::page(&c, reference, dimension, state));
    let method = method::method(&input.compose("methode"));
    std::iter::once(overview::overview(&c)).chain(records).chain(std::iter::once(method)).collect()
}

/// Sentences as paragraphs.
fn paragraphs(sentences: &[String]) -> String {
    sentences.iter().map(|sentence| format!("<p>{}</p>", crate::markup::escape(sentence))).collect()
}
