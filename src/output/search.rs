//! The index of the search: a script that sets one variable, because pages opened from a disk may load nothing else.
//!
//! A line per entry: the position of its kind, title, path from the site's root, other names, text. Words are folded
//! (ä, ae and a alike) only in the browser, where the query is: there is one folding.
//!
//! # Size
//! A text is cut so that all texts together stay below [`TEXTS`] characters: whole in a site of some hundred entries, 200
//! characters each where there are 10,000. There the index is 3 MB, a fifth of it compressed; only the page of the search
//! loads it.

use std::collections::BTreeSet;

use crate::view::Page;
use crate::view::compose::Input;
use crate::view::search::Entry;

/// Name of the index among the assets of the site.
pub(super) const INDEX: &str = "suche-index.js";

/// The page of the search, which does not find itself.
pub(super) const SEARCH: &str = "suche/index.html";

/// Characters of all texts together.
const TEXTS: usize = 2_000_000;
/// A text of fewer characters tells nothing.
const SHORTEST: usize = 120;
/// Beyond, a text is a book.
const LONGEST: usize = 6_000;

/// Whether a path can be that of the index.
pub(super) fn is_index(path: &str) -> bool {
    INDEX.strip_suffix("js").is_some_and(|stem| path.starts_with(stem))
}

/// The index of all entries, and of `pages` that stand for no single one.
pub(super) fn index<'a>(input: &'a Input<'a>, pages: impl IntoIterator<Item = Entry>) -> Vec<u8> {
    let records = input.entries();
    let known: BTreeSet<&str> = records.iter().map(|entry| entry.path.as_str()).collect();
    let others: Vec<Entry> = pages.into_iter().filter(|page| !known.contains(page.path.as_str())).collect();
    let all: Vec<&Entry> = others.iter().chain(records).collect();
    let mut kinds: Vec<&str> = all.iter().map(|entry| entry.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let length = (TEXTS / all.len().max(1)).clamp(SHORTEST, LONGEST);
    let name = |kind: &&str| serde_json::Value::from(input.messages.get(&format!("art.{kind}")));
    let line = |entry: &&Entry| {
        let kind = kinds.binary_search(&entry.kind).unwrap_or_default();
        let text: Vec<_> = entry.note.iter().chain(&entry.texts).map(String::as_str).collect();
        let text = shortened(&text.join(" · "), length);
        serde_json::json!([kind, entry.title, entry.path, entry.names.join(" "), text]).to_string()
    };
    let names = serde_json::Value::from_iter(kinds.iter().map(name));
    let lines: Vec<_> = all.iter().map(line).collect();
    format!("var spatzIndex={{\"arten\":{names},\"eintraege\":[\n{}\n]}};\n", lines.join(",\n")).into_bytes()
}

/// What the search finds of a page that stands for no single record.
pub(super) fn entry(page: &Page) -> Option<Entry> {
    let is_overview = page.kicker.is_none() && page.path != SEARCH;
    is_overview.then(|| Entry {
        kind: "seite",
        title: page.title.clone(),
        path: page.path.clone(),
        note: None,
        names: Vec::new(),
        texts: page.lead.iter().cloned().collect(),
    })
}

/// The first `length` characters, up to the end of a word.
fn shortened(text: &str, length: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(length) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{} …", &text[..cut])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_end_with_a_word() {
        assert_eq!(shortened("eins zwei drei", 14), "eins zwei drei");
        assert_eq!(shortened("eins zwei drei", 11), "eins zwei …");
        assert_eq!(shortened("äöü äöü", 5), "äöü …");
        assert_eq!(shortened("Donaudampf", 5), "Donau …");
    }
}
