//! `daten/`: the data file.

use super::{Artifacts, Material, Output};
use crate::data::Data;
use crate::diagnostics::Diagnostic;

pub(super) const OUTPUT: Output = Output { name: "data", render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let data = Data::of(material.input.model, material.input.analysis);
    let json = data.json().map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    artifacts.insert("daten/reifegrad.json".to_owned(), json);
    Ok(())
}
