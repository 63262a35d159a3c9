//! A content folder that is looked at again and again: what has not changed is not read twice.
//!
//! What a file system says of a file (size, number, time of its last change) tells whether it is still the same, with one
//! exception: times are coarse, and a file can be written twice within one tick of the file system's clock. So the files
//! that are as young as the youngest one are read again. No other clock is asked.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::read::is_content_name;
use super::{Content, Excess, Place, Problem, ProblemKind, Sources, limits};

/// No tick of a file system's clock takes longer; in nanoseconds.
const TICK: i128 = 100_000_000;

/// A content folder, and what stood in it when it was looked at last.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Whether there is a folder at all.
    exists: bool,
    /// By path, as bytes: paths take long to compare.
    files: BTreeMap<OsString, Seen>,
    /// What is wrong with folders and with the number of files.
    problems: Vec<Problem>,
}

/// What was found at a path.
#[derive(Debug)]
struct Seen {
    state: State,
    content: Result<Content, Problem>,
}

/// What a file system says of a file. It changes whenever the file does, but for changes within a tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    device: u64,
    number: u64,
    size: u64,
    /// When content, name or rights were changed last: nobody can set this time. In nanoseconds.
    changed: i128,
    modified: i128,
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            device: metadata.dev(),
            number: metadata.ino(),
            size: metadata.len(),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        }
    }
}

impl Folder {
    /// A folder that has not been looked at.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), exists: false, files: BTreeMap::new(), problems: Vec::new() }
    }

    /// Reads what has changed; tells whether anything reads differently from the last time.
    pub fn look(&mut self) -> bool {
        let mut before = std::mem::replace(self, Self::new(&self.path));
        self.exists = self.path.is_dir();
        let same = !self.exists || self.walk(&mut before.files);
        !(same && before.files.is_empty() && (before.exists, before.problems) == (self.exists, self.problems.clone()))
    }

    /// Fills a folder that has not been looked at. What is there of what stood there the last time is taken `before`; tells
    /// whether there is nothing else.
    fn walk(&mut self, before: &mut BTreeMap<OsString, Seen>) -> bool {
        let young = before.values().map(|seen| seen.state.changed).max().unwrap_or_default() - TICK;
        let known =
            |(entry, metadata): (DirEntry, Metadata)| (before.remove(entry.path().as_os_str()), entry, metadata);
        let files: Vec<_> = self.files().into_iter().map(known).collect();
        let seen = |(known, entry, metadata): (Option<Seen>, DirEntry, Metadata)| {
            let state = State::of(&metadata);
            let is_certain = |seen: &&Seen| seen.state == state && state.changed < young;
            let content = match known.as_ref().filter(is_certain) {
                Some(seen) => seen.content.clone(),
                None => read(&self.path, &entry, &metadata),
            };
            let same = known.is_some_and(|seen| seen.content == content);
            (same, entry.into_path().into_os_string(), Seen { state, content })
        };
        let found: Vec<_> = files.into_par_iter().map(seen).collect();
        let same = found.iter().all(|(same, ..)| *same);
        self.files = found.into_iter().map(|(_, path, seen)| (path, seen)).collect();
        same
    }

    /// The files below the folder, as far as so many and so large ones may be read.
    fn files(&mut self) -> Vec<(DirEntry, Metadata)> {
        let described = |entry: DirEntry| entry.metadata().map(|metadata| (entry, metadata));
        let described: Vec<_> = self.names().into_par_iter().map(described).collect();
        let (mut files, mut bytes) = (Vec::with_capacity(described.len()), 0);
        for described in described {
            if let Some(excess) = Excess::of(files.len(), bytes) {
                self.problems.push(excess.at(String::new()));
                break;
            }
            match described {
                Ok((entry, metadata)) => {
                    bytes += if is_read(&metadata) { metadata.len() } else { 0 };
                    files.push((entry, metadata));
                }
                Err(error) => self.problems.push(unreadable(&self.path, &error)),
            }
        }
        files
    }

    /// What stands below the folder and is none, in the order of names.
    fn names(&mut self) -> Vec<DirEntry> {
        let mut names = Vec::new();
        // From depth 1: the folder itself may be a link, what is inside may not.
        let walk = WalkDir::new(&self.path).min_depth(1).follow_links(false).sort_by_file_name();
        let mut walk = walk.into_iter().filter_entry(is_content);
        while let Some(entry) = walk.next() {
            if let Some(excess) = Excess::of(names.len(), 0) {
                self.problems.push(excess.at(String::new()));
                break;
            }
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {
                    if entry.depth() > limits::FOLDER_DEPTH {
                        self.problems.push(Excess::Levels.at(relative(&self.path, entry.path())));
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) => names.push(entry),
                Err(error) => self.problems.push(unreadable(&self.path, &error)),
            }
        }
        names
    }

    /// What was found when it was looked at last.
    pub fn sources(&self) -> (Sources, Vec<Problem>) {
        if !self.exists {
            let problem = Problem { place: Place::Path(String::new()), kind: ProblemKind::NoFolder };
            return (Sources::default(), vec![problem]);
        }
        let contents = || self.files.values().map(|seen| &seen.content);
        let (sources, found) = Sources::of(contents().filter_map(|content| content.as_ref().ok().cloned()));
        let problems = contents().filter_map(|content| content.as_ref().err().cloned());
        (sources, self.problems.iter().cloned().chain(problems).chain(found).collect())
    }
}

fn is_content(entry: &DirEntry) -> bool {
    is_content_name(&entry.file_name().to_string_lossy())
}

/// The file, as far as it can be read.
fn read(folder: &Path, entry: &DirEntry, metadata: &Metadata) -> Result<Content, Problem> {
    let shown = relative(folder, entry.path());
    let problem = |kind| Err(Problem { place: Place::Path(shown.clone()), kind });
    if metadata.is_symlink() {
        return problem(ProblemKind::SymbolicLink);
    }
    if !metadata.is_file() {
        return problem(ProblemKind::NotAFile);
    }
    if entry.path().to_str().is_none() {
        return problem(ProblemKind::NameNotUtf8);
    }
    if !is_read(metadata) {
        return problem(ProblemKind::TooLarge);
    }
    match bytes(entry.path(), metadata) {
        Ok(bytes) if is_as(entry.path(), metadata, &bytes) => Ok(Content::new(shown, bytes)),
        Ok(_) => problem(ProblemKind::Changed),
        Err(error) => problem(ProblemKind::Unreadable(error.kind(), error.to_string())),
    }
}

/// Whether it is a file, and not too large.
fn is_read(metadata: &Metadata) -> bool {
    metadata.is_file() && metadata.len() <= limits::FILE_BYTES
}

/// Whether what was read is all of the file that was found, and that file is still there.
fn is_as(path: &Path, found: &Metadata, bytes: &[u8]) -> bool {
    let is_whole = found.len() == bytes.len() as u64;
    is_whole && fs::symlink_metadata(path).is_ok_and(|now| State::of(&now) == State::of(found))
}

/// What a file holds: a byte more than is allowed at most, for it may grow while it is read.
fn bytes(path: &Path, metadata: &Metadata) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
    File::open(path)?.take(limits::FILE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(folder: &Path, error: &walkdir::Error) -> Problem {
    let path = error.path().map_or_else(String::new, |path| relative(folder, path));
    let text = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let kind = error.io_error().map_or(ErrorKind::Other, io::Error::kind);
    Problem { place: Place::Path(path), kind: ProblemKind::Unreadable(kind, text) }
}

fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn texts(folder: &Folder) -> Vec<(String, String)> {
        folder.sources().0.iter().map(|(_, file)| (file.path.clone(), file.text.clone())).collect()
    }

    #[test]
    fn every_change_is_seen_and_nothing_else_is_one() {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        let mut folder = Folder::new(place.path());
        assert!(folder.look());
        assert!(!folder.look());
        fs::create_dir(path("werte")).unwrap();
        assert!(!folder.look(), "a folder with nothing in it");
        fs::write(path("werte/a.md"), "eins").unwrap();
        assert!(folder.look());
        fs::write(path("neu"), "zwei").unwrap();
        fs::rename(path("neu"), path("werte/a.md")).unwrap();
        assert!(folder.look());
        assert_eq!(texts(&folder), [("werte/a.md".to_owned(), "zwei".to_owned())]);
        fs::write(path("_notiz"), "x").unwrap();
        assert!(!folder.look(), "no content");
        fs::write(path("werte/a.md"), "zwei").unwrap();
        assert!(!folder.look(), "the same again");
        fs::rename(path("werte"), path("probleme")).unwrap();
        assert!(folder.look());
        fs::remove_dir_all(path("probleme")).unwrap();
        assert!(folder.look());
        assert!(texts(&folder).is_empty());
    }

    #[test]
    fn what_changes_while_it_is_read_is_noticed() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a.md");
        fs::write(&path, "eins").unwrap();
        let found = || fs::symlink_metadata(&path).unwrap();
        let before = found();
        assert!(is_as(&path, &before, b"eins"));
        assert!(!is_as(&path, &before, b"ein"), "a part of it");
        fs::write(&path, "zwei").unwrap();
        assert!(!is_as(&path, &before, b"eins"), "of the same length");
        let before = found();
        fs::write(place.path().join("b.md"), "drei").unwrap();
        fs::rename(place.path().join("b.md"), &path).unwrap();
        assert!(!is_as(&path, &before, b"drei"), "another file");
        let before = found();
        fs::remove_file(&path).unwrap();
        assert!(!is_as(&path, &before, b"drei"), "it is gone");
    }

    /// Many such changes happen within one tick of the clock.
    #[test]
    fn two_changes_within_a_tick_are_seen() {
        let place = tempfile::tempdir().unwrap();
        let mut folder = Folder::new(place.path());
        for number in 0..1000 {
            let text = format!("{:04}", number);
            fs::write(place.path().join("a.md"), &text).unwrap();
            folder.look();
            assert_eq!(texts(&folder)[0].1, text);
        }
    }

    #[test]
    fn a_folder_may_go_and_come_back() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("content");
        let mut folder = Folder::new(&path);
        assert!(!folder.look());
        assert_eq!(folder.sources().1[0].kind, ProblemKind::NoFolder);
        fs::create_dir(&path).unwrap();
        assert!(folder.look());
        fs::write(path.join("a.md"), "").unwrap();
        assert!(folder.look());
        fs::remove_dir_all(&path).unwrap();
        assert!(folder.look());
        assert_eq!(folder.sources().1[0].kind, ProblemKind::NoFolder);
    }
}
