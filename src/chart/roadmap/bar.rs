//! The bars of the roadmap: where they lie, how each status is told by shape, and what stands at, below and in them.

use super::{Phase, Row, Status};
use crate::draw::scale::{Day, Scale, day};
use crate::draw::{Anchor, Point, QUIET, Rect, Svg, text_width};

/// Height of a bar.
pub(super) const BAR: f64 = 12.0;
/// Width of the bar of which only one end is known.
const STUB: f64 = 26.0;
/// The pieces of a fading end: distance from the bar, width.
const FADING: [(f64, f64); 3] = [(3.0, 7.0), (13.0, 5.0), (21.0, 3.0)];
const FADED: f64 = 26.0;

/// How a bar ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// On a known day.
    Known,
    /// Nobody knows.
    Open,
    /// Outside of what is shown.
    Cut,
}

/// Where a bar lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) begin: End,
    pub(super) end: End,
}

impl Span {
    /// The span of a row's plan; none where neither end is known or all of it lies outside.
    ///
    /// What runs or rests without a known end reaches to the as-of date; every other bar with one known end is a stub.
    pub(super) fn of(row: &Row, scale: &Scale, as_of: Option<i64>) -> Option<Span> {
        let begin = row.begin.map(|date| scale.x(day(date)));
        let end = row.end.map(|date| scale.x(day(date) + 1));
        let (left, right) = match (begin, end) {
            (Some(begin), Some(end)) => (begin, end.max(begin + 2.0)),
            (Some(begin), None) => {
                let now = as_of.filter(|_| row.status.reaches_now()).map_or(begin, |day| scale.x(day + 1));
                (begin, now.max(begin + STUB))
            }
            (None, Some(end)) => (end - STUB, end),
            (None, None) => return None,
        };
        if right <= scale.left() || left >= scale.right() {
            return None;
        }
        let side = |known: bool, inside: bool| match (known, inside) {
            (_, false) => End::Cut,
            (false, true) => End::Open,
            (true, true) => End::Known,
        };
        Some(Span {
            left: scale.clip(left),
            right: scale.clip(right),
            begin: side(begin.is_some(), left >= scale.left() - 0.01),
            end: side(end.is_some(), right <= scale.right() + 0.01),
        })
    }

    fn rect(self, top: f64) -> Rect {
        Rect::new(self.left, top, self.right - self.left, BAR)
    }
}

/// Draws the bar of a row with its ends; `open` is the word at an open end.
pub(super) fn bar(svg: &mut Svg, row: &Row, span: Span, top: f64, scale: &Scale, open: &str) {
    let class = row.status.class();
    body(svg, row.status, class, span, top);
    if row.assumed {
        svg.hatched_rect("annahme", span.rect(top));
    }
    if span.begin == End::Open {
        for (away, width) in FADING {
            piece(svg, class, span.left - away - width, width, top, scale);
        }
        let x = span.left - FADED - 4.0;
        if x - text_width(open, QUIET) >= scale.left() {
            svg.text("beschriftung-leise", (x, top + 10.0), Anchor::End, open);
        }
    }
    if span.end == End::Open {
        for (away, width) in FADING {
            piece(svg, class, span.right + away, width, top, scale);
        }
        let x = span.right + FADED + 4.0;
        if x + text_width(open, QUIET) <= scale.right() {
            svg.text("beschriftung-leise", (x, top + 10.0), Anchor::Start, open);
        }
    }
    if row.critical {
        critical(svg, (span.left, span.right), top);
    }
    if span.begin == End::Cut {
        arrow(svg, class, scale.left() - 2.0, -5.0, top);
    }
    if span.end == End::Cut {
        arrow(svg, class, scale.right() + 2.0, 5.0, top);
    }
}

/// A piece of a fading end, where it has room.
fn piece(svg: &mut Svg, class: &str, left: f64, width: f64, top: f64, scale: &Scale) {
    if left >= scale.left() && left + width <= scale.right() {
        svg.rect(class, Rect::new(left, top, width, BAR));
    }
}

/// Says that it goes on outside.
fn arrow(svg: &mut Svg, class: &str, x: f64, tip: f64, top: f64) {
    svg.polygon(class, &[(x, top + 1.0), (x + tip, top + BAR / 2.0), (x, top + BAR - 1.0)]);
}

/// Marks the edge of a row whose bar lies outside altogether, on the side where it lies.
pub(super) fn outside(svg: &mut Svg, row: &Row, top: f64, scale: &Scale) {
    let class = row.status.class();
    match row.begin.or(row.end).map(|date| scale.x(day(date))) {
        Some(x) if x >= scale.right() => arrow(svg, class, scale.right() + 2.0, 5.0, top),
        Some(_) => arrow(svg, class, scale.left() - 2.0, -5.0, top),
        None => {}
    }
}

/// The bar between its ends. The shape tells the status; the theme's colours only repeat it.
pub(super) fn body(svg: &mut Svg, status: Status, class: &str, span: Span, top: f64) {
    let rect = span.rect(top);
    match status {
        Status::Running => svg.polygon(class, &pointed(rect)),
        Status::Unknown => svg.dashed_rect(class, rect),
        Status::Paused => paused(svg, class, rect),
        Status::Stretch => svg.rect(class, Rect { y: rect.y + 3.0, h: rect.h - 6.0, ..rect }),
        _ => svg.rect(class, rect),
    }
    let cap = format!("{class} kappe");
    let upright = |svg: &mut Svg, x: f64| svg.line(&cap, (x, top - 2.0), (x, top + BAR + 2.0));
    match status {
        Status::Done if span.end == End::Known => upright(svg, rect.right()),
        Status::Ended if span.end == End::Known => {
            upright(svg, rect.right());
            upright(svg, rect.right() + 4.0);
        }
        Status::Decided if span.begin == End::Known => upright(svg, rect.x),
        Status::Discontinued if span.end == End::Known => cross(svg, &cap, rect.right(), top),
        _ => {}
    }
}

/// A bar with a pointed right end.
fn pointed(rect: Rect) -> Vec<Point> {
    let tip = 6.0_f64.min(rect.w);
    let (shoulder, middle) = (rect.right() - tip, rect.y + rect.h / 2.0);
    vec![
        (rect.x, rect.y),
        (shoulder, rect.y),
        (rect.right(), middle),
        (shoulder, rect.bottom()),
        (rect.x, rect.bottom()),
    ]
}

/// A bar that ends in the sign for a pause; a short one is nothing but that sign.
fn paused(svg: &mut Svg, class: &str, rect: Rect) {
    let rest = rect.w - 14.0;
    if rest > 0.0 {
        svg.rect(class, Rect { w: rest, ..rect });
    }
    for at in [11.0, 4.0] {
        svg.rect(class, Rect { x: (rect.right() - at).max(rect.x), w: 4.0_f64.min(rect.w), ..rect });
    }
}

/// A cross behind the end of a bar.
fn cross(svg: &mut Svg, class: &str, end: f64, top: f64) {
    let (x, middle, arm) = (end + 8.0, top + BAR / 2.0, 4.5);
    svg.line(class, (x - arm, middle - arm), (x + arm, middle + arm));
    svg.line(class, (x - arm, middle + arm), (x + arm, middle - arm));
}

/// The first plan: a thin line below the bar, with ticks where it ends within the scale.
pub(super) fn baseline(svg: &mut Svg, (first, last): (Day, Day), y: f64, scale: &Scale) {
    let (left, right) = (scale.x(first), scale.x(last.max(first) + 1));
    if right > scale.left() && left < scale.right() {
        // What lies outside is cut off with the drawing, ticks included.
        svg.ruler("basisplan", (left.max(scale.left() - 9.0), right.min(scale.right() + 9.0)), y);
    }
}

/// How far the end was shifted: an arrow on from the first plan.
pub(super) fn slip(svg: &mut Svg, (planned, end): (Day, Day), y: f64, scale: &Scale) {
    let (from, to) = (scale.clip(scale.x(planned + 1)), scale.clip(scale.x(end + 1)));
    if to > from {
        arrow_to(svg, (from, to), y);
    }
}

/// An arrow to the right; where it is short, nothing but its tip.
pub(super) fn arrow_to(svg: &mut Svg, (from, to): (f64, f64), y: f64) {
    let tip = 6.0_f64.min(to - from);
    svg.polygon(
        "verzug",
        &[(from, y), (to - tip, y), (to - tip, y - 3.0), (to, y), (to - tip, y + 3.0), (to - tip, y)],
    );
}

/// What should be over: a thin broken bar from its end to the as-of date.
pub(super) fn overdue(svg: &mut Svg, row: &Row, now: Day, top: f64, scale: &Scale) {
    let Some(end) = row.end.map(|end| scale.clip(scale.x(day(end) + 1))) else { return };
    let until = scale.clip(scale.x(now + 1));
    if until > end {
        svg.rect("ueberfaellig", Rect::new(end, top + 3.0, until - end, BAR - 6.0));
    }
}

/// A phase in a bar, with its name as a tooltip.
pub(super) fn phase(svg: &mut Svg, phase: &Phase, top: f64, scale: &Scale) {
    let (left, right) = (scale.clip(scale.x(day(phase.first))), scale.clip(scale.x(day(phase.last) + 1)));
    if right - left > 2.0 {
        let rect = Rect::new(left + 1.0, top + 3.0, right - left - 2.0, BAR - 6.0);
        svg.named(&phase.label, None, |svg| svg.rect("phase", rect));
    }
}

/// The line above a bar on the critical path.
pub(super) fn critical(svg: &mut Svg, (left, right): (f64, f64), top: f64) {
    svg.line("kritisch", (left, top - 3.0), (right, top - 3.0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, date};

    fn scale() -> Scale {
        Scale::new(date(2024, 1, 1), date(2024, 12, 31), 100.0, 732.0)
    }

    fn row(status: Status, begin: Option<Date>, end: Option<Date>) -> Row {
        Row { begin, end, ..Row::new("Projekt", status) }
    }

    fn span(status: Status, begin: Option<Date>, end: Option<Date>) -> Option<Span> {
        Span::of(&row(status, begin, end), &scale(), Some(day(date(2024, 7, 1))))
    }

    #[test]
    fn ends_are_inclusive() {
        let span = span(Status::Planned, Some(date(2024, 1, 1)), Some(date(2024, 12, 31))).unwrap();
        assert_eq!((span.left, span.right), (100.0, 832.0));
        assert_eq!((span.begin, span.end), (End::Known, End::Known));
    }

    #[test]
    fn bars_are_cut_to_the_range() {
        let cut = span(Status::Done, Some(date(2020, 1, 1)), Some(date(9999, 12, 31))).unwrap();
        assert_eq!(cut, Span { left: 100.0, right: 832.0, begin: End::Cut, end: End::Cut });
        assert_eq!(span(Status::Done, Some(date(2020, 1, 1)), Some(date(2023, 12, 31))), None);
        assert_eq!(span(Status::Done, Some(date(2025, 1, 1)), None), None);
    }

    #[test]
    fn one_day_is_seen() {
        let span = span(Status::Done, Some(date(2024, 3, 1)), Some(date(2024, 3, 1))).unwrap();
        assert!(span.right - span.left >= 2.0);
    }

    #[test]
    fn what_runs_without_end_reaches_to_the_as_of_date() {
        let begin = Some(date(2024, 2, 1));
        let (running, planned) = (span(Status::Running, begin, None), span(Status::Planned, begin, None));
        assert_eq!(running.unwrap().right, scale().x(day(date(2024, 7, 2))));
        assert_eq!(planned.unwrap().right, planned.unwrap().left + STUB);
        assert_eq!(planned.unwrap().end, End::Open);
        assert_eq!(span(Status::Planned, None, None), None);
    }

    #[test]
    fn each_status_has_its_shape() {
        let draw = |status: Status| {
            let mut svg = crate::draw::Svg::bare();
            let span = span(status, Some(date(2024, 2, 1)), Some(date(2024, 4, 1))).unwrap();
            body(&mut svg, status, "b", span, 10.0);
            svg.finish().replace(' ', "")
        };
        let mut shapes: Vec<String> = Status::ALL.map(draw).to_vec();
        shapes.sort();
        shapes.dedup();
        assert_eq!(shapes.len(), Status::ALL.len());
    }
}
