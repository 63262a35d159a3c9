//! A drawing as a file of its own, for slides and documents: with its title above it, below it where it is from, and its
//! look in itself.

use std::borrow::Cow;

#[cfg(feature = "pdf")]
use crate::draw::text_width;
use crate::draw::{escape, num, wrap};
use crate::markup::css::Sheet;
use crate::markup::tags::{Tag, Token, tokens};
use crate::view::embedding::Picture;

/// Where a picture is from, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    /// Page, site, as-of date.
    pub(super) source: String,
    /// That not everybody may see it.
    pub(super) banner: Option<String>,
}

/// Around everything, in user units.
const MARGIN: f64 = 24.0;
/// Between two drawings.
const GAP: f64 = 12.0;
/// Sizes of text.
const TITLE: f64 = 20.0;
const SMALL: f64 = 12.0;
/// From one line to the next, in sizes of text.
const LEADING: f64 = 1.35;

/// The picture as SVG.
pub(super) fn svg(sheet: &Sheet, picture: &Picture, origin: &Origin) -> String {
    let drawings: Vec<_> = picture.drawings.iter().filter_map(|svg| Some((size(svg)?, without_links(svg)))).collect();
    let width = drawings.iter().map(|((width, _), _)| *width).fold(0.0, f64::max);
    let mut body = Body { left: MARGIN, width, y: MARGIN, svg: String::new() };
    let banner = origin.banner.iter().map(|banner| (banner.as_str(), SMALL, true));
    for (text, size, bold) in banner.chain([(picture.title.as_str(), TITLE, true)]) {
        body.text(text, size, bold, usize::MAX);
    }
    body.y += GAP;
    for ((_, height), drawing) in &drawings {
        body.drawing(drawing, *height);
    }
    body.text(&origin.source, SMALL, false, usize::MAX);
    sheet.drawn(&body.finish(sheet, &picture.title))
}

/// Width and height of a preview in dots.
pub(super) const CARD: (u32, u32) = (1200, 630);

/// A preview: whose it is, what the page is called and as of when at the left, its drawing at the right.
#[cfg(feature = "pdf")]
pub(super) fn card(sheet: &Sheet, from: &str, title: &str, as_of: &str, drawing: &str) -> Option<String> {
    const EDGE: f64 = 48.0;
    const WORDS: f64 = 440.0;
    /// The largest in which every word has room.
    const TITLES: [f64; 4] = [44.0, 36.0, 30.0, 26.0];
    let fits = |size: &f64| title.split(' ').all(|word| text_width(word, *size) <= WORDS);
    let title_size = TITLES.into_iter().find(fits).unwrap_or(TITLES[3]);
    let (width, height) = (f64::from(CARD.0), f64::from(CARD.1));
    let room = (width - WORDS - 3.0 * EDGE, height - 2.0 * EDGE);
    let (drawn, drawing) = (size(drawing)?, without_links(drawing));
    let scale = (room.0 / drawn.0).min(room.1 / drawn.1);
    let at = (width - EDGE - drawn.0 * scale, EDGE + (room.1 - drawn.1 * scale) / 2.0);
    let mut words = Body { left: EDGE, width: WORDS, y: EDGE, svg: String::new() };
    words.text(from, 24.0, false, 4);
    words.y += GAP;
    words.text(title, title_size, true, 6);
    words.y = height - EDGE - 24.0 * LEADING;
    words.text(as_of, 24.0, false, 1);
    let drawing = format!("<g transform=\"translate({} {}) scale({scale:.3})\">{drawing}</g>", num(at.0), num(at.1));
    let card = Body { svg: words.svg + &drawing, ..words };
    Some(sheet.drawn(&card.framed(sheet, title, (width, height))))
}

/// What stands below each other so far.
struct Body {
    left: f64,
    width: f64,
    y: f64,
    svg: String,
}

impl Body {
    /// Lines of text, no more than this many.
    fn text(&mut self, text: &str, size: f64, bold: bool, most: usize) {
        let weight = if bold { " font-weight=\"700\"" } else { "" };
        for line in wrap(text, self.width, size, most) {
            self.y += size * LEADING;
            let (y, size) = (num(self.y - size * (LEADING - 1.0)), num(size));
            let (left, line) = (num(self.left), escape(&line));
            self.svg.push_str(&format!("<text x=\"{left}\" y=\"{y}\" font-size=\"{size}\"{weight}>{line}</text>"));
        }
    }

    fn drawing(&mut self, svg: &str, height: f64) {
        let rest = svg.trim_start_matches("<svg");
        self.svg.push_str(&format!("<svg x=\"{MARGIN}\" y=\"{}\"{rest}", num(self.y)));
        self.y += height + GAP;
    }

    fn finish(self, sheet: &Sheet, title: &str) -> String {
        let size = (self.width + 2.0 * MARGIN, self.y + MARGIN);
        self.framed(sheet, title, size)
    }

    fn framed(self, sheet: &Sheet, title: &str, (width, height): (f64, f64)) -> String {
        let (width, height) = (num(width), num(height));
        let (ground, ink) = (sheet.of_page("background", "#fff"), sheet.of_page("color", "#000"));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\"><title>{}</title><rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/><g fill=\"{}\">{}</g></svg>\n",
            escape(title),
            escape(&ground),
            escape(&ink),
            self.svg
        )
    }
}

/// Width and height of a drawing in user units.
fn size(svg: &str) -> Option<(f64, f64)> {
    let Some(Token::Open(tag)) = tokens(svg).find(|token| matches!(token, Token::Open(_))) else { return None };
    let side = |name| tag.value(name)?.parse::<f64>().ok();
    Some((side("width")?, side("height")?))
}

/// A drawing without links: a picture leads nowhere. It is a part of another one, which bears the name.
fn without_links(svg: &str) -> String {
    const OF_A_WHOLE: [&str; 4] = ["xmlns", "role", "aria-labelledby", "aria-describedby"];
    let plain = |name| if name == "a" { "g" } else { name };
    let mut out = String::with_capacity(svg.len());
    for token in tokens(svg) {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::Close(name) => out.push_str(&format!("</{}>", plain(name))),
            Token::Open(tag) => {
                let kept = |(name, _): &(&str, Option<Cow<'_, str>>)| !OF_A_WHOLE.contains(name) && *name != "href";
                let attributes = tag.attributes.into_iter().filter(kept).collect();
                Tag { name: plain(tag.name), attributes, closed: tag.closed }.write(&mut out);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagramm nur-breit\" viewBox=\"0 0 100 50\" width=\"100\" \
         height=\"50\" role=\"img\" aria-labelledby=\"a-titel\"><title id=\"a-titel\">T</title><a href=\"b.html\"><text x=\"1\">b</text></a></svg>";

    fn picture(drawings: usize, banner: Option<&str>) -> String {
        let picture =
            Picture { name: "n".to_owned(), title: "A & B".to_owned(), drawings: vec![DRAWING.to_owned(); drawings] };
        let origin = Origin { source: "Quelle: Stadt".to_owned(), banner: banner.map(str::to_owned) };
        svg(&Sheet::new("body { color: #123456 } .diagramm a text { fill: red }"), &picture, &origin)
    }

    #[test]
    fn title_drawings_and_source_stand_below_each_other() {
        let one = picture(1, None);
        // Margin, a line of 27 units, gaps, 50 units of drawing, a line of 16.2 units, margin.
        assert!(one.contains("viewBox=\"0 0 148 165.2\" width=\"148\" height=\"165.2\""), "{one}");
        assert!(one.contains("<svg x=\"24\" y=\"63\" viewBox=\"0 0 100 50\" width=\"100\" height=\"50\">"), "{one}");
        assert!(one.contains("font-weight=\"700\">A &amp; B</text>") && one.contains("<g fill=\"#123456\">"), "{one}");
        assert!(picture(2, None).contains("height=\"227.2\""));
    }

    #[test]
    fn a_picture_leads_nowhere_and_says_for_whom_it_is() {
        let text = picture(1, Some("Nicht öffentlich"));
        assert!(!text.contains("href") && !text.contains("<a") && !text.contains("red"), "{text}");
        assert!(text.contains(">Nicht öffentlich</text>"), "{text}");
    }
}
