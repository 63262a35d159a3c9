//! The chapter on fields: what belongs into each field of each kind of content file, as the readers themselves ask for it.

use super::cell;
use crate::content::Place;
use crate::content::shape::{Field, KindShape, Shape, shapes};
use crate::markup::escaped;
use crate::messages::Messages;
use crate::messages::fields::{FieldText, FieldTexts};

/// Fields that most mappings have: explained once, and only named behind the others.
const COMMON: &[&str] = &["leichte_sprache", "quelle", "annahme", VISIBILITY, "frueher"];

/// The one field that every mapping may have.
const VISIBILITY: &str = "sichtbarkeit";

/// The whole chapter, with a heading of the second level for each kind.
pub(super) fn fields(messages: &Messages) -> String {
    let (texts, shapes) = (FieldTexts::load(), shapes());
    let writer = Writer { texts: &texts, messages };
    let kinds = shapes.iter().map(|kind| writer.kind(kind));
    std::iter::once(writer.common(&shapes)).chain(kinds).collect::<Vec<_>>().join("\n\n")
}

struct Writer<'a> {
    texts: &'a FieldTexts,
    messages: &'a Messages,
}

/// Mappings that have the same fields with the same meaning.
struct Group {
    /// Where they stand: the keys that lead to them.
    places: Vec<String>,
    /// What is told of them.
    text: String,
}

impl Writer<'_> {
    /// What most mappings may have.
    fn common(&self, shapes: &[KindShape]) -> String {
        let of = |key: &&str| shapes.iter().find_map(|kind| kind.shape.field(key)).cloned();
        let fields: Vec<Field> = COMMON.iter().filter_map(of).collect();
        let mut groups = Vec::new();
        for field in &fields {
            self.collect(&field.shape, &["", field.key], &mut groups);
        }
        let title = self.messages.get("handbuch.feld.ueberall");
        let parts = [format!("## {title}"), self.messages.get("handbuch.feld.ueberall-text").to_owned()];
        let parts = parts.into_iter().chain([self.table(fields.iter(), &[])]);
        parts.chain(groups.iter().map(|group| group.told(title))).collect::<Vec<_>>().join("\n\n")
    }

    fn kind(&self, kind: &KindShape) -> String {
        let name = kind.kind.name();
        let told = self.texts.kind(name).cloned().unwrap_or_default();
        let mut groups = Vec::new();
        self.collect(&kind.shape, &[name], &mut groups);
        let parts = [format!("## {}", told.title), escaped(&told.text), self.place(kind)];
        let groups = groups.iter().map(|group| group.told(&told.title));
        parts.into_iter().chain(groups).collect::<Vec<_>>().join("\n\n")
    }

    /// In which files it stands, and how.
    fn place(&self, kind: &KindShape) -> String {
        let key = match (kind.kind.place, &kind.shape) {
            (Place::Folder(_), _) => "handbuch.feld.ordner",
            (Place::File(_), Shape::Keyed { .. }) => "handbuch.feld.datei-mit-kennungen",
            (Place::File(_), Shape::List(_)) => "handbuch.feld.datei-mit-liste",
            (Place::File(_), _) => "handbuch.feld.datei",
        };
        self.messages.format(key, &[("ort", kind.kind.path())])
    }

    /// The mappings of a shape and those in its fields. `path` is the kind, or what stands for it, and the keys that lead
    /// there.
    fn collect(&self, shape: &Shape, path: &[&str], groups: &mut Vec<Group>) {
        let fields = shape.fields();
        if !fields.is_empty() {
            let (text, place) = (self.group(fields, path), path[1..].join(" › "));
            match groups.iter_mut().find(|group| group.text == text) {
                Some(group) => group.places.push(place),
                None => groups.push(Group { places: vec![place], text }),
            }
        }
        for field in fields.iter().filter(|field| !COMMON.contains(&field.key)) {
            let path: Vec<&str> = path.iter().copied().chain([field.key]).collect();
            self.collect(&field.shape, &path, groups);
        }
    }

    /// What is told of the fields of a mapping.
    fn group(&self, fields: &[Field], path: &[&str]) -> String {
        let own = || fields.iter().filter(|field| !COMMON.contains(&field.key));
        let further = COMMON.iter().filter(|key| fields.iter().any(|field| field.key == **key));
        let further: Vec<_> = further.filter(|key| **key != VISIBILITY).map(|key| format!("`{key}`")).collect();
        let mut text = self.table(own(), path);
        if !further.is_empty() {
            text += "\n\n";
            text += &self.messages.format("handbuch.feld.ausserdem", &[("felder", &further.join(", "))]);
        }
        text
    }

    /// A table of fields, and below it what the words to choose from mean.
    fn table<'f>(&self, fields: impl Iterator<Item = &'f Field> + Clone, path: &[&str]) -> String {
        let mut text = self.messages.get("handbuch.feld.spalten").to_owned() + "\n|---|---|";
        let told = fields.filter_map(|field| Some((field, self.text(field, path)?)));
        for (field, about) in told.clone() {
            text += &format!("\n{}", self.row(field, about));
        }
        for (field, about) in told {
            let meanings = about.meanings(&field.shape.words());
            if !meanings.is_empty() {
                let begin = self.messages.format("handbuch.feld.worte", &[("feld", field.key)]);
                text += &format!("\n\n{begin}\n\n{meanings}");
            }
        }
        text
    }

    /// A field: its key and whether it must be there; what belongs there, what holds without it, and an example.
    fn row(&self, field: &Field, about: &FieldText) -> String {
        let word = |name: &str| self.messages.get(&format!("handbuch.feld.{name}")).to_owned();
        let must = field.required.then(|| format!(" {}", word("pflicht")));
        let default = |value: &String| self.messages.format("handbuch.feld.sonst", &[("wert", value)]);
        let parts = [
            Some(escaped(&about.text)),
            field.default.as_ref().map(default),
            (!field.shape.fields().is_empty()).then(|| word("felder-unten")),
            (!field.shape.words().is_empty()).then(|| word("worte-unten")),
            Some(self.messages.format("handbuch.feld.beispiel", &[("wert", &cell(&about.example))])),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("| `{}`{} | {} |", field.key, must.unwrap_or_default(), parts.join(" "))
    }

    fn text(&self, field: &Field, path: &[&str]) -> Option<&FieldText> {
        let path: Vec<&str> = path.iter().copied().chain([field.key]).collect();
        self.texts.field(&path)
    }
}

impl Group {
    /// What is told of it, under a heading of the third level unless it is the record itself.
    fn told(&self, title: &str) -> String {
        let is_record = self.places.iter().any(String::is_empty);
        let heading = format!("### {title}: {}\n\n", self.places.join(", "));
        if is_record { self.text.clone() } else { heading + &self.text }
    }
}
