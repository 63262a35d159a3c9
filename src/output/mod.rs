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
mod made;
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

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

pub use self::compressed::{Compressing, compressed};
pub use self::demand::OnDemand;
pub use self::design::{addresses, unfit};
use self::made::Made;
pub use self::made::{Nowhere, Sink};
pub use self::offline::{OfflineError, Part, offline};
pub use self::watch::{Count, Stage, Tell, Watch};
use crate::content::section::Section;
use crate::data::ARCHIVE;
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

/// One output, which is made of the content alone.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Name of its file.
    pub name: &'static str,
    /// The parts of the site that its files belong to: a site without one of them is without the files.
    pub of: &'static [Section],
    /// Appends its files.
    pub render: fn(Material<'_>, &mut Artifacts) -> Result<(), Diagnostic>,
}

impl Output {
    fn files(&self, material: Material<'_>) -> Result<Artifacts, Diagnostic> {
        let mut files = Artifacts::new();
        (self.render)(material, &mut files).map(|()| files)
    }
}

/// One output that follows from the files of others as well.
#[derive(Debug, Clone, Copy)]
struct Following {
    /// The parts of the site that its files belong to.
    of: &'static [Section],
    /// Appends its files.
    render: fn(Material<'_>, &mut Made<'_>) -> Result<(), Diagnostic>,
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

/// What describes the files of all others, and of those before it.
const DESCRIBING: &[Following] = &[package::OUTPUT, catalogue::OUTPUT, archive::OUTPUT];

/// What follows from the paths of all files before it.
const LAST: &[Following] = &[html::OUTPUT, server::OUTPUT, sitemap::OUTPUT];

/// Renders everything.
///
/// # Errors
/// What keeps an output from being made, all of it.
pub fn render(material: Material<'_>) -> Result<Artifacts, Vec<Diagnostic>> {
    let sink = Mutex::default();
    render_into(material, &sink)?;
    Ok(sink.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Renders everything, and hands on each file as soon as no other is made from it; the paths of all.
///
/// # Errors
/// What keeps an output from being made, all of it. Some files may have been handed on.
pub fn render_into(material: Material<'_>, sink: &dyn Sink) -> Result<BTreeSet<String>, Vec<Diagnostic>> {
    let mut made = Made::new(sink);
    let Steps { outputs, describing, last } = Steps::of(material.input);
    let mut errors = Vec::new();
    for files in outputs.par_iter().map(|output| output.files(material)).collect::<Vec<_>>() {
        files.map(|files| made.extend(files)).unwrap_or_else(|error| errors.push(error));
    }
    errors.extend(describing.iter().filter_map(|output| (output.render)(material, &mut made).err()));
    // The page of the archive tells how large its files are.
    made.hand_on_all_but(ARCHIVE);
    errors.extend(last.iter().filter_map(|output| (output.render)(material, &mut made).err()));
    if errors.is_empty() { Ok(made.finish()) } else { Err(errors) }
}

/// The outputs that a site has, in the order in which they are made.
struct Steps {
    outputs: Vec<&'static Output>,
    describing: Vec<&'static Following>,
    last: Vec<&'static Following>,
}

impl Steps {
    fn of(input: &Input<'_>) -> Self {
        let has = |of: &[Section]| of.iter().all(|&section| input.has(section));
        let following = |all: &'static [Following]| all.iter().filter(|one| has(one.of)).collect();
        match input.edition {
            Edition::Site => Self {
                outputs: OUTPUTS.iter().filter(|one| has(one.of)).collect(),
                describing: following(DESCRIBING),
                last: following(LAST),
            },
            // Pages, and what they load.
            Edition::Handbook => {
                Self { outputs: vec![&assets::OUTPUT], describing: Vec::new(), last: vec![&html::OUTPUT] }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_sorted_and_unique() {
        assert!(OUTPUTS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
