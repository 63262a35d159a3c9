//! How many projects run in parallel, month by month: columns over a time axis, drawn by plotters.

use jiff::civil::Date;

use crate::draw::plot::{
    BindKeyPoints, ChartBuilder, Complaint, HPos, LabelAreaPosition, Paper, PathElement, Pos, Rectangle, Style, Text,
    VPos, paper,
};
use crate::draw::{Format, Frame, Paint, QUIET, Role, Svg, text_width};

/// What the chart shows.
#[derive(Debug, Clone)]
pub struct Parallel {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// What is counted: above the axis ("laufende Projekte").
    pub unit: String,
    /// The months, each once, without gaps, in order.
    pub months: Vec<Month>,
    /// The as-of date and how its line is labelled ("Stichtag 20.07.2023").
    pub as_of: Option<(Date, String)>,
}

/// One month.
#[derive(Debug, Clone)]
pub struct Month {
    /// Any day in it.
    pub day: Date,
    /// Its short name, without the year ("Jul").
    pub label: String,
    /// How many projects run in it.
    pub count: u32,
}

/// Draws the chart in both editions (classes `nur-breit`, `nur-schmal`); `None` without months.
pub fn render(chart: &Parallel) -> Option<String> {
    Format::both(|format| edition(chart, format))
}

/// Height of the image, and of the parts around the plot.
const HEIGHT: f64 = 260.0;
const TOP: i32 = 38;
const AXIS: i32 = 42;
const LEFT: i32 = 34;

fn edition(chart: &Parallel, format: Format) -> Option<String> {
    if chart.months.is_empty() {
        return None;
    }
    let mut svg = Svg::new(&Frame {
        id: &chart.id,
        class: "diagramm-parallel",
        format: Some(format),
        width: format.width(),
        height: HEIGHT,
        title: &chart.title,
        description: &chart.description,
        role: Role::Image,
    });
    // Plotters passes on the errors of its backend only, and ours has none.
    plot(chart, format, &paper(&mut svg, format.width(), HEIGHT)).ok()?;
    Some(svg.finish())
}

fn plot(chart: &Parallel, format: Format, paper: &Paper<'_>) -> Result<(), Complaint> {
    let counts = count_ticks(chart.months.iter().map(|month| month.count).max().unwrap_or(0));
    let top = counts.last().copied().unwrap_or(1);
    let column = (format.width() - f64::from(LEFT)) / chart.months.len() as f64;
    let named = named_months(&chart.months, column);
    let mut axes = ChartBuilder::on(paper)
        .margin_top(TOP)
        .margin_right(1)
        .set_label_area_size(LabelAreaPosition::Left, LEFT)
        .set_label_area_size(LabelAreaPosition::Bottom, AXIS)
        .build_cartesian_2d(
            (0..left_of(chart.months.len())).with_key_points(named),
            (0..top).with_key_points(counts),
        )?;
    axes.configure_mesh()
        .disable_x_mesh()
        .bold_line_style(Paint::Grid.line())
        .axis_style(Paint::Axis.line())
        .label_style(Paint::Quiet.text())
        .x_label_formatter(&|at| month_at(&chart.months, *at))
        .y_label_formatter(&|count| count.to_string())
        .set_tick_mark_size(LabelAreaPosition::Bottom, 3)
        .set_tick_mark_size(LabelAreaPosition::Left, 3)
        .draw()?;
    let gap = if column >= 4.0 { (column * 0.12).round().max(1.0) as u32 } else { 0 };
    axes.draw_series(chart.months.iter().enumerate().filter(|(_, month)| month.count > 0).map(|(index, month)| {
        let paint = if is_later(chart, month) { Paint::Series(2) } else { Paint::Series(1) };
        let mut bar = Rectangle::new([(left_of(index), i64::from(month.count)), (left_of(index + 1), 0)], paint.fill());
        bar.set_margin(0, 0, gap.div_ceil(2), gap / 2);
        bar
    }))?;
    for (index, year) in named_years(&chart.months, column) {
        let (x, y) = axes.backend_coord(&(left_of(index), 0));
        paper.draw(&PathElement::new(vec![(x, y), (x, y + AXIS - 6)], Paint::Axis.line()))?;
        paper.draw(&Text::new(year, (x + 5, y + 24), Paint::Quiet.text()))?;
    }
    paper.draw(&Text::new(chart.unit.as_str(), (0, 2), Paint::Quiet.text()))?;
    if let Some((at, label)) = as_of(chart) {
        let ((x, y), (_, end)) = (axes.backend_coord(&(at, top)), axes.backend_coord(&(at, 0)));
        paper.draw(&PathElement::new(vec![(x, y - 4), (x, end)], Paint::AsOf.line()))?;
        paper.draw(&Text::new(label, (x, y - 6), over(label, f64::from(x), format)))?;
    }
    Ok(())
}

/// A month on the axis, which counts in hundredths of a month: plotters formats labels for whole numbers only.
const MONTH: i64 = 100;

/// Where the month with this index begins on the axis.
fn left_of(index: usize) -> i64 {
    MONTH * i64::try_from(index).unwrap_or(i64::from(i32::MAX))
}

/// The name of the month at this place of the axis.
fn month_at(months: &[Month], at: i64) -> String {
    let index = usize::try_from(at / MONTH).unwrap_or(usize::MAX);
    months.get(index).map(|month| month.label.clone()).unwrap_or_default()
}

/// Text above its place: centred where there is room, else ending or beginning there.
fn over(text: &str, x: f64, format: Format) -> Style {
    let half = text_width(text, QUIET) / 2.0;
    let side = if x + half > format.width() {
        HPos::Right
    } else if x < half {
        HPos::Left
    } else {
        HPos::Center
    };
    Paint::Quiet.text().pos(Pos::new(side, VPos::Bottom))
}

/// The ticks of the count axis: whole numbers from 0, at most six steps, the last at or above `most`.
fn count_ticks(most: u32) -> Vec<i64> {
    let most = i64::from(most.max(1));
    let decades = (0..10).map(|power| 10_i64.pow(power));
    let mut steps = decades.flat_map(|decade| [decade, 2 * decade, 5 * decade]);
    let step = steps.find(|step| (most - 1) / *step < 6).unwrap_or(most);
    (0..=(most - 1) / step + 1).map(|tick| tick * step).collect()
}

/// Middles of the months whose names have room: all, or every second, third, sixth, from January on.
fn named_months(months: &[Month], column: f64) -> Vec<i64> {
    let widest = months.iter().map(|month| text_width(&month.label, QUIET)).fold(0.0, f64::max) + 6.0;
    let Some(every) = [1, 2, 3, 6].into_iter().find(|every| f64::from(*every) * column >= widest) else {
        return Vec::new();
    };
    let shown = months.iter().enumerate().filter(|(_, month)| (i32::from(month.day.month()) - 1) % every == 0);
    shown.map(|(index, _)| left_of(index) + MONTH / 2).collect()
}

/// Years and the index of their first month, as many as have room.
fn named_years(months: &[Month], column: f64) -> Vec<(usize, String)> {
    let room = text_width("0000", QUIET) + 12.0;
    let mut shown: Vec<(usize, String)> = Vec::new();
    for (index, month) in months.iter().enumerate() {
        let begins = month.day.month() == 1;
        let first = index == 0 && !begins && room < f64::from(13 - i32::from(month.day.month())) * column;
        let free = shown.last().is_none_or(|(last, _)| (index - last) as f64 * column >= room);
        if (begins || first) && free {
            shown.push((index, month.day.year().to_string()));
        }
    }
    shown
}

fn is_later(chart: &Parallel, month: &Month) -> bool {
    chart.as_of.as_ref().is_some_and(|(day, _)| month.day.first_of_month() > day.first_of_month())
}

/// The as-of date (its end) on the axis, and its label; none outside of the months.
fn as_of(chart: &Parallel) -> Option<(i64, &str)> {
    let (day, label) = chart.as_of.as_ref()?;
    let index = chart.months.iter().position(|month| month.day.first_of_month() == day.first_of_month())?;
    Some((left_of(index) + MONTH * i64::from(day.day()) / i64::from(day.days_in_month()), label))
}

/// A typical chart.
pub fn sample() -> String {
    render(&example()).unwrap_or_default()
}

fn example() -> Parallel {
    let names = ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"];
    let counts = [2, 3, 3, 5, 6, 6, 8, 9, 11, 11, 12, 14, 13, 13, 12, 12, 10, 9, 9, 7, 6, 4, 4, 3, 2, 0, 1, 1];
    let months = counts.iter().zip(0_i16..).map(|(count, index)| {
        let month = 6 + index;
        let name = names[usize::from(month.unsigned_abs() % 12)];
        // From July 2022 on; every value is a valid month.
        let day = Date::new(2022 + month / 12, i8::try_from(month % 12 + 1).unwrap_or(1), 1).unwrap_or(Date::ZERO);
        Month { day, label: name.to_owned(), count: *count }
    });
    Parallel {
        id: "parallel".to_owned(),
        title: "Gleichzeitig laufende Projekte".to_owned(),
        description: "Zahl der Projekte, die in einem Monat zugleich laufen.".to_owned(),
        unit: "laufende Projekte".to_owned(),
        months: months.collect(),
        as_of: Some((Date::constant(2023, 7, 20), "Stichtag 20.07.2023".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn months(first: Date, number: usize, count: u32) -> Vec<Month> {
        let mut day = first;
        let mut months = Vec::new();
        for _ in 0..number {
            months.push(Month { day, label: "Mär".to_owned(), count });
            day = day.last_of_month().tomorrow().unwrap_or(day);
        }
        months
    }

    #[test]
    fn ticks_are_whole_and_reach_the_highest_column() {
        assert_eq!(count_ticks(0), [0, 1]);
        assert_eq!(count_ticks(3), [0, 1, 2, 3]);
        assert_eq!(count_ticks(14), [0, 5, 10, 15]);
        assert!(count_ticks(u32::MAX).len() <= 7);
    }

    #[test]
    fn month_names_are_thinned_from_january_on() {
        assert_eq!(named_months(&months(date(2023, 11, 1), 4, 1), 60.0), [50, 150, 250, 350]);
        assert_eq!(named_months(&months(date(2023, 11, 1), 6, 1), 11.0), [250, 550], "January and April");
        assert!(named_months(&months(date(2023, 1, 1), 60, 1), 0.5).is_empty());
    }

    #[test]
    fn columns_stay_inside_the_plot() {
        let svg = edition(&example(), Format::Wide).unwrap();
        for part in svg.split("<rect class=\"serie-").skip(1) {
            let value = |name: &str| -> f64 {
                part.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
            };
            assert!(value("x") >= f64::from(LEFT) && value("x") + value("width") <= 720.0);
            assert!(value("y") >= f64::from(TOP) && value("y") + value("height") <= HEIGHT - f64::from(AXIS));
        }
    }

    #[test]
    fn months_after_the_as_of_date_are_told_apart() {
        let svg = edition(&example(), Format::Narrow).unwrap();
        assert_eq!(svg.matches("class=\"serie-1\"").count(), 13);
        assert_eq!(svg.matches("class=\"serie-2\"").count(), 14, "one of the fifteen is empty");
        assert_eq!(svg.matches("class=\"stichtag\"").count(), 1);
    }

    #[test]
    fn odd_input_never_panics() {
        assert_eq!(render(&Parallel { months: vec![], ..example() }), None);
        for (first, number, count) in
            [(date(1, 1, 1), 1, 0), (date(9999, 11, 1), 5, 1), (date(1, 1, 1), 3000, u32::MAX)]
        {
            assert!(render(&Parallel { months: months(first, number, count), ..example() }).is_some());
        }
    }
}
