//! `spatz publish`: builds a release beside those before, and has it hold in one step.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::run::{self, Common, Run, print_findings, write_diagnostic};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::Messages;
use crate::source::Sources;
use crate::write::{Label, Published, RELEASES, ReleaseError, publish, roll_back};

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
    /// Have the release before the present one hold again; nothing is read or built.
    #[arg(long)]
    zurueck: bool,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if arguments.zurueck { back(arguments) } else { forth(arguments) }
}

fn forth(arguments: &Arguments) -> ExitCode {
    let mut run = Run::new(&arguments.common);
    if arguments.komprimieren {
        run.compress();
    }
    let releases = arguments.folder.join(RELEASES);
    let mut target = releases.clone();
    let mut summary = "bericht.nicht-gebaut";
    if run.succeeded()
        && let (Some(artifacts), Some(as_of)) = (&run.outcome.artifacts, run.outcome.as_of)
    {
        let label = Label { as_of: &as_of.to_string(), view: arguments.common.place.sicht.restricted() };
        match publish(&arguments.folder, artifacts, label, arguments.behalten) {
            Ok(Published::New(name)) => (summary, target) = ("bericht.veroeffentlicht", releases.join(name)),
            Ok(Published::Same(name)) => (summary, target) = ("bericht.unveraendert", releases.join(name)),
            Err(error) => {
                let diagnostic = diagnostic(error, &run.outcome.messages);
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
            // A reader that went away is no error of ours.
            drop(writeln!(io::stdout(), "{line}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut found = Diagnostics::default();
            found.extend([diagnostic(error, &messages)]);
            print_findings(&found, &Sources::default(), &messages, &arguments.folder);
            ExitCode::FAILURE
        }
    }
}

fn diagnostic(error: ReleaseError, messages: &Messages) -> Diagnostic {
    let told = |text: &str| Diagnostic::general("E0503").with("meldung", text);
    match error {
        ReleaseError::Write(error) => write_diagnostic(error, messages),
        ReleaseError::NoEarlier => told(messages.get("schreiben.kein-frueherer")),
        ReleaseError::OtherReaders(name) => told(&messages.format("schreiben.andere-sicht", &[("name", &name)])),
    }
}
