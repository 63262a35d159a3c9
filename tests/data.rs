//! The data files of built sites: they fit their schema, the tables say the same, and every figure follows from them.
//!
//! The sites are Halle's content, the small town of the golden tests, and worlds that `oracle/generate.py` invents.
//! `SPATZ_SAAT=200 cargo test --profile tests --test data` invents more of them. It needs Python, as `oracle.rs` does.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::{Value, json};

/// How many worlds are invented.
const WORLDS: usize = 40;

/// The built sites, once for all tests.
struct Sites {
    folders: Vec<PathBuf>,
    _place: tempfile::TempDir,
}

fn sites() -> &'static [PathBuf] {
    static SITES: OnceLock<Sites> = OnceLock::new();
    &SITES.get_or_init(build_sites).folders
}

fn build_sites() -> Sites {
    let place = tempfile::tempdir().unwrap();
    let last = env::var("SPATZ_SAAT").map_or(WORLDS, |worlds| worlds.parse().unwrap());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = root.join("tests/oracle/run.py");
    run(python().arg("-B").arg(script).args(["1", &last.to_string()]).arg(place.path()));
    let mut contents = vec![
        ("halle".to_owned(), root.join("content"), None),
        ("kleinstadt".to_owned(), root.join("tests/sites/kleinstadt/in"), None),
    ];
    contents.extend((1..=last).map(|seed| {
        let folder = place.path().join(seed.to_string());
        let as_of = read(&folder.join("expected.json"))["stichtag"].as_str().map(str::to_owned);
        (seed.to_string(), folder.join("content"), as_of)
    }));
    let build = |(name, content, as_of): &(String, PathBuf, Option<String>)| {
        let out = place.path().join(format!("{name}.gebaut"));
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        spatz.arg("build").arg("--content").arg(content).arg("--out").arg(&out).args(["--format", "short"]);
        run(spatz.args(as_of.iter().flat_map(|day| ["--stichtag", day])));
        out
    };
    Sites { folders: contents.par_iter().map(build).collect(), _place: place }
}

fn python() -> Command {
    Command::new(env::var_os("PYTHON").unwrap_or_else(|| "/usr/bin/python3".into()))
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Property 13 of the method: in the data file and on the pages.
#[test]
fn every_figure_follows_from_the_data_file() {
    recompute(sites());
}

/// That the recomputation finds nothing means something only if it finds what is wrong.
#[test]
fn a_figure_printed_wrongly_is_noticed() {
    recompute(&["--verfaelscht".into(), sites()[1].clone()]);
}

fn recompute(arguments: &[PathBuf]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/nachrechnen.py");
    let output = python().arg("-B").arg(script).args(arguments).output().unwrap();
    let found = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{found}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_data_file_fits_its_schema_and_has_no_other_keys() {
    for site in sites() {
        let mut schema = read(&site.join("daten/reifegrad.schema.json"));
        close(&mut schema);
        let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
        let data = read(&site.join("daten/reifegrad.json"));
        let errors: Vec<_> =
            validator.iter_errors(&data).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {}", site.display(), errors.join("\n"));
    }
}

/// What is not described is an error.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.insert("additionalProperties".to_owned(), json!(false));
            }
            map.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let site = &sites()[1];
    let schema = read(&site.join("daten/reifegrad.schema.json"));
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut data = read(&site.join("daten/reifegrad.json"));
        change(&mut data);
        !validator.is_valid(&data)
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|data| data["stichtag"] = json!("31.12.2024")));
    assert!(refused(&|data| data["dimensionen"][0]["fortschritt"] = json!(0.5)));
    assert!(refused(&|data| data["dimensionen"][0]["fortschritt"] = json!("50 %")));
    assert!(refused(&|data| data["massnahmen"][0]["stand"] = json!("fertig")));
    assert!(refused(&|data| {
        data.as_object_mut().unwrap().remove("prognose");
    }));
}

/// Every value of the data file stands in one of the tables, and nothing else does. Shares are spelt as the file spells
/// them, and what parts keys is one and the same.
#[test]
fn the_tables_say_the_same() {
    for site in sites() {
        let folder = site.join("daten");
        let mut expected = Vec::new();
        collect("", &read(&folder.join("reifegrad.json")), &mut expected);
        let mut found: Vec<(String, String)> = Vec::new();
        let tables = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        for path in tables.filter(|path| path.extension().is_some_and(|extension| extension == "csv")) {
            if path.file_name().unwrap().to_string_lossy().starts_with("reifegrad") {
                found.extend(cells(&path));
            }
        }
        for (key, text) in expected.iter_mut().chain(&mut found) {
            *key = key.replace(['_', '-'], ".");
            *text = text.trim_start_matches('\'').replace(" von ", "/");
        }
        expected.sort();
        found.sort();
        let difference = expected.iter().zip(&found).find(|(expected, found)| expected != found);
        assert_eq!(difference, None, "{}", site.display());
        assert_eq!(expected.len(), found.len(), "{}", site.display());
    }
}

/// Every value that is not empty, with its keys, without positions: `(dimensionen.stufe, 2)`.
fn collect(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
    let text = |value: &Value| match value {
        Value::Bool(true) => "ja".to_owned(),
        Value::Bool(false) => "nein".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                collect(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, inner, found);
            }
        }
        Value::Array(values) if values.iter().any(Value::is_object) => {
            values.iter().for_each(|inner| collect(path, inner, found));
        }
        Value::Array(values) if values.is_empty() => {}
        Value::Array(values) => {
            found.push((path.to_owned(), values.iter().map(text).collect::<Vec<_>>().join(", ")));
        }
        Value::Null => {}
        Value::String(empty) if empty.is_empty() => {}
        scalar => found.push((path.to_owned(), text(scalar))),
    }
}

/// The cells of a table that are not empty, with their keys; without what tells to which row of another they belong, and
/// without decimals.
fn cells(path: &Path) -> Vec<(String, String)> {
    let bytes = fs::read(path).unwrap();
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text);
    let name = path.file_stem().unwrap().to_str().unwrap();
    let prefix = name.strip_prefix("reifegrad-").map_or_else(String::new, |list| format!("{list}."));
    let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let mut found = Vec::new();
    for row in reader.records() {
        for (column, cell) in columns.iter().zip(&row.unwrap()) {
            let belongs = column.ends_with("_id") || column.ends_with("_nr");
            if cell.is_empty() || belongs || column.ends_with("_dezimal") {
                continue;
            }
            found.push((prefix.clone() + column, cell.to_owned()));
        }
    }
    found
}

/// More than any city has: it is built, and no page grows out of bounds. How it looks was looked at.
#[test]
fn a_model_of_500_criteria_stays_within_bounds() {
    let place = tempfile::tempdir().unwrap();
    let (content, out) = (place.path().join("content"), place.path().join("out"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/gross.py");
    run(python().arg("-B").arg(script).arg(&content));
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    run(spatz
        .args(["build", "--format", "short", "--deny-warnings"])
        .arg("--content")
        .arg(&content)
        .arg("--out")
        .arg(&out));
    let files = walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    for file in files {
        let limit = if file.file_name() == "reifegrad.json" { MOST_DATA } else { MOST_PAGE };
        let size = file.metadata().unwrap().len();
        assert!(size <= limit, "{}: {size} bytes", file.path().display());
    }
    let overview = fs::read_to_string(out.join("reifegrad/index.html")).unwrap();
    assert!(!overview.contains("diagramm-radar"), "40 axes cannot be read");
    assert_eq!(read(&out.join("daten/reifegrad.json"))["kriterien"].as_array().unwrap().len(), 500);
}

/// Bytes of a page, before compression, and of the data file.
const MOST_PAGE: u64 = 600_000;
const MOST_DATA: u64 = 2_000_000;
