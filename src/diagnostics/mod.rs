//! What went wrong, where, and what to write instead: data, without words.
//!
//! Every stage appends to [`Diagnostics`]; all findings of all files are collected before anything stops. The words come
//! from the message catalogue when a [`Report`] is printed.

mod codes;
mod finding;
mod report;
mod synonyms;

use std::collections::BTreeMap;

pub use codes::{CODES, Severity, severity};
pub use finding::{Finding, Related, findings_schema};
pub use report::{Format, Report};

use crate::messages::refusal_argument;
use crate::source::{Cell, Excess, Limit, Place, Problem, ProblemKind, Span, limits};

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding; severity and words follow from it.
    pub code: &'static str,
    /// Where, if it has a place.
    pub place: Option<Place>,
    /// What the message's `{name}`s stand for.
    pub arguments: Vec<(&'static str, String)>,
    /// What to write instead; each a message key with arguments.
    pub hints: Vec<Hint>,
    /// A second place that explains the first.
    pub related: Option<(Span, &'static str)>,
}

/// A remedy: a message key and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Key below `hinweis.` in the catalogue.
    pub key: &'static str,
    /// Arguments of the text.
    pub arguments: Vec<(&'static str, String)>,
}

impl Diagnostic {
    /// A finding at a place in the text.
    pub fn at(code: &'static str, span: Span) -> Self {
        Self::new(code, Some(Place::Span(span)))
    }

    /// A finding about a file or folder as a whole.
    pub fn in_path(code: &'static str, path: impl Into<String>) -> Self {
        Self::new(code, Some(Place::Path(path.into())))
    }

    /// A finding in a list outside of the content.
    pub fn in_list(code: &'static str, cell: Cell) -> Self {
        Self::new(code, Some(Place::Cell(Box::new(cell))))
    }

    /// A finding without a place.
    pub fn general(code: &'static str) -> Self {
        Self::new(code, None)
    }

    fn new(code: &'static str, place: Option<Place>) -> Self {
        Self { code, place, arguments: Vec::new(), hints: Vec::new(), related: None }
    }

    /// Adds an argument of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Adds a remedy without arguments.
    #[must_use]
    pub fn hint(self, key: &'static str) -> Self {
        self.hint_with(key, [])
    }

    /// Adds a remedy.
    #[must_use]
    pub fn hint_with(mut self, key: &'static str, arguments: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.hints.push(Hint { key, arguments: arguments.into_iter().collect() });
        self
    }

    /// "Schreiben Sie …" if it is known what is meant.
    #[must_use]
    fn instead(self, meant: Option<String>) -> Self {
        match meant {
            Some(meant) => self.hint_with("statt-dessen", [("vorschlag", meant)]),
            None => self,
        }
    }

    /// "Meinten Sie …?" if one of `known` is near `written`.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(near) => self.hint_with("meinten-sie", [("vorschlag", near.to_owned())]),
            None => self,
        }
    }

    /// Points at a second place, with a label from `marke.` in the catalogue.
    #[must_use]
    pub fn related(mut self, span: Span, label: &'static str) -> Self {
        self.related = Some((span, label));
        self
    }
}

/// All findings so far.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Appends a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.items.push(diagnostic);
    }

    /// All findings in a fixed order: by place, then by code. Of a file no more than [`limits::FINDINGS`] errors, and as many
    /// warnings.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut items: Vec<_> = self.items.iter().collect();
        items.sort_by_key(|item| (place_order(item.place.as_ref()), item.code));
        items.dedup();
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        items.retain(|item| {
            let Some(Place::Span(span)) = item.place else { return true };
            let count = counts.entry((span.file, severity(item.code))).or_default();
            *count += 1;
            *count <= limits::FINDINGS
        });
        items
    }

    /// Whether anything stops a build.
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(|item| severity(item.code) == Severity::Error)
    }

    /// How many errors and warnings.
    pub fn counts(&self) -> (usize, usize) {
        let sorted = self.sorted();
        let errors = sorted.iter().filter(|item| severity(item.code) == Severity::Error).count();
        (errors, sorted.len() - errors)
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, items: I) {
        self.items.extend(items);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

fn place_order(place: Option<&Place>) -> (u8, String, Option<Span>, Option<&Cell>) {
    match place {
        None => (0, String::new(), None, None),
        Some(Place::Path(path)) => (1, path.clone(), None, None),
        Some(Place::Span(span)) => (2, String::new(), Some(*span), None),
        Some(Place::Cell(cell)) => (3, String::new(), None, Some(&**cell)),
    }
}

/// The known name that another word for it was written for, or else the one most like it, if it is near enough to be meant.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = folded(written);
    let known: Vec<&str> = known.into_iter().collect();
    let meant = synonyms::meanings(&written).iter().find_map(|meant| known.iter().find(|name| *name == meant));
    meant.copied().or_else(|| most_like(&written, known))
}

fn most_like<'a>(written: &str, known: Vec<&'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| (strsim::damerau_levenshtein(written, &folded(name)), name))
        .filter(|&(distance, name)| distance <= (name.chars().count().max(written.chars().count()) / 3).max(1))
        .min()
        .map(|(_, name)| name)
}

/// Lower case, umlauts spelt out as ids and words are: `Prüfung` is `pruefung`.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss")
}

impl From<Problem> for Diagnostic {
    fn from(problem: Problem) -> Self {
        let new = |code| Self::new(code, Some(problem.place.clone()));
        match problem.kind {
            ProblemKind::NoFolder => new("E0009"),
            ProblemKind::Unreadable(kind, text) => new("E0001").with("meldung", refusal_argument(kind, text)),
            ProblemKind::Changed => new("E0001").with("meldung", "@betriebssystem.geaendert"),
            ProblemKind::SymbolicLink => new("E0002"),
            ProblemKind::NotAFile => new("E0003"),
            ProblemKind::TooLarge => new("E0004").with("grenze", limits::FILE_BYTES / limits::MIB),
            ProblemKind::TooMuch(excess) => {
                let (key, limit) = excess_key(excess);
                new("E0005").with("was", format!("@{key}")).with("grenze", limit)
            }
            ProblemKind::NameNotUtf8 => new("E0006"),
            ProblemKind::NotUtf8 => new("E0101"),
            ProblemKind::ControlCharacter => new("E0102"),
            ProblemKind::DirectionCharacter => new("E0126"),
            ProblemKind::NoFrontMatter => new("E0103"),
            ProblemKind::UnclosedFrontMatter => new("E0104"),
            ProblemKind::Tab => new("E0105"),
            ProblemKind::UnclosedQuote => new("E0106"),
            ProblemKind::UnclosedBracket => new("E0107"),
            ProblemKind::Colon(meant) => new("E0108").instead(meant),
            ProblemKind::Indentation => new("E0109"),
            ProblemKind::Syntax => new("E0110"),
            ProblemKind::DuplicateKey(key, first) => new("E0111").with("schluessel", key).related(first, "zuerst"),
            ProblemKind::KeyNotText => new("E0112"),
            ProblemKind::Budget(limit) => new("E0113").with("grenze", format!("@grenze.{}", limit_key(limit))),
            ProblemKind::UnknownAnchor => new("E0114"),
            ProblemKind::SecondDocument => new("E0115"),
            ProblemKind::SpecialCharacter(mark, meant) => new("E0116").with("zeichen", mark).instead(meant),
            ProblemKind::TextBehindQuote(meant) => new("E0117").instead(meant),
            ProblemKind::Backslash(meant) => new("E0118").instead(meant),
            ProblemKind::ExtraBracket(bracket) => new("E0119").with("klammer", bracket),
            ProblemKind::MixedBrackets { open, close, opened } => {
                new("E0120").with("auf", open).with("zu", close).related(opened, "klammer")
            }
            ProblemKind::MissingComma => new("E0121"),
            ProblemKind::WithoutValue(key) => new("E0122").with("schluessel", key),
            ProblemKind::MissingSpace(mark) => new("E0123").with("zeichen", mark),
            ProblemKind::MissingColon => new("E0124"),
            ProblemKind::CommentInText => new("E0125"),
            ProblemKind::CutOff(text) => new("W0101").with("text", text),
        }
    }
}

/// What there is too much of, and how much is allowed.
fn excess_key(excess: Excess) -> (&'static str, u64) {
    match excess {
        Excess::Files => ("umfang.dateien", limits::FILES as u64),
        Excess::Bytes => ("umfang.mib", limits::CONTENT_BYTES / limits::MIB),
        Excess::Folders => ("umfang.ordner", limits::FOLDERS as u64),
        Excess::Levels => ("umfang.ebenen", limits::FOLDER_DEPTH as u64),
    }
}

fn limit_key(limit: Limit) -> &'static str {
    match limit {
        Limit::Depth => "tiefe",
        Limit::Repetition => "wiederholung",
        Limit::Size => "umfang",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_only_if_near() {
        let known = ["beginn", "ende", "quelle"];
        assert_eq!(nearest("beginnn", known), Some("beginn"));
        assert_eq!(nearest("Ende", known), Some("ende"));
        assert_eq!(nearest("zeitraum", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn other_words_come_before_like_ones() {
        let known = ["beschlossen", "begonnen", "umgesetzt"];
        assert_eq!(nearest("abgeschlossen", known), Some("umgesetzt"));
        assert_eq!(nearest("Status", ["titel", "verlauf"]), Some("verlauf"));
        assert_eq!(nearest("Status", ["ereignis", "verlauf"]), Some("ereignis"));
    }

    #[test]
    fn findings_are_sorted_and_told_once() {
        let mut found = Diagnostics::default();
        let finding = |at| Diagnostic::at("E0201", Span::new(crate::source::FileId::default(), at, at + 1));
        found.extend([finding(5), finding(1), finding(5)]);
        assert_eq!(found.sorted().len(), 2);
        assert_eq!(found.counts(), (2, 0));
        let warning = |at| Diagnostic { code: "W0101", ..finding(at) };
        found.extend((0..2 * limits::FINDINGS).map(finding));
        found.push(warning(9_999));
        assert_eq!(found.counts(), (limits::FINDINGS, 1));
    }
}
