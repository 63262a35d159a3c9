//! The maturity profile: per dimension a row of salt crystals, one for each level.
//!
//! A full crystal is a level reached; a crystal filled in part is the progress on the next one; an empty outline is a
//! level not reached; a short dash is a level for which the model asks for nothing in this dimension. Level and
//! progress stay two facts: the words at the row tell both.

use crate::draw::{self, Anchor, Entry, Format, Frame, LABEL, QUIET, Rect, Role, Svg, ellipsis, legend_height, wrap};

/// What the profile shows.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Prefix of the ids, unique on the page.
    pub id: String,
    /// Short name of the chart.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// Heads of the columns for the levels 1, 2, …: short, such as `1`. Their number is the number of levels.
    pub levels: Vec<String>,
    /// The dimensions, in the model's order.
    pub rows: Vec<Row>,
    /// The words below the chart.
    pub legend: Legend,
}

/// One dimension.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name; up to two lines are shown.
    pub label: String,
    /// Page of the dimension, ready to print.
    pub href: Option<String>,
    /// Level and progress in words ("Stufe 2, 64 % bis Stufe 3"), or that it is not assessed.
    pub value: String,
    /// Where it stands; `None` where the dimension is not assessed.
    pub standing: Option<Standing>,
    /// The level aimed at, if there is a target.
    pub target: Option<u32>,
}

/// Where an assessed dimension stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The level reached, 0 and up.
    pub level: u32,
    /// The smallest level above it that asks for something, and the progress on it in thousandths (rounded down, so
    /// that 1000 never stands for "nearly").
    pub next: Option<(u32, u32)>,
    /// The highest level for which the model asks for anything here.
    pub cap: u32,
}

/// The words that explain the signs; an empty one leaves its sign out.
#[derive(Debug, Clone, Default)]
pub struct Legend {
    /// A full crystal.
    pub reached: String,
    /// A crystal filled in part.
    pub progress: String,
    /// An empty outline.
    pub open: String,
    /// The dash: the model asks for nothing on this level.
    pub not_asked: String,
    /// The target mark.
    pub target: String,
}

/// Draws the profile in both editions (classes `nur-breit`, `nur-schmal`); `None` without dimensions or levels.
pub fn render(profile: &Profile) -> Option<String> {
    Format::both(|format| edition(profile, format))
}

fn edition(profile: &Profile, format: Format) -> Option<String> {
    if profile.rows.is_empty() || profile.levels.is_empty() {
        return None;
    }
    let layout = Layout::new(profile, format);
    let role = if profile.rows.iter().any(|row| row.href.is_some()) { Role::Group } else { Role::Image };
    let mut svg = Svg::new(&Frame {
        id: &profile.id,
        class: "diagramm-profil",
        format: Some(format),
        width: format.width(),
        height: layout.height(),
        title: &profile.title,
        description: &profile.description,
        role,
    });
    layout.head(&mut svg, &profile.levels);
    for (index, row) in profile.rows.iter().enumerate() {
        layout.row(&mut svg, index, row);
    }
    layout.legend(&mut svg);
    Some(svg.finish())
}

/// Where things stand in an edition.
struct Layout {
    format: Format,
    levels: u32,
    rows: usize,
    /// Left edge of the first crystal.
    left: f64,
    /// From one crystal's left edge to the next one's.
    step: f64,
    /// Side of a crystal.
    side: f64,
    legend: Vec<Entry<Sign>>,
}

/// The signs of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Reached,
    Progress,
    Open,
    NotAsked,
    Target,
}

const HEAD: f64 = 26.0;
const WIDE_LABEL: f64 = 264.0;
const LEGEND_SIDE: f64 = 14.0;

impl Layout {
    fn new(profile: &Profile, format: Format) -> Self {
        let levels = u32::try_from(profile.levels.len()).unwrap_or(u32::MAX);
        let (left, room): (f64, f64) = match format {
            Format::Wide => (WIDE_LABEL + 16.0, 240.0),
            Format::Narrow => (1.0, 176.0),
        };
        let step = (room / f64::from(levels)).min(34.0);
        let side = (step * 0.8).min(26.0);
        let legend = draw::legend(legend_of(&profile.legend), LEGEND_SIDE, format.width());
        Layout { format, levels, rows: profile.rows.len(), left, step, side, legend }
    }

    fn row_height(&self) -> f64 {
        match self.format {
            Format::Wide => 44.0,
            Format::Narrow => 82.0,
        }
    }

    fn row_top(&self, index: usize) -> f64 {
        HEAD + index as f64 * self.row_height()
    }

    fn height(&self) -> f64 {
        self.row_top(self.rows) + 8.0 + legend_height(&self.legend)
    }

    /// The middle line of a row's crystals.
    fn middle(&self, index: usize) -> f64 {
        match self.format {
            Format::Wide => self.row_top(index) + 22.0,
            Format::Narrow => self.row_top(index) + 60.0,
        }
    }

    /// The crystal of a level (1 and up) in a row.
    fn crystal(&self, index: usize, level: u32) -> Rect {
        let x = self.left + f64::from(level - 1) * self.step;
        Rect::new(x, self.middle(index) - self.side / 2.0, self.side, self.side)
    }

    fn head(&self, svg: &mut Svg, levels: &[String]) {
        svg.hidden(|svg| {
            for (level, name) in (1..).zip(levels) {
                let crystal = self.crystal(0, level);
                let name = ellipsis(name, self.step, QUIET);
                svg.text("beschriftung-leise", (crystal.x + self.side / 2.0, 16.0), Anchor::Middle, &name);
            }
        });
    }

    fn row(&self, svg: &mut Svg, index: usize, row: &Row) {
        let y = self.row_top(index);
        svg.line("gitter", (0.0, y + 0.5), (self.format.width(), y + 0.5));
        svg.group("", |svg| {
            self.label(svg, index, row);
            self.value(svg, index, row);
            if let Some(standing) = row.standing {
                self.crystals(svg, index, standing);
            }
            if let Some(target) = row.target.filter(|target| *target > 0) {
                target_mark(svg, self.crystal(index, target.min(self.levels)), self.step);
            }
        });
    }

    fn label(&self, svg: &mut Svg, index: usize, row: &Row) {
        let width = match self.format {
            Format::Wide => WIDE_LABEL,
            Format::Narrow => self.format.width(),
        };
        let lines = wrap(&row.label, width, LABEL, 2);
        let first = match self.format {
            Format::Wide if lines.len() < 2 => self.middle(index) + 4.5,
            Format::Wide => self.middle(index) - 3.5,
            Format::Narrow if lines.len() < 2 => self.row_top(index) + 30.0,
            Format::Narrow => self.row_top(index) + 19.0,
        };
        // Lines and shortened labels are told in full.
        let name = if lines == [row.label.as_str()] { "" } else { &row.label };
        svg.named(name, row.href.as_deref(), |svg| {
            svg.lines("beschriftung", (0.0, first), Anchor::Start, &lines);
        });
    }

    /// The words beside the crystals; alone where the dimension is not assessed.
    fn value(&self, svg: &mut Svg, index: usize, row: &Row) {
        let x = self.left + f64::from(self.levels) * self.step + 12.0;
        let most = match self.format {
            Format::Wide => 2,
            Format::Narrow => 3,
        };
        let lines = wrap(&row.value, self.format.width() - x, QUIET, most);
        let first = self.middle(index)
            + match lines.len() {
                0 | 1 => 4.0,
                2 => -3.0,
                _ => -16.0,
            };
        svg.lines("beschriftung-leise", (x, first), Anchor::Start, &lines);
    }

    fn crystals(&self, svg: &mut Svg, index: usize, standing: Standing) {
        for level in 1..=self.levels {
            let cell = self.crystal(index, level);
            match standing.next {
                _ if level <= standing.level => full(svg, cell),
                Some((next, share)) if level == next => part(svg, cell, share),
                _ if level > standing.cap => dash(svg, cell),
                _ => svg.rect("leer", cell.inset(0.5)),
            }
        }
    }

    fn legend(&self, svg: &mut Svg) {
        let top = self.row_top(self.rows);
        svg.line("gitter", (0.0, top + 0.5), (self.format.width(), top + 0.5));
        for entry in &self.legend {
            let cell = Rect::new(entry.x, top + 14.0 + entry.y, LEGEND_SIDE, LEGEND_SIDE);
            match entry.sign {
                Sign::Reached => full(svg, cell),
                Sign::Progress => part(svg, cell, 600),
                Sign::Open => svg.rect("leer", cell.inset(0.5)),
                Sign::NotAsked => dash(svg, cell),
                Sign::Target => target_mark(svg, Rect::new(cell.x - 6.0, cell.y + 3.0, 12.0, 8.0), 12.0),
            }
            svg.legend_word(entry, LEGEND_SIDE, top + 14.0);
        }
    }
}

fn legend_of(words: &Legend) -> [(Sign, &str); 5] {
    [
        (Sign::Reached, &words.reached),
        (Sign::Progress, &words.progress),
        (Sign::Open, &words.open),
        (Sign::NotAsked, &words.not_asked),
        (Sign::Target, &words.target),
    ]
}

/// A level reached: a crystal with two facets.
fn full(svg: &mut Svg, cell: Rect) {
    svg.rect("ist", cell);
    let cut = cell.w * 0.22;
    let inner = [(cell.x + cut, cell.bottom() - cut), (cell.x + cut, cell.y + cut), (cell.right() - cut, cell.y + cut)];
    svg.polyline("facette", &inner);
}

/// Progress on a level, in thousandths: filled and hatched from the left, within the outline.
fn part(svg: &mut Svg, cell: Rect, share: u32) {
    let inside = cell.inset(2.5);
    let filled = Rect { w: inside.w * f64::from(share.min(1000)) / 1000.0, ..inside };
    if share > 0 {
        svg.rect("fortschritt", filled);
        svg.hatched_rect("", filled);
    }
    svg.rect("leer", cell.inset(0.5));
}

/// A level for which the model asks for nothing.
fn dash(svg: &mut Svg, cell: Rect) {
    let (middle, y) = (cell.x + cell.w / 2.0, cell.y + cell.h / 2.0);
    let arm = (cell.w * 0.18).max(3.5);
    svg.line("achse", (middle - arm, y), (middle + arm, y));
}

/// The target: an upright line behind the crystal of the level, with a point on it.
fn target_mark(svg: &mut Svg, cell: Rect, step: f64) {
    let (x, top) = (cell.right() + (step - cell.w) / 2.0, cell.y - 1.0);
    svg.line("soll", (x, top), (x, cell.bottom() + 3.0));
    svg.polygon("soll punkt", &[(x - 4.0, top - 5.0), (x + 4.0, top - 5.0), (x, top)]);
}

/// A typical profile.
pub fn sample() -> String {
    render(&example()).unwrap_or_default()
}

fn example() -> Profile {
    let row = |label: &str, value: &str, standing, target| Row {
        label: label.to_owned(),
        href: Some("dimensionen/beispiel.html".to_owned()),
        value: value.to_owned(),
        standing,
        target,
    };
    let at = |level, next, cap| Some(Standing { level, next, cap });
    Profile {
        id: "reifeprofil".to_owned(),
        title: "Reifeprofil".to_owned(),
        description: "Erreichte Stufe und Fortschritt je Handlungsfeld.".to_owned(),
        levels: ["1", "2", "3", "4", "5"].map(str::to_owned).to_vec(),
        rows: vec![
            row("Onlinedienste und -services", "Stufe 2, 64 % bis Stufe 3", at(2, Some((3, 640)), 5), Some(3)),
            row(
                "Digitale Verwaltungsprozesse, Schriftgutverwaltung und elektronische Akte",
                "Stufe 1, 12 % bis Stufe 2",
                at(1, Some((2, 120)), 4),
                Some(2),
            ),
            row("IT-Infrastruktur", "Stufe 3, höchste geforderte Stufe", at(3, None, 3), None),
            row("Smart City & Daten", "nicht bewertet", None, Some(1)),
            row("Führung, Organisation und Personal", "Stufe 0, 0 % bis Stufe 2", at(0, Some((2, 0)), 5), Some(1)),
            row("Informationssicherheit", "Stufe 5", at(5, None, 5), Some(5)),
        ],
        legend: Legend {
            reached: "erreicht".to_owned(),
            progress: "Fortschritt zur nächsten Stufe".to_owned(),
            open: "noch nicht erreicht".to_owned(),
            not_asked: "vom Modell nicht gefordert".to_owned(),
            target: "Ziel".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(standing: Option<Standing>, levels: usize) -> Profile {
        let mut profile = example();
        profile.legend = Legend::default();
        profile.levels = (1..=levels).map(|level| level.to_string()).collect();
        profile.rows.truncate(1);
        profile.rows[0].standing = standing;
        profile.rows[0].target = None;
        profile
    }

    fn count(svg: &str, needle: &str) -> usize {
        svg.matches(needle).count()
    }

    #[test]
    fn each_level_has_one_sign() {
        let standing = Standing { level: 2, next: Some((4, 500)), cap: 4 };
        let svg = edition(&one(Some(standing), 6), Format::Wide).unwrap();
        assert_eq!(count(&svg, "class=\"ist\""), 2);
        assert_eq!(count(&svg, "class=\"leer\""), 2, "level 3 is empty, level 4 is outlined around its progress");
        assert_eq!(count(&svg, "class=\"fortschritt\""), 1);
        assert_eq!(count(&svg, "class=\"achse\""), 2, "levels 5 and 6 are not asked for");
    }

    #[test]
    fn not_assessed_is_said_in_words() {
        let mut profile = one(None, 5);
        profile.rows[0].value = "nicht bewertet".to_owned();
        let svg = edition(&profile, Format::Narrow).unwrap();
        assert!(svg.contains(">nicht bewertet</text>"));
        assert_eq!(count(&svg, "class=\"leer\"") + count(&svg, "class=\"ist\""), 0);
    }

    #[test]
    fn a_phone_shows_the_words_in_full_beside_many_levels() {
        let mut profile = one(Some(Standing { level: 0, next: Some((1, 440)), cap: 8 }), 8);
        profile.rows[0].value = "Stufe 0 (Nicht begonnen), 44 % des Weges zu Stufe 1".to_owned();
        assert!(!edition(&profile, Format::Narrow).unwrap().contains('…'));
    }

    #[test]
    fn crystals_stay_in_their_columns_and_in_the_image() {
        for levels in [1_usize, 5, 6, 40] {
            for format in [Format::Wide, Format::Narrow] {
                let profile = one(Some(Standing { level: 0, next: None, cap: 0 }), levels);
                let layout = Layout::new(&profile, format);
                for level in 1..layout.levels {
                    assert!(layout.crystal(0, level).right() < layout.crystal(0, level + 1).x);
                }
                assert!(layout.crystal(0, layout.levels).right() < format.width() - 80.0);
                assert!(layout.crystal(0, 1).bottom() < layout.height());
            }
        }
    }

    #[test]
    fn progress_fills_its_share_of_the_crystal() {
        let mut svg = Svg::bare();
        part(&mut svg, Rect::new(0.0, 0.0, 25.0, 25.0), 250);
        assert!(svg.finish().contains("class=\"fortschritt\" x=\"2.5\" y=\"2.5\" width=\"5\" height=\"20\""));
    }

    #[test]
    fn odd_input_never_panics() {
        assert_eq!(render(&Profile { rows: vec![], ..example() }), None);
        assert_eq!(render(&Profile { levels: vec![], ..example() }), None);
        let mut profile = one(Some(Standing { level: 99, next: Some((0, 5000)), cap: 0 }), 3);
        profile.rows[0].target = Some(u32::MAX);
        profile.rows[0].label = "מדיניות <b> & \"x\"".repeat(40);
        profile.rows[0].value = String::new();
        let svg = render(&profile).unwrap();
        assert!(!svg.contains("<b>") && svg.contains("&lt;b&gt; &amp; &quot;x&quot;"));
    }
}
