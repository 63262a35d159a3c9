//! Halle's content against the documents it is from: the project list of 2023 and the plan of the health office.
//!
//! The tables below were typed from „Digitalisierung – So wichtig wie Salz!“ (`projektliste-2023` in `quellen.yaml`),
//! not from the content. Where the document contradicts itself the content keeps what is printed; the page about
//! plausibility shows the difference.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::path::Path;
use std::sync::OnceLock;

use jiff::civil::date;
use spatz::content::project::Project;
use spatz::pipeline::{Known, Settings, read, run};
use spatz::source::{Sources, read_theme};

/// A row of the list: number, division and unit as the list names them, title, printed beginning, duration and end, and
/// the duration in months and days that follows from the dates, both ends included.
type Row = (usize, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, (i32, i32));

/// Slide „Projektliste 2023“.
#[rustfmt::skip]
const LISTED: &[Row] = &[
    (1, "ALL", "Quer", "WLAN in städtischen Gebäuden", "01.04.2023", "0 Jahre, 8 Monate 0 Tage", "31.12.2023", (9, 0)),
    (2, "ALL", "Quer", "Lern-/Wissensplattform (Aufbau)", "01.01.2023", "0 Jahre, 11 Monate 0 Tage", "31.12.2023", (12, 0)),
    (3, "ALL", "Quer", "Payment", "01.02.2023", "0 Jahre, 2 Monate 0 Tage", "30.04.2023", (3, 0)),
    (4, "ALL", "Quer", "Modernisierung Druckzentrum", "01.01.2023", "0 Jahre, 11 Monate 0 Tage", "31.12.2023", (12, 0)),
    (5, "ALL", "Quer", "Erneuerung MS Office i. V. m. Umstellung auf Win10 (Anforderungen durch Fachverfahren)", "01.01.2023", "0 Jahre, 11 Monate 0 Tage", "31.12.2023", (12, 0)),
    (6, "ALL", "Quer", "Workflow-Management (DoRIS, Onboarding)", "01.03.2023", "0 Jahre, 6 Monate 0 Tage", "30.09.2023", (7, 0)),
    (7, "OB", "201", "Energie Management Software", "01.06.2023", "0 Jahre, 6 Monate 0 Tage", "31.12.2023", (7, 0)),
    (8, "OB", "30", "Einführung Kanzlei-SW", "01.07.2022", "1 Jahre, 5 Monate 0 Tage", "31.12.2023", (18, 0)),
    (9, "OB", "30", "AI-Vergabemanager - Archivierungsschnittstelle", "01.05.2023", "0 Jahre, 4 Monate 0 Tage", "30.09.2023", (5, 0)),
    (10, "OB", "37", "Neubau 3. Feuerwache - Teilprojekt IT", "01.06.2022", "0 Jahre, 8 Monate 1 Tage", "01.02.2023", (8, 1)),
    (11, "OB", "37", "Anpassung OVVISIO - KBA-Meldungen", "01.10.2022", "0 Jahre, 8 Monate 0 Tage", "30.06.2023", (9, 0)),
    (12, "OB", "37", "Ablösung OVVISIO", "01.09.2022", "1 Jahre, 7 Monate 1 Tage", "01.04.2024", (19, 1)),
    (13, "OB", "37", "Ablösung eldis", "01.01.2020", "3 Jahre, 5 Monate 1 Tage", "01.06.2023", (41, 1)),
    (14, "OB", "Quer", "neues Stadtportal (Halle.de)", "01.01.2023", "0 Jahre, 2 Monate 0 Tage", "31.03.2023", (3, 0)),
    (15, "OB", "Quer", "Veranstaltungsmanagementsoftware", "01.05.2023", "0 Jahre, 7 Monate 0 Tage", "31.12.2023", (8, 0)),
];

/// Slide „Modellprojekt „Digitales Gesundheitsamt“ Halle (Saale)“: title, column of the sign counted from January 2023
/// as 1, and whether the text stands before the sign. It is then taken to fill a column of its own and to push the sign one
/// to the right: else milestone 9 would stand behind the last month of the table, September 2024 in column 21.
#[rustfmt::skip]
const HEALTH_OFFICE: &[(&str, i16, bool)] = &[
    ("Digitalisierungsstrategie erarbeitet, abgenommen und kommuniziert", 3, false),
    ("IT-Notfallkonzept und Risikobehandlungsplan erstellt", 5, false),
    ("neue Kollaborationsplattform etabliert", 7, false),
    ("SOLL-Prozesse und Notfallmanagementplan freigegeben", 8, false),
    ("Schulungsplattform und -inhalte nutzbar", 10, false),
    ("Produktivnahme DMS und Terminmanagement für Bürger nutzbar", 16, true),
    ("Partizipationsplattform nutzbar", 16, true),
    ("eAkte und Datendrehscheibe produktiv", 19, true),
    ("kritische Risiken aus Risikobehandlungsplan ausgeräumt", 22, true),
];

fn sources() -> Sources {
    Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")).0
}

fn settings() -> Settings {
    Settings { theme: read_theme("halle").unwrap(), ..Settings::on(date(2026, 1, 1)) }
}

fn halle() -> &'static Known {
    static HALLE: OnceLock<Known> = OnceLock::new();
    HALLE.get_or_init(|| read(&sources(), Vec::new(), &settings()).known.unwrap())
}

/// The project with this title.
fn project(title: &str) -> &'static Project {
    let found: Vec<_> = halle().model.projects.iter().filter(|project| project.head.title == title).collect();
    assert_eq!(found.len(), 1, "{title}");
    found[0]
}

fn own<'a>(project: &'a Project, key: &str) -> &'a str {
    project.head.own.iter().find(|(own, _)| own == key).map_or("", |(_, text)| text.as_str())
}

/// `01.04.2023` as content writes it.
fn iso(printed: &str) -> String {
    printed.split('.').rev().collect::<Vec<_>>().join("-")
}

#[test]
fn listed_projects_are_as_the_list_prints_them() {
    for &(number, division, unit, title, begin, duration, end, _) in LISTED {
        let project = project(title);
        assert_eq!([own(project, "x-gb"), own(project, "x-r")], [division, unit], "{title}");
        assert_eq!(own(project, "x-dauer-laut-quelle"), duration, "{title}");
        let interval = &project.plan.as_ref().unwrap().interval;
        assert_eq!(interval.begin.unwrap().to_string(), iso(begin), "{title}");
        assert_eq!(interval.end.unwrap().to_string(), iso(end), "{title}");
        let source = &project.head.sources[0];
        assert_eq!(source.place.as_deref(), Some(format!("Projektliste 2023, Zeile {number}").as_str()), "{title}");
        assert_eq!(halle().model.documents[source.document.unwrap()].head.id.value, "projektliste-2023");
    }
}

#[test]
fn no_other_project_claims_to_be_listed() {
    let listed = |project: &&Project| {
        project.head.sources.iter().any(|one| one.place.as_ref().is_some_and(|place| place.contains("Zeile")))
    };
    assert_eq!(halle().model.projects.iter().filter(listed).count(), LISTED.len());
}

#[test]
fn milestones_of_the_health_office_stand_in_the_months_of_the_table() {
    let project = project("Modellprojekt „Digitales Gesundheitsamt“ Halle (Saale)");
    let interval = &project.plan.as_ref().unwrap().interval;
    assert_eq!(interval.begin.unwrap().to_string(), "2023-02", "implementation month 1");
    assert_eq!(interval.end.unwrap().to_string(), "2024-09", "implementation month 20");
    assert_eq!(project.milestones.len(), HEALTH_OFFICE.len());
    for (index, (milestone, (title, column, pushed))) in project.milestones.iter().zip(HEALTH_OFFICE).enumerate() {
        assert_eq!(milestone.head.id.value, format!("m{}", index + 1));
        assert_eq!(milestone.head.title, format!("Meilenstein {}: {title}", index + 1));
        let month = column - i16::from(*pushed) - 1;
        let due = format!("{}-{:02}", 2023 + month / 12, month % 12 + 1);
        assert_eq!(milestone.plan.interval.end.unwrap().to_string(), due, "{title}");
        assert!(milestone.head.assumption.is_some(), "{title}: the column is read, not printed");
    }
}

/// A measure that carries a milestone and has a plan of its own has the same date.
#[test]
fn measures_are_due_with_their_milestones() {
    for measure in &halle().model.measures {
        let (Some(project), Some(id), Some(plan)) = (measure.project, &measure.milestone, &measure.plan) else {
            continue;
        };
        let milestones = &halle().model.projects[project].milestones;
        let milestone = milestones.iter().find(|one| one.head.id.value == id.value).unwrap();
        assert_eq!(plan.interval.end, milestone.plan.interval.end, "{}", measure.head.title);
    }
}

/// Twelve printed durations leave out a month or count the last day as none; all of them are shown.
#[test]
fn durations_that_do_not_follow_are_seen_by_everybody() {
    let outcome = run(&sources(), Vec::new(), &settings());
    let artifacts = outcome.artifacts.unwrap();
    let page = String::from_utf8(artifacts.get("plausibilitaet/index.html").unwrap().to_vec()).unwrap();
    let mut differing = 0;
    for &(_, _, _, title, _, printed, _, (months, days)) in LISTED {
        let numbers: Vec<i32> = printed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let differs = (numbers[0] * 12 + numbers[1], numbers[2]) != (months, days);
        differing += usize::from(differs);
        let row = page.split("<tr").find(|row| row.contains(title) && row.contains("berechnet"));
        assert_eq!(row.is_some_and(|row| row.contains(printed)), differs, "{title}");
    }
    assert_eq!(differing, 12);
}
