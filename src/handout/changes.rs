//! What has changed since a day, in three sentences: projects, levels, the council's business.

use jiff::civil::Date;

use super::points;
use super::scope::Scope;
use crate::analysis::council::answer;
use crate::analysis::difference::{Difference, PlanEvent, State};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::status::Status;
use crate::analysis::task::TaskState;
use crate::content::commitment::Commitment;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::view::Block;
use crate::view::compose::Compose;

/// So many names stand behind a count.
const NAMES: usize = 3;

/// Three sentences; of a unit, whose levels have no history of their own here, two.
pub(super) fn section(c: &Compose<'_>, scope: &Scope<'_>, since: Date) -> Block {
    let (before, now) = (c.input.on(since), c.input.on(c.analysis().as_of));
    let difference =
        Difference::between(State { model: c.model(), day: &before }, State { model: c.model(), day: &now });
    let sentences = [
        Some(projects(c, scope, &difference, since)),
        scope.unit.is_none().then(|| levels(c, scope, &difference)),
        Some(council(c, scope, &before, &now)),
    ];
    points(c, "handout-geaendert", sentences.into_iter().flatten().collect())
}

/// What can happen to a project, in the order told, and the key of its words.
const HAPPENINGS: &[&str] = &["abgeschlossen", "eingestellt", "begonnen", "pausiert", "verschoben"];

fn projects(c: &Compose<'_>, scope: &Scope<'_>, difference: &Difference, since: Date) -> String {
    let mut told: Vec<(&str, Vec<String>)> = HAPPENINGS.iter().map(|key| (*key, Vec::new())).collect();
    for change in &difference.projects {
        let Some(project) = change.project.after.filter(|one| scope.projects.contains(one)) else { continue };
        for (key, name) in change.events.iter().filter_map(|event| happening(c, project, event)) {
            told.iter_mut().filter(|(other, _)| *other == key).for_each(|(_, names)| names.push(name.clone()));
        }
    }
    let parts = told.into_iter().filter(|(_, names)| !names.is_empty());
    let parts: Vec<_> = parts.map(|(key, names)| counted(c, &format!("handout.projekt.{key}"), &names)).collect();
    let day = c.print.day(since);
    match parts.is_empty() {
        true => c.f("handout.projekte-unveraendert", &[("seit", &day)]),
        false => c.f("handout.projekte-geaendert", &[("seit", &day), ("was", &parts.join("; "))]),
    }
}

/// Its key, and the project with what else is to be told of it.
fn happening(c: &Compose<'_>, project: Ref<Project>, event: &PlanEvent) -> Option<(&'static str, String)> {
    let title = c.model().projects[project].head.title.clone();
    let key = match event {
        PlanEvent::Status { after: Status::Completed | Status::Ended, .. } => "abgeschlossen",
        PlanEvent::Status { after: Status::Discontinued, .. } => "eingestellt",
        PlanEvent::Status { after: Status::Ongoing, .. } => "begonnen",
        PlanEvent::Status { after: Status::Paused, .. } => "pausiert",
        PlanEvent::End { shift, .. } => {
            let by = shift.map(|shift| c.print.shift(shift));
            return Some(("verschoben", std::iter::once(title).chain(by).collect::<Vec<_>>().join(", ")));
        }
        PlanEvent::New | PlanEvent::Gone | PlanEvent::Status { .. } => return None,
    };
    Some((key, title))
}

/// "2 Projekte abgeschlossen (A; B)", with a few names only.
fn counted(c: &Compose<'_>, key: &str, names: &[String]) -> String {
    let rest = names.len().saturating_sub(NAMES);
    let more = (rest > 0).then(|| c.count("handout.weitere", rest));
    let named: Vec<_> = names.iter().take(NAMES).cloned().chain(more).collect();
    format!("{} ({})", c.count(key, names.len()), named.join("; "))
}

fn levels(c: &Compose<'_>, scope: &Scope<'_>, difference: &Difference) -> String {
    let words = |level: Option<u32>| level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level.to_string());
    let changes = difference.levels.iter().filter_map(|change| {
        let dimension = change.dimension.after.filter(|one| scope.dimensions.contains(one))?;
        let (from, to) = (words(change.before), words(change.after));
        let key = if change.after > change.before { "handout.stufe-gestiegen" } else { "handout.stufe-gefallen" };
        Some(c.f(key, &[("dimension", &c.dimension(dimension).text), ("von", &from), ("auf", &to)]))
    });
    let changes: Vec<_> = changes.collect();
    match changes.is_empty() {
        true => c.t("handout.stufen-unveraendert"),
        false => c.f("handout.stufen-geaendert", &[("was", &changes.join("; "))]),
    }
}

fn council(c: &Compose<'_>, scope: &Scope<'_>, before: &Snapshot, now: &Snapshot) -> String {
    let commitments = c.model().commitments.refs().filter(|(_, one)| scope.is_about(&one.concerns));
    let state = |one: Ref<Commitment>| Some((before.commitments.get(one.index())?, now.commitments.get(one.index())?));
    let states: Vec<_> = commitments.filter_map(|(one, _)| state(one)).collect();
    let became =
        |state: TaskState| states.iter().filter(|(then, now)| then.state != state && now.state == state).count();
    let counts = [
        ("handout.fragen-beantwortet", answered(c, scope, before.as_of)),
        ("handout.zusagen-erfuellt", became(TaskState::Fulfilled)),
        ("handout.zusagen-verfallen", became(TaskState::Lapsed)),
        ("handout.zusagen-ueberfaellig", states.iter().filter(|(then, now)| !then.overdue && now.overdue).count()),
    ];
    let parts: Vec<_> =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| c.count(key, count)).collect();
    match parts.is_empty() {
        true => c.t("handout.rat-unveraendert"),
        false => c.f("handout.rat-geaendert", &[("was", &parts.join("; "))]),
    }
}

/// How many questions were answered since.
fn answered(c: &Compose<'_>, scope: &Scope<'_>, since: Date) -> usize {
    let known = |paper, question, day| answer(c.model(), paper, question, day).known();
    let papers = c.model().papers.iter();
    let questions = papers.flat_map(|paper| paper.questions.iter().map(move |question| (paper, question)));
    let about = questions.filter(|(_, question)| scope.is_about(&question.concerns));
    about.filter(|(paper, one)| known(paper, one, c.analysis().as_of) && !known(paper, one, since)).count()
}
