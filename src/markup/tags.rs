//! The tags of finished markup: what templates and charts have written, read again to be shown at another place.
//!
//! Such markup is well-formed: texts have no bare `<`, values stand in quotation marks, what is opened is closed. Names and
//! values are given as they are written, escapes included.

use std::borrow::Cow;

/// Elements that have no end tag.
const VOID: &[&str] = &["br", "col", "hr", "img", "input", "link", "meta", "wbr"];

/// A piece of markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// Anything between tags, declarations and comments too.
    Text(&'a str),
    /// The begin of an element.
    Open(Tag<'a>),
    /// The end of an element.
    Close(&'a str),
}

/// The begin of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its name.
    pub name: &'a str,
    /// Names and values, in the order of the text; some have no value.
    pub attributes: Vec<(&'a str, Option<Cow<'a, str>>)>,
    /// Whether it ends with `/>`.
    pub closed: bool,
}

impl Tag<'_> {
    /// Whether nothing stands in the element, and no end tag follows.
    pub fn is_empty(&self) -> bool {
        self.closed || VOID.contains(&self.name)
    }

    /// The value of an attribute.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(one, _)| *one == name).and_then(|(_, value)| value.as_deref())
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.value("class").unwrap_or_default().split_ascii_whitespace()
    }

    /// Writes the tag.
    pub fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            if let Some(value) = value {
                out.push_str("=\"");
                out.push_str(value);
                out.push('"');
            }
        }
        out.push_str(if self.closed { "/>" } else { ">" });
    }
}

/// The pieces of some markup, in their order.
pub fn tokens(markup: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = markup;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (token, tail) = first(rest);
        rest = tail;
        Some(token)
    })
}

fn first(text: &str) -> (Token<'_>, &str) {
    let is_tag = |at: &usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    match text.match_indices('<').map(|(at, _)| at).find(is_tag) {
        Some(0) => {
            let (inside, tail) = text[1..].split_at(end(&text[1..]));
            let tail = tail.strip_prefix('>').unwrap_or_default();
            match inside.strip_prefix('/') {
                Some(name) => (Token::Close(name.trim()), tail),
                None => (Token::Open(tag(inside)), tail),
            }
        }
        at => {
            let (before, tail) = text.split_at(at.unwrap_or(text.len()));
            (Token::Text(before), tail)
        }
    }
}

/// Where a tag ends; a `>` in a value does not end it.
fn end(inside: &str) -> usize {
    let mut open = false;
    let mut from = 0;
    while let Some(at) = inside[from..].find('>').map(|at| from + at) {
        open ^= inside.as_bytes()[from..at].iter().filter(|byte| **byte == b'"').count() % 2 == 1;
        if !open {
            return at;
        }
        from = at + 1;
    }
    inside.len()
}

fn tag(inside: &str) -> Tag<'_> {
    let (inside, closed) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
    let is_space = |c: char| c.is_ascii_whitespace();
    let (name, mut rest) = inside.split_once(is_space).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some(end) = rest.find(|c: char| c == '=' || is_space(c)) else { break };
        let (name, tail) = rest.split_at(end);
        let value = tail.strip_prefix("=\"").and_then(|tail| tail.split_once('"'));
        attributes.push((name, value.map(|(value, _)| Cow::Borrowed(value))));
        rest = value.map_or(&tail[1..], |(_, tail)| tail);
    }
    if !rest.is_empty() {
        attributes.push((rest, None));
    }
    Tag { name, attributes, closed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_as_it_was() {
        let markup = "<!doctype html>\n<p class=\"a b\" hidden data-x=\"1 > 0\">a &lt; b<br>\n<svg viewBox=\"0 0 1 1\"/></p> <em>x</em>";
        let mut out = String::new();
        for token in tokens(markup) {
            match token {
                Token::Text(text) => out.push_str(text),
                Token::Open(tag) => tag.write(&mut out),
                Token::Close(name) => out.push_str(&format!("</{name}>")),
            }
        }
        assert_eq!(out, markup);
    }

    #[test]
    fn attributes_have_names_and_values() {
        let tags: Vec<_> = tokens("<input type=\"search\" disabled><a\nhref=\"x\">y</a>")
            .filter_map(|token| match token {
                Token::Open(tag) => Some(tag),
                _ => None,
            })
            .collect();
        assert_eq!(
            (tags[0].value("type"), tags[0].value("disabled"), tags[0].is_empty()),
            (Some("search"), None, true)
        );
        assert_eq!((tags[1].name, tags[1].value("href"), tags[1].is_empty()), ("a", Some("x"), false));
    }
}
