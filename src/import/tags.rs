//! The tables of an ODS file, read over roughly: how many cells they would make, and which cells cover those below.
//!
//! Never takes a value. What it does not understand counts as damage: a file that is read otherwise than it is measured
//! would not be held back by the measure. So does a tag that nothing closes, for the end of which a reader may wait forever.

use super::sheet::{Excess, ListError};
use crate::source::limits::{LIST_BLANKS, LIST_CELLS};

/// A cell that covers others below it; rows and columns from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    pub(super) sheet: String,
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) last_row: u32,
}

/// The state of reading over.
#[derive(Debug, Default)]
pub(super) struct Tables<'a> {
    rest: &'a str,
    sheet: String,
    /// Rows of this table up to here, and up to the last that holds something.
    rows: u64,
    filled_rows: u64,
    /// Cells of this row up to here.
    columns: u64,
    /// Columns of this table that hold something.
    filled_columns: u64,
    /// How often this row is repeated, and whether it holds something.
    repeated: u64,
    filled: bool,
    /// Cells of all tables that are behind.
    cells: u64,
    blanks: u64,
    covered: Vec<Covered>,
    /// Names of the tags that are open.
    open: Vec<&'a str>,
}

impl<'a> Tables<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text, ..Self::default() }
    }

    pub(super) fn survey(mut self) -> Result<Vec<Covered>, ListError> {
        while let Some(tag) = self.next()? {
            self.balance(tag)?;
            match tag.name() {
                "table:table" => self.begin_table(tag)?,
                "/table:table" => self.end_table()?,
                "table:table-row" => self.begin_row(tag)?,
                "/table:table-row" => self.end_row()?,
                "table:table-cell" | "table:covered-table-cell" => self.cell(tag)?,
                "text:s" => self.blank(tag)?,
                _ => {}
            }
        }
        self.end_table()?;
        if self.open.is_empty() { Ok(self.covered) } else { Err(damage()) }
    }

    /// Every tag is closed, in the order of opening.
    fn balance(&mut self, tag: Tag<'a>) -> Result<(), ListError> {
        match tag.name().strip_prefix('/') {
            Some(name) => (self.open.pop() == Some(name)).then_some(()).ok_or_else(damage),
            None if tag.is_whole() => Ok(()),
            None => {
                self.open.push(tag.name());
                Ok(())
            }
        }
    }

    /// The next tag; comments and the like are passed over.
    fn next(&mut self) -> Result<Option<Tag<'a>>, ListError> {
        loop {
            let Some(start) = self.rest.find('<') else { return Ok(None) };
            let rest = &self.rest[start..];
            let passed = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
            let passed = passed.iter().find(|(open, _)| rest.starts_with(open));
            let length = match passed {
                Some((_, close)) => rest.find(close).map(|at| at + close.len()),
                None if rest.starts_with("<!") => None,
                None if rest.starts_with("</") => rest.find('>').map(|at| at + 1),
                None => tag_length(rest),
            };
            let length = length.ok_or_else(damage)?;
            self.rest = &rest[length..];
            if passed.is_none() {
                return Ok(Some(Tag(&rest[1..length - 1])));
            }
        }
    }

    fn begin_table(&mut self, tag: Tag<'_>) -> Result<(), ListError> {
        self.end_table()?;
        self.sheet = tag.attribute("table:name")?.unwrap_or_default().to_owned();
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), ListError> {
        self.cells = self.cells.saturating_add(self.filled_rows.saturating_mul(self.filled_columns));
        (self.rows, self.filled_rows, self.filled_columns) = (0, 0, 0);
        self.within()
    }

    fn within(&self) -> Result<(), ListError> {
        let open = self.filled_rows.saturating_mul(self.filled_columns);
        if self.cells.saturating_add(open) > LIST_CELLS as u64 {
            return Err(ListError::TooLarge(Excess::Cells));
        }
        Ok(())
    }

    fn begin_row(&mut self, tag: Tag<'_>) -> Result<(), ListError> {
        self.repeated = tag.count("table:number-rows-repeated")?;
        (self.columns, self.filled) = (0, false);
        if tag.is_whole() { self.end_row() } else { Ok(()) }
    }

    fn end_row(&mut self) -> Result<(), ListError> {
        self.rows = self.rows.saturating_add(self.repeated);
        if self.filled {
            self.filled_rows = self.rows;
        }
        self.within()
    }

    fn cell(&mut self, tag: Tag<'_>) -> Result<(), ListError> {
        let column = self.columns.saturating_add(1);
        self.columns = self.columns.saturating_add(tag.count("table:number-columns-repeated")?);
        if !tag.holds_something() {
            return Ok(());
        }
        self.filled = true;
        self.filled_columns = self.filled_columns.max(self.columns);
        let rows = tag.count("table:number-rows-spanned")?;
        if rows > 1 && tag.count("table:number-columns-spanned")? == 1 {
            let row = self.rows.saturating_add(1);
            let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            self.covered.push(Covered {
                sheet: self.sheet.clone(),
                row: number(row),
                column: number(column),
                last_row: number(self.rows.saturating_add(rows)),
            });
        }
        self.within()
    }

    fn blank(&mut self, tag: Tag<'_>) -> Result<(), ListError> {
        self.blanks = self.blanks.saturating_add(tag.count("text:c")?);
        if self.blanks > LIST_BLANKS { Err(ListError::TooLarge(Excess::Text)) } else { Ok(()) }
    }
}

fn damage() -> ListError {
    ListError::Damaged("content.xml".to_owned())
}

/// How long the tag is that begins the text: `>` may stand in quotation marks.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    text.bytes()
        .position(|byte| match quote {
            Some(open) => {
                quote = (byte != open).then_some(open);
                false
            }
            None => {
                quote = matches!(byte, b'"' | b'\'').then_some(byte);
                byte == b'>'
            }
        })
        .map(|at| at + 1)
}

/// What stands between `<` and `>`.
#[derive(Debug, Clone, Copy)]
struct Tag<'a>(&'a str);

impl<'a> Tag<'a> {
    fn name(self) -> &'a str {
        self.0.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default().trim_end_matches('/')
    }

    /// Whether it ends itself.
    fn is_whole(self) -> bool {
        self.0.ends_with('/')
    }

    /// Attributes with their values as written.
    fn attributes(self) -> Result<Vec<(&'a str, &'a str)>, ListError> {
        let mut attributes = Vec::new();
        let mut rest = self.0.strip_prefix(self.name()).unwrap_or_default().trim_ascii_start();
        while !rest.is_empty() && rest != "/" {
            let (name, behind) = rest.split_once('=').ok_or_else(damage)?;
            let behind = behind.trim_ascii_start();
            let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(damage)?;
            let (value, behind) = behind[1..].split_once(quote).ok_or_else(damage)?;
            attributes.push((name.trim_ascii_end(), value));
            rest = behind.trim_ascii_start();
        }
        Ok(attributes)
    }

    /// The value of an attribute.
    fn attribute(self, name: &str) -> Result<Option<&'a str>, ListError> {
        Ok(self.attributes()?.into_iter().find(|(one, _)| *one == name).map(|(_, value)| value))
    }

    /// A number of times, 1 if it is not said. Where it is said twice, more counts.
    fn count(self, name: &str) -> Result<u64, ListError> {
        let attributes = self.attributes()?;
        let counts = attributes.iter().filter(|(one, _)| *one == name);
        let counts =
            counts.map(|(_, text)| text.parse::<u64>().map_err(|_| damage())).collect::<Result<Vec<_>, _>>()?;
        Ok(counts.into_iter().max().unwrap_or(1))
    }

    /// Whether a cell has a value: it says of which type, or by which formula.
    fn holds_something(self) -> bool {
        ["office:", "calcext:", "table:formula"].iter().any(|name| self.0.contains(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(text: &str) -> Result<Vec<Covered>, ListError> {
        Tables::of(text).survey()
    }

    fn table(rows: &str) -> String {
        format!("<?xml?><!-- <table:table> --><table:table table:name=\"B\">{rows}</table:table>")
    }

    const FILLED: &str = "<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>";

    #[test]
    fn blank_rows_and_columns_at_the_end_count_nothing() {
        let blank = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
        assert_eq!(survey(&table(&format!("<table:table-row>{FILLED}</table:table-row>{blank}"))), Ok(vec![]));
    }

    #[test]
    fn what_is_repeated_millions_of_times_is_refused() {
        let cells = Err(ListError::TooLarge(Excess::Cells));
        let many =
            |count: &str| FILLED.replace("office", &format!("table:number-columns-repeated = \"{count}\" office"));
        for rows in [
            format!("<table:table-row>{}</table:table-row>", many("1000001")),
            format!("<table:table-row table:number-rows-repeated='1000001'>{FILLED}</table:table-row>"),
            format!(
                "<table:table-row table:number-rows-repeated='1000001'/><table:table-row>{FILLED}</table:table-row>"
            ),
            format!("<table:table-row table:number-rows-repeated='2000'>{}</table:table-row>", many("2000")),
        ] {
            assert_eq!(survey(&table(&rows)), cells, "{rows}");
        }
        let hidden = FILLED.replace(
            "office",
            "x=\"table:number-columns-repeated='1'\" table:number-columns-repeated='1000001' office",
        );
        assert_eq!(survey(&table(&format!("<table:table-row>{hidden}</table:table-row>"))), cells);
        let damaged = format!("<table:table-row>{}</table:table-row>", many("&#49;000001"));
        assert_eq!(survey(&table(&damaged)), Err(damage()));
        for open in ["<a>", "<a><b></a></b>", "</a>", "<a/", "<table:table><table:table-row></table:table>"] {
            assert_eq!(survey(open), Err(damage()), "{open}");
        }
        assert_eq!(survey("<text:s text:c=\"1000001\"/>"), Err(ListError::TooLarge(Excess::Text)));
        assert_eq!(survey("<!DOCTYPE x [<!ENTITY y \"z\">]>"), Err(damage()));
    }

    #[test]
    fn cells_that_cover_others_are_found() {
        let spanned = FILLED.replace("office", "table:number-rows-spanned=\"3\" office");
        let rows = format!("<table:table-row/><table:table-row>{FILLED}{spanned}</table:table-row>");
        assert_eq!(survey(&table(&rows)), Ok(vec![Covered { sheet: "B".to_owned(), row: 2, column: 2, last_row: 4 }]));
    }
}
