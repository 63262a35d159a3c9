//! `varianten/`: options with advantages and disadvantages.

use super::common::Head;
use super::fields::Fields;
use super::names::{Kind, Record, Ref, Table};
use super::strategy::Strategy;
use super::{Model, ReadRecord};

/// An option.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variant {
    /// Id, title, description, source.
    pub head: Head,
    /// The heading under which it is compared with others.
    pub group: String,
    /// Position within its group.
    pub order: Option<u32>,
    /// Advantages.
    pub advantages: Vec<String>,
    /// Disadvantages.
    pub disadvantages: Vec<String>,
    /// Strategies it belongs to.
    pub strategies: Vec<Ref<Strategy>>,
}

impl Record for Variant {
    const KIND: Kind = Kind::Variant;
}

impl ReadRecord for Variant {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            group: fields.required("gruppe"),
            order: fields.optional("reihenfolge"),
            advantages: fields.list("vorteile"),
            disadvantages: fields.list("nachteile"),
            strategies: fields.references("strategie"),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.variants
    }
}
