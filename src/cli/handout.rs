//! `spatz handout`: one handout as PDF.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Args};
use jiff::civil::Date;

use super::moment::{Moment, moment};
use super::run::{self, Reporting, date, language, view};
use crate::content::View;
use crate::messages::Language;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("gegenstand").multiple(false))]
pub(super) struct Arguments {
    /// Folder with the content.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// As-of date; the content's own without it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    stichtag: Option<Date>,
    /// Language of all that is said; the content's own without it.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
    /// What may be seen: oeffentlich, rat, intern.
    #[arg(long, value_name = "WORT", default_value = "oeffentlich", value_parser = view)]
    sichtbarkeit: View,
    /// For a meeting, such as stadtrat-2024-06-27.
    #[arg(long, value_name = "ID", group = "gegenstand")]
    sitzung: Option<String>,
    /// On a project.
    #[arg(long, value_name = "ID", group = "gegenstand")]
    projekt: Option<String>,
    /// On a unit.
    #[arg(long, value_name = "ID", group = "gegenstand")]
    einheit: Option<String>,
    /// For an audience.
    #[arg(long, value_name = "ID", group = "gegenstand")]
    sicht: Option<String>,
    /// Tell what has changed since this day, or since a commit, tag or branch; without it, since the meeting before.
    #[arg(long, value_name = "DATE|REVISION", value_parser = moment)]
    seit: Option<Moment>,
    #[command(flatten)]
    reporting: Reporting,
    /// File to write; named after the subject without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Says how to get a program that typesets.
#[cfg(not(feature = "pdf"))]
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    use std::io::Write;

    let messages = run::messages(arguments.lang);
    // A reader that went away is no error of ours.
    drop(writeln!(std::io::stderr(), "{}", messages.get("handout.ohne-pdf")));
    ExitCode::FAILURE
}

#[cfg(feature = "pdf")]
pub(super) use printing::run;

#[cfg(feature = "pdf")]
mod printing {
    use std::path::Path;

    use super::super::moment::{Versions, shown};
    use super::run::{Content, today};
    use super::{Arguments, Date, ExitCode, Moment, PathBuf};
    use crate::content::Model;
    use crate::diagnostics::Diagnostics;
    use crate::handout::{Since, Subject, handout, named};
    use crate::messages::Messages;
    use crate::output::handout::{Printer, lacking};
    use crate::pipeline::past::past;
    use crate::pipeline::{self, Settings};
    use crate::source::Sources;
    use crate::view::compose::Input;
    use crate::write::write_output;

    /// Goes the path up to what follows from the content, and prints one handout.
    pub(in super::super) fn run(arguments: &Arguments) -> ExitCode {
        let (sources, problems) = Sources::read(&arguments.content);
        let reading = pipeline::read(&sources, problems, &arguments.settings());
        let content = arguments.reporting.content(reading, &sources, &arguments.content);
        let Ok(content) = content else { return ExitCode::FAILURE };
        let Ok(version) = arguments.version(&content) else { return ExitCode::FAILURE };
        let input = Input::new(&content.known.model, &content.known.analysis, &content.messages);
        let told = arguments.print(&input, &sources, arguments.since(&content, version.as_ref()));
        let (line, code) = match told {
            Ok((path, odd)) => {
                arguments.reporting.print(&odd, &sources, &content.messages, &arguments.content);
                (written(&content.messages, &path), ExitCode::SUCCESS)
            }
            Err(why) => (why, ExitCode::FAILURE),
        };
        arguments.reporting.tell(&line);
        code
    }

    fn written(messages: &Messages, path: &Path) -> String {
        messages.format("handout.geschrieben", &[("datei", &path.display().to_string())])
    }

    /// A version that is compared with.
    struct Version {
        name: String,
        model: Model,
        /// Its as-of date.
        day: Date,
    }

    impl Arguments {
        fn settings(&self) -> Settings {
            Settings {
                as_of: self.stichtag,
                view: self.sichtbarkeit,
                language: self.lang,
                folder: Some(self.content.clone()),
                ..Settings::on(today())
            }
        }

        /// The content of the version that is compared with, without what is hidden now. What is wrong has been printed.
        fn version(&self, content: &Content) -> Result<Option<Version>, ()> {
            let Some(name) = self.seit.as_ref().and_then(Moment::revision) else { return Ok(None) };
            let versions = Versions::of(&self.content, self.lang, self.reporting)?;
            let past = versions.read(name, |history, name| past(history, name, &content.parsed, self.sichtbarkeit))?;
            let Some(model) = past.model else {
                let folder = shown(&self.content, name);
                self.reporting.print(&past.found, &past.sources, &content.messages, &folder);
                return Err(());
            };
            // Its own as-of date, else the day of the commit.
            let day = model.site.as_of.map_or(past.committed, |date| date.last());
            Ok(Some(Version { name: name.to_owned(), model, day }))
        }

        /// What is compared with.
        fn since<'a>(&self, content: &Content, version: Option<&'a Version>) -> Option<Since<'a>> {
            match (&self.seit, version) {
                (Some(Moment::Day(day)), _) => Some(Since { day: *day, what: None, version: None }),
                (_, Some(Version { name, model, day })) => {
                    let what = content.messages.format("handout.fassung", &[("fassung", name)]);
                    Some(Since { day: *day, what: Some(what), version: Some(model) })
                }
                _ => None,
            }
        }

        /// The file that was written and what is odd about it, or why there is none.
        fn print(
            &self,
            input: &Input<'_>,
            sources: &Sources,
            since: Option<Since<'_>>,
        ) -> Result<(PathBuf, Diagnostics), String> {
            let handout = handout(input, self.subject(input)?, since);
            let theme = input.model.site.theme_files();
            let pdf = Printer::new(input, &theme, self.sichtbarkeit.restricted())?.print(&handout)?;
            let path = self.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.pdf", handout.id)));
            let refused = |error| format!("{}: {}", path.display(), input.messages.refusal(&error));
            write_output(&path, &pdf.bytes).map_err(refused)?;
            let mut odd = Diagnostics::default();
            pdf.missing.into_iter().for_each(|one| odd.push(lacking(sources, one, &handout.id)));
            Ok((path, odd))
        }

        fn subject(&self, input: &Input<'_>) -> Result<Subject, String> {
            let asked = [
                ("sitzung", &self.sitzung),
                ("projekt", &self.projekt),
                ("einheit", &self.einheit),
                ("sicht", &self.sicht),
            ];
            let asked = asked.into_iter().find_map(|(kind, id)| Some((kind, id.as_ref()?)));
            let Some((kind, id)) = asked else { return Ok(Subject::Whole) };
            named(input, kind, id).map_err(|known| {
                input.messages.format("handout.unbekannt", &[("id", id), ("liste", &known.join(", "))])
            })
        }
    }
}
