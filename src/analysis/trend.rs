//! Milestone trend analysis: what was planned for a milestone, report by report, from its `verschoben` events.

use jiff::civil::Date;

use super::Analysis;
use super::status::Status;
use crate::content::Model;
use crate::content::common::{EventKind, Log, Plan};
use crate::content::names::Ref;
use crate::content::project::Project;

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
/// ever shifted. The first plan counts as reported on the project's first day, or on the first event if that is earlier.
pub fn trends(model: &Model, analysis: &Analysis, reference: Ref<Project>) -> Vec<Trend> {
    let project = &model.projects[reference];
    let as_of = analysis.as_of;
    let Some(start) = start(project, as_of) else { return Vec::new() };
    let milestones = project.milestones.iter().zip(&analysis.milestones[reference.index()]).enumerate();
    let mut trends: Vec<_> = milestones
        .filter_map(|(position, (one, state))| {
            let done = state.timing.done.filter(|_| is_done(state.status));
            trend(Some(position), Some(&one.plan), &one.log, (start, done, as_of))
        })
        .collect();
    let state = &analysis.projects[reference.index()];
    let done = state.timing.done.filter(|_| is_done(state.status));
    trends.extend(trend(None, project.plan.as_ref(), &project.log, (start, done, as_of)));
    if trends.iter().all(|trend| trend.reports.len() < 2) { Vec::new() } else { trends }
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
    plan: Option<&Plan>,
    log: &Log,
    (start, done, as_of): (Date, Option<Date>, Date),
) -> Option<Trend> {
    let first = plan?.interval.end?.last();
    let mut reports = vec![(start, first)];
    for event in log.until(as_of).filter(|event| event.kind == EventKind::Shifted) {
        let Some(to) = &event.to else { continue };
        match reports.last_mut() {
            Some(last) if last.0 >= event.day() => last.1 = to.last(),
            _ => reports.push((event.day(), to.last())),
        }
    }
    Some(Trend { milestone, reports, done })
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
        let at = |day| trends(&model, &crate::analysis::analyse(&model, day), Ref::new(0));
        assert!(at(date(2024, 2, 1)).is_empty(), "nothing was shifted yet");
        let reports = [
            (date(2024, 1, 1), date(2024, 6, 30)),
            (date(2024, 3, 1), date(2024, 10, 31)),
            (date(2024, 8, 1), date(2024, 12, 31)),
        ];
        assert_eq!(at(date(2024, 9, 1)), [Trend { milestone: None, reports: reports.to_vec(), done: None }]);
    }
}
