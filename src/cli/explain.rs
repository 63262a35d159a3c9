//! `spatz explain E0203`: cause and remedy of a finding.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;

use super::run::{LanguageOption, messages};
use crate::diagnostics::{CODES, nearest};
use crate::messages::Messages;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The code, as it stands in brackets beside a finding.
    code: Option<String>,
    #[command(flatten)]
    language: LanguageOption,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let messages = messages(arguments.language.lang);
    let Some(code) = &arguments.code else { return list(&messages) };
    let code = code.to_uppercase();
    let (text, exit) = match CODES.iter().find(|known| **known == code) {
        Some(code) => (explanation(code, &messages), ExitCode::SUCCESS),
        None => (unknown(&code, &messages), ExitCode::FAILURE),
    };
    drop(writeln!(io::stdout(), "{text}"));
    exit
}

fn explanation(code: &str, messages: &Messages) -> String {
    let part = |name: &str| without_arguments(messages.get(&format!("{code}.{name}")));
    format!(
        "{code}: {}\n\n{}: {}\n{}: {}",
        part("meldung"),
        messages.get("erklaerung.ursache"),
        part("ursache"),
        messages.get("erklaerung.abhilfe"),
        part("abhilfe"),
    )
}

/// A message without the finding that its `{name}`s would be filled from.
fn without_arguments(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| format!("{text}…{}", part.split_once('}').map_or(part, |(_, rest)| rest)))
}

fn unknown(code: &str, messages: &Messages) -> String {
    let near = nearest(code, CODES.iter().copied());
    let hint = match near {
        Some(near) => messages.format("hinweis.meinten-sie", &[("vorschlag", near)]),
        None => messages.get("erklaerung.alle").to_owned(),
    };
    format!("{}; {hint}", messages.format("erklaerung.unbekannt", &[("code", code)]))
}

fn list(messages: &Messages) -> ExitCode {
    let mut out = io::stdout().lock();
    for code in CODES {
        drop(writeln!(out, "{code}  {}", without_arguments(messages.get(&format!("{code}.meldung")))));
    }
    ExitCode::SUCCESS
}
