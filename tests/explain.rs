//! `spatz explain` as it is called, on the invented small town: how a level comes about, what is missing, what would be if.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

const TOWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sites/kleinstadt/in");

fn spatz(arguments: &[&str]) -> Output {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().args(arguments).output().unwrap()
}

fn explain(arguments: &[&str]) -> Output {
    spatz(&[&["explain", "--content", TOWN, "--stichtag", "2025-06-30"], arguments].concat())
}

fn text(arguments: &[&str]) -> String {
    let output = explain(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// What is said on standard error, where nothing else is said.
fn refusal(arguments: &[&str], code: i32) -> String {
    let output = explain(arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

const DIMENSIONS: [&str; 6] =
    ["onlinedienste", "prozesse", "it-sicherheit", "organisation", "beteiligung", "vernetzte-stadt"];

#[test]
fn a_level_is_derived_step_by_step() {
    let text = text(&["prozesse"]);
    for line in [
        "Prozesse und elektronische Akte (prozesse)",
        "reifegrad/prozesse.html, Stichtag 30.06.2025",
        "Regel: Eine Stufe ist bestanden, wenn jedes ihrer Kriterien erfüllt ist.",
        "    erreicht 72\u{a0}%, nötig 70\u{a0}%: erfüllt",
        "    - Elektronische Akte einführen: in 3 von 5 Einheiten",
        "      massnahmen/e-akte.html",
        "      - zusammen, nach Größe: (180 · 1 + 70 · 0) : 250 = 18/25",
        "Nicht bestanden. Erfüllt: 0 von 2 Kriterien. Hier ist Schluss; erreicht ist deshalb Stufe 2.",
        "Der kürzeste Weg zu Stufe 3 – Gesteuert",
        "    hilft bei: prozesse-3b",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

#[test]
fn lines_fit_and_no_key_is_printed() {
    let catalogue = include_str!("../src/messages/de.yaml");
    let section = |line: &'static str| line.split_once(':').map(|(name, _)| name);
    let sections: Vec<_> = catalogue
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(section)
        .collect();
    assert!(sections.contains(&"herleitung"));
    for language in ["de", "en"] {
        for dimension in DIMENSIONS {
            let text = text(&[dimension, "--lang", language, "--if", "e-akte=2025-01-01", "--without", "e-rechnung"]);
            for line in text.lines() {
                assert!(line.chars().count() <= 100, "{line}");
                for word in line.split(' ') {
                    let key = word.split_once('.').filter(|(_, rest)| rest.starts_with(char::is_alphabetic));
                    assert!(!key.is_some_and(|(name, _)| sections.contains(&name)), "{line}");
                }
            }
        }
    }
}

#[test]
fn a_level_asked_for_is_answered() {
    let answer = |dimension: &str, level: &str| {
        let text = text(&[dimension, "--level", level]);
        text.lines().find(|line| line.starts_with("Antwort:")).unwrap().to_owned()
    };
    assert!(answer("onlinedienste", "1").ends_with("ist erreicht."));
    assert!(answer("onlinedienste", "4").ends_with("ist nicht erreicht. Es scheitert an Stufe 3 – Gesteuert."));
    assert!(answer("beteiligung", "4").contains("verlangt das Modell hier zurzeit nichts"));
    assert!(answer("organisation", "2").contains("ist"), "a gap has an answer as well");
    let text = text(&["onlinedienste", "--level", "4"]);
    assert!(text.contains("Der kürzeste Weg zu Stufe 4 – Vorbildlich"));
    assert!(!self::text(&["onlinedienste", "--level", "2"]).contains("Stufe 4 – Vorbildlich"));
}

#[test]
fn a_criterion_is_explained_alone() {
    let text = text(&["prozesse-2a"]);
    assert!(text.contains("prozesse-2a: Die elektronische Akte"));
    assert!(!text.contains("prozesse-2b"));
    let json = json(&["prozesse-2a"]);
    assert_eq!(json["dimension"]["stufen"][0]["kriterien"].as_array().unwrap().len(), 1);
}

#[test]
fn the_explanation_agrees_with_the_data_file() {
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("public");
    let site = site.to_str().unwrap();
    let built = spatz(&["build", "--content", TOWN, "--stichtag", "2025-06-30", "--out", site]);
    assert_eq!(built.status.code(), Some(0));
    let data: Value = serde_json::from_slice(&fs::read(format!("{site}/daten/reifegrad.json")).unwrap()).unwrap();
    for (id, dimension) in DIMENSIONS.iter().zip(data["dimensionen"].as_array().unwrap()) {
        let explained = &json(&[id])["dimension"];
        assert_eq!(dimension["id"], *id);
        for key in ["stufe", "fortschritt", "erfuellungsgrad", "voraus"] {
            assert_eq!(explained["stand"][key], dimension[key], "{id} {key}");
        }
        assert_eq!(explained["rechnung"]["erfuellungsgrad"]["ergebnis"], dimension["erfuellungsgrad"]);
        assert_eq!(explained["rechnung"]["fortschritt"]["ergebnis"], dimension["fortschritt"]);
        let ways = data["naechster_schritt"].as_array().unwrap();
        let way = ways.iter().find(|way| way["dimension"] == *id).unwrap_or(&Value::Null);
        assert_eq!(&explained["naechster_schritt"], way);
        assert!(fs::exists(format!("{site}/{}", explained["seite"].as_str().unwrap())).unwrap());
    }
}

#[test]
fn the_way_leads_to_the_level() {
    for dimension in DIMENSIONS {
        let way = json(&[dimension])["dimension"]["naechster_schritt"].clone();
        let is_open = way.is_null() || !way["offen"].as_array().unwrap().is_empty();
        if is_open {
            continue;
        }
        let ids = way["massnahmen"].as_array().unwrap();
        let conditions: Vec<_> =
            ids.iter().map(|one| format!("--if={}=2025-06-30", one["id"].as_str().unwrap())).collect();
        let mut arguments = vec![dimension];
        arguments.extend(conditions.iter().map(String::as_str));
        let level = &json(&arguments)["dimension"]["stand"]["stufe"];
        assert!(level.as_u64() >= way["stufe"].as_u64(), "{dimension}: {level} with {conditions:?}");
    }
}

#[test]
fn what_would_change_is_told_over_all_or_for_one_dimension() {
    let all = text(&["--if", "e-akte=2025-06-01", "--without", "leistungen-beschreiben"]);
    for line in [
        "Onlinedienste (onlinedienste)",
        "  - Stufe: 2 – Geordnet → 0 – Am Anfang",
        "Prozesse und elektronische Akte (prozesse)",
        "  - Stufe 3 – Gesteuert nach Plan: 31.05.2026 → 30.04.2026",
        "  - Durchgängig erreichte Stufe: 1 – Begonnen → 0 – Am Anfang",
    ] {
        assert!(all.lines().any(|found| found == line), "{line}\n{all}");
    }
    let one = text(&["prozesse", "--if", "e-akte=2025-06-01", "--without", "leistungen-beschreiben"]);
    assert!(one.contains("Auch 1 andere Dimension ändert sich"), "{one}");
    let unit = json(&["--if", "e-akte@bauamt=2025-06-01"]);
    assert_eq!(unit["annahmen"][0]["einheit"], "bauamt");
    assert_eq!(unit["unterschiede"]["dimensionen"][0]["id"], "prozesse");
    assert_eq!(unit["dimension"], Value::Null);
}

#[test]
fn an_assumption_without_effect_is_said_to_have_none() {
    let text = text(&["--if", "e-rechnung=2027-01-01"]);
    assert!(text.contains("(Das ändert nichts.)") && text.contains("keiner Stufe"), "{text}");
}

#[test]
fn a_plan_to_come_moves_dates_and_nothing_else() {
    let json = json(&["--if", "prozesse-vereinfachen=2026-12-31"]);
    let changed = &json["unterschiede"]["dimensionen"][0];
    assert_eq!(changed["vorher"], changed["nachher"]);
    assert_eq!(changed["erwartet"][0]["nachher"], "2026-12-31");
}

#[test]
fn names_that_do_not_exist_are_refused_with_the_nearest() {
    assert!(refusal(&["prozess"], 1).contains("meinten Sie `prozesse`?"));
    assert!(refusal(&["voellig-anders"], 1).contains("onlinedienste"));
    assert!(refusal(&["--if", "e-akt=2025-01-01"], 1).contains("meinten Sie `e-akte`?"));
    assert!(refusal(&["--without", "e-akt"], 1).contains("meinten Sie `e-akte`?"));
    assert!(refusal(&["--if", "e-akte@bauamd=2025-01-01"], 1).contains("meinten Sie `bauamt`?"));
    assert!(refusal(&["--if", "bund-id@bauamt=2025-01-01"], 1).contains("`bund-id`"));
    assert!(refusal(&["--if", "e-akte"], 2).contains("--if"));
    assert!(refusal(&["--if", "e-akte=bald"], 2).contains("--if"));
}

#[test]
fn content_with_errors_is_not_explained() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("seite.yaml"), "titel: Musterau\n").unwrap();
    let output = spatz(&["explain", "dienste", "--content", place.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains("modell.yaml"));
}
