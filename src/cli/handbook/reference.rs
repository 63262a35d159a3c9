//! The chapters of the handbook that are generated: findings and limits from their registries, commands from the command line
//! itself, fields from the readers of the content.

mod fields;

use clap::{Arg, CommandFactory};

use crate::cli::Cli;
use crate::cli::explain::without_arguments;
use crate::content::scalar::Rational;
use crate::diagnostics::CODES;
use crate::messages::Messages;
use crate::source::limits::{Bound, LIMITS, MIB, Unit};
use crate::view::format::Print;
use fields::fields;

/// The heads of the tables of options; the handbook is German.
const COLUMNS: &str = "| Angabe | Bedeutung |\n|---|---|\n";

const LIMITS_HEAD: &str = "| Was | Höchstens | Warum |\n|---|--:|---|\n";

/// A chapter with what stands for its `«…»`; a mark that means nothing stays as it is.
pub(super) fn filled(text: &str, messages: &Messages) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mark = line.strip_prefix('«').and_then(|rest| rest.strip_suffix('»'));
        lines.push(mark.and_then(|mark| meant(mark, messages)).unwrap_or_else(|| line.to_owned()));
    }
    lines.join("\n") + "\n"
}

fn meant(mark: &str, messages: &Messages) -> Option<String> {
    match mark.split_once(' ') {
        None if mark == "felder" => Some(fields(messages)),
        None if mark == "grenzen" => Some(limits(messages)),
        None => Some(findings(mark, messages)).filter(|text| !text.is_empty()),
        Some(("befehl", path)) => arguments(path),
        Some(_) => None,
    }
}

/// What is said about the findings whose codes begin so.
fn findings(prefix: &str, messages: &Messages) -> String {
    let codes = CODES.iter().filter(|code| code.starts_with(prefix));
    codes.map(|code| finding(code, messages)).collect()
}

fn finding(code: &str, messages: &Messages) -> String {
    let part = |name: &str| without_arguments(messages.get(&format!("{code}.{name}")));
    format!(
        "### {code}\n\n**{}**\n\n{}\n\n{}: {}\n\n",
        part("meldung"),
        part("ursache"),
        messages.get("erklaerung.abhilfe"),
        part("abhilfe"),
    )
}

/// Every limit of what is read, and its reason.
fn limits(messages: &Messages) -> String {
    let part = |bound: &Bound, name: &str| messages.get(&format!("grenzen.{}.{name}", bound.name)).to_owned();
    let row =
        |bound: &Bound| format!("| {} | {} | {} |\n", part(bound, "was"), most(bound, messages), part(bound, "warum"));
    LIMITS_HEAD.to_owned() + &LIMITS.iter().map(row).collect::<String>()
}

/// `8 MiB`, `50.000 Byte`, `500.000`.
fn most(bound: &Bound, messages: &Messages) -> String {
    let number = |value: u64| Print::new(messages).number(&Rational::from(value));
    match bound.unit {
        Unit::Number => number(bound.most),
        Unit::Bytes if bound.most.is_multiple_of(MIB) => format!("{} MiB", number(bound.most / MIB)),
        Unit::Bytes => format!("{} Byte", number(bound.most)),
    }
}

/// The arguments of a command, as a table; none where there is no such command.
fn arguments(path: &str) -> Option<String> {
    let mut all = Cli::command();
    all.build();
    let command = path.split(' ').try_fold(&all, |command, name| command.find_subcommand(name))?;
    let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set() && argument.get_id() != "help");
    Some(COLUMNS.to_owned() + &arguments.map(row).collect::<String>())
}

/// A text for a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// An argument, how it is written and what it does, as a row of a table.
fn row(argument: &Arg) -> String {
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    format!("| `{}` | {} |\n", cell(&argument.to_string()), cell(&help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    #[test]
    fn every_limit_has_its_row() {
        let text = filled("«grenzen»\n", &Messages::load(Language::German));
        for row in ["| Größe einer Inhaltsdatei | 8 MiB | Ein", "| 500.000 |", "| Größe eines Bildes | 50.000 Byte |"]
        {
            assert!(text.contains(row), "{row} is not in\n{text}");
        }
        assert_eq!(text.lines().filter(|line| line.starts_with("| ")).count(), LIMITS.len() + 1);
    }

    #[test]
    fn marks_are_lines_of_their_own() {
        let messages = Messages::load(Language::German);
        let text = filled("a «E01» b\n\n«E0203»\nc\n", &messages);
        let shown = "a «E01» b\n\n### E0203\n\n**… `…` gibt es nicht**\n\n";
        assert!(text.starts_with(shown), "{text}");
        assert!(text.ends_with("\nc\n"), "{text}");
        assert!(!text.contains("E0204"));
    }
}
