//! Links in descriptions: they lead to records that exist, and nowhere but http(s), mailto, tel.

use std::ops::Range;

use rayon::prelude::*;

use super::{Check, Subject};
use crate::content::common::Prose;
use crate::content::names::Table;
use crate::content::prose::{LinkTarget, WITH_PICTURES, link_target, picture};
use crate::content::{Model, ReadRecord};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::markup::{Mention, links};
use crate::source::{Span, Spanned};

pub(super) const CHECK: Check = Check { name: "markdown", codes: &["E0308", "E0309", "E0313"], run };

/// A thread takes so many descriptions at once, so that none waits for another one's last.
const AT_ONCE: usize = 64;

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    let bodies: Vec<&Prose> = bodies(&model.strategies)
        .chain(bodies(&model.values))
        .chain(bodies(&model.problems))
        .chain(bodies(&model.blocks))
        .chain(bodies(&model.projects))
        .chain(bodies(&model.measures))
        .chain(bodies(&model.papers))
        .chain(bodies(&model.variants))
        .chain(bodies(&model.pages))
        .collect();
    found.extend(
        bodies.into_par_iter().with_max_len(AT_ONCE).flat_map_iter(|body| of_prose(model, body)).collect::<Vec<_>>(),
    );
    for easy in model.heads().filter_map(|(_, head)| head.easy.as_ref()) {
        check_text(model, &easy.text, &easy.folder, found);
    }
    let answers = model.papers.iter().flat_map(|paper| paper.questions.iter().filter_map(|one| one.answer.as_ref()));
    for answer in answers {
        check_text(model, answer, "stadtrat", found);
    }
    for question in model.site.audiences.iter().flat_map(|(_, audience)| &audience.questions) {
        if let Some(answer) = &question.answer {
            check_text(model, answer, "", found);
        }
    }
    if let Some(text) = &model.maturity.text {
        check_text(model, text, "", found);
    }
}

/// A text inside YAML: its lines are folded, so the finding points at its beginning.
fn check_text(model: &Model, text: &Spanned<String>, folder: &str, found: &mut Diagnostics) {
    found.extend(links(text).iter().filter_map(|mention| finding(model, folder, mention, text.span)));
}

fn bodies<T: ReadRecord>(table: &Table<T>) -> impl Iterator<Item = &Prose> {
    table.iter().filter_map(|record| record.head().body.as_deref())
}

fn of_prose(model: &Model, prose: &Prose) -> Vec<Diagnostic> {
    let base = prose.text.span;
    let place = |range: &Range<usize>| Span::new(base.file, base.start() + range.start, base.start() + range.end);
    let found = |mention: &Mention| finding(model, &prose.folder, mention, place(&mention.range));
    prose.links().iter().filter_map(found).collect()
}

fn finding(model: &Model, folder: &str, mention: &Mention, span: Span) -> Option<Diagnostic> {
    let finding = |code| Diagnostic::at(code, span).with("ziel", &mention.destination);
    if let Some(alternative) = &mention.alternative {
        return match picture(folder, &mention.destination) {
            Some(_) if alternative.trim().is_empty() => Some(finding("E0313")),
            Some(_) => None,
            None if folder == WITH_PICTURES => Some(finding("E0309").hint("bild-von-hier")),
            None => Some(finding("E0309").hint("keine-bilder")),
        };
    }
    match link_target(model, folder, &mention.destination) {
        LinkTarget::Outside | LinkTarget::Record(..) | LinkTarget::Overview(_) | LinkTarget::Hidden => None,
        LinkTarget::Refused => Some(finding("E0309")),
        LinkTarget::Nothing(Some(near)) => Some(finding("E0308").hint_with("meinten-sie", [("vorschlag", near)])),
        LinkTarget::Nothing(None) => Some(finding("E0308")),
    }
}
