//! Maturity: the overview, a page per dimension, the method.

mod derivation;
mod dimension;
mod method;
mod next_step;
mod overview;
mod proven;

use super::{Large, Later, Menu, PageKind, Single, id_in, now, overview_and_records};
use crate::view::Page;
use crate::view::compose::Input;
use crate::view::maturity::dimensions;

pub(super) const KIND: PageKind = PageKind { section: "reifegrad", menu: Menu::Standing, pages };

pub(super) const LARGE: Large = Large { section: KIND.section, any: |_| true, single: Some(SINGLE) };

const SINGLE: Single = Single { overviews: &[FIRST, METHOD], page: single, each };
const FIRST: &str = "reifegrad/index.html";
const METHOD: &str = "methode/index.html";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    now(each(input))
}

fn each<'a>(input: &'a Input<'a>) -> Vec<Later<'a>> {
    let c = input.compose("reifegrad");
    let dimensions: Vec<_> = dimensions(&c).collect();
    let mut pages =
        overview_and_records(c, overview::overview, dimensions.into_iter(), |c, (reference, dimension, state)| {
            dimension::page(c, reference, dimension, state)
        });
    pages.push(Box::new(|| method::method(&input.compose("methode"))));
    pages
}

fn single<'a>(input: &'a Input<'a>, path: &str) -> Option<Page> {
    let c = input.compose("reifegrad");
    match path {
        FIRST => Some(overview::overview(&c)),
        METHOD => Some(method::method(&input.compose("methode"))),
        _ => {
            let id = id_in(KIND.section, path)?;
            let (reference, dimension, state) = dimensions(&c).find(|(_, one, _)| one.id.value == id)?;
            Some(dimension::page(&c, reference, dimension, state))
        }
    }
}

/// Sentences as paragraphs.
fn paragraphs(sentences: &[String]) -> String {
    sentences.iter().map(|sentence| format!("<p>{}</p>", crate::markup::escape(sentence))).collect()
}
