//! What somebody has to do for the council by when, and what was reported: shared by commitments and resolutions.

use jiff::civil::Date;

use crate::diagnostics::Diagnostic;
use crate::source::Spanned;
use crate::source::yaml::Node;

use super::common::{Dated, Log, Origin, SourceRef};
use super::fields::{Choice, Context, Fields, Read};
use super::scalar::Datum;

/// What can be reported of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskEventKind {
    /// Something was said; nothing else changes.
    #[default]
    Reported,
    /// It is to be done in another way, or by another date.
    Changed,
    /// It has been done.
    Fulfilled,
    /// It is not to be done any more.
    Lapsed,
    /// It is to be done again.
    Reopened,
}

impl Choice for TaskEventKind {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("berichtet", Self::Reported),
        ("geaendert", Self::Changed),
        ("erfuellt", Self::Fulfilled),
        ("verfallen", Self::Lapsed),
        ("wiedereroeffnet", Self::Reopened),
    ];
}

impl TaskEventKind {
    /// Whether it must be told why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Changed | Self::Lapsed)
    }
}

/// One entry of a task's log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskEvent {
    /// When.
    pub date: Spanned<Datum>,
    /// What.
    pub kind: TaskEventKind,
    /// The new deadline of a change.
    pub to: Option<Spanned<Datum>>,
    /// What was said, or why.
    pub reason: Option<String>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Dated for TaskEvent {
    fn day(&self) -> Date {
        self.date.last()
    }
}

impl Read for TaskEvent {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let date = fields.required("am");
        let kind: TaskEventKind = fields.required_choice("ereignis");
        if kind != TaskEventKind::Changed && fields.has("auf") {
            let span = fields.span_of("auf");
            fields.context.found.push(Diagnostic::at("E0320", span).with("ereignis", kind.word()));
        }
        if kind.needs_reason() && !fields.has("grund") {
            let span = fields.span_of("ereignis");
            fields.context.found.push(Diagnostic::at("E0302", span).with("ereignis", kind.word()));
        }
        let (to, reason) = (fields.optional("auf"), fields.optional("grund"));
        let Origin { sources, assumption } = Origin::read(&mut fields);
        let event = Self { date, kind, to, reason, sources, assumption };
        fields.finish();
        Some(event)
    }
}

/// What has to be done by when, and what was reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    /// By when, as first said.
    pub due: Option<Datum>,
    /// What was reported.
    pub log: Log<TaskEvent>,
}

impl Task {
    /// Reads `bis` and `verlauf`.
    pub fn read(fields: &mut Fields<'_, '_, '_>) -> Self {
        Self { due: fields.optional("bis"), log: Log::read(fields) }
    }

    /// Every source that its log names.
    pub fn cited(&self) -> impl Iterator<Item = &SourceRef> {
        self.log.iter().flat_map(|event| &event.sources)
    }
}
