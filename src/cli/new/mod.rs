//! `spatz new …`: files to begin with, and events in files that are there.

mod ask;
mod beside;
mod ci;
mod hook;
mod record;
mod site;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::melde;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A building block around digital maturity.
    Baustein(record::Arguments),
    /// What checks every change on a forge, shows a preview and publishes the site.
    Ci(ci::Arguments),
    /// What happened to a project, milestone, measure or commitment; the same as `spatz melde`.
    Ereignis(melde::Arguments),
    /// What git runs before a commit, to check what goes into it.
    Hook(hook::Arguments),
    /// A measure, which fulfils criteria.
    Massnahme(record::Arguments),
    /// A named problem.
    Problem(record::Arguments),
    /// A project.
    Projekt(record::Arguments),
    /// A free page, such as the imprint.
    Seite(record::Arguments),
    /// A complete small site for another city, with an example of everything.
    Site(site::Arguments),
    /// A strategy, campaign, programme, law or cooperation.
    Strategie(record::Arguments),
    /// An option with advantages and disadvantages.
    Variante(record::Arguments),
    /// A council paper.
    Vorlage(record::Arguments),
    /// A value.
    Wert(record::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let (folder, arguments) = match &arguments.what {
        What::Ci(arguments) => return ci::run(arguments),
        What::Ereignis(arguments) => return melde::run(arguments),
        What::Hook(arguments) => return hook::run(arguments),
        What::Site(arguments) => return site::run(arguments),
        What::Baustein(arguments) => ("bausteine", arguments),
        What::Massnahme(arguments) => ("massnahmen", arguments),
        What::Problem(arguments) => ("probleme", arguments),
        What::Projekt(arguments) => ("projekte", arguments),
        What::Seite(arguments) => ("seiten", arguments),
        What::Strategie(arguments) => ("strategie", arguments),
        What::Variante(arguments) => ("varianten", arguments),
        What::Vorlage(arguments) => ("stadtrat", arguments),
        What::Wert(arguments) => ("werte", arguments),
    };
    record::run(folder, arguments)
}
