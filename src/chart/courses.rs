//! Many courses side by side: a small step chart per dimension or per unit, all with the same days and levels.
//!
//! A panel has a title (a link where there is a page), where it stands today in words, and the drawing: what has
//! happened as an unbroken line up to the as-of line, behind it what is to be expected after plan and with delay, each in
//! its own dashes. The panels stand in the order given, never by size: this is no ranking.
//!
//! The wide edition has up to three panels in a row, and an image for every few rows, so that paper does not cut through
//! them; the narrow one is a single column. 1 to about 30 panels are legible.

use jiff::civil::Date;

use crate::draw::scale::{Day, Scale, day};
use crate::draw::steps::{FOOT, LANE, Line, Plane, Step, Stretch, stretches};
use crate::draw::{
    self, Anchor, Entry, Format, Frame, LABEL, LINE, Point, QUIET, Rect, Role, Svg, legend_height, text_width, wrap,
};

/// What the chart shows.
#[derive(Debug, Clone)]
pub struct Courses {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// First and last day shown, in every panel.
    pub range: (Date, Date),
    /// The as-of date; its changes are past.
    pub as_of: Date,
    /// The highest level, 1 and up.
    pub levels: u32,
    /// The panels, in the order in which they are shown.
    pub panels: Vec<Panel>,
    /// The words in and below the drawing.
    pub words: Words,
}

/// One small chart.
#[derive(Debug, Clone)]
pub struct Panel {
    /// Its title; up to two lines are shown.
    pub label: String,
    /// Its page, ready to print.
    pub href: Option<String>,
    /// Where it stands today, in words ("Stufe 2 – Geordnet", "nicht bewertet"); up to two lines are shown.
    pub value: String,
    /// What has happened; shown up to the as-of date.
    pub past: Vec<Step>,
    /// What is to be expected with delay; shown from the as-of date on, where it is not the same as the plan.
    pub delayed: Vec<Step>,
    /// What is to be expected after plan, never lower than with delay; shown from the as-of date on.
    pub planned: Vec<Step>,
}

/// The words; in the legend an empty one leaves its sign out, and so does what no panel shows.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Where nothing is assessed.
    pub not_assessed: String,
    /// Legend: the line of what has happened.
    pub reached: String,
    /// Legend: the plan.
    pub planned: String,
    /// Legend: the plan with delay.
    pub delayed: String,
    /// Legend: the as-of line, with its date.
    pub as_of: String,
}

/// Draws the courses in both editions (classes `nur-breit`, `nur-schmal`); `None` without panels or levels.
pub fn render(courses: &Courses) -> Option<String> {
    Format::both(|format| edition(courses, format))
}

fn edition(courses: &Courses, format: Format) -> Option<String> {
    if courses.panels.is_empty() || courses.levels == 0 {
        return None;
    }
    let sheets = sheets(courses, format);
    let legend = draw::legend(legend_of(courses, &sheets), SIGN, format.width());
    let drawn = sheets.iter().enumerate().map(|(index, sheet)| {
        let legend = if index + 1 == sheets.len() { legend.as_slice() } else { &[] };
        draw_sheet(courses, format, sheet, legend, (index + 1, sheets.len()))
    });
    Some(drawn.collect())
}

/// Rows of panels that stay together on paper.
const ROWS_PER_SHEET: usize = 3;

/// The panels in sheets of about as many rows each; all of them on one where nothing is printed.
fn sheets(courses: &Courses, format: Format) -> Vec<Sheet<'_>> {
    let columns = columns(courses.panels.len(), format);
    let rows = courses.panels.len().div_ceil(columns);
    let sheets = match format {
        Format::Wide => rows.div_ceil(ROWS_PER_SHEET),
        Format::Narrow => 1,
    };
    let panels = courses.panels.chunks(rows.div_ceil(sheets) * columns);
    panels.map(|panels| Sheet::new(courses, panels, columns, format)).collect()
}

/// One image; `part` is its number and of how many.
fn draw_sheet(
    courses: &Courses,
    format: Format,
    sheet: &Sheet<'_>,
    legend: &[Entry<Sign>],
    part: (usize, usize),
) -> String {
    let (id, title) = match part {
        (_, 1) => (courses.id.clone(), courses.title.clone()),
        (number, of) => (format!("{}-{number}", courses.id), format!("{} ({number}/{of})", courses.title)),
    };
    let role = if courses.panels.iter().any(|panel| panel.href.is_some()) { Role::Group } else { Role::Image };
    let mut svg = Svg::new(&Frame {
        id: &id,
        class: "diagramm-kurven",
        format: Some(format),
        width: format.width(),
        height: sheet.bottom + legend_height(legend),
        title: &title,
        description: &courses.description,
        role,
    });
    for place in &sheet.places {
        svg.group("", |svg| panel(svg, courses, place));
    }
    draw_legend(&mut svg, legend, sheet.bottom);
    svg.finish()
}

/// Panels that stand in one image.
struct Sheet<'a> {
    places: Vec<Place<'a>>,
    bottom: f64,
}

/// Where a panel stands, and what is drawn in it.
struct Place<'a> {
    panel: &'a Panel,
    /// Left edge.
    x: f64,
    /// Top edge.
    y: f64,
    label: Vec<String>,
    value: Vec<String>,
    plane: Plane,
    lines: Lines,
}

/// The lines of a panel.
struct Lines {
    past: Vec<Stretch>,
    planned: Vec<Stretch>,
    /// Nothing where it is the same as the plan.
    delayed: Vec<Stretch>,
}

/// The signs of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Line(Line),
    AsOf,
    NotAssessed,
}

/// Between panels.
const GUTTER: (f64, f64) = (30.0, 22.0);
const SIGN: f64 = 28.0;
/// Between the words of a panel and its drawing.
const GAP: f64 = 12.0;

impl<'a> Sheet<'a> {
    fn new(courses: &Courses, panels: &'a [Panel], columns: usize, format: Format) -> Self {
        let width = (format.width() - (columns as f64 - 1.0) * GUTTER.0) / columns as f64;
        let (mut places, mut y) = (Vec::new(), 2.0);
        for row in panels.chunks(columns) {
            let height = row.iter().map(|panel| words_height(panel, width)).fold(0.0, f64::max);
            for (column, panel) in row.iter().enumerate() {
                places.push(place(courses, panel, (column as f64 * (width + GUTTER.0), y), (width, height)));
            }
            y += height + GAP + plot_height(courses.levels) + FOOT + GUTTER.1;
        }
        Sheet { places, bottom: y }
    }
}

fn panel(svg: &mut Svg, courses: &Courses, place: &Place<'_>) {
    let Place { panel, x, y, plane, lines, .. } = place;
    let name = if place.label == [panel.label.as_str()] { "" } else { &panel.label };
    svg.named(name, panel.href.as_deref(), |svg| {
        svg.lines("beschriftung", (*x, y + 13.0), Anchor::Start, &place.label);
    });
    let below = y + place.label.len() as f64 * LINE + 12.0;
    svg.lines("beschriftung-leise", (*x, below), Anchor::Start, &place.value);
    let behind = behind(courses, plane);
    svg.hidden(|svg| {
        plane.outlook(svg, behind, plane.top - 5.0);
        plane.grid(svg);
        plane.time_axis(svg);
        level_numbers(svg, plane);
        plane.as_of(svg, behind, plane.top - 5.0);
    });
    for stretches in [&lines.past, &lines.planned] {
        plane.gaps(svg, stretches, &courses.words.not_assessed);
    }
    let lane = if lines.delayed.is_empty() { 0.0 } else { LANE / 2.0 };
    plane.line(svg, Line::Delayed, &lines.delayed, -lane);
    plane.line(svg, Line::Planned, &lines.planned, lane);
    plane.line(svg, Line::Past, &lines.past, 0.0);
}

fn draw_legend(svg: &mut Svg, legend: &[Entry<Sign>], top: f64) {
    for entry in legend {
        let (x, y) = (entry.x, top + entry.y + 7.0);
        match entry.sign {
            Sign::Line(line) => line.path(svg, &[(x, y), (x + SIGN, y)]),
            Sign::AsOf => svg.line("stichtag", (x + SIGN / 2.0, y - 7.0), (x + SIGN / 2.0, y + 7.0)),
            Sign::NotAssessed => svg.hatched_rect("", Rect::new(x, y - 5.0, SIGN, 10.0)),
        }
        svg.legend_word(entry, SIGN, top);
    }
}

/// As many as stand well side by side: three, or two where that leaves no hole.
fn columns(panels: usize, format: Format) -> usize {
    match (format, panels) {
        (Format::Narrow, _) => 1,
        (Format::Wide, 2 | 4) => 2,
        (Format::Wide, few) => few.clamp(1, 3),
    }
}

fn plot_height(levels: u32) -> f64 {
    (f64::from(levels) * 13.0).clamp(30.0, 78.0)
}

fn words_height(panel: &Panel, width: f64) -> f64 {
    let lines = wrap(&panel.label, width, LABEL, 2).len() + wrap(&panel.value, width, QUIET, 2).len();
    lines as f64 * LINE
}

fn behind(courses: &Courses, plane: &Plane) -> Day {
    let (first, end) = plane.scale.days();
    (day(courses.as_of) + 1).clamp(first, end)
}

fn place<'a>(courses: &Courses, panel: &'a Panel, (x, y): Point, (width, words): (f64, f64)) -> Place<'a> {
    let left = x + text_width(&courses.levels.to_string(), QUIET) + 8.0;
    let (first, last) = courses.range;
    let top = y + words + GAP;
    let scale = Scale::new(first, last, left, x + width - left);
    let plane = Plane { scale, levels: courses.levels, top, bottom: top + plot_height(courses.levels) };
    let label = wrap(&panel.label, width, LABEL, 2);
    let value = wrap(&panel.value, width, QUIET, 2);
    let lines = Lines::new(courses, panel, &plane);
    Place { panel, x, y, label, value, plane, lines }
}

impl Lines {
    fn new(courses: &Courses, panel: &Panel, plane: &Plane) -> Self {
        let ((first, end), behind) = (plane.scale.days(), behind(courses, plane));
        // From the as-of date itself on, where both are as the past is: so each line begins where that ends.
        let now = behind.saturating_sub(1).max(first);
        let planned = stretches(&panel.planned, now, end);
        let mut delayed = stretches(&panel.delayed, now, end);
        if delayed == planned {
            delayed.clear();
        }
        Lines { past: stretches(&panel.past, first, behind), planned, delayed }
    }

    fn has_gaps(&self) -> bool {
        self.past.iter().chain(&self.planned).any(|stretch| stretch.level.is_none())
    }
}

/// As many numbers as stand clear of each other, level 0 and the highest one among them.
fn level_numbers(svg: &mut Svg, plane: &Plane) {
    let room = |every: &u32| f64::from(*every) * plane.step() >= 12.0 && plane.levels.is_multiple_of(*every);
    let every = (1..=plane.levels).find(room).unwrap_or(plane.levels.max(1));
    for level in (0..=plane.levels).filter(|level| level.is_multiple_of(every)) {
        let at = (plane.scale.left() - 5.0, plane.y(level) + 4.0);
        svg.text("beschriftung-leise", at, Anchor::End, &level.to_string());
    }
}

fn legend_of<'a>(courses: &'a Courses, sheets: &[Sheet<'_>]) -> Vec<(Sign, &'a str)> {
    let words = &courses.words;
    let any =
        |shown: fn(&Lines) -> bool| sheets.iter().flat_map(|sheet| &sheet.places).any(|place| shown(&place.lines));
    let entries = [
        (any(|lines| !lines.past.is_empty()), Sign::Line(Line::Past), &words.reached),
        (any(|lines| !lines.planned.is_empty()), Sign::Line(Line::Planned), &words.planned),
        (any(|lines| !lines.delayed.is_empty()), Sign::Line(Line::Delayed), &words.delayed),
        (any(Lines::has_gaps), Sign::NotAssessed, &words.not_assessed),
        (true, Sign::AsOf, &words.as_of),
    ];
    entries.into_iter().filter(|(shown, ..)| *shown).map(|(_, sign, word)| (sign, word.as_str())).collect()
}

/// Typical courses.
pub fn sample() -> String {
    render(&example()).unwrap_or_default()
}

fn example() -> Courses {
    let at = Date::constant;
    let panel = |label: &str, value: &str, past: &[Step], planned: &[Step], delayed: &[Step]| {
        let past: Vec<Step> = [(at(2020, 1, 1), Some(0))].iter().chain(past).copied().collect();
        let then = |more: &[Step]| past.iter().chain(more).copied().collect();
        Panel {
            label: label.to_owned(),
            href: Some("beispiel.html".to_owned()),
            value: value.to_owned(),
            planned: then(planned),
            delayed: then(delayed),
            past: past.clone(),
        }
    };
    let risen = [(at(2021, 5, 1), Some(1)), (at(2022, 10, 1), Some(2))];
    let exempt = [(at(2021, 2, 1), None), (at(2022, 8, 1), Some(0))];
    let soon = [(at(2024, 6, 30), Some(3))];
    let later = [(at(2024, 12, 31), Some(3))];
    Courses {
        id: "kurven".to_owned(),
        title: "Verlauf je Handlungsfeld".to_owned(),
        description: "Stufen seit 2020 und Ausblick bis 2026 je Handlungsfeld.".to_owned(),
        range: (at(2020, 1, 1), at(2026, 6, 30)),
        as_of: at(2023, 7, 20),
        levels: 4,
        panels: vec![
            panel("Onlinedienste und -services", "Stufe 2 – Geordnet", &risen, &soon, &later),
            panel("Digitale Verwaltungsprozesse, Schriftgutverwaltung und E-Akte", "Stufe 0", &[], &[], &[]),
            panel("IT-Infrastruktur", "Stufe 1 – Begonnen", &risen[..1], &[], &[]),
            panel("Smart City & Daten", "Stufe 0 – Unbegonnen", &exempt, &soon, &soon),
            panel("Informationssicherheit", "nicht bewertet", &[(at(2020, 6, 1), None)], &[], &[]),
        ],
        words: Words {
            not_assessed: "nicht bewertet".to_owned(),
            reached: "erreichte Stufe".to_owned(),
            planned: "nach Plan".to_owned(),
            delayed: "im Verzug, wo abweichend".to_owned(),
            as_of: "Stichtag 20.07.2023".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn many(panels: usize) -> Courses {
        let panel = example().panels[1].clone();
        Courses { panels: vec![panel; panels], ..example() }
    }

    #[test]
    fn all_panels_have_the_same_scales() {
        for format in [Format::Wide, Format::Narrow] {
            let courses = many(14);
            let size = |place: &Place<'_>| {
                let plane = &place.plane;
                (plane.scale.days(), plane.bottom - plane.top, (plane.scale.right() - plane.scale.left()).round())
            };
            let sizes: Vec<_> = sheets(&courses, format).iter().flat_map(|sheet| &sheet.places).map(size).collect();
            assert_eq!(sizes.len(), 14);
            assert!(sizes.iter().all(|size| *size == sizes[0]));
        }
    }

    #[test]
    fn panels_never_overlap_and_stay_in_the_image() {
        for (panels, format) in [(1, Format::Wide), (4, Format::Wide), (30, Format::Wide), (30, Format::Narrow)] {
            let courses = many(panels);
            for sheet in sheets(&courses, format) {
                for pair in sheet.places.windows(2) {
                    let beside = pair[0].plane.scale.right() < pair[1].x;
                    let below = pair[0].plane.bottom + FOOT < pair[1].y;
                    assert!(beside || below, "{panels} panels");
                }
                assert!(sheet.places.iter().all(|place| place.plane.scale.right() <= format.width() + 0.01));
            }
        }
    }

    #[test]
    fn many_panels_stand_on_several_sheets_with_one_legend() {
        let rows = |panels| {
            let courses = many(panels);
            sheets(&courses, Format::Wide).iter().map(|sheet| sheet.places.len().div_ceil(3)).collect::<Vec<_>>()
        };
        assert_eq!((rows(9), rows(13), rows(30)), (vec![3], vec![3, 2], vec![3, 3, 3, 1]));
        let svg = edition(&many(13), Format::Wide).unwrap();
        assert_eq!((svg.matches("<svg").count(), svg.matches(">Stichtag 20.07.2023<").count()), (2, 1));
        assert!(svg.contains("Verlauf je Handlungsfeld (2/2)"));
        assert_eq!(edition(&many(30), Format::Narrow).unwrap().matches("<svg").count(), 1);
    }

    #[test]
    fn a_delay_that_changes_nothing_is_not_drawn() {
        let svg = edition(&many(1), Format::Wide).unwrap();
        assert!(svg.contains("kurve-plan") && !svg.contains("kurve-verzug") && !svg.contains("abweichend"));
        let svg = edition(&example(), Format::Wide).unwrap();
        assert_eq!(svg.matches("kurve-verzug").count(), 2, "in one panel and in the legend");
    }

    #[test]
    fn titles_are_links_in_a_group() {
        let svg = edition(&example(), Format::Narrow).unwrap();
        assert!(svg.contains("role=\"group\"") && svg.matches("<a href=\"beispiel.html\">").count() == 5);
        let mut courses = many(3);
        courses.panels.iter_mut().for_each(|panel| panel.href = None);
        assert!(edition(&courses, Format::Wide).unwrap().contains("role=\"img\""));
    }

    #[test]
    fn odd_input_never_panics() {
        assert_eq!(render(&many(0)), None);
        assert_eq!(render(&Courses { levels: 0, ..example() }), None);
        for range in [(date(1, 1, 1), date(9999, 12, 31)), (date(2030, 1, 1), date(2030, 1, 1))] {
            for levels in [1, 9, 13, u32::MAX] {
                if levels < 100 {
                    assert!(render(&Courses { range, levels, ..example() }).is_some());
                }
            }
        }
    }
}
