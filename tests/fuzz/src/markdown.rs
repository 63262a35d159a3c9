//! Markdown: what comes out is HTML of a few elements, whatever goes in.

use spatz::markup::{Explained, Rendering, links, plain, sections, without_comments};

use super::html::tags;

/// What Markdown may become, and its attributes.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "class"]),
    ("abbr", &["title"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("del", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &["class"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "title"]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("strong", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// A text as HTML, as links, as sections and as plain words.
pub fn markdown(data: &[u8]) {
    let Some(text) = super::text(data) else { return };
    let explained = ["OZG 2.0", "OZG", "E-Akte"].map(|word| Explained {
        word: word.to_owned(),
        meaning: "\"<b>\" & 'so'".to_owned(),
        href: format!("glossar.html#{}", word.to_lowercase()),
    });
    let kept = |target: &str| (!target.starts_with("javascript:")).then(|| format!("../{target}"));
    let anchor = |words: &str| words.to_lowercase();
    for anchor in [None, Some(&anchor as &dyn Fn(&str) -> String)] {
        let html = Rendering { top_heading: 3, link: &kept, picture: &kept, anchor, explained: &explained }.html(text);
        for tag in tags(&html) {
            let element = ELEMENTS.iter().find(|(name, _)| *name == tag.name);
            let (_, allowed) = element.unwrap_or_else(|| panic!("{} in {html}", tag.name));
            for (key, value) in tag.attributes {
                assert!(allowed.contains(&key), "{key} in {html}");
                assert!(
                    !matches!(key, "href" | "src") || value.starts_with("../") || value.starts_with("glossar.html#")
                );
            }
        }
    }
    for link in links(text) {
        assert!(text.get(link.range).is_some());
    }
    let mut at = 0;
    for section in sections(text) {
        assert!(section.range.start >= at && text.get(section.range.clone()).is_some());
        at = section.range.end;
    }
    let words = plain(text);
    assert!(!words.contains(['\n', '\t']) && words.trim() == words, "{words:?}");
    assert!(!without_comments(text).contains("<!--") || text.matches("<!--").count() > 1);
}
