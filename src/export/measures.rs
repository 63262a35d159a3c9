//! `massnahmen`: a row per measure.

use jiff::ToSpan;
use jiff::civil::Date;

use super::table::{Cell, Column, Form, Table, statuses};
use crate::analysis::contribution::{expiry, rollout_completion};
use crate::analysis::rollout::{done_of, parts};
use crate::analysis::status::Status;
use crate::content::Model;
use crate::content::measure::Measure;
use crate::content::names::{Kind, Ref};
use crate::content::scalar::Rational;
use crate::view::compose::{Input, address};

pub(super) const TABLE: Table = Table {
    name: "massnahmen",
    key: &["id"],
    columns: &[
        Column::required("id", Form::Id),
        Column::required("titel", Form::Text),
        Column::new("projekt", Form::Id).refers("projekte"),
        Column::new("einheit", Form::Id),
        Column::required("status", Form::Word(statuses)),
        Column::new("beginn", Form::Written),
        Column::new("ende", Form::Written),
        Column::new("umgesetzt_am", Form::Day),
        Column::new("gilt_bis", Form::Day),
        Column::new("anteil", Form::Share),
        Column::new("kriterien", Form::Ids),
        Column::required("seite", Form::Link),
    ],
    rows: |input| input.model.measures.refs().map(|(reference, measure)| row(input, reference, measure)).collect(),
};

fn row(input: &Input<'_>, reference: Ref<Measure>, measure: &Measure) -> Vec<Cell> {
    let (model, as_of) = (input.model, input.analysis.as_of);
    let progress = &input.analysis.measures[reference.index()];
    vec![
        measure.head.id.as_str().into(),
        measure.head.title.as_str().into(),
        Cell::of(measure.project.map(|one| model.projects[one].head.id.as_str())),
        Cell::of(measure.unit.map(|one| model.units[one].head.id.as_str())),
        progress.status.word().into(),
        Cell::of(progress.timing.begin),
        Cell::of(progress.timing.end),
        Cell::of(progress.timing.done),
        Cell::of(valid_until(model, measure, as_of).filter(|_| progress.status == Status::Completed)),
        Cell::of(share(model, measure, as_of)),
        Cell::list(measure.fulfils.iter().map(|&one| model.maturity.criteria[one].id.as_str())),
        address(Kind::Measure, &measure.head.id).into(),
    ]
}

/// The last day on which its last confirmation holds.
fn valid_until(model: &Model, measure: &Measure, as_of: Date) -> Option<Date> {
    expiry(measure, rollout_completion(model, measure, as_of), as_of)?.checked_sub(1.day()).ok()
}

/// How much of its field it covers: as last reported, or in how many of the units of a rollout it is done.
fn share(model: &Model, measure: &Measure, as_of: Date) -> Option<Rational> {
    if measure.rollout.is_some() {
        let (done, all) = done_of(&parts(model, measure, as_of));
        return Rational::new(done as u64, all as u64);
    }
    let known = measure.coverage.iter().rfind(|entry| entry.date.last() <= as_of)?;
    Some(known.share.value().clone())
}
