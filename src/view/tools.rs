//! Tables that readers sort and filter: which columns, and by what, is declared here; the script does it.
//!
//! What stands in the cells does not change. A cell adds the machine value that it is sorted by and the tags that its row
//! is chosen by.

use std::collections::BTreeSet;

use serde::Serialize;

use super::compose::Compose;
use super::division::division_of;
use super::{Badge, Block, Body, Cell, Table};
use crate::analysis::status::Status;
use crate::analysis::task::TaskState;
use crate::content::ReadRecord;
use crate::content::fields::to_id;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::organisation::Unit;
use crate::content::project::Project;

/// Fewer rows are sorted at a glance.
const SORTED_FROM: usize = 3;
/// Fewer rows are searched at a glance.
const FILTERED_FROM: usize = 8;

/// How a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// By the words of its cells, in alphabetical order.
    Text,
    /// By numbers, the keys of its cells.
    #[serde(rename = "zahl")]
    Number,
    /// By days, the keys of its cells.
    #[serde(rename = "datum")]
    Date,
}

/// What readers can do with a table.
#[derive(Debug, Clone, Copy)]
pub struct Tools {
    /// The columns to sort by, as they are called in the catalogue under `spalte.`.
    pub sort: &'static [(&'static str, Sort)],
    /// What rows are chosen by: names of [`Tag::filter`].
    pub filters: &'static [&'static str],
}

/// What a row can be chosen by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Name of the filter: its label is in the catalogue under `spalte.`.
    pub filter: &'static str,
    /// Place among the choices; among equals the alphabet decides.
    pub place: usize,
    /// Word for addresses, without white space.
    pub value: String,
    /// As readers know it.
    pub text: String,
}

/// A choice that narrows a table.
#[derive(Debug, Clone, Serialize)]
pub struct Filter {
    /// Its name in addresses.
    pub name: &'static str,
    /// What is chosen.
    pub label: String,
    /// Value and text of what can be chosen.
    pub choices: Vec<(String, String)>,
    /// The values of each row, parted by spaces, in the order of the rows.
    #[serde(skip)]
    pub rows: Vec<String>,
}

impl Tools {
    /// Gives a table what readers can do with it, as far as it has enough rows and differences.
    pub fn equip(&self, c: &Compose<'_>, table: Table) -> Table {
        let mut table = table;
        if table.rows.len() >= SORTED_FROM {
            for column in &mut table.columns {
                column.sort = self.sort.iter().find(|(name, _)| *name == column.name).map(|(_, sort)| *sort);
            }
        }
        if table.rows.len() >= FILTERED_FROM {
            table.filters = Some(self.filters.iter().filter_map(|name| filter(c, &table, name)).collect());
        }
        // They have served their purpose, and are many.
        table.rows.iter_mut().flatten().for_each(|cell| cell.tags = Vec::new());
        table
    }

    /// The same for a block that is a table.
    pub fn equip_block(&self, c: &Compose<'_>, block: Block) -> Block {
        match block.body {
            Body::Table(table) => Block { body: Body::Table(self.equip(c, table)), ..block },
            _ => block,
        }
    }
}

/// The filter of a name; none where all rows are alike in it.
fn filter(c: &Compose<'_>, table: &Table, name: &'static str) -> Option<Filter> {
    let rows: Vec<Vec<&Tag>> = table.rows.iter().map(|row| tags(row, name)).collect();
    if rows.windows(2).all(|pair| pair[0] == pair[1]) {
        return None;
    }
    let choices: BTreeSet<_> = rows.iter().flatten().map(|tag| (tag.place, &tag.text, &tag.value)).collect();
    let mut choices: Vec<_> = choices.into_iter().collect();
    choices.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| c.input.order.compare(a.1, b.1)).then_with(|| a.2.cmp(b.2)));
    choices.dedup_by_key(|(.., value)| *value);
    let values = |tags: &Vec<&Tag>| tags.iter().map(|tag| tag.value.as_str()).collect::<Vec<_>>().join(" ");
    Some(Filter {
        name,
        label: c.t(&format!("spalte.{name}")),
        choices: choices.into_iter().map(|(_, text, value)| (value.clone(), text.clone())).collect(),
        rows: rows.iter().map(values).collect(),
    })
}

/// What a row is chosen by in a filter.
fn tags<'a>(row: &'a [Cell], filter: &str) -> Vec<&'a Tag> {
    row.iter().flat_map(|cell| &cell.tags).filter(|tag| tag.filter == filter).collect()
}

impl Cell {
    /// With the machine value that it is sorted by.
    #[must_use]
    pub fn sorted_by(self, key: impl ToString) -> Self {
        Self { key: Some(key.to_string()), ..self }
    }

    /// With what its row can be chosen by.
    #[must_use]
    pub fn tagged(self, tags: impl IntoIterator<Item = Tag>) -> Self {
        Self { tags: self.tags.into_iter().chain(tags).collect(), ..self }
    }
}

/// A status, sorted and chosen by.
pub fn status_cell(c: &Compose<'_>, status: Status) -> Cell {
    let place = status as usize;
    let badge = c.status(status);
    let tag = Tag { filter: "stand", place, value: status.word().to_owned(), text: badge.text.clone() };
    Cell { badge: Some(badge), ..Cell::default() }.sorted_by(place).tagged([tag])
}

/// What became of a commitment or resolution, sorted and chosen by.
pub fn task_cell(state: TaskState, badge: Badge) -> Cell {
    let place = state as usize;
    let tag = Tag { filter: "stand", place, value: state.word().to_owned(), text: badge.text.clone() };
    Cell { badge: Some(badge), ..Cell::default() }.sorted_by(place).tagged([tag])
}

/// A link to a project, chosen by its division and strategies.
pub fn project_cell(c: &Compose<'_>, reference: Ref<Project>) -> Cell {
    let project = &c.model().projects[reference];
    let strategies = record_tags(c, "strategie", &project.strategies);
    c.record(reference).tagged([division_tag(c, project.unit)]).tagged(strategies)
}

/// The division of a unit; rows without one come last.
pub fn division_tag(c: &Compose<'_>, unit: Option<Ref<Unit>>) -> Tag {
    let text = division_of(c, unit);
    Tag { filter: "bereich", place: usize::from(unit.is_none()), value: to_id(&text), text }
}

/// Records to choose rows by.
pub fn record_tags<T: ReadRecord>(c: &Compose<'_>, filter: &'static str, records: &[Ref<T>]) -> Vec<Tag> {
    let tag = |&one: &Ref<T>| {
        let head = T::table(c.model())[one].head();
        Tag { filter, place: 0, value: head.id.value.clone(), text: head.title.clone() }
    };
    records.iter().map(tag).collect()
}

/// A dimension to choose rows by, in the order of the model.
pub fn dimension_tag(c: &Compose<'_>, reference: Ref<Dimension>) -> Tag {
    let dimension = &c.model().maturity.dimensions[reference];
    let (value, text) = (dimension.id.value.clone(), dimension.title.clone());
    Tag { filter: "dimension", place: reference.index(), value, text }
}

/// A word to choose rows by.
pub fn word_tag(filter: &'static str, place: usize, text: &str) -> Tag {
    Tag { filter, place, value: to_id(text), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::{Model, View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::messages::{Language, Messages};
    use crate::source::Sources;
    use crate::view::compose::Input;

    const TOOLS: Tools = Tools { sort: &[("projekt", Sort::Text), ("ende", Sort::Date)], filters: &["stand", "art"] };

    fn model() -> Model {
        let model = "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: K}}}}\n";
        let files = [("seite.yaml", "titel: Musterstadt\n"), ("modell.yaml", model)];
        let (sources, _) = Sources::from_files(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        resolve(&parsed, &mut found).unwrap()
    }

    /// A table of that many rows, every other one of another status, all of one sort.
    fn table(rows: usize) -> Table {
        let model = model();
        let analysis = analyse(&model, date(2024, 6, 30));
        let messages = Messages::load(Language::German);
        let input = Input::new(&model, &analysis, &messages);
        let c = input.compose("");
        let row = |number: usize| {
            let status = if number.is_multiple_of(2) { Status::Completed } else { Status::Planned };
            vec![
                Cell::text("P").tagged([word_tag("art", 0, "Alle gleich")]),
                c.day(date(2024, 1, 1)),
                status_cell(&c, status),
            ]
        };
        TOOLS.equip(&c, c.table("T", &["projekt", "ende", "stand"], (0..rows).map(row).collect()))
    }

    #[test]
    fn few_rows_need_no_tools() {
        let sorts = |rows| table(rows).columns.into_iter().map(|column| column.sort).collect::<Vec<_>>();
        assert_eq!(sorts(2), [None, None, None]);
        assert_eq!(sorts(3), [Some(Sort::Text), Some(Sort::Date), None]);
        assert!(table(7).filters.is_none() && table(8).filters.is_some());
    }

    #[test]
    fn rows_are_chosen_by_what_tells_them_apart() {
        let filters = table(8).filters.unwrap();
        assert_eq!(filters.len(), 1, "all are of one sort: nothing to choose");
        assert_eq!((filters[0].name, filters[0].label.as_str()), ("stand", "Stand"));
        let pair = |value: &str, text: &str| (value.to_owned(), text.to_owned());
        assert_eq!(filters[0].choices, [pair("geplant", "geplant"), pair("umgesetzt", "umgesetzt")]);
        assert_eq!(filters[0].rows[..3], ["umgesetzt", "geplant", "umgesetzt"]);
    }

    #[test]
    fn cells_say_what_they_are_sorted_by() {
        let row = table(1).rows.remove(0);
        assert_eq!(row[1].key.as_deref(), Some("2024-01-01"));
        assert_eq!(row[2].key.as_deref(), Some("5"), "in the order of statuses");
    }
}
