//! Everything that editors, council and citizens read, in one catalogue per language: German by default, English beside it.
//!
//! A message is a key and arguments; `{name}` in the text stands for an argument. Nothing here looks at the locale.

use std::collections::BTreeMap;

use crate::source::{FileId, yaml};

/// The languages that have a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// German, the default.
    #[default]
    German,
    /// English.
    English,
}

impl Language {
    /// All of them, with their tags.
    pub const ALL: &'static [(&'static str, Self)] = &[("de", Self::German), ("en", Self::English)];

    /// The language of a tag such as `de` or `de-DE`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::ALL.iter().find(|(name, _)| *name == primary).map(|&(_, language)| language)
    }

    /// The tag for `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
        }
    }

    fn catalogue(self) -> &'static str {
        match self {
            Self::German => include_str!("de.yaml"),
            Self::English => include_str!("en.yaml"),
        }
    }
}

/// The catalogue of one language.
#[derive(Debug, Clone)]
pub struct Messages {
    language: Language,
    texts: BTreeMap<String, String>,
}

impl Messages {
    /// The catalogue of a language.
    pub fn load(language: Language) -> Self {
        Self { language, texts: flatten(language.catalogue()) }
    }

    /// Which language this is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text of a key, or the key itself where the catalogue lacks it (a test keeps it from lacking any).
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The text of a key with its arguments filled in.
    pub fn format(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        fill(self.get(key), arguments)
    }

    /// `key.eins` for exactly one, else `key.viele`, with `{anzahl}` filled in.
    pub fn count(&self, key: &str, count: usize) -> String {
        let form = if count == 1 { "eins" } else { "viele" };
        self.format(&format!("{key}.{form}"), &[("anzahl", &count.to_string())])
    }

    /// Keys that begin with `prefix`, without it, and their texts: what templates get.
    pub fn section(&self, prefix: &str) -> BTreeMap<&str, &str> {
        self.texts.iter().filter_map(|(key, text)| Some((key.strip_prefix(prefix)?, text.as_str()))).collect()
    }
}

fn fill(template: &str, arguments: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        text.push_str(before);
        match tail.split_once('}').and_then(|(name, after)| Some((value(name, arguments)?, after))) {
            Some((value, after)) => {
                text.push_str(value);
                rest = after;
            }
            None => {
                text.push('{');
                rest = tail;
            }
        }
    }
    text.push_str(rest);
    text
}

fn value<'a>(name: &str, arguments: &[(&str, &'a str)]) -> Option<&'a str> {
    arguments.iter().find(|(key, _)| *key == name).map(|&(_, value)| value)
}

/// Nested keys joined by dots. The catalogues are part of the program: a test parses them.
fn flatten(catalogue: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    if let Ok(parsed) = yaml::parse(FileId::default(), catalogue, 0..catalogue.len()) {
        flatten_into(&parsed.node, "", &mut texts);
    }
    texts
}

fn flatten_into(node: &yaml::Node, prefix: &str, texts: &mut BTreeMap<String, String>) {
    match &node.value {
        yaml::Value::Map(map) => {
            for (key, inner) in &map.entries {
                let name = if prefix.is_empty() { key.value.clone() } else { format!("{prefix}.{}", key.value) };
                flatten_into(inner, &name, texts);
            }
        }
        yaml::Value::Scalar(text) => {
            texts.insert(prefix.to_owned(), text.trim_end_matches('\n').to_owned());
        }
        yaml::Value::Null | yaml::Value::List(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn arguments_are_filled_in_once() {
        assert_eq!(fill("{a} und {b}, {c}", &[("a", "{b}"), ("b", "2")]), "{b} und 2, {c}");
        assert_eq!(fill("offen {", &[]), "offen {");
    }

    #[test]
    fn catalogues_parse() {
        for &(_, language) in Language::ALL {
            let text = language.catalogue();
            yaml::parse(FileId::default(), text, 0..text.len()).unwrap();
        }
    }

    #[test]
    fn catalogues_have_the_same_keys_and_arguments() {
        let [german, english] = [Language::German, Language::English].map(Messages::load);
        let keys = |messages: &Messages| messages.texts.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&german).symmetric_difference(&keys(&english)).collect::<Vec<_>>(), Vec::<&String>::new());
        for (key, text) in &german.texts {
            assert_eq!(arguments(text), arguments(english.get(key)), "{key}");
        }
    }

    fn arguments(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|tail| tail.split_once('}').map(|(name, _)| name)).collect()
    }
}
