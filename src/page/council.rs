//! Council papers with questions and answers, and the commitments made in them.

use super::{Menu, PageKind};
use crate::content::council::{AnswerState, Commitment, Concerns, Consultation, Paper, PaperSort, Question};
use crate::content::fields::Choice;
use crate::content::names::{Kind, Ref};
use crate::view::compose::{Compose, Input, anchor_prefix};
use crate::view::{self, Badge, Block, Body, Cell, Page};

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
    let mut papers: Vec<_> = c.model().papers.refs().collect();
    papers.sort_by_key(|(reference, paper)| (std::cmp::Reverse(paper.date), *reference));
    let rows = papers.into_iter().map(|(reference, paper)| {
        let date = paper.date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date));
        vec![
            c.record(reference),
            Cell::text(sort(c, paper.sort)),
            Cell::text(paper.number.clone().unwrap_or_else(|| c.t("fehlt.kurz"))),
            date,
            Cell::text(answered(c, paper)),
        ]
    });
    let table = c.table_block("alle-vorlagen", &["vorlage", "art", "nummer", "datum", "fragen"], rows.collect());
    let mut blocks = vec![table];
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

fn sort(c: &Compose<'_>, sort: PaperSort) -> String {
    c.t(&format!("vorlage-art.{}", sort.word()))
}

/// "3 von 8 beantwortet", or nothing.
fn answered(c: &Compose<'_>, paper: &Paper) -> String {
    let done = paper.questions.iter().filter(|question| question.state == AnswerState::Answered).count();
    match paper.questions.len() {
        0 => c.t("fehlt.keine-fragen"),
        all => c.f("vorlage.beantwortet", &[("anzahl", &done.to_string()), ("gesamt", &all.to_string())]),
    }
}

fn page(c: &Compose<'_>, reference: Ref<Paper>, paper: &Paper) -> Page {
    let mut page = c.record_page(paper);
    let links = &c.analysis().links;
    page.kicker = Some(sort(c, paper.sort));
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
        commitments_of(c, links.commitments_of_paper.of(reference)),
        c.list("betrifft", concerned(c, &paper.concerns)),
        c.list("bezug", c.papers(&paper.related)),
        c.list("bezug-auf-diese", c.papers(links.papers_about.of(reference))),
    ];
    page.blocks.extend(blocks.into_iter().flatten());
    page
}

fn question(c: &Compose<'_>, number: u32, question: &Question) -> view::Question {
    let (key, tone) = match question.state {
        AnswerState::Answered => ("antwort.beantwortet", "erfuellt"),
        AnswerState::Partly => ("antwort.teilweise", "teilweise"),
        AnswerState::Open => ("antwort.offen", "offen"),
    };
    view::Question {
        id: format!("frage-{number}"),
        number: number.to_string(),
        question: question.question.clone(),
        answer_html: question.answer.as_ref().map(|answer| c.markdown(answer, "stadtrat", 4)),
        missing: question.answer.is_none().then(|| c.t("antwort.fehlt")),
        state: Badge { text: c.t(key), tone },
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

fn commitments_of(c: &Compose<'_>, references: &[Ref<Commitment>]) -> Option<Block> {
    let cell = |&reference: &Ref<Commitment>| {
        let commitment = &c.model().commitments[reference];
        Cell {
            badge: Some(c.commitment_badge(commitment.state)),
            note: commitment.outcome.clone(),
            ..c.record(reference)
        }
    };
    c.list("zusagen", references.iter().map(cell).collect())
}

/// All commitments: open ones first, then those of which nothing is known.
fn commitments(c: &Compose<'_>) -> Page {
    let mut all: Vec<_> = c.model().commitments.refs().collect();
    all.sort_by_key(|(reference, commitment)| (commitment.state, commitment.due, *reference));
    let rows = all.into_iter().map(|(_, commitment)| commitment_row(c, commitment));
    let table = c.table_block("alle-zusagen", &["zusage", "stand", "ergebnis", "vorlage"], rows.collect());
    let page = c.overview("uebersicht", "stadtrat", "zusagen");
    Page { parent: Some(c.parent("stadtrat")), blocks: vec![table], ..page }
}

fn commitment_row(c: &Compose<'_>, commitment: &Commitment) -> Vec<Cell> {
    let id = format!("{}-{}", anchor_prefix(Kind::Commitment), commitment.head.id.value);
    let evidence =
        c.short_sources(&commitment.evidence).into_iter().map(|link| link.text).collect::<Vec<_>>().join("; ");
    let outcome = Cell {
        note: (!evidence.is_empty()).then(|| c.f("zusage.nachweis", &[("quelle", &evidence)])),
        assumed: commitment.head.assumption.clone(),
        ..Cell::text(commitment.outcome.clone().unwrap_or_else(|| c.t("zusage.ohne-ergebnis")))
    };
    vec![
        Cell { id: Some(id), note: Some(parties(c, commitment)), ..Cell::text(&commitment.head.title) },
        Cell { badge: Some(c.commitment_badge(commitment.state)), ..Cell::default() },
        outcome,
        made_in(c, commitment),
    ]
}

/// Who promised whom.
fn parties(c: &Compose<'_>, commitment: &Commitment) -> String {
    c.f("zusage.wer-wem", &[("wer", &commitment.by), ("wem", &c.record(commitment.to).text)])
}

/// The paper, by its number where it has one, at the question.
fn made_in(c: &Compose<'_>, commitment: &Commitment) -> Cell {
    let paper = &c.model().papers[commitment.paper];
    let cell = c.record(commitment.paper);
    let anchor = commitment.question.map(|number| format!("#frage-{}", number.value)).unwrap_or_default();
    let question = commitment.question.map(|number| c.f("zusage.frage", &[("nummer", &number.value.to_string())]));
    let due = commitment.due.map(|due| c.f("zusage.frist", &[("bis", &c.print.date(due))]));
    let note = question.into_iter().chain(due).collect::<Vec<_>>().join(", ");
    Cell {
        text: paper.number.clone().unwrap_or(cell.text),
        href: cell.href.map(|href| format!("{href}{anchor}")),
        note: (!note.is_empty()).then_some(note),
        ..Cell::default()
    }
}
