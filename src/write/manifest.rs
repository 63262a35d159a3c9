//! What Spatz wrote: a hash and a path on each line, so that a later build knows its own files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use crate::output::{Artifacts, hash};

/// Lists what Spatz wrote: a hash and a path on each line.
pub const MANIFEST: &str = ".spatz-dateien";

/// The hash of every file by its path, and the folders that these files stand in.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    files: BTreeMap<String, String>,
    folders: BTreeSet<String>,
}

impl Manifest {
    pub(super) fn of(artifacts: &Artifacts) -> Self {
        Self::new(artifacts.iter().map(|(path, bytes)| (path.clone(), hash(bytes))))
    }

    /// The manifest of a folder; without one, nothing in the folder is ours.
    pub(super) fn read(folder: &Path) -> Self {
        let path = folder.join(MANIFEST);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        let text = if is_file { fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
        let line = |line: &str| line.split_once("  ").map(|(hash, path)| (path.to_owned(), hash.to_owned()));
        Self::new(text.lines().filter_map(line))
    }

    pub(super) fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files: BTreeMap<_, _> = files.into_iter().collect();
        let above = |path: &String| path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
        let folders = files.keys().flat_map(above).collect();
        Self { files, folders }
    }

    /// Whether it lists these files, sorted, and no others.
    pub(super) fn lists<'a>(&self, paths: impl Iterator<Item = &'a String>) -> bool {
        self.files.keys().eq(paths)
    }

    /// The hash of a file that Spatz wrote.
    pub(super) fn hash(&self, path: &Path) -> Option<&str> {
        self.files.get(path.to_str()?).map(String::as_str)
    }

    /// Whether Spatz wrote files below this folder.
    pub(super) fn has_folder(&self, path: &Path) -> bool {
        path.to_str().is_some_and(|path| self.folders.contains(path))
    }
}

impl fmt::Display for Manifest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.files.iter().try_for_each(|(path, hash)| writeln!(formatter, "{hash}  {path}"))
    }
}
