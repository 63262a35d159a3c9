//! `fragil`: criteria and levels that hang on a single measure, and those that fall when a confirmation expires.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::Day;
use crate::analysis::Analysis;
use crate::analysis::fragility;
use crate::content::Model;
use crate::content::maturity_model::Criterion;
use crate::content::names::Ref;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Fragility<'a> {
    haengt_an: Vec<Pillar<'a>>,
    laeuft_ab: Vec<Lapse<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Pillar<'a> {
    id: &'a str,
    kriterien: Vec<&'a str>,
    stufen: Vec<Fall<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Lapse<'a> {
    datum: Day,
    massnahme: &'a str,
    kriterien: Vec<&'a str>,
    stufen: Vec<Fall<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Fall<'a> {
    dimension: &'a str,
    von: u32,
    auf: u32,
}

/// Measures by id, expiries by date.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Fragility<'a> {
    let pillar = |pillar: &fragility::Pillar| Pillar {
        id: &model.measures[pillar.measure].head.id,
        kriterien: criteria(model, &pillar.criteria),
        stufen: falls(model, &pillar.falls),
    };
    let lapse = |lapse: &fragility::Lapse| Lapse {
        datum: Day(lapse.day),
        massnahme: &model.measures[lapse.measure].head.id,
        kriterien: criteria(model, &lapse.criteria),
        stufen: falls(model, &lapse.falls),
    };
    let fragility = &analysis.fragility;
    Fragility {
        haengt_an: fragility.pillars.iter().map(pillar).collect(),
        laeuft_ab: fragility.lapses.iter().map(lapse).collect(),
    }
}

fn criteria<'a>(model: &'a Model, criteria: &[Ref<Criterion>]) -> Vec<&'a str> {
    criteria.iter().map(|&one| model.maturity.criteria[one].id.as_str()).collect()
}

fn falls<'a>(model: &'a Model, falls: &[fragility::Fall]) -> Vec<Fall<'a>> {
    let fall = |fall: &fragility::Fall| Fall {
        dimension: &model.maturity.dimensions[fall.dimension].id,
        von: fall.from,
        auf: fall.to,
    };
    falls.iter().map(fall).collect()
}
