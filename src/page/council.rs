//! Council papers: their way through the bodies, questions and answers, what was resolved and promised.

use super::{Large, Later, Menu, PageKind, Single, id_in, now, overview_and_records};
use crate::content::council::{Consultation, Finance, Paper, Relation, RelationKind, Resolution, Signature};
use crate::content::fields::Choice;
use crate::content::names::Ref;
use crate::markup::escape;
use crate::view::compose::{Compose, Input};
use crate::view::council::{self, Asked};
use crate::view::live::council as live;
use crate::view::{self, Block, Body, Cell, Fact, Page};

pub(super) const KIND: PageKind = PageKind { section: "stadtrat", menu: Menu::Council, pages };

pub(super) const LARGE: Large =
    Large { section: KIND.section, any: |input| !input.model.papers.is_empty(), single: Some(SINGLE) };
const SINGLE: Single = Single { overviews: &[FIRST], page: single, each };
const FIRST: &str = "stadtrat/index.html";

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    now(each(input))
}

fn each<'a>(input: &'a Input<'a>) -> Vec<Later<'a>> {
    let papers = &input.model.papers;
    if papers.is_empty() {
        return Vec::new();
    }
    overview_and_records(input.compose("stadtrat"), overview, papers.refs(), |c, (reference, paper)| {
        page(c, reference, paper)
    })
}

fn single<'a>(input: &'a Input<'a>, path: &str) -> Option<Page> {
    let id = id_in(KIND.section, path)?;
    let c = input.compose("stadtrat");
    if path == FIRST {
        return (!c.model().papers.is_empty()).then(|| overview(&c));
    }
    let (reference, paper) = c.model().papers.refs().find(|(_, paper)| paper.head.id.value == id)?;
    Some(page(&c, reference, paper))
}

fn overview(c: &Compose<'_>) -> Page {
    let blocks = live::ways(c).into_iter().chain(live::papers(c)).collect();
    Page { blocks, ..c.overview("uebersicht", "stadtrat", "stadtrat") }
}

fn page(c: &Compose<'_>, reference: Ref<Paper>, paper: &Paper) -> Page {
    let mut page = c.record_page(paper);
    let links = &c.analysis().links;
    page.kicker = Some(council::paper_sort(c, paper.sort));
    page.facts = facts(c, paper);
    let questions: Vec<_> = council::asked(c, reference, paper).iter().map(|asked| question(c, asked)).collect();
    let blocks = [
        (!questions.is_empty()).then(|| c.block("fragen", Body::Questions { items: questions })),
        consultations(c, &paper.consultations),
        resolutions(c, reference, paper),
        council::commitment_list(c, links.commitments_of_paper.of(reference).to_vec()),
        c.list("betrifft", council::concerned(c, &paper.concerns)),
        c.list("bezug", paper.related.iter().map(|one| related(c, one.paper, one.kind, "vorlage-bezug")).collect()),
        c.list("bezug-auf-diese", back(c, reference)),
        c.list("dateien", paper.attachments.iter().map(|one| council::attachment(c, one)).collect()),
    ];
    page.blocks.extend(blocks.into_iter().flatten());
    page
}

fn facts(c: &Compose<'_>, paper: &Paper) -> Vec<Fact> {
    let missing = || Cell::text(c.t("fehlt.quelle"));
    let or_missing = |text: Option<String>| vec![text.map_or_else(missing, Cell::text)];
    let signatures = paper.signatures.iter().map(|one| signature(c, one)).collect();
    [
        c.fact("nummer", or_missing(paper.number.map(|number| number.to_string()))),
        c.fact("datum", vec![paper.date.map_or_else(missing, |date| c.date(date))]),
        c.fact("urheber", or_missing(paper.originator.clone())),
        c.fact("federfuehrung", vec![paper.unit.map_or_else(missing, |unit| c.record(unit))]),
        c.fact("unterzeichnet", signatures),
        c.fact("finanzen", vec![paper.finance.as_ref().map_or_else(missing, |finance| money(c, finance))]),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn signature(c: &Compose<'_>, signature: &Signature) -> Cell {
    let parts = [signature.function.clone(), signature.date.map(|date| c.print.date(date))];
    let note = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    Cell {
        note: Some(note).filter(|note| !note.is_empty()),
        assumed: signature.origin.assumption.clone(),
        ..Cell::text(&signature.name)
    }
}

/// "ja, 12.000 €", the account and the words behind it.
fn money(c: &Compose<'_>, finance: &Finance) -> Cell {
    let effect = finance.effect.map(|effect| c.t(if effect { "finanzen.ja" } else { "finanzen.nein" }));
    let amount = finance.amount.as_ref().map(|amount| c.print.money(&amount.euros()));
    let account = finance.account.as_ref().map(|account| c.f("finanzen.konto", &[("konto", account)]));
    let mut parts = effect.into_iter().chain(amount).chain(account).chain(finance.text.clone());
    let text = parts.next().unwrap_or_else(|| c.t("fehlt.quelle"));
    let note = parts.collect::<Vec<_>>().join(", ");
    Cell {
        note: Some(note).filter(|note| !note.is_empty()),
        assumed: finance.origin.assumption.clone(),
        ..Cell::text(text)
    }
}

fn question(c: &Compose<'_>, asked: &Asked<'_>) -> view::Question {
    let Asked { number, question, answer, .. } = asked;
    let own = question.answer.as_ref().filter(|_| answer.known()).map(|answer| c.markdown(answer, "stadtrat", 4));
    let elsewhere = || question.answered_in.filter(|_| answer.known()).map(|paper| answer_in(c, paper));
    let words = own.or_else(elsewhere);
    view::Question {
        id: format!("frage-{number}"),
        number: number.to_string(),
        question: question.question.clone(),
        missing: words.is_none().then(|| c.t("antwort.fehlt")),
        answer_html: words,
        state: council::answer_badge(c, answer.state),
        concerns: council::concerned(c, &question.concerns),
        answered: asked.answered(c),
        assumed: question.origin.assumption.clone(),
    }
}

/// That the answer stands in another paper.
fn answer_in(c: &Compose<'_>, paper: Ref<Paper>) -> String {
    let cell = c.paper(paper);
    let (href, text) = (escape(cell.href.as_deref().unwrap_or_default()), escape(&cell.text));
    format!("<p>{} <a href=\"{href}\">{text}</a></p>", escape(&c.t("antwort.steht-in")))
}

fn consultations(c: &Compose<'_>, consultations: &[Consultation]) -> Option<Block> {
    let row = |one: &Consultation| {
        let day = || one.date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date.value));
        let meeting = c.analysis().council.meeting_of(one);
        let date = meeting.map_or_else(day, |meeting| council::meeting_day(c, meeting));
        let mut row = vec![
            one.committee.map_or_else(Cell::empty, |committee| c.record(committee)),
            Cell { assumed: one.origin.assumption.clone(), ..date },
        ];
        row.extend(council::consultation_cells(c, one));
        row
    };
    let columns = ["gremium", "datum", "top", "oeffentlichkeit", "rolle", "ergebnis"];
    (!consultations.is_empty()).then(|| c.table_block("beratung", &columns, consultations.iter().map(row).collect()))
}

fn resolutions(c: &Compose<'_>, reference: Ref<Paper>, paper: &Paper) -> Option<Block> {
    let pending = c.analysis().council.resolutions.iter().filter(|one| one.paper == reference);
    let rows: Vec<_> = pending
        .zip(&paper.resolutions)
        .map(|(pending, resolution)| {
            let state = Cell {
                badge: Some(council::resolution_badge(c, &pending.progress)),
                note: council::deadline(c, &pending.progress),
                ..Cell::default()
            };
            let told = council::reported(c, &resolution.task);
            vec![
                self::resolution(pending.index, resolution),
                pending.unit.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |unit| c.record(unit)),
                state,
                told.unwrap_or_else(|| Cell::text(c.t("zusage.nichts-berichtet"))),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| c.table_block("beschluesse", &["beschluss", "einheit", "stand", "was-berichtet"], rows))
}

fn resolution(index: usize, resolution: &Resolution) -> Cell {
    Cell {
        id: Some(council::resolution_anchor(index)),
        assumed: resolution.origin.assumption.clone(),
        ..Cell::text(&resolution.text)
    }
}

/// Another paper, with how it is related where that is more than a mention.
fn related(c: &Compose<'_>, paper: Ref<Paper>, kind: RelationKind, words: &str) -> Cell {
    let cell = c.paper(paper);
    let how = (kind != RelationKind::Mentions).then(|| c.t(&format!("{words}.{}", kind.word())));
    let note = how.into_iter().chain(cell.note.clone()).collect::<Vec<_>>().join(", ");
    Cell { note: Some(note).filter(|note| !note.is_empty()), ..cell }
}

/// The papers that refer to this one, as each does.
fn back(c: &Compose<'_>, reference: Ref<Paper>) -> Vec<Cell> {
    let to_this = |one: &&Relation| one.paper == reference;
    let papers = c.analysis().links.papers_about.of(reference).iter();
    let kinds = papers.filter_map(|&paper| Some((paper, c.model().papers[paper].related.iter().find(to_this)?.kind)));
    kinds.map(|(paper, kind)| related(c, paper, kind, "vorlage-bezug-von")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::testing::{MODEL, built};

    const PAPERS: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Musterstadt\n"),
        ("modell.yaml", MODEL),
        ("organisation.yaml", "gremien: {rat: {titel: Rat}}\n"),
        (
            "stadtrat/anfrage.md",
            "---
titel: Anfrage
art: anfrage
datum: 2024-05-02
beratung: [{gremium: rat, am: 2024-05-23}, {gremium: rat, am: 2024-06}]
fragen:
  - {frage: Warum?, stand: beantwortet, antwort_in: antwort}
  - {frage: Wann?, stand: beantwortet, antwort: Im Juli., antwort_am: 2024-07-01}
---
",
        ),
        (
            "stadtrat/antwort.md",
            "---\ntitel: A & B\nart: antwort\ndatum: 2024-05-22\nbezug: {vorlage: anfrage, art: antwort}\n---\n",
        ),
    ];

    /// The page of the inquiry on 30 June 2024.
    fn inquiry() -> Page {
        built(PAPERS, pages).into_iter().find(|page| page.path == "stadtrat/anfrage.html").unwrap()
    }

    fn body(page: Page, id: &str) -> Body {
        page.blocks.into_iter().find(|block| block.id == id).unwrap().body
    }

    #[test]
    fn an_answer_counts_once_it_is_given() {
        let Body::Questions { items } = body(inquiry(), "fragen") else { panic!() };
        let link = "<p>Die Antwort steht in: <a href=\"antwort.html\">A &amp; B</a></p>";
        assert_eq!(items[0].answer_html.as_deref(), Some(link));
        assert_eq!(items[0].answered.as_deref(), Some("Antwort vom 22.05.2024, nach 20 Tagen"));
        assert_eq!((items[1].state.text.as_str(), &items[1].answer_html), ("offen", &None));
        assert!(items[1].missing.is_some());
        assert_eq!(items[1].answered.as_deref(), Some("seit 59 Tagen offen"));
    }

    #[test]
    fn consultations_lead_to_their_meeting_where_its_day_is_known() {
        let Body::Table(table) = body(inquiry(), "beratung") else { panic!() };
        assert_eq!(table.rows[0][1].href.as_deref(), Some("../sitzungen/rat-2024-05-23.html"));
        assert_eq!((table.rows[1][1].text.as_str(), &table.rows[1][1].href), ("Juni 2024", &None));
    }

    #[test]
    fn what_refers_to_a_paper_says_how() {
        let Body::List { items, .. } = body(inquiry(), "bezug-auf-diese") else { panic!() };
        assert_eq!(items[0].note.as_deref(), Some("Antwort, 22.05.2024"));
    }
}
