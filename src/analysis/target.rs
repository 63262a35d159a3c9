//! Targets: which level is to be reached by when, how that stands, and why (section "Targets" of the method).
//!
//! A target is met in time if the level holds *on the target date*: a level reached before it and lost again, because a
//! confirmation expires, does not count; one lost and regained does. What lies behind the target date plays no part.
//! What would have to happen is computed backwards from the target date in [`duty`](super::duty).

#[cfg(test)]
mod properties;

use std::cmp::Reverse;

use jiff::civil::Date;

use super::duty::{Duty, Lack, Lacking};
use super::forecast::{Forecast, Levels, Scenario};
use super::tally::Mark;
use crate::content::Model;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::scalar::Datum;

/// How a target stands. The order is the order to list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetState {
    /// The level is reached at the as-of date.
    Reached,
    /// It holds on the target date in the scenarios `plan` and `verzug`.
    OnTrack,
    /// Every other case.
    AtRisk,
    /// It does not hold on the target date even in `alles`.
    NotPlanned,
    /// The target date has passed, and the level is not reached.
    Missed,
}

impl TargetState {
    /// All of them, in the order to list them.
    pub const ALL: &'static [Self] = &[Self::Reached, Self::OnTrack, Self::AtRisk, Self::NotPlanned, Self::Missed];

    /// Its word in data and catalogue, as the method writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached => "erreicht",
            Self::OnTrack => "auf Kurs",
            Self::AtRisk => "gefaehrdet",
            Self::NotPlanned => "nicht geplant",
            Self::Missed => "verfehlt",
        }
    }
}

/// A target of one dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionTarget {
    /// The dimension.
    pub dimension: Ref<Dimension>,
    /// The target date as written; its last day counts.
    pub by: Datum,
    /// The level aimed at.
    pub level: u32,
    /// The entry of [`Model::targets`] that sets it.
    pub entry: usize,
    /// How it stands.
    pub state: TargetState,
    /// How many levels are lacking at the as-of date.
    pub gap: u32,
    /// What the state follows from.
    pub reason: Reason,
    /// What keeps the level from holding on the target date (or, once that has passed, today) if nobody does anything;
    /// empty where it holds.
    pub lacking: Vec<Lack>,
    /// The measures that contribute to what is lacking, and what must precede those: the earliest deadline first.
    pub duties: Vec<Duty>,
}

impl DimensionTarget {
    /// The last day that is in time.
    pub fn day(&self) -> Date {
        self.by.last()
    }

    /// The duty of a measure.
    pub fn duty(&self, measure: Ref<crate::content::measure::Measure>) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.measure == measure)
    }
}

/// What the state of a target follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The first day of the unbroken stretch up to the as-of date in which the level is reached, or is not; none where it
    /// has always been so.
    pub since: Option<Date>,
    /// The highest level that the model asks for on the target date, or today once that has passed; 0 where it asks for
    /// nothing.
    pub cap: u32,
    /// In the order of [`Scenario::ALL`].
    outlooks: [Outlook; 4],
}

impl Reason {
    /// What a scenario comes to.
    pub fn outlook(&self, scenario: Scenario) -> &Outlook {
        let [secured, delayed, planned, everything] = &self.outlooks;
        match scenario {
            Scenario::Secured => secured,
            Scenario::Delayed => delayed,
            Scenario::Planned => planned,
            Scenario::Everything => everything,
        }
    }
}

/// What a scenario comes to. "On the day" is on the target date, or at the as-of date once that has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// The level on the target date, also where it has passed; none where the dimension is not assessed then.
    pub level: Option<u32>,
    /// Whether the level aimed at is reached on the day.
    pub holds: bool,
    /// Where it holds, since when without a break (none: always); else the first later day on which it is reached (none:
    /// never).
    pub from: Option<Date>,
    /// Where it does not hold, but did before: since when not.
    pub lost: Option<Date>,
}

impl Outlook {
    fn new(levels: &Levels, level: u32, by: Date, as_of: Date) -> Self {
        let reached = |value: &Option<u32>| value.unwrap_or(0) >= level;
        let day = by.max(as_of);
        let holds = reached(levels.at(day));
        let turn = levels.since(day, reached);
        let later = levels.changes().iter().find(|(change, value)| *change > day && reached(value));
        let from = if holds { turn } else { later.map(|(change, _)| *change) };
        Self { level: *levels.at(by), holds, from, lost: turn.filter(|_| !holds) }
    }
}

/// The targets of all dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets {
    as_of: Date,
    /// By dimension, each by date.
    dimensions: Vec<Vec<DimensionTarget>>,
}

impl Targets {
    /// Evaluates all targets.
    pub fn new(model: &Model, forecast: &Forecast, as_of: Date) -> Self {
        let targets = |(dimension, _)| {
            let subject = Subject { model, forecast, as_of, dimension };
            aims(model, dimension).into_iter().map(|aim| subject.target(&aim)).collect()
        };
        Self { as_of, dimensions: model.maturity.dimensions.refs().map(targets).collect() }
    }

    /// Whether the content sets none.
    pub fn is_empty(&self) -> bool {
        self.dimensions.iter().all(Vec::is_empty)
    }

    /// All of them: dimension by dimension in the model's order, each by date.
    pub fn iter(&self) -> impl Iterator<Item = &DimensionTarget> {
        self.dimensions.iter().flatten()
    }

    /// The targets of a dimension, by date; no two on one day.
    pub fn of(&self, dimension: Ref<Dimension>) -> &[DimensionTarget] {
        self.dimensions.get(dimension.index()).map_or(&[], Vec::as_slice)
    }

    /// The latest target dated up to a day.
    pub fn at(&self, dimension: Ref<Dimension>, day: Date) -> Option<&DimensionTarget> {
        self.of(dimension).iter().rfind(|target| target.day() <= day)
    }

    /// The target level on a day: that of the latest target dated up to it, 0 before the first.
    pub fn level_at(&self, dimension: Ref<Dimension>, day: Date) -> u32 {
        self.at(dimension, day).map_or(0, |target| target.level)
    }

    /// The next target after the as-of date: "Soll".
    pub fn next(&self, dimension: Ref<Dimension>) -> Option<&DimensionTarget> {
        self.of(dimension).iter().find(|target| target.day() > self.as_of)
    }

    /// The target to show of a dimension: the next one, else the last.
    pub fn shown(&self, dimension: Ref<Dimension>) -> Option<&DimensionTarget> {
        self.next(dimension).or_else(|| self.of(dimension).last())
    }
}

/// What one entry asks of one dimension.
struct Aim {
    by: Datum,
    level: u32,
    entry: usize,
}

/// What the entries ask of a dimension, by date. Of several for one day the highest level counts: whoever reaches it
/// reaches the others, and no order of writing plays a part.
fn aims(model: &Model, dimension: Ref<Dimension>) -> Vec<Aim> {
    let entries = model.targets.iter().enumerate();
    let mut aims: Vec<_> = entries
        .filter_map(|(entry, target)| {
            let named = target.levels.iter().find(|(one, _)| *one == dimension).map(|(_, level)| level);
            let level = named.or(target.all.as_ref())?;
            Some(Aim { by: target.by.value, level: level.value, entry })
        })
        .collect();
    let resolution = |aim: &Aim| model.targets[aim.entry].resolution.as_deref();
    aims.sort_by(|a, b| {
        let key = |aim: &Aim| (aim.by.last(), Reverse(aim.level), Reverse(aim.by.precision()));
        key(a).cmp(&key(b)).then_with(|| resolution(a).cmp(&resolution(b)))
    });
    aims.dedup_by_key(|aim| aim.by.last());
    aims
}

/// A dimension whose targets are evaluated.
#[derive(Clone, Copy)]
struct Subject<'a> {
    model: &'a Model,
    forecast: &'a Forecast,
    as_of: Date,
    dimension: Ref<Dimension>,
}

impl Subject<'_> {
    fn target(self, aim: &Aim) -> DimensionTarget {
        let by = aim.by.last();
        let levels = self.forecast.levels(Scenario::Secured, self.dimension);
        let today = levels.at(self.as_of).unwrap_or(0);
        let [secured, delayed, planned, everything] =
            [Scenario::Secured, Scenario::Delayed, Scenario::Planned, Scenario::Everything].map(|scenario| {
                Outlook::new(self.forecast.levels(scenario, self.dimension), aim.level, by, self.as_of)
            });
        let state = if today >= aim.level {
            TargetState::Reached
        } else if by < self.as_of {
            TargetState::Missed
        } else if !everything.holds {
            TargetState::NotPlanned
        } else if planned.holds && delayed.holds {
            TargetState::OnTrack
        } else {
            TargetState::AtRisk
        };
        let reason = Reason {
            since: levels.since(self.as_of, |level| level.unwrap_or(0) >= aim.level),
            cap: self.cap(by.max(self.as_of)),
            outlooks: [secured, delayed, planned, everything],
        };
        let lacking = Lacking { model: self.model, forecast: self.forecast, as_of: self.as_of, by };
        let lacks = if secured.holds { Vec::new() } else { lacking.of(self.dimension, aim.level) };
        DimensionTarget {
            dimension: self.dimension,
            by: aim.by,
            level: aim.level,
            entry: aim.entry,
            state,
            gap: aim.level.saturating_sub(today),
            reason,
            duties: lacking.duties(&lacks),
            lacking: lacks,
        }
    }

    /// The highest level asked for on a day.
    fn cap(self, day: Date) -> u32 {
        let criteria = &self.model.maturity.criteria;
        let asked = self.model.maturity.dimensions[self.dimension]
            .criteria
            .iter()
            .filter(|&&one| *self.forecast.marks(Scenario::Secured, one).at(day) != Mark::NotAsked);
        asked.map(|&one| criteria[one].level).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::duty::{Fit, Work};
    use crate::analysis::schedule::Duration;
    use crate::analysis::world::city;

    const AS_OF: Date = date(2025, 6, 30);

    /// Three levels of one criterion each, without criteria on level 2 of `luecke`; six months of delay.
    const MODEL: &str = "
titel: Erfundenes Modell
stufen: [Null, Eins, Zwei, Drei]
dimensionen:
  dienste: {titel: Dienste, stufen: {1: {d1: Eins}, 2: {d2: Zwei}, 3: {d3: Drei}}}
  luecke: {titel: Lücke, stufen: {1: {l1: Eins}, 3: {l3: Drei}}}
  leer: {titel: Leer}
";

    fn targets(entries: &str, measures: &[(&str, &str)]) -> Targets {
        let measures: Vec<_> = measures
            .iter()
            .map(|(id, text)| (format!("massnahmen/{id}.md"), format!("---\ntitel: {id}\n{text}\n---\n")))
            .collect();
        let mut files: Vec<_> = measures.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        files.push(("ziele.yaml", entries));
        let model = city(MODEL, &files);
        Targets::new(&model, &Forecast::new(&model, AS_OF), AS_OF)
    }

    /// The first target of the first dimension.
    fn first(entries: &str, measures: &[(&str, &str)]) -> DimensionTarget {
        targets(entries, measures).of(Ref::new(0))[0].clone()
    }

    fn state(entries: &str, measures: &[(&str, &str)]) -> TargetState {
        first(entries, measures).state
    }

    const DONE: (&str, &str) = ("fertig", "erfuellt: [d1]\nverlauf: [{am: 2025-03-01, ereignis: umgesetzt}]");
    const BY_END_OF_2026: &str = "- {bis: 2026-12-31, stufen: {dienste: 1}}";

    fn planned(end: &str) -> String {
        format!("erfuellt: [d1]\nplan: {{beginn: 2025-01-01, ende: {end}}}")
    }

    #[test]
    fn reached_is_what_is_reached_today_whatever_comes() {
        assert_eq!(state(BY_END_OF_2026, &[DONE]), TargetState::Reached);
        // Also where the date has passed, was missed then, or is today.
        let late = first("- {bis: 2024, stufen: {dienste: 1}}", &[DONE]);
        assert_eq!((late.state, late.gap), (TargetState::Reached, 0));
        assert_eq!(late.reason.since, Some(date(2025, 3, 1)));
        assert_eq!(late.reason.outlook(Scenario::Secured).level, Some(0));
        assert_eq!(state("- {bis: 2025-06-30, stufen: {dienste: 1}}", &[DONE]), TargetState::Reached);
    }

    #[test]
    fn reached_and_about_to_expire_is_reached_and_says_what_is_lacking() {
        let expiring =
            ("fertig", "erfuellt: [d1]\ngueltig: 12 Monate\nverlauf: [{am: 2025-03-01, ereignis: umgesetzt}]");
        let target = first(BY_END_OF_2026, &[expiring]);
        assert_eq!(target.state, TargetState::Reached);
        let secured = target.reason.outlook(Scenario::Secured);
        assert_eq!((secured.holds, secured.lost), (false, Some(date(2026, 3, 1))));
        assert!(target.lacking[0].met_today);
        let duty = &target.duties[0];
        assert_eq!(duty.work, Work::Confirm(date(2026, 3, 1)));
        // A confirmation on 31.12.2025 lasts to the day before 31.12.2026; one on 01.01.2026 lasts beyond.
        assert_eq!((duty.not_before, duty.latest), (Some(date(2026, 1, 1)), date(2026, 12, 31)));
    }

    #[test]
    fn missed_is_what_has_passed_and_is_not_reached_today() {
        let target = first("- {bis: 2025-06-29, stufen: {dienste: 1}}", &[("m", &planned("2025-09-30"))]);
        assert_eq!((target.state, target.gap), (TargetState::Missed, 1));
        assert_eq!(target.reason.outlook(Scenario::Planned).from, Some(date(2025, 9, 30)));
        // Held on its day and lost since: missed, and the reason knows both.
        let lost = (
            "m",
            "erfuellt: [d1]\nverlauf: [{am: 2024-03-01, ereignis: umgesetzt}, {am: 2025-02-01, ereignis: beendet}]",
        );
        let target = first("- {bis: 2024, stufen: {dienste: 1}}", &[lost]);
        assert_eq!(target.state, TargetState::Missed);
        let secured = target.reason.outlook(Scenario::Secured);
        assert_eq!((secured.level, secured.lost), (Some(1), Some(date(2025, 2, 1))));
        assert_eq!(target.duties[0].work, Work::Restart);
    }

    #[test]
    fn today_has_not_passed_and_tomorrow_is_too_late() {
        assert_eq!(
            state("- {bis: 2025-06-30, stufen: {dienste: 1}}", &[("m", &planned("2025-07-01"))]),
            TargetState::NotPlanned
        );
        assert_eq!(
            state("- {bis: 2025-07-01, stufen: {dienste: 1}}", &[("m", &planned("2025-07-01"))]),
            TargetState::AtRisk
        );
    }

    #[test]
    fn not_planned_is_what_even_everything_does_not_reach() {
        let target = first(BY_END_OF_2026, &[]);
        assert_eq!(target.state, TargetState::NotPlanned);
        assert_eq!(target.lacking[0].measures, []);
        let given_up = ("m", "erfuellt: [d1]\nverlauf: [{am: 2025-02-01, ereignis: eingestellt, grund: Geld}]");
        let target = first(BY_END_OF_2026, &[given_up]);
        assert_eq!((target.state, target.duties[0].work.clone()), (TargetState::NotPlanned, Work::Revive));
    }

    #[test]
    fn on_course_is_in_time_with_the_delay_too() {
        // Six months before 31.12.2026 is 30.06.2026.
        let in_time = first(BY_END_OF_2026, &[("m", &planned("2026-06-30"))]);
        assert_eq!((in_time.state, in_time.duties[0].fit), (TargetState::OnTrack, Some(Fit::InTime)));
        assert_eq!(in_time.duties[0].latest_plan, date(2026, 6, 30));
        assert_eq!(in_time.reason.outlook(Scenario::Planned).from, Some(date(2026, 6, 30)));
        let tight = first(BY_END_OF_2026, &[("m", &planned("2026-07-01"))]);
        assert_eq!((tight.state, tight.duties[0].fit), (TargetState::AtRisk, Some(Fit::Tight)));
        let late = first(BY_END_OF_2026, &[("m", &planned("2027-02-02"))]);
        let by = Duration { years: 0, months: 1, days: 2 };
        assert_eq!((late.state, late.duties[0].fit), (TargetState::AtRisk, Some(Fit::Late(by))));
        assert_eq!(late.reason.outlook(Scenario::Planned).from, Some(date(2027, 2, 2)));
    }

    #[test]
    fn at_risk_names_what_keeps_it_back() {
        let paused =
            format!("{}\nverlauf: [{{am: 2025-02-01, ereignis: pausiert, grund: Geld}}]", planned("2025-12-31"));
        for (text, work) in [(paused.as_str(), Work::Resume), ("erfuellt: [d1]", Work::Plan)] {
            let target = first(BY_END_OF_2026, &[("m", text)]);
            assert_eq!((target.state, target.duties[0].work.clone()), (TargetState::AtRisk, work));
        }
    }

    #[test]
    fn a_level_must_hold_on_the_target_date_itself() {
        // Level 1 is reached today and lost on 01.03.2026; level 2 would be reached until then, and not on the date.
        let expiring = ("a", "erfuellt: [d1]\ngueltig: 12 Monate\nverlauf: [{am: 2025-03-01, ereignis: umgesetzt}]");
        let second = ("b", "erfuellt: [d2]\nplan: {beginn: 2025-01-01, ende: 2025-12-31}");
        let target = first("- {bis: 2026, stufen: {dienste: 2}}", &[expiring, second]);
        assert_eq!(target.state, TargetState::NotPlanned);
        let planned = target.reason.outlook(Scenario::Planned);
        assert_eq!((planned.holds, planned.from, planned.lost), (false, None, Some(date(2026, 3, 1))));
        assert_eq!(state("- {bis: 2026-02-28, stufen: {dienste: 2}}", &[expiring, second]), TargetState::AtRisk);
        let lacking: Vec<_> = target.lacking.iter().map(|lack| lack.met_today).collect();
        assert_eq!(lacking, [true, false]);
    }

    #[test]
    fn a_level_that_asks_for_nothing_is_reached_with_the_next_and_one_above_the_cap_never() {
        let all = targets("- {bis: 2026, stufen: {luecke: 2, leer: 1}}", &[]);
        let gap = &all.of(Ref::new(1))[0];
        assert_eq!((gap.state, gap.gap, gap.lacking.len(), gap.reason.cap), (TargetState::NotPlanned, 2, 2, 3));
        // Nothing is asked for: not assessed.
        let empty = &all.of(Ref::new(2))[0];
        assert_eq!((empty.state, empty.reason.cap, empty.lacking.len()), (TargetState::NotPlanned, 0, 0));
        assert_eq!(empty.reason.outlook(Scenario::Everything).level, None);
    }

    #[test]
    fn targets_are_in_order_and_levels_follow_the_latest() {
        let entries = "
- {bis: 2027, stufen: {alle: 3, dienste: 2}}
- {bis: 2025-06-30, stufen: {alle: 1}}
- {bis: 2024-12-31, stufen: {luecke: 1}}
";
        let all = targets(entries, &[]);
        let dated =
            |dimension| all.of(Ref::new(dimension)).iter().map(|one| (one.day(), one.level)).collect::<Vec<_>>();
        assert_eq!(dated(0), [(date(2025, 6, 30), 1), (date(2027, 12, 31), 2)]);
        assert_eq!(dated(1), [(date(2024, 12, 31), 1), (date(2025, 6, 30), 1), (date(2027, 12, 31), 3)]);
        let services = Ref::new(0);
        assert_eq!([date(2025, 6, 29), AS_OF, date(2028, 1, 1)].map(|day| all.level_at(services, day)), [0, 1, 2]);
        // The next target lies behind the as-of date.
        assert_eq!(all.next(services).map(|target| target.level), Some(2));
        assert_eq!(all.shown(services).map(|target| target.level), Some(2));
    }

    #[test]
    fn of_two_targets_for_one_day_the_higher_counts_however_they_are_written() {
        for entries in [
            "[{bis: 2026, stufen: {dienste: 1}}, {bis: 2026-12-31, stufen: {alle: 2}}]",
            "[{bis: 2026-12, stufen: {alle: 2}}, {bis: 2026-Q4, stufen: {dienste: 1}}]",
        ] {
            let all = targets(entries, &[]);
            let levels: Vec<_> = all.of(Ref::new(0)).iter().map(|one| one.level).collect();
            assert_eq!(levels, [2], "{entries}");
        }
    }
}
