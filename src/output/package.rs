//! `daten/datapackage.json`: a Frictionless data package (version 1) that describes the tables of the folder: those for
//! the project office, and those of the data file in the dialect in which they are written.
//!
//! The `-excel` tables and the workbook say the same once more and are no part of it. A licence is named where the content
//! names one, which is for its sources.

use serde_json::{Map, Value, json};

use super::{Artifacts, Material, Output, object};
use crate::content::document::SourceDocument;
use crate::content::fields::to_id;
use crate::data::delimited::Dialect;
use crate::data::table::{Column as DataColumn, Sort};
use crate::data::{FOLDER, File};
use crate::diagnostics::Diagnostic;
use crate::export::table::{Column, Form, Table};
use crate::export::{PACKAGE, TABLES};
use crate::messages::Messages;

pub(super) const OUTPUT: Output = Output { name: "package", render };

/// What ids look like.
const ID: &str = "[a-z0-9-]+";
/// What dates as written look like.
const WRITTEN: &str = "[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?";

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let failed = |error: String| Diagnostic::general("E0502").with("meldung", error);
    let files = material.input.data_files().map_err(|error| failed(error.to_owned()))?;
    let package = package(material, files);
    let mut bytes = serde_json::to_vec_pretty(&package).map_err(|error| failed(error.to_string()))?;
    bytes.push(b'\n');
    artifacts.insert(PACKAGE.to_owned(), bytes);
    Ok(())
}

fn package(material: Material<'_>, files: &[File]) -> Value {
    let (input, messages) = (material.input, material.input.messages);
    let site = &input.model.site;
    let own = TABLES.iter().map(|table| resource(table, messages));
    let resources: Vec<_> = own.chain(files.iter().filter_map(|file| data_resource(file, messages))).collect();
    let sources: Vec<_> = input.model.documents.iter().map(|document| source(document, messages)).collect();
    let name = Some(to_id(&site.title)).filter(|name| !name.is_empty()).unwrap_or_else(|| FOLDER.to_owned());
    object([
        ("profile", Some(json!("tabular-data-package"))),
        ("name", Some(json!(name))),
        ("title", Some(json!(site.title))),
        ("description", Some(json!(messages.get("export.paket")))),
        ("created", Some(json!(format!("{}T00:00:00Z", input.analysis.as_of)))),
        ("homepage", material.base_url.map(|url| json!(url))),
        ("contributors", site.publisher.as_ref().map(|title| json!([{"title": title, "role": "publisher"}]))),
        ("sources", Some(json!(sources)).filter(|_| !sources.is_empty())),
        ("resources", Some(json!(resources))),
    ])
}

fn source(document: &SourceDocument, messages: &Messages) -> Value {
    let licence = document.licence.as_ref().map(|licence| messages.format("export.lizenz", &[("lizenz", licence)]));
    let title = std::iter::once(document.head.title.clone()).chain(licence).collect::<Vec<_>>().join(". ");
    object([("title", Some(json!(title))), ("path", document.url.as_ref().map(|url| json!(**url)))])
}

// Tables for the project office

fn resource(table: &Table, messages: &Messages) -> Value {
    let fields: Vec<_> = table.columns.iter().map(|column| field(table, column, messages)).collect();
    let refers = table.columns.iter().filter_map(|column| {
        let to = column.refers?;
        Some(json!({"fields": [column.name], "reference": {"resource": to, "fields": ["id"]}}))
    });
    let refers: Vec<_> = refers.collect();
    let schema = object([
        ("fields", Some(json!(fields))),
        ("primaryKey", Some(json!(table.key))),
        ("foreignKeys", Some(json!(refers)).filter(|_| !refers.is_empty())),
    ]);
    let path = format!("{}.csv", table.name);
    described(&path, table.title(messages), table.meaning(messages), Dialect::Plain, schema)
}

fn described(path: &str, title: Option<&str>, text: Option<&str>, dialect: Dialect, schema: Value) -> Value {
    object([
        ("profile", Some(json!("tabular-data-resource"))),
        ("name", Some(json!(path.trim_end_matches(".csv")))),
        ("path", Some(json!(path))),
        ("title", title.map(|title| json!(title))),
        ("description", text.map(|text| json!(text))),
        ("format", Some(json!("csv"))),
        ("mediatype", Some(json!("text/csv"))),
        ("encoding", Some(json!("utf-8"))),
        ("dialect", Some(json!({"delimiter": dialect.delimiter().to_string(), "lineTerminator": "\r\n"}))),
        ("schema", Some(schema)),
    ])
}

fn field(table: &Table, column: &Column, messages: &Messages) -> Value {
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    let (kind, more) = match column.form {
        Form::Id => ("string", Some(("pattern", json!(ID)))),
        Form::Ids => ("string", Some(("pattern", json!(format!("{ID}(; {ID})*"))))),
        Form::Word(words) => ("string", Some(("enum", json!(words())))),
        Form::Written => ("string", Some(("pattern", json!(WRITTEN)))),
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
        ("title", table.title_of(column, messages).map(|title| json!(title))),
        ("description", table.meaning_of(column, messages).map(|text| json!(text))),
        ("constraints", Some(Value::Object(constraints)).filter(|all| *all != json!({}))),
    ])
}

// Tables of the data file

fn data_resource(file: &File, messages: &Messages) -> Option<Value> {
    let shape = file.shape.as_ref()?;
    let fields: Vec<_> = shape.columns.iter().map(|column| data_field(column, messages)).collect();
    let path = file.path.strip_prefix(&format!("{FOLDER}/"))?;
    Some(described(path, None, None, Dialect::Spreadsheet, json!({"fields": fields})))
}

fn data_field(column: &DataColumn, messages: &Messages) -> Value {
    let meaning = column.field.as_ref().and_then(|field| field.meaning(messages));
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
        ("description", meaning.map(|text| json!(text))),
    ]);
    if let (Some(field), Value::Object(spelling)) = (field.as_object_mut(), spelling) {
        field.extend(spelling);
    }
    field
}
