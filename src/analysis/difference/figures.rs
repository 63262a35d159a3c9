//! Key figures whose latest reading differs.

use jiff::civil::Date;

use super::{Pair, State, names, pairs};
use crate::content::figure::{KeyFigure, Reading};
use crate::content::names::Ref;
use crate::content::scalar::Amount;

/// A key figure whose latest reading differs. Where the sources contradict each other, there are several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// The figure.
    pub figure: Pair<KeyFigure>,
    /// Positions of its latest readings in the first state; empty where there was none.
    pub before: Vec<usize>,
    /// The same in the second state.
    pub after: Vec<usize>,
}

pub(super) fn between(before: State<'_>, after: State<'_>) -> Vec<FigureChange> {
    let differs = |one: &FigureChange| {
        let (first, second) =
            (values(before, one.figure.before, &one.before), values(after, one.figure.after, &one.after));
        first.len() != second.len() || first.iter().any(|value| !second.contains(value))
    };
    all(before, after).into_iter().filter(differs).collect()
}

/// Every figure, whether it differs or not.
pub(super) fn all(before: State<'_>, after: State<'_>) -> Vec<FigureChange> {
    let both = |figure: Pair<KeyFigure>| FigureChange {
        figure,
        before: latest(before, figure.before),
        after: latest(after, figure.after),
    };
    pairs(&before.model.figures, &after.model.figures, names).into_iter().map(both).collect()
}

/// The readings of the latest day that is past; those without a date count only where there are no others.
fn latest(state: State<'_>, figure: Option<Ref<KeyFigure>>) -> Vec<usize> {
    let Some(figure) = figure.map(|figure| &state.model.figures[figure]) else { return Vec::new() };
    let day = |reading: &Reading| -> Option<Date> { reading.date.map(|date| date.last()) };
    let known = |reading: &&Reading| day(reading).is_none_or(|day| day <= state.day.as_of);
    let newest = figure.readings.iter().filter(known).map(day).max();
    let of_newest = |(_, reading): &(usize, &Reading)| Some(day(reading)) == newest;
    figure.readings.iter().enumerate().filter(of_newest).map(|(index, _)| index).collect()
}

/// What a reading says.
type Said<'a> = (&'a Amount, bool, Option<&'a str>);

/// What they say, each once.
fn values<'a>(state: State<'a>, figure: Option<Ref<KeyFigure>>, readings: &[usize]) -> Vec<Said<'a>> {
    let Some(figure) = figure.map(|figure| &state.model.figures[figure]) else { return Vec::new() };
    let mut values: Vec<Said<'a>> = Vec::new();
    for reading in readings.iter().filter_map(|&index| figure.readings.get(index)) {
        let said = (&reading.value, reading.rounded, figure.unit.as_deref());
        if !values.contains(&said) {
            values.push(said);
        }
    }
    values
}
