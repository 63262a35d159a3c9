//! `spatz completions SHELL`: what a shell completes behind `spatz`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell: bash, zsh, fish, powershell, elvish.
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

/// Prints the script for a command line.
pub(super) fn run(arguments: &Arguments, mut command: Command) -> ExitCode {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(arguments.shell, &mut command, name, &mut script);
    // A reader that went away (`| head`) is no error of ours.
    drop(io::stdout().write_all(&script));
    ExitCode::SUCCESS
}
