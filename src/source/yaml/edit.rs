//! Writing into YAML that people keep by hand: an entry is added to a list, and every other byte stays as it is.
//!
//! Text in, text out. What is added is only ever inserted: comments, quotation marks, order, line ends and whatever else
//! stands in the file are not touched. The result is read again, and unless it says exactly what was there before plus the
//! entry, it is refused: an editor who has to write one line is better off than one whose file was guessed at.

mod value;

use std::ops::Range;

pub use self::value::{Flow, scalar};

use super::{Mapping, Node, Spanned, Value, parse, text};
use crate::source::{FileId, Span};

/// Why nothing was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The file as it is cannot be read.
    Unreadable,
    /// The list is written in a way that cannot be continued without rewriting it: an alias, an anchor, a single value in
    /// place of a list, `null`; or what is to hold it is no mapping.
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
    Addition { within: &[], key, entry, behind }.to(text, yaml)
}

/// An entry, and the list at whose end it is to stand.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// The keys that lead to the mapping which holds the list; none for the outermost one.
    pub within: &'a [&'a str],
    /// The list's key.
    pub key: &'a str,
    /// What is added.
    pub entry: &'a Flow<'a>,
    /// Where the key is missing, it is added behind the first of these keys that is there, else at the end.
    pub behind: &'a [&'a str],
}

impl Addition<'_> {
    /// The text with the entry in the mapping `text[yaml]`.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn to(self, text: &str, yaml: Range<usize>) -> Result<String, Refusal> {
        let mut expected = tree(text, yaml.clone()).ok_or(Refusal::Unreadable)?;
        let insertions = Place { text, yaml: yaml.clone() }.insertions(&expected, self)?;
        let mut new = text.to_owned();
        for (at, inserted) in insertions.iter().rev() {
            new.insert_str(*at, inserted);
        }
        let grown = insertions.iter().map(|(_, inserted)| inserted.len()).sum::<usize>();
        let written = tree(&new, yaml.start..yaml.end + grown).ok_or(Refusal::Unsure)?;
        self.add(&mut expected).ok_or(Refusal::Unsure)?;
        if same(&written, &expected) { Ok(new) } else { Err(Refusal::Unsure) }
    }

    /// Makes of what a file says what it should say.
    fn add(self, root: &mut Node) -> Option<()> {
        let entry = self.entry.to_string();
        let entry = tree(&entry, 0..entry.len())?;
        let mut node = root;
        for key in self.within {
            node = entry_mut(node, key)?;
        }
        let Value::Map(map) = &mut node.value else { return None };
        match map.entries.iter_mut().find(|(name, _)| name.value == self.key) {
            Some((_, Node { value: Value::List(items), .. })) => items.push(entry),
            Some((_, node)) => node.value = Value::List(vec![entry]),
            None => {
                let list = Node { span: Span::default(), value: Value::List(vec![entry]) };
                let at = position(map, self.behind);
                map.entries.insert(at, (Spanned::new(self.key.to_owned(), Span::default()), list));
            }
        }
        Some(())
    }
}

/// Sets `key` in the mapping `text[yaml]` to a value on one line, in place of the one that stands there. Where the key is
/// missing, it is added behind the first of the keys `behind` that is there, else at the end.
///
/// # Errors
/// See [`Refusal`].
pub fn set(text: &str, yaml: Range<usize>, key: &str, value: &Flow<'_>, behind: &[&str]) -> Result<String, Refusal> {
    let mut expected = tree(text, yaml.clone()).ok_or(Refusal::Unreadable)?;
    let place = Place { text, yaml: yaml.clone() };
    let map = expected.map().ok_or(Refusal::Form)?;
    let (range, written) = match map.entries.iter().find(|(name, _)| name.value == key) {
        Some((name, old)) if old.scalar().is_some() && is_behind(name, old) => (old.span.range(), value.to_string()),
        Some(_) => return Err(Refusal::Form),
        None => {
            let (end, indentation) = place.below_entry(map, behind)?;
            (end..end, format!("{}{indentation}{key}: {value}", place.line_end(end)))
        }
    };
    let mut new = text.to_owned();
    new.replace_range(range.clone(), &written);
    let end = yaml.end + written.len() - range.len();
    let value = value.to_string();
    let node = tree(&value, 0..value.len()).ok_or(Refusal::Unsure)?;
    if let Value::Map(map) = &mut expected.value {
        match map.entries.iter_mut().find(|(name, _)| name.value == key) {
            Some((_, old)) => *old = node,
            None => {
                let at = position(map, behind);
                map.entries.insert(at, (Spanned::new(key.to_owned(), Span::default()), node));
            }
        }
    }
    if tree(&new, yaml.start..end).is_some_and(|new| same(&new, &expected)) { Ok(new) } else { Err(Refusal::Unsure) }
}

fn entry_mut<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Node> {
    let Value::Map(map) = &mut node.value else { return None };
    map.entries.iter_mut().find(|(name, _)| name.value == key).map(|(_, node)| node)
}

fn tree(text: &str, yaml: Range<usize>) -> Option<Node> {
    parse(FileId::default(), text, yaml).ok().map(|parsed| parsed.node)
}

/// Where a new key is to stand: its position among the entries.
fn position(map: &Mapping, behind: &[&str]) -> usize {
    let at = |key: &&str| map.entries.iter().position(|(name, _)| name.value == *key);
    behind.iter().find_map(at).map_or(map.entries.len(), |at| at + 1)
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
    fn insertions(&self, root: &Node, addition: Addition<'_>) -> Result<Insertions, Refusal> {
        let node = self.inner(root, addition.within)?;
        let map = node.map().ok_or(Refusal::Form)?;
        match map.entries.iter().find(|(name, _)| name.value == addition.key) {
            Some((name, list)) => self.continued(name, list, addition.entry),
            None if self.text[node.span.start()..].starts_with('{') => self.new_key_in_braces(node, map, addition),
            None => self.new_key(map, addition),
        }
    }

    /// The value that some keys lead to, where it is written behind its key and not elsewhere.
    fn inner<'n>(&self, root: &'n Node, within: &[&str]) -> Result<&'n Node, Refusal> {
        within.iter().try_fold(root, |node, within| {
            let map = node.map().ok_or(Refusal::Form)?;
            let (key, value) = map.entries.iter().find(|(name, _)| name.value == *within).ok_or(Refusal::Form)?;
            if is_behind(key, value) { Ok(value) } else { Err(Refusal::Form) }
        })
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

    fn new_key(&self, map: &Mapping, addition: Addition<'_>) -> Result<Insertions, Refusal> {
        let Addition { key, entry, behind, .. } = addition;
        let (end, indentation) = self.below_entry(map, behind)?;
        let line_end = self.line_end(end);
        Ok(vec![(end, format!("{line_end}{indentation}{key}:{line_end}{indentation}  - {entry}"))])
    }

    /// Where a new key of a mapping of lines begins, and what indents it.
    fn below_entry(&self, map: &Mapping, behind: &[&str]) -> Result<(usize, &str), Refusal> {
        let before = position(map, behind).checked_sub(1).ok_or(Refusal::Form)?;
        let (name, value) = map.entries.get(before).ok_or(Refusal::Form)?;
        let line = text::line(self.text, name.span.start());
        let indentation = &self.text[line.start..name.span.start()];
        if !indentation.trim().is_empty() {
            return Err(Refusal::Form);
        }
        let is_here = value.value != Value::Null && is_behind(name, value);
        Ok((if is_here { self.line_of_end(value).end } else { line.end }, indentation))
    }

    /// A key in `{…}`.
    fn new_key_in_braces(&self, node: &Node, map: &Mapping, addition: Addition<'_>) -> Result<Insertions, Refusal> {
        let Addition { key, entry, behind, .. } = addition;
        let Some(before) = position(map, behind).checked_sub(1) else {
            return Ok(vec![(node.span.start() + 1, format!("{key}: [{entry}]"))]);
        };
        match map.entries.get(before) {
            Some((name, value)) if value.value != Value::Null && is_behind(name, value) => {
                Ok(vec![(self.end(value), format!(", {key}: [{entry}]"))])
            }
            _ => Err(Refusal::Form),
        }
    }

    /// The line on which a value ends, as far as it is YAML.
    fn line_of_end(&self, value: &Node) -> Range<usize> {
        let (start, end) = (value.span.start(), self.end(value));
        // An empty text of lines begins where it ends: on the next line.
        let is_empty = start == end && matches!(value.value, Value::Scalar(_));
        let line =
            text::line(self.text, if is_empty { start.saturating_sub(1) } else { end.saturating_sub(1).max(start) });
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

/// Whether a value stands behind its key. What an alias repeats stands before it.
fn is_behind(key: &Spanned<String>, value: &Node) -> bool {
    value.span.start() >= key.span.end()
}

fn is_blank(gap: &str) -> bool {
    gap.lines().all(text::is_blank)
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
            ("titel: |\nkurz: x\n", "titel: |\nverlauf:\n  - @\nkurz: x\n"),
            ("titel: x\nkurz: x", "titel: x\nverlauf:\n  - @\nkurz: x"),
            ("kurz: x\n", "kurz: x\nverlauf:\n  - @\n"),
            (
                "plan:\n  beginn: 2023\n  ende: 2024\nkurz: x\n",
                "plan:\n  beginn: 2023\n  ende: 2024\nverlauf:\n  - @\nkurz: x\n",
            ),
        ]);
    }

    #[test]
    fn a_mapping_in_braces_grows_within_them() {
        assert_becomes(&[
            ("{titel: x, verlauf: []}\n", "{titel: x, verlauf: [@]}\n"),
            ("{titel: x}   # alles\n", "{titel: x, verlauf: [@]}   # alles\n"),
            ("{plan: {ende: 2024}, kurz: x, }\n", "{plan: {ende: 2024}, verlauf: [@], kurz: x, }\n"),
            ("{titel: x,   # eins\n kurz: y}\n", "{titel: x, verlauf: [@],   # eins\n kurz: y}\n"),
        ]);
    }

    #[test]
    fn a_list_grows_within_inner_mappings() {
        let entry = Flow::Word("neu".to_owned());
        let addition = Addition { within: &["m", "a"], key: "v", entry: &entry, behind: &["p"] };
        for (before, after) in [
            ("m:\n  a: {t: x}\n  b: {t: y}\n", "m:\n  a: {t: x, v: [neu]}\n  b: {t: y}\n"),
            ("m: {a: {p: 1, t: x}, b: {}}\n", "m: {a: {p: 1, v: [neu], t: x}, b: {}}\n"),
            ("m: {a: {}}\n", "m: {a: {v: [neu]}}\n"),
            (
                "m:\n    a:\n        p: 1   # eins\n        t: x\n",
                "m:\n    a:\n        p: 1   # eins\n        v:\n          - neu\n        t: x\n",
            ),
            (
                "m:\n  a:\n    v:\n    - alt\n    # Rest\n  b: 1\n",
                "m:\n  a:\n    v:\n    - alt\n    - neu\n    # Rest\n  b: 1\n",
            ),
            (
                "m:\n  a:\n    t: |\n      Text\n\n  b: 1\n",
                "m:\n  a:\n    t: |\n      Text\n    v:\n      - neu\n\n  b: 1\n",
            ),
            ("x: &x {y: 1}\nm: {a: {p: *x}}\nz: 1\n", ""),
            ("x: &x {a: {t: 1}}\nm: *x\n", ""),
            ("m: {b: {}}\n", ""),
            ("m: [a]\n", ""),
        ] {
            let new = addition.to(before, 0..before.len());
            assert_eq!(new.unwrap_or_default(), after, "{before}");
        }
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
            "{titel: x, verlauf: }\n",
            "{titel: x, plan: }\n",
            "? titel\n: x\n",
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
    fn a_value_is_set_in_its_place() {
        let set = |text: &str| set(text, 0..text.len(), "format", &Flow::Word("2".to_owned()), &["titel"]);
        for (before, after) in [
            ("titel: x   # a\nkurz: y\n", "titel: x   # a\nformat: 2\nkurz: y\n"),
            ("kurz: |\n  y\n\n# Ende\n", "kurz: |\n  y\nformat: 2\n\n# Ende\n"),
            ("format: 1   # alt\r\ntitel: x\r\n", "format: 2   # alt\r\ntitel: x\r\n"),
            ("titel: x", "titel: x\nformat: 2"),
            ("{titel: x, format: \"1\"}", "{titel: x, format: 2}"),
        ] {
            assert_eq!(set(before).as_deref(), Ok(after));
        }
        for text in ["format: [1]\n", "format:\n", "a: &a 1\nformat: *a\n", "{titel: x}", "- a\n", ""] {
            assert_eq!(set(text), Err(Refusal::Form), "{text}");
        }
    }

    #[test]
    fn what_would_change_the_rest_is_refused() {
        for text in ["verlauf:\n  - |+\n    Text\n\n\nkurz: x\n", "plan: |+\n  Text\n\nkurz: x\n"] {
            assert_eq!(appended(text), Err(Refusal::Unsure), "{text:?}");
        }
    }

    proptest! {
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
