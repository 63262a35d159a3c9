//! Another city's wording (`worte.yaml`) and spelling (`sprache: de-CH`), as its pages show them.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

/// A Swiss town, invented.
const TOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/wording/in");

#[test]
fn pages_use_the_towns_words_and_spelling() {
    let place = tempfile::tempdir().unwrap();
    let build = spatz(&place, &["build", "--content", TOWN, "--stichtag", "2024-12-31"]);
    assert!(build.status.success(), "{}", text(&build.stderr));
    let pages = pages(&place);
    let council = &pages.iter().find(|(path, _)| path == "stadtrat/index.html").unwrap().1;
    assert!(council.contains("<html lang=\"de-CH\">") && council.contains("<h1>Gemeindeparlament</h1>"), "{council}");
    for (path, page) in &pages {
        assert!(!page.contains('ß'), "{path}");
        let mut words = page.split(|c: char| !c.is_alphanumeric());
        assert!(words.all(|word| !["Rat", "Rats", "Stadtrat"].contains(&word)), "{path}");
    }
}

/// Words are those of the content's language: in another one the pages speak as supplied.
#[test]
fn pages_in_another_language_keep_the_supplied_words() {
    let place = tempfile::tempdir().unwrap();
    let options = ["build", "--lang", "en", "--content", TOWN, "--stichtag", "2024-12-31"];
    assert!(spatz(&place, &options).status.success());
    assert!(pages(&place).iter().all(|(_, page)| !page.contains("<h1>Gemeindeparlament</h1>")));
}

#[test]
fn words_are_listed_to_be_copied() {
    let place = tempfile::tempdir().unwrap();
    let output = spatz(&place, &["worte", "Stadtrat"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("seite.stadtrat.titel: \"Stadtrat\"\n"), "{}", text(&output.stdout));
    assert_eq!(spatz(&place, &["worte", "Quastenflosser"]).status.code(), Some(1));
    let swiss = spatz(&place, &["worte", "--lang", "de-CH"]);
    assert!(!text(&swiss.stdout).contains('ß'));
}

fn spatz(place: &TempDir, arguments: &[&str]) -> Output {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().env("LANG", "C").current_dir(place.path()).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every page of the site, by path.
fn pages(place: &TempDir) -> Vec<(String, String)> {
    let site = place.path().join("public");
    let entries = WalkDir::new(&site).into_iter().map(Result::unwrap);
    let pages = entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "html"));
    let relative = |entry: &walkdir::DirEntry| entry.path().strip_prefix(&site).unwrap().to_str().unwrap().to_owned();
    pages.map(|page| (relative(&page), fs::read_to_string(page.path()).unwrap())).collect()
}
