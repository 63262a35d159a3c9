//! `spatz schema`, held against the content by somebody else's validator: what is written fits, typical mistakes do not.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jsonschema::{Draft, Validator};
use serde_json::{Value as Json, json};
use spatz::content::KINDS;
use spatz::source::yaml::{self, Node, Value};
use spatz::source::{FileId, Sources, split};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn spatz(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_spatz")).current_dir(folder).args(arguments).output().unwrap()
}

/// The schemas of all kinds, by name.
fn schemas(arguments: &[&str]) -> BTreeMap<String, Json> {
    let place = tempfile::tempdir().unwrap();
    let all: Vec<&str> = ["schema", "--out", "schemas"].iter().chain(arguments).copied().collect();
    assert!(spatz(place.path(), &all).status.success());
    let files = fs::read_dir(place.path().join("schemas")).unwrap().map(|entry| entry.unwrap().path());
    let schema = |path: &Path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    files.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), schema(&path))).collect()
}

/// Drafts that editors' programs read.
const DRAFTS: &[Draft] = &[Draft::Draft7, Draft::Draft202012];

fn validator(schema: &Json, draft: Draft) -> Validator {
    let mut schema = schema.clone();
    schema.as_object_mut().unwrap().remove("$schema");
    jsonschema::options().with_draft(draft).build(&schema).unwrap()
}

/// A tree as JSON: with every scalar as text, or with those as numbers and truth values that YAML takes for them.
fn json_of(node: &Node, as_yaml: bool) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Scalar(text) => scalar(text).filter(|_| as_yaml).unwrap_or_else(|| json!(text)),
        Value::List(items) => items.iter().map(|item| json_of(item, as_yaml)).collect(),
        Value::Map(map) => map.entries.iter().map(|(key, node)| (key.value.clone(), json_of(node, as_yaml))).collect(),
    }
}

fn scalar(text: &str) -> Option<Json> {
    let integer = || text.parse::<i64>().ok().map(|number| json!(number));
    let decimal = || text.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| json!(number));
    integer().or_else(decimal).or_else(|| text.parse::<bool>().ok().map(|truth| json!(truth)))
}

fn parsed(text: &str) -> Node {
    yaml::parse(FileId::default(), text, 0..text.len()).unwrap().node
}

/// The YAML of every file of a content, with the name of its kind.
fn documents(sources: &Sources) -> Vec<(String, &'static str, Node)> {
    let of = |path: &str| KINDS.iter().find(|kind| path.split('/').next() == Some(kind.path())).unwrap().name();
    let yaml = |text: &str, path: &str| match path.ends_with(".md") {
        true => parsed(&text[split(text).unwrap().yaml]),
        false => parsed(text),
    };
    sources.iter().map(|(_, file)| (file.path.clone(), of(&file.path), yaml(&file.text, &file.path))).collect()
}

fn misfits(schemas: &BTreeMap<String, Json>, sources: &Sources) -> Vec<String> {
    let documents = documents(sources);
    assert!(documents.len() > 15);
    let mut found = Vec::new();
    for draft in DRAFTS {
        let validators: BTreeMap<_, _> =
            schemas.iter().map(|(name, schema)| (name.as_str(), validator(schema, *draft))).collect();
        for (path, kind, node) in &documents {
            for as_yaml in [false, true] {
                let json = json_of(node, as_yaml);
                let errors = validators[kind].iter_errors(&json);
                found.extend(errors.map(|error| format!("{path}{}: {error}", error.instance_path())));
            }
        }
    }
    found
}

#[test]
fn what_is_written_fits() {
    let schemas = schemas(&[]);
    let place = tempfile::tempdir().unwrap();
    assert!(spatz(place.path(), &["new", "site", "neu"]).status.success());
    let sites = [
        root("content"),
        root("tests/sites/kleinstadt/in"),
        root("tests/sites/fields-all-kinds-clean/in"),
        place.path().join("neu/content"),
    ];
    for site in sites {
        assert_eq!(misfits(&schemas, &Sources::read(&site).0), Vec::<String>::new(), "{}", site.display());
    }
}

#[test]
fn schemas_are_schemas_and_their_examples_fit() {
    for (name, schema) in schemas(&[]) {
        jsonschema::draft7::meta::validate(&schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (key, field) in schema["properties"].as_object().into_iter().flatten() {
            let validator = validator(field, Draft::Draft7);
            for example in field["examples"].as_array().unwrap() {
                assert!(validator.is_valid(example), "{name}.{key}: {example}");
            }
        }
    }
}

#[test]
fn typical_mistakes_do_not_fit() {
    let schemas = schemas(&[]);
    let fits = |kind: &str, text: &str| {
        let json = json_of(&parsed(text), true);
        let all: Vec<_> = DRAFTS.iter().map(|draft| validator(&schemas[kind], *draft).is_valid(&json)).collect();
        assert!(all.iter().all(|fits| *fits == all[0]), "{text}");
        all[0]
    };
    for (kind, good) in [
        ("projekte", "{titel: P, plan: {beginn: 2024, ende: 2024-Q3}, x-gb: I, werte: a}"),
        ("projekte", "{titel: 2024, einheit: 37, verlauf: [{am: 2024-07, ereignis: begonnen}]}"),
        ("projekte", "{titel: Nein, kosten: {geplant: \"1.250,50 €\", gebunden: 3_200_000 €, ausgegeben: 0.5}}"),
        ("massnahmen", "{titel: M, abdeckung: [{am: 2024-07-14, anteil: 17 von 40}], rollout: {37: {am: 2024-07-14}}}"),
        (
            "modell",
            "{titel: M, regel: {schwelle: 80 %}, stufen: [a, {titel: b}], dimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}}",
        ),
        ("ziele", "[{bis: 2026, stufen: {alle: 2, prozesse: \"3\"}}]"),
        ("worte", "{seite.stadtrat.titel: Gemeinderat, anzahl: {zusagen: {viele: x}}}"),
    ] {
        assert!(fits(kind, good), "{good}");
    }
    for (kind, bad) in [
        ("projekte", "{kurz: ohne Titel}"),
        ("projekte", "{titel: P, beginnn: 2024}"),
        ("projekte", "{titel: P, plan: {beginn: 15.07.2024}}"),
        ("projekte", "{titel: P, plan: 2024}"),
        ("projekte", "{titel: P, verlauf: [{am: 2024-07-15, ereignis: gestartet}]}"),
        ("projekte", "{titel: P, verlauf: [{ereignis: begonnen}]}"),
        ("projekte", "{titel: P, kosten: {geplant: viel}}"),
        ("projekte", "{titel: P, werte: [Bürgernähe]}"),
        ("projekte", "{titel: P, meilensteine: {Ziel 1: {titel: Z, plan: {ende: 2024}}}}"),
        ("massnahmen", "{titel: M, gueltig: 24}"),
        ("massnahmen", "{titel: M, abdeckung: [{am: 2024, anteil: 150}]}"),
        ("modell", "{titel: M, dimensionen: {d: {titel: D, stufen: {0: {d-0: x}}}}}"),
        ("seite", "{titel: S, adresse: www.stadt.example}"),
        ("seite", "{titel: S, gestaltung: {akzent: rot}}"),
        ("stadtrat", "{titel: A, art: anfrage, nummer: 2020/1}"),
        ("organisation", "{einheiten: {amt: {titel: A, bewertet: vielleicht}}}"),
        ("ziele", "{bis: 2026, stufen: {alle: 2}}"),
    ] {
        assert!(!fits(kind, bad), "{bad}");
    }
}

#[test]
fn ids_of_a_site_are_offered_and_others_do_not_fit() {
    let town = root("tests/sites/kleinstadt/in");
    let schemas = schemas(&["--ids", town.to_str().unwrap()]);
    assert_eq!(misfits(&schemas, &Sources::read(&town).0), Vec::<String>::new());
    let project = validator(&schemas["projekte"], Draft::Draft7);
    assert!(!project.is_valid(&json!({"titel": "P", "werte": ["gibt-es-nicht"]})));
}

#[test]
fn the_schema_of_findings_is_printed_and_findings_fit() {
    let place = tempfile::tempdir().unwrap();
    let printed = spatz(place.path(), &["schema", "befunde"]);
    assert!(printed.status.success() && fs::read_dir(place.path()).unwrap().next().is_none(), "nothing is written");
    let schema: Json = serde_json::from_slice(&printed.stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let findings = spatz(place.path(), &["check", "--format", "json"]);
    let findings: Json = serde_json::from_slice(&findings.stdout).unwrap();
    assert!(!findings.as_array().unwrap().is_empty() && validator.is_valid(&findings), "{findings:#}");
    assert!(!validator.is_valid(&json!([{"code": "E0001"}])));
}

#[test]
fn one_kind_is_printed_and_settings_name_the_files() {
    let place = tempfile::tempdir().unwrap();
    let settings = spatz(place.path(), &["schema", "--editor", "vscode"]);
    let settings: Json = serde_json::from_slice(&settings.stdout).unwrap();
    assert_eq!(settings["yaml.schemas"]["./.spatz/schema/modell.json"], "content/modell.yaml");
    let written = fs::read(place.path().join(".spatz/schema/projekte.json")).unwrap();
    assert_eq!(spatz(place.path(), &["schema", "projekte"]).stdout, written);
    assert!(spatz(place.path(), &["schema"]).status.success(), "what is there is replaced");
    assert_eq!(fs::read(place.path().join(".spatz/schema/projekte.json")).unwrap(), written);
    assert_eq!(spatz(place.path(), &["schema", "projekt"]).status.code(), Some(2));
}
