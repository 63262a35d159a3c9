//! What follows from the content at an as-of date: a function of model and date only.

pub mod causes;
pub mod contribution;
pub mod cost;
pub mod course;
pub mod duty;
pub mod expectation;
pub mod forecast;
pub mod links;
pub mod maturity;
pub mod plausibility;
#[cfg(test)]
mod properties;
pub mod scenario;
pub mod schedule;
mod shares;
pub mod status;
pub mod tally;
pub mod target;
pub mod timeline;
pub mod whatif;
#[cfg(test)]
mod world;

use jiff::civil::Date;

use crate::content::Model;
use crate::content::common::{Log, Plan};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use cost::CalculationResult;
use forecast::Forecast;
use links::Links;
use maturity::Maturity;
use schedule::Timing;
use status::{Reports, Status};
use target::Targets;

/// Everything that is computed, once, before anything is shown.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The data date.
    pub as_of: Date,
    /// Levels, progress, what is missing.
    pub maturity: Maturity,
    /// Levels over time, past and to come.
    pub forecast: Forecast,
    /// What is to be reached by when, and how that stands.
    pub targets: Targets,
    /// Levels of the assessed units, in table order.
    pub units: Vec<(Ref<Unit>, Maturity)>,
    /// Status and dates of projects, in table order.
    pub projects: Vec<Progress>,
    /// Status and dates of measures, in table order.
    pub measures: Vec<Progress>,
    /// Status and dates of each project's milestones, in table order.
    pub milestones: Vec<Vec<Progress>>,
    /// Results of the cost calculations, in table order.
    pub calculations: Vec<CalculationResult>,
    /// Who refers to whom.
    pub links: Links,
}

/// How far something with a plan and an event log is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Derived from the events.
    pub status: Status,
    /// First and current plan.
    pub timing: Timing,
    /// Since when its completion no longer counts, because nobody confirmed it again.
    pub expired: Option<Date>,
}

/// Computes everything.
pub fn analyse(model: &Model, as_of: Date) -> Analysis {
    let plain = |plan: Option<&Plan>, log: &Log| Progress::new(plan, log, Reports::default(), as_of);
    let forecast = Forecast::new(model, as_of);
    Analysis {
        as_of,
        maturity: maturity::evaluate(model, as_of),
        targets: Targets::new(model, &forecast, as_of),
        forecast,
        units: contribution::assessed_units(model)
            .into_iter()
            .map(|unit| (unit, maturity::evaluate_units(model, &[unit], as_of)))
            .collect(),
        projects: model.projects.iter().map(|project| plain(project.plan.as_ref(), &project.log)).collect(),
        measures: model.measures.iter().map(|measure| measure_progress(model, measure, as_of)).collect(),
        milestones: model
            .projects
            .iter()
            .map(|project| project.milestones.iter().map(|one| plain(Some(&one.plan), &one.log)).collect())
            .collect(),
        calculations: model.calculations.iter().map(cost::calculate).collect(),
        links: Links::new(model),
    }
}

impl Progress {
    fn new(plan: Option<&Plan>, log: &Log, reports: Reports, as_of: Date) -> Self {
        let status = status::derive(plan, log, reports, as_of);
        let mut timing = schedule::timing(plan, log, reports.completed, as_of);
        // What was completed once and reopened has no day of completion.
        timing.done = timing.done.filter(|_| matches!(status, Status::Completed | Status::Ended));
        Self { status, timing, expired: None }
    }
}

fn measure_progress(model: &Model, measure: &Measure, as_of: Date) -> Progress {
    let completed = contribution::rollout_completion(model, measure, as_of);
    let begun = measure.rollout.iter().flatten().any(|entry| entry.done.is_some_and(|done| done.last() <= as_of));
    let progress = Progress::new(measure.plan.as_ref(), &measure.log, Reports { completed, begun }, as_of);
    let counted = progress.status == Status::Completed;
    Progress {
        expired: contribution::expiry(measure, completed, as_of).filter(|&day| counted && day <= as_of),
        ..progress
    }
}
