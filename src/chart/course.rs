//! The course of one level: what has happened, the as-of line, and behind it what is to be expected.
//!
//! Days run to the right, levels upwards in whole steps. What has happened is an unbroken line up to the as-of date.
//! The outlook behind it stands on a ground of its own; each scenario has its own dashes, its own point at the end and
//! its name beside it. Scenarios that are the same as far as the chart reaches are one line with several names.

use jiff::civil::Date;

use crate::draw::scale::{Day, Scale, day};
use crate::draw::steps::{FOOT, LANE, Line, POINT, Plane, Step, Stretch, stretches};
use crate::draw::{
    self, Anchor, Entry, Format, Frame, LINE, Point, QUIET, Rect, Role, Svg, legend_height, text_width, wrap,
};

/// What the chart shows.
#[derive(Debug, Clone)]
pub struct Course {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// First and last day shown.
    pub range: (Date, Date),
    /// The as-of date (its changes are past) and how its line is labelled ("Stichtag 20.07.2023").
    pub as_of: (Date, String),
    /// The levels, level 0 first.
    pub levels: Vec<Level>,
    /// What has happened; shown up to the as-of date.
    pub past: Vec<Step>,
    /// What is to be expected, the worst scenario first; shown from the as-of date on.
    pub scenarios: Vec<Scenario>,
    /// Levels aimed at.
    pub targets: Vec<Target>,
    /// A spread around the line.
    pub band: Option<Band>,
    /// The words in and below the drawing.
    pub words: Words,
}

/// A level's name on the axis.
#[derive(Debug, Clone)]
pub struct Level {
    /// Its number; all that a telephone has room for.
    pub number: String,
    /// Number and title ("2 – Geordnet").
    pub name: String,
}

/// One way in which it may go on. No scenario may stand higher than one after it.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// How it is drawn.
    pub line: Line,
    /// Its name.
    pub name: String,
    /// Its levels.
    pub steps: Vec<Step>,
}

/// A level to be reached by a day.
#[derive(Debug, Clone)]
pub struct Target {
    /// The last day on which that is in time.
    pub by: Date,
    /// The level.
    pub level: u32,
    /// The tooltip.
    pub note: String,
}

/// From the lowest to the highest, past and outlook in one.
#[derive(Debug, Clone)]
pub struct Band {
    /// Its lower edge.
    pub lowest: Vec<Step>,
    /// Its upper edge, with gaps where the lower one has them.
    pub highest: Vec<Step>,
}

/// The words; in the legend an empty one leaves its sign out.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Over what has happened ("bisher").
    pub past: String,
    /// Over what is to come ("Ausblick").
    pub outlook: String,
    /// The name of a line in which all scenarios are one; otherwise their names are listed.
    pub all_scenarios: String,
    /// Where nothing is assessed.
    pub not_assessed: String,
    /// Legend: the line of what has happened.
    pub reached: String,
    /// Legend: the target mark.
    pub target: String,
    /// Legend: the band.
    pub band: String,
}

/// Draws the course in both editions (classes `nur-breit`, `nur-schmal`); `None` without a level above 0.
pub fn render(course: &Course) -> Option<String> {
    Format::both(|format| edition(course, format))
}

fn edition(course: &Course, format: Format) -> Option<String> {
    if course.levels.len() < 2 {
        return None;
    }
    let layout = Layout::new(course, format);
    let mut svg = Svg::new(&Frame {
        id: &course.id,
        class: "diagramm-kurve",
        format: Some(format),
        width: format.width(),
        height: layout.bottom() + legend_height(&layout.legend),
        title: &course.title,
        description: &course.description,
        role: Role::Image,
    });
    layout.ground(&mut svg);
    layout.head(&mut svg);
    layout.lines(&mut svg);
    layout.targets(&mut svg);
    layout.draw_legend(&mut svg);
    Some(svg.finish())
}

/// Where things stand in an edition.
struct Layout<'a> {
    course: &'a Course,
    format: Format,
    plane: Plane,
    /// The day after the as-of date, within what is shown.
    behind: Day,
    past: Vec<Stretch>,
    /// Scenarios without repetition, the lowest first.
    groups: Vec<Group>,
    legend: Vec<Entry<Sign>>,
}

/// Scenarios that are one line.
struct Group {
    line: Line,
    name: String,
    stretches: Vec<Stretch>,
}

/// The signs of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Line(Line),
    Band,
    Target,
    NotAssessed,
}

const HEAD: f64 = 46.0;
const SIGN: f64 = 28.0;
/// From the end of a line to the point that names it.
const BEND: f64 = 12.0;

impl<'a> Layout<'a> {
    fn new(course: &'a Course, format: Format) -> Self {
        let levels = u32::try_from(course.levels.len() - 1).unwrap_or(u32::MAX);
        let (left, right) = (left_of(course, format), right_of(course, format));
        let scale = Scale::new(course.range.0, course.range.1, left, format.width() - left - right);
        let height = f64::from(levels) * (220.0 / f64::from(levels)).clamp(26.0, 76.0);
        let plane = Plane { scale, levels, top: HEAD, bottom: HEAD + height };
        let (first, end) = scale.days();
        let behind = (day(course.as_of.0) + 1).clamp(first, end);
        let past = stretches(&course.past, first, behind);
        // From the as-of date itself on, where all scenarios are as the past is: so each line begins where that ends.
        let groups = groups(course, behind.saturating_sub(1).max(first), end);
        let gaps = past.iter().chain(groups.iter().flat_map(|group| &group.stretches)).any(|one| one.level.is_none());
        let legend = draw::legend(legend_of(course, &groups, gaps, format), SIGN, format.width());
        Layout { course, format, plane, behind, past, groups, legend }
    }

    fn bottom(&self) -> f64 {
        self.plane.bottom + FOOT + 6.0
    }

    /// Outlook, band, grid, axes.
    fn ground(&self, svg: &mut Svg) {
        self.plane.outlook(svg, self.behind, HEAD - 26.0);
        if let Some(band) = &self.course.band {
            self.band(svg, band);
        }
        svg.hidden(|svg| {
            self.plane.grid(svg);
            self.plane.time_axis(svg);
            for (level, name) in (0..).zip(&self.course.levels) {
                self.level_name(svg, level, name);
            }
        });
    }

    fn level_name(&self, svg: &mut Svg, level: u32, name: &Level) {
        let (x, y) = (self.plane.scale.left() - 8.0, self.plane.y(level));
        match self.format {
            Format::Narrow => svg.text("beschriftung", (x, y + 4.5), Anchor::End, &name.number),
            Format::Wide => {
                let most = if self.plane.step() >= 34.0 { 2 } else { 1 };
                let lines = wrap(&name.name, x, QUIET, most);
                let first = y + 4.0 - LINE / 2.0 * (lines.len().saturating_sub(1)) as f64;
                svg.lines("beschriftung-leise", (x, first), Anchor::End, &lines);
            }
        }
    }

    fn band(&self, svg: &mut Svg, band: &Band) {
        let (first, end) = self.plane.scale.days();
        let edge = |steps: &[Step]| self.plane.paths(&stretches(steps, first, end), 0.0);
        for (lowest, highest) in edge(&band.lowest).into_iter().zip(edge(&band.highest)) {
            let outline: Vec<Point> = highest.into_iter().chain(lowest.into_iter().rev()).collect();
            svg.polygon("bandbreite", &outline);
        }
    }

    /// What lies on either side of the as-of line, and its date.
    fn head(&self, svg: &mut Svg) {
        let (as_of, words) = (&self.course.as_of.1, &self.course.words);
        let x = self.plane.scale.x(self.behind);
        let half = text_width(as_of, QUIET) / 2.0;
        let centre = x.clamp(half, (self.format.width() - half).max(half));
        svg.text("beschriftung-leise", (centre, 12.0), Anchor::Middle, as_of);
        let room = |words: &str, width: f64| text_width(words, QUIET) + 8.0 <= width;
        if room(&words.past, x - self.plane.scale.left()) {
            svg.text("beschriftung-leise", (x - 6.0, HEAD - 14.0), Anchor::End, &words.past);
        }
        if room(&words.outlook, self.plane.scale.right() - x) {
            svg.text("beschriftung-leise", (x + 6.0, HEAD - 14.0), Anchor::Start, &words.outlook);
        }
        self.plane.as_of(svg, self.behind, 16.0);
    }

    fn lines(&self, svg: &mut Svg) {
        let not_assessed = &self.course.words.not_assessed;
        self.plane.gaps(svg, &self.past, not_assessed);
        if let Some(group) = self.groups.first() {
            // Whether anything is assessed is the same in every scenario.
            self.plane.gaps(svg, &group.stretches, not_assessed);
        }
        for (group, lane) in self.groups.iter().zip(lanes(self.groups.len())) {
            self.plane.line(svg, group.line, &group.stretches, lane);
        }
        self.plane.line(svg, Line::Past, &self.past, 0.0);
        if let Some(Stretch { level: Some(level), .. }) = self.past.last() {
            Line::Past.point(svg, (self.plane.scale.x(self.behind), self.plane.y(*level)));
        }
        for (group, end) in self.groups.iter().zip(self.ends()) {
            self.end(svg, group, end);
        }
    }

    /// A point and, where there is room, the name at the end of a line.
    fn end(&self, svg: &mut Svg, group: &Group, End { from, to, lines }: End) {
        let right = self.plane.scale.right();
        group.line.path(svg, &[(right, from), (right + BEND, to)]);
        group.line.point(svg, (right + BEND + POINT, to));
        let first = to + 4.0 - LINE / 2.0 * (lines.len().saturating_sub(1)) as f64;
        svg.lines("beschriftung-leise", (right + BEND + 2.0 * POINT + 6.0, first), Anchor::Start, &lines);
    }

    /// Where the lines end, moved apart so that each point and name has its own place.
    fn ends(&self) -> Vec<End> {
        let ends = self.groups.iter().zip(lanes(self.groups.len())).map(|(group, lane)| {
            let level = group.stretches.last().and_then(|last| last.level).unwrap_or(0);
            let from = self.plane.y(level) - lane;
            let lines = match self.format {
                Format::Wide => wrap(&group.name, NAMES, QUIET, 3),
                Format::Narrow => Vec::new(),
            };
            End { from, to: from, lines }
        });
        let mut ends: Vec<End> = ends.collect();
        // The lowest scenario comes first; each one after it stands above.
        let mut floor = self.plane.bottom + FOOT;
        for end in &mut ends {
            end.to = end.to.min(floor - end.height() / 2.0);
            floor = end.to - end.height() / 2.0;
        }
        let mut ceiling = HEAD - 20.0;
        for end in ends.iter_mut().rev() {
            end.to = end.to.max(ceiling + end.height() / 2.0);
            ceiling = end.to + end.height() / 2.0;
        }
        ends
    }

    fn targets(&self, svg: &mut Svg) {
        let scale = &self.plane.scale;
        for target in self.course.targets.iter().filter(|target| scale.contains(day(target.by))) {
            let tip = (scale.x(day(target.by) + 1), self.plane.y(target.level));
            svg.named(&target.note, None, |svg| target_mark(svg, tip));
        }
    }

    fn draw_legend(&self, svg: &mut Svg) {
        let top = self.bottom();
        for entry in &self.legend {
            let (x, y) = (entry.x, top + entry.y + 7.0);
            match entry.sign {
                Sign::Line(line) => line.sign(svg, (x, y), SIGN),
                Sign::Band => svg.rect("bandbreite", Rect::new(x, y - 6.0, SIGN, 12.0)),
                Sign::Target => target_mark(svg, (x + SIGN / 2.0, y + 5.0)),
                Sign::NotAssessed => svg.hatched_rect("", Rect::new(x, y - 5.0, SIGN, 10.0)),
            }
            svg.legend_word(entry, SIGN, top);
        }
    }
}

/// Where a line ends, where its point stands, and what stands beside it.
struct End {
    from: f64,
    to: f64,
    lines: Vec<String>,
}

impl End {
    fn height(&self) -> f64 {
        (self.lines.len() as f64 * LINE).max(2.0 * POINT + 2.0)
    }
}

/// Room for the names at the right.
const NAMES: f64 = 116.0;

/// Room for the names of the levels.
fn left_of(course: &Course, format: Format) -> f64 {
    let widest =
        |text: fn(&Level) -> &str| course.levels.iter().map(|level| text_width(text(level), QUIET)).fold(0.0, f64::max);
    match format {
        Format::Wide => widest(|level| &level.name).min(190.0) + 12.0,
        Format::Narrow => widest(|level| &level.number).min(40.0) + 14.0,
    }
}

/// Room for the points and the names of the scenarios.
fn right_of(course: &Course, format: Format) -> f64 {
    match format {
        _ if course.scenarios.is_empty() => 2.0,
        Format::Wide => BEND + 2.0 * POINT + 6.0 + NAMES,
        Format::Narrow => BEND + 2.0 * POINT + 2.0,
    }
}

/// How far each of so many lines stands above the level it means, the lowest first.
fn lanes(count: usize) -> impl Iterator<Item = f64> {
    (0..count).map(move |index| (index as f64 - (count as f64 - 1.0) / 2.0) * LANE)
}

/// Which line stands for several: the plan before the others.
fn rank(line: Line) -> u8 {
    match line {
        Line::Planned => 0,
        Line::Delayed => 1,
        Line::Secured => 2,
        Line::Everything | Line::Past => 3,
    }
}

fn groups(course: &Course, first: Day, end: Day) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for scenario in &course.scenarios {
        let stretches = stretches(&scenario.steps, first, end);
        match groups.iter_mut().find(|group| group.stretches == stretches) {
            Some(group) => {
                group.name = format!("{}, {}", group.name, scenario.name);
                group.line = if rank(scenario.line) < rank(group.line) { scenario.line } else { group.line };
            }
            None => groups.push(Group { line: scenario.line, name: scenario.name.clone(), stretches }),
        }
    }
    if let [only] = groups.as_mut_slice()
        && course.scenarios.len() > 1
        && !course.words.all_scenarios.is_empty()
    {
        only.name.clone_from(&course.words.all_scenarios);
    }
    groups.retain(|group| !group.stretches.is_empty());
    groups
}

fn legend_of<'a>(course: &'a Course, groups: &'a [Group], gaps: bool, format: Format) -> Vec<(Sign, &'a str)> {
    let words = &course.words;
    let mut entries = vec![(Sign::Line(Line::Past), words.reached.as_str())];
    if format == Format::Narrow {
        entries.extend(groups.iter().rev().map(|group| (Sign::Line(group.line), group.name.as_str())));
    }
    entries.extend(course.band.as_ref().map(|_| (Sign::Band, words.band.as_str())));
    entries.extend((!course.targets.is_empty()).then_some((Sign::Target, words.target.as_str())));
    entries.extend(gaps.then_some((Sign::NotAssessed, words.not_assessed.as_str())));
    entries
}

/// A target: a pointer that stands on its level, at the end of its day.
fn target_mark(svg: &mut Svg, (x, y): Point) {
    svg.line("soll", (x, y - 13.0), (x, y));
    svg.polygon("soll punkt", &[(x, y - 14.0), (x - 10.0, y - 10.0), (x, y - 6.0)]);
}

/// A typical course, and one in which nothing changes.
pub fn sample() -> String {
    let flat = Course { id: "kurve-flach".to_owned(), past: vec![(Date::ZERO, Some(0))], ..example() };
    let level = |scenario: Scenario| Scenario { steps: vec![(Date::ZERO, Some(0))], ..scenario };
    let flat = Course { scenarios: flat.scenarios.clone().into_iter().map(level).collect(), band: None, ..flat };
    [example(), flat].iter().filter_map(render).collect()
}

fn example() -> Course {
    let at = Date::constant;
    let titles = ["0 – Unbegonnen", "1 – Begonnen", "2 – Geordnet", "3 – Gesteuert", "4 – Stetig besser"];
    let level = |(number, name): (usize, &str)| Level { number: number.to_string(), name: name.to_owned() };
    let past = vec![
        (at(2020, 1, 1), None),
        (at(2020, 9, 1), Some(0)),
        (at(2021, 5, 12), Some(1)),
        (at(2022, 11, 2), Some(2)),
        (at(2023, 5, 1), Some(1)),
    ];
    let scenario = |line, name: &str, more: &[Step]| Scenario {
        line,
        name: name.to_owned(),
        steps: past.iter().chain(more).copied().collect(),
    };
    let secured = [(at(2024, 6, 1), Some(0))];
    let delayed = [(at(2024, 9, 30), Some(2)), (at(2025, 9, 30), Some(3))];
    let planned = [(at(2024, 3, 31), Some(2)), (at(2025, 3, 31), Some(3))];
    let highest =
        vec![(at(2020, 1, 1), None), (at(2020, 9, 1), Some(1)), (at(2022, 3, 1), Some(3)), (at(2025, 6, 1), Some(4))];
    Course {
        id: "kurve".to_owned(),
        title: "Verlauf der Stufe".to_owned(),
        description: "Am Stichtag Stufe 1; nach Plan Stufe 3 ab dem 31.03.2025.".to_owned(),
        range: (at(2020, 1, 1), at(2026, 12, 31)),
        as_of: (at(2023, 7, 20), "Stichtag 20.07.2023".to_owned()),
        levels: titles.into_iter().enumerate().map(level).collect(),
        scenarios: vec![
            scenario(Line::Secured, "gesichert", &secured),
            scenario(Line::Delayed, "im Verzug", &delayed),
            scenario(Line::Planned, "nach Plan", &planned),
            scenario(Line::Everything, "alles erledigt", &[(at(2023, 7, 21), Some(3))]),
        ],
        band: Some(Band { lowest: past.iter().chain(&planned).copied().collect(), highest }),
        past,
        targets: vec![Target { by: at(2024, 12, 31), level: 3, note: "Ziel: Stufe 3 bis 31.12.2024".to_owned() }],
        words: Words {
            past: "bisher".to_owned(),
            outlook: "Ausblick".to_owned(),
            all_scenarios: "in allen Fällen".to_owned(),
            not_assessed: "nicht bewertet".to_owned(),
            reached: "erreichte Stufe".to_owned(),
            target: "Ziel".to_owned(),
            band: "niedrigste bis höchste Dimension".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn constant(level: Option<u32>) -> Vec<Step> {
        vec![(date(2020, 1, 1), level)]
    }

    fn all(level: u32) -> Course {
        let mut course = Course { past: constant(Some(level)), band: None, targets: Vec::new(), ..example() };
        course.scenarios.iter_mut().for_each(|scenario| scenario.steps = constant(Some(level)));
        course
    }

    fn count(svg: &str, needle: &str) -> usize {
        svg.matches(needle).count()
    }

    #[test]
    fn the_past_ends_where_the_outlook_begins() {
        let course = example();
        let layout = Layout::new(&course, Format::Wide);
        assert_eq!(layout.behind, day(date(2023, 7, 21)));
        assert_eq!(layout.past.last().map(|last| last.end), Some(layout.behind));
        assert!(layout.groups.iter().all(|group| group.stretches[0].first == layout.behind - 1));
        assert!(layout.groups.iter().all(|group| group.stretches[0].level == Some(1)));
        assert_eq!(
            layout.groups.iter().map(|group| group.line).collect::<Vec<_>>(),
            [Line::Secured, Line::Delayed, Line::Planned, Line::Everything]
        );
    }

    #[test]
    fn scenarios_that_are_the_same_are_one_line_with_several_names() {
        let mut course = example();
        course.scenarios[1].steps = course.scenarios[2].steps.clone();
        // What differs only beyond the chart is the same in it.
        course.scenarios[1].steps.push((date(2030, 1, 1), Some(4)));
        let layout = Layout::new(&course, Format::Wide);
        let names: Vec<_> = layout.groups.iter().map(|group| (group.name.as_str(), group.line)).collect();
        assert_eq!(names[1], ("im Verzug, nach Plan", Line::Planned));
        assert_eq!(names.len(), 3);
    }

    #[test]
    fn a_level_that_never_changes_is_a_line_on_that_level() {
        let course = all(0);
        let layout = Layout::new(&course, Format::Wide);
        let [group] = layout.groups.as_slice() else { panic!("one line") };
        assert_eq!((group.name.as_str(), group.line), ("in allen Fällen", Line::Planned));
        let y = layout.plane.y(0);
        assert!(layout.plane.paths(&layout.past, 0.0).concat().iter().all(|point| point.1 == y));
        let svg = edition(&course, Format::Wide).unwrap();
        assert_eq!(count(&svg, "kurve kurve-ist"), 2, "the line and its sign in the legend");
        assert!(svg.contains(">in allen Fällen</text>") && !svg.contains("schraffur"));
    }

    #[test]
    fn names_and_points_never_stand_on_each_other() {
        for levels in [2, 5, 10] {
            for format in [Format::Wide, Format::Narrow] {
                let mut course = example();
                course.levels = (0..levels).map(|_| course.levels[0].clone()).collect();
                for (index, scenario) in (1..).zip(&mut course.scenarios) {
                    scenario.steps = vec![(date(2020, 1, 1), Some(0)), (date(2024, index, 1), Some(1))];
                }
                course.scenarios.reverse();
                let layout = Layout::new(&course, format);
                let ends = layout.ends();
                assert_eq!(ends.len(), 4);
                let apart =
                    |pair: &[End]| pair[0].to - pair[1].to >= (pair[0].height() + pair[1].height()) / 2.0 - 0.01;
                assert!(ends.windows(2).all(apart), "{levels} levels");
                assert!(ends.iter().all(|end| end.to - end.height() / 2.0 > 0.0), "{levels} levels");
            }
        }
    }

    #[test]
    fn what_is_not_assessed_is_said_in_words() {
        let mut course = all(0);
        course.past = constant(None);
        course.scenarios.iter_mut().for_each(|scenario| scenario.steps = constant(None));
        let svg = edition(&course, Format::Wide).unwrap();
        assert_eq!(count(&svg, ">nicht bewertet</text>"), 3, "before and after the as-of date, and in the legend");
        assert_eq!(count(&svg, "<polyline class=\"kurve kurve-ist\""), 1, "in the legend only");
    }

    #[test]
    fn targets_stand_on_their_level() {
        let course = example();
        let layout = Layout::new(&course, Format::Wide);
        let x = layout.plane.scale.x(day(date(2025, 1, 1)));
        let mut svg = Svg::bare();
        layout.targets(&mut svg);
        let tip = format!("x2=\"{}\" y2=\"{}\"", draw::num(x), draw::num(layout.plane.y(3)));
        assert!(svg.finish().contains(&tip));
    }

    #[test]
    fn odd_input_never_panics() {
        assert_eq!(render(&Course { levels: vec![], ..example() }), None);
        for range in [
            (date(1, 1, 1), date(9999, 12, 31)),
            (date(2023, 7, 20), date(2023, 7, 20)),
            (date(2030, 1, 1), date(2031, 1, 1)),
            (date(2010, 1, 1), date(2009, 1, 1)),
        ] {
            for levels in [2, 10, 60] {
                let levels = (0..levels).map(|_| example().levels[0].clone()).collect();
                assert!(render(&Course { range, levels, ..example() }).is_some());
            }
        }
        assert!(render(&Course { past: vec![], scenarios: vec![], ..example() }).is_some());
        let mut course = all(99);
        course.targets = vec![Target { by: date(2024, 1, 1), level: u32::MAX, note: "<&".to_owned() }];
        assert!(render(&course).is_some());
    }
}
