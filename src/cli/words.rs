//! `spatz worte TEXT`: the words of the site that hold a text, in the form of `worte.yaml`, to copy and to change.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use serde_json::Value;

use super::run::{language, messages};
use super::text::Form;
use crate::messages::{Language, Messages};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What the words or their keys hold; all words without it.
    text: Option<String>,
    /// Language of the words: de, de-AT, de-CH, en.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
    /// How the words are printed: as lines of worte.yaml, or as JSON.
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// Exit code 1 if no word holds the text.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let messages = messages(arguments.lang);
    let found = words(&messages, arguments.text.as_deref().unwrap_or_default());
    let text = match arguments.format {
        Form::Json => json(&found),
        Form::Text if found.is_empty() => format!("{}\n", messages.get("worte.keine")),
        Form::Text => found.iter().map(|(key, word)| line(key, word)).collect(),
    };
    // A reader that went away (`| head`) is no error of ours.
    drop(io::stdout().write_all(text.as_bytes()));
    if found.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Each word that holds the text, whatever its case, with its key.
fn words<'a>(messages: &'a Messages, text: &str) -> Vec<(&'a str, &'a str)> {
    let asked = text.to_lowercase();
    let holds = |(key, word): &(&str, &str)| key.contains(&asked) || word.to_lowercase().contains(&asked);
    messages.words().filter(holds).collect()
}

/// A word as `worte.yaml` has it.
fn line(key: &str, word: &str) -> String {
    format!("{key}: {}\n", quoted(word))
}

/// An object of keys and words.
fn json(words: &[(&str, &str)]) -> String {
    let words = words.iter().map(|(key, word)| ((*key).to_owned(), (*word).into()));
    format!("{:#}\n", Value::Object(words.collect()))
}

/// A text in double quotes, on one line.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::parse;
    use crate::diagnostics::Diagnostics;
    use crate::source::Sources;

    #[test]
    fn words_are_found_by_key_and_by_text() {
        let messages = messages(None);
        let list =
            |text: &str| words(&messages, text).into_iter().map(|(key, word)| line(key, word)).collect::<Vec<_>>();
        assert_eq!(list("seite.stadtrat.titel"), ["seite.stadtrat.titel: \"Stadtrat\"\n"]);
        assert_eq!(list("STADTRAT").first(), list("stadtrat").first());
        assert!(list("gibt es nicht, nirgends").is_empty());
        assert!(list("").iter().all(|line| !line.starts_with("E0") && !line.starts_with("bericht.")));
    }

    /// What is printed may be used as it is: it changes nothing.
    #[test]
    fn all_words_together_are_a_wording_without_findings() {
        for &(tag, language) in Language::ALL {
            let messages = Messages::load(language);
            let text: String = words(&messages, "").into_iter().map(|(key, word)| line(key, word)).collect();
            let (sources, problems) = Sources::from_files([("worte.yaml".to_owned(), text.into_bytes())]);
            let parsed = parse(&sources, &mut Diagnostics::default());
            let mut found = Diagnostics::default();
            let words = parsed.wording(&messages, &mut found);
            assert_eq!((problems.len(), found.sorted().len()), (0, 0), "{tag}: {:?}", found.sorted().first());
            assert!(words.iter().all(|(key, word)| messages.get(key) == word), "{tag}");
        }
    }
}
