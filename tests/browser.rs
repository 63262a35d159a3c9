//! The built site in a real browser: every page is opened, and nothing may be wrong with it.
//!
//! What "wrong" means stands in `browser/check-site.mjs`, what its script is for in `browser/check-script.mjs`, how short
//! reports print in `browser/print-handouts.mjs`, what the site is on a web server in `browser/check-publishing.mjs`. All
//! need Chromium, Node.js and npm; `tests/run` installs them.

mod city;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

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

/// What the check of a built site sums up; an error is what it found, or what kept it from checking.
fn findings(content: &str, name: &str) -> Result<String, String> {
    let report = build(content, name).and_then(|site| check_site(&site))?;
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
    install_packages().clone()?;
    let output = run(Command::new("node").current_dir(browser_folder()).arg(script).arg(site).args(pages))?;
    match output.status.code() {
        Some(0 | 1) if output.stderr.is_empty() => {
            Ok(Report { exit_code: output.status.code(), output: String::from_utf8_lossy(&output.stdout).into_owned() })
        }
        _ => Err(format!("the site could not be checked:\n{}", text_of(&output))),
    }
}

/// Installs the locked packages, once, unless they are there.
fn install_packages() -> &'static Result<(), String> {
    static INSTALLED: OnceLock<Result<(), String>> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        if packages_are_current() {
            return Ok(());
        }
        let output = run(Command::new("npm").current_dir(browser_folder()).args(["ci", "--no-audit", "--no-fund"]))?;
        if output.status.success() { Ok(()) } else { Err(format!("`npm ci` failed:\n{}", text_of(&output))) }
    })
}

/// Whether npm's own record of what it installed is younger than the lock file.
fn packages_are_current() -> bool {
    let changed = |path: &str| fs::metadata(browser_folder().join(path)).and_then(|data| data.modified());
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
}

fn run(command: &mut Command) -> Result<Output, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.output().map_err(|error| format!("cannot run {program}: {error}; tests/run installs what the tests need"))
}

fn text_of(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn browser_folder() -> PathBuf {
    repository().join("tests/browser")
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
