//! Targets in words: how they stand, why, what is lacking and by when; shared by the pages on targets and on maturity.

use super::compose::{Compose, address, anchor_prefix};
use super::{Badge, Block, Body, Cell, Table};
use crate::analysis::duty::{Duty, Fit, Lack, Work};
use crate::analysis::forecast::Scenario;
use crate::analysis::schedule;
use crate::analysis::target::{DimensionTarget, Outlook, TargetState};
use crate::content::maturity_model::Dimension;
use crate::content::names::{Kind, Ref};
use crate::content::scalar::Datum;
use crate::content::target::Target;
use crate::markup::escape;

/// "Stufe 3 bis 31.12.2026"
pub fn title(c: &Compose<'_>, target: &DimensionTarget) -> String {
    c.f("ziel.titel", &[("stufe", &target.level.to_string()), ("bis", &c.print.date(target.by))])
}

/// The entry that sets a target.
pub fn entry<'a>(c: &Compose<'a>, target: &DimensionTarget) -> Option<&'a Target> {
    c.model().targets.get(target.entry)
}

/// Anchor of a target on the page of its dimension's targets.
pub fn anchor(c: &Compose<'_>, target: &DimensionTarget) -> String {
    format!("ziel-{}-{}", c.model().maturity.dimensions[target.dimension].id.value, target.day())
}

/// Whether there is more to say of a target than how it stands.
pub fn is_detailed(target: &DimensionTarget) -> bool {
    !target.lacking.is_empty()
}

/// Whether its date has passed without it: deadlines say nothing any more.
fn is_missed(target: &DimensionTarget) -> bool {
    target.state == TargetState::Missed
}

/// How a target stands, as word and shape.
pub fn badge(c: &Compose<'_>, state: TargetState) -> Badge {
    let tone = match state {
        TargetState::Reached => "erfuellt",
        TargetState::OnTrack => "laufend",
        TargetState::AtRisk => "gefaehrdet",
        TargetState::NotPlanned => "offen",
        TargetState::Missed => "eingestellt",
    };
    Badge { text: c.t(&format!("ziel.zustand.{}", state.word())), tone }
}

/// The target of a dimension to look at next; none where the content sets none at all.
pub fn dimension_block(c: &Compose<'_>, dimension: Ref<Dimension>) -> Option<Block> {
    let targets = &c.analysis().targets;
    if targets.is_empty() {
        return None;
    }
    let Some(target) = targets.shown(dimension) else {
        return Some(c.block("ziel", Body::Empty { text: c.t("ziel.keines") }));
    };
    let all = Cell { href: Some(c.href("ziele/index.html")), ..Cell::text(c.t("ziel.alle")) };
    Some(c.block("ziel", Body::List { items: vec![item(c, target), all], ordered: false }))
}

/// What is said of a target in detail, else the page of targets.
pub fn details_href(c: &Compose<'_>, target: &DimensionTarget) -> String {
    if !is_detailed(target) {
        return c.href("ziele/index.html");
    }
    format!("{}#{}", c.href(&details_path(c, target.dimension)), anchor(c, target))
}

/// The page of a dimension's targets, from the site's root.
pub fn details_path(c: &Compose<'_>, dimension: Ref<Dimension>) -> String {
    format!("ziele/{}.html", c.model().maturity.dimensions[dimension].id.value)
}

/// A target as an item: its title, how it stands and why.
pub fn item(c: &Compose<'_>, target: &DimensionTarget) -> Cell {
    Cell {
        href: Some(details_href(c, target)),
        badge: Some(badge(c, target.state)),
        note: Some(reason(c, target)),
        ..Cell::text(title(c, target))
    }
}

// Why

/// Why a target stands as it does, in sentences that stand alone.
pub fn reason(c: &Compose<'_>, target: &DimensionTarget) -> String {
    let sentences = match target.state {
        TargetState::Reached => reached(c, target),
        TargetState::Missed => missed(c, target),
        TargetState::NotPlanned => not_planned(c, target),
        TargetState::OnTrack => vec![on_track(c, target)],
        TargetState::AtRisk => at_risk(c, target),
    };
    sentences.join(" ")
}

fn level_sentence(c: &Compose<'_>, key: &str, level: u32) -> String {
    c.f(key, &[("stufe", &level.to_string())])
}

fn day_sentence(c: &Compose<'_>, key: &str, day: jiff::civil::Date) -> String {
    c.f(key, &[("tag", &c.print.day(day))])
}

fn reached(c: &Compose<'_>, target: &DimensionTarget) -> Vec<String> {
    let late = target.reason.since.is_some_and(|since| since > target.day());
    let since = target.reason.since.map(|since| {
        let key = if late { "ziel.grund.erreicht-spaet" } else { "ziel.grund.erreicht" };
        c.f(key, &[("stufe", &target.level.to_string()), ("tag", &c.print.day(since))])
    });
    let falls = target.reason.outlook(Scenario::Secured).lost.map(|day| day_sentence(c, "ziel.grund.faellt", day));
    since.into_iter().chain(falls).collect()
}

fn missed(c: &Compose<'_>, target: &DimensionTarget) -> Vec<String> {
    let secured = target.reason.outlook(Scenario::Secured);
    let then = match secured.level {
        None => c.t("ziel.grund.verfehlt-nicht-bewertet"),
        Some(level) if level < target.level => level_sentence(c, "ziel.grund.verfehlt", level),
        Some(_) => secured.lost.map_or_else(String::new, |day| day_sentence(c, "ziel.grund.verfehlt-verloren", day)),
    };
    let planned = target.reason.outlook(Scenario::Planned).from;
    let expected = match planned {
        Some(day) => day_sentence(c, "ziel.grund.erwartet", day),
        None => c.t("ziel.grund.nicht-absehbar"),
    };
    let causes = if planned.is_none() { causes(c, target, |lack| !lack.met_as_planned) } else { Vec::new() };
    [vec![then, expected], causes].concat()
}

fn not_planned(c: &Compose<'_>, target: &DimensionTarget) -> Vec<String> {
    let cap = target.reason.cap;
    if cap == 0 {
        return vec![c.t("ziel.grund.nichts-verlangt")];
    }
    if cap < target.level {
        return vec![level_sentence(c, "ziel.grund.decke", cap)];
    }
    if target.day() == c.analysis().as_of {
        return vec![c.t("ziel.grund.heute")];
    }
    let level = target.reason.outlook(Scenario::Everything).level.unwrap_or(0);
    let causes = causes(c, target, |lack| !lack.met_by_everything);
    std::iter::once(level_sentence(c, "ziel.grund.nicht-geplant", level)).chain(causes).collect()
}

/// `from` is known where a level comes to hold that does not hold today.
fn on_track(c: &Compose<'_>, target: &DimensionTarget) -> String {
    let day = |scenario| target.reason.outlook(scenario).from.map_or_else(String::new, |day| c.print.day(day));
    c.f("ziel.grund.auf-kurs", &[("plan", &day(Scenario::Planned)), ("verzug", &day(Scenario::Delayed))])
}

fn at_risk(c: &Compose<'_>, target: &DimensionTarget) -> Vec<String> {
    let planned = target.reason.outlook(Scenario::Planned);
    let first = match planned {
        Outlook { holds: true, from, .. } => {
            let from = from.map_or_else(String::new, |day| c.print.day(day));
            return vec![match target.reason.outlook(Scenario::Delayed).from {
                Some(late) => c.f("ziel.grund.nur-plan", &[("plan", &from), ("verzug", &c.print.day(late))]),
                None => c.f("ziel.grund.nur-plan-nie", &[("plan", &from)]),
            }];
        }
        Outlook { lost: Some(lost), .. } if *lost > c.analysis().as_of => {
            day_sentence(c, "ziel.grund.plan-verloren", *lost)
        }
        Outlook { from: Some(from), .. } => late(c, target, *from),
        Outlook { .. } => c.t("ziel.grund.plan-nie"),
    };
    let causes = if planned.from.is_none() { causes(c, target, |lack| !lack.met_as_planned) } else { Vec::new() };
    std::iter::once(first).chain(causes).chain([c.t("ziel.grund.sofort")]).collect()
}

fn late(c: &Compose<'_>, target: &DimensionTarget, day: jiff::civil::Date) -> String {
    let behind = target.day().tomorrow().unwrap_or(day);
    let by = schedule::duration(Datum::day(behind), Datum::day(day)).map(|late| c.print.duration(late));
    c.f("ziel.grund.plan-spaet", &[("tag", &c.print.day(day)), ("dauer", &by.unwrap_or_default())])
}

/// What keeps some of the criteria from being met, counted.
fn causes(c: &Compose<'_>, target: &DimensionTarget, of: fn(&Lack) -> bool) -> Vec<String> {
    let lacking = || target.lacking.iter().filter(|lack| of(lack));
    let without = lacking().filter(|lack| lack.measures.is_empty()).count();
    let contributing = |duty: &&Duty| lacking().any(|lack| lack.measures.contains(&duty.measure));
    let count =
        |counts: fn(&Work) -> bool| target.duties.iter().filter(contributing).filter(|duty| counts(&duty.work)).count();
    let causes = [
        ("ziel.ursache.ohne-massnahme", without),
        ("ziel.ursache.ohne-termin", count(|work| matches!(work, Work::Plan))),
        ("ziel.ursache.ruht", count(|work| matches!(work, Work::Resume))),
        ("ziel.ursache.bestaetigung", count(|work| matches!(work, Work::Confirm(_)))),
        ("ziel.ursache.teilweise", count(|work| matches!(work, Work::Extend(_)))),
        ("ziel.ursache.eingestellt", count(|work| matches!(work, Work::Restart | Work::Revive))),
    ];
    causes.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| c.count(key, count)).collect()
}

// What is lacking

/// The criteria that are lacking, each with what its measures still ask for.
pub fn lacking(c: &Compose<'_>, target: &DimensionTarget) -> Table {
    let rows = target.lacking.iter().map(|lack| {
        let criterion = &c.model().maturity.criteria[lack.criterion];
        let page = c.href(&address(Kind::Dimension, &c.model().maturity.dimensions[target.dimension].id));
        let href = format!("{page}#{}-{}", anchor_prefix(Kind::Criterion), criterion.id.value);
        let note = lack.met_today.then(|| c.t("ziel.heute-erfuellt"));
        let name = Cell { href: Some(href), note, ..Cell::text(&criterion.text) };
        vec![name, Cell::text(criterion.level.to_string()), contributions(c, target, lack)]
    });
    let caption = if is_missed(target) { "ziel.tabelle-fehlt-noch" } else { "ziel.tabelle-fehlt" };
    c.table(&day_sentence(c, caption, target.day()), &["kriterium", "stufe#", "massnahmen"], rows.collect())
}

fn contributions(c: &Compose<'_>, target: &DimensionTarget, lack: &Lack) -> Cell {
    let count = c.model().maturity.criteria[lack.criterion].count;
    let too_few = lack.measures.len() < count as usize;
    let needed = too_few.then(|| c.f("kriterium.anzahl", &[("anzahl", &count.to_string())]));
    if lack.measures.is_empty() {
        return Cell { note: needed.filter(|_| count > 1), ..Cell::text(c.t("kriterium.ohne-massnahme")) };
    }
    let items: String =
        lack.measures.iter().filter_map(|&one| target.duty(one)).map(|duty| contribution(c, target, duty)).collect();
    Cell { html: Some(format!("<ul>{items}</ul>")), note: needed, ..Cell::default() }
}

fn contribution(c: &Compose<'_>, target: &DimensionTarget, duty: &Duty) -> String {
    let measure = c.record(duty.measure);
    let fit = fit(c, duty).filter(|_| !is_missed(target));
    let rollout = c.model().measures[duty.measure].rollout.is_some() && duty.work != Work::Done;
    let furthest = rollout.then(|| c.t("ziel.arbeit.je-einheit"));
    let words = [Some(prospect(c, duty)), fit, furthest].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let href = escape(measure.href.as_deref().unwrap_or_default());
    format!("<li><a href=\"{href}\">{}</a>: {}</li>", escape(&measure.text), escape(&words))
}

/// How far a measure is: "geplant bis 31.12.2026"
fn prospect(c: &Compose<'_>, duty: &Duty) -> String {
    match &duty.work {
        Work::Done => c.t("ziel.arbeit.fertig"),
        Work::Extend(share) => c.f("ziel.arbeit.teilweise", &[("anteil", &c.print.percent(share))]),
        Work::Confirm(day) if *day <= c.analysis().as_of => day_sentence(c, "ziel.arbeit.abgelaufen", *day),
        Work::Confirm(day) => day_sentence(c, "ziel.arbeit.laeuft-ab", day.yesterday().unwrap_or(*day)),
        Work::Complete(end) if *end <= c.analysis().as_of => day_sentence(c, "ziel.arbeit.ueberfaellig", *end),
        Work::Complete(end) => day_sentence(c, "ziel.arbeit.geplant", *end),
        Work::Plan => c.t("ziel.arbeit.ohne-termin"),
        Work::Resume => c.t("ziel.arbeit.ruht"),
        Work::Restart => c.t("ziel.arbeit.beendet"),
        Work::Revive => c.t("ziel.arbeit.eingestellt"),
    }
}

/// "rechtzeitig", "mit Verzug zu spät", "2 Monate zu spät"
fn fit(c: &Compose<'_>, duty: &Duty) -> Option<String> {
    Some(match duty.fit? {
        Fit::InTime => c.t("ziel.lage.rechtzeitig"),
        Fit::Tight => c.t("ziel.lage.knapp"),
        Fit::Late(by) => c.f("ziel.lage.zu-spaet", &[("dauer", &c.print.duration(by))]),
    })
}

// By when

/// By when each measure has to be done, the earliest first; none where nothing is left to do. Once the target date has
/// passed there are no deadlines any more, only what is still to do.
pub fn deadlines(c: &Compose<'_>, target: &DimensionTarget) -> Option<Table> {
    let passed = is_missed(target);
    let left = target.duties.iter().filter(|duty| duty.is_needed);
    let rows: Vec<_> = left.map(|duty| deadline(c, duty, passed)).collect();
    let columns = ["massnahme", "zu-tun", "geplant", "spaetestens", "plan-spaetestens", "lage"];
    let (columns, caption) = match passed {
        true => (&columns[..3], "ziel.tabelle-offen"),
        false => (&columns[..], "ziel.tabelle-fristen"),
    };
    (!rows.is_empty()).then(|| c.table(&day_sentence(c, caption, target.day()), columns, rows))
}

fn deadline(c: &Compose<'_>, duty: &Duty, passed: bool) -> Vec<Cell> {
    let before: Vec<_> = duty.precedes.iter().map(|&one| c.model().measures[one].head.title.as_str()).collect();
    let note = (!before.is_empty()).then(|| c.f("ziel.voraussetzung", &[("massnahmen", &before.join("; "))]));
    let measure = Cell { note, ..c.record(duty.measure) };
    let mut cells = vec![measure, to_do(c, duty), planned(c, duty)];
    if !passed {
        let dash = || Cell::text(c.t("fehlt.strich"));
        let is_planned = duty.work.is_open();
        cells.push(c.day(duty.latest));
        cells.push(if is_planned { c.day(duty.latest_plan) } else { dash() });
        cells.push(match duty.work {
            Work::Plan | Work::Resume | Work::Restart | Work::Revive => Cell::text(prospect(c, duty)),
            _ => fit(c, duty).map_or_else(dash, Cell::text),
        });
    }
    cells
}

fn to_do(c: &Compose<'_>, duty: &Duty) -> Cell {
    let key = match duty.work {
        Work::Done | Work::Complete(_) => "ziel.zu-tun.abschliessen",
        Work::Extend(_) => "ziel.zu-tun.ausweiten",
        Work::Confirm(_) => "ziel.zu-tun.bestaetigen",
        Work::Plan => "ziel.zu-tun.planen",
        Work::Resume => "ziel.zu-tun.wiederaufnehmen",
        Work::Restart | Work::Revive => "ziel.zu-tun.neu-beginnen",
    };
    let early = duty.not_before.filter(|&day| day > c.analysis().as_of);
    Cell { note: early.map(|day| day_sentence(c, "ziel.nicht-vor", day)), ..Cell::text(c.t(key)) }
}

fn planned(c: &Compose<'_>, duty: &Duty) -> Cell {
    match duty.work {
        Work::Complete(end) => {
            let overdue = end <= c.analysis().as_of;
            Cell { note: overdue.then(|| c.t("ziel.verstrichen")), ..c.day(end) }
        }
        Work::Confirm(day) => Cell::text(day_sentence(c, "ziel.bestaetigt-bis", day.yesterday().unwrap_or(day))),
        _ => Cell::text(c.t("fehlt.strich")),
    }
}
