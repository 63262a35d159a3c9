//! `massnahmen`: what follows for each measure from its plan and its events.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Day, Word, Written};
use crate::analysis::status::Status;
use crate::analysis::{Analysis, Progress};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Measure<'a> {
    id: &'a str,
    stand: Word<Status>,
    umgesetzt: Option<Day>,
    abgelaufen: Option<Day>,
    planende: Option<Written>,
}

/// Every measure, by id.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Measure<'a>> {
    let measure = |(id, progress): (&'a str, &Progress)| Measure {
        id,
        stand: Word(progress.status),
        umgesetzt: progress.timing.done.map(Day),
        abgelaufen: progress.expired.map(Day),
        planende: progress.timing.end.map(Written),
    };
    model.measures.iter().map(|one| one.head.id.as_str()).zip(&analysis.measures).map(measure).collect()
}
