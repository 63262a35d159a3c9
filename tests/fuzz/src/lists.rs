//! Lists from spreadsheets: within their limits, and what would be written can be read.

use std::io::{Cursor, Write};

use jiff::civil::date;
use spatz::diagnostics::Diagnostics;
use spatz::import::{List, Mapping, Order, plan, template};
use spatz::source::yaml::parse;
use spatz::source::{Sources, split};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::site::city;

/// The parts of a workbook that are asked for, by their first byte.
const PARTS: &[(u8, &str)] = &[
    (b'w', "xl/workbook.xml"),
    (b'r', "xl/_rels/workbook.xml.rels"),
    (b's', "xl/worksheets/sheet1.xml"),
    (b't', "xl/sharedStrings.xml"),
    (b'f', "xl/styles.xml"),
    (b'c', "content.xml"),
    (b'm', "META-INF/manifest.xml"),
];

/// The bytes of a list's file.
pub fn list(data: &[u8]) {
    let (mapping, bytes) = super::halves(data);
    imported(bytes, mapping);
    imported(data, b"");
}

/// The parts of a workbook, parted by NUL: a letter that says which, and its text.
pub fn workbook(data: &[u8]) {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for part in data.split(|&byte| byte == 0) {
        let Some((letter, text)) = part.split_first() else { continue };
        let Some((_, name)) = PARTS.iter().find(|(known, _)| known == letter) else { continue };
        // A name that was used before is refused.
        if archive.start_file(*name, plain).is_ok() {
            archive.write_all(text).unwrap();
        }
    }
    imported(&archive.finish().unwrap().into_inner(), b"");
}

fn imported(bytes: &[u8], mapping: &[u8]) {
    let Ok(list) = List::read(bytes) else { return };
    for row in list.sheets.iter().flat_map(|sheet| &sheet.rows) {
        assert!((1..=50_000).contains(&row.number), "{}", row.number);
        assert!(row.cells.iter().all(|cell| (1..=500).contains(&cell.column)));
        assert!(row.cells.iter().all(|cell| cell.value.text().chars().count() <= 20_000));
    }
    let (sources, model) = city();
    let (mapping, _) = Sources::from_files([("zuordnung.yaml".to_owned(), mapping.to_vec())]);
    let mapping = Mapping::read(&mapping, &mut Diagnostics::default());
    let order = Order {
        path: "liste.xlsx",
        list: &list,
        sheet: None,
        mapping: &mapping,
        stand: date(2025, 1, 31),
        document: None,
        sources,
        model,
    };
    for change in plan(order).files {
        let text = String::from_utf8(change.after).unwrap();
        let yaml = split(&text).unwrap().yaml;
        assert!(parse(spatz::source::FileId::default(), &text, yaml).is_ok(), "{text}");
        assert!(!change.path.contains("..") && change.path.len() <= 255, "{}", change.path);
    }
    if let Ok(text) = template(order, "# Zuordnung") {
        assert!(parse(spatz::source::FileId::default(), &text, 0..text.len()).is_ok(), "{text}");
    }
}
