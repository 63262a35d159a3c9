//! Which elements a selector means.

use super::{Node, Tree, find, split};

/// A selector: parts from left to right, each with how it relates to the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selector {
    /// As it is written.
    pub(super) text: String,
    compounds: Vec<(Relation, Compound)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Below,
    Child,
    Sibling,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Compound {
    /// Name of the element; none for `*`.
    name: Option<String>,
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    Class(String),
    /// Part of the text of all classes.
    ClassText(String),
    /// An attribute is there.
    Attribute(String),
    /// An id: those of a part are its own.
    Id,
    /// Depends on a value, a state, or what else is there.
    Unknown,
    Any(Vec<Selector>, Weight),
    None(Vec<Selector>, Weight),
    Root,
}

/// Whether what is not known counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    /// Only what holds in any case.
    Surely,
    /// What may hold now and then.
    Perhaps,
}

/// Ids, then classes, attributes and states, then names.
pub(super) type Weight = (usize, usize, usize);

fn sum(a: Weight, b: Weight) -> Weight {
    (a.0 + b.0, a.1 + b.1, a.2 + b.2)
}

impl Selector {
    /// Reads a selector; none where it is not one that is known.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut compounds = Vec::new();
        let mut rest = text.trim();
        let mut relation = Relation::Below;
        while !rest.is_empty() {
            let end = find(rest, |c| c.is_whitespace() || ">+~".contains(c)).unwrap_or(rest.len());
            compounds.push((relation, Compound::new(&rest[..end])?));
            let tail = rest[end..].trim_start();
            relation = match tail.chars().next() {
                Some('>') => Relation::Child,
                Some('+' | '~') => Relation::Sibling,
                _ => Relation::Below,
            };
            rest = tail.trim_start_matches(['>', '+', '~']).trim_start();
        }
        (!compounds.is_empty()).then(|| Self { text: text.trim().to_owned(), compounds })
    }

    /// Whether it means the page as a whole.
    pub(super) fn is_root(&self) -> bool {
        let [(_, only)] = self.compounds.as_slice() else { return false };
        only.tests == [Test::Root] || (only.name.as_deref() == Some("html") && only.tests.is_empty())
    }

    /// Whether it means the page's body.
    pub(super) fn is_body(&self) -> bool {
        self.text == "body"
    }

    pub(super) fn weight(&self) -> Weight {
        self.compounds.iter().map(|(_, compound)| compound.weight()).fold((0, 0, 0), sum)
    }

    /// Whether a tree has the classes that every element needs which it means; asked first, for it is soon told.
    pub(super) fn can_fit(&self, tree: &Tree<'_>) -> bool {
        let tests = self.compounds.iter().flat_map(|(_, compound)| &compound.tests);
        let mut classes = tests.filter_map(|test| if let Test::Class(class) = test { Some(class) } else { None });
        classes.all(|class| tree.classes.contains(class))
    }

    pub(super) fn fits(&self, tree: &Tree<'_>, node: usize, sure: Sure) -> bool {
        self.fits_up_to(self.compounds.len() - 1, tree, node, sure)
    }

    /// Whether an element fits the compound at `last`, and what is around it those before.
    fn fits_up_to(&self, last: usize, tree: &Tree<'_>, node: usize, sure: Sure) -> bool {
        let (relation, compound) = &self.compounds[last];
        if !compound.fits(tree, node, sure) {
            return false;
        }
        let Some(before) = last.checked_sub(1) else { return true };
        let parent = tree.nodes[node].parent;
        match relation {
            Relation::Child => parent.is_some_and(|parent| self.fits_up_to(before, tree, parent, sure)),
            Relation::Below => std::iter::successors(parent, |&up| tree.nodes[up].parent)
                .any(|up| self.fits_up_to(before, tree, up, sure)),
            Relation::Sibling => {
                let beside = (0..tree.nodes.len()).filter(|&one| tree.nodes[one].parent == parent);
                sure == Sure::Perhaps && beside.into_iter().any(|one| self.fits_up_to(before, tree, one, sure))
            }
        }
    }
}

impl Compound {
    fn new(text: &str) -> Option<Self> {
        let end = text.find(['.', '#', '[', ':']).unwrap_or(text.len());
        let (name, mut rest) = text.split_at(end);
        let mut compound =
            Self { name: Some(name.to_owned()).filter(|name| !["", "*"].contains(&name.as_str())), tests: Vec::new() };
        while !rest.is_empty() {
            let (test, tail) = rest.split_at(end_of_test(rest)?);
            compound.tests.push(Test::new(test)?);
            rest = tail;
        }
        (!text.is_empty()).then_some(compound)
    }

    fn fits(&self, tree: &Tree<'_>, node: usize, sure: Sure) -> bool {
        let name = self.name.as_deref();
        name.is_none_or(|name| name == tree.nodes[node].name)
            && self.tests.iter().all(|test| test.fits(tree, node, sure))
    }

    fn weight(&self) -> Weight {
        let own = (0, 0, usize::from(self.name.is_some()));
        self.tests.iter().map(Test::weight).fold(own, sum)
    }
}

/// Where the test ends that a text begins with; none where a bracket stays open.
fn end_of_test(text: &str) -> Option<usize> {
    if text.starts_with('[') {
        return text.find(']').map(|at| at + 1);
    }
    let begun = if text.starts_with("::") { 2 } else { 1 };
    Some(find(&text[begun..], |c| ".#[:".contains(c)).map_or(text.len(), |at| at + begun))
}

impl Test {
    fn new(text: &str) -> Option<Self> {
        if let Some(class) = text.strip_prefix('.') {
            return Some(Self::Class(class.to_owned()));
        }
        if text.starts_with('#') {
            return Some(Self::Id);
        }
        if let Some(inside) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            return Some(match inside.split_once("*=") {
                Some(("class", part)) => Self::ClassText(part.trim_matches(['"', '\'']).to_owned()),
                _ if inside.contains('=') => Self::Unknown,
                _ => Self::Attribute(inside.to_owned()),
            });
        }
        let (name, inside) = text.split_once('(').map_or((text, ""), |(name, rest)| (name, rest.trim_end_matches(')')));
        let list = || split(inside, ',').into_iter().map(Selector::new).collect::<Option<Vec<_>>>();
        let heaviest = |list: &[Selector]| list.iter().map(Selector::weight).max().unwrap_or_default();
        Some(match name {
            ":root" => Self::Root,
            ":where" => Self::Any(list()?, (0, 0, 0)),
            ":is" => list().map(|list| Self::Any(list.clone(), heaviest(&list)))?,
            ":not" => list().map(|list| Self::None(list.clone(), heaviest(&list)))?,
            _ => Self::Unknown,
        })
    }

    fn fits(&self, tree: &Tree<'_>, at: usize, sure: Sure) -> bool {
        let node: &Node<'_> = &tree.nodes[at];
        let any = |list: &[Selector], sure| list.iter().any(|one| one.fits(tree, at, sure));
        match self {
            Self::Class(class) => node.classes.contains(class),
            Self::ClassText(part) => node.classes.join(" ").contains(part.as_str()),
            Self::Attribute(name) => node.attributes.contains(&name.as_str()),
            Self::Id => false,
            Self::Unknown => sure == Sure::Perhaps,
            Self::Any(list, _) => any(list, sure),
            // What is perhaps excluded is perhaps not.
            Self::None(list, _) => match sure {
                Sure::Perhaps => !any(list, Sure::Surely),
                Sure::Surely => !any(list, Sure::Perhaps),
            },
            Self::Root => node.parent.is_none(),
        }
    }

    fn weight(&self) -> Weight {
        match self {
            Self::Any(_, weight) | Self::None(_, weight) => *weight,
            Self::Id => (1, 0, 0),
            _ => (0, 1, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(selector: &str, sure: Sure) -> Vec<usize> {
        let markup = "<div class=\"a b-1\"><p>1</p><svg><g class=\"c\"><text fill=\"none\">2</text></g></svg></div><p hidden>3</p>";
        let tree = Tree::new(markup);
        let selector = Selector::new(selector).unwrap();
        (0..tree.nodes.len()).filter(|&node| selector.fits(&tree, node, sure)).collect()
    }

    #[test]
    fn selectors_mean_elements() {
        // 0 html, 1 body, 2 div, 3 p, 4 svg, 5 g, 6 text, 7 p
        for (selector, nodes) in [
            ("*", vec![0, 1, 2, 3, 4, 5, 6, 7]),
            (":root", vec![0]),
            ("p", vec![3, 7]),
            ("body > p", vec![7]),
            (".a text, x", vec![]),
            (".a text", vec![6]),
            ("[class*=\"b-\"].a", vec![2]),
            (".a > text", vec![]),
            ("svg :is(.c, .d text)", vec![5]),
            (".a :not(svg, svg *)", vec![3]),
            ("text:not([fill])", vec![]),
            ("p[hidden]", vec![7]),
        ] {
            assert_eq!(found(selector, Sure::Surely), nodes, "{selector}");
        }
    }

    #[test]
    fn states_may_hold_and_are_not_sure() {
        for (selector, nodes) in
            [("p:hover", vec![3, 7]), ("p::before", vec![3, 7]), ("div:has(p) > p", vec![3]), ("p + svg", vec![4])]
        {
            assert_eq!(found(selector, Sure::Surely), Vec::<usize>::new(), "{selector}");
            assert_eq!(found(selector, Sure::Perhaps), nodes, "{selector}");
        }
        assert_eq!(found("p:not(:hover)", Sure::Perhaps), [3, 7]);
    }

    #[test]
    fn classes_weigh_more_than_names() {
        let weight = |text| Selector::new(text).unwrap().weight();
        assert_eq!(weight(".a b:is(c, .d)::before"), (0, 3, 1));
        assert_eq!(weight(":where(.a) b"), (0, 0, 1));
    }
}
