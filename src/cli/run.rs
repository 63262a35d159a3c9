//! What `build` and `check` share: options, reading, the one path, reporting.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::content::scalar::Datum;
use crate::content::{Parsed, View};
use crate::diagnostics::{Diagnostic, Diagnostics, Format, Report};
use crate::messages::{Language, Messages};
use crate::output::compressed;
use crate::pipeline::{self, Known, Outcome, Reading, Settings};
use crate::source::{Sources, ThemeError, ThemeFile, read_theme};
use crate::view::format::Print;
use crate::write::WriteError;

/// The theme without `--theme`.
const DEFAULT_THEME: &str = "halle";

/// Options of every command that reads content.
#[derive(Debug, Args)]
pub(super) struct Common {
    #[command(flatten)]
    pub(super) place: Place,
    /// A built-in theme, or a folder that overrides one file by file.
    #[arg(long, value_name = "NAME|DIR", default_value = DEFAULT_THEME)]
    theme: String,
    /// Address under which the site will stand.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value = "human")]
    format: FormatArgument,
    /// Warnings count as errors.
    #[arg(long)]
    deny_warnings: bool,
}

/// Which content is read, as of when, and for whom.
#[derive(Debug, Args)]
pub(super) struct Place {
    /// Folder with the content.
    #[arg(long, value_name = "DIR", default_value = "content")]
    pub(super) content: PathBuf,
    /// As-of date; the content's own without it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    stichtag: Option<Date>,
    /// Who looks: oeffentlich, rat, intern.
    #[arg(long, value_name = "SICHT", default_value = "oeffentlich", value_parser = view)]
    pub(super) sicht: View,
    /// Language of all that is said; the content's own without it.
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub(super) lang: Option<Language>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArgument {
    Human,
    Short,
    Json,
    Github,
    Gitlab,
}

/// Reads a date of the command line.
pub(super) fn date(text: &str) -> Result<Date, String> {
    Datum::parse(text).map(Datum::last).map_err(|_| "expected a date such as 2024-07-15".to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let is_web =
        ["https://", "http://"].iter().any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    if is_web { Ok(url.to_owned()) } else { Err("expected an address such as https://example.org/path".to_owned()) }
}

pub(super) fn view(text: &str) -> Result<View, String> {
    View::from_word(text).ok_or_else(|| "expected oeffentlich, rat or intern".to_owned())
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| "expected de or en".to_owned())
}

/// One run, from reading to the report.
pub(super) struct Run<'a> {
    common: &'a Common,
    started: Instant,
    pub(super) sources: Sources,
    pub(super) outcome: Outcome,
}

impl<'a> Run<'a> {
    /// Reads everything and goes the one path.
    pub(super) fn new(common: &'a Common) -> Self {
        let started = Instant::now();
        let (sources, problems) = Sources::read(&common.place.content);
        let (theme, theme_error) = match read_theme(&common.theme) {
            Ok(files) => (files, None),
            // The rest of the path still finds what is wrong with the content.
            Err(error) => (read_theme(DEFAULT_THEME).unwrap_or_default(), Some(theme_diagnostic(&common.theme, error))),
        };
        let mut outcome = pipeline::run(&sources, problems, &common.settings(theme));
        if let Some(error) = theme_error {
            outcome.found.extend([error]);
            outcome.artifacts = None;
        }
        Self { common, started, sources, outcome }
    }

    /// Adds compressed texts to the site.
    pub(super) fn compress(&mut self) {
        if let Some(artifacts) = &mut self.outcome.artifacts {
            artifacts.append(&mut compressed(artifacts));
        }
    }

    /// Adds what went wrong after the path.
    pub(super) fn fail(&mut self, diagnostic: Diagnostic) {
        self.outcome.found.extend([diagnostic]);
        self.outcome.artifacts = None;
    }

    /// Whether the findings allow the end of the path.
    pub(super) fn succeeded(&self) -> bool {
        let (errors, warnings) = self.outcome.found.counts();
        self.outcome.artifacts.is_some() && errors == 0 && !(self.common.deny_warnings && warnings > 0)
    }

    /// Prints findings and the summary line; findings for machines go to standard output, all else stays readable there.
    pub(super) fn report(&self, summary: &str, target: &str) -> ExitCode {
        let folder = folder(&self.common.place.content);
        let report = report(&self.outcome.found, &self.sources, &self.outcome.messages, &folder);
        let machine = self.common.format.is_for_machines();
        let written = if machine {
            report.write(self.common.format.into(), &mut io::stdout().lock())
        } else {
            report.write(self.common.format.into(), &mut io::stderr().lock())
        };
        let line = self.summary(summary, target);
        let told = if machine { writeln!(io::stderr(), "{line}") } else { writeln!(io::stdout(), "{line}") };
        // A reader that went away (`| head`) is no error of ours.
        drop((written, told));
        if self.succeeded() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn summary(&self, key: &str, target: &str) -> String {
        let messages = &self.outcome.messages;
        let (errors, warnings) = self.outcome.found.counts();
        let (errors, warnings) =
            (messages.count("bericht.fehler-zahl", errors), messages.count("bericht.warnung-zahl", warnings));
        let findings = messages.format("bericht.befunde", &[("fehler", &errors), ("warnungen", &warnings)]);
        let pages =
            self.outcome.artifacts.iter().flat_map(|site| site.keys()).filter(|path| path.ends_with(".html")).count();
        let duration =
            messages.format("bericht.millisekunden", &[("anzahl", &self.started.elapsed().as_millis().to_string())]);
        let as_of = self.outcome.as_of.map_or_else(|| "–".to_owned(), |day| Print::new(messages).day(day));
        let done = messages.format(
            key,
            &[
                ("seiten", &pages.to_string()),
                ("dateien", &self.sources.len().to_string()),
                ("ziel", target),
                ("stichtag", &as_of),
                ("dauer", &duration),
            ],
        );
        let denied = self.common.deny_warnings && self.outcome.artifacts.is_some() && !self.succeeded();
        let denied = if denied { format!("; {}", messages.get("bericht.warnungen-verboten")) } else { String::new() };
        format!("{findings}{denied}: {done}")
    }
}

impl Common {
    fn settings(&self, theme: Vec<ThemeFile>) -> Settings {
        Settings { base_url: self.base_url.clone(), theme, ..self.place.settings() }
    }
}

impl Place {
    /// Settings for all that ends before anything is rendered.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            as_of: self.stichtag,
            today: today(),
            view: self.sicht,
            language: self.lang,
            base_url: None,
            theme: Vec::new(),
            folder: Some(self.content.clone()),
        }
    }
}

/// Content without an error, and the words for it.
pub(super) struct Content {
    pub(super) known: Known,
    pub(super) messages: Messages,
    /// What the authors wrote.
    pub(super) parsed: Parsed,
}

/// Reads a content folder up to what follows from it. What is wrong has been printed.
pub(super) fn read(folder: &Path, settings: &Settings) -> Result<Content, ()> {
    let (sources, problems) = Sources::read(folder);
    content(pipeline::read(&sources, problems, settings), &sources, folder)
}

/// What was read, if nothing in it is an error. What is wrong has been printed.
pub(super) fn content(reading: Reading, sources: &Sources, folder: &Path) -> Result<Content, ()> {
    let Reading { known, found, messages, parsed, .. } = reading;
    match known.filter(|_| !found.has_errors()) {
        Some(known) => Ok(Content { known, messages, parsed }),
        None => {
            print_findings(&found, sources, &messages, folder);
            Err(())
        }
    }
}

/// The name of the content folder as it stands before paths.
pub(super) fn folder(content: &Path) -> String {
    content.display().to_string().trim_end_matches('/').to_owned()
}

pub(super) fn report<'a>(
    found: &'a Diagnostics,
    sources: &'a Sources,
    messages: &'a Messages,
    folder: &'a str,
) -> Report<'a> {
    let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Report { found, sources, messages, folder, colour }
}

/// Prints findings for people.
pub(super) fn print_findings(found: &Diagnostics, sources: &Sources, messages: &Messages, content: &Path) {
    let folder = folder(content);
    let report = report(found, sources, messages, &folder);
    // A reader that went away is no error of ours.
    drop(report.write(Format::Human, &mut io::stderr().lock()));
}

/// The calendar day: the one look at the clock.
#[expect(clippy::disallowed_methods, reason = "the command line is where today comes from")]
pub(super) fn today() -> Date {
    jiff::Zoned::now().date()
}

fn theme_diagnostic(name: &str, error: ThemeError) -> Diagnostic {
    match error {
        ThemeError::Unknown(names) => Diagnostic::general("E0501").with("name", name).with("liste", names.join(", ")),
        ThemeError::Unreadable(path, text) => Diagnostic::general("E0502").with("meldung", format!("{path}: {text}")),
    }
}

/// Why nothing was written.
pub(super) fn write_diagnostic(error: WriteError, messages: &Messages) -> Diagnostic {
    match error {
        WriteError::Foreign(files) => Diagnostic::general("E0504").with("liste", files.join(", ")),
        WriteError::Busy => Diagnostic::general("E0503").with("meldung", messages.get("schreiben.besetzt")),
        WriteError::NoExchange => Diagnostic::general("E0503").with("meldung", messages.get("schreiben.kein-tausch")),
        WriteError::Io(path, error) => {
            Diagnostic::general("E0503").with("meldung", format!("{}: {error}", path.display()))
        }
    }
}

impl FormatArgument {
    /// Whether findings are for machines, and go to standard output.
    pub(super) fn is_for_machines(self) -> bool {
        !matches!(self, Self::Human | Self::Short)
    }
}

impl From<FormatArgument> for Format {
    fn from(format: FormatArgument) -> Self {
        match format {
            FormatArgument::Human => Self::Human,
            FormatArgument::Short => Self::Short,
            FormatArgument::Json => Self::Json,
            FormatArgument::Github => Self::Github,
            FormatArgument::Gitlab => Self::Gitlab,
        }
    }
}

/// The words for a command that reads no content.
pub(super) fn messages(language: Option<Language>) -> Messages {
    Messages::load(language.unwrap_or_default())
}
