//! `spatz publish`: builds a release beside those before, and has it hold in one step.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::run::{self, Common, Run, write_diagnostic};
use crate::data::Archived;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::Messages;
use crate::source::Sources;
use crate::write::{Found, Label, Published, RELEASES, ReleaseError, publish, roll_back};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the releases; a web server shows `DIR/current`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    common: Common,
    /// How many releases are kept, with the new one.
    #[arg(long, value_name = "N", default_value = "5")]
    behalten: NonZeroUsize,
    /// Write texts compressed too, as `.gz` and `.br` beside them, for web servers that send these.
    #[arg(long)]
    komprimieren: bool,
    /// Take a state of the data out of the archive, by the name of its file; it is in no release from then on.
    #[arg(long, value_name = "NAME")]
    entfernen: Vec<String>,
    /// Have the release before the present one hold again; nothing is read or built.
    #[arg(long)]
    zurueck: bool,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if arguments.zurueck { back(arguments) } else { forth(arguments) }
}

fn forth(arguments: &Arguments) -> ExitCode {
    let view = arguments.common.place.sicht.restricted();
    let found = Found::read(&arguments.folder);
    // What only some may read is not kept for good.
    let archive = found.as_ref().ok().filter(|_| view.is_none()).map(|found| found.archive.clone());
    let absent = arguments.entfernen.iter().find(|name| !archive.iter().flatten().any(|one| one.name == **name));
    let archive = archive.map(|archive| without(archive, &arguments.entfernen));
    let mut run = Run::archiving(&arguments.common, archive);
    if arguments.komprimieren {
        run.compress();
    }
    let published = |name: &&String| run.archived(name);
    if let Some(name) = absent.or_else(|| arguments.entfernen.iter().find(published)) {
        let text = run.outcome.messages.format("schreiben.nicht-im-archiv", &[("name", name)]);
        run.fail(told(&text));
    }
    let releases = arguments.folder.join(RELEASES);
    let mut target = releases.clone();
    let mut summary = "bericht.nicht-gebaut";
    if run.succeeded()
        && let (Some(artifacts), Some(as_of)) = (&run.outcome.artifacts, run.outcome.as_of)
    {
        let label = Label { as_of: &as_of.to_string(), view };
        match found.and_then(|found| publish(&found, artifacts, label, arguments.behalten)) {
            Ok(Published::New(name)) => (summary, target) = ("bericht.veroeffentlicht", releases.join(name)),
            Ok(Published::Same(name)) => (summary, target) = ("bericht.unveraendert", releases.join(name)),
            Err(error) => {
                let diagnostic = diagnostic(error, &arguments.folder, &run.outcome.messages);
                run.fail(diagnostic);
            }
        }
    }
    run.report(summary, &target.display().to_string())
}

fn back(arguments: &Arguments) -> ExitCode {
    let messages = run::messages(arguments.common.place.lang);
    match roll_back(&arguments.folder) {
        Ok(name) => {
            let target = arguments.folder.join(RELEASES).join(name);
            let line = messages.format("bericht.zurueck", &[("ziel", &target.display().to_string())]);
            arguments.common.reporting.tell(&line);
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut found = Diagnostics::default();
            found.extend([diagnostic(error, &arguments.folder, &messages)]);
            arguments.common.reporting.print(&found, &Sources::default(), &messages, &arguments.folder);
            ExitCode::FAILURE
        }
    }
}

/// The states that stay.
fn without(archive: Vec<Archived>, removed: &[String]) -> Vec<Archived> {
    archive.into_iter().filter(|one| !removed.contains(&one.name)).collect()
}

fn told(text: &str) -> Diagnostic {
    Diagnostic::general("E0503").with("meldung", text)
}

fn diagnostic(error: ReleaseError, folder: &Path, messages: &Messages) -> Diagnostic {
    match error {
        ReleaseError::Write(error) => write_diagnostic(error, folder, messages),
        ReleaseError::NoEarlier => told(messages.get("schreiben.kein-frueherer")),
        ReleaseError::OtherReaders(name) => told(&messages.format("schreiben.andere-sicht", &[("name", &name)])),
    }
}
