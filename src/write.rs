//! The only writer to the disk: a site is staged beside its target, then exchanged in one step.
//!
//! A failed, killed or interrupted build leaves the old site complete. Files that Spatz did not write are never deleted:
//! the list of what it wrote stands in [`MANIFEST`].

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::output::Artifacts;

/// Lists what Spatz wrote: a hash and a path on each line.
pub const MANIFEST: &str = ".spatz-dateien";

/// How many foreign files a refusal names.
const NAMED: usize = 5;

/// Why nothing was written.
#[derive(Debug)]
pub enum WriteError {
    /// The target holds files that Spatz did not write; the first few of them.
    Foreign(Vec<String>),
    /// Another build is writing the same target.
    Busy,
    /// The file system cannot exchange two folders in one step.
    NoExchange,
    /// The file system refuses.
    Io(PathBuf, io::Error),
}

/// Writes a site to `target`, replacing the one that Spatz wrote there before.
///
/// # Errors
/// See [`WriteError`]; in each case the target is as it was.
pub fn write(target: &Path, artifacts: &Artifacts) -> Result<(), WriteError> {
    let target = absolute(target)?;
    refuse_foreign(&target)?;
    let stage = Stage::new(&target)?;
    stage.fill(artifacts)?;
    stage.publish(&target)
}

/// The target with links resolved, so that the folder itself is exchanged and not a link to it.
fn absolute(target: &Path) -> Result<PathBuf, WriteError> {
    let failed = |error| WriteError::Io(target.to_owned(), error);
    match fs::canonicalize(target) {
        Ok(path) => Ok(path),
        Err(_) => {
            let path = std::path::absolute(target).map_err(failed)?;
            let parent = path.parent().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
            fs::create_dir_all(parent).map_err(failed)?;
            let name = path.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
            Ok(fs::canonicalize(parent).map_err(failed)?.join(name))
        }
    }
}

fn refuse_foreign(target: &Path) -> Result<(), WriteError> {
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return Err(WriteError::Io(target.to_owned(), io::ErrorKind::NotADirectory.into()));
    }
    let known = manifest_paths(target);
    let mut foreign = Vec::new();
    for entry in WalkDir::new(target).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|error| WriteError::Io(target.to_owned(), error.into()))?;
        let path = entry.path().strip_prefix(target).unwrap_or(entry.path()).to_string_lossy().into_owned();
        if !entry.file_type().is_dir() && path != MANIFEST && known.binary_search(&path).is_err() {
            foreign.push(path);
        }
        if foreign.len() > NAMED {
            break;
        }
    }
    if foreign.is_empty() { Ok(()) } else { Err(WriteError::Foreign(foreign)) }
}

fn manifest_paths(target: &Path) -> Vec<String> {
    let text = fs::read_to_string(target.join(MANIFEST)).unwrap_or_default();
    let mut paths: Vec<_> = text.lines().filter_map(|line| Some(line.split_once("  ")?.1.to_owned())).collect();
    paths.sort_unstable();
    paths
}

fn manifest(artifacts: &Artifacts) -> String {
    let lines = artifacts.par_iter().map(|(path, bytes)| {
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{hash}  {path}\n")
    });
    lines.collect::<Vec<_>>().concat()
}

/// The folder beside the target in which the new site is put together, locked against a second build.
struct Stage {
    path: PathBuf,
    /// Held until the stage is gone.
    _lock: File,
}

impl Stage {
    fn new(target: &Path) -> Result<Self, WriteError> {
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = target.with_file_name(format!(".{name}.spatz-neu"));
        let failed = |error: io::Error| WriteError::Io(path.clone(), error);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
            _ => {}
        }
        let lock = File::open(&path).map_err(failed)?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive).map_err(|_| WriteError::Busy)?;
        let locked = lock.metadata().map_err(failed)?;
        let still = fs::metadata(&path).is_ok_and(|found| (found.dev(), found.ino()) == (locked.dev(), locked.ino()));
        if !still {
            return Err(WriteError::Busy);
        }
        let stage = Self { path, _lock: lock };
        stage.clear()?;
        Ok(stage)
    }

    /// Removes what a killed build left behind.
    fn clear(&self) -> Result<(), WriteError> {
        let failed = |error| WriteError::Io(self.path.clone(), error);
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.map_err(failed)?;
        }
        Ok(())
    }

    fn fill(&self, artifacts: &Artifacts) -> Result<(), WriteError> {
        let mut folders: Vec<PathBuf> =
            artifacts.keys().filter_map(|path| self.path.join(path).parent().map(Path::to_owned)).collect();
        folders.dedup();
        for folder in &folders {
            fs::create_dir_all(folder).map_err(|error| WriteError::Io(folder.clone(), error))?;
        }
        artifacts.par_iter().try_for_each(|(path, bytes)| self.put(path, bytes))?;
        self.put(MANIFEST, manifest(artifacts).as_bytes())
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let path = self.path.join(path);
        fs::write(&path, bytes).map_err(|error| WriteError::Io(path, error))
    }

    /// Exchanges stage and target; the old site is removed afterwards, with the stage.
    fn publish(self, target: &Path) -> Result<(), WriteError> {
        let flags = if target.exists() { RenameFlags::EXCHANGE } else { RenameFlags::NOREPLACE };
        renameat_with(CWD, &self.path, CWD, target, flags).map_err(|error| match error {
            rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::XDEV => WriteError::NoExchange,
            error => WriteError::Io(target.to_owned(), error.into()),
        })
    }
}

impl Drop for Stage {
    /// Nothing depends on this: what stays behind is cleared by the next build.
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Artifacts {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn names(folder: &Path) -> Vec<String> {
        let files = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().filter_map(Result::ok);
        files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_site_replaces_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("public");
        write(&target, &site(&[("a.html", "1"), ("b/c.html", "2")])).unwrap();
        write(&target, &site(&[("a.html", "3")])).unwrap();
        assert_eq!(fs::read_to_string(target.join("a.html")).unwrap(), "3");
        assert_eq!(names(folder.path()), [MANIFEST, "a.html"]);
    }

    #[test]
    fn foreign_files_are_never_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("public");
        write(&target, &site(&[("a.html", "1")])).unwrap();
        fs::write(target.join("meins.txt"), "x").unwrap();
        let error = write(&target, &site(&[("a.html", "2")])).unwrap_err();
        assert!(matches!(error, WriteError::Foreign(files) if files == ["meins.txt"]));
        assert_eq!(fs::read_to_string(target.join("a.html")).unwrap(), "1");
        assert_eq!(names(folder.path()), [MANIFEST, "a.html", "meins.txt"]);
    }

    #[test]
    fn what_a_killed_build_left_is_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let stage = folder.path().join(".public.spatz-neu");
        fs::create_dir_all(stage.join("rest")).unwrap();
        fs::write(stage.join("rest/x.html"), "x").unwrap();
        let target = folder.path().join("public");
        write(&target, &site(&[("a.html", "1")])).unwrap();
        assert_eq!(names(folder.path()), [MANIFEST, "a.html"]);
    }

    #[test]
    fn a_second_build_at_once_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("public");
        let first = Stage::new(&target).unwrap();
        assert!(matches!(write(&target, &site(&[])), Err(WriteError::Busy)));
        drop(first);
        write(&target, &site(&[("a.html", "1")])).unwrap();
    }

    #[test]
    fn a_link_to_the_target_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("echt"), folder.path().join("verweis"));
        fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, &site(&[("a.html", "1")])).unwrap();
        assert!(link.is_symlink() && real.join("a.html").is_file());
    }

    #[test]
    fn an_unwritable_stage_leaves_the_old_site() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("public");
        write(&target, &site(&[("a.html", "1")])).unwrap();
        let long = "x".repeat(300);
        assert!(matches!(write(&target, &site(&[("a.html", "2"), (&long, "3")])), Err(WriteError::Io(..))));
        assert_eq!(names(folder.path()), [MANIFEST, "a.html"]);
        assert_eq!(fs::read_to_string(target.join("a.html")).unwrap(), "1");
    }
}
