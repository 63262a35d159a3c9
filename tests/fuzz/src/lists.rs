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

/// The parts of a workbook that are asked for: the byte that begins each in the data, its name, and what it says where the
/// data holds none; without a word it is left out then. So the data can be of the cells alone.
const PARTS: &[(u8, &str, &str)] = &[
    (b'y', "mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    (
        b'p',
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r1" Type="/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (b'w', "xl/workbook.xml", ""),
    (
        b'r',
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    (b's', "xl/worksheets/sheet1.xml", ""),
    (b't', "xl/sharedStrings.xml", ""),
    (b'f', "xl/styles.xml", ""),
    (b'c', "content.xml", ""),
    (b'm', "META-INF/manifest.xml", "<manifest/>"),
];

/// The bytes of a list's file.
pub fn list(data: &[u8]) {
    let (mapping, bytes) = super::halves(data);
    imported(bytes, mapping);
    imported(data, b"");
}

/// The parts of a workbook, as [`packed`] takes them.
pub fn workbook(data: &[u8]) {
    imported(&packed(data), b"");
}

/// A workbook of parts that are parted by NUL: a byte that says which, and its text. Of several that are the same, the first
/// holds.
pub fn packed(data: &[u8]) -> Vec<u8> {
    let said: Vec<_> = data.split(|&byte| byte == 0).filter_map(<[u8]>::split_first).collect();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (byte, name, otherwise) in PARTS {
        let part = said.iter().find(|(known, _)| *known == byte).map(|(_, text)| *text);
        if let Some(text) = part.or_else(|| (!otherwise.is_empty()).then_some(otherwise.as_bytes())) {
            archive.start_file(*name, plain).unwrap();
            archive.write_all(text).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
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
