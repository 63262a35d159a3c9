//! Markdown to HTML: the one home of the Markdown crate.
//!
//! Raw HTML is shown as text, its comments not at all; headings begin below the page's own; links and pictures are rewritten
//! by the caller; the first mention of a glossary term in a text is explained. What follows the language of a fenced block
//! is its caption: three backticks and `yaml projekte/e-akte.md`.

pub mod css;
pub mod tags;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

use crate::source::is_hidden;

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// A link or image of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The byte range it stands in.
    pub range: Range<usize>,
    /// Where it leads.
    pub destination: String,
    /// The words of an image for those who do not see it; none for a link.
    pub alternative: Option<String>,
}

/// A stretch of a text from one heading of the second level to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The words of the heading; none for what stands before the first.
    pub heading: Option<String>,
    /// The bytes below the heading.
    pub range: Range<usize>,
}

/// The sections of a text, in order. What stands before the first heading is one if it is not empty.
pub fn sections(text: &str) -> Vec<Section> {
    let mut sections = vec![Section { heading: None, range: 0..text.len() }];
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        if let Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) = event {
            if let Some(before) = sections.last_mut() {
                before.range.end = range.start;
            }
            sections.push(Section { heading: Some(plain(&text[range.clone()])), range: range.end..text.len() });
        }
    }
    sections.retain(|section| section.heading.is_some() || !text[section.range.clone()].trim().is_empty());
    sections
}

/// Every link and image of a text.
pub fn links(text: &str) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    // Every way to write one begins with one of these; most texts have neither.
    if !text.contains(['[', '<']) {
        return found;
    }
    // Words belong to the image that was begun last and not ended.
    let mut image = None;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                found.push(Mention { range, destination: address(link_type, &dest_url), alternative: None });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                image = Some(found.len());
                found.push(Mention { range, destination: dest_url.into_string(), alternative: Some(String::new()) });
            }
            Event::End(TagEnd::Image) => image = None,
            Event::Text(words) | Event::Code(words) => {
                let alternative = image.and_then(|at: usize| found.get_mut(at)?.alternative.as_mut());
                alternative.into_iter().for_each(|text| text.push_str(&words));
            }
            _ => {}
        }
    }
    found
}

/// `<info@example.org>` is a link to a mailbox.
fn address(link_type: LinkType, destination: &str) -> String {
    match link_type {
        LinkType::Email => format!("mailto:{destination}"),
        _ => destination.to_owned(),
    }
}

/// A text without what has no place in one. An entity can spell out what a file may not hold: `&#27;`.
fn shown(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(is_hidden) { text.replace(is_hidden, "").into() } else { text }
}

/// The words of a text without its marks and comments, in one line.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut raw = String::new();
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Text(words) | Event::Code(words) => out.extend(words.chars().filter(|&c| !is_hidden(c))),
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

/// A text that Markdown leaves as it is.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
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
    /// Where a picture stands on the site; none drops the picture and keeps its words.
    pub picture: &'a dyn Fn(&str) -> Option<String>,
    /// The anchor of a heading, by its words; none where headings have none.
    pub anchor: Option<&'a dyn Fn(&str) -> String>,
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
        // Void elements as the templates write them. A `>` in a text is escaped, so no text can hold this.
        out.replace(" />", ">")
    }
}

#[derive(Default)]
struct Inside {
    /// Whether each open link was kept.
    links: Vec<bool>,
    /// Whether each open picture was kept.
    pictures: Vec<bool>,
    /// Where the open heading stands among the events.
    heading: Option<usize>,
    code: bool,
    /// Whether the open block of code has a caption.
    caption: bool,
    /// How the columns of the open table are aligned.
    columns: Vec<Alignment>,
    /// The position of the next cell in its row.
    column: usize,
    /// The element of the open row's cells.
    cell: &'static str,
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
            Event::Text(text) => return self.text(shown(text)),
            Event::Start(tag) => return self.start(tag),
            Event::End(end) => return self.end(end),
            event => event,
        };
        self.events.push(event);
    }

    fn start(&mut self, tag: Tag<'t>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.inside.heading = Some(self.events.len());
                let level = self.heading(level);
                self.push_start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() });
            }
            Tag::Link { link_type, dest_url, title, id } => {
                let target = (self.rendering.link)(&address(link_type, &dest_url));
                self.inside.links.push(target.is_some());
                if let Some(target) = target {
                    // The target is whole: of a mailbox, `mailto:` would be written before it once more.
                    let link_type = LinkType::Inline;
                    self.push_start(Tag::Link { link_type, dest_url: target.into(), title: shown(title), id });
                }
            }
            // An image that is no file of ours would be a request. Its text stays.
            Tag::Image { link_type, dest_url, title, id } => {
                let target = (self.rendering.picture)(&dest_url);
                self.inside.pictures.push(target.is_some());
                if let Some(target) = target {
                    self.push_start(Tag::Image { link_type, dest_url: target.into(), title: shown(title), id });
                }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fence(&shown(info)),
            Tag::HtmlBlock => self.raw.clear(),
            Tag::Table(columns) => {
                self.push_start(Tag::Table(vec![Alignment::None; columns.len()]));
                self.inside.columns = columns;
            }
            Tag::TableHead | Tag::TableRow => {
                self.inside.column = 0;
                self.inside.cell = if matches!(tag, Tag::TableHead) { "th" } else { "td" };
                self.push_start(tag);
            }
            Tag::TableCell => self.cell(),
            tag => {
                self.inside.code |= matches!(tag, Tag::CodeBlock(_));
                self.push_start(tag);
            }
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(level) => {
                self.set_anchor();
                let level = self.heading(level);
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::Link => {
                if self.inside.links.pop() == Some(true) {
                    self.events.push(Event::End(end));
                }
            }
            TagEnd::Image => {
                if self.inside.pictures.pop() == Some(true) {
                    self.events.push(Event::End(end));
                }
            }
            TagEnd::HtmlBlock => self.raw_block(),
            TagEnd::CodeBlock => {
                self.inside.code = false;
                self.events.push(Event::End(end));
                if std::mem::take(&mut self.inside.caption) {
                    self.events.push(Event::Html("</figure>\n".into()));
                }
            }
            end => self.events.push(Event::End(end)),
        }
    }

    /// A block of code: its language, then perhaps a caption.
    fn fence(&mut self, info: &str) {
        let (language, caption) = info.trim().split_once(' ').unwrap_or((info.trim(), ""));
        self.inside.code = true;
        self.inside.caption = !caption.is_empty();
        if self.inside.caption {
            let caption = escape(caption.trim());
            self.events
                .push(Event::Html(format!("<figure class=\"beispiel\"><figcaption>{caption}</figcaption>\n").into()));
        }
        self.push_start(Tag::CodeBlock(CodeBlockKind::Fenced(language.to_owned().into())));
    }

    /// Gives the heading that ends here its anchor.
    fn set_anchor(&mut self) {
        let (Some(start), Some(anchor)) = (self.inside.heading.take(), self.rendering.anchor) else { return };
        let words: String = self.events[start..]
            .iter()
            .map(|event| match event {
                Event::Text(words) | Event::Code(words) => &**words,
                _ => "",
            })
            .collect();
        if let Some(Event::Start(Tag::Heading { id, .. })) = self.events.get_mut(start) {
            *id = Some(anchor(&words).into());
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

    /// The style of an element is nothing that a page may bring: columns are aligned by classes.
    fn cell(&mut self) {
        let class = match self.inside.columns.get(self.inside.column) {
            Some(Alignment::Right) => "zahl",
            Some(Alignment::Center) => "mitte",
            Some(Alignment::Left | Alignment::None) | None => "",
        };
        self.inside.column += 1;
        match class {
            "" => self.push_start(Tag::TableCell),
            class => self.events.push(Event::InlineHtml(format!("<{} class=\"{class}\">", self.inside.cell).into())),
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
            || !self.inside.pictures.is_empty()
            || self.inside.heading.is_some()
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
    let mut html = String::with_capacity(text.len());
    escape_into(&mut html, text);
    html
}

/// The same behind what is there already.
pub fn escape_into(html: &mut String, text: &str) {
    const SPECIAL: [char; 5] = ['&', '<', '>', '"', '\''];
    let mut rest = text;
    while let Some(at) = rest.find(SPECIAL) {
        let (before, special) = rest.split_at(at);
        let entity = match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        };
        html.extend([before, entity]);
        rest = special.get(1..).unwrap_or_default();
    }
    html.push_str(rest);
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
        let picture = |target: &str| target.ends_with(".png").then(|| format!("../{target}"));
        let anchor = |words: &str| words.to_lowercase();
        let anchor: Option<&dyn Fn(&str) -> String> = if text.contains("# Anker") { Some(&anchor) } else { None };
        Rendering { top_heading: 2, link: &link, picture: &picture, anchor, explained: &explained }.html(text)
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
    fn columns_are_aligned_by_classes() {
        let html = rendered("| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n");
        let expected = "<table><thead><tr><th>a</th><th class=\"zahl\">b</th><th class=\"mitte\">c</th></tr></thead><tbody>\n\
                        <tr><td>1</td><td class=\"zahl\">2</td><td class=\"mitte\">3</td></tr>\n</tbody></table>\n";
        assert_eq!(html, expected);
    }

    #[test]
    fn mailboxes_are_links() {
        let html = Rendering {
            top_heading: 2,
            link: &|target| Some(target.to_owned()),
            picture: &|_| None,
            anchor: None,
            explained: &[],
        }
        .html("<info@example.org> <https://example.org>");
        let expected = "<p><a href=\"mailto:info@example.org\">info@example.org</a> \
                        <a href=\"https://example.org\">https://example.org</a></p>\n";
        assert_eq!(html, expected);
    }

    #[test]
    fn what_has_no_place_in_a_text_is_left_out() {
        let text = "a&#27;b &#x202e;c &amp; [d](e \"f&#1;\")";
        assert_eq!(rendered(text), "<p>ab c &amp; <a href=\"../e\" title=\"f\">d</a></p>\n");
        assert_eq!(plain(text), "ab c & d");
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
    fn pictures_of_ours_are_shown() {
        assert_eq!(rendered("![Ein *OZG*](b.png)"), "<p><img src=\"../b.png\" alt=\"Ein OZG\"></p>\n");
    }

    #[test]
    fn headings_may_have_anchors() {
        assert_eq!(rendered("## Anker `A`\n"), "<h2 id=\"anker a\">Anker <code>A</code></h2>\n");
    }

    #[test]
    fn code_may_have_a_caption() {
        let html = rendered("```yaml a/b.md <c>\nd: e\n```\n\nf");
        let figure = "<figure class=\"beispiel\"><figcaption>a/b.md &lt;c&gt;</figcaption>\n\
                      <pre><code class=\"language-yaml\">d: e\n</code></pre>\n</figure>\n<p>f</p>\n";
        assert_eq!(html, figure);
        assert_eq!(rendered("```\nOZG\n```"), "<pre><code>OZG\n</code></pre>\n");
    }

    #[test]
    fn a_text_is_parted_at_its_headings() {
        let text = "a\n\n## B *c*\n\nd\n\n### e\n\n```\n## f\n```\n\n## G\n";
        let parts: Vec<_> = sections(text).into_iter().map(|one| (one.heading, text[one.range].trim())).collect();
        let expected =
            [(None, "a"), (Some("B c".to_owned()), "d\n\n### e\n\n```\n## f\n```"), (Some("G".to_owned()), "")];
        assert_eq!(parts, expected);
        assert_eq!(sections("\n"), []);
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
        let found: Vec<_> =
            links(text).into_iter().map(|one| (&text[one.range], one.destination, one.alternative)).collect();
        let image = ("![d](e)", "e".to_owned(), Some("d".to_owned()));
        assert_eq!(found, [("[b](c.md)", "c.md".to_owned(), None), image]);
    }
}
