//! `spatz offline`: the site, or what a meeting needs of it, as one file for a tablet without network.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::run::{Common, Run, write_diagnostic};
use crate::diagnostics::Diagnostic;
use crate::output::{OfflineError, Part, offline};
use crate::write::{WriteError, write_output};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
    /// Only what a meeting needs, such as stadtrat-2024-06-27: its page, what it links to, and what its papers link to.
    #[arg(long, value_name = "ID")]
    sitzung: Option<String>,
    /// File to write. Without it, `offline.html`, or named after the meeting and who may see it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Arguments {
    fn out(&self) -> PathBuf {
        let parts = [Some("offline"), self.sitzung.as_deref(), self.common.place.sicht.restricted()];
        let name = || parts.into_iter().flatten().collect::<Vec<_>>().join("-");
        self.out.clone().unwrap_or_else(|| format!("{}.html", name()).into())
    }
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut run = Run::new(&arguments.common);
    let out = arguments.out();
    let part = arguments.sitzung.as_deref().map_or(Part::Whole, Part::Meeting);
    if run.succeeded()
        && let Some(site) = &run.outcome.artifacts
    {
        let written = offline(site, part, &run.outcome.messages).map_err(|error| diagnostic(error, arguments));
        let written = written.and_then(|bytes| {
            let failed = |error| WriteError::Io(out.clone(), error);
            let told = |error| write_diagnostic(error, &out, &run.outcome.messages);
            write_output(&out, &bytes).map_err(failed).map_err(told)
        });
        if let Err(diagnostic) = written {
            run.fail(diagnostic);
        }
    }
    let summary = if run.succeeded() { "bericht.offline" } else { "bericht.nicht-gebaut" };
    run.report(summary, &out.display().to_string())
}

fn diagnostic(error: OfflineError, arguments: &Arguments) -> Diagnostic {
    match error {
        OfflineError::Unknown(known) => Diagnostic::general("E0505")
            .with("id", arguments.sitzung.clone().unwrap_or_default())
            .with("liste", known.join(", ")),
        OfflineError::Page(path, text) => Diagnostic::general("E0502").with("meldung", format!("{path}: {text}")),
    }
}
