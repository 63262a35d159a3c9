//! Pages of records under the ids that they had before.

use std::collections::BTreeMap;

use super::compose::address;
use crate::content::Model;
use crate::content::maturity_model::Dimension;
use crate::content::names::{Kind, Lookup, Record, Ref};

/// The page of a record that had another id before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Where it stands now, from the site's root.
    pub path: String,
    /// The record's title.
    pub title: String,
}

/// Where every former address of a page leads, by that address, from the site's root. Records that share a page with others
/// have none.
pub fn moved(model: &Model) -> BTreeMap<String, Moved> {
    let mut moved = BTreeMap::new();
    dimensions(model, &mut moved);
    // What shares a page with others has none of its own.
    for (kind, head) in model.heads().filter(|(kind, head)| !address(*kind, &head.id).contains('#')) {
        for former in &head.former {
            add(&mut moved, kind, former, (&head.id, &head.title));
        }
    }
    moved
}

fn dimensions(model: &Model, moved: &mut BTreeMap<String, Moved>) {
    for id in model.names.ids(Dimension::KIND) {
        let Lookup::Found(index) = model.names.lookup(Dimension::KIND, id) else { continue };
        let dimension = &model.maturity.dimensions[Ref::new(index)];
        if dimension.id.value != id {
            add(moved, Dimension::KIND, id, (&dimension.id, &dimension.title));
        }
    }
}

fn add(moved: &mut BTreeMap<String, Moved>, kind: Kind, former: &str, (id, title): (&str, &str)) {
    moved.insert(address(kind, former), Moved { path: address(kind, id), title: title.to_owned() });
}
