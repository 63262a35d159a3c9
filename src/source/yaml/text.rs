//! Reading YAML roughly, line by line and mark by mark: good enough to find what an editor did, never to take a value.
//!
//! All offsets are bytes of the text given and stand on character boundaries. Looking back is bounded.

use std::ops::Range;

/// How far to look back for what was opened: lines and bytes.
const LOOK_BACK: (usize, usize) = (200, 64 * 1024);

/// The nearest character boundary at or before `at`.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The line in which `at` stands, without its end.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let at = boundary(text, at);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let length = text[start..].find('\n').unwrap_or(text.len() - start);
    start..start + text[start..start + length].trim_end_matches('\r').len()
}

/// The part of a line around `at`, as far as it matters: long lines are cut.
pub(super) fn near(text: &str, at: usize) -> Range<usize> {
    const REACH: usize = 400;
    let (first, last) = (boundary(text, at.saturating_sub(REACH)), boundary(text, at.saturating_add(REACH)));
    let start = text[first..at].rfind('\n').map_or(first, |newline| first + newline + 1);
    let end = text[at..last].find('\n').map_or(last, |length| at + length);
    start..end
}

/// The lines above the one in which `at` stands, nearest first.
pub(super) fn lines_above(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> {
    let (lines, bytes) = LOOK_BACK;
    let above = move |start: usize| start.checked_sub(1).map(|end| line(text, end));
    let first = above(line(text, at).start);
    std::iter::successors(first, move |below| above(below.start))
        .take(lines)
        .take_while(move |line| line.start + bytes >= at)
}

/// The lines from the one in which `at` stands.
pub(super) fn lines_from(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> {
    let below = move |start: usize| text[start..].find('\n').map(|length| line(text, start + length + 1));
    std::iter::successors(Some(line(text, at)), move |above| below(above.end))
}

/// Whether the line holds nothing but white space and a comment.
pub(super) fn is_blank(line: &str) -> bool {
    let text = line.trim_start();
    text.is_empty() || text.starts_with('#')
}

/// How many bytes of white space begin the line.
pub(super) fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// What a line of a block begins with: `- key: value`, each part optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where the key would begin: behind white space and list marks.
    pub(super) start: usize,
    /// The colon behind the key.
    pub(super) colon: Option<usize>,
    /// Where the value would begin.
    pub(super) value: usize,
}

impl Entry {
    pub(super) fn of(line: &str) -> Self {
        let mut start = indentation(line);
        while let Some(rest) = line[start..].strip_prefix('-').filter(|rest| begins_blank(rest)) {
            start = line.len() - rest.trim_start().len();
        }
        let colon = key_length(&line[start..]).map(|length| start + length);
        let value = colon.map_or(start, |colon| colon + 1 + indentation(&line[colon + 1..]));
        Self { start, colon, value }
    }

    /// Whether the line is more than the continuation of a text: it has a list mark or a key.
    pub(super) fn begins_anew(self, line: &str) -> bool {
        self.colon.is_some() || self.start > indentation(line)
    }

    /// The value on the line.
    pub(super) fn value(self, line: &str) -> &str {
        let value = line[self.value..].trim_end();
        if value.starts_with('#') { "" } else { value }
    }
}

fn begins_blank(text: &str) -> bool {
    text.is_empty() || text.starts_with([' ', '\t', '\r', '\n'])
}

/// How long the key is that `text` begins with: up to a colon with white space behind it.
fn key_length(text: &str) -> Option<usize> {
    if text.starts_with(['[', '{']) {
        return None;
    }
    if text.starts_with(['"', '\'']) {
        let end = quote_end(text, 0)?;
        let colon = end + indentation(&text[end..]);
        return text[colon..].strip_prefix(':').filter(|rest| begins_blank(rest)).map(|_| colon);
    }
    let text = &text[..comment(text).unwrap_or(text.len())];
    text.match_indices(':').map(|(at, _)| at).find(|&at| begins_blank(&text[at + 1..]))
}

/// Where the comment of a line without quotes begins.
pub(super) fn comment(line: &str) -> Option<usize> {
    line.match_indices('#').map(|(at, _)| at).find(|&at| at == 0 || line[..at].ends_with([' ', '\t']))
}

/// Behind the quotation that begins at `start`, if it ends.
pub(super) fn quote_end(text: &str, start: usize) -> Option<usize> {
    let mut chars = text[start..].char_indices().peekable();
    let (_, quote) = chars.next()?;
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote && (quote == '"' || chars.next_if(|&(_, next)| next == quote).is_none()) {
            return Some(start + at + 1);
        }
    }
    None
}

/// A mark that shapes YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A quotation, and behind its end if it ends.
    Quote(Option<usize>),
    Open(char),
    Close(char),
    Comment,
}

/// The marks of a text that begins outside of quotations and brackets.
pub(super) fn marks(text: &str) -> impl Iterator<Item = (usize, Mark)> {
    Marks { text, at: 0, depth: 0, fresh: true }
}

struct Marks<'a> {
    text: &'a str,
    at: usize,
    /// How many brackets are open.
    depth: usize,
    /// Whether a value may begin here.
    fresh: bool,
}

impl Iterator for Marks<'_> {
    type Item = (usize, Mark);

    fn next(&mut self) -> Option<(usize, Mark)> {
        while let Some(c) = self.text[self.at..].chars().next() {
            let at = self.at;
            self.at += c.len_utf8();
            if let Some(mark) = self.mark(at, c) {
                return Some((at, mark));
            }
        }
        None
    }
}

impl Marks<'_> {
    fn mark(&mut self, at: usize, c: char) -> Option<Mark> {
        let blank_behind = begins_blank(&self.text[self.at..]);
        let fresh = std::mem::replace(&mut self.fresh, false);
        match c {
            '\n' => self.fresh = true,
            ' ' | '\t' | '\r' => self.fresh = fresh,
            '-' | '?' => self.fresh = fresh && blank_behind,
            ':' => self.fresh = blank_behind || self.depth > 0,
            ',' => self.fresh = self.depth > 0,
            '#' if at == 0 || self.text[..at].ends_with([' ', '\t', '\n', '\r']) => {
                self.at = line(self.text, at).end;
                return Some(Mark::Comment);
            }
            '"' | '\'' if fresh => {
                let end = quote_end(self.text, at);
                self.at = end.unwrap_or(self.text.len());
                return Some(Mark::Quote(end));
            }
            '[' | '{' if fresh || self.depth > 0 => {
                self.depth += 1;
                self.fresh = true;
                return Some(Mark::Open(c));
            }
            ']' | '}' if self.depth > 0 => {
                self.depth -= 1;
                return Some(Mark::Close(c));
            }
            _ => {}
        }
        None
    }
}

/// The innermost bracket that is open at `at`.
pub(super) fn open_bracket(text: &str, at: usize) -> Option<usize> {
    let here = std::iter::once(line(text, at));
    here.chain(lines_above(text, at)).find_map(|line| {
        let mut open = Vec::new();
        for (offset, mark) in marks(&text[line.start..at]) {
            match mark {
                Mark::Open(_) => open.push(line.start + offset),
                Mark::Close(_) => drop(open.pop()),
                Mark::Quote(_) | Mark::Comment => {}
            }
        }
        open.pop()
    })
}

/// The bracket that closes the one at `open`, of whatever form.
pub(super) fn closing_bracket(text: &str, open: usize) -> Option<(usize, char)> {
    let mut depth = 0_usize;
    marks(&text[open..]).find_map(|(offset, mark)| {
        match mark {
            Mark::Open(_) => depth += 1,
            Mark::Close(_) => depth -= 1,
            Mark::Quote(_) | Mark::Comment => {}
        }
        match mark {
            Mark::Close(c) if depth == 0 => Some((open + offset, c)),
            _ => None,
        }
    })
}

/// The quotation that begins on a line above `at` and does not end there, nearest first.
pub(super) fn open_quote(text: &str, at: usize) -> Option<usize> {
    lines_above(text, at).find_map(|line| {
        let start = line.start;
        let open = marks(&text[line]).find(|&(_, mark)| mark == Mark::Quote(None));
        open.map(|(offset, _)| start + offset)
    })
}

/// The quotation on the line of `at` that ends right before it, and behind its end.
pub(super) fn quote_before(text: &str, at: usize) -> Option<Range<usize>> {
    let start = line(text, at).start;
    marks(&text[start..at]).find_map(|(offset, mark)| match mark {
        Mark::Quote(Some(end)) if text[start + end..at].trim().is_empty() => Some(start + offset..start + end),
        _ => None,
    })
}

/// Whether the comment that begins `text` may be meant as text: `#1`, but not `# 1`.
pub(super) fn is_glued_comment(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|text| text.starts_with(char::is_alphanumeric))
}

/// Whether a key is written with this character.
pub(super) fn is_key_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// The key that `text` begins with, if its colon lacks the white space behind it: `titel:Offen`.
pub(super) fn glued_key(text: &str) -> Option<&str> {
    let (key, rest) = text.split_once(':')?;
    let is_key = key.starts_with(char::is_alphabetic) && key.chars().all(is_key_character);
    (is_key && !rest.starts_with("//")).then_some(key)
}

/// A text as a quotation that keeps every character; none where it would not help.
pub(super) fn quoted(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 80 || text.chars().any(char::is_control) {
        return None;
    }
    Some(match text.contains(['"', '\\']) {
        false => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "''")),
    })
}
