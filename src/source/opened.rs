//! Where the content of an opened folder is, and which path a file really has.

use std::path::{Path, PathBuf};

/// The content of a folder that somebody has opened: the folder itself if it holds `seite.yaml`, else its `content/`.
pub fn content_folder(opened: &Path) -> PathBuf {
    if opened.join("seite.yaml").is_file() { opened.to_owned() } else { opened.join("content") }
}

/// The path behind all links; of a file that is not there yet, the one it would have in its folder.
pub fn real_path(path: &Path) -> Option<PathBuf> {
    let beside = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(beside)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn content_is_the_folder_or_below_it() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(content_folder(folder.path()), folder.path().join("content"));
        fs::write(folder.path().join("seite.yaml"), "titel: T").unwrap();
        assert_eq!(content_folder(folder.path()), folder.path());
    }

    #[test]
    fn links_are_followed_also_to_files_that_are_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        fs::create_dir(real.join("echt")).unwrap();
        std::os::unix::fs::symlink("echt", real.join("verweis")).unwrap();
        assert_eq!(real_path(&real.join("verweis/neu.md")), Some(real.join("echt/neu.md")));
        assert_eq!(real_path(&real.join("fehlt/neu.md")), None);
    }
}
