//! The command line: one file per command. Only here are the clock and the environment read.

mod build;
mod check;
mod cms;
mod colour;
mod completions;
mod editing;
mod explain;
mod fmt;
mod handbook;
mod handout;
mod import;
mod lsp;
mod manual;
mod melde;
mod migrate;
mod moment;
mod new;
mod offline;
mod progress;
mod publish;
mod run;
mod schema;
mod serve;
mod synopsis;
mod text;
mod words;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Turns a city's digital strategy, written as YAML and Markdown, into a static site.
#[derive(Debug, Parser)]
#[command(name = "spatz", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    colour: colour::Colour,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site.
    Build(build::Arguments),
    /// Go the whole way without writing anything.
    Check(check::Arguments),
    /// Write forms for editing content in the browser, with Sveltia CMS on a git platform.
    Cms(cms::Arguments),
    /// Print what a shell completes: bash, zsh, fish, powershell, elvish.
    Completions(completions::Arguments),
    /// Explain a finding by its code, such as E0203; without one, list them all.
    Explain(explain::Arguments),
    /// Put content files into canonical form: the order of keys, blanks, indentation.
    Fmt(fmt::Arguments),
    /// Write the handbook for editors, in German, as a site of its own.
    Handbuch(handbook::Arguments),
    /// Print a handout as PDF: two pages on everything, a meeting, a unit, a project or for an audience.
    Handout(handout::Arguments),
    /// Take over a list from a spreadsheet.
    Import(import::Arguments),
    /// Serve editors' programs (VS Code, Neovim, …): findings while somebody writes, ids, explanations.
    Lsp(lsp::Arguments),
    /// Print the manual page, or write one for each command.
    Man(manual::Arguments),
    /// Tell what happened: append an event to a project, measure, milestone or commitment.
    Melde(melde::Arguments),
    /// Bring content up to date that was written for an earlier version of Spatz.
    Migrate(migrate::Arguments),
    /// Write files to begin with: a project, a measure, a paper ..., a site for another city, what checks and publishes it.
    New(new::Arguments),
    /// Put the site, or what a meeting needs of it, into one HTML file that opens without network.
    Offline(offline::Arguments),
    /// Publish the site as a release, or go back to the one before.
    Publish(publish::Arguments),
    /// Write JSON Schema for content files, so that editors complete, explain and check.
    Schema(schema::Arguments),
    /// Show the site while somebody writes: on this machine, new after every change, with what is wrong in the page.
    Serve(serve::Arguments),
    /// What has changed from one day to another.
    Synopse(synopsis::Arguments),
    /// List the words of the site, to say some of them otherwise in worte.yaml.
    Worte(words::Arguments),
}

/// Runs the program. Exit codes: 0 no errors, 1 errors, 2 usage.
pub fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| {
        colour::hold_as_written(std::env::args_os());
        error.exit()
    });
    cli.colour.hold();
    match cli.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Cms(arguments) => cms::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments, Cli::command()),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Handbuch(arguments) => handbook::run(&arguments),
        Command::Handout(arguments) => handout::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Lsp(arguments) => lsp::run(&arguments),
        Command::Man(arguments) => manual::run(&arguments, Cli::command()),
        Command::Melde(arguments) => melde::run(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Offline(arguments) => offline::run(&arguments),
        Command::Publish(arguments) => publish::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Synopse(arguments) => synopsis::run(&arguments),
        Command::Worte(arguments) => words::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
