//! `worte.yaml`: a city's own words for what the pages say, such as `seite.stadtrat.titel: Gemeinderat`.
//!
//! A word that nobody would ever see, or that would leave out what the supplied one says, is an error. What is said about
//! findings and on the command line cannot be changed: it is looked up, and quoted in guides.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::{Messages, placeholders};
use crate::source::yaml::{Node, Value};
use crate::source::{Span, Spanned};

use super::fields::Context;
use super::names::Names;
use super::parse::Parsed;

/// Where they stand.
pub(super) const FILE: &str = "worte.yaml";

impl Parsed {
    /// The city's own words by their keys, for words in the content's language.
    pub fn wording(&self, supplied: &Messages, found: &mut Diagnostics) -> BTreeMap<String, String> {
        let Some(node) = self.file(FILE) else { return BTreeMap::new() };
        let names = Names::default();
        let mut reader = Reader { supplied, context: Context::new(&names, found), words: BTreeMap::new() };
        reader.read(node, None);
        reader.words
    }
}

struct Reader<'a, 'n> {
    supplied: &'a Messages,
    context: Context<'n>,
    words: BTreeMap<String, String>,
}

impl Reader<'_, '_> {
    /// Reads what stands below a key; keys may be nested or joined by dots.
    fn read(&mut self, node: &Node, key: Option<&Spanned<String>>) {
        match (&node.value, key) {
            (Value::Map(map), _) => {
                for (name, inner) in &map.entries {
                    let joined = key.map_or_else(|| name.value.clone(), |key| format!("{}.{}", key.value, name.value));
                    if !joined.starts_with("x-") {
                        self.read(inner, Some(&Spanned::new(joined, name.span)));
                    }
                }
            }
            (Value::Null, None) => {}
            (_, None) => self.context.wrong_type(node, "typ.felder"),
            (_, Some(key)) => self.word(key, node),
        }
    }

    fn word(&mut self, key: &Spanned<String>, node: &Node) {
        let Some(supplied) = self.supplied.word(key) else {
            let finding = Diagnostic::at("E0201", key.span).with("schluessel", &key.value);
            let finding = finding.did_you_mean(key, self.supplied.words().map(|(key, _)| key));
            self.context.found.push(if finding.hints.is_empty() { finding.hint("worte") } else { finding });
            return;
        };
        let Some(text) = self.context.text(node) else { return };
        if text.trim().is_empty() {
            self.context.found.push(Diagnostic::at("E0214", node.span));
        }
        self.context.found.extend(unfit(text, supplied, node.span));
        self.words.insert(key.value.clone(), text.to_owned());
    }
}

/// What a word of the city's own says otherwise than it may: other placeholders, or a mark of HTML.
fn unfit(text: &str, supplied: &str, span: Span) -> Option<Diagnostic> {
    let (own, asked) = (placeholders(text), placeholders(supplied));
    let finding = |code| Diagnostic::at(code, span).hint_with("mitgeliefert", [("text", supplied.to_owned())]);
    let list = |names: Vec<&&str>| names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
    let (missing, foreign) = (list(asked.difference(&own).collect()), list(own.difference(&asked).collect()));
    match (missing.is_empty(), foreign.is_empty()) {
        (false, _) => Some(finding("E0240").with("liste", missing)),
        (true, false) => Some(finding("E0241").with("liste", foreign)),
        (true, true) => text.contains('<').then(|| Diagnostic::at("E0242", span)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::parse;
    use crate::messages::Language;
    use crate::source::Sources;

    fn read(text: &str) -> (BTreeMap<String, String>, Vec<&'static str>) {
        let (sources, _) = Sources::from_files([(FILE.to_owned(), text.as_bytes().to_vec())]);
        let parsed = parse(&sources, &mut Diagnostics::default());
        let mut found = Diagnostics::default();
        let words = parsed.wording(&Messages::load(Language::German), &mut found);
        let codes = found.sorted().iter().map(|finding| finding.code).collect();
        (words, codes)
    }

    #[test]
    fn keys_are_nested_or_joined() {
        let expected = BTreeMap::from([("seite.stadtrat.titel".to_owned(), "Gemeinderat".to_owned())]);
        for text in [
            "seite.stadtrat.titel: Gemeinderat",
            "seite: {stadtrat: {titel: Gemeinderat}}",
            "seite:\n  stadtrat.titel: 'Gemeinderat'",
        ] {
            assert_eq!(read(text), (expected.clone(), vec![]), "{text}");
        }
        assert_eq!(read("# nichts\n"), (BTreeMap::new(), vec![]));
    }

    #[test]
    fn what_no_page_says_cannot_be_changed() {
        for key in ["seite.stadtrat.titell", "seite", "E0201.meldung", "bericht.fehler", "hinweis.erlaubt", "xyz"] {
            assert_eq!(read(&format!("{key}: Wort")).1, ["E0201"], "{key}");
        }
    }

    #[test]
    fn words_keep_their_placeholders_and_are_text() {
        assert_eq!(read("ui_rows: \"{anzahl} / {gesamt}\"").1, Vec::<&str>::new());
        assert_eq!(read("ui_rows: \"{anzahl} Zeilen\"").1, ["E0240"]);
        assert_eq!(read("ui_search: \"Suche in {gesamt}\"").1, ["E0241"]);
        assert_eq!(read("ui_search: <b>Suche</b>").1, ["E0242"]);
        assert_eq!(read("ui_search: ''").1, ["E0214"]);
        assert_eq!(read("ui_search: [Suche]").1, ["E0213"]);
        assert_eq!(read("[ui_search]").1, ["E0213"]);
    }
}
