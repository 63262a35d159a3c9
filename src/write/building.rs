//! A site that is written while it is made: each file is put beside the target as soon as it is there.
//!
//! What stands in the target already, byte for byte, is not written; if anything else has changed, it goes on into the new
//! site as a second name of the same file. So an unchanged site costs reading it, and a changed page costs itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::manifest::{MANIFEST, Manifest};
use super::{Stage, WriteError, Written, absolute, below};
use crate::output::{Sink, hash};

/// A site on its way to its target. Nothing is touched before the first file comes, and the target not before the end; until
/// then another build of the same target is refused.
#[derive(Debug)]
pub struct Building {
    target: PathBuf,
    site: OnceLock<Result<Site, WriteError>>,
    /// The first file that could not be put.
    failed: Mutex<Option<WriteError>>,
}

/// What stands in the target, and what has come beside it.
#[derive(Debug)]
struct Site {
    target: PathBuf,
    stage: Stage,
    before: Manifest,
    files: Mutex<BTreeMap<String, File>>,
    /// Folders of the stage that are there.
    folders: Mutex<BTreeSet<PathBuf>>,
}

/// A file of the new site.
#[derive(Debug)]
struct File {
    hash: String,
    /// Whether it is only in the target so far.
    stands: bool,
}

impl Building {
    /// For the folder `target`.
    pub fn new(target: &Path) -> Self {
        Self { target: target.to_owned(), site: OnceLock::new(), failed: Mutex::default() }
    }

    /// Has the site take the place of the one before it.
    ///
    /// # Errors
    /// The first thing that went wrong, with this or any of the files; then the target is as it was.
    pub fn finish(self) -> Result<Written, WriteError> {
        // A site without files has a manifest, too.
        let site = self.site.into_inner().unwrap_or_else(|| Site::begin(&self.target))?;
        let failed = self.failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.map_or_else(|| site.finish(), Err)
    }

    /// Adds a file; what behind one that could not be put is left out.
    pub(super) fn add(&self, path: &str, bytes: &[u8]) {
        let Ok(site) = self.site.get_or_init(|| Site::begin(&self.target)) else { return };
        let failed = || self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed().is_some() {
            return;
        }
        if let Err(error) = site.put(path, bytes) {
            failed().get_or_insert(error);
        }
    }
}

impl Sink for Building {
    fn put(&self, path: &str, bytes: Vec<u8>) {
        self.add(path, &bytes);
    }
}

impl Site {
    fn begin(target: &Path) -> Result<Self, WriteError> {
        let target = absolute(target)?;
        let stage = Stage::new(&target)?;
        let before = Manifest::read(&target);
        Ok(Self { target, stage, before, files: Mutex::default(), folders: Mutex::default() })
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let hash = hash(bytes);
        let stands = self.before.hash(Path::new(path)) == Some(hash.as_str()) && stands(&self.target.join(path), bytes);
        if !stands {
            self.make_folder_of(path)?;
            self.stage.put(path, bytes)?;
        }
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), File { hash, stands });
        Ok(())
    }

    fn make_folder_of(&self, path: &str) -> Result<(), WriteError> {
        let Some(folder) = Path::new(path).parent() else { return Ok(()) };
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !folders.contains(folder) {
            let path = self.stage.path.join(folder);
            fs::create_dir_all(&path).map_err(|error| WriteError::Io(path, error))?;
            folders.insert(folder.to_owned());
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Written, WriteError> {
        let files = std::mem::take(self.files.get_mut().unwrap_or_else(PoisonError::into_inner));
        if files.values().all(|file| file.stands) && self.is_all(&files) {
            return Ok(Written::Unchanged);
        }
        let standing: Vec<_> = files.iter().filter(|(_, file)| file.stands).map(|(path, _)| path.as_str()).collect();
        standing.par_iter().try_for_each(|path| self.take_over(path))?;
        let checked: BTreeSet<&Path> = standing.into_iter().map(Path::new).collect();
        let manifest = Manifest::new(files.iter().map(|(path, file)| (path.clone(), file.hash.clone())));
        self.stage.put(MANIFEST, manifest.to_string().as_bytes())?;
        self.stage.publish(&self.target, &checked)?;
        Ok(Written::Replaced)
    }

    /// Whether these files are all that stands in the target. What cannot be read is something else.
    fn is_all(&self, files: &BTreeMap<String, File>) -> bool {
        let is_ours = |entry: DirEntry| {
            let path = below(&self.target, entry.path());
            let is_listed = path == Path::new(MANIFEST) || path.to_str().is_some_and(|path| files.contains_key(path));
            let kind = entry.file_type();
            if kind.is_dir() { self.before.has_folder(path) } else { kind.is_file() && is_listed }
        };
        let mut entries = WalkDir::new(&self.target).min_depth(1).into_iter();
        self.before.lists(files.keys()) && entries.all(|entry| entry.is_ok_and(is_ours))
    }

    /// A file of the target is one of the new site, too: under a second name, or as a copy where the file system has none.
    fn take_over(&self, path: &str) -> Result<(), WriteError> {
        self.make_folder_of(path)?;
        let (from, to) = (self.target.join(path), self.stage.path.join(path));
        let taken = fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop));
        taken.map_err(|error| WriteError::Io(to, error))
    }
}

/// Whether a file has these bytes. Whatever else may stand there is not read: a pipe would never end.
fn stands(path: &Path, bytes: &[u8]) -> bool {
    let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    is_file && fs::read(path).is_ok_and(|found| found == bytes)
}
