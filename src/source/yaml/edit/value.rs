//! Values as they are written into YAML: in one line, and so that nobody takes a text for anything else.

use std::borrow::Cow;

use crate::source::is_hidden;

/// A value of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow<'a> {
    /// A text, quoted where it must be.
    Text(Cow<'a, str>),
    /// What is written without quotation marks, because it is known to be safe: a date, a word of the format.
    Word(String),
    /// A mapping.
    Map(Vec<(&'a str, Flow<'a>)>),
    /// A list.
    List(Vec<Flow<'a>>),
}

/// The value in one line.
impl std::fmt::Display for Flow<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(&scalar(text)),
            Self::Word(word) => formatter.write_str(word),
            Self::Map(entries) => {
                let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                write!(formatter, "{{{}}}", entries.join(", "))
            }
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::to_string).collect();
                write!(formatter, "[{}]", items.join(", "))
            }
        }
    }
}

/// Words that YAML or a reader of YAML takes for something else than text.
const WORDS: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// A text as a value in YAML, in one line: plain where nobody could take it for anything else, else in quotation marks.
/// Characters that have no place in a text are left out.
pub fn scalar(text: &str) -> String {
    let harmless = |c: char| c.is_alphanumeric() || " -_.()/".contains(c);
    let plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(harmless)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_hidden(c) => {}
            c if is_invisible(c) => quoted.push_str(&escaped(c)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Line ends, line and paragraph separators, the byte order mark, what is no character.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0x0d | 0x2028 | 0x2029 | 0xfeff | 0xfdd0..=0xfdef)
}

fn escaped(c: char) -> String {
    format!("\\u{:04x}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::FileId;
    use crate::source::yaml::{Node, Value, parse};

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for (text, written) in [
            ("E-Akte im Bauamt (2. Stufe)", "E-Akte im Bauamt (2. Stufe)"),
            ("37", "\"37\""),
            ("Nein: doch", "\"Nein: doch\""),
            ("a, b", "\"a, b\""),
            ("null", "\"null\""),
            ("", "\"\""),
            ("sagt „ja“ \"so\"\\", "\"sagt „ja“ \\\"so\\\"\\\\\""),
            ("=SUMME(A1)\n", "\"=SUMME(A1)\\n\""),
            ("a\0\u{202e}b\u{2028}", "\"ab\\u2028\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    proptest! {
        #[test]
        fn any_text_survives_but_for_what_has_no_place_in_one(text in any::<String>()) {
            let kept: String = text.chars().filter(|&c| !is_hidden(c)).collect();
            for yaml in [format!("a: {}\n", scalar(&text)), format!("a: [{{b: {}}}]\n", scalar(&text))] {
                let node = parse(FileId::default(), &yaml, 0..yaml.len()).ok().map(|parsed| parsed.node);
                let value = node.as_ref().and_then(|node| node.map()?.get("a").cloned());
                let value = value.map(|value| match value.value {
                    Value::List(items) => items[0].map().unwrap().get("b").unwrap().clone(),
                    _ => value,
                });
                prop_assert_eq!(value.as_ref().and_then(Node::scalar), Some(kept.as_str()), "{}", yaml);
            }
        }
    }
}
