//! `spatz man`: the pages of the manual.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Command};
use clap_mangen::Man;

use super::run::{messages, print_findings, write_diagnostic};
use crate::diagnostics::Diagnostics;
use crate::output::Artifacts;
use crate::source::Sources;
use crate::write::{WriteError, write_beside};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder to write a page for each command to, as spatz-build.1; without it, the page of spatz itself is printed.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Writes or prints the manual of a command line.
pub(super) fn run(arguments: &Arguments, command: Command) -> ExitCode {
    let pages = pages(command.disable_help_subcommand(true));
    let Some(folder) = &arguments.out else {
        let page = pages.get("spatz.1").map(Vec::as_slice).unwrap_or_default();
        // A reader that went away (`| head`) is no error of ours.
        drop(io::stdout().write_all(page));
        return ExitCode::SUCCESS;
    };
    match write_beside(folder, &pages, true) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            refuse(error, folder);
            ExitCode::FAILURE
        }
    }
}

fn refuse(error: WriteError, folder: &Path) {
    let messages = messages(None);
    let mut found = Diagnostics::default();
    found.push(write_diagnostic(error, folder, &messages));
    print_findings(&found, &Sources::default(), &messages, "".as_ref());
}

/// A page for a command and for each below it, by file name.
fn pages(mut command: Command) -> Artifacts {
    command.build();
    let mut pages = Artifacts::new();
    collect(&command, &mut pages);
    pages
}

fn collect(command: &Command, pages: &mut Artifacts) {
    command.get_subcommands().filter(|one| !one.is_hide_set()).for_each(|one| collect(one, pages));
    let page = Man::new(command.clone()).source(concat!("spatz ", env!("CARGO_PKG_VERSION"))).manual("spatz");
    let mut text = Vec::new();
    // Memory takes everything.
    if page.render(&mut text).is_ok() {
        pages.insert(page.get_filename(), text);
    }
}
