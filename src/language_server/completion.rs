//! What can be written at a place: keys that are not there yet, words that stand to choose, ids of records. What may stand
//! where is told by the shapes of the content, so it is what the readers accept.

use std::ops::Range;

use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionTextEdit, Documentation, MarkupContent, MarkupKind,
    TextEdit,
};

use super::field;
use super::finding::Places;
use super::record::{Telling, tell};
use super::snapshot::Snapshot;
use crate::content::index::Definition;
use crate::content::names::Kind;
use crate::content::shape::{Field, Keys, Shape};
use crate::content::{ContentKind, Ids, KINDS, Place};
use crate::messages::fields::{FieldText, FieldTexts};
use crate::source::yaml::{Asked, Cursor, Step, cursor};
use crate::source::{ProblemKind, split};

/// More are not offered at once; the client asks again when more is written.
const MOST: usize = 500;

/// A place in a content file, and what the content's shape says of it.
pub(super) struct Spot<'t> {
    kind: &'static ContentKind,
    text: &'t str,
    /// Where the YAML of the file stands.
    yaml: Range<usize>,
    pub(super) cursor: Cursor,
}

impl<'t> Spot<'t> {
    /// The place in the YAML of a file; none outside of it, or where nothing can be said.
    pub(super) fn new(path: &str, text: &'t str, at: usize) -> Option<Self> {
        let kind = kind_of(path)?;
        let yaml = yaml(kind, text)?;
        Some(Self { kind, text, yaml: yaml.clone(), cursor: cursor(text, yaml, at)? })
    }

    /// What may stand at the place.
    fn shapes(&self) -> Vec<Shape> {
        self.way().1
    }

    /// The fields that lead to the place, the kind of content first, without positions and ids; and what may stand there.
    fn way(&self) -> (Vec<&str>, Vec<Shape>) {
        let start = (vec![self.kind.name()], vec![(self.kind.shape)()]);
        self.cursor.path.iter().fold(start, |(mut way, shapes), step| {
            if let Step::Key(key) = step
                && shapes.iter().any(|shape| field_of(shape, key).is_some())
            {
                way.push(key);
            }
            (way, shapes.iter().flat_map(|shape| inside(shape, step)).collect())
        })
    }

    /// The field whose key stands at the place, with its text.
    pub(super) fn field<'f>(&self, texts: &'f FieldTexts) -> Option<(Field, &'f FieldText)> {
        if self.cursor.asked != Asked::Key {
            return None;
        }
        let (mut way, shapes) = self.way();
        let key = self.written().trim_matches(['"', '\'']);
        let field = shapes.iter().find_map(|shape| field_of(shape, key))?;
        way.push(key);
        Some((field.clone(), texts.field(&way)?))
    }

    /// Whether the word at the place is a key with its colon.
    pub(super) fn has_colon(&self) -> bool {
        let behind = self.text.get(self.cursor.written.end..).unwrap_or_default();
        behind.trim_start_matches(' ').starts_with(':')
    }

    /// The word at the place.
    pub(super) fn written(&self) -> &'t str {
        self.text.get(self.cursor.written.clone()).unwrap_or_default()
    }

    /// The record that is named at the place, whether or not the file can be read.
    pub(super) fn record<'s>(&self, snapshot: &'s Snapshot) -> Option<&'s Definition> {
        if self.cursor.asked == Asked::Key {
            return None;
        }
        let word = self.written().trim_matches(['"', '\'']);
        self.shapes().iter().flat_map(references).find_map(|kind| match kind {
            Kind::Milestone => snapshot.index.find(kind, &format!("{}{word}", self.project()?)),
            _ => snapshot.index.find(kind, word),
        })
    }

    /// The id of the project that the record names, with the mark that stands before a milestone.
    fn project(&self) -> Option<String> {
        let yaml = self.text.get(self.yaml.clone())?;
        let id = yaml.lines().find_map(|line| line.strip_prefix("projekt:"))?;
        Some(format!("{}/", id.trim().trim_matches(['"', '\''])))
    }
}

/// The kind of content that stands in a file.
fn kind_of(path: &str) -> Option<&'static ContentKind> {
    KINDS.iter().find(|kind| kind.holds(path))
}

/// The YAML of a file. While the front matter is not closed, it is the rest.
fn yaml(kind: &ContentKind, text: &str) -> Option<Range<usize>> {
    if matches!(kind.place, Place::File(_)) {
        return Some(0..text.len());
    }
    match split(text) {
        Ok(parts) => Some(parts.yaml.start..parts.yaml.end),
        Err(ProblemKind::UnclosedFrontMatter) => Some(text.find('\n')? + 1..text.len()),
        Err(_) => None,
    }
}

/// The field of a mapping that has a key; none where the key is an id.
fn field_of<'s>(shape: &'s Shape, key: &str) -> Option<&'s Field> {
    match shape {
        Shape::Record(fields) => fields.iter().find(|field| field.key == key),
        Shape::OneOrMore(of) => field_of(of, key),
        Shape::Either(shapes) => shapes.iter().find_map(|shape| field_of(shape, key)),
        _ => None,
    }
}

/// What may stand one step further.
fn inside(shape: &Shape, step: &Step) -> Vec<Shape> {
    match (shape, step) {
        (Shape::Either(shapes), _) => shapes.iter().flat_map(|shape| inside(shape, step)).collect(),
        (Shape::OneOrMore(of) | Shape::List(of), Step::Item(_)) => vec![of.as_ref().clone()],
        (Shape::OneOrMore(of), Step::Key(_)) => inside(of, step),
        (Shape::Record(fields), Step::Key(key)) => {
            fields.iter().filter(|field| field.key == key).map(|field| field.shape.clone()).collect()
        }
        (Shape::Keyed { of, .. }, Step::Key(_)) => vec![of.as_ref().clone()],
        _ => Vec::new(),
    }
}

/// The kinds of records that a value may name.
fn references(shape: &Shape) -> Vec<Kind> {
    match shape {
        Shape::Reference(kind) => vec![*kind],
        Shape::OneOrMore(of) => references(of),
        Shape::Either(shapes) => shapes.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// What can be written at a byte of a file.
pub(super) fn completions(places: Places<'_>, texts: &FieldTexts, path: &str, text: &str, at: usize) -> CompletionList {
    let offers = match (Spot::new(path, text, at), link(path, text, at)) {
        (Some(spot), _) => spot_offers(&spot, texts, places.snapshot),
        (None, Some(written)) => link_offers(written, places.snapshot),
        (None, None) => Offers::default(),
    };
    let Offers { written, mut items } = offers;
    let typed = text.get(written.start..at).unwrap_or_default().trim_matches(['"', '\'']).to_lowercase();
    let is_incomplete = items.len() > MOST;
    if is_incomplete {
        items.retain(|item| item.matches(&typed));
        items.truncate(MOST);
    }
    let range = places.range(path, written);
    CompletionList { is_incomplete, items: items.into_iter().map(|item| item.shown(range)).collect() }
}

/// What is offered in place of what is written.
#[derive(Default)]
struct Offers {
    written: Range<usize>,
    items: Vec<Offer>,
}

struct Offer {
    label: String,
    kind: CompletionItemKind,
    /// Beside the label.
    detail: Option<String>,
    /// Markdown.
    explanation: Option<String>,
    /// What is written.
    text: String,
    /// Among others of the same sort.
    position: Option<usize>,
}

impl Offer {
    fn new(label: &str, kind: CompletionItemKind) -> Self {
        let label = label.to_owned();
        Self { text: label.clone(), label, kind, detail: None, explanation: None, position: None }
    }

    /// What it is found by: a record by its title, too.
    fn filter(&self) -> String {
        match (&self.detail, self.kind) {
            (Some(detail), CompletionItemKind::REFERENCE | CompletionItemKind::FILE) => {
                format!("{} {detail}", self.label)
            }
            _ => self.label.clone(),
        }
    }

    fn matches(&self, typed: &str) -> bool {
        self.filter().to_lowercase().contains(typed)
    }

    fn shown(self, range: lsp_types::Range) -> CompletionItem {
        let markdown = |value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
        CompletionItem {
            filter_text: Some(self.filter()),
            sort_text: self.position.map(|position| format!("{position:03}")),
            label: self.label,
            kind: Some(self.kind),
            detail: self.detail,
            documentation: self.explanation.map(markdown),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(range, self.text))),
            ..CompletionItem::default()
        }
    }
}

fn spot_offers(spot: &Spot<'_>, texts: &FieldTexts, snapshot: &Snapshot) -> Offers {
    let (way, shapes) = spot.way();
    let items = tell(snapshot, |telling| {
        let offering = Offering { spot, way, texts, snapshot, telling };
        let keys = shapes.iter().filter(|_| spot.cursor.asked != Asked::Value).flat_map(|shape| offering.keys(shape));
        let values = shapes.iter().filter(|_| spot.cursor.asked != Asked::Key).flat_map(|shape| offering.values(shape));
        keys.chain(values).collect()
    });
    Offers { written: spot.cursor.written.clone(), items }
}

/// What is needed to offer something at a place.
struct Offering<'o> {
    spot: &'o Spot<'o>,
    /// The fields that lead to the place.
    way: Vec<&'o str>,
    texts: &'o FieldTexts,
    snapshot: &'o Snapshot,
    telling: &'o Telling<'o>,
}

impl Offering<'_> {
    /// Keys of a mapping that are not there yet.
    fn keys(&self, shape: &Shape) -> Vec<Offer> {
        match shape {
            Shape::Record(fields) => {
                let missing = fields.iter().filter(|field| self.is_missing(field.key));
                missing.enumerate().map(|(position, field)| self.field(field, position)).collect()
            }
            Shape::Keyed { keys: Keys::Known(kind, words), .. } => {
                let words = words.iter().map(|word| Offer::new(word, CompletionItemKind::ENUM_MEMBER));
                let missing = words.chain(self.records(*kind)).filter(|offer| self.is_missing(&offer.label));
                missing.map(|offer| self.with_colon(offer, " ")).collect()
            }
            Shape::Keyed { keys: Keys::Levels, .. } => self.levels(),
            Shape::OneOrMore(of) => self.keys(of),
            Shape::Either(shapes) => shapes.iter().flat_map(|shape| self.keys(shape)).collect(),
            _ => Vec::new(),
        }
    }

    fn is_missing(&self, key: &str) -> bool {
        !self.spot.cursor.siblings.iter().any(|sibling| sibling == key)
    }

    fn field(&self, field: &Field, position: usize) -> Offer {
        let messages = &self.snapshot.messages;
        let way: Vec<&str> = self.way.iter().copied().chain([field.key]).collect();
        let text = self.texts.field(&way);
        let offer = Offer {
            detail: field::line(field, text, messages),
            explanation: text.map(|text| field::whole(field, text, messages)),
            position: Some(position),
            ..Offer::new(field.key, CompletionItemKind::FIELD)
        };
        let is_group = !field.shape.fields().is_empty() || matches!(field.shape, Shape::Keyed { .. } | Shape::List(_));
        self.with_colon(offer, if is_group { "" } else { " " })
    }

    /// A key with its colon, unless that is there.
    fn with_colon(&self, offer: Offer, space: &str) -> Offer {
        match self.spot.has_colon() {
            true => offer,
            false => Offer { text: format!("{}:{space}", offer.text), ..offer },
        }
    }

    /// The numbers of the model's levels, from 1.
    fn levels(&self) -> Vec<Offer> {
        let levels =
            self.snapshot.known.iter().flat_map(|known| known.model.maturity.levels.iter().enumerate().skip(1));
        let level = |(number, level): (usize, &crate::content::common::Point)| {
            let offer = Offer::new(&number.to_string(), CompletionItemKind::ENUM_MEMBER);
            self.with_colon(Offer { detail: Some(level.title.clone()), ..offer }, "")
        };
        levels.map(level).filter(|offer| self.is_missing(&offer.label)).collect()
    }

    /// Words and ids that may be the value.
    fn values(&self, shape: &Shape) -> Vec<Offer> {
        let meanings = self.texts.field(&self.way).map(|text| &text.words);
        let word = |(position, word): (usize, &&str)| Offer {
            detail: meanings.and_then(|meanings| meanings.get(*word).cloned()),
            position: Some(position),
            ..Offer::new(word, CompletionItemKind::ENUM_MEMBER)
        };
        match shape {
            Shape::Choice(words) => words.iter().enumerate().map(word).collect(),
            Shape::Bool => ["ja", "nein"].iter().enumerate().map(word).collect(),
            Shape::Reference(Kind::Milestone) => self.milestones(),
            Shape::Reference(kind) => self.records(*kind).collect(),
            Shape::OneOrMore(of) => self.values(of),
            Shape::Either(shapes) => shapes.iter().flat_map(|shape| self.values(shape)).collect(),
            _ => Vec::new(),
        }
    }

    fn records(&self, kind: Kind) -> impl Iterator<Item = Offer> {
        self.snapshot.records(kind).map(|record| self.record(&record.id.value, record))
    }

    fn record(&self, label: &str, record: &Definition) -> Offer {
        let detail = Some(self.telling.line(record));
        Offer { detail, ..Offer::new(label, CompletionItemKind::REFERENCE) }
    }

    /// The milestones of the project that the record names.
    fn milestones(&self) -> Vec<Offer> {
        let Some(project) = self.spot.project() else { return Vec::new() };
        let milestone = |record: &Definition| Some(self.record(record.id.value.strip_prefix(&project)?, record));
        self.snapshot.records(Kind::Milestone).filter_map(milestone).collect()
    }
}

/// The address of a link that is being written in a description: `[Text](../projekte/…`.
fn link(path: &str, text: &str, at: usize) -> Option<Range<usize>> {
    let kind = kind_of(path)?;
    let body = split(text).ok()?.body;
    if !matches!(kind.place, Place::Folder(_)) || at < body.start {
        return None;
    }
    let line = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let start = line + text.get(line..at)?.rfind("](")? + 2;
    let is_open = !text.get(start..at)?.contains([')', ' ']);
    let length = text.get(at..)?.find([')', ' ', '\n', '\r']).unwrap_or(text.len() - at);
    is_open.then_some(start..at + length)
}

fn link_offers(written: Range<usize>, snapshot: &Snapshot) -> Offers {
    let folder = |kind: &ContentKind| match (kind.place, kind.ids) {
        (Place::Folder(folder), Ids::Stem(kind)) => Some((folder, kind)),
        _ => None,
    };
    let items = tell(snapshot, |telling| {
        let folders = KINDS.iter().filter_map(folder);
        let offer = |(folder, kind)| {
            snapshot.records(kind).map(move |record| Offer {
                detail: Some(telling.line(record)),
                ..Offer::new(&format!("../{folder}/{}.md", record.id.value), CompletionItemKind::FILE)
            })
        };
        folders.flat_map(offer).collect()
    });
    Offers { written, items }
}
