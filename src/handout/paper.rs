//! How much fits two pages: an estimate from the lengths of texts.
//!
//! Lengths are half lines, so that the space between rows counts. The estimate is careful: what it lets through has to
//! fit in every font that handouts are printed in. Tests hold it against the typesetter.

use super::Section;
use crate::view::compose::Compose;
use crate::view::{Block, Body, Cell};

/// Half lines on two pages, less the head.
const PAPER: usize = 285;
/// A heading with the space above it.
const HEADING: usize = 5;
/// The head of a table.
const HEAD: usize = 3;
/// Characters in a line over the whole width.
const LINE: usize = 120;
/// Characters of a line that the gap between two columns takes.
const GAP: usize = 3;
/// Characters that a sign takes with its word's space.
const SIGN: usize = 3;

/// A table before it is known how many of its rows fit.
pub(super) struct Draft {
    /// Its heading is `block.<id>`, what is said where it is empty `block.<id>-leer`.
    pub(super) id: &'static str,
    /// As for [`Compose::table`].
    pub(super) columns: &'static [&'static str],
    /// How wide the columns are, in parts of the whole.
    pub(super) widths: &'static [usize],
    /// The most important ones first.
    pub(super) rows: Vec<Vec<Cell>>,
    /// A sentence above it.
    pub(super) intro: Option<String>,
    /// Half lines that it gets if it needs them.
    pub(super) granted: usize,
}

impl Draft {
    /// Half lines without any row, with the sentence on the annex.
    fn frame(&self) -> usize {
        HEADING + HEAD + 2 + self.intro.as_ref().map_or(0, |intro| 2 * lines(intro.chars().count(), LINE))
    }

    /// Half lines with all rows.
    fn needed(&self) -> usize {
        self.frame() + self.rows.iter().map(|row| cost(row, self.widths)).sum::<usize>()
    }

    fn placed(mut self, c: &Compose<'_>, room: usize) -> Placed {
        if self.rows.is_empty() {
            let block = c.block(self.id, Body::Empty { text: c.t(&format!("block.{}-leer", self.id)) });
            return Placed::main(Section { block, widths: &[] });
        }
        let costs: Vec<_> = self.rows.iter().map(|row| cost(row, self.widths)).collect();
        let fitting = fitting(&costs, room.saturating_sub(self.frame()));
        let rest = self.rows.split_off(fitting);
        let shown = std::mem::take(&mut self.rows);
        let told = (!rest.is_empty()).then(|| annex_words(c, fitting, rest.len()));
        let intro = self.intro.take().into_iter().chain(told).collect::<Vec<_>>().join(" ");
        let heading = c.t(&format!("block.{}", self.id));
        let annex = c.f("handout.anhang", &[("was", &heading)]);
        let annex = (!rest.is_empty()).then(|| self.section(c, format!("{}-anhang", self.id), annex, rest));
        let main = self.section(c, self.id.to_owned(), heading, shown);
        let intro = (!intro.is_empty()).then_some(intro);
        Placed { main: Some(Section { block: Block { intro, ..main.block }, ..main }), annex }
    }

    /// A table of some rows; without rows there is only a heading.
    fn section(&self, c: &Compose<'_>, id: String, heading: String, rows: Vec<Vec<Cell>>) -> Section {
        let body = match rows.is_empty() {
            true => Body::Text { html: String::new() },
            false => Body::Table(c.table(&heading, self.columns, rows)),
        };
        Section { block: Block { id, heading: Some(heading), intro: None, body }, widths: self.widths }
    }
}

/// How many rows are in the annex.
fn annex_words(c: &Compose<'_>, shown: usize, rest: usize) -> String {
    let counts = [shown, shown + rest, rest].map(|count| count.to_string());
    let [shown_words, all, rest] = counts.each_ref().map(String::as_str);
    let key = if shown == 0 { "handout.alle-im-anhang" } else { "handout.rest-im-anhang" };
    c.f(key, &[("gezeigt", shown_words), ("gesamt", all), ("rest", rest)])
}

/// A part of a handout on the two pages, and what of it is in the annex.
pub(super) struct Placed {
    pub(super) main: Option<Section>,
    pub(super) annex: Option<Section>,
}

impl Placed {
    pub(super) fn main(section: Section) -> Self {
        Self { main: Some(section), annex: None }
    }
}

/// What is left of two pages.
pub(super) struct Paper {
    left: usize,
}

impl Paper {
    pub(super) fn new() -> Self {
        Self { left: PAPER }
    }

    fn spend(&mut self, half_lines: usize) {
        self.left = self.left.saturating_sub(half_lines);
    }

    /// A list that is always on the two pages.
    pub(super) fn spend_list(&mut self, block: &Block) {
        let items = if let Body::List { items, .. } = &block.body { items.as_slice() } else { &[] };
        let lines: usize = items.iter().map(|item| lines(item.text.chars().count(), LINE)).sum();
        self.spend(HEADING + 2 * lines);
    }

    /// Tables, in the order in which they are to be considered. Each gets what it is granted; what others leave over goes
    /// to those that need more, in the same order. Rows that do not fit go to the annex, and the main part says how many.
    pub(super) fn place<const N: usize>(&mut self, c: &Compose<'_>, drafts: [Option<Draft>; N]) -> [Option<Placed>; N] {
        let mut room = drafts.each_ref().map(|draft| {
            let granted = draft.as_ref().map_or(0, |draft| draft.granted.min(draft.needed()).min(self.left));
            self.spend(granted);
            granted
        });
        for (draft, room) in drafts.iter().zip(&mut room) {
            let more = draft.as_ref().map_or(0, |draft| draft.needed().saturating_sub(*room).min(self.left));
            self.spend(more);
            *room += more;
        }
        let mut room = room.into_iter();
        drafts.map(|draft| {
            let room = room.next().unwrap_or(0);
            Some(draft?.placed(c, room))
        })
    }

    /// A chart where it fits, else in the annex.
    pub(super) fn place_chart(&mut self, c: &Compose<'_>, block: Block, height: usize) -> Placed {
        if HEADING + height <= self.left {
            self.spend(HEADING + height);
            return Placed::main(Section { block, widths: &[] });
        }
        let heading = block.heading.as_ref().map(|heading| c.f("handout.anhang", &[("was", heading)]));
        Placed { main: None, annex: Some(Section { block: Block { heading, ..block }, widths: &[] }) }
    }
}

/// How many of the first costs are within a sum.
fn fitting(costs: &[usize], most: usize) -> usize {
    let sums = costs.iter().scan(0, |sum, cost| {
        *sum += cost;
        Some(*sum)
    });
    sums.take_while(|&sum| sum <= most).count()
}

/// Half lines of a row: its highest cell, and half a line of space.
fn cost(row: &[Cell], widths: &[usize]) -> usize {
    let all: usize = widths.iter().sum();
    let room = |width: &usize| (LINE * width / all.max(1)).saturating_sub(GAP).max(4);
    let height = row.iter().zip(widths).map(|(cell, width)| height(cell, room(width))).max().unwrap_or(0);
    2 * height + 1
}

/// Lines of a cell: its words, its sign, its note in lines of its own.
fn height(cell: &Cell, room: usize) -> usize {
    let sign = cell.badge.as_ref().map_or(0, |badge| SIGN + badge.text.chars().count());
    let words = lines(cell.text.chars().count() + sign, room);
    words + cell.note.as_ref().map_or(0, |note| lines(note.chars().count(), room))
}

fn lines(characters: usize, room: usize) -> usize {
    characters.div_ceil(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_high_as_their_highest_cell() {
        let row = [Cell::text("a".repeat(60)), Cell { note: Some("n".to_owned()), ..Cell::text("b") }];
        // 60 characters less the gap for the first column: two lines. Word and note in the second: two as well.
        assert_eq!(cost(&row, &[1, 1]), 5);
        assert_eq!(cost(&row, &[3, 1]), 5);
        assert_eq!(cost(&row[..1], &[1]), 3);
        assert_eq!(cost(&[], &[]), 1);
    }

    #[test]
    fn rows_fit_up_to_the_sum() {
        assert_eq!(fitting(&[3, 3, 5], 8), 2);
        assert_eq!(fitting(&[3, 3, 5], 11), 3);
        assert_eq!(fitting(&[3], 2), 0);
        assert_eq!(fitting(&[], 2), 0);
    }
}
