//! What stood on a day: the part of an [`Analysis`](super::Analysis) that two days are compared by. Cheap enough for every
//! meeting of a council.

use jiff::civil::Date;

use super::council;
use super::maturity::{self, Maturity};
use super::status::Reports;
use super::task::TaskProgress;
use super::{Progress, measure_progress};
use crate::content::Model;

/// What stood on a day.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The day.
    pub as_of: Date,
    /// Levels, progress, what is missing.
    pub maturity: Maturity,
    /// Status and dates of projects, in table order.
    pub projects: Vec<Progress>,
    /// Status and dates of measures, in table order.
    pub measures: Vec<Progress>,
    /// Status and dates of each project's milestones, in table order.
    pub milestones: Vec<Vec<Progress>>,
    /// Where the commitments stand, in table order.
    pub commitments: Vec<TaskProgress>,
}

impl Snapshot {
    /// What stood on a day.
    pub fn new(model: &Model, as_of: Date) -> Self {
        let plain = |plan, log| Progress::new(plan, log, Reports::default(), as_of);
        let milestones = model
            .projects
            .iter()
            .map(|project| project.milestones.iter().map(|one| plain(Some(&one.plan), &one.log)).collect());
        Self {
            as_of,
            maturity: maturity::evaluate(model, as_of),
            projects: model.projects.iter().map(|project| plain(project.plan.as_ref(), &project.log)).collect(),
            measures: model.measures.iter().map(|measure| measure_progress(model, measure, as_of)).collect(),
            milestones: milestones.collect(),
            commitments: council::commitments(model, as_of),
        }
    }
}
