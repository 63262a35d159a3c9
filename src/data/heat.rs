//! `felder`: where each dimension stands on each level.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Word, Words};
use crate::analysis::Analysis;
use crate::analysis::heat::{Cell, Heat};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Field<'a> {
    dimension: &'a str,
    stufe: u32,
    zustand: Word<Heat>,
    verlangt: usize,
    erfuellt: usize,
    begonnen: usize,
    angekuendigt: usize,
    ausgenommen: usize,
    spaeter: usize,
}

impl Words for Heat {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|heat| heat.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

/// Every level from 1 of every dimension, in the model's order.
pub(super) fn of<'a>(model: &'a Model, analysis: &'a Analysis) -> Vec<Field<'a>> {
    let dimensions = model.maturity.dimensions.refs();
    let fields = dimensions.flat_map(|(reference, dimension)| {
        (1u32..).zip(analysis.heat.of(reference)).map(|(level, cell)| field(&dimension.id, level, *cell))
    });
    fields.collect()
}

fn field(dimension: &str, level: u32, cell: Cell) -> Field<'_> {
    Field {
        dimension,
        stufe: level,
        zustand: Word(cell.heat()),
        verlangt: cell.asked,
        erfuellt: cell.met,
        begonnen: cell.begun,
        angekuendigt: cell.announced,
        ausgenommen: cell.exempt,
        spaeter: cell.later,
    }
}
