//! The lines of a text, and which of them are the inside of a value.

use std::ops::Range;

use super::super::{Node, Value, text};

/// The lines of a text.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Without their ends.
    ranges: Vec<Range<usize>>,
    /// Whether a line goes on with a value that began above: of these, only how far in they stand may change.
    inner: Vec<bool>,
    /// Whether such a value ends on a line with a mark, so that blanks behind it are nobody's.
    closed: Vec<bool>,
}

impl<'a> Lines<'a> {
    /// None if lines are ended or indented in a way that cannot be moved.
    pub(super) fn new(text: &'a str, node: &Node) -> Option<Self> {
        let mut ranges = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let length = line.trim_end_matches(['\n', '\r']).len();
            if line[..length].contains('\r') || line.len() - length > 2 {
                return None;
            }
            ranges.push(start..start + length);
            start += line.len();
        }
        let (inner, closed) = (vec![false; ranges.len()], vec![false; ranges.len()]);
        let mut lines = Self { text, ranges, inner, closed };
        lines.mark(node);
        let indented =
            |at: usize| lines.is_inner(at) || lines.is_blank(at) || !lines.indentation_text(at).contains('\t');
        (0..lines.len()).all(indented).then_some(lines)
    }

    /// Marks the inside of every value of several lines.
    fn mark(&mut self, node: &Node) {
        let (start, end) = (node.span.start(), node.span.end());
        if self.text[start..].starts_with(['[', '{']) && matches!(node.value, Value::List(_) | Value::Map(_)) {
            let close = text::closing_bracket(self.text, start).map_or(start, |(close, _)| close);
            self.mark_range(start, close);
            return self.close(close);
        }
        match &node.value {
            Value::Null => {}
            Value::Scalar(_) => {
                let last = end.saturating_sub(1).max(start);
                match self.head(start) {
                    Some((line, head)) => {
                        // An empty text begins where it ends: on the next line.
                        let last = if start == end { self.end(line) } else { last };
                        self.mark_range(self.start(line), last);
                        self.mark_kept(head, last);
                    }
                    None => self.mark_range(start, last),
                }
                if self.text[start..].starts_with(['"', '\'']) {
                    self.close(last);
                }
            }
            Value::List(items) => items.iter().for_each(|item| self.mark(item)),
            Value::Map(map) => {
                for (key, value) in &map.entries {
                    self.mark_range(key.span.start(), key.span.end().saturating_sub(1).max(key.span.start()));
                    self.mark(value);
                }
            }
        }
    }

    fn mark_range(&mut self, first: usize, last: usize) {
        let (first, last) = (self.at(first), self.at(last));
        self.inner[first + 1..=last.max(first)].fill(true);
    }

    fn close(&mut self, last: usize) {
        let at = self.at(last);
        self.closed[at] = true;
    }

    /// The line and mark before a text that begins at `start`, if it has one: `|`, `>-`, `|2+`.
    fn head(&self, start: usize) -> Option<(usize, &'a str)> {
        let first = self.at(start);
        if !self.text[self.start(first)..start].trim_matches([' ', '\t']).is_empty() {
            return None;
        }
        let line = (0..first).rev().find(|&at| !self.is_blank(at))?;
        let written = self.get(line);
        let written = &written[..text::comment(written).unwrap_or(written.len())];
        let mark = written.split([' ', '\t']).rfind(|word| !word.is_empty())?;
        let rest = mark.strip_prefix(['|', '>'])?;
        rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-')).then_some((line, mark))
    }

    /// Empty lines below a text that keeps them: `|+`.
    fn mark_kept(&mut self, head: &str, last: usize) {
        if head.contains('+') {
            let first = self.at(last) + 1;
            let below = (first..self.len()).find(|&at| !self.is_blank(at)).unwrap_or(self.len());
            self.inner[first..below].fill(true);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// The line of an offset.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.ranges.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// A line without its end.
    pub(super) fn get(&self, at: usize) -> &'a str {
        &self.text[self.ranges[at].clone()]
    }

    /// Where a line begins.
    pub(super) fn start(&self, at: usize) -> usize {
        self.ranges[at].start
    }

    /// Where a line ends.
    pub(super) fn end(&self, at: usize) -> usize {
        self.ranges[at].end
    }

    /// How a line is ended; empty on the last one, perhaps.
    pub(super) fn ending(&self, at: usize) -> &'a str {
        let next = self.ranges.get(at + 1).map_or(self.text.len(), |next| next.start);
        &self.text[self.ranges[at].end..next]
    }

    /// Whether it goes on with a value that began above.
    pub(super) fn is_inner(&self, at: usize) -> bool {
        self.inner.get(at).is_some_and(|inner| *inner)
    }

    /// Whether blanks at its end are nobody's.
    pub(super) fn ends_free(&self, at: usize) -> bool {
        !self.is_inner(at + 1) && (!self.is_inner(at) || self.closed[at])
    }

    /// Whether nothing stands on it.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.content(at).is_empty()
    }

    /// Whether it holds nothing but perhaps a comment, and is no part of a value.
    pub(super) fn is_trivia(&self, at: usize) -> bool {
        !self.is_inner(at) && (self.is_blank(at) || self.is_comment(at))
    }

    /// Whether it is a comment, unless it is part of a value.
    pub(super) fn is_comment(&self, at: usize) -> bool {
        self.content(at).starts_with('#')
    }

    /// How many blanks begin it.
    pub(super) fn indentation(&self, at: usize) -> usize {
        self.indentation_text(at).len()
    }

    fn indentation_text(&self, at: usize) -> &'a str {
        let line = self.get(at);
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// What stands on it, without the blanks around.
    pub(super) fn content(&self, at: usize) -> &'a str {
        self.get(at).trim_matches([' ', '\t'])
    }
}
