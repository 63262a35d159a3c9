//! Whole files: front matter, form, and what is written into them.

use spatz::editing::format::{Formatted, Orders, format as formatted};
use spatz::source::yaml::edit::{Flow, append, scalar, set};
use spatz::source::yaml::{Node, Value, parse};
use spatz::source::{FileId, Sources, is_hidden, split};

/// Paths of different kinds: a folder's file with text below, one with ids as keys, one with a tree of keys.
const PATHS: &[&str] = &["projekte/a.md", "zusagen.yaml", "modell.yaml", "seite.yaml"];

/// The two parts of a Markdown file stand in it in their order, and a file that is readable is its text again.
pub fn front_matter(data: &[u8]) {
    let (sources, problems) = Sources::from_files([("werte/a.md".to_owned(), data.to_vec())]);
    let (_, file) = sources.iter().next().unwrap();
    assert_eq!(file.is_readable(), problems.is_empty());
    if file.is_readable() {
        assert_eq!(file.bytes(&file.text), data);
    }
    let Ok(parts) = split(&file.text) else { return };
    let [head, yaml, mark, body] =
        [0..parts.yaml.start, parts.yaml.clone(), parts.yaml.end..parts.body.start, parts.body.clone()]
            .map(|range| file.text.get(range).unwrap());
    assert_eq!((head.trim_end(), mark.trim_end()), ("---", "---"));
    assert_eq!([head, yaml, mark, body].concat(), file.text);
}

/// What has been brought into form stays as it is, its Markdown is untouched, and nothing is lost or added but blanks.
pub fn format(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    let path = PATHS[usize::from(kind) % PATHS.len()];
    let orders = Orders::default();
    let run = |bytes: &[u8]| {
        let (sources, _) = Sources::from_files([(path.to_owned(), bytes.to_vec())]);
        let (id, file) = sources.iter().next().unwrap();
        formatted(id, file, &orders).unwrap()
    };
    if let Formatted::Changed(change) = run(data) {
        assert_eq!(change.before.as_deref(), Some(data));
        assert_eq!(run(&change.after), Formatted::Same, "{}", String::from_utf8_lossy(&change.after));
        let body = |bytes: &[u8]| split(std::str::from_utf8(bytes).unwrap()).map(|parts| bytes[parts.body].to_vec());
        if path.ends_with(".md") {
            let without = |bytes: &[u8]| bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).to_vec();
            assert_eq!(body(&without(data)), body(&without(&change.after)));
        }
    }
}

/// A text that is written is read again as it was but for what nobody sees, and an entry that is added takes nothing away.
pub fn edit(data: &[u8]) {
    let (written, file) = super::halves(data);
    let (Some(written), Some(file)) = (super::text(written), super::text(file)) else { return };
    let quoted = format!("a: {}\n", scalar(written));
    let seen: String = written.chars().filter(|&c| !is_hidden(c)).collect();
    let seen = Some(seen.as_str());
    assert_eq!(value(&quoted, "a").as_ref().and_then(Node::scalar), seen, "{quoted}");

    let entry = Flow::Map(vec![("am", Flow::Word("2024-01-31".to_owned())), ("grund", Flow::Text(written.into()))]);
    let behind = ["plan", "titel"];
    if let Ok(new) = append(file, 0..file.len(), "verlauf", &entry, &behind) {
        assert!(is_within(file, &new), "{new:?}");
        let Some(Value::List(events)) = value(&new, "verlauf").map(|node| node.value) else { panic!("{new:?}") };
        let reason = events.last().and_then(|event| event.map()?.get("grund")?.scalar().map(str::to_owned));
        assert_eq!(reason.as_deref(), seen);
    }
    if let Ok(new) = set(file, 0..file.len(), "kurz", &Flow::Text(written.into()), &behind) {
        assert_eq!(value(&new, "kurz").as_ref().and_then(Node::scalar), seen, "{new:?}");
    }
}

fn value(text: &str, key: &str) -> Option<Node> {
    parse(FileId::default(), text, 0..text.len()).ok()?.node.map()?.get(key).cloned()
}

/// Whether `new` is `old` with something inserted.
fn is_within(old: &str, new: &str) -> bool {
    let mut rest = new.bytes();
    old.bytes().all(|byte| rest.any(|other| other == byte))
}
