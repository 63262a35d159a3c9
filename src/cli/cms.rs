//! `spatz cms`: forms for editing content in the browser, to be put beside the site.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::run::{base_url, language, messages, print_findings, write_diagnostic};
use crate::cms::{Backend, Platform, files};
use crate::diagnostics::Diagnostics;
use crate::messages::Language;
use crate::source::Sources;
use crate::write::write_beside;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of the content within the repository.
    #[arg(long, value_name = "DIR", default_value = "content", value_parser = within)]
    content: String,
    /// Folder to write the forms into.
    #[arg(long, value_name = "DIR", default_value = "admin")]
    out: PathBuf,
    /// The git platform: gitlab (also openCode), github, gitea (also Forgejo), or test, which keeps changes in the browser.
    #[arg(long, value_name = "PLATFORM", value_parser = platform)]
    backend: Platform,
    /// The repository on the platform.
    #[arg(long, value_name = "OWNER/NAME", value_parser = repository, required_if_eq_any = [("backend", "gitlab"), ("backend", "github"), ("backend", "gitea")])]
    repo: Option<String>,
    /// The branch that is changed.
    #[arg(long, default_value = "main")]
    branch: String,
    /// Address of the platform; without it gitlab.opencode.de, github.com or codeberg.org.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    plattform: Option<String>,
    /// Id under which GitLab, Gitea or Forgejo knows the page as an OAuth application; without it people sign in with an
    /// access token.
    #[arg(long, value_name = "ID")]
    app_id: Option<String>,
    /// Replace the files that an earlier run wrote.
    #[arg(long)]
    erneuern: bool,
    /// Language of the forms' own words: de, de-AT, de-CH, en.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

/// A folder as seen from the top of the repository.
fn within(text: &str) -> Result<String, String> {
    let folder = text.strip_prefix("./").unwrap_or(text).trim_end_matches('/');
    let is_within = !folder.starts_with('/') && !folder.split('/').any(|name| name == "..");
    let folder = if folder == "." { "" } else { folder };
    is_within.then(|| folder.to_owned()).ok_or_else(|| "expected a folder within the repository".to_owned())
}

fn platform(word: &str) -> Result<Platform, String> {
    let known = Platform::ALL.iter().find(|(name, _)| *name == word);
    let words = || Platform::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    known.map(|(_, platform)| *platform).ok_or_else(|| format!("expected one of {}", words()))
}

fn repository(text: &str) -> Result<String, String> {
    let is_whole = text.split('/').count() > 1 && text.split('/').all(|part| !part.is_empty());
    is_whole.then(|| text.to_owned()).ok_or_else(|| "expected OWNER/NAME".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let messages = messages(arguments.lang);
    let files = files(&arguments.content, &backend(arguments), &messages);
    match write_beside(&arguments.out, &files, arguments.erneuern) {
        Ok(()) => {
            let (count, folder) = (files.len().to_string(), arguments.out.display().to_string());
            let told = messages.format("cms.geschrieben", &[("anzahl", &count), ("ordner", &folder)]);
            // A reader that went away is no error of ours.
            drop(writeln!(io::stdout(), "{told}"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            let mut found = Diagnostics::default();
            found.push(write_diagnostic(error, &arguments.out, &messages));
            print_findings(&found, &Sources::default(), &messages, Path::new(""));
            ExitCode::FAILURE
        }
    }
}

fn backend(arguments: &Arguments) -> Backend {
    Backend {
        platform: arguments.backend,
        repository: arguments.repo.clone().unwrap_or_default(),
        branch: arguments.branch.clone(),
        address: arguments.plattform.as_deref().map(|address| address.trim_end_matches('/').to_owned()),
        application: arguments.app_id.clone(),
    }
}
