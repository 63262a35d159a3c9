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
    let change = |figure: Pair<KeyFigure>| {
        let (one, other) = (latest(before, figure.before), latest(after, figure.after));
        let (first, second) = (values(before, figure.before, &one), values(after, figure.after, &other));
        let is_same = first.len() == second.len() && first.iter().all(|value| second.contains(value));
        (!is_same).then_some(FigureChange { figure, before: one, after: other })
    };
    pairs(&before.model.figures, &after.model.figures, names).into_iter().filter_map(change).collect()
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
