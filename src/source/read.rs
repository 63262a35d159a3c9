//! Reading a content folder, within limits and without leaving it.

use std::path::Path;

use super::{Folder, MARK, Problem, ProblemKind, Sources};

impl Sources {
    /// Reads every content file below `folder`. Symbolic links, special files and names that are not UTF-8 are
    /// problems; `README.md` and names beginning with `_` or `.` are not content. The folder itself may be a link.
    pub fn read(folder: &Path) -> (Self, Vec<Problem>) {
        let mut folder = Folder::new(folder);
        folder.look();
        folder.sources()
    }
}

/// Whether a file or folder of that name can be content: `README.md` and names beginning with `_` or `.` are not.
pub fn is_content_name(name: &str) -> bool {
    !(name.starts_with('.') || name.starts_with('_') || name == "README.md")
}

/// Whether a character has no place in a text: nobody sees it, and it breaks a feed or makes a text look like another.
pub fn is_hidden(c: char) -> bool {
    hidden(c).is_some()
}

/// What is wrong with a character: white space apart, no text needs control characters and what is no character at all; and
/// what turns the direction of reading around makes `gro.exe` of `exe.org`.
fn hidden(c: char) -> Option<ProblemKind> {
    match c {
        ' '..='~' | '\n' | '\r' | '\t' => None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(ProblemKind::DirectionCharacter),
        c if c.is_control() || u32::from(c) & 0xfffe == 0xfffe => Some(ProblemKind::ControlCharacter),
        _ => None,
    }
}

/// The first character that has no place in a text: where it stands, and what is wrong with it.
pub(super) fn hidden_character(text: &str) -> Option<(usize, ProblemKind)> {
    text.char_indices().find_map(|(at, c)| Some((at, hidden(c)?)))
}

/// Bytes to text: strips a byte order mark, tells where something is not UTF-8 or a character has no place in a text.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<(usize, ProblemKind)>) {
    let (mut text, invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(at))
        }
    };
    let mark = if text.starts_with(MARK) { MARK.len() } else { 0 };
    text.drain(..mark);
    let invalid = invalid.map(|at| (at.saturating_sub(mark), ProblemKind::NotUtf8));
    let defect = invalid.or_else(|| hidden_character(&text));
    (text, defect)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::source::Place;

    fn decoded(bytes: &[u8]) -> (String, Option<ProblemKind>) {
        let (text, defect) = decode(bytes.to_vec());
        (text, defect.map(|(_, kind)| kind))
    }

    #[test]
    fn a_byte_order_mark_is_dropped() {
        assert_eq!(decoded("\u{feff}titel: x".as_bytes()), ("titel: x".into(), None));
    }

    #[test]
    fn windows_1252_is_reported_where_it_begins() {
        let (_, defect) = decode(b"titel: Gr\xfc\xdfe".to_vec());
        assert_eq!(defect, Some((9, ProblemKind::NotUtf8)));
    }

    #[test]
    fn nul_is_refused_and_line_ends_are_not() {
        assert_eq!(decoded(b"a\0b").1, Some(ProblemKind::ControlCharacter));
        assert_eq!(decoded(b"a\r\n\tb").1, None);
        assert_eq!(decoded("a\u{ffff}b".as_bytes()).1, Some(ProblemKind::ControlCharacter));
    }

    #[test]
    fn what_turns_the_direction_of_reading_around_is_refused_and_writing_from_right_to_left_is_not() {
        for c in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            assert_eq!(decoded(format!("a{c}b").as_bytes()).1, Some(ProblemKind::DirectionCharacter), "{c:?}");
        }
        assert_eq!(decoded("الرقمنة \u{200f}ד".as_bytes()).1, None);
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
