//! `spatz synopse` between versions in git, in repositories that git itself has made.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const MODEL: &str = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n";

/// A repository with the content of an invented city in the folder `inhalt`.
struct City {
    folder: TempDir,
}

impl City {
    /// Without any commit.
    fn new() -> Self {
        let city = Self { folder: tempfile::tempdir().unwrap() };
        city.git(&["init", "--quiet", "--initial-branch=main"]);
        city.write("seite.yaml", "titel: Erfundene Stadt\n");
        city.write("modell.yaml", MODEL);
        city
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn content(&self) -> PathBuf {
        self.path().join("inhalt")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.content().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), "2024-01-15", arguments)
    }

    /// Commits everything on a day, under a tag.
    fn commit(&self, day: &str, tag: &str) {
        git(self.path(), day, &["add", "--all"]);
        git(self.path(), day, &["commit", "--quiet", "--message", tag]);
        git(self.path(), day, &["tag", tag]);
    }

    fn synopsis(&self, arguments: &[&str]) -> Output {
        synopsis(&self.content(), arguments)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.synopsis(&[arguments, &["--format", "json"]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What is said on standard error, where nothing else is said.
    fn refusal(&self, arguments: &[&str]) -> String {
        refusal(&self.synopsis(arguments))
    }
}

fn git(folder: &Path, day: &str, arguments: &[&str]) -> String {
    let date = format!("{day}T12:00:00+01:00");
    let mut git = Command::new("git");
    git.current_dir(folder).args(["-c", "user.name=Erfunden", "-c", "user.email=erfunden@example.org"]).args(arguments);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = git.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

fn synopsis(content: &Path, arguments: &[&str]) -> Output {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().arg("synopse").arg("--content").arg(content).args(arguments).output().unwrap()
}

fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    text(&output.stderr)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn project(rest: &str) -> String {
    format!("---\ntitel: Projekt\n{rest}---\n")
}

/// Two versions: in the second one a measure is done, a project is gone, another one renamed, a third one new.
fn two_versions() -> City {
    let city = City::new();
    city.write("massnahmen/akte.md", "---\ntitel: Akte\nerfuellt: [d-1]\n---\n");
    city.write("projekte/alt.md", &project("plan: {ende: 2024-06-30}\n"));
    city.write("projekte/weg.md", &project(""));
    city.commit("2024-02-01", "v1");
    let done = "---\ntitel: Akte\nerfuellt: [d-1]\nverlauf: [{am: 2024-03-01, ereignis: umgesetzt}]\n---\n";
    city.write("massnahmen/akte.md", done);
    fs::rename(city.content().join("projekte/alt.md"), city.content().join("projekte/umbenannt.md")).unwrap();
    city.write("projekte/umbenannt.md", &project("frueher: [alt]\nplan: {ende: 2024-09-30}\n"));
    fs::remove_file(city.content().join("projekte/weg.md")).unwrap();
    city.write("projekte/neu.md", &project(""));
    city.commit("2024-04-01", "v2");
    city
}

#[test]
fn versions_are_compared_as_they_were() {
    let city = two_versions();
    // What stands in the work tree plays no part, and is left alone.
    city.write("modell.yaml", "kein: Modell\n");
    let before = city.git(&["status", "--porcelain"]);
    let found = city.json(&["--von", "v1", "--bis", "v2"]);
    assert_eq!(city.git(&["status", "--porcelain"]), before);
    assert_eq!(found["von"], json!({"stichtag": "2024-02-01", "fassung": "v1"}));
    assert_eq!(found["bis"], json!({"stichtag": "2024-04-01", "fassung": "v2"}));
    assert_eq!(found["stufen"][0]["gruende"][0]["id"], "akte");
    let changes: Vec<_> = found["projekte"].as_array().unwrap().iter().collect();
    let told: Vec<_> = changes.iter().map(|one| (&one["id"], &one["aenderungen"][0]["art"])).collect();
    let expected =
        [(&json!("neu"), &json!("neu")), (&json!("umbenannt"), &json!("ende")), (&json!("weg"), &json!("entfallen"))];
    assert_eq!(told, expected);
}

#[test]
fn words_name_the_versions() {
    let city = two_versions();
    let told = text(&city.synopsis(&["--von", "v1"]).stdout);
    assert!(told.starts_with("Seit Fassung „v1“ (Stand 01.02.2024) bis zum "), "{told}");
    assert!(told.contains("\n- 1 Projekt neu: „Projekt“.\n"), "{told}");
    let told = text(&city.synopsis(&["--von", "v2", "--bis", "v1"]).stdout);
    assert!(
        told.starts_with("Rückwärts verglichen, ausgehend von Fassung „v2“ (Stand 01.04.2024), zurück bis"),
        "{told}"
    );
    let same = text(&city.synopsis(&["--von", "HEAD", "--bis", "main"]).stdout);
    assert!(same.contains("hat sich nichts"), "{same}");
}

#[test]
fn the_as_of_date_is_that_of_the_version() {
    let city = City::new();
    city.commit("2024-02-01", "ohne");
    city.write("seite.yaml", "titel: Erfundene Stadt\nstichtag: 2023-12-31\n");
    city.commit("2024-03-01", "mit");
    let found = city.json(&["--von", "ohne", "--bis", "mit"]);
    assert_eq!((&found["von"]["stichtag"], &found["bis"]["stichtag"]), (&json!("2024-02-01"), &json!("2023-12-31")));
    let mixed = city.json(&["--von", "2022-01-01", "--bis", "mit"]);
    assert_eq!(mixed["von"], json!({"stichtag": "2022-01-01", "fassung": null}));
}

/// A later correction: an event that was entered after the report, and lies before its as-of date.
#[test]
fn what_was_published_is_held_against_what_is_known_now() {
    let city = two_versions();
    city.write("seite.yaml", "titel: Erfundene Stadt\nstichtag: 2024-12-31\n");
    let told = text(&city.synopsis(&["--stand-damals", "v2"]).stdout);
    assert!(told.starts_with("Fassung „v2“ stimmt noch: Über den 01.04.2024"), "{told}");
    let log =
        "frueher: [alt]\nplan: {ende: 2024-09-30}\nverlauf: [{am: 2024-03-15, ereignis: eingestellt, grund: Geld}]\n";
    city.write("projekte/umbenannt.md", &project(log));
    let told = text(&city.synopsis(&["--stand-damals", "v2"]).stdout);
    assert!(told.starts_with("Was heute über den 01.04.2024 anders bekannt ist"), "{told}");
    assert!(told.contains("\n- 1 Projekt eingestellt: „Projekt“.\n") && told.contains("Geld"), "{told}");
    let found = city.json(&["--stand-damals", "v2"]);
    assert_eq!(found["von"]["stichtag"], found["bis"]["stichtag"]);
    assert_eq!(city.synopsis(&["--stand-damals", "v2", "--von", "v1"]).status.code(), Some(2));
}

#[test]
fn without_git_only_days_can_be_compared() {
    let city = City::new();
    fs::remove_dir_all(city.path().join(".git")).unwrap();
    assert!(city.refusal(&["--von", "v1"]).contains("[E0801]"));
    assert!(city.synopsis(&["--von", "2024-01-01", "--bis", "2024-06-30"]).status.success());
}

#[test]
fn a_version_that_is_not_there() {
    let city = two_versions();
    assert!(city.refusal(&["--von", "v3"]).contains("[E0803]"));
    assert!(city.refusal(&["--von", "v1~7"]).contains("[E0803]"));
    // A tag of something that is no commit.
    city.git(&["tag", "blob", "HEAD:inhalt/modell.yaml"]);
    assert!(city.refusal(&["--von", "blob"]).contains("[E0803]"));
}

#[test]
fn a_folder_that_is_not_in_the_version() {
    let city = two_versions();
    fs::rename(city.content(), city.path().join("content")).unwrap();
    let found = refusal(&synopsis(&city.path().join("content"), &["--von", "v1"]));
    assert!(found.contains("[E0804]"), "{found}");
}

#[test]
fn a_shallow_clone_says_so() {
    let city = two_versions();
    let clones = tempfile::tempdir().unwrap();
    let address = format!("file://{}", city.path().display());
    git(clones.path(), "2024-05-01", &["clone", "--quiet", "--depth", "1", &address, "flach"]);
    let content = clones.path().join("flach/inhalt");
    for older in ["v1", "HEAD~1"] {
        let found = refusal(&synopsis(&content, &["--von", older]));
        assert!(found.contains("[E0802]") && found.contains("--unshallow"), "{found}");
    }
    assert!(synopsis(&content, &["--von", "HEAD"]).status.success());
}

#[test]
fn a_repository_of_somebody_else_is_read_only_where_that_is_allowed() {
    let city = two_versions();
    let own = fs::metadata(city.path()).unwrap().uid();
    if own != 0 {
        // Only root can give files away.
        return;
    }
    for entry in [city.path().to_owned(), city.path().join(".git")] {
        chown(entry, Some(65534), Some(65534)).unwrap();
    }
    let found = city.refusal(&["--von", "v1"]);
    assert!(found.contains("[E0805]") && found.contains("safe.directory"), "{found}");
    let home = tempfile::tempdir().unwrap();
    let safe = format!("[safe]\n\tdirectory = {}\n", city.path().canonicalize().unwrap().display());
    fs::write(home.path().join(".gitconfig"), safe).unwrap();
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().env("HOME", home.path()).args(["synopse", "--von", "v1", "--content"]).arg(city.content());
    let output = spatz.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn findings_of_a_version_name_it() {
    let city = City::new();
    city.write("modell.yaml", "titel: M\nstufen: [a]\ndimensionen: {d: {titel: D}}\n");
    std::os::unix::fs::symlink("seite.yaml", city.content().join("kosten.yaml")).unwrap();
    city.commit("2024-02-01", "kaputt");
    city.write("modell.yaml", MODEL);
    fs::remove_file(city.content().join("kosten.yaml")).unwrap();
    let found = city.refusal(&["--von", "kaputt"]);
    assert!(found.contains("kaputt:"), "{found}");
    assert!(found.contains("modell.yaml") && found.contains("[E0002]"), "{found}");
}

#[test]
fn what_is_no_content_is_passed_over() {
    let city = City::new();
    city.write("README.md", "Kein Inhalt.\n");
    city.write("_entwurf/x.md", "Kein Inhalt.\n");
    city.write(".github/x.yaml", "Kein Inhalt.\n");
    city.commit("2024-02-01", "v1");
    assert!(city.synopsis(&["--von", "v1"]).status.success());
}

/// Only two trees are read, however long the history is.
#[test]
fn a_long_history_costs_nothing() {
    const COMMITS: usize = 1000;
    let city = City::new();
    city.commit("2024-01-01", "v0");
    let mut stream = String::new();
    for index in 1..=COMMITS {
        let body = project(&format!("plan: {{ende: 2024-{:02}-28}}\n", index % 12 + 1));
        let (from, seconds) = (if index == 1 { "from refs/heads/main^0\n" } else { "" }, 1_704_100_000 + index * 3600);
        write!(
            stream,
            "commit refs/heads/main\ncommitter E <e@example.org> {seconds} +0100\ndata 1\nx\n{from}M 100644 inline \
             inhalt/projekte/p{}.md\ndata {}\n{body}\n",
            index % 50,
            body.len()
        )
        .unwrap();
    }
    let mut import = Command::new("git");
    import.current_dir(city.path()).args(["fast-import", "--quiet"]).stdin(Stdio::piped());
    let mut import = import.spawn().unwrap();
    import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
    assert!(import.wait().unwrap().success());
    let started = Instant::now();
    let found = city.json(&["--von", "HEAD~999", "--bis", "HEAD"]);
    // Far more than an optimised build needs.
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(found["projekte"].as_array().unwrap().len(), 50);
}
