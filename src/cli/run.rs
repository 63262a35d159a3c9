//! What `build` and `check` share: options, reading, the one path, reporting.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::colour;
use super::progress::watched;
use crate::content::scalar::Datum;
use crate::content::{Parsed, View};
use crate::data::{ARCHIVE, Archived};
use crate::diagnostics::{Diagnostic, Diagnostics, Format, Report};
use crate::messages::{Language, Messages};
use crate::output::{Artifacts, Sink, Watch, compressed};
use crate::pipeline::{self, Known, Outcome, Reading, Settings};
use crate::source::{Problem, Sources, ThemeError, ThemeFile, read_theme, theme_names};
use crate::view::embedding::{Embedding, is_part};
use crate::view::format::Print;
use crate::write::WriteError;

/// Options of every command that reads content.
#[derive(Debug, Args)]
pub(super) struct Common {
    #[command(flatten)]
    pub(super) place: Place,
    /// A built-in theme (halle, schlicht), or a folder that overrides one file by file; the content's own without it.
    #[arg(long, value_name = "NAME|DIR")]
    theme: Option<String>,
    /// Address under which the site will stand.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Write charts, tables and figures for other sites to show, too: as frames, fragments and SVG.
    #[arg(long)]
    einbetten: bool,
    /// The same, and the charts as PNG.
    #[cfg(feature = "pdf")]
    #[arg(long)]
    bilder: bool,
    #[command(flatten)]
    pub(super) reporting: Reporting,
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

/// How findings are printed: an option of every command that reports.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Reporting {
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: FormatArgument,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum FormatArgument {
    /// For people, with the marked line.
    #[default]
    #[value(name = "text", alias = "human")]
    Human,
    /// One line each, for editors and grep.
    Short,
    /// For programs: one JSON document, on standard output.
    Json,
    /// Annotations of a GitHub workflow, on standard output.
    Github,
    /// Code Quality report of GitLab, on standard output.
    Gitlab,
}

/// Reads a date of the command line.
pub(super) fn date(text: &str) -> Result<Date, String> {
    Datum::parse(text).map(Datum::last).map_err(|_| "expected a date such as 2024-07-15".to_owned())
}

pub(super) fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let is_web =
        ["https://", "http://"].iter().any(|scheme| url.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
    if is_web { Ok(url.to_owned()) } else { Err("expected an address such as https://example.org/path".to_owned()) }
}

pub(super) fn view(text: &str) -> Result<View, String> {
    View::from_word(text).ok_or_else(|| "expected oeffentlich, rat or intern".to_owned())
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::from_tag(text).ok_or_else(|| format!("expected one of {}", Language::tags()))
}

/// One run, from reading to the report.
pub(super) struct Run<'a, T = Artifacts> {
    common: &'a Common,
    started: Instant,
    pub(super) sources: Sources,
    pub(super) outcome: Outcome<T>,
    /// How many pages the site has.
    pages: usize,
}

impl<'a> Run<'a> {
    /// Reads everything and goes the one path.
    pub(super) fn new(common: &'a Common) -> Self {
        Self::archiving(common, None)
    }

    /// The same, where the data join the states that were published before.
    pub(super) fn archiving(common: &'a Common, archive: Option<Vec<Archived>>) -> Self {
        Self::of(common, archive, pipeline::run_watched, |site| pages(site.keys()))
    }

    /// Adds compressed texts to the site.
    pub(super) fn compress(&mut self) {
        if let Some(artifacts) = &mut self.outcome.artifacts {
            let lang = self.common.place.lang;
            artifacts.append(&mut watched(self.started, lang, |watch| compressed(artifacts, watch)));
        }
    }

    /// Whether a state of the data is in the site's archive.
    pub(super) fn archived(&self, name: &str) -> bool {
        let path = format!("{ARCHIVE}/{name}");
        self.outcome.artifacts.as_ref().is_some_and(|artifacts| artifacts.contains_key(&path))
    }
}

impl<'a> Run<'a, BTreeSet<String>> {
    /// Reads everything, goes the one path, and hands on every file as soon as it is there.
    pub(super) fn into(common: &'a Common, sink: &dyn Sink) -> Self {
        let run = |sources: &_, problems, settings: &_, watch: Watch<'_>| {
            pipeline::run_into(sources, problems, settings, watch, sink)
        };
        Self::of(common, None, run, |site| pages(site.iter()))
    }
}

impl<'a, T> Run<'a, T> {
    fn of(
        common: &'a Common,
        archive: Option<Vec<Archived>>,
        run: impl FnOnce(&Sources, Vec<Problem>, &Settings, Watch<'_>) -> Outcome<T>,
        pages: impl FnOnce(&T) -> usize,
    ) -> Self {
        let started = Instant::now();
        let (sources, problems) = Sources::read(&common.place.content);
        // Without files it is the content's own; so the rest of the path still finds what is wrong with the content.
        let (theme, theme_error) = common.theme_files();
        let settings = Settings { archive, ..common.settings(theme) };
        let mut outcome = watched(started, common.place.lang, |watch| run(&sources, problems, &settings, watch));
        if let Some(error) = theme_error {
            outcome.found.extend([error]);
            outcome.artifacts = None;
        }
        let pages = outcome.artifacts.as_ref().map_or(0, pages);
        Self { common, started, sources, outcome, pages }
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

    /// Prints findings and the summary line.
    pub(super) fn report(&self, summary: &str, target: &str) -> ExitCode {
        let reporting = self.common.reporting;
        reporting.print(&self.outcome.found, &self.sources, &self.outcome.messages, &self.common.place.content);
        reporting.tell(&self.summary(summary, target));
        if self.succeeded() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn summary(&self, key: &str, target: &str) -> String {
        let messages = &self.outcome.messages;
        let (errors, warnings) = self.outcome.found.counts();
        let (errors, warnings) =
            (messages.count("bericht.fehler-zahl", errors), messages.count("bericht.warnung-zahl", warnings));
        let findings = messages.format("bericht.befunde", &[("fehler", &errors), ("warnungen", &warnings)]);
        let duration =
            messages.format("bericht.millisekunden", &[("anzahl", &self.started.elapsed().as_millis().to_string())]);
        let as_of = self.outcome.as_of.map_or_else(|| "–".to_owned(), |day| Print::new(messages).day(day));
        let done = messages.format(
            key,
            &[
                ("seiten", &if self.outcome.artifacts.is_some() { self.pages } else { 0 }.to_string()),
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

/// How many pages a site of these files has.
fn pages<'s>(paths: impl Iterator<Item = &'s String>) -> usize {
    paths.filter(|path| path.ends_with(".html") && !is_part(path)).count()
}

impl Common {
    fn embedding(&self) -> Embedding {
        #[cfg(feature = "pdf")]
        if self.bilder {
            return Embedding::Pictures;
        }
        if self.einbetten { Embedding::Parts } else { Embedding::Nothing }
    }

    /// The files of the theme that was asked for, or what is wrong with it.
    pub(super) fn theme_files(&self) -> (Vec<ThemeFile>, Option<Diagnostic>) {
        match self.theme.as_deref().map(|name| (name, read_theme(name))) {
            None => (Vec::new(), None),
            Some((_, Ok(files))) => (files, None),
            Some((name, Err(error))) => (Vec::new(), Some(theme_diagnostic(name, error))),
        }
    }

    /// The folder of the theme that was asked for, if it is none of the built-in ones.
    pub(super) fn theme_folder(&self) -> Option<PathBuf> {
        self.theme.as_ref().filter(|name| !theme_names().contains(&name.as_str())).map(PathBuf::from)
    }

    pub(super) fn settings(&self, theme: Vec<ThemeFile>) -> Settings {
        Settings { base_url: self.base_url.clone(), theme, embedding: self.embedding(), ..self.place.settings() }
    }
}

impl Place {
    /// Settings for all that ends before anything is rendered.
    pub(super) fn settings(&self) -> Settings {
        Settings {
            as_of: self.stichtag,
            view: self.sicht,
            language: self.lang,
            folder: Some(self.content.clone()),
            ..Settings::on(today())
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

/// The name of the content folder as it stands before paths: without what programs stumble over, such as `./`.
pub(super) fn folder(content: &Path) -> String {
    let content = content.components().skip_while(|part| *part == Component::CurDir).collect::<PathBuf>();
    content.display().to_string()
}

pub(super) fn report<'a>(
    found: &'a Diagnostics,
    sources: &'a Sources,
    messages: &'a Messages,
    folder: &'a str,
) -> Report<'a> {
    Report { found, sources, messages, folder, colour: colour::is_wanted(&io::stderr()) }
}

/// Prints findings for people.
pub(super) fn print_findings(found: &Diagnostics, sources: &Sources, messages: &Messages, content: &Path) {
    Reporting::default().print(found, sources, messages, content);
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

/// Why nothing was written to `target`.
pub(super) fn write_diagnostic(error: WriteError, target: &Path, messages: &Messages) -> Diagnostic {
    let target = target.display().to_string();
    let named = |key| messages.format(key, &[("ziel", &target)]);
    let text = match error {
        WriteError::Foreign(files) => return Diagnostic::general("E0504").with("liste", files.join(", ")),
        WriteError::Busy => named("schreiben.besetzt"),
        WriteError::Mounted => named("schreiben.eingehaengt"),
        WriteError::NoExchange => messages.get("schreiben.kein-tausch").to_owned(),
        WriteError::Io(path, error) => format!("{}: {}", path.display(), messages.refusal(&error)),
    };
    Diagnostic::general("E0503").with("meldung", text)
}

impl Reporting {
    /// Prints findings: for people to standard error, for programs to standard output.
    pub(super) fn print(self, found: &Diagnostics, sources: &Sources, messages: &Messages, content: &Path) {
        let folder = folder(content);
        let report = report(found, sources, messages, &folder);
        let written = if self.format.is_for_machines() {
            report.write(self.format.into(), &mut io::stdout().lock())
        } else {
            report.write(self.format.into(), &mut io::stderr().lock())
        };
        // A reader that went away (`| head`) is no error of ours.
        drop(written);
    }

    /// Says a line to people: on standard output, where that does not belong to a program.
    pub(super) fn tell(self, line: &str) {
        let machine = self.format.is_for_machines();
        // A reader that went away is no error of ours.
        drop(if machine { writeln!(io::stderr(), "{line}") } else { writeln!(io::stdout(), "{line}") });
    }

    /// Reads a content folder up to what follows from it. What is wrong has been printed.
    pub(super) fn read(self, folder: &Path, settings: &Settings) -> Result<Content, ()> {
        let (sources, problems) = Sources::read(folder);
        self.content(pipeline::read(&sources, problems, settings), &sources, folder)
    }

    /// What was read, if nothing in it is an error. What is wrong has been printed.
    pub(super) fn content(self, reading: Reading, sources: &Sources, folder: &Path) -> Result<Content, ()> {
        let Reading { known, found, messages, parsed, .. } = reading;
        match known.filter(|_| !found.has_errors()) {
            Some(known) => Ok(Content { known, messages, parsed }),
            None => {
                self.print(&found, sources, &messages, folder);
                Err(())
            }
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
