//! `daten/oparl.json`: papers and meetings in the shape of OParl 1.1 objects; none where the content has neither.

use super::{Artifacts, Material, Output};
use crate::content::section::Section;
use crate::diagnostics::Diagnostic;
use crate::export::oparl::{OPARL, document, has_any};

pub(super) const OUTPUT: Output = Output { name: "oparl", of: &[Section::Data], render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    if !has_any(material.input) {
        return Ok(());
    }
    let failed = |error: serde_json::Error| Diagnostic::general("E0502").with("meldung", error);
    let mut bytes = serde_json::to_vec_pretty(&document(material.input, material.base_url)).map_err(failed)?;
    bytes.push(b'\n');
    artifacts.insert(OPARL.to_owned(), bytes);
    Ok(())
}
