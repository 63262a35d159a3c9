//! `spatz lsp`: findings and ids for editors' programs, on standard input and output.

use std::path::{PathBuf, absolute};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;

use super::run::{date, language, today, view};
use crate::content::View;
use crate::language_server::{Options, run as serve};
use crate::messages::Language;
use crate::pipeline::Settings;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder with the content; without it, the folder that the program has opened, or `content` in it.
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// As-of date; the content's own without it.
    #[arg(long, value_name = "DATE", value_parser = date)]
    stichtag: Option<Date>,
    /// For whom the content must be right: oeffentlich, rat, intern.
    #[arg(long, value_name = "SICHT", default_value = "oeffentlich", value_parser = view)]
    sicht: View,
    /// Language of all that is said; the content's own without it.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
    /// Standard input and output are what it talks through anyway; some programs say so.
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Exit code 1 if the program goes away without saying goodbye.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let Arguments { content, stichtag, sicht, lang, stdio: _ } = arguments;
    let settings = Settings { as_of: *stichtag, view: *sicht, language: *lang, ..Settings::on(today()) };
    // A folder whose path cannot be made absolute is told of as missing.
    let content = content.as_ref().map(|folder| absolute(folder).unwrap_or_else(|_| folder.clone()));
    let properly = serve(Options { content, settings, today });
    if properly { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
