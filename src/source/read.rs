//! Reading a content folder, within limits and without leaving it.

use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::{FileId, MARK, Place, Problem, ProblemKind, SourceFile, Sources, Span};

/// No content file is larger: a record is a page of text, and every byte is held in memory.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;

/// No site has more files: ten times the largest benchmark.
pub const MAX_FILES: usize = 500_000;

impl Sources {
    /// Reads every content file below `folder`. Symbolic links, special files and names that are not UTF-8 are
    /// problems; `README.md` and names beginning with `_` or `.` are not content. The folder itself may be a link.
    pub fn read(folder: &Path) -> (Self, Vec<Problem>) {
        if !folder.is_dir() {
            let problem = Problem { place: Place::Path(String::new()), kind: ProblemKind::NoFolder };
            return (Self::default(), vec![problem]);
        }
        let mut problems = Vec::new();
        let mut files = Vec::new();
        // From depth 1: the folder itself may be a link, what is inside may not.
        let walk = WalkDir::new(folder).min_depth(1).follow_links(false).sort_by_file_name();
        for entry in walk.into_iter().filter_entry(is_content) {
            if files.len() >= MAX_FILES {
                problems.push(Problem { place: Place::Path(String::new()), kind: ProblemKind::TooMany });
                break;
            }
            match entry.map_err(|error| unreadable_entry(folder, &error)).and_then(|entry| read_entry(folder, &entry)) {
                Ok(Some(file)) => files.push(file),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        let (sources, found) = Self::from_files(files);
        problems.extend(found);
        (sources, problems)
    }
}

/// Whether a file or folder of that name can be content: `README.md` and names beginning with `_` or `.` are not.
pub fn is_content_name(name: &str) -> bool {
    !(name.starts_with('.') || name.starts_with('_') || name == "README.md")
}

fn is_content(entry: &DirEntry) -> bool {
    is_content_name(&entry.file_name().to_string_lossy())
}

fn read_entry(folder: &Path, entry: &DirEntry) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let kind = entry.file_type();
    if kind.is_dir() {
        return Ok(None);
    }
    let shown = relative(folder, entry.path());
    let problem = |kind| Err(Problem { place: Place::Path(shown.clone()), kind });
    if kind.is_symlink() {
        return problem(ProblemKind::SymbolicLink);
    }
    if !kind.is_file() {
        return problem(ProblemKind::NotAFile);
    }
    if entry.path().to_str().is_none() {
        return problem(ProblemKind::NameNotUtf8);
    }
    if entry.metadata().map_or(0, |metadata| metadata.len()) > MAX_FILE_BYTES {
        return problem(ProblemKind::TooLarge);
    }
    match fs::read(entry.path()) {
        Ok(bytes) => Ok(Some((shown, bytes))),
        Err(error) => problem(ProblemKind::Unreadable(error.to_string())),
    }
}

fn unreadable_entry(folder: &Path, error: &walkdir::Error) -> Problem {
    let path = error.path().map_or_else(String::new, |path| relative(folder, path));
    let text = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Problem { place: Place::Path(path), kind: ProblemKind::Unreadable(text) }
}

fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Bytes to text: strips a byte order mark, reports what is not UTF-8 and control characters.
pub(super) fn decode(file: FileId, bytes: Vec<u8>) -> (String, Option<Problem>) {
    let (mut text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
        }
    };
    let mark = if text.starts_with(MARK) { MARK.len() } else { 0 };
    text.drain(..mark);
    let problem = invalid
        .map(|at| (at.saturating_sub(mark), ProblemKind::NotUtf8))
        .or_else(|| control_character(&text).map(|at| (at, ProblemKind::ControlCharacter)))
        .map(|(at, kind)| Problem { place: Place::Span(Span::new(file, at, at + 1)), kind });
    (text, problem)
}

fn control_character(text: &str) -> Option<usize> {
    text.char_indices().find(|&(_, c)| c.is_control() && !matches!(c, '\n' | '\r' | '\t')).map(|(at, _)| at)
}

impl SourceFile {
    /// File name without folder and ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Option<ProblemKind>) {
        let (text, problem) = decode(FileId::default(), bytes.to_vec());
        (text, problem.map(|problem| problem.kind))
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(decoded("\u{feff}titel: x".as_bytes()), ("titel: x".into(), None));
    }

    #[test]
    fn windows_1252_is_reported_where_it_begins() {
        let (_, problem) = decode(FileId::default(), b"titel: Gr\xfc\xdfe".to_vec());
        let problem = problem.unwrap();
        assert_eq!(problem.kind, ProblemKind::NotUtf8);
        assert_eq!(problem.place, Place::Span(Span::new(FileId::default(), 9, 10)));
    }

    #[test]
    fn nul_is_refused_and_line_ends_are_not() {
        assert_eq!(decoded(b"a\0b").1, Some(ProblemKind::ControlCharacter));
        assert_eq!(decoded(b"a\r\n\tb").1, None);
    }

    #[test]
    fn files_come_in_path_order() {
        let (sources, _) = Sources::from_files([("b".to_owned(), vec![]), ("a".to_owned(), vec![])]);
        assert_eq!(sources.iter().map(|(_, file)| file.path.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn the_folder_may_be_a_link_and_what_is_inside_may_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("_echt/werte")).unwrap();
        fs::write(path("_echt/werte/a.md"), "---\n---\n").unwrap();
        std::os::unix::fs::symlink("_echt", path("verweis")).unwrap();
        for name in ["_echt", "verweis"] {
            let (sources, problems) = Sources::read(&path(name));
            let paths: Vec<_> = sources.iter().map(|(_, file)| file.path.as_str()).collect();
            assert_eq!((paths, problems), (vec!["werte/a.md"], vec![]), "{name}");
        }
        std::os::unix::fs::symlink("a.md", path("_echt/werte/b.md")).unwrap();
        let (_, problems) = Sources::read(&path("verweis"));
        let place = Place::Path("werte/b.md".to_owned());
        assert_eq!(problems, [Problem { place, kind: ProblemKind::SymbolicLink }]);
    }
}
