//! Published reports of `seite.yaml` (`berichte`): what was told to the public as of which day, and where git has it.

use crate::source::Spanned;
use crate::source::yaml::Node;

use super::common::Origin;
use super::council::Paper;
use super::fields::{Context, Fields, Read};
use super::names::Ref;
use super::scalar::Datum;

/// A report that was published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// Its key.
    pub id: String,
    /// What it is called.
    pub title: Option<String>,
    /// As of when it told how things stood.
    pub as_of: Spanned<Datum>,
    /// The commit or tag that it was made from.
    pub version: Option<Spanned<String>>,
    /// The paper that it was handed to the council with.
    pub paper: Option<Ref<Paper>>,
    /// Where this is from.
    pub origin: Origin,
}

impl Publication {
    /// All of them, by day, then as written.
    pub(super) fn read_all(fields: &mut Fields<'_, '_, '_>) -> Vec<Self> {
        let entries = fields.map::<Self>("berichte").into_iter();
        let mut all: Vec<_> = entries.map(|(id, publication)| Self { id: id.value, ..publication }).collect();
        all.sort_by_key(|publication| publication.as_of.last());
        all
    }
}

impl Read for Publication {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let publication = Self {
            origin: Origin::read(&mut fields),
            id: String::new(),
            title: fields.optional("titel"),
            as_of: fields.required("stand"),
            version: fields.optional("fassung"),
            paper: fields.reference("vorlage"),
        };
        fields.finish();
        Some(publication)
    }
}
