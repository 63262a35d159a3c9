//! What projects cost together: sums that say of how many projects they are.
//!
//! A sum is of the projects whose sources give an amount of that sort, and never pretends to be more. No euro counts
//! twice: a project that is part of another (`teil_von`) is taken to be contained in the other's amount of the same
//! sort, however many levels above; where no project above gives one, its own amount counts. What measures cost is not
//! in these sums, because it may be a share of what their project costs.
//!
//! A project that belongs to several strategies counts in the sum of each: the sums of strategies do not add up to the
//! whole.

use crate::content::Model;
use crate::content::common::CostSort;
use crate::content::names::Ref;
use crate::content::project::Project;
use crate::content::scalar::Money;

/// A sum of one sort, over some projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// The amounts of the projects counted.
    pub money: Money,
    /// How many projects are counted.
    pub counted: usize,
    /// How many there are that are not contained in the amount of another.
    pub of: usize,
    /// How many are contained in the amount of another.
    pub contained: usize,
}

/// The sum of what projects cost, each named once.
pub fn sum(model: &Model, projects: &[Ref<Project>], sort: CostSort) -> Sum {
    let amount = |project: Ref<Project>| model.projects[project].cost.as_ref()?.amount(sort);
    let mut sum = Sum::default();
    for &project in projects {
        if wholes(model, project).any(|whole| projects.contains(&whole) && amount(whole).is_some()) {
            sum.contained += 1;
            continue;
        }
        sum.of += 1;
        if let Some(money) = amount(project) {
            sum.counted += 1;
            sum.money = Money::from_cents(sum.money.cents() + money.cents());
        }
    }
    sum
}

/// The projects that one is part of, the nearest first. A circle is an error; here it ends nonetheless.
fn wholes(model: &Model, project: Ref<Project>) -> impl Iterator<Item = Ref<Project>> {
    let above = move |&one: &Ref<Project>| model.projects[one].part_of.filter(|&whole| whole != project);
    std::iter::successors(above(&project), above).take(model.projects.len())
}

/// Projects that belong to more than one strategy.
pub fn in_several_strategies(model: &Model) -> usize {
    model.projects.iter().filter(|project| project.strategies.len() > 1).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::common::Cost;
    use crate::content::names::Table;

    /// Projects by planned euros and the position of the project that each is part of.
    fn model(projects: &[(Option<i128>, Option<usize>)]) -> Model {
        let project = |&(euros, part_of): &(Option<i128>, Option<usize>)| Project {
            cost: euros.map(|euros| Cost { planned: Some(Money::from_cents(euros * 100)), ..Cost::default() }),
            part_of: part_of.map(Ref::new),
            ..Project::default()
        };
        Model { projects: Table::new(projects.iter().map(project).collect()), ..Model::default() }
    }

    fn planned(projects: &[(Option<i128>, Option<usize>)], of: &[usize]) -> (i128, usize, usize, usize) {
        let refs: Vec<_> = of.iter().map(|&index| Ref::new(index)).collect();
        let sum = sum(&model(projects), &refs, CostSort::Planned);
        (sum.money.cents() / 100, sum.counted, sum.of, sum.contained)
    }

    #[test]
    fn a_sum_tells_of_how_many() {
        assert_eq!(planned(&[(Some(100), None), (None, None), (Some(20), None)], &[0, 1, 2]), (120, 2, 3, 0));
        assert_eq!(planned(&[(None, None)], &[0]), (0, 0, 1, 0));
        assert_eq!(planned(&[], &[]), (0, 0, 0, 0));
    }

    #[test]
    fn parts_are_contained_in_their_whole() {
        let parts = [(Some(100), None), (Some(30), Some(0)), (None, Some(0)), (Some(5), Some(1))];
        assert_eq!(planned(&parts, &[0, 1, 2, 3]), (100, 1, 1, 3));
        // Where the whole is not among them, or gives no amount, the parts count themselves.
        assert_eq!(planned(&parts, &[1, 2, 3]), (30, 1, 2, 1));
        let silent = [(None, None), (Some(30), Some(0)), (Some(5), Some(0))];
        assert_eq!(planned(&silent, &[0, 1, 2]), (35, 2, 3, 0));
        // A whole above a whole without an amount contains them too.
        let deep = [(Some(100), None), (None, Some(0)), (Some(5), Some(1))];
        assert_eq!(planned(&deep, &[0, 1, 2]), (100, 1, 1, 2));
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(planned(&[(Some(1), Some(1)), (Some(2), Some(0))], &[0, 1]).3, 2);
        assert_eq!(planned(&[(Some(1), Some(0))], &[0]), (1, 1, 1, 0));
    }

    proptest! {
        /// Every project is either counted, without an amount, or contained; no sum exceeds the sum of all amounts.
        #[test]
        fn nothing_counts_twice(raw in prop::collection::vec((prop::option::of(0..1000i128), any::<prop::sample::Index>()), 1..12)) {
            // A project is part of an earlier one, or of none.
            let part = |(index, (euros, at)): (usize, &(Option<i128>, prop::sample::Index))| {
                (*euros, Some(at.index(index + 1)).filter(|&whole| whole < index))
            };
            let projects: Vec<_> = raw.iter().enumerate().map(part).collect();
            let all: Vec<_> = (0..projects.len()).collect();
            let (euros, counted, of, contained) = planned(&projects, &all);
            prop_assert_eq!(of + contained, projects.len());
            prop_assert!(counted <= of);
            prop_assert!(euros <= projects.iter().filter_map(|(euros, _)| *euros).sum());
        }
    }
}
