//! What the search finds: every record under its title, with its other names and its words.
//!
//! The same list stands from A to Z on the page of the search, for those who read it without script.

use super::compose::{Compose, address, anchor_prefix};
use super::council::{Asked, asked, meeting_address, meeting_title, paper_sort, resolution_anchor};
use crate::analysis::council::{Meeting, Pending};
use crate::content::ReadRecord;
use crate::content::calculation::Calculation;
use crate::content::campaign::{Block, CoreValue, Problem};
use crate::content::commitment::Commitment;
use crate::content::common::{Head, Phase, Point};
use crate::content::council::Paper;
use crate::content::document::SourceDocument;
use crate::content::figure::KeyFigure;
use crate::content::free_page::FreePage;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::{Kind, Ref};
use crate::content::organisation::{Committee, Partner, Unit};
use crate::content::project::{Milestone, Project};
use crate::content::strategy::Strategy;
use crate::content::term::Term;
use crate::content::variant::Variant;
use crate::markup::plain;

/// What can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is: `projekt`. Its name is `art.projekt`, that of many `suche.art.projekt`.
    pub kind: &'static str,
    /// Title.
    pub title: String,
    /// Where it stands, from the site's root.
    pub path: String,
    /// What tells it from others of the same title: number and date, the project of a milestone.
    pub note: Option<String>,
    /// What it is called besides its title: its ids, short names.
    pub names: Vec<String>,
    /// What it says, in the order of its page.
    pub texts: Vec<String>,
}

/// As [`Input::entries`](super::compose::Input::entries), which remembers it.
pub(super) fn entries(c: &Compose<'_>) -> Vec<Entry> {
    let mut kinds = [
        records(c, project),
        milestones(c),
        records(c, measure),
        dimensions(c),
        criteria(c),
        records(c, strategy),
        records(c, value),
        records(c, problem),
        records(c, block),
        records(c, paper),
        questions(c),
        resolutions(c),
        records(c, commitment),
        meetings(c),
        records(c, figure),
        records(c, calculation),
        records(c, variant),
        records(c, document),
        records(c, term),
        records(c, unit),
        records(c, committee),
        records(c, partner),
        records(c, free_page),
    ];
    for kind in &mut kinds {
        kind.retain(|entry| entry.path.split_once('/').is_some_and(|(section, _)| c.input.has_folder(section)));
        c.input.order.sort_by(kind, |entry| &entry.title);
    }
    kinds.concat()
}

fn word(kind: Kind) -> &'static str {
    kind.key().trim_start_matches("art.")
}

/// The records of a kind with what their heads say; `more` adds the rest.
fn records<'a, T: ReadRecord + 'a>(c: &Compose<'a>, more: fn(&Compose<'a>, Ref<T>, &'a T, &mut Entry)) -> Vec<Entry> {
    let entry = |(reference, record): (Ref<T>, &'a T)| {
        let mut entry = head(T::KIND, record.head());
        more(c, reference, record, &mut entry);
        entry
    };
    T::table(c.model()).refs().map(entry).collect()
}

fn head(kind: Kind, head: &Head) -> Entry {
    let body = head.body.as_ref().map(|body| plain(&body.text));
    // Many descriptions begin with their summary.
    let said = |summary: &&String| body.as_ref().is_some_and(|body| body.contains(summary.as_str()));
    let summary = head.summary.as_ref().filter(|summary| !said(summary)).cloned();
    Entry {
        kind: word(kind),
        title: head.title.clone(),
        path: address(kind, &head.id),
        note: None,
        names: std::iter::once(&head.id.value).chain(&head.former).cloned().collect(),
        texts: summary.into_iter().chain(body).chain(head.assumption.clone()).collect(),
    }
}

/// What is no record of its own, on the page of one.
fn part(kind: &'static str, title: &str, path: String) -> Entry {
    Entry { kind, title: title.to_owned(), path, note: None, names: Vec::new(), texts: Vec::new() }
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
}

// Records

fn project<'a>(_: &Compose<'a>, _: Ref<Project>, project: &'a Project, entry: &mut Entry) {
    entry.texts.extend(project.sort.clone());
    entry.texts.extend(project.phases.iter().flat_map(phase));
    entry.texts.extend(project.funding.clone());
}

fn measure<'a>(c: &Compose<'a>, _: Ref<Measure>, measure: &'a Measure, entry: &mut Entry) {
    entry.note = measure.project.map(|project| c.record(project).text).filter(|project| *project != entry.title);
    entry.texts.extend(measure.evidence.iter().map(|evidence| evidence.title.clone()));
}

fn strategy<'a>(_: &Compose<'a>, _: Ref<Strategy>, strategy: &'a Strategy, entry: &mut Entry) {
    entry.texts.extend(strategy.mottos.iter().cloned());
    entry.texts.extend(strategy.carrier.clone());
    entry.texts.extend(strategy.vision.clone());
    entry.texts.extend(strategy.goals.iter().chain(&strategy.fields_of_action).flat_map(point));
    entry.texts.extend(strategy.phases.iter().flat_map(phase));
    for section in &strategy.sections {
        entry.texts.push(section.title.clone());
        entry.texts.extend(section.text.iter().chain(&section.points).cloned());
    }
}

fn value<'a>(_: &Compose<'a>, _: Ref<CoreValue>, value: &'a CoreValue, entry: &mut Entry) {
    let assessment = value.assessment.iter();
    entry.texts.extend(assessment.flat_map(|one| one.by.iter().chain(&one.indicator)).cloned());
}

fn problem<'a>(_: &Compose<'a>, _: Ref<Problem>, _: &'a Problem, _: &mut Entry) {}

fn block<'a>(_: &Compose<'a>, _: Ref<Block>, block: &'a Block, entry: &mut Entry) {
    entry.texts.extend(block.start_text.clone());
    entry.texts.extend(block.elements.iter().map(|(_, element)| element.title.clone()));
    entry.texts.extend(block.steps.iter().map(|step| step.text.clone()));
}

fn paper<'a>(c: &Compose<'a>, reference: Ref<Paper>, paper: &'a Paper, entry: &mut Entry) {
    entry.note = c.paper(reference).note;
    entry.names.extend(paper.number.map(|number| number.to_string()));
    entry.texts.push(paper_sort(c, paper.sort));
    entry.texts.extend(paper.originator.clone());
    entry.texts.extend(paper.signatures.iter().map(|signature| signature.name.clone()));
    entry.texts.extend(paper.finance.iter().filter_map(|finance| finance.text.clone()));
    entry.texts.extend(paper.attachments.iter().map(|attachment| attachment.title.clone()));
}

fn commitment<'a>(c: &Compose<'a>, _: Ref<Commitment>, commitment: &'a Commitment, entry: &mut Entry) {
    let parties = [("wer", commitment.by.as_str()), ("wem", &c.record(commitment.to).text)];
    entry.note = Some(c.f("zusage.wer-wem", &parties));
    entry.texts.extend(commitment.text.clone());
    let told = commitment.task.log.until(c.analysis().as_of);
    entry.texts.extend(told.filter_map(|event| event.reason.clone()));
}

fn figure<'a>(_: &Compose<'a>, _: Ref<KeyFigure>, figure: &'a KeyFigure, entry: &mut Entry) {
    entry.texts.extend(figure.text.iter().chain(&figure.definition).cloned());
    entry.texts.extend(figure.readings.iter().filter_map(|reading| reading.text.clone()));
}

fn calculation<'a>(_: &Compose<'a>, _: Ref<Calculation>, calculation: &'a Calculation, entry: &mut Entry) {
    entry.texts.extend(calculation.text.clone());
    entry.texts.extend(calculation.inputs.iter().map(|(_, input)| input.title.clone()));
    entry.texts.extend(calculation.lines.iter().map(|(_, line)| line.title.clone()));
}

fn variant<'a>(_: &Compose<'a>, _: Ref<Variant>, variant: &'a Variant, entry: &mut Entry) {
    entry.note = Some(variant.group.clone());
    entry.texts.extend(variant.advantages.iter().chain(&variant.disadvantages).cloned());
}

fn document<'a>(c: &Compose<'a>, _: Ref<SourceDocument>, document: &'a SourceDocument, entry: &mut Entry) {
    entry.note = joined([document.publisher.clone(), document.date.map(|date| c.print.date(date))]);
    entry.names.extend(document.short.clone());
    entry.texts.extend(document.sort.iter().chain(&document.text).cloned());
}

fn term<'a>(_: &Compose<'a>, _: Ref<Term>, term: &'a Term, entry: &mut Entry) {
    entry.note.clone_from(&term.long);
    entry.names.extend(term.also.iter().cloned());
    entry.texts.extend(term.text.clone());
}

fn unit<'a>(_: &Compose<'a>, _: Ref<Unit>, unit: &'a Unit, entry: &mut Entry) {
    entry.names.extend(unit.short.clone());
    entry.texts.extend(unit.text.clone());
}

fn committee<'a>(_: &Compose<'a>, _: Ref<Committee>, committee: &'a Committee, entry: &mut Entry) {
    entry.names.extend(committee.short.clone());
    entry.texts.extend(committee.text.clone());
}

fn partner<'a>(_: &Compose<'a>, _: Ref<Partner>, partner: &'a Partner, entry: &mut Entry) {
    entry.texts.extend(partner.text.clone());
}

fn free_page<'a>(_: &Compose<'a>, _: Ref<FreePage>, _: &'a FreePage, _: &mut Entry) {}

fn point(point: &Point) -> impl Iterator<Item = String> {
    std::iter::once(point.title.clone()).chain(point.text.clone())
}

fn phase(phase: &Phase) -> impl Iterator<Item = String> {
    std::iter::once(phase.title.clone()).chain(phase.text.clone())
}

// Parts of records

fn milestones(c: &Compose<'_>) -> Vec<Entry> {
    let of = |project: &Project| -> Vec<Entry> {
        let path = format!("{}#meilensteine", address(Kind::Project, &project.head.id));
        let entry = |milestone: &Milestone| Entry {
            path: path.clone(),
            note: Some(project.head.title.clone()),
            ..head(Kind::Milestone, &milestone.head)
        };
        project.milestones.iter().map(entry).collect()
    };
    c.model().projects.iter().flat_map(of).collect()
}

fn dimensions(c: &Compose<'_>) -> Vec<Entry> {
    let dimensions = c.model().maturity.dimensions.iter();
    let entry = |dimension: &Dimension| Entry {
        names: vec![dimension.id.value.clone()],
        texts: dimension.text.iter().chain(&dimension.assumption).cloned().collect(),
        ..part(word(Kind::Dimension), &dimension.title, address(Kind::Dimension, &dimension.id))
    };
    dimensions.map(entry).collect()
}

fn criteria(c: &Compose<'_>) -> Vec<Entry> {
    let entry = |(reference, criterion): (Ref<Criterion>, &Criterion)| {
        let dimension = &c.model().maturity.dimensions[criterion.dimension];
        let anchor = format!("{}-{}", anchor_prefix(Kind::Criterion), criterion.id.value);
        let path = format!("{}#{anchor}", address(Kind::Dimension, &dimension.id));
        Entry {
            note: c.criterion(reference).note,
            names: vec![criterion.id.value.clone()],
            texts: criterion.assumption.iter().cloned().collect(),
            ..part(word(Kind::Criterion), &criterion.text, path)
        }
    };
    c.model().maturity.criteria.refs().map(entry).collect()
}

fn questions(c: &Compose<'_>) -> Vec<Entry> {
    let of = |(reference, paper): (Ref<Paper>, &Paper)| -> Vec<Entry> {
        let page = address(Kind::Paper, &paper.head.id);
        let entry = |asked: Asked<'_>| Entry {
            note: joined([Some(paper.head.title.clone()), c.paper(reference).note]),
            texts: asked.question.answer.iter().filter(|_| asked.answer.known()).map(|answer| plain(answer)).collect(),
            ..part("frage", &asked.question.question, format!("{page}#frage-{}", asked.number))
        };
        asked(c, reference, paper).into_iter().map(entry).collect()
    };
    c.model().papers.refs().flat_map(of).collect()
}

fn resolutions(c: &Compose<'_>) -> Vec<Entry> {
    let entry = |pending: &Pending| {
        let resolution = pending.resolution(c.model())?;
        let paper = c.paper(pending.paper);
        let page = address(Kind::Paper, &c.model().papers[pending.paper].head.id);
        let told = resolution.task.log.until(c.analysis().as_of);
        Some(Entry {
            note: joined([Some(paper.text), paper.note]),
            texts: told.filter_map(|event| event.reason.clone()).collect(),
            ..part("beschluss", &resolution.text, format!("{page}#{}", resolution_anchor(pending.index)))
        })
    };
    c.analysis().council.resolutions.iter().filter_map(entry).collect()
}

fn meetings(c: &Compose<'_>) -> Vec<Entry> {
    let entry = |meeting: &Meeting| {
        let written = meeting.written(c.model());
        let items = written.into_iter().flat_map(|written| &written.agenda).map(|item| &item.title);
        let about = written.into_iter().flat_map(|written| written.place.iter().chain(&written.text));
        let title = meeting_title(c.input, meeting);
        Entry {
            texts: about.chain(items).cloned().collect(),
            ..part("sitzung", &title, meeting_address(c.model(), meeting))
        }
    };
    c.analysis().council.meetings.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::messages::{Language, Messages};
    use crate::source::Sources;
    use crate::view::compose::Input;

    const FILES: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Musterstadt\n"),
        (
            "modell.yaml",
            "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: Dienste, stufen: {1: {d-1: Ein Kriterium.}}}}\n",
        ),
        ("organisation.yaml", "gremien: {rat: {titel: Rat, kuerzel: StR}}\n"),
        (
            "projekte/akte.md",
            "---\ntitel: Akte\nkurz: Alles elektronisch.\nfrueher: [alt]\n\
            meilensteine: {a: {titel: Vergabe, plan: {ende: 2024}}}\n---\nAlles elektronisch. **Fett** gedruckt.\n",
        ),
        ("projekte/aemter.md", "---\ntitel: Ämter\n---\n"),
        ("projekte/zoo.md", "---\ntitel: Zoo\nsichtbarkeit: intern\n---\n"),
        (
            "stadtrat/anfrage.md",
            "---\ntitel: Anfrage\nart: anfrage\nnummer: VII/2024/00066\ndatum: 2024-05-02\nfragen:\n  \
            - {frage: Wann?, stand: beantwortet, antwort: Im Juli., antwort_am: 2024-06-01}\n  \
            - {frage: Wo?, stand: beantwortet, antwort: Überall., antwort_am: 2024-07-01}\n---\n",
        ),
    ];

    /// What is found of the files above on 30 June 2024.
    fn found() -> Vec<Entry> {
        let bytes = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
        let (sources, _) = Sources::from_files(FILES.iter().map(bytes));
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        let model = resolve(&parsed, &mut found).unwrap();
        let analysis = analyse(&model, date(2024, 6, 30));
        let messages = Messages::load(Language::German);
        entries(&Input::new(&model, &analysis, &messages).compose(""))
    }

    fn entry(title: &str) -> Entry {
        found().into_iter().find(|entry| entry.title == title).unwrap()
    }

    #[test]
    fn everything_that_the_view_may_see_is_found_kind_by_kind() {
        let found: Vec<_> = found().into_iter().map(|entry| (entry.kind, entry.title)).collect();
        let expected = [
            ("projekt", "Akte"),
            ("projekt", "Ämter"),
            ("meilenstein", "Vergabe"),
            ("dimension", "Dienste"),
            ("kriterium", "Ein Kriterium."),
            ("vorlage", "Anfrage"),
            ("frage", "Wann?"),
            ("frage", "Wo?"),
            ("gremium", "Rat"),
        ];
        assert_eq!(found, expected.map(|(kind, title)| (kind, title.to_owned())));
    }

    #[test]
    fn every_kind_has_a_name_for_one_and_for_many() {
        let messages = Messages::load(Language::German);
        for entry in found() {
            assert!(messages.find(&format!("art.{}", entry.kind)).is_some(), "{}", entry.kind);
            assert!(messages.find(&format!("suche.art.{}", entry.kind)).is_some(), "{}", entry.kind);
        }
    }

    #[test]
    fn a_record_is_found_by_its_names_and_says_nothing_twice() {
        let project = entry("Akte");
        assert_eq!(
            (project.path.as_str(), &project.names[..]),
            ("projekte/akte.html", &["akte", "alt"].map(str::to_owned)[..])
        );
        assert_eq!(project.texts, ["Alles elektronisch. Fett gedruckt."]);
        assert_eq!(entry("Anfrage").names, ["anfrage", "VII/2024/00066"]);
        assert_eq!(entry("Rat").names, ["rat", "StR"]);
        assert_eq!(entry("Vergabe").note.as_deref(), Some("Akte"));
    }

    #[test]
    fn an_answer_is_found_once_it_is_given() {
        assert_eq!(entry("Wann?").texts, ["Im Juli."]);
        assert_eq!(entry("Wo?").texts, Vec::<String>::new());
        assert_eq!(entry("Wo?").path, "stadtrat/anfrage.html#frage-2");
    }
}
