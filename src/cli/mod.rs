//! The command line: one file per command. Only here are the clock and the environment read.

mod build;
mod check;
mod explain;
mod handout;
mod import;
mod moment;
mod publish;
mod run;
mod synopsis;
mod text;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns a city's digital strategy, written as YAML and Markdown, into a static site.
#[derive(Debug, Parser)]
#[command(name = "spatz", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site.
    Build(build::Arguments),
    /// Go the whole way without writing anything.
    Check(check::Arguments),
    /// Explain a finding by its code, such as E0203; without one, list them all.
    Explain(explain::Arguments),
    /// Print a handout as PDF: two pages on everything, a meeting, a unit, a project or for an audience.
    Handout(handout::Arguments),
    /// Take over a list from a spreadsheet.
    Import(import::Arguments),
    /// Publish the site as a release, or go back to the one before.
    Publish(publish::Arguments),
    /// What has changed from one day to another.
    Synopse(synopsis::Arguments),
}

/// Runs the program. Exit codes: 0 no errors, 1 errors, 2 usage.
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Handout(arguments) => handout::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Synopse(arguments) => synopsis::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
