//! The JSON Schema of the data file: its form from the types that are written, its words from the catalogue.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::Data;
use super::scalar::SHARE;
use crate::messages::Messages;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A mapping of keys.
    Object,
    /// Many mappings.
    Rows,
    /// Many values.
    Values,
    /// A share.
    Share,
    /// A number, a word, a date.
    Scalar,
}

/// A key of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Keys from the root, without positions in lists: `dimensionen`, `stufe`.
    pub path: Vec<String>,
    /// What stands there.
    pub form: Form,
}

impl Field {
    /// Its name: `dimensionen.stufe`.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// What it means. A field that stands in several places is explained once, under the end of its path.
    pub fn meaning<'a>(&self, messages: &'a Messages) -> Option<&'a str> {
        let ends = (0..self.path.len()).map(|from| self.path[from..].join("."));
        ends.filter_map(|name| messages.find(&format!("datenfeld.{name}"))).next()
    }
}

/// Every key of the file, in its order.
pub fn fields() -> Vec<Field> {
    let mut fields = Vec::new();
    let mut path = Vec::new();
    collect(&form(), &mut path, &mut fields);
    fields
}

fn collect(schema: &Value, path: &mut Vec<String>, fields: &mut Vec<Field>) {
    for (key, inner) in properties(schema) {
        path.push(key.clone());
        fields.push(Field { path: path.clone(), form: form_of(inner) });
        collect(inner, path, fields);
        path.pop();
    }
}

/// The schema with a title, and every key explained; its id is its address, if that is known.
pub fn schema(messages: &Messages, address: Option<&str>) -> Value {
    let mut schema = form();
    if let Some(root) = schema.as_object_mut() {
        root.extend(address.map(|address| ("$id".to_owned(), address.into())));
        root.insert("title".to_owned(), messages.get("daten.schema.titel").into());
        root.insert("description".to_owned(), messages.get("daten.schema.text").into());
    }
    explain(&mut schema, &mut Vec::new(), messages);
    schema
}

fn explain(schema: &mut Value, path: &mut Vec<String>, messages: &Messages) {
    let Some(properties) = properties_mut(schema) else { return };
    for (key, inner) in properties {
        path.push(key.clone());
        explain(inner, path, messages);
        let field = Field { path: path.clone(), form: Form::Scalar };
        if let (Some(meaning), Some(inner)) = (field.meaning(messages), inner.as_object_mut()) {
            inner.insert("description".to_owned(), meaning.into());
        }
        path.pop();
    }
}

/// The bare form, everything in its place.
pub(super) fn form() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Data<'_>>().to_value();
    tidy(&mut schema);
    schema
}

/// Names of Rust's integers are no formats of JSON Schema.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("format").is_some_and(|format| format != "date") {
                map.remove("format");
            }
            map.values_mut().for_each(tidy);
        }
        Value::Array(values) => values.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// What stands in a place, according to its schema.
pub(super) fn form_of(schema: &Value) -> Form {
    if schema.get("properties").is_some() {
        return Form::Object;
    }
    match schema.get("items") {
        Some(items) if items.get("properties").is_some() => Form::Rows,
        Some(_) => Form::Values,
        None if schema["pattern"] == json!(SHARE) => Form::Share,
        None => Form::Scalar,
    }
}

/// The keys of a mapping, or of the mappings in a list, in order.
pub(super) fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let schema = schema.get("items").unwrap_or(schema);
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

fn properties_mut(schema: &mut Value) -> Option<&mut Map<String, Value>> {
    match schema.get("items") {
        Some(_) => properties_mut(schema.get_mut("items")?),
        None => schema.get_mut("properties")?.as_object_mut(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::messages::Language;

    #[test]
    fn every_field_is_explained_in_every_language() {
        let fields = fields();
        for &(tag, language) in Language::ALL {
            let messages = Messages::load(language);
            let silent: Vec<_> =
                fields.iter().filter(|field| field.meaning(&messages).is_none()).map(Field::name).collect();
            assert_eq!(silent, Vec::<String>::new(), "{tag}.yaml explains these not: add them under `datenfeld`");
        }
    }

    #[test]
    fn every_explanation_belongs_to_a_field() {
        let messages = Messages::load(Language::German);
        let ends = |field: &Field| (0..field.path.len()).map(|from| field.path[from..].join(".")).collect::<Vec<_>>();
        let known: BTreeSet<_> = fields().iter().flat_map(ends).collect();
        let idle: Vec<_> = messages
            .section("datenfeld.")
            .into_keys()
            .filter(|name| !known.contains(*name))
            .map(str::to_owned)
            .collect();
        assert_eq!(idle, Vec::<String>::new());
    }

    #[test]
    fn the_schema_explains_fields_inside_of_lists() {
        let schema = schema(&Messages::load(Language::German), Some("https://a.example/schema"));
        let level = &schema["properties"]["dimensionen"]["items"]["properties"]["stufe"];
        assert!(level["description"].is_string(), "{level}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["$id"], "https://a.example/schema");
    }
}
