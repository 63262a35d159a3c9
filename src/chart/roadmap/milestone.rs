//! Milestones: diamonds on the middle of the days they may fall on, and bars over these days where they are several.

use super::Milestone;
use crate::draw::scale::{Scale, day};
use crate::draw::{Point, Rect, Svg};

/// From the centre of a diamond to its corners.
const DIAMOND: f64 = 6.5;

/// Left edge, right edge and middle of the days on which a milestone may fall; none where the middle is out of range.
fn place(milestone: &Milestone, scale: &Scale) -> Option<(f64, f64, f64)> {
    let (a, b) = (day(milestone.first.min(milestone.last)), day(milestone.first.max(milestone.last)));
    let (left, right) = (scale.x(a), scale.x(b + 1));
    let centre = (left + right) / 2.0;
    (scale.clip(centre) == centre).then(|| (scale.clip(left), scale.clip(right), centre))
}

fn is_span(milestone: &Milestone) -> bool {
    milestone.first != milestone.last
}

/// One milestone with its tooltip.
pub(super) fn one(svg: &mut Svg, milestone: &Milestone, middle: f64, scale: &Scale) {
    let Some((left, right, centre)) = place(milestone, scale) else { return };
    svg.named(&milestone.label, None, |svg| {
        if is_span(milestone) {
            svg.rect("spanne", Rect::new(left, middle - 2.0, right - left, 4.0));
        }
        diamond(svg, (centre, middle), milestone.done, milestone.assumed);
    });
}

/// Many milestones, each with the height of its middle: the days they may fall on, then the diamonds, kind by kind.
pub(super) fn all(svg: &mut Svg, milestones: &[(&Milestone, f64)], scale: &Scale) {
    let placed = || milestones.iter().filter_map(|&(one, y)| place(one, scale).map(|place| (one, place, y)));
    let spans = placed().filter(|(one, ..)| is_span(one)).map(|(_, (left, right, _), y)| ((left, y), right - left));
    svg.strokes("spannen", spans);
    for (done, assumed) in [(true, false), (true, true), (false, false), (false, true)] {
        let same = placed().filter(|(one, ..)| (one.done, one.assumed) == (done, assumed));
        let points: Vec<Point> = same.map(|(_, (_, _, centre), y)| (centre, y)).collect();
        svg.marks(&class(done, assumed), &corners((0.0, 0.0)), &points);
    }
}

/// A diamond around its centre.
pub(super) fn diamond(svg: &mut Svg, centre: Point, done: bool, assumed: bool) {
    let corners = corners(centre);
    svg.polygon(&class(done, assumed), &corners);
    if assumed {
        svg.hatched_polygon("annahme", &corners);
    }
}

fn class(done: bool, assumed: bool) -> String {
    let state = if done { "raute-fertig" } else { "raute-offen" };
    format!("raute {state}{}", if assumed { " raute-annahme" } else { "" })
}

fn corners((x, y): Point) -> [Point; 4] {
    [(x, y - DIAMOND), (x + DIAMOND, y), (x, y + DIAMOND), (x - DIAMOND, y)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn scale() -> Scale {
        Scale::new(date(2024, 1, 1), date(2024, 12, 31), 100.0, 732.0)
    }

    #[test]
    fn a_diamond_stands_on_the_middle_of_its_span() {
        let mut svg = Svg::bare();
        one(&mut svg, &Milestone::new("Start", date(2024, 3, 1), date(2024, 3, 31)), 50.0, &scale());
        let (left, right) = (scale().x(day(date(2024, 3, 1))), scale().x(day(date(2024, 4, 1))));
        let svg = svg.finish();
        assert!(svg.contains(&format!("points=\"{},43.5 ", (left + right) / 2.0)), "{svg}");
        assert!(svg.contains(&format!("class=\"spanne\" x=\"{left}\" y=\"48\" width=\"{}\"", right - left)), "{svg}");
    }

    #[test]
    fn a_milestone_outside_is_left_out() {
        let outside = Milestone::new("x", date(2025, 3, 1), date(2025, 3, 1));
        let mut svg = Svg::bare();
        one(&mut svg, &outside, 50.0, &scale());
        all(&mut svg, &[(&outside, 50.0)], &scale());
        assert!(!svg.finish().contains("raute"));
    }

    #[test]
    fn many_milestones_of_a_kind_are_one_element() {
        let mut svg = Svg::bare();
        let months: Vec<_> =
            (1..=12).map(|month| Milestone::new("", date(2024, month, 1), date(2024, month, 28))).collect();
        all(&mut svg, &months.iter().map(|one| (one, 50.0)).collect::<Vec<_>>(), &scale());
        let svg = svg.finish();
        assert_eq!((svg.matches("<polyline").count(), svg.matches("<path").count()), (1, 1), "{svg}");
        assert!(svg.len() < 1000, "{svg}");
    }
}
