//! YAML with spans: the one home of the YAML crate.
//!
//! A file becomes a tree of [`Node`]s whose scalars are text as written. What a scalar means is decided by the field
//! that reads it, so `37` can be an id, `1.0` a version and `Nein` a title.

use std::collections::BTreeMap;

use serde_yaml::{DuplicateKeyPolicy, Error, Location, MergeKeyPolicy};

use super::{FileId, Limit, Place, Problem, ProblemKind, Span, Spanned, limits};

pub use cursor::{Asked, Cursor, Step, cursor};

mod cursor;
mod diagnose;
pub mod edit;
pub mod layout;
mod text;
mod traps;

/// A file with more problems is told only of these traps.
const TRAPS: usize = 100;

/// A value in a YAML file and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Place of the value.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What YAML can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: an empty value, `null` or `~`.
    Null,
    /// Text, a number, a date, a truth value: as written, without quotes.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written, keys unique.
    Map(Mapping),
}

/// A mapping in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Keys and values.
    pub entries: Vec<(Spanned<String>, Node)>,
}

impl Mapping {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }
}

impl Node {
    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// Whether nothing is there: no value, an empty list, an empty mapping.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::List(items) => items.is_empty(),
            Value::Map(map) => map.entries.is_empty(),
            Value::Scalar(_) => false,
        }
    }

    /// The mapping, if it is one.
    pub fn map(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }
}

/// A file that could be read, and what is odd in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The whole.
    pub node: Node,
    /// What was read, but perhaps meant otherwise.
    pub warnings: Vec<Problem>,
}

/// Parses `text[range]` of a file; spans count from the beginning of the file.
///
/// # Errors
/// Everything that is wrong: one break of YAML's rules (a parser cannot go on behind it), or all duplicate keys and all
/// texts of which YAML would lose a part.
pub fn parse(file: FileId, text: &str, range: std::ops::Range<usize>) -> Result<Parsed, Vec<Problem>> {
    let origin = Origin { file, text, base: range.start, yaml: &text[range] };
    let raw: Option<serde_yaml::Spanned<Raw>> =
        match serde_yaml::from_str_with_options::<serde_yaml::Spanned<Raw>>(origin.yaml, options()) {
            Ok(raw) => Some(raw),
            Err(error) if matches!(error.without_snippet(), Error::Eof { .. }) && origin.is_blank() => None,
            Err(error) => return Err(vec![origin.problem(error.without_snippet())]),
        };
    let mut found = Findings::default();
    let node = match raw {
        Some(raw) => origin.node(raw, &mut found),
        None => Node { span: origin.span(0, 0), value: Value::Null },
    };
    if found.problems.is_empty() { Ok(Parsed { node, warnings: found.warnings }) } else { Err(found.problems) }
}

/// The value on the line in which `at` stands, as far as the line alone tells: what follows its list marks and its key.
pub fn value_on_line(text: &str, at: usize) -> std::ops::Range<usize> {
    let line = text::line(text, at);
    let (start, line) = (line.start, &text[line]);
    let value = text::Entry::of(line).value;
    start + value..start + line.trim_end().len().max(value)
}

/// What is found while the tree is built.
#[derive(Default)]
struct Findings {
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: limits::YAML_DEPTH,
            max_nodes: limits::YAML_VALUES,
            max_aliases: limits::YAML_ALIASES,
            max_anchors: limits::YAML_ALIASES,
            max_documents: 2,
        },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: limits::YAML_REPEATED },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        non_finite_float_policy: serde_yaml::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    }
}

struct Origin<'a> {
    file: FileId,
    text: &'a str,
    base: usize,
    yaml: &'a str,
}

impl Origin<'_> {
    fn is_blank(&self) -> bool {
        self.yaml.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start.min(self.yaml.len()), self.base + end.min(self.yaml.len()))
    }

    fn span_of(&self, location: Location) -> Span {
        let span = location.span();
        match (span.byte_offset(), span.byte_len()) {
            (Some(start), Some(len)) => {
                let (start, len) = (start as usize, len as usize);
                let end = (start + len).min(self.yaml.len());
                let end = start + self.yaml.get(start..end).map_or(len, |text| text.trim_end().len());
                self.span(start, end)
            }
            _ => {
                let start = self.offset(location.line() as usize, location.column() as usize);
                let character = self.yaml.get(start..).and_then(|rest| rest.chars().next());
                self.span(start, start + character.map_or(1, char::len_utf8))
            }
        }
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let start: usize = self.yaml.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.yaml.get(start..).unwrap_or_default();
        start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
    }

    fn node(&self, raw: serde_yaml::Spanned<Raw>, found: &mut Findings) -> Node {
        let span = self.span_of(raw.defined);
        let is_alias = raw.defined != raw.referenced;
        let value = match raw.value {
            // `Null` is a word in German; only the empty value, `~` and `null` are nothing.
            Raw::Null => match self.text.get(span.range()) {
                Some(word @ ("Null" | "NULL")) => Value::Scalar(word.to_owned()),
                _ => Value::Null,
            },
            Raw::Text(text) => Value::Scalar(text),
            Raw::Typed => Value::Scalar(self.text.get(span.range()).unwrap_or_default().to_owned()),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item, found)).collect()),
            Raw::Map(entries) => Value::Map(self.mapping(entries, found)),
        };
        let node = Node { span, value };
        if !is_alias && found.problems.len() < TRAPS {
            found.problems.extend(self.swallowed(&node));
            found.problems.extend(self.escaped(&node));
            found.warnings.extend(self.cut_off(&node));
        }
        node
    }

    fn mapping(&self, raw: RawEntries, found: &mut Findings) -> Mapping {
        let mut map = Mapping::default();
        let mut first = BTreeMap::new();
        for (raw_key, raw_value) in raw {
            let key = self.node(raw_key, found);
            let value = self.node(raw_value, found);
            let Some(name) = key.scalar().map(str::to_owned) else {
                found.problems.push(Problem { place: Place::Span(key.span), kind: ProblemKind::KeyNotText });
                continue;
            };
            if let Some(problem) = self.without_value(&name, &key, &value) {
                found.problems.push(problem);
            }
            if let Some(&earlier) = first.get(&name) {
                let kind = ProblemKind::DuplicateKey(name, earlier);
                found.problems.push(Problem { place: Place::Span(key.span), kind });
                continue;
            }
            first.insert(name.clone(), key.span);
            map.entries.push((Spanned::new(name, key.span), value));
        }
        map
    }

    fn problem(&self, error: &Error) -> Problem {
        let span = error.location().map_or_else(|| self.span(0, 1), |location| self.span_of(location));
        match plain_kind(error) {
            Some(kind) => Problem { place: Place::Span(span), kind },
            None => self.cause(span.start().saturating_sub(self.base), &error.to_string()),
        }
    }
}

/// What needs no search, because the parser says it as an editor would.
fn plain_kind(error: &Error) -> Option<ProblemKind> {
    Some(match error {
        Error::Budget { .. } => ProblemKind::Budget(limit(&error.to_string())),
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => ProblemKind::Budget(Limit::Repetition),
        Error::AliasError { error, .. } => return plain_kind(error),
        Error::UnknownAnchor { .. } => ProblemKind::UnknownAnchor,
        Error::MultipleDocuments { .. } => ProblemKind::SecondDocument,
        Error::IndentationError { .. } => ProblemKind::Indentation,
        _ => return None,
    })
}

fn limit(message: &str) -> Limit {
    match message {
        _ if message.contains("Depth") => Limit::Depth,
        _ if message.contains("Alias") || message.contains("Anchor") => Limit::Repetition,
        _ => Limit::Size,
    }
}

type RawEntries = Vec<(serde_yaml::Spanned<Raw>, serde_yaml::Spanned<Raw>)>;

/// The tree as the YAML crate delivers it. Scalars that YAML types by itself are taken from the source text again.
enum Raw {
    Null,
    Text(String),
    Typed,
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(RawEntries),
}

impl<'de> serde::Deserialize<'de> for Raw {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> serde::de::Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Node, Vec<Problem>> {
        parse(FileId::default(), text, 0..text.len()).map(|parsed| parsed.node)
    }

    fn scalars(text: &str) -> Vec<(String, String)> {
        let node = parsed(text).unwrap();
        let map = node.map().cloned().unwrap_or_default();
        map.entries.into_iter().map(|(key, node)| (key.value, node.scalar().unwrap_or("<none>").to_owned())).collect()
    }

    fn place(text: &str, place: Place) -> String {
        match place {
            Place::Span(span) => {
                let at = super::super::span::line_column(text, span.start());
                format!("{}:{}", at.line, at.column)
            }
            Place::Path(path) => path,
            Place::Cell(cell) => cell.to_string(),
        }
    }

    fn kinds(text: &str) -> Vec<(ProblemKind, String)> {
        let problems = parsed(text).expect_err(text);
        problems.into_iter().map(|problem| (problem.kind, place(text, problem.place))).collect()
    }

    /// Each text has exactly this problem there, also behind a front matter's beginning and behind wide characters.
    fn assert_causes(cases: &[(&str, ProblemKind, &str)]) {
        for (text, kind, at) in cases {
            let expected = vec![(kind.clone(), (*at).to_owned())];
            assert_eq!(kinds(text), expected, "{text:?}");
            let crlf = text.replace('\n', "\r\n");
            assert_eq!(kinds(&crlf), expected, "{crlf:?}");
            let file = format!("---\n# größer 🦀\n{text}\n---\nText\n");
            let problems = parse(FileId::default(), &file, 4..file.len() - 9).expect_err(&file);
            let (line, column) = at.split_once(':').unwrap();
            let shifted = format!("{}:{column}", line.parse::<usize>().unwrap() + 2);
            assert_eq!(place(&file, problems[0].place.clone()), shifted, "{file:?}");
        }
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn the_value_on_a_line_is_told_without_the_rest() {
        let text = "a: x\n  - b: Titel: Teil  \r\nc:\n";
        let value = |at| &text[value_on_line(text, text.find(at).unwrap())];
        assert_eq!((value("a"), value("Teil"), value("c:")), ("x", "Titel: Teil", ""));
    }

    #[test]
    fn scalars_keep_their_spelling() {
        let text = "einheit: 37\nversion: 1.0\ntitel: Nein\nwahr: true\njahr: 2024\noktal: 007\nhex: 0x1F\ngeld: 3_200_000\nunendlich: .inf\n37: x\n\"q\": \"ja\"\n";
        let expected = [
            ("einheit", "37"),
            ("version", "1.0"),
            ("titel", "Nein"),
            ("wahr", "true"),
            ("jahr", "2024"),
            ("oktal", "007"),
            ("hex", "0x1F"),
            ("geld", "3_200_000"),
            ("unendlich", ".inf"),
            ("37", "x"),
            ("q", "ja"),
        ];
        assert_eq!(scalars(text), expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn spans_point_at_the_value() {
        let text = "# ü\na: {b: [eins, zwei]}\n";
        let node = parsed(text).unwrap();
        let list = node.map().unwrap().get("a").unwrap().map().unwrap().get("b").unwrap();
        let Value::List(items) = &list.value else { panic!("a list") };
        assert_eq!(&text[items[1].span.range()], "zwei");
    }

    #[test]
    fn an_empty_file_is_null() {
        for text in ["", "\n", "# nur ein Kommentar\n"] {
            assert_eq!(parsed(text).unwrap().value, Value::Null, "{text:?}");
        }
    }

    #[test]
    fn all_duplicate_keys_are_found() {
        let found = kinds("a: 1\nb: 2\na: 3\nc: {d: 1, d: 2}\n");
        assert_eq!(found.iter().map(|(_, at)| at.as_str()).collect::<Vec<_>>(), ["3:1", "4:11"]);
    }

    #[test]
    fn merge_keys_are_ordinary() {
        assert_eq!(scalars("<<: x\n"), [("<<".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn tabs_are_found_where_they_are() {
        assert_causes(&[
            ("a:\n\tb: 1", ProblemKind::Tab, "2:1"),
            ("a:\n  ü: 1\n  \tb: 1", ProblemKind::Tab, "3:3"),
            ("b:\n  wer: Rät\n\tindikator: Zahl", ProblemKind::Tab, "3:1"),
            ("b:\n  wer: Rat\n\n\n  \tindikator: Zahl", ProblemKind::Tab, "5:3"),
            ("a: |\n\tText", ProblemKind::Tab, "2:1"),
        ]);
    }

    #[test]
    fn quotations_are_told_apart() {
        use ProblemKind::{Backslash, MissingComma, TextBehindQuote, UnclosedQuote};
        assert_causes(&[
            ("a: \"öffen\nb: 2\nc: 3", UnclosedQuote, "1:4"),
            ("a: \"offen\nb: \"x\"\nc: 3", UnclosedQuote, "1:4"),
            ("a: it's\nb: 'ü", UnclosedQuote, "2:4"),
            ("a: {t: \"C, y: x}\no: {t: \"O\"}", UnclosedQuote, "1:8"),
            ("a: \"Öffen\" und 🦀", TextBehindQuote(some("'\"Öffen\" und 🦀'")), "1:12"),
            ("a: \"A\" und \"B\"", TextBehindQuote(some("'\"A\" und \"B\"'")), "1:8"),
            ("- 'Hälle's Werte'", TextBehindQuote(some("\"Hälle's Werte\"")), "1:10"),
            ("a: \"Er sagt \"ja\" dazu\"", TextBehindQuote(some("'Er sagt \"ja\" dazu'")), "1:14"),
            ("a: \"x\" y # z", TextBehindQuote(None), "1:8"),
            ("a: \"x\"#1", TextBehindQuote(some("'\"x\"#1'")), "1:7"),
            ("a: {ü: \"x\" y}", TextBehindQuote(None), "1:12"),
            ("a: {ü: \"x\" y: 1}", MissingComma, "1:12"),
            ("a: [\"x\" 'ü']", MissingComma, "1:9"),
            ("a: \"C:\\Wärte\"", Backslash(some("'C:\\Wärte'")), "1:7"),
            ("a: \"ü\\users\"", Backslash(some("'ü\\users'")), "1:6"),
            ("a: \"C:\\\"\nb: 2", Backslash(some("'C:\\'")), "1:7"),
        ]);
    }

    #[test]
    fn brackets_are_told_apart() {
        use ProblemKind::{Colon, CommentInText, ExtraBracket, MissingComma, MissingSpace, UnclosedBracket};
        let mixed = |open, close, start| ProblemKind::MixedBrackets {
            open,
            close,
            opened: Span::new(FileId::default(), start, start + 1),
        };
        for (text, kind, at) in
            [("a: {b: \"]\", c: ü]", mixed('{', ']', 3), "1:17"), ("a: {b: [1, 2}", mixed('[', '}', 7), "1:13")]
        {
            assert_eq!(kinds(text), [(kind, at.to_owned())], "{text:?}");
        }
        assert_causes(&[
            ("a: [1, 2\nb: 3", UnclosedBracket, "1:4"),
            ("a: {ü: 1\nb: 2", UnclosedBracket, "1:4"),
            ("a:\n  - {ü: 1, c: d\n  - {b: 2}", UnclosedBracket, "2:5"),
            ("a: [ü", UnclosedBracket, "1:4"),
            ("a: {ü\n  b:\n    1: c", UnclosedBracket, "1:4"),
            ("a: [ü[b]\nc: [d]", UnclosedBracket, "1:4"),
            ("a: {b: [1]", UnclosedBracket, "1:4"),
            ("a: {b: Plätz #1, c: 2}", CommentInText, "1:14"),
            ("a: [1, 2 # oder [3]", UnclosedBracket, "1:4"),
            ("a: [ü]]", ExtraBracket(']'), "1:7"),
            ("a: {b: ü}}", ExtraBracket('}'), "1:10"),
            ("a: ] ü", ExtraBracket(']'), "1:4"),
            ("a: {ü: 1 b: 2}", MissingComma, "1:10"),
            ("a: {ü: 1,\n  b: 2\n  c: 3}", MissingComma, "3:3"),
            ("a: [{ü: 1} {b: 2}]", MissingComma, "1:12"),
            ("a: {ü: Neubau: Teil 2}", Colon(None), "1:14"),
            ("a: {ü: Das Rathaus: neu}", Colon(None), "1:19"),
            ("a: {b:[1]}", MissingSpace("b:".to_owned()), "1:6"),
            ("a: {ü:1, c: 2}", MissingSpace("ü:".to_owned()), "1:5"),
        ]);
    }

    #[test]
    fn colons_are_told_apart() {
        use ProblemKind::{Colon, Indentation, MissingColon, MissingSpace};
        let space = |key: &str| MissingSpace(key.to_owned());
        assert_causes(&[
            ("titel: Neubäu: Teil 2", Colon(some("\"Neubäu: Teil 2\"")), "1:14"),
            ("- titel: Neubäu: \"2\"", Colon(some("'Neubäu: \"2\"'")), "1:16"),
            ("a: b: c # d", Colon(None), "1:5"),
            ("a: \"b\": c", Colon(None), "1:7"),
            ("a: b:\n  c: 1", Colon(some("\"b:\"")), "1:5"),
            ("a: läng\n  und noch: länger", Colon(None), "2:11"),
            ("titel:Öffen\nb: 2", space("titel:"), "1:1"),
            ("ü: 1\nb:ö\nc: 3", space("b:"), "2:1"),
            ("ü: 1\n-b\nc: 3", space("-"), "2:1"),
            ("c:\n  titel:Ö\n  art:x\n  text: x", space("titel:"), "2:3"),
            ("titel Öffen\nb: 2", MissingColon, "1:1"),
            ("ü: 1\n# Rest\nb ö\nc: 3", MissingColon, "3:1"),
            ("ü: 1\nhttp://ö\nc: 3", MissingColon, "2:1"),
            ("c:\n  titel Ö\n\n  text: x", MissingColon, "2:3"),
            ("titel\n  b: 1", MissingColon, "1:1"),
            (" titel ü\n\nb: 1", MissingColon, "1:2"),
            ("c:\n  ü: Ö\n   text: x", Indentation, "3:4"),
            ("c:\n  ü: Ö\n     und\n     text: x", Indentation, "4:6"),
        ]);
    }

    #[test]
    fn lines_that_fit_nowhere_are_found() {
        let kind = ProblemKind::Indentation;
        for (text, at) in [
            ("a:\n  ü: 1\n c: 2", "3:2"),
            (" ü: 1\nc: 2", "1:2"),
            ("a: {ü: 1}\n  c: 2", "2:3"),
            ("ü: 1\n- b", "2:1"),
            ("- ü: 1\nb: 2", "2:1"),
            ("- ü\n b: c", "2:2"),
            ("a: |\n  ü\n c\nb: 1", "3:2"),
        ] {
            assert_causes(&[(text, kind.clone(), at)]);
        }
    }

    #[test]
    fn texts_that_begin_with_a_mark_are_found() {
        for (text, mark, meant, at) in [
            ("a: > 50 ü", '>', some("\"> 50 ü\""), "1:4"),
            ("a: | ü", '|', some("\"| ü\""), "1:4"),
            ("a: - ü", '-', some("\"- ü\""), "1:4"),
            ("- a: ? ü", '?', some("\"? ü\""), "1:6"),
            ("a: [Öntwurf] ü", '[', some("\"[Öntwurf] ü\""), "1:4"),
            ("- [Öntwurf] ü\n- b", '[', some("\"[Öntwurf] ü\""), "1:3"),
            ("[Öntwurf] ü", '[', None, "1:1"),
            ("a: @ü", '@', some("\"@ü\""), "1:4"),
            ("a: @ü # b", '@', None, "1:4"),
            ("a: `ü`", '`', some("\"`ü`\""), "1:4"),
            ("a: %ü", '%', some("\"%ü\""), "1:4"),
            ("%ü: 1", '%', None, "1:1"),
            ("!ä:\n  b: 1\nc: 1", '!', None, "1:1"),
            ("a: , ü", ',', some("\", ü\""), "1:4"),
            ("a: & ü", '&', some("\"& ü\""), "1:4"),
            ("a: [#ü]", '#', None, "1:5"),
            ("a: {b: @ü}", '@', None, "1:8"),
            ("a: [- ü]", '-', None, "1:5"),
            ("a: !Öffen", '!', some("\"!Öffen\""), "1:4"),
            ("a: !offen ü", '!', some("\"!offen ü\""), "1:4"),
            ("- !offen \"ü\"", '!', some("'!offen \"ü\"'"), "1:3"),
            ("a: !ö! ü", '!', some("\"!ö! ü\""), "1:4"),
            ("a: &Wärte", '&', some("\"&Wärte\""), "1:4"),
            ("ä: &Werte ü\nb: 1", '&', some("\"&Werte ü\""), "1:4"),
            ("ä: [x, &Werte ü]", '&', None, "1:8"),
        ] {
            assert_causes(&[(text, ProblemKind::SpecialCharacter(mark, meant), at)]);
        }
    }

    #[test]
    fn anchors_that_are_referred_to_are_no_trap() {
        for text in ["a: &x {b: 1}\nc: *x\n", "a: &x\n  b: 1\nc: [*x]\n", "a: &x Text\nb: *x\n", "a: &x\n- 1\n"] {
            assert!(parsed(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn marks_within_a_text_are_no_trap() {
        let text = "Fluss &Co: R &D\nb: 1 !x\nc: |\n  !x &y\n  #1\nd: '!x #1'\ne: [a!, b &c]\n";
        let parsed = parse(FileId::default(), text, 0..text.len()).unwrap();
        assert_eq!(parsed.warnings, []);
    }

    #[test]
    fn keys_without_value_in_braces_are_found() {
        let without = |name: &str| ProblemKind::WithoutValue(name.to_owned());
        assert_causes(&[
            ("kosten: {geplant: 1.250,50 €}", without("50 €"), "1:25"),
            ("a: {ü: Halle, Saale, b: 1}", without("Saale"), "1:15"),
            ("a: {ü: 1, \"b\" }", without("b"), "1:11"),
        ]);
        assert!(parsed("a: {b: , c: ~}\nd:\n? e\n").is_ok());
    }

    #[test]
    fn comments_that_cut_a_text_are_odd() {
        for (text, at, cut) in [
            ("titel: Plätz #1 werden  \nb: 1", "1:14", "#1 werden"),
            ("titel: #ü", "1:8", "#ü"),
            ("- ende: 2024 #2025\r\n- b", "1:14", "#2025"),
            ("a: [b\n  ü #1\n  ]", "2:5", "#1"),
        ] {
            let warnings = parse(FileId::default(), text, 0..text.len()).unwrap().warnings;
            let found: Vec<_> = warnings.into_iter().map(|found| (found.kind, place(text, found.place))).collect();
            assert_eq!(found, [(ProblemKind::CutOff(cut.to_owned()), at.to_owned())], "{text:?}");
        }
        for text in
            ["a: b # c", "a: b #", "a: b#c", "#c\na: b\n#c", "a: 'b' #c", "a: #c\n  b: 1", "a: |\n  b #c", "a: b ##"]
        {
            assert_eq!(parse(FileId::default(), text, 0..text.len()).unwrap().warnings, [], "{text:?}");
        }
        assert_causes(&[("a: Wir sind #digitäl\n  und ü", ProblemKind::CommentInText, "1:13")]);
    }

    #[test]
    fn what_has_no_place_in_a_text_is_found_where_it_is_spelt_out() {
        assert_causes(&[
            ("ü: \"a\\0b\"", ProblemKind::ControlCharacter, "1:4"),
            ("- {\"ü\\x1b\": 1}", ProblemKind::ControlCharacter, "1:4"),
            ("ü: [b, \"a\\u202eb\"]", ProblemKind::DirectionCharacter, "1:8"),
        ]);
        assert!(parsed("a: \"x\\ty\\n\\u00ad\"\nb: 'x\\0'").is_ok());
    }

    #[test]
    fn other_causes() {
        assert_causes(&[("a: *b", ProblemKind::UnknownAnchor, "1:4"), ("a: [1,,2]", ProblemKind::Syntax, "1:7")]);
        assert_eq!(kinds("a: 1\n---\nb: 2\n")[0].0, ProblemKind::SecondDocument);
    }

    #[test]
    fn bombs_stay_small() {
        for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "[x, ".repeat(30)] {
            assert!(parsed(&text).is_err());
        }
        assert_eq!(kinds(&format!("{}{}", "[".repeat(40), "]".repeat(40)))[0].0, ProblemKind::Budget(Limit::Depth));
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            bomb += &format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(","));
        }
        assert_eq!(kinds(&bomb)[0].0, ProblemKind::Budget(Limit::Repetition));
        assert_eq!(limit("budget breached: Nodes { nodes: 500001 }"), Limit::Size);
    }

    #[test]
    fn long_files_are_read_in_time() {
        for part in ["a #1, ", "!a b, ", "&a b, ", "'a', ", "{b}, "] {
            let _ = parse(FileId::default(), &format!("[{}]", part.repeat(10_000)), 0..part.len() * 10_000 + 2);
        }
        for text in ["a: b\n  \"c\n", "a: [b\n", "a b\n", "a: !b c\n", "a: 'b"] {
            let _ = parsed(&text.repeat(10_000));
        }
    }

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..24)) {
            let text = parts.concat();
            let found = parse(FileId::default(), &text, 0..text.len());
            let problems = found.map_or_else(|problems| problems, |parsed| parsed.warnings);
            for problem in problems {
                let Place::Span(span) = problem.place else { panic!("a span") };
                prop_assert!(text.is_char_boundary(span.start()) && text.is_char_boundary(span.end()), "{text:?}");
                prop_assert!(span.end() <= text.len(), "{text:?}");
            }
        }
    }

    /// What editors write, and what they write it around.
    const PARTS: [&str; 41] = [
        "a", "titel", "ü", "🦀", "€", " ", " ", "  ", "\n", "\n", "\n  ", "\n  ", "\r\n", "\r", "\t", ": ", ": ", ":",
        "- ", "-", "\"", "'", "\\", "[", "]", "{", "}", ", ", ",", "#", " #1", "!", "!x ", "&", "&x ", "*", "*x", "> ",
        "|", "%", "@",
    ];
}
