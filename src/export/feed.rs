//! What has changed, for whoever follows the site: events of projects, milestones and measures, and papers of the council.
//!
//! An entry keeps its name from build to build, also when its record is renamed. It is of the day of the event, as the
//! content has it; what the content was told later comes late, and with its own day.

use jiff::civil::Date;

use super::{first_id, number_twins};
use crate::analysis::chronicle::{Entry as Told, chronicle};
use crate::content::common::{Head, Log, Plan};
use crate::content::council::Paper;
use crate::content::fields::Choice;
use crate::content::names::Kind;
use crate::content::scalar::{Datum, Precision};
use crate::view::compose::{Input, address};
use crate::view::format::Print;

/// Entries that a feed holds, the latest ones.
const LATEST: usize = 100;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Names it for good: `projekt-akte-2024-05-01-begonnen`.
    pub id: String,
    /// Its day: the last one of its date.
    pub day: Date,
    /// What happened to what.
    pub title: String,
    /// What else is known about it, sentence by sentence.
    pub lines: Vec<String>,
    /// Path of the page that says more.
    pub path: String,
}

/// Whether there is any entry.
pub fn any(input: &Input<'_>) -> bool {
    !drafts(&Words::new(input)).is_empty()
}

/// The latest changes up to the as-of date, the latest first.
pub fn entries(input: &Input<'_>) -> Vec<Entry> {
    let words = Words::new(input);
    let mut all = drafts(&words);
    // The same may happen twice on a day.
    number_twins(all.iter_mut().map(|draft| &mut draft.id));
    all.sort_by(|a, b| (b.day, &a.id).cmp(&(a.day, &b.id)));
    all.truncate(LATEST);
    all.into_iter().map(|draft| words.entry(draft)).collect()
}

/// An entry before it is put into words: most are too old for that.
struct Draft<'a> {
    id: String,
    day: Date,
    what: What<'a>,
}

enum What<'a> {
    Event(About<'a>, Told<'a>),
    Paper(&'a Paper, Datum),
}

/// What an event happened to.
#[derive(Clone, Copy)]
struct About<'a> {
    kind: Kind,
    head: &'a Head,
    milestone: Option<&'a Head>,
}

/// All entries, in the order of the content.
fn drafts<'a>(words: &Words<'a>) -> Vec<Draft<'a>> {
    let model = words.input.model;
    let mut all = Vec::new();
    for project in &model.projects {
        let about = About { kind: Kind::Project, head: &project.head, milestone: None };
        all.extend(words.log(project.plan.as_ref(), &project.log, about));
        for one in &project.milestones {
            all.extend(words.log(Some(&one.plan), &one.log, About { milestone: Some(&one.head), ..about }));
        }
    }
    for measure in &model.measures {
        let about = About { kind: Kind::Measure, head: &measure.head, milestone: None };
        all.extend(words.log(measure.plan.as_ref(), &measure.log, about));
    }
    all.extend(model.papers.iter().filter_map(|paper| words.paper(paper)));
    all
}

impl About<'_> {
    /// `projekt-akte.kauf`
    fn id(&self) -> String {
        let kind = if self.kind == Kind::Measure { "massnahme" } else { "projekt" };
        let below = self.milestone.map(|head| format!(".{}", first_id(head))).unwrap_or_default();
        format!("{kind}-{}{below}", first_id(self.head))
    }
}

struct Words<'a> {
    input: &'a Input<'a>,
    print: Print<'a>,
}

impl<'a> Words<'a> {
    fn new(input: &'a Input<'a>) -> Self {
        Self { input, print: Print::new(input.messages) }
    }

    fn f(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.input.messages.format(key, arguments)
    }

    /// `Projekt „Die Akte“`
    fn named(&self, kind: Kind, head: &Head) -> String {
        self.f("aenderungen.name", &[("art", self.input.messages.get(kind.key())), ("titel", &head.title)])
    }

    fn log(&self, plan: Option<&Plan>, log: &'a Log, about: About<'a>) -> impl Iterator<Item = Draft<'a>> {
        let told = chronicle(plan, log, self.input.analysis.as_of);
        let of = if told.is_empty() { String::new() } else { about.id() };
        told.into_iter().map(move |told| Draft {
            id: format!("{of}-{}-{}", told.event.date.value, told.event.kind.word()),
            day: told.event.day(),
            what: What::Event(about, told),
        })
    }

    /// A paper that has a date; later ones are not known.
    fn paper(&self, paper: &'a Paper) -> Option<Draft<'a>> {
        let date = paper.date.filter(|date| date.last() <= self.input.analysis.as_of)?;
        let id = format!("vorlage-{}", first_id(&paper.head));
        Some(Draft { id, day: date.last(), what: What::Paper(paper, date) })
    }

    fn entry(&self, Draft { id, day, what }: Draft<'_>) -> Entry {
        let (title, lines, path) = match what {
            What::Event(about, told) => {
                (self.title(&about, &told), self.event(&told), address(about.kind, &about.head.id))
            }
            What::Paper(paper, date) => {
                let number = paper.number.as_ref().map(|number| number.to_string());
                let lines = [self.when(date), number, paper.head.summary.clone()];
                (self.named(Kind::Paper, &paper.head), lines.to_vec(), address(Kind::Paper, &paper.head.id))
            }
        };
        Entry { id, day, title, lines: lines.into_iter().flatten().collect(), path }
    }

    /// `Projekt „Die Akte“, Meilenstein „Gekauft“: umgesetzt`
    fn title(&self, about: &About<'_>, told: &Told<'_>) -> String {
        let event = told.event;
        let key = format!("ereignis.{}", event.kind.word());
        let happened = match &event.to {
            Some(to) => self.f(&key, &[("auf", &self.print.date(to.value))]),
            None => self.input.messages.get(&key).to_owned(),
        };
        let milestone = about.milestone.map(|head| format!(", {}", self.named(Kind::Milestone, head)));
        let name = format!("{}{}", self.named(about.kind, about.head), milestone.unwrap_or_default());
        self.f("aenderungen.ereignis", &[("name", &name), ("ereignis", &happened)])
    }

    /// What else is known about an event.
    fn event(&self, told: &Told<'_>) -> Vec<Option<String>> {
        let event = told.event;
        vec![
            self.when(event.date.value),
            told.shift.map(|shift| self.print.shift(shift)),
            event.reason.clone(),
            event.assumption.as_ref().map(|text| self.f("aenderungen.annahme", &[("text", text)])),
        ]
    }

    /// The date, where it is none of a single day.
    fn when(&self, date: Datum) -> Option<String> {
        (date.precision() != Precision::Day).then(|| self.print.date(date))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::export::testing::{CONTENT, with};

    #[test]
    fn events_are_told_the_latest_first_with_what_they_changed() {
        let entries = with(CONTENT, entries);
        let told: Vec<_> = entries.iter().map(|entry| (entry.id.as_str(), entry.day, entry.title.as_str())).collect();
        assert_eq!(
            told,
            [
                ("massnahme-einfuehren-2024-01-15-umgesetzt", date(2024, 1, 15), "Maßnahme „Einführen“: umgesetzt"),
                (
                    "projekt-ur-akte-2023-11-01-verschoben",
                    date(2023, 11, 1),
                    "Projekt „Die Akte“: verschoben auf Juli 2024"
                ),
                (
                    "projekt-ur-akte.kauf-2023-10-02-umgesetzt",
                    date(2023, 10, 2),
                    "Projekt „Die Akte“, Meilenstein „Gekauft“: umgesetzt"
                ),
                ("projekt-ur-akte-2023-05-01-begonnen", date(2023, 5, 1), "Projekt „Die Akte“: begonnen"),
            ]
        );
        assert_eq!(entries[1].lines, ["rund 7 Monate später", "Lieferverzug"]);
        assert_eq!(entries[1].path, "projekte/akte.html");
    }

    #[test]
    fn twins_are_told_apart_and_papers_of_a_month_say_so() {
        let files = [
            CONTENT[0],
            CONTENT[1],
            (
                "projekte/p.md",
                "---\ntitel: P\nverlauf: [{am: 2024-01-02, ereignis: begonnen}, {am: 2024-01-02, ereignis: begonnen}]\n---\n",
            ),
            ("stadtrat/v.md", "---\ntitel: V\nart: antwort\ndatum: 2024-04\n---\n"),
            ("stadtrat/w.md", "---\ntitel: W\nart: antwort\n---\n"),
        ];
        let entries = with(&files, entries);
        let ids: Vec<_> = entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, ["vorlage-v", "projekt-p-2024-01-02-begonnen", "projekt-p-2024-01-02-begonnen.2"]);
        assert_eq!(entries[0].lines, ["April 2024"]);
    }
}
