//! Plausibility: what in the plans does not fit together, in plain sight of everybody.

use super::{Large, Menu, PageKind};
use crate::analysis::plausibility::{LONGEST_GAP_MONTHS, Oddity, OddityKind, Planned, oddities};
use crate::content::common::CostSort;
use crate::content::scalar::Money;
use crate::view::compose::{Compose, Input};
use crate::view::money;
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "plausibilitaet", menu: Menu::Work, pages };

pub(super) const LARGE: Large = Large {
    section: KIND.section,
    any: |input| !input.model.projects.is_empty() || !input.model.measures.is_empty(),
    single: None,
};

/// A part of the page: its block, and the oddities that it lists.
type Part = (&'static str, fn(&OddityKind) -> bool);

/// The parts of the page, the gravest first.
const PARTS: &[Part] = &[
    ("vor-beginn", |kind| matches!(kind, OddityKind::EndBeforeBegin { .. })),
    ("zu-frueh", |kind| matches!(kind, OddityKind::StartsTooEarly { .. })),
    ("ausserhalb", |kind| matches!(kind, OddityKind::OutsideProject { .. })),
    ("dauern", |kind| matches!(kind, OddityKind::Duration { .. })),
    ("geld", |kind| matches!(kind, OddityKind::MoreMoney { .. } | OddityKind::BelowZero { .. })),
    ("zu-grob", |kind| matches!(kind, OddityKind::TooCoarse { .. })),
    ("luecken", |kind| matches!(kind, OddityKind::Gap { .. })),
    ("zwei-in-einem", |kind| matches!(kind, OddityKind::TwoInOne)),
];

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("plausibilitaet");
    let model = c.model();
    if model.projects.is_empty() && model.measures.is_empty() {
        return Vec::new();
    }
    let found = oddities(model, c.analysis());
    let part = |(id, belongs): &Part| {
        let rows: Vec<_> = found.iter().filter(|one| belongs(&one.kind)).map(|one| row(&c, one)).collect();
        let mut block = c.table_block(&format!("plausibel-{id}"), &["vorhaben", "befund"], rows.clone());
        block.intro = Some(c.f(&format!("plausibel.{id}"), &[("monate", &LONGEST_GAP_MONTHS.to_string())]));
        (!rows.is_empty()).then_some(block)
    };
    let mut blocks = vec![checked(&c, &found)];
    if found.is_empty() {
        blocks.push(c.block("plausibel-nichts", Body::Empty { text: c.t("block.plausibel-nichts-leer") }));
    }
    blocks.extend(PARTS.iter().filter_map(part));
    vec![Page { blocks, ..c.overview("uebersicht", "plausibilitaet", "plausibilitaet") }]
}

/// What is looked for in how many plans, and how often it was found.
fn checked(c: &Compose<'_>, found: &[Oddity]) -> Block {
    let row = |(id, belongs): &Part| {
        let count = found.iter().filter(|one| belongs(&one.kind)).count();
        let href = (count > 0).then(|| format!("#plausibel-{id}"));
        let title = c.t(&format!("block.plausibel-{id}"));
        vec![Cell { href, ..Cell::text(title) }, Cell::text(count.to_string())]
    };
    let milestones: usize = c.model().projects.iter().map(|project| project.milestones.len()).sum();
    let of = |count: usize| count.to_string();
    let (projects, measures) = (of(c.model().projects.len()), of(c.model().measures.len()));
    let plans = [("projekte", projects.as_str()), ("meilensteine", &of(milestones)), ("massnahmen", &measures)];
    let block = c.table_block("plausibel-geprueft", &["geprueft", "anzahl#"], PARTS.iter().map(row).collect());
    Block { intro: Some(c.f("plausibel.geprueft", &plans)), ..block }
}

fn row(c: &Compose<'_>, oddity: &Oddity) -> Vec<Cell> {
    vec![planned(c, oddity.about), finding(c, &oddity.kind)]
}

/// A project, a measure, or a milestone with its project.
fn planned(c: &Compose<'_>, about: Planned) -> Cell {
    match about {
        Planned::Project(project) => c.record(project),
        Planned::Measure(measure) => c.record(measure),
        Planned::Milestone(project, position) => {
            let cell = c.record(project);
            let title = c.model().projects[project].milestones[position].head.title.clone();
            Cell { note: Some(cell.text), text: title, ..cell }
        }
    }
}

fn finding(c: &Compose<'_>, kind: &OddityKind) -> Cell {
    let words = |key: &str, arguments: &[(&str, &str)]| Cell::text(c.f(&format!("befund.{key}"), arguments));
    let date = |date| c.print.date(date);
    match kind {
        OddityKind::Duration { printed, computed } => {
            words("dauer", &[("gedruckt", printed), ("berechnet", &c.print.duration(*computed))])
        }
        OddityKind::EndBeforeBegin { begin, end } => {
            words("vor-beginn", &[("beginn", &date(*begin)), ("ende", &date(*end))])
        }
        OddityKind::OutsideProject { due, bound } if due < bound => {
            words("vor-projekt", &[("faellig", &date(*due)), ("grenze", &date(*bound))])
        }
        OddityKind::OutsideProject { due, bound } => {
            words("nach-projekt", &[("faellig", &date(*due)), ("grenze", &date(*bound))])
        }
        OddityKind::StartsTooEarly { requires, ends, begins } => {
            let other = planned(c, *requires);
            let text = c.f("befund.zu-frueh", &[("beginn", &date(*begins)), ("ende", &date(*ends))]);
            Cell { note: Some(text), ..other }
        }
        OddityKind::TooCoarse { date: coarse, against } => {
            words("zu-grob", &[("datum", &date(*coarse)), ("gegen", &date(*against))])
        }
        OddityKind::MoreMoney { more, than } => Cell::text(format!("{}, {}", amount(c, *more), amount(c, *than))),
        OddityKind::BelowZero { amount: below } => Cell::text(amount(c, *below)),
        OddityKind::TwoInOne => words("zwei-in-einem", &[]),
        OddityKind::Gap { after, until } => words("luecke", &[("von", &date(*after)), ("bis", &date(*until))]),
    }
}

/// `ausgegeben 224.000 €`
fn amount(c: &Compose<'_>, (sort, amount): (CostSort, Money)) -> String {
    format!("{} {}", money::word(c, sort), c.print.money(&amount.euros()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::{MODEL, built};

    /// Blocks by id, each with its first column and its findings.
    fn page(files: &[(&str, &str)]) -> Vec<(String, Vec<Vec<String>>)> {
        let base = [("seite.yaml", "titel: Musterstadt\n"), ("modell.yaml", MODEL)];
        let files: Vec<_> = base.iter().chain(files).copied().collect();
        let text = |cell: &Cell| {
            [Some(cell.text.clone()), cell.note.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ")
        };
        let block = |block: Block| match block.body {
            Body::Table(table) => (block.id, table.rows.iter().map(|row| row.iter().map(text).collect()).collect()),
            _ => (block.id, Vec::new()),
        };
        built(&files, pages).remove(0).blocks.into_iter().map(block).collect()
    }

    #[test]
    fn every_check_is_seen() {
        let planning = "---\ntitel: Planung (erfunden)\nplan: {beginn: 2024-01-01, ende: 2024-09-30}\n---\n";
        let works = "---\ntitel: Umbau (erfunden)\nplan: {beginn: 2024-07-15, ende: 2025-06-30}\nsetzt_voraus: [planung]\n\
            x-dauer-laut-quelle: 1 Jahr\nkosten: {geplant: -5 €, ausgegeben: 6 €}\nmeilensteine:\n  \
            a: {titel: Konzept und Vergabe, plan: {ende: 2024-07}}\n  b: {titel: Abnahme, plan: {ende: 2026}}\n---\n";
        let reversed = "---\ntitel: Verkehrt (erfunden)\nplan: {beginn: 2024-06-01, ende: 2024-12-31}\n\
            verlauf: [{am: 2024-05-01, ereignis: verschoben, auf: 2024-05-31, grund: erfunden}]\n---\n";
        let page = page(&[
            ("projekte/planung.md", planning),
            ("projekte/umbau.md", works),
            ("projekte/verkehrt.md", reversed),
        ]);
        let ids: Vec<_> = page.iter().map(|(id, _)| id.trim_start_matches("plausibel-").to_owned()).collect();
        let parts: Vec<_> = std::iter::once("geprueft").chain(PARTS.iter().map(|(id, _)| *id)).collect();
        assert_eq!(ids, parts, "every part has its findings");
        let findings = |id: &str| page.iter().find(|(one, _)| one == &format!("plausibel-{id}")).unwrap().1.clone();
        assert!(findings("geprueft").iter().all(|row| row[1] != "0"));
        assert_eq!(findings("geld")[0][1], "ausgegeben 6\u{a0}€, geplant −5\u{a0}€");
        assert_eq!(findings("dauern")[0], ["Umbau (erfunden)", "gedruckt „1 Jahr“, berechnet 11 Monate, 16 Tage"]);
        assert_eq!(findings("ausserhalb")[0][0], "Abnahme; Umbau (erfunden)");
        assert!(findings("zu-frueh")[0][1].starts_with("Planung (erfunden); "));
    }

    #[test]
    fn what_is_checked_is_said_even_where_nothing_is_found() {
        let plain = "---\ntitel: Umbau (erfunden)\nplan: {beginn: 2024-07-15, ende: 2025-06-30}\n---\n";
        let page = page(&[("projekte/umbau.md", plain)]);
        assert_eq!(
            page.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
            ["plausibel-geprueft", "plausibel-nichts"]
        );
        assert!(page[0].1.len() == PARTS.len() && page[0].1.iter().all(|row| row[1] == "0"));
    }
}
