//! Strategies, campaigns, programmes, laws, cooperations.

use super::{Menu, PageKind};
use crate::content::common::{Phase, Point};
use crate::content::fields::Choice;
use crate::content::names::Ref;
use crate::content::strategy::{Section, Strategy, StrategySort};
use crate::view::compose::{Compose, Input};
use crate::view::council;
use crate::view::live::{campaign, projects};
use crate::view::money;
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "strategie", menu: Menu::Strategy, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("strategie");
    if c.model().strategies.is_empty() {
        return Vec::new();
    }
    let records = c.model().strategies.refs().map(|(reference, strategy)| page(&c, reference, strategy));
    std::iter::once(overview(&c)).chain(records).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let groups = StrategySort::CHOICES.iter().filter_map(|&(word, sort)| {
        let cells = c.model().strategies.refs().filter(|(_, strategy)| strategy.sort == sort);
        let cells = cells.map(|(reference, strategy)| campaign::strategy_card(c, reference, strategy));
        let items = c.sorted(cells.collect());
        let heading = Some(c.t(&format!("strategie-art.{word}.viele")));
        let id = format!("art-{word}");
        (!items.is_empty()).then_some(Block { id, heading, intro: None, body: Body::Cards { items } })
    });
    Page { blocks: groups.collect(), ..c.overview("uebersicht", "strategie", "strategie") }
}

fn page(c: &Compose<'_>, reference: Ref<Strategy>, strategy: &Strategy) -> Page {
    let mut page = c.record_page(strategy);
    let links = &c.analysis().links;
    let word = strategy.sort.word();
    page.kicker = Some(c.t(&format!("strategie-art.{word}.eins")));
    page.badges.push(campaign::strategy_state(c, strategy.state));
    page.facts = [
        c.fact_text("traeger", strategy.carrier.clone()),
        c.fact("einheit", strategy.unit.iter().map(|&unit| c.record(unit)).collect()),
        c.fact_interval("zeitraum", &strategy.period),
        c.fact("teil-von", strategy.part_of.iter().map(|&whole| c.record(whole)).collect()),
        c.fact("ersetzt", c.records(&strategy.supersedes)),
        c.fact("ersetzt-durch", c.records(links.superseded_by.of(reference))),
        c.fact("motto", strategy.mottos.iter().map(|motto| Cell::text(format!("„{motto}“"))).collect()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let blocks = [
        c.points("vision", strategy.vision.iter().cloned()),
        c.list("ziele", points(&strategy.goals)),
        c.list("handlungsfelder", points(&strategy.fields_of_action)),
        phases(c, &strategy.phases),
    ];
    page.blocks.extend(blocks.into_iter().flatten());
    page.blocks.extend(strategy.sections.iter().enumerate().map(|(index, section)| chapter(index, section)));
    let projects = links.projects_of_strategy.of(reference);
    let linked = [
        c.list("teile", c.records(links.parts_of_strategy.of(reference))),
        c.list("werte", c.records(&strategy.values)),
        c.list("probleme", c.records(&strategy.problems)),
        projects::table(c, "projekte", projects),
        money::totals(c, projects),
        c.list("massnahmen", c.measures(links.measures_of_strategy.of(reference))),
        c.list("varianten", c.records(links.variants_of_strategy.of(reference))),
        c.list("vorlagen", c.papers(links.papers_of_strategy.of(reference))),
        council::questions(c, reference),
        council::commitments(c, reference),
    ];
    page.blocks.extend(linked.into_iter().flatten());
    page
}

fn points(points: &[Point]) -> Vec<Cell> {
    let cell = |point: &Point| Cell {
        note: point.text.clone(),
        assumed: point.origin.assumption.clone(),
        ..Cell::text(&point.title)
    };
    points.iter().map(cell).collect()
}

fn phases(c: &Compose<'_>, phases: &[Phase]) -> Option<Block> {
    let row = |phase: &Phase| {
        let when = Cell {
            assumed: phase.plan.assumption.clone().or_else(|| phase.origin.assumption.clone()),
            ..Cell::text(c.print.interval(&phase.plan.interval).unwrap_or_default())
        };
        vec![Cell { note: phase.text.clone(), ..Cell::text(&phase.title) }, when]
    };
    (!phases.is_empty()).then(|| c.table_block("phasen", &["phase", "zeitraum"], phases.iter().map(row).collect()))
}

fn chapter(index: usize, section: &Section) -> Block {
    Block {
        id: format!("abschnitt-{}", index + 1),
        heading: Some(section.title.clone()),
        intro: section.text.clone().or_else(|| section.origin.assumption.clone()),
        body: Body::List { items: section.points.iter().map(Cell::text).collect(), ordered: false },
    }
}
