//! Files inside the program: those to begin with (a new site, what checks and publishes it, what looks before a commit), and
//! those of the handbook.

use include_dir::{Dir, include_dir};

/// A small site of examples. `«…»` in its texts stands for what differs from city to city and from day to day.
static SITE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/source/starter/stadt");
/// A folder for each forge, and one of what all of them use.
static FORGES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/source/starter/ci");
/// What git runs before a commit.
static HOOK: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/source/starter/haken");
/// The chapters of the handbook for editors, and its pictures.
static HANDBOOK: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/source/handbook");

/// Files to begin with: path and text, sorted by path.
pub type StarterFiles = Vec<(String, &'static str)>;

/// The files of a new site.
pub fn new_site() -> StarterFiles {
    texts([&SITE])
}

/// The files with which a forge (`gitlab`, `github`, `forgejo`) checks and publishes a site; none for one that is not known.
pub fn new_ci(forge: &str) -> StarterFiles {
    texts(["gemeinsam", forge].into_iter().filter_map(|name| FORGES.get_dir(name)))
}

/// The hook that checks what goes into a commit.
pub fn new_hook() -> StarterFiles {
    texts([&HOOK])
}

/// The files of the handbook: path and bytes, sorted by path.
pub fn handbook() -> Vec<(String, &'static [u8])> {
    files([&HANDBOOK])
}

fn texts<'a>(folders: impl IntoIterator<Item = &'a Dir<'static>>) -> StarterFiles {
    files(folders).into_iter().filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?))).collect()
}

/// The files of some folders, each with its path in it.
fn files<'a>(folders: impl IntoIterator<Item = &'a Dir<'static>>) -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    for folder in folders {
        let mut own = Vec::new();
        collect(folder, &mut own);
        let below = |path: &str| path.strip_prefix(folder.path().to_str()?)?.strip_prefix('/').map(str::to_owned);
        files.extend(own.into_iter().map(|(path, bytes)| (below(&path).unwrap_or(path), bytes)));
    }
    files.sort_unstable();
    files
}

fn collect(folder: &Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
    files.extend(folder.files().filter_map(|file| Some((file.path().to_str()?.to_owned(), file.contents()))));
    for inner in folder.dirs() {
        collect(inner, files);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_from_the_root_of_the_repository() {
        let paths = |files: StarterFiles| files.into_iter().map(|(path, _)| path).collect::<Vec<_>>();
        assert_eq!(paths(new_ci("gitlab")), [".ci/spatz-holen.sh", ".gitlab-ci.yml"]);
        assert_eq!(paths(new_ci("github")), [".ci/spatz-holen.sh", ".github/workflows/spatz.yml"]);
        assert_eq!(paths(new_hook()), [".githooks/pre-commit"]);
        assert!(paths(new_site()).contains(&"content/seite.yaml".to_owned()));
    }
}
