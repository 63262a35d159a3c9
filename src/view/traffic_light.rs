//! Traffic lights in words and signs: shared by the pages of projects and the portfolio.

use super::compose::Compose;
use super::tools::word_tag;
use super::{Badge, Block, Body, Cell};
use crate::analysis::traffic_light::{
    FAR_SHIFTED_MONTHS, Reason, SHIFTED_MONTHS, SILENT_MONTHS, TrafficLight, VERY_LATE_MONTHS, traffic_light,
};
use crate::content::common::Log;
use crate::content::fields::Choice;
use crate::content::names::Ref;
use crate::content::project::{LightColour, Project};

/// A colour as shape and word.
pub fn badge(c: &Compose<'_>, colour: LightColour) -> Badge {
    Badge { text: c.t(&format!("ampel.{}", colour.word())), tone: colour.word() }
}

/// The light of a project as a mark beside its title; none for what is over.
pub fn title_badge(c: &Compose<'_>, reference: Ref<Project>) -> Option<Badge> {
    let light = traffic_light(c.model(), c.analysis(), reference)?;
    let badge = badge(c, light.colour);
    Some(Badge { text: c.f("ampel.marke", &[("farbe", &badge.text)]), ..badge })
}

/// The light of a project, or that it is over.
pub fn cell(c: &Compose<'_>, reference: Ref<Project>) -> Cell {
    match traffic_light(c.model(), c.analysis(), reference) {
        Some(light) => {
            let set = light.set.map(|_| c.t("ampel.von-hand"));
            let badge = badge(c, light.colour);
            let tag = word_tag("ampel", light.colour as usize, &badge.text);
            Cell { badge: Some(badge), note: set, ..Cell::default() }.sorted_by(light.colour as usize).tagged([tag])
        }
        None => Cell::text(c.t("fehlt.strich")),
    }
}

/// The light of a project with its reasons; none for what is over.
pub fn block(c: &Compose<'_>, reference: Ref<Project>) -> Option<Block> {
    let light = traffic_light(c.model(), c.analysis(), reference)?;
    let mut items = vec![Cell { badge: Some(badge(c, light.colour)), ..Cell::default() }];
    items.extend(explanations(c, reference, &light).into_iter().map(Cell::text));
    Some(Block { intro: Some(thresholds(c)), ..c.block("ampel", Body::List { items, ordered: false }) })
}

/// Why a light is as it is, and what is to be decided where it is red.
pub fn explanations(c: &Compose<'_>, reference: Ref<Project>, light: &TrafficLight<'_>) -> Vec<String> {
    let project = &c.model().projects[reference];
    let to_decide = || asked(c, light).map(|what| c.f("ampel.zu-entscheiden", &[("was", &what)]));
    let mut sentences = Vec::new();
    if let Some(set) = light.set {
        let since = c.print.date(set.since.value);
        sentences.push(c.f("ampel.gesetzt", &[("am", &since), ("grund", set.reason.trim_end_matches('.'))]));
        sentences.extend(to_decide());
    }
    sentences.extend(light.reasons.iter().map(|reason| words(c, project, *reason)));
    if light.set.is_none() {
        sentences.extend(to_decide());
    }
    if sentences.is_empty() {
        sentences.push(c.t("ampel.nichts"));
    }
    sentences
}

/// Why a light is as it is, in one sentence, for where its dates are told beside: the gravest reason, of a shift the
/// one that was given for it; or why it was set by hand.
pub fn main_reason(c: &Compose<'_>, reference: Ref<Project>, light: &TrafficLight<'_>) -> String {
    let project = &c.model().projects[reference];
    match (light.set, light.reasons.first()) {
        (Some(set), _) => set.reason.clone(),
        (None, Some(&reason)) => {
            let given = matches!(reason, Reason::Shifted { .. }).then(|| last_shift(&project.log, c)).flatten();
            given.unwrap_or_else(|| words(c, project, reason))
        }
        (None, None) => c.t("ampel.nichts"),
    }
}

/// What is to be decided, without a full stop: as the editor wrote it, or what a reason asks.
pub fn asked(c: &Compose<'_>, light: &TrafficLight<'_>) -> Option<String> {
    match light.set {
        Some(set) => set.decision.as_ref().map(|what| what.trim_end_matches('.').to_owned()),
        None => light.reasons.iter().find_map(|reason| decision(*reason)).map(|key| c.t(key)),
    }
}

fn words(c: &Compose<'_>, project: &Project, reason: Reason) -> String {
    let day = |day| c.print.day(day);
    match reason {
        Reason::NoEnd => c.t("ampel.ohne-ende"),
        Reason::NothingReported => c.t("ampel.ohne-meldung"),
        Reason::Late { since, .. } => c.f("ampel.ueberfaellig", &[("seit", &day(since))]),
        Reason::Shifted { from, to, .. } => {
            let why = last_shift(&project.log, c).unwrap_or_default();
            c.f("ampel.verschoben", &[("von", &day(from)), ("auf", &day(to)), ("grund", &why)])
        }
        Reason::MilestoneLate { milestone, since, .. } => {
            let title = project.milestones.get(milestone).map_or("", |one| one.head.title.as_str());
            c.f("ampel.meilenstein", &[("titel", title), ("seit", &day(since))])
        }
        Reason::Paused => c.t("ampel.pausiert"),
        Reason::Silent { since } => c.f("ampel.still", &[("seit", &day(since))]),
    }
}

/// The reason given for the newest shift.
fn last_shift(log: &Log, c: &Compose<'_>) -> Option<String> {
    let event = log.until(c.analysis().as_of).rfind(|event| event.to.is_some())?;
    Some(event.reason.as_ref()?.trim_end_matches('.').to_owned())
}

/// What a red light asks to decide.
fn decision(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::Late { very: true, .. } => Some("ampel.entscheidung.ende"),
        Reason::Shifted { far: true, .. } => Some("ampel.entscheidung.plan"),
        Reason::MilestoneLate { very: true, .. } => Some("ampel.entscheidung.meilenstein"),
        _ => None,
    }
}

/// The thresholds, as printed beside every light.
pub fn thresholds(c: &Compose<'_>) -> String {
    let months = |months: i32| c.count("dauer.monate", usize::try_from(months).unwrap_or(0));
    c.f(
        "ampel.schwellen",
        &[
            ("spaet", &months(VERY_LATE_MONTHS)),
            ("verschoben", &months(SHIFTED_MONTHS)),
            ("weit", &months(FAR_SHIFTED_MONTHS)),
            ("still", &months(SILENT_MONTHS)),
        ],
    )
}
