//! Dated entries of a record as they are written: events, coverages, readings, answers.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Kind;
use super::parse::Parsed;
use super::scalar::Datum;
use super::{Ids, KINDS, Place};
use crate::source::yaml::{Node, Value};

/// What stands at a date in a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The date.
    pub date: Datum,
    /// Where in the record it stands: keys from outside to inside.
    pub place: Vec<String>,
    /// What it says, field by field, as written.
    pub fields: BTreeMap<String, String>,
}

/// The fields that hold the date of an entry.
const DATES: &[&str] = &["am", "antwort_am"];

/// What an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells<'a> {
    /// An event: its word, and the date that it moves something to.
    Event(&'a str, Option<Datum>),
    /// A coverage, as written.
    Coverage(&'a str),
    /// A value, as written.
    Value(&'a str),
    /// An answer.
    Answer,
    /// That a measure is done in a unit: its id.
    Unit(&'a str),
    /// Anything else, which no level, status or value follows from.
    Other,
}

impl Entry {
    /// What it tells.
    pub fn tells(&self) -> Tells<'_> {
        let field = |key: &str| self.fields.get(key).map(String::as_str);
        let to = || field("auf").and_then(|date| Datum::parse(date).ok());
        match (field("ereignis"), field("anteil"), field("wert"), self.place.as_slice()) {
            (Some(word), ..) => Tells::Event(word, to()),
            (_, Some(share), ..) => Tells::Coverage(share),
            (_, _, Some(value), _) => Tells::Value(value),
            (.., [list, unit]) if list == "rollout" => Tells::Unit(unit),
            _ if field("antwort_am").is_some() => Tells::Answer,
            _ => Tells::Other,
        }
    }

    /// The id of the milestone that it is about.
    pub fn milestone(&self) -> Option<&str> {
        match self.place.as_slice() {
            [list, id, ..] if list == "meilensteine" => Some(id),
            _ => None,
        }
    }

    fn of(node: &Node, place: &[String]) -> Option<Self> {
        let map = node.map()?;
        let date = DATES.iter().find_map(|key| map.get(key)?.scalar().and_then(|text| Datum::parse(text).ok()))?;
        let said = map.entries.iter().filter(|(key, _)| key.value != "sichtbarkeit");
        let fields = said.filter_map(|(key, node)| Some((key.value.clone(), node.scalar()?.to_owned())));
        Some(Self { date, place: place.to_vec(), fields: fields.collect() })
    }
}

impl Parsed {
    /// The dated entries of a record that can be seen.
    pub fn entries(&self, kind: Kind, id: &str) -> BTreeSet<Entry> {
        let mut entries = BTreeSet::new();
        let nodes = self.documents.iter().filter_map(|document| match document.kind.ids {
            Ids::Stem(one) if one == kind && document.id.value == id => document.data.as_deref(),
            Ids::Keys(one) if one == kind => document.data.as_ref()?.map()?.get(id),
            _ => None,
        });
        nodes.for_each(|node| collect(node, &mut Vec::new(), &mut entries));
        entries
    }
}

/// The file that a record of a kind stands in; none for kinds without entries.
pub fn file_of(kind: Kind, id: &str) -> Option<String> {
    KINDS.iter().find_map(|one| match (one.ids, one.place) {
        (Ids::Stem(other), Place::Folder(folder)) if other == kind => Some(format!("{folder}/{id}.md")),
        (Ids::Keys(other), Place::File(name)) if other == kind => Some(name.to_owned()),
        _ => None,
    })
}

fn collect(node: &Node, place: &mut Vec<String>, entries: &mut BTreeSet<Entry>) {
    // The record as a whole is no entry of its own.
    entries.extend(Entry::of(node, place).filter(|_| !place.is_empty()));
    match &node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| collect(item, place, entries)),
        Value::Map(map) => {
            for (key, node) in &map.entries {
                place.push(key.value.clone());
                collect(node, place, entries);
                place.pop();
            }
        }
    }
}
