//! What the commands that change content share: reading it, reading it again as it would be, writing, reporting.

use std::path::Path;

use jiff::civil::Date;

use super::run::{FormatArgument, Reporting, folder, report};
use crate::content::View;
use crate::diagnostics::{Diagnostic, Diagnostics, Report};
use crate::messages::{Language, Messages};
use crate::pipeline::{self, Known, Reading, Settings};
use crate::source::{FileChange, Place, Sources};
use crate::write::{FilesError, FilesReason, write_files};

/// One change of content, from reading to the report.
pub(super) struct Editing<'a> {
    content: &'a Path,
    folder: String,
    settings: Settings,
    /// What is said of the content as it is.
    before: Vec<Told>,
    /// The content that findings point into.
    pub(super) sources: Sources,
    /// What the content means; none if it has errors, which have been noted.
    pub(super) known: Option<Known>,
    pub(super) messages: Messages,
    pub(super) found: Diagnostics,
}

/// Content as it would be.
pub(super) struct After {
    pub(super) sources: Sources,
    pub(super) known: Option<Known>,
    pub(super) found: Diagnostics,
}

impl<'a> Editing<'a> {
    /// Reads a content folder with all that is hidden.
    pub(super) fn read(content: &'a Path, language: Option<Language>, today: Date) -> Self {
        let settings = Settings { view: View::Internal, language, ..Settings::on(today) };
        let (sources, problems) = Sources::read(content);
        let Reading { known, found, messages, .. } = pipeline::read(&sources, problems, &settings);
        let known = known.filter(|_| !found.has_errors());
        let before = told(&found, &sources);
        let found = if known.is_some() { Diagnostics::default() } else { found };
        Self { content, folder: folder(content), settings, before, sources, known, messages, found }
    }

    /// Takes a content folder as it is, whatever it means.
    pub(super) fn unread(content: &'a Path, language: Option<Language>) -> Self {
        let (sources, problems) = Sources::read(content);
        let mut found = Diagnostics::default();
        found.extend(problems.into_iter().map(Diagnostic::from));
        let messages = Messages::load(language.unwrap_or_default());
        let settings = Settings::on(Date::default());
        Self { content, folder: folder(content), settings, before: Vec::new(), sources, known: None, messages, found }
    }

    /// Reads the content as it would be.
    pub(super) fn with(&self, changes: &[FileChange]) -> After {
        let (sources, problems) = self.sources.with(changes);
        let Reading { known, found, .. } = pipeline::read(&sources, problems, &self.settings);
        After { sources, known, found }
    }

    /// What is said of the content as it is.
    pub(super) fn before(&self) -> &[Told] {
        &self.before
    }

    /// Writes files; whether all of them were.
    pub(super) fn write(&mut self, changes: &[FileChange]) -> bool {
        write_files(self.content, changes).map_err(|error| self.found.push(not_written(&error, &self.messages))).is_ok()
    }

    /// A content file as it is shown.
    pub(super) fn shown(&self, path: &str) -> String {
        if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    pub(super) fn report(&self) -> Report<'_> {
        report(&self.found, &self.sources, &self.messages, &self.folder)
    }

    /// Prints findings: for machines to standard output, else to standard error.
    pub(super) fn print(&self, format: FormatArgument) {
        Reporting { format }.print(&self.found, &self.sources, &self.messages, self.content);
    }

    /// Prints lines for people: to standard output, unless that is for machines.
    pub(super) fn say(&self, format: FormatArgument, lines: &[String]) {
        lines.iter().for_each(|line| Reporting { format }.tell(line));
    }
}

fn not_written(error: &FilesError, messages: &Messages) -> Diagnostic {
    let reason = match &error.reason {
        FilesReason::Changed => messages.get("import.geaendert").to_owned(),
        FilesReason::Io(error) => messages.refusal(error),
    };
    let list = if error.written.is_empty() { "–".to_owned() } else { error.written.join(", ") };
    let text = format!("{}: {reason}", error.path.display());
    Diagnostic::general("E0914").with("meldung", text).with("liste", list)
}

/// A finding without its line: what stands below a change moves.
pub(super) type Told = (&'static str, String, Vec<(&'static str, String)>);

fn told(found: &Diagnostics, sources: &Sources) -> Vec<Told> {
    found.sorted().into_iter().map(|finding| without_line(finding, sources)).collect()
}

fn without_line(finding: &Diagnostic, sources: &Sources) -> Told {
    let path = match &finding.place {
        Some(Place::Span(span)) => sources.file(span.file).map(|file| file.path.clone()),
        Some(Place::Path(path)) => Some(path.clone()),
        Some(Place::Cell(_)) | None => None,
    };
    (finding.code, path.unwrap_or_default(), finding.arguments.clone())
}

/// What is found now and was not before.
pub(super) fn new_findings(before: &[Told], (found, sources): (&Diagnostics, &Sources)) -> Vec<Diagnostic> {
    let mut before = before.to_vec();
    let mut is_new = |finding: &&Diagnostic| {
        let told = without_line(finding, sources);
        before.iter().position(|one| *one == told).map(|at| before.swap_remove(at)).is_none()
    };
    let found = found.sorted();
    found.into_iter().filter(|finding| is_new(finding)).cloned().collect()
}
