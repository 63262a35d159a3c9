//! A corpus for everything that Spatz does: maturity over 500 criteria, charts, roadmaps, search index, data files.
//!
//! A fifth of the records are projects with milestones and costs, the others measures that fulfil criteria.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use jiff::ToSpan;

use crate::contestants::spatz_fields;
use crate::corpus::{ADDRESS, Corpus, Record, TITLE};

/// With five levels and five criteria on each, 500 criteria.
const DIMENSIONS: usize = 20;
const LEVELS: usize = 5;
const CRITERIA: usize = 5;
const UNITS: usize = 40;

/// Writes the content of an invented city.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write(corpus: Corpus, folder: &Path) -> io::Result<()> {
    for kind in ["projekte", "massnahmen"] {
        fs::create_dir_all(folder.join(kind))?;
    }
    let write = |path: &str, text: String| fs::write(folder.join(path), text);
    write("seite.yaml", format!("titel: {TITLE}\nstichtag: 2025-06-30\nadresse: {ADDRESS}\n"))?;
    write("modell.yaml", model())?;
    write("organisation.yaml", organisation())?;
    corpus.iter().try_for_each(|record| write(&format!("{}/{}.md", kind(record), record.id()), text(record)))
}

fn kind(record: Record) -> &'static str {
    if record.number().is_multiple_of(5) { "projekte" } else { "massnahmen" }
}

fn model() -> String {
    let mut text =
        "titel: Modell (erfunden)\nstufen: [Am Anfang, Begonnen, Geordnet, Gesteuert, Messbar, Laufend besser]\n\
                    dimensionen:\n"
            .to_owned();
    for dimension in 0..DIMENSIONS {
        writeln!(text, "  d{dimension}:\n    titel: Baustein {dimension}\n    stufen:").unwrap_or_default();
        for level in 1..=LEVELS {
            writeln!(text, "      {level}:").unwrap_or_default();
            for one in 0..CRITERIA {
                writeln!(text, "        d{dimension}-{level}-{one}: Ein Kriterium, Nummer {one}.").unwrap_or_default();
            }
        }
    }
    text
}

fn organisation() -> String {
    let units =
        (0..UNITS).map(|unit| format!("  amt-{unit}: {{titel: Amt {unit}, groesse: {}, bewertet: ja}}\n", unit + 1));
    format!("einheiten:\n{}", units.collect::<String>())
}

fn text(record: Record) -> String {
    let number = record.number();
    let unit = number % UNITS;
    let after = |months: i32| record.begin().saturating_add(months.months());
    let (end, more) = if kind(record) == "projekte" {
        let milestones =
            [2, 4].map(|one| format!("  m{one}: {{titel: Abschnitt {one}, plan: {{ende: {}}}}}\n", after(one)));
        let cost = format!("kosten: {{geplant: {}_000 €}}\n", number + 10);
        let place = format!("einheit: amt-{unit}\ndimensionen: [d{}]\n", number % DIMENSIONS);
        (after(6), format!("{place}meilensteine:\n{}{cost}", milestones.concat()))
    } else {
        let [criterion, other] = [number, number / 7].map(criterion);
        let fulfils = if criterion == other { criterion } else { format!("{criterion}, {other}") };
        let project = record.project().id();
        (record.end(), format!("verantwortlich: amt-{unit}\nprojekt: {project}\nerfuellt: [{fulfils}]\n"))
    };
    let body = record.body(|linked| format!("../{}/{}.md", kind(linked), linked.id()));
    format!("---\n{}{more}---\n{body}", spatz_fields(record, end))
}

fn criterion(number: usize) -> String {
    format!("d{}-{}-{}", number % DIMENSIONS, 1 + number % LEVELS, number / DIMENSIONS % CRITERIA)
}
