//! Published states of a site, side by side, and the one that holds.
//!
//! ```text
//! DIR/current -> releases/2024-06-30-0a1b2c3d4e5f    what a web server shows
//! DIR/releases/2024-06-30-0a1b2c3d4e5f/              a whole site, named after as-of date and content
//! DIR/releases/.reihenfolge                          the names in the order of publication, the newest last
//! ```
//!
//! A site is put together beside its place and renamed when it is whole; then the link is replaced by another one in one
//! step. So the link leads to a whole site at any time, whoever is killed or fails. Whoever changes anything holds the lock
//! on `releases/`. What Spatz did not write is never deleted, and never taken for a release.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::num::NonZeroUsize;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::manifest::{MANIFEST, Manifest};
use super::{STAGED, Stage, WriteError, foreign, lock, write};
use crate::data::{ARCHIVE, Archived, SUMS};
use crate::output::{Artifacts, hash};

/// The link to the release that holds.
const CURRENT: &str = "current";
/// Folder of the releases.
pub const RELEASES: &str = "releases";
/// Tells the order of publication.
const ORDER: &str = ".reihenfolge";
/// What becomes the link, or the order, in the next step.
const NEXT: &str = ".naechster";

/// Hexadecimal digits of a release's name.
const DIGITS: usize = 12;

/// Why nothing was published, or taken back.
#[derive(Debug)]
pub enum ReleaseError {
    /// A site could not be written.
    Write(WriteError),
    /// There is no release before the one that holds.
    NoEarlier,
    /// The one that holds is for other readers; its name.
    OtherReaders(String),
}

impl From<WriteError> for ReleaseError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// What publishing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// This release holds now.
    New(String),
    /// This release held before, and is whole.
    Same(String),
}

/// What a release is called after, besides its content.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// The as-of date.
    pub as_of: &'a str,
    /// Word of the view, where it is not the public one.
    pub view: Option<&'a str>,
}

impl Label<'_> {
    fn beginning(&self) -> String {
        self.view.map_or_else(String::new, |view| format!("{view}-"))
    }

    /// The name of a release: the same site has the same name.
    fn name(&self, artifacts: &Artifacts) -> String {
        let content = hash(Manifest::of(artifacts).to_string().as_bytes());
        format!("{}{}-{}", self.beginning(), self.as_of, &content[..DIGITS])
    }
}

/// A folder of releases as it was found before a site was built for it.
#[derive(Debug)]
pub struct Found {
    folder: PathBuf,
    current: Option<String>,
    /// The states of the data that the release that holds keeps, the newest last.
    pub archive: Vec<Archived>,
}

impl Found {
    /// Looks at the release that holds below `folder`.
    ///
    /// # Errors
    /// What stands there is not as it was published, or cannot be read.
    pub fn read(folder: &Path) -> Result<Self, ReleaseError> {
        let current = current(folder)?;
        let archive = match &current {
            Some(name) => archive(&folder.join(RELEASES).join(name))?,
            None => Vec::new(),
        };
        Ok(Self { folder: folder.to_owned(), current, archive })
    }
}

/// The states of the data that a release keeps; none in one from before there were any.
fn archive(release: &Path) -> Result<Vec<Archived>, WriteError> {
    let folder = release.join(ARCHIVE);
    let sums = folder.join(SUMS);
    let text = match fs::read_to_string(&sums) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(WriteError::Io(sums, error)),
    };
    let one = |line: &str| {
        let foreign = |name: &str| WriteError::Foreign(vec![format!("{CURRENT}/{ARCHIVE}/{name}")]);
        let (sum, name) = line.split_once("  ").filter(|(_, name)| !name.contains('/')).ok_or_else(|| foreign(SUMS))?;
        let path = folder.join(name);
        let bytes = fs::read(&path).map_err(|error| WriteError::Io(path, error))?;
        if hash(&bytes) == sum { Ok(Archived { name: name.to_owned(), bytes }) } else { Err(foreign(name)) }
    };
    text.lines().map(one).collect()
}

/// The release that the link below `folder` leads to; none where there is no link yet.
fn current(folder: &Path) -> Result<Option<String>, WriteError> {
    let path = folder.join(CURRENT);
    match fs::read_link(&path) {
        Ok(target) => {
            let name = target.strip_prefix(RELEASES).ok().and_then(Path::to_str);
            let ours = name.filter(|name| !name.is_empty() && !name.contains('/'));
            ours.map(|name| Some(name.to_owned())).ok_or_else(|| WriteError::Foreign(vec![CURRENT.to_owned()]))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // Something is there that is no link.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Err(WriteError::Foreign(vec![CURRENT.to_owned()])),
        Err(error) => Err(WriteError::Io(path, error)),
    }
}

/// Writes a site as a release where it was `found` to belong, and has it hold from now on. Besides it, the `kept - 1`
/// releases before stay. A site whose archive goes on from another release than the one that holds now is refused.
///
/// # Errors
/// See [`ReleaseError`]; in each case the release that held goes on holding.
pub fn publish(
    found: &Found,
    artifacts: &Artifacts,
    label: Label<'_>,
    kept: NonZeroUsize,
) -> Result<Published, ReleaseError> {
    let releases = Releases::open(&found.folder)?;
    let before = current(&releases.folder)?;
    if before != found.current {
        return Err(WriteError::Busy.into());
    }
    if let Some(other) = before.as_ref().filter(|name| !releases.is_of(name, label)) {
        return Err(ReleaseError::OtherReaders(other.clone()));
    }
    let name = label.name(artifacts);
    let is_whole = releases.is_whole(&name, artifacts)?;
    if is_whole && before.as_ref() == Some(&name) {
        releases.clear();
        return Ok(Published::Same(name));
    }
    if !is_whole {
        write(&releases.path(&name), artifacts)?;
    }
    let mut order = releases.order(before.as_deref())?;
    order.retain(|other| *other != name);
    order.push(name.clone());
    if let Err(error) = releases.set_order(&order).and_then(|()| releases.switch(&name)) {
        if !is_whole && before.as_ref() != Some(&name) {
            drop(releases.remove(&name));
        }
        releases.clear();
        return Err(error.into());
    }
    releases.tidy(&order[order.len().saturating_sub(kept.get())..]);
    Ok(Published::New(name))
}

/// Has the release before the present one hold again; its name.
///
/// # Errors
/// See [`ReleaseError`]; in each case the release that held goes on holding.
pub fn roll_back(folder: &Path) -> Result<String, ReleaseError> {
    if !folder.join(RELEASES).is_dir() {
        return Err(ReleaseError::NoEarlier);
    }
    let releases = Releases::open(folder)?;
    let current = current(&releases.folder)?.ok_or(ReleaseError::NoEarlier)?;
    let mut order = releases.order(Some(&current))?;
    order.pop();
    let there = |name: &String| releases.path(name).join(MANIFEST).is_file();
    let earlier = order.into_iter().rev().find(there).ok_or(ReleaseError::NoEarlier)?;
    releases.switch(&earlier)?;
    Ok(earlier)
}

/// A folder of releases that nobody else changes.
struct Releases {
    folder: PathBuf,
    _lock: File,
}

impl Releases {
    fn open(folder: &Path) -> Result<Self, WriteError> {
        let releases = folder.join(RELEASES);
        fs::create_dir_all(&releases).map_err(|error| WriteError::Io(releases.clone(), error))?;
        let folder = fs::canonicalize(folder).map_err(|error| WriteError::Io(folder.to_owned(), error))?;
        let lock = lock(&folder.join(RELEASES))?;
        Ok(Self { folder, _lock: lock })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(RELEASES).join(name)
    }

    /// Whether a release is for the readers of a label.
    fn is_of(&self, name: &str, label: Label<'_>) -> bool {
        let rest = name.strip_prefix(&label.beginning());
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    }

    /// Whether a release is there with all its files, and nothing else.
    fn is_whole(&self, name: &str, artifacts: &Artifacts) -> Result<bool, WriteError> {
        let path = self.path(name);
        let complete = artifacts.keys().all(|file| path.join(file).is_file());
        Ok(complete && path.join(MANIFEST).is_file() && foreign(&path, &BTreeSet::new())?.is_empty())
    }

    /// The names in the order of publication, up to the one that holds: what came later was taken back.
    fn order(&self, current: Option<&str>) -> Result<Vec<String>, WriteError> {
        let path = self.path(ORDER);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(WriteError::Io(path, error)),
        };
        let mut order: Vec<_> = text.lines().filter(|name| is_release(name)).map(str::to_owned).collect();
        let Some(current) = current else { return Ok(Vec::new()) };
        match order.iter().position(|name| name == current) {
            Some(at) => order.truncate(at + 1),
            None => order = vec![current.to_owned()],
        }
        Ok(order)
    }

    fn set_order(&self, order: &[String]) -> Result<(), WriteError> {
        let (next, path) = (self.path(NEXT), self.path(ORDER));
        let text: String = order.iter().map(|name| format!("{name}\n")).collect();
        let written = fs::write(&next, text).and_then(|()| fs::rename(&next, &path));
        written.map_err(|error| WriteError::Io(path, error))
    }

    /// Replaces the link in one step.
    fn switch(&self, name: &str) -> Result<(), WriteError> {
        let (next, path) = (self.folder.join(NEXT), self.folder.join(CURRENT));
        let failed = |error| WriteError::Io(path.clone(), error);
        if next.is_symlink() {
            // Of somebody who was killed here.
            fs::remove_file(&next).map_err(failed)?;
        }
        symlink(Path::new(RELEASES).join(name), &next).map_err(failed)?;
        fs::rename(&next, &path).map_err(failed)
    }

    /// Removes all releases but those that are kept, and what a killed run left behind. The new release holds already: what
    /// cannot be removed stays, and the next run tries again.
    fn tidy(&self, kept: &[String]) {
        self.clear();
        for name in self.names().iter().filter(|name| is_release(name) && !kept.contains(name)) {
            drop(self.remove(name));
        }
    }

    /// Removes what a killed run left behind.
    fn clear(&self) {
        for name in self.names() {
            let left = name.strip_prefix('.').and_then(|name| name.strip_suffix(STAGED));
            if let Some(name) = left.filter(|name| is_release(name)) {
                drop(Stage::new(&self.path(name)));
            }
        }
        let (link, order) = (self.folder.join(NEXT), self.path(NEXT));
        drop(link.is_symlink().then(|| fs::remove_file(link)));
        drop(order.is_file().then(|| fs::remove_file(order)));
    }

    /// What stands beside the releases, and they themselves.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join(RELEASES)).into_iter().flatten();
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
    }

    /// Removes a release: out of its place in one step, then as what a killed run leaves behind.
    fn remove(&self, name: &str) -> Result<(), WriteError> {
        let path = self.path(name);
        if foreign(&path, &BTreeSet::new())?.is_empty() {
            let aside = Stage::path(&path);
            renameat_with(CWD, &path, CWD, &aside, RenameFlags::NOREPLACE)
                .map_err(|error| WriteError::Io(path.clone(), error.into()))?;
            drop(Stage::new(&path)?);
        }
        Ok(())
    }
}

/// Whether a name is one that a [`Label`] gives.
fn is_release(name: &str) -> bool {
    let hash = name.rsplit_once('-').map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(text: &str) -> Artifacts {
        [("a.html", text), ("b/c.html", "x")].map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into()
    }

    const LABEL: Label<'_> = Label { as_of: "2024-06-30", view: None };

    const KEPT: NonZeroUsize = NonZeroUsize::new(3).unwrap();

    fn publish(folder: &Path, text: &str) -> Published {
        published(folder, text, LABEL).unwrap()
    }

    fn published(folder: &Path, text: &str, label: Label<'_>) -> Result<Published, ReleaseError> {
        super::publish(&Found::read(folder)?, &site(text), label, KEPT)
    }

    /// What the link leads to says.
    fn shown(folder: &Path) -> String {
        fs::read_to_string(folder.join(CURRENT).join("a.html")).unwrap()
    }

    fn releases(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder.join(RELEASES)).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_same_site_does_nothing() {
        let place = tempfile::tempdir().unwrap();
        let Published::New(name) = publish(place.path(), "1") else { panic!("it is new") };
        assert!(name.starts_with("2024-06-30-") && is_release(&name));
        let age = || fs::symlink_metadata(place.path().join(CURRENT)).unwrap().modified().unwrap();
        let before = age();
        assert_eq!(publish(place.path(), "1"), Published::Same(name));
        assert_eq!(age(), before);
    }

    #[test]
    fn a_release_that_lost_a_file_is_written_again() {
        let place = tempfile::tempdir().unwrap();
        publish(place.path(), "1");
        fs::remove_file(place.path().join("current/b/c.html")).unwrap();
        assert!(matches!(publish(place.path(), "1"), Published::New(_)));
        assert!(place.path().join("current/b/c.html").is_file());
    }

    #[test]
    fn the_last_few_are_kept_and_lead_back() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        for text in ["1", "2", "3", "4"] {
            publish(folder, text);
        }
        assert_eq!(releases(folder).len(), 1 + 3, "the order and three releases");
        roll_back(folder).unwrap();
        assert_eq!(shown(folder), "3");
        roll_back(folder).unwrap();
        assert_eq!(shown(folder), "2");
        assert!(matches!(roll_back(folder), Err(ReleaseError::NoEarlier)));
        assert_eq!(shown(folder), "2");
    }

    #[test]
    fn what_was_taken_back_is_no_way_back() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        publish(folder, "1");
        publish(folder, "2");
        roll_back(folder).unwrap();
        publish(folder, "3");
        roll_back(folder).unwrap();
        assert_eq!(shown(folder), "1");
        publish(folder, "2");
        assert_eq!((shown(folder).as_str(), roll_back(folder).is_ok()), ("2", true));
        assert_eq!(shown(folder), "1");
    }

    #[test]
    fn a_release_that_somebody_changed_is_kept() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        let Published::New(first) = publish(folder, "1") else { panic!("it is new") };
        fs::write(folder.join("current/notiz.txt"), "x").unwrap();
        for text in ["2", "3", "4", "5"] {
            publish(folder, text);
        }
        assert!(folder.join(RELEASES).join(first).join("notiz.txt").is_file());
    }

    #[test]
    fn what_is_no_link_of_ours_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        let refused = || matches!(published(folder, "1", LABEL), Err(ReleaseError::Write(WriteError::Foreign(_))));
        fs::create_dir(folder.join(CURRENT)).unwrap();
        assert!(refused());
        fs::remove_dir(folder.join(CURRENT)).unwrap();
        symlink("/", folder.join(CURRENT)).unwrap();
        assert!(refused());
    }

    #[test]
    fn what_is_not_for_all_never_takes_the_place_of_what_is() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        publish(folder, "1");
        let council = Label { view: Some("rat"), ..LABEL };
        assert!(matches!(published(folder, "2", council), Err(ReleaseError::OtherReaders(_))));
        assert_eq!(shown(folder), "1");
        let own = tempfile::tempdir().unwrap();
        published(own.path(), "2", council).unwrap();
        assert!(matches!(published(own.path(), "1", LABEL), Err(ReleaseError::OtherReaders(_))));
    }

    #[test]
    fn what_a_killed_run_left_behind_is_removed() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        let Published::New(name) = publish(folder, "1") else { panic!("it is new") };
        // Killed while a release was removed, and before the link was replaced.
        let aside = folder.join(RELEASES).join(format!(".2023-01-01-0123456789ab{}", super::STAGED));
        fs::rename(folder.join(RELEASES).join(&name), &aside).unwrap();
        symlink("releases/x", folder.join(NEXT)).unwrap();
        publish(folder, "2");
        assert_eq!((shown(folder).as_str(), aside.exists()), ("2", false));
        assert!(!folder.join(NEXT).is_symlink());
    }

    /// Killed after the link was replaced: the next run finds nothing to publish, and clears all the same.
    #[test]
    fn what_a_killed_run_left_behind_is_removed_also_where_nothing_has_changed() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        publish(folder, "1");
        let aside = folder.join(RELEASES).join(format!(".2023-01-01-0123456789ab{STAGED}"));
        fs::create_dir(&aside).unwrap();
        symlink("releases/x", folder.join(NEXT)).unwrap();
        fs::write(folder.join(RELEASES).join(NEXT), "").unwrap();
        assert!(matches!(publish(folder, "1"), Published::Same(_)));
        assert_eq!((aside.exists(), folder.join(NEXT).is_symlink()), (false, false));
        assert_eq!(releases(folder).len(), 1 + 1, "the order and the release");
    }

    /// The link, or the order, cannot be made: the release that was written for it goes again.
    #[test]
    fn a_release_that_cannot_hold_is_removed() {
        for next in [NEXT.to_owned(), format!("{RELEASES}/{NEXT}")] {
            let place = tempfile::tempdir().unwrap();
            let folder = place.path();
            publish(folder, "1");
            let before = releases(folder);
            fs::create_dir(folder.join(&next)).unwrap();
            let error = published(folder, "2", LABEL).unwrap_err();
            assert!(matches!(error, ReleaseError::Write(WriteError::Io(..))), "{error:?}");
            fs::remove_dir(folder.join(&next)).unwrap();
            assert_eq!((shown(folder).as_str(), releases(folder)), ("1", before));
            publish(folder, "2");
            assert_eq!((shown(folder).as_str(), roll_back(folder).is_ok()), ("2", true));
            assert_eq!(shown(folder), "1");
            // The release that holds is mended, and stays.
            fs::remove_file(folder.join("current/b/c.html")).unwrap();
            fs::create_dir(folder.join(&next)).unwrap();
            published(folder, "1", LABEL).unwrap_err();
            assert_eq!(shown(folder), "1");
        }
    }

    #[test]
    fn one_at_a_time() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        publish(folder, "1");
        let held = Releases::open(folder).unwrap();
        let busy = published(folder, "2", LABEL);
        assert!(matches!(busy, Err(ReleaseError::Write(WriteError::Busy))));
        assert!(matches!(roll_back(folder), Err(ReleaseError::Write(WriteError::Busy))));
        drop(held);
        publish(folder, "2");
        assert_eq!(shown(folder), "2");
    }
}
