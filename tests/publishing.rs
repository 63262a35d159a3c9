//! What a site needs on a web server: addresses that change with what stands there, and pages that load nothing else.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use walkdir::WalkDir;

/// Every file of a site by its path.
type Files = BTreeMap<String, Vec<u8>>;

/// The sites of both cities, by the folder of their content.
fn sites() -> &'static [(&'static str, Files)] {
    static SITES: OnceLock<[(&str, Files); 2]> = OnceLock::new();
    SITES.get_or_init(|| ["content", "tests/sites/kleinstadt/in"].map(|content| (content, built(content))))
}

fn built(content: &str) -> Files {
    let place = tempfile::tempdir().unwrap();
    let site = place.path().join("site");
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let spatz = spatz.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--content", content, "--out"]).arg(&site);
    let output = spatz.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    tree(&site)
}

fn tree(folder: &Path) -> Files {
    let files = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (relative(file.path()), fs::read(file.path()).unwrap())).collect()
}

/// Every page of both sites: where it is, and its text.
fn pages() -> Vec<(String, String)> {
    let pages = sites().iter().flat_map(|(content, files)| {
        let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.map(move |(path, bytes)| (format!("{content}: {path}"), String::from_utf8(bytes.clone()).unwrap()))
    });
    let pages: Vec<_> = pages.collect();
    assert!(pages.len() > 200, "{} pages", pages.len());
    pages
}

/// The tags of a page, as written between `<` and `>`. Texts and values of attributes have no bare `<` in them.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).map(|rest| {
        let mut quoted = false;
        let end = rest.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        &rest[..end.unwrap()]
    })
}

/// Names of the attributes of a tag, written as `name="value"` or bare.
fn attributes(tag: &str) -> Vec<&str> {
    let outside: Vec<_> = tag.split('"').step_by(2).collect();
    let words = outside.iter().flat_map(|part| part.split_whitespace());
    words.skip(1).map(|word| word.trim_end_matches('=')).collect()
}

#[test]
fn attributes_are_read_as_they_are_written() {
    let page = "<p class=\"a onclick=b\" hidden>1 &lt; 2</p><a\nhref=\"x>y\" onclick=\"z\">";
    let tags: Vec<_> = tags(page).collect();
    assert_eq!(tags, ["p class=\"a onclick=b\" hidden", "/p", "a\nhref=\"x>y\" onclick=\"z\""]);
    assert_eq!(attributes(tags[0]), ["class", "hidden"]);
    assert_eq!(attributes(tags[2]), ["href", "onclick"]);
}

#[test]
fn no_page_has_style_or_script_of_its_own() {
    for (place, text) in pages() {
        for tag in tags(&text) {
            assert!(!tag.starts_with("style"), "{place}: <{tag}>");
            let is_data = tag.contains("type=\"application/ld+json\"");
            assert!(!tag.starts_with("script") || is_data || tag.contains(" src=\""), "{place}: <{tag}>");
            for name in attributes(tag) {
                assert!(name != "style" && !name.starts_with("on"), "{place}: {name} in <{tag}>");
            }
        }
    }
}

#[test]
fn every_page_says_first_what_may_be_loaded() {
    for (place, text) in pages() {
        let (before, rest) = text.split_once("<meta http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
        assert!(before.ends_with("<meta charset=\"utf-8\">\n"), "{place}: {before}");
        let policy = rest.split_once('"').unwrap().0;
        assert!(policy.starts_with("default-src 'none'; "), "{place}: {policy}");
        for part in policy.split("; ") {
            let fits =
                [" 'none'", " 'self'"].iter().any(|source| part.ends_with(source)) && part.matches(' ').count() == 1;
            assert!(fits, "{place}: {part}");
        }
    }
}

#[test]
fn what_pages_load_has_its_hash_in_its_name() {
    let (_, files) = &sites()[0];
    let sheets: Vec<_> = files.keys().filter(|path| path.ends_with(".css")).collect();
    assert_eq!(sheets.len(), 2, "{sheets:?}");
    for path in sheets {
        let (_, hash) = path.trim_end_matches(".css").rsplit_once('.').unwrap();
        assert!(hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}");
    }
    let name = files.keys().find(|path| path.starts_with("stil.")).unwrap();
    for (path, root) in [("index.html", ""), ("projekte/index.html", "../")] {
        let page = String::from_utf8(files[path].clone()).unwrap();
        assert!(page.contains(&format!("<link rel=\"stylesheet\" href=\"{root}{name}\">")), "{path}");
    }
}
