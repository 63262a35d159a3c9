//! The roadmap of a large office: hundreds of projects stay on one page, and nothing is lost.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

const PROJECTS: usize = 500;
const MILESTONES: usize = 6;
/// What one page may weigh, uncompressed.
const MOST_BYTES: usize = 400_000;

/// An invented office: each project with six milestones, every third one shifted, some that wait for another.
fn write_office(folder: &Path) {
    let units: String =
        (0..9).map(|unit| format!("  gb-{unit}: {{titel: Geschäftsbereich {unit}, unter: stadt}}\n")).collect();
    let model = "titel: Modell\nstufen: [Am Anfang, Begonnen]\ndimensionen:\n  d: {titel: D, stufen: {1: {d-1: Ein Kriterium.}}}\n";
    let files = [
        ("seite.yaml", "# erfunden\ntitel: Erfundene Großstadt\nstichtag: 2025-06-30\n".to_owned()),
        ("modell.yaml", model.to_owned()),
        ("organisation.yaml", format!("einheiten:\n  stadt: {{titel: Stadt}}\n{units}")),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    fs::create_dir(folder.join("projekte")).unwrap();
    for number in 0..PROJECTS {
        fs::write(folder.join(format!("projekte/projekt-{number}.md")), project(number)).unwrap();
    }
}

fn project(number: usize) -> String {
    let begin = 2019 + number % 5;
    let mut text = format!(
        "---\ntitel: Einführung des Fachverfahrens Nummer {number} (erfunden)\neinheit: gb-{}\n\
         plan: {{beginn: {begin}-02-01, ende: {}-12-31}}\nmeilensteine:\n",
        number % 9,
        begin + 3,
    );
    for milestone in 0..MILESTONES {
        let year = begin + milestone / 2;
        let month = 3 + 6 * (milestone % 2);
        writeln!(
            text,
            "  m{milestone}: {{titel: Stand {milestone} ist erreicht, plan: {{ende: {year}-{month:02}-15}}}}"
        )
        .unwrap();
    }
    writeln!(text, "verlauf:\n  - {{am: {begin}-02-01, ereignis: begonnen}}").unwrap();
    if number.is_multiple_of(3) {
        writeln!(text, "  - {{am: {begin}-09-01, ereignis: verschoben, auf: {}-06-30, grund: erfunden}}", begin + 4)
            .unwrap();
    }
    if number % 11 == 5 {
        writeln!(text, "setzt_voraus: [projekt-{}]", number - 5).unwrap();
    }
    text + "---\n"
}

#[test]
fn five_hundred_projects_with_three_thousand_milestones_stay_on_one_page() {
    let place = tempfile::tempdir().unwrap();
    let (content, public) = (place.path().join("content"), place.path().join("public"));
    fs::create_dir(&content).unwrap();
    write_office(&content);
    let run = Command::new(env!("CARGO_BIN_EXE_spatz"))
        .args(["build", "--content", content.to_str().unwrap(), "--out", public.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

    let page = |name: &str| fs::read_to_string(public.join("roadmap").join(name)).unwrap();
    let index = page("index.html");
    assert!(index.len() < MOST_BYTES, "{} bytes", index.len());
    assert_eq!(links_to_projects(&index), PROJECTS);
    assert_eq!(diamonds(&index), PROJECTS * MILESTONES);
    assert_eq!(links_to_projects(&page("tabelle.html")), PROJECTS);
    let years: usize = (2019..=2026)
        .filter_map(|year| fs::read_to_string(public.join(format!("roadmap/meilensteine-{year}.html"))).ok())
        .map(|page| page.matches("ist erreicht").count())
        .sum();
    assert_eq!(years, PROJECTS * MILESTONES);
}

fn links_to_projects(page: &str) -> usize {
    page.matches("<a href=\"../projekte/projekt-").count()
}

/// Places of diamonds: the points of lines that are nothing but their marks.
fn diamonds(page: &str) -> usize {
    let lines = page.split("<polyline points=\"").skip(1).filter_map(|line| line.split_once('"'));
    let marked = lines.filter(|(_, rest)| rest.split('>').next().is_some_and(|tag| tag.contains("marker-mid")));
    marked.map(|(points, _)| points.split(' ').count()).sum()
}
