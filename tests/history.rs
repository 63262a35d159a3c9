//! `spatz synopse` between versions in git, and published reports, in repositories that git itself has made.

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

/// A built site.
struct Site {
    folder: TempDir,
    /// What was said while it was built.
    told: String,
}

impl Site {
    fn page(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join("site").join(path)).unwrap()
    }

    /// The words of a page.
    fn words(&self, path: &str) -> String {
        let page = self.page(path);
        let words = page.split('<').filter_map(|piece| Some(piece.split_once('>')?.1));
        words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn is_silent_about(&self, word: &str) -> bool {
        let files = walkdir::WalkDir::new(self.folder.path()).into_iter().map(Result::unwrap);
        let mut files = files.filter(|entry| entry.file_type().is_file());
        files.all(|file| !String::from_utf8_lossy(&fs::read(file.path()).unwrap()).contains(word))
    }
}

fn build(content: &Path, arguments: &[&str]) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().args(["build", "--format", "short", "--content"]).arg(content);
    let output = spatz.arg("--out").arg(folder.path().join("site")).args(arguments).output().unwrap();
    let told = text(&output.stderr);
    assert!(output.status.success(), "{told}");
    Site { folder, told }
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

// Published reports

/// The site file of a city that has published reports.
fn site_file(reports: &str) -> String {
    format!("titel: Erfundene Stadt\nstichtag: 2024-12-31\nberichte:\n{reports}")
}

const REPORT: &str = "  v: {titel: Bericht, stand: 2024-03-31, fassung: v2}\n";

/// A city whose second version was published; its site file names it.
fn published() -> City {
    let city = two_versions();
    city.write("seite.yaml", &site_file(REPORT));
    city
}

#[test]
fn a_report_that_still_holds_says_so() {
    let site = build(&published().content(), &[]);
    assert!(!site.told.contains("W0801"), "{}", site.told);
    let words = site.words("berichte/v.html");
    assert!(words.contains("Der Bericht stimmt noch: Über den 31.03.2024"), "{words}");
    assert!(words.contains("v2 vom 01.04.2024"), "{words}");
    assert!(site.words("berichte/index.html").contains("stimmt noch"));
    assert!(!site.words("reifegrad/index.html").contains("Berichtigt"));
}

#[test]
fn a_report_stands_beside_what_is_known_now() {
    let city = published();
    city.write("massnahmen/akte.md", "---\ntitel: Akte\nerfuellt: [d-1]\n---\n");
    city.write("projekte/umbenannt.md", &project("frueher: [alt]\nplan: {ende: 2024-12-15}\n"));
    // What has begun since the report was no part of what it told.
    city.write("projekte/spaeter.md", "---\ntitel: Danach\nplan: {beginn: 2024-06-01, ende: 2025-06-30}\n---\n");
    let site = build(&city.content(), &[]);
    let words = site.words("berichte/v.html");
    assert!(words.contains("1 Stufe: „D“. 1 Projekt: „Projekt“. Erfüllungsgrad gesamt: 100 % → 0 %"), "{words}");
    assert!(words.contains("Stufe 1 (b) Stufe 0 (a) Akte Maßnahme: Beitrag 100 % → 0 %"), "{words}");
    assert!(words.contains("bis 30.09.2024") && words.contains("bis 15.12.2024"), "{words}");
    assert!(!words.contains("Danach"), "{words}");
    assert!(site.words("berichte/index.html").contains("berichtigt 1 Stufe, 1 Projekt"));
    assert!(site.page("reifegrad/index.html").contains("../berichte/v.html"));
}

/// What was entered late is named with the day of its commit; a reformatted file and a renamed one change no day.
#[test]
fn a_correction_names_what_was_entered_when() {
    let city = two_versions();
    let log =
        "frueher: [alt]\nplan: {ende: 2024-09-30}\nverlauf: [{am: 2024-03-15, ereignis: eingestellt, grund: Geld}]\n";
    city.write("projekte/umbenannt.md", &project(log));
    city.commit("2024-05-05", "v3");
    let reformatted = "frueher: [alt, umbenannt]\nplan: {ende: 2024-09-30}\nverlauf:\n  \
                       - {grund: Geld, ereignis: eingestellt, am: 2024-03-15}\n  \
                       - {am: 2024-06-01, ereignis: begonnen}\n";
    fs::remove_file(city.content().join("projekte/umbenannt.md")).unwrap();
    city.write("projekte/abermals.md", &project(reformatted));
    city.write("massnahmen/akte.md", "---\ntitel: Akte\nerfuellt: [d-1]\n---\n");
    city.write("seite.yaml", &site_file(REPORT));
    city.commit("2024-06-06", "v4");
    let site = build(&city.content(), &[]);
    let words = site.words("berichte/v.html");
    assert!(words.contains("Projekt eingestellt Geld 15.03.2024 05.05.2024"), "{words}");
    assert!(words.contains("Akte gestrichen: umgesetzt 01.03.2024 06.06.2024"), "{words}");
    assert!(!words.contains("01.06.2024"), "later than the report's day: {words}");
    // The work tree is ahead of git.
    city.write("projekte/neu.md", &project("verlauf: [{am: 2024-03-20, ereignis: begonnen}]\n"));
    let words = build(&city.content(), &[]).words("berichte/v.html");
    assert!(words.contains("Projekt begonnen 20.03.2024 noch nicht in git"), "{words}");
}

#[test]
fn a_trend_takes_what_reports_planned() {
    let city = two_versions();
    city.write("seite.yaml", &site_file(REPORT));
    let shifted = "frueher: [alt]\nplan: {beginn: 2024-01-01, ende: 2024-09-30}\nverlauf:\n  \
                   - {am: 2024-03-01, ereignis: verschoben, auf: 2024-12-31, grund: Geld}\n";
    city.write("projekte/umbenannt.md", &project(shifted));
    let words = build(&city.content(), &[]).words("projekte/umbenannt.html");
    assert!(words.contains("Am Tag des veröffentlichten Berichts steht der Termin, der darin geplant war"), "{words}");
}

#[test]
fn another_maturity_model_is_told_first_and_corrects_nothing() {
    let city = published();
    let harder = MODEL.replace("titel: M\n", "titel: M\nversion: \"2\"\n").replace("{d-1: x}", "{d-1: x, d-2: y}");
    city.write("modell.yaml", &harder);
    let site = build(&city.content(), &[]);
    let words = site.words("berichte/v.html");
    let told = "Berichtigung Das Reifegradmodell hat eine andere Fassung: damals –, heute 2. Das Reifegradmodell verlangt heute";
    assert!(words.contains(told), "{words}");
    assert!(words.contains("D nicht vergleichbar Stufe 1 (b) Stufe 0 (a)"), "{words}");
    assert!(site.words("berichte/index.html").contains("anderes Modell"));
    assert!(!site.words("reifegrad/index.html").contains("Berichtigt"));
}

#[test]
fn a_report_without_a_version_compares_nothing_and_needs_no_git() {
    let city = City::new();
    fs::remove_dir_all(city.path().join(".git")).unwrap();
    city.write("seite.yaml", &site_file("  v: {stand: 2024-Q2}\n"));
    let site = build(&city.content(), &[]);
    assert!(!site.told.contains("W0801"), "{}", site.told);
    assert!(
        site.words("berichte/index.html")
            .contains("Bericht zum 30.06.2024 2. Quartal 2024 keine Angabe nicht verglichen")
    );
    assert!(site.words("berichte/v.html").contains("Zu diesem Bericht ist keine Fassung angegeben."));
}

#[test]
fn a_report_as_of_a_later_day_is_not_published_yet() {
    let site = build(&published().content(), &["--stichtag", "2024-03-30"]);
    assert!(!site.folder.path().join("site/berichte").exists());
}

/// A version may have shown to everybody what is hidden now.
#[test]
fn what_is_hidden_now_is_hidden_in_old_reports() {
    let city = two_versions();
    city.write("projekte/offen.md", "---\ntitel: Streng Vertraulich\nplan: {beginn: 2024-01-01}\n---\n");
    city.write(
        "projekte/rest.md",
        "---\ntitel: Rest\nverlauf: [{am: 2024-02-01, ereignis: pausiert, grund: Ein Geheimnis}]\n---\n",
    );
    city.commit("2024-04-02", "v3");
    city.write("seite.yaml", &site_file("  v: {stand: 2024-03-31, fassung: v3}\n"));
    let site = build(&city.content(), &[]);
    assert!(!site.is_silent_about("Streng Vertraulich") && !site.is_silent_about("Ein Geheimnis"));
    let hidden = "---\ntitel: Anders\nfrueher: [offen]\nsichtbarkeit: intern\nplan: {beginn: 2024-01-01}\n---\n";
    fs::remove_file(city.content().join("projekte/offen.md")).unwrap();
    city.write("projekte/anders.md", hidden);
    city.write(
        "projekte/rest.md",
        "---\ntitel: Rest\nverlauf: [{am: 2024-02-01, ereignis: pausiert, grund: Ein Geheimnis, \
         sichtbarkeit: rat}]\n---\n",
    );
    let site = build(&city.content(), &[]);
    assert!(!site.told.contains("W0801"), "{}", site.told);
    assert!(site.is_silent_about("Streng Vertraulich") && site.is_silent_about("Ein Geheimnis"));
    assert!(site.words("berichte/v.html").contains("Rest"));
}

/// The same between two versions, neither of which hid it.
#[test]
fn what_is_hidden_now_is_hidden_in_old_versions() {
    let city = two_versions();
    city.write("projekte/offen.md", "---\ntitel: Streng Vertraulich\nplan: {beginn: 2024-01-01}\n---\n");
    city.commit("2024-04-02", "v3");
    let told = || text(&city.synopsis(&["--von", "v1", "--bis", "v3"]).stdout);
    assert!(told().contains("Streng Vertraulich"));
    city.write("projekte/offen.md", "---\ntitel: Anders\nsichtbarkeit: intern\nplan: {beginn: 2024-01-01}\n---\n");
    assert!(!told().contains("Streng Vertraulich"), "{}", told());
    let internal = text(&city.synopsis(&["--von", "v1", "--bis", "v3", "--sicht", "intern"]).stdout);
    assert!(internal.contains("Streng Vertraulich"), "{internal}");
}

/// The finding and the page of a report whose version cannot be read; everything else is built.
fn unreadable(content: &Path) -> String {
    let site = build(content, &[]);
    assert!(site.told.contains("seite.yaml:") && site.told.contains("[W0801]"), "{}", site.told);
    let words = site.words("berichte/v.html");
    assert!(words.contains("Fassung nicht lesbar: "), "{words}");
    let reason = words.split_once("Fassung nicht lesbar: ").unwrap().1;
    reason.split_once(". Was damals").unwrap().0.to_owned()
}

#[test]
fn a_report_whose_version_is_missing() {
    let city = two_versions();
    city.write("seite.yaml", &site_file("  v: {stand: 2024-03-31, fassung: v3}\n"));
    assert_eq!(unreadable(&city.content()), "diesen Commit oder dieses Tag gibt es nicht");
    fs::remove_dir_all(city.path().join(".git")).unwrap();
    assert_eq!(unreadable(&city.content()), "der Inhalt liegt in keinem git-Repository");
}

#[test]
fn a_report_from_before_the_content_folder_was_renamed() {
    let city = published();
    city.commit("2024-05-01", "v3");
    fs::rename(city.content(), city.path().join("content")).unwrap();
    assert_eq!(unreadable(&city.path().join("content")), "der Ordner mit dem Inhalt hieß damals anders oder fehlte");
}

#[test]
fn a_report_that_breaks_a_rule_of_today() {
    let city = two_versions();
    city.write("projekte/neu.md", "---\ntitel: Projekt\nunbekannt: ja\n---\n");
    city.commit("2024-04-02", "v3");
    city.write("projekte/neu.md", &project(""));
    city.write("seite.yaml", &site_file("  v: {stand: 2024-03-31, fassung: v3}\n"));
    assert_eq!(unreadable(&city.content()), "der damalige Inhalt verstößt gegen eine heutige Regel");
}

/// A clone of a city, and its content folder.
fn clone(city: &City, arguments: &[&str]) -> (TempDir, PathBuf) {
    let clones = tempfile::tempdir().unwrap();
    let address = format!("file://{}", city.path().display());
    git(clones.path(), "2024-05-01", &[&["clone", "--quiet"], arguments, &[&address, "kopie"]].concat());
    let content = clones.path().join("kopie/inhalt");
    (clones, content)
}

#[test]
fn a_report_in_a_shallow_clone() {
    let city = published();
    city.commit("2024-05-01", "v3");
    let (_clones, content) = clone(&city, &["--depth", "1"]);
    assert_eq!(unreadable(&content), "diese Kopie aus git enthält die älteren Commits nicht");
}

/// Trees and commits are there, files of old versions are not; nothing is fetched.
#[test]
fn a_clone_without_old_files_says_so() {
    let city = published();
    city.write("projekte/umbenannt.md", &project("frueher: [alt]\nplan: {ende: 2025-01-31}\n"));
    city.commit("2024-05-01", "v3");
    city.git(&["config", "uploadpack.allowFilter", "true"]);
    let (_clones, content) = clone(&city, &["--filter=blob:none"]);
    let found = refusal(&synopsis(&content, &["--von", "v2"]));
    assert!(found.contains("[E0806]") && !found.contains("[E0803]"), "{found}");
    assert!(synopsis(&content, &["--von", "HEAD"]).status.success());
    assert_eq!(unreadable(&content), "im git-Repository fehlen Dateien der Fassung");
}

#[test]
fn a_content_folder_that_is_a_submodule_has_a_history_of_its_own() {
    let content = City::new();
    for file in ["seite.yaml", "modell.yaml"] {
        fs::rename(content.content().join(file), content.path().join(file)).unwrap();
    }
    content.commit("2024-02-01", "v1");
    fs::write(content.path().join("seite.yaml"), site_file("  v: {stand: 2024-01-31, fassung: v1}\n")).unwrap();
    content.commit("2024-03-01", "v2");
    let city = tempfile::tempdir().unwrap();
    git(city.path(), "2024-04-01", &["init", "--quiet", "--initial-branch=main"]);
    let address = format!("file://{}", content.path().display());
    let add = ["-c", "protocol.file.allow=always", "submodule", "add", "--quiet", &address, "inhalt"];
    git(city.path(), "2024-04-01", &add);
    git(city.path(), "2024-04-01", &["commit", "--quiet", "--message", "x"]);
    let folder = city.path().join("inhalt");
    assert!(synopsis(&folder, &["--von", "v1"]).status.success());
    assert!(build(&folder, &[]).words("berichte/v.html").contains("Der Bericht stimmt noch"));
}
