//! `spatz synopse`: what has changed from one state to another, in words, as tables, or for programs. A state is a day, or
//! the content as a commit has it.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;

use super::moment::{Moment, Versions, moment, shown};
use super::run::{Content, Place};
use super::text::{Form, Text};
use crate::analysis::difference::{Difference, State};
use crate::analysis::snapshot::Snapshot;
use crate::content::{Parsed, parse};
use crate::data;
use crate::diagnostics::Diagnostics;
use crate::history::History;
use crate::pipeline::{self, Settings};
use crate::source::Sources;
use crate::view::Cell;
use crate::view::compose::{Compose, Input};
use crate::view::synopsis::{Part, Synopsis};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// What to compare with: a date, or a commit, tag or branch.
    #[arg(long, value_name = "DATE|REVISION", value_parser = moment, required_unless_present = "damals")]
    von: Option<Moment>,
    /// What to compare: the same; the content folder at its as-of date without it.
    #[arg(long, value_name = "DATE|REVISION", value_parser = moment)]
    bis: Option<Moment>,
    /// A published version, commit, tag or branch: what is known today of its as-of date and is not as it had it then.
    #[arg(long = "stand-damals", value_name = "REVISION", conflicts_with_all = ["von", "bis"])]
    damals: Option<String>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

impl Arguments {
    /// The versions in git that are asked for.
    fn versions(&self) -> [Option<&str>; 2] {
        let von = self.von.as_ref().and_then(Moment::revision);
        [self.damals.as_deref().or(von), self.bis.as_ref().and_then(Moment::revision)]
    }

    /// The later of the days asked for, where the content's own as-of date is not: papers up to it are known.
    fn last_day(&self) -> Option<Date> {
        let day = |moment: &Option<Moment>| match moment {
            Some(Moment::Day(day)) => Some(*day),
            Some(Moment::Revision(_)) | None => None,
        };
        let bis = day(&self.bis)?;
        Some(day(&self.von).map_or(bis, |von| von.max(bis)))
    }

    /// The days to compare, where the as-of dates of the two contents are these.
    fn days(&self, first: Date, second: Date) -> [Date; 2] {
        let day = |moment: &Option<Moment>, as_of| match moment {
            Some(Moment::Day(day)) => *day,
            Some(Moment::Revision(_)) | None => as_of,
        };
        [day(&self.von, first), day(&self.bis, if self.damals.is_some() { first } else { second })]
    }
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    match Contents::read(arguments) {
        Ok(contents) => {
            // A reader that went away (`| head`) is no error of ours.
            drop(write!(io::stdout(), "{}", contents.compared(arguments)));
            ExitCode::SUCCESS
        }
        Err(()) => ExitCode::FAILURE,
    }
}

/// The contents that are compared; what differs only in its day is read once.
struct Contents {
    /// The content folder, where a day is asked for.
    folder: Option<Content>,
    /// Those of `--von` and `--bis`, where they are revisions.
    revisions: [Option<Content>; 2],
}

impl Contents {
    /// Reads what is asked for. What is wrong has been printed.
    fn read(arguments: &Arguments) -> Result<Self, ()> {
        let (place, reporting) = (&arguments.place, arguments.format.reporting());
        let names = arguments.versions();
        let folder = names.contains(&None).then(|| {
            let settings = place.settings();
            reporting.read(&place.content, &Settings { as_of: arguments.last_day().max(settings.as_of), ..settings })
        });
        let folder = folder.transpose()?;
        let versions = || Versions::of(&place.content, place.lang, reporting);
        let versions = names.iter().any(Option::is_some).then(versions).transpose()?;
        let unread = folder.is_none().then(|| written(place));
        let now = folder.as_ref().map(|content| &content.parsed).or(unread.as_ref());
        let read = |name: Option<&str>| match (&versions, name) {
            (Some(versions), Some(name)) => revision(arguments, versions, name, now).map(Some),
            _ => Ok(None),
        };
        let [von, bis] = names;
        let revisions = [read(von)?, read(bis)?];
        Ok(Self { folder, revisions })
    }

    fn compared(&self, arguments: &Arguments) -> String {
        let [von, bis] = &self.revisions;
        let (Some(first), Some(second)) =
            (von.as_ref().or(self.folder.as_ref()), bis.as_ref().or(self.folder.as_ref()))
        else {
            return String::new();
        };
        let (first, messages, second) = (&first.known, &second.messages, &second.known);
        let days = arguments.days(first.analysis.as_of, second.analysis.as_of);
        let (from, to) = (Snapshot::new(&first.model, days[0]), Snapshot::new(&second.model, days[1]));
        let (before, after) = (State { model: &first.model, day: &from }, State { model: &second.model, day: &to });
        let difference = Difference::between(before, after);
        let input = Input::new(&second.model, &second.analysis, messages);
        let c = input.compose("");
        let versions = arguments.versions();
        match arguments.format {
            Form::Json => json(&data::synopsis::Synopsis::new(before, after, versions, &difference)),
            Form::Text => {
                let between = Between { days, versions, of_one_day: arguments.damals.is_some() };
                text(&c, &between, &Synopsis::new(&c, before, after, &difference))
            }
        }
    }
}

/// What stands in the content folder, whether it is right or not: what it hides is hidden in its earlier versions, too.
fn written(place: &Place) -> Parsed {
    let (sources, _) = Sources::read(&place.content);
    let mut ignored = Diagnostics::default();
    parse(&sources, &mut ignored).visible_to(place.sicht, &mut ignored)
}

/// The content of a revision. What is wrong has been printed, with the revision before each path.
fn revision(arguments: &Arguments, versions: &Versions<'_>, name: &str, now: Option<&Parsed>) -> Result<Content, ()> {
    let place = &arguments.place;
    let version = versions.read(name, History::at)?;
    // Its own as-of date, else the day of the commit.
    let settings = Settings { as_of: None, today: version.date, ..place.settings() };
    let reading = pipeline::read_beside(&version.sources, version.problems, &settings, now);
    arguments.format.reporting().content(reading, &version.sources, &shown(&place.content, name))
}

fn json(synopsis: &data::synopsis::Synopsis<'_>) -> String {
    serde_json::to_string_pretty(synopsis).map(|text| format!("{text}\n")).unwrap_or_default()
}

/// What the two states are called.
struct Between<'a> {
    days: [Date; 2],
    versions: [Option<&'a str>; 2],
    /// Whether it is one day, as it was known then and as it is known now.
    of_one_day: bool,
}

fn text(c: &Compose<'_>, between: &Between<'_>, synopsis: &Synopsis) -> String {
    let mut text = Text::default();
    text.write(0, 0, &between.head(c, synopsis.is_empty()));
    synopsis.sentences.iter().for_each(|sentence| text.item(0, sentence));
    synopsis.parts.iter().for_each(|part| table(c, &mut text, part, between));
    text.line("");
    text.write(0, 0, &c.t(between.note()));
    text.finish()
}

impl Between<'_> {
    /// What is compared, or that nothing differs.
    fn head(&self, c: &Compose<'_>, nothing: bool) -> String {
        if self.of_one_day {
            let (day, version) = (c.print.day(self.days[0]), self.versions[0].unwrap_or_default());
            let arguments = [("tag", day.as_str()), ("fassung", version)];
            return match nothing {
                true => c.f("synopse.nichts-berichtigt", &arguments),
                false => format!("{}:", c.f("synopse.berichtigt", &arguments)),
            };
        }
        let since = self.since(c);
        if nothing { c.f("synopse.nichts", &[("seit", &since)]) } else { format!("{since}:") }
    }

    /// The heading of a column.
    fn label(&self, c: &Compose<'_>, key: &str) -> String {
        match key {
            "vorher" if self.of_one_day => c.t("synopse.damals"),
            "nachher" if self.of_one_day => c.t("synopse.heute"),
            _ => c.t(&format!("spalte.{key}")),
        }
    }

    /// "Seit dem 27.06.2023 bis zum 30.06.2024", "Seit Fassung „v1“ (Stand 27.06.2023) bis zum 30.06.2024"
    fn since(&self, c: &Compose<'_>) -> String {
        let name = |index: usize, key: &str| {
            let day = c.print.day(self.days[index]);
            match self.versions[index] {
                Some(version) => c.f("synopse.fassung", &[("fassung", version), ("tag", &day)]),
                None => c.f(key, &[("tag", &day)]),
            }
        };
        let key = if self.days[0] > self.days[1] { "synopse.zurueck" } else { "synopse.von-bis" };
        c.f(key, &[("von", &name(0, "synopse.von-tag")), ("bis", &name(1, "synopse.bis-tag"))])
    }

    /// As of when the states are known.
    fn note(&self) -> &'static str {
        match self.versions {
            [None, None] => "synopse.heute-bekannt",
            [Some(_), Some(_)] => "synopse.damals-bekannt",
            _ => "synopse.teils-damals-bekannt",
        }
    }
}

/// Row by row: what it is about, then column for column.
fn table(c: &Compose<'_>, text: &mut Text, part: &Part, between: &Between<'_>) {
    text.heading(&c.t(&format!("block.{}", part.id)));
    let labels: Vec<_> = part.columns.iter().map(|key| between.label(c, key)).collect();
    let width = labels.iter().skip(1).map(|label| label.chars().count()).max().unwrap_or_default();
    for row in &part.rows {
        let mut cells = row.iter().map(|cells| cells.iter().map(words).collect::<Vec<_>>().join("; "));
        text.item(0, &cells.next().unwrap_or_default());
        for (label, cell) in labels.iter().skip(1).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            text.labelled(2, width, label, &cell);
        }
    }
}

fn words(cell: &Cell) -> String {
    match &cell.note {
        Some(note) => format!("{} ({note})", cell.text),
        None => cell.text.clone(),
    }
}
