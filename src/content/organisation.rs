//! `organisation.yaml`: units of the administration, councils and committees, partners.

use super::common::Head;
use super::fields::Fields;
use super::names::{Kind, Record, Ref, Table};
use super::{Model, ReadRecord};

/// A unit of the administration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// Id, title, source.
    pub head: Head,
    /// Abbreviation.
    pub short: Option<String>,
    /// The unit above.
    pub parent: Option<Ref<Unit>>,
    /// Weight among its siblings.
    pub size: u32,
    /// Whether levels are assessed for it.
    pub assessed: bool,
    /// What it is.
    pub text: Option<String>,
}

impl Record for Unit {
    const KIND: Kind = Kind::Unit;
}

impl ReadRecord for Unit {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            short: fields.optional("kuerzel"),
            parent: fields.reference("unter"),
            size: fields.or("groesse", 1),
            assessed: fields.or("bewertet", false),
            text: fields.optional("text"),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.units
    }
}

/// A council or committee.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committee {
    /// Id, title, source.
    pub head: Head,
    /// Abbreviation.
    pub short: Option<String>,
    /// What it is.
    pub text: Option<String>,
}

impl Record for Committee {
    const KIND: Kind = Kind::Committee;
}

impl ReadRecord for Committee {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self { head, short: fields.optional("kuerzel"), text: fields.optional("text") }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.committees
    }
}

/// An organisation outside the administration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Partner {
    /// Id, title, source.
    pub head: Head,
    /// What it is.
    pub text: Option<String>,
}

impl Record for Partner {
    const KIND: Kind = Kind::Partner;
}

impl ReadRecord for Partner {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self { head, text: fields.optional("text") }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.partners
    }
}
