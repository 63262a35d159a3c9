//! `sitzungen.yaml`: meetings, and what was on their agenda besides papers.
//!
//! A paper says itself when and where it was consulted; that makes a meeting even where this file does not name it. Here
//! stands what no paper can say: meetings to come, their place, items without a paper.

use crate::diagnostics::Diagnostic;
use crate::source::Spanned;
use crate::source::yaml::Node;

use super::common::Origin;
use super::council::Attachment;
use super::fields::{Context, Fields, Read};
use super::names::Ref;
use super::organisation::Committee;
use super::scalar::{Datum, Precision};

/// An agenda item without a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgendaItem {
    /// Its number, verbatim.
    pub number: Option<Spanned<String>>,
    /// What it is about.
    pub title: String,
    /// Whether in public.
    pub public: Option<bool>,
    /// With what result.
    pub result: Option<String>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for AgendaItem {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let item = Self {
            origin: Origin::read(&mut fields),
            number: fields.optional("top"),
            title: fields.required("titel"),
            public: fields.optional("oeffentlich"),
            result: fields.optional("ergebnis"),
        };
        fields.finish();
        Some(item)
    }
}

/// A meeting of a body on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meeting {
    /// Whose; none if the view may not see the body.
    pub committee: Option<Ref<Committee>>,
    /// On which day.
    pub date: Spanned<Datum>,
    /// Where.
    pub place: Option<String>,
    /// What else is to be said.
    pub text: Option<String>,
    /// Items without a paper, in the order written.
    pub agenda: Vec<AgendaItem>,
    /// Invitation, minutes and the like.
    pub attachments: Vec<Attachment>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Meeting {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let meeting = Self {
            origin: Origin::read(&mut fields),
            committee: fields.reference("gremium"),
            date: fields.required("am"),
            place: fields.optional("ort"),
            text: fields.optional("text"),
            agenda: fields.list_not_empty("tagesordnung"),
            attachments: fields.list("dateien"),
        };
        fields.demand("gremium");
        if fields.has("am") && meeting.date.precision() != Precision::Day {
            let finding = Diagnostic::at("E0321", meeting.date.span).with("am", meeting.date.value);
            fields.context.found.push(finding);
        }
        fields.finish();
        Some(meeting)
    }
}
