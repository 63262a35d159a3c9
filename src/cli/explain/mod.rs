//! `spatz explain`: how a level comes about and what is missing, what would be if, and cause and remedy of a finding.

mod code;
mod json;
mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;

pub(super) use self::code::without_arguments;
use super::run::{Place, date, messages};
use super::text::Form;
use crate::analysis::derivation::{CriterionStep, Derivation};
use crate::analysis::maturity::Asked;
use crate::analysis::next_step::{Aim, NextStep, next_step};
use crate::analysis::whatif::{Assumption, Differences, assume, differences};
use crate::analysis::{Analysis, analyse};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::measure::Measure;
use crate::content::names::{Kind, Lookup, Names, Ref};
use crate::content::organisation::Unit;
use crate::diagnostics::nearest;
use crate::messages::Messages;
use crate::pipeline::Known;
use crate::view::compose::{Compose, Input};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// A dimension, a criterion, or the code that stands in brackets beside a finding.
    subject: Option<String>,
    #[command(flatten)]
    place: Place,
    /// Why this level is or is not reached, and the way to it; the next level without it.
    #[arg(long, value_name = "N")]
    level: Option<u32>,
    /// What if this measure were completed on that day, in one unit or in all; after the as-of date it is a plan.
    #[arg(long = "if", value_name = "MEASURE[@UNIT]=DATE", value_parser = condition)]
    conditions: Vec<Condition>,
    /// What if this measure did not exist.
    #[arg(long, value_name = "MEASURE")]
    without: Vec<String>,
    /// Discarded measures take part in the way to a level.
    #[arg(long)]
    eingestellte: bool,
    /// How the explanation is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// A measure that is assumed to be completed, as it was written.
#[derive(Debug, Clone)]
struct Condition {
    measure: String,
    unit: Option<String>,
    day: Date,
}

fn condition(text: &str) -> Result<Condition, String> {
    let (measure, day) = text.split_once('=').ok_or("expected MEASURE=DATE, such as e-akte=2026-03-31")?;
    let (measure, unit) = match measure.split_once('@') {
        Some((measure, unit)) => (measure, Some(unit.to_owned())),
        None => (measure, None),
    };
    Ok(Condition { measure: measure.to_owned(), unit, day: date(day)? })
}

/// All that an explanation says.
struct Explained<'a> {
    dimension: Option<Ref<Dimension>>,
    /// Only this criterion of it.
    criterion: Option<Ref<Criterion>>,
    /// The level asked for.
    level: Option<u32>,
    derivation: Option<Derivation>,
    next: Option<NextStep>,
    assumptions: &'a [Assumption],
    differences: Option<Differences>,
    /// The model without assumptions.
    original: &'a Model,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let is_what_if = !arguments.conditions.is_empty() || !arguments.without.is_empty();
    match &arguments.subject {
        Some(subject) if code::is_code(subject) => {
            code::explain(subject, &messages(arguments.place.lang), arguments.format)
        }
        None if !is_what_if => code::list(&messages(arguments.place.lang), arguments.format),
        _ => content(arguments),
    }
}

/// Explains what follows from the content.
fn content(arguments: &Arguments) -> ExitCode {
    let read = arguments.format.reporting().read(&arguments.place.content, &arguments.place.settings());
    let Ok(content) = read else { return ExitCode::FAILURE };
    let (text, exit) = match explanation(arguments, &content.known, &content.messages) {
        Ok(text) => (text, ExitCode::SUCCESS),
        Err(text) => {
            drop(writeln!(io::stderr(), "{text}"));
            return ExitCode::FAILURE;
        }
    };
    // A reader that went away (`| head`) is no error of ours.
    drop(write!(io::stdout(), "{text}"));
    exit
}

/// # Errors
/// What is not known by the name that was given.
fn explanation(arguments: &Arguments, known: &Known, messages: &Messages) -> Result<String, String> {
    let finder = Finder { names: &known.model.names, messages };
    let subject = arguments.subject.as_deref().map(|subject| finder.subject(&known.model, subject)).transpose()?;
    let assumptions = finder.assumptions(&known.model, arguments)?;
    let assumed = (!assumptions.is_empty()).then(|| {
        let model = assume(&known.model, &assumptions, known.analysis.as_of);
        let analysis = analyse(&model, known.analysis.as_of);
        Known { model, analysis }
    });
    let Known { model, analysis } = assumed.as_ref().unwrap_or(known);
    let dimension = subject.map(|(dimension, _)| dimension);
    let explained = Explained {
        dimension,
        criterion: subject.and_then(|(_, criterion)| criterion),
        level: arguments.level,
        derivation: dimension.map(|one| Derivation::new(model, &analysis.maturity, one, analysis.as_of)),
        next: dimension.and_then(|one| way(arguments, model, analysis, one)),
        assumptions: &assumptions,
        differences: assumed.as_ref().map(|assumed| differences(model, &known.analysis, &assumed.analysis)),
        original: &known.model,
    };
    let input = Input::new(model, analysis, messages);
    let c = input.compose("");
    Ok(match arguments.format {
        Form::Text => text::text(&c, &explained),
        Form::Json => json::json(&c, &explained),
    })
}

fn way(arguments: &Arguments, model: &Model, analysis: &Analysis, dimension: Ref<Dimension>) -> Option<NextStep> {
    let aim = Aim { level: arguments.level, discarded: arguments.eingestellte };
    next_step(model, &analysis.maturity, dimension, aim, analysis.as_of)
}

/// Reason and end of the exemption that holds for a criterion.
fn exemption(c: &Compose<'_>, step: &CriterionStep) -> Option<String> {
    let holds = step.asked == Asked::Exempt;
    holds.then(|| crate::view::derivation::exemption_words(c, step.criterion)).flatten()
}

/// Finds records by the names that were given.
struct Finder<'a> {
    names: &'a Names,
    messages: &'a Messages,
}

impl Finder<'_> {
    /// A dimension, or a criterion with its dimension.
    fn subject(&self, model: &Model, id: &str) -> Result<(Ref<Dimension>, Option<Ref<Criterion>>), String> {
        if let Lookup::Found(index) = self.names.lookup(Kind::Dimension, id) {
            return Ok((Ref::new(index), None));
        }
        if let Lookup::Found(index) = self.names.lookup(Kind::Criterion, id) {
            let criterion = Ref::new(index);
            return Ok((model.maturity.criteria[criterion].dimension, Some(criterion)));
        }
        let ids = self.names.ids(Kind::Dimension).chain(self.names.ids(Kind::Criterion)).collect::<Vec<_>>();
        let dimensions = self.names.ids(Kind::Dimension).collect::<Vec<_>>().join(", ");
        Err(self.unknown(id, Kind::Dimension, &ids, &dimensions))
    }

    fn measure(&self, id: &str) -> Result<Ref<Measure>, String> {
        match self.names.lookup(Kind::Measure, id) {
            Lookup::Found(index) => Ok(Ref::new(index)),
            _ => Err(self.unknown(id, Kind::Measure, &self.names.ids(Kind::Measure).collect::<Vec<_>>(), "")),
        }
    }

    fn unit(&self, id: &str) -> Result<Ref<Unit>, String> {
        match self.names.lookup(Kind::Unit, id) {
            Lookup::Found(index) => Ok(Ref::new(index)),
            _ => Err(self.unknown(id, Kind::Unit, &self.names.ids(Kind::Unit).collect::<Vec<_>>(), "")),
        }
    }

    /// Says what is not known, and what may have been meant.
    fn unknown(&self, id: &str, kind: Kind, known: &[&str], all: &str) -> String {
        let kind = self.messages.get(kind.key());
        let text = self.messages.format("E0203.meldung", &[("id", id), ("art", kind)]);
        let hint = match nearest(id, known.iter().copied()) {
            Some(near) => self.messages.format("hinweis.meinten-sie", &[("vorschlag", near)]),
            None if all.is_empty() => return text,
            None => self.messages.format("hinweis.erlaubt", &[("liste", all)]),
        };
        format!("{text}; {hint}")
    }

    fn assumptions(&self, model: &Model, arguments: &Arguments) -> Result<Vec<Assumption>, String> {
        let completed = arguments.conditions.iter().map(|condition| self.completed(model, condition));
        let without = arguments.without.iter().map(|measure| Ok(Assumption::Without(self.measure(measure)?)));
        completed.chain(without).collect()
    }

    fn completed(&self, model: &Model, condition: &Condition) -> Result<Assumption, String> {
        let measure = self.measure(&condition.measure)?;
        let unit = condition.unit.as_deref().map(|unit| self.unit(unit)).transpose()?;
        if unit.is_some() && model.measures[measure].rollout.is_none() {
            let id = condition.measure.as_str();
            return Err(self.messages.format("was-waere.kein-rollout", &[("massnahme", id)]));
        }
        Ok(Assumption::Completed { measure, unit, day: condition.day })
    }
}
