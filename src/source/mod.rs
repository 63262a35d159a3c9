//! The only reader of the disk: the bytes of every input, spans into them, and YAML with spans.
//!
//! Nothing is read after [`Sources::read`]. Pictures are bytes, everything else is text. What is wrong with a file is a [`Problem`]: data, without words.

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

use rayon::prelude::*;

pub use folder::Folder;
pub use front_matter::{FrontMatter, split};
pub use list::{Cell, FileError, letters, read_file};
pub use opened::{content_folder, real_path};
pub use read::{is_content_name, is_hidden};
pub use span::{FileId, LineColumn, Span, Spanned};
pub use starter::{StarterFiles, handbook, new_ci, new_hook, new_site};
pub use theme::{DEFAULT_THEME, ThemeError, ThemeFile, read_theme, theme_names};
pub use watch::{Watch, WatchError, watch};

/// The content of one file, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the content folder, with `/` on every platform.
    pub path: String,
    /// The text without a byte order mark. Invalid UTF-8 is replaced (and reported as a problem).
    pub text: String,
    /// Whether the text is what the author wrote; if not, that has been reported.
    pub readable: bool,
    /// Whether a byte order mark stood before the text.
    pub marked: bool,
}

impl SourceFile {
    /// The bytes of a file with this text, as far as it is readable: with its byte order mark, if it has one.
    pub fn bytes(&self, text: &str) -> Vec<u8> {
        let mark = if self.marked { MARK } else { "" };
        [mark.as_bytes(), text.as_bytes()].concat()
    }
}

/// Whether a file of that name is a picture and no text.
fn is_picture(path: &str) -> bool {
    path.ends_with(".png") || path.ends_with(".svg")
}

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

/// The bytes of every input, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    pictures: BTreeMap<String, Vec<u8>>,
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
        let (pictures, mut files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| is_picture(path));
        files.sort();
        let decoded = |(index, (path, bytes)): (usize, (String, Vec<u8>))| {
            let marked = bytes.starts_with(MARK.as_bytes());
            let (text, problem) = read::decode(FileId::new(index), bytes);
            (SourceFile { path, text, readable: problem.is_none(), marked }, problem)
        };
        let (files, problems): (_, Vec<_>) = files.into_par_iter().enumerate().map(decoded).unzip();
        (Self { files, pictures: pictures.into_iter().collect() }, problems.into_iter().flatten().collect())
    }

    /// The same with changed files.
    pub fn with(&self, changes: &[FileChange]) -> (Self, Vec<Problem>) {
        let is_kept = |path: &str| changes.iter().all(|change| change.path != path);
        let files = self.files.iter().map(|file| (file.path.clone(), file.bytes(&file.text)));
        let pictures = self.pictures.iter().map(|(path, bytes)| (path.clone(), bytes.clone()));
        let kept = files.chain(pictures).filter(|(path, _)| is_kept(path));
        let changed = changes.iter().map(|change| (change.path.clone(), change.after.clone()));
        Self::from_files(kept.chain(changed))
    }

    /// All texts, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId::new(index), file))
    }

    /// The file of an id that came from these sources.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.index())
    }

    /// The bytes of a picture.
    pub fn picture(&self, path: &str) -> Option<&[u8]> {
        self.pictures.get(path).map(Vec::as_slice)
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
