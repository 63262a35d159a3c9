//! `daten/kalender.ics`, and one calendar per project below `daten/kalender/`: iCalendar (RFC 5545) to subscribe to.
//!
//! Entries keep their name (`UID`) from build to build, so that a subscription moves them instead of adding them again; they
//! are stamped with the as-of date, never with the clock. They take whole days, block no time and ring no bell. A calendar
//! without entries is not written.

use std::collections::{BTreeMap, BTreeSet};

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Parameter, Property};
use jiff::ToSpan;
use jiff::civil::Date;

use super::{Artifacts, Material, Output};
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::content::section::Section;
use crate::diagnostics::Diagnostic;
use crate::export::calendar::{Entry, State, entries};
use crate::export::{CALENDAR, calendar_of};
use crate::view::format::Print;

pub(super) const OUTPUT: Output = Output { name: "calendar", of: &[Section::Data, Section::Calendars], render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let (model, messages) = (material.input.model, material.input.messages);
    let entries = entries(material.input);
    let name = messages.format("kalender.name", &[("titel", &model.site.title)]);
    let mut add = |path: String, name: &str, entries: &[&Entry]| {
        if !entries.is_empty() {
            artifacts.insert(path, calendar(material, name, entries).into_bytes());
        }
    };
    add(CALENDAR.to_owned(), &name, &entries.iter().collect::<Vec<_>>());
    let of_projects = by_project(&entries);
    for (reference, project) in model.projects.refs() {
        let name = messages.format("kalender.name", &[("titel", &project.head.title)]);
        let own = of_projects.get(&reference).map_or(&[][..], Vec::as_slice);
        // Who subscribed before the project was renamed goes on getting it.
        for id in std::iter::once(&project.head.id.value).chain(&project.head.former) {
            add(calendar_of(id), &name, own);
        }
    }
    Ok(())
}

/// The entries of each project, in their order.
fn by_project(entries: &[Entry]) -> BTreeMap<Ref<Project>, Vec<&Entry>> {
    let mut of: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in entries {
        for project in entry.projects.iter().collect::<BTreeSet<_>>() {
            of.entry(*project).or_default().push(entry);
        }
    }
    of
}

fn calendar(material: Material<'_>, name: &str, entries: &[&Entry]) -> String {
    let as_of = material.input.analysis.as_of;
    let printed = Print::new(material.input.messages).day(as_of);
    let text = material.input.messages.format("kalender.text", &[("stichtag", &printed)]);
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Spatz//Kalender//DE"),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", name),
        ("X-WR-CALDESC", &text),
        // Clients look once a day whether something has changed.
        ("X-PUBLISHED-TTL", "P1D"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    let host = material.host();
    entries.iter().for_each(|entry| {
        calendar.push(event(entry, &host, as_of, material.base_url));
    });
    calendar.to_string()
}

fn event(entry: &Entry, host: &str, as_of: Date, base_url: Option<&str>) -> Event {
    let mut event = Event::new();
    event
        .uid(&format!("{}@{host}", entry.id))
        .add_property("DTSTAMP", format!("{}T000000Z", basic(as_of)))
        .append_property(day("DTSTART", entry.day))
        .sequence(u32::try_from(entry.revision).unwrap_or(u32::MAX))
        .summary(&line(&entry.title))
        .description(&entry.lines.iter().map(|text| line(text)).collect::<Vec<_>>().join("\n"))
        .categories([&entry.category])
        .status(match entry.state {
            State::Confirmed => EventStatus::Confirmed,
            State::Tentative => EventStatus::Tentative,
            State::Cancelled => EventStatus::Cancelled,
        })
        .add_property("TRANSP", "TRANSPARENT");
    // Ends are exclusive here. Behind the last day of the calendar there is none, and an entry without end takes its day.
    if let Ok(end) = entry.day.checked_add(1.day()) {
        event.append_property(day("DTEND", end));
    }
    if let Some(base) = base_url {
        event.url(&format!("{base}/{}", entry.path));
    }
    event.done()
}

fn day(key: &str, day: Date) -> Property {
    Property::new(key, basic(day)).append_parameter(Parameter::new("VALUE", "DATE")).done()
}

/// `20240731`
fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// A text without line breaks of its own.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::super::Watch;
    use super::*;
    use crate::export::testing::{CONTENT, with};
    use crate::source::Sources;

    fn rendered(files: &[(&str, &str)], base_url: Option<&str>) -> Artifacts {
        with(files, |input| {
            let mut artifacts = Artifacts::new();
            let (sources, odd) = (Sources::default(), Mutex::default());
            let material = Material {
                input,
                theme: &[],
                base_url,
                view: None,
                sources: &sources,
                odd: &odd,
                watch: Watch::default(),
            };
            render(material, &mut artifacts).unwrap();
            artifacts
        })
    }

    fn text(artifacts: &Artifacts, path: &str) -> String {
        String::from_utf8(artifacts[path].clone()).unwrap()
    }

    #[test]
    fn lines_are_short_and_end_as_the_format_asks() {
        let long = "ä, ö; \\ü".repeat(40);
        let project = format!("---\ntitel: \"{}\"\nplan: {{ende: 2024-12-31}}\n---\n", long.replace('\\', "\\\\"));
        let calendar = text(&rendered(&[CONTENT[0], CONTENT[1], ("projekte/p.md", &project)], None), CALENDAR);
        assert!(calendar.lines().count() > 10 && calendar.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
        let unfolded = calendar.replace("\r\n ", "");
        let escaped = long.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
        assert!(unfolded.contains(&format!("SUMMARY:Projektende: {escaped}\r\n")), "{unfolded}");
    }

    #[test]
    fn ends_are_exclusive_and_stamps_are_of_the_as_of_date() {
        let artifacts = rendered(CONTENT, Some("https://Stadt.example:8080/digital"));
        let calendar = text(&artifacts, CALENDAR).replace("\r\n ", "");
        let (_, rest) = calendar.split_once("UID:zusage-bericht@stadt.example").unwrap();
        let before = calendar.split("BEGIN:VEVENT").find(|event| event.contains("UID:zusage-bericht@")).unwrap();
        assert!(before.contains("DTSTART;VALUE=DATE:20241231\r\n") && before.contains("DTEND;VALUE=DATE:20250101\r\n"));
        assert!(before.contains("DTSTAMP:20240630T000000Z\r\n"));
        assert!(rest.contains("URL:https://Stadt.example:8080/digital/zusagen/index.html#zusage-bericht\r\n"));
    }

    #[test]
    fn calendars_without_entries_are_not_written() {
        assert!(rendered(&CONTENT[..2], None).is_empty());
        let paths: Vec<_> = rendered(CONTENT, None).into_keys().collect();
        assert_eq!(paths, [CALENDAR, "daten/kalender/akte.ics", "daten/kalender/ur-akte.ics"]);
    }
}
