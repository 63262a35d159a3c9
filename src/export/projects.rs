//! `projekte`: a row per project. The importer reads the same columns.

use super::table::{Cell, Column, Form, Table, statuses};
use crate::analysis::traffic_light::traffic_light;
use crate::content::common::Cost;
use crate::content::fields::Choice;
use crate::content::names::{Kind, Ref};
use crate::content::project::{LightColour, Project};
use crate::content::scalar::Money;
use crate::view::compose::{Input, address};

pub(super) const TABLE: Table = Table {
    name: "projekte",
    key: &["id"],
    columns: &[
        Column::required("id", Form::Id),
        Column::required("titel", Form::Text),
        Column::new("kurz", Form::Text),
        Column::new("einheit", Form::Id),
        Column::new("strategie", Form::Ids),
        Column::required("status", Form::Word(statuses)),
        Column::new("beginn", Form::Written),
        Column::new("ende", Form::Written),
        Column::new("ende_erster_plan", Form::Written),
        Column::new("verschiebung_monate", Form::Number),
        Column::new("ampel", Form::Word(colours)),
        Column::required("meilensteine", Form::Number),
        Column::required("massnahmen", Form::Number),
        Column::new("geplant", Form::Money),
        Column::new("gebunden", Form::Money),
        Column::new("ausgegeben", Form::Money),
        Column::required("seite", Form::Link),
    ],
    rows: |input| input.model.projects.refs().map(|(reference, project)| row(input, reference, project)).collect(),
};

fn colours() -> Vec<&'static str> {
    LightColour::CHOICES.iter().map(|(word, _)| *word).collect()
}

fn row(input: &Input<'_>, reference: Ref<Project>, project: &Project) -> Vec<Cell> {
    let (model, analysis) = (input.model, input.analysis);
    let progress = &analysis.projects[reference.index()];
    let timing = &progress.timing;
    let light = traffic_light(model, analysis, reference);
    let money = |of: fn(&Cost) -> Option<Money>| Cell::of(project.cost.as_ref().and_then(of));
    vec![
        project.head.id.as_str().into(),
        project.head.title.as_str().into(),
        Cell::of(project.head.summary.as_ref()),
        Cell::of(project.unit.map(|unit| model.units[unit].head.id.as_str())),
        Cell::list(project.strategies.iter().map(|&one| model.strategies[one].head.id.as_str())),
        progress.status.word().into(),
        Cell::of(timing.begin),
        Cell::of(timing.end),
        Cell::of(timing.first_end),
        Cell::of(timing.shift().map(|shift| shift.months)),
        Cell::of(light.map(|light| light.colour.word())),
        project.milestones.len().into(),
        analysis.links.measures_of_project.of(reference).len().into(),
        money(|cost| cost.planned),
        money(|cost| cost.committed),
        money(|cost| cost.spent),
        address(Kind::Project, &project.head.id).into(),
    ]
}
