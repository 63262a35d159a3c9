//! The levels of all dimensions taken together, over time (section "Overall" of the method).

use jiff::civil::Date;

use super::forecast::{Forecast, Levels, Scenario};
use super::timeline::Steps;
use crate::content::Model;

/// The lowest and the highest level of the assessed dimensions over time; none in both where none is assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The level that every assessed dimension has reached ("durchgängig erreichte Stufe").
    pub lowest: Levels,
    /// The level that the best dimension has reached.
    pub highest: Levels,
}

impl Spread {
    /// The spread in a scenario, the past included.
    pub fn new(model: &Model, forecast: &Forecast, scenario: Scenario) -> Self {
        let levels = model.maturity.dimensions.refs().map(|(dimension, _)| forecast.levels(scenario, dimension));
        Self::of(&levels.collect::<Vec<_>>())
    }

    /// The spread of several courses of a level.
    pub fn of(levels: &[&Levels]) -> Self {
        let days: Vec<Date> = levels.iter().flat_map(|levels| levels.days()).collect();
        let assessed = |day: Option<Date>| {
            levels.iter().filter_map(move |levels| day.map_or(*levels.before(), |day| *levels.at(day)))
        };
        Self {
            lowest: Steps::sampled(assessed(None).min(), days.clone(), |day| assessed(Some(day)).min()),
            highest: Steps::sampled(assessed(None).max(), days, |day| assessed(Some(day)).max()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_lowest_and_the_highest_of_what_is_assessed() {
        let first = Steps::sampled(Some(0), vec![date(2023, 1, 1), date(2024, 1, 1)], |day| {
            Some(u32::from(day.year() > 2023) + 1)
        });
        // Assessed from 2023-07-01 on, and no longer from 2024-07-01 on.
        let second =
            Steps::sampled(None, vec![date(2023, 7, 1), date(2024, 7, 1)], |day| (day.year() == 2023).then_some(3));
        let spread = Spread::of(&[&first, &second]);
        assert_eq!(spread.lowest.before(), &Some(0));
        assert_eq!(spread.lowest.changes(), [(date(2023, 1, 1), Some(1)), (date(2024, 1, 1), Some(2))]);
        assert_eq!(
            spread.highest.changes(),
            [(date(2023, 1, 1), Some(1)), (date(2023, 7, 1), Some(3)), (date(2024, 7, 1), Some(2))]
        );
    }

    #[test]
    fn where_nothing_is_assessed_there_is_no_level() {
        assert_eq!(Spread::of(&[]).lowest, Steps::constant(None));
        assert_eq!(Spread::of(&[&Steps::constant(None)]).highest, Steps::constant(None));
    }
}
