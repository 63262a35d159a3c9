//! Units, councils and committees, partners; a page per unit.

mod unit;

use super::{Large, Later, Menu, PageKind, Single, id_in, now, overview_and_records};
use crate::content::Model;
use crate::content::ReadRecord;
use crate::content::names::{Kind, Ref};
use crate::content::organisation::Unit;
use crate::view::compose::{Compose, Input, anchor_prefix};
use crate::view::units::last_report;
use crate::view::{Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "organisation", menu: Menu::Footer, pages };

pub(super) const LARGE: Large = Large { section: KIND.section, any: |input| any(input.model), single: Some(SINGLE) };

const SINGLE: Single = Single { overviews: &[FIRST], page: single, each };
const FIRST: &str = "organisation/index.html";

fn any(model: &Model) -> bool {
    !(model.units.is_empty() && model.committees.is_empty() && model.partners.is_empty())
}

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    now(each(input))
}

fn each<'a>(input: &'a Input<'a>) -> Vec<Later<'a>> {
    if !any(input.model) {
        return Vec::new();
    }
    overview_and_records(input.compose("organisation"), overview, input.model.units.refs(), |c, (reference, unit)| {
        unit::page(c, reference, unit)
    })
}

fn single<'a>(input: &'a Input<'a>, path: &str) -> Option<Page> {
    let id = id_in(KIND.section, path)?;
    let c = input.compose("organisation");
    if path == FIRST {
        return any(input.model).then(|| overview(&c));
    }
    let (reference, unit) = input.model.units.refs().find(|(_, unit)| unit.head.id.value == id)?;
    Some(unit::page(&c, reference, unit))
}

fn overview(c: &Compose<'_>) -> Page {
    let model = c.model();
    let units: Vec<_> = model.units.refs().map(|(reference, unit)| unit_row(c, reference, unit)).collect();
    let named = |kind: Kind, rows: Vec<Vec<Cell>>, id: &str| {
        (!rows.is_empty())
            .then(|| c.table_block(id, &[kind.key().trim_start_matches("art."), "erlaeuterung", "quelle"], rows))
    };
    let committees = model.committees.iter().map(|one| row(c, one, one.text.clone())).collect();
    let partners = model.partners.iter().map(|one| row(c, one, one.text.clone())).collect();
    let units = (!units.is_empty()).then(|| {
        let columns = ["einheit", "unter", "massnahmen#", "projekte#", "letzte-meldung", "quelle"];
        c.block("einheiten", Body::Table(c.table(&c.t("block.einheiten"), &columns, sorted(c, units))))
    });
    let blocks: Vec<_> =
        [units, named(Kind::Committee, committees, "gremien"), named(Kind::Partner, partners, "partner")]
            .into_iter()
            .flatten()
            .collect();
    Page { blocks, ..c.overview("uebersicht", "organisation", "organisation") }
}

fn sorted(c: &Compose<'_>, mut rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    c.sort_rows(&mut rows);
    rows
}

fn unit_row(c: &Compose<'_>, reference: Ref<Unit>, unit: &Unit) -> Vec<Cell> {
    let links = &c.analysis().links;
    let count = |count: usize| Cell::text(count.to_string());
    let above = unit.parent.map_or_else(Cell::empty, |parent| c.record(parent));
    vec![
        Cell { href: c.record(reference).href, note: unit.text.clone(), ..named(unit) },
        above,
        count(links.measures_of_unit.of(reference).len()),
        count(links.projects_of_unit.of(reference).len()),
        last_report(c, reference),
        source(c, unit),
    ]
}

fn row<T: ReadRecord>(c: &Compose<'_>, record: &T, text: Option<String>) -> Vec<Cell> {
    vec![named(record), Cell::text(text.unwrap_or_default()), source(c, record)]
}

fn named<T: ReadRecord>(record: &T) -> Cell {
    let head = record.head();
    let id = format!("{}-{}", anchor_prefix(T::KIND), head.id.value);
    Cell { id: Some(id), assumed: head.assumption.clone(), ..Cell::text(&head.title) }
}

fn source<T: ReadRecord>(c: &Compose<'_>, record: &T) -> Cell {
    c.source_cell(&record.head().sources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing;

    const FILES: [(&str, &str); 5] = [
        ("seite.yaml", "titel: Musterstadt\n"),
        (
            "organisation.yaml",
            "einheiten:
  amt: {titel: Amt}
  fb-a: {titel: Fachbereich A, unter: amt, groesse: 3, bewertet: ja}
  fb-b: {titel: Fachbereich B, unter: amt, bewertet: ja}
  stab: {titel: Stab}
",
        ),
        (
            "modell.yaml",
            "titel: Modell
stufen: [Am Anfang, Begonnen]
dimensionen: {d: {titel: D, stufen: {1: {d-1: {text: K, schwelle: 1/4}, d-2: {text: K, schwelle: 1/4}}}}}
",
        ),
        (
            "massnahmen/akte.md",
            "---\ntitel: E-Akte\nerfuellt: [d-1]\nverantwortlich: fb-b\nplan: {ende: 2024-03-31}\nrollout: {fb-a: {am: 2024-01-15}}\n---\n",
        ),
        ("massnahmen/portal.md", "---\ntitel: Portal\nerfuellt: [d-2]\nrollout: {fb-b: {am: 2024-01-15}}\n---\n"),
    ];

    /// The pages, each as what its template sees.
    fn built() -> Vec<(String, String)> {
        testing::built(&FILES, pages)
            .into_iter()
            .map(|page| (page.path.clone(), serde_json::to_string(&page).unwrap()))
            .collect()
    }

    fn page(name: &str) -> String {
        built().into_iter().find(|(path, _)| path == &format!("organisation/{name}.html")).unwrap().1
    }

    #[test]
    fn a_page_per_unit_and_the_anchors_of_before() {
        let paths: Vec<_> = built().into_iter().map(|(path, _)| path).collect();
        let names = ["index", "amt", "fb-a", "fb-b", "stab"].map(|name| format!("organisation/{name}.html"));
        assert_eq!(paths, names);
        assert!(page("index").contains("\"id\":\"einheit-fb-a\""));
    }

    /// A alone meets d-1, B alone d-2; weighted 3 to 1 both thresholds are reached.
    #[test]
    fn a_whole_that_stands_higher_than_each_part_says_so() {
        assert!(page("amt").contains("keine Einheit erfüllt das für sich allein"));
        assert!(page("amt").contains("Fachbereich A (Größe 3); Fachbereich B (Größe 1)"));
        assert!(!page("fb-a").contains("für sich allein"));
    }

    #[test]
    fn what_a_unit_owes_and_when_it_was_last_heard() {
        assert!(page("fb-b").contains("Termin verstrichen, Abschluss nicht gemeldet"));
        assert!(page("fb-a").contains("Termin fehlt"));
        assert!(page("fb-a").contains("letzte Meldung 15.01.2024 (Maßnahme „E-Akte“)"));
        assert!(page("stab").contains("noch keine Meldung"));
        assert!(page("stab").contains("weder Maßnahmen noch Projekte"));
    }
}
