//! Council papers with questions and answers, and the commitments made in them.

use super::{Menu, PageKind};
use crate::content::council::{Concerns, Consultation, Paper, Question};
use crate::content::names::{Kind, Ref};
use crate::view::compose::{Compose, Input};
use crate::view::council;
use crate::view::live::council as live;
use crate::view::{self, Block, Body, Cell, Page};

pub(super) const KIND: PageKind = PageKind { section: "stadtrat", menu: Menu::Council, pages };

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("stadtrat");
    let mut pages = Vec::new();
    if !c.model().papers.is_empty() {
        pages.push(overview(&c));
        pages.extend(c.model().papers.refs().map(|(reference, paper)| page(&c, reference, paper)));
    }
    if !c.model().commitments.is_empty() {
        pages.push(commitments(&input.compose("zusagen")));
    }
    pages
}

fn overview(c: &Compose<'_>) -> Page {
    let mut blocks = live::papers(c);
    if !c.model().commitments.is_empty() {
        let open = c.model().commitments.iter().count();
        let cell = Cell {
            note: Some(c.count("anzahl.zusagen", open)),
            href: Some(c.href("zusagen/index.html")),
            ..Cell::text(c.t("seite.zusagen.titel"))
        };
        blocks.push(c.block("zusagen", Body::Cards { items: vec![cell] }));
    }
    Page { blocks, ..c.overview("uebersicht", "stadtrat", "stadtrat") }
}

fn page(c: &Compose<'_>, reference: Ref<Paper>, paper: &Paper) -> Page {
    let mut page = c.record_page(paper);
    let links = &c.analysis().links;
    page.kicker = Some(live::paper_sort(c, paper.sort));
    let signatures = paper.signatures.iter().map(|signature| {
        let parts = [signature.function.clone(), signature.date.map(|date| c.print.date(date))];
        let note = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Cell {
            note: Some(note).filter(|note| !note.is_empty()),
            assumed: signature.origin.assumption.clone(),
            ..Cell::text(&signature.name)
        }
    });
    page.facts = [
        c.fact_text("nummer", paper.number.clone()),
        c.fact_date("datum", paper.date),
        c.fact_text("urheber", paper.originator.clone()),
        c.fact("einheit", paper.unit.iter().map(|&unit| c.record(unit)).collect()),
        c.fact("unterzeichnet", signatures.collect()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let questions = paper.numbered().map(|(number, question)| self::question(c, number, question));
    let questions: Vec<_> = questions.collect();
    let blocks = [
        (!questions.is_empty()).then(|| c.block("fragen", Body::Questions { items: questions })),
        consultations(c, &paper.consultations),
        council::commitments_in(c, reference),
        c.list("betrifft", concerned(c, &paper.concerns)),
        c.list("bezug", c.papers(&paper.related)),
        c.list("bezug-auf-diese", c.papers(links.papers_about.of(reference))),
    ];
    page.blocks.extend(blocks.into_iter().flatten());
    page
}

fn question(c: &Compose<'_>, number: u32, question: &Question) -> view::Question {
    view::Question {
        id: format!("frage-{number}"),
        number: number.to_string(),
        question: question.question.clone(),
        answer_html: question.answer.as_ref().map(|answer| c.markdown(answer, "stadtrat", 4)),
        missing: question.answer.is_none().then(|| c.t("antwort.fehlt")),
        state: council::answer_badge(c, question.state),
        concerns: concerned(c, &question.concerns),
        answered: question.answered.map(|date| c.f("antwort.am", &[("am", &c.print.date(date))])),
        assumed: question.origin.assumption.clone(),
    }
}

/// What a paper or question is about, each with its current state.
fn concerned(c: &Compose<'_>, concerns: &Concerns) -> Vec<Cell> {
    let kind = |kind: Kind, cells: Vec<Cell>| -> Vec<Cell> {
        let name = |cell: Cell| Cell { note: Some(note(c, kind, cell.note.as_deref())), ..cell };
        cells.into_iter().map(name).collect()
    };
    [
        kind(Kind::Strategy, c.records(&concerns.strategies)),
        kind(Kind::Project, c.projects(&concerns.projects)),
        kind(Kind::Measure, c.measures(&concerns.measures)),
        kind(Kind::Value, c.records(&concerns.values)),
        kind(Kind::Problem, c.records(&concerns.problems)),
    ]
    .concat()
}

fn note(c: &Compose<'_>, kind: Kind, more: Option<&str>) -> String {
    let name = c.t(kind.key());
    more.map_or_else(|| name.clone(), |more| format!("{name}, {more}"))
}

fn consultations(c: &Compose<'_>, consultations: &[Consultation]) -> Option<Block> {
    let row = |one: &Consultation| {
        let date = one.date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date));
        let public =
            one.public.map(|public| c.t(if public { "beratung.oeffentlich" } else { "beratung.nicht-oeffentlich" }));
        vec![
            one.committee.map_or_else(Cell::empty, |committee| c.record(committee)),
            Cell { assumed: one.origin.assumption.clone(), ..date },
            Cell::text(one.agenda_item.clone().unwrap_or_else(|| c.t("fehlt.kurz"))),
            Cell::text(public.unwrap_or_else(|| c.t("fehlt.kurz"))),
            Cell::text(one.result.clone().unwrap_or_else(|| c.t("fehlt.kurz"))),
        ]
    };
    let columns = ["gremium", "datum", "top", "oeffentlichkeit", "ergebnis"];
    (!consultations.is_empty()).then(|| c.table_block("beratung", &columns, consultations.iter().map(row).collect()))
}

/// All commitments: open ones first, then those of which nothing is known.
fn commitments(c: &Compose<'_>) -> Page {
    let page = c.overview("uebersicht", "stadtrat", "zusagen");
    Page { parent: Some(c.parent("stadtrat")), blocks: live::commitments(c), ..page }
}
