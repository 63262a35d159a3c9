//! `spatz serve` as it is called: what it serves is what a build writes, at every moment, whatever editors do to the files.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Content that is written to, and what serves it.
struct Desk {
    place: TempDir,
    server: Child,
    /// Host and port.
    host: String,
    /// What the server and each build are told.
    options: &'static [&'static str],
}

/// An answer to a request.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

impl Desk {
    /// The invented town.
    fn town(options: &'static [&'static str]) -> Self {
        let place = tempfile::tempdir().unwrap();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kleinstadt/in"), &place.path().join("content"));
        Self::at(place, options)
    }

    /// A site of one project.
    fn small() -> Self {
        Self::at(small(), &[])
    }

    fn at(place: TempDir, options: &'static [&'static str]) -> Self {
        let mut spatz = spatz(&place);
        spatz.arg("serve").args(["--port", "0"]).args(options);
        let mut server = spatz.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        let host = address.split_once("http://").unwrap().1.split_once('/').unwrap().0.to_owned();
        // What is told later is read, so that nothing waits for a reader.
        thread::spawn(move || lines.for_each(drop));
        Self { place, server, host, options }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.place.path().join("content").join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn get(&self, path: &str) -> Answer {
        self.request(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.host))
    }

    /// Sends the lines of a request.
    fn request(&self, lines: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(format!("{lines}Connection: close\r\n\r\n").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: bytes[end + 4..].to_vec() }
    }

    /// The news; none are known yet.
    fn news(&self) -> Value {
        serde_json::from_slice(&self.get("/_spatz/neues").body).unwrap()
    }

    /// Every file that a build writes now.
    fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let site = self.place.path().join("site");
        let output = spatz(&self.place).args(["build", "--out"]).arg(&site).args(self.options).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = WalkDir::new(&site).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let name = |path: &Path| path.strip_prefix(&site).unwrap().to_str().unwrap().to_owned();
        let mut files: BTreeMap<_, _> = files.map(|file| (name(file.path()), fs::read(file.path()).unwrap())).collect();
        // The list of what was written is no part of the site.
        files.remove(".spatz-dateien");
        files
    }

    /// Everything that is served is what is built, in whatever order it is asked for.
    fn assert_as_built(&self, backwards: bool) {
        let built = self.built();
        let mut paths: Vec<_> = built.keys().collect();
        if backwards {
            paths.reverse();
        }
        for path in paths {
            let answer = self.get(&format!("/_spatz/roh/{path}"));
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.body == built[path], "{path} differs from what is built");
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // It may have ended by itself, which is what a test is about then.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

fn spatz(place: &TempDir) -> Command {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.current_dir(place.path());
    spatz
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(target).unwrap(),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

fn project(title: &str) -> String {
    format!("---\ntitel: {title}\n---\nErfunden.\n")
}

/// The content of a site of one project.
fn small() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let content = place.path().join("content");
    fs::create_dir_all(content.join("projekte")).unwrap();
    fs::write(content.join("seite.yaml"), "titel: Musterstadt\nstichtag: 2025-06-30\n").unwrap();
    let model = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Ein Kriterium.}}}}\n";
    fs::write(content.join("modell.yaml"), model).unwrap();
    fs::write(content.join("projekte/akte.md"), project("Akte 0")).unwrap();
    place
}

/// A reference to nothing.
const BROKEN: &str = "---\ntitel: Akte\nteil_von: fehlt\n---\n";

#[test]
fn what_is_served_is_what_is_built() {
    let desk = Desk::town(&[]);
    desk.assert_as_built(false);
    let akte = fs::read_to_string(desk.path("projekte/akte-ohne-papier.md")).unwrap();
    desk.write(
        "projekte/akte-ohne-papier.md",
        &akte.replace("titel: Akte ohne Papier", "titel: Akte ganz ohne Papier"),
    );
    desk.write("projekte/neu.md", &project("Neu (erfunden)"));
    fs::remove_file(desk.path("glossar.yaml")).unwrap();
    drop(desk.get("/suche/"));
    desk.assert_as_built(true);
}

#[test]
fn what_is_served_is_what_is_built_for_whomever_and_wherever() {
    let address = "https://stadt.example/a/b";
    let desk = Desk::town(&[
        "--sicht",
        "intern",
        "--einbetten",
        "--base-url",
        "https://stadt.example/a/b",
        "--theme",
        "schlicht",
    ]);
    desk.assert_as_built(true);
    assert!(desk.get("/_spatz/roh/sitemap.xml").status == 404, "what not everybody may see is not listed");
    assert!(desk.get("/_spatz/roh/index.html").text().contains(address));
}

#[test]
fn parts_that_are_left_out_are_not_served() {
    let desk = Desk::town(&[]);
    let site = fs::read_to_string(desk.path("seite.yaml")).unwrap();
    desk.write("seite.yaml", &site.replacen("\nstichtag:", "\nohne: [daten, handout, roadmap, suche]\nstichtag:", 1));
    for path in
        ["daten/reifegrad.json", "daten/index.html", "handout/index.html", "roadmap/stand.html", "suche/index.html"]
    {
        assert_eq!(desk.get(&format!("/_spatz/roh/{path}")).status, 404, "{path}");
    }
    desk.assert_as_built(true);
}

#[test]
fn a_page_is_new_as_soon_as_its_file_is() {
    let desk = Desk::small();
    for number in 0..40 {
        let title = format!("Akte {number}");
        match number % 3 {
            0 => desk.write("projekte/akte.md", &project(&title)),
            // As editors do it: a new file takes the place of the old one.
            1 => {
                desk.write("projekte/.akte.md.neu", &project(&title));
                fs::rename(desk.path("projekte/.akte.md.neu"), desk.path("projekte/akte.md")).unwrap();
            }
            _ => {
                fs::remove_dir_all(desk.path("projekte")).unwrap();
                fs::create_dir(desk.path("projekte")).unwrap();
                desk.write("projekte/akte.md", &project(&title));
            }
        }
        for path in ["/projekte/akte.html", "/projekte/", "/"] {
            let text = desk.get(path).text();
            assert!(path == "/" || text.contains(&title), "{path} does not say {title}");
        }
    }
}

#[test]
fn pages_load_the_panel_and_are_otherwise_as_built() {
    let desk = Desk::small();
    let (page, plain) = (desk.get("/projekte/akte.html").text(), desk.get("/_spatz/roh/projekte/akte.html").text());
    let added: Vec<_> = page.lines().filter(|line| !plain.lines().any(|other| other == *line)).collect();
    let [line] = added.as_slice() else { panic!("{added:?}") };
    assert!(line.starts_with("<script src=\"/_spatz/skript.js?stand="), "{line}");
    assert_eq!(page.replace(&format!("{line}\n"), ""), plain);
    assert!(desk.get("/_spatz/skript.js").head.contains("text/javascript"));
    assert!(desk.get("/_spatz/stil.css").head.contains("text/css"));
}

#[test]
fn with_errors_the_last_state_stays_and_the_findings_are_told() {
    let desk = Desk::small();
    let before = desk.get("/projekte/akte.html").text();
    let news = desk.news();
    assert_eq!((&news["errors"], &news["site"]), (&Value::from(0), &news["number"]));
    desk.write("projekte/akte.md", BROKEN);
    assert_eq!(desk.get("/projekte/akte.html").text(), before);
    let told = desk.news();
    assert_eq!((&told["errors"], &told["site"]), (&Value::from(1), &news["site"]));
    let finding = &told["findings"][0];
    assert_eq!((&finding["file"], &finding["line"]), (&Value::from("content/projekte/akte.md"), &Value::from(3)));
    assert!(finding["hints"][0].as_str().is_some_and(|hint| !hint.is_empty()));
    desk.write("projekte/akte.md", &project("Akte, geheilt"));
    assert!(desk.get("/projekte/akte.html").text().contains("Akte, geheilt"));
    assert_eq!(desk.news()["errors"], 0);
}

#[test]
fn broken_content_is_served_as_its_findings() {
    let desk = Desk::small();
    fs::rename(desk.path(""), desk.place.path().join("fort")).unwrap();
    drop(desk.get("/"));
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("content")).unwrap();
    let broken = Desk::at(place, &[]);
    for path in ["/", "/projekte/akte.html"] {
        let answer = broken.get(path);
        assert_eq!(answer.status, 503);
        assert!(answer.text().contains("/_spatz/skript.js"));
    }
    assert_eq!(broken.news()["site"], Value::Null);
    copy(&desk.place.path().join("fort"), &broken.path(""));
    assert_eq!(broken.get("/projekte/akte.html").status, 200);
}

/// Nobody asks for anything here but for the news: the change alone brings them.
#[test]
fn open_pages_are_told_of_a_change() {
    let desk = Desk::small();
    let number = desk.news()["number"].as_u64().unwrap();
    let news = thread::scope(|scope| {
        let news = scope.spawn(|| desk.get(&format!("/_spatz/neues?seit={number}")));
        thread::sleep(Duration::from_millis(300));
        desk.write("projekte/akte.md", &project("Akte 1"));
        news.join().unwrap()
    });
    let news: Value = serde_json::from_slice(&news.body).unwrap();
    assert!(news["site"].as_u64().unwrap() > number, "{news}");
}

#[test]
fn many_files_at_once_are_one_change_in_the_end() {
    let desk = Desk::small();
    drop(desk.get("/"));
    for number in 0..300 {
        desk.write(&format!("projekte/projekt-{number}.md"), &project(&format!("Projekt {number}")));
    }
    assert_eq!(desk.get("/projekte/projekt-299.html").status, 200);
    fs::rename(desk.path("projekte"), desk.path("_fort")).unwrap();
    assert_eq!(desk.get("/projekte/projekt-299.html").status, 404);
    fs::rename(desk.path("_fort"), desk.path("projekte")).unwrap();
    desk.assert_as_built(true);
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let desk = Desk::small();
    drop(desk.get("/"));
    std::os::unix::fs::symlink("akte.md", desk.path("projekte/verweis.md")).unwrap();
    assert_eq!(desk.get("/").status, 200);
    assert_eq!(desk.news()["errors"], 1);
    fs::remove_file(desk.path("projekte/verweis.md")).unwrap();
    fs::write(desk.path("projekte/akte.md"), [0xff, 0xfe]).unwrap();
    assert_eq!(desk.get("/").status, 200);
    assert_ne!(desk.news()["errors"], 0);
    fs::rename(desk.path(""), desk.place.path().join("fort")).unwrap();
    assert_eq!(desk.get("/projekte/akte.html").status, 200, "the last state stays");
    fs::rename(desk.place.path().join("fort"), desk.path("")).unwrap();
    desk.write("projekte/akte.md", &project("Zurück"));
    assert!(desk.get("/projekte/akte.html").text().contains("Zurück"));
}

/// A template that cannot be read keeps the theme from taking effect; one that fails for a page keeps the page from it.
#[test]
fn a_broken_theme_is_a_finding() {
    let place = small();
    let templates = place.path().join("thema/templates");
    fs::create_dir_all(&templates).unwrap();
    let desk = Desk::at(place, &["--theme", "thema"]);
    let before = desk.get("/suche/").text();
    fs::write(templates.join("suche.html"), "{% if %}").unwrap();
    assert_eq!(desk.get("/suche/").text(), before);
    assert_eq!(desk.news()["findings"][0]["code"], "E0502");
    fs::write(templates.join("suche.html"), "<body>{{ page.fehlt.auch }}</body>").unwrap();
    assert_eq!(desk.get("/suche/").status, 503);
    assert_eq!(desk.news()["findings"][0]["code"], "E0502");
    fs::write(templates.join("suche.html"), "<body>Eigene Seite</body>").unwrap();
    assert!(desk.get("/suche/").text().starts_with("<body>Eigene Seite"));
    assert_eq!(desk.news()["errors"], 0);
}

#[test]
fn nothing_but_the_site_is_served_and_to_nobody_else() {
    let desk = Desk::small();
    let request = |first: &str, host: &str| desk.request(&format!("{first} HTTP/1.1\r\nHost: {host}\r\n")).status;
    let port = desk.host.rsplit_once(':').unwrap().1;
    assert_eq!(request("GET /", &format!("localhost:{port}")), 200);
    assert_eq!(request("HEAD /", &desk.host), 200);
    for host in ["example.org", "127.0.0.1.example.org", ""] {
        assert_eq!(request("GET /", host), 403, "{host}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(request(&format!("{method} /"), &desk.host), 405, "{method}");
    }
    for path in
        ["/../content/seite.yaml", "/%2e%2e/content/seite.yaml", "/content/seite.yaml", "//etc/passwd", "/_spatz/x"]
    {
        assert_eq!(desk.get(path).status, 404, "{path}");
    }
    assert_eq!(desk.get("/%ff").status, 400);
    let missing = desk.get("/gibt/es/nicht.html");
    assert!(missing.status == 404 && missing.text().contains("/_spatz/skript.js"), "the site's own page for this");
    let moved = desk.get("/projekte");
    assert!(moved.status == 307 && moved.head.contains("location: /projekte/"), "{}", moved.head);
    let page = desk.get("/");
    for header in ["cache-control: no-store", "nosniff", "cross-origin-resource-policy: same-origin"] {
        assert!(page.head.contains(header), "{header}");
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let desk = Desk::small();
    let port = desk.host.rsplit_once(':').unwrap().1;
    let output = spatz(&desk.place).args(["serve", "--port", port]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains(port));
}
