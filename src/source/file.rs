//! A file of the content: text, or the bytes of a picture.

use std::sync::Arc;

use super::read::decode;
use super::{FileId, MARK, Place, Problem, ProblemKind, Span};

/// The content of one file, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the content folder, with `/` on every platform.
    pub path: String,
    /// The text without a byte order mark. Invalid UTF-8 is replaced (and reported as a problem).
    pub text: String,
    /// Whether a byte order mark stood before the text.
    marked: bool,
    /// What keeps the text from being what the author wrote, and where.
    defect: Option<(usize, ProblemKind)>,
}

impl SourceFile {
    /// The file that has these bytes.
    pub(super) fn new(path: String, bytes: Vec<u8>) -> Self {
        let marked = bytes.starts_with(MARK.as_bytes());
        let (text, defect) = decode(bytes);
        Self { path, text, marked, defect }
    }

    /// Whether the text is what the author wrote; if not, that has been reported.
    pub fn is_readable(&self) -> bool {
        self.defect.is_none()
    }

    /// What is wrong with the text of a file that has an id.
    pub(super) fn problem(&self, id: FileId) -> Option<Problem> {
        let (at, kind) = self.defect.clone()?;
        Some(Problem { place: Place::Span(Span::new(id, at, at + 1)), kind })
    }

    /// The bytes of a file with this text, as far as it is readable: with its byte order mark, if it has one.
    pub fn bytes(&self, text: &str) -> Vec<u8> {
        let mark = if self.marked { MARK } else { "" };
        [mark.as_bytes(), text.as_bytes()].concat()
    }

    /// File name without folder and ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// A file as it was read. Copies share what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Text(Arc<SourceFile>),
    /// Its path, and its bytes.
    Picture(String, Arc<[u8]>),
}

impl Content {
    /// The file of a path that has these bytes.
    pub(super) fn new(path: String, bytes: Vec<u8>) -> Self {
        match is_picture(&path) {
            true => Self::Picture(path, bytes.into()),
            false => Self::Text(Arc::new(SourceFile::new(path, bytes))),
        }
    }
}

/// Whether a file of that name is a picture and no text.
pub(super) fn is_picture(path: &str) -> bool {
    path.ends_with(".png") || path.ends_with(".svg")
}
