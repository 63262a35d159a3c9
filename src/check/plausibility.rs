//! Plans that do not fit together, told to those who can mend them. What is found and why stands in
//! [`analysis::plausibility`](crate::analysis::plausibility).

use super::{Check, Subject};
use crate::analysis::plausibility::{Oddity, OddityKind, Planned, oddities};
use crate::analysis::schedule::PRINTED_DURATION;
use crate::content::Model;
use crate::content::common::{Cost, CostSort, Head, Log, Plan};
use crate::content::fields::Choice;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    name: "plausibility",
    codes: &["W0304", "W0307", "W0308", "W0309", "W0310", "W0311", "W0312", "W0313", "W0314"],
    run,
};

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    found.extend(oddities(subject.model, subject.analysis).iter().map(|oddity| finding(subject.model, oddity)));
}

fn finding(model: &Model, oddity: &Oddity) -> Diagnostic {
    let at = |code| Diagnostic::at(code, place(model, oddity));
    match &oddity.kind {
        OddityKind::Duration { printed, computed } => at("W0304")
            .with("gedruckt", printed)
            .with("jahre", computed.years)
            .with("monate", computed.months)
            .with("tage", computed.days),
        OddityKind::EndBeforeBegin { begin, end } => at("W0307").with("beginn", begin).with("ende", end),
        OddityKind::OutsideProject { due, bound } => at("W0308").with("faellig", due).with("grenze", bound),
        OddityKind::StartsTooEarly { requires, ends, begins } => {
            at("W0309").with("id", &head(model, *requires).id.value).with("ende", ends).with("beginn", begins)
        }
        OddityKind::TooCoarse { date, against } => at("W0310").with("datum", date).with("gegen", against),
        OddityKind::TwoInOne => at("W0311"),
        OddityKind::MoreMoney { more, than } => at("W0313").with("mehr", word(more.0)).with("als", word(than.0)),
        OddityKind::BelowZero { amount } => at("W0314").with("betrag", word(amount.0)),
        OddityKind::Gap { after, until } => at("W0312").with("von", after).with("bis", until),
    }
}

/// The key of the word for a sort of cost.
fn word(sort: CostSort) -> String {
    format!("@kosten.{}", sort.word())
}

/// The line to look at: the printed duration, the last shift, the cost, the plan, or the record.
fn place(model: &Model, oddity: &Oddity) -> Span {
    let head = head(model, oddity.about);
    let (plan, log) = plan(model, oddity.about);
    let planned = plan.map_or(head.id.span, |plan| plan.place.span);
    match oddity.kind {
        OddityKind::Duration { .. } => {
            head.own.iter().find(|(key, _)| key == PRINTED_DURATION).map_or(planned, |(_, text)| text.span)
        }
        OddityKind::EndBeforeBegin { .. } => {
            log.iter().rev().find_map(|event| event.to.as_ref()).map_or(planned, |to| to.span)
        }
        OddityKind::TwoInOne => head.id.span,
        OddityKind::MoreMoney { .. } | OddityKind::BelowZero { .. } => {
            cost(model, oddity.about).map_or(planned, |cost| cost.place.span)
        }
        _ => planned,
    }
}

fn head(model: &Model, about: Planned) -> &Head {
    match about {
        Planned::Project(project) => &model.projects[project].head,
        Planned::Milestone(project, position) => &model.projects[project].milestones[position].head,
        Planned::Measure(measure) => &model.measures[measure].head,
    }
}

fn cost(model: &Model, about: Planned) -> Option<&Cost> {
    match about {
        Planned::Project(project) | Planned::Milestone(project, _) => model.projects[project].cost.as_ref(),
        Planned::Measure(measure) => model.measures[measure].cost.as_ref(),
    }
}

fn plan(model: &Model, about: Planned) -> (Option<&Plan>, &Log) {
    match about {
        Planned::Project(project) => (model.projects[project].plan.as_ref(), &model.projects[project].log),
        Planned::Milestone(project, position) => {
            let milestone = &model.projects[project].milestones[position];
            (Some(&milestone.plan), &milestone.log)
        }
        Planned::Measure(measure) => (model.measures[measure].plan.as_ref(), &model.measures[measure].log),
    }
}
