//! Content as of a commit: the one home of gix. Nothing is fetched, and neither work tree nor index is touched or read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gix::objs::tree::EntryKind;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::source::{MAX_FILE_BYTES, MAX_FILES, Place, Problem, ProblemKind, Sources, is_content_name};

/// The repository that a content folder lies in.
#[derive(Debug)]
pub struct History {
    repository: gix::Repository,
    /// The content folder below the work tree.
    folder: PathBuf,
}

/// The content as a commit has it.
#[derive(Debug)]
pub struct Version {
    /// The day of the commit, where it was made.
    pub date: Date,
    /// The content.
    pub sources: Sources,
    /// What is wrong with its files.
    pub problems: Vec<Problem>,
}

/// What a commit did to some files of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The day on which it was made, where it was made.
    pub date: Date,
    /// Paths of the files that it changed, and their bytes; none where it took a file away.
    pub files: Vec<(String, Option<Vec<u8>>)>,
}

/// No more commits are looked at.
const MAX_COMMITS: usize = 10_000;

/// What keeps content from being read out of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryError {
    /// The content folder lies in no repository with a work tree.
    NoRepository,
    /// The repository belongs to another user, and nobody has said that it is safe; its folder.
    Foreign(String),
    /// There is no such commit, tag or branch.
    Unknown,
    /// The same in a clone that lacks older commits.
    Shallow,
    /// The commit has no folder of that path.
    NoFolder,
    /// An object is missing or damaged; the message is that of gix.
    Unreadable(String),
}

impl History {
    /// Finds the repository of a content folder: that of the folder itself, or the next one above.
    ///
    /// # Errors
    /// [`HistoryError::NoRepository`], [`HistoryError::Foreign`]
    pub fn of(content: &Path) -> Result<Self, HistoryError> {
        let repository = gix::discover(content).map_err(|_| HistoryError::NoRepository)?;
        let real = |path: &Path| gix::path::realpath(path).map_err(|_| HistoryError::NoRepository);
        let root = real(repository.workdir().ok_or(HistoryError::NoRepository)?)?;
        if repository.git_dir_trust() != gix::sec::Trust::Full {
            return Err(HistoryError::Foreign(root.display().to_string()));
        }
        let folder = real(content)?.strip_prefix(&root).map_err(|_| HistoryError::NoRepository)?.to_owned();
        Ok(Self { repository, folder })
    }

    /// The content as of a commit, tag or branch, under the path that it has today.
    ///
    /// # Errors
    /// All but those of [`History::of`].
    pub fn at(&self, revision: &str) -> Result<Version, HistoryError> {
        let commit = self.commit(revision)?;
        let time = commit.time().map_err(unreadable)?;
        let tree = commit.tree().map_err(unreadable)?;
        let (files, mut problems) = files(&self.repository, self.below(tree)?)?;
        let (sources, found) = Sources::from_files(files);
        problems.extend(found);
        Ok(Version { date: day(time), sources, problems })
    }

    /// What has been done to some files since a commit, tag or branch, the oldest first: along the first parents, so that what
    /// was merged counts from its merge.
    ///
    /// # Errors
    /// All but those of [`History::of`].
    pub fn since(&self, revision: &str, paths: &BTreeSet<String>) -> Result<Vec<Commit>, HistoryError> {
        let end = self.commit(revision)?;
        let begin = end.time().map_err(unreadable)?.seconds;
        let mut at = self.repository.head_commit().map_err(unreadable)?;
        let mut here = self.state(&at, paths, None)?;
        let mut commits = Vec::new();
        for _ in 0..MAX_COMMITS {
            let time = at.time().map_err(unreadable)?;
            let Some(parent) = at.parent_ids().next().filter(|_| at.id != end.id && time.seconds >= begin) else {
                break;
            };
            let parent = parent.object().map_err(unreadable)?.try_into_commit().map_err(unreadable)?;
            let before = self.state(&parent, paths, Some(&here))?;
            let changed = here.blobs.iter().filter(|(path, blob)| before.blobs.get(*path) != Some(blob));
            let files = changed.map(|(path, blob)| Ok((path.clone(), blob.map(|id| self.blob(id)).transpose()?)));
            let files: Vec<_> = files.collect::<Result<_, HistoryError>>()?;
            if !files.is_empty() {
                commits.push(Commit { date: day(time), files });
            }
            (at, here) = (parent, before);
        }
        commits.reverse();
        Ok(commits)
    }

    /// Which blobs some files are in a commit; `known` is the state of a commit beside it.
    fn state(
        &self,
        commit: &gix::Commit<'_>,
        paths: &BTreeSet<String>,
        known: Option<&State>,
    ) -> Result<State, HistoryError> {
        let tree = match self.below(commit.tree().map_err(unreadable)?) {
            Ok(tree) => Some(tree),
            Err(HistoryError::NoFolder) => None,
            Err(error) => return Err(error),
        };
        let id = tree.as_ref().map(|tree| tree.id);
        if let Some(known) = known.filter(|known| known.tree == id) {
            return Ok(known.clone());
        }
        let blob = |path: &String| {
            let entry = tree.as_ref().map(|tree| tree.lookup_entry_by_path(path).map_err(unreadable)).transpose()?;
            Ok((path.clone(), entry.flatten().map(|entry| entry.object_id())))
        };
        Ok(State { tree: id, blobs: paths.iter().map(blob).collect::<Result<_, HistoryError>>()? })
    }

    fn blob(&self, id: gix::ObjectId) -> Result<Vec<u8>, HistoryError> {
        Ok(self.repository.find_object(id).map_err(unreadable)?.detach().data)
    }

    fn commit(&self, revision: &str) -> Result<gix::Commit<'_>, HistoryError> {
        let found = self.repository.rev_parse_single(revision).and_then(|id| id.object()?.peel_to_commit());
        found.map_err(|_| match self.repository.is_shallow() {
            Ok(true) => HistoryError::Shallow,
            Ok(false) | Err(_) => HistoryError::Unknown,
        })
    }

    /// The content folder in the tree of a commit.
    fn below<'r>(&self, tree: gix::Tree<'r>) -> Result<gix::Tree<'r>, HistoryError> {
        if self.folder.as_os_str().is_empty() {
            return Ok(tree);
        }
        let entry = tree.lookup_entry_by_path(&self.folder).map_err(unreadable)?.ok_or(HistoryError::NoFolder)?;
        if !entry.mode().is_tree() {
            return Err(HistoryError::NoFolder);
        }
        entry.object().and_then(gix::Object::try_into_tree).map_err(unreadable)
    }
}

/// Some files in a commit.
#[derive(Debug, Clone)]
struct State {
    /// The content folder.
    tree: Option<gix::ObjectId>,
    /// By path; none where there is no such file.
    blobs: BTreeMap<String, Option<gix::ObjectId>>,
}

/// Paths below the content folder, and their bytes.
type Files = Vec<(String, Vec<u8>)>;

/// Every content file below a tree, by the rules of [`Sources::read`].
fn files(repository: &gix::Repository, tree: gix::Tree<'_>) -> Result<(Files, Vec<Problem>), HistoryError> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let mut trees = vec![(String::new(), tree)];
    while let Some((folder, tree)) = trees.pop() {
        for entry in tree.iter() {
            let entry = entry.map_err(unreadable)?;
            let name = String::from_utf8_lossy(entry.filename());
            if !is_content_name(&name) {
                continue;
            }
            let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
            let problem = match entry.kind() {
                _ if std::str::from_utf8(entry.filename()).is_err() => ProblemKind::NameNotUtf8,
                _ if files.len() >= MAX_FILES => {
                    problems.push(Problem { place: Place::Path(String::new()), kind: ProblemKind::TooMany });
                    return Ok((files, problems));
                }
                EntryKind::Link => ProblemKind::SymbolicLink,
                EntryKind::Commit => ProblemKind::NotAFile,
                EntryKind::Tree => {
                    trees.push((path, entry.object().and_then(gix::Object::try_into_tree).map_err(unreadable)?));
                    continue;
                }
                EntryKind::Blob | EntryKind::BlobExecutable => {
                    if repository.find_header(entry.id()).map_err(unreadable)?.size() <= MAX_FILE_BYTES {
                        files.push((path, entry.object().map_err(unreadable)?.detach().data));
                        continue;
                    }
                    ProblemKind::TooLarge
                }
            };
            problems.push(Problem { place: Place::Path(path), kind: problem });
        }
    }
    Ok((files, problems))
}

/// The day of a commit, by the clock of whoever made it.
fn day(time: gix::date::Time) -> Date {
    let offset = Offset::from_seconds(time.offset).unwrap_or(Offset::UTC);
    let moment = Timestamp::from_second(time.seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    offset.to_datetime(moment).date()
}

fn unreadable(error: impl std::fmt::Display) -> HistoryError {
    HistoryError::Unreadable(error.to_string())
}
