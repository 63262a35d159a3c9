//! Which column of a list says what: known names, the written mapping, and the row that holds the headings.

use std::collections::BTreeMap;

use super::mapping::Mapping;
use super::sheet::{Row, Sheet, Value};
use super::{fold, letters};

/// What a list can say about a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The id.
    Id,
    /// The title.
    Title,
    /// One sentence.
    Summary,
    /// The unit in charge.
    Unit,
    /// Strategies.
    Strategy,
    /// What sort of project.
    Sort,
    /// How far it is.
    Status,
    /// Since when.
    StatusDate,
    /// When it was completed.
    Done,
    /// Planned beginning.
    Begin,
    /// Current end.
    End,
    /// Why the end or the status changed.
    Reason,
    /// Planned money.
    Planned,
    /// Committed money.
    Committed,
    /// Spent money.
    Spent,
    /// Funding.
    Funding,
}

impl Field {
    /// Every field, the word for it in a mapping and in exported tables, and what lists call it besides.
    pub(super) const ALL: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Self::Id, "id", &["kennung", "projekt-id", "projektkennung"]),
        (
            Self::Title,
            "titel",
            &["projekt", "projektname", "projekttitel", "bezeichnung", "projektbezeichnung", "vorhaben", "name"],
        ),
        (Self::Summary, "kurz", &["beschreibung", "projektbeschreibung", "kurzbeschreibung"]),
        (
            Self::Unit,
            "einheit",
            &[
                "fb",
                "fachbereich",
                "zuständig",
                "zuständigkeit",
                "amt",
                "organisationseinheit",
                "federführung",
                "verantwortlich",
            ],
        ),
        (Self::Strategy, "strategie", &["strategien", "programm"]),
        (Self::Sort, "art", &["projektart", "typ"]),
        (Self::Status, "status", &["stand", "projektstatus", "projektstand", "bearbeitungsstand"]),
        (Self::StatusDate, "status_am", &["status seit", "status vom", "stand vom"]),
        (Self::Done, "umgesetzt_am", &["abgeschlossen am", "erledigt am", "fertiggestellt am", "abschlussdatum"]),
        (
            Self::Begin,
            "beginn",
            &[
                "start",
                "projektbeginn",
                "projektstart",
                "startdatum",
                "beginn geplant",
                "geplanter beginn",
                "start geplant",
                "von",
                "anfang",
            ],
        ),
        (
            Self::End,
            "ende",
            &["projektende", "enddatum", "ende geplant", "geplantes ende", "bis", "fertigstellung geplant"],
        ),
        (
            Self::Reason,
            "grund",
            &["begründung", "grund der verschiebung", "grund für verschiebung", "verzugsgrund", "ursache"],
        ),
        (
            Self::Planned,
            "geplant",
            &["geplante kosten", "kosten geplant", "plankosten", "budget", "kosten", "gesamtkosten"],
        ),
        (Self::Committed, "gebunden", &["gebundene kosten", "kosten gebunden", "gebundene mittel", "mittelbindung"]),
        (
            Self::Spent,
            "ausgegeben",
            &["verausgabte kosten", "kosten verausgabt", "verausgabt", "ausgaben", "istkosten", "verausgabte mittel"],
        ),
        (Self::Funding, "foerderung", &["fördermittel", "förderprogramm"]),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(field, ..)| *field == self).map_or("", |(_, word, _)| word)
    }

    /// The field of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, one, _)| *one == word).map(|&(field, ..)| field)
    }
}

/// What lists hold that is computed or has no meaning here: left out knowingly.
const LEFT_OUT: &[&str] = &[
    "ende_erster_plan",
    "verschiebung_monate",
    "ampel",
    "meilensteine",
    "massnahmen",
    "seite",
    "dauer",
    "laufzeit",
    "nr",
    "lfd nr",
    "laufende nummer",
    "nummer",
    "pos",
];

/// Where a column goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Into a field.
    Field(Field),
    /// Into a key of the editors' own.
    Own(String),
    /// Nowhere, as the mapping says.
    Ignored,
    /// Nowhere, because it is computed or only counts rows.
    LeftOut,
    /// Nowhere, because nobody knows what it is.
    Unknown,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// From 1.
    pub number: u32,
    /// Its heading, with that of a heading above it.
    pub heading: String,
    /// Where it goes.
    pub target: Target,
}

impl Column {
    /// What it is called where its heading does not tell: by its letters.
    pub(super) fn position(&self) -> String {
        position(self.number)
    }
}

fn position(number: u32) -> String {
    format!("Spalte {}", letters(number))
}

/// The headings of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// Columns from the left.
    pub(super) columns: Vec<Column>,
    /// Position of the first row below.
    pub(super) body: usize,
    /// Number of the row.
    pub(super) row: u32,
}

/// No title page is longer, in rows that hold something.
const SEARCHED: usize = 50;
/// Headings stand in at most so many rows, one above the other.
const DEPTH: usize = 3;

impl Header {
    /// Finds the row in which most names are known; none if no row names titles or ids.
    pub(super) fn find(sheet: &Sheet, mapping: &Mapping) -> Option<Self> {
        let candidates = (0..sheet.rows.len().min(SEARCHED)).flat_map(|last| {
            (0..DEPTH).filter_map(move |above| last.checked_sub(above)).map(move |first| (first, last))
        });
        let names = Names::new(mapping);
        let headers = candidates.filter(|&(first, last)| are_together(&sheet.rows[first..=last]));
        let headers = headers.map(|(first, last)| Self::of(&sheet.rows, first, last, &names));
        let headers = headers.filter(|header| header.has(Field::Title) || header.has(Field::Id));
        // The first of the best: fewer rows, farther up.
        headers.reduce(|best, other| if other.known() > best.known() { other } else { best })
    }

    /// The row that is most like one of headings, where no name is known: with the most texts.
    pub(super) fn guess(sheet: &Sheet, mapping: &Mapping) -> Option<Self> {
        let texts = |row: &Row| row.cells.iter().filter(|cell| matches!(cell.value, Value::Text(_))).count();
        let rows = sheet.rows.iter().take(SEARCHED).map(texts).enumerate();
        let best = rows.reduce(|best, row| if row.1 > best.1 { row } else { best })?.0;
        Some(Self::of(&sheet.rows, best, best, &Names::new(mapping)))
    }

    fn of(rows: &[Row], first: usize, last: usize, names: &Names<'_>) -> Self {
        let rows = &rows[first..=last];
        let mut numbers: Vec<u32> = rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let columns = numbers.into_iter().map(|number| column(rows, number, names)).collect();
        let row = rows.last().map_or(1, |row| row.number);
        Self { columns, body: last + 1, row }
    }

    fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|column| column.target == Target::Field(field))
    }

    fn known(&self) -> usize {
        self.columns.iter().filter(|column| column.target != Target::Unknown).count()
    }

    /// The columns of a field.
    pub(super) fn of_field(&self, field: Field) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |column| column.target == Target::Field(field))
    }
}

fn are_together(rows: &[Row]) -> bool {
    rows.windows(2).all(|pair| pair[0].number + 1 == pair[1].number)
}

/// A column by its headings. One above stands over all columns up to the next, as merged cells do.
fn column(rows: &[Row], number: u32, names: &Names<'_>) -> Column {
    let mut parts: Vec<String> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let own = row.get(number).map(Value::text);
        let is_last = index + 1 == rows.len();
        let below = rows[index + 1..].iter().any(|row| row.get(number).is_some());
        let over = || row.cells.iter().rev().find(|cell| cell.column < number).map(|cell| cell.value.text());
        let part = if own.is_none() && !is_last && below { over() } else { own };
        parts.extend(part.filter(|part| parts.last() != Some(part)));
    }
    let heading = parts.join(" / ");
    let last = parts.last().map_or("", String::as_str);
    let mapped = [&position(number), heading.as_str(), last];
    let target = mapped.iter().find_map(|name| names.mapping.column(name));
    let target = target.or_else(|| [heading.as_str(), last].iter().find_map(|name| names.known(name)));
    Column { number, target: target.unwrap_or(Target::Unknown), heading }
}

/// What headings mean: by the mapping, and by themselves.
struct Names<'a> {
    mapping: &'a Mapping,
    known: BTreeMap<String, Target>,
}

impl<'a> Names<'a> {
    fn new(mapping: &'a Mapping) -> Self {
        let left_out = LEFT_OUT.iter().map(|name| (fold(name), Target::LeftOut));
        let fields = Field::ALL.iter().flat_map(|&(field, word, others)| {
            std::iter::once(word).chain(others.iter().copied()).map(move |name| (fold(name), Target::Field(field)))
        });
        Self { mapping, known: left_out.chain(fields).collect() }
    }

    fn known(&self, heading: &str) -> Option<Target> {
        self.known.get(&fold(heading)).cloned()
    }
}

/// Every name by which a column is known.
pub(super) fn known_names() -> impl Iterator<Item = &'static str> {
    Field::ALL.iter().flat_map(|(_, word, others)| std::iter::once(*word).chain(others.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::super::sheet::List;
    use super::*;

    fn header(text: &str) -> Option<(u32, Vec<(String, Target)>)> {
        let list = List::read(text.as_bytes()).unwrap();
        let header = Header::find(&list.sheets[0], &Mapping::default())?;
        Some((header.row, header.columns.into_iter().map(|column| (column.heading, column.target)).collect()))
    }

    fn field(heading: &str, field: Field) -> (String, Target) {
        (heading.to_owned(), Target::Field(field))
    }

    #[test]
    fn headings_stand_below_titles() {
        let text = "Projektliste;;\nStand: Juli;;\n\nProjektname;Projektbeginn;Ende geplant\nA;2023;2024\n";
        let expected = vec![
            field("Projektname", Field::Title),
            field("Projektbeginn", Field::Begin),
            field("Ende geplant", Field::End),
        ];
        assert_eq!(header(text), Some((4, expected)));
    }

    #[test]
    fn headings_over_several_columns_are_part_of_those_below() {
        let text = "Projekt;Zeitraum;;Kosten;;Nr.\n;von;bis;geplant;verausgabt;\nA;2023;2024;1;2;3\n";
        let expected = vec![
            field("Projekt", Field::Title),
            field("Zeitraum / von", Field::Begin),
            field("Zeitraum / bis", Field::End),
            field("Kosten / geplant", Field::Planned),
            field("Kosten / verausgabt", Field::Spent),
            ("Nr.".to_owned(), Target::LeftOut),
        ];
        assert_eq!(header(text), Some((2, expected)));
    }

    #[test]
    fn without_titles_there_is_no_header() {
        assert_eq!(header("Start;Ende\n2023;2024\n"), None);
        assert_eq!(header(""), None);
    }

    #[test]
    fn names_are_unique_and_known() {
        let mut names: Vec<_> = known_names().chain(LEFT_OUT.iter().copied()).map(fold).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        let mapping = Mapping::default();
        assert!(names.iter().all(|name| Names::new(&mapping).known(name).is_some()));
    }
}
