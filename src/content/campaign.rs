//! `werte/`, `probleme/`, `bausteine/`: what the campaign stands for, fights, and is built of.

use crate::source::Spanned;
use crate::source::yaml::Node;

use super::common::{Head, Origin};
use super::fields::{Choice, Context, Fields, Read};
use super::maturity_model::Dimension;
use super::measure::Measure;
use super::names::{Kind, Record, Ref, Table};
use super::scalar::Datum;
use super::{Model, ReadRecord};

/// Whether a value has been agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ValueStatus {
    /// Not final.
    #[default]
    Draft,
    /// Resolved.
    Resolved,
}

impl Choice for ValueStatus {
    const CHOICES: &'static [(&'static str, Self)] = &[("entwurf", Self::Draft), ("beschlossen", Self::Resolved)];
}

/// Who assesses a value, and by what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessment {
    /// Who.
    pub by: Option<String>,
    /// By what indicator.
    pub indicator: Option<String>,
}

impl Read for Assessment {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let assessment = Self { by: fields.optional("wer"), indicator: fields.optional("indikator") };
        fields.finish();
        Some(assessment)
    }
}

/// A value of the campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoreValue {
    /// Id, title, description, source.
    pub head: Head,
    /// Draft or resolved.
    pub status: ValueStatus,
    /// How it is assessed.
    pub assessment: Option<Assessment>,
}

impl Record for CoreValue {
    const KIND: Kind = Kind::Value;
}

impl ReadRecord for CoreValue {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self { head, status: fields.required_choice("status"), assessment: fields.optional("bewertung") }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.values
    }
}

/// Whose problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tier {
    /// The city's.
    #[default]
    City,
    /// The state's.
    State,
}

impl Choice for Tier {
    const CHOICES: &'static [(&'static str, Self)] = &[("stadt", Self::City), ("land", Self::State)];
}

/// A named problem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// Id, title, description, source.
    pub head: Head,
    /// City or state.
    pub tier: Tier,
    /// Dimensions that it concerns.
    pub dimensions: Vec<Ref<Dimension>>,
}

impl Record for Problem {
    const KIND: Kind = Kind::Problem;
}

impl ReadRecord for Problem {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self { head, tier: fields.required_choice("ebene"), dimensions: fields.references("dimension") }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.problems
    }
}

/// A named element of a building block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Title.
    pub title: String,
    /// The measure behind it.
    pub measure: Option<Ref<Measure>>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Element {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let element = Self {
            title: fields.required("titel"),
            measure: fields.reference("massnahme"),
            origin: Origin::read(&mut fields),
        };
        fields.finish();
        Some(element)
    }
}

/// A next step as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub text: String,
    /// The measure behind it.
    pub measure: Option<Ref<Measure>>,
    /// Where it is from.
    pub origin: Origin,
}

impl Read for Step {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let step = Self {
            origin: Origin::read(&mut fields),
            text: fields.required("text"),
            measure: fields.reference("massnahme"),
        };
        fields.finish();
        Some(step)
    }
}

/// A building block around "digital maturity".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// Id, title, description, source.
    pub head: Head,
    /// The dimension that measures it.
    pub dimension: Ref<Dimension>,
    /// When its next steps start.
    pub start: Option<Datum>,
    /// The same as printed.
    pub start_text: Option<String>,
    /// Its elements.
    pub elements: Vec<(Spanned<String>, Element)>,
    /// Its next steps.
    pub steps: Vec<Step>,
}

impl Record for Block {
    const KIND: Kind = Kind::Block;
}

impl ReadRecord for Block {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            dimension: fields.required_reference("dimension"),
            start: fields.optional("start"),
            start_text: fields.optional("start_text"),
            elements: fields.map("elemente"),
            steps: fields.list("schritte"),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.blocks
    }
}
