//! What is part of something, or requires something, is not so of itself, not even by a detour.

use super::{Check, Subject};
use crate::content::ReadRecord;
use crate::content::names::{Ref, Table};
use crate::diagnostics::{Diagnostic, Diagnostics};

pub(super) const CHECK: Check = Check { name: "cycles", codes: &["E0312"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    find(&model.strategies, "teil_von", |one| one.part_of.into_iter().collect(), found);
    find(&model.strategies, "ersetzt", |one| one.supersedes.clone(), found);
    find(&model.projects, "teil_von", |one| one.part_of.into_iter().collect(), found);
    find(&model.projects, "setzt_voraus", |one| one.requires.clone(), found);
    find(&model.measures, "setzt_voraus", |one| one.requires.clone(), found);
}

/// Reports every record from which its own references lead back to it.
fn find<T: ReadRecord>(table: &Table<T>, key: &str, next: fn(&T) -> Vec<Ref<T>>, found: &mut Diagnostics) {
    for (start, record) in table.refs() {
        let mut seen: Vec<Ref<T>> = Vec::new();
        let mut open = next(record);
        while let Some(at) = open.pop() {
            if !seen.contains(&at) {
                seen.push(at);
                open.extend(next(&table[at]));
            }
        }
        if seen.contains(&start) {
            let id = &record.head().id;
            found.push(Diagnostic::at("E0312", id.span).with("id", &id.value).with("schluessel", key));
        }
    }
}
