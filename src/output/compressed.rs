//! Texts once more, compressed beside them: a web server that knows how sends them as they are.
//!
//! The same text gives the same bytes on every machine: no time, no name and no system stand in them.

use std::io::{Read, Write};

use brotli::CompressorReader;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;

use super::{Artifacts, Sink, Stage, Watch};

/// What is text, by the ends of names. Pictures, workbooks and PDF are compressed in themselves.
const TEXTS: &[&str] =
    &["atom", "css", "csv", "html", "ics", "js", "json", "jsonld", "rdf", "svg", "ttl", "txt", "xml"];

/// The best that Brotli has, and the window that all browsers know.
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;
const BUFFER: usize = 1 << 16;

/// `.gz` and `.br` for each text, where they are smaller.
pub fn compressed(artifacts: &Artifacts, watch: Watch<'_>) -> Artifacts {
    let texts: Vec<_> = artifacts.iter().filter(|(path, _)| is_text(path)).collect();
    let count = watch.begin(Stage::Compression, texts.len());
    let both = texts.into_par_iter().flat_map_iter(|(path, bytes)| {
        let editions: Vec<_> = editions(path, bytes).collect();
        count.step();
        editions
    });
    both.collect()
}

/// Hands on each file, and after a text its compressed editions.
pub struct Compressing<'s>(pub &'s dyn Sink);

impl Sink for Compressing<'_> {
    fn put(&self, path: &str, bytes: Vec<u8>) {
        let editions: Vec<_> = if is_text(path) { editions(path, &bytes).collect() } else { Vec::new() };
        self.0.put(path, bytes);
        editions.into_iter().for_each(|(path, bytes)| self.0.put(&path, bytes));
    }
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| TEXTS.contains(&end))
}

/// A text compressed, where that is smaller.
fn editions(path: &str, bytes: &[u8]) -> impl Iterator<Item = (String, Vec<u8>)> {
    let editions = [("gz", gzip(bytes)), ("br", brotli(bytes))];
    editions.into_iter().filter_map(move |(end, edition)| {
        edition.filter(|edition| edition.len() < bytes.len()).map(|edition| (format!("{path}.{end}"), edition))
    })
}

/// None where the compressor fails, which it does not on memory.
fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    // 255: on an unknown system. No time is 0.
    let mut encoder = GzBuilder::new().operating_system(255).write(Vec::new(), Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut compressed = Vec::new();
    CompressorReader::new(bytes, BUFFER, QUALITY, WINDOW).read_to_end(&mut compressed).ok()?;
    Some(compressed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        let text = "Wörter, Wörter, Wörter. ".repeat(500).into_bytes();
        let artifacts: Artifacts =
            [("a.html", &text), ("b.png", &text)].map(|(path, text)| (path.to_owned(), text.clone())).into();
        let both = compressed(&artifacts, Watch::default());
        assert_eq!(both.keys().collect::<Vec<_>>(), ["a.html.br", "a.html.gz"]);
        let mut back = Vec::new();
        flate2::read::GzDecoder::new(&both["a.html.gz"][..]).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
        back.clear();
        brotli::Decompressor::new(&both["a.html.br"][..], BUFFER).read_to_end(&mut back).unwrap();
        assert_eq!(back, text);
        assert_eq!(compressed(&artifacts, Watch::default()), both);
        assert_eq!(both["a.html.gz"][4..10], [0, 0, 0, 0, 2, 255], "no time, the best compression, no system");
    }

    #[test]
    fn what_would_grow_is_left_out() {
        let artifacts: Artifacts = [("a.txt".to_owned(), b"ab".to_vec())].into();
        assert!(compressed(&artifacts, Watch::default()).is_empty());
    }
}
