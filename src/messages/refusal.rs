//! Why the operating system refuses, in words of the catalogue: its own are English, and numbers.

use std::io::{self, ErrorKind};

use super::Messages;

/// The key of the words for a kind of refusal, if there are some: those that happen to people who build a site.
fn refusal_key(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::AlreadyExists => "betriebssystem.vorhanden",
        ErrorKind::NotFound => "betriebssystem.fehlt",
        ErrorKind::PermissionDenied => "betriebssystem.rechte",
        ErrorKind::StorageFull => "betriebssystem.voll",
        ErrorKind::QuotaExceeded => "betriebssystem.kontingent",
        ErrorKind::FileTooLarge => "betriebssystem.zu-gross",
        ErrorKind::ReadOnlyFilesystem => "betriebssystem.nur-lesen",
        ErrorKind::InvalidFilename => "betriebssystem.name",
        ErrorKind::NotADirectory => "betriebssystem.kein-ordner",
        ErrorKind::IsADirectory => "betriebssystem.ordner",
        _ => return None,
    })
}

/// The same as an argument of a finding; `text` are the system's own words.
pub fn refusal_argument(kind: ErrorKind, text: String) -> String {
    refusal_key(kind).map_or(text, |key| format!("@{key}"))
}

impl Messages {
    /// Why the operating system refused; in its own words where the catalogue has none.
    pub fn refusal(&self, error: &io::Error) -> String {
        refusal_key(error.kind()).map_or_else(|| error.to_string(), |key| self.get(key).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    /// The numbers are those of Linux.
    #[test]
    fn what_happens_to_people_is_told_in_their_language() {
        let messages = Messages::load(Language::German);
        let told = |number| messages.refusal(&io::Error::from_raw_os_error(number));
        let (not_found, denied, no_folder, too_large, full, read_only, long, quota) = (2, 13, 20, 27, 28, 30, 36, 122);
        for number in [not_found, denied, no_folder, too_large, full, read_only, long, quota] {
            assert!(!told(number).contains("os error"), "{}", told(number));
        }
        assert_eq!(told(full), "auf dem Datenträger ist kein Platz mehr");
        assert!(told(5).contains("os error 5"), "what no words are for is told as it is");
    }
}
