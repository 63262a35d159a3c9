//! A content file in canonical form: keys in the order in which they are best written, blanks alike everywhere.

use crate::content::shape::{Shape, shapes};
use crate::content::{ContentKind, Place};
use crate::diagnostics::Diagnostic;
use crate::source::yaml::edit::Refusal;
use crate::source::yaml::layout::{Order, canonical};
use crate::source::yaml::parse;
use crate::source::{FileChange, FileId, Place as SourcePlace, Problem, SourceFile, Span, split};

/// The order of the keys in each kind of file.
#[derive(Debug)]
pub struct Orders(Vec<(&'static ContentKind, Order)>);

impl Default for Orders {
    fn default() -> Self {
        Self(shapes().into_iter().map(|kind| (kind.kind, order(&kind.shape))).collect())
    }
}

impl Orders {
    /// The order in a file; none if it is no content.
    fn of(&self, path: &str) -> Option<(Place, &Order)> {
        self.0.iter().find(|(kind, _)| kind.holds(path)).map(|(kind, order)| (kind.place, order))
    }
}

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formatted {
    /// Nothing: it is in canonical form.
    Same,
    /// It is brought into canonical form.
    Changed(FileChange),
    /// Nothing, because it cannot be read, or not for sure.
    Left(Vec<Diagnostic>),
}

/// A file in canonical form; none if it is no content file. Markdown stays as it is.
pub fn format(id: FileId, file: &SourceFile, orders: &Orders) -> Option<Formatted> {
    let (place, order) = orders.of(&file.path)?;
    if !file.is_readable() {
        return Some(Formatted::Left(Vec::new()));
    }
    let yaml = match place {
        Place::File(_) => 0..file.text.len(),
        Place::Folder(_) => match split(&file.text) {
            Ok(parts) => parts.yaml,
            Err(kind) => {
                let problem = Problem { place: SourcePlace::Span(Span::new(id, 0, 3)), kind };
                return Some(Formatted::Left(vec![problem.into()]));
            }
        },
    };
    Some(match canonical(&file.text, yaml.clone(), order) {
        Ok(text) if text == file.text => Formatted::Same,
        Ok(text) => Formatted::Changed(FileChange {
            path: file.path.clone(),
            before: Some(file.bytes(&file.text)),
            after: file.bytes(&text),
        }),
        Err(Refusal::Unreadable) => {
            let problems = parse(id, &file.text, yaml).err().unwrap_or_default();
            Formatted::Left(problems.into_iter().map(Diagnostic::from).collect())
        }
        Err(Refusal::Form | Refusal::Unsure) => Formatted::Left(vec![Diagnostic::in_path("W0910", file.path.clone())]),
    })
}

/// Keys stand as the readers ask for them; where ids are the keys, they stay as they are written.
fn order(shape: &Shape) -> Order {
    match shape {
        Shape::Record(fields) => Order::Keys(fields.iter().map(|field| (field.key, order(&field.shape))).collect()),
        Shape::OneOrMore(of) | Shape::List(of) => order(of),
        Shape::Keyed { of, .. } => Order::Each(Box::new(order(of))),
        Shape::Either(shapes) => shapes.iter().map(order).find(|order| *order != Order::Free).unwrap_or_default(),
        _ => Order::Free,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn formatted(path: &str, text: &str) -> Option<Formatted> {
        let (sources, _) = Sources::from_files([(path.to_owned(), text.as_bytes().to_vec())]);
        let (id, file) = sources.iter().next().unwrap();
        format(id, file, &Orders::default())
    }

    fn after(path: &str, text: &str) -> String {
        match formatted(path, text) {
            Some(Formatted::Changed(change)) => String::from_utf8(change.after).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_order_is_that_of_the_shapes() {
        let text = "\u{feff}---\r\nx-a: 1\r\nplan: {ende: 2025, beginn: 2024}\r\ntitel: T\r\n---\r\n\r\nText  \r\n";
        let expected = "\u{feff}---\r\ntitel: T\r\nplan: {beginn: 2024, ende: 2025}\r\nx-a: 1\r\n---\r\n\r\nText  \r\n";
        assert_eq!(after("projekte/p.md", text), expected);
        assert_eq!(formatted("projekte/p.md", &expected[3..]), Some(Formatted::Same));
        // Lists, ids as keys, a text in place of a mapping.
        assert_eq!(
            after("zusagen.yaml", "b: {wer: W, titel: B}\na: {titel: A}\n"),
            "b: {titel: B, wer: W}\na: {titel: A}\n"
        );
        assert_eq!(
            after("modell.yaml", "stufen:\n  - A\n  - {text: b, titel: B}\ntitel: M\n"),
            "titel: M\nstufen:\n  - A\n  - {titel: B, text: b}\n"
        );
    }

    #[test]
    fn what_cannot_be_read_is_left_and_told() {
        let codes = |path, text| match formatted(path, text) {
            Some(Formatted::Left(found)) => found.iter().map(|one| one.code).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(codes("projekte/p.md", "titel: x\n"), ["E0103"]);
        assert_eq!(codes("zusagen.yaml", "a: [\n"), ["E0107"]);
        assert_eq!(codes("zusagen.yaml", "a: 1\rb: 2\n"), ["W0910"]);
        assert_eq!(formatted("notizen.yaml", "b:  1\n"), None);
    }
}
