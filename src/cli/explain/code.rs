//! Cause and remedy of a finding.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::diagnostics::{CODES, nearest};
use crate::messages::Messages;

/// Whether something looks like the code of a finding: a letter and digits.
pub(super) fn is_code(text: &str) -> bool {
    let mut rest = text.chars();
    rest.next().is_some_and(|first| first.is_ascii_alphabetic())
        && rest.next().is_some_and(|second| second.is_ascii_digit())
}

/// Explains one.
pub(super) fn explain(code: &str, messages: &Messages) -> ExitCode {
    let code = code.to_uppercase();
    let (text, exit) = match CODES.iter().find(|known| **known == code) {
        Some(code) => (explanation(code, messages), ExitCode::SUCCESS),
        None => (unknown(&code, messages), ExitCode::FAILURE),
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

/// Lists all of them.
pub(super) fn list(messages: &Messages) -> ExitCode {
    let mut out = io::stdout().lock();
    for code in CODES {
        drop(writeln!(out, "{code}  {}", without_arguments(messages.get(&format!("{code}.meldung")))));
    }
    ExitCode::SUCCESS
}
