//! `archiv/`: every published state of the data as an archive that stays, with the checksums of all; written only where a
//! site is published for everybody.
//!
//! An archive holds the files of the data folder, without its pages, and their checksums. It is named after the as-of date
//! and these checksums: the same data give the same archive, whatever else changes. What was published before comes from
//! the release that holds, and goes on with the new one.

use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{Artifacts, Following, Made, Material, hash};
use crate::content::section::Section;
use crate::data::{ARCHIVE, Archived, FOLDER, SUMS};
use crate::diagnostics::Diagnostic;
use crate::page::archive::State;

pub(super) const OUTPUT: Following = Following { of: &[Section::Data], render };

/// Hexadecimal digits in an archive's name.
const DIGITS: usize = 12;

fn render(material: Material<'_>, made: &mut Made<'_>) -> Result<(), Diagnostic> {
    let Some(earlier) = material.input.archive else { return Ok(()) };
    let as_of = material.input.analysis.as_of.to_string();
    let state = state(&as_of, made.kept()).map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    let others = earlier.iter().filter(|one| one.name != state.name);
    let states: Vec<_> = others.chain([&state]).collect();
    let sums: String = states.iter().map(|one| line(&one.bytes, &one.name)).collect();
    made.insert(format!("{ARCHIVE}/{SUMS}"), sums.into_bytes());
    made.extend(states.into_iter().map(|one| (format!("{ARCHIVE}/{}", one.name), one.bytes.clone())));
    Ok(())
}

/// As `sha256sum` writes and reads it.
fn line(bytes: &[u8], name: &str) -> String {
    format!("{}  {name}\n", hash(bytes))
}

/// The present state of the data.
fn state(as_of: &str, artifacts: &Artifacts) -> Result<Archived, ZipError> {
    let files = artifacts.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix(FOLDER)?.strip_prefix('/')?;
        (!name.ends_with(".html")).then_some((name, bytes.as_slice()))
    });
    let files: Vec<_> = files.collect();
    let sums: String = files.iter().map(|(name, bytes)| line(bytes, name)).collect();
    let name = format!("{as_of}-{}.zip", &hash(sums.as_bytes())[..DIGITS]);
    let all = files.into_iter().chain([(SUMS, sums.as_bytes())]);
    Ok(Archived { name, bytes: packed(all)? })
}

/// The same files give the same bytes: no clock, no rights of this machine.
fn packed<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// What is kept, the oldest first: name, size and checksum.
pub(super) fn kept(artifacts: &Artifacts) -> Vec<State> {
    let sums = artifacts.get(&format!("{ARCHIVE}/{SUMS}")).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let state = |line: &str| {
        let (sum, name) = line.split_once("  ")?;
        let size = artifacts.get(&format!("{ARCHIVE}/{name}"))?.len();
        Some(State { name: name.to_owned(), sum: sum.to_owned(), size })
    };
    sums.iter().flat_map(|text| text.lines().filter_map(state)).collect()
}
