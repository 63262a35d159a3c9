//! Fulfilment per dimension: horizontal bars from 0 to 100 percent, drawn by plotters.

use crate::draw::plot::{
    BindKeyPoints, ChartBuilder, Complaint, HPos, LabelAreaPosition, Paper, Pos, Rectangle, Style, Text, VPos, paper,
};
use crate::draw::{Format, Frame, LABEL, LINE, Paint, Role, Svg, wrap};

/// What the chart shows.
#[derive(Debug, Clone)]
pub struct Fulfilment {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// Ticks of the axis in thousandths, and how they are printed: `(500, "50 %")`.
    pub ticks: Vec<(u32, String)>,
    /// The dimensions, in the model's order.
    pub rows: Vec<Row>,
}

/// One dimension.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name; up to two lines are shown.
    pub label: String,
    /// The fulfilment as printed ("64 %"), or that it is not assessed.
    pub value: String,
    /// The fulfilment in thousandths, 0 to 1000; `None` where it is not assessed.
    pub share: Option<u32>,
}

/// Draws the chart in both editions (classes `nur-breit`, `nur-schmal`); `None` without rows.
pub fn render(chart: &Fulfilment) -> Option<String> {
    Format::both(|format| edition(chart, format))
}

fn edition(chart: &Fulfilment, format: Format) -> Option<String> {
    if chart.rows.is_empty() {
        return None;
    }
    let layout = Layout::new(chart.rows.len(), format);
    let (width, height) = (format.width(), f64::from(layout.plot_height() + AXIS));
    let mut svg = Svg::new(&Frame {
        id: &chart.id,
        class: "diagramm-erfuellung",
        format: Some(format),
        width,
        height,
        title: &chart.title,
        description: &chart.description,
        role: Role::Image,
    });
    // Plotters passes on the errors of its backend only, and ours has none.
    plot(chart, &layout, &paper(&mut svg, width, height)).ok()?;
    Some(svg.finish())
}

/// Height of the axis below the plot.
const AXIS: i32 = 24;

/// Where things stand, in whole user units: plotters draws on whole pixels.
struct Layout {
    format: Format,
    rows: i32,
    /// Left edge of the plot.
    left: i32,
    /// Room for the printed value to the right of the plot.
    right: i32,
    row_height: i32,
}

impl Layout {
    fn new(rows: usize, format: Format) -> Self {
        let rows = i32::try_from(rows).unwrap_or(i32::MAX / 64);
        match format {
            Format::Wide => Layout { format, rows, left: 280, right: 56, row_height: 40 },
            Format::Narrow => Layout { format, rows, left: 0, right: 48, row_height: 64 },
        }
    }

    fn plot_height(&self) -> i32 {
        self.rows * self.row_height
    }

    fn row_top(&self, index: usize) -> i32 {
        i32::try_from(index).unwrap_or(self.rows) * self.row_height
    }

    /// Top and bottom of the bar of a row.
    fn bar(&self, index: usize) -> (i32, i32) {
        let top = self.row_top(index) + if self.format == Format::Wide { 11 } else { 40 };
        (top, top + 18)
    }

    /// Where the lines of a label begin.
    fn label(&self, index: usize, lines: usize) -> (i32, i32) {
        let free = if lines < 2 { 1 } else { 0 };
        match self.format {
            Format::Wide => (0, self.row_top(index) + 6 + 8 * free),
            Format::Narrow => (0, self.row_top(index) + 5 + 16 * free),
        }
    }

    /// How the label of a tick is anchored: the first one would run over the left edge of a narrow image.
    fn tick_style(&self, at: u32) -> Style {
        let side = if at == 0 && self.format == Format::Narrow { HPos::Left } else { HPos::Center };
        Paint::Quiet.text().pos(Pos::new(side, VPos::Top))
    }

    fn label_width(&self) -> f64 {
        match self.format {
            Format::Wide => f64::from(self.left) - 16.0,
            Format::Narrow => self.format.width(),
        }
    }
}

fn plot(chart: &Fulfilment, layout: &Layout, paper: &Paper<'_>) -> Result<(), Complaint> {
    let ticks: Vec<i32> = chart.ticks.iter().map(|(at, _)| thousandths(*at)).collect();
    let mut axes = ChartBuilder::on(paper)
        .margin_left(layout.left)
        .margin_right(layout.right)
        .set_label_area_size(LabelAreaPosition::Bottom, AXIS)
        .build_cartesian_2d((0..1000).with_key_points(ticks), (layout.plot_height()..0).with_key_points(vec![]))?;
    let mut mesh = axes.configure_mesh();
    mesh.disable_y_mesh()
        .disable_y_axis()
        .bold_line_style(Paint::Grid.line())
        .axis_style(Paint::Axis.line())
        .x_label_formatter(&|_| String::new())
        .set_tick_mark_size(LabelAreaPosition::Bottom, 4);
    if layout.format == Format::Narrow {
        // The labels stand above the bars: lines would run through them.
        mesh.disable_x_mesh();
    }
    mesh.draw()?;
    for (at, printed) in &chart.ticks {
        let (x, y) = axes.backend_coord(&(thousandths(*at), layout.plot_height()));
        paper.draw(&Text::new(printed.as_str(), (x, y + 8), layout.tick_style(*at)))?;
    }
    for (index, row) in chart.rows.iter().enumerate() {
        let (top, bottom) = layout.bar(index);
        if let Some(share) = row.share {
            axes.draw_series([
                Rectangle::new([(0, top), (1000, bottom)], Paint::Area.fill()),
                Rectangle::new([(0, top), (thousandths(share), bottom)], Paint::Done.fill()),
            ])?;
        }
        let (end, paint) = if row.share.is_some() { (1000, Paint::Label) } else { (0, Paint::Quiet) };
        let (x, y) = axes.backend_coord(&(end, (top + bottom) / 2));
        let gap = if row.share.is_none() && layout.format == Format::Narrow { 0 } else { 8 };
        paper.draw(&Text::new(row.value.as_str(), (x + gap, y), beside(paint)))?;
        draw_label(row, index, layout, paper)?;
    }
    Ok(())
}

fn draw_label(row: &Row, index: usize, layout: &Layout, paper: &Paper<'_>) -> Result<(), Complaint> {
    let lines = wrap(&row.label, layout.label_width(), LABEL, 2);
    let (x, mut y) = layout.label(index, lines.len());
    for line in lines {
        paper.draw(&Text::new(line, (x, y), Paint::Label.text()))?;
        y += LINE as i32;
    }
    Ok(())
}

/// Text that begins beside its place, half above and half below.
fn beside(paint: Paint) -> Style {
    paint.text().pos(Pos::new(HPos::Left, VPos::Center))
}

fn thousandths(share: u32) -> i32 {
    i32::try_from(share.min(1000)).unwrap_or(1000)
}

/// A typical chart.
pub fn sample() -> String {
    render(&example()).unwrap_or_default()
}

fn example() -> Fulfilment {
    let row = |label: &str, value: &str, share| Row { label: label.to_owned(), value: value.to_owned(), share };
    Fulfilment {
        id: "erfuellung".to_owned(),
        title: "Erfüllungsgrad".to_owned(),
        description: "Anteil der erfüllten Kriterien je Handlungsfeld.".to_owned(),
        ticks: [(0, "0 %"), (250, "25 %"), (500, "50 %"), (750, "75 %"), (1000, "100 %")]
            .map(|(at, text)| (at, text.to_owned()))
            .to_vec(),
        rows: vec![
            row("Onlinedienste und -services", "64 %", Some(640)),
            row("Digitale Verwaltungsprozesse, Schriftgutverwaltung und elektronische Akte", "12 %", Some(124)),
            row("IT-Infrastruktur", "100 %", Some(1000)),
            row("Smart City & Daten", "nicht bewertet", None),
            row("Führung, Organisation und Personal", "0 %", Some(0)),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(svg: &str, class: &str) -> Vec<f64> {
        svg.split(&format!("<rect class=\"{class}\"")).skip(1).map(|part| attr(part, "width")).collect()
    }

    fn attr(part: &str, name: &str) -> f64 {
        part.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    }

    #[test]
    fn bars_are_as_long_as_their_share_of_the_plot() {
        let svg = edition(&example(), Format::Wide).unwrap();
        let (whole, bars) = (widths(&svg, "flaeche"), widths(&svg, "ist"));
        assert_eq!((whole.len(), bars.len()), (4, 4), "one row is not assessed");
        for (bar, share) in bars.iter().zip([0.64, 0.124, 1.0, 0.0]) {
            assert!((bar - share * whole[0]).abs() <= 1.0, "{bar} of {}", whole[0]);
        }
    }

    #[test]
    fn bars_lie_inside_the_image_and_do_not_touch() {
        for format in [Format::Wide, Format::Narrow] {
            let layout = Layout::new(3, format);
            assert!(layout.bar(0).1 < layout.bar(1).0);
            assert!(layout.bar(2).1 < layout.plot_height());
        }
    }

    #[test]
    fn words_come_from_outside_and_are_escaped() {
        let mut chart = example();
        chart.rows[0].label = "<A> & \"B\"".to_owned();
        let svg = edition(&chart, Format::Narrow).unwrap();
        assert!(svg.contains(">&lt;A&gt; &amp; &quot;B&quot;</text>") && svg.contains(">75 %</text>"));
        assert!(svg.contains(">nicht bewertet</text>"));
    }

    #[test]
    fn odd_input_never_panics() {
        assert_eq!(render(&Fulfilment { rows: vec![], ..example() }), None);
        let mut chart = example();
        chart.ticks.clear();
        chart.rows.truncate(1);
        chart.rows[0].share = Some(u32::MAX);
        assert!(render(&chart).is_some());
    }
}
