//! When something was last heard: per dimension, per unit, overall.
//!
//! A report is whatever is dated and known at the as-of date: an event, a coverage, a unit's part of a rollout, a piece of
//! evidence. Silence is a fact, not a failure: it says nothing about what was done.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::units::above;
use crate::content::Model;
use crate::content::common::Log;
use crate::content::maturity_model::Dimension;
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::project::Project;
use crate::content::scalar::{Datum, Period};

/// Silence is remarked on when it has lasted longer.
const LONG_MONTHS: u32 = 6;

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A measure.
    Measure(Ref<Measure>),
    /// A project, or one of its milestones.
    Project(Ref<Project>),
}

/// Something dated that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Its date as written; it counts from the last day of it.
    pub date: Datum,
    /// What it is about.
    pub about: Subject,
}

impl Report {
    /// Whether nothing has been heard for more than six months since.
    pub fn is_old(&self, as_of: Date) -> bool {
        Period::months(LONG_MONTHS).after(self.date.last()) < as_of
    }
}

/// The last reports known at an as-of date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Freshness {
    overall: Option<Report>,
    dimensions: BTreeMap<Ref<Dimension>, Report>,
    units: BTreeMap<Ref<Unit>, Report>,
    both: BTreeMap<(Ref<Unit>, Ref<Dimension>), Report>,
}

impl Freshness {
    /// Reads every report known at the as-of date.
    pub fn new(model: &Model, as_of: Date) -> Self {
        let mut freshness = Self::default();
        for (reference, measure) in model.measures.refs() {
            let mut dimensions: Vec<_> =
                measure.fulfils.iter().map(|&criterion| model.maturity.criteria[criterion].dimension).collect();
            dimensions.sort_unstable();
            dimensions.dedup();
            for (date, unit) in measure_dates(measure) {
                freshness.hear(model, as_of, Report { date, about: Subject::Measure(reference) }, unit, &dimensions);
            }
        }
        for (reference, project) in model.projects.refs() {
            for date in project_dates(project) {
                let report = Report { date, about: Subject::Project(reference) };
                freshness.hear(model, as_of, report, project.unit, &project.dimensions);
            }
        }
        freshness
    }

    /// The last of all reports.
    pub fn overall(&self) -> Option<Report> {
        self.overall
    }

    /// The last report on a dimension: of measures that contribute to its criteria, of projects that name it.
    pub fn of_dimension(&self, dimension: Ref<Dimension>) -> Option<Report> {
        self.dimensions.get(&dimension).copied()
    }

    /// The last report of a unit and of those below it: of what it is in charge of, of its parts of rollouts.
    pub fn of_unit(&self, unit: Ref<Unit>) -> Option<Report> {
        self.units.get(&unit).copied()
    }

    /// The last report of a unit, and of those below it, on a dimension.
    pub fn of_unit_on(&self, unit: Ref<Unit>, dimension: Ref<Dimension>) -> Option<Report> {
        self.both.get(&(unit, dimension)).copied()
    }

    fn hear(
        &mut self,
        model: &Model,
        as_of: Date,
        report: Report,
        unit: Option<Ref<Unit>>,
        dimensions: &[Ref<Dimension>],
    ) {
        if report.date.last() > as_of {
            return;
        }
        self.overall = Some(self.overall.map_or(report, |last| newer(last, report)));
        let units: Vec<_> = unit.into_iter().flat_map(|unit| [vec![unit], above(model, unit)].concat()).collect();
        dimensions.iter().for_each(|&dimension| note(&mut self.dimensions, dimension, report));
        for unit in units {
            note(&mut self.units, unit, report);
            dimensions.iter().for_each(|&dimension| note(&mut self.both, (unit, dimension), report));
        }
    }
}

fn note<Key: Ord>(reports: &mut BTreeMap<Key, Report>, key: Key, report: Report) {
    reports.entry(key).and_modify(|last| *last = newer(*last, report)).or_insert(report);
}

/// The later one; of two that end on the same day the first heard.
fn newer(last: Report, report: Report) -> Report {
    if report.date.last() > last.date.last() { report } else { last }
}

/// Every date of a measure, and the unit that reports it: of a part of a rollout the unit itself, else the one in charge.
fn measure_dates(measure: &Measure) -> Vec<(Datum, Option<Ref<Unit>>)> {
    let log = events(&measure.log);
    let coverage = measure.coverage.iter().map(|entry| entry.date.value);
    let evidence = measure.evidence.iter().filter_map(|evidence| evidence.date);
    let parts = measure.rollout.iter().flatten().filter_map(|entry| Some((entry.done?.value, Some(entry.unit))));
    log.chain(coverage).chain(evidence).map(|date| (date, measure.unit)).chain(parts).collect()
}

fn project_dates(project: &Project) -> Vec<Datum> {
    let milestones = project.milestones.iter().flat_map(|milestone| events(&milestone.log));
    events(&project.log).chain(milestones).collect()
}

fn events(log: &Log) -> impl Iterator<Item = Datum> {
    log.iter().map(|event| event.date.value)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::world::{division, unit_of};

    fn words(report: Option<Report>) -> Option<String> {
        report.map(|report| report.date.to_string())
    }

    #[test]
    fn the_last_report_of_units_dimensions_and_all() {
        let model = division();
        let freshness = Freshness::new(&model, date(2024, 12, 31));
        let of = |id| words(freshness.of_unit(unit_of(&model, id)));
        let (march, february) = (Some("2024-03-01".to_owned()), Some("2024-02".to_owned()));
        assert_eq!((of("fb-a"), of("fb-b"), of("fb-c")), (march.clone(), february.clone(), None));
        assert_eq!((of("gb"), of("stadt")), (march.clone(), march.clone()));
        assert_eq!(words(freshness.of_dimension(Ref::new(0))), march);
        assert_eq!(words(freshness.of_unit_on(unit_of(&model, "fb-b"), Ref::new(0))), february);
        assert_eq!(words(freshness.overall()), march);
    }

    #[test]
    fn a_coarse_date_is_known_from_its_last_day() {
        let model = division();
        let heard = |day| words(Freshness::new(&model, day).overall());
        assert_eq!(heard(date(2024, 2, 28)), None);
        assert_eq!(heard(date(2024, 2, 29)), Some("2024-02".to_owned()));
    }

    #[test]
    fn silence_is_long_after_more_than_six_months() {
        let report = Report { date: Datum::parse("2024-02").unwrap(), about: Subject::Measure(Ref::new(0)) };
        assert!(!report.is_old(date(2024, 8, 29)));
        assert!(report.is_old(date(2024, 8, 30)));
    }
}
