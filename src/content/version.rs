//! The version of the data: a hash of what the view may see.

use std::collections::BTreeSet;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Place;
use super::parse::{Document, Parsed};
use crate::markup::without_comments;
use crate::source::yaml::{Node, Value};
use crate::source::{Span, Spanned};

/// Hash over the hashes of every visible document, in hexadecimal. What is hidden, references to it (they stand at
/// `unseen`), comments and the layout of a file leave no trace.
pub(super) fn version(parsed: &Parsed, unseen: &BTreeSet<Span>) -> String {
    let hashed = |document| {
        let mut version = Version { hash: Sha256::new(), unseen };
        version.add_document(document);
        version.hash.finalize()
    };
    let documents: Vec<_> = parsed.documents.par_iter().map(hashed).collect();
    let all = documents.iter().fold(Sha256::new(), Digest::chain_update);
    all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of a document.
struct Version<'a> {
    hash: Sha256,
    unseen: &'a BTreeSet<Span>,
}

impl Version<'_> {
    fn add_document(&mut self, document: &Document) {
        let (Place::File(place) | Place::Folder(place)) = document.kind.place;
        for text in [place, &document.id.value] {
            self.add_text(text);
        }
        match &document.data {
            Some(node) => self.add_node(node),
            None => self.hash.update("n"),
        }
        match &document.body {
            Some(body) => self.hash.update(body.digest()),
            None => self.hash.update(text_digest("")),
        }
    }

    /// With its length, so that no two sequences of texts read the same.
    fn add_text(&mut self, text: &str) {
        self.hash.update(text.len().to_le_bytes());
        self.hash.update(text);
    }

    fn add_node(&mut self, node: &Node) {
        match &node.value {
            Value::Null => self.hash.update("n"),
            Value::Scalar(text) => {
                self.hash.update("s");
                self.add_text(text);
            }
            Value::List(items) => {
                let shown: Vec<_> = items.iter().filter(|item| self.shows(item)).collect();
                self.hash.update("l");
                self.hash.update(shown.len().to_le_bytes());
                shown.into_iter().for_each(|item| self.add_node(item));
            }
            Value::Map(map) => {
                let shows =
                    |(key, node): &&(Spanned<String>, Node)| !self.unseen.contains(&key.span) && self.shows(node);
                let shown: Vec<_> = map.entries.iter().filter(shows).collect();
                self.hash.update("m");
                self.hash.update(shown.len().to_le_bytes());
                for (key, node) in shown {
                    self.add_text(key);
                    self.add_node(node);
                }
            }
        }
    }

    /// Whether something is written at a place that the view may see.
    fn shows(&self, node: &Node) -> bool {
        match &node.value {
            Value::Null => false,
            Value::Scalar(_) => !self.unseen.contains(&node.span),
            Value::List(items) => items.is_empty() || items.iter().any(|item| self.shows(item)),
            Value::Map(_) => true,
        }
    }
}

/// The hash of a text.
pub(super) type TextDigest = [u8; 32];

/// The hash of what a text says: comments and the layout of its lines leave no trace.
pub(super) fn text_digest(text: &str) -> TextDigest {
    Sha256::digest(paragraphs(&without_comments(text))).into()
}

/// A text with single blank lines between its paragraphs, and none around it.
fn paragraphs(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| lines.join("\n")).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::source::Sources;

    const MODEL: &str = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n";

    const HIDDEN: &str = "---\ntitel: G\nstatus: entwurf\nsichtbarkeit: intern\n---\n";
    const SHOWN: &str = "---\ntitel: O\nstatus: entwurf\n---\n";

    fn version(project: &str, view: View) -> String {
        let files = [
            ("seite.yaml", "titel: T"),
            ("modell.yaml", MODEL),
            ("projekte/p.md", project),
            ("werte/geheim.md", HIDDEN),
            ("werte/offen.md", SHOWN),
        ];
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
        let text = version("---\ntitel: A\n---\nText\n", View::Public);
        assert_ne!(plain, text);
        assert_eq!(text, version("---\ntitel: A\n---\n\nText  \n\n<!-- Bemerkung -->\n", View::Public));
        let hidden = "---\ntitel: A\nverlauf:\n  - {am: 2024-01-01, ereignis: begonnen, sichtbarkeit: intern}\n---\n";
        let other = hidden.replace("begonnen", "beschlossen");
        assert_eq!(version(hidden, View::Public), version(&other, View::Public));
        assert_ne!(version(hidden, View::Internal), version(&other, View::Internal));
    }

    #[test]
    fn references_to_what_is_hidden_leave_no_trace() {
        let version = |values: &str, view| version(&format!("---\ntitel: A\n{values}---\n"), view);
        assert_eq!(version("", View::Public), version("werte: [geheim]\n", View::Public));
        assert_eq!(version("werte: [offen]\n", View::Public), version("werte: [geheim, offen]\n", View::Public));
        assert_ne!(version("", View::Public), version("werte: [offen]\n", View::Public));
        assert_ne!(version("", View::Internal), version("werte: [geheim]\n", View::Internal));
    }
}
