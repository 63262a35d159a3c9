//! Exemptions: what is not asked for, why and until when, and where everything would stand without.

use super::{Menu, PageKind};
use crate::analysis::exemption::Phase;
use crate::view::compose::{Compose, Input};
use crate::view::exemptions::{comparison, table};
use crate::view::{Body, Figure, Page};

pub(super) const KIND: PageKind = PageKind { section: "ausnahmen", menu: Menu::Standing, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("ausnahmen");
    if c.analysis().exemptions.effects.is_empty() {
        return Vec::new();
    }
    let phases = Phase::ALL.iter().filter_map(|&phase| {
        let effects: Vec<_> = c.analysis().exemptions.effects.iter().filter(|effect| effect.phase == phase).collect();
        let id = format!("ausnahmen-{}", phase.word());
        (!effects.is_empty()).then(|| c.block(&id, Body::Table(table(&c, &c.t(&format!("block.{id}")), &effects))))
    });
    let figures = c.block("stand", Body::Figures { items: figures(&c) });
    let blocks = std::iter::once(figures).chain(comparison(&c)).chain(phases).collect();
    let sources: Vec<_> = c.model().exemptions.iter().flat_map(|one| &one.origin.sources).cloned().collect();
    vec![Page { blocks, sources: c.sources(&sources), ..c.overview("uebersicht", "ausnahmen", "ausnahmen") }]
}

/// How many hold, and how many of those end soon.
fn figures(c: &Compose<'_>) -> Vec<Figure> {
    let effects = &c.analysis().exemptions.effects;
    let figure = |key: &str, count: usize| Figure {
        value: count.to_string(),
        label: c.t(&format!("ausnahme.zahl.{key}")),
        ..Figure::default()
    };
    let current = effects.iter().filter(|effect| effect.phase == Phase::Current).count();
    let soon = effects.iter().filter(|effect| effect.ends_soon).count();
    vec![figure("gilt", current), figure("endet-bald", soon)]
}
