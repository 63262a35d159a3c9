//! `ohne_massnahme`: criteria that no plan reaches; `ohne_kriterium`: measures that contribute to none.

use schemars::JsonSchema;
use serde::Serialize;

use super::scalar::{Word, Words};
use crate::analysis::Analysis;
use crate::analysis::planning::{self, Lack};
use crate::content::Model;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Gap<'a> {
    kriterium: &'a str,
    dimension: &'a str,
    stufe: u32,
    naechste: bool,
    mangel: Word<Lack>,
    massnahmen: Vec<&'a str>,
    noetig: u32,
}

impl Words for Lack {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|lack| lack.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

/// In the order of the page: what the next level needs first.
pub(super) fn of<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Gap<'a>> {
    analysis.planning.gaps.iter().map(|gap| self::gap(model, gap)).collect()
}

fn gap<'a>(model: &'a Model, gap: &planning::Gap) -> Gap<'a> {
    let criterion = &model.maturity.criteria[gap.criterion];
    Gap {
        kriterium: &criterion.id,
        dimension: &model.maturity.dimensions[criterion.dimension].id,
        stufe: criterion.level,
        naechste: gap.next,
        mangel: Word(gap.lack),
        massnahmen: gap.usable.iter().map(|&one| model.measures[one].head.id.as_str()).collect(),
        noetig: gap.needed,
    }
}

/// By id.
pub(super) fn aimless<'a>(model: &'a Model, analysis: &Analysis) -> Vec<&'a str> {
    analysis.planning.aimless.iter().map(|&one| model.measures[one].head.id.as_str()).collect()
}
