//! Content files that a command changes: staged beside their places, then renamed one by one.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::WriteError;
use crate::output::Artifacts;
use crate::source::FileChange;

/// The mode of a new file that begins with `#!`: a script.
const RUNNABLE: u32 = 0o755;

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
        staged.push(Staged::below(folder, change).map_err(|error| failed(&[], change, error.into()))?);
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

/// Writes a file, in place of one that may be there, in one step. What is no file (a pipe, `/dev/stdout`) is written to.
///
/// # Errors
/// What the file system says; then the file is as it was.
pub fn write_output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::canonicalize(path) {
        Ok(target) if !target.is_file() => fs::write(target, bytes),
        Ok(target) => Staged::new(target, bytes)?.replace(),
        Err(_) => Staged::new(path.to_owned(), bytes)?.replace(),
    }
}

/// Writes files into a folder beside whatever else stands there.
///
/// # Errors
/// [`WriteError::Foreign`] if one of them is there already and none may be replaced, and what the file system says.
pub fn write_beside(folder: &Path, files: &Artifacts, may_replace: bool) -> Result<(), WriteError> {
    let taken: Vec<String> = files.keys().filter(|path| folder.join(path).exists()).cloned().collect();
    if !may_replace && !taken.is_empty() {
        return Err(WriteError::Foreign(taken));
    }
    fs::create_dir_all(folder).map_err(|error| WriteError::Io(folder.to_owned(), error))?;
    files.iter().try_for_each(|(path, bytes)| {
        let path = folder.join(path);
        fs::write(&path, bytes).map_err(|error| WriteError::Io(path, error))
    })
}

/// A file beside its place; removed unless it is published.
struct Staged {
    path: PathBuf,
    target: PathBuf,
}

impl Staged {
    fn below(folder: &Path, change: &FileChange) -> io::Result<Self> {
        let target = folder.join(&change.path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        Self::new(target, &change.after)
    }

    fn new(target: PathBuf, bytes: &[u8]) -> io::Result<Self> {
        // A name that begins with a dot is no content.
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(".spatz-neu");
        let path = target.with_file_name(name);
        let mut file = File::create(&path)?;
        let staged = Self { path, target };
        file.write_all(bytes)?;
        if let Ok(metadata) = fs::metadata(&staged.target) {
            file.set_permissions(metadata.permissions())?;
        } else if bytes.starts_with(b"#!") {
            file.set_permissions(Permissions::from_mode(RUNNABLE))?;
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
            Some(before) if fs::read(&self.target)? == *before => self.replace()?,
            Some(_) => return Err(FilesReason::Changed),
        }
        Ok(())
    }

    fn replace(self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)
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
    fn an_output_takes_the_place_of_a_file_and_of_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("echt.html"), "alt").unwrap();
        std::os::unix::fs::symlink("echt.html", path("verweis.html")).unwrap();
        fs::create_dir(path("ordner")).unwrap();
        for name in ["neu.html", "verweis.html"] {
            write_output(&path(name), b"neu").unwrap();
        }
        assert!(path("verweis.html").is_symlink());
        assert_eq!(fs::read_to_string(path("echt.html")).unwrap(), "neu");
        assert!(write_output(&path("ordner"), b"neu").is_err() && path("ordner").is_dir());
        write_output("/dev/null".as_ref(), b"neu").unwrap();
        assert!(!Path::new("/dev/null").is_file());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing staged is left behind");
    }

    #[test]
    fn a_new_script_can_be_run() {
        let folder = tempfile::tempdir().unwrap();
        write_files(folder.path(), &[change("a.sh", None, "#!/bin/sh\n"), change("b.md", None, "---\n")]).unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o111;
        assert_eq!((mode("a.sh"), mode("b.md")), (0o111, 0));
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
