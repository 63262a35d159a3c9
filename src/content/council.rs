//! `stadtrat/` and `zusagen.yaml`: papers with questions and answers, and commitments made to the council.

use crate::source::Spanned;
use crate::source::yaml::Node;

use super::campaign::{CoreValue, Problem};
use super::common::{Head, Origin, SourceRef};
use super::fields::{Choice, Context, Fields, Read};
use super::measure::Measure;
use super::names::{Kind, Record, Ref, Table};
use super::organisation::{Committee, Unit};
use super::project::Project;
use super::scalar::Datum;
use super::strategy::Strategy;
use super::{Model, ReadRecord};

/// What sort of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

/// What became of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CommitmentState {
    /// Not kept yet.
    Open,
    /// Later documents do not say.
    #[default]
    Unknown,
    /// Changed.
    Changed,
    /// Not kept, and no longer to be.
    Lapsed,
    /// Kept.
    Fulfilled,
}

impl Choice for CommitmentState {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("erfuellt", Self::Fulfilled),
        ("geaendert", Self::Changed),
        ("verfallen", Self::Lapsed),
        ("offen", Self::Open),
        ("unbekannt", Self::Unknown),
    ];
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
}

impl Concerns {
    fn read(fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            strategies: fields.references("strategie"),
            projects: fields.references("projekte"),
            measures: fields.references("massnahmen"),
            values: fields.references("werte"),
            problems: fields.references("probleme"),
        }
    }

    /// The records of one kind.
    pub fn of<T: Concerned>(&self) -> &[Ref<T>] {
        T::among(self)
    }
}

/// A kind of record that papers, questions and commitments can be about.
pub trait Concerned: ReadRecord {
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

concerned!(Strategy: strategies, Project: projects, Measure: measures, CoreValue: values, Problem: problems);

/// One question and what was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its number on the paper; without one, its position.
    pub number: Option<u32>,
    /// The question.
    pub question: String,
    /// The answer, Markdown.
    pub answer: Option<Spanned<String>>,
    /// When it was given.
    pub answered: Option<Datum>,
    /// Answered, in part, open.
    pub state: AnswerState,
    /// What it is about.
    pub concerns: Concerns,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Question {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let question = Self {
            number: fields.optional("nummer"),
            question: fields.required("frage"),
            answer: fields.optional("antwort"),
            answered: fields.optional("antwort_am"),
            state: fields.required_choice("stand"),
            concerns: Concerns::read(&mut fields),
            origin: Origin::read(&mut fields),
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

/// One step of a paper's way through the bodies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consultation {
    /// Which body.
    pub committee: Option<Ref<Committee>>,
    /// When.
    pub date: Option<Datum>,
    /// Agenda item, verbatim.
    pub agenda_item: Option<String>,
    /// Whether in public.
    pub public: Option<bool>,
    /// With what result.
    pub result: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Consultation {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        fields.demand("gremium");
        let consultation = Self {
            committee: fields.reference("gremium"),
            date: fields.optional("am"),
            agenda_item: fields.optional("top"),
            public: fields.optional("oeffentlich"),
            result: fields.optional("ergebnis"),
            origin: Origin::read(&mut fields),
        };
        fields.finish();
        Some(consultation)
    }
}

/// A council paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Id, title, description, source.
    pub head: Head,
    /// Number, such as `VII/2020/01351`.
    pub number: Option<String>,
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
    /// Questions and answers.
    pub questions: Vec<Question>,
    /// Papers it refers to.
    pub related: Vec<Ref<Paper>>,
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
            questions: fields.list("fragen"),
            related: fields.references("bezug"),
            concerns: Concerns::read(fields),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        let questions = self.questions.iter().flat_map(|question| &question.origin.sources);
        let consultations = self.consultations.iter().flat_map(|one| &one.origin.sources);
        self.head.sources.iter().chain(questions).chain(consultations).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.papers
    }
}

/// Something promised to the council.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commitment {
    /// Id, title (what was promised), source.
    pub head: Head,
    /// Who promised.
    pub by: String,
    /// To whom.
    pub to: Ref<Committee>,
    /// In which paper.
    pub paper: Ref<Paper>,
    /// In the answer to which question.
    pub question: Option<Spanned<u32>>,
    /// By when.
    pub due: Option<Datum>,
    /// What became of it.
    pub state: CommitmentState,
    /// The same in words.
    pub outcome: Option<String>,
    /// Where that is said.
    pub evidence: Vec<SourceRef>,
    /// What it is about.
    pub concerns: Concerns,
}

impl Record for Commitment {
    const KIND: Kind = Kind::Commitment;
}

impl ReadRecord for Commitment {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            by: fields.required("wer"),
            to: fields.required_reference("an"),
            paper: fields.required_reference("vorlage"),
            question: fields.optional("frage"),
            due: fields.optional("bis"),
            state: fields.required_choice("stand"),
            outcome: fields.optional("ergebnis"),
            evidence: fields.list("nachweis"),
            concerns: Concerns::read(fields),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        self.head.sources.iter().chain(&self.evidence).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.commitments
    }
}
