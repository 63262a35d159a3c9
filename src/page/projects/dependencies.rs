//! What a project requires, what requires it, and whether the dates let that work.

use crate::analysis::network::{Dependency, Fit};
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::content::scalar::Datum;
use crate::view::compose::Compose;
use crate::view::{Badge, Block, Cell};

/// What must be done before; none where nothing is named.
pub(super) fn required(c: &Compose<'_>, project: Ref<Project>) -> Option<Block> {
    let row = |one: &Dependency| row(c, one.first, c.analysis().projects[one.first.index()].timing.end, one);
    let needed = dependencies(c).filter(|one| one.then == project);
    table(c, "setzt-voraus", "ende", needed.map(row).collect())
}

/// What waits for it; none where nothing does.
pub(super) fn dependent(c: &Compose<'_>, project: Ref<Project>) -> Option<Block> {
    let row = |one: &Dependency| row(c, one.then, c.analysis().projects[one.then.index()].timing.begin, one);
    let waiting = dependencies(c).filter(|one| one.first == project);
    table(c, "davon-haengt-ab", "beginn", waiting.map(row).collect())
}

fn dependencies<'a>(c: &Compose<'a>) -> impl Iterator<Item = &'a Dependency> + use<'a> {
    c.analysis().network.dependencies.iter()
}

fn table(c: &Compose<'_>, id: &str, date: &str, mut rows: Vec<Vec<Cell>>) -> Option<Block> {
    c.sort_rows(&mut rows);
    (!rows.is_empty()).then(|| c.table_block(id, &["projekt", date, "stand", "reihenfolge"], rows))
}

fn row(c: &Compose<'_>, project: Ref<Project>, date: Option<Datum>, dependency: &Dependency) -> Vec<Cell> {
    let status = c.status(c.analysis().projects[project.index()].status);
    vec![
        c.record(project),
        date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date)),
        Cell { badge: Some(status), ..Cell::default() },
        fits(c, dependency),
    ]
}

/// Whether what is required is done before the other begins; a dash where nothing waits any more.
fn fits(c: &Compose<'_>, dependency: &Dependency) -> Cell {
    let (key, tone) = match dependency.fit {
        None => return Cell::text(c.t("fehlt.strich")),
        Some(Fit::Done) => ("erledigt", "erfuellt"),
        Some(Fit::Discontinued) => ("eingestellt", "gefaehrdet"),
        Some(Fit::InTime) => ("passt", "erfuellt"),
        Some(Fit::Late) => ("passt-nicht", "gefaehrdet"),
        Some(Fit::Unclear) => ("zu-ungenau", "unbekannt"),
        Some(Fit::Undated) => ("ohne-termin", "unbekannt"),
    };
    let word = |part: &str| c.t(&format!("reihenfolge.{key}.{part}"));
    Cell { badge: Some(Badge { text: word("wort"), tone }), note: Some(word("grund")), ..Cell::default() }
}
