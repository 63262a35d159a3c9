//! Style sheets, read as far as parts of a page need them that are shown elsewhere: which rules concern them, and what
//! their drawings look like in the end.
//!
//! Known are rules with selectors of names, classes, attributes, `:is`, `:where` and `:not`, also below `@media` and
//! `@supports`. Rules within rules are passed over. A part is judged as it stands in a page: below `html` and `body`.

mod drawing;
mod scope;
mod selector;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use self::selector::Selector;
use super::tags::{Tag, Token, tokens};

/// A style sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    /// `@media …` or `@supports …`, where it holds under a condition.
    condition: Option<String>,
    selectors: Vec<Selector>,
    /// Properties and their values.
    declarations: Vec<(String, String)>,
}

impl Rule {
    /// Whether it holds on light ground, where nobody wants other colours.
    fn is_plain(&self) -> bool {
        self.condition.as_deref().is_none_or(|condition| condition == "@media (forced-colors: none)")
    }
}

impl Sheet {
    /// Reads a style sheet. What cannot be read is passed over, as browsers do.
    pub fn new(text: &str) -> Self {
        let mut sheet = Self::default();
        sheet.read(&without_comments(text), None);
        sheet
    }

    fn read(&mut self, text: &str, condition: Option<&str>) {
        let mut rest = text;
        while let Some((head, body, tail)) = statement(rest) {
            rest = tail;
            let Some(body) = body else { continue };
            let head = head.trim();
            if head.starts_with("@media") || head.starts_with("@supports") {
                self.read(body, Some(head));
            } else if !head.starts_with('@') {
                let selectors = split(head, ',').into_iter().filter_map(Selector::new).collect();
                let condition = condition.map(str::to_owned);
                self.rules.push(Rule { condition, selectors, declarations: declarations(body) });
            }
        }
    }

    /// What a custom property is at the root, where no condition holds.
    fn token(&self, name: &str) -> Option<&str> {
        let plain = self.rules.iter().filter(|rule| rule.is_plain());
        let of_root = plain.filter(|rule| rule.selectors.iter().any(Selector::is_root));
        let values = of_root.flat_map(|rule| &rule.declarations);
        values.filter(|(property, _)| property == name).map(|(_, value)| value.as_str()).next_back()
    }
}

/// The first rule of a text: what stands before its body, the body, and what follows. Without body, it ended with `;`.
fn statement(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let at = find(text, |c| c == '{' || c == ';')?;
    let (head, tail) = text.split_at(at);
    let Some(tail) = tail.strip_prefix('{') else { return Some((head, None, &tail[1..])) };
    let mut depth = 1_usize;
    let end = find(tail, |c| {
        depth = match c {
            '{' => depth + 1,
            '}' => depth - 1,
            _ => depth,
        };
        depth == 0
    });
    let (body, tail) = tail.split_at(end.unwrap_or(tail.len()));
    Some((head, Some(body), tail.strip_prefix('}').unwrap_or_default()))
}

fn declarations(body: &str) -> Vec<(String, String)> {
    let plain = split(body, ';').into_iter().filter(|part| !part.contains('{'));
    let parts = plain.filter_map(|part| part.split_once(':'));
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    parts.map(|(name, value)| (name.trim().to_owned(), line(value))).collect()
}

/// Where the first such character stands outside of texts and brackets.
fn find(text: &str, mut is_it: impl FnMut(char) -> bool) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0_usize);
    text.char_indices().find_map(|(at, c)| {
        match c {
            _ if quote.is_some() => quote = quote.filter(|open| *open != c),
            '"' | '\'' => quote = Some(c),
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_it(c) => return Some(at),
            _ => {}
        }
        None
    })
}

/// The parts of a text between such characters outside of texts and brackets, none of them empty.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = find(rest, |c| c == separator) {
        parts.push(&rest[..at]);
        rest = &rest[at + separator.len_utf8()..];
    }
    parts.push(rest);
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, kept)| kept))
}

/// A value with `var(--name, otherwise)` replaced; none where a name stands for nothing.
fn substituted<'v>(value: &'v str, token: &dyn Fn(&str) -> Option<&'v str>) -> Option<Cow<'v, str>> {
    let Some((before, rest)) = value.split_once("var(") else { return Some(Cow::Borrowed(value)) };
    let end = find(rest, |c| c == ')').or_else(|| closing(rest))?;
    let (inside, after) = (&rest[..end], &rest[end + 1..]);
    let (name, otherwise) = inside.split_once(',').map_or((inside, None), |(name, other)| (name, Some(other.trim())));
    let replaced = token(name.trim()).or(otherwise)?;
    let replaced = substituted(replaced, token)?;
    Some(Cow::Owned(format!("{before}{replaced}{}", substituted(after, token)?)))
}

/// The bracket that ends what was opened before the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
        None
    })
}

/// The elements of a part of a page. Those that no rule can tell apart are one: same place, same name, same classes, same
/// names of attributes.
#[derive(Debug)]
struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// For each begin of an element in the text, in its order, the node.
    places: Vec<usize>,
    classes: BTreeSet<String>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Node<'a> {
    parent: Option<usize>,
    name: Cow<'a, str>,
    classes: Vec<String>,
    attributes: Vec<&'a str>,
}

impl<'a> Tree<'a> {
    fn new(markup: &'a str) -> Self {
        let plain =
            |parent, name| Node { parent, name: Cow::Borrowed(name), classes: Vec::new(), attributes: Vec::new() };
        let mut tree = Self {
            nodes: vec![plain(None, "html"), plain(Some(0), "body")],
            places: Vec::new(),
            classes: BTreeSet::new(),
        };
        let mut known: BTreeMap<Node<'a>, usize> = BTreeMap::new();
        let mut open = vec![1];
        for token in tokens(markup) {
            match token {
                Token::Text(_) => {}
                Token::Open(tag) => {
                    let node = node(&tag, open.last().copied());
                    let next = tree.nodes.len();
                    let place = *known.entry(node).or_insert_with_key(|node| {
                        tree.nodes.push(node.clone());
                        next
                    });
                    tree.places.push(place);
                    if !tag.is_empty() {
                        open.push(place);
                    }
                }
                Token::Close(_) => drop(open.pop()),
            }
        }
        tree.classes = tree.nodes.iter().flat_map(|node| &node.classes).cloned().collect();
        tree
    }
}

fn node<'a>(tag: &Tag<'a>, parent: Option<usize>) -> Node<'a> {
    let mut attributes: Vec<_> = tag.attributes.iter().map(|(name, _)| *name).collect();
    attributes.sort_unstable();
    Node { parent, name: Cow::Borrowed(tag.name), classes: tag.classes().map(str::to_owned).collect(), attributes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_read() {
        let sheet = Sheet::new(
            "/* a { } */ :root { --x: 1; } @import 'b.css'; a, b > :is(c, d) { content: \"};\"; x: url(a;b) }\n\
             @page { margin: 0 } @media print { a { y: 2 } } e { f { z: 3 } }",
        );
        let told: Vec<_> = sheet
            .rules
            .iter()
            .map(|rule| (rule.condition.as_deref(), rule.selectors.len(), rule.declarations.len()))
            .collect();
        assert_eq!(told, [(None, 1, 1), (None, 2, 2), (Some("@media print"), 1, 1), (None, 1, 0)]);
        assert_eq!(sheet.rules[1].declarations[0], ("content".to_owned(), "\"};\"".to_owned()));
        assert_eq!((sheet.token("--x"), sheet.token("--y")), (Some("1"), None));
    }

    #[test]
    fn names_are_replaced_by_what_they_stand_for() {
        let token =
            |name: &str| [("--a", "1px"), ("--b", "var(--a)")].iter().find(|one| one.0 == name).map(|one| one.1);
        let value = |text| substituted(text, &token).map(Cow::into_owned);
        assert_eq!(value("solid var(--b) x").as_deref(), Some("solid 1px x"));
        assert_eq!(value("calc(var(--c, calc(2 * 3)) + var(--a))").as_deref(), Some("calc(calc(2 * 3) + 1px)"));
        assert_eq!(value("var(--c)"), None);
    }

    #[test]
    fn elements_that_no_rule_tells_apart_are_one() {
        let tree =
            Tree::new("<ul class=\"a\"><li id=\"x\">1</li><li id=\"y\">2<br></li></ul><ul><li id=\"z\">3</li></ul>");
        assert_eq!(tree.places, [2, 3, 3, 4, 5, 6]);
    }
}
