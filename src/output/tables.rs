//! `daten/`: the tables for the project office as CSV, each twice: `projekte.csv` for programs, `projekte-excel.csv` for a
//! double click.

use super::{Artifacts, Material, Output};
use crate::content::section::Section;
use crate::data::delimited::Dialect;
use crate::diagnostics::Diagnostic;
use crate::export::table::{Cell, Table};
use crate::export::{TABLES, file_of};

pub(super) const OUTPUT: Output = Output { name: "tables", of: &[Section::Data], render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    for table in TABLES {
        let rows = (table.rows)(material.input);
        for dialect in [Dialect::Plain, Dialect::Spreadsheet] {
            artifacts.insert(file_of(table, dialect), csv(table, &rows, dialect)?);
        }
    }
    Ok(())
}

fn csv(table: &Table, rows: &[Vec<Cell>], dialect: Dialect) -> Result<Vec<u8>, Diagnostic> {
    let text = match dialect {
        Dialect::Plain => Cell::plain,
        Dialect::Spreadsheet => Cell::german,
    };
    let heading: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    let rows = rows.iter().map(|row| row.iter().map(text));
    dialect.write(&heading, rows).map_err(|error| Diagnostic::general("E0502").with("meldung", error))
}
