//! `spatz melde ID EREIGNIS`: what happened, into the log of a project, milestone, measure or commitment.
//!
//! The content with the event goes the whole way to a model before anything is written. What is printed is what an editor
//! would see in the file, and what followed from it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::editing::{Editing, new_findings};
use super::run::{FormatArgument, Reporting, language, today};
use crate::content::meant::{Meant, meant};
use crate::content::names::{Kind, Lookup};
use crate::content::scalar::Datum;
use crate::diagnostics::Diagnostic;
use crate::editing::event::{Entry, Logged, State, source};
use crate::editing::passage::Passage;
use crate::messages::{Language, Messages};
use crate::pipeline::Known;
use crate::source::FileChange;
use crate::source::yaml::edit::Flow;
use crate::view::format::Print;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What it happened to: an id, with its folder where that is needed (massnahmen/e-akte); a milestone as
    /// project/milestone.
    id: String,
    /// What happened: begonnen, verschoben, umgesetzt ...; of commitments: berichtet, erfuellt ...
    ereignis: String,
    /// When; today without it.
    #[arg(long, value_name = "DATE")]
    am: Option<String>,
    /// The new end of a shift, the new deadline of a change.
    #[arg(long, value_name = "DATE")]
    auf: Option<String>,
    /// Why, or by which resolution.
    #[arg(long, value_name = "TEXT")]
    grund: Option<String>,
    /// The source document (its id in quellen.yaml), and the place in it behind a colon.
    #[arg(long, value_name = "ID[:PLACE]")]
    quelle: Option<String>,
    /// What was assumed.
    #[arg(long, value_name = "TEXT")]
    annahme: Option<String>,
    /// The milestone of the project ID that it happened to.
    #[arg(long, value_name = "ID")]
    meilenstein: Option<String>,
    /// Folder with the content.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Show what would be done, and write nothing.
    #[arg(long)]
    trocken: bool,
    #[command(flatten)]
    reporting: Reporting,
    /// Language of the report; the content's own without it.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

/// Exit code 1 if nothing could be written.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let today = today();
    let mut editing = Editing::read(&arguments.content, arguments.lang, today);
    let told = editing.known.take().and_then(|known| arguments.tell(&known, &mut editing, today));
    let told = told.filter(|told| arguments.trocken || editing.write(std::slice::from_ref(&told.change)));
    let format = arguments.reporting.format;
    if format == FormatArgument::Json {
        let mut json = told.as_ref().map_or_else(|| json!({}), |told| told.json(&editing.messages, arguments.trocken));
        json["befunde"] = json!(editing.report().findings());
        // A reader that went away (`| head`) is no error of ours.
        drop(writeln!(io::stdout(), "{json:#}"));
    } else {
        editing.print(format);
        let lines = match &told {
            Some(told) => told.lines(&editing, arguments.trocken),
            None => vec![editing.messages.get("import.nichts-geschrieben").to_owned()],
        };
        editing.say(format, &lines);
    }
    if told.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Arguments {
    /// The change and what follows from it; none if something is wrong, which has been noted.
    fn tell(&self, known: &Known, editing: &mut Editing<'_>, today: Date) -> Option<Told> {
        let (change, date) = self.change(known, editing, today).map_err(|finding| editing.found.push(*finding)).ok()?;
        let after = editing.with(std::slice::from_ref(&change));
        let failed = after.found.has_errors();
        editing.found.extend(new_findings(editing.before(), (&after.found, &after.sources)));
        editing.sources = after.sources;
        let after = after.known.filter(|_| !failed)?;
        let name = self.name();
        let (old, new) = (Logged::find(&known.model, &name).pop()?, Logged::find(&after.model, &name).pop()?);
        let (levels, minimum) = levels(known, &after);
        Some(Told {
            name: new.name(),
            title: new.head().title.clone(),
            change,
            date,
            as_of: after.analysis.as_of,
            is_measure: new.kind() == Kind::Measure,
            state: (old.state(&known.analysis), new.state(&after.analysis)),
            levels,
            minimum,
        })
    }

    /// What was named, as one name.
    fn name(&self) -> String {
        match &self.meilenstein {
            Some(milestone) => format!("{}/{milestone}", self.id),
            None => self.id.clone(),
        }
    }

    fn change(
        &self,
        known: &Known,
        editing: &Editing<'_>,
        today: Date,
    ) -> Result<(FileChange, Datum), Box<Diagnostic>> {
        let model = &known.model;
        let name = self.name();
        let record = match Logged::find(model, &name).as_slice() {
            [record] => *record,
            [] => {
                let finding = Diagnostic::general("E0910").with("id", &name);
                return Err(Box::new(finding.did_you_mean(&name, Logged::names(model))));
            }
            several => {
                let list: Vec<_> = several.iter().map(|one| one.name()).collect();
                return Err(Box::new(Diagnostic::general("E0911").with("id", &name).with("liste", list.join(", "))));
            }
        };
        let date = self.am.as_deref().map_or(Ok(Datum::day(today)), datum)?;
        let source = self.source(known)?;
        let entry = Entry {
            date,
            event: &self.ereignis,
            to: self.auf.as_deref().map(datum).transpose()?,
            reason: self.grund.as_deref(),
            source,
            assumption: self.annahme.as_deref(),
        };
        record.check(&entry, model)?;
        Ok((record.with_event(&editing.sources, &entry)?, date))
    }

    fn source(&self, known: &Known) -> Result<Option<Flow<'_>>, Box<Diagnostic>> {
        let Some(written) = self.quelle.as_deref() else { return Ok(None) };
        let (id, place) = written.split_once(':').map_or((written, None), |(id, place)| (id, Some(place.trim())));
        let names = &known.model.names;
        if matches!(names.lookup(Kind::Document, id), Lookup::Found(_)) {
            return Ok(Some(source(id, place.filter(|place| !place.is_empty()).map(Into::into))));
        }
        let finding = Diagnostic::general("E0722").with("id", id);
        Err(Box::new(finding.did_you_mean(id, names.ids(Kind::Document))))
    }
}

/// Reads a date as content has it.
fn datum(text: &str) -> Result<Datum, Box<Diagnostic>> {
    let finding = || Diagnostic::general("E0913").with("wert", text);
    Datum::parse(text).map_err(|_| {
        Box::new(match meant("E0206", text) {
            Some(Meant::Instead(meant)) => finding().hint_with("statt-dessen", [("vorschlag", meant)]),
            Some(Meant::NoSuchDay) => finding().hint("kein-solcher-tag"),
            None => finding(),
        })
    })
}

/// A level before and after.
type Change = (Option<u32>, Option<u32>);

/// The dimensions whose level has changed, and the level reached throughout.
fn levels(before: &Known, after: &Known) -> (Vec<(String, Change)>, Change) {
    let (old, new) = (&before.analysis.maturity, &after.analysis.maturity);
    let dimensions = after.model.maturity.dimensions.iter().zip(old.dimensions.iter().zip(&new.dimensions));
    let changed = dimensions.filter(|(_, (old, new))| old.level != new.level);
    let changed = changed.map(|(dimension, (old, new))| (dimension.title.clone(), (old.level, new.level)));
    (changed.collect(), (old.overall.minimum, new.overall.minimum))
}

/// An event that can be written, and what follows from it.
struct Told {
    name: String,
    title: String,
    change: FileChange,
    date: Datum,
    as_of: Date,
    is_measure: bool,
    state: (State, State),
    levels: Vec<(String, Change)>,
    minimum: Change,
}

impl Told {
    fn lines(&self, editing: &Editing<'_>, dry: bool) -> Vec<String> {
        let messages = &editing.messages;
        let before = String::from_utf8_lossy(self.change.before.as_deref().unwrap_or_default());
        let after = String::from_utf8_lossy(&self.change.after);
        let passage = Passage::between(&before, &after);
        let place = [("datei", editing.shown(&self.change.path)), ("zeile", passage.line.to_string())];
        let mut lines = vec![format(messages, "melde.stelle", &place)];
        lines.extend(passage.lines());
        lines.push(String::new());
        lines.extend(self.effects(messages));
        lines.push(messages.get(if dry { "melde.probe" } else { "melde.geschrieben" }).to_owned());
        lines
    }

    /// What followed.
    fn effects(&self, messages: &Messages) -> Vec<String> {
        let print = Print::new(messages);
        let changed = |key: &str, title: &str, before: String, after: String| {
            format(messages, key, &[("titel", title.to_owned()), ("vorher", before), ("nachher", after)])
        };
        let (old, new) = &self.state;
        let word = |state: &State| messages.get(&state.key).to_owned();
        let key = if old.key == new.key { "melde.stand-gleich" } else { "melde.stand" };
        let mut lines = vec![changed(key, self.title.trim_end_matches('.'), word(old), word(new))];
        if old.end != new.end {
            let end = |end: Option<Datum>| {
                end.map_or_else(|| messages.get("melde.ende-keines").to_owned(), |end| print.date(end))
            };
            lines.push(changed("melde.ende", "", end(old.end), end(new.end)));
        }
        let level = |level: Option<u32>| level.map_or_else(|| "–".to_owned(), |level| level.to_string());
        for (title, (before, after)) in &self.levels {
            lines.push(changed("melde.stufe", title, level(*before), level(*after)));
        }
        if self.minimum.0 != self.minimum.1 {
            lines.push(changed("melde.durchgaengig", "", level(self.minimum.0), level(self.minimum.1)));
        }
        if self.is_later() {
            let days = [("stichtag", print.day(self.as_of)), ("am", print.day(self.date.last()))];
            lines.push(format(messages, "melde.spaeter", &days));
        } else if self.levels.is_empty() && self.is_measure {
            lines.push(messages.get("melde.keine-stufe").to_owned());
        }
        lines
    }

    /// Whether it does not count yet.
    fn is_later(&self) -> bool {
        self.date.last() > self.as_of
    }

    fn json(&self, messages: &Messages, dry: bool) -> Json {
        let state =
            |state: &State| json!({"stand": messages.get(&state.key), "ende": state.end.map(|end| end.to_string())});
        let levels: Vec<_> = self
            .levels
            .iter()
            .map(|(title, (before, after))| json!({"dimension": title, "vorher": before, "nachher": after}))
            .collect();
        json!({
            "id": self.name, "titel": self.title, "datei": self.change.path, "probelauf": dry,
            "vorher": state(&self.state.0), "nachher": state(&self.state.1), "stufen": levels,
            "zaehlt": !self.is_later(),
        })
    }
}

fn format(messages: &Messages, key: &str, arguments: &[(&str, String)]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    messages.format(key, &arguments)
}
