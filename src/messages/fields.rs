//! What belongs into each field of the content, in German: for editors' programs, forms and the handbook. One text serves
//! every place that a field of the name has, unless a longer path has one of its own.

use std::collections::BTreeMap;

use crate::source::FileId;
use crate::source::yaml::{self, Mapping, Node};

/// The texts of all kinds of content and of their fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldTexts {
    kinds: BTreeMap<String, KindText>,
    fields: BTreeMap<String, FieldText>,
}

/// What a kind of content is, and what it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KindText {
    /// Its name.
    pub title: String,
    /// One or two sentences.
    pub text: String,
}

/// What belongs into a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldText {
    /// What it is called, for labels.
    pub title: String,
    /// One or two sentences: what belongs there, what follows from it.
    pub text: String,
    /// A value, as it is written in YAML, on one line.
    pub example: String,
    /// What the words of a choice mean.
    pub words: BTreeMap<String, String>,
}

impl FieldTexts {
    /// The texts; they are part of the program: tests hold them against the readers of the content.
    pub fn load() -> Self {
        let text = include_str!("felder.yaml");
        let parsed = yaml::parse(FileId::default(), text, 0..text.len());
        let root = parsed.ok().and_then(|parsed| parsed.node.map().cloned()).unwrap_or_default();
        let kinds = section(&root, "arten").map(|(name, map)| (name.to_owned(), KindText::of(map)));
        let fields = section(&root, "felder").map(|(path, map)| (path.to_owned(), FieldText::of(map)));
        Self { kinds: kinds.collect(), fields: fields.collect() }
    }

    /// The text of a kind, by the name of its folder or file.
    pub fn kind(&self, name: &str) -> Option<&KindText> {
        self.kinds.get(name)
    }

    /// The text of a field, by the kind and the keys that lead to it: that of `projekte.verlauf.am`, else that of
    /// `verlauf.am`, else that of `am`.
    pub fn field(&self, path: &[&str]) -> Option<&FieldText> {
        self.find(path).map(|(_, text)| text)
    }

    /// The same, and under which path it stands.
    pub fn find(&self, path: &[&str]) -> Option<(&str, &FieldText)> {
        let mut suffixes = (0..path.len()).map(|start| path[start..].join("."));
        suffixes.find_map(|path| self.fields.get_key_value(&path)).map(|(path, text)| (path.as_str(), text))
    }

    /// The names of all kinds, and the paths of all fields, that have a text.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().chain(self.fields.keys()).map(String::as_str)
    }
}

impl KindText {
    fn of(map: &Mapping) -> Self {
        Self { title: scalar(map, "titel"), text: scalar(map, "text") }
    }
}

impl FieldText {
    /// What words mean, in their order, as a list in Markdown; empty where nothing is to be chosen.
    pub fn meanings(&self, words: &[&str]) -> String {
        let meaning = |word: &&str| Some(format!("- `{word}`: {}", self.words.get(*word)?));
        words.iter().filter_map(meaning).collect::<Vec<_>>().join("\n")
    }

    fn of(map: &Mapping) -> Self {
        let words = map.get("worte").and_then(Node::map).cloned().unwrap_or_default();
        let words =
            words.entries.iter().filter_map(|(word, node)| Some((word.value.clone(), node.scalar()?.to_owned())));
        Self {
            title: scalar(map, "titel"),
            text: scalar(map, "text"),
            example: scalar(map, "beispiel"),
            words: words.collect(),
        }
    }

    /// The example if it is one value, without the quotes of YAML: as it is typed into a form.
    pub fn typed(&self) -> Option<String> {
        let text = format!("a: {}", self.example);
        let parsed = yaml::parse(FileId::default(), &text, 0..text.len()).ok()?;
        parsed.node.map()?.get("a").and_then(Node::scalar).map(str::to_owned)
    }
}

fn section<'a>(root: &'a Mapping, key: &str) -> impl Iterator<Item = (&'a str, &'a Mapping)> {
    let entries = root.get(key).and_then(Node::map).map(|map| map.entries.as_slice()).unwrap_or_default();
    entries.iter().filter_map(|(name, node)| Some((name.as_str(), node.map()?)))
}

fn scalar(map: &Mapping, key: &str) -> String {
    map.get(key).and_then(Node::scalar).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_path_that_has_a_text_counts() {
        let texts = FieldTexts::load();
        let found = |path: &[&str]| texts.find(path).map(|(path, _)| path.to_owned());
        assert_eq!(found(&["projekte", "verlauf", "am"]).as_deref(), Some("verlauf.am"));
        assert_eq!(found(&["zusagen", "verlauf", "ereignis"]).as_deref(), Some("zusagen.verlauf.ereignis"));
        assert_eq!(found(&["massnahmen", "nachweise", "am"]).as_deref(), Some("am"));
        assert_eq!(found(&["projekte", "unbekannt"]), None);
        assert_eq!(texts.kind("projekte").map(|kind| kind.title.as_str()), Some("Projekt"));
    }

    #[test]
    fn what_is_typed_has_no_quotes() {
        let typed = |example: &str| FieldText { example: example.to_owned(), ..FieldText::default() }.typed();
        assert_eq!(typed("\"#1a4f8b\"").as_deref(), Some("#1a4f8b"));
        assert_eq!(typed("Die erste Stufe ist eingeführt.").as_deref(), Some("Die erste Stufe ist eingeführt."));
        assert_eq!(typed("[prozesse-2a]"), None);
    }

    #[test]
    fn nothing_is_left_empty_and_nothing_runs_over_a_line() {
        let texts = FieldTexts::load();
        for (path, field) in &texts.fields {
            let parts = [&field.title, &field.text, &field.example];
            assert!(parts.iter().all(|part| !part.trim().is_empty() && !part.contains('\n')), "{path}");
            assert!(field.text.ends_with(['.', '?']), "{path}: {}", field.text);
        }
        assert!(texts.kinds.values().all(|kind| !kind.title.is_empty() && kind.text.ends_with('.')));
    }
}
