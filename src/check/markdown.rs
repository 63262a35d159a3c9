//! Links in descriptions: they lead to records that exist, and nowhere but http(s), mailto, tel.

use super::{Check, Subject};
use crate::content::common::Prose;
use crate::content::names::Table;
use crate::content::prose::{LinkTarget, link_target};
use crate::content::{Model, ReadRecord};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::markup::links;
use crate::source::Span;

pub(super) const CHECK: Check = Check { name: "markdown", codes: &["E0308", "E0309"], run };

fn run(subject: Subject<'_>, found: &mut Diagnostics) {
    let model = subject.model;
    let bodies = bodies(&model.strategies)
        .chain(bodies(&model.values))
        .chain(bodies(&model.problems))
        .chain(bodies(&model.blocks))
        .chain(bodies(&model.projects))
        .chain(bodies(&model.measures))
        .chain(bodies(&model.papers))
        .chain(bodies(&model.variants))
        .chain(bodies(&model.pages));
    for body in bodies {
        check_prose(model, body, found);
    }
    let answers =
        model.papers.iter().flat_map(|paper| paper.questions.iter().filter_map(|question| question.answer.as_ref()));
    for answer in answers.chain(model.maturity.text.as_ref()) {
        let prose = Prose { text: answer.clone(), folder: "stadtrat".to_owned() };
        for (_, destination) in links(&prose.text) {
            report(model, &prose, &destination, answer.span, found);
        }
    }
}

fn bodies<T: ReadRecord>(table: &Table<T>) -> impl Iterator<Item = &Prose> {
    table.iter().filter_map(|record| record.head().body.as_ref())
}

fn check_prose(model: &Model, prose: &Prose, found: &mut Diagnostics) {
    let base = prose.text.span;
    for (range, destination) in links(&prose.text) {
        let span = Span::new(base.file, base.start() + range.start, base.start() + range.end);
        report(model, prose, &destination, span, found);
    }
}

fn report(model: &Model, prose: &Prose, destination: &str, span: Span, found: &mut Diagnostics) {
    match link_target(model, &prose.folder, destination) {
        LinkTarget::Outside | LinkTarget::Anchor | LinkTarget::Record(..) | LinkTarget::Overview(_) => {}
        LinkTarget::Refused => found.push(Diagnostic::at("E0309", span).with("ziel", destination)),
        LinkTarget::Nothing(near) => {
            let finding = Diagnostic::at("E0308", span).with("ziel", destination);
            found.push(match near {
                Some(near) => finding.hint_with("meinten-sie", [("vorschlag", near)]),
                None => finding,
            });
        }
    }
}
