//! What has changed, for whoever follows the site: events of projects, milestones and measures, and papers of the council.
//!
//! An entry keeps its name from build to build, also when its record is renamed. It is of the day of the event, as the
//! content has it; what the content was told later comes late, and with its own day.

use jiff::civil::Date;

use super::{first_id, number_twins};
use crate::analysis::chronicle::{Entry as Told, chronicle};
use crate::content::common::{Head, Log, Plan};
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

/// The latest changes up to the as-of date, the latest first.
pub fn entries(input: &Input<'_>) -> Vec<Entry> {
    let words = Words { input, print: Print::new(input.messages) };
    let model = input.model;
    let mut all = Vec::new();
    for project in &model.projects {
        let path = address(Kind::Project, &project.head.id);
        let id = format!("projekt-{}", first_id(&project.head));
        let about = words.named(Kind::Project, &project.head);
        all.extend(words.log(project.plan.as_ref(), &project.log, &About { id: &id, name: &about, path: &path }));
        for one in &project.milestones {
            let id = format!("{id}.{}", first_id(&one.head));
            let about = format!("{about}, {}", words.named(Kind::Milestone, &one.head));
            all.extend(words.log(Some(&one.plan), &one.log, &About { id: &id, name: &about, path: &path }));
        }
    }
    for measure in &model.measures {
        let path = address(Kind::Measure, &measure.head.id);
        let id = format!("massnahme-{}", first_id(&measure.head));
        let about = words.named(Kind::Measure, &measure.head);
        all.extend(words.log(measure.plan.as_ref(), &measure.log, &About { id: &id, name: &about, path: &path }));
    }
    all.extend(words.papers());
    // The same may happen twice on a day.
    number_twins(all.iter_mut().map(|entry| &mut entry.id));
    all.sort_by(|a, b| (b.day, &a.id).cmp(&(a.day, &b.id)));
    all.truncate(LATEST);
    all
}

/// What an event happened to.
struct About<'a> {
    id: &'a str,
    name: &'a str,
    path: &'a str,
}

struct Words<'a> {
    input: &'a Input<'a>,
    print: Print<'a>,
}

impl Words<'_> {
    fn f(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        self.input.messages.format(key, arguments)
    }

    /// `Projekt „Die Akte“`
    fn named(&self, kind: Kind, head: &Head) -> String {
        self.f("aenderungen.name", &[("art", self.input.messages.get(kind.key())), ("titel", &head.title)])
    }

    fn log(&self, plan: Option<&Plan>, log: &Log, about: &About<'_>) -> Vec<Entry> {
        let told = chronicle(plan, log, self.input.analysis.as_of);
        told.iter().map(|one| self.event(one, about)).collect()
    }

    fn event(&self, told: &Told<'_>, about: &About<'_>) -> Entry {
        let event = told.event;
        let key = format!("ereignis.{}", event.kind.word());
        let happened = match &event.to {
            Some(to) => self.f(&key, &[("auf", &self.print.date(to.value))]),
            None => self.input.messages.get(&key).to_owned(),
        };
        let shift = told.shift.map(|shift| self.print.shift(shift));
        let lines = [
            self.when(event.date.value),
            shift,
            event.reason.clone(),
            event.assumption.as_ref().map(|text| self.f("aenderungen.annahme", &[("text", text)])),
        ];
        Entry {
            id: format!("{}-{}-{}", about.id, event.date.value, event.kind.word()),
            day: event.day(),
            title: self.f("aenderungen.ereignis", &[("name", about.name), ("ereignis", &happened)]),
            lines: lines.into_iter().flatten().collect(),
            path: about.path.to_owned(),
        }
    }

    /// The date, where it is none of a single day.
    fn when(&self, date: Datum) -> Option<String> {
        (date.precision() != Precision::Day).then(|| self.print.date(date))
    }

    /// Papers that have a date; later ones are not known.
    fn papers(&self) -> Vec<Entry> {
        let model = self.input.model;
        let paper = |paper: &crate::content::council::Paper| {
            let date = paper.date.filter(|date| date.last() <= self.input.analysis.as_of)?;
            let number = paper.number.as_ref().map(|number| number.to_string());
            let lines = [self.when(date), number, paper.head.summary.clone()];
            Some(Entry {
                id: format!("vorlage-{}", first_id(&paper.head)),
                day: date.last(),
                title: self.named(Kind::Paper, &paper.head),
                lines: lines.into_iter().flatten().collect(),
                path: address(Kind::Paper, &paper.head.id),
            })
        };
        model.papers.iter().filter_map(paper).collect()
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
