//! What is told about a field: its title, what belongs there, what its words mean, and how it is written.

use crate::content::shape::Field;
use crate::markup::escaped;
use crate::messages::Messages;
use crate::messages::fields::FieldText;

/// Everything about a field, as Markdown.
pub(super) fn whole(field: &Field, text: &FieldText, messages: &Messages) -> String {
    let title = [format!("**{}**", escaped(&text.title))].into_iter().chain(note(field, messages));
    let title = title.collect::<Vec<_>>().join(" · ");
    let example = format!("```yaml\n{}: {}\n```", field.key, text.example);
    [title, escaped(&text.text), text.meanings(&field.shape.words()), example]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// A field on one line: its title, and whether it must be there or what else holds.
pub(super) fn line(field: &Field, text: Option<&FieldText>, messages: &Messages) -> Option<String> {
    let parts: Vec<_> = text.map(|text| text.title.clone()).into_iter().chain(note(field, messages)).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Whether a field must be there, or what holds where it is absent.
fn note(field: &Field, messages: &Messages) -> Option<String> {
    let must = field.required.then(|| messages.get("editor.noetig").to_owned());
    let default = || field.default.as_ref().map(|text| messages.format("editor.sonst", &[("wert", text)]));
    must.or_else(default)
}
