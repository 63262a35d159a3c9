//! From the shape of a kind of content to its form, and to what `formular.js` has to know of it. Both come from one walk, so
//! that they do not differ.

use serde_json::{Value, json};

use super::FILES;
use crate::content::Ids;
use crate::content::names::Kind;
use crate::content::shape::{Field, Keys, KindShape, Shape};
use crate::messages::Messages;
use crate::messages::fields::{FieldText, FieldTexts};

/// What `formular.js` calls the id of a record in a mapping.
const ID: &str = "_id";
/// The value of an id that has no record.
const VALUE: &str = "wert";
/// The entries of a file that is no mapping of fields.
const ENTRIES: &str = "eintraege";
/// What stands below the front matter.
const BODY: &str = "_text";
/// The criteria of the maturity model in one list, which `formular.js` puts together: Sveltia CMS offers what stands one level
/// below a file, and no deeper.
const CRITERIA: &str = "_kriterien";

/// The form of a kind of content.
#[derive(Debug)]
pub(super) struct Form {
    /// The fields that Sveltia CMS shows.
    pub(super) fields: Vec<Value>,
    /// How they stand in a file, for `formular.js`.
    pub(super) shape: Value,
}

/// What fields are called, and what belongs into them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts<'a> {
    /// The kind of content.
    pub(super) kind: &'a str,
    /// What belongs into each field.
    pub(super) fields: &'a FieldTexts,
    /// Where the words come from.
    pub(super) messages: &'a Messages,
}

/// How a value is edited, and how it stands in a file.
struct Editor {
    /// The keys of a field in Sveltia CMS, without name and label.
    widget: Value,
    /// The shape, for `formular.js`.
    shape: Value,
}

/// The form of a whole file.
pub(super) fn whole(kind: &KindShape, texts: &Texts<'_>) -> Form {
    let walk = Walk { texts, path: Vec::new() };
    let editor = walk.editor(&kind.shape);
    let mut fields = match &kind.shape {
        Shape::Record(fields) => walk.widgets(fields),
        _ => vec![named(ENTRIES, texts.messages.get("cms.eintraege"), editor.widget)],
    };
    if kind.kind.ids == Ids::Model {
        fields.push(named(CRITERIA, texts.messages.get("cms.kriterien"), criteria(texts)));
    }
    if kind.has_body {
        // Sveltia's rich text writes Markdown anew, and columns of tables lose their alignment by it.
        let body = json!({"widget": "markdown", "required": false, "modes": ["raw"], "editor_components": []});
        fields.push(named(BODY, texts.messages.get("cms.text"), body));
    }
    Form { fields, shape: editor.shape }
}

/// A list to look things up in.
fn criteria(texts: &Texts<'_>) -> Value {
    let field = |name, label| named(name, texts.messages.get(label), json!({"widget": "string", "required": false}));
    json!({
        "widget": "list",
        "required": false,
        "readonly": true,
        "minimize_collapsed": true,
        "allow_add": false,
        "allow_remove": false,
        "allow_duplicate": false,
        "allow_reorder": false,
        "fields": [field(ID, "cms.kennung"), field("text", "art.kriterium")],
    })
}

/// A field of a form.
fn named(name: &str, label: &str, widget: Value) -> Value {
    extended(json!({"name": name, "label": label}), widget)
}

/// One mapping with the keys of another behind its own.
fn extended(mut one: Value, other: Value) -> Value {
    if let (Some(one), Value::Object(other)) = (one.as_object_mut(), other) {
        one.extend(other);
    }
    one
}

/// The way through the shapes of a kind: the keys down to what is looked at.
struct Walk<'a> {
    texts: &'a Texts<'a>,
    path: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn below(&self, key: &'a str) -> Self {
        Self { texts: self.texts, path: self.path.iter().copied().chain([key]).collect() }
    }

    fn word(&self, key: &'static str) -> &'a str {
        self.texts.messages.get(key)
    }

    fn editor(&self, shape: &'a Shape) -> Editor {
        match shape {
            Shape::Bool => Editor { widget: self.choice(&["ja", "nein"]), shape: json!("ja-nein") },
            Shape::OneOrMore(of) | Shape::List(of) => self.list(of),
            Shape::Record(fields) => self.record(fields),
            Shape::Keyed { keys, of } => self.keyed(*keys, of),
            Shape::Either(shapes) => self.either(shapes),
            Shape::Words | Shape::Anything => yaml(),
            scalar => Editor { widget: self.scalar(scalar), shape: json!("text") },
        }
    }

    fn scalar(&self, shape: &Shape) -> Value {
        match shape {
            Shape::Markdown => json!({"widget": "text"}),
            Shape::Choice(words) => self.choice(words),
            Shape::Reference(kind) => relation(*kind).unwrap_or_else(|| json!({"widget": "string"})),
            Shape::Date => self.pattern(r"^\d{4}(-Q[1-4]|-\d{2}(-\d{2})?)?$", "cms.falsch.datum"),
            Shape::Count => self.pattern(r"^[1-9]\d*$", "cms.falsch.anzahl"),
            Shape::Period => self.pattern(r"^\d+ *(Tage?|Monate?|Jahre?)$", "cms.falsch.zeitraum"),
            Shape::WebAddress => self.pattern(r"^(https?://|mailto:).+", "cms.falsch.adresse"),
            _ => json!({"widget": "string"}),
        }
    }

    /// Words to choose from, each with what it means.
    fn choice(&self, words: &[&str]) -> Value {
        let text = self.texts.field(&self.path);
        let option = |word: &&str| match text.and_then(|text| text.words.get(*word)) {
            Some(meaning) => json!({"value": word, "label": format!("{word}: {meaning}")}),
            None => json!({"value": word, "label": word}),
        };
        json!({"widget": "select", "options": words.iter().map(option).collect::<Vec<_>>()})
    }

    fn pattern(&self, pattern: &str, otherwise: &'static str) -> Value {
        json!({"widget": "string", "pattern": [pattern, self.word(otherwise)]})
    }

    fn list(&self, of: &'a Shape) -> Editor {
        let editor = self.editor(of);
        let widget = match (of, editor.widget["fields"].as_array()) {
            (_, Some(fields)) => listed(fields),
            (Shape::Choice(_), None) => several(editor.widget),
            (Shape::Reference(kind), None) if relation(*kind).is_some() => several(editor.widget),
            _ => json!({"widget": "list", "field": named(VALUE, self.word("cms.eintrag"), editor.widget)}),
        };
        Editor { widget, shape: json!({"list": editor.shape}) }
    }

    fn record(&self, fields: &'a [Field]) -> Editor {
        let shapes: Vec<Value> =
            fields.iter().map(|field| json!([field.key, self.below(field.key).editor(&field.shape).shape])).collect();
        let widget = json!({"widget": "object", "fields": self.widgets(fields)});
        Editor { widget, shape: json!({"record": shapes}) }
    }

    fn widgets(&self, fields: &'a [Field]) -> Vec<Value> {
        fields.iter().map(|field| self.below(field.key).field(field)).collect()
    }

    /// A field with what is said about it: what belongs there, what counts without it, and one value as an example.
    fn field(&self, field: &'a Field) -> Value {
        let (text, editor) = (self.texts.field(&self.path), self.editor(&field.shape));
        let default = field.default.as_deref().map(|value| self.texts.messages.format("cms.sonst", &[("wert", value)]));
        let example = text.and_then(|text| example(text, &editor));
        let example = example.map(|value| self.texts.messages.format("cms.beispiel", &[("wert", &value)]));
        let said = text.map(|text| text.text.clone());
        let hint: Vec<String> = [said, default, example].into_iter().flatten().collect();
        let title = text.map_or(field.key, |text| text.title.as_str());
        let mut told = named(field.key, title, json!({"required": field.required}));
        if !hint.is_empty() {
            told["hint"] = json!(hint.join(" "));
        }
        extended(told, editor.widget)
    }

    /// A mapping by id as a list of records.
    fn keyed(&self, keys: Keys, of: &'a Shape) -> Editor {
        let editor = self.editor(of);
        let id = named(ID, self.word(id_label(keys)), self.id(keys));
        let value = || named(VALUE, self.word("cms.wert"), editor.widget.clone());
        let fields = editor.widget["widget"]
            .as_str()
            .filter(|widget| *widget == "object")
            .and(editor.widget["fields"].as_array());
        let fields: Vec<Value> = [id].into_iter().chain(fields.cloned().unwrap_or_else(|| vec![value()])).collect();
        Editor { widget: listed(&fields), shape: json!({"keyed": editor.shape}) }
    }

    fn id(&self, keys: Keys) -> Value {
        match keys {
            Keys::New(_) => self.pattern("^[a-z0-9-]+$", "cms.kennung-falsch"),
            Keys::Known(kind, []) => relation(kind).unwrap_or_else(|| json!({"widget": "string"})),
            Keys::Known(..) | Keys::Names => json!({"widget": "string"}),
            Keys::Levels => self.pattern(r"^[1-9]\d*$", "cms.falsch.anzahl"),
        }
    }

    /// What may be written shorter than as a record has the record's fields; what cannot be a form has its YAML.
    fn either(&self, shapes: &'a [Shape]) -> Editor {
        let fields =
            shapes.iter().find_map(|shape| if let Shape::Record(fields) = shape { Some(fields) } else { None });
        let Some(fields) = fields else {
            let is_text = shapes.iter().all(|shape| self.editor(shape).shape == json!("text"));
            return if is_text { Editor { widget: json!({"widget": "string"}), shape: json!("text") } } else { yaml() };
        };
        let is_short = |field: &&Field| shapes.contains(&field.shape);
        let short = fields.iter().filter(is_short).min_by_key(|field| (!field.required, field.key != "text"));
        let Some(short) = short.filter(|_| shapes.len() == 2) else { return yaml() };
        let mut editor = self.record(fields);
        editor.shape["short"] = json!(short.key);
        editor
    }
}

/// The example of a field that is typed; what is chosen needs none.
fn example(text: &FieldText, editor: &Editor) -> Option<String> {
    let is_typed = ["string", "text"].iter().any(|widget| editor.widget["widget"] == *widget);
    let is_yaml = editor.shape == json!("yaml");
    if is_yaml { Some(text.example.clone()) } else { text.typed().filter(|_| is_typed) }
}

/// What no form can show is edited as YAML.
fn yaml() -> Editor {
    Editor { widget: json!({"widget": "text"}), shape: json!("yaml") }
}

/// The same, for any number of them.
fn several(mut widget: Value) -> Value {
    widget["multiple"] = json!(true);
    widget
}

/// Records one below the other, each closed under its name.
fn listed(fields: &[Value]) -> Value {
    let is_name = |field: &&Value| field["name"] == "titel" || field["name"] == "text";
    let is_short = |field: &&Value| ["string", "select"].iter().any(|widget| field["widget"] == *widget);
    let name = fields.iter().find(is_name).map(|field| vec![field]);
    let shown = name.unwrap_or_else(|| fields.iter().filter(is_short).take(2).collect());
    let shown = if shown.is_empty() { fields.iter().take(1).collect() } else { shown };
    let names: Vec<String> =
        shown.iter().filter_map(|field| field["name"].as_str()).map(|name| format!("{{{{fields.{name}}}}}")).collect();
    json!({"widget": "list", "collapsed": true, "summary": names.join(" "), "fields": fields})
}

/// The label of the ids of a mapping.
fn id_label(keys: Keys) -> &'static str {
    match keys {
        Keys::New(_) | Keys::Names => "cms.kennung",
        Keys::Known(kind, _) => kind.key(),
        Keys::Levels => "cms.stufe",
    }
}

/// The choice of a record of another kind, if Sveltia CMS can offer them: those that have a file of their own, and those that
/// are one level below a file.
fn relation(kind: Kind) -> Option<Value> {
    let folder = |collection: &str| json!({"widget": "relation", "collection": collection, "value_field": "{{slug}}", "display_fields": ["titel"]});
    let by = |file: &str, list: &str, title: &str| {
        let (id, title) = (format!("{list}.*.{ID}"), format!("{list}.*.{title}"));
        json!({"widget": "relation", "collection": FILES, "file": file, "value_field": id, "display_fields": [title]})
    };
    let file = |file: &str, list: &str| by(file, list, "titel");
    Some(match kind {
        Kind::Dimension => file("modell", "dimensionen"),
        Kind::Criterion => by("modell", CRITERIA, "text"),
        // Named without the project, which stands beside it.
        Kind::Milestone => return None,
        Kind::Strategy | Kind::Value | Kind::Problem | Kind::Block | Kind::Project | Kind::Measure => {
            folder(kind.folder())
        }
        Kind::Paper | Kind::Variant | Kind::Page => folder(kind.folder()),
        Kind::Commitment | Kind::Figure | Kind::Calculation | Kind::Document | Kind::Term => {
            file(kind.folder(), ENTRIES)
        }
        Kind::Unit => file("organisation", "einheiten"),
        Kind::Committee => file("organisation", "gremien"),
        Kind::Partner => file("organisation", "partner"),
    })
}

impl<'a> Texts<'a> {
    /// What is said of the field that these keys lead to.
    fn field(&self, path: &[&str]) -> Option<&'a FieldText> {
        let whole: Vec<&str> = [self.kind].iter().chain(path).copied().collect();
        self.fields.field(&whole)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::content::shape::shapes;
    use crate::messages::Language;

    /// The form of a kind of content.
    fn form(name: &str) -> Value {
        let (fields, messages) = (FieldTexts::load(), Messages::load(Language::German));
        let shapes = shapes();
        let shape = shapes.iter().find(|shape| shape.kind.name() == name);
        Value::from(whole(shape.unwrap(), &Texts { kind: name, fields: &fields, messages: &messages }).fields)
    }

    fn below<'a>(fields: &'a Value, name: &str) -> &'a Value {
        fields.as_array().unwrap().iter().find(|field| field["name"] == name).unwrap()
    }

    #[test]
    fn fields_say_what_belongs_there() {
        let form = form("projekte");
        let events = &below(&form, "verlauf")["fields"];
        let expected = "Wann es geschah. Was nach dem Stichtag liegt, zählt noch nicht. Zum Beispiel: 2024-09-02";
        assert_eq!(below(events, "am")["hint"], expected);
        let begun = json!({"value": "begonnen", "label": "begonnen: die Arbeit hat begonnen"});
        let event = below(events, "ereignis");
        assert!(event["options"].as_array().unwrap().contains(&begun));
        assert_eq!(event["label"], "Ereignis");
        // What is chosen has no example.
        assert!(!event["hint"].as_str().unwrap().contains("Beispiel"));
    }

    /// The shapes of all kinds for `formular.js`: where each stands, and what it is.
    fn told() -> Vec<(String, Value)> {
        let (fields, messages) = (FieldTexts::load(), Messages::load(Language::German));
        let mut told = Vec::new();
        for kind in shapes() {
            let name = kind.kind.name();
            let form = whole(&kind, &Texts { kind: name, fields: &fields, messages: &messages });
            tell(name, &form.shape, &mut told);
        }
        told
    }

    fn tell(place: &str, shape: &Value, told: &mut Vec<(String, Value)>) {
        told.push((place.to_owned(), shape.clone()));
        for field in shape["record"].as_array().into_iter().flatten() {
            tell(&format!("{place}.{}", field[0].as_str().unwrap()), &field[1], told);
        }
        for inner in ["list", "keyed"] {
            if !shape[inner].is_null() {
                tell(place, &shape[inner], told);
            }
        }
    }

    /// What may be written short, and what the short form is; as the readers have it.
    #[test]
    fn the_short_form_of_a_record_is_one_of_its_fields() {
        let short: BTreeSet<String> =
            told().iter().filter_map(|(place, shape)| Some(format!("{place}: {}", shape["short"].as_str()?))).collect();
        let expected = [
            "modell.dimensionen.stufen: text",
            "modell.stufen: titel",
            "stadtrat.bezug: vorlage",
            "stadtrat.finanzen: text",
            "strategie.handlungsfelder: titel",
            "strategie.ziele: titel",
        ];
        assert_eq!(short.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn only_few_values_are_edited_as_yaml() {
        let told = told();
        let yaml = told.iter().filter(|(_, shape)| *shape == json!("yaml")).map(|(place, _)| place.as_str());
        assert_eq!(yaml.collect::<Vec<_>>(), ["modell.regel", "worte"]);
    }
}
