//! Handouts as PDF: sound, tagged, described, and the same every time, as programs of others find them.
//!
//! It needs qpdf, and Python with the packages of `readers/requirements.txt`; `tests/run` gets both.

#![cfg(feature = "pdf")]
#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

mod city;

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
    python(&["handouts.py".as_ref(), site])
}

/// What a script among the readers prints.
fn python(arguments: &[&Path]) -> String {
    let (script, rest) = arguments.split_first().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers").join(script);
    let output = Command::new(interpreter()).arg("-B").arg(script).args(rest).output().unwrap();
    let crash = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !crash.contains("Traceback"), "{crash}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The interpreter of the environment that `tests/run` makes.
fn interpreter() -> PathBuf {
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

/// What is wrong with a PDF, and what is found then.
const FORGED: &[(&str, &str)] = &[
    ("no-language", "no language"),
    ("no-language", "ua1: PDFUA1-TEXT-LANGUAGE"),
    ("other-language", "no language"),
    ("figure-without-text", "ua1: PDFUA1-FIGURE-ALTERNATIVE-TEXT"),
    ("figure-of-something-else", "pictures told as"),
    ("figure-not-tagged", "pictures told as"),
    ("untagged", "ua1: PDFUA1-STRUCT-TREE-ROOT"),
    ("untagged", "2a: PDFA2A-TAGGED-DOCUMENT"),
    ("not-marked", "ua1: PDFUA1-TAGGED-DOCUMENT"),
    ("no-fonts", "ua1: PDFUA1-FONT-EMBEDDING"),
    ("no-fonts", "2a: PDFA2A-FONT-EMBEDDING"),
    ("no-title", "ua1: PDFUA1-METADATA-TITLE"),
    ("title-not-shown", "ua1: PDFUA1-VIEWER-PREFERENCES"),
    ("no-claim", "ua1: PDFUA1-ID-PART"),
    ("script", "2a: PDFA2A-ACTION-TYPE"),
    ("too-long", "4 pages, annex on []"),
    ("broken", "qpdf: "),
    ("broken", "ua1: cannot be read"),
    ("cut-short", "qpdf: "),
];

/// That nothing is found means something only if what is wrong is found.
#[test]
fn forged_pdfs_are_noticed() {
    let place = tempfile::tempdir().unwrap();
    let (site, forged) = (place.path().join("site"), place.path().join("forged"));
    built("tests/sites/kleinstadt/in", &site);
    let good = site.join("handout/projekt-rathaus-online.pdf");
    python(&["forge_handouts.py".as_ref(), &good, &forged.join("handout")]);
    let found = findings(&forged);
    assert!(!found.lines().any(|line| line.starts_with("good.pdf")), "{found}");
    for (name, expected) in FORGED {
        let mut lines = found.lines().filter_map(|line| line.strip_prefix(&format!("{name}.pdf: ")));
        let noticed = lines.any(|line| line.contains(expected));
        assert!(noticed, "{name}: not found: {expected}\n{found}");
    }
    let names = fs::read_dir(forged.join("handout")).unwrap().map(|entry| entry.unwrap().path());
    let names = names.filter(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    for name in names.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()) {
        assert!(name == "good" || FORGED.iter().any(|(one, _)| *one == name), "{name}: nothing is expected");
    }
}

/// Two pages and an annex that has the rest, in a city of hundreds of projects.
#[test]
fn a_big_city_has_two_pages_and_an_annex() {
    let place = tempfile::tempdir().unwrap();
    let (content, out) = (place.path().join("in"), place.path().join("out"));
    city::write(&content, 300);
    let pdfs = built(content.to_str().unwrap(), &out);
    assert!(pdfs.len() > 300);
    // Of hundreds that look alike, the largest ones are read.
    for (name, _) in pdfs.iter().filter(|(name, _)| name.starts_with("projekt-") && name != "projekt-6") {
        fs::remove_file(out.join(format!("handout/{name}.pdf"))).unwrap();
    }
    assert_eq!(findings(&out), "");
}

/// A site with two projects: one late, so that its light is red, one that is not.
fn two_projects(folder: &Path, title: &str) {
    let write = |path: &str, text: &str| fs::write(folder.join(path), text).unwrap();
    fs::create_dir_all(folder.join("projekte")).unwrap();
    write("seite.yaml", "titel: Erfundene Stadt\nstichtag: 2025-06-30\n");
    write(
        "modell.yaml",
        "titel: Modell\nstufen: [Am Anfang, Begonnen]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Ein Kriterium.}}}}\n",
    );
    write(
        "projekte/spaet.md",
        &format!(
            "---\ntitel: {title}\nplan: {{beginn: 2020-01-01, ende: 2022-12-31}}\nverlauf:\n  - {{am: 2020-01-01, ereignis: begonnen}}\n---\n"
        ),
    );
    write("projekte/plan.md", "---\ntitel: Geplantes\nplan: {beginn: 2026-01-01, ende: 2027-12-31}\n---\n");
}

/// Builds in short lines; what was told.
fn build(content: &Path, out: &Path, more: &[&Path]) -> String {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let spatz = spatz.args(["build", "--format", "short", "--content"]).arg(content).arg("--out").arg(out).args(more);
    let output = spatz.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    told
}

#[test]
fn a_character_without_a_sign_is_told_and_replaced() {
    let place = tempfile::tempdir().unwrap();
    let (content, out) = (place.path().join("in"), place.path().join("out"));
    two_projects(&content, "Partnerstadt 漢");
    let told = build(&content, &out, &[]);
    let lines: Vec<_> = told.lines().filter(|line| line.contains("W050")).collect();
    assert!(
        matches!(lines.as_slice(), [line] if line.contains("projekte/spaet.md:2:") && line.contains("U+6F22")),
        "{told}"
    );
    assert_eq!(findings(&out), "");
    // Titles stand in the open, among the data about the file.
    let has = |name: &str, text: &str| {
        let pdf = fs::read(out.join(format!("handout/{name}.pdf"))).unwrap();
        String::from_utf8_lossy(&pdf).contains(text)
    };
    assert!(has("projekt-spaet", "Partnerstadt □") && !has("projekt-plan", "□"));
}

#[test]
fn a_handout_that_cannot_be_typeset_keeps_no_other_from_being_made() {
    let place = tempfile::tempdir().unwrap();
    let (content, out, theme) = (place.path().join("in"), place.path().join("out"), place.path().join("theme"));
    two_projects(&content, "Verspätetes");
    // The mark of red lights is no drawing; browsers forgive that.
    let marks = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/halle/templates/zeichen.html");
    let marks = fs::read_to_string(marks).unwrap().replace("<symbol id=\"z-rot\"", "<symbol id=\"z-rot\" <");
    fs::create_dir_all(theme.join("templates")).unwrap();
    fs::write(theme.join("templates/zeichen.html"), marks).unwrap();
    let told = build(&content, &out, &["--theme".as_ref(), &theme]);
    let lines: Vec<_> = told.lines().filter(|line| line.contains("W0501")).collect();
    assert!(lines.iter().any(|line| line.contains("projekte/spaet.md:1:") && line.contains("projekt-spaet")), "{told}");
    assert!(!lines.iter().any(|line| line.contains("projekt-plan")), "{told}");
    assert!(out.join("handout/projekt-plan.pdf").exists() && out.join("handout/projekt-spaet.html").exists());
    assert!(!out.join("handout/projekt-spaet.pdf").exists());
    assert_eq!(findings(&out), "");
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
    // No version of that name, whether the folder lies in git or not.
    let missing = spatz(&["--projekt", "mitreden", "--seit", "gibt-es-nicht"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("[E080"));
    assert!(fs::read(place.path().join("projekt-mitreden.pdf")).unwrap().starts_with(b"%PDF"));
    let unknown = spatz(&["--projekt", "gibt-es-nicht"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stdout).contains("mitreden"));
}

/// What not everybody may see says so in print, too.
#[test]
fn what_is_not_for_everybody_says_so() {
    let place = tempfile::tempdir().unwrap();
    for (view, says) in [("oeffentlich", false), ("intern", true)] {
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        let spatz = spatz.current_dir(env!("CARGO_MANIFEST_DIR")).args(["handout", "--sichtbarkeit", view]);
        let out = place.path().join(view);
        let output = spatz.args(["--content", "tests/sites/kleinstadt/in", "--out"]).arg(&out).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let pdf = fs::read(out).unwrap();
        let text = String::from_utf8_lossy(&pdf);
        assert_eq!(text.contains("Nicht öffentlich: Sicht „Intern“"), says, "{view}");
    }
}
