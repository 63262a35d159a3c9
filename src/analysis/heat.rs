//! Where every dimension stands on every level: the heat map.
//!
//! | state | the criteria of the level that are asked for on the as-of date |
//! |---|---|
//! | met | are all met |
//! | partly | are not all met, but one has been met or begun to be (a share above 0) |
//! | announced | have nothing to show yet, but by plan each of them will be met some day (scenario `plan`) |
//! | open | have nothing to show yet, and by plan one of them never will |
//! | exempt | are none, because all that are valid are exempt |
//! | not asked | are none |
//!
//! "Partly" goes before "announced": what has been achieved says more than what is to come. How many of the open criteria
//! are announced is told beside every state.

use jiff::civil::Date;

use super::forecast::{Forecast, Scenario};
use super::maturity::{Asked, CriterionState, Maturity};
use super::tally::Mark;
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::names::Ref;

/// A cell for every dimension and every level from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatMap {
    rows: Vec<Vec<Cell>>,
}

/// A level of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// Criteria that are asked for.
    pub asked: usize,
    /// Those of them that are met.
    pub met: usize,
    /// Those of them that are not met and have a share above 0.
    pub begun: usize,
    /// Those of them that are not met and by plan will be.
    pub announced: usize,
    /// Criteria that are valid, but exempt.
    pub exempt: usize,
    /// Criteria that will be asked for from a later day on.
    pub later: usize,
}

/// What a cell comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heat {
    /// Everything that is asked for is met.
    Met,
    /// Something is.
    Partly,
    /// Nothing is, but everything will be by plan.
    Announced,
    /// Nothing is, and something never will be by plan.
    Open,
    /// Everything is exempt.
    Exempt,
    /// Nothing is asked for.
    NotAsked,
}

impl Heat {
    /// All of them, best first.
    pub const ALL: &'static [Self] =
        &[Self::Met, Self::Partly, Self::Announced, Self::Open, Self::Exempt, Self::NotAsked];

    /// Its word in data and catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "erfuellt",
            Self::Partly => "teilweise",
            Self::Announced => "angekuendigt",
            Self::Open => "offen",
            Self::Exempt => "ausgenommen",
            Self::NotAsked => "ungefragt",
        }
    }
}

impl Cell {
    /// The first state of the table above that applies.
    pub fn heat(self) -> Heat {
        match self {
            Self { asked: 0, exempt: 0, .. } => Heat::NotAsked,
            Self { asked: 0, .. } => Heat::Exempt,
            Self { asked, met, .. } if met == asked => Heat::Met,
            Self { met, begun, .. } if met + begun > 0 => Heat::Partly,
            Self { asked, announced, .. } if announced == asked => Heat::Announced,
            _ => Heat::Open,
        }
    }

    fn count(&mut self, criterion: &Criterion, state: &CriterionState, announced: bool, as_of: Date) {
        match state.asked {
            Asked::NotValid => self.later += usize::from(is_to_come(criterion, as_of)),
            Asked::Exempt => self.exempt += 1,
            Asked::Yes => {
                self.asked += 1;
                self.met += usize::from(state.met);
                self.begun += usize::from(!state.met && !state.share.is_zero());
                self.announced += usize::from(!state.met && announced);
            }
        }
    }
}

impl HeatMap {
    /// Counts the criteria of every level.
    pub fn new(model: &Model, maturity: &Maturity, forecast: &Forecast, as_of: Date) -> Self {
        let mut rows = vec![vec![Cell::default(); model.maturity.top() as usize]; model.maturity.dimensions.len()];
        for (reference, criterion) in model.maturity.criteria.refs() {
            let level = (criterion.level as usize).checked_sub(1);
            let cell = level.and_then(|level| rows.get_mut(criterion.dimension.index())?.get_mut(level));
            if let Some(cell) = cell {
                let announced = comes_to_be_met(forecast, Scenario::Planned, reference, as_of);
                cell.count(criterion, &maturity.criteria[reference.index()], announced, as_of);
            }
        }
        Self { rows }
    }

    /// The cells of a dimension, from level 1.
    pub fn of(&self, dimension: Ref<Dimension>) -> &[Cell] {
        self.rows.get(dimension.index()).map_or(&[], Vec::as_slice)
    }
}

/// Whether a criterion is asked for and met on some day behind the as-of date.
pub fn comes_to_be_met(forecast: &Forecast, scenario: Scenario, criterion: Ref<Criterion>, as_of: Date) -> bool {
    let changes = forecast.marks(scenario, criterion).changes().iter();
    let mut later = changes.filter(|(day, _)| *day > as_of);
    later.any(|(_, mark)| *mark == Mark::Met)
}

/// Whether a criterion is asked for from a later day on.
pub fn is_to_come(criterion: &Criterion, as_of: Date) -> bool {
    criterion.from.is_some_and(|from| from.first() > as_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heat(asked: usize, met: usize, begun: usize, announced: usize, exempt: usize) -> Heat {
        Cell { asked, met, begun, announced, exempt, later: 0 }.heat()
    }

    #[test]
    fn the_first_state_that_applies() {
        assert_eq!(heat(0, 0, 0, 0, 0), Heat::NotAsked);
        assert_eq!(heat(0, 0, 0, 0, 2), Heat::Exempt);
        assert_eq!(heat(2, 2, 0, 0, 1), Heat::Met, "what is exempt is not asked for");
        assert_eq!(heat(3, 1, 0, 2, 0), Heat::Partly);
        assert_eq!(heat(3, 0, 1, 3, 0), Heat::Partly, "begun goes before announced");
        assert_eq!(heat(3, 0, 0, 3, 0), Heat::Announced);
        assert_eq!(heat(3, 0, 0, 2, 0), Heat::Open, "one without a plan keeps it open");
    }
}
