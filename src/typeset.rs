//! Typesetting: the one home of Typst. Template and data in, PDF out.
//!
//! A sheet is typeset from a template and virtual files beside it: no disk, no network, no packages, no clock. Data are
//! files that the template reads, never markup. The same sheet gives the same bytes.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Name of the template among the virtual files.
const TEMPLATE: &str = "vorlage.typ";

/// Stack of a thread that typesets, in bytes. The typesetter goes deeper with every row of a table; what is not used takes
/// no memory.
const STACK: usize = 256 * 1024 * 1024;

/// Fonts, the typesetter's library, and threads that have room for it; shared by all sheets.
pub struct Press {
    threads: rayon::ThreadPool,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    standards: PdfStandards,
}

/// What is typeset.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Identifies the document over its versions.
    pub name: &'a str,
    /// The template.
    pub template: &'a str,
    /// What the template reads, by name.
    pub files: &'a BTreeMap<String, Vec<u8>>,
}

/// A typeset sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// PDF/UA-1 and PDF/A-2a, as far as the typesetter checks that itself.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Press").finish_non_exhaustive()
    }
}

impl Press {
    /// With the fonts inside the program.
    ///
    /// # Errors
    /// Where the typesetter does not know the standards, or the system gives no threads; their own words.
    pub fn new() -> Result<Self, String> {
        let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().map_err(|error| error.to_string())?;
        let fonts: Vec<_> = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        let standards =
            PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]).map_err(|error| error.message().to_string())?;
        Ok(Self {
            threads,
            // Header cells of rows are no stable part of the language yet.
            library: LazyHash::new(
                Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build(),
            ),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            standards,
        })
    }

    /// Whether no font has a sign for a character. What is never seen needs none.
    pub fn lacks(&self, character: char) -> bool {
        let unseen = character.is_whitespace() || character.is_control() || is_ignorable(character);
        !unseen && !self.fonts.iter().any(|font| font.info().coverage.contains(character.into()))
    }

    /// Does work on the press's threads: several sheets at once.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.threads.install(work)
    }

    /// Drops what is remembered of the sheets so far, to make the next ones faster.
    pub fn forget(&self) {
        typst::comemo::evict(0);
    }

    /// Typesets a sheet, from whatever thread it is called.
    ///
    /// # Errors
    /// What the typesetter has to say, in its own words.
    pub fn print(&self, sheet: Sheet<'_>) -> Result<Printed, String> {
        self.run(|| self.typeset(sheet))
    }

    fn typeset(&self, sheet: Sheet<'_>) -> Result<Printed, String> {
        let desk = Desk::new(self, sheet)?;
        let document = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| explain(&errors))?;
        let options = PdfOptions {
            ident: Smart::Custom(sheet.name.to_owned()),
            creator: Smart::Custom(Some("Spatz".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| explain(&errors))?;
        Ok(Printed { pdf, pages: document.pages().len() })
    }
}

/// Joiners, marks of direction, variation selectors: they change how others look.
fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// What went wrong, in one line.
fn explain(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}

/// A sheet as the typesetter sees it.
struct Desk<'a> {
    press: &'a Press,
    template: Source,
    files: BTreeMap<String, Bytes>,
}

impl<'a> Desk<'a> {
    fn new(press: &'a Press, sheet: Sheet<'_>) -> Result<Self, String> {
        let path = VirtualPath::new(TEMPLATE).map_err(|error| format!("{error:?}"))?;
        let template = Source::new(RootedPath::new(VirtualRoot::Project, path).intern(), sheet.template.to_owned());
        let files = sheet.files.iter().map(|(name, bytes)| (name.clone(), Bytes::new(bytes.clone()))).collect();
        Ok(Self { press, template, files })
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get();
        let file = self.files.get(path.vpath().get_without_slash());
        file.filter(|_| *path.root() == VirtualRoot::Project).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(template: &str) -> Result<Printed, String> {
        let files = BTreeMap::from([("daten.json".to_owned(), b"{\"x\": \"*Wort*\"}".to_vec())]);
        Press::new()?.print(Sheet { name: "probe", template, files: &files })
    }

    const HEAD: &str =
        "#set document(title: \"Probe\", date: datetime(year: 2024, month: 6, day: 30))\n#set text(lang: \"de\")\n";

    #[test]
    fn the_same_sheet_gives_the_same_bytes() {
        let template = format!("{HEAD}= Titel\n#json(\"daten.json\").x");
        let printed = print(&template).unwrap();
        assert_eq!(printed.pages, 1);
        assert!(printed.pdf.starts_with(b"%PDF-1.7"));
        assert_eq!(print(&template).unwrap(), printed);
    }

    #[test]
    fn nothing_outside_is_read() {
        for template in [
            "#read(\"/etc/hostname\")",
            "#import \"@preview/cetz:0.3.0\"",
            "#include \"anderes.typ\"",
            "#datetime.today()",
        ] {
            assert!(print(&format!("{HEAD}= Titel\n{template}")).is_err(), "{template}");
        }
    }

    #[test]
    fn signs_that_no_font_has_are_known() {
        let press = Press::new().unwrap();
        for character in "Äößü€–„“…≥→²□ \u{ad}".chars() {
            assert!(!press.lacks(character), "{character}");
        }
        assert!(press.lacks('漢') && press.lacks('🐦'));
    }
}
