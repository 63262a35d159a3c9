//! What belongs to the subject of a handout.

use super::Subject;
use crate::analysis::maturity::Maturity;
use crate::analysis::units::below;
use crate::content::audience::Audience;
use crate::content::council::{Concerned, Concerns};
use crate::content::maturity_model::Dimension;
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::project::Project;
use crate::view::compose::Compose;
use crate::view::units::standing;

/// What belongs to a subject.
pub(super) struct Scope<'a> {
    /// Its projects, in table order.
    pub(super) projects: Vec<Ref<Project>>,
    /// Its measures, in table order.
    measures: Vec<Ref<Measure>>,
    /// Its dimensions, in the model's order.
    pub(super) dimensions: Vec<Ref<Dimension>>,
    /// Where these stand: in a unit, or the whole.
    pub(super) maturity: Option<&'a Maturity>,
    /// The unit whose levels they are; none for the whole, whose targets are told.
    pub(super) unit: Option<Ref<Unit>>,
    /// Whether everything belongs to it.
    pub(super) everything: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn of(c: &Compose<'a>, subject: Subject) -> Self {
        match subject {
            Subject::Whole | Subject::Meeting(_) => Self::everything(c),
            Subject::Unit(unit) => Self::unit(c, unit),
            Subject::Project(project) => Self::project(c, project),
            Subject::Audience(audience) => match c.model().site.audiences.get(audience) {
                Some((_, audience)) => Self::audience(c, audience),
                None => Self::everything(c),
            },
        }
    }

    fn everything(c: &Compose<'a>) -> Self {
        Self {
            projects: c.model().projects.refs().map(|(one, _)| one).collect(),
            measures: c.model().measures.refs().map(|(one, _)| one).collect(),
            dimensions: c.model().maturity.dimensions.refs().map(|(one, _)| one).collect(),
            maturity: Some(&c.analysis().maturity),
            unit: None,
            everything: true,
        }
    }

    fn unit(c: &Compose<'a>, unit: Ref<Unit>) -> Self {
        let units = with_below(c, unit);
        let own = |of: Option<Ref<Unit>>| of.is_some_and(|of| units.contains(&of));
        let standing = standing(c, unit);
        let all = Self::everything(c);
        Self {
            projects: all.projects.into_iter().filter(|&one| own(c.model().projects[one].unit)).collect(),
            measures: all.measures.into_iter().filter(|&one| own(c.model().measures[one].unit)).collect(),
            dimensions: if standing.is_some() { all.dimensions } else { Vec::new() },
            maturity: standing.map(|standing| standing.maturity),
            unit: Some(unit),
            everything: false,
        }
    }

    fn project(c: &Compose<'a>, project: Ref<Project>) -> Self {
        Self {
            projects: vec![project],
            measures: c.analysis().links.measures_of_project.of(project).to_vec(),
            dimensions: c.model().projects[project].dimensions.clone(),
            maturity: Some(&c.analysis().maturity),
            unit: None,
            everything: false,
        }
    }

    /// What the audience and its questions name; where they name no projects (no dimensions), all of them.
    fn audience(c: &Compose<'a>, audience: &Audience) -> Self {
        let selections = || {
            let questions = audience.questions.iter().map(|question| &question.concerns);
            std::iter::once(&audience.concerns).chain(questions)
        };
        let all = Self::everything(c);
        Self {
            projects: named(&all.projects, selections().flat_map(|one| &one.projects)),
            measures: named(&all.measures, selections().flat_map(|one| &one.measures)),
            dimensions: named(&all.dimensions, selections().flat_map(|one| &one.dimensions)),
            ..all
        }
    }

    /// Whether something is about what belongs to the subject.
    pub(super) fn is_about(&self, concerns: &Concerns) -> bool {
        let any = |projects: &[Ref<Project>], measures: &[Ref<Measure>]| {
            projects.iter().any(|one| self.projects.contains(one))
                || measures.iter().any(|one| self.measures.contains(one))
        };
        self.everything || any(Project::among(concerns), Measure::among(concerns))
    }
}

/// What is named, in the order of all; where nothing is, all.
fn named<'r, T: 'r>(all: &[Ref<T>], named: impl Iterator<Item = &'r Ref<T>>) -> Vec<Ref<T>> {
    let named: Vec<_> = named.copied().collect();
    if named.is_empty() { all.to_vec() } else { all.iter().copied().filter(|one| named.contains(one)).collect() }
}

fn with_below(c: &Compose<'_>, unit: Ref<Unit>) -> Vec<Ref<Unit>> {
    std::iter::once(unit).chain(below(&c.analysis().links, unit)).collect()
}

/// Whether a unit has levels, projects or measures, itself or below.
pub(super) fn has_work(c: &Compose<'_>, unit: Ref<Unit>) -> bool {
    let links = &c.analysis().links;
    let works =
        |unit: &Ref<Unit>| !links.projects_of_unit.of(*unit).is_empty() || !links.measures_of_unit.of(*unit).is_empty();
    standing(c, unit).is_some() || with_below(c, unit).iter().any(works)
}
