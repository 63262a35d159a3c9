//! `abdeckung`: which measures and projects serve values and work against problems.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Word;
use crate::analysis::Analysis;
use crate::analysis::coverage;
use crate::analysis::status::Status;
use crate::content::names::Table;
use crate::content::{Model, ReadRecord};

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Coverage<'a> {
    werte: Vec<Served<'a>>,
    probleme: Vec<Served<'a>>,
    dimensionen: Vec<Both<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Served<'a> {
    id: &'a str,
    unbedient: bool,
    massnahmen: Vec<Count>,
    projekte: Vec<Count>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Count {
    stand: Word<Status>,
    anzahl: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Both<'a> {
    dimension: &'a str,
    wert: &'a str,
    massnahmen: Vec<&'a str>,
}

/// Values and problems by id; pairs of dimension and value that have measures, in the order of both.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Coverage<'a> {
    let coverage = &analysis.coverage;
    Coverage {
        werte: served(&model.values, &coverage.values),
        probleme: served(&model.problems, &coverage.problems),
        dimensionen: both(model, coverage),
    }
}

fn served<'a, T: ReadRecord>(records: &'a Table<T>, served: &[coverage::Served]) -> Vec<Served<'a>> {
    let one = |(record, served): (&'a T, &coverage::Served)| Served {
        id: &record.head().id,
        unbedient: served.is_bare(),
        massnahmen: counts(&served.measures),
        projekte: counts(&served.projects),
    };
    records.iter().zip(served).map(one).collect()
}

fn counts(counts: &BTreeMap<Status, usize>) -> Vec<Count> {
    counts.iter().map(|(&status, &anzahl)| Count { stand: Word(status), anzahl }).collect()
}

fn both<'a>(model: &'a Model, coverage: &coverage::Coverage) -> Vec<Both<'a>> {
    let mut all = Vec::new();
    for (dimension, values) in model.maturity.dimensions.iter().zip(&coverage.dimensions) {
        let pairs = model.values.iter().zip(values).filter(|(_, measures)| !measures.is_empty());
        all.extend(pairs.map(|(value, measures)| Both {
            dimension: &dimension.id,
            wert: &value.head.id,
            massnahmen: measures.iter().map(|&one| model.measures[one].head.id.as_str()).collect(),
        }));
    }
    all
}
