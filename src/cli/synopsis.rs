//! `spatz synopse`: what has changed from one day to another, in words, as tables, or for programs.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;

use super::run::{Place, date, print_findings};
use super::text::{Form, Text};
use crate::analysis::difference::{Difference, State};
use crate::analysis::snapshot::Snapshot;
use crate::data;
use crate::messages::Messages;
use crate::pipeline::{self, Known};
use crate::source::Sources;
use crate::view::Cell;
use crate::view::compose::{Compose, Input};
use crate::view::synopsis::{Part, Synopsis};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// The day to compare with.
    #[arg(long, value_name = "DATE", value_parser = date)]
    von: Date,
    /// The day to compare; the as-of date without it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    bis: Option<Date>,
    /// How it is printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let (sources, problems) = Sources::read(&arguments.place.content);
    let reading = pipeline::read(&sources, problems, &arguments.place.settings());
    let known = reading.known.as_ref().filter(|_| !reading.found.has_errors());
    let Some(known) = known else {
        print_findings(&reading.found, &sources, &reading.messages, &arguments.place.content);
        return ExitCode::FAILURE;
    };
    // A reader that went away (`| head`) is no error of ours.
    drop(write!(io::stdout(), "{}", compared(arguments, known, &reading.messages)));
    ExitCode::SUCCESS
}

fn compared(arguments: &Arguments, known: &Known, messages: &Messages) -> String {
    let Known { model, analysis } = known;
    let days = [arguments.von, arguments.bis.unwrap_or(analysis.as_of)];
    let [from, to] = days.map(|day| Snapshot::new(model, day));
    let (before, after) = (State { model, day: &from }, State { model, day: &to });
    let difference = Difference::between(before, after);
    let input = Input::new(model, analysis, messages);
    let c = input.compose("");
    match arguments.format {
        Form::Json => json(&data::synopsis::Synopsis::new(before, after, [None, None], &difference)),
        Form::Text => text(&c, days, &Synopsis::new(&c, before, after, &difference)),
    }
}

fn json(synopsis: &data::synopsis::Synopsis<'_>) -> String {
    serde_json::to_string_pretty(synopsis).map(|text| format!("{text}\n")).unwrap_or_default()
}

fn text(c: &Compose<'_>, days: [Date; 2], synopsis: &Synopsis) -> String {
    let mut text = Text::default();
    let since = since(c, days);
    if synopsis.is_empty() {
        text.write(0, 0, &c.f("synopse.nichts", &[("seit", &since)]));
    } else {
        text.write(0, 0, &format!("{since}:"));
        synopsis.sentences.iter().for_each(|sentence| text.item(0, sentence));
    }
    synopsis.parts.iter().for_each(|part| table(c, &mut text, part));
    text.line("");
    text.write(0, 0, &c.t("synopse.heute-bekannt"));
    text.finish()
}

/// "Seit dem 27.06.2023 bis zum 30.06.2024"
fn since(c: &Compose<'_>, [from, to]: [Date; 2]) -> String {
    let von = c.f("synopse.von-tag", &[("tag", &c.print.day(from))]);
    let bis = c.f("synopse.bis-tag", &[("tag", &c.print.day(to))]);
    let key = if from > to { "synopse.zurueck" } else { "synopse.von-bis" };
    c.f(key, &[("von", &von), ("bis", &bis)])
}

/// Row by row: what it is about, then column for column.
fn table(c: &Compose<'_>, text: &mut Text, part: &Part) {
    text.heading(&c.t(&format!("block.{}", part.id)));
    let labels: Vec<_> = part.columns.iter().map(|key| c.t(&format!("spalte.{key}"))).collect();
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
