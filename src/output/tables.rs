//! `daten/`: the tables for the project office as CSV, each twice: `projekte.csv` for programs, `projekte-excel.csv` for a
//! double click.

use super::{Artifacts, Material, Output};
use crate::data::FOLDER;
use crate::data::delimited::Dialect;
use crate::diagnostics::Diagnostic;
use crate::export::TABLES;
use crate::export::table::{Cell, Table};

pub(super) const OUTPUT: Output = Output { name: "tables", render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    for table in TABLES {
        let rows = (table.rows)(material.input);
        let files =
            [("", Dialect::Plain, Cell::plain as fn(&Cell) -> String), ("-excel", Dialect::Spreadsheet, Cell::german)];
        for (suffix, dialect, text) in files {
            let bytes = csv(table, &rows, dialect, text)?;
            artifacts.insert(format!("{FOLDER}/{}{suffix}.csv", table.name), bytes);
        }
    }
    Ok(())
}

fn csv(table: &Table, rows: &[Vec<Cell>], dialect: Dialect, text: fn(&Cell) -> String) -> Result<Vec<u8>, Diagnostic> {
    let heading: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    let rows = rows.iter().map(|row| row.iter().map(text));
    dialect.write(&heading, rows).map_err(|error| Diagnostic::general("E0502").with("meldung", error))
}
