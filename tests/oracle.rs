//! The data file against a second, independent implementation of the method, written in Python from its normative text:
//! `oracle/reifegrad.py`. The content is invented by `oracle/generate.py`, one folder for each seed.
//!
//! `SPATZ_SAAT=2000 cargo test --profile tests --test oracle` compares more of them. To look at one:
//! `python3 -B tests/oracle/run.py SEED SEED DIR` writes its content and what the other implementation makes of it.
//!
//! It needs Python 3.10 or newer with the package yaml, which `tests/run` installs: `/usr/bin/python3`, or what the
//! variable `PYTHON` names.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use rayon::prelude::*;
use serde_json::Value;

/// How many folders are compared.
const SEEDS: usize = 200;

/// How many of them one Python process writes.
const CHUNK: usize = 10;

#[test]
fn second_implementation_agrees() {
    assert_python();
    let last = env::var("SPATZ_SAAT").map_or(SEEDS, |seeds| seeds.parse().unwrap());
    let seeds: Vec<usize> = (1..=last).collect();
    let place = tempfile::tempdir().unwrap();
    let compare = |seeds: &[usize]| {
        invent(seeds, place.path());
        seeds.iter().flat_map(|seed| differences(*seed, &place.path().join(seed.to_string()))).collect::<Vec<_>>()
    };
    let found: Vec<String> = seeds.par_chunks(CHUNK).flat_map_iter(compare).collect();
    assert!(found.is_empty(), "{} differences in {last} folders:\n{}", found.len(), found.join("\n"));
}

/// Has content folders written, and what is expected of them.
fn invent(seeds: &[usize], place: &Path) {
    let (Some(first), Some(last)) = (seeds.first(), seeds.last()) else { return };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/run.py");
    let seeds = [first.to_string(), last.to_string()];
    let output = python().arg("-B").arg(script).args(seeds).arg(place).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn assert_python() {
    let output = python().args(["-c", "import yaml"]).output();
    assert!(
        output.as_ref().is_ok_and(|output| output.status.success()),
        "this test needs Python with yaml: please install python3 and python3-yaml (tests/run does it), or let the \
         variable PYTHON name an interpreter that has it\n{output:?}"
    );
}

fn python() -> Command {
    Command::new(env::var_os("PYTHON").unwrap_or_else(|| "/usr/bin/python3".into()))
}

/// Every key of the expected document that the program writes differently.
fn differences(seed: usize, folder: &Path) -> Vec<String> {
    let expected = read(&folder.join("expected.json"));
    let output = Command::new(env!("CARGO_BIN_EXE_spatz"))
        .arg("build")
        .arg("--content")
        .arg(folder.join("content"))
        .arg("--out")
        .arg(folder.join("out"))
        .args(["--format", "short", "--stichtag", expected["stichtag"].as_str().unwrap()])
        .output()
        .unwrap();
    if !output.status.success() {
        return vec![format!("seed {seed}: not built\n{}", String::from_utf8_lossy(&output.stderr))];
    }
    let found = read(&folder.join("out/daten/reifegrad.json"));
    fs::remove_dir_all(folder).unwrap();
    let keys = expected.as_object().unwrap().iter();
    keys.filter(|&(key, value)| found[key] != *value)
        .map(|(key, value)| format!("seed {seed}, {key}:\n  expected {value}\n  found    {}", found[key]))
        .collect()
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}
