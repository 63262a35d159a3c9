//! What follows from the content at an as-of date: a function of model and date only.

pub mod causes;
pub mod chronicle;
pub mod contribution;
pub mod cost;
pub mod council;
pub mod course;
pub mod coverage;
pub mod declared;
pub mod derivation;
pub mod difference;
pub mod duty;
pub mod exemption;
pub mod expectation;
pub mod forecast;
pub mod fragility;
pub mod freshness;
pub mod heat;
pub mod horizon;
pub mod links;
pub mod maturity;
pub mod money;
pub mod network;
pub mod next_step;
pub mod overall;
pub mod owed;
pub mod planning;
pub mod plausibility;
#[cfg(test)]
mod properties;
pub mod publication;
pub mod rollout;
pub mod scenario;
pub mod schedule;
mod shares;
pub mod snapshot;
pub mod status;
pub mod tally;
pub mod target;
pub mod task;
pub mod timeline;
pub mod traffic_light;
pub mod trend;
pub mod units;
pub mod whatif;
#[cfg(test)]
mod world;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::content::Model;
use crate::content::common::{Log, Plan};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use cost::CalculationResult;
use council::Council;
use coverage::Coverage;
use declared::Proven;
use exemption::Exemptions;
use forecast::Forecast;
use fragility::Fragility;
use freshness::Freshness;
use heat::HeatMap;
use horizon::Horizon;
use links::Links;
use maturity::Maturity;
use network::Network;
use next_step::{Aim, NextStep};
use planning::Planning;
use schedule::Timing;
use snapshot::Snapshot;
use status::{Reports, Status};
use target::Targets;
use units::Parent;

/// Everything that is computed, once, before anything is shown.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The data date.
    pub as_of: Date,
    /// Levels, progress, what is missing.
    pub maturity: Maturity,
    /// The way of each dimension to its next level, in the model's order.
    pub next_steps: Vec<Option<NextStep>>,
    /// Levels over time, past and to come.
    pub forecast: Forecast,
    /// From when to when both are shown.
    pub horizon: Horizon,
    /// What is to be reached by when, and how that stands.
    pub targets: Targets,
    /// Where every dimension stands on every level.
    pub heat: HeatMap,
    /// Criteria that no plan reaches, measures that reach no criterion.
    pub planning: Planning,
    /// What would break.
    pub fragility: Fragility,
    /// Levels from proven measures alone.
    pub proven: Proven,
    /// How far values and problems are served.
    pub coverage: Coverage,
    /// What is not asked for, why, and where everything would stand without.
    pub exemptions: Exemptions,
    /// Levels of the assessed units, in table order.
    pub units: Vec<(Ref<Unit>, Maturity)>,
    /// Levels of the units above assessed ones, in table order.
    pub parents: Vec<Parent>,
    /// When something was last heard.
    pub freshness: Freshness,
    /// Status and dates of projects, in table order.
    pub projects: Vec<Progress>,
    /// Status and dates of measures, in table order.
    pub measures: Vec<Progress>,
    /// Status and dates of each project's milestones, in table order.
    pub milestones: Vec<Vec<Progress>>,
    /// Results of the cost calculations, in table order.
    pub calculations: Vec<CalculationResult>,
    /// What needs what among the projects, and what decides when the last one ends.
    pub network: Network,
    /// Meetings, commitments, resolutions.
    pub council: Council,
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
    let Snapshot { maturity, projects, measures, milestones, .. } = Snapshot::new(model, as_of);
    let (forecast, links) = (Forecast::new(model, as_of), Links::new(model));
    let next_step = |(dimension, _)| next_step::next_step(model, &maturity, dimension, Aim::default(), as_of);
    let next_steps = model.maturity.dimensions.refs().map(next_step).collect();
    Analysis {
        as_of,
        heat: HeatMap::new(model, &maturity, &forecast, as_of),
        planning: Planning::new(model, &maturity, &forecast, as_of),
        fragility: Fragility::new(model, &maturity, &forecast, as_of),
        proven: Proven::new(model, as_of),
        next_steps,
        targets: Targets::new(model, &forecast, as_of),
        coverage: Coverage::new(model, &links, &measures, &projects),
        exemptions: Exemptions::new(model, &maturity, &forecast, as_of),
        maturity,
        horizon: Horizon::new(model, &forecast, as_of),
        forecast,
        units: contribution::assessed_units(model)
            .into_par_iter()
            .map(|unit| (unit, maturity::evaluate_units(model, &[unit], as_of)))
            .collect(),
        parents: units::parents(model, &links, as_of),
        freshness: Freshness::new(model, as_of),
        network: Network::new(model, &projects, as_of),
        projects,
        measures,
        milestones,
        council: Council::new(model, as_of),
        calculations: model.calculations.iter().map(cost::calculate).collect(),
        links,
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
