//! Finding the cause that an editor can mend behind the parser's own words.
//!
//! The parser says precisely where it stopped and why, in its own terms. [`Origin::finder`] says where to look from there.

use std::ops::Range;

use super::text::{self, Entry, Mark};
use super::{Origin, Place, Problem, ProblemKind};
use crate::source::Limit;

/// Where and what; offsets count from the beginning of the YAML.
type Found = (Range<usize>, ProblemKind);

/// Looks for a cause from where the parser stopped.
type Finder<'a> = fn(&Origin<'a>, usize) -> Found;

/// Characters that mean something else to YAML where a text begins.
const SPECIAL: &str = "[]{},#&*!|>%@`?-";

impl<'a> Origin<'a> {
    /// What an editor can mend, where the parser stopped at `at` with `message`.
    pub(super) fn cause(&self, at: usize, message: &str) -> Problem {
        let at = text::boundary(self.yaml, at);
        let (range, kind) = match (self.indentation_tab(text::line(self.yaml, at)), Self::finder(message)) {
            (Some(tab), _) => (tab..tab + 1, ProblemKind::Tab),
            (None, Some(finder)) => finder(self, at),
            (None, None) => (self.character(at), ProblemKind::Syntax),
        };
        Problem { place: Place::Span(self.span(range.start, range.end)), kind }
    }

    /// What the parser's message contains, and who looks for the cause. The first match counts.
    fn finder(message: &str) -> Option<Finder<'a>> {
        let causes: &[(&str, Finder<'a>)] = &[
            ("a tab", Self::tab),
            ("tabs ", Self::tab),
            ("tab cannot", Self::tab),
            ("trailing content after", Self::behind_quote),
            ("unclosed quot", Self::unclosed_quote),
            ("multiline quoted scalar", Self::unclosed_quote),
            ("document indicator", Self::unclosed_quote),
            ("quoted scalar", Self::backslash),
            ("misplaced bracket", Self::extra_bracket),
            ("mismatched bracket", Self::mixed_brackets),
            ("unclosed bracket", Self::unclosed_bracket),
            ("expected ',' or", Self::separator),
            ("only valid inside a block", Self::mark_in_brackets),
            ("may not precede any of", Self::missing_space_in_brackets),
            ("illegal placement of ':'", Self::open_bracket),
            ("in flow construct", Self::open_bracket),
            ("recursion limit", |origin, at| (origin.character(at), ProblemKind::Budget(Limit::Depth))),
            ("mapping values are not allowed", Self::colon),
            ("simple key expected", Self::without_key),
            ("simple key is no longer valid", |origin, at| (origin.character(at), ProblemKind::Colon(None))),
            ("comment intercepting", Self::comment_in_text),
            ("comments must be separated", Self::unseparated_comment),
            ("wrongly indented", Self::indentation),
            ("invalid indentation", Self::indentation),
            ("expected '-' indicator", Self::behind_value),
            ("block sequence entries", Self::behind_value),
            ("did not find expected key", Self::behind_value),
            ("parsing a block mapping", Self::beginning),
            ("<document start>", Self::second_beginning),
            ("directive", Self::second_beginning),
            ("mapping keys are not allowed", Self::special),
            ("unexpected character", Self::special),
            ("block scalar", Self::special),
            ("anchor or alias", Self::special),
            (" tag", Self::special),
            ("handle wasn't declared", Self::special),
            ("plain scalar cannot start", Self::special),
        ];
        causes.iter().find(|(words, _)| message.contains(words)).map(|&(_, finder)| finder)
    }

    fn character(&self, at: usize) -> Range<usize> {
        at..at + self.char_at(at).map_or(1, char::len_utf8)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.yaml.get(at..)?.chars().next()
    }

    /// From `at` to the end of its line.
    fn rest(&self, at: usize) -> Range<usize> {
        at..text::line(self.yaml, at).end.max(at)
    }

    /// The line in which `at` stands: its offset, its text and how it begins.
    fn entry(&self, at: usize) -> (usize, &str, Entry) {
        let line = text::line(self.yaml, at);
        let start = line.start;
        let line = &self.yaml[line];
        (start, line, Entry::of(line))
    }

    /// A tab in the white space that begins a line.
    fn indentation_tab(&self, line: Range<usize>) -> Option<usize> {
        let white = text::indentation(&self.yaml[line.clone()]);
        self.yaml[line.start..line.start + white].find('\t').map(|tab| line.start + tab)
    }

    /// The parser stops at the text before the tab, or at the tab.
    fn tab(&self, at: usize) -> Found {
        let here = Some(at).filter(|&at| self.char_at(at) == Some('\t'));
        let below = || text::lines_from(self.yaml, at).find_map(|line| self.indentation_tab(line));
        (self.character(here.or_else(below).unwrap_or(at)), ProblemKind::Tab)
    }

    /// `at` stands on what follows a quotation: text, a forgotten comma, or what an earlier, unclosed quotation ran into.
    fn behind_quote(&self, at: usize) -> Found {
        let Some(quotation) = text::quote_before(self.yaml, at) else { return self.unclosed_quote(at) };
        let rest = self.rest(at);
        if text::open_bracket(self.yaml, at).is_some() {
            let begins = self.yaml[rest].starts_with(['"', '\'', '[', '{']) || self.key_follows(at);
            let kind = if begins { ProblemKind::MissingComma } else { ProblemKind::TextBehindQuote(None) };
            return (self.character(at), kind);
        }
        let value = &self.yaml[quotation.start..rest.end];
        let apart = self.char_at(quotation.end).is_some_and(char::is_whitespace);
        let quote = &value[..1];
        let inner = value.strip_prefix(quote).and_then(|value| value.trim_end().strip_suffix(quote));
        let meant = inner.filter(|_| !apart).unwrap_or(value);
        let (start, _, entry) = self.entry(at);
        let is_value = quotation.start >= start + entry.value && text::comment(value).is_none();
        (rest, ProblemKind::TextBehindQuote(text::quoted(meant).filter(|_| is_value)))
    }

    /// Whether a key begins at `at`, in brackets.
    fn key_follows(&self, at: usize) -> bool {
        let word = self.yaml[at..].trim_start_matches(text::is_key_character);
        word.starts_with(':') && self.yaml[at..].starts_with(text::is_key_character)
    }

    fn unclosed_quote(&self, at: usize) -> Found {
        let here = Some(at).filter(|&at| matches!(self.char_at(at), Some('"' | '\'')));
        let start = here.or_else(|| text::open_quote(self.yaml, at)).unwrap_or(at);
        let line = self.yaml[self.rest(start)].trim_end();
        match line.strip_suffix("\\\"") {
            Some(before) if before.starts_with('"') => {
                let at = start + before.len();
                (at..at + 2, ProblemKind::Backslash(self.without_escapes(start)))
            }
            _ => (self.character(start), ProblemKind::UnclosedQuote),
        }
    }

    /// `at` stands on the quotation in which a backslash means nothing to YAML.
    fn backslash(&self, at: usize) -> Found {
        let wrong = first_wrong_escape(&self.yaml[at..]).map_or(at, |offset| at + offset);
        (self.character(wrong), ProblemKind::Backslash(self.without_escapes(at)))
    }

    /// The quotation that fills the line from `start`, in marks between which a backslash is a backslash.
    fn without_escapes(&self, start: usize) -> Option<String> {
        let value = self.yaml[self.rest(start)].trim_end();
        let inner = value.strip_prefix('"')?.strip_suffix('"')?;
        text::quoted(inner).filter(|text| text.starts_with('\'') && !inner.contains('"'))
    }

    fn extra_bracket(&self, at: usize) -> Found {
        (self.character(at), ProblemKind::ExtraBracket(self.char_at(at).unwrap_or(']')))
    }

    fn mixed_brackets(&self, open: usize) -> Found {
        let Some((at, close)) = text::closing_bracket(self.yaml, open) else { return self.unclosed_bracket(open) };
        let kind = ProblemKind::MixedBrackets {
            open: self.char_at(open).unwrap_or('['),
            close,
            opened: self.span(open, open + 1),
        };
        (self.character(at), kind)
    }

    /// `at` stands on the bracket; its end may have become a comment.
    fn unclosed_bracket(&self, at: usize) -> Found {
        let line = self.rest(at);
        let comment = text::marks(&self.yaml[line.clone()]).find(|(_, mark)| *mark == Mark::Comment);
        let swallows = |start: usize| {
            let comment = &self.yaml[start..line.end];
            text::is_glued_comment(comment) && comment.contains([']', '}'])
        };
        match comment.map(|(offset, _)| at + offset).filter(|&start| swallows(start)) {
            Some(start) => (start..line.end, ProblemKind::CommentInText),
            None => (self.character(at), ProblemKind::UnclosedBracket),
        }
    }

    /// The parser stopped at `at` because it still waits for the end of a bracket.
    fn open_bracket(&self, at: usize) -> Found {
        self.unclosed_bracket(text::open_bracket(self.yaml, at).unwrap_or(at))
    }

    /// In brackets, `at` stands where a comma or the end was expected.
    fn separator(&self, at: usize) -> Found {
        let open = text::open_bracket(self.yaml, at).unwrap_or(at);
        if self.is_left_behind(open, at) {
            return self.unclosed_bracket(open);
        }
        if self.char_at(at) != Some(':') {
            return (self.character(at), ProblemKind::MissingComma);
        }
        let before = &self.yaml[open..at];
        let key = before.trim_end_matches(text::is_key_character);
        let is_key = key.len() < before.len() && key.trim_end().len() < key.len() && !key.trim_end().ends_with(':');
        let (start, _, entry) = self.entry(at);
        match is_key && before[key.len()..].starts_with(|c: char| !c.is_uppercase()) {
            true => (open + key.len()..at, ProblemKind::MissingComma),
            false if start > open && entry.colon == Some(at - start) => self.unclosed_bracket(open),
            false => (self.character(at), ProblemKind::Colon(None)),
        }
    }

    /// Whether `at` stands on a later line that is indented no further than the line of the bracket.
    fn is_left_behind(&self, open: usize, at: usize) -> bool {
        let (opened, here) = (text::line(self.yaml, open), text::line(self.yaml, at));
        opened.start < here.start && text::indentation(&self.yaml[here]) <= text::indentation(&self.yaml[opened])
    }

    /// `- ` in brackets: the next line of a list if the bracket was forgotten above, else text.
    fn mark_in_brackets(&self, at: usize) -> Found {
        match text::open_bracket(self.yaml, at) {
            Some(open) if text::line(self.yaml, open) != text::line(self.yaml, at) => self.unclosed_bracket(open),
            _ => self.special(at),
        }
    }

    fn missing_space_in_brackets(&self, at: usize) -> Found {
        let key = self.yaml[..at].rsplit(|c: char| !text::is_key_character(c)).next().unwrap_or_default();
        (self.character(at), ProblemKind::MissingSpace(format!("{key}:")))
    }

    /// A colon where no key can be: in a text, on a line that continues a text, or below a line without its own colon.
    fn colon(&self, at: usize) -> Found {
        let (start, line, entry) = self.entry(at);
        let in_text = (self.character(at), ProblemKind::Colon(None));
        if entry.colon.is_none_or(|colon| start + colon < at) {
            let plain = !line[entry.value..].starts_with(['"', '\'', '[', '{']);
            let meant = self.value_in_quotes(start + entry.value).filter(|_| plain);
            return (in_text.0, ProblemKind::Colon(meant));
        }
        let mut first = start;
        let above = text::lines_above(self.yaml, at).filter(|range| !text::is_blank(&self.yaml[range.clone()]));
        for above in above {
            let (text, head) = (&self.yaml[above.clone()], Entry::of(&self.yaml[above.clone()]));
            if !head.begins_anew(text) {
                first = above.start;
                continue;
            }
            if head.value(text).is_empty() {
                break;
            }
            let key = line.get(entry.start..at - start).unwrap_or(line);
            let one_word = !key.trim_end().contains(char::is_whitespace);
            return if one_word { self.indentation(at) } else { in_text };
        }
        if first == start { in_text } else { self.without_key(first) }
    }

    /// A line that lacks its colon, or the white space behind it.
    fn without_key(&self, at: usize) -> Found {
        let (start, line, entry) = self.entry(at);
        let written = line[entry.start..].trim_end();
        let kind = match text::glued_key(written) {
            Some(key) => ProblemKind::MissingSpace(format!("{key}:")),
            None if written.starts_with('-') => ProblemKind::MissingSpace("-".to_owned()),
            None => ProblemKind::MissingColon,
        };
        let begin = start + entry.start;
        (begin..begin + written.len(), kind)
    }

    /// The value that begins at `at`, in quotation marks, if it is the whole value of an entry.
    pub(super) fn value_in_quotes(&self, at: usize) -> Option<String> {
        let near = text::near(self.yaml, at);
        let begins = near.start == 0 || self.yaml[..near.start].ends_with('\n');
        let (start, line) = (near.start, &self.yaml[near]);
        let entry = Entry::of(line);
        let value = entry.value(line);
        let whole = begins && at == start + entry.value && entry.begins_anew(line) && text::comment(value).is_none();
        let whole = whole && text::open_bracket(self.yaml, at).is_none();
        text::quoted(value).filter(|_| whole)
    }

    fn comment_in_text(&self, at: usize) -> Found {
        (self.rest(at), ProblemKind::CommentInText)
    }

    /// `#` right behind a quotation or bracket, or at the beginning of a text in brackets.
    fn unseparated_comment(&self, at: usize) -> Found {
        match text::quote_before(self.yaml, at) {
            Some(_) => self.behind_quote(at),
            None => self.special(at),
        }
    }

    fn indentation(&self, at: usize) -> Found {
        let line = text::line(self.yaml, at);
        let begin = line.start + text::indentation(&self.yaml[line.clone()]);
        (self.character(begin.min(line.end)), ProblemKind::Indentation)
    }

    /// Something behind a finished value on the same line, or a line that fits nowhere.
    fn behind_value(&self, at: usize) -> Found {
        let (start, line, entry) = self.entry(at);
        let begins = line[entry.value..].starts_with(is_special);
        let is_value = entry.begins_anew(line) && start + entry.value <= at;
        if begins && is_value { self.special(start + entry.value) } else { self.indentation(at) }
    }

    /// Something else begins where the whole has ended: often the first line is to blame.
    fn second_beginning(&self, at: usize) -> Found {
        let mut written = text::lines_from(self.yaml, 0).filter(|line| !text::is_blank(&self.yaml[line.clone()]));
        let first = written.next().unwrap_or(at..at);
        let begins = &self.yaml[first.clone()];
        let is_entry = Entry::of(begins).begins_anew(begins);
        match begins.trim_start().chars().next() {
            Some('%' | '!' | '&' | '*') => self.special(first.start + text::indentation(begins)),
            _ if first.end >= at => self.beginning(at),
            Some('-') if is_entry => self.indentation(at),
            Some('[' | '{') => self.beginning(at),
            _ if is_entry => self.indentation(first.start),
            _ => self.without_key(first.start),
        }
    }

    /// The text begins with a character that means something else to YAML, or the parser is at a loss.
    fn beginning(&self, at: usize) -> Found {
        let (start, line, entry) = self.entry(at);
        let begins = [at, start + entry.value, start + entry.start];
        let special = begins
            .into_iter()
            .find(|&begin| begin <= at && begin < start + line.len() && self.char_at(begin).is_some_and(is_special));
        special.map_or_else(|| (self.character(at), ProblemKind::Syntax), |begin| self.special(begin))
    }

    /// A text begins at `at` with a character that means something else to YAML.
    fn special(&self, at: usize) -> Found {
        let Some(c) = self.char_at(at).filter(|&c| is_special(c)) else {
            return (self.character(at), ProblemKind::Syntax);
        };
        (self.character(at), ProblemKind::SpecialCharacter(c, self.value_in_quotes(at)))
    }
}

fn is_special(c: char) -> bool {
    SPECIAL.contains(c)
}

/// The first backslash of a quotation that begins no escape of YAML.
fn first_wrong_escape(quotation: &str) -> Option<usize> {
    let mut chars = quotation.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let Some((_, escape)) = chars.next() else { return Some(at) };
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if "0abt\tnvfre \"/\\N_LP".contains(escape) => 0,
            _ => return Some(at),
        };
        let code = quotation.get(at + 2..at + 2 + digits);
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let is_character = |code| u32::from_str_radix(code, 16).is_ok_and(|code| char::from_u32(code).is_some());
        if digits > 0 && !code.is_some_and(is_character) {
            return Some(at);
        }
    }
    None
}
