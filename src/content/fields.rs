//! Reading the fields of a record: the one place where what an editor wrote is held against what a field asks for.
//!
//! A reader asks for its fields one after another and always gets a value; what is wrong goes to the diagnostics, so that
//! one run tells everything. Values read in place of wrong ones are never seen: a content with errors has no model.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Diagnostics, nearest};
use crate::source::limits::ID_CHARS;
use crate::source::yaml::{Mapping, Node, Value};
use crate::source::{Span, Spanned};

use super::meant::{Meant, meant};
use super::names::{Kind, Lookup, Names, Record, Ref};
use super::parse::View;
use super::scalar::{Amount, Colour, Datum, Money, NotA, Number, PaperNumber, Period, Share, WebAddress};
use super::shape::{self, Keys, Shape};

/// What every reader needs.
#[derive(Debug)]
pub struct Context<'a> {
    /// All ids.
    pub names: &'a Names,
    /// All findings.
    pub found: &'a mut Diagnostics,
    /// Where references stand that the view may not see.
    pub unseen: BTreeSet<Span>,
    /// What is asked for, where that is what one wants to know.
    pub(super) record: Option<shape::Asked>,
    /// Every reference that was read, and what it leads to.
    pub references: Vec<(Span, Kind, Lookup)>,
}

/// A type that can be read from a value in a file.
pub trait Read: Sized + Default {
    /// Reads it, or reports why not.
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self>;

    /// What the value may be: the fields that [`Self::read`] asks for. What is no mapping, or not always one, says itself what
    /// it is.
    fn shape() -> Shape {
        shape::mapping::<Self>()
    }
}

/// A value that can be written as content files have it.
pub trait Written {
    /// The text for it.
    fn written(&self) -> String;
}

/// One of a few words.
pub trait Choice: Copy + Default + 'static {
    /// The words and what they mean, in the order to offer them.
    const CHOICES: &'static [(&'static str, Self)];

    /// The word for it in content files.
    fn word(self) -> &'static str
    where
        Self: PartialEq,
    {
        Self::CHOICES.iter().find(|(_, one)| *one == self).map_or("", |(word, _)| word)
    }
}

/// The fields of one mapping.
#[derive(Debug)]
pub struct Fields<'a, 'c, 'n> {
    map: &'a Mapping,
    span: Span,
    /// Whether the value is no mapping at all; then nothing more is said about its fields.
    broken: bool,
    known: Vec<&'static str>,
    /// Those that are best written behind all others, and whether what is asked for now is one of them.
    known_last: Vec<&'static str>,
    is_last: bool,
    missing: Vec<&'static str>,
    /// Names and findings.
    pub context: &'c mut Context<'n>,
}

static NO_FIELDS: Mapping = Mapping { entries: Vec::new() };

impl<'a, 'c, 'n> Fields<'a, 'c, 'n> {
    /// The fields of a value, which should be a mapping.
    pub fn of(node: &'a Node, context: &'c mut Context<'n>) -> Self {
        let map = node.map();
        if map.is_none() {
            context.wrong_type(node, "typ.felder");
        }
        Self {
            map: map.unwrap_or(&NO_FIELDS),
            span: head(node),
            broken: map.is_none(),
            known: Vec::new(),
            known_last: Vec::new(),
            is_last: false,
            missing: Vec::new(),
            context,
        }
    }

    /// The place to point at when the mapping as a whole is meant.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The place of a field's value, or of the whole.
    pub fn span_of(&self, key: &str) -> Span {
        self.map.get(key).map_or(self.span, |node| node.span)
    }

    /// Whether a field is there and not empty.
    pub fn has(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(|node| node.value != Value::Null)
    }

    fn take(&mut self, key: &'static str, shape: impl FnOnce() -> Shape) -> Option<&'a Node> {
        if self.is_last { &mut self.known_last } else { &mut self.known }.push(key);
        if let Some(record) = &mut self.context.record {
            record.note(key, shape, self.is_last);
        }
        self.map.get(key).filter(|node| node.value != Value::Null)
    }

    /// What is read here is best written behind all other fields.
    pub fn last<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.is_last = true;
        let value = read(self);
        self.is_last = false;
        value
    }

    /// A field that must be there.
    pub fn required<T: Read>(&mut self, key: &'static str) -> T {
        match self.take(key, T::shape) {
            Some(node) => T::read(node, self.context).unwrap_or_default(),
            None => {
                self.missing(key);
                T::default()
            }
        }
    }

    /// Says that a field must be there, whoever has read it.
    pub fn demand(&mut self, key: &'static str) {
        if !self.has(key) {
            self.missing(key);
        }
    }

    /// Says that a field must be there because of what else is, whoever has read it.
    pub fn demand_if(&mut self, asked: bool, key: &'static str) {
        if asked && self.context.record.is_none() {
            self.demand(key);
        }
    }

    /// A field that may be absent.
    pub fn optional<T: Read>(&mut self, key: &'static str) -> Option<T> {
        self.take(key, T::shape).and_then(|node| T::read(node, self.context))
    }

    /// Markdown that may be absent.
    pub fn markdown(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.take(key, || Shape::Markdown).and_then(|node| Read::read(node, self.context))
    }

    /// A field with a default.
    pub fn or<T: Read + Written>(&mut self, key: &'static str, default: T) -> T {
        let value = self.optional(key);
        self.note_default(key, || default.written());
        value.unwrap_or(default)
    }

    fn note_default(&mut self, key: &'static str, written: impl FnOnce() -> String) {
        if let Some(record) = &mut self.context.record {
            record.set_default(key, written());
        }
    }

    /// A list; absent is empty, one value is a list of one.
    pub fn list<T: Read>(&mut self, key: &'static str) -> Vec<T> {
        let Some(node) = self.take(key, || T::shape().or_more()) else { return Vec::new() };
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| T::read(item, self.context)).collect(),
            _ => T::read(node, self.context).into_iter().collect(),
        }
    }

    /// A list that an editor wrote and left empty is odd.
    pub fn list_not_empty<T: Read>(&mut self, key: &'static str) -> Vec<T> {
        self.warn_if_empty(key);
        self.list(key)
    }

    /// Whether a field is written at all, even if empty.
    pub fn is_written(&self, key: &str) -> bool {
        self.map.get(key).is_some()
    }

    /// Values by name, in the order written; names are not ids.
    pub fn named<T: Read>(&mut self, key: &'static str) -> Vec<(Spanned<String>, T)> {
        let Some(node) = self.take(key, || T::shape().under(Keys::Names)) else { return Vec::new() };
        let Some(map) = node.map() else {
            self.context.wrong_type(node, "typ.felder");
            return Vec::new();
        };
        map.entries.iter().filter_map(|(name, node)| Some((name.clone(), T::read(node, self.context)?))).collect()
    }

    /// Warns of a field that is written and empty.
    pub fn warn_if_empty(&mut self, key: &'static str) {
        let empty = self.map.entries.iter().find(|(name, node)| name.value == key && node.is_empty());
        if let Some((name, _)) = empty {
            self.context.found.push(Diagnostic::at("W0201", name.span).with("schluessel", key));
        }
    }

    /// A mapping from new ids to values, in the order written.
    pub fn map<T: Read>(&mut self, key: &'static str) -> Vec<(Spanned<String>, T)> {
        let entries = self.entries(key, || T::shape().under(Keys::New(None)));
        entries.iter().filter_map(|(id, node)| Some((id.clone(), T::read(node, self.context)?))).collect()
    }

    /// The entries of a mapping whose keys are ids, in the order written. Whoever reads them says what the mapping may be.
    pub fn entries(&mut self, key: &'static str, shape: impl FnOnce() -> Shape) -> &'a [(Spanned<String>, Node)] {
        let Some(node) = self.take(key, shape) else { return &[] };
        entries(node, self.context)
    }

    /// One of a few words; absent is the default.
    pub fn choice<T: Choice + PartialEq>(&mut self, key: &'static str) -> T {
        let value = self.optional_choice(key);
        self.note_default(key, || T::default().word().to_owned());
        value.unwrap_or_default()
    }

    /// One of a few words, or none.
    pub fn optional_choice<T: Choice>(&mut self, key: &'static str) -> Option<T> {
        self.take(key, Shape::choice::<T>).and_then(|node| choice(node, self.context))
    }

    /// One of a few words that must be there.
    pub fn required_choice<T: Choice>(&mut self, key: &'static str) -> T {
        let value = self.optional_choice(key);
        self.demand(key);
        value.unwrap_or_default()
    }

    /// Some of a few words, in the order written; one value is a list of one.
    pub fn choices<T: Choice + PartialEq>(&mut self, key: &'static str) -> Vec<T> {
        self.warn_if_empty(key);
        let Some(node) = self.take(key, || Shape::choice::<T>().or_more()) else { return Vec::new() };
        let mut chosen = Vec::new();
        for item in items(node) {
            let Some(one) = choice(item, self.context) else { continue };
            if chosen.contains(&one) {
                self.context.twice(item);
            } else {
                chosen.push(one);
            }
        }
        chosen
    }

    /// A reference that may be absent; one that the view may not see counts as absent.
    pub fn reference<T: Record>(&mut self, key: &'static str) -> Option<Ref<T>> {
        self.take(key, || Shape::Reference(T::KIND)).and_then(|node| reference(node, self.context))
    }

    /// A reference that must be there. A record that needs one the view may not see would mislead: an error.
    pub fn required_reference<T: Record>(&mut self, key: &'static str) -> Ref<T> {
        let Some(node) = self.take(key, || Shape::Reference(T::KIND)) else {
            self.missing(key);
            return Ref::default();
        };
        let hidden = node.scalar().is_some_and(|id| self.context.names.lookup(T::KIND, id) == Lookup::Hidden);
        if hidden {
            self.context.found.push(Diagnostic::at("E0216", node.span).with("schluessel", key));
        }
        reference(node, self.context).unwrap_or_default()
    }

    /// A reference that may be absent. A record that has one to what the view may not see would mislead: an error.
    pub fn needed_reference<T: Record>(&mut self, key: &'static str) -> Option<Ref<T>> {
        match self.has(key) {
            true => Some(self.required_reference(key)),
            false => self.reference(key),
        }
    }

    /// References; those that the view may not see are left out.
    pub fn references<T: Record>(&mut self, key: &'static str) -> Vec<Ref<T>> {
        self.warn_if_empty(key);
        let Some(node) = self.take(key, || Shape::Reference(T::KIND).or_more()) else { return Vec::new() };
        let mut references = Vec::new();
        for item in items(node) {
            let Some(reference) = reference(item, self.context) else { continue };
            if references.contains(&reference) {
                self.context.twice(item);
            } else {
                references.push(reference);
            }
        }
        references
    }

    /// The raw value of a field. Whoever reads it says what it may be.
    pub fn node(&mut self, key: &'static str, shape: impl FnOnce() -> Shape) -> Option<&'a Node> {
        self.take(key, shape)
    }

    /// Who may see the mapping; that has done its work before anything is read.
    pub fn visibility(&mut self) {
        self.take("sichtbarkeit", || Shape::Choice(View::ALL.iter().map(|(word, _)| *word).collect()));
        self.note_default("sichtbarkeit", || View::default().word().to_owned());
    }

    /// Ids that a record had before; they have done their work before anything is read.
    pub fn former(&mut self) {
        self.take("frueher", || Shape::Text.or_more());
    }

    /// The editors' own keys, which begin with `x-`.
    pub fn own(&self) -> Vec<(String, Spanned<String>)> {
        let own = self.map.entries.iter().filter(|(key, _)| key.value.starts_with("x-"));
        own.filter_map(|(key, node)| Some((key.value.clone(), Spanned::new(node.scalar()?.to_owned(), node.span))))
            .collect()
    }

    fn missing(&mut self, key: &'static str) {
        if let Some(record) = &mut self.context.record {
            record.require(key);
        }
        if !self.missing.contains(&key) {
            self.missing.push(key);
        }
    }

    /// Reports the keys that nobody asked for and those that are missing. Every reader ends with this.
    pub fn finish(self) {
        let Self { map, mut known, known_last, mut missing, context, broken, span, .. } = self;
        known.extend(known_last);
        for (key, _) in &map.entries {
            if !known.contains(&key.value.as_str()) && !key.value.starts_with("x-") && key.value != "sichtbarkeit" {
                // A misspelt key is one finding, not two.
                let meant = nearest(&key.value, known.iter().copied());
                missing.retain(|one| Some(*one) != meant);
                context.found.push(unknown_key(key, &known));
            }
        }
        for key in missing.into_iter().filter(|_| !broken) {
            let finding = Diagnostic::at("E0202", span).with("schluessel", key);
            context.found.push(finding.hint_with("ergaenzen", [("schluessel", key.to_owned())]));
        }
    }
}

fn unknown_key(key: &Spanned<String>, known: &[&'static str]) -> Diagnostic {
    let finding = Diagnostic::at("E0201", key.span)
        .with("schluessel", &key.value)
        .did_you_mean(&key.value, known.iter().copied());
    if finding.hints.is_empty() { finding.hint_with("erlaubt", [("liste", known.join(", "))]) } else { finding }
}

/// A mapping is pointed at by its first key.
fn head(node: &Node) -> Span {
    match node.map().and_then(|map| map.entries.first()) {
        Some((key, _)) => key.span,
        None => node.span,
    }
}

/// The entries of a mapping whose keys must be ids.
pub fn entries<'a>(node: &'a Node, context: &mut Context<'_>) -> &'a [(Spanned<String>, Node)] {
    let Some(map) = node.map() else {
        if node.value != Value::Null {
            context.wrong_type(node, "typ.ids");
        }
        return &[];
    };
    for (key, _) in &map.entries {
        check_id(key, context);
    }
    &map.entries
}

/// Reports an id that is not made of `a-z`, `0-9` and `-`.
pub fn check_id(id: &Spanned<String>, context: &mut Context<'_>) {
    if !is_id(&id.value) {
        let suggestion = to_id(&id.value);
        let finding = Diagnostic::at("E0204", id.span).with("id", &id.value);
        context.found.push(match taken(&id.value) {
            Some(hint) => finding.hint(hint),
            None if is_id(&suggestion) => finding.hint_with("statt-dessen", [("vorschlag", suggestion)]),
            None => finding,
        });
    }
}

/// Why nothing may be called so, as the key of a hint: `index` is the name of overview pages; and Windows takes some names of
/// files for devices, whatever their endings, so that content and site could not be copied there.
pub(super) fn taken(name: &str) -> Option<&'static str> {
    let is_numbered = |name: &str| matches!(name.as_bytes(), [b'0'..=b'9']);
    match name {
        "index" => Some("index-vergeben"),
        "con" | "prn" | "aux" | "nul" => Some("geraetename"),
        _ => name
            .strip_prefix("com")
            .or_else(|| name.strip_prefix("lpt"))
            .filter(|rest| is_numbered(rest))
            .map(|_| "geraetename"),
    }
}

/// Whether a text can be an id.
pub fn is_id(text: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !text.is_empty() && text.len() <= ID_CHARS && text.bytes().all(letters) && taken(text).is_none()
}

/// The nearest id to a text: lower case, umlauts spelled out, everything else a hyphen.
pub fn to_id(text: &str) -> String {
    let mut id = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'ä' => id.push_str("ae"),
            'ö' => id.push_str("oe"),
            'ü' => id.push_str("ue"),
            'ß' => id.push_str("ss"),
            c if c.is_ascii_alphanumeric() => id.push(c),
            _ if !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    id.trim_matches('-').to_owned()
}

/// The values of a list; one value is a list of one.
fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

fn choice<T: Choice>(node: &Node, context: &mut Context<'_>) -> Option<T> {
    let text = context.text(node)?;
    let found = T::CHOICES.iter().find(|(word, _)| *word == text).map(|&(_, value)| value);
    if found.is_none() {
        let words = || T::CHOICES.iter().map(|(word, _)| *word);
        context.found.push(
            Diagnostic::at("E0205", node.span)
                .with("wert", text)
                .did_you_mean(text, words())
                .hint_with("erlaubt", [("liste", words().collect::<Vec<_>>().join(", "))]),
        );
    }
    found
}

/// Reads a reference. One that the view may not see is none, silently.
pub fn reference<T: Record>(node: &Node, context: &mut Context<'_>) -> Option<Ref<T>> {
    let id = Spanned::new(context.text(node)?.to_owned(), node.span);
    context.resolve(&id)
}

impl<'a> Context<'a> {
    /// Before anything is read.
    pub fn new(names: &'a Names, found: &'a mut Diagnostics) -> Self {
        Self { names, found, unseen: BTreeSet::new(), record: None, references: Vec::new() }
    }

    /// Before a reader is asked which fields it knows.
    pub(super) fn recording(names: &'a Names, found: &'a mut Diagnostics) -> Self {
        Self { record: Some(shape::Asked::default()), ..Self::new(names, found) }
    }
}

impl Context<'_> {
    /// The record of an id: none for one that the view may not see, and none with a finding for one that does not exist.
    pub fn resolve<T: Record>(&mut self, id: &Spanned<String>) -> Option<Ref<T>> {
        let lookup = self.names.lookup(T::KIND, id);
        self.references.push((id.span, T::KIND, lookup));
        match lookup {
            Lookup::Found(index) => Some(Ref::new(index)),
            Lookup::Hidden => {
                self.unseen.insert(id.span);
                None
            }
            Lookup::Unreadable => None,
            Lookup::Unknown => {
                let finding = Diagnostic::at("E0203", id.span).with("id", &id.value);
                let finding = finding.with("art", format!("@{}", T::KIND.key()));
                self.found.push(match self.names.titled(T::KIND, id) {
                    Some(meant) => finding.hint_with("kennung-statt-titel", [("vorschlag", meant.to_owned())]),
                    None => finding.did_you_mean(id, self.names.ids(T::KIND)),
                });
                None
            }
        }
    }

    /// Warns of a value that stands in its list already.
    fn twice(&mut self, item: &Node) {
        self.found.push(Diagnostic::at("W0202", item.span).with("id", item.scalar().unwrap_or_default()));
    }

    /// The text of a scalar, or a finding.
    pub fn text<'a>(&mut self, node: &'a Node) -> Option<&'a str> {
        let text = node.scalar();
        if text.is_none() {
            self.wrong_type(node, "typ.text");
        }
        text
    }

    /// Reports that a value is of another shape than asked for. `asked` is a key of the catalogue.
    pub fn wrong_type(&mut self, node: &Node, asked: &'static str) {
        let found = match node.value {
            Value::Null => "typ.nichts",
            Value::Scalar(_) => "typ.text",
            Value::List(_) => "typ.liste",
            Value::Map(_) => "typ.felder",
        };
        let finding = Diagnostic::at("E0213", head(node))
            .with("gefragt", format!("@{asked}"))
            .with("gefunden", format!("@{found}"));
        self.found.push(if node.value == Value::Null { finding.hint("einruecken") } else { finding });
    }

    fn parsed<T>(&mut self, node: &Node, parse: fn(&str) -> Result<T, NotA>) -> Option<T> {
        let text = self.text(node)?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(NotA(code)) => {
                let finding = Diagnostic::at(code, node.span).with("wert", text);
                self.found.push(match meant(code, text) {
                    Some(Meant::Instead(text)) => finding.hint_with("statt-dessen", [("vorschlag", text)]),
                    Some(Meant::NoSuchDay) => finding.hint("kein-solcher-tag"),
                    None => finding,
                });
                None
            }
        }
    }
}

impl Read for String {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let text = context.text(node)?;
        if text.trim().is_empty() {
            context.found.push(Diagnostic::at("E0214", node.span));
        }
        Some(text.trim().to_owned())
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

impl<T: Read> Read for Spanned<T> {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        Some(Self::new(T::read(node, context)?, node.span))
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl Read for bool {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let text = context.text(node)?;
        match text {
            "ja" | "true" => Some(true),
            "nein" | "false" => Some(false),
            _ => {
                context.found.push(Diagnostic::at("E0215", node.span).with("wert", text));
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Bool
    }
}

impl Written for bool {
    fn written(&self) -> String {
        if *self { "ja" } else { "nein" }.to_owned()
    }
}

impl Read for u32 {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let text = context.text(node)?;
        let number = text.trim().replace('_', "").parse::<Self>().ok();
        let value = number.filter(|value| (1..=1_000_000_000).contains(value));
        if value.is_none() {
            context.found.push(Diagnostic::at("E0217", node.span).with("wert", text));
        }
        value
    }

    fn shape() -> Shape {
        Shape::Count
    }
}

impl Written for u32 {
    fn written(&self) -> String {
        self.to_string()
    }
}

impl Written for Share {
    fn written(&self) -> String {
        self.value().to_string()
    }
}

impl Written for Period {
    fn written(&self) -> String {
        self.to_string()
    }
}

macro_rules! read_by_parsing {
    ($($type:ident: $shape:ident),*) => { $(
        impl Read for $type {
            fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
                context.parsed(node, Self::parse)
            }

            fn shape() -> Shape {
                Shape::$shape
            }
        }
    )* };
}

read_by_parsing!(
    Amount: Amount,
    Colour: Colour,
    Datum: Date,
    Money: Money,
    Number: Number,
    PaperNumber: PaperNumber,
    Period: Period,
    Share: Share,
    WebAddress: WebAddress
);

/// A date that stands in for a wrong one is never seen.
impl Default for Datum {
    fn default() -> Self {
        Self::day(jiff::civil::Date::ZERO)
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::months(6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_suggested_from_titles() {
        assert_eq!(to_id("E-Akte im Fachbereich Größe (2. Stufe)"), "e-akte-im-fachbereich-groesse-2-stufe");
        assert!(is_id("37") && is_id("e-gov-1a"));
        assert!(!is_id("") && !is_id("Öffi") && !is_id("a_b") && !is_id("index"));
    }
}
