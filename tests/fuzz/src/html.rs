//! A strict look at HTML: every tag is one of those that are expected, and closed in order.

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "circle", "col", "hr", "img", "input", "line", "link", "meta", "path", "rect", "source",
    "use", "wbr",
];

/// A tag that begins an element: its name, and its attributes with their values as written.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<(&'a str, &'a str)>,
}

/// The tags of a text that was made here: names in lower case, every value in double quotes, every `<` of a text escaped.
/// Fails if it is not so, or if elements are not closed in order.
pub(super) fn tags(html: &str) -> Vec<Tag<'_>> {
    let (mut found, mut open, mut rest) = (Vec::new(), Vec::new(), html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            let (name, behind) = end.split_once('>').unwrap();
            assert_eq!(open.pop(), Some(name.trim_end()), "{html}");
            rest = behind;
            continue;
        }
        let (tag, closed, behind) = tag(rest);
        assert!(!tag.name.is_empty(), "{html}");
        if !closed && !VOID.contains(&tag.name) {
            open.push(tag.name);
        }
        found.push(tag);
        rest = behind;
    }
    assert!(open.is_empty(), "{open:?} in {html}");
    found
}

/// The tag that `text` begins with, whether it closes itself, and what stands behind it.
fn tag(text: &str) -> (Tag<'_>, bool, &str) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_');
    let end = |text: &str| text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end(text));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix("/>") {
            return (Tag { name, attributes }, true, behind);
        }
        if let Some(behind) = rest.strip_prefix('>') {
            return (Tag { name, attributes }, false, behind);
        }
        let (key, behind) = rest.split_at(end(rest));
        assert!(!key.is_empty(), "{text}");
        let (value, behind) = match behind.strip_prefix("=\"") {
            Some(value) => value.split_once('"').unwrap(),
            None => ("", behind),
        };
        attributes.push((key, value));
        rest = behind;
    }
}
