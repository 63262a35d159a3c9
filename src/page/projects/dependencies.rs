//! What a project requires, what requires it, and whether the dates let that work.

use crate::analysis::Progress;
use crate::analysis::plausibility::{Order, order};
use crate::analysis::status::Status;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::content::scalar::Datum;
use crate::view::compose::Compose;
use crate::view::{Badge, Block, Cell};

/// What must be done before; none where nothing is named.
pub(super) fn required(c: &Compose<'_>, reference: Ref<Project>, project: &Project) -> Option<Block> {
    let this = progress(c, reference);
    let row = |&other: &Ref<Project>| {
        let that = progress(c, other);
        row(c, other, that.timing.end, fits(c, that, this))
    };
    table(c, "setzt-voraus", "ende", project.requires.iter().map(row).collect())
}

/// What waits for it; none where nothing does.
pub(super) fn dependent(c: &Compose<'_>, reference: Ref<Project>) -> Option<Block> {
    let this = progress(c, reference);
    let row = |&other: &Ref<Project>| {
        let that = progress(c, other);
        row(c, other, that.timing.begin, fits(c, this, that))
    };
    let after = c.analysis().links.projects_after.of(reference);
    table(c, "davon-haengt-ab", "beginn", after.iter().map(row).collect())
}

fn progress<'a>(c: &Compose<'a>, project: Ref<Project>) -> &'a Progress {
    &c.analysis().projects[project.index()]
}

fn table(c: &Compose<'_>, id: &str, date: &str, mut rows: Vec<Vec<Cell>>) -> Option<Block> {
    c.sort_rows(&mut rows);
    (!rows.is_empty()).then(|| c.table_block(id, &["projekt", date, "stand", "reihenfolge"], rows))
}

fn row(c: &Compose<'_>, project: Ref<Project>, date: Option<Datum>, fits: Cell) -> Vec<Cell> {
    let status = Cell { badge: Some(c.status(progress(c, project).status)), ..Cell::default() };
    vec![c.record(project), date.map_or_else(|| Cell::text(c.t("fehlt.kurz")), |date| c.date(date)), status, fits]
}

/// Whether what is required is done before the other begins. What is over no longer waits.
fn fits(c: &Compose<'_>, required: &Progress, dependent: &Progress) -> Cell {
    if !dependent.status.is_open() {
        return Cell::text(c.t("fehlt.strich"));
    }
    let (key, tone) = match (required.status, order(required, &dependent.timing)) {
        (Status::Completed | Status::Ended, _) => ("erledigt", "erfuellt"),
        (Status::Discontinued, _) => ("eingestellt", "gefaehrdet"),
        (_, Some(Order::Before)) => ("passt", "erfuellt"),
        (_, Some(Order::After)) => ("passt-nicht", "gefaehrdet"),
        (_, Some(Order::Depends)) => ("zu-ungenau", "unbekannt"),
        (_, None) => ("ohne-termin", "unbekannt"),
    };
    let word = |part: &str| c.t(&format!("reihenfolge.{key}.{part}"));
    Cell { badge: Some(Badge { text: word("wort"), tone }), note: Some(word("grund")), ..Cell::default() }
}
