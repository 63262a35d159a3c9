//! A city leaves out parts of its site (`ohne` in `seite.yaml`): nothing of them is there, nothing leads to them, and all else
//! is as before. On the invented small town (`sites/kleinstadt`), which has something in every part.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use walkdir::WalkDir;

/// A part, and how the paths of its files begin.
type Part = (&'static str, &'static [&'static str]);

const PARTS: &[Part] = &[
    ("daten", &["daten/"]),
    ("handout", &["handout/"]),
    ("kalender", &["daten/kalender"]),
    ("kosten", &["kosten/"]),
    ("planung", &["planung/"]),
    ("plausibilitaet", &["plausibilitaet/"]),
    ("portfolio", &["portfolio/"]),
    ("roadmap", &["roadmap/"]),
    ("suche", &["suche/", "suche-index."]),
    ("synopse", &["synopse/"]),
];

/// Where parts of the site stand that others embed.
const EMBEDDED: [&str; 4] = ["bilder/", "einbetten/", "fragmente/", "rahmen/"];

#[test]
fn a_part_that_is_left_out_is_gone_and_nothing_else() {
    let whole = Site::without(&[], &[]);
    assert_eq!(whole.dead_links(), [""; 0]);
    PARTS.par_iter().for_each(|part| Site::without(&[part.0], &[]).assert_is(&whole, &[*part]));
}

#[test]
fn all_parts_can_be_left_out() {
    let all: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
    for options in [&[][..], &["--einbetten", "--base-url", "https://stadt.example/digital"]] {
        Site::without(&all, options).assert_is(&Site::without(&[], options), PARTS);
    }
}

#[test]
fn without_data_no_state_of_them_is_kept() {
    for (without, is_kept) in [("[]", true), ("[daten]", false)] {
        let (place, web) = (place(without), tempfile::tempdir().unwrap());
        let web = web.path().join("web");
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        let output = spatz.arg("publish").arg(&web).arg("--content").arg(place.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(web.join("current/index.html").exists());
        assert_eq!(web.join("current/archiv").exists(), is_kept, "ohne: {without}");
    }
}

#[test]
fn a_misspelt_part_is_told_with_the_right_word() {
    let place = place("[Kosten, synopsen]");
    let check = Command::new(env!("CARGO_BIN_EXE_spatz"))
        .args(["check", "--format", "short", "--content"])
        .arg(place.path())
        .output()
        .unwrap();
    let said = String::from_utf8([check.stdout, check.stderr].concat()).unwrap();
    assert_eq!(check.status.code(), Some(1), "{said}");
    assert!(said.contains("seite.yaml") && said.contains("synopse"), "{said}");
}

/// The town in a folder of its own, without some parts.
fn place(without: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kleinstadt/in");
    for entry in WalkDir::new(&town).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let to = place.path().join(entry.path().strip_prefix(&town).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(entry.path(), to).unwrap();
    }
    let site = place.path().join("seite.yaml");
    let text = fs::read_to_string(&site).unwrap();
    fs::write(site, text.replacen("\nstichtag:", &format!("\nohne: {without}\nstichtag:"), 1)).unwrap();
    place
}

/// A finished site: its files by path.
struct Site(BTreeMap<String, Vec<u8>>);

impl Site {
    fn without(parts: &[&str], options: &[&str]) -> Self {
        let place = place(&format!("[{}]", parts.join(", ")));
        let out = place.path().with_extension("site");
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        let output = spatz.args(["build", "--content"]).arg(place.path()).arg("--out").arg(&out).args(options).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = WalkDir::new(&out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let name = |path: &Path| path.strip_prefix(&out).unwrap().to_str().unwrap().to_owned();
        let files = files.map(|file| (name(file.path()), fs::read(file.path()).unwrap())).collect();
        fs::remove_dir_all(&out).unwrap();
        Self(files)
    }

    /// The paths, without what follows from the content of a file.
    fn names(&self) -> BTreeSet<String> {
        let is_hash = |part: &&str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let name = |path: &String| path.split('.').filter(|part| !is_hash(part)).collect::<Vec<_>>().join(".");
        self.0.keys().map(name).collect()
    }

    fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let text = |bytes| std::str::from_utf8(bytes).unwrap();
        self.0.iter().filter(|(path, _)| path.ends_with(".html")).map(move |(path, bytes)| (path.as_str(), text(bytes)))
    }

    /// It is the `whole` site but for some parts, and nothing is left of them: no link, no path, no empty list.
    fn assert_is(&self, whole: &Self, parts: &[Part]) {
        let begins = || parts.iter().flat_map(|(_, begins)| *begins);
        let what: Vec<_> = parts.iter().map(|(part, _)| *part).collect();
        let what = what.join(", ");
        let names = |site: &Self| -> BTreeSet<String> {
            site.names().into_iter().filter(|name| !EMBEDDED.iter().any(|folder| name.starts_with(folder))).collect()
        };
        let (gone, stays): (BTreeSet<_>, BTreeSet<_>) =
            names(whole).into_iter().partition(|name| begins().any(|begin| name.starts_with(begin)));
        assert!(!gone.is_empty(), "the town has nothing in {what}");
        assert_eq!(names(self).symmetric_difference(&stays).collect::<Vec<_>>(), [""; 0], "without {what}");
        assert_eq!(self.dead_links(), [""; 0], "without {what}");
        for (path, page) in self.pages() {
            let packed: String = page.split_whitespace().collect();
            let lists =
                ["<ul></ul>", "class=\"liste\"></ul>", "class=\"karten\"></ul>", "<li></li>", "<ol></ol>", "<dd></dd>"];
            let blocks = ["<tbody></tbody>", "</h2></div>", "</h2></section>", "</h3></div>"];
            for empty in lists.iter().chain(&blocks) {
                assert!(!packed.contains(empty), "without {what}: {empty} in {path}");
            }
        }
        let texts = self.0.iter().filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?)));
        for (path, text) in texts.filter(|(path, _)| *path != ".spatz-dateien") {
            let named: Vec<_> = gone.iter().filter(|gone| text.contains(gone.as_str())).collect();
            assert!(named.is_empty(), "without {what}: {path} names {named:?}");
        }
    }

    /// What pages link to and is not there.
    fn dead_links(&self) -> Vec<String> {
        let mut dead = Vec::new();
        // It is shown at any depth, and its links, if any, are whole addresses.
        for (path, page) in self.pages().filter(|(path, _)| *path != "404.html") {
            let links = [" href=\"", " src=\"", " action=\""].iter().flat_map(|mark| page.split(mark).skip(1));
            for target in links.filter_map(|rest| rest.split(['"', '#', '?']).next()) {
                let inside = !target.is_empty() && !target.contains(':');
                if inside && !self.0.contains_key(&resolved(path, target)) {
                    dead.push(format!("{path}: {target}"));
                }
            }
        }
        dead
    }
}

/// Where a link of a page leads, from the site's root.
fn resolved(page: &str, target: &str) -> String {
    let mut path = PathBuf::from(page);
    path.pop();
    for component in Path::new(target).components() {
        match component {
            Component::ParentDir => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.to_str().unwrap().to_owned()
}
