//! Outputs: from results to bytes. Nothing here touches the disk.
//!
//! Adding an output: a file, a `mod` line, an entry in [`OUTPUTS`].

mod archive;
mod assets;
mod calendar;
mod catalogue;
mod compressed;
mod data;
mod demand;
mod design;
mod embedding;
mod feed;
mod files;
#[cfg(feature = "pdf")]
pub mod handout;
mod html;
mod offline;
mod oparl;
mod package;
mod policy;
mod search;
mod security;
mod server;
mod sitemap;
mod structured;
mod tables;
mod watch;
mod workbook;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use sha2::{Digest, Sha256};

pub use self::compressed::compressed;
pub use self::demand::OnDemand;
pub use self::design::{addresses, unfit};
pub use self::offline::{OfflineError, Part, offline};
pub use self::watch::{Count, Stage, Tell, Watch};
use crate::diagnostics::Diagnostic;
use crate::messages::Messages;
use crate::source::{Sources, ThemeFile};
use crate::view::compose::{Edition, Input};

/// The whole site: path from its root to bytes. The same input gives the same bytes.
pub type Artifacts = BTreeMap<String, Vec<u8>>;

/// The SHA-256 of a file, as 64 hexadecimal digits.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An object with the keys that have a value.
fn object<const N: usize>(keys: [(&str, Option<Value>); N]) -> Value {
    Value::Object(keys.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
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
    /// Who is told how far it has come.
    pub watch: Watch<'a>,
}

impl Material<'_> {
    /// The path of the site on its server, from `/` to `/`; none where the address is not known.
    pub fn root(&self) -> Option<String> {
        let (_, rest) = self.base_url?.split_once("://")?;
        let path = rest.split_once('/').map_or("", |(_, path)| path);
        Some(if path.is_empty() { "/".to_owned() } else { format!("/{path}/") })
    }

    /// Who gives names that hold for good: the host of the site's address, else the municipality key.
    fn host(&self) -> String {
        let address = self.base_url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let host = address.and_then(|rest| rest.split(['/', ':', '?', '#']).next()).map(str::to_lowercase);
        let key = || self.input.model.site.municipality_key.as_ref().map(|key| format!("ags-{key}"));
        host.or_else(key).unwrap_or_else(|| "spatz".to_owned())
    }

    /// Tells that something is odd.
    pub fn found(&self, finding: Diagnostic) {
        self.odd.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    }
}

/// What output for a view that not everybody has says of itself.
fn banner(messages: &Messages, view: Option<&str>) -> Option<String> {
    view.map(|view| messages.format("ui_banner", &[("sicht", messages.get(&format!("sicht.{view}")))]))
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
    feed::OUTPUT,
    #[cfg(feature = "pdf")]
    handout::OUTPUT,
    oparl::OUTPUT,
    security::OUTPUT,
    tables::OUTPUT,
    workbook::OUTPUT,
];

/// What follows from the files of all others, and of those before it.
const LAST: &[Output] =
    &[package::OUTPUT, catalogue::OUTPUT, archive::OUTPUT, html::OUTPUT, server::OUTPUT, sitemap::OUTPUT];

/// What a handbook has: pages and what they load.
const HANDBOOK: &[Output] = &[assets::OUTPUT, html::OUTPUT];

/// Renders everything.
///
/// # Errors
/// What keeps an output from being made, all of it.
pub fn render(material: Material<'_>) -> Result<Artifacts, Vec<Diagnostic>> {
    let mut artifacts = Artifacts::new();
    let (outputs, last) = match material.input.edition {
        Edition::Site => (OUTPUTS, LAST),
        Edition::Handbook => (HANDBOOK, [].as_slice()),
    };
    let errors: Vec<_> =
        outputs.iter().chain(last).filter_map(|output| (output.render)(material, &mut artifacts).err()).collect();
    if errors.is_empty() { Ok(artifacts) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn outputs_are_sorted_and_unique() {
        assert!(OUTPUTS.windows(2).all(|pair| pair[0].name < pair[1].name));
        let names: BTreeSet<_> = OUTPUTS.iter().chain(LAST).map(|output| output.name).collect();
        assert_eq!(names.len(), OUTPUTS.len() + LAST.len());
    }
}
