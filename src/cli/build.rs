//! `spatz build`: the one path, and its end on the disk.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::run::{Common, Run, write_diagnostic};
use crate::output::{Compressing, Sink};
use crate::write::{Building, Written};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
    /// Folder to write; holds nothing but the site. Without it, `public`, or `public-rat`, `public-intern`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write texts compressed too, as `.gz` and `.br` beside them, for web servers that send these.
    #[arg(long)]
    komprimieren: bool,
}

impl Arguments {
    /// The folder to write. What not everybody may see is never put where the public site stands unless somebody says so.
    fn out(&self) -> PathBuf {
        let restricted = self.common.place.sicht.restricted();
        let name = || restricted.map_or_else(|| "public".to_owned(), |view| format!("public-{view}"));
        self.out.clone().unwrap_or_else(|| name().into())
    }
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let out = arguments.out();
    let building = Building::new(&out);
    let sink: &dyn Sink = if arguments.komprimieren { &Compressing(&building) } else { &building };
    let mut run = Run::into(&arguments.common, sink);
    let mut summary = "bericht.gebaut";
    if run.succeeded() {
        match building.finish() {
            Ok(Written::Replaced) => {}
            Ok(Written::Unchanged) => summary = "bericht.schon-da",
            Err(error) => {
                let diagnostic = write_diagnostic(error, &out, &run.outcome.messages);
                run.fail(diagnostic);
            }
        }
    }
    let summary = if run.succeeded() { summary } else { "bericht.nicht-gebaut" };
    run.report(summary, &out.display().to_string())
}
