//! `spatz build`: the one path, and its end on the disk.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::run::{Common, Run};
use crate::diagnostics::Diagnostic;
use crate::write::{WriteError, write};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
    /// Folder to write; holds nothing but the site.
    #[arg(long, value_name = "DIR", default_value = "public")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut run = Run::new(&arguments.common);
    if run.succeeded()
        && let Some(artifacts) = &run.outcome.artifacts
        && let Err(error) = write(&arguments.out, artifacts)
    {
        let diagnostic = diagnostic(error, &run.outcome.messages);
        run.fail(diagnostic);
    }
    let summary = if run.succeeded() { "bericht.gebaut" } else { "bericht.nicht-gebaut" };
    run.report(summary, &arguments.out.display().to_string())
}

fn diagnostic(error: WriteError, messages: &crate::messages::Messages) -> Diagnostic {
    match error {
        WriteError::Foreign(files) => Diagnostic::general("E0504").with("liste", files.join(", ")),
        WriteError::Busy => Diagnostic::general("E0503").with("meldung", messages.get("schreiben.besetzt")),
        WriteError::NoExchange => Diagnostic::general("E0503").with("meldung", messages.get("schreiben.kein-tausch")),
        WriteError::Io(path, error) => {
            Diagnostic::general("E0503").with("meldung", format!("{}: {error}", path.display()))
        }
    }
}
