//! Content: from files to a model.
//!
//! `parse` turns every file into a tree with places ([`Parsed`]); [`Parsed::visible_to`] drops what the chosen view may
//! not see; [`resolve`] reads the trees into records whose references exist ([`Model`]); [`Parsed::known_on`] drops what the
//! council cannot know yet. A kind of content is one file here and one entry in [`KINDS`].

pub mod accessibility;
pub mod audience;
pub mod calculation;
pub mod campaign;
pub mod commitment;
pub mod common;
pub mod council;
pub mod design;
pub mod document;
pub mod entries;
pub mod fields;
pub mod figure;
pub mod formula;
pub mod free_page;
mod hidden;
mod ids;
pub mod index;
mod known;
pub mod licence;
pub mod maturity_model;
pub mod meant;
pub mod measure;
pub mod meeting;
pub mod names;
pub mod organisation;
mod parse;
pub mod project;
pub mod prose;
pub mod publication;
mod resolve;
pub mod scalar;
pub mod section;
pub mod shape;
pub mod site;
pub mod strategy;
pub mod target;
pub mod task;
pub mod term;
pub mod variant;
mod version;
mod wording;

pub use parse::{Memory, Parsed, View, parse};
pub use resolve::resolve;

use calculation::Calculation;
use campaign::{Block, CoreValue, Problem};
use commitment::Commitment;
use common::{Head, SourceRef};
use council::Paper;
use document::SourceDocument;
use fields::{Fields, Read};
use figure::KeyFigure;
use free_page::FreePage;
use maturity_model::MaturityModel;
use measure::Measure;
use meeting::Meeting;
use names::{Kind, Names, Record, Table};
use organisation::{Committee, Partner, Unit};
use project::Project;
use shape::Shape;
use site::Site;
use strategy::Strategy;
use target::{Exemption, Target};
use term::Term;
use variant::Variant;

/// Where a kind of content stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// One Markdown file per record in this folder.
    Folder(&'static str),
    /// One YAML file.
    File(&'static str),
}

/// How the ids of a kind are found before anything is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// The file's stem.
    Stem(Kind),
    /// The keys of the file's mapping.
    Keys(Kind),
    /// The keys of some of its fields.
    Inner(&'static [(&'static str, Kind)]),
    /// Dimensions and criteria.
    Model,
    /// None can be referred to.
    None,
}

/// A kind of content file. No two kinds stand in the same place.
#[derive(Debug, Clone, Copy)]
pub struct ContentKind {
    /// Where it stands.
    pub place: Place,
    /// How its ids are found.
    pub ids: Ids,
    /// Whether a site cannot do without.
    pub required: bool,
    /// What its YAML may hold.
    pub(crate) shape: fn() -> Shape,
}

impl PartialEq for ContentKind {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for ContentKind {}

impl ContentKind {
    /// The folder or file it stands in.
    pub fn path(&self) -> &'static str {
        match self.place {
            Place::Folder(name) | Place::File(name) => name,
        }
    }

    /// Whether a file of this path below the content folder is one of its.
    pub fn holds(&self, path: &str) -> bool {
        match self.place {
            Place::File(name) => path == name,
            Place::Folder(folder) => path
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|name| !name.contains('/') && name.ends_with(".md")),
        }
    }

    /// Its name: the folder's, or the file's without its ending.
    pub fn name(&self) -> &'static str {
        self.path().strip_suffix(".yaml").unwrap_or(self.path())
    }
}

/// A folder of records.
const fn folder<T: ReadRecord>(name: &'static str) -> ContentKind {
    ContentKind { place: Place::Folder(name), ids: Ids::Stem(T::KIND), required: false, shape: shape::record::<T> }
}

/// A file of records by their ids.
const fn keyed<T: ReadRecord>(name: &'static str) -> ContentKind {
    file(name, Ids::Keys(T::KIND), shape::keyed::<T>)
}

/// A list that nobody refers to.
const fn list<T: Read>(name: &'static str) -> ContentKind {
    file(name, Ids::None, shape::list::<T>)
}

const fn file(name: &'static str, ids: Ids, shape: fn() -> Shape) -> ContentKind {
    ContentKind { place: Place::File(name), ids, required: false, shape }
}

/// A file that a site cannot do without.
const fn required(name: &'static str, ids: Ids, shape: fn() -> Shape) -> ContentKind {
    ContentKind { required: true, ..file(name, ids, shape) }
}

/// The ids inside `organisation.yaml`.
const ORGANISATION: Ids =
    Ids::Inner(&[("einheiten", Kind::Unit), ("gremien", Kind::Committee), ("partner", Kind::Partner)]);

/// The version of the format that is described here; `format` in `seite.yaml` says which one a content is written in, and
/// without it the first.
pub const FORMAT: u32 = 1;

/// Every kind of content file, sorted by place.
pub const KINDS: &[ContentKind] = &[
    list::<Exemption>("ausnahmen.yaml"),
    folder::<Block>("bausteine"),
    keyed::<Term>("glossar.yaml"),
    keyed::<KeyFigure>("kennzahlen.yaml"),
    keyed::<Calculation>("kosten.yaml"),
    folder::<Measure>("massnahmen"),
    required("modell.yaml", Ids::Model, || shape::single(MaturityModel::read)),
    file("organisation.yaml", ORGANISATION, || shape::single(resolve::organisation)),
    folder::<Problem>("probleme"),
    folder::<Project>("projekte"),
    keyed::<SourceDocument>("quellen.yaml"),
    required("seite.yaml", Ids::None, || shape::single(Site::read)),
    folder::<FreePage>("seiten"),
    list::<Meeting>("sitzungen.yaml"),
    folder::<Paper>("stadtrat"),
    folder::<Strategy>("strategie"),
    folder::<Variant>("varianten"),
    folder::<CoreValue>("werte"),
    file(wording::FILE, Ids::None, || Shape::Words),
    list::<Target>("ziele.yaml"),
    keyed::<Commitment>("zusagen.yaml"),
];

/// A record that is read from fields behind a common head.
pub trait ReadRecord: Record + Default {
    /// Reads the fields behind the head.
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self;

    /// The head.
    fn head(&self) -> &Head;

    /// Every source that the record names, in its head and inside.
    fn cited(&self) -> Vec<&SourceRef> {
        self.head().sources.iter().collect()
    }

    /// All records of the kind.
    fn table(model: &Model) -> &Table<Self>;
}

/// What the content means: every reference exists, every order is fixed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    /// The site as a whole.
    pub site: Site,
    /// The maturity model.
    pub maturity: MaturityModel,
    /// Targets, by date.
    pub targets: Vec<Target>,
    /// Exemptions, as written.
    pub exemptions: Vec<Exemption>,
    /// Units, by id.
    pub units: Table<Unit>,
    /// Councils and committees, by id.
    pub committees: Table<Committee>,
    /// Partners, by id.
    pub partners: Table<Partner>,
    /// Strategies, by id.
    pub strategies: Table<Strategy>,
    /// Values, by id.
    pub values: Table<CoreValue>,
    /// Problems, by id.
    pub problems: Table<Problem>,
    /// Building blocks, by id.
    pub blocks: Table<Block>,
    /// Projects, by id.
    pub projects: Table<Project>,
    /// Measures, by id.
    pub measures: Table<Measure>,
    /// Council papers, by id.
    pub papers: Table<Paper>,
    /// Meetings, as written.
    pub meetings: Vec<Meeting>,
    /// Commitments, by id.
    pub commitments: Table<Commitment>,
    /// Key figures, by id.
    pub figures: Table<KeyFigure>,
    /// Cost calculations, by id.
    pub calculations: Table<Calculation>,
    /// Options, by id.
    pub variants: Table<Variant>,
    /// Source documents, by id.
    pub documents: Table<SourceDocument>,
    /// Glossary, by id.
    pub terms: Table<Term>,
    /// Free pages, by id.
    pub pages: Table<FreePage>,
    /// All ids, former ones included.
    pub names: Names,
    /// Hash of what the view may see of the sources, in hexadecimal: the version of the data.
    pub version: String,
}

/// So many digits of the data's hash tell versions apart.
const VERSION: usize = 12;

impl Model {
    /// The heads of all records that have one, kind by kind.
    pub fn heads(&self) -> impl Iterator<Item = (Kind, &Head)> {
        fn of<'a, T: ReadRecord + 'a>(model: &'a Model) -> impl Iterator<Item = (Kind, &'a Head)> {
            T::table(model).iter().map(|record| (T::KIND, record.head()))
        }
        of::<Strategy>(self)
            .chain(of::<CoreValue>(self))
            .chain(of::<Problem>(self))
            .chain(of::<Block>(self))
            .chain(of::<Project>(self))
            .chain(of::<Measure>(self))
            .chain(of::<Paper>(self))
            .chain(of::<Commitment>(self))
            .chain(of::<KeyFigure>(self))
            .chain(of::<Calculation>(self))
            .chain(of::<Variant>(self))
            .chain(of::<SourceDocument>(self))
            .chain(of::<Term>(self))
            .chain(of::<FreePage>(self))
            .chain(of::<Unit>(self))
            .chain(of::<Committee>(self))
            .chain(of::<Partner>(self))
    }

    /// The version of the data, short enough to be printed.
    pub fn short_version(&self) -> Option<&str> {
        self.version.get(..VERSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted_and_unique() {
        assert!(KINDS.windows(2).all(|pair| pair[0].path() < pair[1].path()));
    }
}
