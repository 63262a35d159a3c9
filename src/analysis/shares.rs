//! Whether a criterion is met, over time: the largest contributions of each unit, weighted by size.

use std::borrow::Cow;
use std::cell::RefCell;

use super::timeline::{Steps, sweep};
use crate::content::maturity_model::Criterion;
use crate::content::scalar::Rational;

/// Contributions of a measure over time: a single function for everywhere, or one for each assessed unit.
pub(super) type Contributions<'a> = Vec<Cow<'a, Steps<Rational>>>;

/// Whether the whole organisation meets a criterion, over time. `sizes` are those of the assessed units.
pub(super) fn met(criterion: &Criterion, sizes: &[u32], measures: &[&Contributions<'_>]) -> Steps<bool> {
    let per_unit = measures.iter().any(|contributions| contributions.len() > 1);
    let sizes = if per_unit { sizes } else { &[1] };
    let in_unit = |unit: usize| measures.iter().filter_map(move |one| one.get(unit).or(one.first()));
    let steps: Vec<&Steps<Rational>> = (0..sizes.len()).flat_map(in_unit).map(Cow::as_ref).collect();
    let shares = RefCell::new(Shares::new(criterion, sizes, measures.len(), &steps));
    let mut met = Steps::constant(shares.borrow().met());
    sweep(
        steps.iter().copied(),
        |number, value| shares.borrow_mut().set(number, value.clone()),
        |day| met.push(day, shares.borrow_mut().settled()),
    );
    met
}

/// A criterion's share in each unit, and in the whole; only units that change are computed anew.
struct Shares<'a> {
    sizes: &'a [u32],
    measures: usize,
    needed: usize,
    /// Unit by unit, measure by measure.
    contributions: Vec<Rational>,
    /// The sum of the `k` largest contributions of each unit, times its size.
    sums: Vec<Rational>,
    total: Rational,
    /// What the total has to reach.
    bar: Rational,
    touched: Vec<usize>,
}

impl<'a> Shares<'a> {
    fn new(criterion: &Criterion, sizes: &'a [u32], measures: usize, steps: &[&Steps<Rational>]) -> Self {
        let size: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
        let bar =
            criterion.threshold.value().clone() * Rational::from(u64::from(criterion.count)) * Rational::from(size);
        let mut shares = Self {
            sizes,
            measures,
            needed: criterion.count as usize,
            contributions: steps.iter().map(|steps| steps.before().clone()).collect(),
            sums: vec![Rational::zero(); sizes.len()],
            total: Rational::zero(),
            bar,
            touched: (0..sizes.len()).collect(),
        };
        shares.settled();
        shares
    }

    fn set(&mut self, number: usize, value: Rational) {
        self.contributions[number] = value;
        let unit = number / self.measures;
        if self.touched.last() != Some(&unit) {
            self.touched.push(unit);
        }
    }

    fn met(&self) -> bool {
        self.total >= self.bar
    }

    /// Computes what changed, and whether the criterion is met.
    fn settled(&mut self) -> bool {
        for unit in std::mem::take(&mut self.touched) {
            let mut largest = self.contributions[unit * self.measures..(unit + 1) * self.measures].to_vec();
            largest.sort_unstable_by(|a, b| b.cmp(a));
            let sum: Rational = largest.iter().take(self.needed).sum();
            let sum = sum * Rational::from(u64::from(self.sizes[unit]));
            let before = std::mem::replace(&mut self.sums[unit], sum.clone());
            self.total = self.total.clone() - before + sum;
        }
        self.met()
    }
}
