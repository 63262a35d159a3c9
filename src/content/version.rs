//! The version of the data: a hash of what the view may see.

use sha2::{Digest, Sha256};

use super::Place;
use super::parse::{Document, Parsed};
use crate::source::yaml::{Node, Value};

/// Hash over every visible document, in hexadecimal. What is hidden, comments and the layout of a file leave no trace.
pub(super) fn version(parsed: &Parsed) -> String {
    let mut hash = Sha256::new();
    for document in &parsed.documents {
        add_document(&mut hash, document);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn add_document(hash: &mut Sha256, document: &Document) {
    let (Place::File(place) | Place::Folder(place)) = document.kind.place;
    for text in [place, &document.id.value] {
        add_text(hash, text);
    }
    add_node(hash, document.data.as_ref());
    add_text(hash, document.body.as_ref().map_or("", |body| &body.text.value));
}

/// With its length, so that no two sequences of texts read the same.
fn add_text(hash: &mut Sha256, text: &str) {
    hash.update(text.len().to_le_bytes());
    hash.update(text);
}

fn add_node(hash: &mut Sha256, node: Option<&Node>) {
    match node.map(|node| &node.value) {
        None | Some(Value::Null) => hash.update("n"),
        Some(Value::Scalar(text)) => {
            hash.update("s");
            add_text(hash, text);
        }
        Some(Value::List(items)) => {
            hash.update("l");
            hash.update(items.len().to_le_bytes());
            items.iter().for_each(|item| add_node(hash, Some(item)));
        }
        Some(Value::Map(map)) => {
            hash.update("m");
            hash.update(map.entries.len().to_le_bytes());
            for (key, node) in &map.entries {
                add_text(hash, key);
                add_node(hash, Some(node));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::source::Sources;

    const MODEL: &str = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n";

    fn version(project: &str, view: View) -> String {
        let files = [("seite.yaml", "titel: T"), ("modell.yaml", MODEL), ("projekte/p.md", project)];
        let bytes = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let (sources, _) = Sources::from_files(bytes);
        let mut found = Diagnostics::default();
        resolve(&parse(&sources, &mut found).visible_to(view, &mut found), &mut found).unwrap().version
    }

    #[test]
    fn only_what_is_seen_counts() {
        let plain = version("---\ntitel: A\n---\n", View::Public);
        assert_eq!(plain.len(), 64);
        assert_eq!(plain, version("---\n# Bemerkung\ntitel:  A\n---\n", View::Public));
        assert_ne!(plain, version("---\ntitel: B\n---\n", View::Public));
        assert_ne!(plain, version("---\ntitel: A\n---\nText\n", View::Public));
        let hidden = "---\ntitel: A\nverlauf:\n  - {am: 2024-01-01, ereignis: begonnen, sichtbarkeit: intern}\n---\n";
        let other = hidden.replace("begonnen", "beschlossen");
        assert_eq!(version(hidden, View::Public), version(&other, View::Public));
        assert_ne!(version(hidden, View::Internal), version(&other, View::Internal));
    }
}
