//! `spatz handbuch`: the handbook for editors as a site of its own, built by the same path as any other.
//!
//! Its chapters stand beside the reader of the disk. Where one says `«E02»`, the findings follow whose codes begin so; where
//! it says `«befehl new projekt»`, the arguments of that command; where `«felder»`, all fields; where `«grenzen»`, the limits
//! of what is read.

mod reference;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::run::{language, messages, print_findings, today, write_diagnostic};
use crate::messages::{Language, Messages};
use crate::pipeline::{self, Outcome, Settings};
use crate::source::{Sources, handbook};
use crate::view::compose::Edition;
use crate::write::write;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder to write; holds nothing but the handbook.
    #[arg(long, value_name = "DIR", default_value = "handbuch")]
    out: PathBuf,
    /// Language of what is said here; the handbook itself is German.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let messages = messages(arguments.lang);
    let (sources, mut outcome) = built();
    if let Some(artifacts) = &outcome.artifacts
        && let Err(error) = write(&arguments.out, artifacts)
    {
        outcome.found.push(write_diagnostic(error, &arguments.out, &messages));
    }
    if outcome.found.has_errors() {
        print_findings(&outcome.found, &sources, &messages, Path::new(""));
        return ExitCode::FAILURE;
    }
    let start = arguments.out.join("index.html").display().to_string();
    // A reader that went away is no error of ours.
    drop(writeln!(io::stdout(), "{}", messages.format("handbuch.geschrieben", &[("datei", &start)])));
    ExitCode::SUCCESS
}

/// The handbook, and what it was made from.
fn built() -> (Sources, Outcome) {
    let (sources, problems) = Sources::from_files(files());
    let settings = Settings { edition: Edition::Handbook, ..Settings::on(today()) };
    let outcome = pipeline::run(&sources, problems, &settings);
    (sources, outcome)
}

/// The files of the handbook with what is generated: path and bytes.
fn files() -> Vec<(String, Vec<u8>)> {
    let messages = Messages::load(Language::German);
    let files = handbook().into_iter().map(|(path, bytes)| match std::str::from_utf8(bytes) {
        Ok(text) if path.ends_with(".md") => (path, reference::filled(text, &messages).into_bytes()),
        _ => (path, bytes.to_vec()),
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;
    use crate::diagnostics::CODES;

    fn chapters() -> Vec<(String, String)> {
        let files = files().into_iter().filter(|(path, _)| path.ends_with(".md"));
        files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    }

    #[test]
    fn commands_in_the_handbook_exist() {
        let chapters = chapters();
        let lines = chapters.iter().flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
        let commands: Vec<_> = lines.filter(|(_, line)| line.starts_with("spatz ") && !line.contains('…')).collect();
        assert!(commands.len() > 10);
        for (path, line) in commands {
            let parsed = Cli::command().try_get_matches_from(line.split_whitespace());
            assert!(parsed.is_ok(), "{path}: {line}: {}", parsed.unwrap_err());
        }
    }

    #[test]
    fn every_finding_is_explained_once_and_every_command_listed() {
        let chapters = chapters();
        let text = |name: &str| &chapters.iter().find(|(path, _)| path.ends_with(name)).unwrap().1;
        for code in CODES {
            assert_eq!(text("fehlerverzeichnis.md").matches(&format!("### {code}\n")).count(), 1, "{code}");
        }
        let commands = handbook().into_iter().find(|(path, _)| path.ends_with("befehle.md")).unwrap().1;
        let commands = std::str::from_utf8(commands).unwrap();
        let all = Cli::command();
        for command in all.get_subcommands() {
            let name = command.get_name();
            assert!(commands.contains(&format!("\n## spatz {name}\n")), "{name}");
            let below: Vec<_> = command.get_subcommands().map(|below| format!("{name} {}", below.get_name())).collect();
            let with_arguments = if below.is_empty() { vec![name.to_owned()] } else { below };
            for name in with_arguments {
                assert!(commands.contains(&format!(" spatz {name}\n\n")), "{name}");
                assert!(commands.contains(&format!("\n«befehl {name}»\n")), "{name}");
            }
        }
    }

    #[test]
    fn every_field_is_listed() {
        let chapters = chapters();
        let text = &chapters.iter().find(|(path, _)| path.ends_with("felder.md")).unwrap().1;
        for kind in crate::content::shape::shapes() {
            let place = format!("`{}`", kind.kind.path());
            assert!(text.contains(&place), "{place}");
            for field in kind.shape.fields() {
                assert!(text.contains(&format!("`{}`", field.key)), "{place}: {}", field.key);
            }
        }
        let required = "| `titel` (Pflicht) | Wie das Projekt heißt. Beispiel: `";
        assert!(text.contains(required), "{text}");
        // The same fields are told once.
        assert!(
            text.contains("\n### Projekt: plan, meilensteine › plan\n") || text.contains("### Projekt: plan"),
            "{text}"
        );
    }

    #[test]
    fn no_mark_is_left() {
        for (path, text) in chapters() {
            assert!(!text.contains(['«', '»']), "{path}");
        }
    }

    #[test]
    fn the_handbook_is_built_without_a_finding() {
        let (sources, outcome) = built();
        let findings: Vec<_> = outcome.found.sorted().into_iter().map(|one| one.code).collect();
        assert!(findings.is_empty(), "{findings:?} {:?}", sources.len());
        let artifacts = outcome.artifacts.unwrap();
        assert!(artifacts.contains_key("index.html") && artifacts.contains_key("seiten/fehlerverzeichnis.html"));
        let start = String::from_utf8(artifacts["index.html"].clone()).unwrap();
        assert!(start.contains("seiten/ein-datum-aendern.html"), "{start}");
        assert!(!artifacts.keys().any(|path| path.starts_with("reifegrad/") || path.starts_with("daten/")));
    }
}
