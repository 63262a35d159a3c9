//! `daten/`: the data file, its schema, its tables.

use super::{Artifacts, Material, Output};
use crate::content::section::Section;
use crate::diagnostics::Diagnostic;

pub(super) const OUTPUT: Output = Output { name: "data", of: &[Section::Data], render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let files = material.input.data_files().map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    artifacts.extend(files.iter().map(|file| (file.path.clone(), file.bytes.clone())));
    Ok(())
}
