//! Markdown to HTML: the one home of the Markdown crate.
//!
//! Raw HTML is shown as text, its comments not at all; headings begin below the page's own; links are rewritten by the caller; the first mention of
//! a glossary term in a text is explained.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// A link or image of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The byte range it stands in.
    pub range: Range<usize>,
    /// Where it leads.
    pub destination: String,
    /// Whether it is an image.
    pub image: bool,
}

/// Every link and image of a text.
pub fn links(text: &str) -> Vec<Mention> {
    Parser::new_ext(text, OPTIONS)
        .into_offset_iter()
        .filter_map(|(event, range)| match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                Some(Mention { range, destination: address(link_type, &dest_url), image: false })
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                Some(Mention { range, destination: dest_url.into_string(), image: true })
            }
            _ => None,
        })
        .collect()
}

/// `<info@example.org>` is a link to a mailbox.
fn address(link_type: LinkType, destination: &str) -> String {
    match link_type {
        LinkType::Email => format!("mailto:{destination}"),
        _ => destination.to_owned(),
    }
}

/// The words of a text without its marks and comments, in one line.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut raw = String::new();
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::InlineHtml(words) => out.push_str(&without_comments(&words)),
            Event::Html(line) => raw.push_str(&line),
            Event::End(TagEnd::HtmlBlock) => {
                out.push_str(&without_comments(&raw));
                out.push(' ');
                raw.clear();
            }
            // What ends within a line does not end a word.
            Event::Start(_)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {}
            _ => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A word that is explained where it first appears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The word as it is written.
    pub word: String,
    /// What it means, for the title.
    pub meaning: String,
    /// Where it is explained in full.
    pub href: String,
}

/// How a text becomes HTML.
pub struct Rendering<'a> {
    /// The level of the text's highest heading, from 2.
    pub top_heading: u8,
    /// Where a link leads on the site; none drops the link and keeps its text.
    pub link: &'a dyn Fn(&str) -> Option<String>,
    /// Words to explain, longest first.
    pub explained: &'a [Explained],
}

impl Rendering<'_> {
    /// Renders a text.
    pub fn html(&self, text: &str) -> String {
        let mut writer = Writer {
            rendering: self,
            seen: BTreeSet::new(),
            inside: Inside::default(),
            raw: String::new(),
            events: Vec::new(),
        };
        for event in Parser::new_ext(text, OPTIONS) {
            writer.event(event);
        }
        let mut out = String::with_capacity(text.len() * 3 / 2);
        html::push_html(&mut out, writer.events.into_iter());
        out
    }
}

#[derive(Default)]
struct Inside {
    /// Whether each open link was kept.
    links: Vec<bool>,
    heading: bool,
    code: bool,
}

struct Writer<'a, 't> {
    rendering: &'a Rendering<'a>,
    seen: BTreeSet<String>,
    inside: Inside,
    /// The lines of an open block of raw HTML.
    raw: String,
    events: Vec<Event<'t>>,
}

impl<'t> Writer<'_, 't> {
    fn event(&mut self, event: Event<'t>) {
        let event = match event {
            Event::Html(line) => return self.raw.push_str(&line),
            Event::InlineHtml(text) if text.starts_with(COMMENT_START) => return,
            Event::InlineHtml(text) => Event::Text(text),
            Event::Text(text) => return self.text(text),
            Event::Start(tag) => return self.start(tag),
            Event::End(end) => return self.end(end),
            event => event,
        };
        self.events.push(event);
    }

    fn start(&mut self, tag: Tag<'t>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.inside.heading = true;
                let level = self.heading(level);
                self.push_start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() });
            }
            Tag::Link { link_type, dest_url, title, id } => {
                let target = (self.rendering.link)(&address(link_type, &dest_url));
                self.inside.links.push(target.is_some());
                if let Some(target) = target {
                    self.push_start(Tag::Link { link_type, dest_url: target.into(), title, id });
                }
            }
            // Images would be requests; a description has none. Their text stays.
            Tag::Image { .. } => {}
            Tag::HtmlBlock => self.raw.clear(),
            tag => {
                self.inside.code |= matches!(tag, Tag::CodeBlock(_));
                self.push_start(tag);
            }
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(level) => {
                self.inside.heading = false;
                let level = self.heading(level);
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::Link => {
                if self.inside.links.pop() == Some(true) {
                    self.events.push(Event::End(end));
                }
            }
            TagEnd::Image => {}
            TagEnd::HtmlBlock => self.raw_block(),
            end => {
                self.inside.code &= end != TagEnd::CodeBlock;
                self.events.push(Event::End(end));
            }
        }
    }

    /// Raw HTML is text, in a paragraph of its own.
    fn raw_block(&mut self) {
        let text = without_comments(&self.raw);
        if !text.trim().is_empty() {
            self.push_start(Tag::Paragraph);
            self.events.push(Event::Text(text.into()));
            self.events.push(Event::End(TagEnd::Paragraph));
        }
    }

    fn push_start(&mut self, tag: Tag<'t>) {
        self.events.push(Event::Start(tag));
    }

    fn heading(&self, level: HeadingLevel) -> HeadingLevel {
        let shifted = usize::from(self.rendering.top_heading) + (level as usize).saturating_sub(2);
        HeadingLevel::try_from(shifted.clamp(2, 6)).unwrap_or(HeadingLevel::H6)
    }

    fn text(&mut self, text: CowStr<'t>) {
        if !self.inside.links.is_empty()
            || self.inside.heading
            || self.inside.code
            || self.rendering.explained.is_empty()
        {
            return self.events.push(Event::Text(text));
        }
        let found = mentions(&text, self.rendering.explained, &mut self.seen);
        let mut at = 0;
        for (range, explained) in found {
            self.events.push(Event::Text(text[at..range.start].to_owned().into()));
            self.events.push(Event::InlineHtml(explanation(explained).into()));
            at = range.end;
        }
        self.events.push(if at == 0 { Event::Text(text) } else { Event::Text(text[at..].to_owned().into()) });
    }
}

const COMMENT_START: &str = "<!--";
const COMMENT_END: &str = "-->";

/// Raw HTML, or a text that may hold it, without comments. One that is never closed takes all that follows with it.
pub fn without_comments(raw: &str) -> String {
    let mut parts = raw.split(COMMENT_START);
    let shown = parts.next().unwrap_or_default().to_owned();
    let behind = parts.filter_map(|comment| comment.split_once(COMMENT_END));
    behind.fold(shown, |shown, (_, text)| shown + text)
}

/// The first mention of each word that has not been explained yet, in order.
fn mentions<'e>(
    text: &str,
    explained: &'e [Explained],
    seen: &mut BTreeSet<String>,
) -> Vec<(Range<usize>, &'e Explained)> {
    let mut found: Vec<(Range<usize>, &Explained)> = Vec::new();
    for word in explained {
        if seen.contains(&word.href) {
            continue;
        }
        let free =
            |range: &Range<usize>| found.iter().all(|(taken, _)| range.end <= taken.start || taken.end <= range.start);
        let first = text
            .match_indices(&word.word)
            .map(|(at, hit)| at..at + hit.len())
            .find(|range| is_word(text, range) && free(range));
        if let Some(range) = first {
            seen.insert(word.href.clone());
            found.push((range, word));
        }
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

fn is_word(text: &str, range: &Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    !letter(text[..range.start].chars().next_back()) && !letter(text[range.end..].chars().next())
}

fn explanation(explained: &Explained) -> String {
    let Explained { word, meaning, href } = explained;
    format!(
        r#"<a class="begriff" href="{}"><abbr title="{}">{}</abbr></a>"#,
        escape(href),
        escape(meaning),
        escape(word)
    )
}

/// Text for HTML, attributes included.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        let explained = [
            Explained { word: "OZG 2.0".into(), meaning: "Zweite".into(), href: "g#ozg2".into() },
            Explained { word: "OZG".into(), meaning: "Gesetz \"x\"".into(), href: "g#ozg".into() },
        ];
        let link = |target: &str| (!target.starts_with("javascript:")).then(|| format!("../{target}"));
        Rendering { top_heading: 2, link: &link, explained: &explained }.html(text)
    }

    #[test]
    fn raw_html_is_text() {
        let html = rendered("<script>alert(1)</script>\n\nEin <b onclick=x>Wort</b>.");
        assert!(!html.contains("<script") && !html.contains("<b"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn comments_are_not_shown() {
        let text = "A <!-- b --> c\n\n<!-- d\n\ne --> f\n\n<!-- g -->\n\n<i>h</i> <!-- j -->\n\n<!-- k\n\nl";
        assert_eq!(rendered(text), "<p>A  c</p>\n<p> f\n</p>\n<p>&lt;i&gt;h&lt;/i&gt; </p>\n");
        assert_eq!(rendered("`<!-- a -->`"), "<p><code>&lt;!-- a --&gt;</code></p>\n");
    }

    #[test]
    fn headings_begin_below_the_pages_own() {
        assert_eq!(rendered("# A\n\n## B\n\n### C\n"), "<h2>A</h2>\n<h2>B</h2>\n<h3>C</h3>\n");
    }

    #[test]
    fn refused_links_and_images_leave_their_text() {
        assert_eq!(rendered("[a](javascript:x) [b](c) ![d](http://e)"), "<p>a <a href=\"../c\">b</a> d</p>\n");
    }

    #[test]
    fn the_first_mention_of_a_term_is_explained() {
        let html = rendered("Das OZG und OZG 2.0, OZGs, OZG.");
        assert_eq!(html.matches("<abbr").count(), 2, "{html}");
        assert!(html.contains("title=\"Gesetz &quot;x&quot;\">OZG<"), "{html}");
        assert!(!rendered("## OZG\n\n[OZG](x) `OZG`").contains("<abbr"));
    }

    #[test]
    fn plain_text_is_what_is_read() {
        assert_eq!(plain("# A\n\n- **fet**t [b](c.md)\n- `d`\n\n| e | f |\n|-|-|\n| g | h |\n"), "A fett b d e f g h");
        assert_eq!(plain("Ein <b>Wort</b>\nund <br> noch"), "Ein <b>Wort</b> und <br> noch");
        assert_eq!(plain("A <!-- b -->c\n\n<!-- d\n\ne --> f\n\ng"), "A c f g");
    }

    #[test]
    fn links_are_found_with_their_place() {
        let text = "a [b](c.md) ![d](e)";
        let found: Vec<_> = links(text).into_iter().map(|one| (&text[one.range], one.destination, one.image)).collect();
        assert_eq!(found, [("[b](c.md)", "c.md".to_owned(), false), ("![d](e)", "e".to_owned(), true)]);
    }
}
