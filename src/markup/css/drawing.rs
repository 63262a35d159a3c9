//! Drawings whose look stands in themselves: attributes in place of classes.
//!
//! Programs for slides and documents know little of style sheets; attributes are understood by all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::selector::{Selector, Sure};
use super::{Rule, Sheet, Tree, substituted};
use crate::markup::tags::{Tag, Token, tokens};

/// What a drawing may say in attributes, and whether children take it over.
const ATTRIBUTES: &[(&str, bool)] = &[
    ("fill", true),
    ("fill-opacity", true),
    ("fill-rule", true),
    ("font-family", true),
    ("font-size", true),
    ("font-style", true),
    ("font-weight", true),
    ("letter-spacing", true),
    ("opacity", false),
    ("paint-order", true),
    ("stroke", true),
    ("stroke-dasharray", true),
    ("stroke-dashoffset", true),
    ("stroke-linecap", true),
    ("stroke-linejoin", true),
    ("stroke-opacity", true),
    ("stroke-width", true),
    ("text-decoration", false),
];

/// Attributes that mean something only in a page.
const OF_PAGES: &[&str] = &["class", "tabindex", "pointer-events"];

type Look<'s> = BTreeMap<&'s str, Cow<'s, str>>;

impl Sheet {
    /// A drawing as the style sheet paints it on light ground, without classes.
    pub fn drawn(&self, svg: &str) -> String {
        let tree = Tree::new(svg);
        let looks = self.looks(&tree);
        let mut out = String::with_capacity(2 * svg.len());
        let mut places = tree.places.iter();
        for token in tokens(svg) {
            match (token, places.as_slice().first()) {
                (Token::Text(text), _) => out.push_str(text),
                (Token::Close(name), _) => out.push_str(&format!("</{name}>")),
                (Token::Open(tag), place) => {
                    let place = place.copied().unwrap_or_default();
                    places.next();
                    let parent = tree.nodes[place].parent.filter(|_| place != tree.places[0]);
                    painted(tag, &looks[place], parent.map(|parent| &looks[parent])).write(&mut out);
                }
            }
        }
        out
    }

    /// A property of the page as a whole, on light ground.
    pub fn of_page(&self, property: &str, otherwise: &str) -> String {
        let looks = self.painted(&Tree::new(""));
        looks.get(1).and_then(|body| body.get(property)).map_or_else(|| otherwise.to_owned(), ToString::to_string)
    }

    /// What holds for each element, what it takes over from those around it included.
    fn looks<'s>(&'s self, tree: &Tree<'_>) -> Vec<Look<'s>> {
        let mut looks: Vec<Look<'s>> = Vec::new();
        for (own, node) in self.painted(tree).into_iter().zip(&tree.nodes) {
            let mut look = Look::new();
            for (name, inherited) in ATTRIBUTES {
                let above = || looks.get(node.parent?)?.get(name).filter(|_| *inherited).cloned();
                if let Some(value) = own.get(name).cloned().or_else(above) {
                    look.insert(name, value);
                }
            }
            looks.push(look);
        }
        looks
    }

    /// What rules say of each element, names replaced by what they stand for there.
    fn painted<'s>(&'s self, tree: &Tree<'_>) -> Vec<Look<'s>> {
        let plain = self.rules.iter().filter(|rule| rule.is_plain());
        let rules: Vec<_> = plain.filter(|rule| rule.selectors.iter().any(|selector| selector.can_fit(tree))).collect();
        let mut all: Vec<Look<'s>> = Vec::new();
        let mut tokens: Vec<BTreeMap<&'s str, &'s str>> = Vec::new();
        for (at, node) in tree.nodes.iter().enumerate() {
            let said = said(&rules, tree, at);
            let mut known = node.parent.map(|parent| tokens[parent].clone()).unwrap_or_default();
            known.extend(said.iter().filter(|(name, _)| name.starts_with("--")).copied());
            let token = |name: &str| known.get(name).copied();
            let mut look = Look::new();
            for (name, value) in said.into_iter().filter(|(name, _)| !name.starts_with("--")) {
                if let Some(value) = substituted(value, &token) {
                    look.extend(spelled_out(name, value));
                }
            }
            tokens.push(known);
            all.push(look);
        }
        all
    }
}

/// What rules say of an element, the weightiest last.
fn said<'s>(rules: &[&'s Rule], tree: &Tree<'_>, node: usize) -> Vec<(&'s str, &'s str)> {
    let mut said = Vec::new();
    for rule in rules {
        let fitting = rule.selectors.iter().filter(|selector| selector.fits(tree, node, Sure::Surely));
        if let Some(weight) = fitting.map(Selector::weight).max() {
            said.push((weight, &rule.declarations));
        }
    }
    said.sort_by_key(|(weight, _)| *weight);
    said.into_iter().flat_map(|(_, list)| list).map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// A property as the attributes it sets: `font` sets several.
fn spelled_out<'s>(name: &'s str, value: Cow<'s, str>) -> Vec<(&'s str, Cow<'s, str>)> {
    if name != "font" {
        return vec![(name, without_unit(value))];
    }
    // `700 13px/1.2 Family, "Other Family"`
    let Some(at) = value.find(|c: char| c.is_ascii_digit() || c == '.') else { return Vec::new() };
    let is_weight = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = value[at..].splitn(2, ' ');
    let (first, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (weight, size, family) = match rest.split_once(' ').filter(|_| is_weight(first)) {
        Some((size, family)) => (Some(first), size, family),
        None => (None, first, rest),
    };
    let size = size.split('/').next().unwrap_or_default().to_owned();
    let weight = weight.unwrap_or("normal").to_owned();
    vec![
        ("font-size", without_unit(Cow::Owned(size))),
        ("font-family", Cow::Owned(family.trim().to_owned())),
        ("font-weight", Cow::Owned(weight)),
    ]
}

/// Pixels are units of drawings.
fn without_unit(value: Cow<'_, str>) -> Cow<'_, str> {
    let number = value.strip_suffix("px").filter(|number| number.parse::<f64>().is_ok()).map(str::to_owned);
    number.map_or(value, Cow::Owned)
}

/// A tag with its look. What its parent passes on to it is not said again.
fn painted<'t>(mut tag: Tag<'t>, look: &'t Look<'_>, parent: Option<&Look<'_>>) -> Tag<'t> {
    tag.attributes.retain(|(name, _)| !OF_PAGES.contains(name));
    for (name, inherited) in ATTRIBUTES {
        let Some(value) = look.get(name) else { continue };
        let own = tag.attributes.iter().position(|(one, _)| one == name);
        let passed_on = *inherited && parent.and_then(|parent| parent.get(name)) == Some(value);
        if passed_on {
            // Its own attribute, if any, stands as it is: no rule speaks of it.
            continue;
        }
        own.map(|own| tag.attributes.remove(own));
        tag.attributes.push((name, Some(Cow::Owned(value.replace('"', "'")))));
    }
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = ":root { --tinte: #102030; --schrift: \"A B\", sans-serif } body { background: #fefefe }
        @media screen and (prefers-color-scheme: dark) { :root { --tinte: #fff } }
        @media (forced-colors: none) { .linie { stroke: #abc } }
        .diagramm text { fill: var(--tinte); font: 13px var(--schrift) } .diagramm .klein { font-size: 11px }
        .balken { fill: var(--ton); stroke: var(--ton) } .balken-fertig { --ton: #0a0 } a:hover { fill: red }
        [class*=\"serie-\"] { fill: var(--serie) } .serie-1 { --serie: #00a } .linie { fill: none; stroke-width: 2px }";

    #[test]
    fn classes_become_attributes() {
        let svg = "<svg class=\"diagramm\"><g><text class=\"klein\" x=\"1\">a</text><text>b</text></g><rect class=\"balken balken-fertig\"/>\
             <path class=\"serie-1 linie\" d=\"M0 0\"/><rect fill=\"none\"/></svg>";
        let font = "font-family=\"'A B', sans-serif\"";
        let expected = format!(
            "<svg><g><text x=\"1\" fill=\"#102030\" {font} font-size=\"11\" font-weight=\"normal\">a</text>\
             <text fill=\"#102030\" {font} font-size=\"13\" font-weight=\"normal\">b</text></g><rect fill=\"#0a0\" stroke=\"#0a0\"/>\
             <path d=\"M0 0\" fill=\"none\" stroke=\"#abc\" stroke-width=\"2\"/><rect fill=\"none\"/></svg>"
        );
        assert_eq!(Sheet::new(STYLE).drawn(svg), expected);
        assert_eq!(Sheet::new(STYLE).of_page("background", "#fff"), "#fefefe");
        assert_eq!(Sheet::new("").of_page("background", "#fff"), "#fff");
    }
}
