//! The written mapping: which column goes where, and what the words of a list mean.
//!
//! ```yaml
//! spalten:
//!   Vorhabenname: titel
//!   Lfd. Nummer: ignorieren
//!   Bemerkung: x-bemerkung
//! werte:
//!   einheit: {"FB 37": "37"}
//! tausenderpunkt: ja
//! ```

use std::collections::BTreeSet;

use super::column::{Column, Field, Target};
use super::fold;
use crate::content::fields::{Context, Fields, is_id, to_id};
use crate::content::names::Names;
use crate::content::shape::Shape;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::yaml::edit::scalar;
use crate::source::{Sources, Spanned, yaml};

/// The word for a column that is left out.
const IGNORED: &str = "ignorieren";

/// Where columns go, and what words mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: Vec<(String, Target)>,
    values: Vec<(Field, String, String)>,
    /// Whether the dots of amounts group thousands.
    dots_group: bool,
}

impl Mapping {
    /// Reads a mapping file.
    pub fn read(sources: &Sources, found: &mut Diagnostics) -> Self {
        let Some((id, file)) = sources.iter().next() else { return Self::default() };
        match yaml::parse(id, &file.text, 0..file.text.len()) {
            Ok(parsed) => Self::of(&parsed.node, found),
            Err(problems) => {
                found.extend(problems.into_iter().map(Diagnostic::from));
                Self::default()
            }
        }
    }

    fn of(node: &yaml::Node, found: &mut Diagnostics) -> Self {
        let names = Names::default();
        let mut context = Context::new(&names, found);
        let mut fields = Fields::of(node, &mut context);
        let columns = fields.named::<Spanned<String>>("spalten");
        let values = fields.node("werte", || Shape::Anything);
        let dots_group = fields.or("tausenderpunkt", false);
        fields.finish();
        let columns = columns.into_iter().filter_map(|(heading, word)| {
            let target = target(&word.value);
            if target.is_none() {
                context.found.push(unknown_field(&word));
            }
            Some((fold(&heading), target?))
        });
        let columns = columns.collect();
        let values = values.map(|node| read_values(node, &mut context)).unwrap_or_default();
        Self { columns, values, dots_group }
    }

    /// Where a column goes.
    pub(super) fn column(&self, heading: &str) -> Option<Target> {
        let heading = fold(heading);
        self.columns.iter().find(|(name, _)| *name == heading).map(|(_, target)| target.clone())
    }

    /// Whether the dots of amounts group thousands, so that `45.000` is no riddle.
    pub(super) fn dots_group(&self) -> bool {
        self.dots_group
    }

    /// What a text in a field means.
    pub(super) fn value(&self, field: Field, text: &str) -> Option<&str> {
        let text = fold(text);
        let found = self.values.iter().find(|(one, word, _)| *one == field && *word == text);
        found.map(|(.., meaning)| meaning.as_str())
    }
}

fn target(word: &str) -> Option<Target> {
    match word.strip_prefix("x-") {
        _ if word == IGNORED => Some(Target::Ignored),
        Some(rest) => is_id(rest).then(|| Target::Own(word.to_owned())),
        None => Field::from_word(word).map(Target::Field),
    }
}

fn unknown_field(word: &Spanned<String>) -> Diagnostic {
    let words = || Field::ALL.iter().map(|(_, word, _)| *word).chain([IGNORED]);
    let finding = Diagnostic::at("E0718", word.span).with("wort", &word.value);
    let finding = finding.did_you_mean(word, words());
    finding.hint_with("erlaubt", [("liste", words().chain(["x-…"]).collect::<Vec<_>>().join(", "))])
}

fn read_values(node: &yaml::Node, context: &mut Context<'_>) -> Vec<(Field, String, String)> {
    let mut fields = Fields::of(node, context);
    let mut values = Vec::new();
    for &(field, word, _) in Field::ALL {
        let named = fields.named::<String>(word);
        values.extend(named.into_iter().map(|(text, meaning)| (field, fold(&text), meaning)));
    }
    fields.finish();
    values
}

/// A mapping to start from: every column with what it is taken for; unknown ones are kept as the editors' own. Of several
/// columns with one heading, those behind the first are told by their letters.
pub(super) fn template(columns: &[Column], introduction: &str) -> String {
    let introduction = introduction.lines().map(|line| format!("# {line}"));
    let mut named = BTreeSet::new();
    let columns = columns.iter().filter(|column| !column.heading.is_empty()).filter_map(|column| {
        let (heading, position) = (&column.heading, column.position());
        let (name, own) = match named.insert(fold(heading)) {
            true => (heading.clone(), own_key(heading)),
            false if named.insert(fold(&position)) => (position.clone(), own_key(&format!("{heading} {position}"))),
            false => return None,
        };
        let word = match &column.target {
            Target::Field(field) => field.word().to_owned(),
            Target::Own(key) => key.clone(),
            Target::Ignored | Target::LeftOut => IGNORED.to_owned(),
            Target::Unknown => own,
        };
        Some(format!("  {}: {word}", scalar(&name)))
    });
    let lines = introduction.chain(["spalten:".to_owned()]).chain(columns);
    lines.map(|line| line + "\n").collect()
}

/// A key of the editors' own for a heading.
fn own_key(heading: &str) -> String {
    let id = to_id(heading);
    if is_id(&id) { format!("x-{id}") } else { IGNORED.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Mapping, Vec<&'static str>) {
        let (sources, _) = Sources::from_files([("zuordnung.yaml".to_owned(), text.as_bytes().to_vec())]);
        let mut found = Diagnostics::default();
        let mapping = Mapping::read(&sources, &mut found);
        (mapping, found.sorted().iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn columns_and_values_are_read() {
        let (mapping, found) =
            read("spalten: {Vorhaben Nr: ignorieren, Was: titel, Wer: x-wer}\nwerte: {einheit: {FB 37: 37}}\n");
        assert_eq!(found, Vec::<&str>::new());
        assert_eq!(mapping.column("WAS "), Some(Target::Field(Field::Title)));
        assert_eq!(mapping.column("Wer"), Some(Target::Own("x-wer".to_owned())));
        assert_eq!(mapping.column("vorhaben-nr."), Some(Target::Ignored));
        assert_eq!(mapping.column("Wo"), None);
        assert_eq!(mapping.value(Field::Unit, "fb  37"), Some("37"));
        assert_eq!(mapping.value(Field::Status, "fb 37"), None);
    }

    #[test]
    fn unknown_words_are_findings() {
        assert_eq!(read("spalten: {Was: tittel}\n").1, ["E0718"]);
        assert_eq!(read("spalte: {}\n").1, ["E0201"]);
        assert_eq!(read("werte: {einheiten: {a: b}}\n").1, ["E0201"]);
        assert_eq!(read("spalten: [\n").1.len(), 1);
        assert_eq!(read("").1, ["E0213"]);
    }

    #[test]
    fn a_template_is_a_mapping() {
        let column = |number, heading: &str, target| Column { number, heading: heading.to_owned(), target };
        let columns = [
            column(1, "Was: genau?", Target::Field(Field::Title)),
            column(2, "Ämter", Target::Unknown),
            column(3, "!", Target::Unknown),
        ];
        let text = template(&columns, "Erfunden.\nZwei Zeilen.");
        assert_eq!(
            text,
            "# Erfunden.\n# Zwei Zeilen.\nspalten:\n  \"Was: genau?\": titel\n  Ämter: x-aemter\n  \"!\": ignorieren\n"
        );
        let (mapping, found) = read(&text);
        assert!(found.is_empty());
        assert_eq!(mapping.column("Ämter"), Some(Target::Own("x-aemter".to_owned())));
    }

    #[test]
    fn a_template_tells_columns_of_one_heading_apart() {
        let column = |number, heading: &str| Column { number, heading: heading.to_owned(), target: Target::Unknown };
        let text = template(&[column(1, "Jahr"), column(2, "Betrag"), column(28, "JAHR")], "Erfunden.");
        assert_eq!(text, "# Erfunden.\nspalten:\n  Jahr: x-jahr\n  Betrag: x-betrag\n  Spalte AB: x-jahr-spalte-ab\n");
        assert!(read(&text).1.is_empty());
    }
}
