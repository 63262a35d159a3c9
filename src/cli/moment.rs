//! What a command compares with: a day, or the content as a commit has it.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::run::{Reporting, date, messages};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::history::{History, HistoryError};
use crate::messages::Language;
use crate::source::Sources;

/// A state, as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moment {
    /// A day, with what is known of it today.
    Day(Date),
    /// A commit, with what it knew of its own as-of date, or else of the day it was made.
    Revision(String),
}

/// Reads a moment of the command line.
pub(super) fn moment(text: &str) -> Result<Moment, String> {
    Ok(date(text).map_or_else(|_| Moment::Revision(text.to_owned()), Moment::Day))
}

impl Moment {
    pub(super) fn revision(&self) -> Option<&str> {
        match self {
            Self::Day(_) => None,
            Self::Revision(name) => Some(name),
        }
    }
}

/// Where versions are read from.
pub(super) struct Versions<'a> {
    history: History,
    content: &'a Path,
    language: Option<Language>,
    reporting: Reporting,
}

impl<'a> Versions<'a> {
    /// The versions of a content folder. What is wrong has been printed.
    pub(super) fn of(content: &'a Path, language: Option<Language>, reporting: Reporting) -> Result<Self, ()> {
        match History::of(content) {
            Ok(history) => Ok(Self { history, content, language, reporting }),
            Err(error) => {
                refuse(&error, "", content, language, reporting);
                Err(())
            }
        }
    }

    /// What reads a version. What is wrong has been printed.
    pub(super) fn read<T>(
        &self,
        revision: &str,
        read: impl Fn(&History, &str) -> Result<T, HistoryError>,
    ) -> Result<T, ()> {
        read(&self.history, revision)
            .map_err(|error| refuse(&error, revision, self.content, self.language, self.reporting))
    }
}

/// The content folder as it stands before the paths of a version.
pub(super) fn shown(content: &Path, revision: &str) -> PathBuf {
    PathBuf::from(format!("{revision}:{}", content.display()))
}

fn refuse(error: &HistoryError, revision: &str, content: &Path, language: Option<Language>, reporting: Reporting) {
    let folder = content.display().to_string();
    let about = |code| Diagnostic::general(code).with("fassung", revision).with("ordner", folder);
    let diagnostic = match error {
        HistoryError::NoRepository => about("E0801"),
        HistoryError::Shallow => about("E0802"),
        HistoryError::Unknown => about("E0803"),
        HistoryError::NoFolder => about("E0804"),
        HistoryError::Foreign(root) => Diagnostic::general("E0805").with("ordner", root.as_str()),
        HistoryError::Unreadable(text) => Diagnostic::general("E0806").with("meldung", text.as_str()),
    };
    let mut found = Diagnostics::default();
    found.extend([diagnostic]);
    reporting.print(&found, &Sources::default(), &messages(language), content);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_as_a_date_is_one() {
        assert_eq!(moment("2023-06-27"), Ok(Moment::Day(jiff::civil::date(2023, 6, 27))));
        assert_eq!(moment("v2.1"), Ok(Moment::Revision("v2.1".to_owned())));
        assert_eq!(moment("main~3"), Ok(Moment::Revision("main~3".to_owned())));
    }
}
