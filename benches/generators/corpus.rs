//! The content that all generators are given: records of an invented city, the same in every run.
//!
//! A record has an id, a title, a status, a beginning and an end, and 1.5 kB of German Markdown with a list, a table and
//! two links to other records. What differs between the generators is only how its front matter and its links are
//! written. All texts are invented, and say so.

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// Whom the city's site calls itself; it does not exist.
pub(crate) const TITLE: &str = "Erfundene Stadt";
/// Under which address it would stand.
pub(crate) const ADDRESS: &str = "https://stadt.example";

/// So many records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Corpus {
    /// How many.
    pub(crate) records: usize,
}

/// One of the records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record {
    number: usize,
    of: usize,
}

/// How far a record has come. Spatz derives it from events; the others are told the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// Without event.
    Planned,
    /// Begun.
    Running,
    /// Begun and completed.
    Done,
}

impl Status {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Planned => "geplant",
            Self::Running => "laufend",
            Self::Done => "umgesetzt",
        }
    }
}

impl Corpus {
    /// All records, by number.
    pub(crate) fn iter(self) -> impl Iterator<Item = Record> {
        (0..self.records).map(move |number| Record { number, of: self.records })
    }
}

const SUBJECTS: &[&str] = &[
    "Das Bürgeramt",
    "Die Stabsstelle",
    "Der Fachbereich Soziales",
    "Die Leitstelle",
    "Das Archiv",
    "Der Eigenbetrieb",
    "Die Volkshochschule",
];
const VERBS: &[&str] = &["führt", "prüft", "ordnet", "ergänzt", "erneuert"];
const OBJECTS: &[&str] = &[
    "die Abläufe für Anträge aus der Bürgerschaft",
    "das Verzeichnis der Leistungen",
    "die elektronische Akte **mit allen Anlagen**",
    "den Zugang zu den Räumen der Ämter",
    "die Übersicht über Fristen und Zuständigkeiten",
    "das Werkzeug für Termine am Schalter",
    "die Schulung der Kolleginnen und Kollegen",
    "die Schnittstelle zur *Kasse*",
    "den Plan für die Einführung",
    "die Hinweise für Menschen mit Behinderung",
    "die Auswertung des ersten Jahres",
];
const ENDS: &[&str] = &[
    "gemeinsam mit den Ämtern.",
    "nach dem Beschluss des Rates.",
    "in drei überschaubaren Schritten.",
    "ohne zusätzliche Stellen, aber mit Schulung.",
    "und berichtet darüber öffentlich.",
    "im Rahmen des Haushalts und der geltenden Fristen.",
    "und hält die Ergebnisse für andere Städte fest.",
    "auf Grundlage der Rückmeldungen aus dem ersten Versuch.",
    "bis alle Standorte angeschlossen sind.",
    "so, dass niemand ein Gerät braucht, um sein Recht zu bekommen.",
    "wie es die erfundene Dienstanweisung vorsieht.",
    "und übergibt die Pflege danach dem laufenden Betrieb.",
    "mit Blick auf Kosten, Nutzen und Barrierefreiheit.",
];
const MATTERS: &[&str] = &["Fachverfahrens", "Onlinedienstes", "Registers", "Terminwerkzeugs", "Archivs"];

impl Record {
    /// Its place among all, from zero.
    pub(crate) fn number(self) -> usize {
        self.number
    }

    /// What files are called: of one length, so that their order is that of their numbers.
    pub(crate) fn id(self) -> String {
        format!("vorhaben-{:05}", self.number)
    }

    /// What readers see first.
    pub(crate) fn title(self) -> String {
        format!("Einführung des {} Nummer {} (erfunden)", MATTERS[self.number % MATTERS.len()], self.number)
    }

    /// How far it has come.
    pub(crate) fn status(self) -> Status {
        [Status::Planned, Status::Running, Status::Done][self.number % 3]
    }

    /// Whether anything has happened.
    pub(crate) fn is_begun(self) -> bool {
        self.status() != Status::Planned
    }

    /// The first day: spread over seven years, so that no day has all.
    pub(crate) fn begin(self) -> Date {
        date(2018, 1, 1).saturating_add(i64::try_from(self.number % 2500).unwrap_or_default().days())
    }

    /// The last day.
    pub(crate) fn end(self) -> Date {
        date(2026, 1, 1).saturating_add(i64::try_from(self.number % 1500).unwrap_or_default().days())
    }

    /// The day of completion, where it is completed.
    pub(crate) fn done(self) -> Option<String> {
        (self.status() == Status::Done).then(|| format!("2025-{:02}-{:02}", 1 + self.number % 5, 1 + self.number % 28))
    }

    /// The record of a round number that it belongs to.
    pub(crate) fn project(self) -> Record {
        Record { number: self.number / 5 * 5, of: self.of }
    }

    /// The two records that it links to.
    pub(crate) fn linked(self) -> [Record; 2] {
        [1, 7].map(|step| Record { number: (self.number + step) % self.of, of: self.of })
    }

    /// The Markdown, with links to records written as the generator wants them.
    pub(crate) fn body(self, link: impl Fn(Record) -> String) -> String {
        let [one, other] = self.linked().map(|record| format!("[{}]({})", record.title(), link(record)));
        let mut text = format!("{}\n\n## Worum es geht\n\n{}\n\n", self.prose(0), self.prose(1));
        for item in 0..4 {
            writeln!(text, "- {} {}", OBJECTS[(self.number + item * 3) % OBJECTS.len()], self.end_of_sentence(item))
                .unwrap_or_default();
        }
        text += "\n## Zahlen\n\n| Jahr | Anträge | davon online |\n|---|---:|---:|\n";
        for year in 0..3 {
            let count = 1000 + (self.number * 37 + year * 211) % 9000;
            writeln!(text, "| {} | {count} | {} |", 2023 + year, count / 3).unwrap_or_default();
        }
        text + &format!("\n{}\n\nSiehe auch {one} und {other}.\n", self.prose(2))
    }

    /// One paragraph of invented sentences.
    fn prose(self, part: usize) -> String {
        let sentence = |at: usize| {
            let at = self.number * 5 + part * 17 + at;
            let (subject, verb) = (SUBJECTS[at % SUBJECTS.len()], VERBS[at % VERBS.len()]);
            format!("{subject} {verb} {} {}", OBJECTS[at % OBJECTS.len()], self.end_of_sentence(at))
        };
        (0..3).map(sentence).collect::<Vec<_>>().join(" ")
    }

    fn end_of_sentence(self, at: usize) -> &'static str {
        ENDS[(self.number + at) % ENDS.len()]
    }
}
