//! Why levels change, what decides the next ones, what stands in their way: in words, with links.

use jiff::civil::Date;

use super::compose::Compose;
use super::maturity::{dimensions, level_words};
use super::{Block, Body, Cell};
use crate::analysis::causes::{self, Change, Happening, MeasureReason, Reason};
use crate::analysis::contribution::assessed_units;
use crate::analysis::expectation::{self, Blocked, Expected, Hindrance, Lack, Obstacle};
use crate::analysis::forecast::Scenario;
use crate::analysis::tally::Mark;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::markup::escape;

/// So many changes an overview shows.
const SHOWN_CHANGES: usize = 10;
/// So many reasons of one change an overview shows.
const SHOWN_REASONS: usize = 3;
/// So many criteria, units or measures are named; beyond, they are counted.
const NAMED: usize = 6;

/// The changes of a dimension's level up to the as-of date, each with its reasons; none where it has never changed.
pub fn history_block(c: &Compose<'_>, dimension: Ref<Dimension>) -> Option<Block> {
    let row = |change: &Change| {
        vec![c.day(change.day), Cell::text(level_or_none(c, change.to)), why(c, change, Detail::Everything)]
    };
    let rows: Vec<_> = past(c, dimension).iter().map(row).collect();
    (!rows.is_empty()).then(|| c.table_block("stufenverlauf", &["am", "stufe", "warum"], rows))
}

/// The newest changes of all levels, and why; none where there are none.
pub fn recent_block(c: &Compose<'_>) -> Option<Block> {
    let all = dimensions(c).flat_map(|(dimension, ..)| past(c, dimension).into_iter().map(move |one| (dimension, one)));
    let mut changes: Vec<_> = all.collect();
    changes.sort_by_key(|(_, change)| std::cmp::Reverse(change.day));
    let rows: Vec<_> = changes.iter().take(SHOWN_CHANGES).map(|(dimension, one)| row(c, *dimension, one)).collect();
    (!rows.is_empty()).then(|| c.table_block("letzte-stufen", &["am", "dimension", "veraenderung", "warum"], rows))
}

/// What comes next if everything comes as planned: rises, and falls where something expires.
pub fn upcoming_block(c: &Compose<'_>) -> Block {
    let (model, forecast) = (c.model(), &c.analysis().forecast);
    let all = dimensions(c).flat_map(|(dimension, ..)| {
        let changes = causes::changes(model, forecast, Scenario::Planned, dimension);
        changes.into_iter().filter(|change| change.day > forecast.as_of).map(move |one| (dimension, one))
    });
    let mut changes: Vec<_> = all.collect();
    changes.sort_by_key(|(_, change)| change.day);
    let rows: Vec<_> = changes.iter().take(SHOWN_CHANGES).map(|(dimension, one)| row(c, *dimension, one)).collect();
    match rows.is_empty() {
        true => c.block("erwartete-stufen", Body::Empty { text: c.t("block.erwartete-stufen-leer") }),
        false => Block {
            intro: Some(c.t("erwartete-stufen.einleitung")),
            ..c.table_block("erwartete-stufen", &["am", "dimension", "veraenderung", "entscheidend"], rows)
        },
    }
}

/// What decides when a level is reached if everything comes as planned.
pub fn deciding(c: &Compose<'_>, dimension: Ref<Dimension>, level: u32) -> Cell {
    let expected = expectation::expected(c.model(), &c.analysis().forecast, Scenario::Planned, dimension, level);
    expected.map_or_else(|| Cell::text(c.t("fehlt.strich")), |expected| decides(c, &expected))
}

/// What keeps the plan from leading to the levels up to `cap`; none where nothing does.
pub fn obstacles_block(c: &Compose<'_>, dimension: Ref<Dimension>, cap: u32) -> Option<Block> {
    let blocked = |level| {
        let blocked = expectation::blocked(c.model(), &c.analysis().forecast, dimension, level)?;
        Some((level, blocked))
    };
    let levels: Vec<(u32, Blocked)> = (1..=cap).filter_map(blocked).collect();
    let (lowest, first) = levels.first()?;
    let mut told: Vec<&Obstacle> = Vec::new();
    for obstacle in levels.iter().flat_map(|(_, blocked)| &blocked.obstacles) {
        if !told.iter().any(|one| one.criterion == obstacle.criterion) {
            told.push(obstacle);
        }
    }
    let rows = told.iter().map(|obstacle| obstacle_row(c, obstacle)).collect();
    let block = c.table_block("plan-hindernisse", &["kriterium", "stufe#", "woran-es-liegt"], rows);
    Some(Block { intro: Some(obstacles_intro(c, *lowest, first.day, levels.len())), ..block })
}

fn obstacles_intro(c: &Compose<'_>, lowest: u32, day: Date, levels: usize) -> String {
    let sentences = [
        Some(c.f("hindernis.nicht-erreicht", &[("stufe", &lowest.to_string())])),
        (!is_past(c, day)).then(|| c.f("hindernis.am-wenigsten", &[("am", &c.print.day(day))])),
        Some(c.t(if levels == 1 { "hindernis.im-weg" } else { "hindernis.im-weg-auch-darueber" })),
    ];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

// Changes

/// The changes of a dimension's level up to the as-of date, oldest first.
fn past(c: &Compose<'_>, dimension: Ref<Dimension>) -> Vec<Change> {
    let forecast = &c.analysis().forecast;
    let mut changes = causes::changes(c.model(), forecast, Scenario::Secured, dimension);
    changes.retain(|change| change.day <= forecast.as_of);
    changes
}

fn row(c: &Compose<'_>, dimension: Ref<Dimension>, change: &Change) -> Vec<Cell> {
    let text = Cell::text(movement(c, change));
    vec![c.day(change.day), c.dimension(dimension), text, why(c, change, Detail::Reasons)]
}

fn level_or_none(c: &Compose<'_>, level: Option<u32>) -> String {
    level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level))
}

/// "gestiegen von Stufe 0 auf 1 – Begonnen"
fn movement(c: &Compose<'_>, change: &Change) -> String {
    let time = if is_past(c, change.day) { "war" } else { "wird" };
    let (Some(from), Some(to)) = (change.from, change.to) else {
        return match change.to {
            Some(to) => c.f("veraenderung.bewertet", &[("nach", &level_words(c, to))]),
            None => c.t("veraenderung.nicht-bewertet"),
        };
    };
    let key = if to > from { "steigt" } else { "faellt" };
    c.f(&format!("veraenderung.{key}-{time}"), &[("von", &from.to_string()), ("nach", &level_words(c, to))])
}

fn is_past(c: &Compose<'_>, day: Date) -> bool {
    day <= c.analysis().as_of
}

/// How much is told of a change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// All reasons and the criteria that they flip.
    Everything,
    /// The first reasons.
    Reasons,
}

/// What happened, in sentences.
fn why(c: &Compose<'_>, change: &Change, detail: Detail) -> Cell {
    let told = told(change).into_iter().map(|one| {
        let words = reason_words(c, one.reason, &one.criteria, change.day);
        match (detail, one.reason) {
            (Detail::Everything, Reason::Measure(_)) => format!("{words}; {}", flipped(c, one.to, &one.criteria)),
            _ => words,
        }
    });
    sentences(c, told.collect(), if detail == Detail::Everything { usize::MAX } else { SHOWN_REASONS })
}

/// A reason, and the criteria that it flips alike.
struct Told<'a> {
    reason: &'a Reason,
    to: Mark,
    criteria: Vec<Ref<Criterion>>,
}

/// The reasons of a change. One that concerns a measure is told once for all its criteria.
fn told(change: &Change) -> Vec<Told<'_>> {
    let mut told: Vec<Told<'_>> = Vec::new();
    for cause in &change.causes {
        for reason in &cause.reasons {
            let is_measure = matches!(reason, Reason::Measure(_));
            let same = |one: &&mut Told<'_>| is_measure && one.reason == reason && one.to == cause.to;
            match told.iter_mut().find(same) {
                Some(one) => one.criteria.push(cause.criterion),
                None => told.push(Told { reason, to: cause.to, criteria: vec![cause.criterion] }),
            }
        }
    }
    told
}

/// One sentence, or a list of them; what is too much is counted.
fn sentences(c: &Compose<'_>, mut told: Vec<String>, most: usize) -> Cell {
    let more = told.len().saturating_sub(most);
    told.truncate(most);
    if more > 0 {
        told.push(escape(&c.count("ursache.weitere", more)).to_string());
    }
    let html = match told.as_slice() {
        [one] => one.clone(),
        _ => format!("<ul>{}</ul>", told.iter().map(|one| format!("<li>{one}</li>")).collect::<String>()),
    };
    Cell { html: Some(html), ..Cell::default() }
}

/// "damit erfüllt: …"
fn flipped(c: &Compose<'_>, mark: Mark, criteria: &[Ref<Criterion>]) -> String {
    let key = if mark == Mark::Met { "ursache.damit-erfuellt" } else { "ursache.nicht-mehr-erfuellt" };
    let named = match criteria.len() {
        0..=NAMED => criteria.iter().map(|&one| criterion(c, one)).collect::<Vec<_>>().join("; "),
        count => c.count("ursache.kriterien", count),
    };
    c.f(key, &[("kriterien", &named)])
}

/// What happened, as markup.
fn reason_words(c: &Compose<'_>, reason: &Reason, criteria: &[Ref<Criterion>], day: Date) -> String {
    let criterion = criteria.first().map(|&one| criterion(c, one)).unwrap_or_default();
    let exemption = |key: &str, index: usize| {
        let reason = c.model().exemptions.get(index).map(|one| escape(&one.reason).to_string()).unwrap_or_default();
        c.f(key, &[("kriterium", &criterion), ("grund", &reason)])
    };
    match reason {
        Reason::Begins => c.f("ursache.beginnt", &[("kriterium", &criterion)]),
        Reason::Ceases => c.f("ursache.endet", &[("kriterium", &criterion)]),
        Reason::ExemptionBegins(index) => exemption("ursache.ausnahme-beginnt", *index),
        Reason::ExemptionEnds(index) => exemption("ursache.ausnahme-endet", *index),
        Reason::Measure(one) => measure_words(c, one, day),
    }
}

fn measure_words(c: &Compose<'_>, reason: &MeasureReason, day: Date) -> String {
    let measure = in_units(c, measure(c, reason.measure), &reason.units);
    let plain = |key: &str| c.f(&format!("ursache.{key}"), &[("massnahme", &measure)]);
    match &reason.happening {
        Happening::Completed => plain("umgesetzt"),
        Happening::Confirmed => plain("bestaetigt"),
        Happening::Reopened => plain("wiedereroeffnet"),
        Happening::Ended => plain("beendet"),
        Happening::Discontinued => plain("eingestellt"),
        Happening::Expected => plain("erwartet"),
        Happening::Coverage { from, to } => c.f(
            "ursache.abdeckung",
            &[("massnahme", &measure), ("von", &c.print.share(from)), ("nach", &c.print.share(to))],
        ),
        Happening::Expired { confirmed, period } => {
            let (count, key) = period.parts();
            let key_of_time = if is_past(c, day) { "ursache.abgelaufen" } else { "ursache.laeuft-ab" };
            let (confirmed, period) = (c.print.day(*confirmed), c.count(key, count as usize));
            c.f(key_of_time, &[("massnahme", &measure), ("am", &confirmed), ("frist", &period)])
        }
    }
}

// What decides

/// The deciding measures; where dates and exemptions decide, those.
fn decides(c: &Compose<'_>, expected: &Expected) -> Cell {
    let measures = expected.measures();
    if measures.is_empty() {
        let reasons = expected.causes.iter().flat_map(|cause| cause.reasons.iter().map(move |reason| (reason, cause)));
        let told = reasons.map(|(reason, cause)| reason_words(c, reason, &[cause.criterion], expected.day));
        return sentences(c, told.collect(), NAMED);
    }
    let told = measures.iter().map(|one| in_units(c, measure(c, one.measure), &one.units));
    sentences(c, told.collect(), NAMED)
}

// What stands in the way

fn obstacle_row(c: &Compose<'_>, obstacle: &Obstacle) -> Vec<Cell> {
    let criterion = &c.model().maturity.criteria[obstacle.criterion];
    let mut told = Vec::new();
    if obstacle.measures == 0 {
        told.push(c.t("hindernis.ohne-massnahme"));
    } else if obstacle.measures < obstacle.needed as usize {
        let (measures, needed) = (obstacle.measures.to_string(), obstacle.needed.to_string());
        told.push(c.f("hindernis.zu-wenige", &[("anzahl", &measures), ("noetig", &needed)]));
    }
    told.extend(obstacle.lacks.iter().map(|lack| lack_words(c, lack)));
    vec![
        Cell { href: c.criterion(obstacle.criterion).href, ..Cell::text(&criterion.text) },
        Cell::text(criterion.level.to_string()),
        sentences(c, told, NAMED),
    ]
}

fn lack_words(c: &Compose<'_>, lack: &Lack) -> String {
    let measure = in_units(c, measure(c, lack.measure), &lack.units);
    let plain = |key: &str| c.f(&format!("hindernis.{key}"), &[("massnahme", &measure)]);
    let dated =
        |key: &str, day: Date| c.f(&format!("hindernis.{key}"), &[("massnahme", &measure), ("am", &c.print.day(day))]);
    match &lack.hindrance {
        Hindrance::Discarded => plain("eingestellt"),
        Hindrance::Paused => plain("pausiert"),
        Hindrance::NoPlanEnd => plain("ohne-termin"),
        Hindrance::Ended => plain("beendet"),
        Hindrance::Later(day) => dated("spaeter", *day),
        Hindrance::Expired(day) if is_past(c, *day) => dated("abgelaufen", *day),
        Hindrance::Expired(day) => dated("laeuft-ab", *day),
        Hindrance::Coverage(share) => {
            c.f("hindernis.abdeckung", &[("massnahme", &measure), ("anteil", &c.print.share(share))])
        }
    }
}

// Names with links, as markup

fn measure(c: &Compose<'_>, reference: Ref<Measure>) -> String {
    link(&c.record(reference))
}

/// Within a sentence, without its own full stop.
fn criterion(c: &Compose<'_>, reference: Ref<Criterion>) -> String {
    let cell = c.criterion(reference);
    link(&Cell { text: cell.text.trim_end_matches('.').to_owned(), ..cell })
}

fn link(cell: &Cell) -> String {
    format!("<a href=\"{}\">{}</a>", escape(cell.href.as_deref().unwrap_or_default()), escape(&cell.text))
}

/// "… (in Bürgeramt, Bauamt)"; all assessed units are not named one by one.
fn in_units(c: &Compose<'_>, name: String, units: &[Ref<Unit>]) -> String {
    let all = assessed_units(c.model());
    let title = |&unit: &Ref<Unit>| escape(&c.model().units[unit].head.title).to_string();
    let words = match units.len() {
        0 => return name,
        count if count > 1 && count == all.len() => c.t("ursache.alle-einheiten"),
        count if count > NAMED => c.f("ursache.einheiten-anzahl", &[("anzahl", &count.to_string())]),
        _ => c.f("ursache.einheiten", &[("einheiten", &units.iter().map(title).collect::<Vec<_>>().join(", "))]),
    };
    format!("{name} ({words})")
}
