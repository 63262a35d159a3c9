//! How far values and problems are served: by which measures and projects, and how far these are.

use std::collections::BTreeMap;

use super::Progress;
use super::links::Links;
use super::status::Status;
use crate::content::Model;
use crate::content::campaign::{CoreValue, Problem};
use crate::content::maturity_model::Dimension;
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::project::Project;

/// Who serves values and works against problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// By value, in table order.
    pub values: Vec<Served>,
    /// By problem, in table order.
    pub problems: Vec<Served>,
    /// By dimension, in the model's order, then by value: the measures that contribute to the one and serve the other.
    pub dimensions: Vec<Vec<Vec<Ref<Measure>>>>,
}

/// How many things serve something, by status.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Served {
    /// Measures.
    pub measures: BTreeMap<Status, usize>,
    /// Projects.
    pub projects: BTreeMap<Status, usize>,
}

impl Served {
    fn new(measures: &[Ref<Measure>], projects: &[Ref<Project>], progress: Progresses<'_>) -> Self {
        Self {
            measures: by_status(measures.iter().map(|one| &progress.measures[one.index()])),
            projects: by_status(projects.iter().map(|one| &progress.projects[one.index()])),
        }
    }

    /// Whether nothing serves it, or only what was given up.
    pub fn is_bare(&self) -> bool {
        let mut statuses = self.measures.keys().chain(self.projects.keys());
        statuses.all(|&status| status == Status::Discontinued)
    }
}

fn by_status<'a>(progress: impl Iterator<Item = &'a Progress>) -> BTreeMap<Status, usize> {
    let mut counts = BTreeMap::new();
    for one in progress {
        *counts.entry(one.status).or_default() += 1;
    }
    counts
}

#[derive(Clone, Copy)]
struct Progresses<'a> {
    measures: &'a [Progress],
    projects: &'a [Progress],
}

impl Coverage {
    /// Counts who serves what.
    pub fn new(model: &Model, links: &Links, measures: &[Progress], projects: &[Progress]) -> Self {
        let progress = Progresses { measures, projects };
        let value = |one: Ref<CoreValue>| {
            Served::new(links.measures_of_value.of(one), links.projects_of_value.of(one), progress)
        };
        let problem = |one: Ref<Problem>| {
            Served::new(links.measures_of_problem.of(one), links.projects_of_problem.of(one), progress)
        };
        Self {
            values: model.values.refs().map(|(one, _)| value(one)).collect(),
            problems: model.problems.refs().map(|(one, _)| problem(one)).collect(),
            dimensions: model.maturity.dimensions.refs().map(|(one, _)| by_value(model, links, one)).collect(),
        }
    }
}

fn by_value(model: &Model, links: &Links, dimension: Ref<Dimension>) -> Vec<Vec<Ref<Measure>>> {
    let contributes = |measure: &Ref<Measure>| {
        let criteria = &model.measures[*measure].fulfils;
        criteria.iter().any(|&one| model.maturity.criteria[one].dimension == dimension)
    };
    let measures = |value| links.measures_of_value.of(value).iter().copied().filter(contributes).collect();
    model.values.refs().map(|(value, _)| measures(value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(measures: &[Status], projects: &[Status]) -> Served {
        let count = |statuses: &[Status]| statuses.iter().map(|&status| (status, 1)).collect();
        Served { measures: count(measures), projects: count(projects) }
    }

    #[test]
    fn what_was_given_up_serves_nothing() {
        assert!(served(&[], &[]).is_bare());
        assert!(served(&[Status::Discontinued], &[Status::Discontinued]).is_bare());
        assert!(!served(&[Status::Discontinued], &[Status::Planned]).is_bare());
        assert!(!served(&[Status::Ended], &[]).is_bare());
    }
}
