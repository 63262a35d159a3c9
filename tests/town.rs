//! The invented small town (`sites/kleinstadt`): what its content was written to show is what its data file says.
//!
//! Every expectation was computed by hand from the method; the reason stands beside it. The town exercises what the
//! content of Halle leaves empty, and people look at its pages: these facts must not vanish unnoticed.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

/// The data file of the town, built once at the date of its own `seite.yaml`.
fn town() -> &'static Value {
    static TOWN: OnceLock<Value> = OnceLock::new();
    TOWN.get_or_init(|| {
        let place = tempfile::tempdir().unwrap();
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kleinstadt/in");
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        let spatz = spatz.arg("build").arg("--content").arg(content).arg("--out").arg(place.path().join("site"));
        assert!(spatz.output().unwrap().status.success());
        let data = std::fs::read(place.path().join("site/daten/reifegrad.json")).unwrap();
        serde_json::from_slice(&data).unwrap()
    })
}

/// The rows of a list that have all these values.
fn rows<'a>(list: &'a Value, values: &[(&str, &str)]) -> Vec<&'a Value> {
    let has = |row: &&Value| values.iter().all(|(key, value)| row[key] == *value);
    list.as_array().unwrap().iter().filter(has).collect()
}

/// The only row that has all these values.
fn row<'a>(list: &'a Value, values: &[(&str, &str)]) -> &'a Value {
    let found = rows(list, values);
    assert_eq!(found.len(), 1, "{values:?}");
    found[0]
}

#[test]
fn dimensions_stand_where_they_were_written_to_stand() {
    let dimension = |id| row(&town()["dimensionen"], &[("id", id)]);
    for (id, level, cap, why) in [
        ("onlinedienste", Some(2), 4, "the exemption of 3c leaves 3a (14 of 20 of 90 %) and 3b (one way of two) open"),
        ("prozesse", Some(2), 4, "180 of 250 people have the file: at least 70 %, and not all of them"),
        ("it-sicherheit", Some(1), 4, "nobody is appointed since 31 January 2025"),
        ("organisation", Some(1), 4, "nothing is asked for on level 2; of level 3 the money is open"),
        ("beteiligung", Some(2), 2, "the platform of level 2 is exempt; the model ends there"),
        ("vernetzte-stadt", None, 0, "its criteria are asked for from 2026"),
    ] {
        assert_eq!(dimension(id)["stufe"].as_u64(), level, "{id}: {why}");
        assert_eq!(dimension(id)["obergrenze"].as_u64(), Some(cap), "{id}");
    }
    // 7/9 of 3a with weight 3, 1/2 of 3b with weight 2, 3c exempt: (7/3 + 1) / 5.
    assert_eq!(dimension("onlinedienste")["fortschritt"], "2/3");
}

#[test]
fn levels_changed_for_every_kind_of_reason() {
    for (day, dimension, level, why) in [
        ("2021-11-12", "onlinedienste", 1, "a measure was completed"),
        ("2023-01-16", "prozesse", 0, "a measure was reopened"),
        ("2024-02-08", "it-sicherheit", 2, "the fourth unit was trained: 200 of 250 people; the exercise was exempt"),
        ("2024-03-01", "onlinedienste", 2, "coverage grew to 11 of 20"),
        ("2024-07-01", "prozesse", 2, "a criterion ended"),
        ("2024-07-01", "it-sicherheit", 1, "an exemption ended"),
        ("2025-01-01", "beteiligung", 2, "an exemption began"),
        ("2025-01-31", "it-sicherheit", 1, "the operation of a measure ended"),
        ("2025-02-15", "onlinedienste", 1, "a confirmation expired"),
        ("2025-03-15", "onlinedienste", 2, "it was confirmed again"),
    ] {
        let change = row(&town()["verlauf"], &[("datum", day), ("dimension", dimension)]);
        assert_eq!(change["stufe"], level, "{day}, {dimension}: {why}");
    }
    // What lasts is not ended by the end of its working group.
    assert!(rows(&town()["verlauf"], &[("datum", "2024-01-31")]).is_empty());
}

#[test]
fn a_dimension_becomes_assessed_and_an_exemption_ends() {
    let expected = |dimension, level: u64| {
        let secured = rows(&town()["prognose"], &[("szenario", "gesichert"), ("dimension", dimension)]);
        let change = secured.into_iter().find(|change| change["datum"] == "2026-01-01").unwrap();
        assert_eq!(change["stufe"], level, "{dimension}");
    };
    expected("vernetzte-stadt", 0);
    expected("beteiligung", 1);
}

#[test]
fn units_differ_and_the_whole_stands_higher_than_some() {
    let level = |unit, dimension| {
        row(&row(&town()["einheiten"], &[("id", unit)])["dimensionen"], &[("id", dimension)])["stufe"].as_u64()
    };
    assert_eq!(town()["einheiten"].as_array().unwrap().len(), 5);
    assert_eq!(level("hauptamt", "prozesse"), Some(2));
    // Its part of the rollout is planned for March 2026.
    assert_eq!(level("bauamt", "prozesse"), Some(1));
    // Its training of March 2022 expired in March 2025; nothing has been heard of it since.
    assert_eq!(level("kulturamt", "it-sicherheit"), Some(0));
}

#[test]
fn the_delay_is_observed() {
    // Of 22 delays in days (-6, -5, -1, 1, 10, 14, 15, 33, 39, 43, 46, 51, 59, …, 522) the twelfth.
    assert_eq!(town()["verzug"]["dauer"], "51 Tage");
}

#[test]
fn every_state_of_a_target_occurs() {
    for (by, dimension, state) in [
        ("2023-12-31", "onlinedienste", "erreicht"),
        ("2024-12-31", "it-sicherheit", "verfehlt"),
        ("2026-06-30", "prozesse", "gefaehrdet"),
        ("2026-12-31", "onlinedienste", "auf Kurs"),
        ("2026-12-31", "organisation", "nicht geplant"),
    ] {
        let target = row(&town()["ziele"], &[("bis", by), ("dimension", dimension)]);
        assert_eq!(target["zustand"], state, "{by}, {dimension}");
    }
}
