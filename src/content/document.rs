//! `quellen.yaml`: the documents that content is made from.

use super::common::Head;
use super::fields::Fields;
use super::names::{Kind, Record, Table};
use super::scalar::{Datum, WebAddress};
use super::{Model, ReadRecord};

/// A source document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDocument {
    /// Id, title, assumption.
    pub head: Head,
    /// Title for tight places.
    pub short: Option<String>,
    /// Its date.
    pub date: Option<Datum>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// What sort of document.
    pub sort: Option<String>,
    /// Where it is published.
    pub url: Option<WebAddress>,
    /// What it holds.
    pub text: Option<String>,
}

impl Record for SourceDocument {
    const KIND: Kind = Kind::Document;
}

impl ReadRecord for SourceDocument {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            head,
            short: fields.optional("kurztitel"),
            date: fields.optional("datum"),
            publisher: fields.optional("herausgeber"),
            licence: fields.optional("lizenz"),
            sort: fields.optional("art"),
            url: fields.optional("url"),
            text: fields.optional("text"),
        }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.documents
    }
}
