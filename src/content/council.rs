//! `stadtrat/`: papers with their way through the bodies, questions and answers, resolutions.

use crate::diagnostics::Diagnostic;
use crate::source::Spanned;
use crate::source::yaml::Node;

use super::campaign::{CoreValue, Problem};
use super::common::{Head, Origin, SourceRef};
use super::fields::{Choice, Context, Fields, Read};
use super::maturity_model::Dimension;
use super::measure::Measure;
use super::names::{Kind, Record, Ref, Table};
use super::organisation::{Committee, Unit};
use super::project::Project;
use super::scalar::{Datum, Money, PaperNumber, WebAddress};
use super::shape::{self, Shape};
use super::strategy::Strategy;
use super::task::Task;
use super::{Model, ReadRecord};

/// What sort of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PaperSort {
    /// An inquiry.
    #[default]
    Inquiry,
    /// A motion.
    Motion,
    /// An answer.
    Answer,
    /// A decision control.
    DecisionControl,
    /// A presentation.
    Presentation,
    /// An interim report.
    InterimReport,
    /// A report.
    Report,
    /// A resolution.
    Resolution,
    /// Information.
    Information,
}

impl Choice for PaperSort {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("anfrage", Self::Inquiry),
        ("antrag", Self::Motion),
        ("antwort", Self::Answer),
        ("beschlusskontrolle", Self::DecisionControl),
        ("praesentation", Self::Presentation),
        ("zwischenbericht", Self::InterimReport),
        ("bericht", Self::Report),
        ("beschluss", Self::Resolution),
        ("mitteilung", Self::Information),
    ];
}

/// Whether a question has been answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnswerState {
    /// Answered.
    Answered,
    /// Answered in part.
    Partly,
    /// Open.
    #[default]
    Open,
}

impl Choice for AnswerState {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("beantwortet", Self::Answered), ("teilweise", Self::Partly), ("offen", Self::Open)];
}

/// The records that a paper, a question or a commitment is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concerns {
    /// Strategies.
    pub strategies: Vec<Ref<Strategy>>,
    /// Projects.
    pub projects: Vec<Ref<Project>>,
    /// Measures.
    pub measures: Vec<Ref<Measure>>,
    /// Values.
    pub values: Vec<Ref<CoreValue>>,
    /// Problems.
    pub problems: Vec<Ref<Problem>>,
    /// Dimensions of the maturity model.
    pub dimensions: Vec<Ref<Dimension>>,
}

impl Concerns {
    /// Reads the kinds' own keys.
    pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            strategies: fields.references("strategie"),
            projects: fields.references("projekte"),
            measures: fields.references("massnahmen"),
            values: fields.references("werte"),
            problems: fields.references("probleme"),
            dimensions: fields.references("dimensionen"),
        }
    }

    /// The records of one kind.
    pub fn of<T: Concerned>(&self) -> &[Ref<T>] {
        T::among(self)
    }
}

/// A kind of record that papers, questions and commitments can be about.
pub trait Concerned: Record + Sized {
    /// Those of the kind among what something is about.
    fn among(concerns: &Concerns) -> &[Ref<Self>];
}

macro_rules! concerned {
    ($($record:ty: $field:ident),*) => { $(
        impl Concerned for $record {
            fn among(concerns: &Concerns) -> &[Ref<Self>] {
                &concerns.$field
            }
        }
    )* };
}

concerned!(
    Strategy: strategies,
    Project: projects,
    Measure: measures,
    CoreValue: values,
    Problem: problems,
    Dimension: dimensions
);

/// One question and what was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its number on the paper; without one, its position.
    pub number: Option<u32>,
    /// The question.
    pub question: String,
    /// When it was asked, if not with the paper.
    pub asked: Option<Spanned<Datum>>,
    /// The answer, Markdown.
    pub answer: Option<Spanned<String>>,
    /// When it was given.
    pub answered: Option<Spanned<Datum>>,
    /// In which other paper it was given.
    pub answered_in: Option<Ref<Paper>>,
    /// Answered, in part, open: what the answer is worth, as the editors judge it.
    pub state: AnswerState,
    /// What it is about.
    pub concerns: Concerns,
    /// Where it is from.
    pub origin: Origin,
    /// Its place.
    pub place: Spanned<()>,
}

impl Question {
    /// When it was answered: as written, or with the paper that holds the answer.
    pub fn answered_on(&self, model: &Model) -> Option<Datum> {
        let with_paper = || model.papers[self.answered_in?].date;
        self.answered.map(|date| date.value).or_else(with_paper)
    }
}

impl Read for Question {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let question = Self {
            number: fields.optional("nummer"),
            question: fields.required("frage"),
            asked: fields.optional("gestellt_am"),
            answer: fields.markdown("antwort"),
            answered: fields.optional("antwort_am"),
            answered_in: fields.reference("antwort_in"),
            state: fields.required_choice("stand"),
            concerns: Concerns::read(&mut fields),
            origin: Origin::read(&mut fields),
            place: Spanned::new((), fields.span()),
        };
        fields.finish();
        Some(question)
    }
}

/// Who signed a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// Name.
    pub name: String,
    /// Function.
    pub function: Option<String>,
    /// When.
    pub date: Option<Datum>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Signature {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let signature = Self {
            origin: Origin::read(&mut fields),
            name: fields.required("name"),
            function: fields.optional("funktion"),
            date: fields.optional("am"),
        };
        fields.finish();
        Some(signature)
    }
}

/// What a body does with a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// It prepares the decision.
    Preparing,
    /// It decides.
    Deciding,
    /// It takes note.
    #[default]
    TakingNote,
}

impl Choice for Role {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("vorberatend", Self::Preparing), ("entscheidend", Self::Deciding), ("kenntnisnahme", Self::TakingNote)];
}

/// One step of a paper's way through the bodies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consultation {
    /// Which body.
    pub committee: Option<Ref<Committee>>,
    /// When.
    pub date: Option<Spanned<Datum>>,
    /// Number of the agenda item, verbatim.
    pub agenda_item: Option<Spanned<String>>,
    /// Whether in public.
    pub public: Option<bool>,
    /// What the body does with the paper.
    pub role: Option<Role>,
    /// With what result.
    pub result: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Consultation {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let consultation = Self {
            committee: fields.reference("gremium"),
            date: fields.optional("am"),
            agenda_item: fields.optional("top"),
            public: fields.optional("oeffentlich"),
            role: fields.optional_choice("rolle"),
            result: fields.optional("ergebnis"),
            origin: Origin::read(&mut fields),
        };
        fields.demand("gremium");
        fields.finish();
        Some(consultation)
    }
}

/// What a paper costs the city.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finance {
    /// Whether it costs anything.
    pub effect: Option<bool>,
    /// How much.
    pub amount: Option<Money>,
    /// From which account.
    pub account: Option<String>,
    /// The same in words.
    pub text: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Finance {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        if node.scalar().is_some() {
            return Some(Self { text: Some(String::read(node, context)?), ..Self::default() });
        }
        let mut fields = Fields::of(node, context);
        let finance = Self {
            origin: Origin::read(&mut fields),
            effect: fields.optional("auswirkung"),
            amount: fields.optional("betrag"),
            account: fields.optional("konto"),
            text: fields.optional("text"),
        };
        fields.finish();
        Some(finance)
    }

    fn shape() -> Shape {
        shape::mapping::<Self>().or_text()
    }
}

/// A file that belongs to a paper or a meeting and stands elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Title.
    pub title: String,
    /// Where.
    pub url: WebAddress,
    /// Of which date.
    pub date: Option<Datum>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Attachment {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let attachment = Self {
            origin: Origin::read(&mut fields),
            title: fields.required("titel"),
            url: fields.required("url"),
            date: fields.optional("am"),
        };
        fields.finish();
        Some(attachment)
    }
}

/// How a paper relates to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RelationKind {
    /// It mentions it.
    #[default]
    Mentions,
    /// It answers it.
    Answers,
    /// It changes it.
    Amends,
    /// It stands in its place.
    Replaces,
    /// It tells what became of it.
    FollowsUp,
}

impl Choice for RelationKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("bezug", Self::Mentions),
        ("antwort", Self::Answers),
        ("aenderung", Self::Amends),
        ("ersatz", Self::Replaces),
        ("kontrolle", Self::FollowsUp),
    ];
}

/// Another paper, and how it is related.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Relation {
    /// The other paper.
    pub paper: Ref<Paper>,
    /// Its id as written.
    pub written: Spanned<String>,
    /// How.
    pub kind: RelationKind,
}

/// None for a paper that the view may not see.
impl Read for Relation {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let (written, kind) = match node.scalar() {
            Some(id) => (Spanned::new(id.to_owned(), node.span), RelationKind::default()),
            None => {
                let mut fields = Fields::of(node, context);
                let paper = fields.node("vorlage", || Shape::Reference(Kind::Paper));
                let written = paper.and_then(|node| Read::read(node, fields.context)).unwrap_or_default();
                let kind = fields.choice("art");
                fields.demand("vorlage");
                fields.finish();
                (written, kind)
            }
        };
        let known = !written.is_empty();
        Some(Self { paper: known.then(|| context.resolve(&written))??, written, kind })
    }

    fn shape() -> Shape {
        Shape::Either(vec![Shape::Reference(Kind::Paper), shape::mapping::<Self>()])
    }
}

/// What a body has resolved and somebody has to carry out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// What was resolved.
    pub text: String,
    /// When, if the consultation does not tell.
    pub date: Option<Datum>,
    /// Who carries it out, if not the division in charge of the paper.
    pub unit: Option<Ref<Unit>>,
    /// By when, and what was reported.
    pub task: Task,
    /// What it is about.
    pub concerns: Concerns,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Resolution {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let resolution = Self {
            text: fields.required("text"),
            date: fields.optional("am"),
            unit: fields.reference("einheit"),
            task: Task::read(&mut fields),
            concerns: Concerns::read(&mut fields),
            origin: Origin::read(&mut fields),
        };
        fields.finish();
        Some(resolution)
    }
}

/// The papers that a paper refers to, each once.
fn related(fields: &mut Fields<'_, '_, '_>) -> Vec<Relation> {
    let mut related: Vec<Relation> = Vec::new();
    for relation in fields.list_not_empty::<Relation>("bezug") {
        if related.iter().any(|other| other.paper == relation.paper) {
            let finding = Diagnostic::at("W0202", relation.written.span).with("id", &relation.written.value);
            fields.context.found.push(finding);
        } else {
            related.push(relation);
        }
    }
    related
}

/// A council paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Id, title, description, source.
    pub head: Head,
    /// Number, such as `VII/2020/01351`.
    pub number: Option<Spanned<PaperNumber>>,
    /// What sort.
    pub sort: PaperSort,
    /// Its date.
    pub date: Option<Datum>,
    /// Who brought it in.
    pub originator: Option<String>,
    /// Who signed it.
    pub signatures: Vec<Signature>,
    /// The division in charge.
    pub unit: Option<Ref<Unit>>,
    /// Its way through the bodies.
    pub consultations: Vec<Consultation>,
    /// What it costs.
    pub finance: Option<Finance>,
    /// Questions and answers.
    pub questions: Vec<Question>,
    /// What was resolved and has to be carried out.
    pub resolutions: Vec<Resolution>,
    /// Papers it refers to.
    pub related: Vec<Relation>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// What it is about.
    pub concerns: Concerns,
}

impl Paper {
    /// Questions with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &Question)> {
        (1u32..).zip(&self.questions).map(|(position, question)| (question.number.unwrap_or(position), question))
    }
}

impl Record for Paper {
    const KIND: Kind = Kind::Paper;
}

impl ReadRecord for Paper {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            number: fields.optional("nummer"),
            sort: fields.required_choice("art"),
            date: fields.optional("datum"),
            originator: fields.optional("urheber"),
            signatures: fields.list("unterzeichnet"),
            unit: fields.reference("einheit"),
            consultations: fields.list("beratung"),
            finance: fields.optional("finanzen"),
            questions: fields.list("fragen"),
            resolutions: fields.list_not_empty("beschluesse"),
            related: related(fields),
            attachments: fields.list("dateien"),
            concerns: Concerns::read(fields),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        let questions = self.questions.iter().flat_map(|question| &question.origin.sources);
        let consultations = self.consultations.iter().flat_map(|one| &one.origin.sources);
        let signatures = self.signatures.iter().flat_map(|one| &one.origin.sources);
        let finance = self.finance.iter().flat_map(|one| &one.origin.sources);
        let resolutions = self.resolutions.iter().flat_map(|one| one.origin.sources.iter().chain(one.task.cited()));
        let parts = questions.chain(consultations).chain(signatures).chain(finance).chain(resolutions);
        self.head.sources.iter().chain(parts).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.papers
    }
}
