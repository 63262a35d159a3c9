//! What a template may see: small, borrowed-free, serialised views.
//!
//! A page is a frame that all share ([`Site`]) around a head and a list of [`Block`]s. Templates never see the model.
//! Every text here is plain text; only fields named `html`, `…_html`, `written` and `svg` are finished markup.

pub mod accessibility;
pub mod causes;
pub mod chapters;
pub mod chronicle;
pub mod citation;
pub mod compose;
pub mod council;
pub mod course;
pub mod derivation;
pub mod division;
pub mod easy;
pub mod embedding;
pub mod exemptions;
pub mod format;
pub mod freshness;
pub mod hypertext;
pub mod live;
pub mod maturity;
pub mod money;
pub mod moved;
pub mod next_step;
pub mod order;
pub mod planning;
pub mod publication;
pub mod roadmap;
pub mod search;
pub mod synopsis;
pub mod targets;
pub mod timing;
pub mod tools;
pub mod traffic_light;
pub mod trend;
pub mod unit_courses;
pub mod units;

use serde::Serialize;

use tools::{Filter, Sort, Tag};

/// What every page of a site shares; serialised once, then borrowed by every page.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    /// BCP 47 tag for `<html lang>`.
    pub lang: String,
    /// Title.
    pub title: String,
    /// The city's own picture beside it.
    pub logo: Option<Logo>,
    /// Second line of the title.
    pub subtitle: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The data date as printed, `20.07.2023`; empty in a handbook, which holds on any day.
    pub as_of: String,
    /// The data date as ISO, for `<time datetime>`.
    pub as_of_iso: String,
    /// Main navigation, in groups with a short heading each.
    pub nav: Vec<NavGroup>,
    /// Footer links (glossary, sources, free pages).
    pub footer: Vec<NavItem>,
    /// Banner of a non-public view, else none.
    pub banner: Option<String>,
    /// Whom to ask: role, e-mail, telephone, as far as known.
    pub contact: Vec<Link>,
    /// Where barriers are reported, if there is a statement: the page with its anchor, from the site's root.
    pub feedback: Option<String>,
    /// The e-mail for that, if one is known.
    pub feedback_email: Option<String>,
    /// Address under which the site stands, without trailing slash.
    pub base_url: Option<String>,
    /// Path of the feed of changes, if there are any.
    pub feed: Option<&'static str>,
    /// Path of the page of the search, if there is one.
    pub search: Option<&'static str>,
    /// What browsers may load: the Content-Security-Policy.
    pub policy: &'static str,
}

/// A picture beside the title on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Logo {
    /// Name of the asset.
    pub asset: &'static str,
    /// Words for those who do not see it.
    pub alternative: String,
    /// How wide it is where it is [`Logo::HEIGHT`] high, in pixels; none if the file does not say.
    pub width: Option<u64>,
}

impl Logo {
    /// How high it is shown, in pixels.
    pub const HEIGHT: u64 = 40;
}

/// A group of the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavGroup {
    /// Title.
    pub title: String,
    /// What it holds.
    pub items: Vec<NavItem>,
}

/// A link of the navigation.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NavItem {
    /// Title.
    pub title: String,
    /// Path from the site's root, e.g. `projekte/index.html`; templates prefix it with `page.root`.
    pub path: String,
    /// Equal to `page.section` on the pages below it.
    pub section: String,
    /// Links below it, shown on its own pages and on theirs.
    pub below: Vec<Self>,
    /// The sections on whose pages the links below it are shown.
    pub open_on: Vec<String>,
}

/// One page.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// Path from the site's root.
    pub path: String,
    /// Prefix from this page to the site's root: empty, or `../`.
    pub root: String,
    /// The section of the navigation it belongs to.
    pub section: String,
    /// Template file, `seite.html` by default.
    #[serde(skip)]
    pub template: &'static str,
    /// Kind of page for CSS: `start`, `uebersicht`, `datensatz`, `sicht`, `frei`, `diagramm`.
    pub kind: &'static str,
    /// What kind of thing this is, above the title ("Projekt"); none on overviews.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// Way back: the overview this record belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Link>,
    /// BCP 47 tag of the main content where it is not that of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The same in Leichte Sprache, or from there at length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_wording: Option<Link>,
    /// Title.
    pub title: String,
    /// One sentence below the title; also the page's description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// Status marks beside the title.
    pub badges: Vec<Badge>,
    /// Short label–value pairs (unit, dates, paper number).
    pub facts: Vec<Fact>,
    /// The parts of the page, in order.
    pub blocks: Vec<Block>,
    /// Where it is from.
    pub sources: Vec<SourceNote>,
    /// What was assumed because the source is silent.
    pub assumptions: Vec<String>,
    /// Whether search engines and the list of pages leave it out.
    pub unlisted: bool,
    /// Where a page that forwards leads, from the site's root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The chapter before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Link>,
    /// The chapter after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Link>,
}

/// A link or, without target, plain text. Paths are relative to this page and ready to print.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Link {
    /// The text.
    pub text: String,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
}

/// A status told by word, shape and tone (never by colour alone). Templates see its HTML, too.
#[derive(Debug, Clone, PartialEq)]
pub struct Badge {
    /// The text.
    pub text: String,
    /// CSS class suffix and shape: `fertig`, `laufend`, `geplant`, `beschlossen`, `pausiert`, `beendet`,
    /// `eingestellt`, `gefaehrdet`, `unbekannt`, `gruen`, `gelb`, `rot`, `grau`, `erfuellt`, `teilweise`, `offen`, `ausgenommen`, `annahme`, `entwurf`, `neutral`.
    pub tone: &'static str,
}

/// A label and its values.
#[derive(Debug, Clone, Serialize)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What is said of it.
    pub values: Vec<Cell>,
}

/// A document and the place in it.
#[derive(Debug, Clone, Serialize)]
pub struct SourceNote {
    /// The document.
    pub document: Link,
    /// Where in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A cell of a table, an item of a list, a value of a fact. Templates see its HTML, once a [`Pen`](hypertext::Pen) has written it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cell {
    /// The text.
    pub text: String,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Rendered Markdown instead of `text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Smaller second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// A status mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<Badge>,
    /// ISO date where the cell is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datetime: Option<String>,
    /// Marks an assumed value; the text says what was assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed: Option<String>,
    /// Level meter: (reached, of how many).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meter: Option<Meter>,
    /// Anchor of what the cell names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Machine value that its column is sorted by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What its row can be chosen by.
    #[serde(skip)]
    pub tags: Vec<Tag>,
    /// Its HTML, once that stands for all of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Box<str>>,
}

/// A level drawn as a row of salt crystals: `filled` full, then `part` percent of the next, of `of`. Templates see its HTML, too.
#[derive(Debug, Clone, PartialEq)]
pub struct Meter {
    /// filled.
    pub filled: u32,
    /// of.
    pub of: u32,
    /// 0..=100, progress on the next level.
    pub part: u32,
    /// The same in words, for everybody who does not see the drawing.
    pub label: String,
}

/// One part of a page. `type` in templates tells which; `heading` and `id` are shared by all.
#[derive(Debug, Clone, Serialize)]
pub struct Block {
    /// Anchor, unique on the page.
    pub id: String,
    /// Heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// A sentence between heading and body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intro: Option<String>,
    /// What it shows.
    #[serde(flatten)]
    pub body: Body,
}

/// What a block shows.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Body {
    /// Rendered Markdown.
    Text {
        /// Rendered.
        html: String,
    },
    /// A list of links, notes and badges.
    List {
        /// What it lists.
        items: Vec<Cell>,
        /// Whether the order counts.
        ordered: bool,
    },
    /// Cards linking to records: title, note, badge.
    Cards {
        /// What it lists.
        items: Vec<Cell>,
    },
    /// A table.
    Table(Table),
    /// A chart and the same data as a table (folded away under a summary).
    Chart {
        /// The drawing.
        svg: String,
        /// What it shows, below it.
        caption: String,
        /// The same as a table.
        table: Option<Table>,
        /// Too wide for a phone: scrolls in a region of its own.
        wide: bool,
    },
    /// A roadmap: its signs, then groups to fold away.
    Roadmap {
        /// The drawing of the signs.
        legend: String,
        /// What it lists.
        groups: Vec<Group>,
        /// What it shows, below it.
        caption: String,
        /// The same as a table, where it is on this page.
        table: Option<Table>,
        /// The table, where it is on a page of its own.
        more: Option<Link>,
    },
    /// Links to other views of the same; the one without target is this one.
    Views {
        /// What they are.
        label: String,
        /// What it lists.
        items: Vec<Link>,
    },
    /// Big figures with date and source.
    Figures {
        /// What it lists.
        items: Vec<Figure>,
    },
    /// Questions with their answers.
    Questions {
        /// What it lists.
        items: Vec<Question>,
    },
    /// Two lists side by side (advantages, disadvantages).
    Versus {
        /// The first list.
        left: Column,
        /// The second list.
        right: Column,
    },
    /// Says that there is nothing, and what that means ("noch ohne Maßnahme").
    Empty {
        /// The words.
        text: String,
    },
    /// Terms and their explanations.
    Terms {
        /// What it lists.
        items: Vec<Term>,
    },
    /// What answers a question: words, then what the data say. Parts hold no answers themselves.
    Answer {
        /// Rendered.
        html: Option<String>,
        /// Said where there is no answer.
        missing: Option<String>,
        /// Where the words are from.
        sources: Vec<SourceNote>,
        /// What was assumed.
        assumed: Option<String>,
        /// What the data say.
        parts: Vec<Part>,
    },
}

/// A group of a roadmap.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// Anchor, unique on the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it holds, in words.
    pub note: String,
    /// Whether it is open at first.
    pub open: bool,
    /// Its drawings, each for at most a page.
    pub charts: Vec<String>,
}

/// A block inside an answer.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// The block; its heading is one level below the question.
    pub block: Block,
    /// Where there is more of it.
    pub more: Option<Link>,
}

/// A table with a caption.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Table {
    /// What the table shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// The first cell of each row is its header.
    pub rows: Vec<Vec<Cell>>,
    /// What its rows are chosen by, besides words; none where there are few.
    pub filters: Option<Vec<Filter>>,
    /// The rows as HTML, once a [`Pen`](hypertext::Pen) has written them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
}

impl Table {
    /// A table without filters.
    pub fn new(caption: String, columns: Vec<TableColumn>, rows: Vec<Vec<Cell>>) -> Self {
        Self { caption, columns, rows, ..Self::default() }
    }
}

/// A column of a table.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TableColumn {
    /// Title.
    pub title: String,
    /// Right-aligned figures.
    pub number: bool,
    /// Its name in addresses.
    pub name: String,
    /// How readers sort by it; none where they do not.
    pub sort: Option<Sort>,
    /// In print, how wide it is, in hundredths of the table; without it, as wide as its words need.
    pub width: Option<usize>,
}

/// A big figure with what it means.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Figure {
    /// The figure as printed.
    pub value: String,
    /// What it is.
    pub label: String,
    /// Date or condition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Link>,
    /// What was assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed: Option<String>,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Drawing of a level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meter: Option<Meter>,
}

/// A question with its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// Anchor, unique on the page.
    pub id: String,
    /// Number on the paper.
    pub number: String,
    /// The question.
    pub question: String,
    /// The answer, rendered.
    pub answer_html: Option<String>,
    /// Said where there is no answer.
    pub missing: Option<String>,
    /// Answered, in part, open.
    pub state: Badge,
    /// Records that it is about.
    pub concerns: Vec<Cell>,
    /// When it was answered, in words.
    pub answered: Option<String>,
    /// What was assumed in judging or wording it.
    pub assumed: Option<String>,
}

/// One of two lists side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Title.
    pub title: String,
    /// What it holds.
    pub items: Vec<Cell>,
    /// Said where the list is empty.
    pub empty: String,
}

/// A term and its explanation.
#[derive(Debug, Clone, Serialize)]
pub struct Term {
    /// Anchor, unique on the page.
    pub id: String,
    /// The term.
    pub term: String,
    /// Written out.
    pub long: Option<String>,
    /// Explanation, rendered.
    pub html: Option<String>,
    /// What was assumed.
    pub assumed: Option<String>,
    /// Where it is from.
    pub sources: Vec<SourceNote>,
}
