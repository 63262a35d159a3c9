//! The radar: the levels of all dimensions as a polygon over rings, one spoke per dimension.
//!
//! Level 0 has a ring of its own around the centre, so that "level 0" and "not assessed" look different. The polygon
//! of level and progress is drawn lightly, the one of the levels reached upon it.

use std::f64::consts::TAU;

use crate::draw::{self, Anchor, Format, Frame, LABEL, LINE, Point, Rect, Role, Svg, legend_height, wrap};

/// What the radar shows.
#[derive(Debug, Clone)]
pub struct Radar {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// Names of the rings for the levels 1, 2, …: short, such as `1`. Their number is the number of levels.
    pub levels: Vec<String>,
    /// The dimensions, clockwise from the top; 3 to 20 are legible.
    pub axes: Vec<Axis>,
    /// The words below the chart.
    pub legend: Legend,
}

/// One dimension.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Its name; up to two lines are shown.
    pub label: String,
    /// Its level in words ("Stufe 2"), or that it is not assessed.
    pub value: String,
    /// Level reached and progress on the next one in thousandths; `None` where the dimension is not assessed.
    pub standing: Option<(u32, u32)>,
    /// The level aimed at, if there is a target.
    pub target: Option<u32>,
}

/// The words that explain the signs; an empty one leaves its sign out.
#[derive(Debug, Clone, Default)]
pub struct Legend {
    /// The polygon and the points of the levels reached.
    pub reached: String,
    /// The polygon of level and progress.
    pub progress: String,
    /// The line of the targets.
    pub target: String,
    /// The ring at a dimension that is not assessed.
    pub not_assessed: String,
}

/// Draws the radar in both editions (classes `nur-breit`, `nur-schmal`); `None` for fewer than three dimensions, where
/// a polygon says nothing, and for a model without levels.
pub fn render(radar: &Radar) -> Option<String> {
    Format::both(|format| edition(radar, format))
}

fn edition(radar: &Radar, format: Format) -> Option<String> {
    if radar.axes.len() < 3 || radar.levels.is_empty() {
        return None;
    }
    let labels = match format {
        Format::Wide => around(radar),
        Format::Narrow => below(radar),
    };
    let legend = draw::legend(legend_of(&radar.legend), LEGEND_SIGN, format.width());
    let mut svg = Svg::new(&Frame {
        id: &radar.id,
        class: "diagramm-radar",
        format: Some(format),
        width: format.width(),
        height: labels.bottom + legend_height(&legend),
        title: &radar.title,
        description: &radar.description,
        role: Role::Image,
    });
    areas(&mut svg, radar, &labels.web);
    web(&mut svg, radar, &labels.web);
    targets(&mut svg, radar, &labels.web);
    points(&mut svg, radar, &labels.web);
    for label in &labels.list {
        label.draw(&mut svg);
    }
    for entry in &legend {
        legend_sign(&mut svg, entry.sign, (entry.x, labels.bottom + 12.0 + entry.y));
        svg.legend_word(entry, LEGEND_SIGN, labels.bottom + 12.0);
    }
    Some(svg.finish())
}

/// Where the web lies.
#[derive(Debug, Clone, Copy)]
struct Web {
    centre: Point,
    radius: f64,
    axes: usize,
    levels: u32,
}

impl Web {
    fn new(radar: &Radar, centre: Point, radius: f64) -> Self {
        let levels = u32::try_from(radar.levels.len()).unwrap_or(u32::MAX);
        Web { centre, radius, axes: radar.axes.len(), levels }
    }

    /// Right and down of a spoke's direction, the first one straight up, then clockwise.
    fn direction(&self, axis: usize) -> Point {
        let angle = TAU * axis as f64 / self.axes as f64;
        (angle.sin(), -angle.cos())
    }

    fn on(&self, axis: usize, radius: f64) -> Point {
        let (right, down) = self.direction(axis);
        (self.centre.0 + right * radius, self.centre.1 + down * radius)
    }

    /// The distance of a level and its progress from the centre.
    fn distance(&self, level: u32, share: u32) -> f64 {
        let inner = self.radius * 0.12;
        let share = f64::from(share.min(1000)) / 1000.0;
        let reached = (f64::from(level.min(self.levels)) + share).min(f64::from(self.levels));
        inner + (self.radius - inner) * reached / f64::from(self.levels)
    }

    fn ring(&self, level: u32) -> Vec<Point> {
        (0..self.axes).map(|axis| self.on(axis, self.distance(level, 0))).collect()
    }
}

fn areas(svg: &mut Svg, radar: &Radar, web: &Web) {
    let outline = |progress: bool| -> Vec<Point> {
        let distance = |standing: Option<(u32, u32)>| match standing {
            Some((level, share)) => web.distance(level, if progress { share } else { 0 }),
            None => 0.0,
        };
        radar.axes.iter().enumerate().map(|(index, axis)| web.on(index, distance(axis.standing))).collect()
    };
    svg.polygon("fortschritt", &outline(true));
    svg.polygon("ist", &outline(false));
}

fn web(svg: &mut Svg, radar: &Radar, web: &Web) {
    for level in 0..=web.levels {
        let mut ring = web.ring(level);
        ring.extend(ring.first().copied());
        svg.polyline(if level == web.levels { "achse linie" } else { "gitter linie" }, &ring);
    }
    for axis in 0..web.axes {
        svg.line("gitter", web.on(axis, web.distance(0, 0)), web.on(axis, web.radius));
    }
    for (level, name) in (1..).zip(&radar.levels) {
        let (x, y) = web.on(0, web.distance(level, 0));
        svg.text("beschriftung-leise umrandet", (x + 8.0, y + 12.0), Anchor::Start, name);
    }
}

/// The targets: a line where every dimension has one, and a triangle for each.
fn targets(svg: &mut Svg, radar: &Radar, web: &Web) {
    let marks: Vec<Point> = (radar.axes.iter().enumerate())
        .filter_map(|(index, axis)| axis.target.map(|level| web.on(index, web.distance(level, 0))))
        .collect();
    if marks.len() == web.axes {
        let closed: Vec<Point> = marks.iter().chain(marks.first()).copied().collect();
        svg.polyline("soll linie", &closed);
    }
    for mark in marks {
        triangle(svg, mark);
    }
}

fn triangle(svg: &mut Svg, (x, y): Point) {
    svg.polygon("soll punkt", &[(x, y - 6.0), (x + 5.5, y + 4.0), (x - 5.5, y + 4.0)]);
}

/// A salt crystal on each level reached; a ring at the end of a spoke that is not assessed.
fn points(svg: &mut Svg, radar: &Radar, web: &Web) {
    for (index, axis) in radar.axes.iter().enumerate() {
        match axis.standing {
            Some((level, _)) => {
                let (x, y) = web.on(index, web.distance(level, 0));
                svg.rect("ist punkt", Rect::new(x - 3.5, y - 3.5, 7.0, 7.0));
            }
            None => svg.circle("leer", web.on(index, web.radius), 4.5),
        }
    }
}

/// Labels and the web they belong to.
struct Labels {
    web: Web,
    list: Vec<Label>,
    /// Where all of it ends.
    bottom: f64,
}

/// The label of a spoke.
struct Label {
    /// Number, where the name stands elsewhere.
    number: Option<(Point, String)>,
    lines: Vec<String>,
    value: String,
    at: Point,
    anchor: Anchor,
    /// From the spoke to a label that was moved away from it.
    leader: Option<(Point, Point)>,
    full: String,
}

impl Label {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE + if self.value.is_empty() { 0.0 } else { 14.0 }
    }

    fn draw(&self, svg: &mut Svg) {
        let (x, top) = self.at;
        if let Some((from, to)) = self.leader {
            svg.line("gitter", from, to);
        }
        if let Some((at, number)) = &self.number {
            svg.text("titel", *at, Anchor::Middle, number);
            svg.text("titel", (0.0, top + 12.0), Anchor::Start, number);
        }
        let name = if self.lines == [self.full.as_str()] { "" } else { &self.full };
        svg.named(name, None, |svg| {
            svg.lines("beschriftung", (x, top + 12.0), self.anchor, &self.lines);
            let y = top + 10.0 + self.lines.len() as f64 * LINE;
            svg.text("beschriftung-leise", (x, y), self.anchor, &self.value);
        });
    }
}

const GAP: f64 = 14.0;
const LEGEND_SIGN: f64 = 14.0;

/// The wide edition: labels around the web, spread so that none covers another.
fn around(radar: &Radar) -> Labels {
    let width = Format::Wide.width();
    let radius = if radar.axes.len() > 12 { 190.0 } else { 170.0 };
    let web = Web::new(radar, (width / 2.0, 0.0), radius);
    let mut list: Vec<Label> = (0..web.axes).map(|index| beside(&radar.axes[index], index, &web)).collect();
    for side in [Anchor::Start, Anchor::End] {
        let mut column: Vec<usize> = (0..list.len()).filter(|index| list[*index].anchor == side).collect();
        column.sort_by(|a, b| list[*a].at.1.total_cmp(&list[*b].at.1).then(a.cmp(b)));
        spread(&mut list, &column, radius);
    }
    for (index, label) in list.iter_mut().enumerate() {
        settle(label, index, &web);
    }
    let top = list.iter().map(|label| label.at.1).fold(-radius, f64::min) - 2.0;
    let bottom = list.iter().map(|label| label.at.1 + label.height()).fold(radius, f64::max) + 8.0;
    for label in &mut list {
        label.at.1 -= top;
        label.leader = label.leader.map(|(a, b)| ((a.0, a.1 - top), (b.0, b.1 - top)));
    }
    let web = Web { centre: (width / 2.0, -top), ..web };
    Labels { web, list, bottom: bottom - top }
}

/// A label where it would stand if it were alone; the centre of the web is at height 0.
fn beside(axis: &Axis, index: usize, web: &Web) -> Label {
    let (right, down) = web.direction(index);
    let (x, y) = web.on(index, web.radius + GAP);
    let upright = right.abs() < 0.01;
    // Spreading may move a label to where the web is widest: its lines have to fit there.
    let room = web.centre.0 - web.radius - GAP;
    let anchor = match right {
        _ if upright => Anchor::Middle,
        _ if right > 0.0 => Anchor::Start,
        _ => Anchor::End,
    };
    let mut label = Label {
        number: None,
        lines: wrap(&axis.label, if upright { 220.0 } else { room }, LABEL, 2),
        value: axis.value.clone(),
        at: (x, y),
        anchor,
        leader: None,
        full: axis.label.clone(),
    };
    let height = label.height();
    label.at.1 = match upright {
        true if down < 0.0 => y - height + 6.0,
        true => y - 6.0,
        false => y - height / 2.0,
    };
    label
}

/// Moves the labels of one side apart: downwards first, then up from the lower end.
fn spread(list: &mut [Label], column: &[usize], radius: f64) {
    const BETWEEN: f64 = 6.0;
    let need: f64 = column.iter().map(|index| list[*index].height() + BETWEEN).sum();
    let limit = (need / 2.0).max(radius + 24.0);
    let mut free = -limit;
    for &index in column {
        list[index].at.1 = list[index].at.1.max(free);
        free = list[index].at.1 + list[index].height() + BETWEEN;
    }
    let mut free = limit;
    for &index in column.iter().rev() {
        list[index].at.1 = list[index].at.1.min(free - list[index].height());
        free = list[index].at.1 - BETWEEN;
    }
}

/// Sets a label of a side as close to the web as its height allows, and draws a leader where it was moved away.
fn settle(label: &mut Label, index: usize, web: &Web) {
    if label.anchor == Anchor::Middle {
        return;
    }
    let (top, bottom) = (label.at.1, label.at.1 + label.height());
    let nearest = if top > 0.0 { top } else { bottom.min(0.0) };
    let clear = web.radius + GAP - 2.0;
    let mut away = (clear * clear - nearest * nearest).max(0.0).sqrt();
    if top.abs().max(bottom.abs()) > web.radius + 4.0 {
        // Beside the labels at the top and at the bottom.
        away = away.max(116.0);
    }
    let side = if label.anchor == Anchor::Start { 1.0 } else { -1.0 };
    label.at.0 = web.centre.0 + side * away;
    let (end, middle) = (web.on(index, web.radius + 3.0), (top + bottom) / 2.0);
    let target = (label.at.0 - side * 3.0, middle);
    if (target.0 - end.0).hypot(target.1 - end.1) > 26.0 {
        label.leader = Some((end, target));
    }
}

/// The narrow edition: numbers around the web, names in a list below.
fn below(radar: &Radar) -> Labels {
    const TOP: f64 = 24.0;
    const INDENT: f64 = 26.0;
    let width = Format::Narrow.width();
    let radius = 126.0;
    let web = Web::new(radar, (width / 2.0, TOP + radius), radius);
    let mut y = TOP + 2.0 * radius + 30.0;
    let mut list = Vec::new();
    for (index, axis) in radar.axes.iter().enumerate() {
        let (nx, ny) = web.on(index, radius + GAP);
        let label = Label {
            number: Some(((nx, ny + 4.5), (index + 1).to_string())),
            lines: wrap(&axis.label, width - INDENT, LABEL, 2),
            value: axis.value.clone(),
            at: (INDENT, y),
            anchor: Anchor::Start,
            leader: None,
            full: axis.label.clone(),
        };
        y += label.height() + 8.0;
        list.push(label);
    }
    Labels { web, list, bottom: y }
}

/// The signs of the legend.
#[derive(Debug, Clone, Copy)]
enum Sign {
    Reached,
    Progress,
    Target,
    NotAssessed,
}

fn legend_of(words: &Legend) -> [(Sign, &str); 4] {
    [
        (Sign::Reached, &words.reached),
        (Sign::Progress, &words.progress),
        (Sign::Target, &words.target),
        (Sign::NotAssessed, &words.not_assessed),
    ]
}

fn legend_sign(svg: &mut Svg, sign: Sign, (x, y): Point) {
    let middle = (x + LEGEND_SIGN / 2.0, y + 6.0);
    match sign {
        Sign::Reached => svg.rect("ist punkt", Rect::new(middle.0 - 3.5, middle.1 - 3.5, 7.0, 7.0)),
        Sign::Progress => svg.rect("fortschritt", Rect::new(x, y, LEGEND_SIGN, 12.0)),
        Sign::Target => triangle(svg, middle),
        Sign::NotAssessed => svg.circle("leer", middle, 4.5),
    }
}

/// A typical radar.
pub fn sample() -> String {
    render(&example(9)).unwrap_or_default()
}

fn example(axes: usize) -> Radar {
    const NAMES: [&str; 9] = [
        "Onlinedienste und -services",
        "Digitale Verwaltungsprozesse, Schriftgutverwaltung und elektronische Akte",
        "IT-Infrastruktur",
        "Smart City & Daten",
        "Führung, Organisation und Personal",
        "Informationssicherheit und Datenschutz",
        "Bildung",
        "Digitale Teilhabe",
        "Zusammenarbeit im Stadtkonzern",
    ];
    let standings = [Some((2, 640)), Some((1, 120)), Some((3, 0)), None, Some((0, 300)), Some((4, 900)), Some((5, 0))];
    let axis = |index: usize| {
        let standing = standings[index % standings.len()];
        Axis {
            label: NAMES[index % NAMES.len()].to_owned(),
            value: standing.map_or("nicht bewertet".to_owned(), |(level, _)| format!("Stufe {level}")),
            standing,
            target: Some([3, 2, 3, 1, 2, 5, 5][index % 7]),
        }
    };
    Radar {
        id: "radar".to_owned(),
        title: "Reifegrad im Überblick".to_owned(),
        description: "Erreichte Stufe je Handlungsfeld als Netz.".to_owned(),
        levels: ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec(),
        axes: (0..axes).map(axis).collect(),
        legend: Legend {
            reached: "erreichte Stufe".to_owned(),
            progress: "Fortschritt zur nächsten Stufe".to_owned(),
            target: "Ziel".to_owned(),
            not_assessed: "nicht bewertet".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{QUIET, text_width};

    /// The box of a label: left, top, right, bottom.
    fn area(label: &Label) -> (f64, f64, f64, f64) {
        let lines = label.lines.iter().map(|line| text_width(line, LABEL));
        let width = lines.fold(text_width(&label.value, QUIET), f64::max);
        let left = match label.anchor {
            Anchor::Start => label.at.0,
            Anchor::Middle => label.at.0 - width / 2.0,
            Anchor::End => label.at.0 - width,
        };
        (left, label.at.1, left + width, label.at.1 + label.height())
    }

    #[test]
    fn labels_never_overlap_and_stay_in_the_image() {
        for axes in 3..=20 {
            for labels in [around(&example(axes)), below(&example(axes))] {
                let boxes: Vec<_> = labels.list.iter().map(area).collect();
                for (index, a) in boxes.iter().enumerate() {
                    assert!(a.1 >= 0.0 && a.3 <= labels.bottom, "{axes}: {a:?}");
                    assert!(a.0 >= -1.0 && a.2 <= Format::Wide.width() + 1.0, "{axes}: {a:?}");
                    for b in &boxes[..index] {
                        let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                        assert!(apart, "{axes}: {a:?} over {b:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn labels_stand_outside_of_the_web() {
        for axes in 3..=20 {
            let labels = around(&example(axes));
            let (cx, cy) = labels.web.centre;
            for (left, top, right, bottom) in labels.list.iter().map(area) {
                let distance = (cx.clamp(left, right) - cx).hypot(cy.clamp(top, bottom) - cy);
                assert!(distance >= labels.web.radius, "{axes}: {distance}");
            }
        }
    }

    #[test]
    fn levels_lie_on_their_rings_and_progress_between() {
        let web = Web::new(&example(4), (0.0, 0.0), 100.0);
        assert_eq!(web.distance(5, 0), 100.0);
        assert_eq!(web.distance(5, 1000), 100.0);
        assert!(web.distance(0, 0) > 0.0);
        assert!((2.0 * web.distance(1, 500) - web.distance(1, 0) - web.distance(2, 0)).abs() < 1e-9);
        let (x, y) = web.on(1, 100.0);
        assert!((x - 100.0).abs() < 1e-9 && y.abs() < 1e-9, "the second of four spokes points to the right");
    }

    #[test]
    fn fewer_than_three_dimensions_are_no_polygon() {
        assert_eq!(render(&example(2)), None);
        assert_eq!(render(&Radar { levels: vec![], ..example(5) }), None);
        assert!(render(&example(3)).is_some());
    }

    #[test]
    fn odd_input_never_panics() {
        let mut radar = example(60);
        for axis in &mut radar.axes {
            axis.label = "رقمنة <&\"'> ".repeat(30);
            axis.standing = Some((u32::MAX, u32::MAX));
            axis.target = Some(u32::MAX);
        }
        let svg = render(&radar).unwrap();
        assert!(!svg.contains("NaN") && svg.contains("&lt;&amp;&quot;&#39;&gt;"));
    }
}
