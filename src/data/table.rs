//! The same data as tables, one for each list of the file, for spreadsheets: `reifegrad-dimensionen.csv`,
//! `reifegrad-einheiten-dimensionen.csv`, and in `reifegrad.csv` what stands in no list.
//!
//! Quoted as RFC 4180 asks, with CRLF. A spreadsheet in German opens the files by a double click: separated by semicolons,
//! decimals with a comma, UTF-8 with a byte order mark. A share stands twice: exactly, as `3 von 4` (a spreadsheet would
//! take `3/4` for a date), and as a decimal number rounded down. No text is taken for a formula: what begins like one gets
//! an apostrophe in front.

use num_bigint::BigInt;
use serde_json::Value;

use super::delimited::{Dialect, decimal, harmless};
use super::schema::{Field, Form, form_of, properties};
use crate::content::scalar::Rational;
use crate::messages::Messages;

/// What every table's name begins with; alone, the table of one row with what stands in no list.
const ROOT: &str = "reifegrad";

/// What separates the values of a list in one cell.
const LIST: &str = ", ";

/// Fields that hold an id wherever they stand, and the table of what they name.
const REFERENCES: &[(&str, &str)] = &[
    ("dimension", "reifegrad-dimensionen"),
    ("einheit", "reifegrad-grundlage-einheiten"),
    ("kriterium", "reifegrad-kriterien"),
    ("massnahme", "reifegrad-massnahmen"),
    ("projekt", "reifegrad-grundlage-projekte"),
];

/// A list of the file as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name: `reifegrad` and the keys from the root, joined by hyphens.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// What its cells are.
    pub sort: Sort,
    /// What they tell.
    pub holds: Holds,
}

/// What the cells of a column tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// What stands in a field of the data file.
    Field(Field),
    /// To which row of another table, by its name, a row belongs: by its `id`, or where it has none, by its number.
    Row(String),
}

impl Column {
    /// The field of the data file that it holds.
    pub fn field(&self) -> Option<&Field> {
        match &self.holds {
            Holds::Field(field) => Some(field),
            Holds::Row(_) => None,
        }
    }

    /// What it means.
    pub fn meaning(&self, messages: &Messages) -> Option<String> {
        match &self.holds {
            Holds::Field(field) => field.meaning(messages).map(str::to_owned),
            Holds::Row(table) => {
                let key = if self.sort == Sort::Text { "daten.zeile.kennung" } else { "daten.zeile.nummer" };
                Some(messages.format(key, &[("tabelle", table)]))
            }
        }
    }

    /// The table whose `id` its cells name, besides those of [`Self::row`].
    pub fn refers(&self) -> Option<&'static str> {
        let name = self.field().filter(|field| field.form == Form::Scalar)?.path.last()?;
        REFERENCES.iter().find(|(field, _)| field == name).map(|(_, table)| *table)
    }

    /// The table to whose row a row belongs, and whether by its `id`.
    pub fn row(&self) -> Option<(&str, bool)> {
        match &self.holds {
            Holds::Field(_) => None,
            Holds::Row(table) => Some((table, self.sort == Sort::Text)),
        }
    }
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Text.
    Text,
    /// A whole number.
    Whole,
    /// A number with decimals.
    Decimal,
    /// `ja` or `nein`.
    YesNo,
    /// A day.
    Day,
}

/// Every table of the file, in its order.
pub(super) fn tables(schema: &Value, data: &Value) -> Vec<Table> {
    let mut tables = Vec::new();
    let root = Place { schema, rows: vec![(Vec::new(), data)], columns: Vec::new(), path: Vec::new() };
    root.tables(&mut tables);
    tables
}

/// A list and all of its rows, each behind the cells that tell where it belongs.
struct Place<'a> {
    schema: &'a Value,
    rows: Vec<(Vec<String>, &'a Value)>,
    columns: Vec<Column>,
    path: Vec<&'a str>,
}

impl<'a> Place<'a> {
    /// Appends its table and those of the lists inside.
    fn tables(&self, tables: &mut Vec<Table>) {
        let leaves = leaves(self.schema);
        let columns = leaves.iter().flat_map(|leaf| leaf.columns(&self.path));
        let row = |(keys, value): &(Vec<String>, &Value)| {
            keys.iter().cloned().chain(leaves.iter().flat_map(|leaf| leaf.cells(value))).collect()
        };
        tables.push(Table {
            name: self.name(),
            columns: self.columns.iter().cloned().chain(columns).collect(),
            rows: self.rows.iter().map(row).collect(),
        });
        lists(self.schema).iter().for_each(|list| self.inside(list).tables(tables));
    }

    fn name(&self) -> String {
        std::iter::once(&ROOT).chain(&self.path).copied().collect::<Vec<_>>().join("-")
    }

    /// A list inside of the rows.
    fn inside(&self, list: &Leaf<'a>) -> Self {
        let mut columns = self.columns.clone();
        if let Some(name) = self.path.last() {
            let (key, sort) = if self.has_id() { (ID, Sort::Text) } else { (NUMBER, Sort::Whole) };
            columns.push(Column { name: format!("{name}_{key}"), sort, holds: Holds::Row(self.name()) });
        }
        let rows = self.rows.iter().enumerate().flat_map(|(index, (keys, value))| {
            let mut keys = keys.clone();
            if !self.path.is_empty() {
                keys.push(value[ID].as_str().map_or_else(|| (index + 1).to_string(), str::to_owned));
            }
            let inner = list.value(value).as_array().into_iter().flatten();
            inner.map(move |value| (keys.clone(), value))
        });
        Self {
            schema: list.schema,
            rows: rows.collect(),
            columns,
            path: self.path.iter().copied().chain(list.path.iter().copied()).collect(),
        }
    }

    fn has_id(&self) -> bool {
        properties(self.schema).any(|(key, _)| key == ID)
    }
}

/// What names a row, and, where it has none, its number.
const ID: &str = "id";
const NUMBER: &str = "nr";

/// A value inside of a row, also inside of mappings in it.
struct Leaf<'a> {
    path: Vec<&'a str>,
    schema: &'a Value,
}

/// Single values and lists of values.
fn leaves(schema: &Value) -> Vec<Leaf<'_>> {
    let mut found = below(schema);
    found.retain(|leaf| form_of(leaf.schema) != Form::Rows);
    found
}

/// Lists of mappings.
fn lists(schema: &Value) -> Vec<Leaf<'_>> {
    let mut found = below(schema);
    found.retain(|leaf| form_of(leaf.schema) == Form::Rows);
    found
}

fn below(schema: &Value) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    for (key, inner) in properties(schema) {
        match form_of(inner) {
            Form::Object => found.extend(below(inner).into_iter().map(|leaf| leaf.under(key))),
            _ => found.push(Leaf { path: vec![key], schema: inner }),
        }
    }
    found
}

impl<'a> Leaf<'a> {
    fn under(mut self, key: &'a str) -> Self {
        self.path.insert(0, key);
        self
    }

    fn value<'v>(&self, row: &'v Value) -> &'v Value {
        self.path.iter().fold(row, |value, key| &value[*key])
    }

    /// Its columns in the table of a list.
    fn columns(&self, list: &[&str]) -> Vec<Column> {
        let (name, form) = (self.path.join("_"), form_of(self.schema));
        let path = list.iter().chain(&self.path).map(|key| (*key).to_owned()).collect();
        let holds = Holds::Field(Field { path, form });
        match form {
            Form::Share => vec![
                Column { name: name.clone(), sort: Sort::Text, holds: holds.clone() },
                Column { name: format!("{name}_dezimal"), sort: Sort::Decimal, holds },
            ],
            _ => vec![Column { name, sort: sort(self.schema), holds }],
        }
    }

    fn cells(&self, row: &Value) -> Vec<String> {
        let value = self.value(row);
        match form_of(self.schema) {
            Form::Share => {
                let exact = value.as_str().unwrap_or_default();
                vec![
                    exact.replace('/', " von "),
                    rational(exact).map_or_else(String::new, |share| decimal(&share, ',')),
                ]
            }
            _ => vec![cell(value)],
        }
    }
}

fn sort(schema: &Value) -> Sort {
    let is = |name: &str| schema["type"] == name || schema["type"][0] == name;
    match &schema["format"] {
        Value::String(format) if format == "date" => Sort::Day,
        _ if is("integer") => Sort::Whole,
        _ if is("boolean") => Sort::YesNo,
        _ => Sort::Text,
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(true) => "ja".to_owned(),
        Value::Bool(false) => "nein".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => harmless(text),
        Value::Array(values) => harmless(&values.iter().map(cell).collect::<Vec<_>>().join(LIST)),
    }
}

fn rational(exact: &str) -> Option<Rational> {
    let (numerator, denominator) = exact.split_once('/').unwrap_or((exact, "1"));
    let (numerator, denominator): (BigInt, BigInt) = (numerator.parse().ok()?, denominator.parse().ok()?);
    Rational::new(numerator, denominator)
}

impl Table {
    /// The table as CSV.
    ///
    /// # Errors
    /// Never: rows have as many cells as there are columns.
    pub fn csv(&self) -> Result<Vec<u8>, String> {
        let heading: Vec<_> = self.columns.iter().map(|column| &column.name).collect();
        Dialect::Spreadsheet.write(&heading, &self.rows)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::data::scalar::SHARE;

    fn sample() -> Vec<Table> {
        let share = json!({"type": "string", "pattern": SHARE});
        let part = json!({"type": "object", "properties": {"name": {"type": "string"}, "anteil": share}});
        let row = json!({"type": "object", "properties": {
            "id": {"type": "string"},
            "plan": {"type": ["object", "null"], "properties": {"ende": {"type": "string"}}},
            "worte": {"type": "array", "items": {"type": "string"}},
            "teile": {"type": "array", "items": part},
        }});
        let schema = json!({"type": "object", "properties": {
            "stichtag": {"type": "string"},
            "zeilen": {"type": "array", "items": row},
        }});
        let data = json!({"stichtag": "2024-12-31", "zeilen": [
            {"id": "a", "plan": {"ende": "2025"}, "worte": ["x", "y"], "teile": [{"name": "=1+1", "anteil": "2/3"}]},
            {"id": "b", "plan": null, "worte": [], "teile": [{"name": "b;\"c\"", "anteil": "1"}]},
        ]});
        tables(&schema, &data)
    }

    fn headings(table: &Table) -> Vec<&str> {
        table.columns.iter().map(|column| column.name.as_str()).collect()
    }

    #[test]
    fn columns_know_what_they_hold() {
        let (number, day) = (json!({"type": ["integer", "null"]}), json!({"type": "string", "format": "date"}));
        assert_eq!(
            [sort(&number), sort(&day), sort(&json!({"type": "boolean"}))],
            [Sort::Whole, Sort::Day, Sort::YesNo]
        );
        let tables = sample();
        let told: Vec<_> = tables[2].columns.iter().map(|one| (one.sort, one.field().map(Field::name))).collect();
        let share = || Some("zeilen.teile.anteil".to_owned());
        let name = Some("zeilen.teile.name".to_owned());
        assert_eq!(told, [(Sort::Text, None), (Sort::Text, name), (Sort::Text, share()), (Sort::Decimal, share())]);
    }

    #[test]
    fn references_are_made_and_lead_somewhere() {
        let tables = tables(&crate::data::schema::form(), &Value::Null);
        let columns = || tables.iter().flat_map(|table| &table.columns);
        for (field, name) in REFERENCES {
            let target = tables.iter().find(|table| table.name == *name).unwrap();
            assert!(headings(target).contains(&"id"), "{name}");
            assert!(columns().any(|column| column.refers() == Some(name)), "{field} stands nowhere");
        }
    }

    #[test]
    fn each_list_is_a_table_and_knows_where_it_belongs() {
        let tables = sample();
        let names: Vec<_> = tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["reifegrad", "reifegrad-zeilen", "reifegrad-zeilen-teile"]);
        assert_eq!(tables[0].rows, [["2024-12-31"]]);
        assert_eq!(headings(&tables[1]), ["id", "plan_ende", "worte"]);
        assert_eq!(tables[1].rows, [["a", "2025", "x, y"], ["b", "", ""]]);
        assert_eq!(headings(&tables[2]), ["zeilen_id", "name", "anteil", "anteil_dezimal"]);
        assert_eq!(tables[2].rows, [["a", "'=1+1", "2 von 3", "0,666666"], ["b", "b;\"c\"", "1", "1"]]);
    }

    #[test]
    fn csv_is_quoted_and_opens_in_a_german_spreadsheet() {
        let csv = String::from_utf8(sample()[2].csv().unwrap()).unwrap();
        let expected = "\u{feff}zeilen_id;name;anteil;anteil_dezimal\r\na;'=1+1;2 von 3;0,666666\r\n\
                        b;\"b;\"\"c\"\"\";1;1\r\n";
        assert_eq!(csv, expected);
    }
}
