//! `spatz melde`, `spatz fmt` and `spatz migrate` as they are called: what they write, what stays, what they refuse, and what
//! they tell; and what they make of odd YAML (`tests/yaml`).
//!
//! All content here is invented.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use spatz::editing::format::{Formatted, Orders, format};
use spatz::source::yaml::edit::{Flow, append};
use spatz::source::yaml::{Node, Value as Yaml, parse};
use spatz::source::{FileId, Sources};
use tempfile::TempDir;
use walkdir::WalkDir;

const SITE: &str = "# erfundenes Beispiel\ntitel: Digitales Musterstadt\nstichtag: 2025-06-30\n";

const MODEL: &str = "\
titel: Reifegradmodell von Musterstadt
stufen: [Am Anfang, Begonnen]
dimensionen:
  dienste: {titel: Onlinedienste, stufen: {1: {dienste-1a: Ein Verzeichnis der Onlinedienste liegt vor.}}}
";

/// A measure as an editor keeps it, with everything that could get lost.
const BY_HAND: &str = "\u{feff}---\r\n# von Hand\r\ntitel: \"Verzeichnis:  Dienste\"\r\nerfuellt: [dienste-1a]   # Stufe 1\r\nplan: {beginn: 2025-01-01, ende: 2025-06-30}\r\nverlauf:\r\n  - {am: 2025-01-10, ereignis: begonnen}   # mit Anlauf\r\n  # weiter unten\r\n\r\nx-eigen:   bleibt\r\n---\r\n\r\nText von Hand.  \r\n";

const ROLLOUT: &str = "---\ntitel: Je Amt\nerfuellt: [dienste-1a]\nrollout: {bauamt: {plan: 2025-12-31}}\n---\n";

const PROJECT: &str = "---\ntitel: Verzeichnis\nplan: {ende: 2025-06-30}\nmeilensteine:\n  start: {titel: Start, plan: {ende: 2025-01-31}}\n---\n";

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        for (path, text) in [
            ("seite.yaml", SITE),
            ("modell.yaml", MODEL),
            ("organisation.yaml", "einheiten: {bauamt: {titel: Bauamt, bewertet: ja}}\n"),
            ("quellen.yaml", "bericht: {titel: Bericht}\n"),
            ("massnahmen/verzeichnis.md", BY_HAND),
            ("massnahmen/je-amt.md", ROLLOUT),
            ("projekte/verzeichnis.md", PROJECT),
        ] {
            place.write(path, text);
        }
        place
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join("content").join(path)).unwrap()
    }

    fn spatz(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_spatz")).current_dir(self.0.path()).args(arguments).output().unwrap()
    }

    /// The files below the content folder, byte for byte.
    fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        let files =
            WalkDir::new(self.0.path()).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        files.map(|file| (shown(file.path()), fs::read(file.path()).unwrap())).collect()
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn an_event_is_one_line_and_its_effect_is_told() {
    let place = Place::new();
    let output = place.spatz(&[
        "melde",
        "massnahmen/verzeichnis",
        "umgesetzt",
        "--am",
        "2025-06-12",
        "--quelle",
        "bericht: Seite 2",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let line = "  - {am: 2025-06-12, ereignis: umgesetzt, quelle: {dokument: bericht, stelle: Seite 2}}";
    let expected = BY_HAND.replace("  # weiter", &format!("{line}\r\n  # weiter"));
    assert_eq!(place.read("massnahmen/verzeichnis.md"), expected);
    let told = stdout(&output);
    assert!(told.starts_with("content/massnahmen/verzeichnis.md, Zeile 8\n"), "{told}");
    assert!(told.contains(&format!("\n+ {line}\n")), "{told}");
    assert!(
        told.contains("Verzeichnis:  Dienste: umgesetzt (bisher läuft)\nOnlinedienste: Stufe 1 (bisher 0)\n"),
        "{told}"
    );
    assert!(told.contains("Durchgängig erreicht: Stufe 1 (bisher 0)\nGeschrieben.\n"), "{told}");
    assert_eq!(place.spatz(&["check"]).status.code(), Some(0));
}

/// Whoever looks for it among what is new finds it there, too.
#[test]
fn a_new_event_is_the_same() {
    let (told, new) = (Place::new(), Place::new());
    let event = ["je-amt", "pausiert", "--am", "2025-06-01", "--grund", "Vergabe"];
    let one = told.spatz(&[["melde"].as_slice(), &event].concat());
    let other = new.spatz(&[["new", "ereignis"].as_slice(), &event].concat());
    assert_eq!(other.status.code(), Some(0), "{}", stderr(&other));
    let written = |place: &Place| place.read("massnahmen/je-amt.md");
    assert_eq!((stdout(&one), written(&told)), (stdout(&other), written(&new)));
    assert!(written(&new).contains("  - {am: 2025-06-01, ereignis: pausiert, grund: Vergabe}\n"));
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let place = Place::new();
    let before = place.tree();
    let event = [
        "melde",
        "projekte/verzeichnis",
        "verschoben",
        "--am",
        "2025-06-01",
        "--auf",
        "2025-12-31",
        "--grund",
        "Vergabe: offen",
    ];
    let output = place.spatz(&[&event[..], &["--trocken"]].concat());
    assert_eq!((output.status.code(), place.tree()), (Some(0), before));
    let told = stdout(&output);
    assert!(told.contains("Geplantes Ende: 31.12.2025 (bisher 30.06.2025)"), "{told}");
    assert!(told.contains("Probelauf"), "{told}");
    let output = place.spatz(&event);
    assert_eq!(stdout(&output).replace("Geschrieben.", ""), told.replace("Probelauf: nichts geschrieben", ""));
    let line = "verlauf:\n  - {am: 2025-06-01, ereignis: verschoben, auf: 2025-12-31, grund: \"Vergabe: offen\"}\nmeilensteine";
    assert!(place.read("projekte/verzeichnis.md").contains(line));
}

#[test]
fn milestones_are_named_with_their_project() {
    for name in [&["verzeichnis/start"][..], &["verzeichnis", "--meilenstein", "start"]] {
        let place = Place::new();
        let output = place.spatz(&[&["melde"], &name[..1], &["umgesetzt", "--am", "2025-01-20"], &name[1..]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let line =
            "  start: {titel: Start, plan: {ende: 2025-01-31}, verlauf: [{am: 2025-01-20, ereignis: umgesetzt}]}\n";
        assert!(place.read("projekte/verzeichnis.md").contains(line));
    }
}

#[test]
fn what_cannot_be_written_is_told_and_nothing_is_written() {
    let place = Place::new();
    let before = place.tree();
    for (arguments, words) in [
        (&["verzeichnis", "umgesetzt"][..], "projekte/verzeichnis, massnahmen/verzeichnis"),
        (&["verzeichnisse", "umgesetzt"], "meinten Sie `verzeichnis`?"),
        (
            &["je-amt", "umgesetzt", "--am", "2025-06-01"],
            "unter `rollout` je Einheit den Tag: `bauamt: {am: 2025-06-01}`",
        ),
        (&["je-amt", "fertig"], "erlaubt sind: beschlossen"),
        (&["je-amt", "begonnen", "--am", "12.6.2025"], "schreiben Sie `2025-06-12`"),
        (&["je-amt", "begonnen", "--am", "30.2.2025"], "diesen Tag gibt es im Kalender nicht"),
        (&["je-amt", "begonnen", "--am", "2999-01-01"], "liegt in der Zukunft"),
        (&["je-amt", "verschoben", "--auf", "2026-01-01"], "ergänzen Sie `--grund"),
        (&["je-amt", "begonnen", "--quelle", "berichte"], "meinten Sie `bericht`?"),
    ] {
        let output = place.spatz(&[&["melde"], arguments].concat());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
        assert_eq!(place.tree(), before, "{arguments:?}");
    }
    place.write("projekte/kaputt.md", "---\ntitel: [\n---\n");
    let output = place.spatz(&["melde", "je-amt", "begonnen"]);
    assert_eq!((output.status.code(), stderr(&output).contains("kaputt.md")), (Some(1), true));
}

#[test]
fn the_same_event_is_told_once() {
    let place = Place::new();
    let event = ["melde", "je-amt", "pausiert", "--am", "2025-06-01", "--grund", "Vergabe"];
    assert_eq!(place.spatz(&event).status.code(), Some(0));
    let before = place.tree();
    let again = place.spatz(&event);
    assert_eq!((again.status.code(), place.tree()), (Some(1), before));
    assert!(stderr(&again).contains("E0917"), "{}", stderr(&again));
    let other = ["melde", "je-amt", "pausiert", "--am", "2025-06-01", "--grund", "Vergabe des zweiten Teils"];
    assert_eq!(place.spatz(&other).status.code(), Some(0));
}

#[test]
fn an_odd_order_is_written_and_warned_of() {
    let place = Place::new();
    let output = place.spatz(&["melde", "massnahmen/verzeichnis", "geprueft", "--am", "2024-12-01"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("W0301"), "{}", stderr(&output));
    assert!(place.read("massnahmen/verzeichnis.md").contains("2024-12-01"));
}

#[test]
fn what_comes_after_the_as_of_date_does_not_count_yet() {
    let place = Place::new();
    let output = place.spatz(&["melde", "massnahmen/verzeichnis", "umgesetzt", "--am", "2025-07-01"]);
    let told = stdout(&output);
    assert!(told.contains("weiterhin läuft\nDas Ereignis ist nach dem Stichtag der Seite (30.06.2025)."), "{told}");
}

#[test]
fn programs_read_what_was_done() {
    let place = Place::new();
    let output =
        place.spatz(&["melde", "massnahmen/verzeichnis", "umgesetzt", "--am", "2025-06-12", "--format", "json"]);
    let told: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(told["stufen"], serde_json::json!([{"dimension": "Onlinedienste", "vorher": 0, "nachher": 1}]));
    assert_eq!((&told["datei"], &told["befunde"]), (&"massnahmen/verzeichnis.md".into(), &serde_json::json!([])));
    let output = place.spatz(&["melde", "je-amt", "fertig", "--format", "json"]);
    let told: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(told["befunde"][0]["code"], "E0912");
}

#[test]
fn files_come_into_form_and_the_site_stays_the_same() {
    let place = Place::new();
    place.write(
        "werte/wert.md",
        "\u{feff}---\r\nx-a:  1   # eigen\r\nstatus: entwurf\r\ntitel:   Wert\r\n---\r\n\r\nText  \r\n",
    );
    place.write("README.md", "kein Inhalt");
    let before = place.tree();
    let check = place.spatz(&["fmt", "--check"]);
    assert_eq!((check.status.code(), place.tree()), (Some(1), before), "{}", stderr(&check));
    assert!(stdout(&check).contains("content/werte/wert.md\n"), "{}", stdout(&check));
    let build = |target: &str| place.spatz(&["build", "--out", target, "--stichtag", "2025-06-30"]).status.success();
    assert!(build("vorher"));
    assert_eq!(place.spatz(&["fmt"]).status.code(), Some(0));
    let expected = "\u{feff}---\r\ntitel: Wert\r\nstatus: entwurf\r\nx-a: 1   # eigen\r\n---\r\n\r\nText  \r\n";
    assert_eq!(place.read("werte/wert.md"), expected);
    assert_eq!(place.spatz(&["fmt", "--check"]).status.code(), Some(0));
    assert!(build("nachher"));
}

/// The city's own content, and the folder that is not there.
#[test]
fn the_content_is_in_form() {
    let spatz = |folder: &str| {
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        spatz.current_dir(env!("CARGO_MANIFEST_DIR")).args(["fmt", "--check", "--content", folder]).output().unwrap()
    };
    let output = spatz("content");
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    let output = spatz("gibt-es-nicht");
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""));
}

#[test]
fn a_new_site_is_in_form() {
    let place = TempDir::new().unwrap();
    let spatz = |arguments: &[&str]| {
        let spatz = Command::new(env!("CARGO_BIN_EXE_spatz")).current_dir(place.path()).args(arguments).output();
        let output = spatz.unwrap();
        assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    };
    spatz(&["new", "site", "."]);
    spatz(&["fmt", "--check"]);
    spatz(&["migrate"]);
}

#[test]
fn only_what_is_named_comes_into_form() {
    let place = Place::new();
    for id in ["a", "b"] {
        place.write(&format!("werte/{id}.md"), "---\ntitel:   Wert\n---\n");
    }
    let paths = ["content/werte/b.md", "content/README.md"];
    assert_eq!(place.spatz(&[&["fmt"], &paths[..]].concat()).status.code(), Some(0));
    assert_eq!(place.read("werte/a.md"), "---\ntitel:   Wert\n---\n");
    assert_eq!(place.read("werte/b.md"), "---\ntitel: Wert\n---\n");
    let output = place.spatz(&["fmt", "werte", "--format", "json"]);
    let told: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(told["dateien"], serde_json::json!(["werte/a.md"]));
    let output = place.spatz(&["fmt", "content/wert"]);
    assert_eq!((output.status.code(), stderr(&output).contains("E0916")), (Some(1), true));
}

#[test]
fn a_file_that_cannot_be_read_keeps_no_other_from_coming_into_form() {
    let place = Place::new();
    place.write("werte/a.md", "---\ntitel: [\n---\n");
    place.write("werte/b.md", "---\ntitel:   Wert\n---\n");
    let output = place.spatz(&["fmt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("content/werte/a.md:2:8"), "{}", stderr(&output));
    assert_eq!(place.read("werte/b.md"), "---\ntitel: Wert\n---\n");
}

#[test]
fn content_of_the_present_format_stays() {
    let place = Place::new();
    let before = place.tree();
    let output = place.spatz(&["migrate"]);
    assert_eq!((output.status.code(), place.tree()), (Some(0), before));
    assert_eq!(stdout(&output), "Der Inhalt ist auf dem neuesten Stand (Format 1).\n");
    place.write("seite.yaml", "titel: T\nformat: 2\n");
    let output = place.spatz(&["migrate"]);
    assert_eq!((output.status.code(), stderr(&output).contains("E0250")), (Some(1), true));
}

/// The files of the corpus to whose log no line can be added for sure.
const NOT_APPENDED: &[&str] = &["anchored-log.yaml", "tabs-inside.yaml"];
/// The files of the corpus that are no YAML, though they look like it.
const UNREADABLE: &[&str] = &["tabs-inside.yaml"];
/// The files of the corpus that are in form, or whose keys cannot be put into order line by line.
const KEPT: &[&str] = &["anchored-log.yaml", "keys.yaml", "long-lines.yaml", "no-end.yaml"];

/// Odd YAML, each with LF and with CRLF.
fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yaml");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let text = |path: &Path| fs::read_to_string(path).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    files
        .iter()
        .flat_map(|path| [text(path), text(path).replace('\n', "\r\n")].map(|text| (name(path), text)))
        .collect()
}

fn data(text: &str) -> Option<Node> {
    parse(FileId::default(), text, 0..text.len()).ok().map(|parsed| parsed.node)
}

/// What a value says, in whatever order its keys stand.
fn says(node: &Node) -> Value {
    match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Scalar(text) => text.as_str().into(),
        Yaml::List(items) => items.iter().map(says).collect(),
        Yaml::Map(map) => map.entries.iter().map(|(key, node)| (key.value.clone(), says(node))).collect(),
    }
}

#[test]
fn in_odd_yaml_an_event_adds_itself_and_nothing_else() {
    let event = Flow::Map(vec![("am", Flow::Word("2025-06-12".to_owned())), ("grund", Flow::Text("a: b".into()))]);
    for (name, text) in corpus() {
        let new = append(&text, 0..text.len(), "verlauf", &event, &["plan", "titel"]);
        assert_eq!(new.is_err(), NOT_APPENDED.contains(&name.as_str()), "{name}: {new:?}");
        let Ok(new) = new else { continue };
        let mut rest = new.chars();
        assert!(text.chars().all(|c| rest.any(|other| other == c)), "{name}: {new}");
        let (mut old, mut new) = (says(&data(&text).unwrap()), says(&data(&new).unwrap()));
        let log = new["verlauf"].as_array_mut().unwrap();
        assert_eq!(log.pop(), Some(serde_json::json!({"am": "2025-06-12", "grund": "a: b"})), "{name}");
        if log.is_empty() {
            new.as_object_mut().unwrap().remove("verlauf");
            old.as_object_mut().unwrap().remove("verlauf");
        }
        assert_eq!(old, new, "{name}");
    }
}

#[test]
fn odd_yaml_comes_into_form_and_says_the_same() {
    let orders = Orders::default();
    for (name, text) in corpus() {
        let formatted = |text: &str| {
            let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let text = text.trim_end_matches(['\n', '\r']);
            let file = ("projekte/p.md".to_owned(), format!("---{end}{text}{end}---{end}Text  {end}").into_bytes());
            // A mark of a document ends the front matter; such a file is one by itself.
            let file =
                if name == "documents.yaml" { ("seite.yaml".to_owned(), text.as_bytes().to_vec()) } else { file };
            let (sources, _) = Sources::from_files([file]);
            let (id, file) = sources.iter().next().unwrap();
            match format(id, file, &orders).unwrap() {
                Formatted::Changed(change) => {
                    Ok(Sources::from_files([(change.path, change.after)]).0.iter().next().unwrap().1.text.clone())
                }
                Formatted::Same => Ok(file.text.clone()),
                Formatted::Left(found) => Err(found.iter().map(|one| one.code).collect::<Vec<_>>()),
            }
        };
        let new = formatted(&text);
        assert_eq!(new.is_err(), UNREADABLE.contains(&name.as_str()), "{name}: {new:?}");
        let Ok(new) = new else { continue };
        let yaml = new.trim_start_matches("---").trim_start().split("---\r\nText").next().unwrap();
        let yaml = if name == "documents.yaml" { new.as_str() } else { yaml.split("---\nText").next().unwrap() };
        assert_eq!(says(&data(yaml).unwrap()), says(&data(&text).unwrap()), "{name}: {new}");
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| !c.is_ascii_whitespace() && *c != ',').collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(letters(yaml), letters(&text), "{name}");
        assert_eq!(formatted(yaml).as_ref(), Ok(&new), "{name}");
        let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        let is_kept = lines(yaml.trim_end()) == lines(text.trim_end());
        assert_eq!(is_kept, KEPT.contains(&name.as_str()), "{name}: {new}");
    }
}
