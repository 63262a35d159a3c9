//! Theme files: the built-in themes, and a folder that overrides them file by file.

use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};
use walkdir::{DirEntry, WalkDir};

/// The themes inside the binary, one folder each.
static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The built-in theme below every other one.
pub const DEFAULT_THEME: &str = "halle";

/// The names of the built-in themes, sorted.
pub fn theme_names() -> Vec<&'static str> {
    let mut names: Vec<_> = THEMES.dirs().filter_map(|theme| theme.path().to_str()).collect();
    names.sort_unstable();
    names
}

/// One file of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeFile {
    /// Path below the theme, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether it comes from the built-in theme (a folder's own files come before it).
    pub built_in: bool,
}

/// Why a theme cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeError {
    /// Neither the name of a built-in theme nor a folder; the built-in names.
    Unknown(Vec<String>),
    /// A file of it cannot be read: path and the system's own words.
    Unreadable(String, String),
}

/// The files of a theme: `name` is a built-in theme or a folder. A folder holds only what it changes; names in it that
/// begin with `.` or `_` (`.git`, `.env`, `.DS_Store`) are no part of the theme. The folder itself may be a link.
///
/// # Errors
/// See [`ThemeError`].
pub fn read_theme(name: &str) -> Result<Vec<ThemeFile>, ThemeError> {
    let mut files = built_in(DEFAULT_THEME).unwrap_or_default();
    if name == DEFAULT_THEME {
        return Ok(files);
    }
    let own = match built_in(name) {
        Some(files) => files,
        None => folder(Path::new(name))?,
    };
    files.extend(own.into_iter().map(|file| ThemeFile { built_in: false, ..file }));
    files.sort_by(|a, b| (&a.path, a.built_in).cmp(&(&b.path, b.built_in)));
    Ok(files)
}

fn built_in(name: &str) -> Option<Vec<ThemeFile>> {
    let folder = THEMES.get_dir(name)?;
    let mut files = Vec::new();
    collect(folder, folder.path(), &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Some(files)
}

fn collect(folder: &Dir<'_>, base: &Path, files: &mut Vec<ThemeFile>) {
    for file in folder.files() {
        let path = file.path().strip_prefix(base).unwrap_or(file.path());
        files.push(ThemeFile { path: slashed(path), bytes: file.contents().to_vec(), built_in: true });
    }
    for inner in folder.dirs() {
        collect(inner, base, files);
    }
}

fn folder(path: &Path) -> Result<Vec<ThemeFile>, ThemeError> {
    if !path.is_dir() {
        return Err(ThemeError::Unknown(theme_names().into_iter().map(str::to_owned).collect()));
    }
    let unreadable =
        |path: &Path, error: &dyn ToString| ThemeError::Unreadable(path.display().to_string(), error.to_string());
    let mut files = Vec::new();
    // From depth 1: the folder itself may be a link, what is inside may not.
    let walk = WalkDir::new(path).min_depth(1).follow_links(false).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(is_theme) {
        let entry = entry.map_err(|error| unreadable(path, &error))?;
        if entry.file_type().is_symlink() {
            return Err(unreadable(entry.path(), &"symbolic link"));
        }
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).map_err(|error| unreadable(entry.path(), &error))?;
            let below = entry.path().strip_prefix(path).unwrap_or(entry.path());
            files.push(ThemeFile { path: slashed(below), bytes, built_in: false });
        }
    }
    Ok(files)
}

fn is_theme(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    !(name.starts_with(b".") || name.starts_with(b"_"))
}

fn slashed(path: &Path) -> String {
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    fn theme(files: &[&str]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join("thema").join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        folder
    }

    fn own(path: &Path) -> Result<Vec<String>, ThemeError> {
        let files = read_theme(path.to_str().unwrap())?;
        Ok(files.into_iter().filter(|file| !file.built_in).map(|file| file.path).collect())
    }

    #[test]
    fn hidden_files_are_no_part_of_a_theme() {
        let hidden = [".git/config", ".env", ".DS_Store", "bilder/.DS_Store", "_entwurf.css", "templates/_alt/a.html"];
        let folder = theme(&[&hidden[..], &["bilder/a_b.svg", "stil.css", "templates/a.html"]].concat());
        symlink("/", folder.path().join("thema/.verweis")).unwrap();
        assert_eq!(own(&folder.path().join("thema")).unwrap(), ["bilder/a_b.svg", "stil.css", "templates/a.html"]);
    }

    #[test]
    fn the_folder_may_be_a_link_and_what_is_inside_may_not() {
        let folder = theme(&["stil.css"]);
        symlink("thema", folder.path().join("verweis")).unwrap();
        assert_eq!(own(&folder.path().join("verweis")).unwrap(), ["stil.css"]);
        symlink("stil.css", folder.path().join("thema/zwei.css")).unwrap();
        for name in ["thema", "verweis"] {
            let error = own(&folder.path().join(name)).unwrap_err();
            assert!(matches!(error, ThemeError::Unreadable(path, _) if path.ends_with("zwei.css")), "{name}");
        }
    }
}
