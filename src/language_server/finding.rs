//! Findings as the protocol has them.

use std::collections::BTreeMap;

use lsp_types::{Diagnostic as Shown, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString};

use super::position::Encoding;
use super::snapshot::{Snapshot, place_of};
use super::workspace::{Workspace, mark};
use crate::diagnostics::{Diagnostic, Report, Severity, severity};
use crate::source::Span;

/// Where findings are from, beside their codes.
const SOURCE: &str = "spatz";

/// All findings by the path of their file.
pub(super) fn shown(snapshot: &Snapshot, workspace: &Workspace, encoding: Encoding) -> BTreeMap<String, Vec<Shown>> {
    let report = Report {
        found: &snapshot.found,
        sources: &snapshot.sources,
        messages: &snapshot.messages,
        folder: "",
        colour: false,
    };
    let places = Places { snapshot, workspace, encoding };
    let mut shown: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for diagnostic in snapshot.found.sorted() {
        let (path, _) = place_of(diagnostic, &snapshot.sources);
        shown.entry(path).or_default().push(places.finding(diagnostic, &report));
    }
    shown
}

/// Places in files as the client counts them.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) workspace: &'a Workspace,
    pub(super) encoding: Encoding,
}

impl Places<'_> {
    fn finding(self, diagnostic: &Diagnostic, report: &Report<'_>) -> Shown {
        let (path, bytes) = place_of(diagnostic, &self.snapshot.sources);
        let finding = report.finding(diagnostic);
        let help = self.snapshot.messages.get("bericht.hilfe");
        let hints = finding.hints.iter().map(|hint| format!("\n{help}: {hint}"));
        Shown {
            range: self.range(&path, bytes),
            severity: Some(match severity(diagnostic.code) {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
            }),
            code: Some(NumberOrString::String(diagnostic.code.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: std::iter::once(finding.message).chain(hints).collect(),
            related_information: self.related(diagnostic).map(|one| vec![one]),
            ..Shown::default()
        }
    }

    fn related(self, diagnostic: &Diagnostic) -> Option<DiagnosticRelatedInformation> {
        let (span, label) = diagnostic.related?;
        let message = self.snapshot.messages.get(&format!("marke.{label}")).to_owned();
        Some(DiagnosticRelatedInformation { location: self.location(span)?, message })
    }

    /// A place in a file.
    pub(super) fn location(self, span: Span) -> Option<Location> {
        let path = &self.snapshot.sources.file(span.file)?.path;
        Some(Location::new(self.workspace.uri(path)?, self.range(path, span.range())))
    }

    /// A range of a file.
    pub(super) fn range(self, path: &str, bytes: std::ops::Range<usize>) -> lsp_types::Range {
        let read = self.snapshot.file(path).map_or("", |(_, text)| text);
        let text = self.workspace.text(path, read);
        let mark = mark(text);
        self.encoding.range(text, bytes.start + mark..bytes.end + mark)
    }
}
