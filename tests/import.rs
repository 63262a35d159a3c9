//! `spatz import projekte` as it is called: every format, broken ones too, what is written, what is kept, and what is told.
//!
//! All lists and contents here are invented.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;
use zip::write::SimpleFileOptions;

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
    fs::write(place.path("m.yaml"), "tausenderpunkt: ja\n").unwrap();
    let output = place.import("b.csv", "Titel;geplant\nZweites;45.000 €\n", &["--zuordnung", "m.yaml"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(place.read("projekte/zweites.md").contains("kosten: {geplant: 45_000 €}\n"));
    fs::write(place.path("m.yaml"), "spalten: {Wer: einhet}\n").unwrap();
    let output = place.import("liste.csv", list, &["--zuordnung", "m.yaml", "--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0718".to_owned()]));
    assert!(
        stderr(&output).starts_with("m.yaml:1:16: ") && stderr(&output).contains("`einheit`"),
        "{}",
        stderr(&output)
    );
}

// Formats

/// What the same list becomes in every format.
fn becomes_the_usual(name: &str, list: impl AsRef<[u8]>, sheet: &str) {
    let place = Place::new();
    let output = place.import(name, list, &["--quelle", "liste-2024"]);
    assert_eq!(code(&output), 0, "{name}: {}{}", stdout(&output), stderr(&output));
    let file = |title: &str, rest: &str, row: u32| {
        let source = if sheet.is_empty() { format!("Zeile {row}") } else { format!("\"{sheet}, Zeile {row}\"") };
        format!("---\ntitel: {title}\n{rest}quelle: {{dokument: liste-2024, stelle: {source}}}\n---\n")
    };
    let first = "einheit: \"37\"\nplan: {beginn: 2023-07-01, ende: 2025-Q3}\nkosten: {geplant: 1_250_000.50 €}\n";
    assert_eq!(place.read("projekte/loeschfahrzeug.md"), file("Löschfahrzeug", first, 5), "{name}");
    let second = "einheit: \"37\"\nplan: {beginn: 2024, ende: 2024-12-31}\nkosten: {geplant: 5 €}\n";
    assert_eq!(place.read("projekte/drehleiter.md"), file("Drehleiter", second, 6), "{name}");
    assert_eq!(place.projects().len(), 2, "{name}: {}", stdout(&output));
}

/// The list as text: a title, headings in two rows, a heading of a group, a sum.
const USUAL: &str = "\
Erfundene Liste;;;;
Projekt;Zuständig;Zeitraum;;Kosten
;;von;bis;
Brandschutz;;;;
Löschfahrzeug;FB 37;01.07.2023;3. Quartal 2025;1.250.000,50 €
Drehleiter;Feuerwehr;2024;31.12.2024;5 €
Summe;;;;1.250.005,50 €
";

#[test]
fn text_is_read_in_every_encoding_and_with_every_delimiter() {
    becomes_the_usual("a.csv", USUAL, "");
    becomes_the_usual("a.csv", format!("\u{feff}{}", USUAL.replace('\n', "\r\n")), "");
    becomes_the_usual("a.tsv", USUAL.replace(';', "\t"), "");
    let quoted = |line: &str| line.split(';').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    becomes_the_usual("a.csv", USUAL.lines().map(|line| quoted(line) + "\n").collect::<String>(), "");
    let windows: Vec<u8> = USUAL.chars().map(|c| if c == '€' { 0x80 } else { u32::from(c) as u8 }).collect();
    becomes_the_usual("a.csv", windows, "");
    let wide = std::iter::once(0xfeff).chain(USUAL.encode_utf16());
    becomes_the_usual("a.txt", wide.flat_map(u16::to_le_bytes).collect::<Vec<_>>(), "");
}

#[test]
fn a_workbook_of_excel_is_read() {
    becomes_the_usual("a.xlsx", xlsx(), "Vorhaben");
}

/// The usual list with real dates, numbers and merged cells, behind a sheet that holds something else.
fn xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Deckblatt").unwrap().write(0, 0, "erfunden").unwrap();
    let sheet = book.add_worksheet().set_name("Vorhaben").unwrap();
    let (plain, date, money) =
        (Format::new(), Format::new().set_num_format("dd.mm.yyyy"), Format::new().set_num_format("#,##0.00"));
    sheet.merge_range(0, 0, 0, 4, "Erfundene Liste", &plain).unwrap();
    sheet.merge_range(1, 2, 1, 3, "Zeitraum", &plain).unwrap();
    for (column, heading) in [(0, "Projekt"), (1, "Zuständig"), (4, "Kosten")] {
        sheet.merge_range(1, column, 2, column, heading, &plain).unwrap();
    }
    sheet.write(2, 2, "von").unwrap().write(2, 3, "bis").unwrap();
    sheet.merge_range(3, 0, 3, 4, "Brandschutz", &plain).unwrap();
    // The unit stands in a cell over both rows.
    sheet.merge_range(4, 1, 5, 1, "FB 37", &plain).unwrap();
    sheet.write(4, 0, "Löschfahrzeug").unwrap();
    sheet.write_with_format(4, 2, ExcelDateTime::from_ymd(2023, 7, 1).unwrap(), &date).unwrap();
    sheet.write(4, 3, "3. Quartal 2025").unwrap();
    sheet.write_with_format(4, 4, 1_250_000.5, &money).unwrap();
    sheet.write(5, 0, "Drehleiter").unwrap().write(5, 2, 2024).unwrap();
    // A date that is formatted as a number.
    sheet.write(5, 3, 45_657).unwrap().write(5, 4, 5).unwrap();
    sheet.write(6, 0, "Summe").unwrap().write(6, 4, Formula::new("=E5+E6").set_result("1250005.5")).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_of_libre_office_is_read() {
    becomes_the_usual("a.ods", ods(&usual_ods()), "Vorhaben");
}

fn usual_ods() -> String {
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let covered = "<table:covered-table-cell/>";
    let row = |cells: &[&str]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let date = |day: &str| {
        format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{day}\"><text:p>x</text:p></table:table-cell>"
        )
    };
    let number = |value: &str| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{value}\"><text:p>x</text:p></table:table-cell>"
        )
    };
    let empty = "<table:table-cell/>";
    let spanned =
        text("FB 37").replace("office:", "table:number-columns-spanned=\"1\" table:number-rows-spanned=\"2\" office:");
    let rows = [
        row(&[&text("Erfundene Liste"), &covered.repeat(4)]),
        row(&[&text("Projekt"), &text("Zuständig"), &text("Zeitraum"), covered, &text("Kosten")]),
        row(&[covered, covered, &text("von"), &text("bis")]),
        row(&[&text("Brandschutz"), &covered.repeat(4)]),
        row(&[&text("Löschfahrzeug"), &spanned, &date("2023-07-01"), &text("3. Quartal 2025"), &number("1250000.5")]),
        row(&[&text("Drehleiter"), covered, &number("2024"), &date("2024-12-31"), &number("5")]),
        row(&[&text("Summe"), empty, empty, empty, &number("1250005.5")]),
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ];
    format!("<table:table table:name=\"Vorhaben\">{}</table:table>", rows.concat())
}

/// An ODS file with these tables.
fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"m\"/>";
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ])
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A list that is refused, with nothing written.
fn is_refused(name: &str, list: impl AsRef<[u8]>, expected: &str) {
    let place = Place::new();
    let output = place.import(name, list, &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec![expected.to_owned()]), "{name}: {}", stderr(&output));
    assert!(stderr(&output).starts_with(&format!("{name}: ")), "{}", stderr(&output));
    assert_eq!(place.projects(), Vec::<String>::new());
}

#[test]
fn what_cannot_be_read_is_refused() {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    is_refused("kennwort.xlsx", [b"\xd0\xcf\x11\xe0".to_vec(), name].concat(), "E0703");
    is_refused("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "E0702");
    is_refused("binaer.xlsb", archive(&[("xl/workbook.bin", "")]), "E0702");
    is_refused("bild.png", b"\x89PNG\r\n\x1a\n\0\0", "E0702");
    is_refused("text.docx", archive(&[("word/document.xml", "<x/>")]), "E0702");
    is_refused("leer.csv", "", "E0706");
    is_refused("leer.xlsx", archive(&[("xl/workbook.xml", "")]), "E0704");
    is_refused("halb.xlsx", &xlsx()[..2000], "E0704");
    is_refused("ohne.ods", archive(&[("content.xml", "<x/>")]), "E0704");
    let locked =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let mimetype = "application/vnd.oasis.opendocument.spreadsheet";
    is_refused(
        "kennwort.ods",
        archive(&[("mimetype", mimetype), ("META-INF/manifest.xml", locked), ("content.xml", "")]),
        "E0703",
    );
}

#[test]
fn what_is_too_large_is_refused() {
    let zeros = "0".repeat(65 * 1024 * 1024);
    let bomb = archive(&[("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 1024 * 1024);
    is_refused("bombe.xlsx", &bomb, "E0705");
    // The same, with a lie about its size: in the local and in the central directory.
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let mut lie = bomb.clone();
    for at in 0..lie.len() - 4 {
        if lie[at..at + 4] == size {
            lie[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    assert_ne!(lie, bomb);
    let place = Place::new();
    let output = place.import("luege.xlsx", lie, &["--format", "short"]);
    assert_eq!(code(&output), 1);
    assert!(["E0704", "E0705"].contains(&findings(&output)[0].as_str()), "{}", stderr(&output));
    let cell = "<table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let row = format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
    is_refused("bombe.ods", ods(&format!("<table:table table:name=\"A\">{row}</table:table>")), "E0705");
    is_refused("lang.csv", format!("Titel\n{}\n", "x".repeat(20_001)), "E0705");
    is_refused("zeilen.csv", format!("Titel\n{}", "x\n".repeat(50_000)), "E0705");
    is_refused("spalten.csv", format!("Titel{}x\n", ";".repeat(500)), "E0705");
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Titel").unwrap().write(1_048_575, 16_383, "weit weg").unwrap();
    is_refused("weit.xlsx", book.save_to_buffer().unwrap(), "E0705");
}

#[test]
fn lists_that_are_no_files_are_refused() {
    let place = Place::new();
    fs::create_dir(place.path("ordner.xlsx")).unwrap();
    for list in ["fehlt.xlsx", "ordner.xlsx", "/dev/null"] {
        let output = run(place.spatz().args(["import", "projekte", list, "--format", "short"]));
        assert_eq!((code(&output), findings(&output)), (1, vec!["E0701".to_owned()]), "{list}");
    }
    let output = place.import("a.csv", "Titel\nA\n", &["--zuordnung", "fehlt.yaml", "--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0701".to_owned()]));
    assert_eq!(place.projects(), Vec::<String>::new());
}

/// Whatever a damaged workbook holds, the program says so or reads on; it never falls over.
#[test]
fn damage_anywhere_is_survived() {
    let place = Place::new();
    for (name, whole) in [("a.xlsx", xlsx()), ("a.ods", ods(&usual_ods()))] {
        for at in (0..whole.len()).step_by(whole.len() / 24) {
            let mut list = whole.clone();
            list[at] ^= 0x55;
            let output = place.import(name, list, &["--dry-run"]);
            assert!([Some(0), Some(1)].contains(&output.status.code()), "{name} at {at}: {}", stderr(&output));
        }
    }
}

#[test]
fn a_sheet_is_chosen_by_name() {
    let mut book = Workbook::new();
    for (name, title) in [("Eins", "A"), ("Zwei", "B")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "Titel").unwrap().write(0, 1, "FB").unwrap();
        sheet.write(1, 0, title).unwrap().write(1, 1, "bald weg").unwrap();
    }
    let list = book.save_to_buffer().unwrap();
    let place = Place::new();
    let output = place.import("a.xlsx", &list, &["--blatt", "Zwei", "--format", "short"]);
    assert!(stderr(&output).starts_with("a.xlsx:Zwei!B2: Fehler[E0712]"), "{}", stderr(&output));
    let output = place.import("a.xlsx", &list, &["--format", "short"]);
    assert!(stderr(&output).starts_with("a.xlsx:Eins!B2: Fehler[E0712]"), "{}", stderr(&output));
    let output = place.import("a.xlsx", &list, &["--blatt", "Zwo", "--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0707".to_owned()]));
    assert!(stderr(&output).contains("Eins, Zwei"), "{}", stderr(&output));
}

#[test]
fn a_cell_without_a_value_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Titel").unwrap().write(0, 1, "Ende").unwrap().write(1, 0, "A").unwrap();
    sheet.write(1, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
    let place = Place::new();
    let output = place.import("a.xlsx", book.save_to_buffer().unwrap(), &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0720".to_owned()]), "{}", stderr(&output));
    let output = place.import("a.csv", "Titel;Ende\nA;#BEZUG!\n", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0720".to_owned()]), "{}", stderr(&output));
}

// Settings

#[test]
fn settings_that_cannot_be_are_refused() {
    let place = Place::new();
    let list = "Titel;FB\nA;37\n";
    for (options, expected) in [
        (["--stand", "9999-12-31"], "E0719"),
        (["--quelle", "liste-2023"], "E0722"),
        (["--zuordnung", "/dev/null"], "E0701"),
    ] {
        let output = place.import("a.csv", list, &[&options[..], &["--format", "short"]].concat());
        assert_eq!((code(&output), findings(&output)), (1, vec![expected.to_owned()]), "{options:?}");
    }
    let output = place.import("a.csv", "Titel;Projekt\nA;B\n", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0708".to_owned()]));
    let output = place.import("a.csv", "Titel;Beginnn;Nr.\nA;2024;1\n", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (0, vec!["W0701".to_owned()]));
    assert!(stderr(&output).contains("`beginn`"), "{}", stderr(&output));
    assert_eq!(place.projects(), ["a.md"]);
}

#[test]
fn a_content_with_errors_is_not_touched() {
    let place = Place::new();
    place.write("projekte/a.md", "---\ntitel: A\neinheit: keine\n---\n");
    let before = place.tree();
    let output = place.import("a.csv", "Titel;FB\nB;37\n", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0203".to_owned()]));
    assert_eq!(place.tree(), before);
}

/// A hidden project is known to the import: it gets no double.
#[test]
fn hidden_projects_are_known() {
    let place = Place::new();
    place.write("projekte/geheim.md", "---\ntitel: Geheim\nsichtbarkeit: intern\neinheit: \"37\"\n---\n");
    let output = place.import("a.csv", "Titel;FB\nGeheim;37\n", &[]);
    assert_eq!((code(&output), place.projects()), (0, vec!["geheim.md".to_owned()]), "{}", stdout(&output));
}

/// One that cannot be written stays; what was written is named.
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let place = Place::new();
    fs::write(place.path("content/projekte"), "keine Inhalte").unwrap();
    let output = place.import("a.csv", "Titel;FB\nA;37\n", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0723".to_owned()]), "{}", stderr(&output));
}

// There and back

/// What is exported and imported again changes nothing: for the small town and for the city.
#[test]
fn an_export_changes_nothing() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for content in [repository.join("tests/sites/kleinstadt/in"), repository.join("content")] {
        let place = Place::new();
        fs::remove_dir_all(place.path("content")).unwrap();
        for (path, text) in tree(&content) {
            place.write(&path, text);
        }
        let before = place.tree();
        let built = run(place.spatz().args(["build", "--sicht", "intern", "--out", "site"]));
        assert_eq!(code(&built), 0, "{}", stderr(&built));
        for (list, sheet) in
            [("projekte.csv", None), ("projekte-excel.csv", None), ("projektbuero.xlsx", Some("Projekte"))]
        {
            let path = format!("site/daten/{list}");
            let mut import = place.spatz();
            import.args(["import", "projekte", &path]);
            if let Some(sheet) = sheet {
                import.args(["--blatt", sheet]);
            }
            let output = run(&mut import);
            assert_eq!(code(&output), 0, "{list}: {}{}", stdout(&output), stderr(&output));
            assert!(stdout(&output).contains("0 neu, 0 ergänzt"), "{}", stdout(&output));
            assert!(place.tree() == before, "{list} of {} changes something", content.display());
        }
    }
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
