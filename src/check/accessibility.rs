//! What an accessibility statement lacks, and where it contradicts itself.

use super::{Check, Subject};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "accessibility", codes: &["W0327", "W0328"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let site = &subject.model.site;
    let place = site.declaration.span;
    let missing = site.declaration.missing();
    if site.owes_declaration() && !missing.is_empty() {
        found.push(Diagnostic::at("W0327", place).with("angaben", missing.join(", ")));
    }
    if site.declaration.contradicts_itself() {
        found.push(Diagnostic::at("W0328", place));
    }
}
