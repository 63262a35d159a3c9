//! Content files that a command changes: staged beside their places, then renamed one by one.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::source::FileChange;

/// Why not every file was written.
#[derive(Debug)]
pub struct FilesError {
    /// The files that were written, as they were named.
    pub written: Vec<String>,
    /// The one that was not.
    pub path: PathBuf,
    /// Why.
    pub reason: FilesReason,
}

/// Why a file was not written.
#[derive(Debug)]
pub enum FilesReason {
    /// It is no longer as it was read, or there is one where none was.
    Changed,
    /// The file system refuses.
    Io(io::Error),
}

impl From<io::Error> for FilesReason {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl FilesReason {
    /// Why a file that should be new could not be made.
    fn of_new(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::AlreadyExists { Self::Changed } else { Self::Io(error) }
    }
}

/// Writes content files below `folder`. All are staged before the first takes its place; each takes it in one step, and only
/// if the file there is the one that was read.
///
/// # Errors
/// The first file that could not be written; those behind it are not written either.
pub fn write_files(folder: &Path, changes: &[FileChange]) -> Result<(), FilesError> {
    let failed = |written: &[String], change: &FileChange, reason| FilesError {
        written: written.to_vec(),
        path: folder.join(&change.path),
        reason,
    };
    let mut staged = Vec::new();
    for change in changes {
        staged.push(Staged::new(folder, change).map_err(|reason| failed(&[], change, reason))?);
    }
    let mut written = Vec::new();
    for (staged, change) in staged.into_iter().zip(changes) {
        staged.publish(change).map_err(|reason| failed(&written, change, reason))?;
        written.push(change.path.clone());
    }
    Ok(())
}

/// Writes a file that does not exist yet.
///
/// # Errors
/// If there is one already, and what the file system says.
pub fn write_new(path: &Path, text: &str) -> Result<(), FilesReason> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(FilesReason::of_new)?;
    Ok(file.write_all(text.as_bytes())?)
}

/// Writes a file, in place of one that may be there.
///
/// # Errors
/// What the file system says.
pub fn write_output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// A file beside its place; removed unless it is published.
struct Staged {
    path: PathBuf,
    target: PathBuf,
}

impl Staged {
    fn new(folder: &Path, change: &FileChange) -> Result<Self, FilesReason> {
        let target = folder.join(&change.path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        // A name that begins with a dot is no content.
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(".spatz-neu");
        let path = target.with_file_name(name);
        let mut file = File::create(&path)?;
        let staged = Self { path, target };
        file.write_all(&change.after)?;
        if let Ok(metadata) = fs::metadata(&staged.target) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()?;
        Ok(staged)
    }

    fn publish(self, change: &FileChange) -> Result<(), FilesReason> {
        match &change.before {
            None => {
                renameat_with(CWD, &self.path, CWD, &self.target, RenameFlags::NOREPLACE)
                    .map_err(|error| FilesReason::of_new(error.into()))?;
            }
            Some(before) if fs::read(&self.target)? == *before => fs::rename(&self.path, &self.target)?,
            Some(_) => return Err(FilesReason::Changed),
        }
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // Published, it is no longer there.
        drop(fs::remove_file(&self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: Option<&str>, after: &str) -> FileChange {
        let bytes = |text: &str| text.as_bytes().to_vec();
        FileChange { path: path.to_owned(), before: before.map(bytes), after: bytes(after) }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder.join("projekte")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_made_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path(), &[change("projekte/a.md", None, "1")]).unwrap();
        write_files(folder.path(), &[change("projekte/a.md", Some("1"), "2"), change("projekte/b.md", None, "3")])
            .unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("projekte/a.md")).unwrap(), "2");
        assert_eq!(names(folder.path()), ["a.md", "b.md"]);
    }

    #[test]
    fn what_somebody_changed_meanwhile_stays() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path(), &[change("projekte/b.md", None, "fremd")]).unwrap();
        for before in [None, Some("eigen")] {
            let changes = [
                change("projekte/a.md", None, "1"),
                change("projekte/b.md", before, "2"),
                change("projekte/c.md", None, "3"),
            ];
            let error = write_files(folder.path(), &changes).unwrap_err();
            assert!(matches!(error.reason, FilesReason::Changed));
            assert_eq!(
                (error.written, error.path.file_name()),
                (vec!["projekte/a.md".to_owned()], Some("b.md".as_ref()))
            );
            assert_eq!(fs::read_to_string(folder.path().join("projekte/b.md")).unwrap(), "fremd");
            assert_eq!(names(folder.path()), ["a.md", "b.md"], "nothing staged is left behind");
            fs::remove_file(folder.path().join("projekte/a.md")).unwrap();
        }
    }

    #[test]
    fn a_new_file_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zuordnung.yaml");
        write_new(&path, "1").unwrap();
        assert!(matches!(write_new(&path, "2"), Err(FilesReason::Changed)));
        assert_eq!(fs::read_to_string(path).unwrap(), "1");
    }
}
