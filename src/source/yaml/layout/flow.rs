//! Lists and mappings in brackets on one line.

use super::super::{Mapping, Node, Value, text};
use super::Order;

/// A value as it is to be written, if it stands on one line and there is nothing in it but keys, values, commas and blanks;
/// and behind it.
pub(super) fn flow(text: &str, node: &Node, order: &Order) -> Option<(String, usize)> {
    let start = node.span.start();
    match &node.value {
        Value::Null => None,
        Value::Scalar(_) => {
            let written = text.get(start..node.span.end()).filter(|written| !written.contains('\n'))?;
            Some((written.to_owned(), node.span.end()))
        }
        Value::List(items) => {
            let inside = inside(text, start, '[')?;
            let mut at = start + 1;
            let mut written = Vec::with_capacity(items.len());
            for item in items {
                separated(text, at, item.span.start(), written.is_empty())?;
                let (item, end) = flow(text, item, order)?;
                written.push(item);
                at = end;
            }
            ended(text, at, inside)?;
            Some((format!("[{}]", written.join(", ")), inside + 1))
        }
        Value::Map(map) => {
            let inside = inside(text, start, '{')?;
            Some((mapping(text, start + 1, inside, map, order)?, inside + 1))
        }
    }
}

fn mapping(text: &str, start: usize, end: usize, map: &Mapping, order: &Order) -> Option<String> {
    let mut at = start;
    let mut written = Vec::with_capacity(map.entries.len());
    for (key, value) in &map.entries {
        at = separated(text, at, key.span.start(), written.is_empty())?;
        let name = text.get(at..key.span.end())?;
        let gap = text.get(key.span.end()..value.span.start())?;
        if gap.trim_matches([' ', '\t']) != ":" {
            return None;
        }
        let (value, end) = flow(text, value, order.below(key))?;
        written.push((order.position(key), format!("{name}: {value}")));
        at = end;
    }
    ended(text, at, end)?;
    written.sort_by_key(|(position, _)| *position);
    let written: Vec<String> = written.into_iter().map(|(_, entry)| entry).collect();
    Some(format!("{{{}}}", written.join(", ")))
}

/// Where the brackets that begin at `start` end, on the same line.
fn inside(text: &str, start: usize, open: char) -> Option<usize> {
    let (close, _) = text[start..].starts_with(open).then(|| text::closing_bracket(text, start))??;
    (!text[start..close].contains('\n')).then_some(close)
}

/// The beginning of the next entry, if only blanks and, between two, a comma stand before it.
fn separated(text: &str, at: usize, next: usize, is_first: bool) -> Option<usize> {
    let gap = text.get(at..next)?.trim_matches([' ', '\t']);
    (gap == if is_first { "" } else { "," }).then_some(next)
}

/// Whether only blanks and perhaps a comma stand before the end.
fn ended(text: &str, at: usize, end: usize) -> Option<()> {
    matches!(text.get(at..end)?.trim_matches([' ', '\t']), "" | ",").then_some(())
}
