//! A page per audience: what it asks first, in its words, answered by the sources and by the data.
//!
//! What an audience is and asks is content (`sichten` in `seite.yaml`). What can answer is [`LIVE`]: adding to it takes a
//! word in [`Shown`] and an entry here.

use super::{Menu, PageKind};
use crate::content::audience::{Audience, AudienceQuestion, Selection, Shown};
use crate::content::fields::Choice;
use crate::content::names::Ref;
use crate::view::compose::{Compose, Input};
use crate::view::live::{
    audiences, campaign, commitments, council, figures, interims, levels, planning, projects, questions, resolutions,
    schedule, targets, units,
};
use crate::view::{Block, Body, Cell, Link, Page, Part};

pub(super) const KIND: PageKind = PageKind { section: "sichten", menu: Menu::Standing, pages };

/// A part of the site that answers questions by itself.
#[derive(Debug, Clone, Copy)]
struct Live {
    /// Its word in content.
    shown: Shown,
    /// Where there is more of it: a page from the site's root, and the key of its title.
    more: Option<(&'static str, &'static str)>,
    /// What it shows; where it shows nothing, `leer.<word>` says so.
    blocks: for<'a> fn(&Compose<'a>) -> Vec<Block>,
}

/// Every part, sorted by its word.
const LIVE: &[Live] = &[
    live(Shown::Lights, PORTFOLIO, projects::lights),
    live(Shown::Exemptions, Some(("ausnahmen/index.html", "seite.ausnahmen.titel")), targets::exemptions),
    live(
        Shown::Resolutions,
        Some(("beschlusskontrolle/index.html", "seite.beschlusskontrolle.titel")),
        resolutions::resolutions,
    ),
    live(Shown::Units, Some(("einheiten/index.html", "seite.einheiten.titel")), units::units),
    live(Shown::Gaps, None, projects::gaps),
    live(Shown::Fields, PLANNING, planning::heat),
    live(Shown::Questions, Some(("fragen/index.html", "seite.fragen.titel")), questions::open),
    live(Shown::Figures, Some(("kennzahlen/index.html", "seite.kennzahlen.titel")), figures::key_figures),
    live(Shown::Costs, Some(("kosten/index.html", "seite.kosten.titel")), figures::costs),
    live(Shown::Unplanned, PLANNING, planning::gaps),
    live(Shown::Measures, MEASURES, projects::measures),
    live(Shown::Reports, None, units::reports),
    live(Shown::Upcoming, Some(("roadmap/index.html", "seite.roadmap.titel")), schedule::upcoming),
    live(Shown::NextLevels, MATURITY, levels::next_levels),
    live(Shown::Partners, None, campaign::partners),
    live(Shown::Problems, PROBLEMS, campaign::problems),
    live(Shown::StateProblems, PROBLEMS, campaign::state_problems),
    live(Shown::CityProblems, PROBLEMS, campaign::city_problems),
    live(Shown::Profile, MATURITY, levels::profile),
    live(Shown::Projects, PROJECTS, projects::projects),
    live(Shown::Documents, None, campaign::documents),
    live(Shown::Calculations, None, figures::calculations),
    live(Shown::Interims, Some(("synopse/index.html", "seite.synopse.titel")), interims::interims),
    live(Shown::Meetings, Some(("sitzungen/index.html", "seite.sitzungen.titel")), council::meetings),
    live(Shown::Strategies, Some(("strategie/index.html", "seite.strategie.titel")), campaign::strategies),
    live(Shown::Levels, MATURITY, levels::levels),
    live(Shown::Overall, MATURITY, levels::overall),
    live(Shown::Variants, None, campaign::variants),
    live(Shown::Courses, MATURITY, planning::courses),
    live(Shown::Late, PROJECTS, schedule::late),
    live(Shown::Papers, COUNCIL, council::papers),
    live(Shown::Values, Some(("werte/index.html", "seite.werte.titel")), campaign::values),
    live(Shown::Targets, Some(("ziele/index.html", "seite.ziele.titel")), targets::targets),
    live(Shown::Lately, MEASURES, schedule::lately),
    live(Shown::Commitments, Some(("zusagen/index.html", "seite.zusagen.titel")), commitments::commitments),
];

/// What an audience sees for which the content names no questions.
const BY_DEFAULT: &[for<'a> fn(&Compose<'a>) -> Vec<Block>] = &[levels::overall, schedule::upcoming, schedule::lately];

const COUNCIL: Option<(&str, &str)> = Some(("stadtrat/index.html", "seite.stadtrat.titel"));
const MATURITY: Option<(&str, &str)> = Some(("reifegrad/index.html", "seite.reifegrad.titel"));
const MEASURES: Option<(&str, &str)> = Some(("massnahmen/index.html", "seite.massnahmen.titel"));
const PLANNING: Option<(&str, &str)> = Some(("planung/index.html", "seite.planung.titel"));
const PORTFOLIO: Option<(&str, &str)> = Some(("portfolio/index.html", "seite.portfolio.titel"));
const PROBLEMS: Option<(&str, &str)> = Some(("probleme/index.html", "seite.probleme.titel"));
const PROJECTS: Option<(&str, &str)> = Some(("projekte/index.html", "seite.projekte.titel"));

const fn live(
    shown: Shown,
    more: Option<(&'static str, &'static str)>,
    blocks: for<'a> fn(&Compose<'a>) -> Vec<Block>,
) -> Live {
    Live { shown, more, blocks }
}

fn pages<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let c = input.compose("sichten");
    let Some(cards) = audiences::cards(&c) else { return Vec::new() };
    let blocks = vec![Block { heading: None, ..cards }];
    let overview = Page { blocks, ..c.overview("uebersicht", "sichten", "sichten") };
    let records = c.model().site.audiences.iter().map(|(id, audience)| page(&c, id, audience));
    std::iter::once(overview).chain(records).collect()
}

fn page(c: &Compose<'_>, id: &str, audience: &Audience) -> Page {
    let mut shown = Vec::new();
    let mut blocks: Vec<_> =
        audience.questions.iter().enumerate().map(|(index, one)| question(c, index + 1, one, &mut shown)).collect();
    let parts = concerned(c, &audience.concerns, "betrifft");
    if !parts.is_empty() {
        let body = Body::Answer { html: None, missing: None, sources: Vec::new(), assumed: None, parts };
        blocks.push(c.block("sicht-betrifft", body));
    }
    if blocks.is_empty() {
        blocks.extend(BY_DEFAULT.iter().flat_map(|part| part(c)));
    }
    Page {
        kind: "sicht",
        parent: Some(c.parent("sichten")),
        lead: audience.text.clone(),
        blocks,
        sources: c.sources(&audience.origin.sources),
        assumptions: audience.origin.assumption.iter().cloned().collect(),
        ..c.page(&audiences::address(id), "sichten", &audience.title)
    }
}

/// A question with what the sources say, what the data say, and the records named. `shown` holds what the page has shown
/// so far, and under which question: a part is shown once, then linked.
fn question(c: &Compose<'_>, number: usize, question: &AudienceQuestion, shown: &mut Vec<(Shown, usize)>) -> Block {
    let mut parts = Vec::new();
    for &one in &question.shows {
        match shown.iter().find(|(other, _)| *other == one) {
            Some(&(_, before)) => parts.push(again(c, one, before)),
            None => parts.extend(self::parts(c, one)),
        }
        shown.push((one, number));
    }
    parts.extend(concerned(c, &question.concerns, &format!("frage-{number}")));
    keep_last_way(&mut parts);
    // A single part needs no heading of its own: the question is one.
    if let [part] = parts.as_mut_slice() {
        part.block.heading = None;
    }
    let unanswered = question.answer.is_none() && parts.is_empty();
    let body = Body::Answer {
        html: question.answer.as_ref().map(|answer| c.markdown(answer, "", 3)),
        missing: unanswered.then(|| c.t("sicht-seite.ohne-antwort")),
        sources: c.short_notes(&question.origin.sources),
        assumed: question.origin.assumption.clone(),
        parts,
    };
    Block { id: format!("frage-{number}"), heading: Some(question.question.clone()), intro: None, body }
}

/// What a live part shows, the way to more of it behind the last; where it shows nothing, a sentence.
fn parts(c: &Compose<'_>, shown: Shown) -> Vec<Part> {
    let Some(live) = LIVE.iter().find(|live| live.shown == shown) else { return Vec::new() };
    let mut parts: Vec<_> = (live.blocks)(c).into_iter().map(|block| Part { block, more: None }).collect();
    match (parts.last_mut(), live.more) {
        (None, _) => {
            let body = Body::Empty { text: c.t(&format!("leer.{}", shown.word())) };
            parts.push(Part {
                block: Block { id: shown.word().to_owned(), heading: None, intro: None, body },
                more: None,
            });
        }
        (Some(last), Some((path, title))) => {
            let way = |href| Link { text: c.f("sicht-seite.mehr", &[("seite", &c.t(title))]), href: Some(href) };
            last.more = c.link(path).map(way);
        }
        (Some(_), None) => {}
    }
    parts
}

/// Ways that several parts share stand behind the last of them.
fn keep_last_way(parts: &mut [Part]) {
    let mut later = Vec::new();
    for part in parts.iter_mut().rev() {
        match part.more.clone() {
            Some(way) if later.contains(&way) => part.more = None,
            Some(way) => later.push(way),
            None => {}
        }
    }
}

/// Where on the page something stands already.
fn again(c: &Compose<'_>, shown: Shown, before: usize) -> Part {
    let cell = Cell { href: Some(format!("#frage-{before}")), ..Cell::text(c.t("sicht-seite.siehe-oben")) };
    let body = Body::List { items: vec![cell], ordered: false };
    Part { block: Block { id: format!("{}-oben", shown.word()), heading: None, intro: None, body }, more: None }
}

/// Records by kind, each with its current state; `place` keeps their anchors apart from others on the page.
fn concerned(c: &Compose<'_>, selection: &Selection, place: &str) -> Vec<Part> {
    let figure = |&reference: &Ref<_>| figures::figure(c, reference);
    let numbers: Vec<_> = selection.figures.iter().map(figure).collect();
    [
        c.list("dimensionen", selection.dimensions.iter().map(|&one| c.dimension_with_level(one)).collect()),
        c.list("projekte", c.projects(&selection.projects)),
        c.list("massnahmen", c.measures(&selection.measures)),
        (!numbers.is_empty()).then(|| c.block("kennzahlen", Body::Figures { items: numbers })),
        c.list("strategien", c.records(&selection.strategies)),
        c.list("werte", c.records(&selection.values)),
        c.list("probleme", c.records(&selection.problems)),
        c.list("bausteine", c.records(&selection.blocks)),
        c.list("varianten", c.records(&selection.variants)),
        c.list("vorlagen", c.papers(&selection.papers)),
        c.list("einheiten", c.records(&selection.units)),
        c.list("seiten", selection.pages.iter().map(|&one| c.record(one)).collect()),
    ]
    .into_iter()
    .flatten()
    .map(|block| Part { block: Block { id: format!("{place}-{}", block.id), ..block }, more: None })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Language, Messages};
    use crate::page::testing::{MODEL, built};

    /// The blocks of the page of the audience `rat`.
    fn blocks(audience: &str) -> Vec<Block> {
        let site = format!("titel: Musterstadt\nsichten:\n  rat: {{titel: Rat, {audience}}}\n");
        let files = [("seite.yaml", site.as_str()), ("modell.yaml", MODEL)];
        built(&files, pages).pop().unwrap().blocks
    }

    /// The parts of the answer to a question.
    fn answer(block: Block) -> (Option<String>, Vec<Part>) {
        let Body::Answer { missing, parts, .. } = block.body else { panic!() };
        (missing, parts)
    }

    #[test]
    fn every_word_has_a_part_and_words_for_nothing() {
        let messages = Messages::load(Language::German);
        let live: Vec<_> = LIVE.iter().map(|live| live.shown.word()).collect();
        let words: Vec<_> = Shown::CHOICES.iter().map(|(word, _)| *word).collect();
        assert_eq!(live, words);
        for word in words {
            assert!(messages.find(&format!("leer.{word}")).is_some(), "{word}");
        }
    }

    #[test]
    fn every_part_has_something_to_say_of_nothing() {
        for live in LIVE {
            let page = blocks(&format!("fragen: [{{frage: Was?, zeigt: {}}}]", live.shown.word()));
            let (missing, parts) = answer(page.into_iter().next().unwrap());
            assert_eq!((missing, parts.is_empty()), (None, false), "{}", live.shown.word());
        }
    }

    #[test]
    fn what_stands_on_the_page_already_is_linked() {
        let page = blocks("fragen: [{frage: Wie weit?, zeigt: stufen}, {frage: Wo?, zeigt: [ueberblick, stufen]}]");
        let (_, parts) = answer(page.into_iter().nth(1).unwrap());
        let Some(Body::List { items, .. }) = parts.into_iter().nth(1).map(|part| part.block.body) else { panic!() };
        assert_eq!(items.first().and_then(|cell| cell.href.as_deref()), Some("#frage-1"));
    }

    #[test]
    fn an_open_question_is_said_to_be_open() {
        let page = blocks("fragen: [{frage: Warum?}]");
        assert!(answer(page.into_iter().next().unwrap()).0.is_some());
    }

    #[test]
    fn an_audience_without_questions_sees_something() {
        assert!(!blocks("text: Ohne Fragen.").is_empty());
    }
}
