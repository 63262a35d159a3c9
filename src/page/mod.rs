//! Pages: one file per kind of page, each a function from the shared input to views.
//!
//! Adding a kind of page: a file, a `mod` line, an entry in [`PAGES`].

pub mod archive;
mod audiences;
mod blocks;
mod commitments;
mod costs;
mod council;
mod data;
mod easy;
pub mod embedding;
mod exemptions;
mod figures;
mod free;
mod glossary;
mod handouts;
mod maturity;
mod measures;
mod meetings;
pub mod moved;
mod organisation;
mod planning;
mod plausibility;
mod portfolio;
mod problems;
mod projects;
mod publications;
mod questions;
mod resolutions;
mod roadmap;
mod search;
mod sources;
mod start;
mod strategies;
mod synopsis;
mod targets;
mod units;
mod values;
mod variants;

use std::sync::Arc;

use crate::view::Page;
use crate::view::compose::Input;

/// A kind of page.
#[derive(Debug, Clone, Copy)]
pub struct PageKind {
    /// Section of the site: its folder, and the key of its name in the catalogue.
    pub section: &'static str,
    /// Where the navigation shows it.
    pub menu: Menu,
    /// Its pages; none where the content has nothing for them.
    pub pages: for<'a> fn(&'a Input<'a>) -> Vec<Page>,
}

/// How a kind of page with much to compose is asked for one page without the others. Composing all of its pages tells the
/// same.
#[derive(Debug, Clone, Copy)]
pub struct Large {
    /// The section of the kind.
    pub section: &'static str,
    /// Whether it has any page.
    pub any: fn(&Input<'_>) -> bool,
    /// How one page is composed alone; none where all of them are to be composed for it.
    pub single: Option<Single>,
}

/// How one page of a kind is composed alone.
#[derive(Debug, Clone, Copy)]
pub struct Single {
    /// The paths of the pages without a [`kicker`](Page::kicker), in the order of all.
    pub overviews: &'static [&'static str],
    /// The page at a path.
    pub page: for<'a> fn(&'a Input<'a>, &str) -> Option<Page>,
    /// All pages, each composed when it is its turn.
    pub each: for<'a> fn(&'a Input<'a>) -> Vec<Later<'a>>,
}

/// A page that is composed when it is asked for.
pub type Later<'a> = Box<dyn FnOnce() -> Page + Send + 'a>;

/// Composes pages.
fn now(pages: Vec<Later<'_>>) -> Vec<Page> {
    pages.into_iter().map(|page| page()).collect()
}

/// The overview of a kind, then the page of each record; all of them use what is `shared`.
fn overview_and_records<'a, S: Send + Sync + 'a, R: Send + 'a>(
    shared: S,
    overview: impl FnOnce(&S) -> Page + Send + 'a,
    records: impl Iterator<Item = R>,
    page: impl Fn(&S, R) -> Page + Copy + Send + 'a,
) -> Vec<Later<'a>> {
    let shared = Arc::new(shared);
    let first = Arc::clone(&shared);
    let later = |record: R| {
        let shared = Arc::clone(&shared);
        Box::new(move || page(&shared, record)) as Later<'a>
    };
    std::iter::once(Box::new(move || overview(&first)) as Later<'a>).chain(records.map(later)).collect()
}

/// The id of the record whose page is at a path of a section.
fn id_in<'p>(section: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(section)?.strip_prefix('/')?.strip_suffix(".html")
}

/// Where the navigation shows a kind of page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Menu {
    /// Nowhere.
    None,
    /// Among "Stand".
    Standing,
    /// Among "Strategie".
    Strategy,
    /// Among "Umsetzung".
    Work,
    /// Among "Rat".
    Council,
    /// Below the entry of another section; in its place where that has no pages.
    Below(&'static str),
    /// In the footer.
    Footer,
}

/// Every kind of page, in the order of the navigation.
pub const PAGES: &[PageKind] = &[
    start::KIND,
    audiences::KIND,
    maturity::KIND,
    targets::KIND,
    exemptions::KIND,
    units::KIND,
    roadmap::KIND,
    figures::KIND,
    strategies::KIND,
    values::KIND,
    problems::KIND,
    blocks::KIND,
    portfolio::KIND,
    projects::KIND,
    measures::KIND,
    planning::KIND,
    costs::KIND,
    plausibility::KIND,
    variants::KIND,
    council::KIND,
    questions::KIND,
    commitments::KIND,
    resolutions::KIND,
    meetings::KIND,
    synopsis::KIND,
    publications::KIND,
    handouts::KIND,
    sources::KIND,
    glossary::KIND,
    easy::KIND,
    organisation::KIND,
    data::KIND,
    free::KIND,
    search::KIND,
];

/// The kinds of page with much to compose, sorted by section.
pub const LARGE: &[Large] = &[
    data::LARGE,
    units::LARGE,
    handouts::LARGE,
    costs::LARGE,
    measures::LARGE,
    organisation::LARGE,
    planning::LARGE,
    plausibility::LARGE,
    portfolio::LARGE,
    projects::LARGE,
    maturity::LARGE,
    roadmap::LARGE,
    council::LARGE,
    start::LARGE,
    search::LARGE,
];

/// What the tests of pages share.
#[cfg(test)]
pub(super) mod testing {
    use jiff::civil::date;

    use crate::analysis::analyse;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::messages::{Language, Messages};
    use crate::source::Sources;
    use crate::view::Page;
    use crate::view::compose::Input;

    /// The smallest model.
    pub(crate) const MODEL: &str = "\
titel: Modell
stufen: [Am Anfang, Begonnen]
dimensionen: {d: {titel: D, stufen: {1: {d-1: Ein Kriterium.}}}}
";

    /// What a kind of page makes of invented files, in German, as of 30 June 2024.
    pub(crate) fn built(files: &[(&str, &str)], pages: for<'a> fn(&'a Input<'a>) -> Vec<Page>) -> Vec<Page> {
        let bytes = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
        let (sources, _) = Sources::from_files(files.iter().map(bytes));
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        let model = resolve(&parsed, &mut found).unwrap();
        let analysis = analyse(&model, date(2024, 6, 30));
        let messages = Messages::load(Language::German);
        pages(&Input::new(&model, &analysis, &messages))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_kinds_are_sorted_and_known() {
        assert!(LARGE.windows(2).all(|pair| pair[0].section < pair[1].section));
        assert!(LARGE.iter().all(|large| PAGES.iter().any(|kind| kind.section == large.section)));
    }

    #[test]
    fn sections_are_unique_and_named() {
        let messages = crate::messages::Messages::load(crate::messages::Language::German);
        for (index, page) in PAGES.iter().enumerate() {
            assert!(PAGES[..index].iter().all(|other| other.section != page.section), "{}", page.section);
            if let Menu::Below(parent) = page.menu {
                let above = PAGES.iter().find(|one| one.section == parent).unwrap();
                assert!(!matches!(above.menu, Menu::Below(_) | Menu::None), "{}", page.section);
            }
            let named = messages.find(&format!("seite.{}.titel", page.section)).is_some();
            assert!(named || page.menu == Menu::None || page.section == "seiten", "{}", page.section);
        }
    }
}
