//! Cause and remedy of a finding.

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use super::super::text::Form;
use crate::diagnostics::{CODES, nearest, severity};
use crate::messages::Messages;

/// Whether something looks like the code of a finding: a letter and digits.
pub(super) fn is_code(text: &str) -> bool {
    let mut rest = text.chars();
    rest.next().is_some_and(|first| first.is_ascii_alphabetic())
        && rest.next().is_some_and(|second| second.is_ascii_digit())
}

/// Explains one. For programs standard output stays empty if there is none of this code.
pub(super) fn explain(code: &str, messages: &Messages, form: Form) -> ExitCode {
    let code = code.to_uppercase();
    let Some(code) = CODES.iter().find(|known| **known == code) else {
        form.reporting().tell(&unknown(&code, messages));
        return ExitCode::FAILURE;
    };
    let text = match form {
        Form::Text => explanation(code, messages),
        Form::Json => format!("{:#}", json(code, messages)),
    };
    // A reader that went away (`| head`) is no error of ours.
    drop(writeln!(io::stdout(), "{text}"));
    ExitCode::SUCCESS
}

fn explanation(code: &str, messages: &Messages) -> String {
    format!(
        "{code}: {}\n\n{}: {}\n{}: {}",
        part(code, "meldung", messages),
        messages.get("erklaerung.ursache"),
        part(code, "ursache", messages),
        messages.get("erklaerung.abhilfe"),
        part(code, "abhilfe", messages),
    )
}

/// With the keys that findings have for the same.
fn json(code: &str, messages: &Messages) -> Value {
    json!({
        "code": code,
        "severity": severity(code),
        "message": part(code, "meldung", messages),
        "cause": part(code, "ursache", messages),
        "remedy": part(code, "abhilfe", messages),
    })
}

fn part(code: &str, name: &str, messages: &Messages) -> String {
    without_arguments(messages.get(&format!("{code}.{name}")))
}

/// A message without the finding that its `{name}`s would be filled from.
pub(in super::super) fn without_arguments(text: &str) -> String {
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
pub(super) fn list(messages: &Messages, form: Form) -> ExitCode {
    let line = |code: &&str| format!("{code}  {}\n", part(code, "meldung", messages));
    let text = match form {
        Form::Text => CODES.iter().map(line).collect(),
        Form::Json => format!("{:#}\n", CODES.iter().map(|code| json(code, messages)).collect::<Value>()),
    };
    drop(io::stdout().write_all(text.as_bytes()));
    ExitCode::SUCCESS
}
