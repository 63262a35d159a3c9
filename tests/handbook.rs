//! The handbook's own examples: each is put into a small invented site and checked as an editor's file would be.
//!
//! A block of code whose info string names a file is an example: `yaml projekte/e-akte.md`. It is the whole file, or, marked
//! as `(Auszug)` or as YAML for a Markdown file, some of its fields, which take the place of those of the same name. Marked as
//! `(falsch: E0206)` it must give that finding and no other error.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use jiff::civil::date;
use spatz::pipeline::{Settings, read};
use spatz::source::Sources;
use walkdir::WalkDir;

/// A file by file picture of a content folder.
type Files = BTreeMap<String, String>;

/// A block of code that belongs into a file.
struct Example {
    chapter: String,
    language: String,
    file: String,
    /// The finding that it must give.
    wrong: Option<String>,
    text: String,
}

#[test]
fn examples_are_right_or_wrong_as_they_say() {
    let site = files("tests/handbook/in");
    assert_eq!(errors(&site), Vec::<String>::new());
    let examples = examples();
    assert!(examples.len() > 40, "{}", examples.len());
    let mut wrong = Vec::new();
    for example in examples {
        let (mut site, text) = (site.clone(), example.text.as_str());
        let whole = match site.get(&example.file) {
            Some(file) if example.language == "yaml" && example.file.ends_with(".md") => with_fields(file, text),
            _ => text.to_owned(),
        };
        site.insert(example.file.clone(), whole);
        let expected: Vec<String> = example.wrong.into_iter().collect();
        let found = errors(&site);
        if found != expected {
            wrong.push(format!("{}, {}: {found:?} instead of {expected:?}:\n{text}", example.chapter, example.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_handbook_is_written_and_links_its_own_pages_only() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("buch");
    let output = Command::new(env!("CARGO_BIN_EXE_spatz")).args(["handbuch", "--out"]).arg(&out).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pages = files(out.to_str().unwrap());
    let mut broken = Vec::new();
    for (path, text) in pages.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        let links = ["href=\"", "src=\""].iter().flat_map(|mark| text.split(mark).skip(1));
        for target in links.filter_map(|rest| rest.split(['"', '#', '?']).next()) {
            let target = Path::new(path).parent().unwrap().join(target);
            if !target.as_os_str().is_empty() && !out.join(&target).exists() {
                broken.push(format!("{path}: {}", target.display()));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
    assert!(pages.keys().filter(|path| path.starts_with("bilder/")).count() >= 3, "{:?}", pages.keys());
}

/// The codes of all errors, each once.
fn errors(site: &Files) -> Vec<String> {
    let files = site.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let (sources, problems) = Sources::from_files(files);
    let settings = Settings { as_of: Some(date(2024, 12, 31)), ..Settings::on(date(2025, 1, 31)) };
    let found = read(&sources, problems, &settings).found;
    let mut codes: Vec<_> = found.sorted().into_iter().map(|finding| finding.code.to_owned()).collect();
    codes.retain(|code| code.starts_with('E'));
    codes.dedup();
    codes
}

/// A Markdown file in which fields have taken the place of those of the same name. Lines that are no field belong to the one
/// above.
fn with_fields(file: &str, fields: &str) -> String {
    let key =
        |line: &str| line.split_once(':').map(|(key, _)| key.to_owned()).filter(|key| !key.starts_with([' ', '-']));
    let replaced: Vec<_> = fields.lines().filter_map(key).collect();
    let (head, body) = file.strip_prefix("---\n").unwrap().split_once("---\n").unwrap();
    let mut kept = String::new();
    let mut keeps = true;
    for line in head.lines() {
        keeps = key(line).map_or(keeps, |key| !replaced.contains(&key));
        if keeps {
            kept = kept + line + "\n";
        }
    }
    format!("---\n{kept}{fields}---\n{body}")
}

/// All examples of the handbook.
fn examples() -> Vec<Example> {
    let chapters = files("src/source/handbook/seiten");
    chapters
        .iter()
        .flat_map(|(chapter, text)| blocks(text).into_iter().filter_map(|block| example(chapter, &block)))
        .collect()
}

fn example(chapter: &str, (info, text): &(String, String)) -> Option<Example> {
    let mut words = info.splitn(3, ' ');
    let (language, file) = (words.next()?, words.next()?);
    let wrong = words.next().and_then(|mark| mark.strip_prefix("(falsch: ")?.strip_suffix(')'));
    Some(Example {
        chapter: chapter.to_owned(),
        language: language.to_owned(),
        file: file.to_owned(),
        wrong: wrong.map(str::to_owned),
        text: text.clone(),
    })
}

/// Info string and text of every block of code.
fn blocks(text: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = text.split("\n```").collect();
    let inside = parts.iter().skip(1).step_by(2);
    inside.filter_map(|part| part.split_once('\n')).map(|(info, text)| (info.to_owned(), format!("{text}\n"))).collect()
}

/// The text files below a folder of the repository, or of any other.
fn files(folder: &str) -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = WalkDir::new(&folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        (path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned())
    };
    entries.map(file).collect()
}
