//! Projects as rows of the roadmap: what the pages share that draw one.

use jiff::civil::Date;

use super::compose::Compose;
use super::timing::shift;
use super::{Block, Body, Table};
use crate::analysis::Progress;
use crate::analysis::network::Dependency;
use crate::analysis::status::Status;
use crate::chart::roadmap::legend::{self, Sign};
use crate::chart::roadmap::{self, Roadmap, Row};
use crate::content::common::{Interval, Phase};
use crate::content::names::Ref;
use crate::content::project::{Milestone, Project};
use crate::content::strategy::Strategy;
use crate::draw::Format;

/// The row of a project.
pub fn row(c: &Compose<'_>, reference: Ref<Project>) -> Row {
    let project = &c.model().projects[reference];
    let progress = &c.analysis().projects[reference.index()];
    let plan = project.plan.as_ref();
    let first_plan = plan.and_then(|plan| Some((plan.interval.begin?.first(), plan.interval.end?.last())));
    let end = end(progress);
    let milestones = project.milestones.iter().zip(&c.analysis().milestones[reference.index()]);
    Row {
        href: c.record(reference).href,
        note: note(c, progress),
        begin: progress.timing.begin.map(|begin| begin.first()),
        end,
        assumed: plan.is_some_and(|plan| plan.assumption.is_some()),
        overdue: is_overdue(progress, c.analysis().as_of),
        critical: c.analysis().network.is_critical(reference),
        baseline: first_plan.filter(|(_, planned)| end != Some(*planned)),
        phases: project.phases.iter().filter_map(|phase| part(c, phase)).collect(),
        milestones: milestones.filter_map(|(one, state)| milestone(c, one, state)).collect(),
        ..Row::new(&project.head.title, status(progress.status))
    }
}

/// What was done ends on the day it was done, what was not ends as planned.
fn end(progress: &Progress) -> Option<Date> {
    progress.timing.done.or(progress.timing.end.map(|end| end.last()))
}

/// Whether something has begun or is decided, and should be over.
pub fn is_overdue(progress: &Progress, as_of: Date) -> bool {
    let expected = matches!(progress.status, Status::Ongoing | Status::Paused | Status::Resolved);
    expected && progress.timing.end.is_some_and(|end| end.last() < as_of)
}

/// Status, dates, and by how much the end has moved, in words.
fn note(c: &Compose<'_>, progress: &Progress) -> String {
    let timing = &progress.timing;
    let dates = Interval { begin: timing.begin, end: timing.end };
    let overdue = is_overdue(progress, c.analysis().as_of).then(|| c.t("roadmap.ueberfaellig"));
    let parts = [
        Some(c.status(progress.status).text),
        c.print.interval(&dates),
        timing.done.map(|done| c.f("notiz.umgesetzt", &[("am", &c.print.day(done))])),
        overdue,
        shift(c, timing),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A phase as a part of a bar; none without beginning and end.
fn part(c: &Compose<'_>, phase: &Phase) -> Option<roadmap::Phase> {
    let Interval { begin, end } = phase.plan.interval;
    let dates = c.print.interval(&phase.plan.interval)?;
    Some(roadmap::Phase { label: format!("{}, {dates}", phase.title), first: begin?.first(), last: end?.last() })
}

fn milestone(c: &Compose<'_>, one: &Milestone, state: &Progress) -> Option<roadmap::Milestone> {
    let end = state.timing.end?;
    let label = format!("{}, {}", one.head.title, c.print.date(end));
    Some(roadmap::Milestone {
        done: state.status == Status::Completed,
        assumed: one.plan.assumption.is_some() || one.head.assumption.is_some(),
        ..roadmap::Milestone::new(&label, end.first(), end.last())
    })
}

/// A stretch of time without status: the period of a strategy, a phase.
fn stretch(c: &Compose<'_>, label: &str, dates: &Interval) -> Row {
    Row {
        note: c.print.interval(dates).unwrap_or_default(),
        begin: dates.begin.map(|begin| begin.first()),
        end: dates.end.map(|end| end.last()),
        ..Row::new(label, roadmap::Status::Stretch)
    }
}

/// The row of a strategy: its period, or that of its phases, and the phases in it. None where it has not both ends.
pub fn strategy_row(c: &Compose<'_>, reference: Ref<Strategy>) -> Option<Row> {
    let strategy = &c.model().strategies[reference];
    let phases: Vec<_> = strategy.phases.iter().filter_map(|phase| part(c, phase)).collect();
    let dates = &strategy.period;
    let row = stretch(c, &c.t("roadmap.laufzeit"), dates);
    let begin = row.begin.or_else(|| phases.iter().map(|phase| phase.first).min());
    let end = row.end.or_else(|| phases.iter().map(|phase| phase.last).max());
    (begin.is_some() && end.is_some()).then_some(Row { begin, end, phases, ..row })
}

/// The titles of milestones are long, and a project is short: its months need less room than theirs. Share of the width.
const PROJECT_LABELS: f64 = 0.45;

/// A project month by month: itself, its phases and milestones in rows of their own, what it requires and what requires
/// it; as wide as said where there is room, in user units. None where that is nothing but a bar.
pub fn project_block(c: &Compose<'_>, reference: Ref<Project>, width: f64) -> Option<Block> {
    let own = project_rows(c, reference);
    let required = c.model().projects[reference].requires.iter();
    let neighbours: Vec<_> = required.chain(c.analysis().links.projects_after.of(reference)).copied().collect();
    let plain = |project| Row { phases: Vec::new(), milestones: Vec::new(), ..row(c, project) };
    let neighbours = neighbours.into_iter().map(|project| (Some(project), plain(project)));
    let first = std::iter::once(Some(reference)).chain(std::iter::repeat(None));
    let (projects, rows): (Vec<_>, Vec<_>) = first.zip(own).chain(neighbours).filter(|(_, row)| row.is_drawn()).unzip();
    let range = roadmap::range(rows.iter(), Some(c.analysis().as_of)).filter(|_| rows.len() > 1)?;
    let first_month = c.analysis().projects[reference.index()].timing.begin.map(|begin| begin.first());
    let dependencies = dependencies(c, &projects);
    let title = c.model().projects[reference].head.title.clone();
    let labels = PROJECT_LABELS * width;
    let drawing = Roadmap { first_month, dependencies, width, labels, ..drawing(c, "zeitplan", &title, range, rows) };
    let caption = c.f("roadmap.zeitplan", &[("stichtag", &c.print.day(c.analysis().as_of))]);
    Some(c.block("zeitplan", chart(c, &drawing, caption, None)))
}

/// The project itself, its phases and its milestones, each with a row of its own.
fn project_rows(c: &Compose<'_>, reference: Ref<Project>) -> Vec<Row> {
    let project = &c.model().projects[reference];
    let whole = Row { href: None, phases: Vec::new(), milestones: Vec::new(), ..row(c, reference) };
    let phases = project.phases.iter().map(|phase| stretch(c, &phase.title, &phase.plan.interval));
    let milestones = project.milestones.iter().zip(&c.analysis().milestones[reference.index()]);
    // A row of nothing but a milestone has no bar, so its status is not seen.
    let milestones = milestones.filter_map(|(one, state)| {
        let milestones = vec![milestone(c, one, state)?];
        Some(Row { milestones, ..Row::new(&one.head.title, roadmap::Status::Stretch) })
    });
    std::iter::once(whole).chain(phases).chain(milestones).collect()
}

/// The status as the chart knows it.
fn status(status: Status) -> roadmap::Status {
    match status {
        Status::Ongoing => roadmap::Status::Running,
        Status::Paused => roadmap::Status::Paused,
        Status::Resolved => roadmap::Status::Decided,
        Status::Planned => roadmap::Status::Planned,
        Status::Unknown => roadmap::Status::Unknown,
        Status::Completed => roadmap::Status::Done,
        Status::Ended => roadmap::Status::Ended,
        Status::Discontinued => roadmap::Status::Discontinued,
    }
}

/// The dependencies between projects of which both are among the rows; not every row is a project.
pub fn dependencies(c: &Compose<'_>, rows: &[Option<Ref<Project>>]) -> Vec<roadmap::Dependency> {
    let position = |project: Ref<Project>| rows.iter().position(|&one| one == Some(project));
    let all = c.analysis().network.dependencies.iter();
    let drawn = |one: &Dependency| {
        Some(roadmap::Dependency {
            from: position(one.first)?,
            to: position(one.then)?,
            holds: !one.is_broken(),
            critical: one.critical,
        })
    };
    all.filter_map(drawn).collect()
}

/// A drawing over a range with the as-of line, in the words of the site.
pub fn drawing(c: &Compose<'_>, id: &str, title: &str, range: (Date, Date), rows: Vec<Row>) -> Roadmap {
    let as_of = c.analysis().as_of;
    let day = c.print.day(as_of);
    Roadmap {
        id: id.to_owned(),
        title: title.to_owned(),
        description: c.f("roadmap.zeilen", &[("anzahl", &rows.len().to_string()), ("stichtag", &day)]),
        range,
        as_of: Some((as_of, c.f("roadmap.stichtag", &[("stichtag", &day)]))),
        width: roadmap::WIDE,
        labels: roadmap::LABELS,
        rows,
        dependencies: Vec::new(),
        first_month: None,
        crowded: false,
        words: roadmap::Words {
            months: std::array::from_fn(|month| c.t(&format!("monat-kurz.{}", month + 1))),
            quarters: std::array::from_fn(|quarter| c.f("quartal-kurz", &[("quartal", &(quarter + 1).to_string())])),
            project_month: c.t("roadmap.projektmonat"),
            open: c.t("roadmap.offen"),
        },
    }
}

/// Both editions of a drawing; where it is crowded only the wide one.
pub fn svg(drawing: &Roadmap) -> String {
    let draw = |format| roadmap::render(drawing, format).unwrap_or_default();
    if drawing.crowded { draw(Format::Wide) } else { draw(Format::Wide) + &draw(Format::Narrow) }
}

/// The legend of the signs that some drawings use.
pub fn legend(c: &Compose<'_>, id: &str, drawings: &[&Roadmap]) -> String {
    let signs = signs(c, drawings);
    let title = c.t("roadmap.zeichen");
    let width = drawings.iter().map(|drawing| drawing.width).fold(0.0, f64::max);
    Format::both(|format| legend::render(id, &title, &signs, format, width)).unwrap_or_default()
}

/// One drawing with its legend, as a block's body.
pub fn chart(c: &Compose<'_>, drawing: &Roadmap, caption: String, table: Option<Table>) -> Body {
    let legend = legend(c, &format!("{}-zeichen", drawing.id), &[drawing]);
    Body::Chart { svg: legend + &svg(drawing), caption, table, wide: true }
}

/// Only the signs that are used, and their words.
fn signs(c: &Compose<'_>, drawings: &[&Roadmap]) -> Vec<(Sign, String)> {
    let rows = || drawings.iter().flat_map(|drawing| &drawing.rows);
    let has = |test: fn(&Row) -> bool| rows().any(test);
    // A row of nothing but a milestone has no bar.
    let bars = || rows().filter(|row| row.begin.is_some() || row.end.is_some());
    let shown = |one: &&Status| bars().any(|row| row.status == status(**one));
    let mut signs: Vec<_> =
        Status::ALL.iter().filter(shown).map(|&one| (Sign::Status(status(one)), c.status(one).text)).collect();
    let milestone = |test: fn(&roadmap::Milestone) -> bool| rows().flat_map(|row| &row.milestones).any(test);
    let dependency =
        |test: fn(&roadmap::Dependency) -> bool| drawings.iter().flat_map(|one| &one.dependencies).any(test);
    let others = [
        (
            bars().any(|row| row.status == roadmap::Status::Stretch),
            Sign::Status(roadmap::Status::Stretch),
            "legende.zeitraum",
        ),
        (has(|row| row.overdue), Sign::Overdue, "legende.ueberfaellig"),
        (has(|row| row.baseline.is_some()), Sign::Baseline, "legende.basisplan"),
        (has(|row| row.slip().is_some()), Sign::Slip, "legende.verschoben"),
        (has(|row| !row.phases.is_empty()), Sign::Phase, "legende.phasen"),
        (milestone(|one| one.done), Sign::MilestoneDone, "legende.meilenstein-erreicht"),
        (milestone(|one| !one.done), Sign::MilestoneOpen, "legende.meilenstein-offen"),
        (milestone(|one| one.first != one.last), Sign::Precision, "legende.genauigkeit"),
        (has(|row| row.assumed) || milestone(|one| one.assumed), Sign::Assumed, "legende.annahme"),
        (dependency(|one| one.holds), Sign::Dependency, "legende.abhaengigkeit"),
        (dependency(|one| !one.holds), Sign::Broken, "legende.reihenfolge"),
        (has(|row| row.critical), Sign::Critical, "legende.kritisch"),
    ];
    signs.extend(others.into_iter().filter(|(used, ..)| *used).map(|(_, sign, key)| (sign, c.t(key))));
    signs
}
