//! Outputs: from results to bytes. Nothing here touches the disk.
//!
//! Adding an output: a file, a `mod` line, an entry in [`OUTPUTS`].

mod assets;
mod calendar;
mod data;
#[cfg(feature = "pdf")]
pub mod handout;
mod html;
mod oparl;
mod package;
mod policy;
mod search;
mod tables;
mod workbook;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::diagnostics::Diagnostic;
use crate::source::{Sources, ThemeFile};
use crate::view::compose::Input;

/// The whole site: path from its root to bytes. The same input gives the same bytes.
pub type Artifacts = BTreeMap<String, Vec<u8>>;

/// The SHA-256 of a file, as 64 hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What outputs are made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// Content, results, words.
    pub input: &'a Input<'a>,
    /// Files of the theme.
    pub theme: &'a [ThemeFile],
    /// Address under which the site will stand, without trailing slash.
    pub base_url: Option<&'a str>,
    /// Word of the view, where it is not the public one.
    pub view: Option<&'a str>,
    /// What the content was read from: places of findings.
    pub sources: &'a Sources,
    /// What is odd and keeps nothing from being made.
    pub odd: &'a Mutex<Vec<Diagnostic>>,
}

impl Material<'_> {
    /// Tells that something is odd.
    pub fn found(&self, finding: Diagnostic) {
        self.odd.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    }
}

/// One output.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Name of its file.
    pub name: &'static str,
    /// Appends its files.
    pub render: fn(Material<'_>, &mut Artifacts) -> Result<(), Diagnostic>,
}

/// Every output, sorted by name.
pub const OUTPUTS: &[Output] = &[
    assets::OUTPUT,
    calendar::OUTPUT,
    data::OUTPUT,
    #[cfg(feature = "pdf")]
    handout::OUTPUT,
    html::OUTPUT,
    oparl::OUTPUT,
    package::OUTPUT,
    tables::OUTPUT,
    workbook::OUTPUT,
];

/// Renders everything.
///
/// # Errors
/// What keeps an output from being made, all of it.
pub fn render(material: Material<'_>) -> Result<Artifacts, Vec<Diagnostic>> {
    let mut artifacts = Artifacts::new();
    let errors: Vec<_> = OUTPUTS.iter().filter_map(|output| (output.render)(material, &mut artifacts).err()).collect();
    if errors.is_empty() { Ok(artifacts) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_sorted_and_unique() {
        assert!(OUTPUTS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
