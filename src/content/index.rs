//! Where records are written and who refers to them: for programs that ask about a place in a file.
//!
//! It is made from the trees alone, so it is there also where errors keep the content from having a model.

use std::collections::BTreeMap;

use super::ids::ids;
use super::names::{Kind, Lookup};
use super::parse::Parsed;
use super::{ids, resolve};
use crate::diagnostics::Diagnostics;
use crate::source::yaml::Node;
use crate::source::{FileId, Span, Spanned};

/// A record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What it is.
    pub kind: Kind,
    /// Its present id. One that is the name of a file has the file's beginning as its place.
    pub id: Spanned<String>,
    /// Its title, as far as it can be read.
    pub title: Option<String>,
}

/// A place where an id is written in order to refer to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The place of the id.
    pub span: Span,
    /// What it asks for.
    pub kind: Kind,
    /// Position in [`Index::definitions`] of the record that it leads to, if it leads to one.
    pub target: Option<usize>,
}

/// All records and references of a content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// The records, file by file.
    pub definitions: Vec<Definition>,
    /// The references.
    pub references: Vec<Reference>,
    /// Files whose data cannot be read at the moment.
    pub unread: Vec<FileId>,
}

impl Index {
    /// The index of what the authors wrote.
    pub fn new(parsed: &Parsed) -> Self {
        let names = ids::collect(parsed, &mut Diagnostics::default());
        let mut definitions = Vec::new();
        let mut positions = BTreeMap::new();
        for named in parsed.documents.iter().flat_map(ids) {
            if let Lookup::Found(record) = names.lookup(named.kind, &named.id) {
                positions.insert((named.kind, record), definitions.len());
            }
            definitions.push(Definition { kind: named.kind, id: named.id, title: named.data.and_then(title) });
        }
        let reference = |(span, kind, lookup)| {
            let target = match lookup {
                Lookup::Found(record) => positions.get(&(kind, record)).copied(),
                Lookup::Hidden | Lookup::Unreadable | Lookup::Unknown => None,
            };
            Reference { span, kind, target }
        };
        let references = resolve::references(parsed, &names).into_iter().map(reference).collect();
        let broken = parsed.documents.iter().filter(|document| document.data.is_none());
        Self { definitions, references, unread: broken.map(|document| document.id.span.file).collect() }
    }

    /// The record of an id.
    pub fn find(&self, kind: Kind, id: &str) -> Option<&Definition> {
        self.definitions.iter().find(|one| one.kind == kind && one.id.value == id)
    }
}

/// A record's title; of a criterion its text.
fn title(data: &Node) -> Option<String> {
    let field = |key| data.map()?.get(key)?.scalar();
    let title = data.scalar().or_else(|| field("titel")).or_else(|| field("text"))?;
    Some(title.trim().to_owned()).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{View, parse};
    use crate::source::Sources;

    fn indexed(files: &[(&str, &str)]) -> (Sources, Index) {
        let (sources, _) =
            Sources::from_files(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())));
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Internal, &mut found);
        let index = Index::new(&parsed);
        (sources, index)
    }

    /// `text at the reference -> id` for every reference that leads somewhere.
    fn told(sources: &Sources, index: &Index) -> Vec<String> {
        let told = |one: &Reference| {
            let text = &sources.file(one.span.file).unwrap().text[one.span.range()];
            Some(format!("{text} -> {}", index.definitions[one.target?].id.value))
        };
        index.references.iter().filter_map(told).collect()
    }

    #[test]
    fn references_lead_to_records_also_where_something_is_wrong() {
        let (sources, index) = indexed(&[
            (
                "massnahmen/m.md",
                "---\ntitel: M\nprojekt: alt\nmeilenstein: start\nerfuellt: [d-1, fehlt]\nquatsch: 1\n---\n",
            ),
            ("modell.yaml", "dimensionen: {d: {stufen: {1: {d-1: Eins.}}}}\n"),
            ("projekte/p.md", "---\ntitel: Ein Projekt\nfrueher: alt\nmeilensteine: {start: {titel: Los}}\n---\n"),
        ]);
        assert_eq!(told(&sources, &index), ["alt -> p", "start -> p/start", "d-1 -> d-1"].map(str::to_owned).to_vec());
        let title = |kind, id| index.find(kind, id).and_then(|one| one.title.as_deref());
        assert_eq!(title(Kind::Project, "p"), Some("Ein Projekt"));
        assert_eq!(title(Kind::Criterion, "d-1"), Some("Eins."));
        assert_eq!(title(Kind::Milestone, "p/start"), Some("Los"));
        assert_eq!(index.references.iter().filter(|one| one.target.is_none()).count(), 1);
    }

    #[test]
    fn files_that_cannot_be_read_are_told() {
        let (sources, index) = indexed(&[("projekte/p.md", "---\ntitel: \"P\n---\n"), ("seite.yaml", "titel: T")]);
        let unread: Vec<_> = index.unread.iter().map(|&file| sources.file(file).unwrap().path.as_str()).collect();
        assert_eq!(unread, ["projekte/p.md"]);
        assert_eq!(index.find(Kind::Project, "p").map(|one| one.title.clone()), Some(None));
    }
}
