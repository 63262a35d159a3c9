//! The tree of organisational units, and the levels of units above assessed ones.
//!
//! A parent is evaluated like the whole: the share of a criterion is the mean over the assessed units below, weighted by
//! size, and only then compared with the threshold. Levels are never averaged.

use jiff::civil::Date;

use super::links::Links;
use super::maturity::{Maturity, evaluate_units};
use crate::content::Model;
use crate::content::names::Ref;
use crate::content::organisation::Unit;

/// A unit above assessed units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parent {
    /// The unit.
    pub unit: Ref<Unit>,
    /// The assessed units below it, in table order.
    pub parts: Vec<Ref<Unit>>,
    /// What they have reached together.
    pub maturity: Maturity,
}

/// Every unit above assessed units, in table order.
pub fn parents(model: &Model, links: &Links, as_of: Date) -> Vec<Parent> {
    let parent = |unit: Ref<Unit>| {
        let mut parts: Vec<_> = below(links, unit).into_iter().filter(|&one| model.units[one].assessed).collect();
        parts.sort_unstable();
        (!parts.is_empty()).then(|| Parent { unit, maturity: evaluate_units(model, &parts, as_of), parts })
    };
    model.units.refs().filter_map(|(unit, _)| parent(unit)).collect()
}

/// All units below one, each once, nearer ones first.
pub fn below(links: &Links, unit: Ref<Unit>) -> Vec<Ref<Unit>> {
    let mut found = vec![unit];
    let mut next = 0;
    while let Some(&at) = found.get(next) {
        for &child in links.units_below.of(at) {
            if !found.contains(&child) {
                found.push(child);
            }
        }
        next += 1;
    }
    found.split_off(1)
}

/// The units above one, nearest first. Where the tree closes a cycle, which is an error, the unit stands among them.
pub fn above(model: &Model, unit: Ref<Unit>) -> Vec<Ref<Unit>> {
    let mut above = Vec::new();
    let mut at = model.units[unit].parent;
    while let Some(parent) = at {
        if above.contains(&parent) {
            break;
        }
        above.push(parent);
        at = model.units[parent].parent;
    }
    above
}

/// For each dimension whether the whole stands higher in it than every part: then no part meets alone what the whole
/// meets. Possible where thresholds are below 1 and different parts meet different criteria.
pub fn higher_than_each(whole: &Maturity, parts: &[&Maturity]) -> Vec<bool> {
    let best = |index: usize| parts.iter().filter_map(|part| part.dimensions.get(index)?.level).max();
    let levels = whole.dimensions.iter().enumerate();
    levels.map(|(index, state)| !parts.is_empty() && state.level > best(index).or(Some(0))).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::world::{division, unit_of};

    #[test]
    fn above_and_below() {
        let model = division();
        let links = Links::new(&model);
        let unit = |id| unit_of(&model, id);
        assert_eq!(below(&links, unit("stadt")), ["fb-c", "gb", "fb-a", "fb-b"].map(unit));
        assert_eq!(above(&model, unit("fb-a")), ["gb", "stadt"].map(unit));
        assert_eq!((below(&links, unit("fb-a")), above(&model, unit("stadt"))), (vec![], vec![]));
    }

    /// gb: 1a is met in A alone, 3/4 of its size; 1b in B alone, 1/4. Both reach 1/4, and neither unit meets both.
    /// stadt: 1a 3/8, 1b 1/8 below 1/4.
    #[test]
    fn a_parent_can_stand_higher_than_every_unit() {
        let model = division();
        let day = date(2024, 12, 31);
        let parents = parents(&model, &Links::new(&model), day);
        let levels: Vec<_> = parents.iter().map(|parent| parent.maturity.dimensions[0].level).collect();
        assert_eq!(
            parents.iter().map(|parent| parent.unit).collect::<Vec<_>>(),
            ["gb", "stadt"].map(|id| unit_of(&model, id))
        );
        assert_eq!(levels, [Some(1), Some(0)]);
        let parts: Vec<_> = parents[0].parts.iter().map(|&part| evaluate_units(&model, &[part], day)).collect();
        let parts: Vec<_> = parts.iter().collect();
        assert_eq!(higher_than_each(&parents[0].maturity, &parts), [true]);
        assert_eq!(higher_than_each(&parents[1].maturity, &parts), [false]);
        assert_eq!(higher_than_each(&parents[0].maturity, &[]), [false]);
    }
}
