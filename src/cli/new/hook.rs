//! `spatz new hook`: what git runs before a commit, to check what goes into it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::super::run::language;
use super::beside::Beside;
use crate::messages::Language;
use crate::source::new_hook;

#[derive(Debug, Args)]
pub(in super::super) struct Arguments {
    /// Root of the repository.
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Language of what is said here; the hook is German.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

pub(in super::super) fn run(arguments: &Arguments) -> ExitCode {
    let Arguments { out, lang } = arguments;
    Beside { folder: out, language: *lang, files: new_hook(), next: "neu.haken" }.write()
}
