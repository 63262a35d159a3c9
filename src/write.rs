//! The only writer to the disk: a site is staged beside its target, then exchanged in one step.
//!
//! A failed, killed or interrupted build leaves the old site complete. What Spatz did not write is never deleted: the list
//! of what it wrote, with hashes, stands in [`MANIFEST`].
//!
//! # Builds at once, and builds that were killed
//!
//! Whoever changes what stands at the stage's path holds a lock on the folder there. The exchange moves the old site to
//! that path, so it is locked before; both locks are held until the path is free. A lock counts only if the folder still
//! stands where it was opened: one that was moved meanwhile belongs to a build that is over.
//!
//! | killed | at the stage's path | known by |
//! |---|---|---|
//! | before it is filled | an empty folder | nothing in it |
//! | before the exchange | a part of the new site | `MARKER`, first in and last out |
//! | after that | the new or the old site, or the rest of it | [`MANIFEST`], last out; every file is as listed |
//!
//! Anything else there is not ours, and the build is refused.

mod building;
mod files;
mod manifest;
mod releases;
mod start;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustix::fs::{CWD, FlockOperation, Mode, OFlags, RenameFlags, flock, open, renameat_with};
use rustix::io::Errno;
use walkdir::WalkDir;

pub use self::building::Building;
pub use self::files::{FilesError, FilesReason, write_beside, write_files, write_new, write_output};
pub use self::manifest::MANIFEST;
use self::manifest::Manifest;
pub use self::releases::{Found, Label, Published, RELEASES, ReleaseError, publish, roll_back};
pub use self::start::write_start;
use crate::output::{Artifacts, hash};

/// Stands in a stage that is being filled or emptied, never in a published site.
const MARKER: &str = ".spatz-im-bau";

/// What a stage's name ends with; before it stand a dot and the target's name.
const STAGED: &str = ".spatz-neu";

/// How many foreign files a refusal names.
const NAMED: usize = 5;

/// Why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// The target, or the folder beside it in which the site is put together, holds files that Spatz did not write, or
    /// not so; the first few of them, as seen from the target.
    Foreign(Vec<String>),
    /// Another build is writing the same target.
    Busy,
    /// The file system cannot exchange two folders in one step.
    NoExchange,
    /// The target is where a file system is mounted, which stays where it is.
    Mounted,
    /// The file system refuses.
    Io(PathBuf, io::Error),
}

/// What came of writing a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It stands where the one before it stood.
    Replaced,
    /// It was there already, byte for byte: no file was touched.
    Unchanged,
}

/// Writes a site to `target`, replacing the one that Spatz wrote there before.
///
/// # Errors
/// See [`WriteError`]; in each case the target is as it was.
pub fn write(target: &Path, artifacts: &Artifacts) -> Result<Written, WriteError> {
    let building = Building::new(target);
    artifacts.par_iter().for_each(|(path, bytes)| building.add(path, bytes));
    building.finish()
}

/// The target with links resolved, so that the folder itself is exchanged and not a link to it.
fn absolute(target: &Path) -> Result<PathBuf, WriteError> {
    let failed = |error| WriteError::Io(target.to_owned(), error);
    match fs::canonicalize(target) {
        Ok(path) => Ok(path),
        Err(_) => {
            let path = std::path::absolute(target).map_err(failed)?;
            let parent = path.parent().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
            fs::create_dir_all(parent).map_err(|error| WriteError::Io(parent.to_owned(), error))?;
            let name = path.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
            Ok(fs::canonicalize(parent).map_err(failed)?.join(name))
        }
    }
}

/// What stands in a folder and is not as its manifest says: other files, changed files, empty folders; the first few. Of
/// files that have been `compared` it is known that they are as they are listed.
fn foreign(folder: &Path, compared: &BTreeSet<&Path>) -> Result<Vec<String>, WriteError> {
    let manifest = Manifest::read(folder);
    let (mut foreign, mut listed) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| WriteError::Io(error.path().unwrap_or(folder).to_owned(), error.into()))?;
        let (path, kind) = (below(folder, entry.path()), entry.file_type());
        if kind.is_dir() {
            if !manifest.has_folder(path) && is_empty(entry.path())? {
                foreign.push(format!("{}/", path.display()));
            }
        } else if let Some(expected) = manifest.hash(path).filter(|_| kind.is_file()) {
            listed.extend((!compared.contains(path)).then(|| (path.to_owned(), expected)));
        } else if path != Path::new(MANIFEST) || !kind.is_file() {
            foreign.push(path.display().to_string());
        }
        if foreign.len() == NAMED {
            return Ok(foreign);
        }
    }
    let changed = listed.into_par_iter().map(|(path, expected)| {
        let bytes = fs::read(folder.join(&path)).map_err(|error| WriteError::Io(folder.join(&path), error))?;
        Ok((hash(&bytes) != expected).then(|| path.display().to_string()))
    });
    foreign.extend(changed.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
    foreign.sort_unstable();
    foreign.truncate(NAMED);
    Ok(foreign)
}

fn below<'a>(folder: &Path, path: &'a Path) -> &'a Path {
    path.strip_prefix(folder).unwrap_or(path)
}

fn is_empty(folder: &Path) -> Result<bool, WriteError> {
    Ok(fs::read_dir(folder).map_err(|error| WriteError::Io(folder.to_owned(), error))?.next().is_none())
}

/// Locks a folder, which is no link, for as long as the result lives.
fn lock(path: &Path) -> Result<File, WriteError> {
    hold(open_folder(path)?, path)
}

fn open_folder(path: &Path) -> Result<File, WriteError> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    open(path, flags, Mode::empty()).map(File::from).map_err(|error| unlocked(path, error))
}

fn hold(folder: File, path: &Path) -> Result<File, WriteError> {
    flock(&folder, FlockOperation::NonBlockingLockExclusive).map_err(|error| unlocked(path, error))?;
    let identity = |metadata: Metadata| (metadata.dev(), metadata.ino());
    let locked = folder.metadata().map(identity).map_err(|error| WriteError::Io(path.to_owned(), error))?;
    let still = fs::symlink_metadata(path).is_ok_and(|found| identity(found) == locked);
    if still { Ok(folder) } else { Err(WriteError::Busy) }
}

fn unlocked(path: &Path, error: Errno) -> WriteError {
    match error {
        // Another build holds it, or has removed it this moment.
        Errno::WOULDBLOCK | Errno::NOENT => WriteError::Busy,
        error => WriteError::Io(path.to_owned(), error.into()),
    }
}

/// The path beside the target at which the new site is put together.
#[derive(Debug)]
struct Stage {
    path: PathBuf,
    leftover: Leftover,
    /// The new site's folder and the old one's, locked until the path is free.
    locks: Vec<File>,
    /// A folder takes one new file after the other, and whoever waits for that in the kernel keeps a processor busy.
    creating: Mutex<()>,
}

/// What of ours stands at the stage's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leftover {
    Nothing,
    NewSite,
    OldSite,
}

impl Stage {
    /// Where the stage of a target stands.
    fn path(target: &Path) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(STAGED);
        target.with_file_name(name)
    }

    fn new(target: &Path) -> Result<Self, WriteError> {
        let path = Self::path(target);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(WriteError::Io(path, error)),
            _ => {}
        }
        let seen = Path::new("..").join(path.file_name().unwrap_or_default());
        let lock = lock(&path).map_err(|error| {
            let is_folder = fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir());
            let is_ours = is_folder || matches!(error, WriteError::Busy);
            if is_ours { error } else { WriteError::Foreign(vec![seen.display().to_string()]) }
        })?;
        let mut stage = Self { path, leftover: Leftover::Nothing, locks: vec![lock], creating: Mutex::default() };
        stage.clear(&seen)?;
        Ok(stage)
    }

    /// Removes what a killed build left behind.
    fn clear(&mut self, seen: &Path) -> Result<(), WriteError> {
        let marker = self.path.join(MARKER);
        if !fs::symlink_metadata(&marker).is_ok_and(|found| found.is_file()) {
            let foreign = foreign(&self.path, &BTreeSet::new())?;
            if !foreign.is_empty() {
                return Err(WriteError::Foreign(
                    foreign.iter().map(|path| seen.join(path).display().to_string()).collect(),
                ));
            }
            self.remove_listed().map_err(|error| WriteError::Io(self.path.clone(), error))?;
            self.put(MARKER, &[])?;
        }
        self.leftover = Leftover::NewSite;
        self.remove_all_but(&[MARKER]).map_err(|error| WriteError::Io(self.path.clone(), error))
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.path.join(path);
        let write = || self.create(&path)?.write_all(bytes);
        write().map_err(|error| WriteError::Io(path.clone(), error))
    }

    fn create(&self, path: &Path) -> io::Result<File> {
        let _turn = self.creating.lock().unwrap_or_else(PoisonError::into_inner);
        File::create(path)
    }

    /// Exchanges stage and target; the old site is removed with the stage. Files of it that have been `compared` are not read
    /// again.
    fn publish(&mut self, target: &Path, compared: &BTreeSet<&Path>) -> Result<(), WriteError> {
        let is_new = fs::symlink_metadata(target).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if !is_new {
            self.locks.push(lock(target)?);
            let foreign = foreign(target, compared)?;
            if !foreign.is_empty() {
                return Err(WriteError::Foreign(foreign));
            }
        }
        let marker = self.path.join(MARKER);
        fs::remove_file(&marker).map_err(|error| WriteError::Io(marker, error))?;
        let flags = if is_new { RenameFlags::NOREPLACE } else { RenameFlags::EXCHANGE };
        renameat_with(CWD, &self.path, CWD, target, flags).map_err(|error| match error {
            Errno::INVAL | Errno::NOSYS | Errno::XDEV => WriteError::NoExchange,
            Errno::BUSY => WriteError::Mounted,
            error => WriteError::Io(target.to_owned(), error.into()),
        })?;
        // From here on the path is another build's where the target is new: it is free, and our lock is on the target.
        self.leftover = if is_new { Leftover::Nothing } else { Leftover::OldSite };
        Ok(())
    }

    /// Removes what the manifest lists. What else is there stays, and the next build names it.
    fn remove_listed(&self) -> io::Result<()> {
        let manifest = Manifest::read(&self.path);
        for entry in WalkDir::new(&self.path).min_depth(1).contents_first(true) {
            let entry = entry?;
            let path = below(&self.path, entry.path());
            if entry.file_type().is_dir() {
                // It fails where something else is inside.
                drop(manifest.has_folder(path).then(|| fs::remove_dir(entry.path())));
            } else if manifest.hash(path).is_some() {
                fs::remove_file(entry.path())?;
            }
        }
        remove_if_there(&self.path.join(MANIFEST))
    }

    fn remove_all_but(&self, kept: &[&str]) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if kept.iter().any(|name| entry.file_name() == *name) {
                continue;
            }
            if entry.file_type()?.is_dir() { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) }?;
        }
        Ok(())
    }

    /// Frees the path. By what is removed last, the next build knows the rest as ours.
    fn remove(&self) -> io::Result<()> {
        match self.leftover {
            Leftover::Nothing => return Ok(()),
            Leftover::OldSite => self.remove_listed()?,
            Leftover::NewSite => {
                self.remove_all_but(&[MARKER, MANIFEST])?;
                remove_if_there(&self.path.join(MANIFEST))?;
                remove_if_there(&self.path.join(MARKER))?;
            }
        }
        fs::remove_dir(&self.path)
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    fs::remove_file(path).or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

impl Drop for Stage {
    /// Nothing depends on this: what stays behind is cleared by the next build. The locks are let go afterwards.
    fn drop(&mut self) {
        drop(self.remove());
    }
}

#[cfg(test)]
mod tests;
