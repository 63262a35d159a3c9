//! The data file: every figure on the site can be recomputed from it.
//!
//! Adding a key: a file with what it holds (a struct that derives `Serialize` and `JsonSchema`) and `of`, which makes it
//! from model and analysis; a `mod` line; a field at the end of [`Data`]; and in the catalogues a text for each field
//! under `datenfeld`. Schema, tables and the page about them follow by themselves. Shares are [`Share`], days are [`Day`],
//! dates as written are [`Written`]: plain text would be nameless in the schema.

mod dimensions;
mod forecast;
mod history;
mod overall;
mod scalar;
mod units;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::content::Model;
use scalar::Day;

/// The file, key by key. What stands first is fixed by the description of the format; other keys follow.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Data<'a> {
    stichtag: Day,
    dimensionen: Vec<dimensions::Dimension<'a>>,
    gesamt: overall::Overall,
    verlauf: Vec<history::Change<'a>>,
    prognose: Vec<forecast::Change<'a>>,
    einheiten: Vec<units::Unit<'a>>,
}

impl<'a> Data<'a> {
    /// Everything, from the content and what follows from it.
    pub fn of(model: &'a Model, analysis: &'a Analysis) -> Self {
        Self {
            stichtag: Day(analysis.as_of),
            dimensionen: dimensions::of(model, &analysis.maturity),
            gesamt: overall::of(&analysis.maturity),
            verlauf: history::of(model, analysis),
            prognose: forecast::of(model, analysis),
            einheiten: units::of(model, analysis),
        }
    }

    /// As JSON, with a line for each value.
    ///
    /// # Errors
    /// Never: every key is text.
    pub fn json(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}
