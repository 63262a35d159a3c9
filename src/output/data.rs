//! `daten/reifegrad.json`: every figure on the site can be recomputed from it. Shares are exact, in lowest terms.

use jiff::civil::Date;
use serde::Serialize;

use super::{Artifacts, Material, Output};
use crate::analysis::Analysis;
use crate::analysis::forecast::Scenario;
use crate::analysis::maturity::{DimensionState, Maturity};
use crate::content::Model;
use crate::content::scalar::Rational;
use crate::diagnostics::Diagnostic;

pub(super) const OUTPUT: Output = Output { name: "data", render };

#[derive(Serialize)]
struct Data<'a> {
    stichtag: String,
    dimensionen: Vec<Dimension<'a>>,
    gesamt: Overall,
    verlauf: Vec<Change<'a>>,
    prognose: Vec<ForecastChange<'a>>,
    einheiten: Vec<Unit<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    datum: String,
    dimension: &'a str,
    stufe: Option<u32>,
}

#[derive(Serialize)]
struct ForecastChange<'a> {
    szenario: &'static str,
    dimension: &'a str,
    stufe: Option<u32>,
    datum: String,
}

#[derive(Serialize)]
struct Unit<'a> {
    id: &'a str,
    dimensionen: Vec<Dimension<'a>>,
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
        dimensionen: dimensions(model, maturity),
        gesamt: Overall {
            minimum: maturity.overall.minimum,
            erfuellungsgrad: exact(maturity.overall.fulfilment.as_ref()),
        },
        verlauf: history(model, analysis),
        prognose: Scenario::ALL.iter().flat_map(|&scenario| forecast(model, analysis, scenario)).collect(),
        einheiten: analysis
            .units
            .iter()
            .map(|(unit, maturity)| Unit { id: &model.units[*unit].head.id, dimensionen: dimensions(model, maturity) })
            .collect(),
    };
    let mut bytes =
        serde_json::to_vec_pretty(&data).map_err(|error| Diagnostic::general("E0502").with("meldung", error))?;
    bytes.push(b'\n');
    artifacts.insert("daten/reifegrad.json".to_owned(), bytes);
    Ok(())
}

fn dimensions<'a>(model: &'a Model, maturity: &Maturity) -> Vec<Dimension<'a>> {
    let pairs = model.maturity.dimensions.iter().zip(&maturity.dimensions);
    pairs.map(|(dimension, state)| self::dimension(model, &dimension.id, state)).collect()
}

/// Every change of a level on the days that `counts`, by date, then in the model's order.
fn changes<'a>(
    model: &'a Model,
    analysis: &Analysis,
    scenario: Scenario,
    counts: impl Fn(Date) -> bool,
) -> Vec<(Date, &'a str, Option<u32>)> {
    let mut changes = Vec::new();
    for (reference, dimension) in model.maturity.dimensions.refs() {
        let levels = analysis.forecast.levels(scenario, reference).changes();
        let counted = levels.iter().filter(|(day, _)| counts(*day));
        changes.extend(counted.map(|&(day, level)| (day, dimension.id.as_str(), level)));
    }
    changes.sort_by_key(|(day, ..)| *day);
    changes
}

fn history<'a>(model: &'a Model, analysis: &Analysis) -> Vec<Change<'a>> {
    let past = changes(model, analysis, Scenario::Secured, |day| day <= analysis.as_of);
    past.into_iter().map(|(day, dimension, stufe)| Change { datum: day.to_string(), dimension, stufe }).collect()
}

fn forecast<'a>(model: &'a Model, analysis: &Analysis, scenario: Scenario) -> Vec<ForecastChange<'a>> {
    let row = |(day, dimension, stufe): (Date, &'a str, Option<u32>)| ForecastChange {
        szenario: scenario.word(),
        dimension,
        stufe,
        datum: day.to_string(),
    };
    changes(model, analysis, scenario, |day| day > analysis.as_of).into_iter().map(row).collect()
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
