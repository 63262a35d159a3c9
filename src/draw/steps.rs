//! Levels over days as step lines: what the charts of history and outlook share.
//!
//! A level changes on a day and stays until the next change, so its line runs level and turns upright only. Where
//! nothing is assessed there is no line; the words for it stand in the gap. Lines that run side by side each keep a lane
//! of their own, a few units above or below the level they mean, so that one never covers the other.

use jiff::civil::Date;

use super::scale::{Day, Scale, day};
use super::{Anchor, Point, QUIET, Rect, Svg, text_width};

/// A level from this day on, until the next step; none where nothing is assessed.
pub type Step = (Date, Option<u32>);

/// What a line tells. Each has its own dashes (class `kurve-…`) and its own point, beside its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// What has happened: unbroken, a square.
    Past,
    /// Nobody does anything: dashes and dots, a diamond.
    Secured,
    /// Everything comes late: dots, a triangle that points down.
    Delayed,
    /// Everything comes as planned: dashes, a circle.
    Planned,
    /// Everything is done at once: sparse dots, a triangle that points up.
    Everything,
}

/// From the centre of a point to its edge.
pub const POINT: f64 = 4.0;
/// Between two lines that run side by side.
pub const LANE: f64 = 4.0;
/// From level 0 down to the axis of time; lines on level 0 stay clear of it.
const AXIS: f64 = 11.0;
/// From level 0 to the lower edge of the years.
pub const FOOT: f64 = AXIS + 18.0;
/// Height of the hatched strip where nothing is assessed.
const STRIP: f64 = 9.0;

impl Line {
    fn class(self) -> &'static str {
        match self {
            Self::Past => "kurve-ist",
            Self::Secured => "kurve-gesichert",
            Self::Delayed => "kurve-verzug",
            Self::Planned => "kurve-plan",
            Self::Everything => "kurve-alles",
        }
    }

    /// Its point.
    pub fn point(self, svg: &mut Svg, (x, y): Point) {
        let class = format!("kurvenpunkt {}", self.class());
        let r = POINT;
        match self {
            Self::Past => svg.rect(&class, Rect::new(x - r, y - r, 2.0 * r, 2.0 * r)),
            Self::Secured => {
                svg.polygon(&class, &[(x, y - r - 1.0), (x + r + 1.0, y), (x, y + r + 1.0), (x - r - 1.0, y)])
            }
            Self::Delayed => svg.polygon(&class, &[(x - r, y - r + 1.0), (x + r, y - r + 1.0), (x, y + r)]),
            Self::Planned => svg.circle(&class, (x, y), r),
            Self::Everything => svg.polygon(&class, &[(x - r, y + r - 1.0), (x + r, y + r - 1.0), (x, y - r)]),
        }
    }

    /// A piece of the line through these points.
    pub fn path(self, svg: &mut Svg, points: &[Point]) {
        svg.polyline(&format!("kurve {}", self.class()), points);
    }

    /// Its sign in a legend: a piece of it with its point at the end.
    pub fn sign(self, svg: &mut Svg, (x, y): Point, width: f64) {
        self.path(svg, &[(x, y), (x + width - POINT, y)]);
        self.point(svg, (x + width - POINT, y));
    }
}

/// A time during which a level stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its first day.
    pub first: Day,
    /// The day after its last one.
    pub end: Day,
    /// The level; none where nothing is assessed.
    pub level: Option<u32>,
}

/// The steps as stretches between two days (the second one exclusive). Before the first step there is nothing.
pub fn stretches(steps: &[Step], from: Day, until: Day) -> Vec<Stretch> {
    let ends = steps.iter().skip(1).map(|(date, _)| day(*date)).chain([until]);
    let mut cut: Vec<Stretch> = Vec::new();
    for ((date, level), end) in steps.iter().zip(ends) {
        let (first, end) = (day(*date).max(from), end.min(until));
        match cut.last_mut() {
            _ if first >= end => {}
            Some(last) if last.level == *level && last.end == first => last.end = end,
            _ => cut.push(Stretch { first, end, level: *level }),
        }
    }
    cut
}

/// Days to the right, levels upwards.
#[derive(Debug, Clone)]
pub struct Plane {
    /// Where the days are.
    pub scale: Scale,
    /// The highest level, 1 and up.
    pub levels: u32,
    /// Where the highest level is.
    pub top: f64,
    /// Where level 0 is.
    pub bottom: f64,
}

impl Plane {
    /// The place of a level; higher ones than there are stay at the top.
    pub fn y(&self, level: u32) -> f64 {
        self.bottom - f64::from(level.min(self.levels)) / f64::from(self.levels.max(1)) * (self.bottom - self.top)
    }

    /// From one level to the next.
    pub fn step(&self) -> f64 {
        self.y(0) - self.y(1)
    }

    /// The unbroken lines of these stretches, each `lane` units above the level it means.
    pub fn paths(&self, stretches: &[Stretch], lane: f64) -> Vec<Vec<Point>> {
        let mut paths: Vec<Vec<Point>> = Vec::new();
        let mut end = None;
        for stretch in stretches {
            let Some(level) = stretch.level else { continue };
            let y = self.y(level) - lane;
            let points = [(self.scale.x(stretch.first), y), (self.scale.x(stretch.end), y)];
            match paths.last_mut() {
                Some(path) if end == Some(stretch.first) => path.extend(points),
                _ => paths.push(points.to_vec()),
            }
            end = Some(stretch.end);
        }
        paths
    }

    /// Draws these stretches as a line in a lane.
    pub fn line(&self, svg: &mut Svg, line: Line, stretches: &[Stretch], lane: f64) {
        for path in self.paths(stretches, lane) {
            line.path(svg, &path);
        }
    }

    /// Marks the stretches in which nothing is assessed; the words stand there where they have room.
    pub fn gaps(&self, svg: &mut Svg, stretches: &[Stretch], words: &str) {
        for gap in stretches.iter().filter(|stretch| stretch.level.is_none()) {
            let (left, right) = (self.scale.x(gap.first), self.scale.x(gap.end));
            svg.hatched_rect("", Rect::new(left, self.bottom - STRIP, right - left, STRIP));
            if text_width(words, QUIET) + 8.0 <= right - left {
                let at = ((left + right) / 2.0, self.bottom - STRIP - 5.0);
                svg.text("beschriftung-leise umrandet", at, Anchor::Middle, words);
            }
        }
    }

    /// The ground behind what is still to come, from a day on.
    pub fn outlook(&self, svg: &mut Svg, from: Day, top: f64) {
        let left = self.scale.clip(self.scale.x(from));
        svg.rect("ausblick", Rect::new(left, top, self.scale.right() - left, self.bottom + AXIS - top));
    }

    /// The as-of line: the end of that day.
    pub fn as_of(&self, svg: &mut Svg, behind: Day, top: f64) {
        let x = self.scale.x(behind);
        if self.scale.clip(x) == x {
            svg.line("stichtag", (x, top), (x, self.bottom + AXIS));
        }
    }

    /// A grid line for each level.
    pub fn grid(&self, svg: &mut Svg) {
        for level in 0..=self.levels {
            svg.line("gitter", (self.scale.left(), self.y(level)), (self.scale.right(), self.y(level)));
        }
    }

    /// The axis of time below the plane: years, as many as have room, and quarters where they have room.
    pub fn time_axis(&self, svg: &mut Svg) {
        let (scale, y) = (&self.scale, self.bottom + AXIS);
        let years = scale.years_per_label(text_width("0000", QUIET) + 8.0);
        svg.line("achse", (scale.left(), y), (scale.right(), y));
        if years == 1 && scale.width_of(3) >= 6.0 {
            self.ticks(svg, 3, 3.0);
        }
        self.ticks(svg, 12 * years, FOOT - AXIS - 2.0);
        for period in scale.periods(12 * years) {
            let (left, right) = (scale.x(period.first), scale.x(period.end));
            let name = period.year.to_string();
            let room = right - left > text_width(&name, QUIET) + 4.0;
            // Several years together bear the name of the first one; where that is cut off, the name would be wrong.
            if room && years == 1 {
                svg.text("beschriftung-leise", ((left + right) / 2.0, y + 14.0), Anchor::Middle, &name);
            } else if room && period.first > scale.days().0 {
                svg.text("beschriftung-leise", (left + 4.0, y + 14.0), Anchor::Start, &name);
            }
        }
    }

    fn ticks(&self, svg: &mut Svg, months: i64, length: f64) {
        let y = self.bottom + AXIS;
        for period in self.scale.periods(months).iter().filter(|period| period.first > self.scale.days().0) {
            let x = self.scale.x(period.first);
            svg.line("achse", (x, y), (x, y + length));
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn plane(levels: u32) -> Plane {
        let scale = Scale::new(date(2024, 1, 1), date(2024, 1, 10), 0.0, 100.0);
        Plane { scale, levels, top: 0.0, bottom: 90.0 }
    }

    fn on(day: i8, level: Option<u32>) -> Step {
        (date(2024, 1, day), level)
    }

    fn cut(steps: &[Step]) -> Vec<Stretch> {
        let (first, end) = plane(3).scale.days();
        stretches(steps, first, end)
    }

    #[test]
    fn a_line_is_level_and_upright() {
        let paths = plane(3).paths(&cut(&[on(1, Some(0)), on(3, Some(2)), on(6, Some(1))]), 0.0);
        let points = [(0.0, 90.0), (20.0, 90.0), (20.0, 30.0), (50.0, 30.0), (50.0, 60.0), (100.0, 60.0)];
        assert_eq!(paths, [points]);
    }

    #[test]
    fn what_is_not_assessed_is_a_gap() {
        let stretches = cut(&[on(1, Some(1)), on(4, None), on(6, Some(1))]);
        let paths = plane(1).paths(&stretches, 2.0);
        assert_eq!(paths, [[(0.0, -2.0), (30.0, -2.0)], [(50.0, -2.0), (100.0, -2.0)]]);
        let mut svg = Svg::bare();
        plane(1).gaps(&mut svg, &stretches, "");
        assert!(svg.finish().contains("<rect x=\"30\" y=\"81\" width=\"20\" height=\"9\""));
    }

    #[test]
    fn steps_are_cut_to_what_is_shown() {
        let early = (date(1, 1, 1), Some(3));
        let late = (date(9999, 12, 31), Some(1));
        let (first, end) = plane(3).scale.days();
        assert_eq!(cut(&[early, late]), [Stretch { first, end, level: Some(3) }]);
        assert_eq!(cut(&[late]), []);
        assert_eq!(cut(&[on(2, Some(1)), on(2, Some(2))]), [Stretch { first: first + 1, end, level: Some(2) }]);
        assert_eq!(cut(&[on(1, Some(1)), on(5, Some(1))]), [Stretch { first, end, level: Some(1) }]);
    }

    #[test]
    fn levels_are_whole_steps_upwards() {
        assert_eq!((plane(9).y(0), plane(9).y(9), plane(9).y(99), plane(9).step()), (90.0, 0.0, 0.0, 10.0));
    }

    #[test]
    fn years_are_named_where_they_have_room() {
        let names = |first, last, width| {
            let mut svg = Svg::bare();
            Plane { scale: Scale::new(first, last, 0.0, width), ..plane(3) }.time_axis(&mut svg);
            let svg = svg.finish();
            let texts = svg.split("<text").skip(1).filter_map(|text| text.split(['>', '<']).nth(1).map(str::to_owned));
            texts.collect::<Vec<_>>()
        };
        assert_eq!(names(date(2024, 3, 1), date(2024, 3, 1), 200.0), ["2024"]);
        assert_eq!(names(date(2023, 12, 1), date(2025, 12, 31), 100.0), ["2024", "2025"], "December has no room");
        assert_eq!(names(date(2021, 1, 1), date(2045, 12, 31), 200.0), ["2025", "2030", "2035", "2040", "2045"][..4]);
        assert!(names(date(1, 1, 1), date(9999, 12, 31), 200.0).len() < 6);
    }
}
