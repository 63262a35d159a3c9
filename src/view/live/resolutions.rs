//! The control of resolutions ("Beschlusskontrolle"): what has to be carried out, by whom, by when, and why it is late.

use crate::analysis::council::Pending;
use crate::content::council::Resolution;
use crate::content::task::TaskEventKind;
use crate::view::compose::Compose;
use crate::view::council::{deadline, rank, resolution_badge, resolution_href};
use crate::view::tools::{Sort, Tools, division_tag, record_tags, task_cell};
use crate::view::{Block, Cell};

/// What is still to be carried out, overdue ones first, and what was finished since the body met last.
pub fn resolutions(c: &Compose<'_>) -> Vec<Block> {
    let current = c.analysis().council.resolutions.iter().filter(|one| !one.archived);
    let (finished, open): (Vec<_>, Vec<_>) = current.partition(|one| one.progress.state.is_finished());
    let finished = table(c, "beschluesse-erledigt", finished);
    [table(c, "beschluesse-offen", open), finished.map(|block| with_intro(c, block))].into_iter().flatten().collect()
}

fn with_intro(c: &Compose<'_>, block: Block) -> Block {
    Block { intro: Some(c.t("beschluss-stand.zuletzt")), ..block }
}

/// What has been finished and was shown once more.
pub fn archive(c: &Compose<'_>) -> Option<Block> {
    table(c, "beschluesse-archiv", c.analysis().council.resolutions.iter().filter(|one| one.archived).collect())
}

fn table(c: &Compose<'_>, id: &str, mut pending: Vec<&Pending>) -> Option<Block> {
    pending.sort_by(|a, b| rank(&a.progress).cmp(&rank(&b.progress)));
    let columns = ["vorlage", "urheber", "beschluss", "einheit", "frist", "stand", "verzoegerung"];
    let rows: Vec<_> = pending.iter().filter_map(|one| Some(row(c, one, one.resolution(c.model())?))).collect();
    (!rows.is_empty()).then(|| TOOLS.equip_block(c, c.table_block(id, &columns, rows)))
}

const TOOLS: Tools = Tools {
    sort: &[
        ("vorlage", Sort::Text),
        ("urheber", Sort::Text),
        ("beschluss", Sort::Text),
        ("einheit", Sort::Text),
        ("frist", Sort::Date),
        ("stand", Sort::Number),
    ],
    filters: &["stand", "bereich", "gremium"],
};

fn row(c: &Compose<'_>, pending: &Pending, resolution: &Resolution) -> Vec<Cell> {
    let missing = || Cell::text(c.t("fehlt.kurz"));
    let paper = &c.model().papers[pending.paper];
    let link = c.record(pending.paper);
    let name = paper.number.map_or(link.text, |number| number.to_string());
    let by = [pending.committee.map(|committee| c.record(committee).text), pending.date.map(|date| c.print.date(date))];
    let by = by.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let committee: Vec<_> = pending.committee.into_iter().collect();
    vec![
        Cell {
            href: link.href,
            ..Cell::text(name).tagged([division_tag(c, pending.unit)]).tagged(record_tags(c, "gremium", &committee))
        },
        paper.originator.as_ref().map_or_else(missing, Cell::text),
        Cell {
            href: resolution_href(c, pending),
            note: Some(by).filter(|by| !by.is_empty()),
            assumed: resolution.origin.assumption.clone(),
            ..Cell::text(&resolution.text)
        },
        pending.unit.map_or_else(missing, |unit| c.record(unit)),
        pending.progress.due.map_or_else(missing, |due| c.date(due)),
        Cell {
            note: deadline(c, &pending.progress)
                .filter(|_| pending.progress.overdue || pending.progress.finished.is_some()),
            ..task_cell(pending.progress.state, resolution_badge(c, &pending.progress))
        },
        delay(c, pending, resolution),
    ]
}

/// Why the deadline was moved or has passed, as last said.
fn delay(c: &Compose<'_>, pending: &Pending, resolution: &Resolution) -> Cell {
    let mut changes =
        resolution.task.log.until(c.analysis().as_of).filter(|event| event.kind == TaskEventKind::Changed);
    let reason = changes.next_back().and_then(|event| event.reason.clone());
    let none = if pending.progress.overdue { "beschluss-stand.ohne-grund" } else { "fehlt.strich" };
    Cell::text(reason.unwrap_or_else(|| c.t(none)))
}
