//! Handouts as PDF: sound, tagged, described, and the same every time, as programs of others find them.
//!
//! It needs qpdf, and Python with the packages of `readers/requirements.txt`; `tests/run` gets both.

#![cfg(feature = "pdf")]
#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds a content folder; the PDFs in it, by name.
fn built(content: &str, out: &Path) -> Vec<(String, Vec<u8>)> {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let spatz = spatz.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--content", content, "--out"]).arg(out);
    let output = spatz.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!String::from_utf8_lossy(&output.stderr).contains("[W050"), "a handout failed");
    let entries = fs::read_dir(out.join("handout")).unwrap().map(|entry| entry.unwrap().path());
    let mut pdfs: Vec<_> = entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect();
    pdfs.sort();
    pdfs
}

/// What the programs of others find wrong: one line each.
fn findings(site: &Path) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/handouts.py");
    let output = Command::new(python()).arg("-B").arg(script).arg(site).output().unwrap();
    let crash = String::from_utf8_lossy(&output.stderr);
    assert!(!crash.contains("Traceback"), "{crash}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The interpreter of the environment that `tests/run` makes.
fn python() -> PathBuf {
    let cache = || env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let usual = || cache().or_else(home).unwrap_or_default().join("spatz-tests/readers");
    let place = env::var_os("READERS").map_or_else(usual, PathBuf::from);
    assert!(
        place.join("bin/python").exists(),
        "this test needs the readers: please run tests/run, which installs them"
    );
    place.join("bin/python")
}

#[test]
fn others_find_nothing_wrong_and_a_second_build_is_the_same() {
    let place = tempfile::tempdir().unwrap();
    for (number, content) in ["content", "tests/sites/kleinstadt/in"].into_iter().enumerate() {
        let (first, second) = (place.path().join(format!("{number}a")), place.path().join(format!("{number}b")));
        let pdfs = built(content, &first);
        assert!(pdfs.len() > 10, "{content}");
        assert_eq!(findings(&first), "", "{content}");
        assert!(pdfs == built(content, &second), "{content} is not the same twice");
    }
}

#[test]
fn one_handout_is_printed_by_command() {
    let place = tempfile::tempdir().unwrap();
    let spatz = |arguments: &[&str]| {
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kleinstadt/in");
        spatz.current_dir(place.path()).args(["handout", "--content"]).arg(content).args(arguments).output().unwrap()
    };
    assert!(spatz(&["--projekt", "mitreden", "--seit", "2025-01-01"]).status.success());
    assert!(fs::read(place.path().join("projekt-mitreden.pdf")).unwrap().starts_with(b"%PDF"));
    let unknown = spatz(&["--projekt", "gibt-es-nicht"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stdout).contains("mitreden"));
}
