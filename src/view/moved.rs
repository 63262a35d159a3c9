//! Pages of records under the ids that they had before.

use std::collections::BTreeMap;

use super::compose::address;
use crate::content::calculation::Calculation;
use crate::content::campaign::{Block, CoreValue, Problem};
use crate::content::council::Paper;
use crate::content::document::SourceDocument;
use crate::content::figure::KeyFigure;
use crate::content::free_page::FreePage;
use crate::content::maturity_model::Dimension;
use crate::content::measure::Measure;
use crate::content::names::{Kind, Lookup, Record, Ref};
use crate::content::organisation::Unit;
use crate::content::project::Project;
use crate::content::strategy::Strategy;
use crate::content::variant::Variant;
use crate::content::{Model, ReadRecord};

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
    records::<Strategy>(model, &mut moved);
    records::<CoreValue>(model, &mut moved);
    records::<Problem>(model, &mut moved);
    records::<Block>(model, &mut moved);
    records::<Project>(model, &mut moved);
    records::<Measure>(model, &mut moved);
    records::<Paper>(model, &mut moved);
    records::<KeyFigure>(model, &mut moved);
    records::<Calculation>(model, &mut moved);
    records::<Variant>(model, &mut moved);
    records::<SourceDocument>(model, &mut moved);
    records::<FreePage>(model, &mut moved);
    records::<Unit>(model, &mut moved);
    moved
}

fn records<T: ReadRecord>(model: &Model, moved: &mut BTreeMap<String, Moved>) {
    for head in T::table(model).iter().map(ReadRecord::head) {
        for former in &head.former {
            add(moved, T::KIND, former, (&head.id, &head.title));
        }
    }
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
