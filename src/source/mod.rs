//! The only reader of the disk: the bytes of every input, spans into them, and YAML with spans.
//!
//! Nothing is read after [`Sources::read`]. Pictures are bytes, everything else is text. What is wrong with a file is a [`Problem`]: data, without words.

mod file;
mod folder;
mod front_matter;
pub mod limits;
mod list;
mod opened;
mod overlay;
mod read;
mod span;
mod starter;
mod theme;
mod watch;
pub mod yaml;

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use file::Content;
pub use file::SourceFile;
pub use folder::Folder;
pub use front_matter::{FrontMatter, split};
pub use list::{Cell, FileError, letters, read_file};
pub use opened::{content_folder, real_path};
pub use read::{is_content_name, is_hidden};
pub use span::{FileId, LineColumn, Span, Spanned};
pub use starter::{StarterFiles, handbook, new_ci, new_hook, new_site};
pub use theme::{DEFAULT_THEME, ThemeError, ThemeFile, read_theme, theme_names};
pub use watch::{Watch, WatchError, watch};

/// A content file as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path below the content folder.
    pub path: String,
    /// Its bytes as they were read; none if it is new.
    pub before: Option<Vec<u8>>,
    /// Its bytes as they are to be.
    pub after: Vec<u8>,
}

/// The byte order mark of UTF-8.
pub const MARK: &str = "\u{feff}";

/// Every input, sorted by path. Copies share the texts and the bytes of pictures.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Arc<SourceFile>>,
    pictures: BTreeMap<String, Arc<[u8]>>,
}

/// Something that keeps a file from being read or understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where; a path alone where there is no text to point at.
    pub place: Place,
    /// What.
    pub kind: ProblemKind,
}

/// A place in the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A range of text in a file.
    Span(Span),
    /// A file or folder that has no readable text.
    Path(String),
    /// A place in a list outside of the content.
    Cell(Box<Cell>),
}

/// What keeps a file from being read or understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The content folder does not exist or is no folder.
    NoFolder,
    /// The file system refuses; the text is the system's own.
    Unreadable(io::ErrorKind, String),
    /// Somebody wrote it while it was read.
    Changed,
    /// A symbolic link, which may lead out of the content folder.
    SymbolicLink,
    /// Neither file nor folder (a pipe, a socket, a device).
    NotAFile,
    /// Larger than [`limits::FILE_BYTES`].
    TooLarge,
    /// More than any city has.
    TooMuch(Excess),
    /// A name that is not UTF-8.
    NameNotUtf8,
    /// Not UTF-8, usually Windows-1252.
    NotUtf8,
    /// A control character such as NUL, or what is no character.
    ControlCharacter,
    /// A character that turns the direction of reading around.
    DirectionCharacter,
    /// A Markdown file without `---` on its first line.
    NoFrontMatter,
    /// A front matter without the closing `---`.
    UnclosedFrontMatter,
    /// YAML: a tab where indentation is asked for.
    Tab,
    /// YAML: a quotation that does not end.
    UnclosedQuote,
    /// YAML: text behind the end of a quotation; what may be meant.
    TextBehindQuote(Option<String>),
    /// YAML: a backslash that means nothing in double quotes; what may be meant.
    Backslash(Option<String>),
    /// YAML: a bracket that does not end.
    UnclosedBracket,
    /// YAML: a bracket that was not opened.
    ExtraBracket(char),
    /// YAML: `[…}` or `{…]`.
    MixedBrackets {
        /// The bracket that begins.
        open: char,
        /// The bracket that ends.
        close: char,
        /// Where it begins.
        opened: Span,
    },
    /// YAML: no comma between two entries in brackets.
    MissingComma,
    /// YAML: a key in braces that has no colon.
    WithoutValue(String),
    /// YAML: a colon inside plain text; what may be meant.
    Colon(Option<String>),
    /// YAML: a line without the colon of its key.
    MissingColon,
    /// YAML: no white space behind a key's colon or a list mark, which is given.
    MissingSpace(String),
    /// YAML: indentation does not fit.
    Indentation,
    /// YAML: a text that begins with a character of YAML's own; what may be meant.
    SpecialCharacter(char, Option<String>),
    /// YAML: a comment that ends a text before its end.
    CommentInText,
    /// YAML: what may be text, but is read as a comment; only odd.
    CutOff(String),
    /// YAML: any other break of its rules.
    Syntax,
    /// YAML: the same key twice in one mapping; the span is the first one.
    DuplicateKey(String, Span),
    /// YAML: a key that is not plain text.
    KeyNotText,
    /// YAML: more than any content needs.
    Budget(Limit),
    /// YAML: an alias to an anchor that does not exist.
    UnknownAnchor,
    /// YAML: a second document in one file.
    SecondDocument,
}

/// What a content folder can have too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Files: more than [`limits::FILES`].
    Files,
    /// Bytes of all files: more than [`limits::CONTENT_BYTES`].
    Bytes,
    /// Folders: more than [`limits::FOLDERS`].
    Folders,
    /// Folders within each other: more than [`limits::FOLDER_DEPTH`].
    Levels,
}

impl Excess {
    /// What there is too much of where so many files with so many bytes have been read and another one comes.
    pub(crate) fn of(files: usize, bytes: u64) -> Option<Self> {
        match () {
            () if files >= limits::FILES => Some(Self::Files),
            () if bytes > limits::CONTENT_BYTES => Some(Self::Bytes),
            () => None,
        }
    }

    /// The problem at a path.
    pub(crate) fn at(self, path: String) -> Problem {
        Problem { place: Place::Path(path), kind: ProblemKind::TooMuch(self) }
    }
}

/// What a YAML file can have too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Lists and mappings inside each other.
    Depth,
    /// Anchors, and what aliases repeat.
    Repetition,
    /// Values.
    Size,
}

impl Sources {
    /// Sources from memory: `(path, bytes)`. Sorted by path, whatever the order given.
    pub fn from_files(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> (Self, Vec<Problem>) {
        let files: Vec<_> = files.into_iter().collect();
        let contents: Vec<_> = files.into_par_iter().map(|(path, bytes)| Content::new(path, bytes)).collect();
        Self::of(contents)
    }

    /// Sources of files that were read, and what is wrong with them.
    fn of(contents: impl IntoIterator<Item = Content>) -> (Self, Vec<Problem>) {
        let mut sources = Self::default();
        for content in contents {
            match content {
                Content::Text(file) => sources.files.push(file),
                Content::Picture(path, bytes) => drop(sources.pictures.insert(path, bytes)),
            }
        }
        sources.files.sort_by(|a, b| (&a.path, &a.text).cmp(&(&b.path, &b.text)));
        let problems = sources.iter().filter_map(|(id, file)| file.problem(id)).collect();
        (sources, problems)
    }

    /// The same with changed files.
    pub fn with(&self, changes: &[FileChange]) -> (Self, Vec<Problem>) {
        let is_kept = |path: &str| changes.iter().all(|change| change.path != path);
        let files = self.files.iter().map(|file| (file.path.clone(), file.bytes(&file.text)));
        let pictures = self.pictures.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec()));
        let kept = files.chain(pictures).filter(|(path, _)| is_kept(path));
        let changed = changes.iter().map(|change| (change.path.clone(), change.after.clone()));
        Self::from_files(kept.chain(changed))
    }

    /// All texts, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Arc<SourceFile>)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId::new(index), file))
    }

    /// The file of an id that came from these sources.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.index()).map(Arc::as_ref)
    }

    /// The bytes of a picture.
    pub fn picture(&self, path: &str) -> Option<&[u8]> {
        self.pictures.get(path).map(Arc::as_ref)
    }

    /// The paths of all pictures, sorted.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        self.pictures.keys().map(String::as_str)
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Line and column of a span's beginning, both from 1, columns in characters.
    pub fn line_column(&self, span: Span) -> LineColumn {
        self.file(span.file)
            .map_or(LineColumn { line: 1, column: 1 }, |file| span::line_column(&file.text, span.start()))
    }
}
