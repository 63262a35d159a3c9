//! Everything that editors, council and citizens read, in one catalogue per language: German by default, English beside it.
//!
//! A message is a key and arguments; `{name}` in the text stands for an argument. Nothing here looks at the locale.

pub mod fields;
mod refusal;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

pub use self::refusal::refusal_argument;
use crate::source::{FileId, yaml};

/// The languages that have a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// German, the default.
    #[default]
    German,
    /// German as it is written in Austria.
    Austrian,
    /// German as it is written in Switzerland, without ß.
    Swiss,
    /// English.
    English,
}

impl Language {
    /// All of them, with their tags.
    pub const ALL: &'static [(&'static str, Self)] =
        &[("de", Self::German), ("de-AT", Self::Austrian), ("de-CH", Self::Swiss), ("en", Self::English)];

    /// The language of a tag such as `de` or `de-CH`; a country without a spelling of its own, as in `de-DE`, is left out.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or(tag);
        let named = |tag: &str| Self::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(tag));
        named(tag).or_else(|| named(primary)).map(|&(_, language)| language)
    }

    /// The tags of all of them, as a list to offer.
    pub fn tags() -> String {
        Self::ALL.iter().map(|(tag, _)| *tag).collect::<Vec<_>>().join(", ")
    }

    /// The tag without a country.
    pub fn primary(self) -> &'static str {
        self.tag().split('-').next().unwrap_or_default()
    }

    /// The tag for `<html lang>`.
    pub fn tag(self) -> &'static str {
        Self::ALL.iter().find(|(_, language)| *language == self).map_or("", |(tag, _)| tag)
    }

    fn catalogue(self) -> &'static str {
        match self {
            Self::German | Self::Austrian | Self::Swiss => include_str!("de.yaml"),
            Self::English => include_str!("en.yaml"),
        }
    }

    /// What the catalogue says, by key. It is part of the program: so it is parsed once, and shared.
    fn texts(self) -> Arc<BTreeMap<String, String>> {
        static TEXTS: [OnceLock<Arc<BTreeMap<String, String>>>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        let parsed = || {
            let mut texts = flatten(self.catalogue());
            self.spelt(&mut texts);
            Arc::new(texts)
        };
        Arc::clone(TEXTS[self as usize].get_or_init(parsed))
    }

    /// What is written otherwise than the catalogue has it.
    fn spelt(self, texts: &mut BTreeMap<String, String>) {
        match self {
            Self::German | Self::English => {}
            Self::Austrian => {
                texts.insert("monat.1".to_owned(), "Jänner".to_owned());
                texts.insert("monat-kurz.1".to_owned(), "Jän".to_owned());
            }
            Self::Swiss => {
                for text in texts.values_mut().filter(|text| text.contains('ß')) {
                    *text = text.replace('ß', "ss");
                }
            }
        }
    }
}

/// The catalogue of one language.
#[derive(Debug, Clone)]
pub struct Messages {
    language: Language,
    texts: Arc<BTreeMap<String, String>>,
}

impl Messages {
    /// The catalogue of a language.
    pub fn load(language: Language) -> Self {
        Self { language, texts: language.texts() }
    }

    /// With other words for some keys.
    #[must_use]
    pub fn with(mut self, words: BTreeMap<String, String>) -> Self {
        Arc::make_mut(&mut self.texts).extend(words);
        self
    }

    /// What the site says, by key; a city may say it otherwise. What is said about findings and on the command line is not
    /// among it.
    pub fn words(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().filter(|(key, _)| is_word(key)).map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// One of these.
    pub fn word(&self, key: &str) -> Option<&str> {
        self.find(key).filter(|_| is_word(key))
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

/// Sections for those who edit and build: looked up in guides, quoted in questions, the same for every city.
const TOOL: &[&str] = &[
    "bericht",
    "betriebssystem",
    "bild",
    "cms",
    "editor",
    "erklaerung",
    "grenze",
    "handbuch",
    "hinweis",
    "import",
    "marke",
    "neu",
    "schema",
    "schreiben",
    "typ",
    "was-waere",
    "worte",
];

fn is_word(key: &str) -> bool {
    let section = key.split('.').next().unwrap_or(key);
    let is_code =
        section.len() == 5 && section.starts_with(['E', 'W']) && section[1..].bytes().all(|byte| byte.is_ascii_digit());
    !is_code && !TOOL.contains(&section)
}

/// The names of the arguments that a text asks for.
pub fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|tail| tail.split_once('}').map(|(name, _)| name)).collect()
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
        for (key, text) in german.texts.iter() {
            assert_eq!(placeholders(text), placeholders(english.get(key)), "{key}");
        }
    }

    #[test]
    fn tags_name_a_language_and_its_spelling() {
        let named = |tag| Language::from_tag(tag).map(Language::tag);
        let expected = [("de", "de"), ("de-DE", "de"), ("de-ch", "de-CH"), ("de-AT", "de-AT"), ("en-GB", "en")];
        for (tag, language) in expected {
            assert_eq!(named(tag), Some(language));
        }
        assert_eq!((named("fr"), Language::Swiss.primary()), (None, "de"));
    }

    #[test]
    fn spelling_is_that_of_the_country() {
        let [austrian, swiss] = [Language::Austrian, Language::Swiss].map(Messages::load);
        assert_eq!((austrian.get("monat.1"), swiss.get("monat.1")), ("Jänner", "Januar"));
        assert!(swiss.texts.values().all(|text| !text.contains('ß')));
        assert!(austrian.texts.values().any(|text| text.contains('ß')));
    }

    #[test]
    fn words_are_those_of_the_site() {
        let messages = Messages::load(Language::German);
        assert!(TOOL.iter().all(|section| messages.texts.keys().any(|key| key.starts_with(&format!("{section}.")))));
        assert!(messages.word("ui_skip").is_some() && messages.word("seite.stadtrat.titel").is_some());
        assert_eq!((messages.word("E0001.meldung"), messages.word("typ.liste")), (None, None));
        let own = messages.clone().with(BTreeMap::from([("ui_skip".to_owned(), "Zum Text".to_owned())]));
        assert_eq!((messages.get("ui_skip"), own.get("ui_skip")), ("Zum Inhalt springen", "Zum Text"));
    }
}
