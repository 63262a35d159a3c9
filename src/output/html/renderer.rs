//! Pages as text. What looks alike on all pages of a place, the menu and the foot, is rendered once for all of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::super::assets::{Assets, TEMPLATES};
use super::super::embedding::Charts;
use super::super::structured::structured;
use super::super::{Material, embedding as embedded, search};
use super::site;
use crate::page::PageKind;
use crate::template::{Filter, TemplateError, Templates, View};
use crate::view::compose::Input;
use crate::view::hypertext::{ASSUMED, Pen, assumed, mark};
use crate::view::{NavItem, Page, Site};

const MENU: &str = "menue.html";
const FOOT: &str = "fuss.html";

/// What renders the pages of a site.
#[derive(Debug)]
pub(super) struct Renderer<'a> {
    material: Material<'a>,
    templates: Templates,
    /// The pages that menu and foot lead to: there they look like on no other page.
    listed: BTreeSet<String>,
    frames: Mutex<BTreeMap<Place, Arc<Frame>>>,
}

/// What menu and foot know of a page.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Place {
    root: String,
    section: String,
    /// Empty where they do not lead to it.
    path: String,
}

/// What stands around the pages of a place.
#[derive(Debug)]
struct Frame {
    menu: String,
    foot: String,
}

/// A page as its template sees it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    page: &'a Page,
    /// What search engines are told, as JSON that may stand in a script element.
    structured: Option<String>,
    /// The picture of those who share it.
    preview: Option<embedded::Preview>,
    /// The menu, as HTML.
    menu: &'a str,
    /// The foot, as HTML.
    foot: &'a str,
}

impl<'a> Renderer<'a> {
    /// For a site of these `kinds` of page.
    ///
    /// # Errors
    /// What the template engine has to say of the templates.
    pub(super) fn new(material: Material<'a>, kinds: &[&'static PageKind]) -> Result<Self, TemplateError> {
        let site = site(material, kinds);
        let templates = templates(material, &site)?;
        Ok(Self { material, templates, listed: listed(&site), frames: Mutex::default() })
    }

    /// The same, where the index of the search has a path.
    ///
    /// # Errors
    /// What the template engine has to say.
    pub(super) fn with_index(mut self, path: &str) -> Result<Self, TemplateError> {
        let mut assets = Assets::of(self.material).addresses;
        assets.insert(search::INDEX.to_owned(), path.to_owned());
        self.templates.share("assets", &assets)?;
        Ok(Self { frames: Mutex::default(), ..self })
    }

    pub(super) fn templates(&self) -> &Templates {
        &self.templates
    }

    /// A page as it is written; `charts` are at least those of the page itself and of the first one.
    pub(super) fn text(&self, charts: &Charts<'_>, page: Cow<'_, Page>) -> Result<Vec<u8>, TemplateError> {
        let preview = embedded::preview(self.material, charts, &page);
        let structured = structured(self.material, &page);
        let frame = self.frame(&page)?;
        let mut page = page.into_owned();
        let (root, here) = (page.root.clone(), page.path.clone());
        Pen::new(self.material.input, &root, &here).page(&mut page);
        let shown = Shown { page: &page, structured, preview, menu: &frame.menu, foot: &frame.foot };
        let view = View::of(&shown)?;
        let template = page.template;
        // Long lists are not in memory twice.
        drop(page);
        Ok(self.templates.render_view(template, view)?.into_bytes())
    }

    fn frame(&self, page: &Page) -> Result<Arc<Frame>, TemplateError> {
        let path = if self.listed.contains(&page.path) { page.path.clone() } else { String::new() };
        let place = Place { root: page.root.clone(), section: page.section.clone(), path };
        let frames = || self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(frame) = frames().get(&place) {
            return Ok(Arc::clone(frame));
        }
        let rendered = |template| self.templates.render(template, &place);
        let frame = Arc::new(Frame { menu: rendered(MENU)?, foot: rendered(FOOT)? });
        frames().insert(place, Arc::clone(&frame));
        Ok(frame)
    }
}

/// The pages that menu and foot lead to.
fn listed(site: &Site) -> BTreeSet<String> {
    let items: Vec<&NavItem> = site.nav.iter().flat_map(|group| &group.items).chain(&site.footer).collect();
    let below = items.iter().flat_map(|item| &item.below);
    items.iter().copied().chain(below).map(|item| item.path.clone()).collect()
}

/// The templates, and what all pages share.
fn templates(material: Material<'_>, site: &Site) -> Result<Templates, TemplateError> {
    let mut texts = Vec::new();
    for file in material.theme {
        let Some(name) = file.path.strip_prefix(TEMPLATES) else { continue };
        let text = std::str::from_utf8(&file.bytes).map_err(|error| TemplateError(format!("{name}: {error}")))?;
        texts.push((name, text, file.built_in));
    }
    let word = material.input.messages.get(ASSUMED).to_owned();
    let filters: [(&str, Filter); 2] =
        [("zeichen", Box::new(mark)), ("annahme", Box::new(move |text| assumed(&word, text)))];
    let mut templates = Templates::new(texts, filters)?;
    templates.share("site", site)?;
    templates.share("t", &words(material.input))?;
    templates.share("assets", &Assets::of(material).addresses)?;
    Ok(templates)
}

/// The words of templates: the keys that begin with `ui_`.
fn words<'a>(input: &'a Input<'a>) -> BTreeMap<String, &'a str> {
    input.messages.section("ui_").into_iter().map(|(key, text)| (format!("ui_{key}"), text)).collect()
}
