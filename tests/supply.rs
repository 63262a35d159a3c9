//! What comes in from outside: why, where from, under which licences.
//!
//! The same rules as `cargo deny check`, of which `deny.toml` is read here, too, but without another program to install and
//! without a database. Known weaknesses are for `cargo deny check advisories`, which `.ci/run` runs where it is installed.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// So many direct dependencies there may be. To be lowered, not raised: 30 are wanted.
const MOST: usize = 47;

/// Each stands below the reason for it, and all stand in the order of the alphabet.
#[test]
fn direct_dependencies_are_few_and_have_reasons() {
    let manifest = file("Cargo.toml");
    let names = explained(&manifest, "[dependencies]");
    assert!(names.len() > 10 && names.is_sorted(), "{names:?}");
    assert!(names.len() <= MOST, "{} direct dependencies, and {MOST} are allowed", names.len());
    assert!(!manifest.contains("\n[target."), "a platform has dependencies of its own");
}

/// The crates of a section, each of which stands below the reason for it.
fn explained<'m>(manifest: &'m str, section: &str) -> Vec<&'m str> {
    let lines: Vec<&str> = manifest.lines().skip_while(|line| *line != section).skip(1).collect();
    let lines: Vec<&str> = lines.into_iter().take_while(|line| !line.starts_with('[')).collect();
    let mut names = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let Some((name, _)) = line.split_once(" = ") else { continue };
        assert!(at > 0 && lines[at - 1].starts_with("# "), "Cargo.toml does not say what {name} is for");
        names.push(name);
    }
    names
}

/// On all platforms: from one registry, and unchanged since they were locked.
#[test]
fn everything_is_from_one_registry_and_has_a_checksum() {
    let lock = file("Cargo.lock");
    let packages: Vec<&str> = lock.split("[[package]]\n").skip(1).collect();
    assert!(packages.len() > 100);
    let mut origins = BTreeSet::new();
    for package in packages {
        let value = |key: &str| {
            let lines = package.lines().filter_map(|line| line.split_once(" = "));
            lines.filter(|(name, _)| *name == key).map(|(_, value)| value.trim_matches('"').to_owned()).next()
        };
        let name = value("name").unwrap();
        if name != "spatz" {
            assert!(value("source").is_some_and(|source| source.starts_with("registry+")), "{name}");
            assert_eq!(value("checksum").map(|checksum| checksum.len()), Some(64), "{name}");
            origins.insert(value("source"));
        }
    }
    assert_eq!(origins.len(), 1, "{origins:?}");
}

#[test]
fn every_licence_is_allowed() {
    let list = file("deny.toml");
    let list = list.split_once("\nallow = [\n").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
    let allowed: BTreeSet<&str> =
        list.lines().map(|line| line.trim().trim_end_matches(',').trim_matches('"')).collect();
    let mut odd = Vec::new();
    for package in packages() {
        let (name, licence) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or_default());
        if !fits(licence, &allowed) {
            odd.push(format!("{name}: {licence}"));
        }
    }
    assert!(odd.is_empty(), "not in deny.toml: {odd:#?}");
}

/// A check that cannot fail is worth nothing.
#[test]
fn licences_are_read_as_spdx_means_them() {
    let allowed = BTreeSet::from(["MIT", "Zlib", "Unicode-3.0"]);
    for good in ["MIT", "MIT OR GPL-3.0", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND Unicode-3.0", "GPL-3.0 OR MIT AND Zlib"]
    {
        assert!(fits(good, &allowed), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND GPL-3.0", "Apache-2.0 WITH LLVM-exception"] {
        assert!(!fits(bad, &allowed), "{bad}");
    }
}

/// What is told of the parts is complete: the program and each crate that it is built with, by what Cargo says itself.
#[test]
fn the_list_of_parts_is_complete() {
    let mut list = Command::new(python());
    list.arg(root().join(".ci/sbom")).args(["--filter-platform", &host()]).env("SOURCE_DATE_EPOCH", "0");
    let bom = json(&mut list);
    let parts = bom["components"].as_array().unwrap();
    let told: BTreeSet<String> = parts.iter().map(|part| part["purl"].as_str().unwrap().to_owned()).collect();
    assert_eq!(bom["metadata"]["component"]["name"], "spatz");
    assert_eq!(bom["metadata"]["timestamp"], "1970-01-01T00:00:00Z");
    assert!(parts.iter().all(|part| part["hashes"][0]["content"].as_str().is_some_and(|hash| hash.len() == 64)));

    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--prefix=none", "--edges=normal,build", "--format={p}", "--target", &host()]);
    let lines = text(&mut tree);
    let expected: BTreeSet<String> = lines
        .lines()
        .filter_map(|line| line.split_once(" v"))
        .map(|(name, rest)| format!("pkg:cargo/{name}@{}", rest.split(' ').next().unwrap_or_default()))
        .filter(|package| !package.starts_with("pkg:cargo/spatz@"))
        .collect();
    let missing: Vec<_> = expected.difference(&told).collect();
    assert!(expected.len() > 100 && missing.is_empty(), "{missing:?}");
    // Criterion is for measuring, not in the program.
    assert!(!told.iter().any(|part| part.starts_with("pkg:cargo/criterion@")));
}

/// Each crate is named with its licence, and each number of a text behind it stands at the head of one.
#[test]
fn the_licences_of_all_parts_are_told() {
    let mut list = Command::new(python());
    let notices = text(list.arg(root().join(".ci/notices")).args(["--libc", "gnu", "--filter-platform", &host()]));
    let (crates, texts) = notices.split_once("\n====").unwrap();
    let lines: Vec<&str> = crates.lines().skip(3).collect();
    assert!(lines.len() > 100, "{}", lines.len());
    for line in lines {
        let numbers = line.split([' ', ',']).filter(|word| word.starts_with('['));
        let lacking: Vec<_> = numbers.clone().filter(|number| !texts.contains(&format!("\n{number}\n===="))).collect();
        assert!(lacking.is_empty(), "{line}");
        assert!(numbers.count() > 0, "{line}");
    }
    for part in ["Permission is hereby granted", "The Rust standard library\n", "The GNU C Library"] {
        assert!(texts.contains(part), "{part}");
    }
}

/// Whatever runs by itself can be run, and says first by what.
#[test]
fn scripts_can_be_run() {
    for script in [".ci/notices", ".ci/release", ".ci/run", ".ci/sbom", "tests/run"] {
        let mode = fs::metadata(root().join(script)).unwrap().permissions().mode();
        assert!(file(script).starts_with("#!/usr/bin/env ") && mode & 0o111 == 0o111, "{script}");
    }
}

/// What the package for Debian takes is there, or made by the script of the release.
#[test]
fn the_package_takes_what_there_is() {
    let (manifest, script) = (file("Cargo.toml"), file(".ci/release"));
    let (_, package) = manifest.split_once("\n[package.metadata.deb]\n").unwrap();
    let (_, assets) = package.split_once("\nassets = [\n").unwrap();
    let sources: Vec<&str> = assets.lines().map_while(|line| line.strip_prefix("    [\"")?.split('"').next()).collect();
    assert!(sources.len() > 5, "{sources:?}");
    for source in sources {
        let made = source.starts_with("dist/") && script.contains(source.trim_end_matches("/*.1"));
        assert!(made || root().join(source).exists(), "{source}");
    }
}

/// Whether a licence, of which one may be chosen where there are several, is among the allowed ones.
fn fits(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let expression = expression.replace(" / ", " OR ").replace('/', " OR ");
    let whole = expression.trim();
    let one = |part: &str| match part.trim().strip_prefix('(').and_then(|part| part.strip_suffix(')')) {
        Some(inner) => fits(inner, allowed),
        None => allowed.contains(part.trim()),
    };
    parts(whole, " OR ").iter().any(|choice| parts(choice, " AND ").iter().all(|part| one(part)))
}

/// A text in parts, split where a word stands outside of brackets.
fn parts<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    let is_outside = |at: usize| text[..at].matches('(').count() == text[..at].matches(')').count();
    let joints = text.match_indices(word).map(|(at, _)| at).filter(|at| is_outside(*at));
    let mut parts = Vec::new();
    let mut start = 0;
    for at in joints {
        parts.push(&text[start..at]);
        start = at + word.len();
    }
    parts.push(&text[start..]);
    parts
}

/// Every package that is built here, tests and all features included.
fn packages() -> Vec<Value> {
    let mut metadata = Command::new(env!("CARGO"));
    metadata.args(["metadata", "--locked", "--format-version=1", "--all-features", "--filter-platform", &host()]);
    json(&mut metadata)["packages"].as_array().unwrap().clone()
}

/// What runs the scripts that are written in it.
fn python() -> String {
    std::env::var("PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned())
}

/// What Rust calls this platform.
fn host() -> String {
    let version = text(Command::new(env!("CARGO")).arg("-vV"));
    version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

fn json(command: &mut Command) -> Value {
    serde_json::from_str(&text(command)).unwrap()
}

fn text(command: &mut Command) -> String {
    let output = command.current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn file(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
