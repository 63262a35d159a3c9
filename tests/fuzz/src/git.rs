//! A repository whose objects are any bytes: what they say of themselves is not believed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use spatz::history::History;
use tempfile::TempDir;

/// The kinds of the objects that are written, by their number: the head's commit and tree, the commit before and its tree,
/// a folder, a file, a tag.
const KINDS: &[&str] = &["commit", "tree", "commit", "tree", "tree", "blob", "tag"];

/// Objects, parted by two bytes 255; the one of a number has an id of nothing but this number and zeros.
pub fn git(data: &[u8]) {
    let place = repository();
    let mut rest = data;
    for (number, kind) in KINDS.iter().enumerate() {
        let end = rest.windows(2).position(|two| two == [0xff, 0xff]).unwrap_or(rest.len());
        object(place.path(), number, kind, &rest[..end]);
        rest = rest.get(end + 2..).unwrap_or_default();
    }
    let history = History::of(place.path()).unwrap();
    if let Ok(version) = history.at("HEAD") {
        for (_, file) in version.sources.iter() {
            assert!(!file.path.is_empty() && !file.path.starts_with('.'));
        }
    }
    let paths = BTreeSet::from(["seite.yaml".to_owned(), "werte/a.md".to_owned()]);
    let revisions = ["HEAD~1", "HEAD", "HEAD^{tree}", "v1", "v1^2~3"];
    for revision in revisions {
        let _ = history.since(revision, &paths);
    }
    assert_eq!(history.ids(&revisions.map(str::to_owned)).len(), 1 + revisions.len());
}

/// A repository in which `HEAD` is the object of number 0.
fn repository() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let git = place.path().join(".git");
    fs::create_dir_all(git.join("objects")).unwrap();
    fs::create_dir_all(git.join("refs/tags")).unwrap();
    fs::write(git.join("refs/tags/v1"), format!("{}\n", id(6))).unwrap();
    fs::write(git.join("HEAD"), format!("{}\n", id(0))).unwrap();
    fs::write(git.join("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = false\n").unwrap();
    place
}

/// The id of an object of ours.
fn id(number: usize) -> String {
    format!("{number:02x}{}", "0".repeat(38))
}

fn object(place: &Path, number: usize, kind: &str, data: &[u8]) {
    let id = id(number);
    let folder = place.join(".git/objects").join(&id[..2]);
    fs::create_dir_all(&folder).unwrap();
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    write!(packed, "{kind} {}\0", data.len()).unwrap();
    packed.write_all(data).unwrap();
    fs::write(folder.join(&id[2..]), packed.finish().unwrap()).unwrap();
}
