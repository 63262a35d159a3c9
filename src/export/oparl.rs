//! Papers and meetings in the shape of OParl 1.1 objects: `Body`, `Organization`, `Meeting` with its `AgendaItem`s, `Paper`
//! with its `Consultation`s and `File`s. Nothing here claims to conform: there is no server behind it, and what OParl asks
//! for and the content does not know (times of day, persons) is left out.
//!
//! Every id is the address of the file with a fragment. What OParl has no word for stands under keys that begin with
//! `spatz:`: dates that tell no day, originators in words, questions with their answers, resolutions, commitments.

use serde_json::{Map, Value, json};

use crate::analysis::council::{Item, Meeting, answer, questions};
use crate::content::Model;
use crate::content::commitment::Commitment;
use crate::content::common::Head;
use crate::content::council::{Attachment, Concerns, Consultation, Paper, Question, Relation, Role};
use crate::content::fields::Choice;
use crate::content::names::{Kind, Ref};
use crate::content::organisation::{Committee, Unit};
use crate::content::scalar::{Datum, Precision};
use crate::view::compose::{Input, address};
use crate::view::council::{meeting_address, meeting_title};

/// The file, from the site's root.
pub const OPARL: &str = "daten/oparl.json";

/// Where the types are described.
const SCHEMA: &str = "https://schema.oparl.org/1.1/";

/// Everything as one JSON object: a list for each type that OParl keeps lists of. With `base_url` ids are addresses of the
/// web, else they are relative to the file.
pub fn document(input: &Input<'_>, base_url: Option<&str>) -> Value {
    let export = Export { input, model: input.model, base_url };
    let (papers, meetings) = (export.papers(), export.meetings());
    let inner = |objects: &[Value], keys: &[&str]| -> Vec<Value> {
        objects.iter().flat_map(|object| keys.iter().flat_map(|key| ids(&object[*key]))).collect()
    };
    let mut body = export.body();
    let files = [inner(&papers, &["mainFile", "auxiliaryFile"]), inner(&meetings, &["auxiliaryFile"])].concat();
    // OParl asks for the terms of the council even where there are none to tell.
    body["legislativeTerm"] = json!([]);
    json!({
        "body": [body],
        "organization": export.organizations(),
        "person": [],
        "legislativeTerm": [],
        "agendaItem": inner(&meetings, &["agendaItem"]),
        "consultation": inner(&papers, &["consultation"]),
        "file": files,
        "meeting": meetings,
        "paper": papers,
    })
}

/// Whether there is anything to tell.
pub fn has_any(input: &Input<'_>) -> bool {
    !input.model.papers.is_empty() || !input.analysis.council.meetings.is_empty()
}

/// The ids of an object or of a list of objects.
fn ids(objects: &Value) -> Vec<Value> {
    match objects {
        Value::Array(objects) => objects.iter().map(|object| object["id"].clone()).collect(),
        Value::Object(object) => object.get("id").cloned().into_iter().collect(),
        _ => Vec::new(),
    }
}

/// An object of a type, without what is not known.
fn object<const N: usize>(sort: &str, id: String, fields: [(&str, Value); N]) -> Value {
    let head = [("id", json!(id)), ("type", json!(format!("{SCHEMA}{sort}")))];
    plain(head.into_iter().chain(fields))
}

/// An object without what is null or empty.
fn plain<'k>(fields: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let known = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
    let fields = fields.into_iter().filter(|(_, value)| known(value));
    Value::Object(fields.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

/// A day as OParl writes dates.
fn day(date: Option<Datum>) -> Value {
    date.filter(|date| date.precision() == Precision::Day).map_or(Value::Null, written)
}

/// A date that tells no day, as it is written.
fn coarse(date: Option<Datum>) -> Value {
    date.filter(|date| date.precision() != Precision::Day).map_or(Value::Null, written)
}

fn written(date: Datum) -> Value {
    json!(date.to_string())
}

struct Export<'a> {
    input: &'a Input<'a>,
    model: &'a Model,
    base_url: Option<&'a str>,
}

impl Export<'_> {
    fn id(&self, name: &str) -> String {
        match self.base_url {
            Some(base) => format!("{base}/{OPARL}#{name}"),
            None => format!("oparl.json#{name}"),
        }
    }

    /// A page of the site.
    fn web(&self, path: &str) -> Value {
        self.base_url.map_or(Value::Null, |base| json!(format!("{base}/{path}")))
    }

    // Body and organizations

    fn body(&self) -> Value {
        let site = &self.model.site;
        object(
            "Body",
            self.id("body"),
            [
                ("name", json!(site.publisher.as_ref().unwrap_or(&site.title))),
                ("website", json!(self.base_url)),
                ("ags", json!(site.municipality_key)),
                ("contactEmail", json!(site.contact.email)),
                ("contactName", json!(site.contact.title)),
                ("organization", json!(self.id("organization"))),
                ("person", json!(self.id("person"))),
                ("meeting", json!(self.id("meeting"))),
                ("paper", json!(self.id("paper"))),
                ("agendaItem", json!(self.id("agendaItem"))),
                ("consultation", json!(self.id("consultation"))),
                ("file", json!(self.id("file"))),
                ("web", self.web("index.html")),
            ],
        )
    }

    fn organizations(&self) -> Vec<Value> {
        let committees = self
            .model
            .committees
            .iter()
            .map(|one| self.organization(&one.head, one.short.as_ref(), Kind::Committee, None));
        let units =
            self.model.units.iter().map(|one| self.organization(&one.head, one.short.as_ref(), Kind::Unit, one.parent));
        committees.chain(units).collect()
    }

    fn organization(&self, head: &Head, short: Option<&String>, kind: Kind, above: Option<Ref<Unit>>) -> Value {
        let (id, sort) = match kind {
            Kind::Unit => (self.unit_id(&head.id), "Verwaltungsbereich"),
            _ => (self.committee_id(&head.id), "Gremium"),
        };
        object(
            "Organization",
            id,
            [
                ("body", json!(self.id("body"))),
                ("name", json!(head.title)),
                ("shortName", json!(short)),
                ("organizationType", json!(sort)),
                ("subOrganizationOf", json!(above.map(|unit| self.unit(unit)))),
                ("web", self.web(&address(kind, &head.id))),
            ],
        )
    }

    fn committee_id(&self, id: &str) -> String {
        self.id(&format!("organization-gremium-{id}"))
    }

    fn unit_id(&self, id: &str) -> String {
        self.id(&format!("organization-einheit-{id}"))
    }

    fn committee(&self, committee: Ref<Committee>) -> String {
        self.committee_id(&self.model.committees[committee].head.id)
    }

    fn unit(&self, unit: Ref<Unit>) -> String {
        self.unit_id(&self.model.units[unit].head.id)
    }

    // Meetings

    fn meetings(&self) -> Vec<Value> {
        self.input.analysis.council.meetings.iter().map(|meeting| self.meeting(meeting)).collect()
    }

    fn meeting(&self, meeting: &Meeting) -> Value {
        let entry = meeting.written(self.model);
        let id = meeting.id(self.model);
        let items = (1u32..).zip(&meeting.agenda).map(|(order, &item)| self.agenda_item(meeting, order, item));
        let files = entry.map_or(Value::Null, |entry| self.files(&format!("meeting-{id}"), &entry.attachments));
        object(
            "Meeting",
            self.meeting_id(meeting),
            [
                ("name", json!(meeting_title(self.input, meeting))),
                ("organization", json!([self.committee(meeting.committee)])),
                ("agendaItem", items.collect()),
                ("auxiliaryFile", files),
                ("web", self.web(&meeting_address(self.model, meeting))),
                ("spatz:date", json!(meeting.date.to_string())),
                ("spatz:place", json!(entry.and_then(|entry| entry.place.as_ref()))),
            ],
        )
    }

    fn meeting_id(&self, meeting: &Meeting) -> String {
        self.id(&format!("meeting-{}", meeting.id(self.model)))
    }

    fn agenda_id(&self, meeting: &Meeting, item: Item) -> String {
        let name = match item {
            Item::Paper(paper, index) => format!("{}-{}", self.model.papers[paper].head.id.value, index + 1),
            Item::Other(index) => format!("ohne-vorlage-{}", index + 1),
        };
        self.id(&format!("agendaItem-{}-{name}", meeting.id(self.model)))
    }

    fn agenda_item(&self, meeting: &Meeting, order: u32, item: Item) -> Value {
        let (name, public, result, consultation) = match item {
            Item::Paper(paper, index) => {
                let consultation = self.model.papers[paper].consultations.get(index);
                let id = self.consultation_id(paper, index);
                let one = |of: fn(&Consultation) -> Value| consultation.map_or(Value::Null, of);
                let title = &self.model.papers[paper].head.title;
                (json!(title), one(|one| json!(one.public)), one(|one| json!(one.result)), json!(id))
            }
            Item::Other(index) => match meeting.other(self.model, index) {
                Some(other) => (json!(other.title), json!(other.public), json!(other.result), Value::Null),
                None => (Value::Null, Value::Null, Value::Null, Value::Null),
            },
        };
        object(
            "AgendaItem",
            self.agenda_id(meeting, item),
            [
                ("order", json!(order)),
                ("number", json!(meeting.number(self.model, item).map(|number| &number.value))),
                ("name", name),
                ("public", public),
                ("result", result),
                ("consultation", consultation),
            ],
        )
    }

    // Papers

    fn papers(&self) -> Vec<Value> {
        self.model.papers.refs().map(|(reference, paper)| self.paper(reference, paper)).collect()
    }

    fn paper(&self, reference: Ref<Paper>, paper: &Paper) -> Value {
        let files = self.files(&format!("paper-{}", paper.head.id.value), &paper.attachments);
        let (main, others) = match files {
            Value::Array(files) => {
                (files.first().cloned().unwrap_or_default(), json!(files.get(1..).unwrap_or_default()))
            }
            _ => (Value::Null, Value::Null),
        };
        let consultations = (0..paper.consultations.len()).map(|index| self.consultation(reference, paper, index));
        object(
            "Paper",
            self.paper_id(reference),
            [
                ("body", json!(self.id("body"))),
                ("name", json!(paper.head.title)),
                ("reference", json!(paper.number.map(|number| number.to_string()))),
                ("date", day(paper.date)),
                ("paperType", json!(self.input.messages.get(&format!("vorlage-art.{}", paper.sort.word())))),
                ("relatedPaper", paper.related.iter().map(|one| json!(self.paper_id(one.paper))).collect()),
                ("mainFile", main),
                ("auxiliaryFile", others),
                ("underDirectionOf", paper.unit.iter().map(|&unit| json!(self.unit(unit))).collect()),
                ("consultation", consultations.collect()),
                ("web", self.web(&address(Kind::Paper, &paper.head.id))),
                ("spatz:date", coarse(paper.date)),
                ("spatz:originator", json!(paper.originator)),
                ("spatz:relation", paper.related.iter().map(|one| self.relation(one)).collect()),
                ("spatz:finance", finance(paper)),
                ("spatz:question", self.questions(paper)),
                ("spatz:resolution", self.resolutions(reference)),
                ("spatz:commitment", self.commitments(reference)),
                ("spatz:concerns", self.concerns(&paper.concerns)),
            ],
        )
    }

    fn paper_id(&self, paper: Ref<Paper>) -> String {
        self.id(&format!("paper-{}", self.model.papers[paper].head.id.value))
    }

    fn consultation_id(&self, paper: Ref<Paper>, index: usize) -> String {
        self.id(&format!("consultation-{}-{}", self.model.papers[paper].head.id.value, index + 1))
    }

    fn consultation(&self, reference: Ref<Paper>, paper: &Paper, index: usize) -> Value {
        let Some(one) = paper.consultations.get(index) else { return Value::Null };
        let meeting = self.input.analysis.council.meeting_of(one);
        let role = one.role.map(|role| self.input.messages.get(&format!("beratung.{}", role.word())).to_owned());
        object(
            "Consultation",
            self.consultation_id(reference, index),
            [
                ("paper", json!(self.paper_id(reference))),
                ("meeting", json!(meeting.map(|meeting| self.meeting_id(meeting)))),
                ("agendaItem", json!(meeting.map(|meeting| self.agenda_id(meeting, Item::Paper(reference, index))))),
                ("organization", one.committee.iter().map(|&committee| json!(self.committee(committee))).collect()),
                ("authoritative", json!(one.role.map(|role| role == Role::Deciding))),
                ("role", json!(role)),
                ("spatz:date", coarse(one.date.map(|date| date.value))),
                ("spatz:result", json!(one.result.as_ref().filter(|_| meeting.is_none()))),
            ],
        )
    }

    fn files(&self, of: &str, attachments: &[Attachment]) -> Value {
        let file = |(index, one): (usize, &Attachment)| {
            object(
                "File",
                self.id(&format!("file-{of}-{}", index + 1)),
                [
                    ("name", json!(one.title)),
                    ("accessUrl", json!(one.url.to_string())),
                    ("spatz:date", one.date.map_or(Value::Null, written)),
                ],
            )
        };
        attachments.iter().enumerate().map(file).collect()
    }

    // What OParl has no word for

    fn relation(&self, relation: &Relation) -> Value {
        plain([("paper", json!(self.paper_id(relation.paper))), ("kind", json!(relation.kind.word()))])
    }

    fn questions(&self, paper: &Paper) -> Value {
        let asked = questions(paper, self.input.analysis.as_of);
        asked.map(|(number, question)| self.question(paper, number, question)).collect()
    }

    fn question(&self, paper: &Paper, number: u32, question: &Question) -> Value {
        let answer = answer(self.model, paper, question, self.input.analysis.as_of);
        let words = question.answer.as_ref().filter(|_| answer.known()).map(|words| &words.value);
        plain([
            ("number", json!(number)),
            ("text", json!(question.question)),
            ("asked", answer.asked.map_or(Value::Null, written)),
            ("state", json!(answer.state.word())),
            ("answered", answer.answered.map_or(Value::Null, written)),
            ("daysToAnswer", json!(answer.days)),
            ("daysOpen", json!(answer.waiting)),
            ("answer", json!(words)),
            ("concerns", self.concerns(&question.concerns)),
        ])
    }

    fn resolutions(&self, paper: Ref<Paper>) -> Value {
        let its = self.input.analysis.council.resolutions.iter().filter(|one| one.paper == paper);
        its.map(|one| {
            plain([
                ("text", json!(one.resolution(self.model).map(|resolution| &resolution.text))),
                ("date", one.date.map_or(Value::Null, written)),
                ("organization", json!(one.unit.map(|unit| self.unit(unit)))),
                ("due", one.progress.due.map_or(Value::Null, written)),
                ("state", json!(one.progress.state.word())),
            ])
        })
        .collect()
    }

    fn commitments(&self, paper: Ref<Paper>) -> Value {
        let commitment = |&reference: &Ref<Commitment>| {
            let one = &self.model.commitments[reference];
            let progress = &self.input.analysis.council.commitments[reference.index()];
            plain([
                ("text", json!(one.head.title)),
                ("by", json!(one.by)),
                ("organization", json!(self.committee(one.to))),
                ("date", one.made_on(self.model).map_or(Value::Null, written)),
                ("question", json!(one.question.map(|number| number.value))),
                ("due", progress.due.map_or(Value::Null, written)),
                ("state", json!(progress.state.word())),
                ("web", self.web(&address(Kind::Commitment, &one.head.id))),
            ])
        };
        self.input.analysis.links.commitments_of_paper.of(paper).iter().map(commitment).collect()
    }

    /// Addresses of the pages of what something is about.
    fn concerns(&self, concerns: &Concerns) -> Value {
        let model = self.model;
        let of = |kind: Kind, index: usize| self.page(&address(kind, model.id(kind, index)));
        let strategies = concerns.strategies.iter().map(|one| of(Kind::Strategy, one.index()));
        let projects = concerns.projects.iter().map(|one| of(Kind::Project, one.index()));
        let measures = concerns.measures.iter().map(|one| of(Kind::Measure, one.index()));
        let values = concerns.values.iter().map(|one| of(Kind::Value, one.index()));
        let problems = concerns.problems.iter().map(|one| of(Kind::Problem, one.index()));
        let dimensions = concerns.dimensions.iter().map(|one| of(Kind::Dimension, one.index()));
        strategies.chain(projects).chain(measures).chain(values).chain(problems).chain(dimensions).collect()
    }

    /// A page, relative to the file where the site has no address.
    fn page(&self, path: &str) -> Value {
        match self.base_url {
            Some(base) => json!(format!("{base}/{path}")),
            None => json!(format!("../{path}")),
        }
    }
}

fn finance(paper: &Paper) -> Value {
    let Some(finance) = &paper.finance else { return Value::Null };
    plain([
        ("effect", json!(finance.effect)),
        ("amountInCents", json!(finance.amount.map(|amount| amount.cents().to_string()))),
        ("account", json!(finance.account)),
        ("text", json!(finance.text)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::testing::with;

    const FILES: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Erfunden\nags: '15002000'"),
        ("modell.yaml", "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n"),
        ("organisation.yaml", "einheiten: {amt: {titel: Amt}}\ngremien: {rat: {titel: Rat, kuerzel: R}}\n"),
        (
            "sitzungen.yaml",
            "- {gremium: rat, am: 2024-05-02, tagesordnung: [{top: '1', titel: Eröffnung, oeffentlich: ja}]}\n",
        ),
        (
            "stadtrat/a.md",
            "---
titel: A
art: antrag
nummer: vii/2024/7
datum: 2024-04
einheit: amt
beratung:
  - {gremium: rat, am: 2024-05-02, top: '2', rolle: entscheidend, ergebnis: beschlossen}
  - {gremium: rat, am: 2024-06}
dateien: [{titel: Haupt, url: 'https://a.example/1'}, {titel: Anlage, url: 'https://a.example/2', am: 2024-04-01}]
---
",
        ),
        ("stadtrat/b.md", "---\ntitel: B\nart: antwort\ndatum: 2024-05-31\nbezug: {vorlage: a, art: antwort}\n---\n"),
    ];

    fn built(base_url: Option<&str>) -> Value {
        with(FILES, |input| document(input, base_url))
    }

    #[test]
    fn objects_say_what_is_known_and_nothing_else() {
        let document = built(Some("https://stadt.example"));
        let (a, b) = (&document["paper"][0], &document["paper"][1]);
        assert_eq!(a["id"], "https://stadt.example/daten/oparl.json#paper-a");
        assert_eq!(a["type"], "https://schema.oparl.org/1.1/Paper");
        assert_eq!((&a["reference"], &a["spatz:date"]), (&json!("VII/2024/00007"), &json!("2024-04")));
        assert!(a["date"].is_null() && a["spatz:finance"].is_null());
        assert_eq!(b["date"], "2024-05-31");
        assert_eq!(b["relatedPaper"], json!([a["id"]]));
        assert_eq!((&a["mainFile"]["name"], &a["auxiliaryFile"][0]["name"]), (&json!("Haupt"), &json!("Anlage")));
        let meeting = &document["meeting"][0];
        let consultation = &a["consultation"][0];
        assert_eq!(consultation["meeting"], meeting["id"]);
        assert_eq!(consultation["agendaItem"], meeting["agendaItem"][1]["id"]);
        assert_eq!((&consultation["authoritative"], &consultation["role"]), (&json!(true), &json!("Entscheidung")));
        assert_eq!(a["consultation"][1]["spatz:date"], "2024-06");
        assert!(meeting["start"].is_null());
        assert_eq!(meeting["agendaItem"][0]["name"], "Eröffnung");
    }

    #[test]
    fn without_an_address_ids_are_relative_to_the_file() {
        let document = built(None);
        assert_eq!(document["body"][0]["id"], "oparl.json#body");
        assert_eq!(document["body"][0]["ags"], "15002000");
        assert!(document["body"][0]["website"].is_null());
    }
}
