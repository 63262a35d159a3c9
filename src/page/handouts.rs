//! Handouts as pages that print to the same two pages as their PDFs, and a list of them.

use rayon::prelude::*;

use super::{Menu, PageKind};
use crate::handout::{FOLDER, Handout, PDF, handouts};
use crate::view::compose::{Compose, Input};
use crate::view::{Block, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: FOLDER, menu: Menu::Council, pages };

/// The id of the first part of the annex, which begins a page in print.
const ANNEX: &str = "anhang";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let handouts = handouts(input);
    if handouts.is_empty() {
        return Vec::new();
    }
    let c = input.compose(FOLDER);
    let overview = overview(&c, &handouts);
    let pages: Vec<_> = handouts.into_par_iter().map(|handout| page(&input.compose(FOLDER), handout)).collect();
    std::iter::once(overview).chain(pages).collect()
}

/// All handouts, by what they are about.
fn overview(c: &Compose<'_>, handouts: &[Handout]) -> Page {
    let groups = [
        ("handout-sitzungen", ["gesamt", "sitzung"].as_slice()),
        ("handout-sichten", &["sicht"]),
        ("handout-einheiten", &["einheit"]),
        ("handout-einzeln", &["projekt"]),
    ];
    let item = |handout: &Handout| Cell { href: Some(format!("{}.html", handout.id)), ..Cell::text(&handout.title) };
    let blocks = groups.into_iter().filter_map(|(id, kinds)| {
        let items: Vec<_> =
            handouts.iter().filter(|handout| kinds.contains(&handout.subject.kind())).map(item).collect();
        c.list(id, items)
    });
    Page { blocks: blocks.collect(), ..c.overview("uebersicht", FOLDER, FOLDER) }
}

fn page(c: &Compose<'_>, handout: Handout) -> Page {
    let path = format!("{FOLDER}/{}.html", handout.id);
    let pdf = Cell { href: Some(format!("{}.pdf", handout.id)), ..Cell::text(c.t("handout.als-pdf")) };
    let pdf = PDF.then(|| c.fact("pdf", vec![pdf])).flatten();
    let main = handout.main.into_iter().map(|section| section.block);
    let annex = handout.annex.into_iter().enumerate().map(|(position, section)| Block {
        id: if position == 0 { ANNEX.to_owned() } else { section.block.id.clone() },
        ..section.block
    });
    Page {
        template: "handout.html",
        kind: "handout",
        kicker: Some(handout.kicker),
        parent: Some(c.parent(FOLDER)),
        facts: handout.facts.into_iter().chain(pdf).collect(),
        blocks: main.chain(annex).collect(),
        ..c.page(&path, FOLDER, &handout.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::{MODEL, built};

    #[test]
    fn a_page_for_everything_and_for_each_project() {
        let files = [
            ("seite.yaml", "titel: Musterstadt"),
            ("modell.yaml", MODEL),
            ("projekte/akte.md", "---\ntitel: Akte\n---\n"),
        ];
        let paths: Vec<_> = built(&files, pages).into_iter().map(|page| page.path).collect();
        assert_eq!(paths, ["handout/index.html", "handout/gesamt.html", "handout/projekt-akte.html"]);
    }
}
