//! The heat map: a row per dimension, a cell per level, and how far each is.
//!
//! A state is told by the shape of its cell: full is met; one with a bar at its foot is partly met, and the bar, which may
//! be empty, shows what is met of what is asked for; a broken outline is announced, a plain one is open; hatching is
//! exempt, a short dash is not asked for. In the cell stands the count of what is met; its name says all of it in words.

use crate::draw::{
    self, Anchor, Entry, Format, Frame, LABEL, QUIET, Rect, Role, Svg, ellipsis, legend_height, text_width, wrap,
};

/// What the heat map shows.
#[derive(Debug, Clone)]
pub struct HeatMap {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// The columns.
    pub levels: Vec<Level>,
    /// The dimensions, in the model's order.
    pub rows: Vec<Row>,
    /// The words below the chart: a state and its name, in the order to show them.
    pub legend: Vec<(State, String)>,
}

/// Head of a column.
#[derive(Debug, Clone)]
pub struct Level {
    /// Its name (`Stufe 1`), shown where there is room.
    pub name: String,
    /// Its short name (`1`), shown elsewhere.
    pub short: String,
}

/// One dimension.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name; up to two lines are shown.
    pub label: String,
    /// Page of the dimension, ready to print.
    pub href: Option<String>,
    /// A cell for each level; what goes beyond the columns is left out.
    pub cells: Vec<Cell>,
}

/// One level of a dimension.
#[derive(Debug, Clone)]
pub struct Cell {
    /// How far it is.
    pub state: State,
    /// What is met of what is asked for, in thousandths: the bar of [`State::Partly`].
    pub share: u32,
    /// The count in the cell (`2/5`), left out where it does not fit.
    pub count: String,
    /// All of it in words; the name of the link.
    pub words: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// How far a level is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All is met.
    Met,
    /// Something is.
    Partly,
    /// It will be by plan.
    Announced,
    /// Nothing is, and there is no plan for all of it.
    Open,
    /// It is exempt.
    Exempt,
    /// Nothing is asked for.
    NotAsked,
}

/// Draws the heat map in both editions (classes `nur-breit`, `nur-schmal`); `None` without dimensions or levels.
pub fn render(map: &HeatMap) -> Option<String> {
    Format::both(|format| edition(map, format))
}

fn edition(map: &HeatMap, format: Format) -> Option<String> {
    if map.rows.is_empty() || map.levels.is_empty() {
        return None;
    }
    let layout = Layout::new(map, format);
    let linked = |row: &Row| row.href.is_some() || row.cells.iter().any(|cell| cell.href.is_some());
    let mut svg = Svg::new(&Frame {
        id: &map.id,
        class: "diagramm-felder",
        format: Some(format),
        width: format.width(),
        height: layout.height(),
        title: &map.title,
        description: &map.description,
        role: if map.rows.iter().any(linked) { Role::Group } else { Role::Image },
    });
    for (index, row) in map.rows.iter().enumerate() {
        if index % ROWS_PER_HEAD == 0 {
            layout.head(&mut svg, index, &map.levels);
        }
        layout.row(&mut svg, index, row);
    }
    layout.legend(&mut svg);
    Some(svg.finish())
}

/// Where things stand in an edition.
struct Layout {
    format: Format,
    rows: usize,
    levels: usize,
    /// Left edge of the first cell.
    left: f64,
    /// From one cell's left edge to the next one's.
    step: f64,
    legend: Vec<Entry<State>>,
}

/// The heads stand again above every so many rows: nobody has to scroll back for them.
const ROWS_PER_HEAD: usize = 15;
const HEAD: f64 = 26.0;
const WIDE_LABEL: f64 = 232.0;
const LEGEND_SIDE: f64 = 16.0;
const GAP: f64 = 4.0;
const CELL_HEIGHT: f64 = 30.0;

impl Layout {
    fn new(map: &HeatMap, format: Format) -> Self {
        let left = match format {
            Format::Wide => WIDE_LABEL + 16.0,
            Format::Narrow => 0.0,
        };
        let entries = map.legend.iter().map(|(state, word)| (*state, word.as_str()));
        Layout {
            format,
            rows: map.rows.len(),
            levels: map.levels.len(),
            left,
            step: ((format.width() - left) / map.levels.len() as f64).min(72.0),
            legend: draw::legend(entries, LEGEND_SIDE, format.width()),
        }
    }

    fn row_height(&self) -> f64 {
        match self.format {
            Format::Wide => CELL_HEIGHT + 10.0,
            Format::Narrow => CELL_HEIGHT + 46.0,
        }
    }

    /// The upper edge of a row, below the head that may stand above it.
    fn row_top(&self, index: usize) -> f64 {
        let heads = 1 + index / ROWS_PER_HEAD;
        heads as f64 * HEAD + index as f64 * self.row_height()
    }

    /// The lower edge of the last row.
    fn bottom(&self) -> f64 {
        self.row_top(self.rows.saturating_sub(1)) + self.row_height()
    }

    fn height(&self) -> f64 {
        self.bottom() + 8.0 + legend_height(&self.legend)
    }

    fn cell(&self, index: usize, level: usize) -> Rect {
        let y = self.row_top(index) + self.row_height() - CELL_HEIGHT - 5.0;
        Rect::new(self.left + level as f64 * self.step, y, (self.step - GAP).max(self.step * 0.7), CELL_HEIGHT)
    }

    /// The names of the levels, above a row.
    fn head(&self, svg: &mut Svg, index: usize, levels: &[Level]) {
        let room = self.step - GAP;
        let fits = levels.iter().all(|level| text_width(&level.name, QUIET) <= room);
        svg.hidden(|svg| {
            for (number, level) in levels.iter().enumerate() {
                let cell = self.cell(index, number);
                let name = ellipsis(if fits { &level.name } else { &level.short }, self.step, QUIET);
                let at = (cell.x + cell.w / 2.0, self.row_top(index) - 9.0);
                svg.text("beschriftung-leise", at, Anchor::Middle, &name);
            }
        });
    }

    fn row(&self, svg: &mut Svg, index: usize, row: &Row) {
        let y = self.row_top(index);
        svg.line("gitter", (0.0, y + 0.5), (self.format.width(), y + 0.5));
        svg.group("", |svg| {
            self.label(svg, index, row);
            for (level, cell) in row.cells.iter().take(self.levels).enumerate() {
                let place = self.cell(index, level);
                svg.named(&cell.words, cell.href.as_deref(), |svg| {
                    shape(svg, place, cell.state, cell.share);
                    count(svg, place, cell);
                });
            }
        });
    }

    fn label(&self, svg: &mut Svg, index: usize, row: &Row) {
        let (width, middle) = match self.format {
            Format::Wide => (WIDE_LABEL, self.row_top(index) + self.row_height() / 2.0),
            Format::Narrow => (self.format.width(), self.row_top(index) + 22.0),
        };
        let lines = wrap(&row.label, width, LABEL, 2);
        let first = middle + if lines.len() < 2 { 4.5 } else { -3.5 };
        // Lines and shortened labels are told in full.
        let name = if lines == [row.label.as_str()] { "" } else { &row.label };
        svg.named(name, row.href.as_deref(), |svg| {
            svg.lines("beschriftung", (0.0, first), Anchor::Start, &lines);
        });
    }

    fn legend(&self, svg: &mut Svg) {
        let top = self.bottom();
        svg.line("gitter", (0.0, top + 0.5), (self.format.width(), top + 0.5));
        for entry in &self.legend {
            let cell = Rect::new(entry.x, top + 13.0 + entry.y, LEGEND_SIDE, LEGEND_SIDE);
            shape(svg, cell, entry.sign, 500);
            svg.legend_word(entry, LEGEND_SIDE, top + 14.0);
        }
    }
}

fn shape(svg: &mut Svg, cell: Rect, state: State, share: u32) {
    let outline = cell.inset(0.5);
    match state {
        State::Met => svg.rect("ist", cell),
        State::Partly => {
            let bar = (cell.h / 6.0).round();
            let width = outline.w * f64::from(share.min(1000)) / 1000.0;
            let ledge = outline.bottom() - bar;
            svg.rect("gruppe", cell);
            svg.rect("fortschritt", Rect::new(outline.x, ledge, width, bar));
            svg.line("achse", (outline.x, ledge), (outline.right(), ledge));
            svg.rect("leer", outline);
        }
        State::Announced => svg.dashed_rect("leer", outline),
        State::Open => svg.rect("leer", outline),
        State::Exempt => {
            svg.hatched_rect("", cell);
            svg.rect("leer", outline);
        }
        State::NotAsked => {
            let (middle, y) = (cell.x + cell.w / 2.0, cell.y + cell.h / 2.0);
            svg.line("achse", (middle - 4.0, y), (middle + 4.0, y));
        }
    }
}

/// The count in the middle of the cell; nothing where it does not fit.
fn count(svg: &mut Svg, place: Rect, cell: &Cell) {
    let (size, class) = match text_width(&cell.count, LABEL) + 4.0 <= place.w {
        true => (LABEL, "beschriftung feldzahl"),
        false => (QUIET, "beschriftung-leise feldzahl"),
    };
    if text_width(&cell.count, size) <= place.w {
        let tone = if cell.state == State::Met { format!("{class} hell") } else { class.to_owned() };
        let at = (place.x + place.w / 2.0, place.y + place.h / 2.0 + size / 3.0);
        svg.text(&tone, at, Anchor::Middle, &cell.count);
    }
}

/// A typical heat map.
pub fn sample() -> String {
    render(&example()).unwrap_or_default()
}

fn example() -> HeatMap {
    let cell = |state, met: u32, asked: u32| Cell {
        state,
        share: (met * 1000).checked_div(asked).unwrap_or(0),
        count: if asked > 0 { format!("{met}/{asked}") } else { String::new() },
        words: format!("{met} von {asked} Kriterien erfüllt"),
        href: Some("../reifegrad/beispiel.html#stufe-1".to_owned()),
    };
    let row = |label: &str, cells: [Cell; 4]| Row {
        label: label.to_owned(),
        href: Some("../reifegrad/beispiel.html".to_owned()),
        cells: cells.to_vec(),
    };
    HeatMap {
        id: "felder".to_owned(),
        title: "Stufen und Kriterien".to_owned(),
        description: "Wie weit jede Stufe jeder Dimension ist.".to_owned(),
        levels: (1..=4).map(|n| Level { name: format!("Stufe {n}"), short: n.to_string() }).collect(),
        rows: vec![
            row(
                "Onlinedienste und -services",
                [
                    cell(State::Met, 5, 5),
                    cell(State::Partly, 2, 5),
                    cell(State::Announced, 0, 3),
                    cell(State::Open, 0, 2),
                ],
            ),
            row(
                "Digitale Verwaltungsprozesse, Schriftgutverwaltung und elektronische Akte",
                [
                    cell(State::Met, 12, 12),
                    cell(State::Exempt, 0, 0),
                    cell(State::NotAsked, 0, 0),
                    cell(State::Partly, 0, 2),
                ],
            ),
        ],
        legend: [
            (State::Met, "erfüllt"),
            (State::Partly, "teilweise erfüllt"),
            (State::Announced, "angekündigt"),
            (State::Open, "offen"),
            (State::Exempt, "ausgenommen"),
            (State::NotAsked, "nicht gefragt"),
        ]
        .map(|(state, word)| (state, word.to_owned()))
        .to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: usize, levels: usize) -> HeatMap {
        let example = example();
        let cell = example.rows[0].cells[1].clone();
        HeatMap {
            levels: (1..=levels).map(|n| Level { name: format!("Stufe {n}"), short: n.to_string() }).collect(),
            rows: vec![Row { cells: vec![cell; levels], ..example.rows[0].clone() }; rows],
            ..example
        }
    }

    fn count(svg: &str, what: &str) -> usize {
        svg.matches(what).count()
    }

    #[test]
    fn every_state_has_a_shape_of_its_own() {
        let drawn = |state| {
            let mut svg = Svg::bare();
            shape(&mut svg, Rect::new(0.0, 0.0, 40.0, 30.0), state, 400);
            svg.finish()
        };
        let states = example().legend.into_iter().map(|(state, _)| drawn(state));
        let mut shapes: Vec<_> = states.collect();
        let all = shapes.len();
        shapes.sort_unstable();
        shapes.dedup();
        assert_eq!((shapes.len(), all), (6, 6));
        assert!(
            drawn(State::Partly).contains("class=\"fortschritt\" x=\"0.5\" y=\"24.5\" width=\"15.6\" height=\"5\"")
        );
    }

    #[test]
    fn cells_stay_apart_and_in_the_image() {
        for (rows, levels) in [(1, 1), (2, 5), (15, 9), (60, 9), (3, 40)] {
            for format in [Format::Wide, Format::Narrow] {
                let map = of(rows, levels);
                let layout = Layout::new(&map, format);
                let last = layout.cell(rows - 1, levels - 1);
                assert!(last.right() <= format.width() && last.bottom() < layout.bottom());
                assert!(levels == 1 || layout.cell(0, 0).right() < layout.cell(0, 1).x);
                assert!(rows == 1 || layout.cell(0, 0).bottom() < layout.row_top(1));
            }
        }
    }

    #[test]
    fn counts_are_shown_for_nine_levels_on_a_telephone() {
        let svg = edition(&of(15, 9), Format::Narrow).unwrap();
        assert_eq!(count(&svg, ">2/5</text>"), 15 * 9);
        assert!(Layout::new(&of(1, 9), Format::Narrow).cell(0, 0).w >= 24.0, "fingers find it");
    }

    #[test]
    fn heads_stand_again_above_every_fifteen_rows() {
        let svg = edition(&of(31, 5), Format::Wide).unwrap();
        assert_eq!(count(&svg, ">Stufe 3</text>"), 3);
        let layout = Layout::new(&of(31, 5), Format::Wide);
        assert_eq!(layout.row_top(15) - layout.row_top(14), layout.row_height() + HEAD);
    }

    #[test]
    fn odd_input_never_panics() {
        assert_eq!(render(&HeatMap { rows: vec![], ..example() }), None);
        assert_eq!(render(&HeatMap { levels: vec![], ..example() }), None);
        let mut map = example();
        map.rows[0].label = "<b> & \"x\"".repeat(40);
        map.rows[0].cells.clear();
        map.rows[1].cells[0].share = u32::MAX;
        map.rows[1].cells[0].count = "100000000000/100000000000".to_owned();
        let svg = render(&map).unwrap();
        assert!(!svg.contains("<b>") && !svg.contains(">100000000000"));
    }
}
