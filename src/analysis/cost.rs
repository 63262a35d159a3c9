//! Cost calculations: computed from their inputs, held against the printed figures.

use std::collections::BTreeMap;

use crate::content::calculation::Calculation;
use crate::content::scalar::Rational;

/// The lines of a calculation, in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalculationResult {
    /// One for each line.
    pub lines: Vec<LineResult>,
}

/// A computed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineResult {
    /// What follows from the formula; none on a division by zero or past all proportion.
    pub value: Option<Rational>,
    /// Printed minus computed, where the source prints a figure.
    pub difference: Option<Rational>,
}

/// Computes a calculation line by line.
pub fn calculate(calculation: &Calculation) -> CalculationResult {
    let mut known: BTreeMap<&str, Rational> =
        calculation.inputs.iter().map(|(name, input)| (name.as_str(), input.value.value())).collect();
    let mut lines = Vec::with_capacity(calculation.lines.len());
    for (name, line) in &calculation.lines {
        let value = line.formula.as_ref().and_then(|formula| formula.evaluate(&|name| known.get(name).cloned()));
        let difference = line.printed.as_ref().zip(value.clone()).map(|(printed, value)| printed.value() - value);
        known.extend(value.clone().map(|value| (name.as_str(), value)));
        lines.push(LineResult { value, difference });
    }
    CalculationResult { lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::calculation::{Input, Line};
    use crate::content::formula::Formula;
    use crate::content::scalar::Amount;
    use crate::source::{Span, Spanned};

    #[test]
    fn lines_that_square_each_other_come_to_an_end() {
        let named = |name: String| Spanned::new(name, Span::default());
        let input = Input { value: Amount::Number(Rational::from(9)), ..Input::default() };
        let line = |index: usize| {
            let formula =
                Formula::parse(&format!("a{index} * a{index}")).map(|formula| Spanned::new(formula, Span::default()));
            (named(format!("a{}", index + 1)), Line { formula, ..Line::default() })
        };
        let inputs = vec![(named("a0".to_owned()), input)];
        let lines = (0..24).map(line).collect();
        let result = calculate(&Calculation { inputs, lines, ..Calculation::default() });
        assert!(result.lines[0].value.is_some());
        assert_eq!(result.lines[23].value, None);
    }
}
