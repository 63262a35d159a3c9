//! The roadmap: rows of bars in time, with first plans, milestones, dependencies and the as-of line.
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
//! | [`Status::Stretch`] | a flat band: a phase or a period, which has no status |
//!
//! An end that nobody knows fades out, with the word for it beside it; an end outside of the range is cut off, and an
//! arrow points there. What should be over and is not goes on to the as-of date as a thin broken bar. The first plan is
//! a line below the bar, from whose end an arrow leads to the current one.
//!
//! Drawings that belong together share their [`range`], their words and one [`legend::render`].

mod bar;
mod dependency;
mod head;
pub mod legend;
mod milestone;

use jiff::civil::Date;

use self::bar::{BAR, Span};
use crate::draw::scale::{Day, Scale, day, whole_quarters};
use crate::draw::{Anchor, Format, Frame, LABEL, QUIET, Rect, Role, Svg, ellipsis, text_width};

/// What the roadmap shows.
#[derive(Debug, Clone)]
pub struct Roadmap {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// First and last day shown.
    pub range: (Date, Date),
    /// The as-of date and how its line is labelled ("Stichtag 20.07.2023"); not drawn where it is out of range.
    pub as_of: Option<(Date, String)>,
    /// Width of the wide edition in user units, such as [`WIDE`].
    pub width: f64,
    /// Width of the column of labels in the wide edition, in user units; in the narrow one they stand above the bars.
    pub labels: f64,
    /// The rows, from above.
    pub rows: Vec<Row>,
    /// What must be done before what.
    pub dependencies: Vec<Dependency>,
    /// A day in the first project month; without one no project months are named.
    pub first_month: Option<Date>,
    /// Whether milestones are drawn all at once, without a tooltip each: what keeps hundreds of rows small.
    pub crowded: bool,
    /// Words for the head and the ends.
    pub words: Words,
}

/// Words that stand in the drawing.
#[derive(Debug, Clone)]
pub struct Words {
    /// Short names of the months ("Jan"), January first.
    pub months: [String; 12],
    /// Short names of the quarters ("Q1").
    pub quarters: [String; 4],
    /// What the numbers of the project months are ("Projektmonat").
    pub project_month: String,
    /// At a begin or end that nobody knows ("offen").
    pub open: String,
}

/// One project, or a phase of one.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its title; shortened where it is long.
    pub label: String,
    /// Its page, ready to print.
    pub href: Option<String>,
    /// Status and dates in words; the tooltip is the title and this.
    pub note: String,
    /// First day.
    pub begin: Option<Date>,
    /// Last day (inclusive); before `begin` it counts as `begin`.
    pub end: Option<Date>,
    /// Its status.
    pub status: Status,
    /// Whether the dates are assumed: hatched.
    pub assumed: bool,
    /// Whether it should be over by the as-of date and is not.
    pub overdue: bool,
    /// Whether it lies on the critical path.
    pub critical: bool,
    /// First and last day of the first plan, where it differs.
    pub baseline: Option<(Date, Date)>,
    /// Its phases.
    pub phases: Vec<Phase>,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
}

impl Row {
    /// A row without link, note, dates, phases and milestones.
    pub fn new(label: &str, status: Status) -> Self {
        Row {
            label: label.to_owned(),
            href: None,
            note: String::new(),
            begin: None,
            end: None,
            status,
            assumed: false,
            overdue: false,
            critical: false,
            baseline: None,
            phases: Vec::new(),
            milestones: Vec::new(),
        }
    }

    /// First and last days that the row puts on the scale.
    fn dates(&self) -> impl Iterator<Item = Date> {
        let plan = self.baseline.into_iter().flat_map(|(first, last)| [first, last]);
        let phases = self.phases.iter().flat_map(|phase| [phase.first, phase.last]);
        let milestones = self.milestones.iter().flat_map(|milestone| [milestone.first, milestone.last]);
        self.begin.into_iter().chain(self.end).chain(plan).chain(phases).chain(milestones)
    }

    /// Whether there is anything to draw; rows that have nothing are for a table.
    pub fn is_drawn(&self) -> bool {
        self.begin.is_some() || self.end.is_some() || !self.milestones.is_empty()
    }

    /// The first day after the first plan's end and the last day, where the end was shifted.
    pub fn slip(&self) -> Option<(Date, Date)> {
        let (_, planned) = self.baseline?;
        self.end.filter(|&end| end > planned).map(|end| (planned, end))
    }
}

/// A phase of a row.
#[derive(Debug, Clone)]
pub struct Phase {
    /// Its name and when it is, as printed: the tooltip.
    pub label: String,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// A milestone.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// What it is and when, as printed: the tooltip.
    pub label: String,
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
    /// An open milestone, from its first to its last possible day.
    pub fn new(label: &str, first: Date, last: Date) -> Self {
        Milestone { label: label.to_owned(), first, last, done: false, assumed: false }
    }
}

/// A row that must be done before another begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependency {
    /// Position of the row that comes first.
    pub from: usize,
    /// Position of the row that needs it.
    pub to: usize,
    /// Whether the order holds: the first ends before the other begins.
    pub holds: bool,
    /// Whether it lies on the critical path.
    pub critical: bool,
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
    /// A phase or a period: no status.
    Stretch,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 9] = [
        Status::Done,
        Status::Ended,
        Status::Running,
        Status::Paused,
        Status::Planned,
        Status::Decided,
        Status::Discontinued,
        Status::Unknown,
        Status::Stretch,
    ];

    /// Whether a bar without a known end reaches to the as-of date.
    fn reaches_now(self) -> bool {
        matches!(self, Status::Running | Status::Paused)
    }

    /// The classes of its bar.
    fn class(self) -> &'static str {
        match self {
            Status::Done => "balken balken-fertig",
            Status::Ended => "balken balken-beendet",
            Status::Running => "balken balken-laufend",
            Status::Paused => "balken balken-pausiert",
            Status::Planned => "balken balken-geplant",
            Status::Decided => "balken balken-beschlossen",
            Status::Discontinued => "balken balken-eingestellt",
            Status::Unknown => "balken balken-unbekannt",
            Status::Stretch => "balken balken-phase",
        }
    }
}

/// What rows need to be shown whole: all of their dates and the as-of date, in whole quarters, with room for ends that
/// nobody knows. None where no row has a date.
pub fn range<'a>(rows: impl Iterator<Item = &'a Row> + Clone, as_of: Option<Date>) -> Option<(Date, Date)> {
    rows.clone().flat_map(Row::dates).next()?;
    let dates = || rows.clone().flat_map(Row::dates).chain(as_of);
    let (first, last) = (dates().min()?, dates().max()?);
    // A ninth of the width holds the fading end and its word.
    let room = jiff::Span::new().days(((day(last) - day(first)) / 8).max(45));
    let ends = rows.clone().filter(|row| row.begin.is_none()).filter_map(|row| row.end?.checked_sub(room).ok());
    let begins = rows.filter(|row| row.end.is_none()).filter_map(|row| {
        let known = if row.status.reaches_now() { row.begin?.max(as_of.unwrap_or(row.begin?)) } else { row.begin? };
        known.checked_add(room).ok()
    });
    Some(whole_quarters(ends.fold(first, Date::min), begins.fold(last, Date::max)))
}

/// The usual width of the wide edition.
pub const WIDE: f64 = 900.0;
/// The usual width of the column of labels.
pub const LABELS: f64 = 234.0;

/// Where things stand in one of the two editions: labels to the left of the bars, or above them.
#[derive(Debug, Clone, Copy)]
struct Geometry {
    width: f64,
    /// Width of the column of labels; 0 where they stand above the bars.
    labels: f64,
    /// Left and right edge of the scale.
    plot: (f64, f64),
    /// Height of a row, and from its top to its bar and to the baseline of its label.
    row: f64,
    bar: f64,
    label: f64,
}

impl Geometry {
    fn of(format: Format, wide: f64, labels: f64) -> Self {
        match format {
            Format::Wide => {
                let plot = (labels + 8.0, wide - 10.0);
                Self { width: wide, labels, plot, row: 26.0, bar: 6.0, label: 17.5 }
            }
            Format::Narrow => {
                let width = format.width();
                Self { width, labels: 0.0, plot: (8.0, width - 8.0), row: 46.0, bar: 23.0, label: 16.0 }
            }
        }
    }

    /// Room for the words of a label.
    fn label_room(self) -> f64 {
        if self.labels > 0.0 { self.labels - 12.0 } else { self.width - 12.0 }
    }
}

/// Draws the roadmap; `None` where there is no row.
///
/// A row of the wide edition is 26 units high; the narrow one is as wide as [`Format::width`] says.
pub fn render(roadmap: &Roadmap, format: Format) -> Option<String> {
    if roadmap.rows.is_empty() {
        return None;
    }
    let geometry = Geometry::of(format, roadmap.width, roadmap.labels.clamp(0.0, roadmap.width / 2.0));
    let scale = Scale::new(roadmap.range.0, roadmap.range.1, geometry.plot.0, geometry.plot.1 - geometry.plot.0);
    let drawing = Drawing { roadmap, geometry, tiers: head::tiers(roadmap, &scale), scale };
    let links = roadmap.rows.iter().any(|row| row.href.is_some());
    let mut svg = Svg::new(&Frame {
        id: &roadmap.id,
        class: "diagramm-fahrplan",
        format: Some(format),
        width: geometry.width,
        height: drawing.bottom(),
        title: &roadmap.title,
        description: &roadmap.description,
        role: if links { Role::Group } else { Role::Image },
    });
    svg.hidden(|svg| {
        drawing.bands(svg);
        drawing.head(svg);
    });
    drawing.rows(&mut svg);
    svg.hidden(|svg| {
        drawing.dependencies(svg);
        drawing.as_of(svg);
    });
    Some(svg.finish())
}

/// Everything at hand while drawing.
struct Drawing<'a> {
    roadmap: &'a Roadmap,
    geometry: Geometry,
    scale: Scale,
    tiers: Vec<head::Tier>,
}

/// Below the head stands the label of the as-of date.
const AS_OF: f64 = 18.0;

impl Drawing<'_> {
    fn body(&self) -> f64 {
        let line = if self.roadmap.as_of.is_some() { AS_OF } else { 0.0 };
        self.head_bottom() + 2.0 + line
    }

    fn top(&self, row: usize) -> f64 {
        self.body() + row as f64 * self.geometry.row
    }

    fn bottom(&self) -> f64 {
        self.top(self.roadmap.rows.len()) + 2.0
    }

    fn now(&self) -> Option<Day> {
        self.roadmap.as_of.as_ref().map(|(date, _)| day(*date))
    }

    fn span(&self, row: &Row) -> Option<Span> {
        Span::of(row, &self.scale, self.now())
    }

    /// Every second row has a band below it.
    fn bands(&self, svg: &mut Svg) {
        let second = (1..self.roadmap.rows.len()).step_by(2);
        svg.rects("zeile", second.map(|row| Rect::new(0.0, self.top(row), self.geometry.width, self.geometry.row)));
    }

    fn rows(&self, svg: &mut Svg) {
        for (index, row) in self.roadmap.rows.iter().enumerate() {
            self.row(svg, row, self.top(index));
        }
        if self.roadmap.crowded {
            let rows = self.roadmap.rows.iter().enumerate();
            let middle = |index| self.top(index) + self.geometry.bar + BAR / 2.0;
            let all = rows.flat_map(|(index, row)| row.milestones.iter().map(move |one| (one, middle(index))));
            svg.hidden(|svg| milestone::all(svg, &all.collect::<Vec<_>>(), &self.scale));
        }
    }

    fn row(&self, svg: &mut Svg, row: &Row, y: f64) {
        let top = y + self.geometry.bar;
        // Label and bar are one link with one name.
        let name = [row.label.as_str(), &row.note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        svg.named(&name.join(": "), row.href.as_deref(), |svg| {
            self.label(svg, row, y);
            match self.span(row) {
                Some(span) => bar::bar(svg, row, span, top, &self.scale, &self.roadmap.words.open),
                None => bar::outside(svg, row, top, &self.scale),
            }
        });
        if let Some((first, last)) = row.baseline {
            bar::baseline(svg, (day(first), day(last)), top + BAR + 5.0, &self.scale);
        }
        if let Some((planned, end)) = row.slip() {
            bar::slip(svg, (day(planned), day(end)), top + BAR + 5.0, &self.scale);
        }
        if let Some(now) = self.now().filter(|_| row.overdue) {
            bar::overdue(svg, row, now, top, &self.scale);
        }
        for phase in &row.phases {
            bar::phase(svg, phase, top, &self.scale);
        }
        if !self.roadmap.crowded {
            for one in &row.milestones {
                milestone::one(svg, one, top + BAR / 2.0, &self.scale);
            }
        }
    }

    fn label(&self, svg: &mut Svg, row: &Row, y: f64) {
        let left = if self.geometry.labels > 0.0 { 6.0 } else { 2.0 };
        let shown = ellipsis(&row.label, self.geometry.label_room(), LABEL);
        svg.text("", (left, y + self.geometry.label), Anchor::Start, &shown);
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
        svg.line("stichtag", (x, self.body()), (x, self.bottom()));
        let half = text_width(label, QUIET) / 2.0;
        let width = self.geometry.width;
        let middle = x.clamp(half.min(width / 2.0), (width - half).max(width / 2.0));
        svg.text("beschriftung-leise umrandet", (middle, self.body() - 5.0), Anchor::Middle, label);
    }
}

/// A typical roadmap, in both editions and crowded, with its legend.
pub fn sample() -> String {
    let (example, crowded) = (example(), Roadmap { id: "voll".to_owned(), crowded: true, ..example() });
    let drawn = Format::both(|format| render(&example, format)).unwrap_or_default();
    drawn + &render(&crowded, Format::Wide).unwrap_or_default()
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
    let phase = |label: &str, first, last| Phase { label: label.to_owned(), first, last };
    let mut akte = row(
        "Einführung der elektronischen Akte in allen Fachbereichen",
        Status::Running,
        Some(d(2022, 3, 1)),
        Some(d(2024, 9, 30)),
    );
    akte.baseline = Some((d(2022, 1, 1), d(2023, 12, 31)));
    akte.phases = vec![phase("Probe", d(2022, 3, 1), d(2022, 12, 31)), phase("Ausbau", d(2023, 1, 1), d(2024, 9, 30))];
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
    let mut late = row("Verkehrsdaten <offen> & frei", Status::Paused, Some(d(2022, 9, 1)), Some(d(2023, 3, 31)));
    late.overdue = true;
    let mut platform = row("Urbane Datenplattform", Status::Decided, Some(d(2024, 1, 1)), Some(d(2025, 6, 30)));
    platform.critical = true;
    let rows = vec![
        row("Laufzeit der Strategie", Status::Stretch, Some(d(2022, 1, 1)), Some(d(2025, 12, 31))),
        akte,
        row("Dokumentenmanagement", Status::Done, Some(d(2022, 2, 1)), Some(d(2023, 4, 15))),
        portal,
        row("Bürgerkonto", Status::Running, Some(d(2023, 2, 1)), None),
        row("Faxserver", Status::Ended, Some(d(2022, 1, 1)), Some(d(2022, 10, 31))),
        row("Sensorik im Salzgrafenplatz", Status::Unknown, Some(d(2022, 2, 1)), Some(d(2022, 12, 31))),
        late,
        platform,
        row("Parkleitsystem", Status::Discontinued, Some(d(2022, 5, 1)), Some(d(2023, 2, 28))),
        row("Glasfaser an Schulen", Status::Planned, None, Some(d(2025, 9, 30))),
        only,
    ];
    let as_of = d(2023, 7, 20);
    Roadmap {
        id: "fahrplan".to_owned(),
        title: "Fahrplan".to_owned(),
        description: "Vorhaben nach Beginn, Ende und Meilensteinen.".to_owned(),
        range: range(rows.iter(), Some(as_of)).unwrap_or((as_of, as_of)),
        as_of: Some((as_of, "Stichtag 20.07.2023".to_owned())),
        width: WIDE,
        labels: LABELS,
        rows,
        dependencies: vec![
            Dependency { from: 2, to: 3, holds: true, critical: false },
            Dependency { from: 1, to: 8, holds: false, critical: true },
            Dependency { from: 8, to: 11, holds: true, critical: false },
        ],
        first_month: Some(d(2022, 1, 1)),
        crowded: false,
        words: Words {
            months: ["Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
                .map(str::to_owned),
            quarters: ["Q1", "Q2", "Q3", "Q4"].map(str::to_owned),
            project_month: "Projektmonat".to_owned(),
            open: "offen".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
