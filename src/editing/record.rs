//! A new content file: what must be written, and as comments what may be, with an example and what belongs there.

use super::schema::modeline;
use crate::content::shape::{Field, KindShape, Shape};
use crate::messages::fields::FieldTexts;
use crate::source::yaml::edit::scalar;

/// Fields that few records have and that would only be in the way.
const RARE: &[&str] = &["leichte_sprache", "sichtbarkeit", "frueher"];

/// A file for a record of a kind that has one file per record. `values` are the fields that are known, as they were told;
/// what the kind does not know stands behind the others, for the reader to say so.
///
/// The first line tells editors' programs where the schema is, as seen from the file.
pub fn file(kind: &KindShape, values: &[(String, String)], texts: &FieldTexts) -> String {
    let name = kind.kind.name();
    let told = texts.kind(name).cloned().unwrap_or_default();
    let mut text = format!("---\n{}# {}: {}\n", modeline(name, 2), told.title, told.text);
    let value = |key: &str| values.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let fields = kind.shape.fields();
    let mut is_behind_comment = false;
    for field in fields.iter().filter(|field| value(field.key).is_some() || !RARE.contains(&field.key)) {
        let value = value(field.key);
        if value.is_none() || is_behind_comment {
            text.push('\n');
        }
        text += &value.map_or_else(|| comment(name, field, texts), |value| line(field, value));
        is_behind_comment = value.is_none();
    }
    let unknown = values.iter().filter(|(key, _)| fields.iter().all(|field| field.key != key));
    text.extend(unknown.map(|(key, value)| format!("{key}: {}\n", scalar(value))));
    text + "---\n"
}

/// A field and its value: text in quotes where it needs them; lists and groups as they were told.
fn line(field: &Field, value: &str) -> String {
    let is_text = matches!(field.shape, Shape::Text | Shape::Markdown);
    let is_flow = !is_text && value.starts_with(['[', '{']);
    let written = if is_flow { value.to_owned() } else { scalar(value) };
    format!("{}: {written}\n", field.key)
}

/// A field that may be written, as a comment: what belongs there, the words to choose from, an example.
fn comment(kind: &str, field: &Field, texts: &FieldTexts) -> String {
    let Some(text) = texts.field(&[kind, field.key]) else { return String::new() };
    let words = field.shape.words();
    let choice = if words.is_empty() { String::new() } else { format!(" Zur Wahl: {}.", words.join(", ")) };
    format!("# {}{choice}\n# {}: {}\n", text.text, field.key, text.example)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::shape::shapes;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;
    use crate::source::Sources;

    fn kind(name: &str) -> KindShape {
        shapes().into_iter().find(|kind| kind.kind.name() == name).unwrap()
    }

    fn of(name: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        file(&kind(name), &values, &FieldTexts::load())
    }

    #[test]
    fn what_is_told_is_written_and_what_may_be_is_a_comment() {
        let text = of("werte", &[("status", "entwurf"), ("titel", "Nähe: ganz nah"), ("fremd", "x")]);
        let head = "---\n# yaml-language-server: $schema=../../.spatz/schema/werte.json\n\
                    # Wert: Ein Wert, an dem sich die Stadt messen lassen will.\ntitel: \"Nähe: ganz nah\"\n\n\
                    # Woran sich die Stadt messen lassen will, in einem Satz.\n\
                    # kurz: Niemand muss für einen Antrag ins Amt.\n\nstatus: entwurf\n";
        assert!(text.starts_with(head), "{text}");
        assert!(text.ends_with("fremd: x\n---\n") && !text.contains("sichtbarkeit"), "{text}");
    }

    #[test]
    fn lists_are_written_as_they_were_told_and_text_in_brackets_is_text() {
        let text = of("projekte", &[("titel", "[Arbeitstitel]"), ("werte", "[a, b]"), ("strategie", "c")]);
        assert!(text.contains("\ntitel: \"[Arbeitstitel]\"\n"), "{text}");
        assert!(text.contains("\nwerte: [a, b]\n") && text.contains("\nstrategie: c\n"), "{text}");
    }

    /// Who takes away the mark in front of a comment has a field that is read.
    #[test]
    fn every_comment_is_a_field() {
        for kind in shapes().into_iter().filter(|kind| kind.has_body) {
            let text = file(&kind, &[("titel".to_owned(), "T".to_owned())], &FieldTexts::load());
            let is_field =
                |line: &str| kind.shape.fields().iter().any(|field| line.starts_with(&format!("{}: ", field.key)));
            let bare = |line: &str| line.strip_prefix("# ").filter(|rest| is_field(rest)).unwrap_or(line).to_owned();
            let text: Vec<_> = text.lines().map(bare).collect();
            let path = format!("{}/a.md", kind.kind.path());
            let (sources, _) = Sources::from_files([(path, (text.join("\n") + "\n").into_bytes())]);
            let mut found = Diagnostics::default();
            let seen = parse(&sources, &mut found).visible_to(View::Internal, &mut found);
            resolve(&seen, &mut found);
            let odd = |code: &str| code.starts_with("E01") || (code.starts_with("E02") && code != "E0203");
            let odd: Vec<_> = found.sorted().into_iter().filter(|finding| odd(finding.code)).collect();
            assert!(odd.is_empty(), "{odd:?}\n{text:?}");
        }
    }
}
