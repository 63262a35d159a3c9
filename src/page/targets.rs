//! Targets: actual, target and gap; what is lacking, and by when.

use super::{Menu, PageKind};
use crate::analysis::target::{DimensionTarget, TargetState};
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::maturity::{delay_words, dimensions, level_cell};
use crate::view::targets::{
    anchor, badge, deadlines, details_href, details_path, entry, is_detailed, lacking, reason, title,
};
use crate::view::{Block, Body, Cell, Figure, Page};

pub(super) const KIND: PageKind = PageKind { section: "ziele", menu: Menu::Standing, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("ziele");
    if c.analysis().targets.is_empty() {
        return Vec::new();
    }
    let details = dimensions(&c).filter_map(|(reference, dimension, _)| page(&c, reference, dimension));
    std::iter::once(overview(&c)).chain(details).collect()
}

fn overview(c: &Compose<'_>) -> Page {
    let counts = c.block("ziele-nach-zustand", Body::Figures { items: counts(c) });
    let method = c.block("ziele-rechnung", Body::Text { html: method(c) });
    let sources: Vec<_> = c.model().targets.iter().flat_map(|target| &target.origin.sources).cloned().collect();
    Page {
        blocks: [Some(counts), Some(standing(c)), others(c), Some(method)].into_iter().flatten().collect(),
        sources: c.sources(&sources),
        ..c.overview("uebersicht", "ziele", "ziele")
    }
}

/// What is lacking for the targets of a dimension, and by when; none where nothing is.
fn page(c: &Compose<'_>, reference: Ref<Dimension>, dimension: &Dimension) -> Option<Page> {
    let targets = c.analysis().targets.of(reference);
    let blocks: Vec<_> = targets.iter().filter(|target| is_detailed(target)).flat_map(|one| details(c, one)).collect();
    let facts = [c.fact("dimension", vec![c.dimension(reference)]), c.fact("stufe", vec![level_cell(c, reference)])];
    let title = c.f("ziel.seite", &[("dimension", &dimension.title)]);
    (!blocks.is_empty()).then(|| Page {
        kind: "datensatz",
        parent: Some(c.parent("ziele")),
        lead: Some(c.t("ziel.seite-vorspann")),
        facts: facts.into_iter().flatten().collect(),
        blocks,
        ..c.page(&details_path(c, reference), "ziele", &title)
    })
}

/// How many targets are in each state.
fn counts(c: &Compose<'_>) -> Vec<Figure> {
    let all = c.analysis().targets.iter().count();
    let figure = |&state: &TargetState| {
        let count = c.analysis().targets.iter().filter(|target| target.state == state).count();
        (count > 0).then(|| Figure {
            value: count.to_string(),
            label: badge(c, state).text,
            note: Some(c.f("notiz.von", &[("anzahl", &all.to_string())])),
            ..Figure::default()
        })
    };
    TargetState::ALL.iter().filter_map(figure).collect()
}

/// Actual, target and gap of every dimension that has a target.
fn standing(c: &Compose<'_>) -> Block {
    let targets = &c.analysis().targets;
    let rows = dimensions(c).filter_map(|(reference, ..)| Some(row(c, reference, targets.shown(reference)?)));
    let columns = ["dimension", "ist", "soll", "abstand#", "zustand", "grund"];
    let without = dimensions(c).filter(|(reference, ..)| targets.of(*reference).is_empty()).count();
    let intro = (without > 0).then(|| c.count("ziel.ohne-ziel", without));
    Block { intro, ..c.table_block("ist-soll", &columns, rows.collect()) }
}

fn row(c: &Compose<'_>, dimension: Ref<Dimension>, target: &DimensionTarget) -> Vec<Cell> {
    let gap = if target.gap == 0 { c.t("ziel.kein-abstand") } else { target.gap.to_string() };
    let mut cells = vec![c.dimension(dimension), level_cell(c, dimension)];
    let by = by(c, target);
    let note = [Some(c.f("datum.bis", &[("bis", &by.text)]).replace(' ', "\u{a0}")), by.note]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    cells.extend([Cell { note: Some(note.join(", ")), assumed: by.assumed, ..aim(c, target) }, Cell::text(gap)]);
    cells.extend(state(c, target));
    cells
}

/// Targets beside those of the table: earlier ones and later ones, by date.
fn others(c: &Compose<'_>) -> Option<Block> {
    let targets = &c.analysis().targets;
    let mut others: Vec<_> = targets.iter().filter(|one| targets.shown(one.dimension) != Some(one)).collect();
    others.sort_by_key(|target| target.day());
    let row = |target: &DimensionTarget| {
        [vec![by(c, target), c.dimension(target.dimension), aim(c, target)], state(c, target)].concat()
    };
    let rows: Vec<_> = others.into_iter().map(row).collect();
    (!rows.is_empty()).then(|| c.table_block("weitere-ziele", &["bis", "dimension", "soll", "zustand", "grund"], rows))
}

fn aim(c: &Compose<'_>, target: &DimensionTarget) -> Cell {
    let href = is_detailed(target).then(|| details_href(c, target));
    Cell { href, ..Cell::text(c.f("stufe.nummer", &[("stufe", &target.level.to_string())])) }
}

/// By when, and which resolution says so.
fn by(c: &Compose<'_>, target: &DimensionTarget) -> Cell {
    let resolution = entry(c, target).and_then(|entry| entry.resolution.as_ref());
    let note = resolution.map(|resolution| c.f("ziel.beschluss", &[("beschluss", resolution)]));
    let assumed = entry(c, target).and_then(|entry| entry.origin.assumption.clone());
    Cell { note, assumed, ..c.date(target.by) }
}

fn state(c: &Compose<'_>, target: &DimensionTarget) -> Vec<Cell> {
    let badge = Cell { badge: Some(badge(c, target.state)), ..Cell::default() };
    let reason = format!("<p>{}</p>", crate::markup::escape(&reason(c, target)));
    vec![badge, Cell { html: Some(reason), ..Cell::default() }]
}

/// What is lacking for a target, and by when.
fn details(c: &Compose<'_>, target: &DimensionTarget) -> Vec<Block> {
    let id = anchor(c, target);
    let state = c.f("ziel.stand", &[("zustand", &badge(c, target.state).text), ("grund", &reason(c, target))]);
    let body = Body::Table(lacking(c, target));
    let first = Block { id: id.clone(), heading: Some(title(c, target)), intro: Some(state), body };
    let deadlines = deadlines(c, target).map(|table| Block {
        id: format!("{id}-fristen"),
        heading: None,
        intro: None,
        body: Body::Table(table),
    });
    std::iter::once(first).chain(deadlines).collect()
}

/// How states and deadlines are reckoned.
fn method(c: &Compose<'_>) -> String {
    let sentences =
        [c.t("ziel.rechnung.zustand"), c.t("ziel.rechnung.fristen"), delay_words(c), c.t("ziel.rechnung.auswahl")];
    sentences.iter().map(|sentence| format!("<p>{}</p>", crate::markup::escape(sentence))).collect()
}
