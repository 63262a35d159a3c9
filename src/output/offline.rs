//! The offline edition: pages of a site in one HTML file, which opens from a disk without network and without script.
//!
//! It is made from the finished site, so whatever a theme does to pages holds here too. The first page is the frame.
//! Every page is an `<article>` whose id is its path: `#projekte/payment.html` shows it, by the style sheet (`:target`), and
//! `#projekte/payment.html/plan` a place on it; browsers that cannot do that show all pages one after the other. What is
//! not in the file is linked where the site's address is known, else its name stands there as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Artifacts;
use super::assets::{references, resolved};
use crate::document::{DocumentError, Edit, Lead, Move, Survey, edited, moved, survey};
use crate::messages::Messages;
use crate::view::embedding::{OVERVIEW as OVERVIEW_OF_PARTS, is_part};

const START: &str = "index.html";
const OVERVIEW: &str = "/index.html";
const MEETINGS: &str = "sitzungen/";
const PAPERS: &str = "stadtrat/";

/// Pages that are made for paper.
const HANDOUTS: &str = "handout/";

/// Which pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// All that can be reached from the first one.
    Whole,
    /// That of a meeting, by its id; what it links to; papers that it comes to, and what these link to.
    Meeting(&'a str),
}

/// Why there is no offline edition.
#[derive(Debug)]
pub enum OfflineError {
    /// There is no such meeting; the ids of those that there are.
    Unknown(Vec<String>),
    /// A page is not what its theme should make of it: its path, and what is wrong.
    Page(String, String),
}

/// Pages of a finished site as one file.
///
/// # Errors
/// Where the meeting is none, or the theme makes pages that are no HTML.
pub fn offline(site: &Artifacts, part: Part<'_>, messages: &Messages) -> Result<Vec<u8>, OfflineError> {
    Edition::new(site, part)?.html(messages)
}

/// A page of the site.
struct Leaf<'a> {
    html: &'a str,
    survey: Survey,
}

impl Leaf<'_> {
    fn content(&self) -> &str {
        &self.html[self.survey.content.clone()]
    }
}

/// What goes into the file.
struct Edition<'a> {
    site: &'a Artifacts,
    part: Part<'a>,
    /// The page that stands around all others.
    frame: Leaf<'a>,
    /// Paths, the first one first.
    order: Vec<&'a str>,
    pages: BTreeMap<&'a str, Leaf<'a>>,
}

impl<'a> Edition<'a> {
    fn new(site: &'a Artifacts, part: Part<'a>) -> Result<Self, OfflineError> {
        let paths: Vec<_> = site.keys().map(String::as_str).filter(|path| is_page(path)).collect();
        let read = |path: &&'a str| Ok((*path, leaf(site, path)?));
        let leaves: Result<BTreeMap<_, _>, OfflineError> = paths.par_iter().map(read).collect();
        let mut leaves = leaves?;
        leaves.retain(|_, leaf| !leaf.survey.content.is_empty());
        let order = chosen(&leaves, part)?;
        let frame = leaf(site, START)?;
        let pages = order.iter().filter_map(|path| leaves.remove_entry(path)).collect();
        Ok(Self { site, part, frame, order, pages })
    }

    fn html(&self, messages: &Messages) -> Result<Vec<u8>, OfflineError> {
        let articles: Result<Vec<_>, _> = self.order.par_iter().map(|path| self.article(path)).collect();
        let (style, scripts) = (self.style(), self.scripts());
        let head = format!("<style>{style}</style>");
        let body: String = scripts.iter().map(|script| format!("<script>{script}</script>\n")).collect();
        let edits = [
            ("meta[http-equiv=\"Content-Security-Policy\"]", Edit::Set("content", policy(&style, &scripts))),
            ("head", Edit::Append(head)),
            ("main", Edit::Fill(articles?.concat())),
            ("body", Edit::Append(body)),
        ];
        let html = edited(&self.surrounding(messages)?, &edits).map_err(|error| wrong(START, error))?;
        Ok(html.into_bytes())
    }

    /// The first page without what is its own, with the links that it has on every page.
    fn surrounding(&self, messages: &Messages) -> Result<String, OfflineError> {
        let mut edits = vec![
            ("link, script, meta[property], meta[name=\"description\"]", Edit::Remove),
            // Places on a page that is shown by the address cannot be jumped to by the address.
            ("header a[href^=\"#\"], body > a[href^=\"#\"]", Edit::Remove),
            ("body", Edit::Set("class", "offline".to_owned())),
            ("[aria-current]", Edit::Unset("aria-current")),
            // Beside the page of the search, which has one of its own.
            ("header [role=\"search\"]", Edit::Set("aria-label", messages.get("offline.suche").to_owned())),
            ("main", Edit::Fill(String::new())),
            ("footer", Edit::Append(self.note(messages))),
        ];
        if let Part::Meeting(_) = self.part {
            edits.push(("nav", Edit::Fill(self.contents(messages))));
            edits.push(("footer nav", Edit::Remove));
            edits.push(("title", Edit::Fill(self.pages[self.order[0]].survey.title.clone())));
        }
        let html = edited(self.frame.html, &edits).map_err(|error| wrong(START, error))?;
        self.moved(&html, START, &BTreeSet::new(), "")
    }

    /// The pages of the file, as a menu.
    fn contents(&self, messages: &Messages) -> String {
        let title = messages.get("offline.inhalt");
        let item = |path: &&str| format!("<li><a href=\"{path}\">{}</a></li>\n", self.name(path));
        let items: String = self.order.iter().map(item).collect();
        format!(
            "<details class=\"menue-schalter\"><summary>{title}</summary></details>\n<div class=\"menue-gruppen\">\n\
             <p class=\"menue-titel\" id=\"menue-1\">{title}</p>\n<ul aria-labelledby=\"menue-1\">\n{items}</ul>\n</div>\n"
        )
    }

    /// The title of a page without that of the site.
    fn name(&self, path: &str) -> &str {
        let title = self.pages[path].survey.title.as_str();
        let site = self.frame.survey.title.as_str();
        title.strip_suffix(site).and_then(|title| title.strip_suffix(" · ")).unwrap_or(title)
    }

    /// What the file is, and where the rest is.
    fn note(&self, messages: &Messages) -> String {
        let number = messages.count("offline.seiten", self.order.len());
        let note = messages.format("offline.hinweis", &[("seiten", &number)]);
        let address = self.frame.survey.canonical.as_ref();
        let address = address.map(|url| format!(" <a href=\"{url}\">{url}</a>")).unwrap_or_default();
        format!("<p>{note}{address}</p>\n")
    }

    fn article(&self, path: &str) -> Result<String, OfflineError> {
        let Leaf { survey, .. } = &self.pages[path];
        let content = self.moved(self.pages[path].content(), path, &survey.ids, &format!("{path}/"))?;
        let Survey { title, classes, .. } = survey;
        let title = title.replace('"', "&quot;");
        Ok(format!(
            "<article id=\"{path}\" class=\"{classes}\" data-titel=\"{title}\" tabindex=\"-1\">{content}</article>\n"
        ))
    }

    fn moved(&self, html: &str, path: &str, ids: &BTreeSet<String>, prefix: &str) -> Result<String, OfflineError> {
        let lead = |address: &str| self.lead(path, ids, address);
        let picture = |address: &str| self.embedded(folder(path), address).map_or(Lead::Nowhere, Lead::To);
        let change = Move { ids, prefix, lead: &lead, picture: &picture, marks: None, window: None };
        moved(html, &change).map_err(|error| wrong(path, error))
    }

    /// Where an address leads that stands on a page.
    fn lead(&self, here: &str, ids: &BTreeSet<String>, address: &str) -> Lead {
        if let Some(id) = address.strip_prefix('#') {
            let is_own = ids.contains(id);
            return Lead::To(if is_own { format!("#{here}/{id}") } else { address.to_owned() });
        }
        if is_elsewhere(address) {
            return Lead::To(address.to_owned());
        }
        let (path, place) = address.split_once('#').map_or((address, None), |(path, place)| (path, Some(place)));
        let path = resolved(folder(here), path.split('?').next().unwrap_or_default());
        if self.pages.contains_key(path.as_str()) {
            return Lead::To(place.map_or_else(|| format!("#{path}"), |place| format!("#{path}/{place}")));
        }
        let base = self.frame.survey.canonical.as_ref().map(|url| url.trim_end_matches('/'));
        let place = place.map(|place| format!("#{place}")).unwrap_or_default();
        base.map_or(Lead::Nowhere, |base| Lead::To(format!("{base}/{path}{place}")))
    }

    /// A file of the site within the address itself.
    fn embedded(&self, folder: &str, address: &str) -> Option<String> {
        if address.starts_with("data:") {
            return Some(address.to_owned());
        }
        let path = resolved(folder, address);
        let bytes = self.site.get(&path)?;
        Some(format!("data:{};base64,{}", media_type(&path)?, BASE64_STANDARD.encode(bytes)))
    }

    /// The style sheets of all pages, with what they load.
    fn style(&self) -> String {
        let sheets = self.loaded(|survey| &survey.sheets);
        let text = |path: &String| {
            let text = String::from_utf8_lossy(self.site.get(path)?).into_owned();
            let mut whole = text.clone();
            for (range, target) in references(&text, path).into_iter().rev() {
                replace(&mut whole, range, self.embedded("", &target));
            }
            // Nothing in a style sheet ends the element that it stands in.
            Some(whole.replace("</", "<\\/"))
        };
        sheets.iter().filter_map(text).collect()
    }

    /// The scripts of all pages, in the order in which they load.
    fn scripts(&self) -> Vec<String> {
        let text = |path: &String| Some(String::from_utf8_lossy(self.site.get(path)?).into_owned());
        // Nor does anything in a script, in a string or a pattern.
        let safe = |text: String| text.replace("</", "<\\/").replace("<!--", "<\\!--");
        self.loaded(|survey| &survey.scripts).iter().filter_map(text).map(safe).collect()
    }

    /// What pages load, each once: what only some pages need comes before what all do, as it does on these.
    fn loaded(&self, of: impl Fn(&Survey) -> &Vec<String>) -> Vec<String> {
        let paths = |(path, leaf): (&&str, &Leaf<'_>)| -> Vec<_> {
            of(&leaf.survey).iter().map(|address| resolved(folder(path), address)).collect()
        };
        let mut lists: Vec<_> = self.pages.iter().map(paths).collect();
        lists.sort_by_key(|list| std::cmp::Reverse(list.len()));
        let mut seen = BTreeSet::new();
        lists.into_iter().flatten().filter(|path| seen.insert(path.clone())).collect()
    }
}

fn wrong(path: &str, error: DocumentError) -> OfflineError {
    OfflineError::Page(path.to_owned(), error.0)
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html") && !path.starts_with(HANDOUTS) && !is_part(path) && path != OVERVIEW_OF_PARTS
}

fn leaf<'a>(site: &'a Artifacts, path: &str) -> Result<Leaf<'a>, OfflineError> {
    let bytes = site.get(path).map(Vec::as_slice).unwrap_or_default();
    let html = std::str::from_utf8(bytes).map_err(|error| OfflineError::Page(path.to_owned(), error.to_string()))?;
    Ok(Leaf { html, survey: survey(html).map_err(|error| wrong(path, error))? })
}

/// The paths of a part, the one to begin with first.
fn chosen<'a>(leaves: &BTreeMap<&'a str, Leaf<'a>>, part: Part<'_>) -> Result<Vec<&'a str>, OfflineError> {
    let first = match part {
        Part::Whole => START.to_owned(),
        Part::Meeting(id) => format!("{MEETINGS}{id}.html"),
    };
    let Some((&first, _)) = leaves.get_key_value(first.as_str()) else {
        let id = |path: &&str| Some(path.strip_prefix(MEETINGS)?.strip_suffix(".html")?.to_owned());
        return Err(OfflineError::Unknown(leaves.keys().filter_map(id).filter(|id| id != "index").collect()));
    };
    let mut known = BTreeSet::from([first]);
    let mut todo = vec![first];
    while let Some(path) = todo.pop() {
        let is_paper = path.starts_with(PAPERS) && !path.ends_with(OVERVIEW);
        if part == Part::Whole || path == first || is_paper {
            let survey = &leaves[path].survey;
            let links = if part == Part::Whole { &survey.all_links } else { &survey.links };
            let targets = links.iter().filter(|address| !is_elsewhere(address));
            let targets = targets.map(|address| resolved(folder(path), address.split(['#', '?']).next().unwrap_or("")));
            let targets: Vec<_> =
                targets.filter_map(|target| Some(*leaves.get_key_value(target.as_str())?.0)).collect();
            todo.extend(targets.into_iter().filter(|target| known.insert(target)));
        }
    }
    known.remove(first);
    Ok([first].into_iter().chain(known).collect())
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `https://…`, `mailto:…`, `//host/…`.
fn is_elsewhere(address: &str) -> bool {
    address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) || address.starts_with("//")
}

fn media_type(path: &str) -> Option<&'static str> {
    let (_, end) = path.rsplit_once('.')?;
    Some(match end {
        "avif" => "image/avif",
        "css" => "text/css",
        "gif" => "image/gif",
        "jpeg" | "jpg" => "image/jpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

fn replace(text: &mut String, range: Range<usize>, by: Option<String>) {
    if let Some(by) = by {
        text.replace_range(range, &by);
    }
}

/// Nothing but what stands in the file runs, is shown or styles it: these scripts, this style.
fn policy(style: &str, scripts: &[String]) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let mut policy = format!("default-src 'none'; style-src {} data:; img-src data:; font-src data:", hash(style));
    if !scripts.is_empty() {
        let hashes: Vec<_> = scripts.iter().map(|script| hash(script)).collect();
        let _ = write!(policy, "; script-src {}", hashes.join(" "));
    }
    policy + "; form-action 'self'; base-uri 'none'"
}
