//! Cells, rows of tables, status marks and meters as HTML. A large site has hundreds of thousands of them, and a template takes
//! many times as long for each: so they are written here, and everything around them by the templates.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::citation::Papers;
use super::compose::Input;
use super::{Badge, Block, Body, Cell, Meter, Page, Table};
use crate::markup::{escape, escape_into};

/// The key of the word for what was assumed.
pub const ASSUMED: &str = "ui_assumed";

/// Writes the cells of a page.
#[derive(Debug, Clone, Copy)]
pub struct Pen<'a> {
    papers: &'a Papers,
    /// The word for what was assumed.
    assumed: &'a str,
    /// The way from the page to the site's root.
    root: &'a str,
    /// The page's path from the site's root.
    here: &'a str,
}

impl<'a> Pen<'a> {
    /// For the page `here`, from which `root` leads to the site's root.
    pub fn new(input: &'a Input<'a>, root: &'a str, here: &'a str) -> Self {
        Self { papers: &input.papers, assumed: input.messages.get(ASSUMED), root, here }
    }

    /// Writes every cell of a page.
    pub fn page(self, page: &mut Page) {
        page.facts.iter_mut().for_each(|fact| self.cells(&mut fact.values));
        page.blocks.iter_mut().for_each(|block| self.block(block));
    }

    /// Writes every cell of a block.
    pub fn block(self, block: &mut Block) {
        match &mut block.body {
            Body::List { items, .. } | Body::Cards { items } => self.cells(items),
            Body::Table(table) => self.table(table),
            Body::Chart { table, .. } | Body::Roadmap { table, .. } => {
                table.iter_mut().for_each(|table| self.table(table));
            }
            Body::Questions { items } => items.iter_mut().for_each(|question| self.cells(&mut question.concerns)),
            Body::Versus { left, right } => [left, right].into_iter().for_each(|column| self.cells(&mut column.items)),
            Body::Answer { parts, .. } => parts.iter_mut().for_each(|part| self.block(&mut part.block)),
            Body::Text { .. } | Body::Views { .. } | Body::Figures { .. } | Body::Empty { .. } | Body::Terms { .. } => {
            }
        }
    }

    fn cells(self, cells: &mut [Cell]) {
        for cell in cells {
            let mut html = String::new();
            self.cell(&mut html, cell);
            *cell = Cell { written: Some(html.into_boxed_str()), ..Cell::default() };
        }
    }

    /// Rows go as they are written, so that a long table is not in memory twice. Their HTML is expected to be as long as if all
    /// were like the first one.
    fn table(self, table: &mut Table) {
        let mut html = String::new();
        let rows = std::mem::take(&mut table.rows);
        let count = rows.len();
        for (index, row) in rows.into_iter().enumerate() {
            self.row(&mut html, table, index, &row);
            if index == 0 {
                html.reserve(html.len() * count);
            }
        }
        table.written = Some(html);
    }

    /// A row, with what it is chosen by.
    fn row(self, html: &mut String, table: &Table, index: usize, row: &[Cell]) {
        html.push_str("<tr");
        for filter in table.filters.iter().flatten() {
            attribute(html, &format!("data-{}", filter.name), filter.rows.get(index).map_or("", String::as_str));
        }
        html.push('>');
        for (place, cell) in row.iter().enumerate() {
            let column = table.columns.get(place);
            let tag = if place == 0 { "th" } else { "td" };
            html.extend(["<", tag]);
            if place == 0 {
                attribute(html, "scope", "row");
                told(&cell.id).into_iter().for_each(|id| attribute(html, "id", id));
            } else if column.is_some_and(|column| column.sort.is_some()) {
                told(&cell.key).into_iter().for_each(|key| attribute(html, "data-wert", key));
            }
            if column.is_some_and(|column| column.number) {
                attribute(html, "class", "zahl");
            }
            html.push('>');
            self.cell(html, cell);
            html.extend(["</", tag, ">"]);
        }
        html.push_str("</tr>\n");
    }

    /// The value, then its marks.
    fn cell(self, html: &mut String, cell: &Cell) {
        let begin = html.len();
        self.value(html, cell);
        if let Some(meter) = &cell.meter {
            space(html, begin);
            meter.write(html);
        }
        if let Some(badge) = &cell.badge {
            space(html, begin);
            badge.write(html);
        }
        if let Some(note) = told(&cell.note) {
            let note = if told(&cell.href).is_some() { escape(note) } else { self.linked(note) };
            html.extend(["<small class=\"notiz\">", &note, "</small>"]);
        }
        told(&cell.assumed).into_iter().for_each(|text| html.push_str(&assumed(self.assumed, text)));
    }

    /// Rendered Markdown, else a link, else a date, else a text.
    fn value(self, html: &mut String, cell: &Cell) {
        if let Some(prose) = told(&cell.html) {
            return html.extend(["<div class=\"prosa\">", prose, "</div>"]);
        }
        let href = told(&cell.href).filter(|_| !cell.text.is_empty());
        match (href, told(&cell.datetime)) {
            (None, None) => html.push_str(&self.linked(&cell.text)),
            (None, Some(date)) => time(html, date, &cell.text),
            (Some(href), date) => {
                html.push_str("<a");
                attribute(html, "href", href);
                html.push('>');
                match date {
                    Some(date) => time(html, date, &cell.text),
                    None => escape_into(html, &cell.text),
                }
                html.push_str("</a>");
            }
        }
    }

    /// A text in which the numbers of papers lead to these.
    fn linked(self, text: &str) -> String {
        self.papers.linked(text, self.root, self.here)
    }
}

/// A text, if it says anything.
fn told(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// Keeps what comes apart from what has been written since `begin`.
fn space(html: &mut String, begin: usize) {
    if html.len() > begin {
        html.push(' ');
    }
}

fn attribute(html: &mut String, name: &str, value: &str) {
    html.extend([" ", name, "=\""]);
    escape_into(html, value);
    html.push('"');
}

fn time(html: &mut String, date: &str, text: &str) {
    html.push_str("<time");
    attribute(html, "datetime", date);
    html.push('>');
    escape_into(html, text);
    html.push_str("</time>");
}

/// What was assumed, folded away behind a word that can be opened without script.
pub fn assumed(word: &str, text: &str) -> String {
    let (sign, word, text) = (mark("annahme"), escape(word), escape(text));
    format!("<details class=\"annahme-text\"><summary>{sign}{word}</summary><p>{text}</p></details>")
}

/// The shape of a tone; several tones share one shape.
pub fn mark(tone: &str) -> String {
    let shape = match tone {
        "erfuellt" => "fertig",
        "teilweise" => "laufend",
        "offen" => "geplant",
        tone => tone,
    };
    format!("<svg class=\"zeichen\" aria-hidden=\"true\"><use href=\"#z-{}\"/></svg>", escape(shape))
}

impl Badge {
    /// Shape, word and colour.
    fn write(&self, html: &mut String) {
        html.extend(["<span class=\"marke ton-", self.tone, "\">", &mark(self.tone), &escape(&self.text), "</span>"]);
    }
}

impl Meter {
    /// A row of salt cubes; the words are for everybody. A cube is 10 wide, the next stands 13 further on.
    fn write(&self, html: &mut String) {
        const STEP: u32 = 13;
        let width = (self.of * STEP).saturating_sub(1);
        html.push_str(&format!(
            "<span class=\"messer\"><svg viewBox=\"-1 -1 {width} 12\" class=\"messer-bild\" aria-hidden=\"true\">"
        ));
        for cube in 0..self.of {
            let x = cube * STEP;
            if cube < self.filled {
                html.push_str(&format!("<path class=\"ist\" d=\"M{x} 0h10v10h-10z\"/>"));
                continue;
            }
            if cube == self.filled && self.part > 0 {
                let height = format!("{}.{}", self.part / 10, self.part % 10);
                html.push_str(&format!("<path class=\"fortschritt\" d=\"M{x} 10v-{height}h10v{height}z\"/>"));
            }
            html.push_str(&format!("<path class=\"leer\" d=\"M{x} 0h10v10h-10z\"/>"));
        }
        html.extend(["</svg><span class=\"nur-vorlesen\">", &escape(&self.label), "</span></span>"]);
    }
}

/// With its HTML, for templates.
impl Serialize for Badge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut html = String::new();
        self.write(&mut html);
        let mut fields = serializer.serialize_struct("Badge", 3)?;
        fields.serialize_field("text", &self.text)?;
        fields.serialize_field("tone", self.tone)?;
        fields.serialize_field("html", &html)?;
        fields.end()
    }
}

/// With its HTML, for templates.
impl Serialize for Meter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut html = String::new();
        self.write(&mut html);
        let mut fields = serializer.serialize_struct("Meter", 5)?;
        fields.serialize_field("filled", &self.filled)?;
        fields.serialize_field("of", &self.of)?;
        fields.serialize_field("part", &self.part)?;
        fields.serialize_field("label", &self.label)?;
        fields.serialize_field("html", &html)?;
        fields.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::TableColumn;
    use crate::view::tools::{Filter, Sort};

    fn written(cell: Cell) -> String {
        let papers = Papers::default();
        let mut cells = [cell];
        Pen { papers: &papers, assumed: "Annahme", root: "../", here: "projekte/a.html" }.cells(&mut cells);
        serde_json::to_value(&cells[0]).unwrap()["written"].as_str().unwrap().to_owned()
    }

    #[test]
    fn a_cell_is_words_then_marks() {
        let cell = Cell::text("A & <b>");
        let link = Cell { href: Some("b.html?\"".to_owned()), ..cell.clone() };
        let day = |cell: &Cell| Cell { datetime: Some("2024-01-01".to_owned()), ..cell.clone() };
        assert_eq!(written(cell.clone()), "A &amp; &lt;b&gt;");
        assert_eq!(written(link.clone()), "<a href=\"b.html?&quot;\">A &amp; &lt;b&gt;</a>");
        assert_eq!(written(day(&Cell::text("1.1."))), "<time datetime=\"2024-01-01\">1.1.</time>");
        let linked_day = written(day(&link));
        assert!(linked_day.ends_with("<time datetime=\"2024-01-01\">A &amp; &lt;b&gt;</time></a>"), "{linked_day}");
        assert_eq!(written(Cell { html: Some("<p>x</p>".to_owned()), ..link }), "<div class=\"prosa\"><p>x</p></div>");
        let badge = Some(Badge { text: "erfüllt".to_owned(), tone: "erfuellt" });
        let marked = Cell {
            badge: badge.clone(),
            note: Some("1 < 2".to_owned()),
            assumed: Some("so".to_owned()),
            ..Cell::text("")
        };
        let sign =
            |shape: &str| format!("<svg class=\"zeichen\" aria-hidden=\"true\"><use href=\"#z-{shape}\"/></svg>");
        let expected = format!(
            "<span class=\"marke ton-erfuellt\">{}erfüllt</span><small class=\"notiz\">1 &lt; 2</small>\
             <details class=\"annahme-text\"><summary>{}Annahme</summary><p>so</p></details>",
            sign("fertig"),
            sign("annahme")
        );
        assert_eq!(written(marked), expected);
        assert!(written(Cell { badge, ..Cell::text("A") }).starts_with("A <span"), "no two words in one");
    }

    #[test]
    fn cubes_are_full_begun_or_empty() {
        let meter = Meter { filled: 1, of: 3, part: 45, label: "Stufe 1".to_owned() };
        let html = serde_json::to_value(&meter).unwrap()["html"].as_str().unwrap().to_owned();
        assert!(html.contains("viewBox=\"-1 -1 38 12\""), "{html}");
        let paths: Vec<_> =
            html.split("<path class=\"").skip(1).map(|path| path.split_once("z\"").unwrap().0).collect();
        let full = "ist\" d=\"M0 0h10v10h-10";
        let begun = ["fortschritt\" d=\"M13 10v-4.5h10v4.5", "leer\" d=\"M13 0h10v10h-10"];
        assert_eq!(paths, [full, begun[0], begun[1], "leer\" d=\"M26 0h10v10h-10"]);
    }

    #[test]
    fn rows_say_what_they_are_sorted_and_chosen_by() {
        let sorted = TableColumn { number: true, sort: Some(Sort::Number), ..TableColumn::default() };
        let head = Cell { id: Some("a".to_owned()), ..Cell::text("A") };
        let figure = Cell { key: Some("7".to_owned()), ..Cell::text("7 %") };
        let rows = vec![vec![head, figure.clone(), figure], vec![Cell::text("B")]];
        let mut table = Table::new("T".to_owned(), vec![TableColumn::default(), sorted], rows);
        let rows = vec!["eins zwei".to_owned(), String::new()];
        table.filters = Some(vec![Filter { name: "art", label: "Art".to_owned(), choices: Vec::new(), rows }]);
        let papers = Papers::default();
        Pen { papers: &papers, assumed: "", root: "", here: "" }.table(&mut table);
        let expected = "<tr data-art=\"eins zwei\"><th scope=\"row\" id=\"a\">A</th>\
                        <td data-wert=\"7\" class=\"zahl\">7 %</td><td>7 %</td></tr>\n\
                        <tr data-art=\"\"><th scope=\"row\">B</th></tr>\n";
        assert_eq!((table.written.as_deref(), table.rows.len()), (Some(expected), 0));
    }
}
