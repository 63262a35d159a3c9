//! Levels over time as charts with their tables: a dimension, the whole, and many side by side.

use jiff::civil::Date;

use super::compose::{Compose, address};
use super::maturity::{delay_words, dimensions, level_words};
use super::{Block, Body, Cell, Table};
use crate::analysis::forecast::{Levels, Scenario};
use crate::analysis::overall::Spread;
use crate::analysis::timeline::Steps;
use crate::chart::{course, courses};
use crate::content::maturity_model::Dimension;
use crate::content::names::{Kind, Ref};
use crate::draw::steps::{Line, Step};

/// The course of a dimension's level, with its changes as a table; none where the dimension is never assessed.
pub fn dimension_block(c: &Compose<'_>, dimension: Ref<Dimension>) -> Option<Block> {
    let courses = of_scenarios(|scenario| c.analysis().forecast.levels(scenario, dimension));
    let targets = c.analysis().targets.of(dimension).iter().map(|target| (target.day(), target.level));
    let targets: Vec<_> = targets.collect();
    let words = words(c, &courses)?;
    let svg = chart(c, "stufenkurve", &words, &courses, &targets, None)?;
    let changes = with_targets(changes(&courses, c.analysis().as_of), &targets, Some);
    let row = |change: Change<Option<u32>>| {
        vec![c.day(change.day), Cell::text(level(c, change.value)), case(c, &change.case)]
    };
    let table = c.table(&c.t("kurve.tabelle"), &["am", "stufe", "fall"], changes.into_iter().map(row).collect());
    Some(c.block("stufenkurve", Body::Chart { svg, caption: words, table: Some(table), wide: false }))
}

/// The course of the level that every dimension has reached, from the lowest to the highest; none where nothing is ever
/// assessed.
pub fn overall_block(c: &Compose<'_>) -> Option<Block> {
    let spread = |scenario| Spread::new(c.model(), &c.analysis().forecast, scenario);
    let spreads: Vec<_> = Scenario::ALL.iter().map(|&scenario| (scenario, spread(scenario))).collect();
    let lowest: Vec<_> = spreads.iter().map(|(scenario, spread)| (*scenario, &spread.lowest)).collect();
    let words = words(c, &lowest)?;
    let planned = spreads.iter().find(|(scenario, _)| *scenario == Scenario::Planned).map(|(_, spread)| spread);
    let band = planned.filter(|spread| spread.lowest != spread.highest);
    let targets = overall_targets(c);
    let svg = chart(c, "gesamtkurve", &words, &lowest, &targets, band)?;
    let caption = match band {
        Some(_) => format!("{words} {}", c.t("gesamt.kurve-regel")),
        None => words.clone(),
    };
    let intro = Some(scenarios_explained(c));
    let table = Some(overall_table(c, &spreads, &targets));
    Some(Block { intro, ..c.block("gesamtkurve", Body::Chart { svg, caption, table, wide: false }) })
}

/// The level that all dimensions together are to reach, on every target date.
fn overall_targets(c: &Compose<'_>) -> Vec<(Date, u32)> {
    let targets = &c.analysis().targets;
    let mut days: Vec<Date> = targets.iter().map(|target| target.day()).collect();
    days.sort_unstable();
    days.dedup();
    let lowest = |day: &Date| dimensions(c).map(|(dimension, ..)| targets.level_at(dimension, *day)).min();
    days.into_iter().filter_map(|day| Some((day, lowest(&day).filter(|level| *level > 0)?))).collect()
}

fn overall_table(c: &Compose<'_>, spreads: &[(Scenario, Spread)], targets: &[(Date, u32)]) -> Table {
    let pairs: Vec<_> = spreads.iter().map(|(scenario, spread)| (*scenario, both(spread))).collect();
    let courses: Vec<_> = pairs.iter().map(|(scenario, steps)| (*scenario, steps)).collect();
    let changes = with_targets(changes(&courses, c.analysis().as_of), targets, |level| (Some(level), None));
    let row = |change: Change<(Option<u32>, Option<u32>)>| {
        let (lowest, highest) = change.value;
        // A target asks for a lowest level only.
        let highest = match change.case {
            Case::Target => c.t("fehlt.strich"),
            _ => level(c, highest),
        };
        vec![c.day(change.day), Cell::text(level(c, lowest)), Cell::text(highest), case(c, &change.case)]
    };
    let rows = changes.into_iter().map(row).collect();
    c.table(&c.t("gesamt.kurve-tabelle"), &["am", "niedrigste-stufe", "hoechste-stufe", "fall"], rows)
}

fn both(spread: &Spread) -> Steps<(Option<u32>, Option<u32>)> {
    let days = spread.lowest.days().chain(spread.highest.days()).collect();
    let at = |day| (*spread.lowest.at(day), *spread.highest.at(day));
    Steps::sampled((*spread.lowest.before(), *spread.highest.before()), days, at)
}

/// A small course for every dimension, with all their changes as a table; none where nothing is ever assessed.
pub fn dimensions_block(c: &Compose<'_>) -> Option<Block> {
    let courses = |dimension| of_scenarios(|scenario| c.analysis().forecast.levels(scenario, dimension));
    let panels = dimensions(c).filter(|(dimension, ..)| is_ever_assessed(&courses(*dimension)));
    let panels = panels.map(|(reference, dimension, _)| {
        let href = Some(c.href(&address(Kind::Dimension, &dimension.id)));
        panel(c, &dimension.title, href, |scenario| c.analysis().forecast.levels(scenario, reference))
    });
    let caption = c.f("kurven.erklaerung", &[("bis", &c.print.day(c.analysis().horizon.last))]);
    let title = c.t("block.dimensionskurven");
    let svg = side_by_side(c, "dimensionskurven", &title, &caption, panels.collect())?;
    let table = Some(dimensions_table(c));
    Some(c.block("dimensionskurven", Body::Chart { svg, caption, table, wide: false }))
}

fn dimensions_table(c: &Compose<'_>) -> Table {
    let rows = dimensions(c).flat_map(|(reference, ..)| {
        let shown = [Scenario::Delayed, Scenario::Planned];
        let courses = shown.map(|scenario| (scenario, c.analysis().forecast.levels(scenario, reference)));
        change_rows(c, &c.dimension(reference), &courses)
    });
    c.table(&c.t("kurven.tabelle"), &["dimension", "am", "stufe", "fall"], rows.collect())
}

/// The changes of a level as rows of a table: what it is the level of, the day, the level, whether that has happened or
/// in which scenarios it is to be expected.
pub fn change_rows(c: &Compose<'_>, first: &Cell, courses: &Courses<'_>) -> Vec<Vec<Cell>> {
    let row = |change: Change<Option<u32>>| {
        vec![first.clone(), c.day(change.day), Cell::text(level(c, change.value)), case(c, &change.case)]
    };
    changes(courses, c.analysis().as_of).into_iter().map(row).collect()
}

/// A panel for [`side_by_side`]: a name and its levels in every scenario, the past included.
pub fn panel<'a>(
    c: &Compose<'_>,
    label: &str,
    href: Option<String>,
    levels: impl Fn(Scenario) -> &'a Levels,
) -> courses::Panel {
    let now = *levels(Scenario::Secured).at(c.analysis().as_of);
    let steps = |scenario| steps(c, levels(scenario));
    courses::Panel {
        label: label.to_owned(),
        href,
        value: now.map_or_else(
            || level(c, now),
            |now| c.f("stufe.erreicht", &[("stufe", &now.to_string()), ("titel", c.model().maturity.level_title(now))]),
        ),
        past: steps(Scenario::Secured),
        delayed: steps(Scenario::Delayed),
        planned: steps(Scenario::Planned),
    }
}

/// The drawing of several courses with the same days and levels; none without panels.
pub fn side_by_side(
    c: &Compose<'_>,
    id: &str,
    title: &str,
    description: &str,
    panels: Vec<courses::Panel>,
) -> Option<String> {
    let (as_of, horizon) = (c.analysis().as_of, c.analysis().horizon);
    courses::render(&courses::Courses {
        id: id.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        range: (horizon.first, horizon.last),
        as_of,
        levels: c.model().maturity.top(),
        panels,
        words: courses::Words {
            not_assessed: c.t("stufe.nicht-bewertet"),
            reached: c.t("legende.stufe"),
            planned: c.t("fall.plan"),
            delayed: c.t("kurven.verzug"),
            as_of: c.f("roadmap.stichtag", &[("stichtag", &c.print.day(as_of))]),
        },
    })
}

/// What the four scenarios mean, and how long the delay is.
pub fn scenarios_explained(c: &Compose<'_>) -> String {
    format!("{} {}", c.t("prognose.einleitung"), delay_words(c))
}

/// A level in every scenario.
pub type Courses<'a> = [(Scenario, &'a Levels)];

fn of_scenarios<'a>(levels: impl Fn(Scenario) -> &'a Levels) -> Vec<(Scenario, &'a Levels)> {
    Scenario::ALL.iter().map(|&scenario| (scenario, levels(scenario))).collect()
}

fn is_ever_assessed(courses: &Courses<'_>) -> bool {
    courses.iter().any(|(_, levels)| levels.before().is_some() || !levels.changes().is_empty())
}

fn chart(
    c: &Compose<'_>,
    id: &str,
    description: &str,
    courses: &Courses<'_>,
    targets: &[(Date, u32)],
    band: Option<&Spread>,
) -> Option<String> {
    let (as_of, horizon) = (c.analysis().as_of, c.analysis().horizon);
    let scenario = |(scenario, levels): &(Scenario, &Levels)| course::Scenario {
        line: line(*scenario),
        name: c.t(&format!("fall.{}", scenario.word())),
        steps: steps(c, levels),
    };
    course::render(&course::Course {
        id: id.to_owned(),
        title: c.t(&format!("block.{id}")),
        description: description.to_owned(),
        range: (horizon.first, horizon.last),
        as_of: (as_of, c.f("roadmap.stichtag", &[("stichtag", &c.print.day(as_of))])),
        levels: (0..=c.model().maturity.top()).map(|level| level_name(c, level)).collect(),
        // Up to the as-of date all scenarios are the same.
        past: courses.first().map(|(_, levels)| steps(c, levels)).unwrap_or_default(),
        scenarios: courses.iter().map(scenario).collect(),
        targets: targets.iter().map(|target| target_mark(c, *target)).collect(),
        band: band.map(|spread| course::Band { lowest: steps(c, &spread.lowest), highest: steps(c, &spread.highest) }),
        words: course::Words {
            past: c.t("kurve.bisher"),
            outlook: c.t("kurve.ausblick"),
            all_scenarios: c.t("kurve.alle-faelle"),
            not_assessed: c.t("stufe.nicht-bewertet"),
            reached: c.t("legende.stufe"),
            target: c.t("legende.ziel-bis"),
            band: c.t("legende.spanne"),
        },
    })
}

fn line(scenario: Scenario) -> Line {
    match scenario {
        Scenario::Secured => Line::Secured,
        Scenario::Delayed => Line::Delayed,
        Scenario::Planned => Line::Planned,
        Scenario::Everything => Line::Everything,
    }
}

fn level_name(c: &Compose<'_>, level: u32) -> course::Level {
    course::Level { number: level.to_string(), name: level_words(c, level) }
}

fn target_mark(c: &Compose<'_>, (by, level): (Date, u32)) -> course::Target {
    let words = [("stufe", level_words(c, level)), ("bis", c.print.day(by))];
    let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
    course::Target { by, level, note: c.f("kurve.ziel-bis", &words) }
}

/// Levels as a chart takes them, from the first day it shows on.
fn steps(c: &Compose<'_>, levels: &Levels) -> Vec<Step> {
    let first = c.analysis().horizon.first;
    let later = levels.changes().iter().filter(|(day, _)| *day > first);
    std::iter::once((first, *levels.at(first))).chain(later.copied()).collect()
}

/// Where it stands, whether it has changed and will change, and how to read the lines; none where it is never assessed.
fn words(c: &Compose<'_>, courses: &Courses<'_>) -> Option<String> {
    if !is_ever_assessed(courses) {
        return None;
    }
    let (as_of, last) = (c.analysis().as_of, c.analysis().horizon.last);
    let changes = |(_, levels): &(Scenario, &Levels)| levels.days().any(|day| day > as_of && day <= last);
    let (_, now) = courses.first()?;
    let (day, until) = (c.print.day(as_of), c.print.day(last));
    let standing = now.at(as_of).map_or_else(
        || c.t("stufe.nicht-bewertet"),
        |now| c.f("stufe.ueberschrift", &[("stufe", &level_words(c, now))]),
    );
    let mut sentences = vec![c.f("kurve.stand", &[("stichtag", &day), ("stufe", &standing)])];
    if now.days().all(|day| day > as_of) {
        sentences.push(c.t("kurve.bisher-gleich"));
    }
    let changing = |wanted: &[Scenario]| courses.iter().filter(|one| wanted.contains(&one.0)).any(changes);
    if !changing(Scenario::ALL) {
        sentences.push(c.f("kurve.nie", &[("bis", &until)]));
    } else if !changing(&[Scenario::Secured, Scenario::Delayed, Scenario::Planned]) {
        sentences.push(c.f("kurve.nur-alles", &[("bis", &until)]));
    } else {
        sentences.push(c.f("kurve.lesen", &[("bis", &until)]));
    }
    Some(sentences.join(" "))
}

fn level(c: &Compose<'_>, level: Option<u32>) -> String {
    level.map_or_else(|| c.t("stufe.nicht-bewertet"), |level| level_words(c, level))
}

/// A value from a day on, and whether that has happened or in which scenarios it is to be expected.
#[derive(Debug, PartialEq, Eq)]
struct Change<T> {
    day: Date,
    value: T,
    case: Case,
}

#[derive(Debug, PartialEq, Eq)]
enum Case {
    /// It has happened.
    Past,
    /// How it stands at the as-of date.
    Now,
    /// It is to be expected.
    Expected(Vec<Scenario>),
    /// It is aimed at.
    Target,
}

fn case(c: &Compose<'_>, case: &Case) -> Cell {
    let name = |scenario: &Scenario| c.t(&format!("fall.{}", scenario.word()));
    Cell::text(match case {
        Case::Past => c.t("kurve.eingetreten"),
        Case::Now => c.t("kurve.stichtag"),
        Case::Target => c.t("kurve.ziel"),
        Case::Expected(scenarios) if scenarios.len() == Scenario::ALL.len() => c.t("kurve.alle-faelle"),
        Case::Expected(scenarios) => scenarios.iter().map(name).collect::<Vec<_>>().join(", "),
    })
}

/// All changes by day: what has happened, how it stands at the as-of date, what is to be expected.
fn changes<T: PartialEq + Copy>(courses: &[(Scenario, &Steps<T>)], as_of: Date) -> Vec<Change<T>> {
    let Some((_, past)) = courses.first() else { return Vec::new() };
    let happened = past.changes().iter().filter(|(day, _)| *day <= as_of);
    let happened = happened.map(|&(day, value)| Change { day, value, case: Case::Past });
    let now = Change { day: as_of, value: *past.at(as_of), case: Case::Now };
    happened.chain([now]).chain(expected(courses, as_of)).collect()
}

/// The changes, and among them what is aimed at, as `value` makes it of a level.
fn with_targets<T>(changes: Vec<Change<T>>, targets: &[(Date, u32)], value: impl Fn(u32) -> T) -> Vec<Change<T>> {
    let target = |&(day, level): &(Date, u32)| Change { day, value: value(level), case: Case::Target };
    let mut all: Vec<_> = changes.into_iter().chain(targets.iter().map(target)).collect();
    all.sort_by_key(|change| change.day);
    all
}

/// What is to be expected; scenarios with the same change on the same day stand together.
fn expected<T: PartialEq + Copy>(courses: &[(Scenario, &Steps<T>)], as_of: Date) -> Vec<Change<T>> {
    let mut expected: Vec<Change<T>> = Vec::new();
    for (scenario, steps) in courses {
        for &(day, value) in steps.changes().iter().filter(|(day, _)| *day > as_of) {
            let same = expected.iter_mut().find(|one| one.day == day && one.value == value);
            match same.map(|same| &mut same.case) {
                Some(Case::Expected(scenarios)) => scenarios.push(*scenario),
                _ => expected.push(Change { day, value, case: Case::Expected(vec![*scenario]) }),
            }
        }
    }
    expected.sort_by_key(|change| change.day);
    expected
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn steps(changes: &[(Date, u32)]) -> Steps<u32> {
        let mut steps = Steps::constant(0);
        changes.iter().for_each(|&(day, value)| steps.push(day, value));
        steps
    }

    #[test]
    fn changes_of_several_scenarios_on_a_day_stand_together() {
        let past = (date(2023, 1, 1), 1);
        let [secured, planned, everything] = [
            steps(&[past, (date(2025, 1, 1), 0)]),
            steps(&[past, (date(2024, 3, 1), 2)]),
            steps(&[past, (date(2024, 3, 1), 2), (date(2024, 5, 1), 3)]),
        ];
        let courses =
            [(Scenario::Secured, &secured), (Scenario::Planned, &planned), (Scenario::Everything, &everything)];
        let expected =
            |day, value, scenarios: &[Scenario]| Change { day, value, case: Case::Expected(scenarios.to_vec()) };
        assert_eq!(
            changes(&courses, date(2024, 1, 1)),
            [
                Change { day: date(2023, 1, 1), value: 1, case: Case::Past },
                Change { day: date(2024, 1, 1), value: 1, case: Case::Now },
                expected(date(2024, 3, 1), 2, &[Scenario::Planned, Scenario::Everything]),
                expected(date(2024, 5, 1), 3, &[Scenario::Everything]),
                expected(date(2025, 1, 1), 0, &[Scenario::Secured]),
            ]
        );
    }

    #[test]
    fn targets_stand_among_the_changes() {
        let now = date(2024, 1, 1);
        let later = steps(&[(date(2025, 1, 1), 1)]);
        let all = with_targets(changes(&[(Scenario::Planned, &later)], now), &[(date(2024, 12, 31), 2)], |level| level);
        let cases: Vec<_> = all.into_iter().map(|change| (change.value, change.case)).collect();
        assert_eq!(cases, [(0, Case::Now), (2, Case::Target), (1, Case::Expected(vec![Scenario::Planned]))]);
    }

    #[test]
    fn what_never_changes_still_says_how_it_stands() {
        let day = date(2024, 1, 1);
        assert_eq!(changes(&[(Scenario::Secured, &steps(&[]))], day), [Change { day, value: 0, case: Case::Now }]);
    }
}
