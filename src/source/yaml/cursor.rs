//! Where a place in a YAML text is, while somebody writes there: below which keys, and whether a key or a value is asked for.
//!
//! Texts that are being written mostly break YAML's rules, so nothing is parsed: lines and their indentation are read
//! roughly, and brackets mark by mark. Where that goes wrong, something odd is offered to the writer, and nothing else.

use std::ops::Range;

use super::text::{self, Entry};

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Under a key of a mapping.
    Key(String),
    /// In a list, at this position.
    Item(usize),
}

/// What can stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A key of the mapping.
    Key,
    /// A value on the line of its key, or in brackets.
    Value,
    /// Either: a line or an entry of a list begins here.
    Either,
}

/// A place in a YAML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The way from the whole to the mapping whose key, or to the value that is asked for.
    pub path: Vec<Step>,
    /// What can stand there.
    pub asked: Asked,
    /// What stands there already, in bytes of the text.
    pub written: Range<usize>,
    /// The other keys of the mapping at the path.
    pub siblings: Vec<String>,
}

/// Where `at` is in the YAML `text[range]`; none inside a comment, a block of text, or outside of the range.
pub fn cursor(text: &str, range: Range<usize>, at: usize) -> Option<Cursor> {
    let inside = range.start <= at && at <= range.end && text.is_char_boundary(at);
    let mut scanner = Scanner { text: text.get(..range.end)?, at, frames: Vec::new(), keys: Vec::new(), found: None };
    let mut start = range.start;
    while inside && start <= range.end {
        let line = text::line(scanner.text, start);
        let next = scanner.line(start..line.end);
        match scanner.text[next..].find('\n') {
            Some(length) => start = next + length + 1,
            None => break,
        }
    }
    let Scanner { found, keys, .. } = scanner;
    let mut cursor = found?;
    let others = keys.into_iter().filter(|key| key.path == cursor.path && key.place != cursor.written);
    cursor.siblings = others.map(|key| key.name).collect();
    Some(cursor)
}

/// A block that is open at a line.
struct Frame {
    /// Column at which it begins.
    indent: usize,
    step: Step,
    /// Whether the key has its value on its own line already.
    is_done: bool,
}

/// A key, and the way to its mapping.
struct KeyAt {
    path: Vec<Step>,
    name: String,
    place: Range<usize>,
}

struct Scanner<'t> {
    /// The text up to the end of the YAML.
    text: &'t str,
    at: usize,
    frames: Vec<Frame>,
    keys: Vec<KeyAt>,
    found: Option<Cursor>,
}

impl Scanner<'_> {
    fn path(&self) -> Vec<Step> {
        self.frames.iter().map(|frame| frame.step.clone()).collect()
    }

    fn find(&mut self, path: Vec<Step>, asked: Asked, written: Range<usize>) {
        self.found.get_or_insert(Cursor { path, asked, written, siblings: Vec::new() });
    }

    fn holds(&self, range: &Range<usize>) -> bool {
        range.start <= self.at && self.at <= range.end
    }

    /// Reads a line; tells where it, or what begins on it, ends.
    fn line(&mut self, line: Range<usize>) -> usize {
        let start = line.start + text::indentation(&self.text[line.clone()]);
        let rest = &self.text[start..line.end];
        if rest.is_empty() || rest.starts_with('#') {
            self.blank(&line, start);
            return line.end;
        }
        let start = self.marks(&line, start);
        let rest = &self.text[start..line.end];
        let column = start - line.start;
        let colon = Entry::of(rest).colon.filter(|_| !rest.starts_with('-'));
        match colon.map(|colon| start + colon) {
            Some(colon) => self.key(&line, start, colon),
            None => self.without_key(&line, start, column),
        }
    }

    /// An empty line or a comment: what is written there is decided by the column.
    fn blank(&mut self, line: &Range<usize>, start: usize) {
        if !self.holds(&(line.start..start)) {
            return;
        }
        let column = self.at - line.start;
        let depth = self.frames.iter().take_while(|frame| frame.indent < column).count();
        if self.frames[..depth].last().is_some_and(|frame| frame.is_done) {
            return;
        }
        let path = self.frames[..depth].iter().map(|frame| frame.step.clone()).collect();
        self.find(path, Asked::Either, self.at..self.at);
    }

    /// The list marks that a line begins with; tells where they end.
    fn marks(&mut self, line: &Range<usize>, mut start: usize) -> usize {
        loop {
            let rest = &self.text[start..line.end];
            let Some(behind) = rest.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
            else {
                return start;
            };
            self.item(start - line.start);
            let next = start + 1 + text::indentation(behind);
            if next == line.end && self.holds(&(start + 2..line.end)) {
                self.find(self.path(), Asked::Either, self.at..self.at);
            }
            start = next;
        }
    }

    /// An entry of a list begins. A list may stand in the column of its key.
    fn item(&mut self, column: usize) {
        let mut position = 0;
        while let Some(frame) = self.frames.last() {
            match frame.step {
                Step::Item(last) if frame.indent == column => position = last + 1,
                _ if frame.indent > column => {}
                _ => break,
            }
            self.frames.pop();
        }
        self.frames.push(Frame { indent: column, step: Step::Item(position), is_done: false });
    }

    fn close(&mut self, column: usize) {
        self.frames.truncate(self.frames.iter().take_while(|frame| frame.indent < column).count());
    }

    /// A line without a key: an entry of a list, a half-written key, or text that goes on.
    fn without_key(&mut self, line: &Range<usize>, start: usize, column: usize) -> usize {
        let written = start..start + value_length(&self.text[start..line.end]);
        if !written.is_empty() && self.text[start..].starts_with(['{', '[']) {
            return self.flow(start, column);
        }
        if self.text[start..].starts_with(['|', '>']) {
            return self.block_text(line.end, self.frames.last().map_or(0, |frame| frame.indent));
        }
        if self.holds(&written) && !written.is_empty() {
            self.close(column);
            let is_going_on = self.frames.last().is_some_and(|frame| frame.is_done);
            if !is_going_on {
                self.find(self.path(), Asked::Either, written);
            }
        }
        line.end
    }

    /// A line with a key.
    fn key(&mut self, line: &Range<usize>, start: usize, colon: usize) -> usize {
        let column = start - line.start;
        self.close(column);
        let place = start..start + self.text[start..colon].trim_end().len();
        let name = self.text[place.clone()].trim_matches(['"', '\'']).to_owned();
        let path = self.path();
        if self.holds(&place) {
            self.find(path.clone(), Asked::Key, place.clone());
        }
        self.keys.push(KeyAt { path, name: name.clone(), place });
        self.frames.push(Frame { indent: column, step: Step::Key(name), is_done: false });
        let value = colon + 1 + text::indentation(&self.text[colon + 1..line.end]);
        self.value(line, colon + 1, value, column)
    }

    /// The value on the line of its key, `value` behind the white space that begins at `gap`.
    fn value(&mut self, line: &Range<usize>, gap: usize, value: usize, column: usize) -> usize {
        let rest = &self.text[value..line.end];
        match rest.chars().next() {
            Some('{' | '[') => return self.flow(value, column),
            Some('|' | '>') => return self.block_text(line.end, column),
            _ => {}
        }
        let written = value..value + value_length(rest);
        if let Some(frame) = self.frames.last_mut() {
            frame.is_done = !written.is_empty();
        }
        if self.holds(&written) && self.at > gap {
            self.find(self.path(), Asked::Value, written);
        } else if self.holds(&(gap + 1..value)) {
            self.find(self.path(), Asked::Value, self.at..self.at);
        }
        line.end
    }

    /// A block of text below a line: everything that is indented further than `column`. Tells where it ends.
    fn block_text(&mut self, line_end: usize, column: usize) -> usize {
        if let Some(frame) = self.frames.last_mut() {
            frame.is_done = true;
        }
        let lines = text::lines_from(self.text, line_end).skip(1);
        let inside = lines.take_while(|line| {
            let text = &self.text[line.clone()];
            text.trim().is_empty() || text::indentation(text) > column
        });
        let written = inside.filter(|line| !self.text[line.clone()].trim().is_empty());
        written.last().map_or(line_end, |line| line.end)
    }

    /// A value in brackets, from the first of them; tells where it ends. `column` is that of the line's key.
    fn flow(&mut self, start: usize, column: usize) -> usize {
        let mut flow = Flow { open: Vec::new(), token: start };
        let mut at = start;
        while let Some(c) = self.text[at..].chars().next() {
            if at == self.at && !flow.open.is_empty() {
                self.in_flow(&flow);
            }
            match c {
                '\n' if self.is_left_behind(at + 1, column) => break,
                '#' if self.text[..at].ends_with([' ', '\t', '\n']) => {
                    at += self.text[at..].find('\n').unwrap_or(self.text.len() - at);
                    flow.token = at;
                    continue;
                }
                '"' | '\'' if self.text[flow.token..at].trim().is_empty() => {
                    let line_end = text::line(self.text, at).end;
                    let end = text::quote_end(self.text, at).filter(|&end| end <= line_end).unwrap_or(line_end);
                    if at < self.at && self.at <= end {
                        self.in_flow(&flow);
                    }
                    at = end;
                    continue;
                }
                '{' | '[' => flow.open.push(Bracket { is_map: c == '{', key: None, position: 0 }),
                '}' | ']' => {
                    flow.open.pop();
                    if flow.open.is_empty() {
                        at += 1;
                        break;
                    }
                }
                ',' => flow.next(),
                ':' if self.text[at + 1..].starts_with([' ', ',', '}', ']', '\n', '\r'])
                    || at + 1 == self.text.len() =>
                {
                    self.flow_key(&mut flow, at);
                }
                _ => {
                    at += c.len_utf8();
                    continue;
                }
            }
            at += c.len_utf8();
            flow.token = at;
        }
        if at == self.text.len() && at == self.at && !flow.open.is_empty() {
            self.in_flow(&flow);
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.is_done = true;
        }
        at
    }

    /// Whether a line is no part of the brackets above it, although they are open: it is indented no further than the line
    /// on which they begin, and closes nothing.
    fn is_left_behind(&self, start: usize, column: usize) -> bool {
        let line = &self.text[text::line(self.text, start)];
        let is_less = text::indentation(line) <= column && !text::is_blank(line);
        is_less && !line.trim_start().starts_with([']', '}'])
    }

    fn flow_key(&mut self, flow: &mut Flow, colon: usize) {
        let (path, token) = (self.flow_path(flow), flow.token);
        let Some(bracket) = flow.open.last_mut().filter(|bracket| bracket.is_map && bracket.key.is_none()) else {
            return;
        };
        let place = trimmed(self.text, token..colon);
        let name = self.text[place.clone()].trim_matches(['"', '\'']).to_owned();
        bracket.key = Some(name.clone());
        self.keys.push(KeyAt { path, name, place });
    }

    fn flow_path(&self, flow: &Flow) -> Vec<Step> {
        let inner = flow.open.iter().filter_map(|bracket| match bracket.is_map {
            true => bracket.key.clone().map(Step::Key),
            false => Some(Step::Item(bracket.position)),
        });
        self.path().into_iter().chain(inner).collect()
    }

    /// The place is in brackets, in the word that begins at the token.
    fn in_flow(&mut self, flow: &Flow) {
        let rest = &self.text[self.at..];
        let ends = rest.find([',', '}', ']', '\n', '\r']).unwrap_or(rest.len());
        let ends = rest.find(": ").map_or(ends, |colon| ends.min(colon));
        let written = trimmed(self.text, flow.token..self.at + ends);
        let written = if self.holds(&written) && !written.is_empty() { written } else { self.at..self.at };
        let asks_key = flow.open.last().is_some_and(|bracket| bracket.is_map && bracket.key.is_none());
        self.find(self.flow_path(flow), if asks_key { Asked::Key } else { Asked::Value }, written);
    }
}

/// What is open in brackets.
struct Flow {
    open: Vec<Bracket>,
    /// Where the present word begins, white space included.
    token: usize,
}

struct Bracket {
    is_map: bool,
    /// The key whose value is being read.
    key: Option<String>,
    /// The entry that is being read.
    position: usize,
}

impl Flow {
    fn next(&mut self) {
        if let Some(bracket) = self.open.last_mut() {
            bracket.key = None;
            bracket.position += 1;
        }
    }
}

/// How long a value is that stands on one line: without white space and comment behind it.
fn value_length(rest: &str) -> usize {
    let end = if rest.starts_with(['"', '\'']) {
        text::quote_end(rest, 0).unwrap_or(rest.len())
    } else {
        text::comment(rest).unwrap_or(rest.len())
    };
    rest[..end].trim_end().len()
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + text::indentation(part).min(part.len());
    start..(range.start + part.trim_end().len()).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `key a/0 'written' [siblings]` at the `|` of a text.
    fn at(text: &str) -> String {
        let place = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let Some(cursor) = cursor(&text, 0..text.len(), place) else { return "nichts".to_owned() };
        let step = |step: &Step| match step {
            Step::Key(key) => key.clone(),
            Step::Item(position) => position.to_string(),
        };
        let path: Vec<_> = cursor.path.iter().map(step).collect();
        let asked = match cursor.asked {
            Asked::Key => "key",
            Asked::Value => "value",
            Asked::Either => "either",
        };
        let siblings: Vec<_> = cursor.siblings.iter().map(|key| format!("'{key}'")).collect();
        format!("{asked} {} '{}' [{}]", path.join("/"), &text[cursor.written], siblings.join(", "))
    }

    fn assert_places(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(at(text), *expected, "{text:?}");
            let crlf = text.replace('\n', "\r\n");
            assert_eq!(at(&crlf), *expected, "{crlf:?}");
        }
    }

    #[test]
    fn values_stand_behind_their_keys() {
        assert_places(&[
            ("projekt: |", "value projekt '' []"),
            ("projekt: | # welches?", "value projekt '' []"),
            ("projekt: ak|te", "value projekt 'akte' []"),
            ("projekt: akte|\ntitel: T", "value projekt 'akte' []"),
            ("projekt: 'ak|te'", "value projekt ''akte'' []"),
            ("a:\n  b: |\n  c: 1", "value a/b '' []"),
            ("titel: ü 🦀 |x", "value titel 'ü 🦀 x' []"),
            ("projekt:|", "nichts"),
        ]);
    }

    #[test]
    fn keys_know_their_siblings() {
        assert_places(&[
            ("ti|tel: T\nkurz: K", "key  'titel' ['kurz']"),
            ("titel: T\n|", "either  '' ['titel']"),
            ("titel: T\nku|\nquelle: q", "either  'ku' ['titel', 'quelle']"),
            ("|", "either  '' []"),
            ("plan:\n  |", "either plan '' []"),
            ("plan:\n  beginn: 2024\n  |\ntitel: T", "either plan '' ['beginn']"),
            ("plan:\n  beginn: 2024\n  en|\ntitel: T", "either plan 'en' ['beginn']"),
            ("plan:\n  beginn: 2024\n|\nende: x", "either  '' ['plan', 'ende']"),
            ("a:\n  b:\n    c: 1\n  |", "either a '' ['b']"),
        ]);
    }

    #[test]
    fn entries_of_lists_are_told_apart() {
        assert_places(&[
            ("verlauf:\n  - |", "either verlauf/0 '' []"),
            ("verlauf:\n  -|", "nichts"),
            ("verlauf:\n  - am: 2024\n    |", "either verlauf/0 '' ['am']"),
            ("verlauf:\n  - am: 2024\n  - er|: x\n    am: 1\n", "key verlauf/1 'er' ['am']"),
            ("verlauf:\n  - am: 2024\n    ereignis: |\n  - am: 2025\n", "value verlauf/0/ereignis '' []"),
            ("werte:\n  - eins\n  - zw|", "either werte/1 'zw' []"),
            ("werte:\n- eins\n- |\ntitel: T", "either werte/1 '' []"),
            ("werte:\n- eins\n|", "either  '' ['werte']"),
            ("- bis: 2024\n  |", "either 0 '' ['bis']"),
            ("- - |", "either 0/0 '' []"),
        ]);
    }

    #[test]
    fn brackets_are_looked_into() {
        assert_places(&[
            ("verlauf: [{am: 2024-07-01, ereignis: |}]", "value verlauf/0/ereignis '' []"),
            ("verlauf:\n  - {am: 2024-07-01, ereignis: um|}", "value verlauf/0/ereignis 'um' []"),
            ("verlauf:\n  - {am: 2024-07-01, |}", "key verlauf/0 '' ['am']"),
            ("verlauf:\n  - {am: 2024-07-01, |", "key verlauf/0 '' ['am']"),
            ("verlauf:\n  - {|", "key verlauf/0 '' []"),
            ("verlauf:\n  - {gr|und: x, am: 1}\n  - {am: 2}", "key verlauf/0 'grund' ['am']"),
            ("erfuellt: [|]", "value erfuellt/0 '' []"),
            ("erfuellt: [a, |", "value erfuellt/1 '' []"),
            ("erfuellt: [a, b|, c]", "value erfuellt/1 'b' []"),
            ("erfuellt: [\n  a,\n  b|\n]\ntitel: T", "value erfuellt/1 'b' []"),
            ("quelle: {dokument: 'a, b', stelle: |}", "value quelle/stelle '' []"),
            ("quelle: {dokument: x}|", "nichts"),
            ("plan: {ende: \"20|24\"}", "value plan/ende '\"2024\"' []"),
            // A bracket that is not closed does not swallow the rest.
            ("erfuellt: [a\ntitel: |", "value titel '' []"),
            ("plan: {beginn: 1\nprojekt: |\n", "value projekt '' []"),
        ]);
    }

    #[test]
    fn in_texts_and_comments_nothing_is_asked() {
        assert_places(&[
            ("# a: |", "nichts"),
            ("a: 1 # b|", "nichts"),
            ("kurz: >-\n  Ein Te|xt: lang\n\n  weiter\ntitel: T", "nichts"),
            ("kurz: >-\n  Text: lang\ntitel: |", "value titel '' []"),
            ("kurz: Ein Text\n  geht wei|ter", "nichts"),
            ("kurz: Ein Text\n  |", "nichts"),
        ]);
    }

    #[test]
    fn only_the_front_matter_is_looked_at() {
        let text = "---\nprojekt: \n---\nText: \n";
        let place = |at: &str| cursor(text, 4..14, text.find(at).unwrap() + at.len()).map(|cursor| cursor.path);
        assert_eq!(place("projekt: "), Some(vec![Step::Key("projekt".to_owned())]));
        assert_eq!(place("Text: "), None);
    }

    /// Whatever is written, and wherever one looks.
    #[test]
    fn nothing_breaks() {
        let texts = [
            "- - - {a: [b, {c: \"d",
            "a: |\n\n  b\n c",
            "{[}]:,'\"",
            "ü: {🦀: [ö, ß]}\n- x",
            "\t- a:\tb\n\r\n",
            "a: 'b\nc: d'",
        ];
        for text in texts {
            for at in 0..=text.len() {
                cursor(text, 0..text.len(), at);
                cursor(text, 0..at, at);
            }
        }
    }
}
