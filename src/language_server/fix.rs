//! What can be mended with one click: where a finding knows what was meant, that is written instead.

use std::ops::Range;

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Diagnostic as Shown,
    NumberOrString, TextEdit, WorkspaceEdit,
};

use super::finding::Places;
use crate::diagnostics::Diagnostic;
use crate::source::{Place, yaml};

/// Findings that a break of YAML's rules has caused: what was meant is the whole value of the line.
const LINE: &[&str] = &["E0108", "E0116", "E0117", "E0118"];

/// A finding about a link in a text: what was meant is where the link leads.
const LINK: &str = "E0308";

/// What was meant at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fix {
    /// What is replaced.
    pub(super) range: Range<usize>,
    /// By what.
    pub(super) text: String,
}

/// What was meant where a finding stands in `text`, if that is known.
pub(super) fn fixes(diagnostic: &Diagnostic, text: &str) -> Vec<Fix> {
    let Some(Place::Span(span)) = &diagnostic.place else { return Vec::new() };
    let suggestions = diagnostic
        .hints
        .iter()
        .filter(|hint| matches!(hint.key, "kennung-statt-titel" | "meinten-sie" | "statt-dessen"));
    let suggestions = suggestions.filter_map(|hint| hint.arguments.iter().find(|(name, _)| *name == "vorschlag"));
    let range = match diagnostic.code {
        code if LINE.contains(&code) => Some(yaml::value_on_line(text, span.start())),
        LINK => destination(diagnostic, text, span.range()),
        // The place of a file as a whole is empty.
        _ => Some(span.range()).filter(|range| !range.is_empty()),
    };
    let fix = |(_, meant): &(&str, String)| Some(Fix { range: range.clone()?, text: meant.clone() });
    suggestions.filter_map(fix).collect()
}

/// Where the address of a link stands in the link.
fn destination(diagnostic: &Diagnostic, text: &str, link: Range<usize>) -> Option<Range<usize>> {
    let (_, written) = diagnostic.arguments.iter().find(|(name, _)| *name == "ziel")?;
    let at = link.start + text.get(link)?.rfind(written.as_str())?;
    Some(at..at + written.len())
}

/// The fixes for the findings that a client asks about.
pub(super) fn actions(places: Places<'_>, path: &str, params: &CodeActionParams) -> CodeActionResponse {
    let Some((file, text)) = places.snapshot.file(path) else { return Vec::new() };
    let asked = |diagnostic: &&Diagnostic| {
        matches!(&diagnostic.place, Some(Place::Span(span)) if span.file == file && {
            let range = places.range(path, span.range());
            range.start <= params.range.end && params.range.start <= range.end
        })
    };
    let found = places.snapshot.found.sorted();
    let actions = found.into_iter().filter(asked).flat_map(|diagnostic| {
        let fixes = fixes(diagnostic, text);
        let only = fixes.len() == 1;
        fixes.into_iter().filter_map(move |fix| action(places, path, params, diagnostic, fix, only))
    });
    actions.map(CodeActionOrCommand::CodeAction).collect()
}

fn action(
    places: Places<'_>,
    path: &str,
    params: &CodeActionParams,
    diagnostic: &Diagnostic,
    fix: Fix,
    only: bool,
) -> Option<CodeAction> {
    let title = places.snapshot.messages.format("editor.ersetzen", &[("vorschlag", &fix.text)]);
    let edit = TextEdit::new(places.range(path, fix.range), fix.text);
    let code = NumberOrString::String(diagnostic.code.to_owned());
    let mends = |shown: &&Shown| shown.code.as_ref() == Some(&code);
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(params.context.diagnostics.iter().filter(mends).cloned().collect()),
        edit: Some(WorkspaceEdit::new([(places.workspace.uri(path)?, vec![edit])].into())),
        is_preferred: Some(only),
        ..CodeAction::default()
    })
}
