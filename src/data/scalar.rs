//! How single values are written.

use std::borrow::Cow;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::analysis::exemption::Phase;
use crate::analysis::forecast::Scenario;
use crate::analysis::maturity::Asked;
use crate::analysis::status::Status;
use crate::analysis::target::TargetState;
use crate::content::fields::Choice;
use crate::content::scalar::{Datum, Period, Rational};

/// What a share looks like.
pub(super) const SHARE: &str = "^(0|[1-9][0-9]*)(/[1-9][0-9]*)?$";

/// A share, exact and in lowest terms: `"3/4"`, `"1"`, `"0"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share(pub(super) Rational);

/// A day: `"2024-12-31"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day(pub(super) Date);

/// A date in the precision in which it was written: `"2024"`, `"2024-Q2"`, `"2024-07"`, `"2024-07-15"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written(pub(super) Datum);

/// A period: `"24 Monate"`, `"2 Jahre"`, `"90 Tage"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length(pub(super) Period);

/// One of several words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<T>(pub(super) T);

/// What is written as one of several words.
pub(super) trait Words: Copy {
    /// All of them.
    fn words() -> Vec<&'static str>;

    /// The word of a value.
    fn word_of(self) -> &'static str;
}

impl<T: Choice + PartialEq> Words for T {
    fn words() -> Vec<&'static str> {
        T::CHOICES.iter().map(|(word, _)| *word).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

impl Words for Status {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|status| status.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

impl Words for Scenario {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|scenario| scenario.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

impl Words for TargetState {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|state| state.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

impl Words for Phase {
    fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|phase| phase.word()).collect()
    }

    fn word_of(self) -> &'static str {
        self.word()
    }
}

impl Words for Asked {
    fn words() -> Vec<&'static str> {
        [Self::Yes, Self::NotValid, Self::Exempt].map(Self::word_of).to_vec()
    }

    fn word_of(self) -> &'static str {
        match self {
            Self::Yes => "ja",
            Self::NotValid => "ausser_kraft",
            Self::Exempt => "ausgenommen",
        }
    }
}

impl Share {
    /// The share, if there is one.
    pub(super) fn optional(share: Option<&Rational>) -> Option<Self> {
        share.cloned().map(Self)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<T: Words> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word_of())
    }
}

impl JsonSchema for Share {
    fn schema_name() -> Cow<'static, str> {
        "Anteil".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": SHARE})
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Tag".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

impl JsonSchema for Written {
    fn schema_name() -> Cow<'static, str> {
        "Datum".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?$"})
    }
}

impl JsonSchema for Length {
    fn schema_name() -> Cow<'static, str> {
        "Dauer".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9]+ (Tage|Monate|Jahre)$"})
    }
}

impl<T: Words> JsonSchema for Word<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Wort".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": T::words()})
    }
}
