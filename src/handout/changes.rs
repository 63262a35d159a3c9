//! What has changed since a day, in three sentences: projects, levels, the council's business. In the words of the synopsis.

use std::sync::Arc;

use super::scope::Scope;
use super::{Since, points};
use crate::analysis::difference::{CommitmentChange, Difference, LevelChange, QuestionChange, State};
use crate::analysis::snapshot::Snapshot;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::view::Block;
use crate::view::compose::Compose;
use crate::view::synopsis::Synopsis;

/// Three sentences; of a unit, whose levels have no history of their own here, two.
pub(super) fn section(c: &Compose<'_>, scope: &Scope<'_>, since: &Since<'_>) -> Block {
    let (then, now) = (since.version.map(|model| Snapshot::new(model, since.day)), c.input.on(c.analysis().as_of));
    let known = c.input.on(since.day);
    let before = match (since.version, &then) {
        (Some(model), Some(day)) => State { model, day },
        _ => State { model: c.model(), day: &known },
    };
    let now = State { model: c.model(), day: &now };
    let all = match since.version {
        Some(_) => Arc::new(Difference::between(before, now)),
        None => c.input.changes_since(since.day),
    };
    let difference = part(c, scope, &all);
    let [projects, levels, council] = Synopsis::in_three(c, before, now, &difference);
    let since = c.print.day(since.day);
    let sentence = |key: &str, parts: &[String]| match parts.is_empty() {
        true => c.f(&format!("handout.{key}-unveraendert"), &[("seit", &since)]),
        false => c.f(&format!("handout.{key}-geaendert"), &[("seit", &since), ("was", &parts.join("; "))]),
    };
    let sentences = [
        Some(sentence("projekte", &projects)),
        scope.unit.is_none().then(|| sentence("stufen", &levels)),
        Some(sentence("rat", &council)),
    ];
    points(c, "handout-geaendert", sentences.into_iter().flatten().collect())
}

/// What of a difference belongs to the subject.
fn part(c: &Compose<'_>, scope: &Scope<'_>, all: &Difference) -> Difference {
    let model = c.model();
    let asked = |one: &&QuestionChange| {
        let paper = one.paper.after.map(|paper| &model.papers[paper]);
        let question = paper.and_then(|paper| paper.numbered().find(|(number, _)| *number == one.number));
        question.is_some_and(|(_, question)| scope.is_about(&question.concerns))
    };
    let level = |one: &&LevelChange| one.dimension.after.is_some_and(|one| scope.dimensions.contains(&one));
    let promised = |one: &&CommitmentChange| {
        one.commitment.after.is_some_and(|one| scope.is_about(&model.commitments[one].concerns))
    };
    Difference {
        remodelled: all.remodelled,
        overall: all.overall.clone(),
        levels: all.levels.iter().filter(level).cloned().collect(),
        projects: of_projects(&all.projects, |one| one.project.after, &scope.projects),
        milestones: of_projects(&all.milestones, |one| one.project.after, &scope.projects),
        questions: all.questions.iter().filter(asked).cloned().collect(),
        commitments: all.commitments.iter().filter(promised).cloned().collect(),
        figures: Vec::new(),
    }
}

/// What belongs to these projects of what is in table order, followed by what is of no project any more.
fn of_projects<T: Clone>(all: &[T], project: fn(&T) -> Option<Ref<Project>>, projects: &[Ref<Project>]) -> Vec<T> {
    let of = |&wanted: &Ref<Project>| {
        let first = all.partition_point(|one| project(one).is_some_and(|project| project < wanted));
        let rest = all.get(first..).unwrap_or_default();
        rest.iter().take_while(move |one| project(one) == Some(wanted))
    };
    projects.iter().flat_map(of).cloned().collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::{Model, View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::handout::Subject;
    use crate::messages::{Language, Messages};
    use crate::source::Sources;
    use crate::view::Body;
    use crate::view::compose::Input;

    /// A city with one project that was shifted, and one answered question.
    fn city(log: &str, answer: &str) -> Model {
        let project =
            format!("---\ntitel: Akte\nplan: {{beginn: 2024-01-01, ende: 2024-06-30}}\nverlauf: [{log}]\n---\n");
        let paper =
            format!("---\ntitel: Anfrage\nart: anfrage\ndatum: 2024-01-10\nfragen: [{{frage: Wann?{answer}}}]\n---\n");
        let files = [
            ("seite.yaml", "titel: Erfunden"),
            ("modell.yaml", "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n"),
            ("projekte/akte.md", &project),
            ("stadtrat/anfrage.md", &paper),
        ];
        let (sources, _) = Sources::from_files(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        let mut found = Diagnostics::default();
        let model = resolve(&parse(&sources, &mut found).visible_to(View::Public, &mut found), &mut found);
        model.unwrap_or_else(|| panic!("{:?}", found.sorted()))
    }

    #[test]
    fn since_a_version_counts_what_that_version_did_not_know() {
        let shifted = "{am: 2024-02-01, ereignis: verschoben, auf: 2024-09-30, grund: x}";
        let (then, now) =
            (city("", ", stand: offen"), city(shifted, ", stand: beantwortet, antwort: Bald., antwort_am: 2024-02-01"));
        let (analysis, messages) = (analyse(&now, date(2024, 6, 1)), Messages::load(Language::German));
        let input = Input::new(&now, &analysis, &messages);
        let c = input.compose("");
        let told = |version| {
            let since = Since { day: date(2024, 3, 1), what: None, version };
            let block = section(&c, &Scope::of(&c, Subject::Whole), &since);
            let Body::List { items, .. } = block.body else { return String::new() };
            items.into_iter().map(|item| item.text).collect::<Vec<_>>().join(" ")
        };
        assert!(!told(None).contains("verschoben („"), "{}", told(None));
        let since = told(Some(&then));
        assert!(since.contains("1 Projekt verschoben („Akte“)") && since.contains("1 Frage beantwortet"), "{since}");
    }
}
