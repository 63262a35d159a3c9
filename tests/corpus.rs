//! What the fuzzer has found worth keeping is held against the same properties by every run of the tests, so that the corpus
//! never rots. How to fuzz: `fuzz/README.md`.

use std::fs;
use std::path::Path;

#[expect(unreachable_pub, reason = "in its own package it is a library")]
#[path = "fuzz/src/lib.rs"]
mod fuzz;

/// The corpus is small, so that it can be read and replayed.
const BYTES: usize = 300_000;

#[test]
fn every_target_passes_its_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let mut bytes = 0;
    for (name, target) in fuzz::TARGETS {
        let mut files: Vec<_> = fs::read_dir(corpus.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name}");
        target(b"");
        for file in files {
            let data = fs::read(&file).unwrap();
            bytes += data.len();
            println!("{}", file.display());
            target(&data);
        }
    }
    assert!(bytes < BYTES, "{bytes}");
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
