//! `daten/projektbuero.xlsx`: the tables for the project office as one workbook, and a sheet that explains every column.
//!
//! Headings are the names of columns, as in the CSV files, so that a sheet can be read back. A date is a date where it is a
//! day, else the text that was written. Nothing is a formula. The same content gives the same bytes: the workbook is
//! created at the as-of date.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{Artifacts, Material, Output};
use crate::content::scalar::Precision;
use crate::content::section::Section;
use crate::diagnostics::Diagnostic;
use crate::export::table::{Cell, Form, Table};
use crate::export::{TABLES, WORKBOOK};
use crate::view::format::Print;

pub(super) const OUTPUT: Output = Output { name: "workbook", of: &[Section::Data], render };

/// Characters of a cell; the format allows no more than 32,767.
const LONGEST_TEXT: usize = 32_000;

/// Widths of columns, in characters.
const NARROWEST: usize = 8;
const WIDEST: usize = 50;

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let bytes = workbook(material).map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    artifacts.insert(WORKBOOK.to_owned(), bytes);
    Ok(())
}

fn workbook(material: Material<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(material)?);
    let formats = Formats::new();
    for table in TABLES {
        sheet(workbook.add_worksheet(), table, material, &formats)?;
    }
    notes(workbook.add_worksheet(), material, &formats)?;
    workbook.save_to_buffer()
}

fn properties(material: Material<'_>) -> Result<DocProperties, XlsxError> {
    let (site, as_of) = (&material.input.model.site, material.input.analysis.as_of);
    let properties = DocProperties::new().set_title(&site.title).set_creation_datetime(&date(as_of)?);
    Ok(site.publisher.iter().fold(properties, |properties, publisher| properties.set_company(publisher)))
}

struct Formats {
    heading: Format,
    text: Format,
    day: Format,
    money: Format,
}

impl Formats {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            heading: top().set_bold(),
            text: top().set_text_wrap(),
            day: top().set_num_format("dd.mm.yyyy").set_align(FormatAlign::Left),
            money: top().set_num_format("#,##0.00\u{a0}\"€\""),
        }
    }
}

fn sheet(sheet: &mut Worksheet, table: &Table, material: Material<'_>, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(table.title(material.input.messages).unwrap_or(table.name))?;
    let rows = (table.rows)(material.input);
    for (column, at) in table.columns.iter().zip(0..) {
        sheet.write_string_with_format(0, at, column.name, &formats.heading)?;
        let longest = rows.iter().map(|row| width(&row[usize::from(at)])).max().unwrap_or_default();
        set_width(sheet, at, longest.max(column.name.len() + FILTER_BUTTON))?;
    }
    for (row, number) in rows.iter().zip(1..) {
        for ((cell, column), at) in row.iter().zip(table.columns).zip(0..) {
            match (cell, column.form, material.base_url) {
                (Cell::Text(path), Form::Link, Some(base)) => {
                    sheet.write_url_with_text(number, at, format!("{base}/{path}").as_str(), path)?;
                }
                _ => write(sheet, (number, at), cell, formats)?,
            }
        }
    }
    let (last_row, last_column) = (u32::try_from(rows.len()).unwrap_or(u32::MAX), table.columns.len() as u16 - 1);
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The button of the filter covers so many characters of a heading.
const FILTER_BUTTON: usize = 3;

/// The number of the paper size.
const A3: u8 = 8;

fn write(sheet: &mut Worksheet, (row, at): (u32, u16), cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, at, cut(text), &formats.text)?;
        }
        Cell::Number(number) => {
            sheet.write_number_with_format(row, at, *number as f64, &formats.text)?;
        }
        Cell::Money(money) => {
            sheet.write_number_with_format(row, at, money.cents() as f64 / 100.0, &formats.money)?;
        }
        Cell::Share(_) => {
            sheet.write_number_with_format(row, at, cell.plain().parse::<f64>().unwrap_or_default(), &formats.text)?;
        }
        Cell::Date(day) if day.precision() == Precision::Day && day.first().year() >= FIRST_YEAR => {
            sheet.write_datetime_with_format(row, at, &date(day.first())?, &formats.day)?;
        }
        Cell::Date(_) => {
            sheet.write_string_with_format(row, at, cell.german(), &formats.text)?;
        }
    }
    Ok(())
}

/// Workbooks know no dates before it.
const FIRST_YEAR: i16 = 1900;

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    }
}

fn width(cell: &Cell) -> usize {
    let text = cell.german().chars().count();
    // Thousands are grouped, and the sign of the currency follows.
    if matches!(cell, Cell::Money(_)) { text + text / 3 + 2 } else { text }
}

fn set_width(sheet: &mut Worksheet, at: u16, characters: usize) -> Result<(), XlsxError> {
    sheet.set_column_width(at, (characters.clamp(NARROWEST, WIDEST) + 1) as f64)?;
    Ok(())
}

/// From when and whom it is, and what every column means.
fn notes(sheet: &mut Worksheet, material: Material<'_>, formats: &Formats) -> Result<(), XlsxError> {
    let (site, messages) = (&material.input.model.site, material.input.messages);
    sheet.set_name(messages.get("export.hinweise.titel"))?;
    let head = [
        ("export.hinweise.stichtag", Some(Print::new(messages).day(material.input.analysis.as_of))),
        ("export.hinweise.herausgeber", site.publisher.clone()),
        ("export.hinweise.adresse", material.base_url.map(str::to_owned)),
    ];
    let told = head.into_iter().filter_map(|(key, value)| Some([messages.get(key).to_owned(), value?, String::new()]));
    let mut lines: Vec<(bool, [String; 3])> = vec![(true, [site.title.clone(), String::new(), String::new()])];
    lines.extend(told.map(|line| (false, line)));
    lines.push((false, [String::new(), String::new(), messages.get("export.hinweise.text").to_owned()]));
    for table in TABLES {
        lines.push((false, Default::default()));
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        lines.push((true, [text(table.title(messages)), String::new(), text(table.meaning(messages))]));
        lines.extend(table.columns.iter().map(|column| {
            let (title, meaning) = (table.title_of(column, messages), table.meaning_of(column, messages));
            (false, [column.name.to_owned(), text(title), text(meaning)])
        }));
    }
    for ((heading, line), row) in lines.iter().zip(0..) {
        for (text, at) in line.iter().zip(0..).filter(|(text, _)| !text.is_empty()) {
            let format = if *heading { &formats.heading } else { &formats.text };
            sheet.write_string_with_format(row, at, cut(text), format)?;
        }
    }
    for (at, characters) in [(0, 24), (1, 28), (2, 100)] {
        sheet.set_column_width(at, f64::from(characters))?;
    }
    sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(cut("ä"), "ä");
        assert_eq!(cut(&"ä".repeat(LONGEST_TEXT)).chars().count(), LONGEST_TEXT);
        assert_eq!(cut(&"ä".repeat(LONGEST_TEXT + 1)).chars().count(), LONGEST_TEXT + 2);
    }
}
