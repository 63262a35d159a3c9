//! The theme's own files that are no templates: the style sheet.

use super::{Artifacts, Material, Output};
use crate::diagnostics::Diagnostic;

pub(super) const OUTPUT: Output = Output { name: "assets", render };

/// Folder of the templates inside a theme.
pub(super) const TEMPLATES: &str = "templates/";

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    for file in material.theme.iter().filter(|file| !file.path.starts_with(TEMPLATES)) {
        // The theme's own files come before the built-in ones of the same name.
        artifacts.entry(file.path.clone()).or_insert_with(|| file.bytes.clone());
    }
    Ok(())
}
