//! What the council cannot know yet on a day: papers of a later date, what is promised or answered later, results of
//! meetings to come.
//!
//! Events look at the day themselves, since earlier days are asked for as well. A paper that is not there yet would have
//! to be left out by every list, count, link and file: it is dropped before anything is computed, as what the view may not
//! see is. A date of less than day precision counts from its last day, as everywhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::parse::{Document, Parsed};
use super::scalar::Datum;
use super::{Model, Place};
use crate::source::yaml::{Mapping, Node, Value};

impl Parsed {
    /// The content without what the council cannot know on a day; none where it knows everything. `model` is what this
    /// content means as a whole.
    pub fn known_on(&self, model: &Model, day: Date) -> Option<Self> {
        let later = Later::new(model, day);
        let documents: Vec<_> = self.documents.iter().filter_map(|one| later.known_document(one)).collect();
        (documents != self.documents).then(|| Self { documents, written: self.written.clone() })
    }
}

/// What is not known yet.
struct Later<'m> {
    day: Date,
    /// Ids of papers, the former ones too.
    papers: BTreeSet<&'m str>,
    /// Ids of commitments.
    commitments: BTreeSet<&'m str>,
}

impl<'m> Later<'m> {
    fn new(model: &'m Model, day: Date) -> Self {
        let is_later = |date: Option<Datum>| date.is_some_and(|date| date.last() > day);
        let papers = model.papers.iter().filter(|paper| is_later(paper.date));
        let commitments = model.commitments.iter().filter(|one| {
            let paper = one.paper.and_then(|paper| model.papers[paper].date);
            is_later(one.made_on(model)) || is_later(paper)
        });
        Self {
            day,
            papers: papers
                .flat_map(|paper| std::iter::once(&paper.head.id.value).chain(&paper.head.former))
                .map(String::as_str)
                .collect(),
            commitments: commitments.map(|one| one.head.id.as_str()).collect(),
        }
    }

    fn known_document(&self, document: &Document) -> Option<Document> {
        let data = document.data.as_deref();
        let data = match document.kind.place {
            Place::Folder("stadtrat") if self.papers.contains(document.id.as_str()) => return None,
            Place::Folder("stadtrat") => data.map(|paper| self.known_paper(paper)),
            Place::File("sitzungen.yaml") => data.map(|list| each(list, |meeting| Some(self.known_meeting(meeting)))),
            Place::File("zusagen.yaml") => data.map(|list| self.known_commitments(list)),
            _ => return Some(document.clone()),
        };
        Some(Document { data: data.map(Arc::new), ..document.clone() })
    }

    fn known_paper(&self, paper: &Node) -> Node {
        fields(paper, |key, node| match key {
            "fragen" => Some(each(node, |question| Some(self.known_question(question)))),
            "beratung" => Some(each(node, |step| Some(self.known_result(step, step)))),
            "dateien" => self.known_files(node),
            _ => Some(node.clone()),
        })
    }

    /// An answer that stands in a paper to come has not been given, whatever it will be worth. Any other answer has a date
    /// of its own.
    fn known_question(&self, question: &Node) -> Node {
        let field = |key| question.map().and_then(|map| map.get(key)?.scalar());
        if field("antwort_am").is_some() || !field("antwort_in").is_some_and(|paper| self.papers.contains(paper)) {
            return question.clone();
        }
        fields(question, |key, node| match key {
            "antwort" | "antwort_in" => None,
            "stand" => Some(Node { value: Value::Scalar("offen".to_owned()), ..node.clone() }),
            _ => Some(node.clone()),
        })
    }

    fn known_meeting(&self, meeting: &Node) -> Node {
        fields(meeting, |key, node| match key {
            "tagesordnung" => Some(each(node, |item| Some(self.known_result(item, meeting)))),
            "dateien" => self.known_files(node),
            _ => Some(node.clone()),
        })
    }

    /// What is dealt with on the date of `dated` has no result before.
    fn known_result(&self, step: &Node, dated: &Node) -> Node {
        fields(step, |key, node| (key != "ergebnis" || !self.is_later(dated)).then(|| node.clone()))
    }

    /// Files up to the day; nothing where all of them come later.
    fn known_files(&self, files: &Node) -> Option<Node> {
        let known = each(files, |file| (!self.is_later(file)).then(|| file.clone()));
        (known.is_empty() == files.is_empty()).then_some(known)
    }

    fn known_commitments(&self, commitments: &Node) -> Node {
        fields(commitments, |id, node| (!self.commitments.contains(id)).then(|| node.clone()))
    }

    /// Whether the date under `am` comes later.
    fn is_later(&self, entry: &Node) -> bool {
        let date = entry.map().and_then(|map| map.get("am")?.scalar());
        date.and_then(|date| Datum::parse(date).ok()).is_some_and(|date| date.last() > self.day)
    }
}

/// A mapping with what becomes of each of its fields; anything else as it is.
fn fields(node: &Node, known: impl Fn(&str, &Node) -> Option<Node>) -> Node {
    let Some(map) = node.map() else { return node.clone() };
    let entries = map.entries.iter().filter_map(|(key, node)| Some((key.clone(), known(key, node)?)));
    Node { value: Value::Map(Mapping { entries: entries.collect() }), ..node.clone() }
}

/// A list with what becomes of each of its items; one value is a list of one.
fn each(node: &Node, known: impl Fn(&Node) -> Option<Node>) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().filter_map(known).collect()),
        Value::Null => Value::Null,
        Value::Scalar(_) | Value::Map(_) => return known(node).unwrap_or(Node { value: Value::Null, ..node.clone() }),
    };
    Node { value, ..node.clone() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::council::AnswerState;
    use crate::content::names::Ref;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::source::Sources;

    const CITY: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Musterstadt\nsichten: {rat: {titel: Rat, betrifft: {stadtrat: [antwort, anfrage]}}}"),
        ("modell.yaml", "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Eins.}}}}"),
        ("organisation.yaml", "gremien: {rat: {titel: Rat}}"),
        ("projekte/p.md", "---\ntitel: P\n---\nSiehe [Antwort](../stadtrat/antwort.md).\n"),
        (
            "stadtrat/anfrage.md",
            "---
titel: Anfrage
art: anfrage
datum: 2024-05-02
bezug: antwort
beratung: {gremium: rat, am: 2024-06-20, ergebnis: zur Kenntnis genommen}
dateien: [{titel: Niederschrift, url: 'https://a.example', am: 2024-07}]
fragen:
  - {frage: Wer?, stand: beantwortet, antwort_in: frueher-so}
  - {frage: Wo?, stand: beantwortet, antwort: Hier., antwort_am: 2024-06-10}
---
",
        ),
        ("stadtrat/antwort.md", "---\ntitel: Antwort\nart: antwort\ndatum: 2024-06-20\nfrueher: frueher-so\n---\n"),
        (
            "sitzungen.yaml",
            "- {gremium: rat, am: 2024-06-20, tagesordnung: [{titel: Bericht, ergebnis: Kenntnisnahme}]}",
        ),
        (
            "zusagen.yaml",
            "eine: {titel: A, wer: Amt, an: rat, vorlage: anfrage, frage: 2}
im-papier: {titel: B, wer: Amt, an: rat, vorlage: antwort, am: 2024-06-01}
in-der-antwort: {titel: C, wer: Amt, an: rat, vorlage: anfrage, frage: 1}
",
        ),
    ];

    /// What is known on a day, and whether that is everything.
    fn known(day: Date) -> (Model, bool) {
        let bytes = CITY.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let (sources, _) = Sources::from_files(bytes);
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
        let whole = resolve(&parsed, &mut found).unwrap_or_else(|| panic!("{found:?}"));
        let known = parsed.known_on(&whole, day);
        let model = known.as_ref().map_or(whole, |known| resolve(known, &mut found).unwrap());
        assert_eq!(found.counts(), (0, 0), "{found:?}");
        (model, known.is_none())
    }

    fn commitments(model: &Model) -> Vec<&str> {
        model.commitments.iter().map(|one| one.head.id.as_str()).collect()
    }

    #[test]
    fn before_a_paper_nothing_is_known_of_it() {
        let (model, _) = known(date(2024, 6, 19));
        assert_eq!(model.papers.len(), 1);
        let inquiry = &model.papers[Ref::new(0)];
        assert!(inquiry.related.is_empty());
        assert_eq!((inquiry.questions[0].state, inquiry.questions[0].answered_in), (AnswerState::Open, None));
        assert_eq!(inquiry.questions[1].state, AnswerState::Answered);
        assert_eq!(commitments(&model), ["eine"]);
        assert_eq!(model.site.audiences[0].1.concerns.papers, [Ref::new(0)]);
    }

    #[test]
    fn before_a_meeting_its_agenda_is_known_and_not_its_results() {
        let (model, _) = known(date(2024, 6, 19));
        let consultation = &model.papers[Ref::new(0)].consultations[0];
        assert_eq!((consultation.date.is_some(), &consultation.result), (true, &None));
        assert_eq!(model.meetings[0].agenda[0].title, "Bericht");
        assert_eq!(model.meetings[0].agenda[0].result, None);
    }

    #[test]
    fn what_is_promised_in_an_answer_is_known_with_it() {
        assert_eq!(commitments(&known(date(2024, 6, 9)).0), [""; 0]);
        assert_eq!(commitments(&known(date(2024, 6, 10)).0), ["eine"]);
        assert_eq!(commitments(&known(date(2024, 6, 20)).0), ["eine", "im-papier", "in-der-antwort"]);
    }

    #[test]
    fn dates_count_from_their_last_day() {
        let (model, all) = known(date(2024, 7, 30));
        assert_eq!((model.papers.len(), all), (2, false));
        assert!(model.papers[Ref::new(0)].attachments.is_empty());
        let (model, all) = known(date(2024, 7, 31));
        assert_eq!((model.papers[Ref::new(0)].attachments.len(), all), (1, true));
    }
}
