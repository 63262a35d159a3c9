//! How much fits two pages: an estimate from the lengths of texts, so that every way of printing breaks at the same place.
//!
//! All lengths are tenths of a point. The estimate is careful: what it lets through fits in Libertinus Serif as well as in
//! the Times of browsers. Tests hold it against the typesetter and against a browser.

use crate::draw;
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell, Fact};

/// Height of a page without margins, and of how many there may be.
const PAGE: usize = 7_560;
const PAGES: usize = 2;
/// Width of a page without margins: 176 mm.
const WIDTH: usize = 4_989;
/// A line of text.
const LINE: usize = 112;
/// Space and rule around the lines of a row.
const ROW: usize = 18;
/// Space left and right of a cell.
const CELL: usize = 52;
/// A heading with the space around it.
const HEADING: usize = 274;
/// Space around a sentence, a drawing.
const SPACE: usize = 45;
/// Sort of report, rule, and the space around the title.
const HEAD: usize = 270;
/// A line of the title.
const TITLE: usize = 220;
/// Widths of the facts beside each other, in hundredths of the whole. The second one is the longest: a meeting.
const FACTS: [usize; 4] = [13, 36, 16, 35];
/// A sign with its space.
const SIGN: &str = "mi ";
/// The size for [`draw::text_width`], whose letters are wider, that stands for our text, bold words, and the title. Points.
const TEXT: f64 = 8.2;
const BOLD: f64 = 9.1;
const LARGE: f64 = 16.5;

/// A part of a handout before it is known how much of it fits.
#[derive(Debug)]
pub(super) enum Part {
    /// Always on the two pages.
    Whole(Block),
    /// Rows that do not fit stand in the annex.
    Table(Draft),
    /// In the annex where it does not fit.
    Chart(Block),
}

/// A table before it is known how many of its rows fit.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its heading is `block.<id>`, what is said where it is empty `block.<id>-leer`.
    pub(super) id: &'static str,
    /// As for [`Compose::table`].
    pub(super) columns: &'static [&'static str],
    /// How wide the columns are, in hundredths of the whole.
    pub(super) widths: &'static [usize],
    /// The most important ones first.
    pub(super) rows: Vec<Vec<Cell>>,
    /// A sentence above it.
    pub(super) intro: Option<String>,
    /// So many rows go before what other tables have beyond theirs.
    pub(super) first: usize,
}

/// What stands on the two pages, and what in the annex.
pub(super) struct Placed {
    pub(super) main: Vec<Block>,
    pub(super) annex: Vec<Block>,
}

/// Places the parts of a handout in their order. Every table gets its first rows, then all get one row after the other, as
/// long as two pages have room; where a table does not stand as a whole, the main part says how much of it is in the annex.
/// Charts come last.
pub(super) fn place(c: &Compose<'_>, title: &str, facts: &[Fact], parts: Vec<Part>) -> Placed {
    let measured = parts.iter().map(|part| part.measured(c)).collect();
    let shown = Plan { head: head(title, facts), parts: measured }.shown();
    let mut placed = Placed { main: Vec::new(), annex: Vec::new() };
    for (part, shown) in parts.into_iter().zip(shown) {
        match part {
            Part::Whole(block) => placed.main.push(block),
            Part::Chart(block) if shown > 0 => placed.main.push(block),
            Part::Chart(block) => {
                let heading = block.heading.as_ref().map(|heading| annex_heading(c, heading));
                placed.annex.push(Block { heading, ..block });
            }
            Part::Table(draft) => {
                let (main, annex) = draft.split(c, shown);
                placed.main.push(main);
                placed.annex.extend(annex);
            }
        }
    }
    placed
}

impl Part {
    fn measured(&self, c: &Compose<'_>) -> Measured {
        match self {
            Self::Whole(block) => {
                let items = if let Body::List { items, .. } = &block.body { items.as_slice() } else { &[] };
                let items: Vec<_> = items.iter().map(|item| LINE * lines(&item.text, WIDTH - CELL, TEXT)).collect();
                Measured { top: HEADING, least: items.len(), first: items.len(), rows: items, ..Measured::default() }
            }
            Self::Table(draft) => draft.measured(c),
            Self::Chart(block) => Measured { rows: vec![HEADING + chart(block)], alone: true, ..Measured::default() },
        }
    }
}

impl Draft {
    fn measured(&self, c: &Compose<'_>) -> Measured {
        let sentence = |text: &str| SPACE + LINE * lines(text, WIDTH, TEXT);
        let top = HEADING + self.intro.as_deref().map_or(0, sentence);
        if self.rows.is_empty() {
            return Measured { top: top + SPACE + LINE, ..Measured::default() };
        }
        let titles: Vec<_> = c.table("", self.columns, Vec::new()).columns.into_iter().map(|one| one.title).collect();
        let titles = titles.iter().zip(self.widths).map(|(title, width)| lines(title, room(*width), BOLD)).max();
        Measured {
            top,
            told: LINE + if self.intro.is_none() { SPACE } else { 0 },
            header: ROW + LINE * titles.unwrap_or(0),
            rows: self.rows.iter().map(|row| height(row, self.widths)).collect(),
            least: 0,
            first: self.first,
            alone: false,
        }
    }

    fn split(mut self, c: &Compose<'_>, shown: usize) -> (Block, Option<Block>) {
        if self.rows.is_empty() {
            let text = c.t(&format!("block.{}-leer", self.id));
            return (Block { intro: self.intro, ..c.block(self.id, Body::Empty { text }) }, None);
        }
        let rest = self.rows.split_off(shown);
        let told = (!rest.is_empty()).then(|| annex_words(c, shown, rest.len()));
        let intro = self.intro.take().into_iter().chain(told).collect::<Vec<_>>().join(" ");
        let heading = c.t(&format!("block.{}", self.id));
        let annex = annex_heading(c, &heading);
        let annex = (!rest.is_empty()).then(|| self.block(c, format!("{}-anhang", self.id), annex, rest));
        let rows = std::mem::take(&mut self.rows);
        let main = self.block(c, self.id.to_owned(), heading, rows);
        (Block { intro: (!intro.is_empty()).then_some(intro), ..main }, annex)
    }

    /// A table of some rows; without rows there is only a heading.
    fn block(&self, c: &Compose<'_>, id: String, heading: String, rows: Vec<Vec<Cell>>) -> Block {
        let body = match rows.is_empty() {
            true => Body::Text { html: String::new() },
            false => {
                let mut table = c.table(&heading, self.columns, rows);
                for (column, width) in table.columns.iter_mut().zip(self.widths) {
                    column.width = Some(*width);
                }
                Body::Table(table)
            }
        };
        Block { id, heading: Some(heading), intro: None, body }
    }
}

fn annex_heading(c: &Compose<'_>, heading: &str) -> String {
    c.f("handout.anhang", &[("was", heading)])
}

/// How many rows are in the annex.
fn annex_words(c: &Compose<'_>, shown: usize, rest: usize) -> String {
    let counts = [shown, shown + rest, rest].map(|count| count.to_string());
    let [shown_words, all, rest] = counts.each_ref().map(String::as_str);
    let key = if shown == 0 { "handout.alle-im-anhang" } else { "handout.rest-im-anhang" };
    c.f(key, &[("gezeigt", shown_words), ("gesamt", all), ("rest", rest)])
}

/// How high a part is.
#[derive(Debug, Clone, Default)]
struct Measured {
    /// What stands above the rows and is never parted from the first one.
    top: usize,
    /// The sentence that some rows are in the annex.
    told: usize,
    /// The head of a table, once more on every page.
    header: usize,
    rows: Vec<usize>,
    /// So many rows are always shown.
    least: usize,
    /// So many rows are shown before others show more than theirs.
    first: usize,
    /// Whether nothing is there without rows, not even `top`.
    alone: bool,
}

/// What is to be spread over the pages.
#[derive(Debug)]
struct Plan {
    head: usize,
    parts: Vec<Measured>,
}

impl Plan {
    /// How many rows of each part are shown.
    fn shown(&self) -> Vec<usize> {
        let mut shown: Vec<_> = self.parts.iter().map(|part| part.least).collect();
        for most in [|part: &Measured| part.first, |part: &Measured| if part.alone { 0 } else { part.rows.len() }] {
            self.grow(&mut shown, most);
        }
        self.grow(&mut shown, |part| part.rows.len());
        shown
    }

    /// Shows one row more of each part in turn, up to so many of each, until the next one has no room.
    fn grow(&self, shown: &mut [usize], most: fn(&Measured) -> usize) {
        let mut waiting: Vec<_> = (0..self.parts.len()).collect();
        while !waiting.is_empty() {
            waiting.retain(|&part| {
                if shown[part] >= most(&self.parts[part]).min(self.parts[part].rows.len()) {
                    return false;
                }
                shown[part] += 1;
                let fits = self.pages(shown) <= PAGES;
                if !fits {
                    shown[part] -= 1;
                }
                fits
            });
        }
    }

    /// How many pages it takes to show so many rows.
    fn pages(&self, shown: &[usize]) -> usize {
        let mut pages = Pages { number: 1, used: self.head };
        for (part, &shown) in self.parts.iter().zip(shown).filter(|(part, shown)| !part.alone || **shown > 0) {
            let told = if shown < part.rows.len() { part.told } else { 0 };
            let mut rows = part.rows.iter().take(shown);
            let first = rows.next().map_or(0, |row| part.header + row);
            pages.put(part.top + told + first, 0);
            rows.for_each(|row| pages.put(*row, part.header));
        }
        pages.number
    }
}

struct Pages {
    number: usize,
    used: usize,
}

impl Pages {
    /// Something that is not broken; on a new page, something else stands above it.
    fn put(&mut self, height: usize, above: usize) {
        self.used += height;
        if self.used > PAGE {
            self.number += 1;
            self.used = above + height;
        }
    }
}

/// Title and facts, which stand beside each other.
fn head(title: &str, facts: &[Fact]) -> usize {
    let value = |cell: &Cell, room| lines(&cell.text, room, BOLD) + note(cell, room);
    let facts = facts.iter().zip(FACTS).map(|(fact, width)| {
        let room = room(width).saturating_sub(2 * CELL);
        1 + fact.values.iter().map(|cell| value(cell, room)).sum::<usize>()
    });
    HEAD + TITLE * lines(title, WIDTH, LARGE) + LINE * facts.max().unwrap_or(0)
}

/// A row is as high as its highest cell.
fn height(row: &[Cell], widths: &[usize]) -> usize {
    let height = row.iter().zip(widths).map(|(cell, width)| cell_lines(cell, room(*width))).max();
    ROW + LINE * height.unwrap_or(0)
}

/// The width of the text in a cell.
fn room(hundredths: usize) -> usize {
    (WIDTH * hundredths / 100).saturating_sub(CELL)
}

/// Lines of a cell: its words with its sign and word, which are not broken; its note in lines of its own.
fn cell_lines(cell: &Cell, room: usize) -> usize {
    let words = match &cell.badge {
        Some(badge) => {
            let badge = format!("{SIGN}{}", badge.text);
            let text = if cell.text.is_empty() { badge } else { format!("{} {badge}", cell.text) };
            lines(&text, room, BOLD)
        }
        None => lines(&cell.text, room, TEXT),
    };
    words + note(cell, room)
}

fn note(cell: &Cell, room: usize) -> usize {
    cell.note.as_ref().map_or(0, |note| lines(note, room, TEXT))
}

fn lines(text: &str, room: usize, size: f64) -> usize {
    draw::wrap(text, room as f64 / 10.0, size, usize::MAX).len()
}

/// The drawings of a chart as wide as the page, one below the other, and its caption.
fn chart(block: &Block) -> usize {
    let Body::Chart { svg, caption, .. } = &block.body else { return 0 };
    let drawings = draw::wide_sizes(svg).into_iter().map(|(width, height)| SPACE + WIDTH * height / width.max(1));
    drawings.sum::<usize>() + SPACE + LINE * lines(caption, WIDTH, TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(rows: usize, first: usize) -> Measured {
        Measured { top: 300, told: 100, header: 100, rows: vec![200; rows], first, ..Measured::default() }
    }

    #[test]
    fn rows_are_as_high_as_their_highest_cell() {
        let row = [Cell::text("Wort ".repeat(30)), Cell { note: Some("n".to_owned()), ..Cell::text("b") }];
        let lines = lines(&row[0].text, room(50), TEXT);
        assert!(lines > 2);
        assert_eq!(height(&row, &[50, 50]), ROW + LINE * lines);
        assert_eq!(height(&row[1..], &[50]), ROW + 2 * LINE);
        assert_eq!(height(&[], &[]), ROW);
    }

    #[test]
    fn what_fits_is_shown_as_a_whole() {
        let chart = Measured { rows: vec![2_000], alone: true, ..Measured::default() };
        let plan = Plan { head: 1_000, parts: vec![part(5, 2), part(0, 3), chart] };
        assert_eq!(plan.shown(), [5, 0, 1]);
        assert_eq!(plan.pages(&[5, 0, 1]), 1);
    }

    #[test]
    fn long_tables_share_what_is_left_after_the_first_rows() {
        let chart = Measured { rows: vec![2_000], alone: true, ..Measured::default() };
        let plan = Plan { head: 1_000, parts: vec![part(500, 4), chart, part(10, 10), part(500, 4)] };
        let shown = plan.shown();
        assert_eq!((shown[1], shown[2]), (0, 10));
        assert!(shown[0] > 4 && shown[0].abs_diff(shown[3]) <= 1, "{shown:?}");
        assert_eq!(plan.pages(&shown), PAGES);
        assert_eq!(plan.pages(&[shown[0] + 2, 0, 10, shown[3]]), PAGES + 1);
    }

    #[test]
    fn a_heading_is_not_parted_from_its_first_row() {
        let mut pages = Pages { number: 1, used: PAGE - 500 };
        pages.put(600, 0);
        assert_eq!((pages.number, pages.used), (2, 600));
        pages.used = PAGE - 100;
        pages.put(200, 100);
        assert_eq!((pages.number, pages.used), (3, 300));
    }
}
