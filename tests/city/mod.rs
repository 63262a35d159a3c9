//! A big city, invented: hundreds of projects, many of them late.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fs;
use std::path::Path;

/// Writes the content of a city with so many projects.
pub(crate) fn write(folder: &Path, projects: usize) {
    let units = (0..40).map(|unit| format!("  amt-{unit}: {{titel: Amt {unit}, unter: stadt}}\n"));
    let dimensions = (0..13)
        .map(|one| format!("  d{one}: {{titel: Baustein {one}, stufen: {{1: {{d{one}-1: Ein Kriterium.}}}}}}\n"));
    let write = |path: &str, text: String| fs::write(folder.join(path), text).unwrap();
    fs::create_dir_all(folder.join("projekte")).unwrap();
    write("seite.yaml", "titel: Erfundene Großstadt\nstichtag: 2025-06-30\n".to_owned());
    write(
        "modell.yaml",
        format!("titel: Modell\nstufen: [Am Anfang, Begonnen]\ndimensionen:\n{}", dimensions.collect::<String>()),
    );
    write("organisation.yaml", format!("einheiten:\n  stadt: {{titel: Stadt}}\n{}", units.collect::<String>()));
    for number in 0..projects {
        write(&format!("projekte/projekt-{number}.md"), project(number));
    }
}

/// Some end before the as-of date, some after it; every third one was postponed, every fifth one is over.
fn project(number: usize) -> String {
    let (year, month) = (2021 + number % 7, 1 + number % 12);
    let postponed = number.is_multiple_of(3).then(|| {
        format!("  - {{am: 2024-05-02, ereignis: verschoben, auf: {}-{month:02}-20, grund: Erfunden}}\n", year + 1)
    });
    let done = number.is_multiple_of(5).then_some("  - {am: 2025-06-01, ereignis: umgesetzt}\n");
    let milestones = (1..=3).map(|one| {
        format!("  m{one}: {{titel: Abschnitt {one} ist erreicht, plan: {{ende: {}-{month:02}-1{one}}}}}\n", year)
    });
    format!(
        "---\ntitel: Einführung des Fachverfahrens Nummer {number} (erfunden)\neinheit: amt-{}\ndimensionen: [d{}]\n\
         plan: {{beginn: 2020-02-01, ende: {year}-{month:02}-20}}\nmeilensteine:\n{}verlauf:\n  - {{am: 2020-02-01, ereignis: begonnen}}\n{}{}---\n",
        number % 40,
        number % 13,
        milestones.collect::<String>(),
        postponed.unwrap_or_default(),
        done.unwrap_or_default(),
    )
}
