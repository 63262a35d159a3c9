//! Cost calculations: every line has a value.

use super::{Check, Subject};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "costs", codes: &["E0311"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let results = &subject.analysis.calculations;
    for (calculation, result) in subject.model.calculations.iter().zip(results) {
        for ((_, line), value) in calculation.lines.iter().zip(&result.lines) {
            if let (Some(formula), None) = (&line.formula, &value.value) {
                found.push(Diagnostic::at("E0311", formula.span));
            }
        }
    }
}
