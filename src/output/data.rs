//! `daten/reifegrad.json`: every figure on the site can be recomputed from it. Shares are exact, in lowest terms.

use serde::Serialize;

use super::{Artifacts, Material, Output};
use crate::analysis::maturity::DimensionState;
use crate::content::Model;
use crate::content::scalar::Rational;
use crate::diagnostics::Diagnostic;

pub(super) const OUTPUT: Output = Output { name: "data", render };

#[derive(Serialize)]
struct Data<'a> {
    stichtag: String,
    dimensionen: Vec<Dimension<'a>>,
    gesamt: Overall,
}

#[derive(Serialize)]
struct Dimension<'a> {
    id: &'a str,
    stufe: Option<u32>,
    fortschritt: Option<String>,
    erfuellungsgrad: Option<String>,
    obergrenze: u32,
    voraus: String,
    fehlend: Vec<&'a str>,
}

#[derive(Serialize)]
struct Overall {
    minimum: Option<u32>,
    erfuellungsgrad: Option<String>,
}

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let (model, analysis) = (material.input.model, material.input.analysis);
    let maturity = &analysis.maturity;
    let data = Data {
        stichtag: analysis.as_of.to_string(),
        dimensionen: model
            .maturity
            .dimensions
            .iter()
            .zip(&maturity.dimensions)
            .map(|(dimension, state)| self::dimension(model, &dimension.id, state))
            .collect(),
        gesamt: Overall {
            minimum: maturity.overall.minimum,
            erfuellungsgrad: exact(maturity.overall.fulfilment.as_ref()),
        },
    };
    let mut bytes =
        serde_json::to_vec_pretty(&data).map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    bytes.push(b'\n');
    artifacts.insert("daten/reifegrad.json".to_owned(), bytes);
    Ok(())
}

fn dimension<'a>(model: &'a Model, id: &'a str, state: &DimensionState) -> Dimension<'a> {
    let criterion = |&missing| model.maturity.criteria[missing].id.value.as_str();
    Dimension {
        id,
        stufe: state.level,
        fortschritt: exact(state.progress.as_ref()),
        erfuellungsgrad: exact(state.fulfilment.as_ref()),
        obergrenze: state.cap,
        voraus: state.ahead.to_string(),
        fehlend: state.missing.iter().map(criterion).collect(),
    }
}

fn exact(share: Option<&Rational>) -> Option<String> {
    share.map(ToString::to_string)
}
