//! Properties of whole imports, over invented lists.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::content::{View, parse, resolve};

const SITE: &str = "# erfundenes Beispiel\ntitel: Musterstadt\n";
const MODEL: &str = "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: D, stufen: {1: {d-1a: Etwas.}}}}\n";
const UNITS: &str = "einheiten: {\"37\": {titel: Feuerwehr}, bau: {titel: Bauamt}}\n";

type Files = std::collections::BTreeMap<String, Vec<u8>>;

fn empty() -> Files {
    let files = [("seite.yaml", SITE), ("modell.yaml", MODEL), ("organisation.yaml", UNITS)];
    files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into()
}

/// Imports a list, writes what is to be written, and tells what became of the rows.
fn import(files: &mut Files, list: &str, stand: Date) -> Plan {
    let (sources, problems) = Sources::from_files(files.clone());
    assert_eq!(problems, []);
    let mut found = Diagnostics::default();
    let parsed = parse(&sources, &mut found).visible_to(View::Internal, &mut found);
    let model = resolve(&parsed, &mut found);
    assert!(!found.has_errors(), "{found:?}\n{}", texts(files));
    let list = List::read(list.as_bytes()).unwrap();
    let mapping = Mapping::default();
    let order = Order {
        path: "liste.csv",
        list: &list,
        sheet: None,
        mapping: &mapping,
        stand,
        document: None,
        sources: &sources,
        model: &model.unwrap(),
    };
    let plan = plan(order);
    for change in &plan.files {
        assert_eq!(files.get(&change.path), change.before.as_ref());
        files.insert(change.path.clone(), change.after.clone());
    }
    plan
}

fn texts(files: &Files) -> String {
    files.iter().map(|(path, bytes)| format!("{path}:\n{}\n", String::from_utf8_lossy(bytes))).collect()
}

/// A cell as CSV has it.
fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn list(rows: &[Vec<String>]) -> String {
    let heading = "Titel;kurz;FB;Beginn;Ende;Status;status_am;geplant;Grund";
    let rows = rows.iter().map(|row| row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(";"));
    std::iter::once(heading.to_owned()).chain(rows).map(|line| line + "\r\n").collect()
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    proptest::sample::select(words).prop_map(str::to_owned)
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let title = prop_oneof![one_of(&["A", "a", "B: groß", "C", "Ende", ""]), "[^\0-\u{1f}\u{7f}-\u{9f}]{1,12}"];
    let text = prop_oneof![Just(String::new()), "[^\0\u{1}-\u{8}\u{b}-\u{1f}\u{7f}-\u{9f}]{0,12}"];
    let row = (
        title,
        text.clone(),
        one_of(&["", "37", "Bauamt", "FB 37", "FB 1"]),
        one_of(&["", "2023", "01.07.2023", "Juli 2023", "bald"]),
        one_of(&["", "2025", "31.12.2024", "3. Quartal 2024", "2022"]),
        one_of(&["", "geplant", "laufend", "pausiert", "umgesetzt", "eingestellt", "beendet", "?"]),
        one_of(&["", "1.3.2024", "2024-02", "1.1.2099"]),
        one_of(&["", "5 €", "1.250,50", "viel"]),
        text,
    );
    let row = row.prop_map(|(title, short, unit, begin, end, status, day, money, reason)| {
        vec![title, short, unit, begin, end, status, day, money, reason]
    });
    proptest::collection::vec(row, 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What was imported once is not imported again, and what was in conflict stays so.
    #[test]
    fn a_second_import_of_a_list_changes_nothing(rows in rows()) {
        let (mut files, text) = (empty(), list(&rows));
        let first = import(&mut files, &text, date(2024, 6, 1));
        let before = files.clone();
        let second = import(&mut files, &text, date(2024, 6, 1));
        prop_assert!(files == before, "{}", texts(&files));
        for (first, second) in first.rows.iter().zip(&second.rows) {
            let expected = match first.outcome {
                Outcome::New if first.conflicts == 0 => Outcome::Unchanged,
                Outcome::New => Outcome::Conflict,
                ref outcome => outcome.clone(),
            };
            prop_assert_eq!(&second.outcome, &expected, "row {}\n{}", second.row, texts(&files));
            prop_assert_eq!(first.conflicts, second.conflicts);
        }
    }

    /// A later list only appends: what stood in the files stands there still, in its order.
    #[test]
    fn a_later_list_only_appends((first, later) in (rows(), rows())) {
        let mut files = empty();
        import(&mut files, &list(&first), date(2024, 6, 1));
        let before = files.clone();
        let text = list(&later);
        import(&mut files, &text, date(2024, 7, 1));
        for (path, old) in &before {
            let new = String::from_utf8(files[path].clone()).unwrap();
            let kept: Vec<_> = new.lines().filter(|line| !line.contains("am: ") || old_has(old, line)).collect();
            let old = String::from_utf8(old.clone()).unwrap();
            prop_assert!(old.lines().all(|line| kept.contains(&line)), "{}", new);
        }
        let after = files.clone();
        import(&mut files, &text, date(2024, 7, 1));
        prop_assert!(files == after, "a second import of the later list changes something:\n{}", texts(&files));
    }
}

fn old_has(old: &[u8], line: &str) -> bool {
    String::from_utf8_lossy(old).lines().any(|old| old == line)
}

#[test]
fn sums_headings_and_groups_are_no_projects() {
    let text = "Titel;FB;geplant\nBrandschutz;;\nA;37;\nTitel;FB;geplant\nSumme;;5\n;;\n;37;x\n";
    let plan = import(&mut empty(), text, date(2024, 6, 1));
    let outcomes: Vec<_> = plan.rows.iter().map(|row| (row.row, row.outcome.clone())).collect();
    let skipped = |row, skipped| (row, Outcome::Skipped(skipped));
    let expected = [
        skipped(2, Skipped::Group),
        (3, Outcome::New),
        skipped(4, Skipped::Heading),
        skipped(5, Skipped::Sum),
        (7, Outcome::Bad),
    ];
    assert_eq!(outcomes, expected);
}

#[test]
fn dots_group_where_other_amounts_show_it() {
    let mut files = empty();
    let plan = import(&mut files, "Titel;FB;geplant\nA;37;45.000 €\nB;37;1.250,50\n", date(2024, 6, 1));
    assert!(!plan.found.has_errors());
    assert!(texts(&files).contains("kosten: {geplant: 45_000 €}"));
    let plan = import(&mut empty(), "Titel;FB;geplant\nA;37;45.000 €\nB;37;1250.5\nC;37;1,5\n", date(2024, 6, 1));
    assert_eq!(plan.found.sorted().iter().map(|finding| finding.code).collect::<Vec<_>>(), ["E0715"]);
}

/// The parts of a workbook as the program that writes it makes them.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let part = |index| {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

fn archive(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(name, stored).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn xlsx() -> Vec<(String, Vec<u8>)> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd.mm.yyyy");
    sheet.merge_range(0, 0, 0, 2, "Erfundene Liste", &day).unwrap();
    sheet.merge_range(2, 1, 3, 1, "37", &day).unwrap();
    sheet.write(1, 0, "Titel").unwrap().write(1, 1, "FB").unwrap().write(1, 2, "Ende").unwrap();
    sheet.write(2, 0, "A").unwrap().write_with_format(2, 2, 45_657, &day).unwrap();
    sheet.write(3, 0, true).unwrap().write(3, 2, rust_xlsxwriter::Formula::new("=NA()")).unwrap();
    parts(&book.save_to_buffer().unwrap())
}

fn ods() -> Vec<(String, Vec<u8>)> {
    let content = "<?xml version=\"1.0\"?><office:document-content><table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><text:p>Titel<text:s text:c=\"3\"/></text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"2\" table:number-rows-spanned=\"2\" office:value-type=\"float\" office:value=\"1.5\"/><table:covered-table-cell/></table:table-row><table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2024-01-01\"/></table:table-row></table:table></office:document-content>";
    let part = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    vec![
        part("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        part("META-INF/manifest.xml", "<manifest:manifest/>"),
        part("content.xml", content),
    ]
}

#[test]
fn a_number_of_texts_that_no_part_could_hold_is_refused() {
    let told = |number: &str| -> Result<List, ListError> {
        let mut parts = xlsx();
        for (_, bytes) in parts.iter_mut().filter(|(name, _)| name == "xl/sharedStrings.xml") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let (before, behind) = text.split_once("uniqueCount=\"").unwrap();
            let (_, behind) = behind.split_once('"').unwrap();
            *bytes = format!("{before}uniqueCount=\"{number}\"{behind}").into_bytes();
        }
        List::read(&archive(&parts))
    };
    assert!(told("5").is_ok());
    for lie in ["4294967295", "99999999999", "99999999999999999999999"] {
        assert_eq!(told(lie).err(), Some(ListError::Damaged("uniqueCount".to_owned())), "{lie}");
    }
}

/// What is put where something else was.
const PIECES: &[&str] = &[
    "",
    "<",
    ">",
    "\"",
    "/>",
    "&#x0;",
    "-1",
    "0",
    "4294967296",
    "1048577",
    "18446744073709551616",
    "1e999",
    "NaN",
    "A0",
    "XFE1",
    "A1:XFD1048576",
    "B2:A1",
    "AAAAAAAAA1",
    "\u{fffd}",
    "</row>",
    "<row>",
    "<c/>",
    "t=\"s\"",
    "s=\"99999\"",
    " ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// A workbook may hold whatever it likes: it is read or refused, and never too large.
    #[test]
    fn no_workbook_is_too_much(
        is_ods in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..12_usize, 0..PIECES.len()), 1..4),
    ) {
        let mut parts = if is_ods { ods() } else { xlsx() };
        for (part, at, length, piece) in changes {
            let part = part.index(parts.len());
            let bytes = &mut parts[part].1;
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, PIECES[piece].bytes());
        }
        if let Ok(list) = List::read(&archive(&parts)) {
            for row in list.sheets.iter().flat_map(|sheet| &sheet.rows) {
                prop_assert!(row.number >= 1 && row.number <= 50_000);
            }
        }
    }
}
