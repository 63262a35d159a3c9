//! The portfolio: all projects at a glance, for those who steer them.

use std::collections::BTreeMap;

use super::{Large, Menu, PageKind};
use crate::analysis::status::Status;
use crate::analysis::traffic_light::{Reason, TrafficLight, shift_reasons, traffic_light};
use crate::content::common::EventKind;
use crate::content::names::Ref;
use crate::content::project::{LightColour, Project};
use crate::content::scalar::{Datum, Rational};
use crate::view::compose::{Compose, Input};
use crate::view::division::division;
use crate::view::live::projects;
use crate::view::traffic_light::{badge, thresholds};
use crate::view::{Block, Body, Cell, Figure, Page};

pub(super) const KIND: PageKind = PageKind { section: "portfolio", menu: Menu::Work, pages };

pub(super) const LARGE: Large =
    Large { section: KIND.section, any: |input| !input.model.projects.is_empty(), single: None };

/// Fewer projects that end on one day are no bunch.
const BUNCH: usize = 3;

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("portfolio");
    if c.model().projects.is_empty() {
        return Vec::new();
    }
    let lights: Vec<_> = c
        .model()
        .projects
        .refs()
        .filter_map(|(reference, _)| Some((reference, traffic_light(c.model(), c.analysis(), reference)?)))
        .collect();
    let blocks = [
        Some(c.block("projekte-nach-stand", Body::Figures { items: c.status_counts(&c.analysis().projects) })),
        Some(light_counts(&c, &lights)),
        Some(attention(&c)),
        Some(divisions(&c, &lights)),
        bunches(&c),
        Some(stale(&c, &lights)),
        shifts(&c),
        discontinued(&c),
    ];
    let blocks = blocks.into_iter().flatten().collect();
    vec![Page { blocks, ..c.overview("uebersicht", "portfolio", "portfolio") }]
}

type Lights<'a> = [(Ref<Project>, TrafficLight<'a>)];

/// How many lights of each colour, with their denominator.
fn light_counts(c: &Compose<'_>, lights: &Lights<'_>) -> Block {
    let figure = |&colour: &LightColour| Figure {
        value: count(lights, colour).to_string(),
        label: badge(c, colour).text,
        note: Some(c.f("notiz.von-laufenden", &[("anzahl", &lights.len().to_string())])),
        ..Figure::default()
    };
    let items = LightColour::ALL.iter().map(figure).collect();
    Block { intro: Some(thresholds(c)), ..c.block("ampeln", Body::Figures { items }) }
}

fn count(lights: &Lights<'_>, colour: LightColour) -> usize {
    lights.iter().filter(|(_, light)| light.colour == colour).count()
}

/// What is red or yellow, and why.
fn attention(c: &Compose<'_>) -> Block {
    let empty = || c.block("aufmerksamkeit", Body::Empty { text: c.t("block.aufmerksamkeit-leer") });
    projects::attention(c).unwrap_or_else(empty)
}

/// Projects by division: how many, and how they stand.
fn divisions(c: &Compose<'_>, lights: &Lights<'_>) -> Block {
    let mut groups: BTreeMap<String, (usize, usize, [usize; 4])> = BTreeMap::new();
    for (reference, project) in c.model().projects.refs() {
        let group = groups.entry(division(c, project)).or_default();
        let status = c.analysis().projects[reference.index()].status;
        group.0 += 1;
        group.1 += usize::from(matches!(status, Status::Completed | Status::Ended));
    }
    for (reference, light) in lights {
        let group = groups.entry(division(c, &c.model().projects[*reference])).or_default();
        group.2[light.colour as usize] += 1;
    }
    let number = |count: usize| Cell::text(count.to_string());
    let mut rows: Vec<Vec<Cell>> = groups
        .into_iter()
        .map(|(title, (all, done, colours))| {
            let counts = [all, done].into_iter().chain(colours).map(number);
            std::iter::once(Cell::text(title)).chain(counts).collect()
        })
        .collect();
    c.input.order.sort_by(&mut rows, |row| row.first().map_or("", |cell| cell.text.as_str()));
    let columns = ["bereich", "projekte#", "abgeschlossen#", "gruen#", "gelb#", "rot#", "grau#"];
    let mut block = c.table_block("projekte-nach-bereich", &columns, rows);
    block.intro = Some(c.f("portfolio.nenner", &[("anzahl", &c.model().projects.len().to_string())]));
    block
}

/// Days on which several projects end: often a sign that the end was not planned but set.
fn bunches(c: &Compose<'_>) -> Option<Block> {
    let mut ends: BTreeMap<Datum, Vec<Ref<Project>>> = BTreeMap::new();
    let dated = c
        .model()
        .projects
        .refs()
        .filter_map(|(reference, _)| Some((c.analysis().projects[reference.index()].timing.end?, reference)));
    let mut all = 0;
    for (end, reference) in dated {
        all += 1;
        ends.entry(end).or_default().push(reference);
    }
    let bunches = ends.into_iter().filter(|(_, projects)| projects.len() >= BUNCH);
    let rows: Vec<_> = bunches
        .map(|(end, projects)| {
            let titles = c.records(&projects).into_iter().map(|cell| cell.text).collect::<Vec<_>>().join("; ");
            vec![c.date(end), Cell::text(projects.len().to_string()), Cell::text(titles)]
        })
        .collect();
    let mut block = c.table_block("gebuendelte-enden", &["ende", "anzahl#", "projekte"], rows.clone());
    block.intro = Some(c.f("portfolio.enden", &[("anzahl", &all.to_string())]));
    (!rows.is_empty()).then_some(block)
}

/// Projects of which nothing was heard for long, or ever.
fn stale(c: &Compose<'_>, lights: &Lights<'_>) -> Block {
    let silent = lights.iter().filter_map(|(reference, light)| {
        let note = light.reasons.iter().find_map(|reason| match reason {
            Reason::Silent { since } => Some(c.f("ampel.still", &[("seit", &c.print.day(*since))])),
            Reason::NothingReported => Some(c.t("ampel.ohne-meldung")),
            _ => None,
        })?;
        Some(Cell { note: Some(note), ..c.record(*reference) })
    });
    let silent = c.sorted(silent.collect());
    let counts = [("anzahl", silent.len().to_string()), ("gesamt", lights.len().to_string())];
    let counts: Vec<_> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let intro = (!silent.is_empty()).then(|| c.f("portfolio.still", &counts));
    Block { intro, ..c.list_or_empty("ohne-meldung", silent) }
}

/// Reasons for shifts, added up.
fn shifts(c: &Compose<'_>) -> Option<Block> {
    let rows = shift_reasons(c.model(), c.analysis().as_of).into_iter().map(|(reason, count, days)| {
        vec![Cell::text(reason), Cell::text(count.to_string()), Cell::text(days_shifted(c, days))]
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| c.table_block("verschiebungen", &["grund", "anzahl#", "tage#"], rows))
}

/// Earlier ends count with a minus.
fn days_shifted(c: &Compose<'_>, days: i64) -> String {
    let sign = if days < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", c.print.number(&Rational::from(days.unsigned_abs())))
}

/// What was given up, and why.
fn discontinued(c: &Compose<'_>) -> Option<Block> {
    let given_up = c
        .model()
        .projects
        .refs()
        .filter(|(reference, _)| c.analysis().projects[reference.index()].status == Status::Discontinued);
    let item = |(reference, project): (Ref<Project>, &Project)| {
        let event = project.log.until(c.analysis().as_of).rfind(|event| event.kind == EventKind::Discontinued)?;
        let reason = event.reason.clone().unwrap_or_default();
        let note = c.f("portfolio.eingestellt", &[("am", &c.print.date(event.date.value)), ("grund", &reason)]);
        Some(Cell { note: Some(note), ..c.record(reference) })
    };
    c.list("eingestellte-projekte", c.sorted(given_up.filter_map(item).collect()))
}
