//! The traffic light of a project: computed by thresholds that are printed beside it, never by feeling.
//!
//! | colour | when |
//! |---|---|
//! | grey | no planned end, or nothing was ever reported |
//! | red | a reason with a red threshold holds |
//! | yellow | any other reason holds |
//! | green | no reason holds |
//!
//! What is over (completed, ended, discontinued) has none. While only time passes and nothing is reported, the light never
//! improves. An editor may set it by hand, with a reason; then it is shown as set by hand.

use jiff::ToSpan;
use jiff::civil::Date;

use super::schedule::Timing;
use super::status::Status;
use super::{Analysis, Progress};
use crate::content::Model;
use crate::content::common::{EventKind, Log};
use crate::content::names::Ref;
use crate::content::project::{LightColour, Project, SetLight};

/// Later than its end or than a milestone by more than so many months is red; by a day, yellow.
pub const VERY_LATE_MONTHS: i32 = 3;
/// An end shifted by at least so many months is yellow.
pub const SHIFTED_MONTHS: i32 = 3;
/// An end shifted by at least so many months is red.
pub const FAR_SHIFTED_MONTHS: i32 = 12;
/// Nothing reported for more than so many months is yellow.
pub const SILENT_MONTHS: i32 = 6;

/// The light of a project that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrafficLight<'a> {
    /// What is shown.
    pub colour: LightColour,
    /// Why, the gravest first; empty where it is green.
    pub reasons: Vec<Reason>,
    /// Set by hand, and how.
    pub set: Option<&'a SetLight>,
}

/// Why a light is not green.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No end is planned.
    NoEnd,
    /// Nothing was ever reported.
    NothingReported,
    /// Its end has passed.
    Late {
        /// The end.
        since: Date,
        /// Whether by more than [`VERY_LATE_MONTHS`].
        very: bool,
    },
    /// Its end was shifted.
    Shifted {
        /// The first planned end.
        from: Date,
        /// The current end.
        to: Date,
        /// Whether by [`FAR_SHIFTED_MONTHS`] or more.
        far: bool,
    },
    /// A milestone is overdue.
    MilestoneLate {
        /// Its position.
        milestone: usize,
        /// When it was due.
        since: Date,
        /// Whether by more than [`VERY_LATE_MONTHS`].
        very: bool,
    },
    /// It rests.
    Paused,
    /// Nothing was reported for more than [`SILENT_MONTHS`].
    Silent {
        /// The last report.
        since: Date,
    },
}

impl Reason {
    /// The colour that it alone makes.
    pub fn colour(self) -> LightColour {
        match self {
            Self::NoEnd | Self::NothingReported => LightColour::Grey,
            Self::Late { very: true, .. }
            | Self::Shifted { far: true, .. }
            | Self::MilestoneLate { very: true, .. } => LightColour::Red,
            Self::Late { .. }
            | Self::Shifted { .. }
            | Self::MilestoneLate { .. }
            | Self::Paused
            | Self::Silent { .. } => LightColour::Yellow,
        }
    }
}

/// The light of a project; none for what is over.
pub fn traffic_light<'a>(model: &'a Model, analysis: &Analysis, reference: Ref<Project>) -> Option<TrafficLight<'a>> {
    let project = &model.projects[reference];
    let progress = &analysis.projects[reference.index()];
    if !progress.status.is_open() {
        return None;
    }
    let last = last_report(model, analysis, reference);
    let milestones = &analysis.milestones[reference.index()];
    let reasons = reasons(progress, milestones, last, analysis.as_of);
    let set = project.light.as_ref().filter(|set| set.since.last() <= analysis.as_of);
    let computed = reasons.first().map_or(LightColour::Green, |reason| reason.colour());
    Some(TrafficLight { colour: set.map_or(computed, |set| set.colour), reasons, set })
}

/// The day of the last event of the project, its milestones and its measures.
fn last_report(model: &Model, analysis: &Analysis, reference: Ref<Project>) -> Option<Date> {
    let project = &model.projects[reference];
    let measures = analysis.links.measures_of_project.of(reference).iter().map(|&one| &model.measures[one]);
    let logs = std::iter::once(&project.log)
        .chain(project.milestones.iter().map(|one| &one.log))
        .chain(measures.clone().map(|one| &one.log));
    let events = logs.filter_map(|log: &Log| log.until(analysis.as_of).next_back()).map(|event| event.day());
    let rollouts = measures.flat_map(|one| one.rollout.iter().flatten()).filter_map(|entry| entry.done.as_ref());
    events.chain(rollouts.map(|done| done.last()).filter(|&done| done <= analysis.as_of)).max()
}

/// Every reason, the gravest first. Where data are missing, nothing else can be said.
fn reasons(progress: &Progress, milestones: &[Progress], last: Option<Date>, as_of: Date) -> Vec<Reason> {
    let timing = &progress.timing;
    let missing = [timing.end.is_none().then_some(Reason::NoEnd), last.is_none().then_some(Reason::NothingReported)];
    let missing: Vec<_> = missing.into_iter().flatten().collect();
    if !missing.is_empty() {
        return missing;
    }
    let overdue =
        milestones.iter().enumerate().filter(|(_, one)| one.status.is_open()).filter_map(|(milestone, one)| {
            let (since, very) = late(&one.timing, as_of)?;
            Some(Reason::MilestoneLate { milestone, since, very })
        });
    let mut reasons: Vec<_> = late(timing, as_of)
        .map(|(since, very)| Reason::Late { since, very })
        .into_iter()
        .chain(shifted(timing))
        .chain(overdue)
        .chain((progress.status == Status::Paused).then_some(Reason::Paused))
        .chain(silent(last, as_of))
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.colour()));
    reasons
}

/// Since when the end has passed, and whether long ago.
fn late(timing: &Timing, as_of: Date) -> Option<(Date, bool)> {
    let end = timing.end?.last();
    (end < as_of).then(|| (end, end.saturating_add(VERY_LATE_MONTHS.months()) < as_of))
}

fn shifted(timing: &Timing) -> Option<Reason> {
    let (from, to) = (timing.first_end?.last(), timing.end?.last());
    let by = |months: i32| from.saturating_add(months.months()) <= to;
    by(SHIFTED_MONTHS).then(|| Reason::Shifted { from, to, far: by(FAR_SHIFTED_MONTHS) })
}

fn silent(last: Option<Date>, as_of: Date) -> Option<Reason> {
    let since = last?;
    (since.saturating_add(SILENT_MONTHS.months()) < as_of).then_some(Reason::Silent { since })
}

/// Why the ends of all projects were shifted: each reason as written, how often, and by how many days in sum, the most
/// frequent first.
pub fn shift_reasons(model: &Model, as_of: Date) -> Vec<(String, usize, i64)> {
    let mut sums: Vec<(String, usize, i64)> = Vec::new();
    for project in &model.projects {
        let mut end = project.plan.as_ref().and_then(|plan| plan.interval.end);
        for event in project.log.until(as_of).filter(|event| event.kind == EventKind::Shifted) {
            let Some(to) = event.to.as_ref().map(|to| to.value) else { continue };
            let days = end.map_or(0, |end| i64::from((to.last() - end.last()).get_days()));
            let reason = event.reason.clone().unwrap_or_default();
            match sums.iter_mut().find(|(known, ..)| *known == reason) {
                Some((_, count, sum)) => (*count, *sum) = (*count + 1, *sum + days),
                None => sums.push((reason, 1, days)),
            }
            end = Some(to);
        }
    }
    sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| b.2.cmp(&a.2)).then_with(|| a.0.cmp(&b.0)));
    sums
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::common::Event;
    use crate::content::common::{Interval, Plan};
    use crate::content::names::Table;
    use crate::content::project::Milestone;
    use crate::content::scalar::Datum;
    use crate::source::{Span, Spanned};

    fn plan(end: Option<Date>) -> Plan {
        Plan { interval: Interval { begin: None, end: end.map(Datum::day) }, ..Plan::default() }
    }

    fn log(events: &[(Date, EventKind, Option<Date>)]) -> Log {
        let event = |&(day, kind, to): &(Date, EventKind, Option<Date>)| Event {
            date: Spanned::new(Datum::day(day), Span::default()),
            kind,
            to: to.map(|to| Spanned::new(Datum::day(to), Span::default())),
            reason: Some("erfunden".to_owned()),
            ..Event::default()
        };
        Log::new(events.iter().map(event).collect())
    }

    fn model(project: Project) -> Model {
        Model { projects: Table::new(vec![project]), ..Model::default() }
    }

    fn light(model: &Model, day: Date) -> Option<(LightColour, Vec<Reason>)> {
        let light = traffic_light(model, &analyse(model, day), Ref::new(0))?;
        Some((light.colour, light.reasons))
    }

    fn colour(model: &Model, day: Date) -> Option<LightColour> {
        light(model, day).map(|(colour, _)| colour)
    }

    #[test]
    fn late_is_yellow_at_once_and_red_after_three_months() {
        let begun = log(&[(date(2024, 5, 1), EventKind::Begun, None)]);
        let model = model(Project { plan: Some(plan(Some(date(2024, 6, 30)))), log: begun, ..Project::default() });
        assert_eq!(colour(&model, date(2024, 6, 30)), Some(LightColour::Green));
        assert_eq!(colour(&model, date(2024, 7, 1)), Some(LightColour::Yellow));
        assert_eq!(colour(&model, date(2024, 9, 30)), Some(LightColour::Yellow));
        assert_eq!(colour(&model, date(2024, 10, 1)), Some(LightColour::Red));
    }

    #[test]
    fn shifts_count_from_the_first_plan() {
        let shift = |to| {
            let shifted = log(&[(date(2024, 5, 1), EventKind::Shifted, Some(to))]);
            let model =
                model(Project { plan: Some(plan(Some(date(2024, 6, 30)))), log: shifted, ..Project::default() });
            colour(&model, date(2024, 5, 2))
        };
        assert_eq!(shift(date(2024, 9, 29)), Some(LightColour::Green));
        assert_eq!(shift(date(2024, 9, 30)), Some(LightColour::Yellow));
        assert_eq!(shift(date(2025, 6, 30)), Some(LightColour::Red));
    }

    #[test]
    fn without_data_it_is_grey_and_what_is_over_has_none() {
        let silent = model(Project { plan: Some(plan(Some(date(2020, 6, 30)))), ..Project::default() });
        assert_eq!(light(&silent, date(2024, 1, 1)), Some((LightColour::Grey, vec![Reason::NothingReported])));
        let begun = log(&[(date(2024, 1, 1), EventKind::Begun, None)]);
        let endless = model(Project { log: begun, ..Project::default() });
        assert_eq!(light(&endless, date(2024, 1, 1)), Some((LightColour::Grey, vec![Reason::NoEnd])));
        let done = log(&[(date(2024, 1, 1), EventKind::Completed, None)]);
        assert_eq!(light(&model(Project { log: done, ..Project::default() }), date(2024, 1, 1)), None);
    }

    #[test]
    fn milestones_pauses_and_silence_show() {
        let milestone = Milestone { plan: plan(Some(date(2024, 1, 31))), ..Milestone::default() };
        let project = Project {
            plan: Some(plan(Some(date(2030, 12, 31)))),
            log: log(&[(date(2023, 8, 1), EventKind::Paused, None)]),
            milestones: vec![milestone],
            ..Project::default()
        };
        let (colour, reasons) = light(&model(project), date(2024, 2, 15)).unwrap();
        assert_eq!(colour, LightColour::Yellow);
        let overdue = Reason::MilestoneLate { milestone: 0, since: date(2024, 1, 31), very: false };
        assert_eq!(reasons, [overdue, Reason::Paused, Reason::Silent { since: date(2023, 8, 1) }]);
    }

    #[test]
    fn a_light_set_by_hand_holds_from_its_day() {
        let set = SetLight {
            colour: LightColour::Red,
            since: Spanned::new(Datum::day(date(2024, 3, 1)), Span::default()),
            ..SetLight::default()
        };
        let project = Project {
            plan: Some(plan(Some(date(2030, 12, 31)))),
            log: log(&[(date(2024, 1, 1), EventKind::Begun, None)]),
            light: Some(set),
            ..Project::default()
        };
        let model = model(project);
        assert_eq!(colour(&model, date(2024, 2, 29)), Some(LightColour::Green));
        assert_eq!(colour(&model, date(2024, 3, 1)), Some(LightColour::Red));
    }

    #[test]
    fn reasons_for_shifts_are_added_up() {
        let shifts = [
            (date(2024, 1, 1), EventKind::Shifted, Some(date(2024, 7, 30))),
            (date(2024, 5, 1), EventKind::Shifted, Some(date(2024, 8, 9))),
        ];
        let model =
            model(Project { plan: Some(plan(Some(date(2024, 6, 30)))), log: log(&shifts), ..Project::default() });
        assert_eq!(shift_reasons(&model, date(2024, 12, 31)), [("erfunden".to_owned(), 2, 40)]);
        assert_eq!(shift_reasons(&model, date(2024, 1, 31)), [("erfunden".to_owned(), 1, 30)]);
    }

    fn kinds() -> impl Strategy<Value = EventKind> {
        prop::sample::select(vec![
            EventKind::Begun,
            EventKind::Paused,
            EventKind::Resumed,
            EventKind::Shifted,
            EventKind::Completed,
            EventKind::Reopened,
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Between two reports, the light stays or becomes worse; grey stays grey.
        #[test]
        fn it_never_improves_while_only_time_passes(
            end in prop::option::of(0i32..1500),
            due in prop::collection::vec(0i32..1500, 0..3),
            events in prop::collection::vec((0i32..900, kinds(), 0i32..1500), 0..5),
            first in 900i32..2000,
            wait in 1i32..1000,
        ) {
            let day = |days: i32| date(2020, 1, 1).saturating_add(days.days());
            let events: Vec<_> = events
                .iter()
                .map(|&(on, kind, to)| (day(on), kind, (kind == EventKind::Shifted).then(|| day(to))))
                .collect();
            let milestone = |&days: &i32| Milestone { plan: plan(Some(day(days))), ..Milestone::default() };
            let project = Project {
                plan: Some(plan(end.map(day))),
                log: log(&events),
                milestones: due.iter().map(milestone).collect(),
                ..Project::default()
            };
            let model = model(project);
            let (before, after) = (colour(&model, day(first)), colour(&model, day(first + wait)));
            prop_assert!(before <= after, "{before:?} -> {after:?}");
            prop_assert_eq!(before == Some(LightColour::Grey), after == Some(LightColour::Grey));
        }
    }
}
