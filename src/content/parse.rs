//! From bytes to trees with places, and what a view may not see.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::Language;
use crate::source::yaml::{self, Node, Value};
use crate::source::{FileId, Place as SourcePlace, Problem, SourceFile, Sources, Span, Spanned, split};

use super::common::Prose;
use super::fields::{is_id, taken, to_id};
use super::prose::pictures;
use super::{ContentKind, FORMAT, KINDS, Place};

/// Who looks at a site. Each sees what the ones before it see, and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum View {
    /// Everybody.
    #[default]
    Public,
    /// The council.
    Council,
    /// The administration.
    Internal,
}

impl View {
    /// The words for views, in order.
    pub const ALL: &'static [(&'static str, Self)] =
        &[("oeffentlich", Self::Public), ("rat", Self::Council), ("intern", Self::Internal)];

    /// The view of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|&(_, view)| view)
    }

    /// The word of the view, where not everybody has it.
    pub fn restricted(self) -> Option<&'static str> {
        (self != Self::Public).then(|| self.word())
    }

    /// The word of the view.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, view)| *view == self).map_or("", |(word, _)| word)
    }
}

/// One content file as the authors wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) kind: &'static ContentKind,
    /// The file's stem, and the place to point at when the record as a whole is meant.
    pub(super) id: Spanned<String>,
    /// The data; none where the syntax is broken (which has been reported). Whoever changes nothing in it shares it.
    pub(super) data: Option<Arc<Node>>,
    pub(super) body: Option<Arc<Prose>>,
}

/// What the authors wrote.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub(super) documents: Vec<Document>,
    /// The documents before anything was hidden; only their ids are still of use.
    pub(super) written: Vec<Document>,
}

/// Parses every file; what is wrong with one does not keep the others from being read.
pub fn parse(sources: &Sources, found: &mut Diagnostics) -> Parsed {
    let files: Vec<_> = sources.iter().collect();
    let results: Vec<_> = files.par_iter().map(|(id, file)| parse_file(*id, file)).collect();
    assembled(sources, results, found)
}

/// A file as it was parsed: its document, and what is wrong with it.
type Read = (Option<Document>, Vec<Diagnostic>);

/// What files were parsed to, for content that is parsed again and again.
#[derive(Debug, Default)]
pub struct Memory {
    files: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    file: Arc<SourceFile>,
    read: Arc<Read>,
}

impl Memory {
    /// As [`parse`]: a file that reads as it did in the same place of the sources is not parsed again.
    pub fn parse(&mut self, sources: &Sources, found: &mut Diagnostics) -> Parsed {
        let files: Vec<_> = sources.iter().enumerate().collect();
        let known = |position: usize, file: &Arc<SourceFile>| {
            self.files.get(position).filter(|known| known.file == *file).cloned()
        };
        let new = |id, file: &Arc<SourceFile>| Known { file: Arc::clone(file), read: Arc::new(parse_file(id, file)) };
        let parsed = |&(position, (id, file)): &(usize, _)| known(position, file).unwrap_or_else(|| new(id, file));
        self.files = files.par_iter().map(parsed).collect();
        assembled(sources, self.files.iter().map(|known| known.read.as_ref().clone()), found)
    }
}

/// All documents, what is missing and what is too much.
fn assembled(sources: &Sources, results: impl IntoIterator<Item = Read>, found: &mut Diagnostics) -> Parsed {
    let mut documents = Vec::new();
    for (document, findings) in results {
        documents.extend(document);
        found.extend(findings);
    }
    for kind in KINDS.iter().filter(|kind| kind.required) {
        if let Place::File(name) = kind.place
            && !documents.iter().any(|document| document.kind == kind)
        {
            found.push(Diagnostic::in_path("E0007", name));
        }
    }
    let parsed = Parsed { documents, written: Vec::new() };
    let shown = parsed.pictures();
    found.extend(sources.pictures().filter(|path| !shown.iter().any(|one| one == path)).map(unknown_file));
    parsed
}

fn parse_file(id: FileId, file: &SourceFile) -> Read {
    let Some(kind) = kind_of(&file.path) else { return (None, vec![unknown_file(&file.path)]) };
    let start = Span::new(id, 0, 0);
    let mut document = Document { kind, id: Spanned::new(file.stem().to_owned(), start), data: None, body: None };
    if !file.is_readable() {
        return (Some(document), Vec::new());
    }
    let mut found = Vec::new();
    let yaml = match kind.place {
        Place::File(_) => Some(0..file.text.len()),
        Place::Folder(folder) => {
            found.extend(bad_stem(file));
            match split(&file.text) {
                Ok(parts) => {
                    let text = file.text.get(parts.body.clone()).unwrap_or_default();
                    let text = Spanned::new(text.to_owned(), Span::new(id, parts.body.start, parts.body.end));
                    let body = Some(Prose::new(text, folder));
                    document.body = body.filter(|body| !body.text.trim().is_empty()).map(Arc::new);
                    Some(parts.yaml)
                }
                Err(kind) => {
                    found.push(Problem { place: SourcePlace::Span(Span::new(id, 0, 3)), kind }.into());
                    None
                }
            }
        }
    };
    match yaml.map(|range| yaml::parse(id, &file.text, range)) {
        Some(Ok(yaml::Parsed { node, warnings })) => {
            document.data = Some(Arc::new(node));
            found.extend(warnings.into_iter().map(Diagnostic::from));
        }
        Some(Err(problems)) => found.extend(problems.into_iter().map(Diagnostic::from)),
        None => {}
    }
    (Some(document), found)
}

fn kind_of(path: &str) -> Option<&'static ContentKind> {
    KINDS.iter().find(|kind| kind.holds(path))
}

fn bad_stem(file: &SourceFile) -> Option<Diagnostic> {
    let stem = file.stem();
    let suggestion = to_id(stem);
    let finding = Diagnostic::in_path("E0204", &file.path).with("id", stem);
    (!is_id(stem)).then(|| match taken(stem) {
        Some(hint) => finding.hint(hint),
        None if is_id(&suggestion) => finding.hint_with("umbenennen", [("vorschlag", format!("{suggestion}.md"))]),
        None => finding,
    })
}

/// A YAML or Markdown file that no kind claims would be lost silently: an error. Any other file is only odd.
fn unknown_file(path: &str) -> Diagnostic {
    let is_data = [".yaml", ".yml", ".md"].iter().any(|ending| path.to_lowercase().ends_with(ending));
    let finding = Diagnostic::in_path(if is_data { "E0008" } else { "W0001" }, path);
    let names = KINDS.iter().map(ContentKind::path);
    let written = path.split('/').next().unwrap_or(path);
    if names.clone().any(|name| name == written) {
        return finding.hint_with("nur-markdown", [("ordner", written.to_owned())]);
    }
    finding.did_you_mean(written, names)
}

impl Parsed {
    /// The language that the content asks for, as far as it can be read already.
    pub fn language(&self) -> Option<Language> {
        Language::from_tag(self.site()?.get("sprache")?.scalar()?)
    }

    /// The version of the format that the content is written in, as far as it can be read already.
    pub fn format(&self) -> Option<Spanned<u32>> {
        let node = self.site()?.get("format")?;
        node.scalar()?.trim().parse().ok().map(|format| Spanned::new(format, node.span))
    }

    /// That the content is written in a later version of the format than is known here, if it is.
    pub fn newer_format(&self) -> Option<Diagnostic> {
        let format = self.format().filter(|format| format.value > FORMAT)?;
        Some(Diagnostic::at("E0250", format.span).with("format", format.value).with("bekannt", FORMAT))
    }

    /// The pictures that the site shows, as far as that can be read already.
    fn pictures(&self) -> Vec<String> {
        let design = self.site().and_then(|site| site.get("gestaltung")?.map());
        let logo = design.and_then(|design| design.get("logo")?.map()?.get("datei")?.scalar());
        let icon = design.and_then(|design| design.get("symbol")?.scalar());
        let given = logo.into_iter().chain(icon).map(|path| path.trim().to_owned());
        let bodies = self.documents.iter().filter_map(|document| document.body.as_deref());
        given.chain(bodies.flat_map(pictures).map(|shown| shown.value)).collect()
    }

    fn site(&self) -> Option<&yaml::Mapping> {
        self.file("seite.yaml")?.map()
    }

    /// What a file of its own holds, as far as it can be read already.
    pub(super) fn file(&self, name: &'static str) -> Option<&Node> {
        let document = self.documents.iter().find(|document| document.kind.place == Place::File(name))?;
        document.data.as_deref()
    }

    /// Drops every record, event, list or map entry that the view may not see, before anything is computed from it.
    #[must_use]
    pub fn visible_to(self, view: View, found: &mut Diagnostics) -> Self {
        let documents = self.documents.iter().filter_map(|document| visible_document(document, view, found)).collect();
        Self { documents, written: self.documents }
    }

    /// The content with nothing hidden; none if nothing is hidden anyway.
    pub fn unabridged(&self) -> Option<Self> {
        let shown = self.documents.iter().map(|document| &document.data);
        let hides = !shown.eq(self.written.iter().map(|document| &document.data));
        hides.then(|| Self { documents: self.written.clone(), written: Vec::new() })
    }
}

fn visible_document(document: &Document, view: View, found: &mut Diagnostics) -> Option<Document> {
    let data = match (&document.data, document.kind.place) {
        (Some(node), _) if !names_viewers(node) => Some(Arc::clone(node)),
        (Some(node), Place::Folder(_)) => Some(Arc::new(visible_node(node, view, found)?)),
        (Some(node), Place::File(_)) => Some(Arc::new(visible_entries(node, view, found))),
        (None, _) => None,
    };
    Some(Document { data, ..document.clone() })
}

/// Whether a node says anywhere who may see it; if not, everybody may see all of it.
fn names_viewers(node: &Node) -> bool {
    match &node.value {
        Value::Null | Value::Scalar(_) => false,
        Value::List(items) => items.iter().any(names_viewers),
        Value::Map(map) => map.entries.iter().any(|(key, node)| key.value == VISIBILITY || names_viewers(node)),
    }
}

/// The key that says who may see a record.
const VISIBILITY: &str = "sichtbarkeit";

/// A node the view may see, with what is inside it that it may see.
fn visible_node(node: &Node, view: View, found: &mut Diagnostics) -> Option<Node> {
    let hidden = node.map().is_some_and(|map| !may_see(map, view, found));
    (!hidden).then(|| visible_entries(node, view, found))
}

/// What is inside a node that the view may see. A file as a whole has no visibility of its own.
pub(super) fn visible_entries(node: &Node, view: View, found: &mut Diagnostics) -> Node {
    let value = match &node.value {
        Value::Null | Value::Scalar(_) => node.value.clone(),
        Value::List(items) => Value::List(items.iter().filter_map(|item| visible_node(item, view, found)).collect()),
        Value::Map(map) => {
            let entries = map.entries.iter();
            let entries = entries.filter_map(|(key, node)| Some((key.clone(), visible_field(node, view, found)?)));
            Value::Map(yaml::Mapping { entries: entries.collect() })
        }
    };
    Node { span: node.span, value }
}

/// A field whose entries are all hidden is as if it were not written.
fn visible_field(node: &Node, view: View, found: &mut Diagnostics) -> Option<Node> {
    let seen = visible_node(node, view, found)?;
    (seen.is_empty() == node.is_empty()).then_some(seen)
}

/// A word that is none of the views hides the record: in doubt nothing is shown.
pub(super) fn may_see(map: &yaml::Mapping, view: View, found: &mut Diagnostics) -> bool {
    // A mapping under this key is a record of that name, such as a term of the glossary.
    let Some(node) = map.get(VISIBILITY).filter(|node| node.map().is_none()) else { return true };
    let word = node.scalar().unwrap_or_default();
    let needed = View::from_word(word);
    if word.is_empty() {
        found.push(Diagnostic::at("E0214", node.span));
    } else if needed.is_none() {
        let words = || View::ALL.iter().map(|(word, _)| *word);
        let finding = Diagnostic::at("E0205", node.span).with("wert", word).did_you_mean(word, words());
        found.push(finding.hint_with("erlaubt", [("liste", words().collect::<Vec<_>>().join(", "))]));
    }
    needed.is_some_and(|needed| needed <= view)
}
