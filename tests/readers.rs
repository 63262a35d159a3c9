//! The exports of built sites, read by the programs of others: calendars by icalendar, the workbook by openpyxl, the data
//! package by frictionless, the catalogue by rdflib. What is held against what stands in `readers/read.py`.
//!
//! It needs Python with the packages of `readers/requirements.txt`: an environment in the user's cache folder, which
//! `tests/run` makes, or the folder that the variable `READERS` names.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The built sites, once for all tests: Halle, the small town, and what can go wrong in writing.
struct Sites {
    folders: Vec<PathBuf>,
    _place: tempfile::TempDir,
}

fn sites() -> &'static [PathBuf] {
    static SITES: OnceLock<Sites> = OnceLock::new();
    let build = || {
        let place = tempfile::tempdir().unwrap();
        let contents = ["content", "tests/sites/kleinstadt/in", "tests/sites/export-edges/in"];
        let folders = contents.iter().enumerate().map(|(number, content)| {
            let out = place.path().join(number.to_string());
            build(Path::new(content), &out);
            out
        });
        Sites { folders: folders.collect(), _place: place }
    };
    &SITES.get_or_init(build).folders
}

fn build(content: &Path, out: &Path) {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let spatz = spatz.current_dir(env!("CARGO_MANIFEST_DIR")).arg("build").arg("--content").arg(content);
    assert!(spatz.arg("--out").arg(out).output().unwrap().status.success());
}

/// What the readers find wrong in each of some sites.
fn findings(sites: &[PathBuf]) -> Vec<Vec<String>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/read.py");
    let output = Command::new(python()).arg("-B").arg(script).args(sites).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let expected = if told.is_empty() { 0 } else { 1 };
    let crash = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(expected) && !crash.contains("Traceback"), "{crash}");
    let mut findings = vec![Vec::new(); sites.len()];
    for (number, line) in told.lines().filter_map(|line| line.split_once('\t')) {
        findings[number.parse::<usize>().unwrap()].push(line.to_owned());
    }
    findings
}

/// The interpreter of the environment.
fn python() -> PathBuf {
    let cache = || env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let usual = || cache().or_else(home).unwrap_or_default().join("spatz-tests/readers");
    let place = env::var_os("READERS").map_or_else(usual, PathBuf::from);
    let wanted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/requirements.txt");
    assert!(
        fs::read(place.join("requirements.txt")).ok() == fs::read(&wanted).ok(),
        "this test needs the programs of {}: please run tests/run, which installs them in {}, or let the variable READERS \
         name an environment of Python that has them and a copy of that file",
        wanted.display(),
        place.display()
    );
    place.join("bin/python")
}

#[test]
fn others_read_the_same() {
    assert_eq!(findings(sites()), vec![Vec::<String>::new(); sites().len()]);
}

/// In which file what becomes what, and what is found then.
const FORGED: &[(&str, &str, &str, &str)] = &[
    ("kalender.ics", "DTSTART;VALUE=DATE:20221231", "DTSTART;VALUE=DATE:20221230", "is no whole day"),
    ("kalender.ics", "DTEND;VALUE=DATE:20230101", "DTEND;VALUE=DATE:20221231", "is no whole day"),
    ("kalender.ics", "UID:projektende-mitreden@", "X-ID:projektende-mitreden@", "without ['UID']"),
    ("kalender.ics", "DTSTAMP:", "X-STAMP:", "without ['DTSTAMP']"),
    ("kalender.ics", "Projektende: Mitreden", "Projektende: Mitraten", "projektende mitreden: no event"),
    ("kalender/mitreden.ics", "Projektende: Mitreden", "Projektende: Mitraten", "that the whole calendar"),
    (
        "meilensteine.csv",
        "vergabe,Software beschafft,2022-12-31",
        "vergabe,Software beschafft,2022-12-30",
        "instead of",
    ),
    ("meilensteine.csv", "akte-ohne-papier,vergabe", "akte-mit-papier,vergabe", "foreign-key"),
    ("projekte.csv", ",pausiert,", ",ruhend,", "constraint-error"),
    ("projekte.csv", "620000.00", "viel", "type-error"),
    ("projekte.csv", "id,titel", "kennung,titel", "incorrect-label"),
    ("reifegrad-dimensionen.csv", "\r\nonlinedienste;", "\r\nonlinedienst;", "foreign-key"),
    ("massnahmen.csv", "2023-02-15", "15.02.2023", "type-error"),
    ("reifegrad-massnahmen.csv", ";umgesetzt;20", ";umgesetzt;am 20", "type-error"),
    ("datapackage.json", "\"projekte.csv\"", "\"anderes.csv\"", "No such file"),
    ("oparl.json", "\"reference\"", "\"verweis\"", "hash"),
    ("katalog.jsonld", "dct:description", "dct:abstract", "without http://purl.org/dc/terms/description"),
    ("katalog.jsonld", "daten/kalender.ics", "daten/anderes.ics", "leads nowhere"),
    (
        "katalog.jsonld",
        "\"@id\": \"http://dcat-ap.de/def/licenses",
        "\"@value\": \"http://dcat-ap.de/def/licenses",
        "license",
    ),
    ("katalog.jsonld", "xsd:nonNegativeInteger", "xsd:date", "byteSize"),
    ("felder.html", "reifegrad-kriterien.csv: erfuellt<", "reifegrad-kriterien.csv: <", "erfuellt is not explained"),
    ("felder.html", ">Paper.reference<", "><", "Paper.reference is not explained"),
    ("felder.html", ">SEQUENCE<", "><", "SEQUENCE is not explained"),
    ("projekte-excel.csv", "620000,00", "620000,01", "geplant: '620000.01' instead of '620000.00'"),
    ("projekte-excel.csv", "01.01.2022", "02.01.2022", "beginn"),
];

/// That nothing is found means something only if what is wrong is found.
#[test]
fn forged_files_are_noticed() {
    let place = tempfile::tempdir().unwrap();
    let forge = |(number, (file, from, to, _)): (usize, &(&str, &str, &str, &str))| {
        let copy = place.path().join(number.to_string());
        let path = copy_town(&copy).join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        copy
    };
    let copies: Vec<_> = FORGED.iter().enumerate().map(forge).collect();
    for ((file, from, to, expected), found) in FORGED.iter().zip(findings(&copies)) {
        let noticed = found.iter().any(|line| line.contains(expected));
        assert!(noticed, "{file}: {from} became {to}, and only this was found:\n{}", found.join("\n"));
    }
}

#[test]
fn the_workbook_of_another_city_is_noticed() {
    let place = tempfile::tempdir().unwrap();
    let town = copy_town(place.path());
    fs::copy(sites()[0].join("daten/projektbuero.xlsx"), town.join("projektbuero.xlsx")).unwrap();
    let found = findings(&[place.path().to_owned()]).concat().join("\n");
    assert!(found.contains("Projekte, row 2, id") && found.contains("rows instead of"), "{found}");
}

/// Copies the data folder of the small town; returns where it stands.
fn copy_town(to: &Path) -> PathBuf {
    let (town, copy) = (sites()[1].join("daten"), to.join("daten"));
    for entry in walkdir::WalkDir::new(&town) {
        let entry = entry.unwrap();
        let to = copy.join(entry.path().strip_prefix(&town).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    copy
}

/// The same content gives the same bytes, also in the workbook, on another second.
#[test]
fn built_twice_it_is_the_same() {
    let place = tempfile::tempdir().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    build(Path::new("tests/sites/export-edges/in"), place.path().join("again").as_path());
    for file in [
        "projektbuero.xlsx",
        "kalender.ics",
        "datapackage.json",
        "katalog.jsonld",
        "projekte.csv",
        "projekte-excel.csv",
    ] {
        let read = |site: &Path| fs::read(site.join("daten").join(file)).unwrap();
        assert!(read(&sites()[2]) == read(&place.path().join("again")), "{file}");
    }
}
