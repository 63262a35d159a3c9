//! Where the texts in Leichte Sprache stand.

use super::compose::address;
use crate::content::Model;
use crate::content::common::{Head, Prose};
use crate::content::names::Kind;

/// The folder of their pages, which is their section as well.
pub const FOLDER: &str = "leichte-sprache";

/// A record's text in Leichte Sprache.
#[derive(Debug, Clone)]
pub struct Easy<'a> {
    /// The record's title.
    pub title: String,
    /// The page of the text, from the site's root.
    pub path: String,
    /// Where the record is shown, from the site's root.
    pub record: String,
    /// The text.
    pub prose: &'a Prose,
}

/// All of them, kind by kind.
pub fn texts(model: &Model) -> impl Iterator<Item = Easy<'_>> {
    model.heads().filter_map(|(kind, head)| {
        let prose = head.easy.as_ref()?;
        Some(Easy { title: head.title.clone(), path: path(kind, head), record: address(kind, &head.id), prose })
    })
}

/// The page of a record's text, from the site's root.
pub fn path(kind: Kind, head: &Head) -> String {
    format!("{FOLDER}/{}-{}.html", kind.folder(), head.id.value)
}
