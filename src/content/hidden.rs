//! What the content hides now stays hidden in its earlier versions, whatever they said of it themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::ids::{former, ids};
use super::parse::{Document, Parsed, View, may_see, visible_entries};
use super::{Ids, Place};
use crate::diagnostics::Diagnostics;
use crate::source::yaml::{Mapping, Node, Value};

impl Parsed {
    /// Drops from an earlier version what the content as it is now hides from a view: records by id, also by one that
    /// they had before, and parts of records by their place.
    ///
    /// Entries of a list have no name. Where a list hides anything now, only those of its earlier entries stay that are
    /// in it now as well, word for word, and can be seen: in doubt nothing is shown.
    #[must_use]
    pub fn as_hidden_in(self, now: &Self, view: View) -> Self {
        let veiled = |document: &Document| match now.written.iter().find(|other| is_same(document, other)) {
            Some(written) => Veil::new(now, written, view).document(document, written),
            None => Some(document.clone()),
        };
        Self { documents: self.documents.iter().filter_map(veiled).collect(), written: self.written }
    }
}

/// Whether two documents are about the same record, or are the same file.
fn is_same(one: &Document, other: &Document) -> bool {
    let was = |document: &Document, id: &str| former(document.data.as_deref()).iter().any(|one| one.value == id);
    one.kind == other.kind && (one.id.value == other.id.value || was(other, &one.id) || was(one, &other.id))
}

/// What one document hides now.
struct Veil {
    view: View,
    /// Ids that nothing in the document has that can be seen.
    hidden: BTreeSet<String>,
}

impl Veil {
    fn new(now: &Parsed, written: &Document, view: View) -> Self {
        let all = |document: &Document| -> BTreeSet<String> {
            let names = ids(document).into_iter();
            names
                .flat_map(|named| std::iter::once(named.id.value).chain(named.former.into_iter().map(|id| id.value)))
                .collect()
        };
        let is_keyed = matches!(written.kind.ids, Ids::Keys(_) | Ids::Inner(_) | Ids::Model);
        let seen = now.documents.iter().find(|document| is_same(document, written)).map(all).unwrap_or_default();
        let hidden = if is_keyed { all(written).difference(&seen).cloned().collect() } else { BTreeSet::new() };
        Self { view, hidden }
    }

    fn document(&self, document: &Document, written: &Document) -> Option<Document> {
        let data = match (&document.data, &written.data, document.kind.place) {
            (Some(old), Some(now), Place::Folder(_)) => Some(Arc::new(self.node(old, now)?)),
            (Some(old), Some(now), Place::File(_)) => Some(Arc::new(self.inside(old, now))),
            (old, _, _) => old.clone(),
        };
        Some(Document { data, ..document.clone() })
    }

    /// An earlier node as far as it is not hidden now.
    fn node(&self, old: &Node, now: &Node) -> Option<Node> {
        (!self.is_hidden(now)).then(|| self.inside(old, now))
    }

    fn inside(&self, old: &Node, now: &Node) -> Node {
        let value = match (&old.value, &now.value) {
            (Value::Map(old), Value::Map(now)) => Value::Map(self.map(old, now)),
            (_, Value::Scalar(_) | Value::Null) => old.value.clone(),
            _ if !self.hides(now) => old.value.clone(),
            (Value::List(items), Value::List(_)) => {
                let seen = self.seen(now);
                let seen = match &seen.value {
                    Value::List(seen) => seen.as_slice(),
                    _ => &[],
                };
                Value::List(items.iter().filter(|item| seen.iter().any(|one| is_equal(item, one))).cloned().collect())
            }
            // Once a list, once a single entry.
            _ => Value::Null,
        };
        Node { span: old.span, value }
    }

    /// A field whose entries are all hidden is as if it were not written.
    fn map(&self, old: &Mapping, now: &Mapping) -> Mapping {
        let entries = old.entries.iter().filter(|(key, _)| !self.hidden.contains(&key.value));
        let entries = entries.filter_map(|(key, node)| {
            let partner = now.entries.iter().find(|(name, _)| name.value == key.value).or_else(|| {
                now.entries.iter().find(|(_, node)| former(Some(node)).iter().any(|id| id.value == key.value))
            });
            let seen = partner.map_or_else(|| Some(node.clone()), |(_, now)| self.node(node, now))?;
            (seen.is_empty() == node.is_empty()).then(|| (key.clone(), seen))
        });
        Mapping { entries: entries.collect() }
    }

    fn is_hidden(&self, now: &Node) -> bool {
        // What is wrong with the word has been reported.
        now.map().is_some_and(|map| !may_see(map, self.view, &mut Diagnostics::default()))
    }

    /// Whether it hides anything inside.
    fn hides(&self, now: &Node) -> bool {
        let inner: Vec<&Node> = match &now.value {
            Value::Null | Value::Scalar(_) => Vec::new(),
            Value::List(items) => items.iter().collect(),
            Value::Map(map) => map.entries.iter().map(|(_, node)| node).collect(),
        };
        inner.into_iter().any(|node| self.is_hidden(node) || self.hides(node))
    }

    fn seen(&self, now: &Node) -> Node {
        visible_entries(now, self.view, &mut Diagnostics::default())
    }
}

/// Whether two nodes say the same, wherever they stand and whoever may see them.
fn is_equal(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(one), Value::Scalar(other)) => one == other,
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(one, other))
        }
        (Value::Map(one), Value::Map(other)) => says(one, other) && says(other, one),
        _ => false,
    }
}

fn says(one: &Mapping, other: &Mapping) -> bool {
    let mut entries = one.entries.iter().filter(|(key, _)| key.value != "sichtbarkeit");
    entries.all(|(key, node)| other.get(&key.value).is_some_and(|other| is_equal(node, other)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Model, parse, resolve};
    use crate::source::Sources;

    type Files<'a> = &'a [(&'a str, &'a str)];

    const MODEL: &str = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x, d-2: y}}}}\n";

    fn parsed(files: Files<'_>) -> Parsed {
        let common = [("seite.yaml", "titel: T"), ("modell.yaml", MODEL)];
        let own = common.iter().filter(|(path, _)| files.iter().all(|(other, _)| other != path)).chain(files);
        let (sources, _) = Sources::from_files(own.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
        let mut found = Diagnostics::default();
        parse(&sources, &mut found).visible_to(View::Public, &mut found)
    }

    /// The earlier version as it may be seen now.
    fn then(old: Files<'_>, now: Files<'_>) -> Model {
        let mut found = Diagnostics::default();
        let model = resolve(&parsed(old).as_hidden_in(&parsed(now), View::Public), &mut found);
        model.unwrap_or_else(|| panic!("{:?}", found.sorted()))
    }

    fn project(rest: &str) -> String {
        format!("---\ntitel: P\n{rest}---\n")
    }

    #[test]
    fn a_record_that_is_hidden_now_is_hidden_then_also_under_another_name() {
        let old = [("projekte/p.md", &*project("")), ("massnahmen/m.md", "---\ntitel: M\nprojekt: p\n---\n")];
        let measure = ("massnahmen/m.md", "---\ntitel: M\n---\n");
        let hidden = project("sichtbarkeit: intern\n");
        assert_eq!(then(&old, &[measure]).projects.iter().count(), 1);
        let model = then(&old, &[measure, ("projekte/p.md", "---\ntitel: P\nsichtbarkeit: intern\n---\n")]);
        assert_eq!((model.projects.iter().count(), model.measures.iter().count()), (0, 1));
        assert_eq!(then(&old[..1], &[("projekte/p.md", &hidden)]).projects.iter().count(), 0);
        let renamed = project("sichtbarkeit: intern\nfrueher: [p]\n");
        assert_eq!(then(&old[..1], &[("projekte/neu.md", &renamed)]).projects.iter().count(), 0);
    }

    #[test]
    fn entries_of_files_are_hidden_by_their_ids() {
        let figures = "f: {titel: F, angaben: [{wert: 5, am: 2024-01-01}]}\ng: {titel: G, angaben: [{wert: 6}]}\n";
        let now = "neu: {titel: F, frueher: [f], sichtbarkeit: rat, angaben: [{wert: 5}]}\n";
        let model = then(&[("kennzahlen.yaml", figures)], &[("kennzahlen.yaml", now)]);
        assert_eq!(model.figures.iter().map(|one| one.head.title.as_str()).collect::<Vec<_>>(), ["G"]);
        // A criterion that has moved to another level, and is hidden there.
        let moved = "titel: M\nstufen: [a, b, c]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}, \
                     2: {d-2: {text: y, sichtbarkeit: intern}}}}}\n";
        let model = then(&[], &[("modell.yaml", moved)]);
        assert_eq!(model.maturity.criteria.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["d-1"]);
    }

    #[test]
    fn of_a_list_that_hides_something_only_what_is_seen_now_stays() {
        let old = project(
            "verlauf:\n  - {am: 2024-01-01, ereignis: begonnen}\n  - {am: 2024-02-01, ereignis: beschlossen}\n  \
             - {am: 2024-03-01, ereignis: pausiert, grund: Geheim}\n",
        );
        let now = project(
            "verlauf:\n  - {am: 2024-01-01, ereignis: begonnen}\n  \
             - {am: 2024-03-01, ereignis: pausiert, grund: Geheim (ergänzt), sichtbarkeit: intern}\n",
        );
        let events = |now: &str| {
            let model = then(&[("projekte/p.md", &old)], &[("projekte/p.md", now)]);
            model.projects.iter().flat_map(|one| one.log.iter()).count()
        };
        assert_eq!(events(&now), 1, "one is gone, and one is hidden in other words");
        assert_eq!(events(&now.replace(", sichtbarkeit: intern", "")), 3, "nothing is hidden");
        assert_eq!(events(&project("verlauf: [{am: 2024-03-01, ereignis: begonnen, sichtbarkeit: rat}]\n")), 0);
    }
}
