//! From trees to records whose references exist.

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostics::Diagnostics;
use crate::source::yaml::{Node, Value};
use crate::source::{Span, Spanned};

use super::common::{Head, Origin, Prose};
use super::fields::{Context, Fields, Read, entries};
use super::ids::{self, inner, sorted_entries};
use super::maturity_model::MaturityModel;
use super::names::{Kind, Lookup, Names, Table};
use super::organisation::{Committee, Partner, Unit};
use super::parse::{Document, Parsed};
use super::shape;
use super::site::Site;
use super::target::Target;
use super::version::version;
use super::{Model, Place, ReadRecord};

/// Reads every record. None if anything so far is an error: a model is whole or not at all.
pub fn resolve(parsed: &Parsed, found: &mut Diagnostics) -> Option<Model> {
    let names = ids::collect(parsed, found);
    let mut resolver = Resolver { parsed, context: Context::new(&names, found) };
    let mut model = resolver.model();
    model.version = version(parsed, &resolver.context.unseen);
    model.names = names;
    (!found.has_errors()).then_some(model)
}

/// Reads what stands around the units, committees and partners.
pub(super) fn organisation(fields: &mut Fields<'_, '_, '_>) {
    fields.node("einheiten", shape::keyed::<Unit>);
    fields.node("gremien", shape::keyed::<Committee>);
    fields.node("partner", shape::keyed::<Partner>);
    Origin::read(fields);
}

/// Every reference that anybody has written, and what it leads to; also where there is no model.
pub(super) fn references(parsed: &Parsed, names: &Names) -> Vec<(Span, Kind, Lookup)> {
    let mut found = Diagnostics::default();
    let mut resolver = Resolver { parsed, context: Context::new(names, &mut found) };
    resolver.model();
    resolver.context.references
}

struct Resolver<'a, 'n> {
    parsed: &'a Parsed,
    context: Context<'n>,
}

impl<'a> Resolver<'a, '_> {
    fn model(&mut self) -> Model {
        self.check_organisation();
        Model {
            site: self.single("seite.yaml", Site::read),
            maturity: self.single("modell.yaml", MaturityModel::read),
            targets: self.targets(),
            exemptions: self.list("ausnahmen.yaml"),
            units: self.inner("organisation.yaml", "einheiten"),
            committees: self.inner("organisation.yaml", "gremien"),
            partners: self.inner("organisation.yaml", "partner"),
            strategies: self.folder("strategie"),
            values: self.folder("werte"),
            problems: self.folder("probleme"),
            blocks: self.folder("bausteine"),
            projects: self.folder("projekte"),
            measures: self.folder("massnahmen"),
            papers: self.folder("stadtrat"),
            meetings: self.list("sitzungen.yaml"),
            commitments: self.keyed("zusagen.yaml"),
            figures: self.keyed("kennzahlen.yaml"),
            calculations: self.keyed("kosten.yaml"),
            variants: self.folder("varianten"),
            documents: self.keyed("quellen.yaml"),
            terms: self.keyed("glossar.yaml"),
            pages: self.folder("seiten"),
            names: Names::default(),
            version: String::new(),
        }
    }

    fn file(&self, name: &'static str) -> Option<&'a Node> {
        self.parsed.file(name)
    }

    fn single<T: Default>(&mut self, name: &'static str, read: fn(&mut Fields<'_, '_, '_>) -> T) -> T {
        let Some(node) = self.file(name) else { return T::default() };
        let mut fields = Fields::of(node, &mut self.context);
        let record = read(&mut fields);
        fields.finish();
        record
    }

    fn list<T: Read>(&mut self, name: &'static str) -> Vec<T> {
        match self.file(name) {
            Some(Node { value: Value::List(items), .. }) => {
                items.iter().filter_map(|item| T::read(item, &mut self.context)).collect()
            }
            Some(node) if node.value != Value::Null => {
                self.context.wrong_type(node, "typ.liste");
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn targets(&mut self) -> Vec<Target> {
        let mut targets: Vec<Target> = self.list("ziele.yaml");
        targets.sort_by_key(|target| target.by.value);
        targets
    }

    /// The mapping around the units, committees and partners has no record of its own that would report unknown keys.
    fn check_organisation(&mut self) {
        let Some(node) = self.file("organisation.yaml").filter(|node| node.value != Value::Null) else { return };
        let mut fields = Fields::of(node, &mut self.context);
        organisation(&mut fields);
        fields.finish();
    }

    /// Records in files of their own, which may be many: each is read by itself, and what is found joins the rest in order.
    fn folder<T: ReadRecord + Send>(&mut self, folder: &'static str) -> Table<T> {
        let (parsed, names) = (self.parsed, self.context.names);
        let documents = parsed.documents.iter().filter(|document| document.kind.place == Place::Folder(folder));
        let read = |document: &Document| {
            let mut found = Diagnostics::default();
            let mut resolver = Resolver { parsed, context: Context::new(names, &mut found) };
            let record = resolver.record(&document.id, document.data.as_deref(), document.body.clone(), folder);
            let Context { unseen, references, .. } = resolver.context;
            (record, (found, unseen, references))
        };
        let (mut records, mut rest) = (Vec::new(), Vec::new());
        let documents: Vec<_> = documents.collect();
        // In place: a large vector that grows would be there twice.
        documents.into_par_iter().map(read).unzip_into_vecs(&mut records, &mut rest);
        for (found, unseen, references) in rest {
            self.context.found.extend(found);
            self.context.unseen.extend(unseen);
            self.context.references.extend(references);
        }
        Table::new(records)
    }

    fn keyed<T: ReadRecord>(&mut self, name: &'static str) -> Table<T> {
        let node = self.file(name);
        self.records(node)
    }

    fn inner<T: ReadRecord>(&mut self, name: &'static str, field: &str) -> Table<T> {
        let node = inner(self.file(name), field);
        self.records(node)
    }

    fn records<T: ReadRecord>(&mut self, node: Option<&Node>) -> Table<T> {
        if let Some(node) = node {
            entries(node, &mut self.context);
        }
        Table::new(sorted_entries(node).into_iter().map(|(id, node)| self.record(id, Some(node), None, "")).collect())
    }

    /// A record whose data could not be parsed keeps its position, so that references to it still lead somewhere.
    fn record<T: ReadRecord>(
        &mut self,
        id: &Spanned<String>,
        data: Option<&Node>,
        body: Option<Arc<Prose>>,
        folder: &str,
    ) -> T {
        let Some(node) = data else { return T::default() };
        let mut fields = Fields::of(node, &mut self.context);
        let head = Head::read_file(id.clone(), body, folder, &mut fields);
        let record = T::read(head, &mut fields);
        fields.finish();
        record
    }
}
