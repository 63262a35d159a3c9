//! The built site in a real browser: every page is opened, and nothing may be wrong with it.
//!
//! What "wrong" means stands in `browser/check-site.mjs`, what its script is for in `browser/check-script.mjs`, how short
//! reports print in `browser/print-handouts.mjs`, what the site is on a web server in `browser/check-publishing.mjs`, what
//! whoever writes sees of it in `browser/check-serve.mjs`. All need Chromium, Node.js, npm and Java; `tests/run` installs
//! them.

mod city;
mod packages;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use packages::{browser_folder, repository, run, text_of};

/// Enough to see what is wrong, and not so much that it hides the result.
const SHOWN_LINES: usize = 200;

#[test]
fn site_has_no_findings() {
    match findings("content", "browser-site") {
        Ok(summary) => println!("{summary}"),
        Err(message) => panic!("{message}"),
    }
}

#[test]
fn town_has_no_findings() {
    match findings("tests/sites/kleinstadt/in", "browser-whole-town") {
        Ok(summary) => println!("{summary}"),
        Err(message) => panic!("{message}"),
    }
}

#[test]
fn plain_theme_has_no_findings() {
    match findings_with("tests/sites/kleinstadt/in", "browser-plain-town", &["--theme", "schlicht"]) {
        Ok(summary) => println!("{summary}"),
        Err(message) => panic!("{message}"),
    }
}

#[test]
fn new_site_has_no_findings() {
    let place = empty_folder("browser-new").unwrap();
    let mut new = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let made =
        run(new.args(["new", "site", "--stadt", "Bad Beispiel", "--schluessel", "15002000"]).arg(&place)).unwrap();
    assert!(made.status.success(), "{}", text_of(&made));
    match findings(&place.join("content").to_string_lossy(), "browser-new-site") {
        Ok(summary) => println!("{summary}"),
        Err(message) => panic!("{message}"),
    }
}

#[test]
fn handbook_has_no_findings() {
    let out = scratch("browser-handbook");
    remove(&out).unwrap();
    let written = run(Command::new(env!("CARGO_BIN_EXE_spatz")).args(["handbuch", "--out"]).arg(&out)).unwrap();
    assert!(written.status.success(), "{}", text_of(&written));
    match check_site(&out) {
        Ok(report) => assert_eq!(report.exit_code, Some(0), "the handbook has findings:\n{}", report.shown()),
        Err(message) => panic!("{message}"),
    }
}

/// With an accent, round corners and a logo of its own.
#[test]
fn site_with_a_look_of_its_own_has_no_findings() {
    match findings("tests/sites/design/in", "browser-design") {
        Ok(summary) => println!("{summary}"),
        Err(message) => panic!("{message}"),
    }
}

/// What the check of a built site sums up; an error is what it found, or what kept it from checking.
fn findings(content: &str, name: &str) -> Result<String, String> {
    findings_with(content, name, &[])
}

fn findings_with(content: &str, name: &str, options: &[&str]) -> Result<String, String> {
    let report = build_with(content, name, options).and_then(|site| check_site(&site))?;
    match report.exit_code {
        Some(0) => Ok(report.summary().to_owned()),
        _ => Err(format!("the built site has findings:\n{}", report.shown())),
    }
}

/// A check that cannot fail is worth nothing: each defect of the invented site is found, and nothing else.
#[test]
fn defects_are_found() {
    let report = match check_site(&browser_folder().join("defects")) {
        Ok(report) => report,
        Err(message) => panic!("{message}"),
    };
    assert_eq!(report.exit_code, Some(1), "findings give exit code 1:\n{}", report.shown());

    let expected = fs::read_to_string(browser_folder().join("defects/expected.txt")).unwrap();
    let expected: Vec<&str> = expected.lines().filter(|line| !line.starts_with('#')).collect();
    let found: Vec<&str> = report.findings().collect();
    let missed: Vec<&&str> =
        expected.iter().filter(|line| !found.iter().any(|finding| finding.starts_with(**line))).collect();
    let unexpected: Vec<&&str> =
        found.iter().filter(|finding| !expected.iter().any(|line| finding.starts_with(line))).collect();
    assert!(missed.is_empty() && unexpected.is_empty(), "missed: {missed:#?}\nnot expected: {unexpected:#?}");
}

/// The search, and tables that are filtered and sorted: from disk and under a strict policy, with script and without.
#[test]
fn script_does_what_it_is_for() {
    let report =
        build("tests/sites/kleinstadt/in", "browser-town").and_then(|site| run_checks("check-script.mjs", &site, &[]));
    match report {
        Ok(report) if report.exit_code == Some(0) => println!("{}", report.summary()),
        Ok(report) => panic!("the script fails:\n{}", report.shown()),
        Err(message) => panic!("{message}"),
    }
}

/// With the headers that the site asks for, its policy holds, and nothing is left behind in the browser.
#[test]
fn published_site_keeps_its_policy() {
    let options = ["--base-url", "https://stadt.example/a/b"];
    let site = build_with("tests/sites/kleinstadt/in", "browser-published", &options);
    match site.and_then(|site| run_checks("check-publishing.mjs", &site, &[])) {
        Ok(report) if report.exit_code == Some(0) => println!("{}", report.summary()),
        Ok(report) => panic!("the published site fails:\n{}", report.shown()),
        Err(message) => panic!("{message}"),
    }
}

/// What Lighthouse says of the pages on a phone, and that it says so of a page with defects.
#[test]
fn scores_on_a_phone_are_full() {
    let options = ["--base-url", "https://stadt.example", "--komprimieren"];
    let pages = ["index.html", "roadmap/index.html", "projekte/payment.html"];
    let site = build_with("content", "browser-scores", &options);
    match site.and_then(|site| run_checks("check-scores.mjs", &site, &pages)) {
        Ok(report) if report.exit_code == Some(0) => println!("{}", report.summary()),
        Ok(report) => panic!("pages lack points:\n{}", report.shown()),
        Err(message) => panic!("{message}"),
    }
    let report = run_checks("check-scores.mjs", &browser_folder().join("defects"), &["unlabelled.html"]).unwrap();
    let found: Vec<&str> = report.findings().filter_map(|finding| finding.split(' ').nth(1)).collect();
    assert_eq!(found, ["accessibility", "best-practices", "seo"], "{}", report.shown());
}

/// The language server, by the library that editors' programs are made with.
#[test]
fn language_server_keeps_a_conversation() {
    let town = repository().join("tests/sites/kleinstadt/in");
    match talk(&town) {
        Ok(report) if report.exit_code == Some(0) => println!("{}", report.summary()),
        Ok(report) => panic!("the language server fails:\n{}", report.shown()),
        Err(message) => panic!("{message}"),
    }
}

/// A conversation that cannot fail is worth nothing: a project that has another id by now is not what was expected.
#[test]
fn conversation_notices_another_project() {
    let town = empty_folder("language-server-town").unwrap();
    let original = repository().join("tests/sites/kleinstadt/in");
    for entry in walkdir::WalkDir::new(&original).min_depth(1).into_iter().map(Result::unwrap) {
        let copy = town.join(entry.path().strip_prefix(&original).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir(copy).unwrap(),
            false => drop(fs::copy(entry.path(), copy).unwrap()),
        }
    }
    let (old, new) = (town.join("projekte/akte-ohne-papier.md"), town.join("projekte/akte.md"));
    let text = fs::read_to_string(&old).unwrap();
    fs::write(new, text.replacen('\n', "\nfrueher: [akte-ohne-papier]\n", 1)).unwrap();
    fs::remove_file(old).unwrap();
    let report = talk(&town).unwrap();
    assert_eq!(report.exit_code, Some(1), "{}", report.shown());
    for what in ["the id of a project", "a project is explained", "the way to a project"] {
        assert!(report.findings().any(|finding| finding.starts_with(what)), "{what}: {}", report.shown());
    }
}

fn talk(town: &Path) -> Result<Report, String> {
    run_checks("check-language-server.mjs", town, &[env!("CARGO_BIN_EXE_spatz")])
}

/// In pages with a style of their own, in frames, and alone, parts look as they do at home.
#[test]
fn parts_keep_their_look_elsewhere() {
    let options = ["--einbetten", "--base-url", "https://stadt.example/a/b"];
    let site = build_with("tests/sites/kleinstadt/in", "browser-embedded", &options);
    match site.and_then(|site| run_checks("check-embedding.mjs", &site, &[])) {
        Ok(report) if report.exit_code == Some(0) => println!("{}", report.summary()),
        Ok(report) => panic!("embedded parts fail:\n{}", report.shown()),
        Err(message) => panic!("{message}"),
    }
}

/// Whoever writes sees each change by itself, and what is wrong with it.
#[test]
fn open_pages_follow_what_is_written() {
    match check_serve(&[]) {
        Ok(report) if report.exit_code == Some(0) => println!("{}", report.summary()),
        Ok(report) => panic!("what is served fails:\n{}", report.shown()),
        Err(message) => panic!("{message}"),
    }
}

/// The check misses all of that where pages do not load the script.
#[test]
fn pages_that_do_not_follow_are_found() {
    let report = check_serve(&["--without-script"]).unwrap();
    assert_eq!(report.exit_code, Some(1), "{}", report.shown());
    for what in ["becomes new by itself", "opens with the error", "file, line and remedy", "well again", "has ended"] {
        assert!(report.findings().any(|finding| finding.contains(what)), "{what}:\n{}", report.shown());
    }
}

fn check_serve(options: &[&str]) -> Result<Report, String> {
    let content = repository().join("tests/sites/kleinstadt/in");
    let arguments = [&[content.to_str().unwrap_or_default()], options].concat();
    run_checks("check-serve.mjs", Path::new(env!("CARGO_BIN_EXE_spatz")), &arguments)
}

#[test]
fn folder_without_pages_is_no_success() {
    let empty = empty_folder("browser-empty").unwrap();
    match check_site(&empty) {
        Ok(report) => panic!("nothing was checked, and that passed:\n{}", report.shown()),
        Err(message) => assert!(message.contains("no page below"), "{message}"),
    }
}

/// Handouts as a browser prints them: two pages, then the annex; also in a city of hundreds of projects.
#[test]
fn handouts_print_on_two_pages() {
    let city = empty_folder("browser-city-content").unwrap();
    city::write(&city, 300);
    // Of the big city, that of the council and that of the largest unit are enough.
    let sites: [(&str, &str, &[&str]); 3] = [
        ("content", "browser-handouts-halle", &[]),
        ("tests/sites/kleinstadt/in", "browser-handouts-town", &[]),
        (&city.to_string_lossy(), "browser-handouts-city", &["handout/gesamt.html", "handout/einheit-stadt.html"]),
    ];
    for (content, out, pages) in sites {
        let printed = build(content, out).and_then(|site| run_checks("print-handouts.mjs", &site, pages));
        match printed {
            Ok(report) => assert_eq!(report.exit_code, Some(0), "{content}:\n{}", report.shown()),
            Err(message) => panic!("{content}: {message}"),
        }
    }
}

/// The whole site, and what a meeting needs of it, as one file from a disk.
#[test]
fn offline_edition_is_the_site_without_network() {
    let editions: [(&str, &str, &[&str]); 3] = [
        ("content", "browser-offline-halle", &[]),
        ("content", "browser-offline-meeting", &["--sitzung", "ausschuss-digitalisierung-2023-06-27"]),
        ("tests/sites/kleinstadt/in", "browser-offline-town", &[]),
    ];
    for (content, out, options) in editions {
        let site = build(content, out).unwrap();
        let file = site.with_extension("html");
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        let spatz = spatz.current_dir(env!("CARGO_MANIFEST_DIR")).args(["offline", "--content", content]);
        let written = run(spatz.args(options).arg("--out").arg(&file)).unwrap();
        assert!(written.status.success(), "{}", text_of(&written));
        match run_checks("check-offline.mjs", &file, &[&site.to_string_lossy()]) {
            Ok(report) => assert_eq!(report.exit_code, Some(0), "{out}:\n{}", report.shown()),
            Err(message) => panic!("{out}: {message}"),
        }
    }
}

/// What the checks printed: a line per finding and the summary.
struct Report {
    exit_code: Option<i32>,
    output: String,
}

impl Report {
    fn summary(&self) -> &str {
        self.output.lines().last().unwrap_or_default()
    }

    fn findings(&self) -> impl Iterator<Item = &str> {
        let count = self.output.lines().count().saturating_sub(1);
        self.output.lines().take(count)
    }

    fn shown(&self) -> String {
        let mut lines: Vec<&str> = self.findings().take(SHOWN_LINES).collect();
        if self.findings().count() > SHOWN_LINES {
            lines.push("…");
        }
        lines.push(self.summary());
        lines.join("\n")
    }
}

/// Builds a content folder with the binary.
fn build(content: &str, name: &str) -> Result<PathBuf, String> {
    build_with(content, name, &[])
}

fn build_with(content: &str, name: &str, options: &[&str]) -> Result<PathBuf, String> {
    let out = scratch(name);
    remove(&out)?;
    let mut build = Command::new(env!("CARGO_BIN_EXE_spatz"));
    build.current_dir(repository()).args(["build", "--content", content, "--out"]).arg(&out).args(options);
    let output = run(&mut build)?;
    if output.status.success() { Ok(out) } else { Err(format!("the site was not built:\n{}", text_of(&output))) }
}

fn check_site(site: &Path) -> Result<Report, String> {
    run_checks("check-site.mjs", site, &[])
}

/// Runs checks over a site, or some of its pages. Findings are a report; an error is what kept them from being run.
fn run_checks(script: &str, site: &Path, pages: &[&str]) -> Result<Report, String> {
    packages::install().clone()?;
    let output = run(Command::new("node").current_dir(browser_folder()).arg(script).arg(site).args(pages))?;
    match output.status.code() {
        Some(0 | 1) if output.stderr.is_empty() => {
            Ok(Report { exit_code: output.status.code(), output: String::from_utf8_lossy(&output.stdout).into_owned() })
        }
        _ => Err(format!("the site could not be checked:\n{}", text_of(&output))),
    }
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn empty_folder(name: &str) -> Result<PathBuf, String> {
    let folder = scratch(name);
    remove(&folder)?;
    fs::create_dir_all(&folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
    Ok(folder)
}

fn remove(folder: &Path) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    Ok(())
}
