//! `kennzahlen.yaml`: key figures, each with date, definition and source; contradictions stand side by side.

use crate::source::yaml::Node;

use super::common::{Head, Origin, SourceRef};
use super::fields::{Context, Fields, Read};
use super::names::{Kind, Record, Table};
use super::scalar::{Amount, Datum};
use super::{Model, ReadRecord};

/// What one source says of a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The figure.
    pub value: Amount,
    /// Whether the source says "about".
    pub rounded: bool,
    /// As of when.
    pub date: Option<Datum>,
    /// As printed.
    pub text: Option<String>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Read for Reading {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let Origin { sources, assumption } = Origin::read(&mut fields);
        let reading = Self {
            value: fields.required("wert"),
            rounded: fields.or("rund", false),
            date: fields.optional("am"),
            text: fields.optional("text"),
            sources,
            assumption,
        };
        fields.finish();
        Some(reading)
    }
}

/// A key figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyFigure {
    /// Id, title, source.
    pub head: Head,
    /// Unit of measurement.
    pub unit: Option<String>,
    /// What is counted, and how.
    pub definition: Option<String>,
    /// Explanation.
    pub text: Option<String>,
    /// What the sources say, in the order written.
    pub readings: Vec<Reading>,
}

impl Record for KeyFigure {
    const KIND: Kind = Kind::Figure;
}

impl ReadRecord for KeyFigure {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        let figure = Self {
            head,
            unit: fields.optional("einheit"),
            definition: fields.optional("definition"),
            text: fields.optional("text"),
            readings: fields.list_not_empty("angaben"),
        };
        fields.demand("angaben");
        figure
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        let readings = self.readings.iter().flat_map(|reading| &reading.sources);
        self.head.sources.iter().chain(readings).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.figures
    }
}
