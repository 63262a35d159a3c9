//! Finished HTML pages, read and changed: the one home of the HTML rewriter.
//!
//! Values of attributes are handled as they are written, character references included.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use lol_html::errors::RewritingError;
use lol_html::html_content::{ContentType, Element, TextChunk};
use lol_html::{ElementContentHandlers as Handlers, HandlerResult, RewriteStrSettings, Selector, rewrite_str};

/// Attributes whose values are ids of the same page, one or several.
const REFERENCES: &[&str] = &[
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-labelledby",
    "aria-owns",
    "for",
    "form",
    "headers",
    "list",
];

/// Attributes that name a table and the form that narrows it.
const NAMES: &[&str] = &["data-fuer", "data-tabelle"];

/// The way to the site's root, for scripts that make links.
const ROOT: &str = "data-wurzel";

/// How an attribute of a drawing refers to a pattern or marker.
const PAINT: &str = "url(#";

/// The namespace of drawings.
const SVG: &str = "http://www.w3.org/2000/svg";

/// A page that is no HTML.
#[derive(Debug)]
pub struct DocumentError(pub String);

impl From<RewritingError> for DocumentError {
    fn from(error: RewritingError) -> Self {
        Self(error.to_string())
    }
}

/// What a page says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Its title, as HTML.
    pub title: String,
    /// The address at which it is at home.
    pub canonical: Option<String>,
    /// The classes of its body.
    pub classes: String,
    /// Where its content stands: what is in `<main>`, in bytes.
    pub content: Range<usize>,
    /// The ids of the content.
    pub ids: BTreeSet<String>,
    /// Where the links of the content lead, as they are written.
    pub links: Vec<String>,
    /// Where the links and forms of all the page lead.
    pub all_links: Vec<String>,
    /// The style sheets that it loads.
    pub sheets: Vec<String>,
    /// The scripts that it loads.
    pub scripts: Vec<String>,
}

/// Reads a page.
///
/// # Errors
/// What it is instead of HTML.
pub fn survey(html: &str) -> Result<Survey, DocumentError> {
    let survey = RefCell::new(Survey::default());
    let end = Rc::new(Cell::new(0));
    let element = |element: &mut Element<'_, '_>| {
        let survey = &mut *survey.borrow_mut();
        match element.tag_name().as_str() {
            "a" => survey.all_links.extend(element.get_attribute("href")),
            "form" => survey.all_links.extend(element.get_attribute("action")),
            "body" => survey.classes = element.get_attribute("class").unwrap_or_default(),
            "link" => survey.link(element),
            "script" => survey.scripts.extend(element.get_attribute("src")),
            "main" => {
                survey.content.start = element.source_location().bytes().end;
                let end = Rc::clone(&end);
                element.on_end_tag(Box::new(move |tag| {
                    end.set(tag.source_location().bytes().start);
                    Ok(())
                }))?;
            }
            _ => {}
        }
        Ok(())
    };
    let content = |element: &mut Element<'_, '_>| {
        let survey = &mut *survey.borrow_mut();
        survey.ids.extend(element.get_attribute("id"));
        if element.tag_name() == "a" {
            survey.links.extend(element.get_attribute("href"));
        }
        Ok(())
    };
    let title = |text: &mut TextChunk<'_>| {
        survey.borrow_mut().title.push_str(text.as_str());
        Ok(())
    };
    let handlers = [
        ("*", Handlers::default().element(element)),
        ("main *", Handlers::default().element(content)),
        ("title", Handlers::default().text(title)),
    ];
    rewrite_str(html, settings(handlers)?)?;
    let mut survey = survey.into_inner();
    survey.content.end = end.get().max(survey.content.start);
    Ok(survey)
}

/// What markup has names for, and which names it asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The ids of its elements.
    pub ids: BTreeSet<String>,
    /// The ids of marks that it shows.
    pub shown: BTreeSet<String>,
}

/// Reads the names in markup.
///
/// # Errors
/// What it is instead of HTML.
pub fn marks(html: &str) -> Result<Marks, DocumentError> {
    let marks = RefCell::new(Marks::default());
    let element = |element: &mut Element<'_, '_>| {
        let marks = &mut *marks.borrow_mut();
        marks.ids.extend(element.get_attribute("id"));
        if element.tag_name() == "use" {
            let href = element.get_attribute("href");
            marks.shown.extend(href.and_then(|href| href.strip_prefix('#').map(str::to_owned)));
        }
        Ok(())
    };
    rewrite_str(html, settings([("*", Handlers::default().element(element))])?)?;
    Ok(marks.into_inner())
}

impl Survey {
    fn link(&mut self, element: &Element<'_, '_>) {
        let href = element.get_attribute("href");
        match element.get_attribute("rel").as_deref() {
            Some("stylesheet") => self.sheets.extend(href),
            Some("canonical") => self.canonical = href,
            _ => {}
        }
    }
}

/// Where something leads, or what is shown, in its new place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To this address.
    To(String),
    /// Nowhere: of a link its text stays; a picture is left out, and a form, which may not lead out of the document either.
    Nowhere,
}

/// How a part of a page changes when it moves to another document.
pub struct Move<'a> {
    /// The ids of the part.
    pub ids: &'a BTreeSet<String>,
    /// What they get before them, and with them whatever refers to them.
    pub prefix: &'a str,
    /// Where the address of a link or form leads.
    pub lead: &'a dyn Fn(&str) -> Lead,
    /// Where a picture of that address is.
    pub picture: &'a dyn Fn(&str) -> Lead,
    /// The marks that it shows, where those that it does not show are to stay behind.
    pub marks: Option<&'a BTreeSet<String>>,
    /// The window in which links open that lead out of the part.
    pub window: Option<&'a str>,
}

/// A part of a page as it stands in another document.
///
/// # Errors
/// What it is instead of HTML.
pub fn moved(html: &str, change: &Move<'_>) -> Result<String, DocumentError> {
    let element = |element: &mut Element<'_, '_>| change.apply(element);
    // Between marks that stay behind.
    let blank = |text: &mut TextChunk<'_>| {
        if change.marks.is_some() && text.as_str().trim().is_empty() {
            text.remove();
        }
        Ok(())
    };
    let handlers = [("*", Handlers::default().element(element)), ("[hidden] > svg", Handlers::default().text(blank))];
    Ok(rewrite_str(html, settings(handlers)?)?)
}

impl Move<'_> {
    fn apply(&self, element: &mut Element<'_, '_>) -> HandlerResult {
        let tag = element.tag_name();
        let id = element.get_attribute("id").unwrap_or_default();
        if tag == "symbol" && self.marks.is_some_and(|marks| !marks.contains(&id)) {
            element.remove();
            return Ok(());
        }
        let attributes: Vec<_> = element.attributes().iter().map(|one| (one.name(), one.value())).collect();
        for (name, value) in attributes {
            match (tag.as_str(), name.as_str()) {
                ("a", "href") => self.link(element, &value)?,
                ("form", "action") => match (self.lead)(&value) {
                    Lead::To(place) if place.starts_with('#') => element.set_attribute(&name, &place)?,
                    Lead::To(_) | Lead::Nowhere => element.remove(),
                },
                ("img", "src") => match (self.picture)(&value) {
                    Lead::To(address) => element.set_attribute(&name, &address)?,
                    Lead::Nowhere => element.remove(),
                },
                ("use", "href") => {
                    if let Some(id) = value.strip_prefix('#') {
                        element.set_attribute(&name, &format!("#{}", self.id(id)))?;
                    }
                }
                (_, "id") => element.set_attribute(&name, &self.id(&value))?,
                (_, ROOT) => element.set_attribute(&name, "#")?,
                (_, one) if NAMES.contains(&one) => {
                    element.set_attribute(&name, &format!("{}{value}", self.prefix))?;
                }
                (_, one) if REFERENCES.contains(&one) => {
                    let ids: Vec<_> = value.split_whitespace().map(|id| self.id(id)).collect();
                    element.set_attribute(&name, &ids.join(" "))?;
                }
                _ if value.contains(PAINT) => element.set_attribute(&name, &self.paint(&value))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn link(&self, element: &mut Element<'_, '_>, address: &str) -> HandlerResult {
        match (self.lead)(address) {
            Lead::To(address) => {
                element.set_attribute("href", &address)?;
                if let Some(window) = self.window.filter(|_| !address.starts_with('#')) {
                    element.set_attribute("target", window)?;
                }
            }
            Lead::Nowhere => {
                element.remove_attribute("href");
                // In a drawing a `span` would end it.
                element.set_tag_name(if element.namespace_uri() == SVG { "g" } else { "span" })?;
            }
        }
        Ok(())
    }

    /// An id of the page with the prefix; one of what surrounds it as it is.
    fn id(&self, id: &str) -> String {
        if self.ids.contains(id) { format!("{}{id}", self.prefix) } else { id.to_owned() }
    }

    /// `url(#id)`, as charts refer to their patterns and markers.
    fn paint(&self, value: &str) -> String {
        let mut parts = value.split(PAINT);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| {
            let (id, rest) = part.split_at(part.find(')').unwrap_or(part.len()));
            format!("{text}{PAINT}{}{rest}", self.id(id))
        })
    }
}

/// What happens to elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// They go, with all that is in them.
    Remove,
    /// They lose an attribute.
    Unset(&'static str),
    /// An attribute gets a value.
    Set(&'static str, String),
    /// This HTML replaces what is in them.
    Fill(String),
    /// This HTML comes after all that is in them.
    Append(String),
}

impl Edit {
    fn apply(&self, element: &mut Element<'_, '_>) -> HandlerResult {
        match self {
            Self::Remove => element.remove(),
            Self::Unset(name) => element.remove_attribute(name),
            Self::Set(name, value) => element.set_attribute(name, value)?,
            Self::Fill(html) => element.set_inner_content(html, ContentType::Html),
            Self::Append(html) => element.append(html, ContentType::Html),
        }
        Ok(())
    }
}

/// A document with changes, each to the elements that a CSS selector finds.
///
/// # Errors
/// What it is instead of HTML, or which selector is none.
pub fn edited(html: &str, edits: &[(&str, Edit)]) -> Result<String, DocumentError> {
    let handler = |(selector, edit)| {
        let apply = move |element: &mut Element<'_, '_>| Edit::apply(edit, element);
        (selector, Handlers::default().element(apply))
    };
    Ok(rewrite_str(html, settings(edits.iter().map(|(selector, edit)| handler((*selector, edit))))?)?)
}

fn settings<'h>(
    handlers: impl IntoIterator<Item = (&'h str, Handlers<'h>)>,
) -> Result<RewriteStrSettings<'h, 'static>, DocumentError> {
    let mut settings = RewriteStrSettings::new();
    for (selector, handler) in handlers {
        let parsed: Selector = selector.parse().map_err(|error| DocumentError(format!("{selector}: {error}")))?;
        settings = settings.append_element_content_handler((Cow::Owned(parsed), handler));
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<!doctype html><html><head><title>A &amp; B</title><link rel="stylesheet" href="s.css">
<link rel="canonical" href="https://example.org/a.html"><script src="x.js" defer></script></head><body class="seite-frei">
<nav><a href="b.html">B</a></nav><main id="inhalt"><h1 id="t">A</h1><svg aria-labelledby="t  z"><path id="p" fill="url(#p)" stroke="url(#fremd)"/>
<use href="#p"/><use href="#zeichen"/><a href="weg.html"><text>x</text></a></svg><a href="#t">t</a><a href="weg.html">weg</a><img src="a.png" alt=""><form action="weg.html">F</form></main></body></html>"##;

    #[test]
    fn a_page_says_what_it_is() {
        let survey = survey(PAGE).unwrap();
        assert_eq!((survey.title.as_str(), survey.classes.as_str()), ("A &amp; B", "seite-frei"));
        assert_eq!(survey.canonical.as_deref(), Some("https://example.org/a.html"));
        assert!(PAGE[survey.content.clone()].starts_with("<h1") && PAGE[survey.content].ends_with("</form>"));
        assert_eq!(survey.ids, ["p", "t"].map(str::to_owned).into());
        assert_eq!(survey.links, ["weg.html", "#t", "weg.html"]);
        assert_eq!(survey.all_links, ["b.html", "weg.html", "#t", "weg.html", "weg.html"]);
        assert_eq!((survey.sheets, survey.scripts), (vec!["s.css".to_owned()], vec!["x.js".to_owned()]));
    }

    #[test]
    fn what_moves_keeps_its_references_and_leaves_those_of_others() {
        let survey = survey(PAGE).unwrap();
        let lead = |address: &str| match address.strip_prefix('#') {
            Some(id) => Lead::To(format!("#a/{id}")),
            None => Lead::Nowhere,
        };
        let picture = |address: &str| Lead::To(format!("data:{address}"));
        let change = Move { ids: &survey.ids, prefix: "a/", lead: &lead, picture: &picture, marks: None, window: None };
        let moved = moved(&PAGE[survey.content.clone()], &change).unwrap();
        assert_eq!(
            moved.replace('\n', ""),
            "<h1 id=\"a/t\">A</h1><svg aria-labelledby=\"a/t z\"><path id=\"a/p\" fill=\"url(#a/p)\" \
             stroke=\"url(#fremd)\" /><use href=\"#a/p\" /><use href=\"#zeichen\" /><g><text>x</text></g></svg><a href=\"#a/t\">t</a>\
             <span>weg</span><img src=\"data:a.png\" alt=\"\">"
        );
    }

    #[test]
    fn a_document_is_edited_by_selectors() {
        let edits = [
            ("link, script", Edit::Remove),
            ("body", Edit::Set("class", "neu".to_owned())),
            ("main", Edit::Fill("<p>1</p>".to_owned())),
            ("main", Edit::Unset("id")),
            ("body", Edit::Append("<p>2</p>".to_owned())),
        ];
        let edited = edited(PAGE, &edits).unwrap();
        assert!(edited.ends_with("<main><p>1</p></main><p>2</p></body></html>"), "{edited}");
        assert!(edited.contains("<body class=\"neu\">") && !edited.contains("x.js") && !edited.contains("rel="));
        assert!(super::edited(PAGE, &[("p[", Edit::Remove)]).is_err());
    }
}
