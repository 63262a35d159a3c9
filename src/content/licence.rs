//! Licences for open data: those of the list of DCAT-AP.de that suit what a public body publishes.

use super::fields::Choice;

/// A licence. Its name stands in the catalogues under `lizenz`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Licence {
    /// Datenlizenz Deutschland, attribution, 2.0.
    #[default]
    GermanAttribution,
    /// Datenlizenz Deutschland, zero, 2.0.
    GermanZero,
    /// Creative Commons, attribution, 4.0.
    Attribution,
    /// Creative Commons, attribution and share alike, 4.0.
    ShareAlike,
    /// Creative Commons, no rights reserved, 1.0.
    Zero,
}

impl Choice for Licence {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("dl-de-by-2.0", Self::GermanAttribution),
        ("dl-de-zero-2.0", Self::GermanZero),
        ("cc-by-4.0", Self::Attribution),
        ("cc-by-sa-4.0", Self::ShareAlike),
        ("cc0-1.0", Self::Zero),
    ];
}

impl Licence {
    /// Its id at SPDX and the Open Definition.
    pub fn id(self) -> String {
        self.word().to_uppercase()
    }

    /// The key of its name in the catalogues.
    pub fn key(self) -> String {
        format!("lizenz.{}", self.word())
    }

    /// Where its text stands.
    pub fn address(self) -> &'static str {
        match self {
            Self::GermanAttribution => "https://www.govdata.de/dl-de/by-2-0",
            Self::GermanZero => "https://www.govdata.de/dl-de/zero-2-0",
            Self::Attribution => "https://creativecommons.org/licenses/by/4.0/",
            Self::ShareAlike => "https://creativecommons.org/licenses/by-sa/4.0/",
            Self::Zero => "https://creativecommons.org/publicdomain/zero/1.0/",
        }
    }

    /// What it is called in the list of DCAT-AP.de.
    pub fn dcat(self) -> &'static str {
        match self {
            Self::GermanAttribution => "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
            Self::GermanZero => "http://dcat-ap.de/def/licenses/dl-zero-de/2.0",
            Self::Attribution => "http://dcat-ap.de/def/licenses/cc-by/4.0",
            Self::ShareAlike => "http://dcat-ap.de/def/licenses/cc-by-sa/4.0",
            Self::Zero => "http://dcat-ap.de/def/licenses/cc-zero",
        }
    }

    /// Whether who uses the data must name who publishes them.
    pub fn asks_for_name(self) -> bool {
        matches!(self, Self::GermanAttribution | Self::Attribution | Self::ShareAlike)
    }
}
