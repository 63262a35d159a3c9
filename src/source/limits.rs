//! Every limit of what is read: beyond it something is refused or cut off, so that no file and no repository can take all
//! time or memory. The handbook lists them with their reasons.
//!
//! How much of something is *shown* at once is no limit and stands where it is shown.

/// A limit as the handbook tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// Its key in the message catalogue below `grenzen`.
    pub name: &'static str,
    /// What is still allowed.
    pub most: u64,
    /// What is counted.
    pub unit: Unit,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// What the limit's own words say.
    Number,
    /// Bytes.
    Bytes,
}

/// Bytes of a MiB.
pub const MIB: u64 = 1024 * 1024;

/// Bytes of a content file. A record is a page of text, a whole list some hundred kilobytes; every byte is held in memory.
pub const FILE_BYTES: u64 = 8 * MIB;

/// Files of a site: ten times the largest benchmark.
pub const FILES: usize = 500_000;

/// Bytes of all content files together: [`FILES`] of 2 kB each. Everything is held in memory at once.
pub const CONTENT_BYTES: u64 = 1024 * MIB;

/// Folders within each other. Content has two levels; whoever nests a thousand fills the stack of what walks them.
pub const FOLDER_DEPTH: usize = 32;

/// Folders of a site as git has them: there one folder may stand in many places and cost nothing.
pub const FOLDERS: usize = 10_000;

/// Commits that are looked at for what has been done since: a commit an hour for a year.
pub const COMMITS: usize = 10_000;

/// Lists and mappings within each other in YAML. The deepest content has 9.
pub const YAML_DEPTH: usize = 32;

/// Values of a YAML file. Records are small; a whole list has some ten thousand.
pub const YAML_VALUES: usize = 500_000;

/// Anchors of a YAML file, and as many aliases. Editors rarely use any.
pub const YAML_ALIASES: usize = 100;

/// Values that aliases repeat, in all: ten lines could otherwise become billions.
pub const YAML_REPEATED: usize = 10_000;

/// Characters of an id. It becomes the name of a file, with an ending and perhaps the id of another record before it; file
/// systems take 255 bytes.
pub const ID_CHARS: usize = 100;

/// Findings about a file that are shown, errors and warnings each. Whoever has mended those sees the next; each costs a look at
/// the whole file.
pub const FINDINGS: usize = 1_000;

/// Digits of a number. No number of a city has more, and sums of longer ones would take time.
pub const NUMBER_DIGITS: usize = 40;

/// The count of days, months or years of a period: a hundred years in days.
pub const PERIOD: u32 = 36_500;

/// Brackets within each other in a formula.
pub const FORMULA_DEPTH: usize = 32;

/// Numbers, names and signs of a formula. Longer is no calculation that anyone can follow. It also bounds the depth of the
/// tree, which is walked recursively: each `+` is one level deeper.
pub const FORMULA_TOKENS: usize = 200;

/// Bits of what a formula comes to. No figure of a city needs 300 digits; lines that square each other would double their
/// digits for ever.
pub const FORMULA_BITS: u64 = 1_000;

/// Bytes of a picture. It is loaded with every page.
pub const PICTURE_BYTES: usize = 50_000;

/// Bytes of a list that is imported: ten times the largest that project offices keep.
pub const LIST_BYTES: u64 = 32 * MIB;

/// What a workbook may hold unpacked, over all of its parts: a few kilobytes can unpack to any size.
pub const LIST_UNPACKED_BYTES: u64 = 64 * MIB;

/// Parts of a workbook.
pub const LIST_PARTS: usize = 10_000;

/// Rows of a sheet, counted from the first.
pub const LIST_ROWS: u32 = 50_000;

/// Columns of a sheet, counted from the first.
pub const LIST_COLUMNS: u32 = 500;

/// Characters of a cell. A text of five pages belongs elsewhere.
pub const LIST_CELL_CHARS: usize = 20_000;

/// Cells of a list that hold something.
pub const LIST_CELLS: usize = 1_000_000;

/// Blanks that a sheet may say it repeats: each is made before it is left out.
pub const LIST_BLANKS: u64 = 1_000_000;

/// Bytes of a mapping of columns.
pub const MAPPING_BYTES: u64 = MIB;

/// All that the handbook lists, in its order.
pub const LIMITS: &[Bound] = &[
    bytes("datei", FILE_BYTES),
    number("dateien", FILES as u64),
    bytes("inhalt", CONTENT_BYTES),
    number("ordner-tiefe", FOLDER_DEPTH as u64),
    number("ordner", FOLDERS as u64),
    number("commits", COMMITS as u64),
    bytes("bild", PICTURE_BYTES as u64),
    number("yaml-tiefe", YAML_DEPTH as u64),
    number("yaml-werte", YAML_VALUES as u64),
    number("yaml-verweise", YAML_ALIASES as u64),
    number("yaml-wiederholt", YAML_REPEATED as u64),
    number("meldungen", FINDINGS as u64),
    number("kennung", ID_CHARS as u64),
    number("ziffern", NUMBER_DIGITS as u64),
    number("dauer", PERIOD as u64),
    number("formel-tiefe", FORMULA_DEPTH as u64),
    number("formel-zeichen", FORMULA_TOKENS as u64),
    number("formel-groesse", FORMULA_BITS),
    bytes("liste", LIST_BYTES),
    bytes("liste-entpackt", LIST_UNPACKED_BYTES),
    number("liste-teile", LIST_PARTS as u64),
    number("liste-zeilen", LIST_ROWS as u64),
    number("liste-spalten", LIST_COLUMNS as u64),
    number("liste-zeichen", LIST_CELL_CHARS as u64),
    number("liste-zellen", LIST_CELLS as u64),
    number("liste-leer", LIST_BLANKS),
    bytes("zuordnung", MAPPING_BYTES),
];

const fn bytes(name: &'static str, most: u64) -> Bound {
    Bound { name, most, unit: Unit::Bytes }
}

const fn number(name: &'static str, most: u64) -> Bound {
    Bound { name, most, unit: Unit::Number }
}
