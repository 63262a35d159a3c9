//! `zusagen.yaml`: commitments made to the council, and what became of them.

use crate::source::Spanned;

use super::common::{Head, SourceRef};
use super::council::{Concerns, Paper};
use super::fields::Fields;
use super::names::{Kind, Record, Ref, Table};
use super::organisation::Committee;
use super::scalar::Datum;
use super::task::Task;
use super::{Model, ReadRecord};

/// Something promised to the council. What became of it follows from the log and is never written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Commitment {
    /// Id, title (what was promised), source.
    pub head: Head,
    /// Who promised.
    pub by: String,
    /// To whom.
    pub to: Ref<Committee>,
    /// When; where it is not written, the answer or the paper tells.
    pub on: Option<Datum>,
    /// In which paper; none where it was promised in a meeting without one.
    pub paper: Option<Ref<Paper>>,
    /// In the answer to which question.
    pub question: Option<Spanned<u32>>,
    /// By when, and what was reported.
    pub task: Task,
    /// What else is to be said.
    pub text: Option<String>,
    /// Where that is from.
    pub evidence: Vec<SourceRef>,
    /// What it is about.
    pub concerns: Concerns,
}

impl Commitment {
    /// When it was made: as written, or with the answer or the paper that it stands in.
    pub fn made_on(&self, model: &Model) -> Option<Datum> {
        let paper = self.paper.map(|paper| &model.papers[paper]);
        let answered = || {
            let (_, question) =
                paper?.numbered().find(|(number, _)| Some(*number) == self.question.map(|one| one.value))?;
            question.answered_on(model)
        };
        self.on.or_else(answered).or_else(|| paper?.date)
    }
}

impl Record for Commitment {
    const KIND: Kind = Kind::Commitment;
}

impl ReadRecord for Commitment {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        let commitment = Self {
            head,
            by: fields.required("wer"),
            to: fields.required_reference("an"),
            on: fields.optional("am"),
            paper: fields.needed_reference("vorlage"),
            question: fields.optional("frage"),
            task: Task::read(fields),
            text: fields.optional("text"),
            evidence: fields.list("nachweis"),
            concerns: Concerns::read(fields),
        };
        // A promise without a paper was made in a meeting, which its day tells.
        fields.demand_if(!fields.has("am") || fields.has("frage"), "vorlage");
        commitment
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        self.head.sources.iter().chain(&self.evidence).chain(self.task.cited()).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.commitments
    }
}
