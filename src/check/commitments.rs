//! Commitments: the question they name exists in their paper.

use super::{Check, Subject};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "commitments", codes: &["E0203"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    for commitment in &subject.model.commitments {
        let Some(paper) = commitment.paper.map(|paper| &subject.model.papers[paper]) else { continue };
        let exists = |number: u32| paper.numbered().any(|(one, _)| one == number);
        let Some(number) = commitment.question.filter(|number| !exists(number.value)) else { continue };
        let finding = Diagnostic::at("E0203", number.span).with("id", number.value).with("art", "@art.frage");
        found.push(finding.hint_with("fragen-der-vorlage", [("anzahl", paper.questions.len().to_string())]));
    }
}
