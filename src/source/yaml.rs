//! YAML with spans: the one home of the YAML crate.
//!
//! A file becomes a tree of [`Node`]s whose scalars are text as written. What a scalar means is decided by the field
//! that reads it, so `37` can be an id, `1.0` a version and `Nein` a title.

use serde_yaml::{DuplicateKeyPolicy, Error, Location, MergeKeyPolicy};

use super::{FileId, Place, Problem, ProblemKind, Span, Spanned};

/// Nested deeper is no content.
const MAX_DEPTH: usize = 32;
/// Records are small; a whole list file has some ten thousand values.
const MAX_NODES: usize = 500_000;
/// Anchors are rarely used by editors; few are enough.
const MAX_ALIASES: usize = 100;
/// Events replayed from anchors in all: bounds alias bombs.
const MAX_REPLAYED: usize = 10_000;

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

    /// The mapping, if it is one.
    pub fn map(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }
}

/// Parses `text[range]` of a file; spans count from the beginning of the file.
///
/// # Errors
/// Everything that is wrong: one break of YAML's rules (a parser cannot go on behind it), or all duplicate keys.
pub fn parse(file: FileId, text: &str, range: std::ops::Range<usize>) -> Result<Node, Vec<Problem>> {
    let origin = Origin { file, text, base: range.start, yaml: &text[range] };
    let raw: Option<serde_yaml::Spanned<Raw>> =
        match serde_yaml::from_str_with_options::<serde_yaml::Spanned<Raw>>(origin.yaml, options()) {
            Ok(raw) => Some(raw),
            Err(error) if matches!(error.without_snippet(), Error::Eof { .. }) && origin.is_blank() => None,
            Err(error) => return Err(vec![origin.problem(error.without_snippet())]),
        };
    let mut problems = Vec::new();
    let node = match raw {
        Some(raw) => origin.node(raw, &mut problems),
        None => Node { span: origin.span(0, 0), value: Value::Null },
    };
    if problems.is_empty() { Ok(node) } else { Err(problems) }
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_aliases: MAX_ALIASES,
            max_documents: 2,
        },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: MAX_REPLAYED },
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
                self.span(start, start + 1)
            }
        }
    }

    fn offset(&self, line: usize, column: usize) -> usize {
        let start: usize = self.yaml.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = self.yaml.get(start..).unwrap_or_default();
        start + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
    }

    fn node(&self, raw: serde_yaml::Spanned<Raw>, problems: &mut Vec<Problem>) -> Node {
        let span = self.span_of(raw.defined);
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Text(text) => Value::Scalar(text),
            Raw::Typed => Value::Scalar(self.text.get(span.range()).unwrap_or_default().to_owned()),
            Raw::List(items) => Value::List(items.into_iter().map(|item| self.node(item, problems)).collect()),
            Raw::Map(entries) => Value::Map(self.mapping(entries, problems)),
        };
        Node { span, value }
    }

    fn mapping(&self, raw: RawEntries, problems: &mut Vec<Problem>) -> Mapping {
        let mut map = Mapping::default();
        for (raw_key, raw_value) in raw {
            let key = self.node(raw_key, problems);
            let value = self.node(raw_value, problems);
            let Some(name) = key.scalar().map(str::to_owned) else {
                problems.push(Problem { place: Place::Span(key.span), kind: ProblemKind::KeyNotText });
                continue;
            };
            match map.entries.iter().find(|(earlier, _)| earlier.value == name) {
                Some((first, _)) => {
                    let kind = ProblemKind::DuplicateKey(name, first.span);
                    problems.push(Problem { place: Place::Span(key.span), kind });
                }
                None => map.entries.push((Spanned::new(name, key.span), value)),
            }
        }
        map
    }

    fn problem(&self, error: &Error) -> Problem {
        let span = error.location().map_or_else(|| self.span(0, 1), |location| self.span_of(location));
        let (span, kind) = self.refine(span, error);
        Problem { place: Place::Span(span), kind }
    }

    /// Finds the cause that an editor can mend behind the parser's own words.
    fn refine(&self, span: Span, error: &Error) -> (Span, ProblemKind) {
        if let Some(kind) = plain_kind(error) {
            return (span, kind);
        }
        let message = error.to_string();
        let at = span.start() - self.base;
        if let Some(tab) = self.indentation_tab(at) {
            return (self.span(tab, tab + 1), ProblemKind::Tab);
        }
        if message.contains("quoted scalar") || message.contains("unclosed quot") {
            let start = self.open_quote(at).unwrap_or(at);
            return (self.span(start, start + 1), ProblemKind::UnclosedQuote);
        }
        if let Some(start) = self.open_bracket(at) {
            return (self.span(start, start + 1), ProblemKind::UnclosedBracket);
        }
        let lower = message.to_lowercase();
        let kind = if lower.contains("mapping values are not allowed")
            || lower.contains("simple key")
            || lower.contains("':'")
        {
            ProblemKind::Colon
        } else if lower.contains("flow") || lower.contains("']'") || lower.contains("'}'") || lower.contains("bracket")
        {
            ProblemKind::UnclosedBracket
        } else if lower.contains("indent") || lower.contains("block") {
            ProblemKind::Indentation
        } else {
            ProblemKind::Syntax(first_line(&message))
        };
        (span, kind)
    }

    /// A tab in the white space that begins the line at `at`, or the one before it.
    fn indentation_tab(&self, at: usize) -> Option<usize> {
        let line_start = self.yaml.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
        let line = &self.yaml[line_start..];
        let white = line.len() - line.trim_start_matches([' ', '\t']).len();
        line[..white].find('\t').map(|tab| line_start + tab)
    }

    /// The bracket that opened the list or mapping in which the parser stood at `at`.
    fn open_bracket(&self, at: usize) -> Option<usize> {
        let mut open = Vec::new();
        let mut quote = None;
        for (offset, c) in self.yaml.get(..at)?.char_indices() {
            match (c, quote) {
                ('"' | '\'', None) => quote = Some(c),
                (_, Some(mark)) if c == mark || c == '\n' => quote = None,
                ('[' | '{', None) => open.push(offset),
                (']' | '}', None) => drop(open.pop()),
                _ => {}
            }
        }
        open.pop()
    }

    /// The quote that opened the text which runs on to `at`: the last key whose value begins with one.
    fn open_quote(&self, at: usize) -> Option<usize> {
        let before = self.yaml.get(..at.max(1))?;
        let mut start = 0;
        let mut found = None;
        for line in before.split_inclusive('\n') {
            let value = line.find(": ").map(|colon| colon + 2).or_else(|| line.find("- ").map(|dash| dash + 2));
            if let Some(value) = value {
                let text = line[value..].trim_end();
                let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
                if quote.is_some_and(|quote| text.matches(quote).count() % 2 == 1) {
                    found = found.or(Some(start + value));
                }
            }
            start += line.len();
        }
        found
    }
}

fn plain_kind(error: &Error) -> Option<ProblemKind> {
    Some(match error {
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => ProblemKind::Budget(first_line(&error.to_string())),
        Error::AliasError { error, .. } => return plain_kind(error),
        Error::UnknownAnchor { .. } => ProblemKind::UnknownAnchor,
        Error::MultipleDocuments { .. } => ProblemKind::SecondDocument,
        Error::IndentationError { .. } => ProblemKind::Indentation,
        _ => return None,
    })
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
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
        parse(FileId::default(), text, 0..text.len())
    }

    fn scalars(text: &str) -> Vec<(String, String)> {
        let node = parsed(text).unwrap();
        let map = node.map().cloned().unwrap_or_default();
        map.entries.into_iter().map(|(key, node)| (key.value, node.scalar().unwrap_or("<none>").to_owned())).collect()
    }

    fn kinds(text: &str) -> Vec<(ProblemKind, String)> {
        let spans = |place| match place {
            Place::Span(span) => {
                let at = super::super::span::line_column(text, span.start());
                format!("{}:{}", at.line, at.column)
            }
            Place::Path(path) => path,
        };
        parsed(text).unwrap_err().into_iter().map(|problem| (problem.kind, spans(problem.place))).collect()
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
    fn causes_that_an_editor_can_mend_are_told_apart() {
        for (text, kind, at) in [
            ("a:\n\tb: 1\n", ProblemKind::Tab, "2:1"),
            ("a: \"offen\nb: 2\nc: 3\n", ProblemKind::UnclosedQuote, "1:4"),
            ("titel: Neubau: Teil 2\n", ProblemKind::Colon, "1:14"),
            ("a: [1, 2\nb: 3\n", ProblemKind::UnclosedBracket, "1:4"),
            ("a:\n  b: 1\n c: 2\n", ProblemKind::Indentation, ""),
            ("a: *b\n", ProblemKind::UnknownAnchor, ""),
            ("a: 1\n---\nb: 2\n", ProblemKind::SecondDocument, ""),
        ] {
            let found = kinds(text);
            assert_eq!(found[0].0, kind, "{text:?}: {found:?}");
            assert!(at.is_empty() || found[0].1 == at, "{text:?}: {found:?}");
        }
    }

    #[test]
    fn bombs_stay_small() {
        let nested = "[".repeat(100_000);
        assert!(parsed(&nested).is_err());
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            bomb += &format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(","));
        }
        assert!(matches!(kinds(&bomb)[0].0, ProblemKind::Budget(_)));
    }
}
