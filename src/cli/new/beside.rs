//! Files that are put beside others, into a folder that has something in it.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::super::run::{messages, print_findings, write_diagnostic};
use crate::diagnostics::Diagnostics;
use crate::messages::Language;
use crate::source::{FileChange, FileError, Sources, StarterFiles, read_file};
use crate::write::{FilesError, FilesReason, WriteError, write_files};

/// Files to begin with, and what is said when they are there.
pub(super) struct Beside<'a> {
    pub(super) folder: &'a Path,
    pub(super) language: Option<Language>,
    pub(super) files: StarterFiles,
    /// Key of the message that tells what to do next.
    pub(super) next: &'static str,
}

impl Beside<'_> {
    /// Writes the files if none of them replaces anything, and tells what to do next.
    pub(super) fn write(&self) -> ExitCode {
        let messages = messages(self.language);
        let written = self.changes().and_then(|changes| write_files(self.folder, &changes).map_err(refusal));
        if let Err(error) = written {
            let mut found = Diagnostics::default();
            found.push(write_diagnostic(error, self.folder, &messages));
            print_findings(&found, &Sources::default(), &messages, Path::new(""));
            return ExitCode::FAILURE;
        }
        let paths: Vec<_> = self.files.iter().map(|(path, _)| path.as_str()).collect();
        let told = messages.format(self.next, &[("dateien", &paths.join(", "))]);
        // A reader that went away is no error of ours.
        drop(writeln!(io::stdout(), "{told}"));
        ExitCode::SUCCESS
    }

    /// The files that are not there yet. One that is there as it is to be may stay.
    fn changes(&self) -> Result<Vec<FileChange>, WriteError> {
        let (mut changes, mut foreign) = (Vec::new(), Vec::new());
        for (path, text) in &self.files {
            match read_file(&self.folder.join(path), text.len() as u64) {
                Err(FileError::Missing) => {
                    changes.push(FileChange { path: path.clone(), before: None, after: text.as_bytes().to_vec() })
                }
                Ok(bytes) if bytes == text.as_bytes() => {}
                _ => foreign.push(path.clone()),
            }
        }
        if foreign.is_empty() { Ok(changes) } else { Err(WriteError::Foreign(foreign)) }
    }
}

fn refusal(error: FilesError) -> WriteError {
    match error.reason {
        FilesReason::Changed => WriteError::Foreign(vec![error.path.display().to_string()]),
        FilesReason::Io(reason) => WriteError::Io(error.path, reason),
    }
}
