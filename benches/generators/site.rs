//! Whether a generator did its work: what its site must have, looked up in the finished files.

use std::error::Error;
use std::fs;
use std::path::Path;

use crate::corpus::{Corpus, Record};
use crate::floor::files;

/// Where a generator puts what was asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    /// What follows a record's id in the path of its page.
    pub(crate) record: &'static str,
    /// The page that lists all records.
    pub(crate) listing: &'static str,
    /// The page that lists them by status.
    pub(crate) by_status: &'static str,
    /// The newest records or events.
    pub(crate) feed: &'static str,
}

/// What a finished site consists of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// How many files.
    pub(crate) files: usize,
    /// Bytes in all of them.
    pub(crate) bytes: u64,
    /// Bytes in the pages of records.
    pub(crate) record_bytes: usize,
}

impl Size {
    /// Whether pages of records are about as long as the other's: by no more than a fifth shorter or a quarter longer.
    pub(crate) fn is_like(self, other: Size) -> bool {
        (4 * other.record_bytes..=5 * other.record_bytes).contains(&(5 * self.record_bytes))
            || (4 * self.record_bytes..=5 * self.record_bytes).contains(&(5 * other.record_bytes))
    }
}

/// Looks whether a site has the page of each record, with title, list, table and both links, a page that lists all, one
/// that lists them by status, a feed and a list of all pages for search engines.
///
/// # Errors
/// The first thing that is missing.
pub(crate) fn look(site: &Path, places: Places, corpus: Corpus) -> Result<Size, Box<dyn Error>> {
    let mut record_bytes = 0;
    for record in corpus.iter() {
        record_bytes += look_at(site, places, record)?;
    }
    let read = |path: &str| fs::read_to_string(site.join(path)).map_err(|error| format!("{path}: {error}"));
    for page in [places.listing, places.by_status, "sitemap.xml"] {
        let text = read(page)?;
        let missing = corpus.iter().find(|record| !text.contains(&address(*record, places)));
        if let Some(record) = missing {
            return Err(format!("{page} does not list {}", record.id()).into());
        }
    }
    if !read(places.feed)?.contains("<entry>") {
        return Err(format!("{} is empty", places.feed).into());
    }
    let files = files(site)?;
    Ok(Size { files: files.len(), bytes: files.iter().map(|(_, size)| size).sum(), record_bytes })
}

/// What every address of a record's page ends with, whatever stands before it.
fn address(record: Record, places: Places) -> String {
    format!("{}{}", record.id(), places.record.trim_end_matches("index.html"))
}

/// Looks at one record's page; returns its length.
fn look_at(site: &Path, places: Places, record: Record) -> Result<usize, Box<dyn Error>> {
    let path = format!("projekte/{}{}", record.id(), places.record);
    let text = fs::read_to_string(site.join(&path)).map_err(|error| format!("{path}: {error}"))?;
    let links = record.linked().map(|linked| format!("{}\"", address(linked, places)));
    let wanted = [format!("<h1>{}</h1>", record.title()), "<li>".to_owned(), "<td".to_owned()];
    match wanted.iter().chain(&links).find(|part| !text.contains(*part)) {
        Some(part) => Err(format!("{path} lacks {part}").into()),
        None => Ok(text.len()),
    }
}
