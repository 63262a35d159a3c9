//! Event logs as a table: what happened, what it changed, and why.

use super::compose::Compose;
use super::{Block, Cell};
use crate::analysis::chronicle::{Entry, chronicle};
use crate::content::common::{Log, Plan};
use crate::content::fields::Choice;
use crate::content::project::Project;

/// The log of one record; none where nothing is known.
pub fn block(c: &Compose<'_>, plan: Option<&Plan>, log: &Log) -> Option<Block> {
    let entries = chronicle(plan, log, c.analysis().as_of).into_iter().map(|entry| (None, entry));
    table(c, entries.collect())
}

/// The log of a project and of its milestones in one, oldest first; none where nothing is known.
pub fn of_project(c: &Compose<'_>, project: &Project) -> Option<Block> {
    let as_of = c.analysis().as_of;
    let whole = chronicle(project.plan.as_ref(), &project.log, as_of).into_iter().map(|entry| (None, entry));
    let milestones = project.milestones.iter().flat_map(|one| {
        let entries = chronicle(Some(&one.plan), &one.log, as_of).into_iter();
        entries.map(|entry| (Some(one.head.title.as_str()), entry))
    });
    let mut entries: Vec<_> = whole.chain(milestones).collect();
    entries.sort_by_key(|(_, entry)| entry.event.day());
    table(c, entries)
}

/// Which milestone an entry is about; none for the record itself.
type Told<'a> = (Option<&'a str>, Entry<'a>);

/// Columns that would be empty throughout are left out.
fn table(c: &Compose<'_>, entries: Vec<Told<'_>>) -> Option<Block> {
    let parts = entries.iter().any(|(part, _)| part.is_some());
    let sources = entries.iter().any(|(_, entry)| !entry.event.sources.is_empty());
    let row = |(part, entry): &Told<'_>| {
        let part = parts.then(|| Cell::text(part.map_or_else(|| c.t("verlauf.projekt"), str::to_owned)));
        let source = sources.then(|| match entry.event.sources.as_slice() {
            [] => Cell::empty(),
            sources => c.source_cell(sources),
        });
        let reason = Cell::text(entry.event.reason.clone().unwrap_or_default());
        let cells = std::iter::once(day(c, entry)).chain(part);
        cells.chain([happening(c, entry), effect(c, entry), reason]).chain(source).collect()
    };
    let columns = [Some("am"), parts.then_some("betrifft"), Some("ereignis"), Some("folge"), Some("grund")];
    let columns: Vec<_> = columns.into_iter().chain([sources.then_some("quelle")]).flatten().collect();
    (!entries.is_empty()).then(|| c.table_block("verlauf", &columns, entries.iter().map(row).collect()))
}

fn day(c: &Compose<'_>, entry: &Entry<'_>) -> Cell {
    Cell { assumed: entry.event.assumption.clone(), ..c.date(entry.event.date.value) }
}

fn happening(c: &Compose<'_>, entry: &Entry<'_>) -> Cell {
    let key = format!("ereignis.{}", entry.event.kind.word());
    Cell::text(match &entry.event.to {
        Some(to) => c.f(&key, &[("auf", &c.print.date(to.value))]),
        None => c.t(&key),
    })
}

/// The new status, or by how much the end moved; a dash where neither changed.
fn effect(c: &Compose<'_>, entry: &Entry<'_>) -> Cell {
    let before = entry.before.map(|before| c.f("verlauf.statt", &[("vorher", &c.print.date(before))]));
    match (entry.shift, entry.status) {
        (Some(shift), _) => Cell { note: before, ..Cell::text(c.print.shift(shift)) },
        (None, Some(status)) => Cell { badge: Some(c.status(status)), ..Cell::default() },
        (None, None) => Cell::text(before.unwrap_or_else(|| c.t("fehlt.strich"))),
    }
}
