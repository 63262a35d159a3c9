//! Content edited by forms in a real browser: from the form to the file to the site.
//!
//! What is edited, and what may differ then, stands in `browser/check-cms.mjs`. Needs Chromium, Node.js and npm; `tests/run`
//! installs them.

#![expect(clippy::panic, clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

mod packages;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use packages::{browser_folder, repository, run, text_of};
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// An invented town.
const TOWN: &str = "tests/sites/kleinstadt/in";

/// A folder with the forms in `admin`, as the command writes them.
fn forms(options: &[&str]) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let output = spatz(place.path(), &[&["cms"], options].concat());
    assert!(output.status.success(), "{}", text_of(&output));
    place
}

fn spatz(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_spatz")).current_dir(folder).args(arguments).output().unwrap()
}

/// Has content edited by the forms: what was found, and whether that is nothing.
fn edited(place: &Path, options: &[&str]) -> (String, bool) {
    if let Err(message) = packages::install() {
        panic!("{message}");
    }
    let mut check = Command::new("node");
    check.current_dir(browser_folder()).arg("check-cms.mjs").arg(place.join("admin")).arg(repository().join(TOWN));
    let output = run(check.arg(place.join("content")).args(options)).unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)) && output.stderr.is_empty(), "{}", text_of(&output));
    (text_of(&output), output.status.success())
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(entry.path(), target).unwrap();
    }
}

/// A project's end, an event, a new record and an entry of a list: each file holds what it held but for that, passes every
/// check, and the site shows it.
#[test]
fn what_is_edited_by_a_form_is_on_the_site_and_nothing_else_has_changed() {
    let place = forms(&["--backend", "test"]);
    copy(&repository().join(TOWN), &place.path().join("content"));
    let (found, is_clean) = edited(place.path(), &[]);
    assert!(is_clean, "{found}");

    let project = fs::read_to_string(place.path().join("content/projekte/akte-ohne-papier.md")).unwrap();
    assert!(project.contains("plan: {beginn: 2022-01-01, ende: 2026-Q1}\n"), "{project}");
    let check = spatz(place.path(), &["check", "--stichtag", "2026-12-31"]);
    assert!(check.status.success(), "{}", text_of(&check));
    let build = spatz(place.path(), &["build", "--stichtag", "2026-12-31", "--out", "site"]);
    assert!(build.status.success(), "{}", text_of(&build));
    for (page, shown) in [
        ("projekte/akte-ohne-papier", "1. Quartal 2026"),
        ("projekte/mitreden", "Das Geld ist da: Haushalt beschlossen."),
        ("werte/offenheit", "Was die Stadt tut, kann jeder sehen."),
    ] {
        let text = fs::read_to_string(place.path().join("site").join(format!("{page}.html"))).unwrap();
        assert!(text.contains(shown), "{page} does not show {shown}");
    }
}

/// A check that cannot fail is worth nothing: files left to Sveltia's own format lose comments, fields and their order.
#[test]
fn what_other_formats_lose_is_found() {
    let place = forms(&["--backend", "test"]);
    let (found, is_clean) = edited(place.path(), &["--ohne-format"]);
    assert!(!is_clean);
    for part in ["comments", "data", "order of keys"] {
        let finding = format!("projekte/akte-ohne-papier.md: another end of a plan: not the same {part}: ");
        assert!(found.lines().any(|line| line.starts_with(&finding)), "{part}: {found}");
    }
}

#[test]
fn configurations_are_as_sveltia_wants_them() {
    if let Err(message) = packages::install() {
        panic!("{message}");
    }
    let schema =
        fs::read_to_string(browser_folder().join("node_modules/@sveltia/cms/schema/sveltia-cms.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let on = ["--repo", "stadt/digitales/inhalte", "--backend"];
    let platforms: [&[&str]; 5] = [
        &["--backend", "test"],
        &[&on[..], &["gitlab", "--app-id", "1a2b"]].concat(),
        &[&on[..], &["gitlab", "--plattform", "https://git.stadt.example"]].concat(),
        &[&on[..], &["github"]].concat(),
        &[&on[..], &["gitea", "--app-id", "1a2b", "--branch", "redaktion"]].concat(),
    ];
    for platform in platforms {
        let text = fs::read_to_string(forms(platform).path().join("admin/config.yml")).unwrap();
        let configuration: Value = serde_yaml::from_str(&text).unwrap();
        assert!(validator.is_valid(&configuration), "{platform:?}: {:?}", validator.validate(&configuration).err());
    }
}

/// Whoever sets the forms up fetches what they are tested with.
#[test]
fn the_guide_names_the_versions_that_are_tested() {
    let packages = fs::read_to_string(browser_folder().join("package.json")).unwrap();
    let packages: Value = serde_json::from_str(&packages).unwrap();
    let guide = fs::read_to_string(forms(&["--backend", "test"]).path().join("admin/LIESMICH.md")).unwrap();
    for name in ["@sveltia/cms", "yaml"] {
        let package = format!(" {name}@{}", packages["dependencies"][name].as_str().unwrap());
        assert!(guide.contains(&package), "{package}");
    }
}

/// What somebody else has in the folder stays, and an earlier run's files are replaced only by whoever says so.
#[test]
fn files_are_replaced_on_request_only() {
    let place = forms(&["--backend", "test"]);
    let (own, config) = (place.path().join("admin/eigenes.txt"), place.path().join("admin/config.yml"));
    fs::write(&own, "wichtig").unwrap();
    fs::write(&config, "alt").unwrap();
    let refused = spatz(place.path(), &["cms", "--backend", "test"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text_of(&refused).contains("config.yml"), "{}", text_of(&refused));
    assert_eq!(fs::read_to_string(&config).unwrap(), "alt");
    assert!(spatz(place.path(), &["cms", "--backend", "test", "--erneuern"]).status.success());
    assert!(fs::read_to_string(&config).unwrap().starts_with("backend:\n"));
    assert_eq!(fs::read_to_string(&own).unwrap(), "wichtig");
}

#[test]
fn what_is_no_place_and_no_platform_is_wrong_usage() {
    let place = tempfile::tempdir().unwrap();
    for options in [
        &["--backend", "svn"][..],
        &["--backend", "gitlab"],
        &["--backend", "gitlab", "--repo", "inhalte"],
        &["--backend", "test", "--content", "../inhalte"],
        &["--backend", "test", "--content", "/srv/inhalte"],
    ] {
        let output = spatz(place.path(), &[&["cms"], options].concat());
        assert_eq!(output.status.code(), Some(2), "{options:?}");
    }
}
