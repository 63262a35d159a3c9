//! `spatz new site`: what it writes builds at once, says of itself that it is a pattern, and shows every kind of page.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

/// Sections of pages that need more than one file can say: reports that were published, and earlier versions, stand in git.
const NEED_A_PAST: &[&str] = &["berichte", "synopse"];

#[test]
fn a_new_site_passes_every_check_and_builds() {
    for day in ["2027-08-31", "2028-02-29", "2026-12-01"] {
        let place = new_site(&["--stadt", "Bad Beispiel (Land)", "--schluessel", "15002000", "--stichtag", day]);
        let check = spatz(&place, &["check", "--deny-warnings", "--format", "short", "--stichtag", day]);
        assert!(check.status.success(), "{day}: {}", stderr(&check));
        let build = spatz(&place, &["build", "--stichtag", day]);
        assert!(build.status.success(), "{day}: {}", stderr(&build));
    }
}

#[test]
fn every_kind_of_page_is_there_and_what_it_shows_is_marked_as_an_example() {
    let place = new_site(&["--stadt", "Bad Beispiel"]);
    assert!(spatz(&place, &["build"]).status.success());
    let missing: Vec<_> = spatz::page::PAGES
        .iter()
        .map(|kind| kind.section)
        .filter(|section| *section != "start" && !NEED_A_PAST.contains(section))
        .filter(|section| !place.path().join("public").join(section).is_dir())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
    let start = fs::read_to_string(place.path().join("public/index.html")).unwrap();
    assert!(start.contains("Bad Beispiel") && start.contains("noch ohne Angaben der Stadt"));
    for (path, text) in tree(&place.path().join("content")) {
        let is_marked = ["Beispiel", "Muster", "fehlt noch", "e-akte:"].iter().any(|word| text.contains(word));
        assert!(is_marked, "{path} does not say that it is an example");
    }
}

/// Nobody is asked where nobody could answer; the same arguments give the same files.
#[test]
fn without_a_terminal_nothing_is_asked() {
    let day = ["--stichtag", "2027-01-15"];
    let (one, two) = (new_site(&day), new_site(&day));
    let files = tree(one.path());
    assert_eq!(files, tree(two.path()));
    assert!(files["content/seite.yaml"].contains("titel: \"Digitales Musterstadt\""));
    assert!(files["content/seite.yaml"].contains("# ags: "), "an unknown key is left to be filled in");
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("brief.txt"), "wichtig").unwrap();
    let output = spatz(&place, &["new", "site", "."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("E0504") && stderr(&output).contains("brief.txt"), "{}", stderr(&output));
    assert_eq!(tree(place.path()).into_keys().collect::<Vec<_>>(), ["brief.txt"]);
}

#[test]
fn what_is_no_name_and_no_key_is_wrong_usage() {
    let place = tempfile::tempdir().unwrap();
    for option in [["--stadt", "<b>"], ["--stadt", ""], ["--schluessel", "1"], ["--adresse", "stadt"]] {
        let output = spatz(&place, &["new", "site", "neu", option[0], option[1]]);
        assert_eq!(output.status.code(), Some(2), "{option:?}");
    }
    assert!(tree(place.path()).is_empty());
}

/// A folder with a new site in it.
fn new_site(options: &[&str]) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let output = spatz(&place, &[&["new", "site", "."], options].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    place
}

fn spatz(place: &TempDir, arguments: &[&str]) -> Output {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().env("LANG", "C").current_dir(place.path()).args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every text below a folder, by path.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (relative(file.path()), fs::read_to_string(file.path()).unwrap())).collect()
}

/// What must be told of each kind besides the title, where nobody is asked.
const KINDS: &[(&str, &[&str])] = &[
    ("massnahme", &[]),
    ("problem", &["--set", "ebene=stadt"]),
    ("projekt", &["--set", "verlauf=[{am: 2024-09-02, ereignis: begonnen}]"]),
    ("seite", &[]),
    ("strategie", &["--set", "art=strategie", "--set", "stand=geplant"]),
    ("variante", &["--set", "gruppe=Betrieb"]),
    ("vorlage", &["--set", "art=anfrage"]),
    ("wert", &["--set", "status=entwurf"]),
];

#[test]
fn every_new_record_passes_the_check_of_a_new_site_and_of_the_town() {
    let place = new_site(&["--stichtag", "2027-08-31"]);
    let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kleinstadt/in");
    for (path, text) in tree(&town) {
        let path = place.path().join("stadt").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    for (content, dimension) in [("content", "arbeit"), ("stadt", "prozesse")] {
        let dimension = format!("dimension={dimension}");
        let block: (&str, &[&str]) = ("baustein", &["--set", &dimension]);
        for (kind, told) in KINDS.iter().copied().chain([block]) {
            let title = ["new", kind, "Größe: ganz neu", "--content", content];
            let new = spatz(&place, &[title.as_slice(), told].concat());
            assert!(new.status.success(), "{kind}: {}", stderr(&new));
        }
        let check = spatz(&place, &["check", "--format", "short", "--content", content]);
        assert!(check.status.success(), "{content}: {}", stderr(&check));
    }
    let text = fs::read_to_string(place.path().join("content/projekte/groesse-ganz-neu.md")).unwrap();
    assert!(text.starts_with("---\n# yaml-language-server: $schema=../../.spatz/schema/projekte.json\n"), "{text}");
    assert!(text.contains("\ntitel: \"Größe: ganz neu\"\n"), "{text}");
}

#[test]
fn nothing_is_written_over_and_nothing_that_has_an_error() {
    let place = new_site(&[]);
    let again = spatz(&place, &["new", "projekt", "beispiel-projekt", "--titel", "Neu"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("content/projekte/beispiel-projekt.md"), "{}", stderr(&again));
    let missing = spatz(&place, &["new", "strategie", "Neu"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("--set art=") && stderr(&missing).contains("leitbild"), "{}", stderr(&missing));
    let wrong = spatz(&place, &["new", "projekt", "neu", "--titel", "Neu", "--set", "einhet=amt-a"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(stderr(&wrong).contains("E0201") && stderr(&wrong).contains("einheit"), "{}", stderr(&wrong));
    assert!(!place.path().join("content/projekte/neu.md").exists());
}
