//! Levels of units over time: a unit in every dimension, and units side by side, never as a ranking.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::compose::Compose;
use super::units::assessed_in_order;
use super::{Block, Body, Cell, course};
use crate::analysis::forecast::{Levels, Scenario};
use crate::analysis::overall::Spread;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::organisation::Unit;

/// What small courses show: the past, and what is to be expected with delay and after plan.
const SHOWN: [Scenario; 3] = [Scenario::Secured, Scenario::Delayed, Scenario::Planned];

/// A level of a unit over time, by scenario of [`SHOWN`].
type Course = [Levels; 3];

/// A unit in a dimension.
type Place = (Ref<Unit>, Ref<Dimension>);

/// The courses of single units: the page of a unit shows them, and so do those of dimensions, and that of all units.
#[derive(Debug, Default)]
pub struct Courses(Mutex<BTreeMap<Place, Arc<Course>>>);

impl Courses {
    /// What is remembered, or else computed; two who ask at the same time may both compute it.
    fn of(&self, place: Place, computed: impl FnOnce() -> Course) -> Arc<Course> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().get(&place).map(Arc::clone);
        found.unwrap_or_else(|| {
            let course = Arc::new(computed());
            known().insert(place, Arc::clone(&course));
            course
        })
    }
}

/// The course of an assessed unit, or of those below a parent, in a dimension.
fn course_of(c: &Compose<'_>, units: &[Ref<Unit>], dimension: Ref<Dimension>) -> Arc<Course> {
    let computed = || c.analysis().forecast.levels_of(c.model(), units, SHOWN, dimension);
    match units {
        &[unit] => c.input.courses.of((unit, dimension), computed),
        _ => Arc::new(computed()),
    }
}

/// The course of a unit in every dimension.
fn courses_of(c: &Compose<'_>, units: &[Ref<Unit>]) -> Vec<Arc<Course>> {
    c.model().maturity.dimensions.refs().map(|(dimension, _)| course_of(c, units, dimension)).collect()
}

/// A small course for every dimension of a unit; none where nothing ever changes.
pub fn unit_block(c: &Compose<'_>, unit: Ref<Unit>, parts: &[Ref<Unit>]) -> Option<Block> {
    let courses = courses_of(c, if parts.is_empty() { std::slice::from_ref(&unit) } else { parts });
    if courses.iter().flat_map(|course| course.iter()).all(|levels| levels.changes().is_empty()) {
        return None;
    }
    let records = c.model().maturity.dimensions.refs().map(|(dimension, _)| c.dimension(dimension));
    let words = Words {
        title: c.t("block.einheit-kurven"),
        caption: c.f("kurven.erklaerung", &[("bis", &c.print.day(c.analysis().horizon.last))]),
        first: "dimension",
    };
    block(c, "einheit-kurven", &words, records.zip(courses))
}

/// What each of several units has reached throughout.
pub fn throughout_block(c: &Compose<'_>, units: &[Ref<Unit>]) -> Option<Block> {
    let lowest = |&unit: &Ref<Unit>| {
        let courses = courses_of(c, &[unit]);
        let lowest = |number: usize| Spread::of(&courses.iter().map(|one| &one[number]).collect::<Vec<_>>()).lowest;
        (c.record(unit), Arc::new([0, 1, 2].map(lowest)))
    };
    let title = c.t("block.einheiten-durchgaengig");
    block(c, "einheiten-durchgaengig", &of_units(c, title), units.iter().map(lowest))
}

/// The units side by side in one dimension; none where they are always alike.
pub fn dimension_block(c: &Compose<'_>, dimension: Ref<Dimension>) -> Option<Block> {
    let units = assessed_in_order(c);
    let courses: Vec<_> = units.iter().map(|&unit| course_of(c, &[unit], dimension)).collect();
    let differ = courses.windows(2).any(|pair| pair[0] != pair[1]);
    let records = units.iter().map(|&unit| c.record(unit));
    let words = of_units(c, c.t("block.dimension-je-einheit"));
    differ.then(|| block(c, "dimension-je-einheit", &words, records.zip(courses)))?
}

/// Dimensions in which units differ at some time, and those in which they never do.
pub fn differing(c: &Compose<'_>, units: &[Ref<Unit>]) -> (Vec<Ref<Dimension>>, Vec<Ref<Dimension>>) {
    let differ = |dimension: Ref<Dimension>| {
        let mut courses = units.iter().map(|&unit| course_of(c, &[unit], dimension));
        let first = courses.next();
        courses.any(|course| Some(course) != first)
    };
    c.model().maturity.dimensions.refs().map(|(dimension, _)| dimension).partition(|&dimension| differ(dimension))
}

/// The words of a block.
struct Words {
    title: String,
    caption: String,
    /// Key of the table's first column.
    first: &'static str,
}

fn of_units(c: &Compose<'_>, title: String) -> Words {
    let caption = c.f("einheiten.erklaerung", &[("bis", &c.print.day(c.analysis().horizon.last))]);
    Words { title, caption, first: "einheit" }
}

/// Panels side by side with their changes as a table.
fn block(
    c: &Compose<'_>,
    id: &str,
    words: &Words,
    courses: impl Iterator<Item = (Cell, Arc<Course>)>,
) -> Option<Block> {
    let (mut panels, mut rows) = (Vec::new(), Vec::new());
    for (record, course) in courses {
        let levels = |scenario: Scenario| &course[SHOWN.iter().position(|&one| one == scenario).unwrap_or(0)];
        panels.push(course::panel(c, &record.text, record.href.clone(), levels));
        let shown = [Scenario::Delayed, Scenario::Planned].map(|scenario| (scenario, levels(scenario)));
        rows.extend(course::change_rows(c, &record, &shown));
    }
    let svg = course::side_by_side(c, id, &words.title, &words.caption, panels)?;
    let table = c.table(&c.t("kurven.tabelle"), &[words.first, "am", "stufe", "fall"], rows);
    let body = Body::Chart { svg, caption: words.caption.clone(), table: Some(table), wide: false };
    Some(Block { id: id.to_owned(), heading: Some(words.title.clone()), intro: None, body })
}
