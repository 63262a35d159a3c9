//! Which ids a content has: collected before any record is read, so that every reference can be held against them.

use super::maturity_model;
use super::names::{Kind, Lookup, Names};
use super::parse::{Document, Parsed};
use super::{Ids, fields};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::yaml::{Node, Value};
use crate::source::{Span, Spanned};

/// An id, where it stands, and the ids the record had before.
pub(super) struct Named<'a> {
    pub(super) kind: Kind,
    pub(super) id: Spanned<String>,
    pub(super) former: Vec<Spanned<String>>,
    /// What is written about the record, as far as it can be read.
    pub(super) data: Option<&'a Node>,
}

/// The ids of all kinds. Present ids come first, so that a former one never takes their place.
pub(super) fn collect(parsed: &Parsed, found: &mut Diagnostics) -> Names {
    let mut names = Names::default();
    let current: Vec<Named<'_>> = parsed.documents.iter().flat_map(ids).collect();
    for named in &current {
        if let Err(earlier) = names.add(named.kind, &named.id, named.id.span) {
            found.push(duplicate(named.kind, &named.id, earlier));
        }
        if let Some(title) = title(named.data) {
            names.add_title(named.kind, title, &named.id);
        }
    }
    for named in &current {
        add_former(named, &mut names, found);
    }
    for hidden in parsed.written.iter().flat_map(ids) {
        for id in std::iter::once(&hidden.id).chain(&hidden.former) {
            if names.lookup(hidden.kind, id) == Lookup::Unknown {
                names.add_hidden(hidden.kind, id);
            }
        }
    }
    for kind in parsed.documents.iter().filter(|document| document.data.is_none()).flat_map(unreadable_kinds) {
        names.mark_unreadable(kind);
    }
    names
}

fn duplicate(kind: Kind, id: &Spanned<String>, earlier: Span) -> Diagnostic {
    let finding = Diagnostic::at("E0218", id.span).with("id", &id.value).with("art", format!("@{}", kind.key()));
    finding.related(earlier, "zuerst")
}

fn add_former(named: &Named<'_>, names: &mut Names, found: &mut Diagnostics) {
    let Lookup::Found(index) = names.lookup(named.kind, &named.id) else { return };
    for former in &named.former {
        // The ids of milestones hold a project's id, which is checked by itself.
        if !fields::is_id(former) && named.kind != Kind::Milestone {
            found.push(Diagnostic::at("E0204", former.span).with("id", &former.value));
        } else if let Err(earlier) = names.add_former(named.kind, former, index, former.span) {
            found.push(duplicate(named.kind, former, earlier));
        }
    }
}

/// The ids of a document, in the order in which its records are read.
pub(super) fn ids(document: &Document) -> Vec<Named<'_>> {
    let data = document.data.as_deref();
    match document.kind.ids {
        Ids::None => Vec::new(),
        Ids::Stem(kind) => stem(document, kind),
        Ids::Keys(kind) => keys(kind, data),
        Ids::Inner(fields) => fields.iter().flat_map(|&(field, kind)| keys(kind, inner(data, field))).collect(),
        Ids::Model => data.map(maturity_model::ids).unwrap_or_default().into_iter().map(inside).collect(),
    }
}

fn inside<'a>((kind, id, node): (Kind, &Spanned<String>, &'a Node)) -> Named<'a> {
    Named { kind, id: id.clone(), former: former(Some(node)), data: Some(node) }
}

/// The file's stem, and a project's milestones as `project/milestone`.
fn stem(document: &Document, kind: Kind) -> Vec<Named<'_>> {
    let data = document.data.as_deref();
    let record = Named { kind, id: document.id.clone(), former: former(data), data };
    let mut named = Vec::new();
    if kind == Kind::Project {
        for (milestone, node) in sorted_entries(inner(data, "meilensteine")) {
            let of = |project: &Spanned<String>| Spanned::new(milestone_id(project, milestone), milestone.span);
            let former = record.former.iter().map(of).collect();
            named.push(Named { kind: Kind::Milestone, id: of(&record.id), former, data: Some(node) });
        }
    }
    named.insert(0, record);
    named
}

/// The id of a milestone among those of all projects.
pub(super) fn milestone_id(project: &str, milestone: &str) -> String {
    format!("{project}/{milestone}")
}

fn keys(kind: Kind, node: Option<&Node>) -> Vec<Named<'_>> {
    let entries = sorted_entries(node).into_iter();
    let named = |(id, node): (&Spanned<String>, _)| {
        let data = Some(node);
        Named { kind, id: id.clone(), former: former(data), data }
    };
    entries.map(named).collect()
}

/// The kinds whose ids a document would hold if it could be read. A Markdown file's own id is its name.
fn unreadable_kinds(document: &Document) -> Vec<Kind> {
    match document.kind.ids {
        Ids::None => Vec::new(),
        Ids::Stem(Kind::Project) => vec![Kind::Milestone],
        Ids::Stem(_) => Vec::new(),
        Ids::Keys(kind) => vec![kind],
        Ids::Inner(fields) => fields.iter().map(|&(_, kind)| kind).collect(),
        Ids::Model => vec![Kind::Dimension, Kind::Criterion],
    }
}

/// A field of a mapping.
pub(super) fn inner<'a>(data: Option<&'a Node>, field: &str) -> Option<&'a Node> {
    data?.map()?.get(field)
}

fn title(data: Option<&Node>) -> Option<&str> {
    inner(data, "titel")?.scalar()
}

pub(super) fn former(data: Option<&Node>) -> Vec<Spanned<String>> {
    let nodes = match inner(data, "frueher") {
        Some(Node { value: Value::List(items), .. }) => items.as_slice(),
        Some(node) => std::slice::from_ref(node),
        None => &[],
    };
    nodes.iter().filter_map(|node| Some(Spanned::new(node.scalar()?.to_owned(), node.span))).collect()
}

/// The entries of a mapping by id.
pub(super) fn sorted_entries(node: Option<&Node>) -> Vec<(&Spanned<String>, &Node)> {
    let map = node.and_then(Node::map);
    let mut entries: Vec<_> =
        map.into_iter().flat_map(|map| map.entries.iter().map(|(key, node)| (key, node))).collect();
    entries.sort_by(|a, b| a.0.value.cmp(&b.0.value));
    entries
}
