//! The head of the roadmap: years, quarters, months, and months counted from the project's start.

use super::{Drawing, Roadmap, Words};
use crate::draw::scale::{Period, Scale, month_index};
use crate::draw::{Anchor, QUIET, Svg, text_width};

/// Height of a line of the head.
const TIER: f64 = 20.0;

/// A line of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    /// Periods of the calendar of so many months.
    Calendar(i64),
    /// Every so many project months.
    ProjectMonths(i64),
}

/// The lines, from above: years, quarters and months where their names have room, project months where they are
/// counted.
pub(super) fn tiers(roadmap: &Roadmap, scale: &Scale) -> Vec<Tier> {
    let Words { months, quarters, .. } = &roadmap.words;
    let widest = |names: &[String]| names.iter().map(|name| text_width(name, QUIET)).fold(0.0, f64::max) + 5.0;
    let mut tiers = vec![Tier::Calendar(12 * scale.years_per_label(text_width("0000", QUIET) + 10.0))];
    if scale.width_of(3) >= widest(quarters) {
        tiers.push(Tier::Calendar(3));
    }
    if scale.width_of(1) >= widest(months) {
        tiers.push(Tier::Calendar(1));
    }
    let room = text_width("000", QUIET) + 6.0;
    let step = [1, 3, 6, 12, 24, 60].into_iter().find(|&step| scale.width_of(step) >= room);
    tiers.extend(step.filter(|_| roadmap.first_month.is_some()).map(Tier::ProjectMonths));
    tiers
}

impl Drawing<'_> {
    pub(super) fn head_bottom(&self) -> f64 {
        self.tiers.len() as f64 * TIER + 2.0
    }

    /// Names and grid.
    pub(super) fn head(&self, svg: &mut Svg) {
        let calendar = self.tiers.iter().filter(|tier| matches!(tier, Tier::Calendar(_))).count();
        for (line, tier) in self.tiers.iter().enumerate() {
            let top = line as f64 * TIER;
            match *tier {
                Tier::Calendar(months) => {
                    self.grid(svg, months, top, (line, calendar));
                    self.names(svg, months, top + 14.0);
                }
                Tier::ProjectMonths(step) => self.project_months(svg, step, top + 14.0),
            }
        }
        let y = self.head_bottom();
        svg.line("achse", (self.scale.left(), y), (self.scale.right(), y));
    }

    /// The lines between periods: the two coarsest run through to the bottom, the others stay in the head.
    fn grid(&self, svg: &mut Svg, months: i64, top: f64, (line, lines): (usize, usize)) {
        let (class, bottom) = match line {
            0 if lines > 1 => ("achse", self.bottom()),
            0 | 1 => ("gitter", self.bottom()),
            _ => ("gitter", self.head_bottom()),
        };
        let periods = self.scale.periods(months);
        let places = periods.iter().skip(1).map(|period| self.scale.x(period.first));
        svg.uprights(class, places, top, bottom);
    }

    /// The names of periods: years at their beginning, what is smaller in its middle; none where one is cut too short.
    fn names(&self, svg: &mut Svg, months: i64, y: f64) {
        let periods = self.scale.periods(months).into_iter().map(|period| self.name(months, period));
        let named = periods.filter(|(left, right, name)| text_width(name, QUIET) <= right - left);
        if months >= 12 {
            named.for_each(|(left, _, name)| svg.text("", (left + 5.0, y), Anchor::Start, &name));
        } else {
            svg.texts("beschriftung-leise", y, named.map(|(left, right, name)| ((left + right) / 2.0, name)));
        }
    }

    /// The edges of a period, and its name.
    fn name(&self, months: i64, period: Period) -> (f64, f64, String) {
        let name = match months {
            1 => self.roadmap.words.months[period.month].clone(),
            3 => self.roadmap.words.quarters[period.month / 3].clone(),
            _ => period.year.to_string(),
        };
        (self.scale.x(period.first), self.scale.x(period.end), name)
    }

    /// The first, and then every `step`th project month, in the middle of its month.
    fn project_months(&self, svg: &mut Svg, step: i64, y: f64) {
        let Some(first) = self.roadmap.first_month else { return };
        if self.geometry.labels > 0.0 {
            let at = (self.scale.left() - 8.0, y);
            svg.text("beschriftung-leise", at, Anchor::End, &self.roadmap.words.project_month);
        }
        let months = self.scale.periods(1).into_iter();
        let numbered = months.map(|month| (month.month_index() - month_index(first) + 1, month));
        let named = numbered.filter(|(number, _)| *number == 1 || (*number > 0 && number % step == 0));
        let middle = |month: Period| (self.scale.x(month.first) + self.scale.x(month.end)) / 2.0;
        svg.texts("beschriftung-leise", y, named.map(|(number, month)| (middle(month), number.to_string())));
    }
}
