//! JSON Schema for content files, so that editors' programs complete, explain and check them while somebody writes.
//!
//! The shapes are the source, and those are recorded from the readers: here the readers *are* the types, so nothing is
//! derived from structs beside them. Only keywords are used that mean the same in draft 7 and in 2020-12: the language server
//! behind VS Code and Neovim reads the later drafts only since its version 1.20, and other editors stop at draft 7.
//!
//! A schema accepts what the readers accept, with one exception: a field that is written and left empty is held to be
//! unfinished. It knows less than `spatz check`: what one field means for another is said there.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::content::names::Kind;
use crate::content::shape::{Field, Keys, KindShape, Shape};
use crate::content::{Model, View};
use crate::messages::fields::{FieldText, FieldTexts};
use crate::source::FileId;
use crate::source::yaml::{self, Node, Value};

/// The draft that is declared.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Text that is not empty. YAML takes some texts for numbers or truth values; a text field takes them as they are written.
const TEXT: &[&str] = &["string", "number", "boolean"];

/// Ids to offer, with titles, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids(BTreeMap<Kind, BTreeMap<String, String>>);

impl Ids {
    /// The ids of a site, former ones included. Milestones go without the id of their project, as they are written.
    pub fn of(model: &Model) -> Self {
        let mut ids = Self::default();
        for (kind, head) in model.heads() {
            ids.add(kind, &head.id, &head.title);
            head.former.iter().for_each(|former| ids.add(kind, former, &head.title));
        }
        for milestone in model.projects.iter().flat_map(|project| &project.milestones) {
            ids.add(Kind::Milestone, &milestone.head.id, &milestone.head.title);
        }
        for dimension in &model.maturity.dimensions {
            ids.add(Kind::Dimension, &dimension.id, &dimension.title);
        }
        for criterion in &model.maturity.criteria {
            ids.add(Kind::Criterion, &criterion.id, &criterion.text);
        }
        for kind in [Kind::Dimension, Kind::Criterion] {
            model.names.ids(kind).for_each(|id| ids.add(kind, id, id));
        }
        ids
    }

    fn add(&mut self, kind: Kind, id: &str, title: &str) {
        self.0.entry(kind).or_default().entry(id.to_owned()).or_insert_with(|| title.to_owned());
    }

    /// The ids of a kind with their titles; none where none are offered.
    fn get(&self, kind: Kind) -> Option<&BTreeMap<String, String>> {
        self.0.get(&kind)
    }
}

/// The schema of a kind of content file: of the file, or of the front matter.
pub fn schema(kind: &KindShape, texts: &FieldTexts, ids: &Ids) -> Json {
    let name = kind.kind.name();
    let text = texts.kind(name).cloned().unwrap_or_default();
    let mut schema =
        object([("$schema", json!(DRAFT)), ("title", json!(text.title)), ("description", json!(text.text))]);
    schema.extend(Writer { texts, ids }.value(&kind.shape, &[name]));
    Json::Object(schema)
}

/// Where schemas stand beside the content folder unless somebody says otherwise.
pub const FOLDER: &str = ".spatz/schema";

/// The name of the schema file of a kind, by the kind's name.
pub fn file_name(kind: &str) -> String {
    format!("{kind}.json")
}

/// The line by which editors' programs find the schema of a kind in [`FOLDER`], in a file so many folders deep below the
/// folder that both content and schemas stand in.
pub fn modeline(kind: &str, depth: usize) -> String {
    format!("# yaml-language-server: $schema={}{FOLDER}/{}\n", "../".repeat(depth), file_name(kind))
}

type Object = Map<String, Json>;

fn object<const N: usize>(members: [(&str, Json); N]) -> Object {
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

struct Writer<'a> {
    texts: &'a FieldTexts,
    ids: &'a Ids,
}

impl Writer<'_> {
    fn value(&self, shape: &Shape, path: &[&str]) -> Object {
        match shape {
            Shape::Text | Shape::Markdown => object([("type", json!(TEXT)), ("pattern", json!("\\S"))]),
            Shape::Bool => object([("enum", json!([true, false, "ja", "nein"]))]),
            Shape::Count => number(json!({"type": "integer", "minimum": 1}), "[0-9_]*[1-9][0-9_]*"),
            Shape::Date => number(
                json!({"type": "integer", "minimum": 1, "maximum": 9999}),
                "[0-9]{4}(-([Qq][1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?",
            ),
            Shape::Period => {
                object([("type", json!("string")), ("pattern", json!(whole("[0-9_]+\\s+(Tage?|Monate?|Jahre?)")))])
            }
            Shape::Share => number(
                json!({"type": "number", "minimum": 0, "maximum": 1}),
                &format!("{DECIMAL}(\\s*%|\\s*/\\s*{DECIMAL}|\\s+von\\s+{DECIMAL})?"),
            ),
            Shape::Money => number(json!({"type": "number"}), MONEY),
            Shape::Number => number(json!({"type": "number"}), &format!("[-−]?{DECIMAL}")),
            Shape::Amount => number(json!({"type": "number"}), &format!("({MONEY}|[-−]?{DECIMAL}(\\s*%)?)")),
            Shape::Colour => {
                let pattern = whole("#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})");
                object([("type", json!(["string", "integer"])), ("pattern", json!(pattern))])
            }
            Shape::PaperNumber => {
                let pattern = whole("[IVXivx]+\\s*/\\s*[0-9]{4}\\s*/\\s*[0-9]+");
                object([("type", json!("string")), ("pattern", json!(pattern))])
            }
            Shape::WebAddress => object([("type", json!("string")), ("pattern", json!(whole("https?://[^\\s/]\\S*")))]),
            Shape::Choice(words) => self.choice(words, path),
            Shape::Reference(kind) => self.reference(*kind),
            Shape::OneOrMore(of) => {
                let one = Json::Object(self.value(of, path));
                any_of(vec![one.clone(), json!({"type": "array", "items": one})])
            }
            Shape::List(of) => object([("type", json!("array")), ("items", Json::Object(self.value(of, path)))]),
            Shape::Record(fields) => self.record(fields, path),
            Shape::Keyed { keys, of } => self.keyed(*keys, &Json::Object(self.value(of, path))),
            Shape::Either(shapes) => any_of(shapes.iter().map(|shape| Json::Object(self.value(shape, path))).collect()),
            Shape::Words => object([
                ("type", json!("object")),
                ("additionalProperties", json!({"type": ["string", "number", "boolean", "object"]})),
            ]),
            Shape::Anything => Object::new(),
        }
    }

    fn choice(&self, words: &[&str], path: &[&str]) -> Object {
        let mut schema = object([("enum", json!(words))]);
        let text = self.texts.field(path).filter(|text| !text.words.is_empty());
        if let Some(text) = text {
            let told: Vec<_> = words.iter().map(|word| text.words.get(*word).cloned().unwrap_or_default()).collect();
            schema.insert("enumDescriptions".to_owned(), json!(told));
        }
        schema
    }

    fn reference(&self, kind: Kind) -> Object {
        let Some(ids) = self.ids.get(kind) else {
            return object([("type", json!(["string", "integer"])), ("pattern", json!(whole("[a-z0-9-]+")))]);
        };
        // YAML takes `37` for a number.
        let numbers = ids.iter().filter_map(|(id, title)| Some((json!(id.parse::<u64>().ok()?), title)));
        let (values, titles): (Vec<_>, Vec<_>) =
            ids.iter().map(|(id, title)| (json!(id), title)).chain(numbers).unzip();
        object([("enum", json!(values)), ("enumDescriptions", json!(titles))])
    }

    fn record(&self, fields: &[Field], path: &[&str]) -> Object {
        let mut properties: Object =
            fields.iter().map(|field| (field.key.to_owned(), self.field(field, path))).collect();
        if !properties.contains_key("sichtbarkeit") {
            let words = View::ALL.iter().map(|(word, _)| *word).collect();
            let default = Some(View::default().word().to_owned());
            let field = Field { key: "sichtbarkeit", shape: Shape::Choice(words), required: false, default };
            properties.insert(field.key.to_owned(), self.field(&field, path));
        }
        let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
        let mut schema = object([("type", json!("object")), ("properties", Json::Object(properties))]);
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.extend(object([("patternProperties", json!({"^x-": {}})), ("additionalProperties", json!(false))]));
        schema
    }

    fn field(&self, field: &Field, path: &[&str]) -> Json {
        let path: Vec<&str> = path.iter().copied().chain([field.key]).collect();
        let mut schema = self.texts.field(&path).map(|text| annotations(text, field)).unwrap_or_default();
        schema.extend(self.value(&field.shape, &path));
        Json::Object(schema)
    }

    fn keyed(&self, keys: Keys, of: &Json) -> Object {
        let pattern = match keys {
            Keys::New(_) => "^[a-z0-9-]+$",
            Keys::Names => "^[a-z][a-z0-9_]*$",
            Keys::Levels => "^[1-9][0-9]*$",
            Keys::Known(kind, words) => match self.ids.get(kind) {
                Some(ids) => return known(ids, words, of),
                None => "^[a-z0-9-]+$",
            },
        };
        object([
            ("type", json!("object")),
            ("patternProperties", json!({pattern: of})),
            ("additionalProperties", json!(false)),
        ])
    }
}

/// A mapping whose keys are ids that exist, or words beside them.
fn known(ids: &BTreeMap<String, String>, words: &[&str], of: &Json) -> Object {
    let titled = |title: &str| {
        let mut schema = object([("title", json!(title))]);
        schema.extend(of.as_object().cloned().unwrap_or_default());
        Json::Object(schema)
    };
    let words = words.iter().map(|word| ((*word).to_owned(), titled(word)));
    let properties: Object = words.chain(ids.iter().map(|(id, title)| (id.clone(), titled(title)))).collect();
    object([
        ("type", json!("object")),
        ("properties", Json::Object(properties)),
        ("additionalProperties", json!(false)),
    ])
}

/// Digits with at most one decimal point or comma.
const DECIMAL: &str = "[0-9_]+([.,][0-9_]+)?";
/// Euros: grouped by dots or not, with or without cents and sign.
const MONEY: &str = "[-−]?[0-9][0-9_.]*(,[0-9]{1,2})?\\s*(€|EUR)?";

/// A pattern that a whole text has to fit, white space around it aside.
fn whole(pattern: &str) -> String {
    format!("^\\s*{pattern}\\s*$")
}

/// What YAML takes for a number, or the text of one.
fn number(number: Json, pattern: &str) -> Object {
    any_of(vec![number, json!({"type": "string", "pattern": whole(pattern)})])
}

fn any_of(schemas: Vec<Json>) -> Object {
    object([("anyOf", Json::Array(schemas))])
}

/// What is said of a field.
fn annotations(text: &FieldText, field: &Field) -> Object {
    let default = field.default.as_ref().map(|default| format!("Ohne Angabe gilt „{default}“."));
    let told: Vec<&str> = [text.text.as_str()].into_iter().chain(default.as_deref()).collect();
    let meanings = text.meanings(&field.shape.words());
    let mut marked = told.join(" ");
    if !meanings.is_empty() {
        marked.push_str("\n\n");
        marked.push_str(&meanings);
    }
    let mut schema = object([
        ("title", json!(text.title)),
        ("description", json!(told.join(" "))),
        ("markdownDescription", json!(marked)),
        ("examples", json!(example(&text.example).into_iter().collect::<Vec<_>>())),
    ]);
    if let Some(default) = &field.default {
        schema.insert("default".to_owned(), json!(default));
    }
    schema
}

/// An example as JSON; scalars are texts, which every field takes.
fn example(text: &str) -> Option<Json> {
    let text = format!("a: {text}");
    let parsed = yaml::parse(FileId::default(), &text, 0..text.len()).ok()?;
    parsed.node.map()?.get("a").map(json_of)
}

fn json_of(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar(text) => json!(text),
        Value::List(items) => items.iter().map(json_of).collect(),
        Value::Map(map) => {
            Json::Object(map.entries.iter().map(|(key, node)| (key.value.clone(), json_of(node))).collect())
        }
    }
}

/// The settings by which VS Code's YAML extension finds the schemas in `folder` for the YAML files in `content`, both as paths
/// from the folder that is opened. The extension leaves Markdown alone; its front matter is served by `spatz lsp`.
pub fn vscode(kinds: &[KindShape], folder: &str, content: &str) -> Json {
    let schemas = kinds.iter().filter(|kind| !kind.has_body).map(|kind| {
        (format!("./{folder}/{}", file_name(kind.kind.name())), json!(format!("{content}/{}", kind.kind.path())))
    });
    json!({"yaml.schemas": schemas.collect::<Object>()})
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::content::shape::shapes;
    use crate::content::{parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::source::Sources;

    /// Every field with the keys that lead to it, once for each mapping that has it.
    fn each(shape: &Shape, path: &[&str], see: &mut dyn FnMut(&[&str], &Field)) {
        match shape {
            Shape::Record(fields) => {
                for field in fields {
                    let path: Vec<&str> = path.iter().copied().chain([field.key]).collect();
                    see(&path, field);
                    each(&field.shape, &path, see);
                }
            }
            Shape::OneOrMore(of) | Shape::List(of) | Shape::Keyed { of, .. } => each(of, path, see),
            Shape::Either(shapes) => shapes.iter().for_each(|shape| each(shape, path, see)),
            _ => {}
        }
    }

    fn each_field(see: &mut dyn FnMut(&[&str], &Field)) {
        for kind in shapes() {
            each(&kind.shape, &[kind.kind.name()], see);
        }
    }

    #[test]
    fn every_field_has_a_text_and_no_text_is_unused() {
        let texts = FieldTexts::load();
        let (mut used, mut missing) = (BTreeSet::new(), Vec::new());
        each_field(&mut |path, _| match texts.find(path) {
            Some((text, _)) => drop(used.insert(text.to_owned())),
            None => missing.push(path.join(".")),
        });
        assert_eq!(missing, [""; 0]);
        used.extend(shapes().iter().map(|kind| kind.kind.name().to_owned()));
        let unused: Vec<_> = texts.all().filter(|text| !used.contains(*text)).collect();
        assert_eq!(unused, [""; 0]);
        assert!(shapes().iter().all(|kind| texts.kind(kind.kind.name()).is_some()));
    }

    #[test]
    fn every_word_to_choose_has_a_meaning_and_no_other() {
        let texts = FieldTexts::load();
        each_field(&mut |path, field| {
            let told: BTreeSet<_> = texts.field(path).unwrap().words.keys().map(String::as_str).collect();
            assert_eq!(field.shape.words().into_iter().collect::<BTreeSet<_>>(), told, "{}", path.join("."));
        });
    }

    /// What stands for a field.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Stands {
        /// Its example.
        Example,
        /// The examples of its parts.
        Parts,
        /// What holds where it is absent, else the examples of its parts.
        Default,
    }

    fn composed(shape: &Shape, path: &[&str], texts: &FieldTexts, stands: Stands) -> String {
        match shape {
            Shape::Record(fields) => {
                let fields = fields.iter().map(|field| {
                    let path: Vec<&str> = path.iter().copied().chain([field.key]).collect();
                    let value = match (stands, &field.default) {
                        (Stands::Default, Some(default)) => default.clone(),
                        (Stands::Default | Stands::Parts, _) if !field.shape.fields().is_empty() => {
                            composed(&field.shape, &path, texts, stands)
                        }
                        _ => texts.field(&path).unwrap().example.clone(),
                    };
                    format!("{}: {value}", field.key)
                });
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
            Shape::OneOrMore(of) | Shape::List(of) => format!("[{}]", composed(of, path, texts, stands)),
            Shape::Keyed { keys: Keys::Levels, of } => format!("{{1: {}}}", composed(of, path, texts, stands)),
            Shape::Keyed { of, .. } => format!("{{a: {}}}", composed(of, path, texts, stands)),
            Shape::Either(shapes) => composed(shapes.last().unwrap(), path, texts, stands),
            _ => "{}".to_owned(),
        }
    }

    /// Read by the readers themselves.
    #[test]
    fn every_example_and_default_is_read_without_an_error() {
        let texts = FieldTexts::load();
        for stands in [Stands::Example, Stands::Parts, Stands::Default] {
            let files = shapes().into_iter().map(|kind| {
                let value = composed(&kind.shape, &[kind.kind.name()], &texts, stands);
                match kind.has_body {
                    true => (format!("{}/a.md", kind.kind.path()), format!("---\n{value}\n---\n").into_bytes()),
                    false => (kind.kind.path().to_owned(), value.into_bytes()),
                }
            });
            let (sources, problems) = Sources::from_files(files);
            assert!(problems.is_empty());
            let mut found = Diagnostics::default();
            let seen = parse(&sources, &mut found).visible_to(View::Internal, &mut found);
            resolve(&seen, &mut found);
            // References lead nowhere, and every record of a file has the same former id.
            let odd = |code: &str| code < "E03" && code.starts_with('E') && !["E0203", "E0218"].contains(&code);
            let odd: Vec<_> = found.sorted().into_iter().filter(|finding| odd(finding.code)).collect();
            assert!(odd.is_empty(), "{stands:?}: {odd:?}");
        }
    }

    #[test]
    fn a_choice_says_what_its_words_mean() {
        let shape = shapes().into_iter().find(|kind| kind.kind.name() == "probleme").unwrap();
        let schema = schema(&shape, &FieldTexts::load(), &Ids::default());
        let tier = &schema["properties"]["ebene"];
        assert_eq!(tier["enum"], json!(["stadt", "land"]));
        assert_eq!(tier["enumDescriptions"], json!(["die Stadt selbst", "das Land"]));
        assert_eq!(schema["required"], json!(["titel", "ebene"]));
        assert_eq!(schema["additionalProperties"], json!(false));
        assert!(tier["markdownDescription"].as_str().unwrap().contains("- `land`: das Land"));
    }

    #[test]
    fn ids_are_offered_with_their_titles_and_as_numbers_where_yaml_sees_one() {
        let mut ids = Ids::default();
        ids.add(Kind::Unit, "37", "Feuerwehr");
        ids.add(Kind::Unit, "fb-50", "Soziales");
        let writer = Writer { texts: &FieldTexts::default(), ids: &ids };
        let schema = writer.reference(Kind::Unit);
        assert_eq!(schema["enum"], json!(["37", "fb-50", 37]));
        assert_eq!(schema["enumDescriptions"], json!(["Feuerwehr", "Soziales", "Feuerwehr"]));
        let keyed = writer.keyed(Keys::Known(Kind::Unit, &["alle"]), &json!({}));
        let keys: Vec<_> = keyed["properties"].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["alle", "37", "fb-50"]);
    }

    #[test]
    fn the_ids_of_a_site_are_found() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kleinstadt/in");
        let mut found = Diagnostics::default();
        let model = resolve(&parse(&Sources::read(&folder).0, &mut found), &mut found).unwrap();
        let ids = Ids::of(&model);
        for kind in [Kind::Dimension, Kind::Criterion, Kind::Milestone, Kind::Measure, Kind::Document, Kind::Committee]
        {
            assert!(ids.get(kind).is_some_and(|ids| !ids.is_empty()), "{kind:?}");
        }
    }

    #[test]
    fn vs_code_finds_the_schema_of_every_yaml_file() {
        let settings = vscode(&shapes(), ".spatz/schema", "content");
        let schemas = settings["yaml.schemas"].as_object().unwrap();
        assert_eq!(schemas["./.spatz/schema/modell.json"], json!("content/modell.yaml"));
        assert!(!schemas.contains_key("./.spatz/schema/projekte.json"));
    }
}
