//! What the disk costs: the least that any generator does.
//!
//! The floor reads every file below the content folder, and writes files of the same paths and sizes as a finished site,
//! into a new folder, in two steps: folders, then files. It parses nothing and renders nothing; what it writes comes from
//! one buffer. It has one thread, which reads and writes each file in one call. It makes no safe exchange, computes no
//! hashes and looks at nothing that was there before. Which files there are to write stands in a list that it is given, so
//! that it need not read them.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The files below a folder, with their sizes in bytes.
///
/// # Errors
/// If the folder cannot be read.
pub(crate) fn files(folder: &Path) -> Result<Vec<(PathBuf, u64)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push((entry.path().strip_prefix(folder)?.to_owned(), entry.metadata()?.len()));
        }
    }
    Ok(files)
}

/// Writes the list of what a finished site consists of.
///
/// # Errors
/// If the site cannot be read or the list not written.
pub(crate) fn list(site: &Path, list: &Path) -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    for (path, size) in files(site)? {
        writeln!(text, "{size}\t{}", path.display())?;
    }
    Ok(fs::write(list, text)?)
}

/// Reads the content and writes what the list says.
///
/// # Errors
/// If anything cannot be read or written.
pub(crate) fn floor(content: &Path, list: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let sources = files(content)?;
    let mut read = 0;
    for (path, _) in sources {
        read += fs::read(content.join(path))?.len();
    }
    let text = fs::read_to_string(list)?;
    let wanted: Vec<(usize, &Path)> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(size, path)| Ok((size.parse()?, Path::new(path))))
        .collect::<Result<_, std::num::ParseIntError>>()?;
    let folders: BTreeSet<_> = wanted.iter().filter_map(|(_, path)| path.parent()).collect();
    for folder in folders {
        fs::create_dir_all(out.join(folder))?;
    }
    let largest = wanted.iter().map(|(size, _)| *size).max().unwrap_or_default();
    let buffer: Vec<u8> = (b'a'..=b'z').cycle().take(largest).collect();
    wanted.iter().try_for_each(|(size, path)| fs::write(out.join(path), &buffer[..*size]))?;
    println!("{read} bytes read, {} files written", wanted.len());
    Ok(())
}
