//! `seiten/`: imprint, privacy, accessibility, about.

use super::common::Head;
use super::fields::Fields;
use super::names::{Kind, Record, Table};
use super::{Model, ReadRecord};

/// A free page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FreePage {
    /// Id, title, text.
    pub head: Head,
    /// Position in the footer, or in its part.
    pub order: Option<u32>,
    /// The part that it is a chapter of: its heading in the menu.
    pub part: Option<String>,
}

/// The id of the page that the accessibility statement stands on, written or not.
pub const ACCESSIBILITY: &str = "barrierefreiheit";

impl Record for FreePage {
    const KIND: Kind = Kind::Page;
}

impl ReadRecord for FreePage {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        Self { head, order: fields.optional("reihenfolge"), part: fields.optional("teil") }
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.pages
    }
}
