//! What YAML reads without complaint, but other than an editor means it.

use super::text;
use super::{Node, Origin, Place, Problem, ProblemKind, Value};
use crate::source::read::hidden_character;

impl Origin<'_> {
    /// Refuses a text before which YAML swallows a word: `!word`, or `&word` that nothing refers to.
    pub(super) fn swallowed(&self, node: &Node) -> Option<Problem> {
        let end = node.span.start().checked_sub(self.base)?;
        let before = self.yaml.get(text::near(self.yaml, end).start..end)?.trim_end();
        let word = before.rsplit([' ', '\t', ',', '[', '{']).next().filter(|word| !word.ends_with(':'))?;
        let is_text = matches!(node.value, Value::Scalar(_) | Value::Null);
        let mark = match word.split_at_checked(1)? {
            ("!", _) => '!',
            ("&", anchor) if is_text && !self.is_referred_to(anchor) => '&',
            _ => return None,
        };
        let start = self.yaml[..end].trim_end().len() - word.len();
        let kind = ProblemKind::SpecialCharacter(mark, self.value_in_quotes(start));
        Some(Problem { place: Place::Span(self.span(start, start + 1)), kind })
    }

    /// Refuses a text that spells out what has no place in one: `"\0"`.
    pub(super) fn escaped(&self, node: &Node) -> Option<Problem> {
        // Without a backslash it would have been found before.
        let text =
            node.scalar().filter(|_| self.text.get(node.span.range()).is_some_and(|text| text.contains('\\')))?;
        let (_, kind) = hidden_character(text)?;
        Some(Problem { place: Place::Span(node.span), kind })
    }

    fn is_referred_to(&self, anchor: &str) -> bool {
        let behind = |at: usize| self.yaml[at + 1..].strip_prefix(anchor);
        let ends = |rest: &str| rest.chars().next().is_none_or(|c| c.is_whitespace() || ",]}".contains(c));
        self.yaml.match_indices('*').any(|(at, _)| behind(at).is_some_and(ends))
    }

    /// Refuses a key in braces that has no colon: often the second half of a text with a comma.
    pub(super) fn without_value(&self, name: &str, key: &Node, value: &Node) -> Option<Problem> {
        let at = value.span.start().checked_sub(self.base)?;
        let follows = self.yaml.get(at..)?.chars().next()?;
        if value.value != Value::Null || !matches!(follows, ',' | '}') {
            return None;
        }
        let kind = match text::glued_key(name) {
            Some(key) => ProblemKind::MissingSpace(format!("{key}:")),
            None => ProblemKind::WithoutValue(name.to_owned()),
        };
        Some(Problem { place: Place::Span(key.span), kind })
    }

    /// Warns where `#` cuts off what may be part of a text: `Platz #1`.
    pub(super) fn cut_off(&self, node: &Node) -> Option<Problem> {
        let (start, end) = (node.span.start().checked_sub(self.base)?, node.span.end().checked_sub(self.base)?);
        let behind = match (&node.value, self.yaml.get(start..)?.chars().next()?) {
            (Value::Scalar(_), first) if !matches!(first, '"' | '\'' | '|' | '>') => end,
            (Value::Null, ':') => start + 1,
            _ => return None,
        };
        let rest = self.yaml.get(behind..)?;
        let comment = rest.trim_start_matches([' ', '\t']);
        if comment.len() == rest.len() || !text::is_glued_comment(comment) {
            return None;
        }
        let comment = comment.lines().next().unwrap_or_default().trim_end();
        let start = self.yaml.len() - rest.trim_start_matches([' ', '\t']).len();
        let place = Place::Span(self.span(start, start + comment.len()));
        Some(Problem { place, kind: ProblemKind::CutOff(comment.to_owned()) })
    }
}
