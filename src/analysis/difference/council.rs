//! Questions and commitments that differ.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pair, State, names, pairs};
use crate::analysis::council::{Answer, answer, asked};
use crate::analysis::task::{TaskProgress, TaskState};
use crate::content::commitment::Commitment;
use crate::content::council::{Paper, Question};
use crate::content::names::Ref;
use crate::content::scalar::Datum;

/// A question that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionChange {
    /// The paper it stands in.
    pub paper: Pair<Paper>,
    /// Its number on the paper.
    pub number: u32,
    /// What it had got for an answer in the first state; none where it had not been asked.
    pub before: Option<Answer>,
    /// The same in the second state.
    pub after: Option<Answer>,
}

/// A commitment that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentChange {
    /// The commitment.
    pub commitment: Pair<Commitment>,
    /// Where it stood in the first state; none where it had not been made.
    pub before: Option<TaskProgress>,
    /// The same in the second state.
    pub after: Option<TaskProgress>,
}

/// What has become of a commitment from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It was made.
    Made,
    /// It is not there any more.
    Gone,
    /// It was kept.
    Met,
    /// It is not to be kept any more.
    Lapsed,
    /// It is open again.
    Reopened,
    /// Its deadline has passed, and it is not kept.
    Missed,
    /// It was changed, or its deadline.
    Changed,
    /// Something was reported of it, or a day was corrected.
    Reported,
}

impl Turn {
    /// All of them, in the order to list them.
    pub const ALL: &'static [Self] =
        &[Self::Made, Self::Gone, Self::Met, Self::Lapsed, Self::Reopened, Self::Missed, Self::Changed, Self::Reported];

    /// Its word in data and the catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Made => "gegeben",
            Self::Gone => "entfallen",
            Self::Met => "erfuellt",
            Self::Lapsed => "verfallen",
            Self::Reopened => "wiedereroeffnet",
            Self::Missed => "versaeumt",
            Self::Changed => "geaendert",
            Self::Reported => "berichtet",
        }
    }
}

impl CommitmentChange {
    /// What has become of it; never nothing.
    pub fn turns(&self) -> Vec<Turn> {
        let Some(after) = &self.after else { return vec![Turn::Gone] };
        let before = self.before.as_ref();
        let state = before.map_or(TaskState::Open, |before| before.state);
        let became = |wanted| after.state == wanted && state != wanted;
        let is_finished = after.state.is_finished();
        let reopened = state.is_finished() && !is_finished;
        let moved = before.is_some_and(|before| before.due != after.due);
        let turns = [
            (before.is_none(), Turn::Made),
            (became(TaskState::Fulfilled), Turn::Met),
            (became(TaskState::Lapsed), Turn::Lapsed),
            (reopened, Turn::Reopened),
            (after.overdue && !before.is_some_and(|before| before.overdue), Turn::Missed),
            (!is_finished && (moved || became(TaskState::Changed)), Turn::Changed),
        ];
        let turns: Vec<_> = turns.into_iter().filter(|(holds, _)| *holds).map(|(_, turn)| turn).collect();
        if turns.is_empty() { vec![Turn::Reported] } else { turns }
    }
}

pub(super) fn questions(before: State<'_>, after: State<'_>) -> Vec<QuestionChange> {
    let told = |answer: Answer| (answer.state, answer.answered);
    let differs = |one: &QuestionChange| one.before.map(told) != one.after.map(told);
    all_questions(before, after).into_iter().filter(differs).collect()
}

/// Every question that had been asked in either state.
pub(super) fn all_questions(before: State<'_>, after: State<'_>) -> Vec<QuestionChange> {
    let papers = pairs(&before.model.papers, &after.model.papers, names);
    let of_paper = papers.into_iter().flat_map(|paper| {
        let (one, other) = (answers(before, paper.before), answers(after, paper.after));
        let numbers: BTreeSet<u32> = one.keys().chain(other.keys()).copied().collect();
        let both = move |number| QuestionChange {
            paper,
            number,
            before: one.get(&number).copied(),
            after: other.get(&number).copied(),
        };
        numbers.into_iter().map(both)
    });
    of_paper.collect()
}

/// What the questions of a paper that had been asked have got for an answer, by number.
fn answers(state: State<'_>, paper: Option<Ref<Paper>>) -> BTreeMap<u32, Answer> {
    let Some(paper) = paper.map(|paper| &state.model.papers[paper]) else { return BTreeMap::new() };
    // A question that tells no day is as old as its paper.
    let was_asked = |question: &Question| has_been(asked(paper, question).or(paper.date), state);
    let asked = paper.numbered().filter(|(_, question)| was_asked(question));
    asked.map(|(number, question)| (number, answer(state.model, paper, question, state.day.as_of))).collect()
}

pub(super) fn commitments(before: State<'_>, after: State<'_>) -> Vec<CommitmentChange> {
    all_commitments(before, after).into_iter().filter(|one| one.before != one.after).collect()
}

/// Every commitment that had been made in either state.
pub(super) fn all_commitments(before: State<'_>, after: State<'_>) -> Vec<CommitmentChange> {
    let both = |commitment: Pair<Commitment>| CommitmentChange {
        commitment,
        before: stands(before, commitment.before),
        after: stands(after, commitment.after),
    };
    let all = pairs(&before.model.commitments, &after.model.commitments, names).into_iter().map(both);
    all.filter(|one| one.before.is_some() || one.after.is_some()).collect()
}

fn stands(state: State<'_>, commitment: Option<Ref<Commitment>>) -> Option<TaskProgress> {
    let commitment = commitment?;
    let made = state.model.commitments[commitment].made_on(state.model);
    has_been(made, state).then(|| state.day.commitments.get(commitment.index()).cloned())?
}

/// Whether a date lies in the past of a state; what has no date has always been.
fn has_been(date: Option<Datum>, state: State<'_>) -> bool {
    date.is_none_or(|date| date.last() <= state.day.as_of)
}
