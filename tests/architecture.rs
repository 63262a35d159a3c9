//! The house rules, read from the source: who may import whom, where the disk, the clock and each large crate live.

#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use spatz::messages::{Language, Messages};

/// Rooms from top to bottom: a room uses only what stands below it. Rooms of one line stand beside each other.
const ROOMS: &[&[&str]] = &[
    &["main", "lib"],
    &["cli"],
    &["language_server", "serve"],
    &["pipeline"],
    &["write"],
    &["output"],
    &["page"],
    &["handout"],
    &["export"],
    &["view"],
    &["cms", "import"],
    &["editing"],
    &["chart", "check", "data"],
    &["analysis"],
    &["content"],
    &["diagnostics"],
    &["messages"],
    &["document", "draw", "history", "markup", "raster", "template", "typeset"],
    &["source"],
];

/// Folders whose files do not import each other; what they share moves one layer down.
const REGISTRIES: &[&str] = &["page", "chart", "check", "output"];

/// Each large outside crate, and its one home.
const HOMES: &[(&str, &str)] = &[
    ("annotate_snippets", "src/diagnostics/report.rs"),
    ("anstream", "src/cli/colour.rs"),
    ("axum", "src/serve/http.rs"),
    ("base64", "src/output/offline.rs"),
    ("brotli", "src/output/compressed.rs"),
    ("calamine", "src/import/workbook.rs"),
    ("clap", "src/cli/"),
    ("clap_complete", "src/cli/completions.rs"),
    ("clap_mangen", "src/cli/manual.rs"),
    ("csv", "src/data/delimited.rs src/import/delimited.rs"),
    ("encoding_rs", "src/import/delimited.rs"),
    ("flate2", "src/output/compressed.rs"),
    ("icalendar", "src/output/calendar.rs"),
    ("gix", "src/history.rs"),
    ("icu_collator", "src/view/order.rs"),
    ("indicatif", "src/cli/progress.rs"),
    ("include_dir", "src/source/theme.rs src/source/starter.rs"),
    ("lol_html", "src/document.rs"),
    ("lsp_server", "src/language_server/"),
    ("lsp_types", "src/language_server/"),
    ("notify", "src/source/watch.rs"),
    ("plotters", "src/draw.rs"),
    ("plotters_backend", "src/draw.rs"),
    ("pulldown_cmark", "src/markup.rs"),
    ("resvg", "src/raster.rs"),
    ("rust_xlsxwriter", "src/output/workbook.rs"),
    ("rustix", "src/write.rs src/write/"),
    ("schemars", "src/data/ src/diagnostics/codes.rs src/diagnostics/finding.rs"),
    ("serde_yaml", "src/source/yaml.rs"),
    ("strsim", "src/diagnostics/"),
    ("tera", "src/template.rs"),
    ("tokio", "src/serve/"),
    ("typst", "src/typeset.rs"),
    ("typst_assets", "src/raster.rs src/typeset.rs"),
    ("typst_layout", "src/typeset.rs"),
    ("typst_pdf", "src/typeset.rs"),
    ("walkdir", "src/source/ src/write.rs src/write/"),
    ("zip", "src/import/workbook.rs src/output/archive.rs"),
];

struct File {
    path: String,
    /// The code without comments and tests.
    code: String,
}

impl File {
    fn room(&self) -> &str {
        self.path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default()
    }
}

fn files() -> Vec<File> {
    let mut paths = Vec::new();
    collect(Path::new("src"), &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| File { path: path.display().to_string(), code: code(&fs::read_to_string(path).unwrap()) })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_test = matches!(path.file_stem().and_then(|stem| stem.to_str()), Some("properties" | "world" | "tests"));
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            paths.push(path);
        }
    }
}

fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn layer(room: &str) -> Option<usize> {
    ROOMS.iter().position(|rooms| rooms.contains(&room))
}

/// The rooms that a file names as `crate::room`.
fn used_rooms(code: &str) -> Vec<&str> {
    assert!(!code.contains("crate::{"), "grouped imports hide what is used");
    let uses = code.split("crate::").skip(1);
    let mut rooms: Vec<_> =
        uses.filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next()).collect();
    rooms.retain(|room| layer(room).is_some());
    rooms
}

#[test]
fn every_room_has_a_place() {
    for file in files() {
        assert!(layer(file.room()).is_some(), "{} stands in no room", file.path);
    }
}

#[test]
fn a_room_uses_only_what_stands_below_it() {
    let mut wrong = Vec::new();
    for file in files() {
        for used in used_rooms(&file.code) {
            if used != file.room() && layer(used) <= layer(file.room()) {
                wrong.push(format!("{} uses {used}", file.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn files_of_a_registry_do_not_import_each_other() {
    let mut wrong = Vec::new();
    for file in files() {
        let room = file.room().to_owned();
        if !REGISTRIES.contains(&room.as_str()) || file.path.ends_with("/mod.rs") {
            continue;
        }
        let own = format!("crate::{room}::");
        if file.code.contains(&own) {
            wrong.push(file.path);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_disk_is_touched_only_where_it_is_read_and_written() {
    for file in files() {
        let allowed = ["source", "write"].contains(&file.room());
        assert!(allowed || !file.code.contains("std::fs"), "{} touches the disk", file.path);
    }
}

#[test]
fn clock_and_environment_are_read_only_by_the_command_line() {
    for file in files().iter().filter(|file| file.room() != "cli") {
        for word in ["SystemTime", "Instant::now", "Zoned::now", "Timestamp::now", "std::env", "thread_rng"] {
            assert!(!file.code.contains(word), "{} reads {word}", file.path);
        }
    }
}

#[test]
fn each_large_crate_has_one_home() {
    for file in files() {
        for (name, home) in HOMES {
            let used = file.code.contains(&format!("{name}::")) || file.code.contains(&format!("use {name};"));
            let at_home = home.split(' ').any(|home| file.path.starts_with(home));
            assert!(at_home || !used, "{} uses {name}, whose home is {home}", file.path);
        }
    }
}

#[test]
fn no_float_decides() {
    for file in files().iter().filter(|file| ["analysis", "content", "check"].contains(&file.room())) {
        let drawing = file.path.ends_with("scalar/rational.rs");
        assert!(drawing || !(file.code.contains("f64") || file.code.contains("f32")), "{} uses floats", file.path);
    }
}

/// Names of texts are strings: one that is misspelt, or that stands in another section, would be shown itself.
#[test]
fn texts_that_the_code_names_exist() {
    let messages = Messages::load(Language::German);
    let mut named = 0;
    for file in files() {
        for (method, key) in keys(&file.code) {
            let section = format!("{}.", key.split('.').next().unwrap());
            if key.contains('.') && !messages.section(&section).is_empty() {
                let key = if method == ".count(" { format!("{key}.viele") } else { key.to_owned() };
                assert!(messages.find(&key).is_some(), "{} names {key}", file.path);
                named += 1;
            }
        }
    }
    assert!(named > 500, "{named}");
}

/// The strings that methods of the catalogue, or methods that are called alike, get as their first argument.
fn keys(code: &str) -> impl Iterator<Item = (&str, &str)> {
    let methods = [".count(", ".f(", ".find(", ".format(", ".get(", ".t("];
    methods.into_iter().flat_map(move |method| {
        let calls = code.split(method).skip(1);
        calls.filter_map(move |rest| Some((method, rest.trim_start().strip_prefix('"')?.split_once('"')?.0)))
    })
}

/// The rules above hold back something only if the reading of the source works.
#[test]
fn the_reading_itself_works() {
    assert_eq!(used_rooms("use crate::content::Model;\nlet x = crate::page::PAGES;"), ["content", "page"]);
    assert_eq!(code("// crate::page\nlet x = 1;\n#[cfg(test)]\nmod tests { use crate::cli; }"), "let x = 1;");
    assert_eq!(
        keys("a.get(\n  \"b.c\", d); a.count(n); a.count(\"e\", n)").collect::<Vec<_>>(),
        [(".count(", "e"), (".get(", "b.c")]
    );
    assert!(files().len() > 50);
}
