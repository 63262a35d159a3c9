//! `spatz check`: the same path as `build`, without writing.

use std::process::ExitCode;

use clap::Args;

use super::run::{Common, Run};
use crate::output::Nowhere;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let run = Run::into(&arguments.common, &Nowhere);
    let summary = if run.outcome.artifacts.is_some() { "bericht.geprueft" } else { "bericht.nicht-geprueft" };
    run.report(summary, "")
}
