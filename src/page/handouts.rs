//! Handouts as pages that print to the same two pages as their PDFs, and a list of them.

use super::{Large, Later, Menu, PageKind, Single, id_in, now, overview_and_records};
use crate::handout::{FOLDER, Handout, PDF, Subject, handout, handouts, subjects};
use crate::view::compose::{Compose, Input};
use crate::view::{Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: FOLDER, menu: Menu::Council, pages };

pub(super) const LARGE: Large =
    Large { section: KIND.section, any: |input| !subjects(input).is_empty(), single: Some(SINGLE) };
const SINGLE: Single = Single { overviews: &[FIRST], page: single, each };
const FIRST: &str = "handout/index.html";

/// The id of the first part of the annex, which begins a page in print.
const ANNEX: &str = "anhang";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    now(each(input))
}

fn each<'a>(input: &'a Input<'a>) -> Vec<Later<'a>> {
    let subjects = subjects(input);
    if subjects.is_empty() {
        return Vec::new();
    }
    overview_and_records(input.compose(FOLDER), move |c| overview(c, &subjects), handouts(input).into_iter(), page)
}

fn single<'a>(input: &'a Input<'a>, path: &str) -> Option<Page> {
    let id = id_in(KIND.section, path)?;
    let c = input.compose(FOLDER);
    let subjects = subjects(input);
    if path == FIRST {
        return (!subjects.is_empty()).then(|| overview(&c, &subjects));
    }
    let subject = subjects.into_iter().find(|subject| subject.id(input) == id)?;
    Some(page(&c, handout(input, subject, None)))
}

/// All handouts, by what they are about.
fn overview(c: &Compose<'_>, subjects: &[Subject]) -> Page {
    let groups = [
        ("handout-sitzungen", ["gesamt", "sitzung"].as_slice()),
        ("handout-sichten", &["sicht"]),
        ("handout-einheiten", &["einheit"]),
        ("handout-einzeln", &["projekt"]),
    ];
    let blocks = groups.into_iter().filter_map(|(id, kinds)| {
        let group: Vec<_> = subjects.iter().copied().filter(|one| kinds.contains(&one.kind())).collect();
        let intro = Some(c.t(&format!("handout.fuer.{}", kinds.first()?)));
        (!group.is_empty()).then(|| Block { intro, ..listed(c, id, &group) })
    });
    Page { blocks: blocks.collect(), ..c.overview("uebersicht", FOLDER, FOLDER) }
}

/// The handouts of a group; where this program typesets, each with its PDF.
fn listed(c: &Compose<'_>, id: &str, group: &[Subject]) -> Block {
    let file = |subject: Subject, ending: &str| Some(format!("{}.{ending}", subject.id(c.input)));
    let link = |subject: Subject| Cell { href: file(subject, "html"), ..Cell::text(subject.title(c)) };
    let pdf = |subject: Subject| Cell { href: file(subject, "pdf"), ..Cell::text(c.t("feld.pdf")) };
    let group = group.iter().copied();
    match PDF {
        true => c.table_block(id, &["kurzbericht", "ausdruck"], group.map(|one| vec![link(one), pdf(one)]).collect()),
        false => c.block(id, Body::List { items: group.map(link).collect(), ordered: false }),
    }
}

fn page(c: &Compose<'_>, handout: Handout) -> Page {
    let path = format!("{FOLDER}/{}.html", handout.id);
    let pdf = Cell { href: Some(format!("{}.pdf", handout.id)), ..Cell::text(c.t("handout.als-pdf")) };
    let pdf = PDF.then(|| c.fact("pdf", vec![pdf])).flatten();
    let main = handout.main.into_iter();
    let annex = handout.annex.into_iter().enumerate().map(|(position, block)| Block {
        id: if position == 0 { ANNEX.to_owned() } else { block.id.clone() },
        ..block
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

    /// A page may not bring a style of its own, so the stylesheet knows every width.
    #[test]
    fn every_width_has_a_rule() {
        let files = [
            ("seite.yaml", "titel: Musterstadt"),
            ("modell.yaml", MODEL),
            ("ziele.yaml", "- {bis: 2024-12-31, stufen: {d: 1}}\n"),
            ("projekte/akte.md", "---\ntitel: Akte\nmeilensteine:\n  m: {titel: M, plan: {ende: 2030-01-01}}\n---\n"),
        ];
        let pages = built(&files, pages);
        let tables = pages.iter().flat_map(|page| &page.blocks).filter_map(|block| match &block.body {
            Body::Table(table) => Some(table),
            _ => None,
        });
        let widths: Vec<_> = tables.flat_map(|table| &table.columns).filter_map(|column| column.width).collect();
        assert!(widths.len() > 9);
        let rules = include_str!("../../themes/halle/handout.css");
        for width in widths {
            assert!(rules.contains(&format!("[data-breite=\"{width}\"] {{ width: {width}%; }}")), "{width}");
        }
    }

    /// The cells of the first column of all tables whose id begins so, and what is said above the first one.
    fn column(page: &Page, id: &str) -> (Vec<String>, String) {
        let blocks: Vec<_> = page.blocks.iter().filter(|block| block.id.starts_with(id) || block.id == ANNEX).collect();
        let rows = blocks
            .iter()
            .filter_map(|block| if let Body::Table(table) = &block.body { Some(&table.rows) } else { None });
        (rows.flatten().map(|row| row[0].text.clone()).collect(), blocks[0].intro.clone().unwrap_or_default())
    }

    #[test]
    fn nothing_of_hundreds_of_projects_is_lost() {
        let project = |number: usize| {
            let text = format!("---\ntitel: Vorhaben {number}\nplan: {{ende: 2030-01-01}}\n---\n");
            (format!("projekte/p{number}.md"), text)
        };
        let projects: Vec<_> = (0..300).map(project).collect();
        let mut files = vec![("seite.yaml", "titel: Musterstadt"), ("modell.yaml", MODEL)];
        files.extend(projects.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let pages = built(&files, pages);
        let whole = pages.iter().find(|page| page.path == "handout/gesamt.html").unwrap();
        let (told, intro) = column(whole, "handout-projekte");
        assert_eq!(told, (0..300).map(|number| format!("Vorhaben {number}")).collect::<Vec<_>>());
        let Body::Table(shown) = &whole.blocks.iter().find(|block| block.id == "handout-projekte").unwrap().body else {
            panic!("no table of projects")
        };
        let shown = shown.rows.len();
        assert_eq!(intro, format!("Gezeigt sind {shown} von 300; die übrigen {} stehen im Anhang.", 300 - shown));
        assert!(shown > 30, "{shown}");
    }
}
