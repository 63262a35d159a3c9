//! `daten/`: the data file, its schema, its tables.

use super::{Artifacts, Material, Output};
use crate::data;
use crate::diagnostics::Diagnostic;
use crate::view::compose::Input;

pub(super) const OUTPUT: Output = Output { name: "data", render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let Input { model, analysis, messages, .. } = material.input;
    let files =
        data::files(model, analysis, messages).map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    artifacts.extend(files.into_iter().map(|file| (file.path, file.bytes)));
    Ok(())
}
