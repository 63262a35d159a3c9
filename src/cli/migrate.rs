//! `spatz migrate`: content of an earlier version of the format, brought up to date file by file.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::editing::Editing;
use super::run::{FormatArgument, language};
use crate::content::{FORMAT, parse};
use crate::diagnostics::Diagnostics;
use crate::editing::migration::{MIGRATIONS, Upgrade, upgrade};
use crate::messages::Language;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with the content.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Show what would be done, and write nothing.
    #[arg(long)]
    trocken: bool,
    /// How the report is printed.
    #[arg(long, value_enum, default_value = "human")]
    format: FormatArgument,
    /// Language of the report.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

/// Exit code 1 if the content cannot be brought up to date.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut editing = Editing::unread(&arguments.content, arguments.lang);
    let done = if editing.found.has_errors() { None } else { arguments.upgrade(&mut editing) };
    let format = arguments.format;
    if format == FormatArgument::Json {
        let files = done.iter().flat_map(|done| &done.files).map(|file| file.path.as_str());
        let json = json!({
            "format": FORMAT, "probelauf": arguments.trocken, "dateien": files.collect::<Vec<_>>(),
            "befunde": editing.report().findings(),
        });
        // A reader that went away (`| head`) is no error of ours.
        drop(writeln!(io::stdout(), "{json:#}"));
    } else {
        editing.print(format);
        let lines = match &done {
            Some(done) => arguments.lines(done, &editing),
            None => vec![editing.messages.get("import.nichts-geschrieben").to_owned()],
        };
        editing.say(format, &lines);
    }
    if done.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Arguments {
    fn upgrade(&self, editing: &mut Editing<'_>) -> Option<Upgrade> {
        // What else is wrong with the content is not asked here: it may be right once it is up to date.
        let parsed = parse(&editing.sources, &mut Diagnostics::default());
        if let Some(newer) = parsed.newer_format() {
            editing.found.push(newer);
            return None;
        }
        let done = upgrade(&editing.sources, parsed.format().map_or(1, |format| format.value), MIGRATIONS);
        let done = done.map_err(|finding| editing.found.push(*finding)).ok()?;
        (self.trocken || editing.write(&done.files)).then_some(done)
    }

    fn lines(&self, done: &Upgrade, editing: &Editing<'_>) -> Vec<String> {
        let messages = &editing.messages;
        let version = FORMAT.to_string();
        let mut lines = Vec::new();
        for (to, summary, files) in &done.steps {
            let arguments = [("format", to.to_string()), ("was", messages.get(summary).to_owned())];
            let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
            lines.push(messages.format("umstellung.schritt", &arguments));
            lines.extend(files.iter().map(|file| format!("  {}", editing.shown(file))));
        }
        lines.push(match (done.files.len(), self.trocken) {
            (0, _) => messages.format("umstellung.aktuell", &[("format", &version)]),
            (count, true) => messages.count("import.probe", count),
            (count, false) => messages.count("import.geschrieben", count),
        });
        lines
    }
}
