//! `daten/reifegrad.json`: every figure on the site can be recomputed from it. Shares are exact, in lowest terms.
//!
//! Adding a key: a file in `data/` with what it holds (a `Serialize` struct) and `of`, which makes it from model and
//! analysis; a `mod` line; a field of [`Data`], at the end. Values are written by [`exact`] and by `to_string` of dates.

mod dimensions;
mod forecast;
mod history;
mod overall;
mod units;

use serde::Serialize;

use super::{Artifacts, Material, Output};
use crate::analysis::Analysis;
use crate::content::Model;
use crate::content::scalar::Rational;
use crate::diagnostics::Diagnostic;

pub(super) const OUTPUT: Output = Output { name: "data", render };

/// The file, key by key. What stands first is fixed by the description of the format; other keys follow.
#[derive(Serialize)]
struct Data<'a> {
    stichtag: String,
    dimensionen: Vec<dimensions::Dimension<'a>>,
    gesamt: overall::Overall,
    verlauf: Vec<history::Change<'a>>,
    prognose: Vec<forecast::Change<'a>>,
    einheiten: Vec<units::Unit<'a>>,
}

impl<'a> Data<'a> {
    fn of(model: &'a Model, analysis: &'a Analysis) -> Self {
        Self {
            stichtag: analysis.as_of.to_string(),
            dimensionen: dimensions::of(model, &analysis.maturity),
            gesamt: overall::of(&analysis.maturity),
            verlauf: history::of(model, analysis),
            prognose: forecast::of(model, analysis),
            einheiten: units::of(model, analysis),
        }
    }
}

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let data = Data::of(material.input.model, material.input.analysis);
    let mut bytes =
        serde_json::to_vec_pretty(&data).map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    bytes.push(b'\n');
    artifacts.insert("daten/reifegrad.json".to_owned(), bytes);
    Ok(())
}

/// A share as the file writes it: `"3/4"`, `"1"`, `"0"`.
fn exact(share: Option<&Rational>) -> Option<String> {
    share.map(ToString::to_string)
}
