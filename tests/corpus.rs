//! What the fuzzer has found worth keeping is held against the same properties by every run of the tests, so that the corpus
//! never rots. How to fuzz: `fuzz/README.md`.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fs;
use std::path::Path;

use spatz::import::{List, Value};

#[expect(unreachable_pub, reason = "in its own package it is a library")]
#[path = "fuzz/src/lib.rs"]
mod fuzz;

/// The corpus is small, so that it can be read and replayed.
const BYTES: usize = 300_000;

/// So many workbooks of it, at least, are read as lists with rows.
const WORKBOOKS: usize = 9;

#[test]
fn every_target_passes_its_corpus() {
    let mut bytes = 0;
    for (name, target) in fuzz::TARGETS {
        let files = corpus(name);
        assert!(!files.is_empty(), "{name}");
        target(b"");
        for (file, data) in files {
            bytes += data.len();
            println!("{name}/{file}");
            target(&data);
        }
    }
    assert!(bytes < BYTES, "{bytes}");
}

/// What is refused at the door shows nothing of the rooms behind it.
#[test]
fn workbooks_of_the_corpus_are_read() {
    let has_rows = |list: &List| list.sheets.iter().any(|sheet| sheet.fault.is_none() && sheet.rows.len() > 1);
    let files = corpus("workbook");
    let lists = files.iter().map(|(file, data)| (file, List::read(&fuzz::packed(data))));
    let (read, refused): (Vec<_>, Vec<_>) = lists.partition(|(_, list)| list.as_ref().is_ok_and(has_rows));
    assert!(read.len() >= WORKBOOKS, "{refused:#?}");
    let values: Vec<&Value> = read.iter().flat_map(|(_, list)| values(list.as_ref().unwrap())).collect();
    assert!(values.iter().any(|value| matches!(value, Value::Text(_))), "no text");
    assert!(values.iter().any(|value| matches!(value, Value::Number(_))), "no number");
    assert!(values.iter().any(|value| matches!(value, Value::Date(_))), "no date");
    assert!(values.iter().any(|value| matches!(value, Value::Error(_))), "no error of a formula");
}

fn values(list: &List) -> impl Iterator<Item = &Value> {
    let rows = list.sheets.iter().flat_map(|sheet| &sheet.rows);
    rows.flat_map(|row| &row.cells).map(|cell| &cell.value)
}

/// The files of a target with their names, in the order of these.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut files: Vec<_> =
        entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn every_target_can_be_fuzzed() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest = fs::read_to_string(package.join("Cargo.toml")).unwrap();
    for (name, _) in fuzz::TARGETS {
        let target = fs::read_to_string(package.join(format!("targets/{name}.rs"))).unwrap();
        assert!(target.contains(&format!("spatz_fuzz::{name}(data)")), "{name}");
        assert!(manifest.contains(&format!("path = \"targets/{name}.rs\"")), "{name}");
    }
}
