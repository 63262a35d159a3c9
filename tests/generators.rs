//! The comparison with other generators: its content builds, its checks find what is missing, its floor writes the same.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

#[path = "../benches/generators/contestants.rs"]
mod contestants;
#[path = "../benches/generators/corpus.rs"]
mod corpus;
#[path = "../benches/generators/everything.rs"]
mod everything;
#[path = "../benches/generators/floor.rs"]
mod floor;
#[path = "../benches/generators/site.rs"]
mod site;
#[path = "../benches/generators/tools.rs"]
mod tools;

use std::fs;
use std::path::Path;
use std::process::Command;

use contestants::{CONTESTANTS, SPATZ};
use corpus::Corpus;
use tempfile::TempDir;

const CORPUS: Corpus = Corpus { records: 30 };

/// Builds what was written to `content`, to `site` beside it.
fn build(place: &TempDir) {
    let tool = (SPATZ.tool)(place.path()).unwrap();
    assert_eq!(tool.version, env!("CARGO_PKG_VERSION"));
    let command = tool.with((SPATZ.arguments)(&place.path().join("site")));
    let output =
        Command::new(&command[0]).args(&command[1..]).current_dir(place.path().join("content")).output().unwrap();
    let said = [output.stderr, output.stdout].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(said.contains("0 Fehler, 0 Warnungen"), "{said}");
}

/// The equivalent site.
fn built() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    (SPATZ.write)(CORPUS, &place.path().join("content")).unwrap();
    build(&place);
    place
}

#[test]
fn what_is_missing_is_found() {
    let place = built();
    let site = place.path().join("site");
    let look = || site::look(&site, SPATZ.places, CORPUS).map_err(|error| error.to_string());
    let size = look().unwrap();
    assert!(size.files > CORPUS.records && size.bytes > 30 * 8_000);
    assert!(size.is_like(size));
    assert!(!size.is_like(site::Size { record_bytes: size.record_bytes * 3 / 2, ..size }));

    spoil(&site.join("projekte/vorhaben-00003.html"), "vorhaben-00010.html", "vorhaben-00011.html");
    assert_eq!(look().unwrap_err(), "projekte/vorhaben-00003.html lacks vorhaben-00010.html\"");
    spoil(&site.join("projekte/vorhaben-00003.html"), "vorhaben-00011.html", "vorhaben-00010.html");
    spoil(&site.join(SPATZ.places.by_status), "vorhaben-00007", "vorhaben-x");
    assert_eq!(look().unwrap_err(), format!("{} does not list vorhaben-00007", SPATZ.places.by_status));
    fs::remove_file(site.join("projekte/vorhaben-00029.html")).unwrap();
    assert!(look().unwrap_err().starts_with("projekte/vorhaben-00029.html: No such file"));
}

fn spoil(page: &Path, good: &str, bad: &str) {
    let text = fs::read_to_string(page).unwrap();
    assert!(text.contains(good));
    fs::write(page, text.replace(good, bad)).unwrap();
}

#[test]
fn the_floor_writes_the_same_files_of_the_same_sizes() {
    let place = built();
    let [content, site, out, list] = ["content", "site", "floor", "list"].map(|name| place.path().join(name));
    floor::list(&site, &list).unwrap();
    floor::floor(&content, &list, &out).unwrap();
    let sorted = |folder: &Path| {
        let mut files = floor::files(folder).unwrap();
        files.sort();
        files
    };
    assert_eq!(sorted(&out), sorted(&site));
}

#[test]
fn a_record_has_the_length_that_was_agreed() {
    let lengths = CORPUS.iter().map(|record| record.body(|linked| linked.id()).len());
    assert!(lengths.into_iter().all(|length| (1500..2500).contains(&length)));
}

#[test]
fn all_are_given_the_same_records() {
    for one in CONTESTANTS {
        let place = tempfile::tempdir().unwrap();
        (one.write)(CORPUS, place.path()).unwrap();
        let files = floor::files(place.path()).unwrap();
        let records = files.iter().filter(|(path, _)| path.to_string_lossy().contains("projekte/vorhaben-"));
        assert_eq!(records.count(), CORPUS.records, "{}", one.name);
    }
}

#[test]
fn the_city_with_everything_builds_without_findings() {
    let place = tempfile::tempdir().unwrap();
    everything::write(CORPUS, &place.path().join("content")).unwrap();
    build(&place);
}
