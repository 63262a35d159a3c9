//! The roadmap: projects as bars in time, in groups, with first plans, milestones and the as-of line.
//!
//! A status is told by the shape of its bar, by its word in the legend and in the row's note, and only then by colour:
//!
//! | status | shape |
//! |---|---|
//! | [`Status::Done`] | ends in a cap |
//! | [`Status::Ended`] | ends in a double cap |
//! | [`Status::Running`] | ends in a point |
//! | [`Status::Paused`] | ends in the sign for a pause |
//! | [`Status::Planned`] | a plain outline |
//! | [`Status::Decided`] | an outline that begins with a cap |
//! | [`Status::Discontinued`] | an outline that ends in a cross |
//! | [`Status::Unknown`] | a broken outline |
//!
//! An end that nobody knows fades out, with the word for it beside it; an end outside of the range is cut off, and an
//! arrow points there.

mod bar;

use jiff::civil::Date;

use self::bar::{BAR, End, Span};
use crate::draw::scale::{Day, Period, Scale, day, whole_quarters};
use crate::draw::{self, Anchor, Entry, Frame, LABEL, QUIET, Rect, Role, Svg, ellipsis, legend_height, text_width};

/// What the roadmap shows.
#[derive(Debug, Clone)]
pub struct Roadmap {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// First and last day shown; otherwise all that the rows hold, in whole quarters.
    pub range: Option<(Date, Date)>,
    /// The as-of date and how its line is labelled ("Stichtag 20.07.2023"); not drawn where it is out of range.
    pub as_of: Option<(Date, String)>,
    /// The rows, in groups.
    pub groups: Vec<Group>,
    /// Words for the head and the ends.
    pub words: Words,
    /// The signs to explain, and their words, in the order in which they are shown.
    pub legend: Vec<(Sign, String)>,
}

/// Words that stand in the drawing.
#[derive(Debug, Clone)]
pub struct Words {
    /// Short names of the months ("Jan"), January first.
    pub months: [String; 12],
    /// Short names of the quarters ("Q1").
    pub quarters: [String; 4],
    /// At a begin or end that nobody knows ("offen").
    pub open: String,
}

/// Rows under a heading.
#[derive(Debug, Clone)]
pub struct Group {
    /// The heading; without one the group has no heading band.
    pub title: String,
    /// Its rows. Rows without begin, end and milestones are not drawn: a table lists them.
    pub rows: Vec<Row>,
}

/// One project.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its title; shortened where it is long, then in full as a tooltip.
    pub label: String,
    /// Its page, ready to print.
    pub href: Option<String>,
    /// The tooltip of the bar: status and dates in words.
    pub note: String,
    /// First day.
    pub begin: Option<Date>,
    /// Last day (inclusive); before `begin` it counts as `begin`.
    pub end: Option<Date>,
    /// Its status.
    pub status: Status,
    /// Whether the dates are assumed: hatched.
    pub assumed: bool,
    /// First and last day of the first plan, where it differs.
    pub baseline: Option<(Date, Date)>,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
}

impl Row {
    /// A row without link, note, dates and milestones.
    pub fn new(label: &str, status: Status) -> Self {
        Row {
            label: label.to_owned(),
            href: None,
            note: String::new(),
            begin: None,
            end: None,
            status,
            assumed: false,
            baseline: None,
            milestones: Vec::new(),
        }
    }

    /// First and last days that the row puts on the scale.
    fn dates(&self) -> impl Iterator<Item = Date> {
        let plan = self.baseline.into_iter().flat_map(|(first, last)| [first, last]);
        let milestones = self.milestones.iter().flat_map(|milestone| [milestone.first, milestone.last]);
        self.begin.into_iter().chain(self.end).chain(plan).chain(milestones)
    }

    fn is_drawn(&self) -> bool {
        self.begin.is_some() || self.end.is_some() || !self.milestones.is_empty()
    }
}

/// A milestone.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// What it is and when, as printed: the tooltip.
    pub label: String,
    /// Its page, ready to print.
    pub href: Option<String>,
    /// First day on which it may fall.
    pub first: Date,
    /// Last day on which it may fall; the same as the first where the day is known.
    pub last: Date,
    /// Whether it is reached.
    pub done: bool,
    /// Whether the date is assumed: hatched.
    pub assumed: bool,
}

impl Milestone {
    /// An open milestone without link, from its first to its last possible day.
    pub fn new(label: &str, first: Date, last: Date) -> Self {
        Milestone { label: label.to_owned(), href: None, first, last, done: false, assumed: false }
    }
}

/// The status of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `umgesetzt`
    Done,
    /// `beendet`
    Ended,
    /// `laufend`
    Running,
    /// `pausiert`
    Paused,
    /// `geplant`
    Planned,
    /// `beschlossen`
    Decided,
    /// `eingestellt`
    Discontinued,
    /// `unbekannt`
    Unknown,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 8] = [
        Status::Done,
        Status::Ended,
        Status::Running,
        Status::Paused,
        Status::Planned,
        Status::Decided,
        Status::Discontinued,
        Status::Unknown,
    ];

    /// Whether a bar without a known end reaches to the as-of date.
    fn reaches_now(self) -> bool {
        matches!(self, Status::Running | Status::Paused)
    }

    /// The end of its class, `balken-…`.
    pub fn name(self) -> &'static str {
        match self {
            Status::Done => "fertig",
            Status::Ended => "beendet",
            Status::Running => "laufend",
            Status::Paused => "pausiert",
            Status::Planned => "geplant",
            Status::Decided => "beschlossen",
            Status::Discontinued => "eingestellt",
            Status::Unknown => "unbekannt",
        }
    }
}

/// A sign that the legend explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The bar of a status.
    Status(Status),
    /// The line of the first plan.
    Baseline,
    /// The diamond of a milestone that is reached.
    MilestoneDone,
    /// The diamond of one that is not.
    MilestoneOpen,
    /// The bar over the days on which a milestone may fall.
    Precision,
    /// The hatching of assumed dates.
    Assumed,
}

const WIDTH: f64 = 1200.0;
const LABELS: f64 = 304.0;
const PLOT_LEFT: f64 = LABELS + 16.0;
const PLOT_WIDTH: f64 = WIDTH - PLOT_LEFT - 12.0;
const ROW: f64 = 26.0;
const GROUP: f64 = 32.0;
const TIER: f64 = 20.0;
/// The line below the head with the label of the as-of date.
const AS_OF: f64 = 18.0;
const LEGEND_SIGN: f64 = 30.0;

/// Draws the roadmap, 1200 units wide; `None` where no row has a date.
pub fn render(roadmap: &Roadmap) -> Option<String> {
    let groups = drawn_groups(&roadmap.groups);
    let (first, last) = range(roadmap, &groups)?;
    let scale = Scale::new(first, last, PLOT_LEFT, PLOT_WIDTH);
    let layout = Layout::new(roadmap, &groups, &scale);
    let links = groups.iter().flat_map(|(_, rows)| rows).any(|row| row.href.is_some());
    let mut svg = Svg::new(&Frame {
        id: &roadmap.id,
        class: "diagramm-fahrplan",
        format: None,
        width: WIDTH,
        height: layout.height,
        title: &roadmap.title,
        description: &roadmap.description,
        role: if links { Role::Group } else { Role::Image },
    });
    let drawing = Drawing { roadmap, groups, scale, layout };
    svg.hidden(|svg| {
        drawing.legend(svg);
        drawing.bands(svg);
        drawing.head(svg);
    });
    drawing.rows(&mut svg);
    svg.hidden(|svg| drawing.as_of(svg));
    Some(svg.finish())
}

/// The groups with the rows that are drawn; those without any are left out.
fn drawn_groups(groups: &[Group]) -> Vec<(&str, Vec<&Row>)> {
    let rows = |group: &'_ Group| -> usize { group.rows.iter().filter(|row| row.is_drawn()).count() };
    let drawn = groups.iter().filter(|group| rows(group) > 0);
    drawn.map(|group| (group.title.as_str(), group.rows.iter().filter(|row| row.is_drawn()).collect())).collect()
}

/// What is shown: the given range, or all dates in whole quarters, with room for ends that nobody knows.
fn range(roadmap: &Roadmap, groups: &[(&str, Vec<&Row>)]) -> Option<(Date, Date)> {
    let rows: Vec<&Row> = groups.iter().flat_map(|(_, rows)| rows.iter().copied()).collect();
    if rows.is_empty() || roadmap.range.is_some() {
        return roadmap.range.filter(|_| !rows.is_empty());
    }
    let as_of = roadmap.as_of.as_ref().map(|(date, _)| *date);
    let dates = || rows.iter().flat_map(|row| row.dates()).chain(as_of);
    let (first, last) = (dates().min()?, dates().max()?);
    // A ninth of the width holds the fading end and its word.
    let room = jiff::Span::new().days(((day(last) - day(first)) / 8).max(45));
    let ends = rows.iter().filter(|row| row.begin.is_none()).filter_map(|row| row.end?.checked_sub(room).ok());
    let begins = rows.iter().filter(|row| row.end.is_none()).filter_map(|row| {
        let known = if row.status.reaches_now() { row.begin?.max(as_of.unwrap_or(row.begin?)) } else { row.begin? };
        known.checked_add(room).ok()
    });
    Some(whole_quarters(ends.fold(first, Date::min), begins.fold(last, Date::max)))
}

/// Heights.
struct Layout {
    legend: Vec<Entry<Sign>>,
    /// Top of the head; the label of the as-of line stands below it.
    head: f64,
    /// Months per period of each line of the head, years first.
    tiers: Vec<i64>,
    /// Top of the first group.
    body: f64,
    height: f64,
}

impl Layout {
    fn new(roadmap: &Roadmap, groups: &[(&str, Vec<&Row>)], scale: &Scale) -> Self {
        let words = roadmap.legend.iter().map(|(sign, word)| (*sign, word.as_str()));
        let legend = draw::legend(words, LEGEND_SIGN, WIDTH);
        let head = legend_height(&legend) + 2.0;
        let tiers = tiers(&roadmap.words, scale);
        let line = if roadmap.as_of.is_some() { AS_OF } else { 0.0 };
        let body = head + tiers.len() as f64 * TIER + 4.0 + line;
        let rows: usize = groups.iter().map(|(_, rows)| rows.len()).sum();
        let bands = groups.iter().filter(|(title, _)| !title.is_empty()).count();
        let height = body + rows as f64 * ROW + bands as f64 * GROUP + 2.0;
        Layout { legend, head, tiers, body, height }
    }
}

/// The lines of the head, in months per period: years, and quarters and months where their names have room.
fn tiers(words: &Words, scale: &Scale) -> Vec<i64> {
    let widest = |names: &[String]| names.iter().map(|name| text_width(name, QUIET)).fold(0.0, f64::max) + 5.0;
    let mut tiers = vec![12 * scale.years_per_label(text_width("0000", QUIET) + 10.0)];
    if scale.width_of(3) >= widest(&words.quarters) {
        tiers.push(3);
    }
    if scale.width_of(1) >= widest(&words.months) {
        tiers.push(1);
    }
    tiers
}

/// Everything at hand while drawing.
struct Drawing<'a> {
    roadmap: &'a Roadmap,
    groups: Vec<(&'a str, Vec<&'a Row>)>,
    scale: Scale,
    layout: Layout,
}

/// A band from left to right: a heading or a row.
enum Band<'a> {
    Group(&'a str),
    Row(&'a Row),
}

impl Drawing<'_> {
    /// Headings and rows with their top edges.
    fn band_list(&self) -> Vec<(f64, Band<'_>)> {
        let mut y = self.layout.body;
        let mut bands = Vec::new();
        for (title, rows) in &self.groups {
            if !title.is_empty() {
                bands.push((y, Band::Group(title)));
                y += GROUP;
            }
            for row in rows {
                bands.push((y, Band::Row(row)));
                y += ROW;
            }
        }
        bands
    }

    fn head_bottom(&self) -> f64 {
        self.layout.head + self.layout.tiers.len() as f64 * TIER + 2.0
    }

    fn now(&self) -> Option<Day> {
        self.roadmap.as_of.as_ref().map(|(date, _)| day(*date))
    }

    /// Bands and grid, below everything else.
    fn bands(&self, svg: &mut Svg) {
        let mut odd = false;
        for (y, band) in self.band_list() {
            match band {
                Band::Group(_) => odd = false,
                Band::Row(_) => {
                    if odd {
                        svg.rect("zeile", Rect::new(0.0, y, WIDTH, ROW));
                    }
                    odd = !odd;
                }
            }
        }
        self.grid(svg);
        for (y, band) in self.band_list() {
            if matches!(band, Band::Group(_)) {
                svg.rect("gruppe", Rect::new(0.0, y + 4.0, WIDTH, GROUP - 6.0));
                if y > self.layout.body {
                    self.repeat_years(svg, y + 21.0);
                }
            }
        }
    }

    fn grid(&self, svg: &mut Svg) {
        for (tier, months) in self.layout.tiers.iter().enumerate() {
            let top = self.layout.head + tier as f64 * TIER;
            let (class, bottom) = match tier {
                0 if self.layout.tiers.len() > 1 => ("achse", self.layout.height),
                0 | 1 => ("gitter", self.layout.height),
                _ => ("gitter", self.head_bottom()),
            };
            for period in self.scale.periods(*months).iter().skip(1) {
                let x = self.scale.x(period.first);
                svg.line(class, (x, top), (x, bottom));
            }
        }
    }

    /// The years once more, in the band of a group: the head may be far above.
    fn repeat_years(&self, svg: &mut Svg, y: f64) {
        for months in self.layout.tiers.iter().take(1) {
            for period in self.scale.periods(*months) {
                self.period_name(svg, *months, period, y);
            }
        }
    }

    fn head(&self, svg: &mut Svg) {
        for (tier, months) in self.layout.tiers.iter().enumerate() {
            let y = self.layout.head + tier as f64 * TIER + 14.0;
            for period in self.scale.periods(*months) {
                self.period_name(svg, *months, period, y);
            }
        }
        let y = self.head_bottom();
        svg.line("achse", (self.scale.left(), y), (self.scale.right(), y));
    }

    /// The name of a period: years at its beginning, what is smaller in its middle; none where it is cut too short.
    fn period_name(&self, svg: &mut Svg, months: i64, period: Period, y: f64) {
        let (left, right) = (self.scale.x(period.first), self.scale.x(period.end));
        let name = match months {
            1 => self.roadmap.words.months[period.month].clone(),
            3 => self.roadmap.words.quarters[period.month / 3].clone(),
            _ => period.year.to_string(),
        };
        if text_width(&name, QUIET) > right - left {
            return;
        }
        if months >= 12 {
            svg.text("beschriftung", (left + 5.0, y), Anchor::Start, &name);
        } else {
            svg.text("beschriftung-leise", ((left + right) / 2.0, y), Anchor::Middle, &name);
        }
    }

    fn rows(&self, svg: &mut Svg) {
        for (y, band) in self.band_list() {
            match band {
                Band::Group(title) => {
                    svg.text("titel", (8.0, y + 21.0), Anchor::Start, &ellipsis(title, LABELS - 8.0, LABEL * 1.08));
                }
                Band::Row(row) => self.row(svg, row, y),
            }
        }
    }

    fn row(&self, svg: &mut Svg, row: &Row, y: f64) {
        let shown = ellipsis(&row.label, LABELS - 8.0, LABEL);
        svg.link(row.href.as_deref(), |svg| {
            if shown != row.label && row.href.is_some() {
                svg.tooltip(&row.label);
            }
            svg.text("beschriftung", (8.0, y + 17.5), Anchor::Start, &shown);
        });
        let top = y + 6.0;
        svg.named(&row.note, None, |svg| match Span::of(row, &self.scale, self.now()) {
            Some(span) => bar::bar(svg, row, span, top, &self.scale, &self.roadmap.words.open),
            None => bar::outside(svg, row, top, &self.scale),
        });
        if let Some((first, last)) = row.baseline {
            bar::baseline(svg, (day(first), day(last)), top + BAR + 5.0, &self.scale);
        }
        for milestone in &row.milestones {
            bar::milestone(svg, milestone, top + BAR / 2.0, &self.scale);
        }
    }

    fn as_of(&self, svg: &mut Svg) {
        let Some((date, label)) = &self.roadmap.as_of else {
            return;
        };
        if !self.scale.contains(day(*date)) {
            return;
        }
        // The data hold to the end of the day.
        let x = self.scale.x(day(*date) + 1);
        svg.line("stichtag", (x, self.layout.body), (x, self.layout.height));
        let half = text_width(label, QUIET) / 2.0;
        let middle = x.clamp(half.min(WIDTH / 2.0), (WIDTH - half).max(WIDTH / 2.0));
        let y = self.layout.body - 5.0;
        svg.text("beschriftung-leise umrandet", (middle, y), Anchor::Middle, label);
    }

    fn legend(&self, svg: &mut Svg) {
        for entry in &self.layout.legend {
            sign_sample(svg, entry.sign, entry.x, entry.y + 4.0);
            svg.legend_word(entry, LEGEND_SIGN, 3.0);
        }
    }
}

/// A sign as the legend shows it.
fn sign_sample(svg: &mut Svg, sign: Sign, x: f64, y: f64) {
    // The cross stands behind its bar.
    let behind = if sign == Sign::Status(Status::Discontinued) { 14.0 } else { 5.0 };
    let span = Span { left: x + 1.0, right: x + LEGEND_SIGN - behind, begin: End::Known, end: End::Known };
    let bar = Rect::new(span.left, y, span.right - span.left, BAR);
    let middle = y + BAR / 2.0;
    let centre = (x + LEGEND_SIGN / 2.0, middle);
    match sign {
        Sign::Status(status) => bar::body(svg, status, &format!("balken balken-{}", status.name()), span, y),
        Sign::Baseline => {
            svg.line("basisplan", (bar.x, middle), (bar.right(), middle));
            svg.line("basisplan", (bar.x, middle - 2.5), (bar.x, middle + 2.5));
            svg.line("basisplan", (bar.right(), middle - 2.5), (bar.right(), middle + 2.5));
        }
        Sign::MilestoneDone => bar::diamond(svg, centre, true, false),
        Sign::MilestoneOpen => bar::diamond(svg, centre, false, false),
        Sign::Precision => {
            svg.rect("spanne", Rect::new(x, middle - 2.0, LEGEND_SIGN, 4.0));
            bar::diamond(svg, centre, false, false);
        }
        Sign::Assumed => {
            svg.rect("balken balken-geplant", bar);
            svg.hatched_rect("annahme", bar);
        }
    }
}

/// A typical roadmap.
pub fn sample() -> String {
    render(&example()).unwrap_or_default()
}

fn example() -> Roadmap {
    let d = Date::constant;
    let row = |label: &str, status, begin, end| Row {
        href: Some("projekte/beispiel.html".to_owned()),
        note: format!("{label}: Status und Zeitraum in Worten"),
        begin,
        end,
        ..Row::new(label, status)
    };
    let milestone = |label: &str, first, last, done| Milestone { done, ..Milestone::new(label, first, last) };
    let mut akte = row(
        "Einführung der elektronischen Akte in allen Fachbereichen",
        Status::Running,
        Some(d(2022, 3, 1)),
        Some(d(2024, 9, 30)),
    );
    akte.baseline = Some((d(2022, 1, 1), d(2023, 12, 31)));
    akte.milestones = vec![
        milestone("Vergabe, 15.06.2022", d(2022, 6, 15), d(2022, 6, 15), true),
        milestone("Pilotbetrieb, März 2023", d(2023, 3, 1), d(2023, 3, 31), true),
        milestone("Abschluss, 3. Quartal 2024", d(2024, 7, 1), d(2024, 9, 30), false),
    ];
    let mut portal = row("Serviceportal", Status::Planned, Some(d(2023, 10, 1)), Some(d(2025, 3, 31)));
    portal.assumed = true;
    let mut only = row("Digitalrat", Status::Unknown, None, None);
    only.milestones =
        vec![Milestone { assumed: true, ..Milestone::new("Erste Sitzung, 2024", d(2024, 1, 1), d(2024, 12, 31)) }];
    let smart = vec![
        row("Sensorik im Salzgrafenplatz", Status::Unknown, Some(d(2022, 2, 1)), Some(d(2022, 12, 31))),
        row("Verkehrsdaten <offen> & frei", Status::Paused, Some(d(2022, 9, 1)), Some(d(2024, 4, 30))),
        row("Urbane Datenplattform", Status::Decided, Some(d(2024, 1, 1)), Some(d(2025, 6, 30))),
        row("Parkleitsystem", Status::Discontinued, Some(d(2022, 5, 1)), Some(d(2023, 2, 28))),
        row("Glasfaser an Schulen", Status::Planned, None, Some(d(2025, 9, 30))),
        only,
    ];
    let group = |title: &str, rows| Group { title: title.to_owned(), rows };
    let names = |words: &[(Sign, &str)]| words.iter().map(|(sign, word)| (*sign, (*word).to_owned())).collect();
    Roadmap {
        id: "fahrplan".to_owned(),
        title: "Fahrplan".to_owned(),
        description: "Projekte mit Beginn, Ende, erstem Plan und Meilensteinen.".to_owned(),
        range: None,
        as_of: Some((d(2023, 7, 20), "Stichtag 20.07.2023".to_owned())),
        groups: vec![
            group(
                "Digitale Verwaltung",
                vec![
                    akte,
                    row("Dokumentenmanagement", Status::Done, Some(d(2022, 2, 1)), Some(d(2023, 4, 15))),
                    portal,
                    row("Bürgerkonto", Status::Running, Some(d(2023, 2, 1)), None),
                    row("Faxserver", Status::Ended, Some(d(2022, 1, 1)), Some(d(2022, 10, 31))),
                ],
            ),
            group("Smart City", smart),
        ],
        words: Words {
            months: ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
                .map(str::to_owned),
            quarters: ["Q1", "Q2", "Q3", "Q4"].map(str::to_owned),
            open: "offen".to_owned(),
        },
        legend: names(&[
            (Sign::Status(Status::Done), "umgesetzt"),
            (Sign::Status(Status::Ended), "beendet"),
            (Sign::Status(Status::Running), "laufend"),
            (Sign::Status(Status::Paused), "pausiert"),
            (Sign::Status(Status::Planned), "geplant"),
            (Sign::Status(Status::Decided), "beschlossen"),
            (Sign::Status(Status::Discontinued), "eingestellt"),
            (Sign::Status(Status::Unknown), "unbekannt"),
            (Sign::Baseline, "erster Plan"),
            (Sign::MilestoneDone, "Meilenstein erreicht"),
            (Sign::MilestoneOpen, "Meilenstein offen"),
            (Sign::Precision, "Zeitraum eines Meilensteins"),
            (Sign::Assumed, "Annahme"),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn with_rows(rows: Vec<Row>) -> Roadmap {
        Roadmap { groups: vec![Group { title: String::new(), rows }], legend: vec![], as_of: None, ..example() }
    }

    fn bars(svg: &str) -> Vec<(f64, f64)> {
        let value = |part: &str, name: &str| -> f64 {
            part.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        };
        let parts = svg.split("<rect class=\"balken ").skip(1);
        parts.map(|part| (value(part, "x"), value(part, "x") + value(part, "width"))).collect()
    }

    #[test]
    fn bars_lie_inside_the_plot() {
        let mut roadmap = example();
        roadmap.legend.clear();
        for range in [None, Some((date(2023, 1, 1), date(2023, 6, 30)))] {
            let svg = render(&Roadmap { range, ..roadmap.clone() }).unwrap();
            for (left, right) in bars(&svg) {
                assert!(left >= PLOT_LEFT - 0.01 && right <= PLOT_LEFT + PLOT_WIDTH + 0.01, "{left} to {right}");
            }
        }
    }

    #[test]
    fn the_head_gets_finer_with_room() {
        let tiers = |first, last| tiers(&example().words, &Scale::new(first, last, 0.0, PLOT_WIDTH));
        assert_eq!(tiers(date(2023, 1, 1), date(2023, 12, 31)), [12, 3, 1]);
        assert_eq!(tiers(date(2020, 1, 1), date(2025, 12, 31)), [12, 3]);
        assert_eq!(tiers(date(2000, 1, 1), date(2024, 12, 31)), [24]);
    }

    #[test]
    fn rows_without_dates_and_empty_groups_are_left_out() {
        assert_eq!(render(&with_rows(vec![])), None);
        assert_eq!(render(&with_rows(vec![Row::new("ohne Datum", Status::Planned)])), None);
        let mut roadmap = example();
        roadmap.groups.push(Group { title: "leer".to_owned(), rows: vec![Row::new("x", Status::Done)] });
        assert_eq!(render(&roadmap), render(&example()));
    }

    #[test]
    fn long_labels_are_shortened_and_told_in_full() {
        let label = "Einführung der elektronischen Akte in allen Fachbereichen";
        let svg = render(&example()).unwrap();
        assert!(svg.contains(&format!("<title>{label}</title>")) && svg.contains("…</text>"));
    }

    #[test]
    fn an_open_end_says_so() {
        let rows = vec![Row { begin: Some(date(2023, 2, 1)), ..Row::new("x", Status::Running) }];
        assert!(render(&with_rows(rows)).unwrap().contains(">offen</text>"));
    }

    #[test]
    fn links_are_reachable() {
        assert!(render(&example()).unwrap().contains("role=\"group\""));
        let rows = vec![Row { begin: Some(date(2023, 2, 1)), ..Row::new("x", Status::Done) }];
        assert!(render(&with_rows(rows)).unwrap().contains("role=\"img\""));
    }

    #[test]
    fn five_hundred_rows_over_the_whole_calendar() {
        let row = |index: i8| Row {
            begin: Some(Date::MIN.max(date(1, 1, 1))),
            end: Some(date(9999, 12, 31)),
            baseline: Some((date(9999, 12, 31), date(1, 1, 1))),
            milestones: vec![Milestone::new("Ende", date(9999, 12, 31), date(1, 1, 1))],
            ..Row::new("מפת דרכים <&\">", Status::ALL[usize::from(index.unsigned_abs()) % 8])
        };
        let mut roadmap = with_rows((0..100).cycle().take(500).map(row).collect());
        roadmap.groups[0].rows.push(Row { begin: Some(date(1, 1, 1)), ..Row::new("", Status::Running) });
        roadmap.groups[0].rows.push(Row { end: Some(date(1, 1, 1)), ..Row::new("", Status::Paused) });
        let svg = render(&roadmap).unwrap();
        assert!(svg.contains("מפת דרכים &lt;&amp;&quot;&gt;"));
        assert!(svg.len() < 1_000_000);
    }
}
