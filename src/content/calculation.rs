//! `kosten.yaml`: cost calculations, inputs and formulas, and the figures the source prints beside them.

use crate::diagnostics::Diagnostic;
use crate::source::yaml::Node;
use crate::source::{Span, Spanned};

use super::common::{Head, SourceRef};
use super::fields::{Context, Fields, Read};
use super::formula::{Formula, is_name};
use super::names::{Kind, Record, Table};
use super::scalar::Amount;
use super::{Model, ReadRecord};

/// An input of a calculation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// Title.
    pub title: String,
    /// Its value.
    pub value: Amount,
    /// Unit of measurement.
    pub unit: Option<String>,
    /// Whether the source says "about".
    pub rounded: bool,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Read for Input {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let input = Self {
            title: fields.required("titel"),
            value: fields.required("wert"),
            unit: fields.optional("einheit"),
            rounded: fields.or("rund", false),
            sources: fields.list("quelle"),
            assumption: fields.optional("annahme"),
        };
        fields.finish();
        Some(input)
    }
}

/// A line of a calculation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Title.
    pub title: String,
    /// How it follows from inputs and earlier lines; none while the content has errors.
    pub formula: Option<Spanned<Formula>>,
    /// Unit of measurement.
    pub unit: Option<String>,
    /// The figure the source prints.
    pub printed: Option<Amount>,
    /// Where it is from.
    pub sources: Vec<SourceRef>,
    /// What was assumed.
    pub assumption: Option<String>,
}

impl Read for Line {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let (title, text) = (fields.required("titel"), fields.required::<Spanned<String>>("formel"));
        let formula = Formula::parse(&text).map(|formula| Spanned::new(formula, text.span));
        if formula.is_none() && !text.is_empty() {
            fields.context.found.push(Diagnostic::at("E0306", text.span).with("formel", &text.value));
        }
        let line = Self {
            title,
            formula,
            unit: fields.optional("einheit"),
            printed: fields.optional("gedruckt"),
            sources: fields.list("quelle"),
            assumption: fields.optional("annahme"),
        };
        fields.finish();
        Some(line)
    }
}

/// A cost calculation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calculation {
    /// Id, title, source.
    pub head: Head,
    /// Explanation.
    pub text: Option<String>,
    /// Inputs by name, in the order written.
    pub inputs: Vec<(Spanned<String>, Input)>,
    /// Lines by name, each after the names it uses.
    pub lines: Vec<(Spanned<String>, Line)>,
}

impl Record for Calculation {
    const KIND: Kind = Kind::Calculation;
}

impl ReadRecord for Calculation {
    fn read(head: Head, fields: &mut Fields<'_, '_, '_>) -> Self {
        let calculation = Self {
            head,
            text: fields.optional("text"),
            inputs: fields.named("eingaben"),
            lines: fields.named("rechnung"),
        };
        let findings = check_names(&calculation, fields.span_of("rechnung"));
        fields.context.found.extend(findings);
        calculation
    }

    fn head(&self) -> &Head {
        &self.head
    }

    fn cited(&self) -> Vec<&SourceRef> {
        let inputs = self.inputs.iter().flat_map(|(_, input)| &input.sources);
        let lines = self.lines.iter().flat_map(|(_, line)| &line.sources);
        self.head.sources.iter().chain(inputs).chain(lines).collect()
    }

    fn table(model: &Model) -> &Table<Self> {
        &model.calculations
    }
}

/// Every name is one, stands once, and is defined before it is used.
fn check_names(calculation: &Calculation, span: Span) -> Vec<Diagnostic> {
    let inputs = calculation.inputs.iter().map(|(name, _)| (name, None));
    let lines = calculation.lines.iter().map(|(name, line)| (name, line.formula.as_ref()));
    let all: Vec<_> = inputs.chain(lines).collect();
    let mut found = Vec::new();
    for (index, (name, formula)) in all.iter().enumerate() {
        let known: Vec<&str> = all[..index].iter().map(|(name, _)| name.as_str()).collect();
        if !is_name(name) {
            found.push(Diagnostic::at("E0307", name.span).with("name", &name.value));
        } else if known.contains(&name.as_str()) {
            found.push(Diagnostic::at("E0218", name.span).with("id", &name.value).with("art", "@art.groesse"));
        }
        let Some(formula) = formula else { continue };
        for used in formula.names().into_iter().filter(|used| !known.contains(used)) {
            let finding = Diagnostic::at("E0203", formula.span).with("id", used).with("art", "@art.groesse");
            let later = all.iter().any(|(name, _)| name.value == used);
            found.push(if later {
                finding.hint("weiter-unten")
            } else {
                finding.did_you_mean(used, known.iter().copied())
            });
        }
    }
    if calculation.lines.is_empty() {
        found.push(Diagnostic::at("W0201", span).with("schluessel", "rechnung"));
    }
    found
}
