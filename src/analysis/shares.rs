//! Whether a criterion is met, over time: the largest contributions of each unit, weighted by size.
//!
//! The past is the same in every scenario, so it is walked through once; each scenario goes on from there.

use jiff::civil::Date;

use super::course::Course;
use super::scenario::Scenario;
use super::timeline::Steps;
use crate::content::maturity_model::Criterion;
use crate::content::scalar::Rational;

/// Whether a part of the organisation meets a criterion, over time, in each of some scenarios. `sizes` are those of its
/// assessed units, `measures` the courses of the measures that contribute: one for everywhere, or one for each of the
/// units.
pub(super) fn met(
    criterion: &Criterion,
    sizes: &[u32],
    measures: &[Vec<&Course>],
    scenarios: &[Scenario],
    as_of: Date,
) -> Vec<Steps<bool>> {
    let per_unit = measures.iter().any(|courses| courses.len() > 1);
    let sizes = if per_unit { sizes } else { &[1] };
    let in_unit = |unit: usize| measures.iter().filter_map(move |courses| courses.get(unit).or(courses.first()));
    let courses: Vec<&Course> = (0..sizes.len()).flat_map(in_unit).copied().collect();
    let shares = Shares::new(criterion, sizes, measures.len());
    let mut past = Walk { met: Steps::constant(shares.met()), shares };
    past.through(&gathered(&courses, |course| course.past(as_of)));
    let follow = |&scenario: &Scenario| {
        let mut walk = past.clone();
        walk.through(&gathered(&courses, |course| course.future(scenario, as_of)));
        walk.met
    };
    scenarios.iter().map(follow).collect()
}

/// A change of one of several courses: its day, the course's number, the new contribution.
type Move<'a> = (Date, usize, &'a Rational);

/// The changes of several courses, by day.
fn gathered<'a, I: Iterator<Item = (Date, &'a Rational)>>(
    courses: &[&'a Course],
    changes: impl Fn(&'a Course) -> I,
) -> Vec<Move<'a>> {
    let numbered = courses.iter().enumerate();
    let mut moves: Vec<Move<'a>> =
        numbered.flat_map(|(number, course)| changes(course).map(move |(day, value)| (day, number, value))).collect();
    moves.sort_unstable_by_key(|&(day, number, _)| (day, number));
    moves
}

/// A walk through time.
#[derive(Clone)]
struct Walk<'a> {
    met: Steps<bool>,
    shares: Shares<'a>,
}

impl<'a> Walk<'a> {
    fn through(&mut self, moves: &[Move<'a>]) {
        for day in moves.chunk_by(|a, b| a.0 == b.0) {
            for &(_, number, value) in day {
                self.shares.set(number, value);
            }
            self.met.push(day[0].0, self.shares.settled());
        }
    }
}

/// A criterion's share in each unit, and in the whole; only units that change are computed anew.
#[derive(Clone)]
struct Shares<'a> {
    sizes: &'a [u32],
    measures: usize,
    needed: usize,
    /// Unit by unit, measure by measure; none is nothing.
    contributions: Vec<Option<&'a Rational>>,
    /// The sum of the `k` largest contributions of each unit.
    sums: Vec<Rational>,
    /// The sums, times the sizes of their units.
    total: Rational,
    /// What the total has to reach.
    bar: Rational,
    touched: Vec<usize>,
}

impl<'a> Shares<'a> {
    fn new(criterion: &Criterion, sizes: &'a [u32], measures: usize) -> Self {
        let size: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
        let bar =
            criterion.threshold.value().clone() * Rational::from(u64::from(criterion.count)) * Rational::from(size);
        Self {
            sizes,
            measures,
            needed: criterion.count as usize,
            contributions: vec![None; sizes.len() * measures],
            sums: vec![Rational::zero(); sizes.len()],
            total: Rational::zero(),
            bar,
            touched: Vec::new(),
        }
    }

    fn set(&mut self, number: usize, value: &'a Rational) {
        self.contributions[number] = Some(value);
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
            let sum = self.sum(unit);
            if sum != self.sums[unit] {
                let before = std::mem::replace(&mut self.sums[unit], sum.clone());
                self.total = self.total.clone() + (sum - before) * Rational::from(u64::from(self.sizes[unit]));
            }
        }
        self.met()
    }

    /// The sum of the largest contributions of a unit.
    fn sum(&self, unit: usize) -> Rational {
        let own = self.contributions[unit * self.measures..(unit + 1) * self.measures].iter().copied().flatten();
        if self.needed == 1 {
            return own.max().cloned().unwrap_or_default();
        }
        let mut largest: Vec<&Rational> = own.collect();
        largest.sort_unstable_by(|a, b| b.cmp(a));
        largest.into_iter().take(self.needed).sum()
    }
}
