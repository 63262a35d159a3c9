//! The data file: every figure on the site can be recomputed from it.
//!
//! Adding a key: a file with what it holds (a struct that derives `Serialize` and `JsonSchema`) and `of`, which makes it
//! from model and analysis; a `mod` line; a field at the end of `Data`; and in the catalogues a text for each field
//! under `datenfeld`. Schema, tables and the page about them follow by themselves. Shares are `Share`, days are `Day`,
//! dates as written are `Written`: plain text would be nameless in the schema.

mod basis;
mod causes;
mod coverage;
mod criteria;
mod delay;
pub mod delimited;
mod dimensions;
mod exemptions;
mod expectations;
mod forecast;
mod fragility;
mod further;
mod gaps;
mod heat;
mod history;
mod measures;
pub(crate) mod next_steps;
mod overall;
mod proven;
mod reports;
mod scalar;
pub mod schema;
pub mod synopsis;
pub mod table;
mod targets;
mod units;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::analysis::Analysis;
use crate::content::Model;
use crate::messages::Messages;
use scalar::Day;
use schema::{Field, Form};
use table::{Column, Table};

/// The file, key by key. What stands first is fixed by the description of the format; other keys follow.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Data<'a> {
    stichtag: Day,
    dimensionen: Vec<dimensions::Dimension<'a>>,
    gesamt: overall::Overall,
    verlauf: Vec<history::Change<'a>>,
    prognose: Vec<forecast::Change<'a>>,
    einheiten: Vec<units::Unit<'a>>,
    ergaenzung: further::Further<'a>,
    kriterien: Vec<criteria::Criterion<'a>>,
    massnahmen: Vec<measures::Measure<'a>>,
    verzug: delay::Delay,
    ziele: Vec<targets::Target<'a>>,
    ausnahmen: Vec<exemptions::Exemption<'a>>,
    ohne_ausnahmen: exemptions::Without<'a>,
    grundlage: basis::Basis<'a>,
    uebergeordnet: Vec<units::Unit<'a>>,
    meldungen: reports::Reports<'a>,
    felder: Vec<heat::Field<'a>>,
    ohne_massnahme: Vec<gaps::Gap<'a>>,
    ohne_kriterium: Vec<&'a str>,
    fragil: fragility::Fragility<'a>,
    abdeckung: coverage::Coverage<'a>,
    belegt: Vec<proven::Proven<'a>>,
    ursachen: Vec<causes::Row<'a>>,
    erwartet: Vec<expectations::Expectation<'a>>,
    naechster_schritt: Vec<next_steps::Way<'a>>,
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
            ergaenzung: further::of(model, &analysis.maturity),
            kriterien: criteria::of(model, &analysis.maturity),
            massnahmen: measures::of(model, analysis),
            verzug: delay::of(analysis.forecast.delay),
            ziele: targets::of(model, analysis),
            ausnahmen: exemptions::of(model, analysis),
            ohne_ausnahmen: exemptions::without(model, &analysis.exemptions.without),
            grundlage: basis::of(model, analysis.as_of),
            uebergeordnet: units::parents(model, analysis),
            meldungen: reports::of(model, analysis),
            felder: heat::of(model, analysis),
            ohne_massnahme: gaps::of(model, analysis),
            ohne_kriterium: gaps::aimless(model, analysis),
            fragil: fragility::of(model, analysis),
            abdeckung: coverage::of(model, analysis),
            belegt: proven::of(model, analysis),
            ursachen: causes::of(model, analysis),
            erwartet: expectations::of(model, analysis),
            naechster_schritt: next_steps::of(model, analysis),
        }
    }
}

/// A file of the data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path from the site's root.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its columns and how many rows it has, where it is a table.
    pub shape: Option<Shape>,
}

impl File {
    /// What it is called in its folder.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// What it holds. That of a table is what its list means in the data file.
    pub fn meaning<'a>(&self, messages: &'a Messages) -> &'a str {
        match self.name() {
            DATA => messages.get("daten.datei.daten"),
            SCHEMA => messages.get("daten.datei.schema"),
            table => {
                let path = table.trim_end_matches(".csv").split('-').skip(1).map(str::to_owned).collect();
                let meaning = Field { path, form: Form::Rows }.meaning(messages);
                meaning.unwrap_or_else(|| messages.get("daten.datei.uebrige"))
            }
        }
    }
}

/// What a table of the data folder is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub rows: usize,
}

/// Every file of the data folder: the data file, its schema, its tables.
///
/// # Errors
/// Never, as far as we know: every key is text, every row of a table has all of its cells.
pub fn files(model: &Model, analysis: &Analysis, messages: &Messages) -> Result<Vec<File>, String> {
    let data = serde_json::to_value(Data::of(model, analysis)).map_err(|error| error.to_string())?;
    let table = |table: Table| {
        let bytes = table.csv()?;
        let shape = Shape { rows: table.rows.len(), columns: table.columns };
        Ok(File { path: format!("{FOLDER}/{}.csv", table.name), bytes, shape: Some(shape) })
    };
    let tables = table::tables(&schema::form(), &data).into_iter().map(table);
    // The address in the content is what it is called, wherever a site is built for.
    let address = model.site.address.as_deref();
    let address = address.map(|base| format!("{}/{FOLDER}/{SCHEMA}", base.trim_end_matches('/')));
    let data =
        [(DATA, &data), (SCHEMA, &schema::schema(messages, address.as_deref()))].map(|(name, value)| json(name, value));
    data.into_iter().chain(tables).collect()
}

/// A state of the data that was published, packed to stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// Name of its file.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Folder of the published states, from the site's root.
pub const ARCHIVE: &str = "archiv";
/// Checksums of the files beside it.
pub const SUMS: &str = "SHA256SUMS";

/// Folder of the data files, from the site's root.
pub const FOLDER: &str = "daten";
/// The data file.
pub const DATA: &str = "reifegrad.json";
/// Its schema.
pub const SCHEMA: &str = "reifegrad.schema.json";

/// With a line for each value, so that two states of a file can be compared.
fn json(name: &str, value: &Value) -> Result<File, String> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| error.to_string())?;
    bytes.push(b'\n');
    Ok(File { path: format!("{FOLDER}/{name}"), bytes, shape: None })
}
