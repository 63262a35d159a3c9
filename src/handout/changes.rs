//! What has changed since a day, in three sentences: projects, levels, the council's business. In the words of the synopsis.

use jiff::civil::Date;

use super::points;
use super::scope::Scope;
use crate::analysis::difference::{Difference, QuestionChange, State};
use crate::view::Block;
use crate::view::compose::Compose;
use crate::view::synopsis::Synopsis;

/// Three sentences; of a unit, whose levels have no history of their own here, two.
pub(super) fn section(c: &Compose<'_>, scope: &Scope<'_>, since: Date) -> Block {
    let (before, now) = (c.input.on(since), c.input.on(c.analysis().as_of));
    let (before, now) = (State { model: c.model(), day: &before }, State { model: c.model(), day: &now });
    let difference = part(c, scope, Difference::between(before, now));
    let [projects, levels, council] = Synopsis::in_three(c, before, now, &difference);
    let since = c.print.day(since);
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
fn part(c: &Compose<'_>, scope: &Scope<'_>, all: Difference) -> Difference {
    let model = c.model();
    let asked = |one: &QuestionChange| {
        let paper = one.paper.after.map(|paper| &model.papers[paper]);
        let question = paper.and_then(|paper| paper.numbered().find(|(number, _)| *number == one.number));
        question.is_some_and(|(_, question)| scope.is_about(&question.concerns))
    };
    let mut part = all;
    part.levels.retain(|one| one.dimension.after.is_some_and(|one| scope.dimensions.contains(&one)));
    part.projects.retain(|one| one.project.after.is_some_and(|one| scope.projects.contains(&one)));
    part.milestones.retain(|one| one.project.after.is_some_and(|one| scope.projects.contains(&one)));
    part.questions.retain(asked);
    part.commitments
        .retain(|one| one.commitment.after.is_some_and(|one| scope.is_about(&model.commitments[one].concerns)));
    part
}
