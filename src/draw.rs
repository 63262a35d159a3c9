//! Drawing: the one home of plotters and of SVG writing.
//!
//! - [`Svg`] writes one SVG image: escaped text, rounded numbers, classes, no colours, no `style`.
//! - [`ClassBackend`] lets plotters draw into an [`Svg`]; [`Paint`] turns plotters' colours into CSS classes, so that
//!   its charts follow the theme just as the hand-drawn ones do. [`plot`] holds what a chart needs of plotters.
//! - [`text_width`], [`wrap`] and [`ellipsis`] fit words into places without a font at hand.
//! - [`scale`] lays days along a line, [`steps`] draws levels over them.
//!
//! Lengths are user units of the viewBox. Charts are made so that one unit is about one CSS pixel at the size they are
//! shown; the theme sets `beschriftung` and `titel` (bold) in [`LABEL`] and `beschriftung-leise` in [`QUIET`] pixels.
//!
//! Deliberately absent: colours, fonts, disk, clock, and every word that a reader sees (callers bring them).

pub mod scale;
pub mod steps;

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::prelude as p;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontTransform,
};

/// Font size of the classes `beschriftung` and `titel`, in user units.
pub const LABEL: f64 = 13.0;
/// Font size of the class `beschriftung-leise`, in user units.
pub const QUIET: f64 = 11.0;
/// Distance of the baselines of two lines of text of size [`LABEL`].
pub const LINE: f64 = 16.0;

/// A place: to the right, downwards.
pub type Point = (f64, f64);

/// A rectangle: left, top, width, height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width; below 0 it is drawn as 0.
    pub w: f64,
    /// Height; below 0 it is drawn as 0.
    pub h: f64,
}

impl Rect {
    /// The rectangle with this top left corner and size.
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Rect { x, y, w, h }
    }

    /// Its right edge.
    pub fn right(self) -> f64 {
        self.x + self.w
    }

    /// Its lower edge.
    pub fn bottom(self) -> f64 {
        self.y + self.h
    }

    /// The same rectangle, smaller by `by` on every side.
    pub fn inset(self, by: f64) -> Self {
        Rect::new(self.x + by, self.y + by, self.w - 2.0 * by, self.h - 2.0 * by)
    }
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// One of the two editions of a chart; the page shows one of them by CSS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For tables, desks and paper: [`Format::width`] is 720.
    Wide,
    /// For telephones: [`Format::width`] is 320, so that text of 11 units stays 11 pixels high.
    Narrow,
}

impl Format {
    /// The width of the image in user units.
    pub fn width(self) -> f64 {
        match self {
            Format::Wide => 720.0,
            Format::Narrow => 320.0,
        }
    }

    /// The end of its class, `nur-…`, and of the ids in it.
    fn name(self) -> &'static str {
        match self {
            Format::Wide => "breit",
            Format::Narrow => "schmal",
        }
    }

    /// Both editions, the wide one first; nothing where one of them is missing.
    pub fn both(draw: impl Fn(Format) -> Option<String>) -> Option<String> {
        Some(draw(Format::Wide)? + &draw(Format::Narrow)?)
    }
}

/// What an image is for assistive technology.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One image, told by title and description; nothing inside is reachable.
    Image,
    /// A group that holds links. `img` would hide them: its children are presentational.
    Group,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::Image => "img",
            Role::Group => "group",
        }
    }
}

/// The outside of an image.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Prefix of every id in it, unique on the page; characters beyond `[A-Za-z0-9_-]` become `-`.
    pub id: &'a str,
    /// The chart's own class, beside `diagramm`.
    pub class: &'a str,
    /// Which edition it is, if there are two; becomes part of the ids.
    pub format: Option<Format>,
    /// Width in user units.
    pub width: f64,
    /// Height in user units.
    pub height: f64,
    /// Short name of the image.
    pub title: &'a str,
    /// What it shows, in a sentence or two.
    pub description: &'a str,
    /// What it is for assistive technology.
    pub role: Role,
}

/// A writer of one SVG image.
///
/// Every method writes one element in place. The text it is given is plain; the writer escapes it.
#[derive(Debug)]
pub struct Svg {
    out: String,
    id: String,
    hatched: bool,
}

impl Svg {
    /// Begins an image with its title and description.
    pub fn new(frame: &Frame<'_>) -> Self {
        let mut id = clean_id(frame.id);
        let mut class = format!("diagramm {}", frame.class);
        if let Some(format) = frame.format {
            let _ = write!(id, "-{}", format.name());
            let _ = write!(class, " nur-{}", format.name());
        }
        let (w, h) = (num(frame.width), num(frame.height));
        let out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" \
             height=\"{h}\" role=\"{}\" aria-labelledby=\"{id}-titel\" aria-describedby=\"{id}-text\">\
             <title id=\"{id}-titel\">{}</title><desc id=\"{id}-text\">{}</desc>",
            escape(&class),
            frame.role.name(),
            escape(frame.title),
            escape(frame.description),
        );
        Svg { out, id, hatched: false }
    }

    /// An image for the tests of what charts draw into one.
    #[cfg(test)]
    pub(crate) fn bare() -> Self {
        Svg::new(&Frame {
            id: "t",
            class: "t",
            format: None,
            width: 100.0,
            height: 100.0,
            title: "Titel",
            description: "Text",
            role: Role::Image,
        })
    }

    /// The word of a legend's entry, beside a sign of this width; `top` is the top of the legend.
    pub fn legend_word<S>(&mut self, entry: &Entry<S>, sign: f64, top: f64) {
        let at = (entry.x + sign + LEGEND_GAPS.0, top + entry.y + 11.0);
        self.text("beschriftung-leise", at, Anchor::Start, &entry.word);
    }

    /// Ends the image.
    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    /// A rectangle.
    pub fn rect(&mut self, class: &str, r: Rect) {
        self.tag("rect", class);
        self.rect_geometry(r);
        self.out.push_str("/>");
    }

    /// A rectangle with a broken outline.
    pub fn dashed_rect(&mut self, class: &str, r: Rect) {
        self.tag("rect", class);
        self.rect_geometry(r);
        self.out.push_str(" stroke-dasharray=\"4 3\"/>");
    }

    /// A rectangle filled with hatching (the lines have the class `schraffur`).
    ///
    /// The class must not set a fill: the pattern is one.
    pub fn hatched_rect(&mut self, class: &str, r: Rect) {
        self.define_hatching();
        self.tag("rect", class);
        self.rect_geometry(r);
        let _ = write!(self.out, " fill=\"url(#{}-schraffur)\"/>", self.id);
    }

    /// A closed shape filled with hatching, as [`Svg::hatched_rect`].
    pub fn hatched_polygon(&mut self, class: &str, points: &[Point]) {
        self.define_hatching();
        self.points("polygon", class, points);
        let _ = write!(self.out, " fill=\"url(#{}-schraffur)\"/>", self.id);
    }

    /// An unseen square around a small target, so that fingers find it.
    pub fn reach(&mut self, (x, y): Point) {
        const SIDE: f64 = 24.0;
        self.tag("rect", "");
        self.rect_geometry(Rect::new(x - SIDE / 2.0, y - SIDE / 2.0, SIDE, SIDE));
        self.out.push_str(" fill=\"none\" pointer-events=\"all\"/>");
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: Point, to: Point) {
        self.tag("line", class);
        self.attr("x1", from.0);
        self.attr("y1", from.1);
        self.attr("x2", to.0);
        self.attr("y2", to.1);
        self.out.push_str("/>");
    }

    /// A level line with ticks at its ends, as one element.
    pub fn ruler(&mut self, class: &str, (left, right): (f64, f64), y: f64) {
        let tick = |x: f64| format!("M{} {}v5", num(x), num(y - 2.5));
        self.path(class, &format!("M{} {}h{}{}{}", num(left), num(y), num(right - left), tick(left), tick(right)));
    }

    /// Texts in one line, each around its place.
    pub fn texts(&mut self, class: &str, y: f64, texts: impl Iterator<Item = (f64, String)>) {
        self.tag("g", class);
        self.out.push_str(" text-anchor=\"middle\">");
        for (x, text) in texts {
            self.text("", (x, y), Anchor::Start, &text);
        }
        self.out.push_str("</g>");
    }

    /// Straight lines from one height to another, as one element; nothing is written where there are none.
    pub fn uprights(&mut self, class: &str, places: impl Iterator<Item = f64>, top: f64, bottom: f64) {
        let (top, height) = (num(top), num(bottom - top));
        let lines: String = places.map(|x| format!("M{} {top}v{height}", num(x))).collect();
        self.path(class, &lines);
    }

    /// Level lines, each from a place on over a width, as one element; nothing is written where there are none.
    pub fn strokes(&mut self, class: &str, strokes: impl Iterator<Item = (Point, f64)>) {
        let lines: String = strokes.map(|((x, y), w)| format!("M{} {}h{}", num(x), num(y), num(w))).collect();
        self.path(class, &lines);
    }

    /// Rectangles, as one element; nothing is written where there are none.
    pub fn rects(&mut self, class: &str, rects: impl Iterator<Item = Rect>) {
        let shape = |r: Rect| {
            let (w, h) = (num(r.w.max(0.0)), num(r.h.max(0.0)));
            format!("M{} {}h{w}v{h}h-{w}z", num(r.x), num(r.y))
        };
        let shapes: String = rects.map(shape).collect();
        self.path(class, &shapes);
    }

    fn path(&mut self, class: &str, shape: &str) {
        if !shape.is_empty() {
            self.tag("path", class);
            let _ = write!(self.out, " d=\"{shape}\"/>");
        }
    }

    /// The same closed shape, given around 0, at many places, as one element; nothing is written without places.
    pub fn marks(&mut self, class: &str, shape: &[Point], places: &[Point]) {
        if places.is_empty() {
            return;
        }
        let name = format!("{}-{}", self.id, clean_id(class));
        let _ = write!(self.out, "<defs><marker id=\"{name}\" overflow=\"visible\" markerUnits=\"userSpaceOnUse\">");
        self.polygon(class, shape);
        self.out.push_str("</marker></defs>");
        self.points("polyline", "", places);
        let ends = ["start", "mid", "end"].map(|end| format!(" marker-{end}=\"url(#{name})\""));
        let _ = write!(self.out, " fill=\"none\"{}/>", ends.concat());
    }

    /// A circle.
    pub fn circle(&mut self, class: &str, centre: Point, radius: f64) {
        self.tag("circle", class);
        self.attr("cx", centre.0);
        self.attr("cy", centre.1);
        self.attr("r", radius.max(0.0));
        self.out.push_str("/>");
    }

    /// A closed shape.
    pub fn polygon(&mut self, class: &str, points: &[Point]) {
        self.points("polygon", class, points);
        self.out.push_str("/>");
    }

    /// A line through these points, without fill.
    pub fn polyline(&mut self, class: &str, points: &[Point]) {
        self.points("polyline", class, points);
        self.out.push_str(" fill=\"none\"/>");
    }

    /// One line of text; `at` lies on its baseline. Nothing is written for an empty one.
    pub fn text(&mut self, class: &str, at: Point, anchor: Anchor, text: &str) {
        if text.is_empty() {
            return;
        }
        self.open_text(class, at, anchor);
        let _ = write!(self.out, ">{}</text>", escape(text));
    }

    /// Several lines of text below each other in one element; `at` lies on the first baseline.
    ///
    /// There is no space between them (it would shift lines that are not anchored at their start), so a link around
    /// them needs a name: see [`Svg::named`].
    pub fn lines(&mut self, class: &str, at: Point, anchor: Anchor, lines: &[String]) {
        match lines {
            [] => {}
            [line] => self.text(class, at, anchor, line),
            _ => {
                self.open_text(class, at, anchor);
                self.out.push('>');
                for (index, line) in lines.iter().enumerate() {
                    let gap = if index == 0 { 0.0 } else { LINE };
                    let (x, dy) = (num(at.0), num(gap));
                    let _ = write!(self.out, "<tspan x=\"{x}\" dy=\"{dy}\">{}</tspan>", escape(line));
                }
                self.out.push_str("</text>");
            }
        }
    }

    /// A group of what `draw` writes.
    pub fn group(&mut self, class: &str, draw: impl FnOnce(&mut Svg)) {
        self.tag("g", class);
        self.out.push('>');
        draw(self);
        self.out.push_str("</g>");
    }

    /// A group that assistive technology passes over (scales, grids).
    pub fn hidden(&mut self, draw: impl FnOnce(&mut Svg)) {
        self.out.push_str("<g aria-hidden=\"true\">");
        draw(self);
        self.out.push_str("</g>");
    }

    /// What `draw` writes, as a link where there is a target.
    pub fn link(&mut self, href: Option<&str>, draw: impl FnOnce(&mut Svg)) {
        let Some(href) = href else { return draw(self) };
        let _ = write!(self.out, "<a href=\"{}\">", escape(href));
        draw(self);
        self.out.push_str("</a>");
    }

    /// What `draw` writes under a name (browsers show it as a tooltip), as a link where there is a target.
    pub fn named(&mut self, name: &str, href: Option<&str>, draw: impl FnOnce(&mut Svg)) {
        let inside = |svg: &mut Svg| {
            svg.tooltip(name);
            draw(svg);
        };
        match href {
            Some(_) => self.link(href, inside),
            None => self.group("", inside),
        }
    }

    /// The name of the group or link that was just begun (browsers show it as a tooltip).
    pub fn tooltip(&mut self, text: &str) {
        if !text.is_empty() {
            let _ = write!(self.out, "<title>{}</title>", escape(text));
        }
    }

    fn tag(&mut self, name: &str, class: &str) {
        let _ = write!(self.out, "<{name}");
        if !class.is_empty() {
            let _ = write!(self.out, " class=\"{}\"", escape(class));
        }
    }

    fn attr(&mut self, name: &str, value: f64) {
        let _ = write!(self.out, " {name}=\"{}\"", num(value));
    }

    fn rect_geometry(&mut self, r: Rect) {
        self.attr("x", r.x);
        self.attr("y", r.y);
        self.attr("width", r.w.max(0.0));
        self.attr("height", r.h.max(0.0));
    }

    fn points(&mut self, name: &str, class: &str, points: &[Point]) {
        self.tag(name, class);
        let list: Vec<String> = points.iter().map(|&(x, y)| format!("{},{}", num(x), num(y))).collect();
        let _ = write!(self.out, " points=\"{}\"", list.join(" "));
    }

    fn open_text(&mut self, class: &str, at: Point, anchor: Anchor) {
        self.tag("text", class);
        self.attr("x", at.0);
        self.attr("y", at.1);
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.out.push_str(" text-anchor=\"end\""),
        }
    }

    fn define_hatching(&mut self) {
        if self.hatched {
            return;
        }
        self.hatched = true;
        let _ = write!(
            self.out,
            "<defs><pattern id=\"{}-schraffur\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><line class=\"schraffur\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/>\
             </pattern></defs>",
            self.id,
        );
    }
}

/// An id prefix that is safe inside `url(#…)` and attribute values.
fn clean_id(id: &str) -> String {
    let clean: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect();
    if clean.is_empty() { "diagramm".to_owned() } else { clean }
}

/// A number as SVG has it here: at most two decimals, no trailing zeros, never `-0`; not-a-number is 0.
pub fn num(value: f64) -> String {
    // Saturates; beyond ±10^9 no drawing has a point any more.
    let hundredths = (value.clamp(-1e9, 1e9) * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match rest {
        0 => format!("{sign}{whole}"),
        _ if rest % 10 == 0 => format!("{sign}{whole}.{}", rest / 10),
        _ => format!("{sign}{whole}.{rest:02}"),
    }
}

/// Text for XML: markup escaped, line breaks as spaces, characters that XML does not have left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// The width of a character in a sans-serif font, in hundredths of the font size.
///
/// There is no font at build time, and the reader's is unknown. The figures are those of Helvetica and a twelfth:
/// words rather end early than run into something.
fn char_width(c: char) -> u32 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => 0,
        '\u{fe00}'..='\u{fe0f}' | '\u{ad}' | '\u{0}'..='\u{1f}' => 0,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 28,
        ' ' | 'I' | '\u{a0}' => 31,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 37,
        'm' | 'M' | 'w' | '%' | '@' => 86,
        'W' | '…' | '—' => 96,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 54,
        'A'..='Z' | 'Ä' | 'Ö' | 'Ü' | '&' | '+' | '=' | '<' | '>' => 70,
        '\u{2e80}'..='\u{ffdc}' => 100,
        '\u{1f000}'.. => 120,
        _ => 60,
    }
}

/// The estimated width of a text in a font size.
pub fn text_width(text: &str, size: f64) -> f64 {
    let hundredths: u32 = text.chars().map(char_width).fold(0, u32::saturating_add);
    f64::from(hundredths) / 100.0 * size
}

/// Width and height of the wide editions among some drawings, in whole units, rounded up.
pub fn wide_sizes(svg: &str) -> Vec<(usize, usize)> {
    wide_editions(svg).filter_map(size).collect()
}

/// The wide editions among some drawings.
pub fn wide_editions(svg: &str) -> impl Iterator<Item = &str> {
    let head = |one: &&str| one.split('>').next().is_some_and(|head| head.contains("nur-breit"));
    svg.split_inclusive("</svg>").filter(head)
}

fn size(svg: &str) -> Option<(usize, usize)> {
    let (_, rest) = svg.split_once("viewBox=\"")?;
    let mut numbers = rest.split_once('"')?.0.split(' ').skip(2).map(str::parse::<f64>);
    Some((numbers.next()?.ok()?.ceil() as usize, numbers.next()?.ok()?.ceil() as usize))
}

/// The text, shortened with `…` where it is wider than `width`.
pub fn ellipsis(text: &str, width: f64, size: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let (head, _) = split_at_width(text, width - text_width("…", size), size);
    // One to three letters of a word tell nothing.
    let whole = head.rfind(' ').filter(|space| head.len() - space <= 4).map_or(head, |space| &head[..space]);
    format!("{}…", whole.trim_end_matches([' ', ',', ';', ':', '-']))
}

/// A sign of a legend, and the word beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<S> {
    /// The sign.
    pub sign: S,
    /// The word, shortened where it is wider than the legend.
    pub word: String,
    /// Left edge of the sign.
    pub x: f64,
    /// Top of its line, from the top of the legend.
    pub y: f64,
}

/// Height of a line of a legend.
pub const LEGEND_LINE: f64 = 22.0;
/// Between a sign and its word, and between a word and the next sign.
const LEGEND_GAPS: (f64, f64) = (6.0, 18.0);

/// Places the entries of a legend in lines no wider than `width`; those without a word are left out.
pub fn legend<'a, S>(entries: impl IntoIterator<Item = (S, &'a str)>, sign: f64, width: f64) -> Vec<Entry<S>> {
    let (mut x, mut y) = (0.0, 0.0);
    let mut placed = Vec::new();
    let beside = sign + LEGEND_GAPS.0;
    for (kind, word) in entries.into_iter().filter(|(_, word)| !word.is_empty()) {
        let word = ellipsis(word, width - beside, QUIET);
        let entry = beside + text_width(&word, QUIET);
        if x > 0.0 && x + entry > width {
            (x, y) = (0.0, y + LEGEND_LINE);
        }
        placed.push(Entry { sign: kind, word, x, y });
        x += entry + LEGEND_GAPS.1;
    }
    placed
}

/// The height of a legend with its distance from the chart; 0 without entries.
pub fn legend_height<S>(entries: &[Entry<S>]) -> f64 {
    entries.last().map_or(0.0, |entry| entry.y + LEGEND_LINE + 8.0)
}

/// The longest beginning that is no wider than `width`, and the rest; never splits a mark from its letter.
fn split_at_width(text: &str, width: f64, size: f64) -> (&str, &str) {
    let room = (width.max(0.0) / size * 100.0) as u32;
    let mut used = 0_u32;
    for (at, c) in text.char_indices() {
        used = used.saturating_add(char_width(c));
        if used > room {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// The text in at most `most` lines no wider than `width`; the last one ends with `…` where the text does not fit.
///
/// Breaks at spaces, after `-` and `/`, at soft hyphens, and inside a word only where it is wider than a line.
pub fn wrap(text: &str, width: f64, size: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && lines.len() < most {
        if lines.len() + 1 == most {
            lines.push(ellipsis(&rest.replace('\u{ad}', ""), width, size));
            break;
        }
        let (line, tail) = first_line(rest, width, size);
        lines.push(line);
        rest = tail.trim_start();
    }
    lines
}

/// Where a line may end, and the character there. The hyphen of "-services" stays with its word.
fn breaks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let before = std::iter::once(' ').chain(text.chars());
    let places = text.char_indices().zip(before);
    places.filter_map(|((at, c), before)| match c {
        ' ' | '\u{ad}' => Some((at + c.len_utf8(), c)),
        '-' | '/' if before != ' ' => Some((at + 1, c)),
        _ => None,
    })
}

/// The first line of a text that may need several, and what remains.
fn first_line(text: &str, width: f64, size: f64) -> (String, &str) {
    if text_width(text, size) <= width {
        return (text.replace('\u{ad}', ""), "");
    }
    let hyphen = text_width("-", size);
    let fits = |end: usize, c: char| {
        let extra = if c == '\u{ad}' { hyphen } else { 0.0 };
        text_width(text[..end].trim_end(), size) + extra <= width
    };
    let last = breaks(text).take_while(|&(end, c)| fits(end, c)).last();
    if let Some((end, c)) = last {
        let (head, tail) = text.split_at(end);
        let hyphen = if c == '\u{ad}' { "-" } else { "" };
        return (head.trim_end().replace('\u{ad}', "") + hyphen, tail);
    }
    let (head, tail) = split_at_width(text, width - hyphen, size);
    let at = head.len().max(text.chars().next().map_or(0, char::len_utf8));
    let (head, tail) = if head.is_empty() { text.split_at(at) } else { (head, tail) };
    (format!("{}-", head.replace('\u{ad}', "")), tail)
}

/// What plotters paints with.
///
/// Plotters knows only colours, and its colours reach a backend as numbers. So each class of the theme gets a colour
/// that is nothing but its key; [`ClassBackend`] reads it back and writes the class. No such colour is ever seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// `achse`: axis lines.
    Axis,
    /// `gitter`: grid lines.
    Grid,
    /// `beschriftung`: text.
    Label,
    /// `beschriftung-leise`: small text.
    Quiet,
    /// `titel`: bold text.
    Title,
    /// `flaeche`: a neutral area.
    Area,
    /// `ist`: what is achieved.
    Done,
    /// `soll`: a target.
    Target,
    /// `stichtag`: the as-of line.
    AsOf,
    /// `serie-1` … `serie-6`; other numbers count on from there, round and round.
    Series(u8),
}

impl Paint {
    /// In the order of their keys; the series follow.
    const PLAIN: [(Paint, &'static str); 9] = [
        (Paint::Axis, "achse"),
        (Paint::Grid, "gitter"),
        (Paint::Label, "beschriftung"),
        (Paint::Quiet, "beschriftung-leise"),
        (Paint::Title, "titel"),
        (Paint::Area, "flaeche"),
        (Paint::Done, "ist"),
        (Paint::Target, "soll"),
        (Paint::AsOf, "stichtag"),
    ];
    const SERIES: [&'static str; 6] = ["serie-1", "serie-2", "serie-3", "serie-4", "serie-5", "serie-6"];

    fn key(self) -> u8 {
        match self {
            Paint::Series(number) => 100 + number.saturating_sub(1) % 6,
            _ => Self::PLAIN.iter().position(|(paint, _)| *paint == self).map_or(0, |at| at as u8 + 1),
        }
    }

    /// The colour that stands for it inside plotters.
    pub fn color(self) -> p::RGBColor {
        p::RGBColor(0, 0, self.key())
    }

    /// The class behind a colour; none for a colour that is not a key.
    fn class_of((r, g, b): (u8, u8, u8)) -> &'static str {
        match (r, g, b) {
            (0, 0, 1..=9) => Self::PLAIN[usize::from(b) - 1].1,
            (0, 0, 100..=105) => Self::SERIES[usize::from(b) - 100],
            _ => "",
        }
    }

    /// The style of a filled shape.
    pub fn fill(self) -> p::ShapeStyle {
        p::ShapeStyle::from(self.color()).filled()
    }

    /// The style of a line.
    pub fn line(self) -> p::ShapeStyle {
        p::ShapeStyle::from(self.color())
    }

    /// The style of a text in the size that belongs to the class.
    pub fn text(self) -> p::TextStyle<'static> {
        let size = if self == Paint::Quiet { QUIET } else { LABEL };
        p::TextStyle {
            font: p::FontDesc::new(p::FontFamily::SansSerif, size, p::FontStyle::Normal),
            color: BackendColor { alpha: 1.0, rgb: (0, 0, self.key()) },
            pos: Pos::new(HPos::Left, VPos::Top),
        }
    }
}

/// Lets plotters draw into an [`Svg`], with classes for colours.
///
/// It cannot fail. Lines run through the middle of the pixel that plotters names, shapes along its upper left corner.
#[derive(Debug)]
pub struct ClassBackend<'a> {
    svg: &'a mut Svg,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl<'a> ClassBackend<'a> {
    /// A backend over the whole image, of that many user units in width and height.
    pub fn new(svg: &'a mut Svg, size: (u32, u32)) -> Self {
        ClassBackend { svg, size }
    }
}

/// The class of a stroked shape. Classes that the theme fills get `linie` beside them, which takes the fill away.
fn stroke_class(color: BackendColor) -> String {
    match Paint::class_of(color.rgb) {
        class @ ("achse" | "gitter" | "stichtag" | "soll") => class.to_owned(),
        class => format!("{class} linie"),
    }
}

fn corner((x, y): BackendCoord) -> Point {
    (f64::from(x), f64::from(y))
}

fn middle((x, y): BackendCoord) -> Point {
    (f64::from(x) + 0.5, f64::from(y) + 0.5)
}

impl DrawingBackend for ClassBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        if color.alpha > 0.0 {
            let (x, y) = corner(point);
            self.svg.rect(Paint::class_of(color.rgb), Rect::new(x, y, 1.0, 1.0));
        }
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        if style.color().alpha > 0.0 {
            self.svg.line(&stroke_class(style.color()), middle(from), middle(to));
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Drawn {
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        let (left, top) = corner((a.0.min(b.0), a.1.min(b.1)));
        let (right, bottom) = corner((a.0.max(b.0), a.1.max(b.1)));
        let rect = Rect::new(left, top, right - left, bottom - top);
        if fill {
            self.svg.rect(Paint::class_of(style.color().rgb), rect);
        } else {
            self.svg.rect(&stroke_class(style.color()), rect);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points: Vec<Point> = path.into_iter().map(middle).collect();
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        match points[..] {
            [] | [_] => {}
            [from, to] => self.svg.line(&stroke_class(style.color()), from, to),
            _ => self.svg.polyline(&stroke_class(style.color()), &points),
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        if style.color().alpha <= 0.0 {
            return Ok(());
        }
        if fill {
            self.svg.circle(Paint::class_of(style.color().rgb), middle(centre), f64::from(radius));
        } else {
            self.svg.circle(&stroke_class(style.color()), middle(centre), f64::from(radius));
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Drawn {
        let points: Vec<Point> = vert.into_iter().map(corner).collect();
        if style.color().alpha > 0.0 {
            self.svg.polygon(Paint::class_of(style.color().rgb), &points);
        }
        Ok(())
    }

    /// Plotters anchors a box, SVG a baseline. Turned text is written level: no chart here turns any.
    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let (x, y) = corner(at);
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let drop = match style.anchor().v_pos {
            VPos::Top => 0.8,
            VPos::Center => 0.35,
            VPos::Bottom => -0.2,
        };
        if style.color().alpha > 0.0 {
            self.svg.text(Paint::class_of(style.color().rgb), (x, y + drop * style.size()), anchor, text);
        }
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let (long, high) = (text_width(text, style.size()).ceil() as u32, style.size().ceil() as u32);
        Ok(match style.transform() {
            FontTransform::None | FontTransform::Rotate180 => (long, high),
            FontTransform::Rotate90 | FontTransform::Rotate270 => (high, long),
        })
    }
}

/// What a chart needs of plotters. Charts name plotters only through here.
pub mod plot {
    use std::convert::Infallible;

    use plotters::coord::Shift;
    use plotters::prelude::IntoDrawingArea;
    pub use plotters::prelude::{BindKeyPoints, ChartBuilder, LabelAreaPosition, PathElement, Rectangle, Text};
    pub use plotters::style::text_anchor::{HPos, Pos, VPos};

    use super::{ClassBackend, Svg};

    /// How a text looks and is anchored; made by [`super::Paint::text`].
    pub type Style = plotters::style::TextStyle<'static>;
    /// The paper that plotters draws on.
    pub type Paper<'a> = plotters::drawing::DrawingArea<ClassBackend<'a>, Shift>;
    /// What plotters could complain about; the backend itself cannot fail.
    pub type Complaint = plotters::drawing::DrawingAreaErrorKind<Infallible>;

    /// The whole image as paper, in whole user units.
    pub fn paper(svg: &mut Svg, width: f64, height: f64) -> Paper<'_> {
        ClassBackend::new(svg, (width as u32, height as u32)).into_drawing_area()
    }
}

#[cfg(test)]
mod tests {
    use super::plot::{ChartBuilder, LabelAreaPosition, PathElement, Rectangle, paper};
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.001, "0"),
            (1.005_1, "1.01"),
            (2.5, "2.5"),
            (-7.128, "-7.13"),
            (0.05, "0.05"),
            (-0.25, "-0.25"),
            (f64::NAN, "0"),
            (f64::INFINITY, "1000000000"),
        ] {
            assert_eq!(num(value), expected);
        }
    }

    #[test]
    fn text_is_escaped_and_free_of_what_xml_does_not_have() {
        assert_eq!(escape("a<b & \"c\">'d'"), "a&lt;b &amp; &quot;c&quot;&gt;&#39;d&#39;");
        assert_eq!(escape("a\nb\u{0}\u{1b}c\u{ffff}"), "a bc");
        assert_eq!(escape("שלום ä 🧂"), "שלום ä 🧂");
    }

    #[test]
    fn ids_are_safe_and_prefixed() {
        assert_eq!(clean_id("a b\"(ü)"), "a-b----");
        assert_eq!(clean_id(""), "diagramm");
        let mut svg = Svg::bare();
        svg.hatched_rect("annahme", Rect::new(0.0, 0.0, 1.0, 1.0));
        svg.hatched_rect("annahme", Rect::new(0.0, 0.0, 1.0, 1.0));
        let svg = svg.finish();
        assert_eq!(svg.matches("<pattern id=\"t-schraffur\"").count(), 1);
        assert_eq!(svg.matches("fill=\"url(#t-schraffur)\"").count(), 2);
    }

    #[test]
    fn names_and_links_wrap_what_they_name() {
        let mut svg = Svg::bare();
        svg.named("A & B", Some("x.html?a=1&b=2"), |svg| svg.text("titel", (0.0, 0.0), Anchor::End, "A"));
        assert!(svg.finish().contains(
            "<a href=\"x.html?a=1&amp;b=2\"><title>A &amp; B</title>\
             <text class=\"titel\" x=\"0\" y=\"0\" text-anchor=\"end\">A</text></a>"
        ));
    }

    #[test]
    fn negative_sizes_are_drawn_as_nothing() {
        let mut svg = Svg::bare();
        svg.rect("ist", Rect::new(1.0, 1.0, -5.0, f64::NAN));
        assert!(svg.finish().contains("width=\"0\" height=\"0\""));
    }

    #[test]
    fn lines_break_where_words_do() {
        assert_eq!(wrap("Onlinedienste und -services", 120.0, LABEL, 2), ["Onlinedienste und", "-services"]);
        assert_eq!(wrap("E-Government und E-Akte", 90.0, LABEL, 2), ["E-Government", "und E-Akte"]);
        assert_eq!(wrap("Verwaltungs\u{ad}prozesse", 100.0, LABEL, 2), ["Verwaltungs-", "prozesse"]);
        assert_eq!(wrap("Verwaltungs\u{ad}prozesse", 200.0, LABEL, 2), ["Verwaltungsprozesse"]);
        assert_eq!(wrap("  kurz  ", 100.0, LABEL, 2), ["kurz"]);
        assert!(wrap("", 100.0, LABEL, 2).is_empty() && wrap("x", 100.0, LABEL, 0).is_empty());
    }

    #[test]
    fn lines_are_never_wider_than_asked() {
        let texts =
            ["Donaudampfschifffahrtsgesellschaftskapitän", "a b c d e f g h i", "漢字漢字漢字漢字", "e\u{301}e\u{301}"];
        for text in texts {
            for width in [30.0, 60.0, 120.0] {
                let lines = wrap(text, width, LABEL, 9);
                assert!(lines.iter().all(|line| text_width(line, LABEL) <= width), "{lines:?} in {width}");
            }
            assert!(!wrap(text, 0.0, LABEL, 3).is_empty(), "no room is no reason to panic or to loop");
        }
    }

    #[test]
    fn long_text_ends_with_an_ellipsis() {
        assert_eq!(ellipsis("kurz", 100.0, LABEL), "kurz");
        assert_eq!(ellipsis("Einführung der elektronischen Akte", 130.0, LABEL), "Einführung der…");
        assert_eq!(ellipsis("Einführung, der Akte", 90.0, LABEL), "Einführung…");
        assert_eq!(ellipsis("lang", -5.0, LABEL), "…");
        assert!(!ellipsis("e\u{301}e\u{301}e\u{301}", 20.0, LABEL).starts_with('\u{301}'));
    }

    #[test]
    fn legends_flow_into_lines() {
        let entries = legend([(1, "eins"), (2, ""), (3, "drei drei drei"), (4, "vier")], 10.0, 120.0);
        let places: Vec<_> = entries.iter().map(|entry| (entry.sign, entry.x > 0.0, entry.y)).collect();
        assert_eq!(places, [(1, false, 0.0), (3, false, 22.0), (4, false, 44.0)]);
        assert_eq!(legend_height::<u8>(&[]), 0.0);
    }

    #[test]
    fn every_paint_comes_back_as_its_class() {
        for (paint, class) in Paint::PLAIN {
            assert_eq!(Paint::class_of((0, 0, paint.key())), class);
        }
        for (number, class) in [(1, "serie-1"), (6, "serie-6"), (7, "serie-1"), (0, "serie-1")] {
            assert_eq!(Paint::class_of((0, 0, Paint::Series(number).key())), class);
        }
        assert_eq!(Paint::class_of((255, 0, 0)), "");
    }

    #[test]
    fn plotters_draws_classes() {
        let mut svg = Svg::bare();
        let paper = paper(&mut svg, 100.0, 100.0);
        let mut axes = ChartBuilder::on(&paper)
            .set_label_area_size(LabelAreaPosition::Bottom, 20)
            .build_cartesian_2d(0..10, 0..10)
            .unwrap();
        axes.draw_series([Rectangle::new([(0, 0), (5, 10)], Paint::Series(2).fill())]).unwrap();
        axes.draw_series([PathElement::new(vec![(0, 0), (5, 5), (9, 0)], Paint::Series(3).line())]).unwrap();
        drop((axes, paper));
        let svg = svg.finish();
        assert!(svg.contains("<rect class=\"serie-2\" x=\"0\" y=\"0\""), "{svg}");
        assert!(svg.contains("<polyline class=\"serie-3 linie\""), "{svg}");
    }
}
