//! Dependencies: lines from the end of a bar to the beginning of the one that needs it.

use super::bar::BAR;
use super::{Dependency, Drawing};
use crate::draw::{Point, Svg};

/// How far a line runs straight on before it turns.
const TURN: f64 = 7.0;
const ARROW: f64 = 5.0;

impl Drawing<'_> {
    /// Dependencies between rows that are drawn.
    pub(super) fn dependencies(&self, svg: &mut Svg) {
        for one in &self.roadmap.dependencies {
            if let Some((from, to)) = self.ends(one) {
                let class = class(one);
                svg.polyline(&class, &path(from, to, self.geometry.row / 2.0));
                let tip = to.0 - 1.0;
                svg.polygon(
                    &format!("{class} spitze"),
                    &[(tip, to.1), (tip - ARROW, to.1 - ARROW / 1.5), (tip - ARROW, to.1 + ARROW / 1.5)],
                );
            }
        }
    }

    /// The end of the first bar, the beginning of the other.
    fn ends(&self, dependency: &Dependency) -> Option<(Point, Point)> {
        let middle = |row: usize| self.top(row) + self.geometry.bar + BAR / 2.0;
        let span = |row: usize| self.span(self.roadmap.rows.get(row)?);
        let (from, to) = (span(dependency.from)?, span(dependency.to)?);
        Some(((from.right, middle(dependency.from)), (to.left, middle(dependency.to))))
    }
}

fn class(dependency: &Dependency) -> String {
    let critical = if dependency.critical { " kritisch" } else { "" };
    let broken = if dependency.holds { "" } else { " gestrichelt" };
    format!("abhaengigkeit{critical}{broken}")
}

/// From the end of a bar to the beginning of another: straight down where there is room, else back between the rows.
fn path(from: Point, to: Point, half_row: f64) -> Vec<Point> {
    let out = from.0 + TURN;
    if to.0 >= out + ARROW {
        return vec![from, (out, from.1), (out, to.1), to];
    }
    let between = to.1 + if to.1 > from.1 { -half_row } else { half_row };
    let back = to.0 - TURN - ARROW;
    vec![from, (out, from.1), (out, between), (back, between), (back, to.1), to]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_turns_back_where_there_is_no_room() {
        assert_eq!(path((10.0, 5.0), (40.0, 31.0), 13.0), [(10.0, 5.0), (17.0, 5.0), (17.0, 31.0), (40.0, 31.0)]);
        let back = path((50.0, 5.0), (40.0, 31.0), 13.0);
        assert_eq!(back[2..4], [(57.0, 18.0), (28.0, 18.0)]);
        let up = path((50.0, 31.0), (40.0, 5.0), 13.0);
        assert_eq!(up[2], (57.0, 18.0));
    }
}
