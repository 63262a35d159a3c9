//! What records of every kind share: head, source, plan, event log.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::diagnostics::Diagnostic;
use crate::markup::{Mention, links};
use crate::source::Spanned;
use crate::source::yaml::Node;

use super::document::SourceDocument;
use super::fields::{Choice, Context, Fields, Read};
use super::names::Ref;
use super::scalar::{Datum, Money};
use super::shape::{self, Shape};
use super::version::{TextDigest, text_digest};

/// Markdown, and the content folder that its relative links start from. What was found in it once is remembered.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The Markdown.
    pub text: Spanned<String>,
    /// Folder below the content folder, empty at its root.
    pub folder: String,
    links: OnceLock<Vec<Mention>>,
    digest: OnceLock<TextDigest>,
}

impl Prose {
    /// A text of a file in a folder.
    pub(super) fn new(text: Spanned<String>, folder: &str) -> Self {
        Self { text, folder: folder.to_owned(), ..Self::default() }
    }

    /// Every link and picture of the text.
    pub fn links(&self) -> &[Mention] {
        self.links.get_or_init(|| links(&self.text))
    }

    /// A hash of what the text says: comments and its layout leave no trace.
    pub(super) fn digest(&self) -> &TextDigest {
        self.digest.get_or_init(|| text_digest(&self.text))
    }
}

/// Texts are equal whatever is remembered of them.
impl PartialEq for Prose {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, &self.folder) == (&other.text, &other.folder)
    }
}

impl Eq for Prose {}

/// Where a statement is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceRef {
    /// The document.
    pub document: Option<Ref<SourceDocument>>,
    /// Page, slide, question.
    pub place: Option<String>,
}

impl Read for SourceRef {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let source = Self { document: fields.reference("dokument"), place: fields.optional("stelle") };
        fields.demand("dokument");
        fields.finish();
        Some(source)
    }
}

/// Where a part of a record is from, and what was assumed about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Where it is from, if elsewhere than the record.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Origin {
    /// Reads `quelle` and `annahme`. `sichtbarkeit` has done its work already.
    pub fn read(fields: &mut Fields<'_, '_, '_>) -> Self {
        fields.last(|fields| {
            let origin = Self { sources: fields.list("quelle"), assumption: fields.optional("annahme") };
            fields.visibility();
            origin
        })
    }
}

/// What every record begins with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Id, and the place to point at when the record as a whole is meant.
    pub id: Spanned<String>,
    /// Title.
    pub title: String,
    /// One sentence for lists.
    pub summary: Option<String>,
    /// Description; shared with what it was read from.
    pub body: Option<Arc<Prose>>,
    /// The same in Leichte Sprache, the rule-bound plain German for people with learning difficulties.
    pub easy: Option<Arc<Prose>>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed because the source is silent.
    pub assumption: Option<String>,
    /// Ids it had before.
    pub former: Vec<String>,
    /// The editors' own keys.
    pub own: Vec<(String, Spanned<String>)>,
}

impl Head {
    /// Reads the head's fields; `body` and `id` come from the file.
    pub fn read(id: Spanned<String>, body: Option<Arc<Prose>>, fields: &mut Fields<'_, '_, '_>) -> Self {
        let (title, summary) = (fields.required("titel"), fields.optional("kurz"));
        let (Origin { sources, assumption }, former) =
            (Origin::read(fields), fields.last(|fields| fields.list("frueher")));
        Self { id, title, summary, body, easy: None, sources, assumption, former, own: fields.own() }
    }

    /// Reads the head of a record that is more than a part of another: it may be told in Leichte Sprache, too. `folder` is the
    /// content folder that relative links start from.
    pub fn read_file(
        id: Spanned<String>,
        body: Option<Arc<Prose>>,
        folder: &str,
        fields: &mut Fields<'_, '_, '_>,
    ) -> Self {
        let head = Self::read(id, body, fields);
        let easy = fields.markdown("leichte_sprache");
        Self { easy: easy.map(|text| Arc::new(Prose::new(text, folder))), ..head }
    }
}

/// A period with open ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interval {
    /// First day or coarser.
    pub begin: Option<Datum>,
    /// Last day or coarser, inclusive.
    pub end: Option<Datum>,
}

impl Interval {
    fn read_fields(fields: &mut Fields<'_, '_, '_>) -> Self {
        let interval = Self { begin: fields.optional("beginn"), end: fields.optional("ende") };
        interval.check_order(fields);
        interval
    }

    fn check_order(&self, fields: &mut Fields<'_, '_, '_>) {
        if let (Some(begin), Some(end)) = (self.begin, self.end)
            && end.last() < begin.first()
        {
            let finding = Diagnostic::at("E0301", fields.span_of("ende")).with("beginn", begin).with("ende", end);
            fields.context.found.push(finding);
        }
    }
}

impl Read for Interval {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let interval = Self::read_fields(&mut fields);
        fields.finish();
        Some(interval)
    }
}

/// The first plan; later shifts are events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Begin and end.
    pub interval: Interval,
    /// What was assumed about it.
    pub assumption: Option<String>,
    /// Where the plan is from, if elsewhere than the record.
    pub sources: Vec<SourceRef>,
    /// The place of the plan.
    pub place: Spanned<()>,
}

impl Read for Plan {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let plan = Self {
            interval: Interval::read_fields(&mut fields),
            assumption: fields.optional("annahme"),
            sources: fields.list("quelle"),
            place: Spanned::new((), fields.span()),
        };
        fields.finish();
        Some(plan)
    }
}

/// A phase of a strategy or of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phase {
    /// Title.
    pub title: String,
    /// When.
    pub plan: Plan,
    /// What.
    pub text: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Phase {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let phase = Self {
            origin: Origin::read(&mut fields),
            title: fields.required("titel"),
            plan: fields.required("plan"),
            text: fields.optional("text"),
        };
        fields.finish();
        Some(phase)
    }
}

/// What can happen to a project, a measure, a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EventKind {
    /// Resolved by a body.
    #[default]
    Resolved,
    /// Work has begun.
    Begun,
    /// The end moves.
    Shifted,
    /// Work rests.
    Paused,
    /// Work goes on, or a discontinuation is lifted.
    Resumed,
    /// Done.
    Completed,
    /// Confirmed again.
    Confirmed,
    /// No longer done.
    Reopened,
    /// Operation has ended.
    Ended,
    /// Given up.
    Discontinued,
}

impl Choice for EventKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("beschlossen", Self::Resolved),
        ("begonnen", Self::Begun),
        ("verschoben", Self::Shifted),
        ("pausiert", Self::Paused),
        ("wiederaufgenommen", Self::Resumed),
        ("umgesetzt", Self::Completed),
        ("geprueft", Self::Confirmed),
        ("wiedereroeffnet", Self::Reopened),
        ("beendet", Self::Ended),
        ("eingestellt", Self::Discontinued),
    ];
}

impl EventKind {
    /// Whether it must be told why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Shifted | Self::Paused | Self::Discontinued)
    }
}

/// One entry of an event log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub date: Spanned<Datum>,
    /// What.
    pub kind: EventKind,
    /// The new end of a shift.
    pub to: Option<Spanned<Datum>>,
    /// Why, or by which resolution.
    pub reason: Option<String>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Event {
    /// The day it counts from: the last of its date.
    pub fn day(&self) -> Date {
        self.date.last()
    }
}

/// An entry of a log.
pub trait Dated {
    /// The day it counts from.
    fn day(&self) -> Date;
}

impl Dated for Event {
    fn day(&self) -> Date {
        self.day()
    }
}

impl Read for Event {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let date = fields.required("am");
        let kind: EventKind = fields.required_choice("ereignis");
        if kind != EventKind::Shifted && fields.has("auf") {
            let span = fields.span_of("auf");
            fields.context.found.push(Diagnostic::at("E0305", span).with("ereignis", kind.word()));
        }
        if kind.needs_reason() && !fields.has("grund") {
            let span = fields.span_of("ereignis");
            fields.context.found.push(Diagnostic::at("E0302", span).with("ereignis", kind.word()));
        }
        let (to, reason) = (fields.optional("auf"), fields.optional("grund"));
        fields.demand_if(kind == EventKind::Shifted, "auf");
        let Origin { sources, assumption } = Origin::read(&mut fields);
        let event = Self { date, kind, to, reason, sources, assumption };
        fields.finish();
        Some(event)
    }
}

/// Dated events as written; read by day with [`Log::until`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log<E = Event>(Vec<E>);

impl<E> Default for Log<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E: Dated> Log<E> {
    /// Sorts events by day; those of one day stay in the order written.
    pub fn new(mut events: Vec<E>) -> Self {
        events.sort_by_key(E::day);
        Self(events)
    }

    /// Reads `verlauf`.
    pub fn read(fields: &mut Fields<'_, '_, '_>) -> Self
    where
        E: Read,
    {
        Self::new(fields.list("verlauf"))
    }

    /// The events known on a day, oldest first.
    pub fn until(&self, day: Date) -> impl DoubleEndedIterator<Item = &E> {
        self.0.iter().filter(move |event| event.day() <= day)
    }

    /// All events, oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.0.iter()
    }
}

/// What an amount of money says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CostSort {
    /// What it is to cost in all.
    #[default]
    Planned,
    /// What is bound by contract, paid or not.
    Committed,
    /// What is paid.
    Spent,
}

impl Choice for CostSort {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("geplant", Self::Planned), ("gebunden", Self::Committed), ("ausgegeben", Self::Spent)];
}

impl CostSort {
    /// All of them, in the order in which money goes.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Committed, Self::Spent];
}

/// Planned, committed and spent money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// Planned.
    pub planned: Option<Money>,
    /// Committed by contract.
    pub committed: Option<Money>,
    /// Spent.
    pub spent: Option<Money>,
    /// When the amounts held.
    pub date: Option<Spanned<Datum>>,
    /// Where it is from.
    pub origin: Origin,
    /// The place of the cost.
    pub place: Spanned<()>,
}

impl Cost {
    /// The amount of a sort, where it is given.
    pub fn amount(&self, sort: CostSort) -> Option<Money> {
        match sort {
            CostSort::Planned => self.planned,
            CostSort::Committed => self.committed,
            CostSort::Spent => self.spent,
        }
    }
}

impl Read for Cost {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let cost = Self {
            origin: Origin::read(&mut fields),
            planned: fields.optional("geplant"),
            committed: fields.optional("gebunden"),
            spent: fields.optional("ausgegeben"),
            date: fields.optional("am"),
            place: Spanned::new((), fields.span()),
        };
        fields.finish();
        Some(cost)
    }
}

/// A titled text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Point {
    /// Title.
    pub title: String,
    /// Explanation.
    pub text: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Point {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        if node.scalar().is_some() {
            return Some(Self { title: String::read(node, context)?, ..Self::default() });
        }
        let mut fields = Fields::of(node, context);
        let origin = Origin::read(&mut fields);
        let point = Self { title: fields.required("titel"), text: fields.optional("text"), origin };
        fields.finish();
        Some(point)
    }

    fn shape() -> Shape {
        shape::mapping::<Self>().or_text()
    }
}
