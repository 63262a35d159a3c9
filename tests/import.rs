//! `spatz import projekte` as it is called: every format, broken ones too, what is written, what is kept, and what is told.
//!
//! All lists and contents here are invented.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

const SITE: &str = "# erfundenes Beispiel\ntitel: Digitales Musterstadt\nstichtag: 2024-06-30\n";

const MODEL: &str = "\
titel: Reifegradmodell von Musterstadt
stufen: [Am Anfang, Begonnen]
dimensionen:
  dienste: {titel: Onlinedienste, stufen: {1: {dienste-1a: Ein Verzeichnis der Onlinedienste liegt vor.}}}
";

const ORGANISATION: &str = "\
einheiten:
  \"37\": {titel: Feuerwehr, kuerzel: FB 37}
  bauamt: {titel: Bauamt}
";

const DOCUMENTS: &str = "liste-2024: {titel: Projektliste 2024, datum: 2024-06-01}\n";

const STRATEGY: &str = "---\ntitel: Digital 2027\nart: strategie\nstand: beschlossen\n---\n";

/// A project as an editor keeps it, with everything that could get lost.
const BY_HAND: &str = "\u{feff}---\r\n# von Hand\r\ntitel: \"Neue  Leitstelle\"\r\neinheit: '37'   # FB 37\r\nplan: {beginn: 2023-01-01, ende: 2024-06-30}\r\nverlauf:\r\n  - {am: 2023-01-10, ereignis: begonnen}   # mit Anlauf\r\nx-eigen:   bleibt\r\n---\r\n\r\nText von Hand.  \r\n";

const LIST: &str = "\
Projektname;FB;Beginn;Ende geplant;Kosten geplant
Neue Leitstelle;FB 37;01.01.2023;31.12.2024;
Bauakten digital: Teil 1;Bauamt;Juli 2024;3. Quartal 2025;1.250.000,50 €
";

#[test]
fn a_list_becomes_files_and_events() {
    let place = Place::new();
    place.write("projekte/leitstelle.md", BY_HAND);
    let output = place.import("liste.csv", LIST, &["--quelle", "liste-2024"]);
    assert_eq!(code(&output), 0, "{}{}", stdout(&output), stderr(&output));
    let expected = "\
---
titel: \"Bauakten digital: Teil 1\"
einheit: bauamt
plan: {beginn: 2024-07, ende: 2025-Q3}
kosten: {geplant: 1_250_000.50 €}
quelle: {dokument: liste-2024, stelle: Zeile 3}
---
";
    assert_eq!(place.read("projekte/bauakten-digital-teil-1.md"), expected);
    let event = "  - {am: 2024-06-01, ereignis: verschoben, auf: 2024-12-31, grund: ohne Angabe in der Liste liste.csv, quelle: {dokument: liste-2024, stelle: Zeile 2}}\r\n";
    assert_eq!(place.read("projekte/leitstelle.md"), BY_HAND.replace("x-eigen", &format!("{event}x-eigen")));
    assert_eq!(code(&run(place.spatz().arg("check"))), 0);
}

#[test]
fn a_second_import_changes_nothing() {
    let place = Place::new();
    place.write("projekte/leitstelle.md", BY_HAND);
    place.import("liste.csv", LIST, &[]);
    let before = place.tree();
    let output = place.import("liste.csv", LIST, &["--stand", "2024-06-20"]);
    assert_eq!((code(&output), place.tree()), (0, before));
    assert!(stdout(&output).contains("0 neu, 0 ergänzt, 2 unverändert"), "{}", stdout(&output));
}

#[test]
fn a_dry_run_reports_the_same_and_writes_nothing() {
    let place = Place::new();
    place.write("projekte/leitstelle.md", BY_HAND);
    let before = place.tree();
    let dry = place.import("liste.csv", LIST, &["--dry-run"]);
    assert_eq!((code(&dry), place.tree()), (0, before));
    let real = place.import("liste.csv", LIST, &[]);
    let rows = |output: &Output| {
        stdout(output).lines().filter(|line| line.starts_with("Zeile")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rows(&dry), rows(&real));
    assert_eq!(rows(&dry).len(), 2);
}

#[test]
fn machines_read_the_report() {
    let place = Place::new();
    let list = "Titel;Ende\nEins;2025\nZwei;bald\n";
    let output = place.import("liste.csv", list, &["--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(code(&output), 1);
    assert_eq!(report["zeilen"][0]["was"], "neu");
    assert_eq!(report["zeilen"][1]["was"], "fehlerhaft");
    assert_eq!(report["dateien"][0], "projekte/eins.md");
    assert_eq!(report["befunde"][0]["code"], "E0710");
    assert_eq!(report["befunde"][0]["line"], 3);
    assert_eq!(report["summe"]["neu"], 1);
}

/// Each mistake is told where it stands; the other rows are imported.
#[test]
fn bad_rows_are_reported_all_at_once() {
    let place = Place::new();
    let list = "\
id;Titel;FB;Beginn;Ende;Status;status_am;umgesetzt am;geplant
;Gut;37;2024;2025;;;;
;Datum;;bald;;;;;
;Ende;;2025;2024;;;;
;;37;2024;;;;;
;Einheit;FB 99;;;;;;
;Geld;;;;;;;viel
Groß Klein;Kennung;;;;;;;
;Punkt;;;;;;;1.250
;Status;;;;irgendwie;;;
;Zukunft;;;;laufend;2024-06-02;;
;Fertig;;;;laufend;;2024-01-01;
";
    let output = place.import("liste.csv", list, &["--format", "short"]);
    let told: Vec<String> = stderr(&output)
        .lines()
        .filter_map(|line| Some(format!("{} {}", line.split(':').nth(1)?, line.split_once('[')?.1.get(..5)?)))
        .collect();
    let expected = [
        "3 E0710", "4 E0711", "5 E0709", "6 E0712", "7 E0713", "8 E0714", "9 E0715", "10 E0716", "11 E0717", "12 E0721",
    ];
    assert_eq!((code(&output), told), (1, expected.map(str::to_owned).to_vec()), "{}", stderr(&output));
    assert_eq!(place.projects(), ["gut.md"]);
}

/// What the list says otherwise than the file is told and not written.
#[test]
fn differences_are_conflicts() {
    let place = Place::new();
    place.write("projekte/leitstelle.md", BY_HAND);
    let before = place.tree();
    for (heading, value, code_) in [
        ("Titel", "Andere Leitstelle", "E0731"),
        ("kurz", "Kurz", "E0731"),
        ("einheit", "bauamt", "E0731"),
        ("strategie", "digital-2027", "E0731"),
        ("beginn", "2023-01-02", "E0731"),
        ("geplant", "5", "E0731"),
        ("status", "umgesetzt", "E0734"),
        ("status", "beschlossen", "E0731"),
        ("ende", "2022", "E0711"),
    ] {
        let list = format!("id;{heading};nr\nleitstelle;{value};1\n");
        let output = place.import("liste.csv", &list, &["--format", "short"]);
        assert_eq!((code(&output), findings(&output)), (1, vec![code_.to_owned()]), "{heading}: {}", stderr(&output));
        assert_eq!(place.tree(), before, "{heading}");
    }
}

#[test]
fn an_ended_list_does_not_shift_back() {
    let place = Place::new();
    let log = "verlauf: [{am: 2024-02-01, ereignis: verschoben, auf: 2024-12-31, grund: erfunden}]";
    place.write("projekte/a.md", format!("---\ntitel: A\nplan: {{beginn: 2023, ende: 2023-12-31}}\n{log}\n---\n"));
    let before = place.tree();
    let output = place.import("liste.csv", "Titel;Ende\nA;31.12.2023\n", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0737".to_owned()]));
    let output = place.import("liste.csv", "Titel;Ende\nA;31.12.2023\n", &["--stand", "2024-01-31"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let output =
        place.import("liste.csv", "Titel;Ende\nA;31.03.2025\n", &["--format", "short", "--stand", "2024-01-31"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0737".to_owned()]));
    assert_eq!(place.tree(), before);
}

#[test]
fn a_dated_status_becomes_an_event() {
    let place = Place::new();
    place.write("projekte/leitstelle.md", BY_HAND);
    let list = "Titel;Status;status_am;Grund\nNeue Leitstelle;pausiert;1.2.2024;Personal fehlt\n";
    assert_eq!(code(&place.import("liste.csv", list, &[])), 0);
    assert!(
        place
            .read("projekte/leitstelle.md")
            .contains("  - {am: 2024-02-01, ereignis: pausiert, grund: Personal fehlt}\r\n")
    );
    let list = "Titel;umgesetzt am\nNeue Leitstelle;1.3.2024\n";
    assert_eq!(code(&place.import("liste.csv", list, &[])), 0);
    assert!(place.read("projekte/leitstelle.md").contains("  - {am: 2024-03-01, ereignis: umgesetzt}\r\n"));
    let before = place.tree();
    assert_eq!(code(&place.import("liste.csv", list, &[])), 0);
    assert_eq!(place.tree(), before);
}

#[test]
fn ambiguous_rows_are_conflicts() {
    let place = Place::new();
    for (id, begin) in [("a", "2023"), ("b", "2024"), ("c", "2023")] {
        let title = if id == "c" { "C" } else { "Doppelt" };
        place.write(
            &format!("projekte/{id}.md"),
            format!("---\ntitel: {title}\nplan: {{beginn: {begin}, ende: 2025}}\n---\n"),
        );
    }
    let before = place.tree();
    for (list, codes) in [
        ("Titel;FB\nDoppelt;37\n", vec!["E0732"]),
        ("Titel;Beginn\nDoppelt;2022\n", vec!["E0735"]),
        ("Titel;Nr.\nC;1\nc!;2\n", vec!["E0733", "E0733"]),
        ("Titel;FB\nNeu;37\nNEU;37\n", vec!["E0733", "E0733"]),
        ("id;Titel\nd;C\n", vec!["E0736"]),
        ("id;Titel\nd;Eins\nd;Zwei\n", vec!["E0733", "E0733"]),
    ] {
        let output = place.import("liste.csv", list, &["--format", "short"]);
        assert_eq!((code(&output), findings(&output)), (1, codes.iter().map(ToString::to_string).collect()), "{list}");
        assert_eq!(place.tree(), before, "{list}");
    }
    let list = "Titel;Beginn\nC;2023\nC;2024\nC;2025\n";
    assert_eq!(code(&place.import("liste.csv", list, &[])), 0);
    assert_eq!(place.projects(), ["a.md", "b.md", "c-2.md", "c-3.md", "c.md"]);
}

#[test]
fn what_cannot_be_appended_is_told_with_the_line_to_write() {
    let place = Place::new();
    place.write(
        "projekte/a.md",
        "---\ntitel: A\nplan: {beginn: 2023, ende: 2024}\nverlauf: {am: 2023, ereignis: begonnen}\n---\n",
    );
    let before = place.tree();
    let output = place.import("liste.csv", "Titel;Ende;Grund\nA;2025;Lieferung\n", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0738".to_owned()]));
    assert!(stderr(&output).contains("- {am: 2024-06-01, ereignis: verschoben, auf: 2025, grund: Lieferung}"));
    assert_eq!(place.tree(), before);
}

#[test]
fn columns_are_mapped_by_a_file() {
    let place = Place::new();
    let list = "Was?;Wer;Wo;Zusatz\nErstes;Brandschutz;3;x\n";
    let written = place.import("liste.csv", list, &["--zuordnung-schreiben", "zuordnung.yaml"]);
    assert_eq!(code(&written), 0, "{}", stderr(&written));
    let template = fs::read_to_string(place.path("zuordnung.yaml")).unwrap();
    assert!(
        template.ends_with("spalten:\n  \"Was?\": x-was\n  Wer: x-wer\n  Wo: x-wo\n  Zusatz: x-zusatz\n"),
        "{template}"
    );
    let again = place.import("liste.csv", list, &["--zuordnung-schreiben", "zuordnung.yaml", "--format", "short"]);
    assert_eq!((code(&again), findings(&again)), (1, vec!["E0723".to_owned()]));
    assert_eq!(place.projects(), Vec::<String>::new());
    let output = place.import("liste.csv", list, &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0706".to_owned()]));
    let mapping = "spalten: {\"Was?\": titel, Wer: einheit, Wo: ignorieren, Zusatz: x-zusatz}\nwerte: {einheit: {Brandschutz: \"37\"}}\n";
    fs::write(place.path("m.yaml"), mapping).unwrap();
    let output = place.import("liste.csv", list, &["--zuordnung", "m.yaml"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(place.read("projekte/erstes.md"), "---\ntitel: Erstes\neinheit: \"37\"\nx-zusatz: x\n---\n");
    fs::write(place.path("m.yaml"), "spalten: {Wer: einhet}\n").unwrap();
    let output = place.import("liste.csv", list, &["--zuordnung", "m.yaml", "--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0718".to_owned()]));
    assert!(
        stderr(&output).starts_with("m.yaml:1:16: ") && stderr(&output).contains("`einheit`"),
        "{}",
        stderr(&output)
    );
}

// Tools

/// A folder of its own, with the content in `content/`.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        for (path, text) in [
            ("seite.yaml", SITE),
            ("modell.yaml", MODEL),
            ("organisation.yaml", ORGANISATION),
            ("quellen.yaml", DOCUMENTS),
            ("strategie/digital-2027.md", STRATEGY),
        ] {
            place.write(path, text);
        }
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path("content").join(path)).unwrap()
    }

    fn tree(&self) -> BTreeMap<String, String> {
        tree(&self.path("content"))
    }

    /// The files of the projects.
    fn projects(&self) -> Vec<String> {
        self.tree().into_keys().filter_map(|path| Some(path.strip_prefix("projekte/")?.to_owned())).collect()
    }

    fn spatz(&self) -> Command {
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        spatz.env_clear().env("LANG", "C").current_dir(self.folder.path());
        spatz
    }

    /// Imports a list, of 1 June 2024 if the options do not say otherwise.
    fn import(&self, name: &str, list: impl AsRef<[u8]>, options: &[&str]) -> Output {
        fs::write(self.path(name), list).unwrap();
        let mut command = self.spatz();
        command.args(["import", "projekte", name]).args(options);
        if !options.contains(&"--stand") {
            command.args(["--stand", "2024-06-01"]);
        }
        run(&mut command)
    }
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

/// The exit code; a program that was killed has none.
fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The codes of the findings in the short format.
fn findings(output: &Output) -> Vec<String> {
    let code = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    stderr(output).lines().filter_map(code).collect()
}

/// Every file below a folder, by path.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (relative(file.path()), fs::read_to_string(file.path()).unwrap())).collect()
}
