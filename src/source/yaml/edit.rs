//! Writing into YAML that people keep by hand: an entry is added to a list, and every other byte stays as it is.
//!
//! Text in, text out. What is added is only ever inserted: comments, quotation marks, order, line ends and whatever else
//! stands in the file are not touched. The result is read again, and unless it says exactly what was there before plus the
//! entry, it is refused: an editor who has to write one line is better off than one whose file was guessed at.

use std::borrow::Cow;
use std::ops::Range;

use super::{Mapping, Node, Spanned, Value, parse, text};
use crate::source::{FileId, Span};

/// A value of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow<'a> {
    /// A text, quoted where it must be.
    Text(Cow<'a, str>),
    /// What is written without quotation marks, because it is known to be safe: a date, a word of the format.
    Word(String),
    /// A mapping.
    Map(Vec<(&'a str, Flow<'a>)>),
    /// A list.
    List(Vec<Flow<'a>>),
}

/// The value in one line.
impl std::fmt::Display for Flow<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(&scalar(text)),
            Self::Word(word) => formatter.write_str(word),
            Self::Map(entries) => {
                let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                write!(formatter, "{{{}}}", entries.join(", "))
            }
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::to_string).collect();
                write!(formatter, "[{}]", items.join(", "))
            }
        }
    }
}

/// Why nothing was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The file as it is cannot be read.
    Unreadable,
    /// The list is written in a way that cannot be continued without rewriting it: an alias, an anchor, a single value in
    /// place of a list, `null`, a file that is one pair of braces.
    Form,
    /// The result would not say what it should.
    Unsure,
}

/// Adds `entry` at the end of the list under `key` in the mapping `text[yaml]`. Where the key is missing, it is added behind
/// the first of the keys `behind` that is there, else at the end.
///
/// # Errors
/// See [`Refusal`].
pub fn append(text: &str, yaml: Range<usize>, key: &str, entry: &Flow<'_>, behind: &[&str]) -> Result<String, Refusal> {
    let old = tree(text, yaml.clone()).ok_or(Refusal::Unreadable)?;
    let place = Place { text, yaml: yaml.clone() };
    let map = match &old.value {
        Value::Map(map) if place.is_block(map) => map,
        _ => return Err(Refusal::Form),
    };
    let insertions = match map.entries.iter().find(|(name, _)| name.value == key) {
        Some((name, list)) => place.continued(name, list, entry)?,
        None => place.new_key(map, key, entry, behind)?,
    };
    let mut new = text.to_owned();
    for (at, inserted) in insertions.iter().rev() {
        new.insert_str(*at, inserted);
    }
    let grown = insertions.iter().map(|(_, inserted)| inserted.len()).sum::<usize>();
    let written = tree(&new, yaml.start..yaml.end + grown).ok_or(Refusal::Unsure)?;
    let added = entry.to_string();
    let added = tree(&added, 0..added.len()).ok_or(Refusal::Unsure)?;
    let expected = expected(map, key, added, behind);
    if written.map().is_some_and(|written| says(written, &expected)) { Ok(new) } else { Err(Refusal::Unsure) }
}

fn tree(text: &str, yaml: Range<usize>) -> Option<Node> {
    parse(FileId::default(), text, yaml).ok().map(|parsed| parsed.node)
}

/// Where a new key is to stand: its position among the entries.
fn position(map: &Mapping, behind: &[&str]) -> usize {
    let at = |key: &&str| map.entries.iter().position(|(name, _)| name.value == *key);
    behind.iter().find_map(at).map_or(map.entries.len(), |at| at + 1)
}

/// What the file should say.
fn expected(map: &Mapping, key: &str, entry: Node, behind: &[&str]) -> Mapping {
    let mut map = map.clone();
    match map.entries.iter_mut().find(|(name, _)| name.value == key) {
        Some((_, Node { value: Value::List(items), .. })) => items.push(entry),
        Some((_, node)) => node.value = Value::List(vec![entry]),
        None => {
            let list = Node { span: Span::default(), value: Value::List(vec![entry]) };
            let at = position(&map, behind);
            map.entries.insert(at, (Spanned::new(key.to_owned(), Span::default()), list));
        }
    }
    map
}

/// Whether two mappings say the same in the same order, wherever it stands.
fn says(one: &Mapping, other: &Mapping) -> bool {
    let pairs = || one.entries.iter().zip(&other.entries);
    one.entries.len() == other.entries.len() && pairs().all(|(one, other)| one.0 == other.0 && same(&one.1, &other.1))
}

fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Map(one), Value::Map(other)) => says(one, other),
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (one, other) => one == other,
    }
}

/// What is inserted, and where; in the order of the text.
type Insertions = Vec<(usize, String)>;

/// The text around a mapping.
struct Place<'a> {
    text: &'a str,
    yaml: Range<usize>,
}

impl Place<'_> {
    /// Whether the mapping is written line by line, and not in braces.
    fn is_block(&self, map: &Mapping) -> bool {
        let first = map.entries.first().map(|(key, _)| key.span.start());
        first.is_some_and(|first| self.text[text::line(self.text, first).start..first].trim().is_empty())
    }

    fn continued(&self, key: &Spanned<String>, list: &Node, entry: &Flow<'_>) -> Result<Insertions, Refusal> {
        let behind_key = self.behind_colon(key.span)?;
        match &list.value {
            Value::Null => self.first(key.span, behind_key, entry),
            Value::List(items) => {
                // Anything else than a mark here is an anchor, an alias or a tag.
                let start = self.behind_blank(behind_key);
                let rest = self.text.get(start..).ok_or(Refusal::Form)?;
                match items.last() {
                    last if rest.starts_with('[') && start == list.span.start() => self.in_brackets(list, last, entry),
                    Some(last) if rest.starts_with('-') => Ok(vec![self.below(start, last, entry)]),
                    _ => Err(Refusal::Form),
                }
            }
            _ => Err(Refusal::Form),
        }
    }

    /// Behind the colon of a key.
    fn behind_colon(&self, key: Span) -> Result<usize, Refusal> {
        let rest = self.text.get(key.end()..).ok_or(Refusal::Form)?;
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest[blank..].starts_with(':').then_some(key.end() + blank + 1).ok_or(Refusal::Form)
    }

    /// Behind white space, line ends and comments.
    fn behind_blank(&self, at: usize) -> usize {
        let mut at = at;
        for line in text::lines_from(self.text, at) {
            let from = at.max(line.start);
            if !text::is_blank(&self.text[from..line.end]) {
                return from + text::indentation(&self.text[from..line.end]);
            }
            at = line.end;
        }
        at
    }

    /// The first entry below a key without value.
    fn first(&self, key: Span, behind_key: usize, entry: &Flow<'_>) -> Result<Insertions, Refusal> {
        let line = text::line(self.text, key.start());
        let rest = self.text.get(behind_key..line.end).ok_or(Refusal::Form)?;
        if !text::is_blank(rest) {
            return Err(Refusal::Form);
        }
        let indentation = &self.text[line.start..key.start()];
        Ok(vec![(line.end, format!("{}{indentation}  - {entry}", self.line_end(line.end)))])
    }

    /// Behind the last item of `[…]`.
    fn in_brackets(&self, list: &Node, last: Option<&Node>, entry: &Flow<'_>) -> Result<Insertions, Refusal> {
        let start = list.span.start();
        let Some(last) = last else { return Ok(vec![(start + 1, entry.to_string())]) };
        let (last_start, last_end) = (last.span.start(), self.end(last));
        let close = self.end(list).checked_sub(1).ok_or(Refusal::Form)?;
        let behind = self.text.get(last_end..close).ok_or(Refusal::Form)?;
        let comma = behind.trim_start().starts_with(',');
        let rest = if comma { behind.split_once(',').map_or("", |(_, rest)| rest) } else { behind };
        let line = text::line(self.text, last_start);
        let indentation = &self.text[line.start..last_start];
        // Every item on a line of its own, perhaps with comments, and so the bracket.
        let by_lines = line.start > start && indentation.trim().is_empty() && rest.contains('\n') && is_blank(rest);
        if by_lines {
            let end = text::line(self.text, close - rest.len()).end;
            let (before, after) = if comma { ("", ",") } else { (",", "") };
            let new_line = format!("{}{indentation}{entry}{after}", self.line_end(end));
            let insertions = [(last_end, before.to_owned()), (end, new_line)];
            return Ok(insertions.into_iter().filter(|(_, inserted)| !inserted.is_empty()).collect());
        }
        Ok(vec![if comma { (close - rest.len(), format!(" {entry}")) } else { (last_end, format!(", {entry}")) }])
    }

    /// A line below the last item of a list that is written line by line.
    fn below(&self, first: usize, last: &Node, entry: &Flow<'_>) -> (usize, String) {
        let indentation = &self.text[text::line(self.text, first).start..first];
        let end = self.line_of_end(last).end;
        (end, format!("{}{indentation}- {entry}", self.line_end(end)))
    }

    fn new_key(&self, map: &Mapping, key: &str, entry: &Flow<'_>, behind: &[&str]) -> Result<Insertions, Refusal> {
        let before = position(map, behind).checked_sub(1).ok_or(Refusal::Form)?;
        let (name, value) = map.entries.get(before).ok_or(Refusal::Form)?;
        let line = text::line(self.text, name.span.start());
        let indentation = &self.text[line.start..name.span.start()];
        let end = if value.value == Value::Null { line.end } else { self.line_of_end(value).end };
        let line_end = self.line_end(end);
        Ok(vec![(end, format!("{line_end}{indentation}{key}:{line_end}{indentation}  - {entry}"))])
    }

    /// The line on which a value ends, as far as it is YAML.
    fn line_of_end(&self, value: &Node) -> Range<usize> {
        let line = text::line(self.text, self.end(value).saturating_sub(1).max(value.span.start()));
        line.start..line.end.min(self.yaml.end)
    }

    /// Behind a value. The parser tells where lists and mappings begin, not where they end.
    fn end(&self, node: &Node) -> usize {
        let start = node.span.start();
        let in_brackets = self.text[start..].starts_with(['[', '{']);
        match &node.value {
            Value::List(_) | Value::Map(_) if in_brackets => {
                text::closing_bracket(self.text, start).map_or(start, |(close, _)| close + 1)
            }
            Value::List(items) => items.last().map_or(start, |last| self.end(last)),
            Value::Map(map) => map.entries.last().map_or(start, |(key, last)| self.end(last).max(key.span.end())),
            Value::Null | Value::Scalar(_) => node.span.end(),
        }
    }

    /// How the line that ends at `at` is ended, or, at the end of the file, the first line.
    fn line_end(&self, at: usize) -> &'static str {
        let rest = &self.text[at..];
        let crlf = rest.starts_with("\r\n") || (rest.is_empty() && self.text.contains("\r\n"));
        if crlf { "\r\n" } else { "\n" }
    }
}

fn is_blank(gap: &str) -> bool {
    gap.lines().all(text::is_blank)
}

/// Words that YAML or a reader of YAML takes for something else than text.
const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// A text as a value in YAML, in one line: plain where nobody could take it for anything else, else in quotation marks.
pub fn scalar(text: &str) -> String {
    let harmless = |c: char| c.is_alphanumeric() || " -_.()/".contains(c);
    let plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(harmless)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_invisible(c) => quoted.push_str(&escaped(c)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Control characters, line and paragraph separators, the byte order mark, what is no character.
fn is_invisible(c: char) -> bool {
    let code = u32::from(c);
    c.is_control() || matches!(code, 0x2028 | 0x2029 | 0xfeff | 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

fn escaped(c: char) -> String {
    let code = u32::from(c);
    if code > 0xffff { format!("\\U{code:08x}") } else { format!("\\u{code:04x}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event() -> Flow<'static> {
        Flow::Map(vec![("am", Flow::Word("2025-02-01".to_owned())), ("grund", Flow::Text("erfunden: ja".into()))])
    }

    const EVENT: &str = "{am: 2025-02-01, grund: \"erfunden: ja\"}";

    fn appended(text: &str) -> Result<String, Refusal> {
        append(text, 0..text.len(), "verlauf", &event(), &["plan", "titel"])
    }

    /// What each text becomes, with LF and with CRLF, alone and as a front matter.
    fn assert_becomes(cases: &[(&str, &str)]) {
        for (before, after) in cases {
            let after = after.replace('@', EVENT);
            assert_eq!(appended(before).as_deref(), Ok(after.as_str()), "{before}");
            let crlf = |text: &str| text.replace('\n', "\r\n");
            assert_eq!(appended(&crlf(before)), Ok(crlf(&after)), "{before}");
            if before.ends_with('\n') {
                let file = format!("---\n{before}---\nText\n");
                let new = append(&file, 4..4 + before.len(), "verlauf", &event(), &["plan", "titel"]);
                assert_eq!(new, Ok(format!("---\n{after}---\nText\n")), "{before}");
            }
        }
    }

    #[test]
    fn a_list_of_lines_grows_by_a_line() {
        assert_becomes(&[
            ("verlauf:\n  - {am: 2024}\n", "verlauf:\n  - {am: 2024}\n  - @\n"),
            ("verlauf:\n  - {am: 2024}", "verlauf:\n  - {am: 2024}\n  - @"),
            ("verlauf:\n- {am: 2024}\nkurz: x\n", "verlauf:\n- {am: 2024}\n- @\nkurz: x\n"),
            (
                "verlauf:\n    - am: 2024\n      grund: x\nkurz: x\n",
                "verlauf:\n    - am: 2024\n      grund: x\n    - @\nkurz: x\n",
            ),
            (
                "verlauf:   # alles\n  # erstens\n  - {am: 2024}   # zuerst\n  # zuletzt\n\nkurz: x\n",
                "verlauf:   # alles\n  # erstens\n  - {am: 2024}   # zuerst\n  - @\n  # zuletzt\n\nkurz: x\n",
            ),
            ("verlauf:\n  - {am: 2024,\n     grund: x}\n", "verlauf:\n  - {am: 2024,\n     grund: x}\n  - @\n"),
            (
                "verlauf:\n  - am: 2024\n    grund: 'zwei\n      Zeilen'\n",
                "verlauf:\n  - am: 2024\n    grund: 'zwei\n      Zeilen'\n  - @\n",
            ),
            (
                "verlauf:\n  - am: 2024\n    grund: zwei\n      Zeilen\nkurz: x\n",
                "verlauf:\n  - am: 2024\n    grund: zwei\n      Zeilen\n  - @\nkurz: x\n",
            ),
            (
                "verlauf:\n  - am: 2024\n    quelle: [a,\n      b]\n",
                "verlauf:\n  - am: 2024\n    quelle: [a,\n      b]\n  - @\n",
            ),
            ("\"verlauf\" :\n  - {am: 2024}\n", "\"verlauf\" :\n  - {am: 2024}\n  - @\n"),
            ("verlauf:\n  -\n    am: 2024\n", "verlauf:\n  -\n    am: 2024\n  - @\n"),
        ]);
    }

    #[test]
    fn a_list_in_brackets_grows_before_its_end() {
        assert_becomes(&[
            ("verlauf: []\n", "verlauf: [@]\n"),
            ("verlauf: [{am: 2024}]   # bisher\n", "verlauf: [{am: 2024}, @]   # bisher\n"),
            ("verlauf: [ {am: 2024}, ]\n", "verlauf: [ {am: 2024}, @ ]\n"),
            ("verlauf: [{am: 2024},\n  {am: 2025}]\n", "verlauf: [{am: 2024},\n  {am: 2025}, @]\n"),
            ("verlauf: [\n  {am: 2024},   # eins\n]\n", "verlauf: [\n  {am: 2024},   # eins\n  @,\n]\n"),
            (
                "verlauf: [\n  {am: 2024}   # eins\n  # nichts\n]\n",
                "verlauf: [\n  {am: 2024},   # eins\n  @\n  # nichts\n]\n",
            ),
            ("verlauf:\n  [{am: 2024}]\n", "verlauf:\n  [{am: 2024}, @]\n"),
        ]);
    }

    #[test]
    fn a_list_that_is_missing_or_empty_begins() {
        assert_becomes(&[
            ("verlauf:\n", "verlauf:\n  - @\n"),
            ("verlauf:   # noch nichts\nkurz: x\n", "verlauf:   # noch nichts\n  - @\nkurz: x\n"),
            (
                "titel: x\nplan: {ende: 2024}   # bald\n# Rest\nkurz: x\n",
                "titel: x\nplan: {ende: 2024}   # bald\nverlauf:\n  - @\n# Rest\nkurz: x\n",
            ),
            ("titel: x\nkurz: x", "titel: x\nverlauf:\n  - @\nkurz: x"),
            ("kurz: x\n", "kurz: x\nverlauf:\n  - @\n"),
            (
                "plan:\n  beginn: 2023\n  ende: 2024\nkurz: x\n",
                "plan:\n  beginn: 2023\n  ende: 2024\nverlauf:\n  - @\nkurz: x\n",
            ),
        ]);
    }

    #[test]
    fn what_cannot_be_continued_is_refused() {
        for text in [
            "a: &v [{am: 2024}]\nverlauf: *v\n",
            "verlauf: &v\n  - {am: 2024}\nb: *v\n",
            "verlauf: &v [{am: 2024}]\nb: *v\n",
            "verlauf: {am: 2024}\n",
            "verlauf:\n  am: 2024\n",
            "verlauf: ~\n",
            "verlauf: null\n",
            "verlauf: nichts\n",
            "{titel: x, verlauf: []}\n",
            "{titel: x}\n",
            "- verlauf\n",
            "",
        ] {
            assert_eq!(appended(text), Err(Refusal::Form), "{text}");
        }
        for text in ["verlauf: [\n", "a: 1\na: 2\n", "a: *x\n"] {
            assert_eq!(appended(text), Err(Refusal::Unreadable), "{text}");
        }
    }

    /// Insertions that would change what stands there are seen when the result is read.
    #[test]
    fn what_would_change_the_rest_is_refused() {
        for text in ["verlauf:\n  - |+\n    Text\n\n\nkurz: x\n", "plan: |+\n  Text\n\nkurz: x\n"] {
            assert_eq!(appended(text), Err(Refusal::Unsure), "{text:?}");
        }
    }

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for (text, written) in [
            ("E-Akte im Bauamt (2. Stufe)", "E-Akte im Bauamt (2. Stufe)"),
            ("37", "\"37\""),
            ("Nein: doch", "\"Nein: doch\""),
            ("a, b", "\"a, b\""),
            ("null", "\"null\""),
            ("", "\"\""),
            ("sagt „ja“ \"so\"\\", "\"sagt „ja“ \\\"so\\\"\\\\\""),
            ("=SUMME(A1)\n", "\"=SUMME(A1)\\n\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            for yaml in [format!("a: {}\n", scalar(&text)), format!("a: [{{b: {}}}]\n", scalar(&text))] {
                let node = tree(&yaml, 0..yaml.len());
                let value = node.as_ref().and_then(|node| node.map()?.get("a").cloned());
                let value = value.map(|value| match value.value {
                    Value::List(items) => items[0].map().unwrap().get("b").unwrap().clone(),
                    _ => value,
                });
                prop_assert_eq!(value.as_ref().and_then(Node::scalar), Some(text.as_str()), "{}", yaml);
            }
        }

        /// Whatever stands around: the bytes of before are there, in order, and the data are those of before and one entry.
        #[test]
        fn nothing_else_changes(parts in proptest::collection::vec(0..PARTS.len(), 1..6), crlf in any::<bool>()) {
            let mut parts = parts;
            parts.sort_unstable();
            parts.dedup();
            let text: String = parts.iter().map(|&part| PARTS[part]).collect();
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            if let Ok(new) = appended(&text) {
                let mut rest = new.chars();
                prop_assert!(text.chars().all(|c| rest.any(|other| other == c)), "{}", new);
                let (old, new) = (tree(&text, 0..text.len()).unwrap(), tree(&new, 0..new.len()).unwrap());
                let count = |node: &Node| match node.map().unwrap().get("verlauf").map(|list| &list.value) {
                    Some(Value::List(items)) => items.len(),
                    _ => 0,
                };
                prop_assert_eq!(count(&new), count(&old) + 1);
                for (key, value) in old.map().unwrap().entries.iter().filter(|(key, _)| key.value != "verlauf") {
                    prop_assert!(same(value, new.map().unwrap().get(key).unwrap()));
                }
            }
        }
    }

    const PARTS: &[&str] = &[
        "# erfunden\n",
        "titel: \"x: y\"   # Titel\n",
        "kurz: zwei\n  Zeilen\n",
        "plan: {beginn: 2024,\n  ende: 2025}\n",
        "strategie:\n- a\n# b\n- c\n",
        "annahme: |\n  Text\n  - {am: 2024}\n\n",
        "grund: >-\n  Text\n",
        "verlauf:\n  - {am: 2024}   # eins\n  # Rest\n  - am: 2025\n    grund: 'a''b'\n\n",
        "\n# Ende\n",
        "x-eigen: [a, b]\n",
    ];
}
