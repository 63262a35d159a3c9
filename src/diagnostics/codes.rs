//! The registry of finding codes. Words (message, cause, remedy) stand in the message catalogue under the code.

use schemars::JsonSchema;
use serde::Serialize;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops a build.
    Error,
    /// Odd, but readable.
    Warning,
}

/// Errors begin with `E`, warnings with `W`.
pub fn severity(code: &str) -> Severity {
    if code.starts_with('E') { Severity::Error } else { Severity::Warning }
}

/// All codes, sorted. 00 reading, 01 encoding and syntax, 02 fields and references, 03 records' meaning, 04 model,
/// 05 themes and output, 06 command line, 07 import, 08 history, 09 editing.
pub const CODES: &[&str] = &[
    "E0001", "E0002", "E0003", "E0004", "E0005", "E0006", "E0007", "E0008", "E0009", "E0101", "E0102", "E0103",
    "E0104", "E0105", "E0106", "E0107", "E0108", "E0109", "E0110", "E0111", "E0112", "E0113", "E0114", "E0115",
    "E0116", "E0117", "E0118", "E0119", "E0120", "E0121", "E0122", "E0123", "E0124", "E0125", "E0126", "E0201",
    "E0202", "E0203", "E0204", "E0205", "E0206", "E0207", "E0208", "E0209", "E0210", "E0211", "E0212", "E0213",
    "E0214", "E0215", "E0216", "E0217", "E0218", "E0219", "E0220", "E0230", "E0240", "E0241", "E0242", "E0250",
    "E0301", "E0302", "E0303", "E0304", "E0305", "E0306", "E0307", "E0308", "E0309", "E0310", "E0311", "E0312",
    "E0313", "E0320", "E0321", "E0322", "E0401", "E0402", "E0403", "E0404", "E0405", "E0406", "E0501", "E0502",
    "E0503", "E0504", "E0505", "E0510", "E0511", "E0701", "E0702", "E0703", "E0704", "E0705", "E0706", "E0707",
    "E0708", "E0709", "E0710", "E0711", "E0712", "E0713", "E0714", "E0715", "E0716", "E0717", "E0718", "E0719",
    "E0720", "E0721", "E0722", "E0723", "E0731", "E0732", "E0733", "E0734", "E0735", "E0736", "E0737", "E0738",
    "E0801", "E0802", "E0803", "E0804", "E0805", "E0806", "E0910", "E0911", "E0912", "E0913", "E0914", "E0915",
    "E0916", "E0917", "W0001", "W0101", "W0201", "W0202", "W0301", "W0302", "W0303", "W0304", "W0305", "W0306",
    "W0307", "W0308", "W0309", "W0310", "W0311", "W0312", "W0313", "W0314", "W0320", "W0321", "W0322", "W0323",
    "W0324", "W0325", "W0326", "W0327", "W0328", "W0401", "W0402", "W0501", "W0502", "W0510", "W0701", "W0801",
    "W0910",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{Language, Messages};

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(CODES.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn every_code_has_message_cause_and_remedy_and_no_others_exist() {
        for &(_, language) in Language::ALL {
            let messages = Messages::load(language);
            for code in CODES {
                for part in ["meldung", "ursache", "abhilfe"] {
                    let key = format!("{}.{part}", code);
                    assert!(messages.find(&key).is_some(), "{key} is missing in {}", language.tag());
                }
            }
            let known = |key: &str| CODES.iter().any(|code| key.starts_with(*code));
            for prefix in ["E0", "W0"] {
                for rest in messages.section(prefix).keys() {
                    assert!(known(&format!("{prefix}{rest}")), "{prefix}{rest} has no code");
                }
            }
        }
    }
}
