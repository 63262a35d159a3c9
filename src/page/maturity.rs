//! Maturity: the overview, a page per dimension, the method.

mod derivation;
mod dimension;
mod method;
mod next_step;
mod overview;
mod proven;

use super::{Menu, PageKind};
use crate::content::maturity_model::Rule;
use crate::view::Page;
use crate::view::compose::{Compose, Input};
use crate::view::maturity::dimensions;

pub(super) const KIND: PageKind = PageKind { section: "reifegrad", menu: Menu::Standing, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("reifegrad");
    let records = dimensions(&c).map(|(reference, dimension, state)| dimension::page(&c, reference, dimension, state));
    let method = method::method(&input.compose("methode"));
    std::iter::once(overview::overview(&c)).chain(records).chain(std::iter::once(method)).collect()
}

/// The model's rule, in a sentence.
fn rule_words(c: &Compose<'_>) -> String {
    match &c.model().maturity.rule {
        Rule::All => c.t("regel.alle"),
        Rule::Threshold(share) => c.f("regel.schwelle", &[("schwelle", &c.print.share(share.value()))]),
        Rule::Iso33020 => c.t("regel.iso33020"),
    }
}
