//! A folder that is filled for the first time.

use std::fs;
use std::path::{Path, PathBuf};

use super::{NAMED, WriteError};
use crate::output::Artifacts;

/// Where the files stand until all of them are written.
const STAGE: &str = ".spatz-neu";

/// Writes files into a folder that is empty or does not exist yet: all of them or none.
///
/// # Errors
/// [`WriteError::Foreign`] if something stands there, and what the file system says. The folder is as it was.
pub fn write_start(folder: &Path, files: &Artifacts) -> Result<(), WriteError> {
    let mut start = Start { folder: folder.to_owned(), is_new: !folder.exists(), moved: Vec::new(), is_done: false };
    if start.is_new {
        fs::create_dir_all(folder).map_err(|error| WriteError::Io(folder.to_owned(), error))?;
    }
    start.refuse_foreign()?;
    start.fill(files)?;
    start.publish()
}

/// A folder that is being filled; emptied again unless it was filled.
struct Start {
    folder: PathBuf,
    is_new: bool,
    /// What has its place already.
    moved: Vec<PathBuf>,
    is_done: bool,
}

impl Start {
    fn stage(&self) -> PathBuf {
        self.folder.join(STAGE)
    }

    fn refuse_foreign(&mut self) -> Result<(), WriteError> {
        let mut names = names(&self.folder)?;
        names.truncate(NAMED);
        // What stands here is not ours to remove.
        self.is_done = !names.is_empty();
        if names.is_empty() { Ok(()) } else { Err(WriteError::Foreign(names)) }
    }

    fn fill(&self, files: &Artifacts) -> Result<(), WriteError> {
        for (path, bytes) in files {
            let path = self.stage().join(path);
            let parent = path.parent().unwrap_or(&path);
            let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, bytes));
            written.map_err(|error| WriteError::Io(path, error))?;
        }
        Ok(())
    }

    fn publish(&mut self) -> Result<(), WriteError> {
        for name in names(&self.stage())? {
            let target = self.folder.join(&name);
            fs::rename(self.stage().join(&name), &target).map_err(|error| WriteError::Io(target.clone(), error))?;
            self.moved.push(target);
        }
        self.is_done = true;
        fs::remove_dir(self.stage()).map_err(|error| WriteError::Io(self.stage(), error))
    }
}

impl Drop for Start {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        // As far as the file system allows; what failed before has been told.
        for path in self.moved.iter().chain([&self.stage()]) {
            drop(if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) });
        }
        if self.is_new {
            drop(fs::remove_dir(&self.folder));
        }
    }
}

/// What stands in a folder, sorted.
fn names(folder: &Path) -> Result<Vec<String>, WriteError> {
    let failed = |error| WriteError::Io(folder.to_owned(), error);
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut names = entries
        .map(|entry| Ok(entry.map_err(failed)?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>, _>>()?;
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Artifacts {
        paths.iter().map(|path| ((*path).to_owned(), b"x".to_vec())).collect()
    }

    #[test]
    fn a_new_or_empty_folder_is_filled() {
        let place = tempfile::tempdir().unwrap();
        for folder in [place.path().join("a/b"), tempfile::tempdir_in(&place).unwrap().keep()] {
            write_start(&folder, &files(&[".gitignore", "content/a.md", "content/b/c.md"])).unwrap();
            assert_eq!(names(&folder).unwrap(), [".gitignore", "content"]);
            assert_eq!(fs::read(folder.join("content/b/c.md")).unwrap(), b"x");
        }
    }

    #[test]
    fn a_folder_with_something_in_it_is_refused_and_left_alone() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("brief.txt"), "wichtig").unwrap();
        let error = write_start(place.path(), &files(&["a"])).unwrap_err();
        assert!(matches!(error, WriteError::Foreign(names) if names == ["brief.txt"]));
        assert_eq!(names(place.path()).unwrap(), ["brief.txt"]);
    }

    #[test]
    fn what_cannot_be_written_whole_is_not_written() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("neu");
        // A file and a folder of the same name.
        let error = write_start(&folder, &files(&["a", "a/b"])).unwrap_err();
        assert!(matches!(error, WriteError::Io(..)));
        assert!(!folder.exists());
    }
}
