//! `daten/oparl.json` of Halle and of the small town: types, required properties and references as the OParl 1.1 schema
//! asks. That is the shape of its objects, no more: no server answers, so nothing conforms.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// What the schema requires of each type besides `id` and `type`.
const REQUIRED: &[(&str, &[&str])] = &[
    ("AgendaItem", &[]),
    ("Body", &["name", "organization", "person", "meeting", "paper", "legislativeTerm"]),
    ("Consultation", &[]),
    ("File", &["accessUrl"]),
    ("Meeting", &[]),
    ("Organization", &[]),
    ("Paper", &[]),
];

/// Properties that refer, and the list of the file in which their objects (or the ids of inner objects) stand.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("AgendaItem", "consultation", "consultation"),
    ("Consultation", "agendaItem", "agendaItem"),
    ("Consultation", "meeting", "meeting"),
    ("Consultation", "organization", "organization"),
    ("Consultation", "paper", "paper"),
    ("Meeting", "organization", "organization"),
    ("Organization", "body", "body"),
    ("Organization", "subOrganizationOf", "organization"),
    ("Paper", "body", "body"),
    ("Paper", "relatedPaper", "paper"),
    ("Paper", "underDirectionOf", "organization"),
];

const SCHEMA: &str = "https://schema.oparl.org/1.1/";

/// The built site, as of its own date and further options.
fn site(content: &str, options: &[&str]) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(content);
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let spatz = spatz.arg("build").arg("--content").arg(content).arg("--out").arg(place.path().join("site"));
    assert!(spatz.args(options).output().unwrap().status.success());
    place
}

fn read(site: &TempDir, path: &str) -> String {
    std::fs::read_to_string(site.path().join("site").join(path)).unwrap()
}

fn document(site: &TempDir) -> Value {
    serde_json::from_str(&read(site, "daten/oparl.json")).unwrap()
}

fn built(content: &str) -> Value {
    document(&site(content, &[]))
}

/// Every object with a type, wherever it stands.
fn objects<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| objects(item, found)),
        Value::Object(fields) => {
            if fields.get("type").is_some() {
                found.push(value);
            }
            fields.values().for_each(|field| objects(field, found));
        }
        _ => {}
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// What is wrong with a document.
fn defects(document: &Value) -> Vec<String> {
    let mut all = Vec::new();
    objects(document, &mut all);
    let mut ids = BTreeSet::new();
    let mut defects = Vec::new();
    for object in &all {
        let (id, sort) = (text(object, "id"), text(object, "type").trim_start_matches(SCHEMA));
        if id.is_empty() || !ids.insert(id) {
            defects.push(format!("{sort}: id `{id}` is missing or not the only one"));
        }
        match REQUIRED.iter().find(|(name, _)| *name == sort) {
            None => defects.push(format!("{id}: no type `{sort}`")),
            Some((_, keys)) => defects.extend(
                keys.iter().filter(|key| object[**key].is_null()).map(|key| format!("{id}: `{key}` is missing")),
            ),
        }
        let empty = |value: &Value| value.is_null() || value == "";
        let known = object.as_object().unwrap();
        defects
            .extend(known.iter().filter(|(_, value)| empty(value)).map(|(key, _)| format!("{id}: `{key}` is empty")));
        for (_, key, list) in REFERENCES.iter().filter(|(name, ..)| *name == sort) {
            let several = object[*key].as_array().cloned().unwrap_or_else(|| vec![object[*key].clone()]);
            let lost = several.iter().filter(|target| !target.is_null() && !stands_in(&document[*list], target));
            defects.extend(lost.map(|target| format!("{id}: `{key}` leads to {target}, which is not in `{list}`")));
        }
    }
    for (list, value) in document["body"][0].as_object().unwrap() {
        let fragment = value.as_str().and_then(|url| url.split_once("oparl.json#")).map(|(_, fragment)| fragment);
        if let Some(fragment) = fragment.filter(|_| list != "id")
            && !document[fragment].is_array()
        {
            defects.push(format!("the body's `{list}` leads to no list"));
        }
    }
    defects
}

fn stands_in(list: &Value, id: &Value) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|one| one == id || one["id"] == *id))
}

#[test]
fn objects_are_as_the_schema_asks() {
    for content in ["content", "tests/sites/kleinstadt/in"] {
        let document = built(content);
        assert_eq!(defects(&document), Vec::<String>::new(), "{content}");
        let mut all = Vec::new();
        objects(&document, &mut all);
        for sort in ["Body", "Organization", "Meeting", "AgendaItem", "Paper", "Consultation"] {
            assert!(all.iter().any(|object| text(object, "type") == format!("{SCHEMA}{sort}")), "{content}: {sort}");
        }
    }
}

#[test]
fn defects_are_noticed() {
    let whole = built("tests/sites/kleinstadt/in");
    let spoilt = |change: &dyn Fn(&mut Value)| {
        let mut document = whole.clone();
        change(&mut document);
        defects(&document).len()
    };
    assert_eq!(spoilt(&|_| {}), 0);
    assert!(spoilt(&|document| document["organization"] = json!([])) > 0);
    assert!(spoilt(&|document| document["paper"][0]["id"] = json!("oparl.json#other")) > 0);
    assert!(spoilt(&|document| document["paper"][0]["type"] = json!("https://schema.oparl.org/1.1/Papier")) > 0);
    assert!(spoilt(&|document| document["body"][0]["person"] = Value::Null) > 0);
    assert!(spoilt(&|document| document["body"][0]["paper"] = json!("oparl.json#papers")) > 0);
    assert!(spoilt(&|document| document["meeting"][0]["id"] = document["meeting"][1]["id"].clone()) > 0);
}

/// What a paper of Halle prints: title, number, sort, date, originator, body, agenda item and day of its meeting, in public
/// or not, what the body does with it, day of the answer, days from question to answer, and each question with how it was
/// answered. A result and a financial effect none of them prints. Each text was compared word for word with the documents.
struct Printed {
    title: &'static str,
    number: Option<&'static str>,
    sort: &'static str,
    date: &'static str,
    originator: &'static str,
    meeting: (&'static str, &'static str, &'static str),
    role: Option<&'static str>,
    unit: &'static str,
    answered: &'static str,
    days: i64,
    questions: &'static [(&'static str, &'static str)],
}

const PRINTED: &[Printed] = &[
    Printed {
        title: "Anfrage der Fraktion MitBürger zum Umsetzungsstand des Masterplans E-Government 2013-2020",
        number: Some("VI/2019/04886"),
        sort: "Anfrage",
        date: "2019-02-06",
        originator: "Fraktion MitBürger",
        meeting: ("Stadtrat", "2019-02-27", "Ö 10.26"),
        role: Some("Kenntnisnahme"),
        unit: "Geschäftsbereich I Finanzen und Personal",
        answered: "2019-02-19",
        days: 13,
        questions: &[
            (
                "beantwortet",
                "Stimmen die im Masterplan definierten acht Projektziele und 19 Maßnahmen noch überein oder müssen diese angepasst werden?",
            ),
            (
                "beantwortet",
                "Wie ist der Umsetzungsstand des im Masterplan definierten Leitprojekts „Elektronisches Serviceportal“ (A3)?",
            ),
            (
                "beantwortet",
                "Wie beurteilt die Stadtverwaltung den bisher erreichten Stand in der Umsetzung des Leitprojekts „Kompetenzförderung“ (B7)?",
            ),
            (
                "beantwortet",
                "Wie ist der Umsetzungsstand des im Masterplan definierten Leitprojekts „Elektronische Aktenführung“ (C8)?",
            ),
            (
                "teilweise",
                "Verfügt die Stadtverwaltung über Erhebungen zur Nutzungsakzeptanz digitaler Verwaltungsangebote bei den im Masterplan definierten Zielgruppen? Wenn ja, was lässt sich daraus ableiten?",
            ),
            (
                "beantwortet",
                "Gibt es Projekte oder Maßnahmen, die von der Stadtverwaltung eingestellt bzw. nicht weiter verfolgt wurden? Wenn ja, was waren die jeweiligen Gründe für diese Entscheidung?",
            ),
            (
                "beantwortet",
                "Hat sich die rechtliche Grundlage für die pflichtige Umsetzung von E-Government seit der Erstellung des Masterplans im Jahr 2013 geändert? Wenn ja, welche Gesetze sind hinzugekommen bzw. wurden novelliert?",
            ),
            ("teilweise", "Plant die Stadtverwaltung eine Fortschreibung der E-Government-Strategie?"),
        ],
    },
    Printed {
        title: "Anfrage der Fraktion MitBürger & Die PARTEI zur Erarbeitung einer Digitalen Agenda für die Stadt Halle (Saale)",
        number: Some("VII/2020/01351"),
        sort: "Anfrage",
        date: "2020-06-03",
        originator: "Fraktion MitBürger & Die PARTEI",
        meeting: ("Stadtrat", "2020-06-24", "10.20"),
        role: Some("Kenntnisnahme"),
        unit: "Geschäftsbereich des Oberbürgermeisters",
        answered: "2020-06-15",
        days: 12,
        questions: &[
            ("teilweise", "Wann wir dem Stadtrat die Digitale Agenda der Stadt Halle (Saale) zum Beschluss vorgelegt?"),
            (
                "offen",
                "Beabsichtigt die Verwaltung gemäß Punkt 2 des Stadtratsbeschlusses einen Beirat oder ein ähnliches Gremium zu gründen, in dem die Verwaltung und Stadtratsfraktionen fachübergreifend mit Sachverständigen aus den Bereichen Bildung, Gesundheit, Kultur und Kunst, Soziales, Sport, Umwelt, Verkehr, Wirtschaft und Wissenschaft sowie mit Vertreter*innen von zivilgesellschaftlichen Initiativen über Digitalisierungsstrategien beraten kann?",
            ),
            (
                "beantwortet",
                "Wie ist der aktuelle Stand zur Implementierung des Serviceportals für Onlinedienstleistungen der Stadt, das später in den geplanten Portalverbund zwischen Bund, Ländern und Kommunen eingebunden werden soll?",
            ),
        ],
    },
    // The questions were put in the meeting, the paper is the answer.
    Printed {
        title: "Herr Senius zur Digitalisierungskampagne",
        number: None,
        sort: "Beschlusskontrolle",
        date: "2023-07-20",
        originator: "Herr Senius",
        meeting: (
            "Ausschuss für Wirtschaft, Wissenschaft, Stadtentwicklung und Digitalisierung",
            "2023-06-27",
            "Ö 8.2",
        ),
        role: None,
        unit: "Geschäftsbereich I Finanzen und Personal",
        answered: "2023-07-20",
        days: 23,
        questions: &[
            (
                "teilweise",
                "Herr Senius ging auf die PPP zur Digitalisierungskampagne aus der Sitzung dieses Ausschusses am 30.05.23 ein und fragte zu der Leitmaxime, wie eine „moderne Führung“ aussehen soll und wie dies in der Digitalisierungskampagne erfolgen soll. Wie wird das beurteilt? Soll dies durch Führungskräfte oder Mitarbeiter/-innen oder Bürger/-innen erfolgen?",
            ),
            (
                "teilweise",
                "Er stellte außerdem die Frage zu der Ausführung in der PPP, dass es eine Interoperabilität von Daten und Software in den IT-Anwendungen gibt. Beinhaltet dies auch eine Anbindung an die IT-Anwendungen des Bundes? Die Schnittstellen sollen gut bedient und im Verfahren erkennbar werden. Der Präsentation wurde nur eine enge Vernetzung mit dem Land entnommen.",
            ),
        ],
    },
];

#[test]
fn three_papers_of_halle_field_by_field() {
    let site = site("content", &[]);
    let document = document(&site);
    let named = |list: &str, id: &Value| -> Value {
        document[list].as_array().unwrap().iter().find(|one| one["id"] == *id).unwrap().clone()
    };
    for printed in PRINTED {
        let papers = document["paper"].as_array().unwrap();
        let mut fitting = papers.iter().filter(|paper| text(paper, "paperType") == printed.sort);
        let paper = fitting.find(|paper| paper["reference"].as_str() == printed.number).unwrap();
        assert_eq!(text(paper, "name"), printed.title);
        assert_eq!((text(paper, "date"), text(paper, "spatz:originator")), (printed.date, printed.originator));
        assert!(paper["spatz:finance"].is_null(), "none prints a financial effect");
        assert_eq!(paper["consultation"].as_array().unwrap().len(), 1);
        assert_eq!(text(&named("organization", &paper["underDirectionOf"][0]), "name"), printed.unit);
        let consultation = &paper["consultation"][0];
        assert_eq!(consultation["role"].as_str(), printed.role, "{}", printed.date);
        let meeting = named("meeting", &consultation["meeting"]);
        let body = named("organization", &meeting["organization"][0]);
        let item = &meeting["agendaItem"][0];
        assert_eq!((text(&body, "name"), text(&meeting, "spatz:date"), text(item, "number")), printed.meeting);
        assert_eq!((&item["public"], &item["consultation"]), (&json!(true), &consultation["id"]));
        assert!(item["result"].is_null(), "none prints a result");
        let questions = paper["spatz:question"].as_array().unwrap();
        let asked: Vec<_> = questions.iter().map(|one| (text(one, "state"), text(one, "text"))).collect();
        assert_eq!(asked, printed.questions);
        // What the page shows is the same.
        let (_, id) = text(paper, "id").split_once("#paper-").unwrap();
        let page = read(&site, &format!("stadtrat/{id}.html"));
        let shown = |text: &str| page.contains(&escape(text));
        let fields = [printed.title, printed.originator, printed.unit, printed.meeting.0, printed.meeting.2];
        assert!(fields.into_iter().chain(printed.number).chain(printed.role).all(shown), "{}", printed.title);
        assert!(printed.questions.iter().all(|(_, question)| shown(question)), "{}", printed.title);
        for question in questions {
            assert_eq!(
                (text(question, "answered"), &question["daysToAnswer"]),
                (printed.answered, &json!(printed.days))
            );
        }
    }
}

/// As templates write it.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
}

/// On 10 February 2019 the inquiry of 6 February is there, its meeting is to come, and nobody has answered.
#[test]
fn what_comes_later_is_not_known() {
    let site = site("content", &["--stichtag", "2019-02-10"]);
    let document = document(&site);
    assert_eq!(defects(&document), Vec::<String>::new());
    let papers: Vec<_> = document["paper"].as_array().unwrap().iter().map(|paper| text(paper, "reference")).collect();
    assert_eq!(papers, ["VI/2019/04886"]);
    let meetings: Vec<_> = document["meeting"].as_array().unwrap().iter().map(|one| text(one, "spatz:date")).collect();
    assert_eq!(meetings, ["2019-02-27"]);
    let inquiry = &document["paper"][0];
    assert!(inquiry["spatz:commitment"].is_null());
    for question in inquiry["spatz:question"].as_array().unwrap() {
        assert_eq!((text(question, "state"), &question["answer"]), ("offen", &Value::Null));
    }
    assert!(!site.path().join("site/stadtrat/vii-2020-01351.html").exists());
    assert!(!site.path().join("site/zusagen/index.html").exists());
    assert!(!site.path().join("site/beschlusskontrolle/index.html").exists());
    assert!(read(&site, "sitzungen/index.html").contains("Nächste Sitzungen"));
    for later in ["VII/2020/01351", "vii-2020-01351", "vi-2019-05073"] {
        assert!(!read(&site, "stadtrat/index.html").contains(later), "{later}");
        assert!(!read(&site, "strategie/digitale-agenda.html").contains(&format!("stadtrat/{later}")), "{later}");
    }
}
