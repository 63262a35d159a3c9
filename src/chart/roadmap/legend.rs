//! The legend: every sign with its word, as a drawing of its own.

use super::bar::{self, BAR, End, Span};
use super::{Status, milestone};
use crate::draw::{self, Format, Frame, LEGEND_LINE, Rect, Role, Svg};

/// A sign that the legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The bar of a status.
    Status(Status),
    /// The thin broken bar of what should be over and is not.
    Overdue,
    /// The line of the first plan.
    Baseline,
    /// The arrow from the first planned end to the current one.
    Slip,
    /// The parts of a bar that are phases.
    Phase,
    /// The diamond of a milestone that is reached.
    MilestoneDone,
    /// The diamond of one that is not.
    MilestoneOpen,
    /// The bar over the days on which a milestone may fall.
    Precision,
    /// The hatching of assumed dates.
    Assumed,
    /// The line of a dependency.
    Dependency,
    /// The broken line of a dependency whose order does not hold.
    Broken,
    /// The line above bars on the critical path.
    Critical,
}

const SIGN: f64 = 30.0;

/// Draws the signs with their words; `None` where there are none.
///
/// It is named by `title` and described by its words; its wide edition is as wide as `wide` says.
pub fn render(id: &str, title: &str, signs: &[(Sign, String)], format: Format, wide: f64) -> Option<String> {
    let width = super::Geometry::of(format, wide, 0.0).width;
    let entries = draw::legend(signs.iter().map(|(sign, word)| (*sign, word.as_str())), SIGN, width);
    let height = entries.last()?.y + LEGEND_LINE;
    let mut svg = Svg::new(&Frame {
        id,
        class: "diagramm-fahrplan legende",
        format: Some(format),
        width,
        height,
        title,
        description: &signs.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(", "),
        role: Role::Image,
    });
    for entry in &entries {
        sign(&mut svg, entry.sign, entry.x, entry.y + 3.0);
        svg.legend_word(entry, SIGN, 2.0);
    }
    Some(svg.finish())
}

fn sign(svg: &mut Svg, sign: Sign, x: f64, y: f64) {
    // The cross stands behind its bar.
    let behind = if sign == Sign::Status(Status::Discontinued) { 14.0 } else { 5.0 };
    let span = Span { left: x + 1.0, right: x + SIGN - behind, begin: End::Known, end: End::Known };
    let bar = Rect::new(span.left, y, span.right - span.left, BAR);
    let middle = y + BAR / 2.0;
    let centre = (x + SIGN / 2.0, middle);
    match sign {
        Sign::Status(status) => bar::body(svg, status, status.class(), span, y),
        Sign::Overdue => svg.rect("ueberfaellig", Rect { y: y + 3.0, h: BAR - 6.0, ..bar }),
        Sign::Baseline => svg.ruler("basisplan", (bar.x, bar.right()), middle),
        Sign::Slip => bar::arrow_to(svg, (bar.x, bar.right()), middle),
        Sign::Phase => {
            svg.rect("balken balken-geplant", bar);
            svg.rect("phase", Rect { y: y + 3.0, w: bar.w / 2.0 - 1.0, h: BAR - 6.0, x: bar.x + 1.0 });
            svg.rect("phase", Rect { y: y + 3.0, w: bar.w / 2.0 - 2.0, h: BAR - 6.0, x: bar.x + bar.w / 2.0 + 1.0 });
        }
        Sign::MilestoneDone => milestone::diamond(svg, centre, true, false),
        Sign::MilestoneOpen => milestone::diamond(svg, centre, false, false),
        Sign::Precision => {
            svg.rect("spanne", Rect::new(x, middle - 2.0, SIGN, 4.0));
            milestone::diamond(svg, centre, false, false);
        }
        Sign::Assumed => {
            svg.rect("balken balken-geplant", bar);
            svg.hatched_rect("annahme", bar);
        }
        Sign::Dependency => svg.line("abhaengigkeit", (bar.x, middle), (bar.right(), middle)),
        Sign::Broken => svg.line("abhaengigkeit gestrichelt", (bar.x, middle), (bar.right(), middle)),
        Sign::Critical => {
            svg.rect("balken balken-geplant", bar);
            bar::critical(svg, (bar.x, bar.right()), y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_signs_no_legend() {
        assert_eq!(render("l", "Zeichen", &[], Format::Wide, 900.0), None);
    }

    #[test]
    fn every_sign_looks_different() {
        let all = Status::ALL.map(Sign::Status).into_iter().chain([
            Sign::Overdue,
            Sign::Baseline,
            Sign::Slip,
            Sign::Phase,
            Sign::MilestoneDone,
            Sign::MilestoneOpen,
            Sign::Precision,
            Sign::Assumed,
            Sign::Dependency,
            Sign::Broken,
            Sign::Critical,
        ]);
        let mut drawn: Vec<_> = all
            .filter_map(|sign| render("l", "Zeichen", &[(sign, "Wort".to_owned())], Format::Narrow, 900.0))
            .collect();
        let count = drawn.len();
        drawn.sort();
        drawn.dedup();
        assert_eq!((count, drawn.len()), (20, 20));
    }
}
