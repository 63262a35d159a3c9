//! Lists and mappings that are written line by line.

use std::ops::Range;

use super::super::{Mapping, Node, Value};
use super::Order;
use super::flow::flow;
use super::lines::Lines;

/// How much further in stands what is inside.
const STEP: usize = 2;

/// Writes a text in canonical form.
pub(super) struct Printer<'a> {
    pub(super) text: &'a str,
    pub(super) lines: &'a Lines<'a>,
}

/// A line as it is to be.
struct Line<'a> {
    text: String,
    ending: &'a str,
    is_inner: bool,
}

/// An entry of a list or mapping: the lines above that belong to it, and its own.
#[derive(Debug, Clone)]
struct Part {
    above: Range<usize>,
    own: Range<usize>,
}

/// What stands behind a key or a list mark, on its line and below.
struct Slot<'n> {
    /// The line up to there, as it is to be.
    head: String,
    /// Where that ends as it is.
    from: usize,
    value: &'n Node,
    /// Whether the value is written there and not repeated from elsewhere.
    is_here: bool,
    own: Range<usize>,
    /// How far in the key or mark stands, and is to stand.
    columns: (usize, usize),
}

/// Where a mapping or list is to be written.
#[derive(Debug, Clone, Copy)]
struct Target<'p> {
    /// How far in.
    column: usize,
    /// What stands before its first line: blanks, or list marks.
    prefix: &'p str,
}

impl<'a> Printer<'a> {
    /// The whole text; `ended` says whether a last line without an end gets one.
    pub(super) fn print(&self, node: &Node, order: &Order, ended: bool) -> String {
        let (begin, end) = self.document();
        let mut out = Vec::new();
        self.plain(0..begin, 0, &mut out);
        let first = self.first_content(begin..end).unwrap_or(end);
        let header = (begin..first).rev().find(|&at| self.lines.is_blank(at)).map_or(begin, |at| at + 1);
        // What stands above everything is about the file, unless a blank line parts it from what is about the first key.
        let header = if header > begin { header } else { first };
        self.above(begin..header, 0, &mut out);
        if !self.block(node, header..end, Target { column: 0, prefix: "" }, order, &mut out) {
            self.other(node, header..end, order, &mut out);
        }
        self.plain(end..self.lines.len(), 0, &mut out);
        self.joined(out, ended)
    }

    /// The lines between the marks of a document, `---` and `...`.
    fn document(&self) -> (usize, usize) {
        let is_mark = |at: usize, marks: &[&str]| {
            !self.lines.is_inner(at) && marks.iter().any(|mark| self.lines.get(at).starts_with(mark))
        };
        let all = self.lines.len();
        let head = |&at: &usize| self.lines.is_trivia(at) || is_mark(at, &["%", "---"]);
        let first = (0..all).find(|at| !head(at)).unwrap_or(all);
        let begin = (0..first).rev().find(|&at| is_mark(at, &["---", "%"])).map_or(0, |at| at + 1);
        let end = (first..all).find(|&at| is_mark(at, &["---", "..."])).unwrap_or(all);
        (begin, end)
    }

    fn first_content(&self, mut region: Range<usize>) -> Option<usize> {
        region.find(|&at| !self.lines.is_trivia(at))
    }

    /// A document that is no list or mapping of lines.
    fn other(&self, node: &Node, region: Range<usize>, order: &Order, out: &mut Vec<Line<'a>>) {
        let first = self.first_content(region.clone()).unwrap_or(region.end);
        self.above(region.start..first, 0, out);
        let begins = first < region.end && node.span.start() == self.lines.start(first);
        match flow(self.text, node, order).filter(|_| begins) {
            Some((written, end)) => {
                self.push(first, format!("{written}{}", self.tail(end, first)), out);
                self.plain(first + 1..region.end, 0, out);
            }
            None => self.plain(first..region.end, 0, out),
        }
    }

    /// Writes the lines of a list or mapping; whether it is one that is written line by line.
    fn block(
        &self,
        node: &Node,
        region: Range<usize>,
        target: Target<'_>,
        order: &Order,
        out: &mut Vec<Line<'a>>,
    ) -> bool {
        let Some(first) = self.first_content(region.clone()) else { return false };
        let column = self.lines.indentation(first);
        match &node.value {
            Value::Map(map) => match self.keys(map, region.clone(), self.lines.start(first) + column) {
                Some(rows) => self.mapping(map, &rows, (region, column), target, order, out),
                None => return false,
            },
            Value::List(items) => match self.marks(items.len(), region.clone(), first) {
                Some(rows) => self.list(items, &rows, (region, column), target, order, out),
                None => return false,
            },
            Value::Null | Value::Scalar(_) => return false,
        }
        true
    }

    /// The lines of a mapping's keys, if each begins a line, the first one at `start`, and all are as far in.
    fn keys(&self, map: &Mapping, region: Range<usize>, start: usize) -> Option<Vec<usize>> {
        let column = start - self.lines.start(self.lines.at(start));
        let mut rows = Vec::with_capacity(map.entries.len());
        for (key, _) in &map.entries {
            let row = self.lines.at(key.span.start());
            let begins = self.lines.start(row) + column == key.span.start();
            let alone = rows.is_empty() || self.lines.indentation(row) == column;
            let colon = self.text.get(key.span.end()..self.lines.end(row))?.trim_start_matches([' ', '\t']);
            let fits = region.contains(&row) && !self.lines.is_inner(row) && rows.last().is_none_or(|&last| last < row);
            if !(begins && alone && fits && colon.starts_with(':')) {
                return None;
            }
            rows.push(row);
        }
        rows.first().is_some_and(|&row| self.lines.at(start) == row).then_some(rows)
    }

    /// The lines of a list's marks, if all are as far in as the one on the line `first`.
    fn marks(&self, count: usize, region: Range<usize>, first: usize) -> Option<Vec<usize>> {
        let column = self.lines.indentation(first);
        let is_mark = |&at: &usize| {
            let rest = self.lines.content(at).strip_prefix('-');
            let is_mark = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
            is_mark && !self.lines.is_inner(at) && self.lines.indentation(at) == column
        };
        let rows: Vec<usize> = (first..region.end).filter(is_mark).collect();
        (rows.len() == count && rows.first() == Some(&first)).then_some(rows)
    }

    /// The entries that begin on some lines, and the comments behind the last one that belong to none.
    fn parts(&self, rows: &[usize], region: Range<usize>, column: usize) -> (Vec<Part>, Range<usize>) {
        let climbed = |from: usize, floor: usize| {
            let is_above = |&at: &usize| {
                self.lines.is_trivia(at) && (self.lines.is_blank(at) || self.lines.indentation(at) <= column)
            };
            (floor..from).rev().take_while(is_above).last().unwrap_or(from)
        };
        let mut starts = vec![region.start];
        starts.extend(rows.windows(2).map(|pair| climbed(pair[1], pair[0] + 1)));
        let footer = rows.last().map_or(region.end, |&last| climbed(region.end, last + 1));
        let ends = starts.iter().skip(1).copied().chain([footer]);
        let parts = starts.iter().zip(rows).zip(ends);
        let parts = parts.map(|((&start, &row), end)| Part { above: start.min(row)..row, own: row..end });
        (parts.collect(), footer..region.end)
    }

    fn mapping(
        &self,
        map: &Mapping,
        rows: &[usize],
        (region, column): (Range<usize>, usize),
        target: Target<'_>,
        order: &Order,
        out: &mut Vec<Line<'a>>,
    ) {
        let (parts, footer) = self.parts(rows, region, column);
        let mut entries: Vec<_> = parts.into_iter().zip(&map.entries).collect();
        entries.sort_by_key(|(_, (key, _))| order.position(key));
        let moved = entries.first().is_some_and(|(part, _)| part.own.start != rows[0] && !part.above.is_empty());
        if moved && !target.prefix.is_empty() {
            // A comment cannot stand between a list mark and the first key.
            entries.sort_by_key(|(part, _)| part.own.start);
        }
        for (index, (part, (key, value))) in entries.into_iter().enumerate() {
            self.above(part.above, target.column, out);
            let prefix = if index == 0 { target.prefix } else { "" };
            let slot = Slot {
                head: format!("{}{}:", indented(prefix, target.column), &self.text[key.span.range()]),
                from: self.behind_colon(key.span.end()),
                value,
                is_here: value.span.start() >= key.span.end(),
                own: part.own,
                columns: (column, target.column),
            };
            self.entry(slot, order.below(key), out);
        }
        self.above(footer, target.column, out);
    }

    fn behind_colon(&self, at: usize) -> usize {
        self.text[at..].find(':').map_or(at, |colon| at + colon + 1)
    }

    fn list(
        &self,
        items: &[Node],
        rows: &[usize],
        (region, column): (Range<usize>, usize),
        target: Target<'_>,
        order: &Order,
        out: &mut Vec<Line<'a>>,
    ) {
        let (parts, footer) = self.parts(rows, region, column);
        for (index, (part, item)) in parts.into_iter().zip(items).enumerate() {
            self.above(part.above, target.column, out);
            let prefix = if index == 0 { target.prefix } else { "" };
            let mark = self.lines.start(part.own.start) + column;
            let slot = Slot {
                head: format!("{}-", indented(prefix, target.column)),
                from: mark + 1,
                value: item,
                is_here: item.span.start() > mark,
                own: part.own,
                columns: (column, target.column),
            };
            self.item(slot, order, out);
        }
        self.above(footer, target.column, out);
    }

    /// An item of a list: a mapping that begins behind the mark, or what could stand behind a key.
    fn item(&self, slot: Slot<'_>, order: &Order, out: &mut Vec<Line<'a>>) {
        let rest = &self.text[slot.from..self.lines.end(slot.own.start)];
        let start = slot.from + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if let Value::Map(map) = &slot.value.value
            && let Some(rows) = self.keys(map, slot.own.clone(), start)
        {
            let column = start - self.lines.start(slot.own.start);
            let target = Target { column: slot.columns.1 + STEP, prefix: &format!("{} ", slot.head) };
            return self.mapping(map, &rows, (slot.own, column), target, order, out);
        }
        self.entry(slot, order, out);
    }

    fn entry(&self, slot: Slot<'_>, order: &Order, out: &mut Vec<Line<'a>>) {
        let Slot { head, from, value, is_here, own, columns: (old, new) } = slot;
        let row = own.start;
        let below = row + 1..own.end;
        let written = self.text.get(from..self.lines.end(row)).unwrap_or_default();
        let rest = written.trim_start_matches([' ', '\t']);
        let start = self.lines.end(row) - rest.len();
        let in_brackets = is_here && value.span.start() == start && rest.starts_with(['[', '{']);
        let line = match flow(self.text, value, order).filter(|_| in_brackets) {
            Some((value, end)) => format!("{head} {value}{}", self.tail(end, row)),
            None if rest.is_empty() => head,
            // The blanks before a comment may line it up with others.
            None if rest.starts_with('#') => format!("{head}{}", without_tabs(written)),
            None => format!("{head} {}", self.trimmed(rest, row)),
        };
        self.push(row, line, out);
        let target = Target { column: new + STEP, prefix: "" };
        let is_below = is_here && !rest.starts_with(['[', '{']);
        if !(is_below && self.block(value, below.clone(), target, order, out)) {
            let by = isize::try_from(new).unwrap_or_default() - isize::try_from(old).unwrap_or_default();
            self.plain(below, by, out);
        }
    }

    /// What stands on a line behind a value in brackets.
    fn tail(&self, at: usize, row: usize) -> String {
        let rest = &self.text[at..self.lines.end(row)];
        match rest.trim_matches([' ', '\t']) {
            "" => String::new(),
            comment if comment.starts_with('#') => without_tabs(rest),
            other => format!(" {other}"),
        }
    }

    /// The rest of a line without the blanks behind, unless the value goes on below.
    fn trimmed(&self, rest: &'a str, row: usize) -> &'a str {
        if self.lines.ends_free(row) { rest.trim_end_matches([' ', '\t']) } else { rest }
    }

    /// Comments and blank lines above an entry.
    fn above(&self, lines: Range<usize>, column: usize, out: &mut Vec<Line<'a>>) {
        for at in lines {
            let text = match self.lines.content(at) {
                "" => String::new(),
                comment => format!("{}{}", " ".repeat(column), spaced(comment)),
            };
            self.push(at, text, out);
        }
    }

    /// Lines as they are, but for how far in they stand.
    fn plain(&self, lines: Range<usize>, by: isize, out: &mut Vec<Line<'a>>) {
        for at in lines {
            let column = self.lines.indentation(at).saturating_add_signed(by);
            let is_inner = self.lines.is_inner(at);
            let text = match self.lines.content(at) {
                "" if is_inner && self.lines.get(at).is_empty() => String::new(),
                "" if !is_inner => String::new(),
                content if self.lines.is_trivia(at) => format!("{}{}", " ".repeat(column), spaced(content)),
                _ if is_inner && by == 0 => self.trimmed(self.lines.get(at), at).to_owned(),
                _ => {
                    let content = &self.lines.get(at)[self.lines.indentation(at)..];
                    format!("{}{}", " ".repeat(column), self.trimmed(content, at))
                }
            };
            self.push(at, text, out);
        }
    }

    fn push(&self, at: usize, text: String, out: &mut Vec<Line<'a>>) {
        out.push(Line { text, ending: self.lines.ending(at), is_inner: self.lines.is_inner(at) });
    }

    /// All lines, with no more than one blank line between two and none around all of them.
    fn joined(&self, mut lines: Vec<Line<'a>>, ended: bool) -> String {
        let is_blank = |line: &Line<'_>| line.text.is_empty() && !line.is_inner;
        while lines.last().is_some_and(&is_blank) {
            lines.pop();
        }
        let ending =
            self.text.find('\n').map_or("\n", |at| if self.text[..at].ends_with('\r') { "\r\n" } else { "\n" });
        let mut joined = String::with_capacity(self.text.len());
        let mut before_blank = true;
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.iter().enumerate() {
            if is_blank(line) && before_blank {
                continue;
            }
            before_blank = is_blank(line);
            joined.push_str(&line.text);
            let open = index == last && !ended && !self.text.ends_with('\n');
            joined.push_str(if open {
                ""
            } else if line.ending.is_empty() {
                ending
            } else {
                line.ending
            });
        }
        joined
    }
}

/// What stands before the first key of a mapping: its list mark, or blanks.
fn indented(prefix: &str, column: usize) -> String {
    if prefix.is_empty() { " ".repeat(column) } else { prefix.to_owned() }
}

/// A comment behind a value with the blanks before it, without those behind.
fn without_tabs(rest: &str) -> String {
    rest.trim_end_matches([' ', '\t']).replace('\t', " ")
}

/// A comment with a blank behind its mark.
fn spaced(comment: &str) -> String {
    match comment.strip_prefix('#') {
        Some(text) if text.starts_with(char::is_alphanumeric) => format!("# {text}"),
        _ => comment.to_owned(),
    }
}
