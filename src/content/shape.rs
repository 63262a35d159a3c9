//! What every content file may hold: keys, values, what is required, what holds where nothing is written.
//!
//! Nothing here is written down a second time. The readers themselves tell it: run on an empty mapping, they ask for each of
//! their fields, and what they ask for is noted. So the shapes cannot drift from what is read; a reader that hands out a raw
//! value says its shape beside the key.

use super::common::Head;
use super::fields::{Choice, Context, Fields, Read};
use super::names::{Kind, Names};
use super::{ContentKind, KINDS, Place, ReadRecord};
use crate::diagnostics::Diagnostics;
use crate::source::Spanned;
use crate::source::yaml::{Mapping, Node, Value};

/// What a value may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// Markdown, usually of several lines.
    Markdown,
    /// `ja` or `nein`.
    Bool,
    /// A whole number from 1.
    Count,
    /// `2024`, `2024-Q2`, `2024-07`, `2024-07-15`.
    Date,
    /// `24 Monate`.
    Period,
    /// `0.5`, `50 %`, `1/2`, `17 von 40`.
    Share,
    /// `3_200_000 €`.
    Money,
    /// A number, perhaps negative.
    Number,
    /// A share, an amount of money or a number.
    Amount,
    /// `#a32a1c`.
    Colour,
    /// The number of a council paper.
    PaperNumber,
    /// An address in the web.
    WebAddress,
    /// One of a few words, in the order to offer them.
    Choice(Vec<&'static str>),
    /// The id of a record. A milestone is named without the id of its project, which stands beside it.
    Reference(Kind),
    /// A list; one value is a list of one.
    OneOrMore(Box<Shape>),
    /// A list, even where it has one value only.
    List(Box<Shape>),
    /// A mapping of these fields.
    Record(Vec<Field>),
    /// A mapping whose keys are not fixed.
    Keyed {
        /// What the keys are.
        keys: Keys,
        /// What stands under each.
        of: Box<Shape>,
    },
    /// Any of these.
    Either(Vec<Shape>),
    /// The site's own words by their key, nested or with dots.
    Words,
    /// Whatever it is.
    Anything,
}

/// What the keys of a mapping are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// New ids; of this kind, where others refer to them.
    New(Option<Kind>),
    /// Ids of records that exist, and words that stand for several of them.
    Known(Kind, &'static [&'static str]),
    /// Names for formulas: `a-z`, `0-9` and `_`, a letter first.
    Names,
    /// Levels, from 1.
    Levels,
}

/// A field of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub key: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether it must be there, whatever else is.
    pub required: bool,
    /// What holds where it is absent, as it would be written.
    pub default: Option<String>,
}

/// What a kind of content file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindShape {
    /// The kind.
    pub kind: &'static ContentKind,
    /// What its YAML holds: that of the file, or of the front matter.
    pub shape: Shape,
    /// Whether Markdown follows.
    pub has_body: bool,
}

/// What every kind of content file holds, in the order of [`KINDS`]. Fields stand in the order in which they are best written.
pub fn shapes() -> Vec<KindShape> {
    let of = |kind: &'static ContentKind| {
        let has_body = matches!(kind.place, Place::Folder(_));
        KindShape { kind, shape: (kind.shape)(), has_body }
    };
    KINDS.iter().map(of).collect()
}

impl Shape {
    /// A list that may be written as a single value.
    #[must_use]
    pub fn or_more(self) -> Self {
        Self::OneOrMore(Box::new(self))
    }

    /// A mapping with this under each key.
    #[must_use]
    pub fn under(self, keys: Keys) -> Self {
        Self::Keyed { keys, of: Box::new(self) }
    }

    /// The same, or a text in its place.
    #[must_use]
    pub fn or_text(self) -> Self {
        Self::Either(vec![Self::Text, self])
    }

    /// The words of a choice.
    pub fn choice<T: Choice>() -> Self {
        Self::Choice(T::CHOICES.iter().map(|(word, _)| *word).collect())
    }

    /// The fields of the mappings in it, whether one, listed, by key or instead of a text; none where it has no such mappings.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Record(fields) => fields,
            Self::OneOrMore(of) | Self::List(of) | Self::Keyed { of, .. } => of.fields(),
            Self::Either(shapes) => {
                shapes.iter().map(Self::fields).find(|fields| !fields.is_empty()).unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// The words to choose from, of one choice or of a list of them; none where nothing is to be chosen.
    pub fn words(&self) -> Vec<&'static str> {
        match self {
            Self::Choice(words) => words.clone(),
            Self::OneOrMore(of) | Self::List(of) => of.words(),
            Self::Either(shapes) => shapes.iter().flat_map(Self::words).collect(),
            _ => Vec::new(),
        }
    }

    /// The field of a key among [`Self::fields`].
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.key == key)
    }
}

/// The fields that a type asks for.
pub(super) fn mapping<T: Read>() -> Shape {
    recorded(|node, context| {
        T::read(node, context);
    })
}

/// What a file with one record holds.
pub(super) fn single<T>(read: fn(&mut Fields<'_, '_, '_>) -> T) -> Shape {
    recorded(|node, context| {
        let mut fields = Fields::of(node, context);
        read(&mut fields);
        fields.finish();
    })
}

/// What a file with a list holds.
pub(super) fn list<T: Read>() -> Shape {
    Shape::List(Box::new(T::shape()))
}

/// What a record with a head holds.
pub(super) fn record<T: ReadRecord>() -> Shape {
    recorded(|node, context| {
        let mut fields = Fields::of(node, context);
        T::read(Head::read_file(Spanned::default(), None, "", &mut fields), &mut fields);
        fields.finish();
    })
}

/// What a mapping of records with heads holds.
pub(super) fn keyed<T: ReadRecord>() -> Shape {
    record::<T>().under(Keys::New(Some(T::KIND)))
}

/// The fields that a reader asks for.
pub(super) fn recorded(read: impl FnOnce(&Node, &mut Context<'_>)) -> Shape {
    let (names, mut found) = (Names::default(), Diagnostics::default());
    let mut context = Context::recording(&names, &mut found);
    let nothing = Node { span: Default::default(), value: Value::Map(Mapping { entries: Vec::new() }) };
    read(&nothing, &mut context);
    Shape::Record(context.record.map(Asked::fields).unwrap_or_default())
}

/// What a reader has asked for so far.
#[derive(Debug, Default)]
pub(super) struct Asked {
    fields: Vec<Field>,
    last: Vec<Field>,
}

impl Asked {
    /// Notes a field, perhaps as one of those that are best written last; one that is asked for again stays as it is.
    pub(super) fn note(&mut self, key: &'static str, shape: impl FnOnce() -> Shape, is_last: bool) {
        if self.find(key).is_none() {
            let field = Field { key, shape: shape(), required: false, default: None };
            let fields = if is_last { &mut self.last } else { &mut self.fields };
            fields.push(field);
        }
    }

    /// Notes that a field must be there.
    pub(super) fn require(&mut self, key: &'static str) {
        if let Some(field) = self.find(key) {
            field.required = true;
        }
    }

    /// Notes what holds where a field is absent.
    pub(super) fn set_default(&mut self, key: &'static str, written: String) {
        if let Some(field) = self.find(key) {
            field.default = Some(written);
        }
    }

    fn find(&mut self, key: &str) -> Option<&mut Field> {
        self.fields.iter_mut().chain(&mut self.last).find(|field| field.key == key)
    }

    fn fields(self) -> Vec<Field> {
        self.fields.into_iter().chain(self.last).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::content::parse::{Parsed, parse};
    use crate::content::{View, resolve};
    use crate::source::{Sources, new_site};

    fn shape(name: &str) -> Shape {
        shapes().into_iter().find(|shape| shape.kind.name() == name).unwrap().shape
    }

    fn keys(shape: &Shape) -> Vec<&'static str> {
        shape.fields().iter().map(|field| field.key).collect()
    }

    #[test]
    fn a_record_begins_with_its_title_and_ends_with_where_it_is_from() {
        let measure = [
            ["titel", "kurz", "leichte_sprache", "projekt", "meilenstein", "strategie", "erfuellt"].as_slice(),
            &["verantwortlich", "werte", "probleme", "setzt_voraus", "plan", "verlauf", "gueltig", "wirkung"],
            &["abdeckung", "nachweise", "rollout", "kosten", "quelle", "annahme", "sichtbarkeit", "frueher"],
        ];
        // The project is asked for once more behind the milestone, which does not move it.
        assert_eq!(keys(&shape("massnahmen")), measure.concat());
    }

    #[test]
    fn what_is_asked_for_only_after_something_else_is_told_as_well() {
        let project = shape("projekte");
        let log = &project.field("verlauf").unwrap().shape;
        assert_eq!(keys(log), ["am", "ereignis", "auf", "grund", "quelle", "annahme", "sichtbarkeit"]);
        let must: Vec<_> = log.fields().iter().filter(|field| field.required).map(|field| field.key).collect();
        assert_eq!(must, ["am", "ereignis"]);
        let paper = shape("zusagen").field("vorlage").cloned().unwrap();
        assert_eq!((paper.shape, paper.required), (Shape::Reference(Kind::Paper), false));
    }

    #[test]
    fn what_a_reader_takes_apart_itself_is_told_beside_it() {
        let model = shape("modell");
        let dimensions = &model.field("dimensionen").unwrap().shape;
        assert!(matches!(dimensions, Shape::Keyed { keys: Keys::New(Some(Kind::Dimension)), .. }));
        let levels = &dimensions.field("stufen").unwrap().shape;
        assert!(matches!(levels, Shape::Keyed { keys: Keys::Levels, .. }));
        assert_eq!(
            keys(levels),
            ["text", "gewicht", "pflicht", "anzahl", "schwelle", "ab", "bis", "quelle", "annahme", "frueher"]
        );
        let rollout = shape("massnahmen").field("rollout").cloned().unwrap().shape;
        assert!(matches!(rollout, Shape::Keyed { keys: Keys::Known(Kind::Unit, []), .. }));
        assert_eq!(keys(&rollout), ["am", "plan", "quelle", "annahme", "sichtbarkeit"]);
    }

    #[test]
    fn defaults_are_told_as_they_are_written() {
        let default = |kind: &str, key: &str| shape(kind).field(key).unwrap().default.clone();
        assert_eq!(default("modell", "regel").as_deref(), Some("alle"));
        assert_eq!(default("modell", "verzug").as_deref(), Some("6 Monate"));
        assert_eq!(default("massnahmen", "wirkung").as_deref(), Some("laufend"));
        assert_eq!(default("seite", "sprache").as_deref(), Some("de"));
        assert_eq!(default("massnahmen", "titel"), None);
    }

    /// Every mapping in a shape, with the keys that lead to it.
    fn mappings(shape: &Shape, at: &str, found: &mut Vec<(String, Vec<Field>)>) {
        match shape {
            Shape::Record(fields) => {
                found.push((at.to_owned(), fields.clone()));
                for field in fields {
                    mappings(&field.shape, &format!("{at}.{}", field.key), found);
                }
            }
            Shape::OneOrMore(of) | Shape::List(of) | Shape::Keyed { of, .. } => mappings(of, at, found),
            Shape::Either(shapes) => shapes.iter().for_each(|shape| mappings(shape, at, found)),
            _ => {}
        }
    }

    /// A type whose reader asks for no field would be a scalar that does not say what it is.
    #[test]
    fn every_mapping_has_fields_and_each_key_once() {
        let mut found = Vec::new();
        for kind in shapes() {
            mappings(&kind.shape, kind.kind.name(), &mut found);
        }
        assert!(found.len() > 100);
        for (at, fields) in found {
            let keys: BTreeSet<_> = fields.iter().map(|field| field.key).collect();
            assert!(!fields.is_empty() && keys.len() == fields.len(), "{at}: {keys:?}");
        }
    }

    /// What does not fit, by its place.
    fn misfits(node: &Node, shape: &Shape, at: &str) -> Vec<String> {
        let here = || vec![at.to_owned()];
        match (shape, &node.value) {
            (_, Value::Null) | (Shape::Words | Shape::Anything, _) => Vec::new(),
            (Shape::Record(fields), Value::Map(map)) => {
                let known = |key: &str| key.starts_with("x-") || key == "sichtbarkeit";
                let inner = map.entries.iter().flat_map(|(key, node)| {
                    let at = format!("{at}.{}", key.value);
                    match fields.iter().find(|field| field.key == key.value) {
                        Some(field) => misfits(node, &field.shape, &at),
                        None => Some(at).filter(|_| !known(&key.value)).into_iter().collect(),
                    }
                });
                let missing = fields.iter().filter(|field| field.required && map.get(field.key).is_none());
                inner.chain(missing.map(|field| format!("{at}: {}", field.key))).collect()
            }
            (Shape::Keyed { of, .. }, Value::Map(map)) => {
                let entries = map.entries.iter();
                entries.flat_map(|(key, node)| misfits(node, of, &format!("{at}.{}", key.value))).collect()
            }
            (Shape::OneOrMore(of) | Shape::List(of), Value::List(items)) => {
                items.iter().flat_map(|item| misfits(item, of, at)).collect()
            }
            (Shape::OneOrMore(of), _) => misfits(node, of, at),
            (Shape::Either(shapes), _) => {
                let all = shapes.iter().map(|shape| misfits(node, shape, at));
                all.min_by_key(Vec::len).unwrap_or_default()
            }
            (Shape::Record(_) | Shape::Keyed { .. } | Shape::List(_), _) => here(),
            (Shape::Choice(words), Value::Scalar(word)) if !words.contains(&word.as_str()) => here(),
            (_, Value::Scalar(_)) => Vec::new(),
            _ => here(),
        }
    }

    fn parsed(sources: &Sources) -> Parsed {
        parse(sources, &mut Diagnostics::default())
    }

    #[test]
    fn what_is_written_fits() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folders = ["content", "tests/sites/kleinstadt/in", "tests/sites/fields-all-kinds-clean/in"];
        let mut sites: Vec<Sources> = folders.iter().map(|folder| Sources::read(&root.join(folder)).0).collect();
        let new = new_site().into_iter().filter_map(|(path, text)| {
            let text = text.replace("«schluessel»", "").replace("«adresse»", "").replace(['«', '»'], "");
            Some((path.strip_prefix("content/")?.to_owned(), text.into_bytes()))
        });
        sites.push(Sources::from_files(new).0);
        for sources in &sites {
            let documents = parsed(sources).documents;
            assert!(documents.len() > 15);
            for document in documents {
                let at = format!("{}/{}", document.kind.name(), document.id.value);
                assert_eq!(misfits(&document.data.unwrap(), &(document.kind.shape)(), &at), [""; 0]);
            }
        }
    }

    /// A value of a shape, with every field.
    fn sample(shape: &Shape) -> String {
        match shape {
            Shape::Text | Shape::Markdown | Shape::Reference(_) | Shape::Anything => "a".to_owned(),
            Shape::Bool => "ja".to_owned(),
            Shape::Count | Shape::Money | Shape::Number | Shape::Amount => "1".to_owned(),
            Shape::Date => "2024-01-01".to_owned(),
            Shape::Period => "1 Monat".to_owned(),
            Shape::Share => "1/2".to_owned(),
            Shape::Colour => "\"#a32a1c\"".to_owned(),
            Shape::PaperNumber => "VII/2024/01234".to_owned(),
            Shape::WebAddress => "https://a.example".to_owned(),
            Shape::Choice(words) => words[0].to_owned(),
            Shape::OneOrMore(of) | Shape::List(of) => format!("[{}]", sample(of)),
            Shape::Record(fields) => {
                let fields = fields.iter().map(|field| format!("{}: {}", field.key, sample(&field.shape)));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
            Shape::Keyed { keys: Keys::Levels, of } => format!("{{1: {}}}", sample(of)),
            Shape::Keyed { of, .. } => format!("{{a: {}}}", sample(of)),
            Shape::Either(shapes) => sample(shapes.last().unwrap()),
            Shape::Words => "{}".to_owned(),
        }
    }

    #[test]
    fn every_field_that_is_told_is_read() {
        let files = shapes().into_iter().map(|kind| match kind.kind.place {
            Place::Folder(folder) => (format!("{folder}/a.md"), format!("---\n{}\n---\n", sample(&kind.shape)).into()),
            Place::File(name) => (name.to_owned(), sample(&kind.shape).into()),
        });
        let (sources, _) = Sources::from_files(files);
        let mut found = Diagnostics::default();
        let seen = parse(&sources, &mut found).visible_to(View::Internal, &mut found);
        resolve(&seen, &mut found);
        // References lead nowhere, and every former id is a present one: this is about keys and values.
        let odd = |code: &str| code.starts_with("E02") && !["E0203", "E0218"].contains(&code);
        let odd: Vec<_> = found.sorted().into_iter().filter(|finding| odd(finding.code)).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}
