//! The milestone trend: what was planned, report by report.
//!
//! Days of reports run to the right, planned days upwards, on the same scale. A line that runs level keeps its date; one
//! that rises slips. On the diagonal both days are the same: there a milestone is due, or done.

use jiff::civil::Date;

use crate::draw::scale::{Scale, day};
use crate::draw::{self, Anchor, Entry, Format, Frame, LINE, Point, QUIET, Role, Svg, legend_height, text_width};

/// What the chart shows.
#[derive(Debug, Clone)]
pub struct TrendChart {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// The as-of date; lines of what is still open run up to it.
    pub as_of: Date,
    /// Above the days of reports ("berichtet am").
    pub reported: String,
    /// Above the planned days ("geplant für").
    pub planned: String,
    /// The milestones.
    pub lines: Vec<TrendLine>,
}

/// One milestone.
#[derive(Debug, Clone)]
pub struct TrendLine {
    /// Its name, in the legend.
    pub label: String,
    /// Day of report and planned day, the oldest first.
    pub reports: Vec<(Date, Date)>,
    /// When it was done.
    pub done: Option<Date>,
}

impl TrendLine {
    /// All points: the reports, then where it stands now, on the diagonal if it is done.
    fn points(&self, as_of: Date) -> Vec<(Date, Date)> {
        let mut points = self.reports.clone();
        let last = self.done.map(|done| (done, done)).or_else(|| Some((as_of, self.reports.last()?.1)));
        points.extend(last.filter(|last| points.last().is_none_or(|point| point.0 <= last.0)));
        points.dedup();
        points
    }
}

/// Draws the chart in both editions (classes `nur-breit`, `nur-schmal`); `None` without a line.
pub fn render(chart: &TrendChart) -> Option<String> {
    Format::both(|format| edition(chart, format))
}

/// Above the plane: two lines of words.
const HEAD: f64 = 34.0;
/// Room for the years.
const YEARS: f64 = 32.0;
/// Room for the numbers of the lines.
const NUMBERS: f64 = 34.0;
/// Width of a number in the legend.
const SIGN: f64 = 16.0;
/// The widest plane; on a wider one lines would say no more.
const WIDEST: f64 = 520.0;

fn edition(chart: &TrendChart, format: Format) -> Option<String> {
    let days = || chart.lines.iter().flat_map(|line| line.points(chart.as_of)).flat_map(|(a, b)| [a, b]);
    let (first, last) = (days().min()?, days().max()?);
    let left = text_width("0000", QUIET) + 12.0;
    let side = (format.width() - left - NUMBERS).min(WIDEST);
    let layout = Layout {
        chart,
        across: Scale::new(first, last, left, side),
        up: Scale::new(first, last, 0.0, side),
        side,
        legend: draw::legend(names(chart), SIGN, format.width()),
    };
    let mut svg = Svg::new(&Frame {
        id: &chart.id,
        class: "diagramm-trend",
        format: Some(format),
        width: format.width(),
        height: HEAD + side + YEARS + legend_height(&layout.legend),
        title: &chart.title,
        description: &chart.description,
        role: Role::Image,
    });
    layout.ground(&mut svg);
    layout.lines(&mut svg);
    layout.draw_legend(&mut svg);
    Some(svg.finish())
}

/// The numbers and names of the lines.
fn names(chart: &TrendChart) -> impl Iterator<Item = (usize, &str)> {
    chart.lines.iter().enumerate().map(|(number, line)| (number, line.label.as_str()))
}

/// Where things stand.
struct Layout<'a> {
    chart: &'a TrendChart,
    across: Scale,
    /// The same days, from the foot upwards.
    up: Scale,
    side: f64,
    legend: Vec<Entry<usize>>,
}

impl Layout<'_> {
    fn at(&self, (reported, planned): (Date, Date)) -> Point {
        (self.across.x(day(reported)), HEAD + self.side - self.up.x(day(planned)))
    }

    fn ground(&self, svg: &mut Svg) {
        let (left, right, foot) = (self.across.left(), self.across.right(), HEAD + self.side);
        svg.hidden(|svg| {
            self.years(svg);
            svg.line("achse", (left, HEAD), (left, foot));
            svg.line("achse", (left, foot), (right, foot));
            svg.line("stichtag diagonale", (left, foot), (right, HEAD));
            svg.text("beschriftung-leise", (0.0, HEAD - LINE), Anchor::Start, &self.chart.planned);
            svg.text("beschriftung-leise", (right, HEAD + self.side + 16.0), Anchor::End, &self.chart.reported);
        });
    }

    /// The same years along both axes.
    fn years(&self, svg: &mut Svg) {
        let foot = HEAD + self.side;
        let years = self.across.years_per_label(text_width("0000", QUIET) + 8.0);
        for period in self.across.periods(12 * years) {
            let (x, y) = (self.across.x(period.first), foot - self.up.x(period.first));
            if period.first > self.across.days().0 {
                svg.line("gitter", (x, HEAD), (x, foot));
                svg.line("gitter", (self.across.left(), y), (self.across.right(), y));
            }
            let room = self.across.x(period.end) - x;
            let name = period.year.to_string();
            let taken = text_width(&self.chart.reported, QUIET) + 8.0;
            if room > text_width(&name, QUIET) + 4.0 {
                svg.text("beschriftung-leise", (self.across.left() - 6.0, y - 4.0), Anchor::End, &name);
                if x + text_width(&name, QUIET) + 4.0 < self.across.right() - taken {
                    svg.text("beschriftung-leise", (x + 3.0, foot + 16.0), Anchor::Start, &name);
                }
            }
        }
    }

    fn lines(&self, svg: &mut Svg) {
        let mut taken: Vec<f64> = Vec::new();
        for (number, line) in self.chart.lines.iter().enumerate() {
            let class = format!("serie-{}", number % 6 + 1);
            let points: Vec<Point> = line.points(self.chart.as_of).into_iter().map(|point| self.at(point)).collect();
            svg.named(&line.label, None, |svg| {
                svg.polyline(&format!("{class} linie {}", dashes(number)), &points);
                for &point in points.iter().take(line.reports.len()) {
                    svg.circle(&class, point, 3.5);
                }
                let Some(&(x, y)) = points.last() else { return };
                if line.done.is_some() {
                    svg.polygon(&class, &[(x, y - 6.0), (x + 6.0, y), (x, y + 6.0), (x - 6.0, y)]);
                }
                let y = free(y, &mut taken);
                svg.text("titel", (x + 9.0, y + 4.5), Anchor::Start, &(number + 1).to_string());
            });
        }
    }

    fn draw_legend(&self, svg: &mut Svg) {
        let top = HEAD + self.side + YEARS;
        for entry in &self.legend {
            let number = (entry.sign + 1).to_string();
            svg.text("titel", (entry.x + SIGN, top + entry.y + 11.5), Anchor::End, &number);
            svg.legend_word(entry, SIGN, top);
        }
    }
}

/// Lines of one colour differ in their dashes.
fn dashes(number: usize) -> &'static str {
    if (number / 6).is_multiple_of(2) { "voll" } else { "gestrichelt" }
}

/// The place nearest to a height where no other number stands.
fn free(y: f64, taken: &mut Vec<f64>) -> f64 {
    let steps = (0..40).flat_map(|step| [f64::from(step), -f64::from(step)]);
    let is_free = |place: &f64| taken.iter().all(|other| (other - place).abs() >= LINE - 2.0);
    let place = steps.map(|step| y + step * LINE / 2.0).find(is_free).unwrap_or(y);
    taken.push(place);
    place
}

/// A typical trend.
pub fn sample() -> String {
    let at = Date::constant;
    let line = |label: &str, reports: &[(Date, Date)], done| TrendLine {
        label: label.to_owned(),
        reports: reports.to_vec(),
        done,
    };
    let (start, end) = (at(2022, 1, 10), at(2024, 6, 30));
    let lines = vec![
        line("Konzept abgenommen", &[(start, at(2022, 9, 30))], Some(at(2022, 10, 14))),
        line(
            "Alle Ämter angeschlossen",
            &[(start, at(2023, 12, 31)), (at(2023, 3, 1), at(2024, 6, 30)), (at(2024, 1, 15), at(2024, 12, 31))],
            None,
        ),
        line("Projektende", &[(start, at(2024, 12, 31)), (at(2024, 1, 15), at(2025, 6, 30))], None),
    ];
    let chart = TrendChart {
        id: "trend".to_owned(),
        title: "Meilensteintrend".to_owned(),
        description: "Drei erfundene Termine über drei Berichte.".to_owned(),
        as_of: end,
        reported: "berichtet am".to_owned(),
        planned: "geplant für".to_owned(),
        lines,
    };
    render(&chart).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn chart(lines: Vec<TrendLine>) -> TrendChart {
        TrendChart {
            id: "t".to_owned(),
            title: "Trend".to_owned(),
            description: "Ein Trend.".to_owned(),
            as_of: date(2024, 6, 30),
            reported: "berichtet".to_owned(),
            planned: "geplant".to_owned(),
            lines,
        }
    }

    #[test]
    fn what_is_open_runs_to_the_as_of_date_and_what_is_done_ends_on_the_diagonal() {
        let reports = vec![(date(2024, 1, 1), date(2024, 9, 30))];
        let open = TrendLine { label: String::new(), reports: reports.clone(), done: None };
        assert_eq!(open.points(date(2024, 6, 30)), [reports[0], (date(2024, 6, 30), date(2024, 9, 30))]);
        let done = TrendLine { done: Some(date(2024, 5, 1)), ..open };
        assert_eq!(done.points(date(2024, 6, 30)), [reports[0], (date(2024, 5, 1), date(2024, 5, 1))]);
    }

    #[test]
    fn nothing_and_one_day_are_no_reason_to_fail() {
        assert_eq!(render(&chart(Vec::new())), None);
        let day = date(2024, 6, 30);
        let line = TrendLine { label: "Ein Tag".to_owned(), reports: vec![(day, day)], done: None };
        assert!(render(&chart(vec![line; 40])).is_some_and(|svg| !svg.contains("NaN")));
    }

    #[test]
    fn numbers_do_not_cover_each_other() {
        let mut taken = Vec::new();
        let places: Vec<f64> = (0..5).map(|_| free(100.0, &mut taken)).collect();
        assert!(places.iter().enumerate().all(|(at, a)| places[..at].iter().all(|b| (a - b).abs() >= LINE - 2.0)));
    }
}
