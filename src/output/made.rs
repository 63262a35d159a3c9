//! The files of a site while it is made: most are handed on as soon as they are there, so that they are never all in memory.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Artifacts;

/// Takes files as they are made: from several threads at once, in no order, each path once.
///
/// What it cannot take it remembers, and says at its end; what comes behind that is let go.
pub trait Sink: Sync {
    /// Takes a file: its path from the site's root and its bytes.
    fn put(&self, path: &str, bytes: Vec<u8>);
}

/// Keeps them.
impl Sink for Mutex<Artifacts> {
    fn put(&self, path: &str, bytes: Vec<u8>) {
        self.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
    }
}

/// Lets them go, where it only matters that they can be made.
#[derive(Debug, Clone, Copy)]
pub struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _: &str, _: Vec<u8>) {}
}

/// What has been made of a site. With a sink, files are only kept as long as others are made from them.
#[derive(Default)]
pub(super) struct Made<'s> {
    kept: Artifacts,
    /// The paths of what the sink has.
    gone: BTreeSet<String>,
    hand: Hand<'s>,
}

impl fmt::Debug for Made<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Made").field("kept", &self.kept.len()).field("gone", &self.gone.len()).finish()
    }
}

impl<'s> Made<'s> {
    /// Nothing yet.
    pub(super) fn new(sink: &'s dyn Sink) -> Self {
        Self { hand: Hand(Some(sink)), ..Self::default() }
    }

    /// Keeps a file: others are made from it.
    pub(super) fn insert(&mut self, path: String, bytes: Vec<u8>) {
        self.kept.insert(path, bytes);
    }

    /// Keeps files.
    pub(super) fn extend(&mut self, files: impl IntoIterator<Item = (String, Vec<u8>)>) {
        self.kept.extend(files);
    }

    /// What is kept.
    pub(super) fn kept(&self) -> &Artifacts {
        &self.kept
    }

    /// Whether there is a file, kept or gone.
    pub(super) fn has(&self, path: &str) -> bool {
        self.kept.contains_key(path) || self.gone.contains(path)
    }

    /// The paths of all files, sorted.
    pub(super) fn paths(&self) -> BTreeSet<&str> {
        self.kept.keys().chain(&self.gone).map(String::as_str).collect()
    }

    /// What takes files from several threads; what it gave back is [noted](Self::note).
    pub(super) fn hand(&self) -> Hand<'s> {
        self.hand
    }

    /// Notes where files went that a hand took.
    pub(super) fn note(&mut self, handed: impl IntoIterator<Item = Handed>) {
        for Handed { path, bytes } in handed {
            match bytes {
                Some(bytes) => drop(self.kept.insert(path, bytes)),
                None => drop(self.gone.insert(path)),
            }
        }
    }

    /// Hands on what is kept, but for what stands below `folder`.
    pub(super) fn hand_on_all_but(&mut self, folder: &str) {
        let stays = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let (stay, go): (Artifacts, Artifacts) =
            std::mem::take(&mut self.kept).into_iter().partition(|(path, _)| stays(path));
        self.kept = stay;
        let hand = self.hand;
        let handed: Vec<_> = go.into_par_iter().map(|(path, bytes)| hand.give(path, bytes)).collect();
        self.note(handed);
    }

    /// Hands on the rest; the paths of all files.
    pub(super) fn finish(mut self) -> BTreeSet<String> {
        self.hand_on_all_but("");
        self.gone
    }
}

/// Takes files for whoever makes them in parallel.
#[derive(Clone, Copy, Default)]
pub(super) struct Hand<'s>(Option<&'s dyn Sink>);

impl Hand<'_> {
    /// Takes a file.
    pub(super) fn give(self, path: String, bytes: Vec<u8>) -> Handed {
        let Some(sink) = self.0 else { return Handed { path, bytes: Some(bytes) } };
        sink.put(&path, bytes);
        Handed { path, bytes: None }
    }
}

/// A file that was given to a [`Hand`]: with its bytes where there is no sink.
pub(super) struct Handed {
    path: String,
    bytes: Option<Vec<u8>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_a_sink_nothing_stays() {
        let sink = Mutex::new(Artifacts::new());
        let mut made = Made::new(&sink);
        made.insert("archiv/a.zip".to_owned(), b"a".to_vec());
        made.insert("b.csv".to_owned(), b"b".to_vec());
        made.hand_on_all_but("archiv");
        assert_eq!(made.kept().keys().collect::<Vec<_>>(), ["archiv/a.zip"]);
        let page = made.hand().give("c.html".to_owned(), b"c".to_vec());
        made.note([page]);
        assert!(made.has("b.csv") && made.has("c.html") && !made.has("d.html"));
        let all = BTreeSet::from(["archiv/a.zip", "b.csv", "c.html"].map(str::to_owned));
        assert_eq!(made.finish(), all);
        assert!(sink.into_inner().unwrap().into_keys().eq(all));
    }

    #[test]
    fn without_one_everything_does() {
        let mut made = Made::default();
        let page = made.hand().give("c.html".to_owned(), b"c".to_vec());
        made.note([page]);
        assert_eq!(made.kept()["c.html"], b"c");
        assert_eq!(made.paths(), BTreeSet::from(["c.html"]));
    }
}
