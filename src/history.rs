//! Content as of a commit: the one home of gix. Nothing is fetched, and neither work tree nor index is touched or read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gix::objs::Kind;
use gix::objs::tree::EntryKind;
use gix::prelude::ObjectIdExt;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::source::{Excess, Place, Problem, ProblemKind, Sources, is_content_name, limits};

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
        let real = |path: &Path| gix::path::realpath(path).map_err(|_| HistoryError::NoRepository);
        // In a linked work tree gix takes the owner of a relative path for somebody else.
        let content = real(content)?;
        let repository = gix::discover(&content).map_err(|_| HistoryError::NoRepository)?;
        let root = real(repository.workdir().ok_or(HistoryError::NoRepository)?)?;
        if repository.git_dir_trust() != gix::sec::Trust::Full {
            return Err(HistoryError::Foreign(root.display().to_string()));
        }
        let folder = content.strip_prefix(&root).map_err(|_| HistoryError::NoRepository)?.to_owned();
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

    /// Which commits HEAD and some commits, tags or branches are now; none where there is no such.
    pub fn ids(&self, revisions: &[String]) -> Vec<Option<String>> {
        let id = |revision: &str| Some(self.resolved(revision)?.id.to_string());
        std::iter::once("HEAD").chain(revisions.iter().map(String::as_str)).map(id).collect()
    }

    /// What has been done to some files since a commit, tag or branch, the oldest first: along the first parents, so that what
    /// was merged counts from its merge.
    ///
    /// # Errors
    /// All but those of [`History::of`].
    pub fn since(&self, revision: &str, paths: &BTreeSet<String>) -> Result<Vec<Commit>, HistoryError> {
        let end = self.commit(revision)?;
        let begin = end.time().map_err(unreadable)?.seconds;
        let mut at = self.commit("HEAD")?;
        let mut here = self.state(&at, paths, None)?;
        let mut commits = Vec::new();
        for _ in 0..limits::COMMITS {
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
        self.resolved(revision).ok_or_else(|| match self.repository.is_shallow() {
            Ok(true) => HistoryError::Shallow,
            Ok(false) | Err(_) => HistoryError::Unknown,
        })
    }

    /// The commit of a name with `~` and `^` behind it. gix could follow them too, but ends the program where an object that
    /// it passes is damaged.
    fn resolved(&self, revision: &str) -> Option<gix::Commit<'_>> {
        let (name, steps) = revision.split_at(revision.find(['~', '^']).unwrap_or(revision.len()));
        let named = self.repository.rev_parse_single(name).ok()?.object().ok()?;
        parents(steps)?.into_iter().try_fold(tagged(named)?, |commit, parent| {
            commit.parent_ids().nth(parent)?.object().ok()?.try_into_commit().ok()
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

/// The commit that an object is, or that its tags lead to.
fn tagged(object: gix::Object<'_>) -> Option<gix::Commit<'_>> {
    std::iter::successors(Some(object), target).take(limits::COMMITS).find_map(|object| object.try_into_commit().ok())
}

/// What a tag stands at.
fn target<'r>(object: &gix::Object<'r>) -> Option<gix::Object<'r>> {
    let is_tag = object.kind == Kind::Tag;
    is_tag.then(|| object.try_to_tag_ref().ok()?.target().attach(object.repo).object().ok())?
}

/// The steps from a commit to its parents, each by which parent it goes to: `~2^2` is twice to the first, then to the second.
fn parents(steps: &str) -> Option<Vec<usize>> {
    let mut parents = Vec::new();
    let mut rest = steps.chars();
    while let Some(step) = rest.next() {
        let text = rest.as_str();
        let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = match &text[..text.len() - behind.len()] {
            "" => 1,
            number => number.parse::<usize>().ok().filter(|&number| number <= limits::COMMITS)?,
        };
        match step {
            '~' => parents.extend(std::iter::repeat_n(0, number)),
            '^' => parents.extend(number.checked_sub(1)),
            _ => return None,
        }
        rest = behind.chars();
    }
    (parents.len() <= limits::COMMITS).then_some(parents)
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
    let (mut folders, mut bytes) = (0, 0);
    let mut trees = vec![(String::new(), 0, tree.id)];
    while let Some((folder, depth, id)) = trees.pop() {
        let tree = repository.find_tree(id).map_err(unreadable)?;
        for entry in tree.iter() {
            let entry = entry.map_err(unreadable)?;
            let name = String::from_utf8_lossy(entry.filename());
            if !is_content_name(&name) {
                continue;
            }
            // One folder can stand in many others and cost nothing: whoever counts only files may count for ever.
            let crowd = (folders > limits::FOLDERS).then_some(Excess::Folders);
            if let Some(excess) = crowd.or_else(|| Excess::of(files.len() + problems.len(), bytes)) {
                problems.push(excess.at(String::new()));
                return Ok((files, problems));
            }
            let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
            bytes += path.len() as u64;
            let problem = match entry.kind() {
                _ if std::str::from_utf8(entry.filename()).is_err() => ProblemKind::NameNotUtf8,
                EntryKind::Link => ProblemKind::SymbolicLink,
                EntryKind::Commit => ProblemKind::NotAFile,
                EntryKind::Tree if depth == limits::FOLDER_DEPTH => ProblemKind::TooMuch(Excess::Levels),
                EntryKind::Tree => {
                    folders += 1;
                    trees.push((path, depth + 1, entry.object_id()));
                    continue;
                }
                EntryKind::Blob | EntryKind::BlobExecutable => {
                    if repository.find_header(entry.id()).map_err(unreadable)?.size() <= limits::FILE_BYTES {
                        let data = entry.object().map_err(unreadable)?.detach().data;
                        bytes += data.len() as u64;
                        files.push((path, data));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_from_the_first_parent() {
        for (steps, expected) in [
            ("", Some(vec![])),
            ("~", Some(vec![0])),
            ("~2^2^", Some(vec![0, 0, 1, 0])),
            ("^0~0", Some(vec![])),
            ("^{tree}", None),
            ("~a", None),
            ("~99999999999999999999999", None),
            ("~ä", None),
        ] {
            assert_eq!(parents(steps), expected, "{steps}");
        }
    }
}
