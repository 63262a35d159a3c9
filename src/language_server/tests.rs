//! A client in the same process: what it says and what it gets.

use std::fs;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jiff::civil::date;
use lsp_types::{NumberOrString, Position};
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::content::View;
use crate::diagnostics::{Format, Report};
use crate::source::Sources;
use fix::fixes;

/// Nothing takes longer, unless it never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An invented city.
const CITY: &[(&str, &str)] = &[
    ("seite.yaml", "titel: Musterstadt\nstichtag: 2024-12-31\n"),
    (
        "modell.yaml",
        "titel: M\nstufen: [A, B]\ndimensionen:\n  d:\n    titel: Dienste\n    stufen:\n      1:\n        d-1: Alles *geht* online.\n",
    ),
    (
        "projekte/akte.md",
        "---\ntitel: Elektronische Akte 🗂\nkurz: Akten ohne Papier.\nplan: {beginn: 2024-01-01, ende: 2024-06-30}\nverlauf:\n  - {am: 2024-01-10, ereignis: begonnen}\n  - {am: 2024-06-01, ereignis: verschoben, auf: 2025-03-31, grund: Vergabe}\n---\n",
    ),
    ("massnahmen/scan.md", "---\ntitel: Scannen\nprojekt: akte\nerfuellt: [d-1]\nplan: {ende: 2025-01-31}\n---\n"),
];

/// A client, its server in a thread, and the folder that both look at.
struct Client {
    folder: TempDir,
    connection: Connection,
    server: JoinHandle<bool>,
    next: i32,
    told: Vec<Notification>,
}

impl Client {
    /// Has said hello, with further capabilities.
    fn new(capabilities: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in CITY {
            let path = folder.path().join("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut client = Self::silent(folder);
        let root = address::uri(client.folder.path()).unwrap();
        let hello = json!({"processId": null, "rootUri": root, "capabilities": capabilities});
        client.ask("initialize", hello).unwrap();
        client.tell("initialized", json!({}));
        client
    }

    fn silent(folder: TempDir) -> Self {
        let (server, connection) = Connection::memory();
        let options = Options { content: None, settings: Settings::on(date(2025, 1, 1)), today: || date(2025, 1, 1) };
        let server = thread::spawn(move || serve(&server, options));
        Self { folder, connection, server, next: 0, told: Vec::new() }
    }

    fn uri(&self, path: &str) -> Uri {
        address::uri(&self.folder.path().join("content").join(path)).unwrap()
    }

    fn tell(&self, method: &str, params: Value) {
        self.connection.sender.send(Notification { method: method.to_owned(), params }.into()).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, i32> {
        self.next += 1;
        let id = RequestId::from(self.next);
        let request = Request { id: id.clone(), method: method.to_owned(), params };
        self.connection.sender.send(request.into()).unwrap();
        loop {
            match self.connection.receiver.recv_timeout(PATIENCE).unwrap() {
                Message::Response(response) => {
                    assert_eq!(response.id, id);
                    return response.error.map_or(Ok(response.result.unwrap_or_default()), |error| Err(error.code));
                }
                Message::Notification(one) => self.told.push(one),
                Message::Request(request) => assert_eq!(request.method, "client/registerCapability"),
            }
        }
    }

    fn open(&self, path: &str, text: &str) {
        let document = json!({"uri": self.uri(path), "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Opens a file as it stands in the city.
    fn open_own(&self, path: &str) -> &'static str {
        let (_, text) = CITY.iter().find(|(name, _)| *name == path).unwrap();
        self.open(path, text);
        text
    }

    fn change(&self, path: &str, version: i32, text: &str) {
        let document = json!({"uri": self.uri(path), "version": version});
        self.tell("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    /// The next findings of a file that are pushed.
    fn findings(&mut self, path: &str) -> Vec<Shown> {
        let uri = self.uri(path);
        loop {
            let at = self
                .told
                .iter()
                .position(|one| one.method == "textDocument/publishDiagnostics" && one.params["uri"] == uri.as_str());
            if let Some(at) = at {
                return serde_json::from_value(self.told.remove(at).params["diagnostics"].take()).unwrap();
            }
            if let Message::Notification(one) = self.connection.receiver.recv_timeout(PATIENCE).unwrap() {
                self.told.push(one);
            }
        }
    }

    /// The answer to a question about the first place where `there` stands in an open file.
    fn ask_at(&mut self, method: &str, path: &str, text: &str, there: &str) -> Value {
        let position = Encoding::Utf16.position(text, text.find(there).unwrap());
        let context = json!({"includeDeclaration": true});
        let params = json!({"textDocument": {"uri": self.uri(path)}, "position": position, "context": context});
        self.ask(method, params).unwrap()
    }

    /// What is offered at the `|` of a text in a file.
    fn items(&mut self, path: &str, text: &str) -> Vec<Value> {
        let at = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        self.open(path, &text);
        let position = Encoding::Utf16.position(&text, at);
        let params = json!({"textDocument": {"uri": self.uri(path)}, "position": position});
        let mut list = self.ask("textDocument/completion", params).unwrap();
        serde_json::from_value(list["items"].take()).unwrap()
    }

    /// The same: what is shown, and what would be written.
    fn offered(&mut self, path: &str, text: &str) -> Vec<(String, String)> {
        let string = |value: &Value| value.as_str().unwrap().to_owned();
        let item = |item: &Value| (string(&item["label"]), string(&item["textEdit"]["newText"]));
        self.items(path, text).iter().map(item).collect()
    }

    /// Says goodbye; whether the server takes that as proper.
    fn leave(mut self) -> bool {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        assert_eq!(self.ask("shutdown", Value::Null), Err(ErrorCode::InvalidRequest as i32));
        self.tell("exit", Value::Null);
        self.server.join().unwrap()
    }
}

fn codes(findings: &[Shown]) -> Vec<String> {
    let code = |one: &Shown| match &one.code {
        Some(NumberOrString::String(code)) => code.clone(),
        _ => String::new(),
    };
    findings.iter().map(code).collect()
}

#[test]
fn findings_come_while_one_writes_and_go_when_they_are_mended() {
    let mut client = Client::new(json!({}));
    let good = client.open_own("projekte/akte.md");
    client.change("projekte/akte.md", 2, &good.replace("🗂\n", "🗂\nquatsch: {titel: 1}\n"));
    let found = client.findings("projekte/akte.md");
    assert_eq!(codes(&found), ["E0201"]);
    assert_eq!(found[0].range, Range::new(Position::new(2, 0), Position::new(2, 7)));
    assert!(found[0].message.contains("quatsch") && found[0].message.contains("\nHilfe: "), "{}", found[0].message);
    client.change("projekte/akte.md", 3, good);
    assert_eq!(client.findings("projekte/akte.md"), []);
    assert!(client.leave());
}

#[test]
fn columns_are_what_the_client_counts() {
    let text = "---\ntitel: Öl\nplan: {annahme: \"🗂ü\", ende: morgen}\n---\n";
    for (offered, start) in [(json!({}), 29), (json!({"general": {"positionEncodings": ["utf-8", "utf-16"]}}), 32)] {
        let mut client = Client::new(offered);
        client.open("projekte/neu.md", text);
        let found = client.findings("projekte/neu.md");
        assert_eq!(codes(&found), ["E0206"]);
        assert_eq!((found[0].range.start.character, found[0].range.end.character), (start, start + 6));
        assert!(client.leave());
    }
}

#[test]
fn a_file_that_is_not_there_has_its_finding_and_a_second_place_is_told() {
    let mut client = Client::new(json!({}));
    client.open("projekte/zwei.md", "---\ntitel: A\ntitel: B\n---\n");
    let found = client.findings("projekte/zwei.md");
    let related = found[0].related_information.as_ref().unwrap();
    assert_eq!((codes(&found), related[0].location.range.start.line), (vec!["E0111".to_owned()], 1));
    fs::remove_file(client.folder.path().join("content/modell.yaml")).unwrap();
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    assert_eq!(codes(&client.findings("modell.yaml")), ["E0007"]);
    assert!(client.leave());
}

#[test]
fn records_are_explained_where_they_are_named() {
    let mut client = Client::new(json!({}));
    let text = client.open_own("massnahmen/scan.md");
    let hover = client.ask_at("textDocument/hover", "massnahmen/scan.md", text, "akte");
    let told = hover["contents"]["value"].as_str().unwrap();
    for part in [
        "**Elektronische Akte 🗂** (Projekt `akte`)",
        "läuft · bis 31.03.2025 · Ampel: ",
        "zuerst geplant bis 30.06.2024, jetzt 9 Monate später",
        "Akten ohne Papier.",
        "`projekte/akte.md`",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    let hover = client.ask_at("textDocument/hover", "massnahmen/scan.md", text, "d-1");
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(told.starts_with("**Alles \\*geht\\* online.** (Kriterium `d-1`)"), "{told}");
    assert!(told.contains("Dienste"), "{told}");
    let model = client.open_own("modell.yaml");
    let hover = client.ask_at("textDocument/hover", "modell.yaml", model, "d-1");
    assert_eq!(hover["contents"]["value"], told, "at home as where it is named");
    assert!(client.leave());
}

#[test]
fn fields_are_explained_at_their_keys() {
    let mut client = Client::new(json!({}));
    let text =
        "---\ntitel: 🗂\nwirkung: laufend\nx-am: 2\nverlauf: [{am: 2024-07-01, ereignis: begonnen}]\n\"quatsch\n---\n";
    client.open("massnahmen/scan.md", text);
    let hover = client.ask_at("textDocument/hover", "massnahmen/scan.md", text, "wirkung");
    assert_eq!(
        hover["contents"]["value"],
        "**Wirkung** · sonst gilt laufend\n\nWie lange die Maßnahme zählt, wenn sie umgesetzt ist.\n\n\
         - `laufend`: zählt, solange es betrieben wird\n- `bleibend`: zählt dauerhaft, etwa ein Beschluss\n\n\
         ```yaml\nwirkung: bleibend\n```"
    );
    assert_eq!(hover["range"], json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 7}}));
    let hover = client.ask_at("textDocument/hover", "massnahmen/scan.md", text, "am: 2024");
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Wann es geschah."), "{hover}");
    for there in ["laufend", "x-am", "2024-07-01"] {
        assert_eq!(client.ask_at("textDocument/hover", "massnahmen/scan.md", text, there), Value::Null, "{there}");
    }
    // Ids lead to fields and are none, even where a field is called so.
    let model = "titel: M\ndimensionen:\n  titel:\n    stufen: {1: {d-1: {pflicht: ja}}}\n";
    client.open("modell.yaml", model);
    let hover = client.ask_at("textDocument/hover", "modell.yaml", model, "pflicht");
    assert!(hover["contents"]["value"].as_str().unwrap().ends_with("```yaml\npflicht: ja\n```"), "{hover}");
    let hover = client.ask_at("textDocument/hover", "modell.yaml", model, "titel:\n    ");
    assert!(!hover.to_string().contains("```yaml"), "{hover}");
    assert!(client.leave());
}

#[test]
fn names_lead_to_records_and_records_to_their_names() {
    let mut client = Client::new(json!({}));
    let text = client.open_own("massnahmen/scan.md");
    let there = client.ask_at("textDocument/definition", "massnahmen/scan.md", text, "akte");
    assert_eq!((&there["uri"], &there["range"]["start"]["line"]), (&json!(client.uri("projekte/akte.md")), &json!(0)));
    let there = client.ask_at("textDocument/definition", "massnahmen/scan.md", text, "d-1");
    assert_eq!(
        (&there["uri"], &there["range"]["start"]),
        (&json!(client.uri("modell.yaml")), &json!({"line": 7, "character": 8}))
    );
    // Also while the file that defines it cannot be read.
    let model = client.open_own("modell.yaml");
    client.change("modell.yaml", 2, &model.replace("titel: Dienste", "titel: \"Dienste"));
    let there = client.ask_at("textDocument/definition", "massnahmen/scan.md", text, "d-1");
    assert_eq!(there["range"]["start"]["line"], 7);
    client.change("modell.yaml", 3, model);
    let uses = client.ask_at("textDocument/references", "modell.yaml", model, "d-1");
    let files: Vec<_> = uses.as_array().unwrap().iter().map(|one| one["uri"].clone()).collect();
    assert_eq!(files, [json!(client.uri("modell.yaml")), json!(client.uri("massnahmen/scan.md"))]);
    assert!(client.leave());
}

#[test]
fn what_was_meant_is_one_click_away() {
    let mut client = Client::new(json!({}));
    let text = "---\ntitel: Scannen\nprojekt: akt\n---\n";
    client.open("massnahmen/scan.md", text);
    let position = Encoding::Utf16.position(text, text.find("akt").unwrap());
    let uri = client.uri("massnahmen/scan.md");
    let range = json!({"start": position, "end": position});
    let params = json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": []}});
    let actions = client.ask("textDocument/codeAction", params).unwrap();
    assert_eq!(actions[0]["title"], "durch `akte` ersetzen");
    let edit = &actions[0]["edit"]["changes"][uri.as_str()][0];
    assert_eq!((&edit["newText"], &edit["range"]["end"]), (&json!("akte"), &json!({"line": 2, "character": 12})));
    assert!(client.leave());
}

fn labels(offered: &[(String, String)]) -> Vec<&str> {
    offered.iter().map(|(label, _)| label.as_str()).collect()
}

#[test]
fn ids_and_words_are_offered_where_they_are_asked_for() {
    let mut client = Client::new(json!({}));
    let measure = "massnahmen/scan.md";
    // Each text breaks YAML's rules or the content's, as it does while one writes.
    for (text, expected) in [
        ("---\ntitel: \"S\nprojekt: |\n---\n", &["akte"][..]),
        ("---\nerfuellt: [|\n---\n", &["d-1"]),
        ("---\nerfuellt:\n  - |\n---\n", &["d-1"]),
        ("---\nprojekt: a|", &["akte"]),
        ("---\nwirkung: |\n---\n", &["laufend", "bleibend"]),
        ("---\nquelle: {dokument: |}\n---\n", &[]),
        ("---\ntitel: |\n---\n", &[]),
        ("---\n---\nSiehe [Akte](|)\n", &["../massnahmen/scan.md", "../projekte/akte.md"]),
        ("---\n---\nSiehe | Akte\n", &[]),
    ] {
        assert_eq!(labels(&client.offered(measure, text)), expected, "{text}");
    }
    let offered = client.offered(measure, "---\nverlauf: [{am: 2024-07-01, ereignis: um|}]\n---\n");
    assert!(labels(&offered).contains(&"umgesetzt"), "{offered:?}");
    assert_eq!(labels(&client.offered("ziele.yaml", "- bis: 2026\n  stufen: {|}\n")), ["alle", "d"]);
    assert_eq!(labels(&client.offered("modell.yaml", "pflicht: |")), [""; 0]);
    let criterion = "dimensionen: {d: {stufen: {1: {d-1: {pflicht: |}}}}}";
    assert_eq!(labels(&client.offered("modell.yaml", criterion)), ["ja", "nein"]);
    assert!(client.leave());
}

#[test]
fn keys_are_offered_that_are_not_there_yet() {
    let mut client = Client::new(json!({}));
    let offered = client.offered("massnahmen/scan.md", "---\ntitel: S\n|\nprojekt: akte\n---\n");
    let written = |key: &str| offered.iter().find(|(label, _)| label == key).map(|(_, text)| text.as_str());
    assert_eq!((written("titel"), written("projekt")), (None, None), "they are there");
    assert_eq!((written("wirkung"), written("plan")), (Some("wirkung: "), Some("plan:")));
    let offered = client.offered("massnahmen/scan.md", "---\nverlauf:\n  - {am: 2024-07-01, |}\n---\n");
    assert!(labels(&offered).contains(&"ereignis") && !labels(&offered).contains(&"am"), "{offered:?}");
    let offered = client.offered("massnahmen/scan.md", "---\nwir|kung: laufend\n---\n");
    assert!(offered.contains(&("wirkung".to_owned(), "wirkung".to_owned())), "the colon is there: {offered:?}");
    assert!(client.leave());
}

#[test]
fn keys_and_words_are_offered_with_what_they_mean() {
    let mut client = Client::new(json!({}));
    let find = |items: Vec<Value>, label: &str| items.into_iter().find(|item| item["label"] == label).unwrap();
    let key = find(client.items("massnahmen/scan.md", "---\ntitel: S\nwir|\n---\n"), "wirkung");
    assert_eq!(key["detail"], "Wirkung · sonst gilt laufend");
    let told = key["documentation"]["value"].as_str().unwrap();
    assert!(told.starts_with("**Wirkung** · ") && told.ends_with("```yaml\nwirkung: bleibend\n```"), "{told}");
    let key = find(client.items("massnahmen/scan.md", "---\nverlauf:\n  - {|}\n---\n"), "am");
    assert_eq!(key["detail"], "Datum · nötig");
    assert!(key["documentation"]["value"].as_str().unwrap().contains("Wann es geschah."), "the log's own text: {key}");
    let word = find(client.items("massnahmen/scan.md", "---\nwirkung: |\n---\n"), "bleibend");
    assert_eq!(word["detail"], "zählt dauerhaft, etwa ein Beschluss");
    assert!(client.leave());
}

/// While the file that names them cannot be read.
#[test]
fn records_are_explained_also_in_broken_files() {
    let mut client = Client::new(json!({}));
    let text = "---\ntitel: \"S\nprojekt: akte\n---\n";
    client.open("massnahmen/scan.md", text);
    let hover = client.ask_at("textDocument/hover", "massnahmen/scan.md", text, "akte");
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Elektronische Akte"), "{hover}");
    assert!(client.leave());
}

/// A long list is offered in parts: by what is written of ids and titles.
#[test]
fn much_is_offered_by_what_is_written() {
    let mut client = Client::new(json!({}));
    for number in 0..600 {
        let text = format!("---\ntitel: Vorhaben {number}\n---\n");
        fs::write(client.folder.path().join(format!("content/projekte/p-{number}.md")), text).unwrap();
    }
    client.tell("workspace/didChangeWatchedFiles", json!({"changes": []}));
    let text = client.open_own("massnahmen/scan.md");
    client.ask_at("textDocument/hover", "massnahmen/scan.md", text, "akte");
    let offered = client.offered("massnahmen/scan.md", "---\nprojekt: p-59|\n---\n");
    assert_eq!(offered.len(), 11, "{offered:?}");
    assert!(client.leave());
}

#[test]
fn nonsense_is_answered_and_nothing_breaks() {
    let mut client = Client::new(json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}));
    let method_not_found = Err(ErrorCode::MethodNotFound as i32);
    let invalid = Err(ErrorCode::InvalidParams as i32);
    assert_eq!(client.ask("textDocument/quatsch", json!({})), method_not_found);
    assert_eq!(client.ask("textDocument/hover", json!([1, 2])), invalid);
    assert_eq!(client.ask("textDocument/hover", Value::Null), invalid);
    client.tell("textDocument/didChange", json!({"quatsch": 1}));
    client.tell("$/quatsch", Value::Null);
    client.change("projekte/nie-geoeffnet.md", 1, "x");
    let far = json!({"line": u32::MAX, "character": u32::MAX});
    let outside = json!({"textDocument": {"uri": "file:///anderswo/x.md"}, "position": far});
    assert_eq!(client.ask("textDocument/hover", outside), Ok(Value::Null));
    client.open("projekte/akte.md", "");
    let params = json!({"textDocument": {"uri": client.uri("projekte/akte.md")}, "position": far});
    for method in ["textDocument/hover", "textDocument/definition"] {
        assert_eq!(client.ask(method, params.clone()), Ok(Value::Null));
    }
    assert!(client.leave());
}

#[test]
fn goodbyes_are_told_apart() {
    let mut early = Client::silent(tempfile::tempdir().unwrap());
    assert_eq!(early.ask("textDocument/hover", json!({})), Err(ErrorCode::ServerNotInitialized as i32));
    assert_eq!(early.ask("initialize", json!({"capabilities": 5})), Err(ErrorCode::InvalidParams as i32));
    early.tell("exit", Value::Null);
    assert!(!early.server.join().unwrap());
    let client = Client::new(json!({}));
    client.tell("exit", Value::Null);
    assert!(!client.server.join().unwrap(), "exit without shutdown");
    let Client { connection, server, folder: _folder, .. } = Client::new(json!({}));
    drop(connection);
    assert!(!server.join().unwrap(), "gone without a word");
}

#[test]
fn without_content_the_client_is_told_once() {
    let mut client = Client::silent(tempfile::tempdir().unwrap());
    let root = address::uri(client.folder.path()).unwrap();
    client.ask("initialize", json!({"rootUri": root, "capabilities": {}})).unwrap();
    client.open("projekte/a.md", "---\ntitel: A\n---\n");
    let at = json!({"line": 0, "character": 0});
    let params = json!({"textDocument": {"uri": client.uri("projekte/a.md")}, "position": at});
    for _ in 0..2 {
        client.ask("textDocument/hover", params.clone()).unwrap();
        client.change("projekte/a.md", 2, "");
    }
    assert_eq!(client.told.iter().filter(|one| one.method == "window/showMessage").count(), 1);
    assert!(client.leave());
}

/// A recorded site.
struct Site {
    name: String,
    recorded: String,
    settings: Settings,
    sources: Sources,
    snapshot: Snapshot,
}

/// The recorded sites, but for those that were recorded with options of which a client knows nothing.
fn sites() -> Vec<Site> {
    let folders = fs::read_dir("tests/sites").unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    let site = |folder: PathBuf| {
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        let view = match text("optionen").trim().strip_prefix("--sicht ") {
            Some(word) => View::from_word(word)?,
            None if text("optionen").trim().is_empty() => View::Public,
            None => return None,
        };
        let as_of = text("stichtag").trim().parse().unwrap_or(date(2024, 12, 31));
        let settings = Settings { as_of: Some(as_of), view, ..Settings::on(date(2100, 1, 1)) };
        let (sources, problems) = Sources::read(&folder.join("in"));
        let snapshot = Snapshot::new(sources.clone(), problems, &settings, None);
        Some(Site { name: folder.display().to_string(), recorded: text("stderr"), settings, sources, snapshot })
    };
    folders.into_iter().filter_map(site).collect()
}

/// Nothing less and nothing more than `check` reports as it is recorded.
#[test]
fn findings_are_those_of_check() {
    for Site { name, recorded, sources, snapshot, .. } in sites() {
        let (found, messages) = (&snapshot.found, &snapshot.messages);
        let mut told = Vec::new();
        let report = Report { found, sources: &sources, messages, folder: "in", colour: false };
        report.write(Format::Short, &mut told).unwrap();
        assert_eq!(String::from_utf8(told).unwrap(), recorded, "{name}");
    }
}

/// Whatever is offered in the recorded sites mends what it is offered for.
#[test]
fn fixes_mend_what_they_are_offered_for() {
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    for Site { name, settings, sources, snapshot, .. } in sites() {
        for diagnostic in snapshot.found.sorted() {
            let Some(Place::Span(span)) = &diagnostic.place else { continue };
            let file = sources.file(span.file).unwrap();
            for fix in fixes(diagnostic, &file.text) {
                // Of each sort a few are enough.
                let count = tried.entry(diagnostic.code).or_default();
                *count += 1;
                if *count > 3 {
                    continue;
                }
                let mut text = file.text.clone();
                text.replace_range(fix.range, &fix.text);
                let (sources, problems) = sources.clone().with_texts(Vec::new(), [(file.path.as_str(), text.as_str())]);
                let after = Snapshot::new(sources, problems, &settings, None);
                assert!(!after.found.sorted().contains(&diagnostic), "{name}: {diagnostic:?} by {}", fix.text);
            }
        }
    }
    assert!(tried.len() > 10, "{tried:?}");
}
