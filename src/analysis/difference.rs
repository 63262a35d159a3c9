//! What differs between two states of the content: two days, two revisions, or both.
//!
//! Nothing here asks when something was written down: a state is a model with what follows from it on its day. The
//! difference of a state from itself is empty, and that of two states the other way round is its mirror image.

mod council;
mod figures;
mod levels;
mod projects;
mod side_by_side;

use std::collections::BTreeMap;

use super::maturity::Overall;
use super::snapshot::Snapshot;
use crate::content::maturity_model::{Criterion, MaturityModel};
use crate::content::names::{Ref, Table};
use crate::content::{Model, ReadRecord};
pub use council::{CommitmentChange, QuestionChange, Turn};
pub use figures::FigureChange;
pub use levels::{LevelChange, LevelPair, Why};
pub use projects::{MilestoneChange, PlanEvent, ProjectChange};
pub use side_by_side::SideBySide;

/// A model, and what stood on a day.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// The content.
    pub model: &'a Model,
    /// What stood on the day.
    pub day: &'a Snapshot,
}

/// A record in two states: in one of them it may not be there.
#[derive(Debug)]
pub struct Pair<T> {
    /// In the first state.
    pub before: Option<Ref<T>>,
    /// In the second state.
    pub after: Option<Ref<T>>,
}

impl<T> Clone for Pair<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pair<T> {}

impl<T> PartialEq for Pair<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.before, self.after) == (other.before, other.after)
    }
}

impl<T> Eq for Pair<T> {}

/// What differs between two states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Whether the maturity model asks for something else: levels are then compared across two yardsticks.
    pub remodelled: bool,
    /// All dimensions taken together, before and after, where that differs.
    pub overall: Option<(Overall, Overall)>,
    /// Dimensions whose level differs, in the model's order; those that are gone last.
    pub levels: Vec<LevelChange>,
    /// Projects that differ, in table order; those that are gone last.
    pub projects: Vec<ProjectChange>,
    /// Milestones that differ, by project, then in the order written; those that are gone last.
    pub milestones: Vec<MilestoneChange>,
    /// Questions that differ, by paper, then number.
    pub questions: Vec<QuestionChange>,
    /// Commitments that differ, in table order; those that are gone last.
    pub commitments: Vec<CommitmentChange>,
    /// Key figures that differ, in table order; those that are gone last.
    pub figures: Vec<FigureChange>,
}

impl Difference {
    /// Of the first state to the second.
    pub fn between(before: State<'_>, after: State<'_>) -> Self {
        let (first, second) = (&before.day.maturity.overall, &after.day.maturity.overall);
        Self {
            remodelled: yardstick(&before.model.maturity) != yardstick(&after.model.maturity),
            overall: (first != second).then(|| (first.clone(), second.clone())),
            levels: levels::between(before, after),
            projects: projects::projects(before, after),
            milestones: projects::milestones(before, after),
            questions: council::questions(before, after),
            commitments: council::commitments(before, after),
            figures: figures::between(before, after),
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a maturity model measures by, in an order of its own: titles, texts and sources play no part.
fn yardstick(model: &MaturityModel) -> impl Eq {
    let dimension = |one: &Criterion| model.dimensions[one.dimension].id.value.clone();
    let mut criteria: Vec<_> = model
        .criteria
        .iter()
        .map(|one| (one.id.value.clone(), dimension(one), levels::terms(one), one.threshold.value().to_string()))
        .collect();
    criteria.sort();
    let mut weights: Vec<_> = model.dimensions.iter().map(|one| (one.id.value.clone(), one.weight)).collect();
    weights.sort();
    (model.top(), model.rule.clone(), criteria, weights)
}

/// The id of a record, and those it had before.
type Names<'a> = (&'a str, &'a [String]);

/// The records of a table that belong together: of the same id, or renamed. In the order of the second state; those that
/// are only in the first one come last.
fn pairs<T>(before: &Table<T>, after: &Table<T>, names: for<'a> fn(&'a T) -> Names<'a>) -> Vec<Pair<T>> {
    let (in_before, in_after) = (index(before, names), index(after, names));
    let partner = |other: &BTreeMap<&str, Ref<T>>, record: &T| {
        let (id, former) = names(record);
        other.get(id).or_else(|| former.iter().find_map(|name| other.get(name.as_str()))).copied()
    };
    let first =
        |(reference, record): (Ref<T>, &T)| Pair { before: partner(&in_before, record), after: Some(reference) };
    let mut pairs: Vec<Pair<T>> = after.refs().map(first).collect();
    let gone = before.refs().filter(|(_, record)| partner(&in_after, record).is_none());
    pairs.extend(gone.map(|(reference, _)| Pair { before: Some(reference), after: None }));
    pairs
}

/// By id; by a former one where nothing bears it now.
fn index<T>(table: &Table<T>, names: for<'a> fn(&'a T) -> Names<'a>) -> BTreeMap<&str, Ref<T>> {
    let former =
        table.refs().flat_map(|(reference, record)| names(record).1.iter().map(move |name| (name.as_str(), reference)));
    let mut index: BTreeMap<&str, Ref<T>> = former.collect();
    index.extend(table.refs().map(|(reference, record)| (names(record).0, reference)));
    index
}

/// The names of a record with a head.
fn names<T: ReadRecord>(record: &T) -> Names<'_> {
    (&record.head().id, &record.head().former)
}

#[cfg(test)]
mod tests;
