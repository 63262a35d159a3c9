//! Named problems, and what is done against them.

use super::{Menu, PageKind};
use crate::content::campaign::{Problem, Tier};
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::council;
use crate::view::live::campaign;
use crate::view::{Block, Body, Page};

pub(super) const KIND: PageKind = PageKind { section: "probleme", menu: Menu::Strategy, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("probleme");
    if c.model().problems.is_empty() {
        return Vec::new();
    }
    let records = c.model().problems.refs().map(|(reference, problem)| page(&c, reference, problem));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let blocks =
        [("probleme-stadt", Tier::City), ("probleme-land", Tier::State)].into_iter().filter_map(|(id, tier)| {
            let items = campaign::problem_cards(c, tier);
            (!items.is_empty()).then(|| c.block(id, Body::Cards { items }))
        });
    Page { blocks: blocks.collect(), ..c.overview("uebersicht", "probleme", "probleme") }
}

fn page(c: &Compose<'_>, reference: Ref<Problem>, problem: &Problem) -> Page {
    let mut page = c.record_page(problem);
    let links = &c.analysis().links;
    let tier = match problem.tier {
        Tier::City => "problem.stadt",
        Tier::State => "problem.land",
    };
    page.facts = [c.fact_text("ebene", Some(c.t(tier)))].into_iter().flatten().collect();
    page.blocks.push(against(c, reference));
    let dimensions = problem.dimensions.iter().map(|&dimension| c.dimension_with_level(dimension)).collect();
    let linked = [
        c.list("projekte", c.projects(links.projects_of_problem.of(reference))),
        c.list("dimensionen", dimensions),
        c.list("strategien", c.records(links.strategies_of_problem.of(reference))),
        c.list("vorlagen", c.papers(links.papers_of_problem.of(reference))),
        council::questions(c, reference),
        council::commitments(c, reference),
    ];
    page.blocks.extend(linked.into_iter().flatten());
    page
}

/// What is done against it, or that nothing is yet.
fn against(c: &Compose<'_>, reference: Ref<Problem>) -> Block {
    c.list_or_empty("problem-massnahmen", c.measures(c.analysis().links.measures_of_problem.of(reference)))
}
