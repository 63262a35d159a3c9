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
