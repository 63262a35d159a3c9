//! A whole small site, one file of which is any bytes.

use std::sync::OnceLock;

use jiff::civil::date;
use spatz::content::Model;
use spatz::pipeline::{Settings, read, run};
use spatz::source::Sources;

use super::html::tags;

/// An invented city.
pub(super) const CITY: &[(&str, &str)] = &[
    ("seite.yaml", "titel: Musterstadt\nstichtag: 2024-12-31\nadresse: https://musterstadt.example/digital\n"),
    (
        "modell.yaml",
        "titel: Modell\nstufen: [A, B, C]\ndimensionen:\n  d:\n    titel: Dienste\n    stufen:\n      1:\n        d-1: Alles geht online.\n      2:\n        d-2: {text: Alles geht ohne Papier., gewicht: 2}\n",
    ),
    (
        "projekte/akte.md",
        "---\ntitel: Elektronische Akte\nkurz: Akten ohne Papier.\nplan: {beginn: 2024-01-01, ende: 2024-06-30}\nverlauf:\n  - {am: 2024-01-10, ereignis: begonnen}\n  - {am: 2024-06-01, ereignis: verschoben, auf: 2025-03-31, grund: Vergabe}\n---\n\nDie **Akte** [scannt](../massnahmen/scan.md).\n",
    ),
    (
        "massnahmen/scan.md",
        "---\ntitel: Scannen\nprojekt: akte\nerfuellt: [d-1]\nplan: {beginn: 2024-01-01, ende: 2024-01-31}\nverlauf:\n  - {am: 2024-02-01, ereignis: umgesetzt}\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    ),
    ("glossar.yaml", "akte: {titel: Akte, text: Eine Sammlung von Schriftstücken.}\n"),
    ("werte/offen.md", "---\ntitel: Offen\nkurz: Für alle.\nstatus: entwurf\n---\n\nBis 2026.\n"),
];

/// Elements that no page of a site has.
const FORBIDDEN: &[&str] = &["iframe", "object", "embed", "base", "applet"];

pub(super) fn settings() -> Settings {
    Settings::on(date(2025, 1, 31))
}

/// The files of the city with their bytes.
pub(super) fn files() -> impl Iterator<Item = (String, Vec<u8>)> {
    CITY.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
}

/// The city as it is.
pub(super) fn city() -> &'static (Sources, Model) {
    static CITY: OnceLock<(Sources, Model)> = OnceLock::new();
    CITY.get_or_init(|| {
        let (sources, problems) = Sources::from_files(files());
        let model = read(&sources, problems, &settings()).known.unwrap().model;
        (sources, model)
    })
}

/// Either there is an error, or a site whose pages hold no script but the theme's and lead to no script.
pub fn site(data: &[u8]) {
    let Some((&which, data)) = data.split_first() else { return };
    let mut files: Vec<_> = files().collect();
    let which = usize::from(which) % files.len();
    data.clone_into(&mut files[which].1);
    let (sources, problems) = Sources::from_files(files);
    let outcome = run(&sources, problems, &settings());
    assert_eq!(outcome.artifacts.is_none(), outcome.found.has_errors());
    for (path, bytes) in outcome.artifacts.iter().flatten().filter(|(path, _)| path.ends_with(".html")) {
        page(path, std::str::from_utf8(bytes).unwrap());
    }
}

fn page(path: &str, html: &str) {
    let html = html.strip_prefix("<!DOCTYPE html>").unwrap_or(html);
    for tag in tags(&without_scripts(html)) {
        assert!(!FORBIDDEN.contains(&tag.name), "{} in {path}", tag.name);
        for (key, value) in tag.attributes {
            assert!(!key.starts_with("on"), "{key} in {path}");
            let address = value.trim().to_lowercase();
            assert!(!address.starts_with("javascript:") && !address.starts_with("data:text"), "{value} in {path}");
        }
    }
}

/// The page without what stands in its scripts, of which those that are no data stand in files of the theme.
fn without_scripts(html: &str) -> String {
    let mut parts = html.split("<script");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (script, behind) = part.split_once("</script>").unwrap();
        let (head, body) = script.split_once('>').unwrap();
        let is_data = head == " type=\"application/ld+json\"";
        assert!(is_data || body.is_empty(), "{script}");
        assert!(!is_data || serde_json::from_str::<serde_json::Value>(body).is_ok(), "{body}");
        text.push_str(behind);
    }
    text
}
