//! Content: from files to a model.
//!
//! `parse` turns every file into a tree with places ([`Parsed`]); [`Parsed::visible_to`] drops what the chosen view may
//! not see; [`resolve`] reads the trees into records whose references exist ([`Model`]); [`Parsed::known_on`] drops what the
//! council cannot know yet. A kind of content is one file here and one entry in [`KINDS`].

pub mod audience;
pub mod calculation;
pub mod campaign;
pub mod commitment;
pub mod common;
pub mod council;
pub mod document;
pub mod entries;
pub mod fields;
pub mod figure;
pub mod formula;
pub mod free_page;
mod hidden;
mod ids;
mod known;
pub mod maturity_model;
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
pub mod site;
pub mod strategy;
pub mod target;
pub mod task;
pub mod term;
pub mod variant;
mod version;

pub use parse::{Parsed, View, parse};
pub use resolve::resolve;

use calculation::Calculation;
use campaign::{Block, CoreValue, Problem};
use commitment::Commitment;
use common::{Head, SourceRef};
use council::Paper;
use document::SourceDocument;
use fields::Fields;
use figure::KeyFigure;
use free_page::FreePage;
use maturity_model::MaturityModel;
use measure::Measure;
use meeting::Meeting;
use names::{Kind, Names, Record, Table};
use organisation::{Committee, Partner, Unit};
use project::Project;
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

/// A kind of content file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentKind {
    /// Where it stands.
    pub place: Place,
    /// How its ids are found.
    pub ids: Ids,
    /// Whether a site cannot do without.
    pub required: bool,
}

const fn folder(name: &'static str, kind: Kind) -> ContentKind {
    ContentKind { place: Place::Folder(name), ids: Ids::Stem(kind), required: false }
}

const fn file(name: &'static str, ids: Ids, required: bool) -> ContentKind {
    ContentKind { place: Place::File(name), ids, required }
}

/// The ids inside `organisation.yaml`.
const ORGANISATION: Ids =
    Ids::Inner(&[("einheiten", Kind::Unit), ("gremien", Kind::Committee), ("partner", Kind::Partner)]);

/// Every kind of content file, sorted by place.
pub const KINDS: &[ContentKind] = &[
    file("ausnahmen.yaml", Ids::None, false),
    folder("bausteine", Kind::Block),
    file("glossar.yaml", Ids::Keys(Kind::Term), false),
    file("kennzahlen.yaml", Ids::Keys(Kind::Figure), false),
    file("kosten.yaml", Ids::Keys(Kind::Calculation), false),
    folder("massnahmen", Kind::Measure),
    file("modell.yaml", Ids::Model, true),
    file("organisation.yaml", ORGANISATION, false),
    folder("probleme", Kind::Problem),
    folder("projekte", Kind::Project),
    file("quellen.yaml", Ids::Keys(Kind::Document), false),
    file("seite.yaml", Ids::None, true),
    folder("seiten", Kind::Page),
    file("sitzungen.yaml", Ids::None, false),
    folder("stadtrat", Kind::Paper),
    folder("strategie", Kind::Strategy),
    folder("varianten", Kind::Variant),
    folder("werte", Kind::Value),
    file("ziele.yaml", Ids::None, false),
    file("zusagen.yaml", Ids::Keys(Kind::Commitment), false),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted_and_unique() {
        let name = |kind: &ContentKind| match kind.place {
            Place::Folder(name) | Place::File(name) => name,
        };
        assert!(KINDS.windows(2).all(|pair| name(&pair[0]) < name(&pair[1])));
    }
}
