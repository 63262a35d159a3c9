//! What refers into the maturity model: targets name levels that exist, and one of them for each day.

use super::{Check, Subject};
use crate::content::Model;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::target::Target;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::Spanned;

pub(super) const CHECK: Check = Check { name: "model", codes: &["E0406", "W0401"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    for target in &model.targets {
        let levels = target.all.iter().chain(target.levels.iter().map(|(_, level)| level));
        found.extend(levels.filter_map(|level| too_high(model, level)));
    }
    for (number, target) in model.targets.iter().enumerate() {
        let earlier = || model.targets[..number].iter().filter(|other| other.by.last() == target.by.last());
        let twice = model.maturity.dimensions.refs().filter_map(|(dimension, record)| {
            let level = level_of(target, dimension)?;
            let doubled = earlier().any(|other| level_of(other, dimension).is_some());
            doubled.then_some((level, record.id.value.as_str()))
        });
        // What `alle` doubles is told once.
        let mut twice: Vec<_> = twice.collect();
        twice.dedup_by_key(|(level, _)| level.span);
        found.extend(twice.into_iter().map(|(level, dimension)| {
            let tag = target.by.last();
            Diagnostic::at("W0401", level.span).with("dimension", dimension).with("tag", tag)
        }));
    }
}

fn too_high(model: &Model, level: &Spanned<u32>) -> Option<Diagnostic> {
    let top = model.maturity.top();
    let high = level.value > top;
    high.then(|| Diagnostic::at("E0406", level.span).with("stufe", level.value).with("oberste", top))
}

/// The level that an entry sets for a dimension.
fn level_of(target: &Target, dimension: Ref<Dimension>) -> Option<&Spanned<u32>> {
    let named = target.levels.iter().find(|(one, _)| *one == dimension).map(|(_, level)| level);
    named.or(target.all.as_ref())
}
