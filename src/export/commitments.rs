//! `zusagen`: a row per commitment made to the council.

use super::table::{Cell, Column, Form, Table};
use crate::content::council::{Commitment, CommitmentState};
use crate::content::fields::Choice;
use crate::content::names::Kind;
use crate::view::compose::{Input, address};

pub(super) const TABLE: Table = Table {
    name: "zusagen",
    key: &["id"],
    columns: &[
        Column::required("id", Form::Id),
        Column::required("titel", Form::Text),
        Column::required("wer", Form::Text),
        Column::required("an", Form::Id),
        Column::required("vorlage", Form::Id),
        Column::new("frage", Form::Number),
        Column::new("bis", Form::Written),
        Column::required("stand", Form::Word(states)),
        Column::new("ergebnis", Form::Text),
        Column::new("projekte", Form::Ids),
        Column::new("massnahmen", Form::Ids),
        Column::required("seite", Form::Link),
    ],
    rows: |input| input.model.commitments.iter().map(|commitment| row(input, commitment)).collect(),
};

fn states() -> Vec<&'static str> {
    CommitmentState::CHOICES.iter().map(|(word, _)| *word).collect()
}

fn row(input: &Input<'_>, commitment: &Commitment) -> Vec<Cell> {
    let model = input.model;
    let concerns = &commitment.concerns;
    vec![
        commitment.head.id.as_str().into(),
        commitment.head.title.as_str().into(),
        commitment.by.as_str().into(),
        model.committees[commitment.to].head.id.as_str().into(),
        model.papers[commitment.paper].head.id.as_str().into(),
        Cell::of(commitment.question.as_ref().map(|number| number.value)),
        Cell::of(commitment.due),
        commitment.state.word().into(),
        Cell::of(commitment.outcome.as_ref()),
        Cell::list(concerns.projects.iter().map(|&one| model.projects[one].head.id.as_str())),
        Cell::list(concerns.measures.iter().map(|&one| model.measures[one].head.id.as_str())),
        address(Kind::Commitment, &commitment.head.id).into(),
    ]
}
