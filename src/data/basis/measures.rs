//! What was written of a measure, as far as it counts.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::events;
use crate::content::Model;
use crate::content::common;
use crate::content::measure::{self as content, Effect};
use crate::data::scalar::{Length, Share, Word, Written};

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Measure<'a> {
    id: &'a str,
    titel: &'a str,
    erfuellt: Vec<&'a str>,
    projekt: Option<&'a str>,
    verantwortlich: Option<&'a str>,
    werte: Vec<&'a str>,
    probleme: Vec<&'a str>,
    setzt_voraus: Vec<&'a str>,
    plan: Option<Plan>,
    verlauf: Vec<events::Event<'a>>,
    gueltig: Option<Length>,
    wirkung: Word<Effect>,
    abdeckung: Vec<Coverage>,
    rollout: Option<Vec<Part<'a>>>,
    nachweise: Vec<Evidence<'a>>,
    kosten: Option<Cost>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Plan {
    beginn: Option<Written>,
    ende: Option<Written>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Coverage {
    am: Written,
    anteil: Share,
}

/// A unit's part of a rollout.
#[derive(Debug, Serialize, JsonSchema)]
struct Part<'a> {
    einheit: &'a str,
    am: Option<Written>,
    plan: Option<Written>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Evidence<'a> {
    am: Option<Written>,
    titel: &'a str,
    url: Option<&'a str>,
}

/// In cents.
#[derive(Debug, Serialize, JsonSchema)]
struct Cost {
    geplant: Option<i128>,
    gebunden: Option<i128>,
    ausgegeben: Option<i128>,
}

pub(super) fn of<'a>(model: &'a Model, measure: &'a content::Measure, as_of: Date) -> Measure<'a> {
    let criterion = |&one| model.maturity.criteria[one].id.value.as_str();
    let covered = measure.coverage.iter().filter(|entry| entry.date.last() <= as_of);
    let proofs = measure.evidence.iter().filter(|one| one.date.is_none_or(|date| date.last() <= as_of));
    Measure {
        id: &measure.head.id,
        titel: &measure.head.title,
        erfuellt: measure.fulfils.iter().map(criterion).collect(),
        projekt: measure.project.map(|one| model.projects[one].head.id.as_str()),
        verantwortlich: measure.unit.map(|one| model.units[one].head.id.as_str()),
        werte: measure.values.iter().map(|&one| model.values[one].head.id.as_str()).collect(),
        probleme: measure.problems.iter().map(|&one| model.problems[one].head.id.as_str()).collect(),
        setzt_voraus: measure.requires.iter().map(|&one| model.measures[one].head.id.as_str()).collect(),
        plan: measure.plan.as_ref().map(plan),
        verlauf: events::of(&measure.log, as_of),
        gueltig: measure.validity.map(Length),
        wirkung: Word(measure.effect),
        abdeckung: covered.map(coverage).collect(),
        rollout: measure.rollout.as_ref().map(|parts| parts.iter().map(|one| part(model, one, as_of)).collect()),
        nachweise: proofs.map(evidence).collect(),
        kosten: measure.cost.as_ref().map(cost),
    }
}

fn plan(plan: &common::Plan) -> Plan {
    Plan { beginn: plan.interval.begin.map(Written), ende: plan.interval.end.map(Written) }
}

fn coverage(entry: &content::Coverage) -> Coverage {
    Coverage { am: Written(entry.date.value), anteil: Share(entry.share.value().clone()) }
}

fn part<'a>(model: &'a Model, entry: &content::RolloutEntry, as_of: Date) -> Part<'a> {
    let done = entry.done.as_ref().map(|done| done.value).filter(|done| done.last() <= as_of);
    Part { einheit: &model.units[entry.unit].head.id, am: done.map(Written), plan: entry.plan.map(Written) }
}

fn evidence(evidence: &content::Evidence) -> Evidence<'_> {
    Evidence { am: evidence.date.map(Written), titel: &evidence.title, url: evidence.url.as_deref() }
}

fn cost(cost: &common::Cost) -> Cost {
    let cents = |money: Option<crate::content::scalar::Money>| money.map(crate::content::scalar::Money::cents);
    Cost { geplant: cents(cost.planned), gebunden: cents(cost.committed), ausgegeben: cents(cost.spent) }
}
