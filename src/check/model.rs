//! What refers into the maturity model: targets name levels that exist.

use super::{Check, Subject};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "model", codes: &["E0406"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    let top = model.maturity.top();
    for target in &model.targets {
        let levels = target.all.iter().chain(target.levels.iter().map(|(_, level)| level));
        for level in levels.filter(|level| level.value > top) {
            found.push(Diagnostic::at("E0406", level.span).with("stufe", level.value).with("oberste", top));
        }
    }
}
