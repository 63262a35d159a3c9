//! Published reports: what each said then, beside what is known of the same day now.

use super::{Menu, PageKind};
use crate::analysis::publication::{Gap, Published};
use crate::content::publication::Publication;
use crate::view::compose::{Compose, Input};
use crate::view::publication::{REPORTS, badge, blocks, counts, link, report_address, title};
use crate::view::{Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: REPORTS, menu: Menu::Council, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose(REPORTS);
    let reports = input.published.iter().filter_map(|one| Some((one, one.publication(input.model)?)));
    let reports: Vec<_> = reports.collect();
    if reports.is_empty() {
        return Vec::new();
    }
    let records = reports.iter().map(|(published, publication)| page(&c, published, publication));
    std::iter::once(overview(&c, &reports)).chain(records).collect()
}

/// All reports, the last one first.
fn overview(c: &Compose<'_>, reports: &[(&Published, &Publication)]) -> Page {
    let row = |(published, publication): &(&Published, &Publication)| {
        let told = published.told.as_ref().map(|told| counts(c, told).join(", "));
        let what = match &told {
            Ok(counts) => counts.clone(),
            Err(Gap::NotNamed) => String::new(),
            Err(gap) => reason(c, **gap),
        };
        vec![
            link(c, publication),
            c.date(publication.as_of.value),
            version(c, published, publication).unwrap_or_else(|| Cell::text(c.t("fehlt.kurz"))),
            Cell {
                badge: Some(badge(c, published)),
                note: Some(what).filter(|what| !what.is_empty()),
                ..Cell::default()
            },
        ]
    };
    let rows = reports.iter().rev().map(row).collect();
    let table = c.table_block("berichte", &["bericht", "stand-vom", "fassung", "stimmt-noch"], rows);
    Page { blocks: vec![table], ..c.overview("uebersicht", REPORTS, REPORTS) }
}

fn page(c: &Compose<'_>, published: &Published, publication: &Publication) -> Page {
    let facts = [
        c.fact_date("stand-vom", Some(publication.as_of.value)),
        c.fact("fassung", version(c, published, publication).into_iter().collect()),
        c.fact("vorlage", publication.paper.map(|paper| c.record(paper)).into_iter().collect()),
    ];
    let blocks = match &published.told {
        Ok(told) => blocks(c, publication, told),
        Err(gap) => vec![c.block("bericht-vergleich", Body::Empty { text: unread(c, *gap) })],
    };
    Page {
        kind: "datensatz",
        kicker: Some(c.t("art.bericht")),
        parent: Some(c.parent(REPORTS)),
        lead: Some(c.t("berichte.vorspann")),
        badges: vec![badge(c, published)],
        facts: facts.into_iter().flatten().collect(),
        blocks,
        sources: c.sources(&publication.origin.sources),
        assumptions: publication.origin.assumption.iter().cloned().collect(),
        ..c.page(&report_address(publication), REPORTS, &title(c, publication))
    }
}

/// The version in git, and when it was committed.
fn version(c: &Compose<'_>, published: &Published, publication: &Publication) -> Option<Cell> {
    let version = publication.version.as_ref()?;
    let committed = published.told.as_ref().ok().map(|told| c.print.day(told.committed));
    let note = committed.map(|day| c.f("berichte.vom", &[("tag", &day)]));
    Some(Cell { note, ..Cell::text(&version.value) })
}

/// "Fassung nicht lesbar: …"
fn unread(c: &Compose<'_>, gap: Gap) -> String {
    let reason = reason(c, gap);
    match gap {
        Gap::NotNamed => reason,
        _ => c.f("berichte.nicht-lesbar", &[("grund", &reason)]),
    }
}

fn reason(c: &Compose<'_>, gap: Gap) -> String {
    c.t(&format!("berichte.grund.{}", gap.word()))
}
