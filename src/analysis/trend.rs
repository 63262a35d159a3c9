//! Milestone trend analysis: what was planned for a milestone, report by report.
//!
//! Up to the last published report that can be read, reports tell what was planned, whatever has been entered since; all else
//! follows from `verschoben` events.

use jiff::civil::Date;

use super::publication::{Published, Told};
use super::status::Status;
use super::{Analysis, Progress};
use crate::content::Model;
use crate::content::common::{EventKind, Head, Log, Plan};
use crate::content::names::{Kind, Lookup, Ref};
use crate::content::project::{Milestone, Project};

/// So many reports are needed before a trend is put into words.
pub const ENOUGH_REPORTS: usize = 3;

/// The planned dates of one milestone, or of the project's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trend {
    /// Position of the milestone; none for the project's end.
    pub milestone: Option<usize>,
    /// Day of the report, and what was planned then; the oldest first, one for each day.
    pub reports: Vec<(Date, Date)>,
    /// When it was completed.
    pub done: Option<Date>,
    /// How many of the reports were published.
    pub published: usize,
}

/// How the planned date has moved over the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Later each time, or later and unchanged.
    Later,
    /// Earlier each time, or earlier and unchanged.
    Earlier,
    /// The same in all reports.
    Steady,
    /// Now later, now earlier.
    Varying,
}

impl Trend {
    /// Days by which the last report differs from the first.
    pub fn shift(&self) -> i32 {
        match (self.reports.first(), self.reports.last()) {
            (Some((_, first)), Some((_, last))) => (*last - *first).get_days(),
            _ => 0,
        }
    }

    /// The trend; none from fewer than three reports.
    pub fn direction(&self) -> Option<Direction> {
        if self.reports.len() < ENOUGH_REPORTS {
            return None;
        }
        let pairs = || self.reports.windows(2).filter_map(|pair| Some((pair.first()?.1, pair.last()?.1)));
        let (later, earlier) = (pairs().any(|(a, b)| b > a), pairs().any(|(a, b)| b < a));
        Some(match (later, earlier) {
            (true, false) => Direction::Later,
            (false, true) => Direction::Earlier,
            (false, false) => Direction::Steady,
            (true, true) => Direction::Varying,
        })
    }
}

/// The trends of a project's milestones and of its end, in the order written, the end last; empty where nothing was
/// ever shifted and no report was published. The first plan counts as reported on the project's first day, or on the first
/// event if that is earlier.
pub fn trends(model: &Model, analysis: &Analysis, published: &[Published], reference: Ref<Project>) -> Vec<Trend> {
    let project = &model.projects[reference];
    let as_of = analysis.as_of;
    let Some(start) = start(project, as_of) else { return Vec::new() };
    let milestones = project.milestones.iter().zip(&analysis.milestones[reference.index()]).enumerate();
    let mut trends: Vec<_> = milestones
        .filter_map(|(position, (one, state))| {
            let told = published.iter().filter_map(|report| told_milestone(report, project, one));
            trend(Some(position), (Some(&one.plan), &one.log, state), told.collect(), (start, as_of))
        })
        .collect();
    let state = &analysis.projects[reference.index()];
    let told = published.iter().filter_map(|report| told_project(report, project));
    trends.extend(trend(None, (project.plan.as_ref(), &project.log, state), told.collect(), (start, as_of)));
    if trends.iter().all(|trend| trend.reports.len() < 2) { Vec::new() } else { trends }
}

/// What a report planned for the end of a project, and its day; none where it did not tell, or where it was done already.
fn told_project(report: &Published, project: &Project) -> Option<(Date, Date)> {
    let told = report.told.as_ref().ok()?;
    planned(told, told.then.projects.get(in_report(told, project)?.index())?)
}

/// The same for a milestone.
fn told_milestone(report: &Published, project: &Project, milestone: &Milestone) -> Option<(Date, Date)> {
    let told = report.told.as_ref().ok()?;
    let project = in_report(told, project)?;
    let names = |head: &Head| head.id == milestone.head.id || milestone.head.former.contains(&head.id.value);
    let position = told.model.projects[project].milestones.iter().position(|one| names(&one.head))?;
    planned(told, told.then.milestones.get(project.index())?.get(position)?)
}

fn planned(told: &Told, progress: &Progress) -> Option<(Date, Date)> {
    let end = progress.timing.end.filter(|_| !is_done(progress.status))?;
    Some((told.then.as_of, end.last()))
}

/// A project in the content of a report, by its id of now or one that it had.
fn in_report(told: &Told, project: &Project) -> Option<Ref<Project>> {
    let mut ids = std::iter::once(&project.head.id.value).chain(&project.head.former);
    ids.find_map(|id| match told.model.names.lookup(Kind::Project, id) {
        Lookup::Found(index) => Some(Ref::new(index)),
        _ => None,
    })
}

fn is_done(status: Status) -> bool {
    matches!(status, Status::Completed | Status::Ended)
}

fn start(project: &Project, as_of: Date) -> Option<Date> {
    let begin = project.plan.as_ref().and_then(|plan| plan.interval.begin).map(|begin| begin.first());
    let logs = std::iter::once(&project.log).chain(project.milestones.iter().map(|one| &one.log));
    let first = logs.filter_map(|log| log.until(as_of).next()).map(|event| event.day()).min();
    begin.into_iter().chain(first).min().filter(|&start| start <= as_of)
}

fn trend(
    milestone: Option<usize>,
    (plan, log, state): (Option<&Plan>, &Log, &Progress),
    told: Vec<(Date, Date)>,
    (start, as_of): (Date, Date),
) -> Option<Trend> {
    let first = plan?.interval.end?.last();
    let last_told = told.last().map(|(day, _)| *day);
    let published = told.len();
    let shifts = log.until(as_of).filter(|event| event.kind == EventKind::Shifted);
    let shifts = shifts.filter_map(|event| Some((event.day(), event.to.as_ref()?.last())));
    let shifts = shifts.filter(|(day, _)| last_told.is_none_or(|told| *day > told));
    // A report may have told of the project before its first day.
    let is_first = told.first().is_none_or(|(day, _)| *day > start);
    let mut reports: Vec<_> = is_first.then_some((start, first)).into_iter().collect();
    for (day, planned) in told.into_iter().chain(shifts) {
        match reports.last_mut() {
            Some(last) if last.0 >= day => last.1 = planned,
            _ => reports.push((day, planned)),
        }
    }
    let done = state.timing.done.filter(|_| is_done(state.status));
    // What was entered behind the back of the reports is known now.
    let now = state.timing.end.filter(|_| done.is_none()).map(|end| end.last());
    if let Some(now) = now.filter(|now| published > 0 && reports.last().is_some_and(|last| last.1 != *now)) {
        reports.push((as_of, now));
    }
    Some(Trend { milestone, reports, done, published })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn trend(planned: &[Date]) -> Trend {
        let day = |number: usize| date(2024, 1 + i8::try_from(number).unwrap(), 1);
        Trend {
            milestone: None,
            reports: planned.iter().enumerate().map(|(number, &planned)| (day(number), planned)).collect(),
            done: None,
            published: 0,
        }
    }

    #[test]
    fn a_trend_needs_three_reports() {
        let (may, june, july) = (date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1));
        assert_eq!(trend(&[may, june]).direction(), None);
        assert_eq!(trend(&[may, june, june]).direction(), Some(Direction::Later));
        assert_eq!(trend(&[july, june, may]).direction(), Some(Direction::Earlier));
        assert_eq!(trend(&[may, may, may]).direction(), Some(Direction::Steady));
        assert_eq!(trend(&[may, july, june]).direction(), Some(Direction::Varying));
        assert_eq!(trend(&[may, july, june]).shift(), 31);
    }

    #[test]
    fn reports_of_one_day_are_one() {
        let model = crate::analysis::world::city(
            "titel: Erfunden\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Erfunden.}}}}\n",
            &[(
                "projekte/p.md",
                "---\ntitel: Erfunden\nplan: {beginn: 2024-01-01, ende: 2024-06-30}\nverlauf:\n  \
                 - {am: 2024-03-01, ereignis: verschoben, auf: 2024-09-30, grund: erfunden}\n  \
                 - {am: 2024-03-01, ereignis: verschoben, auf: 2024-10-31, grund: erfunden}\n  \
                 - {am: 2024-08-01, ereignis: verschoben, auf: 2024-12-31, grund: erfunden}\n---\n",
            )],
        );
        let at = |day| trends(&model, &crate::analysis::analyse(&model, day), &[], Ref::new(0));
        assert!(at(date(2024, 2, 1)).is_empty(), "nothing was shifted yet");
        let reports = [
            (date(2024, 1, 1), date(2024, 6, 30)),
            (date(2024, 3, 1), date(2024, 10, 31)),
            (date(2024, 8, 1), date(2024, 12, 31)),
        ];
        assert_eq!(
            at(date(2024, 9, 1)),
            [Trend { milestone: None, reports: reports.to_vec(), done: None, published: 0 }]
        );
    }
    /// A shift that was entered after the report is no part of what the report planned.
    #[test]
    fn reports_tell_what_was_planned_then() {
        let city = |log: &str| {
            crate::analysis::world::city(
                "titel: Erfunden\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Erfunden.}}}}\n",
                &[(
                    "projekte/p.md",
                    &format!("---\ntitel: P\nplan: {{beginn: 2024-01-01, ende: 2024-06-30}}\nverlauf:\n{log}---\n"),
                )],
            )
        };
        let shift =
            |day: &str, to: &str| format!("  - {{am: {day}, ereignis: verschoben, auf: {to}, grund: erfunden}}\n");
        let (early, late) = (shift("2024-03-01", "2024-09-30"), shift("2024-08-01", "2024-12-31"));
        let now = city(&(early + &late));
        let report = |then: Model, day| Published { position: 0, told: Ok(Told::new(then, day, &now, day)) };
        let unknown = city("  - {am: 2024-01-01, ereignis: begonnen}\n");
        let at = |reports: &[Published], day| {
            trends(&now, &crate::analysis::analyse(&now, day), reports, Ref::new(0)).remove(0)
        };
        let (start, told) = ((date(2024, 1, 1), date(2024, 6, 30)), date(2024, 4, 1));
        // The first shift is dated before the report, which did not know it; the second one came after it.
        let trend = at(&[report(unknown.clone(), told)], date(2024, 9, 1));
        assert_eq!(trend.reports, [start, (told, date(2024, 6, 30)), (date(2024, 8, 1), date(2024, 12, 31))]);
        assert_eq!(trend.published, 1);
        // Before the second one, the present plan is known on the as-of date only.
        let trend = at(&[report(unknown, told)], date(2024, 5, 1));
        assert_eq!(trend.reports, [start, (told, date(2024, 6, 30)), (date(2024, 5, 1), date(2024, 9, 30))]);
    }
}
