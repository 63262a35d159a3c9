//! Declared and proven: levels from all completed measures, and from those alone for which there is evidence.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::contribution::{assessed_units, counts_anywhere};
use super::maturity::{Maturity, evaluate_only};
use crate::content::Model;
use crate::content::measure::Measure;
use crate::content::names::Ref;

/// What is left where only proven measures count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Levels, progress and what is missing, as if measures without evidence contributed to nothing.
    pub maturity: Maturity,
    /// By dimension, in the model's order: the measures that count there without evidence, in table order.
    pub unproven: Vec<Vec<Ref<Measure>>>,
}

impl Proven {
    /// Evaluates the model once more, without what is not proven.
    pub fn new(model: &Model, as_of: Date) -> Self {
        let maturity = evaluate_only(model, as_of, |measure| is_proven(measure, as_of));
        Self { maturity, unproven: unproven(model, as_of) }
    }
}

/// The measures that count in each dimension without evidence.
fn unproven(model: &Model, as_of: Date) -> Vec<Vec<Ref<Measure>>> {
    let units = assessed_units(model);
    let mut unproven = vec![Vec::new(); model.maturity.dimensions.len()];
    for (reference, measure) in model.measures.refs().filter(|(_, measure)| !is_proven(measure, as_of)) {
        if counts_anywhere(model, measure, &units, as_of) {
            let dimensions: BTreeSet<_> =
                measure.fulfils.iter().map(|&one| model.maturity.criteria[one].dimension).collect();
            dimensions.into_iter().for_each(|dimension| unproven[dimension.index()].push(reference));
        }
    }
    unproven
}

/// Whether there is evidence of a measure: undated, or dated up to the day (a coarse date counts from its last day).
pub fn is_proven(measure: &Measure, day: Date) -> bool {
    measure.evidence.iter().any(|evidence| evidence.date.is_none_or(|date| date.last() <= day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::maturity::evaluate;
    use crate::analysis::world::{AS_OF, CriterionPlan, DimensionPlan, World};
    use crate::content::maturity_model::Rule;
    use crate::content::measure::Evidence;
    use crate::content::names::Table;
    use crate::content::scalar::Datum;

    fn evidence(date: Option<&str>) -> Evidence {
        Evidence { date: date.map(|date| Datum::parse(date).unwrap()), ..Evidence::default() }
    }

    fn with_evidence(measure: usize, date: Option<&str>, model: &Model) -> Model {
        let mut measures: Vec<Measure> = model.measures.iter().cloned().collect();
        measures[measure].evidence.push(evidence(date));
        Model { measures: Table::new(measures), ..model.clone() }
    }

    /// Two levels with a criterion each, both met.
    fn model() -> Model {
        let criterion = |level| CriterionPlan { level, weight: 1, must: false, count: 1, twelfths: 12, from: None };
        World {
            top: 2,
            rule: Rule::All,
            dimensions: vec![DimensionPlan { weight: 1, criteria: vec![criterion(1), criterion(2)] }],
            measures: vec![World::completed(0), World::completed(1)],
            units: Vec::new(),
            exemptions: Vec::new(),
        }
        .model()
    }

    fn proven(model: &Model) -> (Option<u32>, Vec<Ref<Measure>>) {
        let proven = Proven::new(model, AS_OF);
        (proven.maturity.dimensions[0].level, proven.unproven[0].clone())
    }

    #[test]
    fn only_what_is_proven_counts() {
        let (first, second) = (Ref::new(0), Ref::new(1));
        assert_eq!(evaluate(&model(), AS_OF).dimensions[0].level, Some(2));
        assert_eq!(proven(&model()), (Some(0), vec![first, second]));
        assert_eq!(proven(&with_evidence(0, None, &model())), (Some(1), vec![second]));
        let both = with_evidence(1, Some("2024-06"), &with_evidence(0, Some("2023"), &model()));
        assert_eq!(proven(&both), (Some(2), vec![]));
    }

    #[test]
    fn evidence_counts_from_the_last_day_of_its_date() {
        let measure = |date| Measure { evidence: vec![evidence(date)], ..Measure::default() };
        assert!(is_proven(&measure(None), AS_OF));
        assert!(is_proven(&measure(Some("2024-Q2")), AS_OF));
        assert!(!is_proven(&measure(Some("2024")), AS_OF));
        assert!(!is_proven(&Measure::default(), AS_OF));
    }

    mod properties {
        use proptest::prelude::*;

        use super::*;
        use crate::analysis::world::worlds;

        proptest! {
            #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

            /// What is proven is never above what is declared, and equal where nothing that counts is unproven.
            #[test]
            fn proven_is_at_most_declared(world in worlds(), proofs in prop::collection::vec(any::<bool>(), 8)) {
                let mut model = world.model();
                for (index, _) in proofs.iter().enumerate().take(model.measures.len()).filter(|(_, proof)| **proof) {
                    model = with_evidence(index, None, &model);
                }
                let (declared, proven) = (evaluate(&model, AS_OF), Proven::new(&model, AS_OF));
                for (index, state) in declared.dimensions.iter().enumerate() {
                    let other = &proven.maturity.dimensions[index];
                    prop_assert!(other.level <= state.level && other.fulfilment <= state.fulfilment);
                    if proven.unproven[index].is_empty() {
                        prop_assert_eq!(other, state);
                    }
                }
            }
        }
    }
}
