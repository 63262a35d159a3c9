//! `glossar.yaml`: abbreviations and terms, explained where they appear.

use super::common::Head;
use super::fields::Fields;
use super::names::{Kind, Record, Table};
use super::{Model, ReadRecord};

/// A term of the glossary; its title is the term as documents write it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    /// Id, title, source, assumption.
    pub head: Head,
    /// Written out.
    pub long: Option<String>,
    /// Explanation.
    pub text: Option<String>,
    /// Other spellings.
    pub also: Vec<String>,
}

impl Record for Term {
    const KIND: Kind = Kind::Term;
}

impl ReadRecord for Term {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self { head, long: fields.optional("langform"), text: fields.optional("text"), also: fields.list("weitere") }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.terms
    }
}
