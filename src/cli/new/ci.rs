//! `spatz new ci FORGE`: files with which a forge checks every change, shows a preview and publishes the site.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::super::run::language;
use super::beside::Beside;
use crate::messages::Language;
use crate::source::new_ci;

#[derive(Debug, Args)]
pub(in super::super) struct Arguments {
    /// Where the repository lies: gitlab (openCode, too), github, forgejo.
    #[arg(value_enum, value_name = "FORGE", hide_possible_values = true)]
    forge: Forge,
    /// Root of the repository.
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Language of what is said here; the files are German.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Forge {
    Gitlab,
    Github,
    Forgejo,
}

impl Forge {
    fn word(self) -> &'static str {
        match self {
            Self::Gitlab => "gitlab",
            Self::Github => "github",
            Self::Forgejo => "forgejo",
        }
    }
}

pub(in super::super) fn run(arguments: &Arguments) -> ExitCode {
    let Arguments { forge, out, lang } = arguments;
    Beside { folder: out, language: *lang, files: new_ci(forge.word()), next: "neu.ci" }.write()
}
