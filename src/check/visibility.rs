//! What a view may not see can change what it is told: its levels are held against those from all that is written.

use std::collections::BTreeMap;

use super::{Check, Subject};
use crate::analysis::maturity::evaluate;
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "visibility", codes: &["W0402"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let Some(unabridged) = subject.unabridged else { return };
    let all = evaluate(unabridged, subject.analysis.as_of);
    let all: BTreeMap<_, _> =
        unabridged.maturity.dimensions.iter().map(|one| &one.id.value).zip(&all.dimensions).collect();
    let shown = subject.model.maturity.dimensions.iter().zip(&subject.analysis.maturity.dimensions);
    found.extend(shown.filter_map(|(dimension, shown)| {
        let all = all.get(&dimension.id.value).filter(|all| all.level != shown.level)?;
        let finding = Diagnostic::at("W0402", dimension.id.span).with("dimension", &dimension.id.value);
        Some(finding.with("stufe", level(shown.level)).with("alles", level(all.level)))
    }));
}

/// A level as an argument of a message.
fn level(level: Option<u32>) -> String {
    level.map_or_else(|| "@stufe.nicht-bewertet".to_owned(), |level| level.to_string())
}
