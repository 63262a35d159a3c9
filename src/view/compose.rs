//! The vocabulary of pages: links, badges, dates and blocks, composed from model and analysis.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use super::citation::Papers;
use super::embedding::Embedding;
use super::format::Print;
use super::order::Order;
use super::search::{Entry, entries};
use super::unit_courses::Courses;
use super::{Badge, Block, Body, Cell, Fact, Figure, Link, Meter, Page, SourceNote, Table, TableColumn, easy};
use crate::analysis::difference::{Difference, State};
use crate::analysis::maturity::DimensionState;
use crate::analysis::publication::Published;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::status::Status;
use crate::analysis::{Analysis, Progress};
use crate::content::common::{Head, Interval, Prose, SourceRef};
use crate::content::council::Paper;
use crate::content::figure::{KeyFigure, Reading};
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::{Kind, Record, Ref};
use crate::content::project::Project;
use crate::content::prose::{LinkTarget, link_target, picture};
use crate::content::scalar::{Amount, Datum, Precision, Rational};
use crate::content::section::Section;
use crate::content::{Model, ReadRecord};
use crate::data;
use crate::data::{Archived, File};
use crate::markup::{Explained, Rendering, escape};
use crate::messages::Messages;

/// What is made of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edition {
    /// A site on a city's strategy.
    #[default]
    Site,
    /// Free pages and a glossary alone.
    Handbook,
}

impl Edition {
    /// Whether it has a folder of the site.
    fn has(self, folder: &str) -> bool {
        self == Self::Site || matches!(folder, "start" | "seiten" | "glossar" | "suche")
    }
}

/// Everything that pages are composed from; shared by all of them.
#[derive(Debug)]
pub struct Input<'a> {
    /// The content.
    pub model: &'a Model,
    /// What follows from it.
    pub analysis: &'a Analysis,
    /// The words.
    pub messages: &'a Messages,
    /// What published reports said, by day.
    pub published: &'a [Published],
    /// The states of the data that were published before, the newest last; none where nothing is archived.
    pub archive: Option<&'a [Archived]>,
    /// What is written for other sites to show.
    pub embedding: Embedding,
    /// What it is that is made.
    pub edition: Edition,
    /// Where the pictures of texts stand: by path from the content folder, the path from the site's root.
    pub pictures: BTreeMap<String, String>,
    /// Order of texts.
    pub order: Order,
    /// Where papers stand that texts name by number.
    pub papers: Papers,
    /// Glossary words, longest first; addresses count from the site's root.
    terms: Vec<Explained>,
    /// Made when first asked for: a page tells their sizes, an output writes them.
    data: OnceLock<Result<Vec<File>, String>>,
    /// What stood on other days, computed when first asked for.
    days: Mutex<BTreeMap<Date, Arc<Snapshot>>>,
    /// What can be found, composed when first asked for: a page lists it, the index of the search holds it.
    entries: OnceLock<Vec<Entry>>,
    /// Levels of single units over time, computed when first asked for.
    pub(super) courses: Courses,
    /// What has changed since other days, computed when first asked for.
    changes: Mutex<BTreeMap<Date, Arc<Difference>>>,
}

impl<'a> Input<'a> {
    /// Prepares what all pages share.
    pub fn new(model: &'a Model, analysis: &'a Analysis, messages: &'a Messages) -> Self {
        Self {
            model,
            analysis,
            messages,
            published: &[],
            archive: None,
            embedding: Embedding::Nothing,
            edition: Edition::Site,
            pictures: BTreeMap::new(),
            order: Order::default(),
            papers: Papers::new(model),
            terms: explained(model),
            data: OnceLock::new(),
            days: Mutex::default(),
            entries: OnceLock::new(),
            courses: Courses::default(),
            changes: Mutex::default(),
        }
    }

    /// The same, with published reports.
    #[must_use]
    pub fn with_published(self, published: &'a [Published]) -> Self {
        Self { published, ..self }
    }

    /// The same, with what other sites may show.
    #[must_use]
    pub fn with_embedding(self, embedding: Embedding) -> Self {
        Self { embedding, ..self }
    }

    /// The same, as another edition.
    #[must_use]
    pub fn with_edition(self, edition: Edition) -> Self {
        Self { edition, ..self }
    }

    /// The same, with the pictures of texts.
    #[must_use]
    pub fn with_pictures(self, pictures: BTreeMap<String, String>) -> Self {
        Self { pictures, ..self }
    }

    /// The same, with the states of the data that were published before; a site without data has none.
    #[must_use]
    pub fn with_archive(self, archive: Option<&'a [Archived]>) -> Self {
        Self { archive: archive.filter(|_| self.has(Section::Data)), ..self }
    }

    /// Whether the site has a part: its city may leave it out.
    pub fn has(&self, section: Section) -> bool {
        !self.model.site.without.contains(&section)
    }

    /// Whether the site has what stands in a folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.edition.has(folder) && Section::of_folder(folder).is_none_or(|section| self.has(section))
    }

    /// What stood on a day, as is known of it now.
    pub fn on(&self, day: Date) -> Arc<Snapshot> {
        // A computation that panicked has written nothing.
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(days.entry(day).or_insert_with(|| Arc::new(Snapshot::new(self.model, day))))
    }

    /// What has changed between a day and the as-of date, as is known of both now.
    pub fn changes_since(&self, day: Date) -> Arc<Difference> {
        let (then, now) = (self.on(day), self.on(self.analysis.as_of));
        let state = |day| State { model: self.model, day };
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let between = || Arc::new(Difference::between(state(&then), state(&now)));
        Arc::clone(changes.entry(day).or_insert_with(between))
    }

    /// Everything that can be found, kind by kind, each in alphabetical order.
    pub fn entries(&'a self) -> &'a [Entry] {
        self.entries.get_or_init(|| entries(&self.compose("")))
    }

    /// The files of the data folder.
    ///
    /// # Errors
    /// As [`data::files`].
    pub fn data_files(&self) -> Result<&[File], &str> {
        let files = self.data.get_or_init(|| data::files(self.model, self.analysis, self.messages));
        files.as_deref().map_err(String::as_str)
    }

    /// Composes a page below `folder` (empty at the root).
    pub fn compose(&'a self, folder: &str) -> Compose<'a> {
        let root = if folder.is_empty() { "" } else { "../" };
        let in_place = |term: &Explained| Explained { href: format!("{root}{}", term.href), ..term.clone() };
        let terms = self.terms.iter().map(in_place).collect();
        Compose { input: self, print: Print::new(self.messages), root, folder: folder.to_owned(), terms }
    }
}

/// Single letters are no abbreviation that could be told from a word.
const SHORTEST_TERM: usize = 2;

fn explained(model: &Model) -> Vec<Explained> {
    let mut words = Vec::new();
    for term in &model.terms {
        let meaning = term.long.as_ref().or(term.text.as_ref());
        for word in std::iter::once(&term.head.title).chain(&term.also) {
            let Some(meaning) = meaning.filter(|_| word.chars().count() >= SHORTEST_TERM) else { continue };
            words.push(Explained {
                word: word.clone(),
                meaning: meaning.clone(),
                href: address(Kind::Term, &term.head.id),
            });
        }
    }
    words.sort_by(|a, b| b.word.len().cmp(&a.word.len()).then_with(|| a.word.cmp(&b.word)));
    words
}

/// Where a record is shown, from the site's root.
pub fn address(kind: Kind, id: &str) -> String {
    let folder = kind.folder();
    match kind {
        Kind::Term | Kind::Commitment | Kind::Committee | Kind::Partner => {
            format!("{folder}/index.html#{}-{id}", anchor_prefix(kind))
        }
        _ => format!("{folder}/{id}.html"),
    }
}

/// What stands before an id in the anchors of pages that show several kinds.
pub fn anchor_prefix(kind: Kind) -> &'static str {
    match kind {
        Kind::Term => "begriff",
        Kind::Commitment => "zusage",
        Kind::Unit => "einheit",
        Kind::Committee => "gremium",
        Kind::Partner => "partner",
        Kind::Criterion => "kriterium",
        _ => "eintrag",
    }
}

/// Composes one page.
#[derive(Debug)]
pub struct Compose<'a> {
    /// What all pages share.
    pub input: &'a Input<'a>,
    /// Dates and numbers.
    pub print: Print<'a>,
    /// From this page to the site's root.
    pub root: &'static str,
    folder: String,
    terms: Vec<Explained>,
}

impl<'a> Compose<'a> {
    /// The content.
    pub fn model(&self) -> &'a Model {
        self.input.model
    }

    /// What follows from it.
    pub fn analysis(&self) -> &'a Analysis {
        self.input.analysis
    }

    /// A text of the catalogue.
    pub fn t(&self, key: &str) -> String {
        self.input.messages.get(key).to_owned()
    }

    /// A text of the catalogue with arguments.
    pub fn f(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.input.messages.format(key, arguments)
    }

    /// A counted text of the catalogue.
    pub fn count(&self, key: &str, count: usize) -> String {
        self.input.messages.count(key, count)
    }

    /// An address of the site as seen from this page.
    pub fn href(&self, path: &str) -> String {
        match path.strip_prefix(&format!("{}/", self.folder)) {
            Some(name) if !self.folder.is_empty() => name.to_owned(),
            _ => format!("{}{path}", self.root),
        }
    }

    /// The same; none where it leads to a part that the site is without.
    pub fn link(&self, path: &str) -> Option<String> {
        let section = path.split_once('/').and_then(|(folder, _)| Section::of_folder(folder));
        section.is_none_or(|section| self.input.has(section)).then(|| self.href(path))
    }

    // Pages

    /// An overview page: title and lead from the catalogue under `seite.<key>`.
    pub fn overview(&self, kind: &'static str, section: &str, key: &str) -> Page {
        let name = if self.folder.is_empty() { "index.html".to_owned() } else { format!("{}/index.html", self.folder) };
        let lead = self.input.messages.find(&format!("seite.{key}.vorspann")).map(str::to_owned);
        Page { kind, lead, ..self.page(&name, section, &self.t(&format!("seite.{key}.titel"))) }
    }

    /// A page with nothing but a title.
    pub fn page(&self, path: &str, section: &str, title: &str) -> Page {
        Page {
            path: path.to_owned(),
            root: self.root.to_owned(),
            section: section.to_owned(),
            template: "seite.html",
            kind: "uebersicht",
            kicker: None,
            parent: None,
            lang: None,
            other_wording: None,
            title: title.to_owned(),
            lead: None,
            badges: Vec::new(),
            facts: Vec::new(),
            blocks: Vec::new(),
            sources: Vec::new(),
            assumptions: Vec::new(),
            unlisted: false,
            target: None,
            before: None,
            after: None,
        }
    }

    /// The page of a record, with head, sources and assumption filled in.
    pub fn record_page<T: ReadRecord>(&self, record: &T) -> Page {
        let head = record.head();
        let folder = T::KIND.folder();
        Page {
            kind: "datensatz",
            kicker: Some(self.t(T::KIND.key())),
            parent: Some(self.parent(folder)),
            other_wording: head.easy.as_ref().map(|_| Link {
                text: self.t("leichte-sprache.verweis"),
                href: Some(self.href(&easy::path(T::KIND, head))),
            }),
            lead: head.summary.clone(),
            blocks: head.body.iter().map(|body| self.text("beschreibung", None, body)).collect(),
            sources: self.sources(&head.sources),
            assumptions: head.assumption.iter().cloned().collect(),
            ..self.page(&address(T::KIND, &head.id), folder, &head.title)
        }
    }

    /// The overview of a section, as a way back.
    pub fn parent(&self, section: &str) -> Link {
        let title = self.t(&format!("seite.{section}.titel"));
        Link { text: title, href: Some(self.href(&format!("{section}/index.html"))) }
    }

    // Blocks

    /// A block with a heading from the catalogue under `block.<id>`.
    pub fn block(&self, id: &str, body: Body) -> Block {
        Block { id: id.to_owned(), heading: Some(self.t(&format!("block.{id}"))), intro: None, body }
    }

    /// A list under a heading; none where it is empty.
    pub fn list(&self, id: &str, items: Vec<Cell>) -> Option<Block> {
        (!items.is_empty()).then(|| self.block(id, Body::List { items, ordered: false }))
    }

    /// A list under a heading; where it is empty, `block.<id>-leer` says so.
    pub fn list_or_empty(&self, id: &str, items: Vec<Cell>) -> Block {
        match items.is_empty() {
            true => self.block(id, Body::Empty { text: self.t(&format!("block.{id}-leer")) }),
            false => self.block(id, Body::List { items, ordered: false }),
        }
    }

    /// A table under a heading; `columns` are keys under `spalte.`, a trailing `#` marks figures.
    pub fn table(&self, caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Table {
        let column = |key: &&str| TableColumn {
            title: self.t(&format!("spalte.{}", key.trim_end_matches('#'))),
            number: key.ends_with('#'),
            name: key.trim_end_matches('#').to_owned(),
            sort: None,
            width: None,
        };
        Table::new(caption.to_owned(), columns.iter().map(column).collect(), rows)
    }

    /// A table as a block.
    pub fn table_block(&self, id: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Block {
        let caption = self.t(&format!("block.{id}"));
        self.block(id, Body::Table(self.table(&caption, columns, rows)))
    }

    /// Plain points under a heading; none where there are none.
    pub fn points(&self, id: &str, points: impl IntoIterator<Item = String>) -> Option<Block> {
        self.list(id, points.into_iter().map(Cell::text).collect())
    }

    /// A description.
    pub fn text(&self, id: &str, heading: Option<String>, prose: &Prose) -> Block {
        let top = if heading.is_some() { 3 } else { 2 };
        Block {
            id: id.to_owned(),
            heading,
            intro: None,
            body: Body::Text { html: self.markdown(&prose.text, &prose.folder, top) },
        }
    }

    /// Markdown as HTML; headings begin at `top`.
    pub fn markdown(&self, text: &str, folder: &str, top: u8) -> String {
        self.rendered(text, folder, top, None)
    }

    /// The same, with an anchor for each heading.
    pub fn markdown_with_anchors(&self, text: &str, folder: &str, top: u8, anchor: &dyn Fn(&str) -> String) -> String {
        self.rendered(text, folder, top, Some(anchor))
    }

    fn rendered(&self, text: &str, folder: &str, top: u8, anchor: Option<&dyn Fn(&str) -> String>) -> String {
        let link = |destination: &str| self.link_href(folder, destination);
        let picture = |destination: &str| {
            let address = self.input.pictures.get(&picture(folder, destination)?)?;
            Some(self.href(address))
        };
        Rendering { top_heading: top, link: &link, picture: &picture, anchor, explained: &self.terms }.html(text)
    }

    fn link_href(&self, folder: &str, destination: &str) -> Option<String> {
        match link_target(self.model(), folder, destination) {
            LinkTarget::Outside => Some(destination.to_owned()),
            LinkTarget::Record(kind, id) => self.link(&address(kind, &id)),
            LinkTarget::Overview(kind) => self.link(&format!("{}/index.html", kind.folder())),
            LinkTarget::Hidden | LinkTarget::Refused | LinkTarget::Nothing(_) => None,
        }
    }

    // Facts

    /// A fact with a label from the catalogue under `feld.`; none without values.
    pub fn fact(&self, key: &str, values: Vec<Cell>) -> Option<Fact> {
        (!values.is_empty()).then(|| Fact { label: self.t(&format!("feld.{key}")), values })
    }

    /// A fact that is one text.
    pub fn fact_text(&self, key: &str, text: Option<impl Into<String>>) -> Option<Fact> {
        self.fact(key, text.map(|text| Cell::text(text.into())).into_iter().collect())
    }

    /// A fact that is one date.
    pub fn fact_date(&self, key: &str, date: Option<Datum>) -> Option<Fact> {
        self.fact(key, date.map(|date| self.date(date)).into_iter().collect())
    }

    /// A fact that is a period.
    pub fn fact_interval(&self, key: &str, interval: &Interval) -> Option<Fact> {
        self.fact_text(key, self.print.interval(interval))
    }

    // Cells

    /// A date, machine-readable where it is a day.
    pub fn date(&self, date: Datum) -> Cell {
        let datetime = match date.precision() {
            Precision::Year | Precision::Month | Precision::Day => Some(date.to_string()),
            Precision::Quarter => None,
        };
        Cell { text: self.print.date(date), datetime, key: Some(date.last().to_string()), ..Cell::default() }
    }

    /// The size of a file: `12 KB`, rounded up.
    pub fn size(&self, bytes: usize) -> Cell {
        let kilobytes = Rational::from(bytes.div_ceil(1000) as u64);
        Cell::text(self.f("daten.groesse", &[("anzahl", &self.print.number(&kilobytes))]))
    }

    /// A day.
    pub fn day(&self, day: Date) -> Cell {
        self.date(Datum::day(day))
    }

    /// A link to a record; its title alone where the site is without its page.
    pub fn record<T: ReadRecord>(&self, reference: Ref<T>) -> Cell {
        self.head::<T>(T::table(self.model())[reference].head())
    }

    /// A link to a record whose head is at hand.
    pub fn head<T: Record>(&self, head: &Head) -> Cell {
        Cell { text: head.title.clone(), href: self.link(&address(T::KIND, &head.id)), ..Cell::default() }
    }

    /// Links to records, in alphabetical order.
    pub fn records<T: ReadRecord>(&self, references: &[Ref<T>]) -> Vec<Cell> {
        self.sorted(references.iter().map(|&reference| self.record(reference)).collect())
    }

    /// Cells in alphabetical order.
    pub fn sorted(&self, mut cells: Vec<Cell>) -> Vec<Cell> {
        self.input.order.sort_by(&mut cells, |cell| &cell.text);
        cells
    }

    /// Rows by their first cell, in alphabetical order.
    pub fn sort_rows(&self, rows: &mut [Vec<Cell>]) {
        self.input.order.sort_by(rows, |row| row.first().map_or("", |cell| cell.text.as_str()));
    }

    /// A project with its status and end.
    pub fn project(&self, reference: Ref<Project>) -> Cell {
        self.with_progress(self.record(reference), &self.analysis().projects[reference.index()])
    }

    /// Projects with status, in alphabetical order.
    pub fn projects(&self, references: &[Ref<Project>]) -> Vec<Cell> {
        self.sorted(references.iter().map(|&reference| self.project(reference)).collect())
    }

    /// A measure with its status and end.
    pub fn measure(&self, reference: Ref<Measure>) -> Cell {
        self.with_progress(self.record(reference), &self.analysis().measures[reference.index()])
    }

    /// Measures with status, in alphabetical order.
    pub fn measures(&self, references: &[Ref<Measure>]) -> Vec<Cell> {
        self.sorted(references.iter().map(|&reference| self.measure(reference)).collect())
    }

    fn with_progress(&self, cell: Cell, progress: &Progress) -> Cell {
        Cell { badge: Some(self.status(progress.status)), note: self.end_note(progress), ..cell }
    }

    /// "bis …", "umgesetzt am …", "Bestätigung abgelaufen am …", or nothing.
    pub fn end_note(&self, progress: &Progress) -> Option<String> {
        if let Some(expired) = progress.expired {
            return Some(self.f("notiz.abgelaufen", &[("am", &self.print.day(expired))]));
        }
        match (progress.status, progress.timing.done, progress.timing.end) {
            (Status::Completed | Status::Ended, Some(done), _) => {
                Some(self.f("notiz.umgesetzt", &[("am", &self.print.day(done))]))
            }
            (Status::Completed | Status::Ended | Status::Discontinued, ..) | (.., None) => None,
            (.., Some(end)) => Some(self.f("notiz.bis", &[("bis", &self.print.date(end))])),
        }
    }

    /// "umgesetzt am …", or nothing.
    pub fn end_note_if_done(&self, progress: &Progress) -> Option<String> {
        self.end_note(progress).filter(|_| progress.status == Status::Completed)
    }

    /// A reading of a key figure with its unit: `rd. 80 Projekte`.
    pub fn reading(&self, figure: &KeyFigure, reading: &Reading) -> String {
        let about = if reading.rounded { self.t("zahl.rund") } else { String::new() };
        let unit = match (&reading.value, &figure.unit) {
            (Amount::Number(_), Some(unit)) => format!("\u{a0}{unit}"),
            _ => String::new(),
        };
        format!("{about}{}{unit}", self.print.amount(&reading.value))
    }

    /// A dimension.
    pub fn dimension(&self, reference: Ref<Dimension>) -> Cell {
        let dimension = &self.model().maturity.dimensions[reference];
        Cell {
            text: dimension.title.clone(),
            href: Some(self.href(&address(Kind::Dimension, &dimension.id))),
            ..Cell::default()
        }
    }

    /// A dimension with its level.
    pub fn dimension_with_level(&self, reference: Ref<Dimension>) -> Cell {
        let state = &self.analysis().maturity.dimensions[reference.index()];
        let level = [Some(self.level(state)), self.without_exemptions(reference)];
        let note = level.into_iter().flatten().collect::<Vec<_>>().join("; ");
        Cell { meter: Some(self.meter(state)), note: Some(note), ..self.dimension(reference) }
    }

    /// A criterion, on the page of its dimension.
    pub fn criterion(&self, reference: Ref<Criterion>) -> Cell {
        let criterion = &self.model().maturity.criteria[reference];
        let dimension = &self.model().maturity.dimensions[criterion.dimension];
        let page = self.href(&address(Kind::Dimension, &dimension.id));
        let state = &self.analysis().maturity.criteria[reference.index()];
        Cell {
            text: criterion.text.clone(),
            href: Some(format!("{page}#kriterium-{}", criterion.id.value)),
            badge: Some(self.criterion_badge(state)),
            note: Some(
                self.f("notiz.kriterium", &[("dimension", &dimension.title), ("stufe", &criterion.level.to_string())]),
            ),
            ..Cell::default()
        }
    }

    /// A council paper with number and date.
    pub fn paper(&self, reference: Ref<Paper>) -> Cell {
        let paper = &self.model().papers[reference];
        let parts = [paper.number.map(|number| number.to_string()), paper.date.map(|date| self.print.date(date))];
        let note = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Cell { note: Some(note).filter(|note| !note.is_empty()), ..self.record(reference) }
    }

    /// Papers, newest first.
    pub fn papers(&self, references: &[Ref<Paper>]) -> Vec<Cell> {
        let mut papers = references.to_vec();
        papers.sort_by_key(|&paper| std::cmp::Reverse(self.model().papers[paper].date));
        papers.into_iter().map(|paper| self.paper(paper)).collect()
    }

    /// Where something is from.
    pub fn sources(&self, sources: &[SourceRef]) -> Vec<SourceNote> {
        let note = |source: &SourceRef| {
            let document = self.record(source.document?);
            Some(SourceNote {
                document: Link { text: document.text, href: document.href },
                place: source.place.clone(),
            })
        };
        sources.iter().filter_map(note).collect()
    }

    /// Where something is from, with short titles.
    pub fn short_notes(&self, sources: &[SourceRef]) -> Vec<SourceNote> {
        let places = sources.iter().filter(|source| source.document.is_some()).map(|source| source.place.clone());
        let notes = self.short_sources(sources).into_iter().zip(places);
        notes.map(|(document, place)| SourceNote { document, place }).collect()
    }

    /// Documents by their short titles, for tight places.
    pub fn short_sources(&self, sources: &[SourceRef]) -> Vec<Link> {
        let link = |source: &SourceRef| {
            let reference = source.document?;
            let document = &self.model().documents[reference];
            let text = document.short.as_ref().unwrap_or(&document.head.title).clone();
            Some(Link { text, href: self.record(reference).href })
        };
        sources.iter().filter_map(link).collect()
    }

    /// Where something is from, as a cell.
    pub fn source_cells(&self, sources: &[SourceRef]) -> Vec<Cell> {
        let cell = |note: SourceNote| Cell {
            text: note.document.text,
            href: note.document.href,
            note: note.place,
            ..Cell::default()
        };
        self.short_notes(sources).into_iter().map(cell).collect()
    }

    /// All sources of something in one cell.
    pub fn source_cell(&self, sources: &[SourceRef]) -> Cell {
        let cells = self.source_cells(sources);
        match cells.as_slice() {
            [] => Cell::text(self.t("fehlt.keine-quelle")),
            [one] => one.clone(),
            several => Cell { html: Some(link_list(several)), ..Cell::default() },
        }
    }

    // Badges and meters

    /// A status.
    pub fn status(&self, status: Status) -> Badge {
        Badge { text: self.t(&format!("status.{}", status.word())), tone: status_tone(status) }
    }

    /// Whether a criterion is met, in part, or open.
    pub fn criterion_badge(&self, state: &crate::analysis::maturity::CriterionState) -> Badge {
        use crate::analysis::maturity::Asked;
        let (key, tone) = match state.asked {
            Asked::Exempt => ("kriterium.ausgenommen", "ausgenommen"),
            Asked::NotValid => ("kriterium.nicht-gefragt", "neutral"),
            Asked::Yes if state.met => ("kriterium.erfuellt", "erfuellt"),
            Asked::Yes if !state.share.is_zero() => ("kriterium.teilweise", "teilweise"),
            Asked::Yes => ("kriterium.offen", "offen"),
        };
        Badge { text: self.t(key), tone }
    }

    /// "Stufe 2 (Geordnet), 64 % bis Stufe 3", or that it is not assessed. Level and progress stay two facts.
    pub fn level(&self, state: &DimensionState) -> String {
        let Some(level) = state.level else { return self.t("stufe.nicht-bewertet") };
        let title = self.model().maturity.level_title(level);
        let reached = self.f("stufe.erreicht", &[("stufe", &level.to_string()), ("titel", title)]);
        match (state.next, &state.progress) {
            (Some(next), Some(progress)) => {
                let way =
                    self.f("stufe.weg", &[("anteil", &self.print.percent(progress)), ("stufe", &next.to_string())]);
                format!("{reached}, {way}")
            }
            _ => reached,
        }
    }

    /// "ohne Ausnahmen: Stufe 1", where an exemption holds in the dimension.
    pub fn without_exemptions(&self, reference: Ref<Dimension>) -> Option<String> {
        let with = &self.analysis().maturity.dimensions[reference.index()];
        let without = &self.analysis().exemptions.without.dimensions[reference.index()];
        let exempt = !with.exempt_share.is_zero();
        exempt.then(|| self.f("ausnahme.ohne", &[("stufe", &self.level_number(without.level))]))
    }

    /// "Stufe 2", or that it is not assessed.
    pub fn level_number(&self, level: Option<u32>) -> String {
        level.map_or_else(
            || self.t("stufe.nicht-bewertet"),
            |level| self.f("stufe.nummer", &[("stufe", &level.to_string())]),
        )
    }

    /// The drawing of a level.
    pub fn meter(&self, state: &DimensionState) -> Meter {
        let top = self.model().maturity.top();
        let level = state.level.unwrap_or(0);
        let part =
            state.progress.as_ref().filter(|_| state.next == Some(level + 1)).map_or(0, |share| share.percent_floor());
        Meter { filled: level, of: top, part, label: self.level(state) }
    }

    // Counts

    /// How many things have each status, in the order of statuses.
    pub fn status_counts(&self, progress: &[Progress]) -> Vec<Figure> {
        let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
        for one in progress {
            *counts.entry(one.status).or_default() += 1;
        }
        let figure = |(status, count): (Status, usize)| Figure {
            value: count.to_string(),
            label: self.t(&format!("status.{}", status.word())),
            note: Some(self.f("notiz.von", &[("anzahl", &progress.len().to_string())])),
            ..Figure::default()
        };
        counts.into_iter().map(figure).collect()
    }
}

/// Tone of a status: class and shape.
pub fn status_tone(status: Status) -> &'static str {
    match status {
        Status::Completed => "fertig",
        other => other.word(),
    }
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self::default()
    }
}

/// Links with their notes as a list inside a cell.
pub fn link_list(cells: &[Cell]) -> String {
    let item = |cell: &Cell| {
        let note = cell.note.as_ref().map(|note| format!(" ({})", escape(note))).unwrap_or_default();
        let text = escape(&cell.text);
        match &cell.href {
            Some(href) => format!("<li><a href=\"{}\">{text}</a>{note}</li>", escape(href)),
            None => format!("<li>{text}{note}</li>"),
        }
    };
    format!("<ul>{}</ul>", cells.iter().map(item).collect::<String>())
}
