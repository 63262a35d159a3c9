//! What follows from the content at an as-of date: a function of model and date only.

pub mod contribution;
pub mod cost;
pub mod links;
pub mod maturity;
#[cfg(test)]
mod properties;
pub mod schedule;
pub mod status;
#[cfg(test)]
mod world;

use jiff::civil::Date;

use crate::content::Model;
use cost::CalculationResult;
use links::Links;
use maturity::Maturity;
use schedule::Timing;
use status::Status;

/// Everything that is computed, once, before anything is shown.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The data date.
    pub as_of: Date,
    /// Levels, progress, what is missing.
    pub maturity: Maturity,
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
}

/// Computes everything.
pub fn analyse(model: &Model, as_of: Date) -> Analysis {
    let progress = |plan: Option<&_>, log, completion| Progress {
        status: status::derive(plan, log, completion, as_of),
        timing: schedule::timing(plan, log, completion, as_of),
    };
    Analysis {
        as_of,
        maturity: maturity::evaluate(model, as_of),
        projects: model.projects.iter().map(|project| progress(project.plan.as_ref(), &project.log, None)).collect(),
        measures: model
            .measures
            .iter()
            .map(|measure| {
                let completion = contribution::rollout_completion(model, measure, as_of);
                progress(measure.plan.as_ref(), &measure.log, completion)
            })
            .collect(),
        milestones: model
            .projects
            .iter()
            .map(|project| project.milestones.iter().map(|one| progress(Some(&one.plan), &one.log, None)).collect())
            .collect(),
        calculations: model.calculations.iter().map(cost::calculate).collect(),
        links: Links::new(model),
    }
}
