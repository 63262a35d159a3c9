//! `meilensteine`: a row per milestone of a project.

use super::table::{Cell, Column, Form, Table, statuses};
use crate::analysis::Progress;
use crate::content::project::{Milestone, Project};
use crate::view::compose::Input;

pub(super) const TABLE: Table = Table {
    name: "meilensteine",
    key: &["projekt", "id"],
    columns: &[
        Column::required("projekt", Form::Id).refers("projekte"),
        Column::required("id", Form::Id),
        Column::required("titel", Form::Text),
        Column::new("faellig", Form::Written),
        Column::new("faellig_erster_plan", Form::Written),
        Column::new("erreicht_am", Form::Day),
        Column::required("status", Form::Word(statuses)),
        Column::new("annahme", Form::Text),
    ],
    rows,
};

fn rows(input: &Input<'_>) -> Vec<Vec<Cell>> {
    let all = input.model.projects.iter().zip(&input.analysis.milestones);
    all.flat_map(|(project, states)| project.milestones.iter().zip(states).map(|(one, state)| row(project, one, state)))
        .collect()
}

fn row(project: &Project, milestone: &Milestone, progress: &Progress) -> Vec<Cell> {
    vec![
        project.head.id.as_str().into(),
        milestone.head.id.as_str().into(),
        milestone.head.title.as_str().into(),
        Cell::of(progress.timing.end),
        Cell::of(progress.timing.first_end),
        Cell::of(progress.timing.done),
        progress.status.word().into(),
        Cell::of(milestone.plan.assumption.as_ref().or(milestone.head.assumption.as_ref())),
    ]
}
