//! Two states side by side: everything that can be compared, whether it differs or not.

use super::{CommitmentChange, FigureChange, LevelPair, Pair, QuestionChange, State};
use super::{council, figures, levels, names, pairs};
use crate::content::project::Project;

/// Everything that can be compared, in the orders of [`Difference`](super::Difference).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SideBySide {
    /// Dimensions.
    pub levels: Vec<LevelPair>,
    /// Projects.
    pub projects: Vec<Pair<Project>>,
    /// Questions that had been asked in either state.
    pub questions: Vec<QuestionChange>,
    /// Commitments that had been made in either state.
    pub commitments: Vec<CommitmentChange>,
    /// Key figures.
    pub figures: Vec<FigureChange>,
}

impl SideBySide {
    /// The first state beside the second.
    pub fn new(before: State<'_>, after: State<'_>) -> Self {
        Self {
            levels: levels::all(before, after),
            projects: pairs(&before.model.projects, &after.model.projects, names),
            questions: council::all_questions(before, after),
            commitments: council::all_commitments(before, after),
            figures: figures::all(before, after),
        }
    }
}
