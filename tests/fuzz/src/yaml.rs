//! YAML: places stand in the text, and what stands around it changes nothing.

use spatz::source::yaml::{Node, Value, cursor, parse};
use spatz::source::{FileId, Place, Problem, Span};

/// A text as a file, and between the marks of a front matter.
pub fn yaml(data: &[u8]) {
    let Some(text) = super::text(data) else { return };
    let alone = parse(FileId::default(), text, 0..text.len());
    match &alone {
        Ok(parsed) => {
            places(&parsed.node, text);
            parsed.warnings.iter().for_each(|problem| place(problem, text));
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            problems.iter().for_each(|problem| place(problem, text));
        }
    }
    let file = format!("---\n{text}\n---\n");
    let within = parse(FileId::default(), &file, 4..4 + text.len());
    assert_eq!(alone.is_ok(), within.is_ok());
    if let (Ok(alone), Ok(within)) = (alone, within) {
        assert!(agree(&alone.node, &within.node, 4), "{:?}\n{:?}", alone.node, within.node);
    }
    let at = data.iter().map(|&byte| usize::from(byte)).sum::<usize>() % (text.len() + 1);
    if let Some(cursor) = cursor(text, 0..text.len(), at) {
        assert!(text.get(cursor.written).is_some());
    }
}

fn is_place(span: Span, text: &str) {
    assert!(text.get(span.range()).is_some(), "{span:?}");
}

fn place(problem: &Problem, text: &str) {
    match &problem.place {
        Place::Span(span) => is_place(*span, text),
        other => panic!("{other:?}"),
    }
}

fn places(node: &Node, text: &str) {
    is_place(node.span, text);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| places(item, text)),
        Value::Map(map) => map.entries.iter().for_each(|(key, node)| {
            is_place(key.span, text);
            places(node, text);
        }),
        Value::Null | Value::Scalar(_) => {}
    }
}

/// Whether two values and their places are the same but for so many bytes.
fn agree(one: &Node, other: &Node, bytes: usize) -> bool {
    let moved = |one: Span, other: Span| (one.start() + bytes, one.end() + bytes) == (other.start(), other.end());
    let same = match (&one.value, &other.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| agree(one, other, bytes))
        }
        (Value::Map(one), Value::Map(other)) => {
            let pairs = one.entries.iter().zip(&other.entries);
            one.entries.len() == other.entries.len()
                && pairs.into_iter().all(|((name, one), (same, other))| {
                    name == same && moved(name.span, same.span) && agree(one, other, bytes)
                })
        }
        (one, other) => one == other,
    };
    same && moved(one.span, other.span)
}
