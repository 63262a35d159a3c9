//! The offline edition, by the real binary: what is in the file, what is left out, and what is refused.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TOWN: &str = "tests/sites/kleinstadt/in";

fn offline(folder: &Path, content: &str, options: &[&str]) -> Output {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(content);
    spatz.current_dir(folder).args(["offline", "--content"]).arg(content).args(options).output().unwrap()
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

/// The paths of the pages in a file.
fn pages(html: &str) -> Vec<&str> {
    html.split("<article id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|id| id.contains('.'))
        .collect()
}

#[test]
fn a_file_of_one_meeting_holds_what_it_needs_and_links_to_the_rest() {
    let place = tempfile::tempdir().unwrap();
    let written = offline(
        place.path(),
        TOWN,
        &["--sitzung", "stadtrat-2025-02-27", "--base-url", "https://stadt.example/digital"],
    );
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let html = text(&place.path().join("offline-stadtrat-2025-02-27.html"));
    let pages = pages(&html);
    assert_eq!(pages[0], "sitzungen/stadtrat-2025-02-27.html");
    assert!(pages.iter().any(|path| path.starts_with("stadtrat/")), "{pages:?}");
    assert!(!pages.contains(&"suche/index.html") && !html.contains("role=\"search\""), "nothing to search with");
    assert!(html.contains("href=\"https://stadt.example/digital/"), "what is not in the file is linked");
    assert!(!html.contains("src=\"") && !html.contains("<link"), "nothing is loaded");
    let address =
        |rest: &str| rest.split('"').next().is_some_and(|url| url.starts_with("https:") || url.starts_with('#'));
    let outward = html.split(" href=\"").skip(1).filter(|rest| !address(rest) && !rest.starts_with("mailto:"));
    assert_eq!(outward.map(|rest| &rest[..40]).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn without_an_address_what_is_not_there_is_text() {
    let place = tempfile::tempdir().unwrap();
    for file in ["eins.html", "zwei.html"] {
        assert!(offline(place.path(), "content", &["--out", file]).status.success());
    }
    let html = text(&place.path().join("eins.html"));
    assert_eq!(html, text(&place.path().join("zwei.html")), "the same content gives the same bytes");
    let pages = pages(&html);
    assert!(pages.len() > 100 && pages[0] == "index.html" && pages.contains(&"suche/index.html"), "{}", pages.len());
    assert!(!pages.iter().any(|path| path.starts_with("handout/")));
    assert!(!html.contains(".csv\"") && !html.contains(".pdf\""), "no link leads to a file that is not there");
}

#[test]
fn what_not_everybody_sees_says_so_in_its_name_and_on_its_pages() {
    let place = tempfile::tempdir().unwrap();
    assert!(offline(place.path(), TOWN, &["--sicht", "rat"]).status.success());
    let html = text(&place.path().join("offline-rat.html"));
    assert!(html.contains("class=\"banner\"") && html.contains("content=\"noindex\""));
}

#[test]
fn a_meeting_that_there_is_not_leaves_the_file_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("a.html"), "alt").unwrap();
    let refused = offline(place.path(), TOWN, &["--sitzung", "stadtrat-2099-01-01", "--out", "a.html"]);
    let told = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        told.contains("Fehler[E0505]: die Sitzung `stadtrat-2099-01-01` gibt es nicht")
            && told.contains("stadtrat-2025-"),
        "{told}"
    );
    assert_eq!(text(&place.path().join("a.html")), "alt");
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}
