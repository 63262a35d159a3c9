//! `daten/datapackage.json`: a Frictionless data package (version 1) of everything in the folder: the tables for the project
//! office and those of the data file with every column, and the other files with what they hold; all with size and hash.
//!
//! A table that stands there twice is described in both spellings. The catalogue is no part of it, for it describes the
//! package. A licence is named where the content names one.

use serde_json::{Map, Value, json};

use super::files::{self, File, Meanings};
use super::{Artifacts, Following, Made, Material, object};
use crate::content::document::SourceDocument;
use crate::content::fields::to_id;
use crate::content::licence::Licence;
use crate::content::section::Section;
use crate::data::delimited::Dialect;
use crate::data::table::{Column as DataColumn, Sort};
use crate::data::{DATA, FOLDER, SCHEMA, Shape};
use crate::diagnostics::Diagnostic;
use crate::export::table::{Column, Form, Table};
use crate::export::{FEED, PACKAGE, TABLES, file_of};
use crate::messages::Messages;
use crate::view::compose::Input;

pub(super) const OUTPUT: Following = Following { of: &[Section::Data], render };

/// What ids look like.
const ID: &str = "[a-z0-9-]+";
/// What dates as written look like.
const WRITTEN: &str = "[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?";
/// The same for a spreadsheet in German.
const WRITTEN_GERMAN: &str = r"[0-9]{4}(-Q[1-4]|-[0-9]{2})?|[0-9]{2}\.[0-9]{2}\.[0-9]{4}";

fn render(material: Material<'_>, made: &mut Made<'_>) -> Result<(), Diagnostic> {
    let failed = |error: String| Diagnostic::general("E0502").with("meldung", error);
    let package = package(material, made.kept());
    let mut bytes = serde_json::to_vec_pretty(&package).map_err(|error| failed(error.to_string()))?;
    bytes.push(b'\n');
    made.insert(PACKAGE.to_owned(), bytes);
    Ok(())
}

fn package(material: Material<'_>, artifacts: &Artifacts) -> Value {
    let (input, messages) = (material.input, material.input.messages);
    let site = &input.model.site;
    let inside = files::written(artifacts).filter(|file| file.path != FEED);
    let meanings = Meanings::new(input);
    let resources: Vec<_> = inside.map(|file| resource(&file, input, &meanings)).collect();
    let sources: Vec<_> = input.model.documents.iter().map(|document| source(document, messages)).collect();
    let name = Some(to_id(&site.title)).filter(|name| !name.is_empty()).unwrap_or_else(|| FOLDER.to_owned());
    object([
        ("profile", Some(json!("data-package"))),
        ("name", Some(json!(name))),
        ("title", Some(json!(site.title))),
        ("description", Some(json!(messages.get("export.paket")))),
        ("version", input.model.short_version().map(|version| json!(version))),
        ("created", Some(json!(format!("{}T00:00:00Z", input.analysis.as_of)))),
        ("homepage", material.base_url.map(|url| json!(url))),
        ("licenses", site.licence.map(|one| json!([licence(one, messages)]))),
        ("contributors", site.publisher.as_ref().map(|title| json!([{"title": title, "role": "publisher"}]))),
        ("sources", Some(json!(sources)).filter(|_| !sources.is_empty())),
        ("resources", Some(json!(resources))),
    ])
}

fn licence(licence: Licence, messages: &Messages) -> Value {
    json!({"name": licence.id(), "path": licence.address(), "title": messages.find(&licence.key())})
}

fn source(document: &SourceDocument, messages: &Messages) -> Value {
    let licence = document.licence.as_ref().map(|licence| messages.format("export.lizenz", &[("lizenz", licence)]));
    let title = std::iter::once(document.head.title.clone()).chain(licence).collect::<Vec<_>>().join(". ");
    object([("title", Some(json!(title))), ("path", document.url.as_ref().map(|url| json!(**url)))])
}

/// A file with what it holds.
fn resource(file: &File<'_>, input: &Input<'_>, meanings: &Meanings<'_>) -> Value {
    let messages = input.messages;
    let table = files::table(file.path);
    let shape = || input.data_files().ok()?.iter().find(|data| data.path == file.path)?.shape.as_ref();
    let (dialect, schema) = match (table, shape()) {
        (Some((table, dialect)), _) => (Some(dialect), Some(schema(table, dialect, messages))),
        (None, Some(shape)) => (Some(Dialect::Spreadsheet), Some(data_schema(shape, messages))),
        (None, None) => (None, None),
    };
    let title = table.and_then(|(table, _)| table.title(messages)).unwrap_or(file.name());
    let spelt = |dialect: Dialect| json!({"delimiter": dialect.delimiter().to_string(), "lineTerminator": "\r\n"});
    object([
        ("profile", Some(json!(if schema.is_some() { "tabular-data-resource" } else { "data-resource" }))),
        ("name", Some(json!(resource_name(file.name())))),
        // Readers take a file for what its name sounds like: one that is called a schema for theirs.
        ("type", (file.format.name() == "json").then(|| json!("json"))),
        ("path", Some(json!(file.name()))),
        ("title", Some(json!(title))),
        ("description", meanings.of(file.path).map(|text| json!(text))),
        ("format", Some(json!(file.format.name()))),
        ("mediatype", Some(json!(file.format.media))),
        ("encoding", file.format.is_text().then(|| json!("utf-8"))),
        ("bytes", Some(json!(file.size()))),
        ("hash", Some(json!(format!("sha256:{}", file.hash())))),
        ("jsonSchema", (file.name() == DATA).then(|| json!(SCHEMA))),
        ("dialect", dialect.map(spelt)),
        ("schema", schema),
    ])
}

/// `projekte` for `projekte.csv`; other files keep their endings: a table may be called as they are.
fn resource_name(name: &str) -> String {
    name.strip_suffix(".csv").unwrap_or(name).replace('/', "-")
}

// Tables for the project office

fn schema(table: &Table, dialect: Dialect, messages: &Messages) -> Value {
    let fields: Vec<_> = table.columns.iter().map(|column| field(table, column, dialect, messages)).collect();
    let refers = table.columns.iter().filter_map(|column| {
        let to = TABLES.iter().find(|table| Some(table.name) == column.refers)?;
        Some(foreign_key(&[column.name], &file_of(to, dialect), &["id"]))
    });
    let refers: Vec<_> = refers.collect();
    object([
        ("fields", Some(json!(fields))),
        ("primaryKey", Some(json!(table.key))),
        ("foreignKeys", Some(json!(refers)).filter(|_| !refers.is_empty())),
    ])
}

/// That the values of some columns stand in columns of another table.
fn foreign_key(from: &[&str], path: &str, to: &[&str]) -> Value {
    json!({"fields": from, "reference": {"resource": resource_name(files::name(path)), "fields": to}})
}

fn field(table: &Table, column: &Column, dialect: Dialect, messages: &Messages) -> Value {
    let german = dialect == Dialect::Spreadsheet;
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    let (kind, more) = match column.form {
        Form::Id => ("string", Some(("pattern", json!(ID)))),
        Form::Ids => ("string", Some(("pattern", json!(format!("{ID}(; {ID})*"))))),
        Form::Word(words) => ("string", Some(("enum", json!(words())))),
        Form::Written => ("string", Some(("pattern", json!(if german { WRITTEN_GERMAN } else { WRITTEN })))),
        Form::Text | Form::Link => ("string", None),
        Form::Number => ("integer", None),
        Form::Money => ("number", None),
        Form::Share => ("number", Some(("maximum", json!(1)))),
        Form::Day => ("date", None),
    };
    constraints.extend(more.map(|(key, value)| (key.to_owned(), value)));
    object([
        ("name", Some(json!(column.name))),
        ("type", Some(json!(kind))),
        ("format", Some(json!("%d.%m.%Y")).filter(|_| german && kind == "date")),
        ("decimalChar", Some(json!(",")).filter(|_| german && kind == "number")),
        ("title", table.title_of(column, messages).map(|title| json!(title))),
        ("description", table.meaning_of(column, messages).map(|text| json!(text))),
        ("constraints", Some(Value::Object(constraints)).filter(|all| *all != json!({}))),
    ])
}

// Tables of the data file

/// The form of a table.
fn data_schema(shape: &Shape, messages: &Messages) -> Value {
    let fields: Vec<_> = shape.columns.iter().map(|column| data_field(column, messages)).collect();
    let named = shape.columns.iter().filter_map(|column| {
        Some(foreign_key(&[&column.name], &format!("{FOLDER}/{}.csv", column.refers()?), &["id"]))
    });
    let keys: Vec<_> = belongs(shape).into_iter().chain(named).collect();
    object([("fields", Some(json!(fields))), ("foreignKeys", Some(json!(keys)).filter(|_| !keys.is_empty()))])
}

/// To which row of the table that its list is inside of a row belongs, where the rows of all outer ones have ids.
fn belongs(shape: &Shape) -> Option<Value> {
    let outer: Vec<_> = shape.columns.iter().filter_map(|column| Some((column.name.as_str(), column.row()?))).collect();
    let (table, _) = outer.last()?.1;
    let from: Vec<_> = outer.iter().map(|(name, _)| *name).collect();
    let to: Vec<_> = from[..from.len() - 1].iter().copied().chain(["id"]).collect();
    let by_id = outer.iter().all(|(_, (_, by_id))| *by_id);
    by_id.then(|| foreign_key(&from, &format!("{table}.csv"), &to))
}

fn data_field(column: &DataColumn, messages: &Messages) -> Value {
    let (kind, spelling) = match column.sort {
        Sort::Text => ("string", json!({})),
        Sort::Whole => ("integer", json!({})),
        Sort::Decimal => ("number", json!({"decimalChar": ","})),
        Sort::YesNo => ("boolean", json!({"trueValues": ["ja"], "falseValues": ["nein"]})),
        Sort::Day => ("date", json!({})),
    };
    let mut field = object([
        ("name", Some(json!(column.name))),
        ("type", Some(json!(kind))),
        ("description", column.meaning(messages).map(|text| json!(text))),
    ]);
    if let (Some(field), Value::Object(spelling)) = (field.as_object_mut(), spelling) {
        field.extend(spelling);
    }
    field
}
