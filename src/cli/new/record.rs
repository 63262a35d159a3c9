//! `spatz new projekt …`: a file for one record, with what must be written, and as comments what may be. What is missing is asked
//! for at a terminal. The content with the file goes the whole way to a model before anything is written.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::super::editing::{Editing, new_findings};
use super::super::run::{FormatArgument, today};
use super::ask::answer;
use crate::content::fields::{is_id, to_id};
use crate::content::shape::{Field, KindShape, shapes};
use crate::editing::record;
use crate::messages::Messages;
use crate::messages::fields::FieldTexts;
use crate::source::FileChange;

#[derive(Debug, Args)]
pub(in super::super) struct Arguments {
    /// The id, which is the name of the file, or the title, from which the id follows.
    name: Option<String>,
    /// The title.
    #[arg(long, value_name = "TEXT")]
    titel: Option<String>,
    /// A further field, as KEY=VALUE; lists as [a, b]. May be repeated.
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Folder with the content.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() && !value.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

/// Exit code 1 if nothing could be written, 2 if something is missing that nobody can be asked for.
pub(in super::super) fn run(folder: &str, arguments: &Arguments) -> ExitCode {
    let Some(kind) = shapes().into_iter().find(|kind| kind.kind.path() == folder) else { return ExitCode::FAILURE };
    let mut editing = Editing::read(&arguments.content, None, today());
    if editing.known.is_none() {
        editing.print(FormatArgument::Human);
        return ExitCode::FAILURE;
    }
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let ask: &mut dyn FnMut(&str) -> Option<String> = if is_terminal { &mut answer } else { &mut |_| None };
    let texts = FieldTexts::load();
    let asking = Asking { kind: &kind, texts: &texts, messages: &editing.messages };
    match asking.draft(arguments, ask) {
        Ok(draft) => write(&kind, &draft, &texts, &mut editing),
        Err(missing) => {
            // A reader that went away is no error of ours.
            drop(write!(io::stderr(), "{missing}"));
            ExitCode::from(2)
        }
    }
}

/// A record as far as it was told.
#[derive(Debug, PartialEq, Eq)]
struct Draft {
    id: String,
    values: Vec<(String, String)>,
}

/// What is told and asked about one record.
struct Asking<'a> {
    kind: &'a KindShape,
    texts: &'a FieldTexts,
    messages: &'a Messages,
}

impl Asking<'_> {
    /// What was told, and the answers for what must be there besides.
    ///
    /// # Errors
    /// What is missing, in words.
    fn draft(&self, arguments: &Arguments, ask: &mut dyn FnMut(&str) -> Option<String>) -> Result<Draft, String> {
        let (id, title) = named(arguments);
        let mut values: Vec<_> = title.into_iter().map(|title| ("titel".to_owned(), title)).collect();
        values.extend(arguments.set.iter().filter(|(key, _)| key != "titel").cloned());
        let mut missing = Vec::new();
        for field in self.kind.shape.fields().iter().filter(|field| field.required) {
            if values.iter().any(|(key, _)| key == field.key) {
                continue;
            }
            match self.ask(field, ask) {
                Some(value) => values.push((field.key.to_owned(), value)),
                None => missing.push(self.missing(field)),
            }
        }
        if !missing.is_empty() {
            return Err(missing.concat());
        }
        let suggested = values.iter().find(|(key, _)| key == "titel").map(|(_, title)| to_id(title));
        let id = id.or_else(|| self.ask_id(suggested?, ask));
        id.map(|id| Draft { id, values }).ok_or_else(|| format!("{}\n", self.messages.get("neu.ohne-kennung")))
    }

    /// Asks for a field until the answer fits or is empty.
    fn ask(&self, field: &Field, ask: &mut dyn FnMut(&str) -> Option<String>) -> Option<String> {
        let text = self.texts.field(&[self.kind.kind.name(), field.key])?;
        let words = field.shape.words();
        let told = [("titel", text.title.as_str()), ("text", &text.text), ("beispiel", &text.example)];
        let question = match words.is_empty() {
            true => self.messages.format("neu.frage", &told),
            false => {
                let list = words.join(", ");
                self.messages
                    .format("neu.wahl", &[("titel", text.title.as_str()), ("text", &text.text), ("liste", &list)])
            }
        };
        loop {
            let answer = ask(&question)?;
            if words.is_empty() || words.contains(&answer.as_str()) {
                return Some(answer);
            }
        }
    }

    /// The id that is suggested, or another.
    fn ask_id(&self, suggested: String, ask: &mut dyn FnMut(&str) -> Option<String>) -> Option<String> {
        let question = self.messages.format("neu.kennung", &[("vorschlag", &suggested)]);
        loop {
            match ask(&question) {
                None => return Some(suggested).filter(|id| is_id(id)),
                Some(id) if is_id(&id) => return Some(id),
                Some(_) => {}
            }
        }
    }

    fn missing(&self, field: &Field) -> String {
        let text = self.texts.field(&[self.kind.kind.name(), field.key]).cloned().unwrap_or_default();
        let option = match field.key {
            "titel" => "--titel …".to_owned(),
            key => format!("--set {key}=…"),
        };
        let words = field.shape.words();
        let values = if words.is_empty() { text.example } else { words.join(", ") };
        let told = [("angabe", option.as_str()), ("text", &text.text), ("werte", &values)];
        self.messages.format("neu.fehlt", &told) + "\n"
    }
}

/// The id and the title, as far as they were told. What cannot be an id is a title.
fn named(arguments: &Arguments) -> (Option<String>, Option<String>) {
    let set = arguments.set.iter().find(|(key, _)| key == "titel").map(|(_, title)| title.clone());
    let title = arguments.titel.clone().or(set);
    match &arguments.name {
        Some(name) if is_id(name) => (Some(name.clone()), title),
        Some(name) if title.is_none() => (None, Some(name.clone())),
        _ => (None, title),
    }
}

fn write(kind: &KindShape, draft: &Draft, texts: &FieldTexts, editing: &mut Editing<'_>) -> ExitCode {
    let path = format!("{}/{}.md", kind.kind.path(), draft.id);
    let shown = editing.shown(&path);
    let say = |key: &str| editing.messages.format(key, &[("datei", &shown)]);
    if editing.sources.iter().any(|(_, file)| file.path == path) {
        // A reader that went away is no error of ours.
        drop(writeln!(io::stderr(), "{}", say("neu.gibt-es")));
        return ExitCode::FAILURE;
    }
    let after = record::file(kind, &draft.values, texts).into_bytes();
    let change = [FileChange { path, before: None, after }];
    let (done, failed) = (say("neu.datei"), say("neu.nicht-geschrieben"));
    let after = editing.with(&change);
    editing.found.extend(new_findings(editing.before(), (&after.found, &after.sources)));
    let has_errors = after.found.has_errors();
    editing.sources = after.sources;
    let is_written = !has_errors && editing.write(&change);
    editing.print(FormatArgument::Human);
    editing.say(FormatArgument::Human, &[if is_written { done } else { failed }]);
    if is_written { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::super::super::run::messages;
    use super::*;

    fn arguments(name: &str, set: &[(&str, &str)]) -> Arguments {
        let set = set.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Arguments {
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            titel: None,
            set,
            content: PathBuf::new(),
        }
    }

    /// A draft from what was told and the answers, and the questions that were asked.
    fn draft(kind: &str, arguments: &Arguments, answers: &[&str]) -> (Result<Draft, String>, Vec<String>) {
        let kind = shapes().into_iter().find(|one| one.kind.name() == kind).unwrap();
        let (texts, messages) = (FieldTexts::load(), messages(None));
        let asking = Asking { kind: &kind, texts: &texts, messages: &messages };
        let (mut answers, mut asked) = (answers.iter(), Vec::new());
        let draft = asking.draft(arguments, &mut |question| {
            asked.push(question.to_owned());
            answers.next().filter(|answer| !answer.is_empty()).map(|answer| (*answer).to_owned())
        });
        (draft, asked)
    }

    #[test]
    fn the_id_follows_from_the_title() {
        let (draft, asked) = draft("projekte", &arguments("E-Akte im Büro", &[]), &[]);
        let values = vec![("titel".to_owned(), "E-Akte im Büro".to_owned())];
        assert_eq!(draft, Ok(Draft { id: "e-akte-im-buero".to_owned(), values }));
        assert_eq!(asked.len(), 1, "{asked:?}");
    }

    #[test]
    fn what_must_be_there_is_asked_for_until_it_fits() {
        let (draft, asked) =
            draft("werte", &arguments("", &[]), &["Nähe", "beschlosen", "beschlossen", "Nähe!", "naehe-2"]);
        let draft = draft.unwrap();
        assert_eq!(draft.id, "naehe-2");
        assert_eq!(draft.values[1], ("status".to_owned(), "beschlossen".to_owned()));
        assert!(asked[1].contains("entwurf, beschlossen") && asked[1] == asked[2], "{asked:?}");
        assert!(asked[3].contains("naehe"), "{asked:?}");
    }

    #[test]
    fn what_is_missing_is_told_with_what_to_write() {
        let (draft, _) = draft("stadtrat", &arguments("anfrage-1", &[]), &[]);
        let missing = draft.unwrap_err();
        assert!(missing.contains("--titel") && missing.contains("--set art=") && missing.contains("anfrage, antrag"));
        let told = arguments("anfrage-1", &[("titel", "Anfrage"), ("art", "anfrage")]);
        assert_eq!(self::draft("stadtrat", &told, &[]).0.unwrap().id, "anfrage-1");
    }
}
