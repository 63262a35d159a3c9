//! `zusagen`: a row per commitment made to the council.

use super::table::{Cell, Column, Form, Table};
use crate::analysis::task::TaskState;
use crate::content::commitment::Commitment;
use crate::content::names::{Kind, Ref};
use crate::view::compose::{Input, address};

pub(super) const TABLE: Table = Table {
    name: "zusagen",
    key: &["id"],
    columns: &[
        Column::required("id", Form::Id),
        Column::required("titel", Form::Text),
        Column::required("wer", Form::Text),
        Column::required("an", Form::Id),
        Column::new("vorlage", Form::Id),
        Column::new("frage", Form::Number),
        Column::new("bis", Form::Written),
        Column::required("stand", Form::Word(states)),
        Column::new("ergebnis", Form::Text),
        Column::new("projekte", Form::Ids),
        Column::new("massnahmen", Form::Ids),
        Column::required("seite", Form::Link),
    ],
    rows: |input| {
        input.model.commitments.refs().map(|(reference, commitment)| row(input, reference, commitment)).collect()
    },
};

fn states() -> Vec<&'static str> {
    TaskState::ALL.iter().map(|state| state.word()).collect()
}

fn row(input: &Input<'_>, reference: Ref<Commitment>, commitment: &Commitment) -> Vec<Cell> {
    let model = input.model;
    let concerns = &commitment.concerns;
    let progress = &input.analysis.council.commitments[reference.index()];
    let said = commitment.task.log.until(input.analysis.as_of).filter_map(|event| event.reason.as_ref()).next_back();
    vec![
        commitment.head.id.as_str().into(),
        commitment.head.title.as_str().into(),
        commitment.by.as_str().into(),
        model.committees[commitment.to].head.id.as_str().into(),
        Cell::of(commitment.paper.map(|paper| model.papers[paper].head.id.as_str())),
        Cell::of(commitment.question.as_ref().map(|number| number.value)),
        Cell::of(progress.due),
        progress.state.word().into(),
        Cell::of(said.or(commitment.text.as_ref())),
        Cell::list(concerns.projects.iter().map(|&one| model.projects[one].head.id.as_str())),
        Cell::list(concerns.measures.iter().map(|&one| model.measures[one].head.id.as_str())),
        address(Kind::Commitment, &commitment.head.id).into(),
    ]
}
