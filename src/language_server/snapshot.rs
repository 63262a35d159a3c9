//! What the content means at a moment: findings, records, references. The same path as `check`, up to the pages.

use std::collections::BTreeSet;

use crate::content::View;
use crate::content::index::{Definition, Index};
use crate::content::names::Kind;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::Messages;
use crate::output::unfit;
use crate::pipeline::{Known, Settings, read};
use crate::source::{FileId, Place, Problem, Sources, Span};

/// What the content means at a moment.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) sources: Sources,
    pub(super) found: Diagnostics,
    pub(super) index: Index,
    /// What follows, as of the last moment without errors.
    pub(super) known: Option<Known>,
    pub(super) messages: Messages,
}

impl Snapshot {
    /// Reads everything. What cannot be read at the moment is as it was `before`.
    pub(super) fn new(sources: Sources, problems: Vec<Problem>, settings: &Settings, before: Option<Self>) -> Self {
        let mut reading = read(&sources, problems.clone(), settings);
        // Whoever edits sees everything; and what is wrong where only they see it, too.
        if reading.parsed.unabridged().is_some() {
            let whole = Settings { view: View::Internal, ..settings.clone() };
            let all = read(&sources, problems, &whole);
            add_new(&mut reading.found, &all.found, &sources);
            (reading.known, reading.parsed) = (all.known, all.parsed);
        }
        let models = reading.known.iter().map(|known| &known.model);
        reading.found.extend(models.flat_map(|model| unfit(&model.site.theme_files(), model, &sources)));
        let mut index = Index::new(&reading.parsed);
        let mut known = reading.known;
        if let Some(before) = before {
            carry_over(&mut index, &sources, &before);
            known = known.or(before.known);
        }
        Self { sources, found: reading.found, index, known, messages: reading.messages }
    }

    /// The file of a path.
    pub(super) fn file(&self, path: &str) -> Option<(FileId, &str)> {
        let (id, file) = self.sources.find(path)?;
        Some((id, &file.text))
    }

    /// The text of a place, without quotation marks around it.
    pub(super) fn written(&self, span: Span) -> &str {
        let text = self.sources.file(span.file).and_then(|file| file.text.get(span.range())).unwrap_or_default();
        text.trim_matches(['"', '\''])
    }

    /// The record that is named or defined at a byte of a file, and where its name stands.
    pub(super) fn record_at(&self, file: FileId, offset: usize) -> Option<(&Definition, Span)> {
        let holds = |span: Span| {
            span.file == file && span.start() <= offset && offset <= span.end() && span.start() < span.end()
        };
        let named = self.index.references.iter().find(|one| holds(one.span)).and_then(|one| {
            let by_name = || self.index.find(one.kind, self.written(one.span));
            Some((one.target.map(|target| &self.index.definitions[target]).or_else(by_name)?, one.span))
        });
        let defined = || self.index.definitions.iter().find(|one| holds(one.id.span)).map(|one| (one, one.id.span));
        named.or_else(defined)
    }

    /// Every place that names a record.
    pub(super) fn uses<'a>(&'a self, record: &Definition) -> impl Iterator<Item = Span> + use<'a> {
        let position = self.index.definitions.iter().position(|one| one.kind == record.kind && one.id == record.id);
        self.index
            .references
            .iter()
            .filter(move |one| one.target.is_some() && one.target == position)
            .map(|one| one.span)
    }

    /// All records of a kind.
    pub(super) fn records(&self, kind: Kind) -> impl Iterator<Item = &Definition> {
        self.index.definitions.iter().filter(move |one| one.kind == kind)
    }
}

/// Adds findings where there is none of their code yet.
fn add_new(found: &mut Diagnostics, more: &Diagnostics, sources: &Sources) {
    let key = |one: &Diagnostic| {
        let (path, range) = place_of(one, sources);
        (one.code, path, range.start, range.end)
    };
    let known: BTreeSet<_> = found.sorted().into_iter().map(key).collect();
    found.extend(more.sorted().into_iter().filter(|one| !known.contains(&key(one))).cloned());
}

/// While a file cannot be read, its records are where they were.
fn carry_over(index: &mut Index, sources: &Sources, before: &Snapshot) {
    for &file in &index.unread {
        let Some(now) = sources.file(file) else { continue };
        let Some((then, _)) = before.file(&now.path) else { continue };
        for one in before.index.definitions.iter().filter(|one| one.id.span.file == then) {
            let mut one = one.clone();
            one.id.span =
                Span::new(file, one.id.span.start().min(now.text.len()), one.id.span.end().min(now.text.len()));
            match index.definitions.iter_mut().find(|other| other.kind == one.kind && other.id.value == one.id.value) {
                Some(there) => there.title = there.title.take().or(one.title),
                None => index.definitions.push(one),
            }
        }
    }
}

/// The file that a finding is about, and the range in it; a file as a whole is its beginning. What is about no file is shown
/// where the site as a whole is described.
pub(super) fn place_of(diagnostic: &Diagnostic, sources: &Sources) -> (String, std::ops::Range<usize>) {
    const WHOLE: &str = "seite.yaml";
    match &diagnostic.place {
        Some(Place::Span(span)) => {
            let path = sources.file(span.file).map_or(WHOLE, |file| file.path.as_str());
            (path.to_owned(), span.range())
        }
        Some(Place::Path(path)) if !path.is_empty() => (path.clone(), 0..0),
        Some(Place::Path(_) | Place::Cell(_)) | None => (WHOLE.to_owned(), 0..0),
    }
}
