//! `spatz synopse` as it is called, on an invented city and the invented small town.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::process::{Command, Output};

use serde_json::{Value, json};

const CITY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/synopsis/in");
const TOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/kleinstadt/in");

fn synopsis(content: &str, arguments: &[&str]) -> Output {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().args(["synopse", "--content", content]).args(arguments).output().unwrap()
}

fn text(content: &str, arguments: &[&str]) -> String {
    let output = synopsis(content, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json_of(content: &str, arguments: &[&str]) -> Value {
    serde_json::from_str(&text(content, &[arguments, &["--format", "json"]].concat())).unwrap()
}

const FROM: &str = "2024-02-01";
const TO: &str = "2024-08-01";

#[test]
fn words_come_first_then_tables() {
    let text = text(CITY, &["--von", FROM, "--bis", TO]);
    let told = "\
Seit dem 01.02.2024 bis zum 01.08.2024:
- 2 Dimensionen gestiegen: „Amt“ und „Dienst“.
- 2 Dimensionen gefallen: „Netz“ und „Schule“.
- 1 Projekt begonnen: „Neubau“.
- 1 Projekt umgesetzt: „Werk“.
- 1 Projekt verschoben: „Neubau“.
- 1 Projekt pausiert: „Park“.
- 1 Projekt eingestellt: „Steg“.
- 1 Meilenstein erreicht: „Grundstein gelegt“.
- 1 neue Frage: „Anfrage, Frage 3“.
- 1 Frage beantwortet: „Anfrage, Frage 1“.
- 1 Frage teilweise beantwortet: „Anfrage, Frage 2“.
- 1 Zusage erfüllt: „Der Rat erhält eine Liste“.
- 1 Zusage nicht bis zur Frist erfüllt: „Der Rat erhält einen Bericht“.
- 1 Kennzahl mit neuem Wert: „Onlinedienste“.

Stufen
------
- Amt
  vorher   Stufe 0 (Am Anfang)
  nachher  Stufe 1 (Begonnen)
  Warum    Akte (Maßnahme: Beitrag 0\u{a0}% → 100\u{a0}%)
- Netz
  vorher   Stufe 1 (Begonnen)
  nachher  Stufe 0 (Am Anfang)
  Warum    Prüfung (Maßnahme: Bestätigung abgelaufen)
- Dienst
  vorher   Stufe 0 (Am Anfang)
  nachher  Stufe 1 (Begonnen)
  Warum    Alle Dienste sind online. (Ausnahme gilt)
- Schule
  vorher   Stufe 1 (Begonnen)
  nachher  Stufe 0 (Am Anfang)
  Warum    Alle Räume haben Netz. (Modell: wird jetzt verlangt)
";
    assert!(text.starts_with(told), "{text}");
    assert!(text.contains("verschoben (30.06.2024 → 31.12.2024, 6 Monate später)"), "{text}");
    assert!(text.contains("  Grund                  Lieferverzug\n"), "{text}");
}

#[test]
fn programs_read_the_same() {
    let found = json_of(CITY, &["--von", FROM, "--bis", TO]);
    assert_eq!(found["von"], json!({"stichtag": FROM, "fassung": null}));
    assert_eq!(
        found["stufen"][0]["gruende"][0],
        json!({"art": "massnahme", "id": "akte", "vorher": "0", "nachher": "1"})
    );
    assert_eq!(found["stufen"][1]["gruende"][0], json!({"art": "bestaetigung", "id": "pruefung", "abgelaufen": true}));
    let end = json!({
        "art": "ende", "vorher": "2024-06-30", "nachher": "2024-12-31", "monate": 6, "tage": 0, "genau": true,
        "grund": "Lieferverzug",
    });
    assert_eq!(found["projekte"][0]["aenderungen"][1], end);
    assert_eq!(found["meilensteine"][0]["id"], "grundstein");
    assert_eq!(found["fragen"][0]["nachher"], json!({"stand": "beantwortet", "am": "2024-02-20"}));
    assert_eq!(found["fragen"][1]["nachher"], json!({"stand": "teilweise", "am": "2024-02-20"}));
    assert_eq!(found["zusagen"][0]["aenderungen"], json!(["versaeumt"]));
    assert_eq!(found["zusagen"][1]["aenderungen"], json!(["erfuellt"]));
    assert_eq!(found["stufen"][2]["gruende"][0]["art"], "ausnahme");
    assert_eq!(found["stufen"][3]["gruende"][0]["art"], "modell");
    let reading = json!([{"wert": "5", "form": "zahl", "rund": false, "am": "2024-07-31"}]);
    assert_eq!(found["kennzahlen"][0]["nachher"], reading);
}

#[test]
fn a_day_does_not_differ_from_itself_and_backwards_is_the_mirror_image() {
    let same = text(TOWN, &["--von", FROM, "--bis", FROM]);
    assert!(same.starts_with("Seit dem 01.02.2024 bis zum 01.02.2024 hat sich nichts geändert"), "{same}");
    let (there, back) = (json_of(TOWN, &["--von", FROM, "--bis", TO]), json_of(TOWN, &["--von", TO, "--bis", FROM]));
    for (one, other) in there["stufen"].as_array().unwrap().iter().zip(back["stufen"].as_array().unwrap()) {
        assert_eq!((&one["vorher"], &one["nachher"]), (&other["nachher"], &other["vorher"]));
    }
    let text = text(TOWN, &["--von", TO, "--bis", FROM]);
    assert!(text.starts_with("Rückwärts verglichen, ausgehend von dem 01.08.2024"), "{text}");
}

#[test]
fn lines_fit_in_both_languages() {
    for language in ["de", "en"] {
        let text = text(TOWN, &["--von", "2022-01-01", "--lang", language]);
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        assert!(!text.contains("synopse."), "{text}");
    }
}

#[test]
fn usage_errors_end_with_2_and_unreadable_content_with_1() {
    assert_eq!(synopsis(CITY, &[]).status.code(), Some(2));
    assert_eq!(synopsis(CITY, &["--von", FROM, "--stichtag", "gestern"]).status.code(), Some(2));
    // What is no date is looked for in git.
    assert_eq!(synopsis(CITY, &["--von", "gestern"]).status.code(), Some(1));
    assert_eq!(synopsis("/nirgends", &["--von", FROM]).status.code(), Some(1));
}
