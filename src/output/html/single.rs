//! Pages that are asked for one by one: each is composed when it is, and reads as among all of [`super::render`].

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::super::{Material, embedding as embedded, search};
use super::renderer::Renderer;
use super::{diagnostic, hashed, large, loads_index, theme_asks, wants_index};
use crate::diagnostics::Diagnostic;
use crate::page::moved::{MISSING, forwarding, missing};
use crate::page::{PAGES, PageKind};
use crate::view::Page;
use crate::view::compose::Input;
use crate::view::embedding::{self, Embedding, is_part};

/// The first page of the site.
const START: &str = "index.html";

/// The pages of a site, each made when it is asked for.
#[derive(Debug)]
pub(in crate::output) struct Pages<'a> {
    material: Material<'a>,
    /// The kinds of page that the site has.
    shown: Vec<&'static PageKind>,
    renderer: Renderer<'a>,
    composed: Composed<'a>,
    search: OnceLock<Result<Search<'a>, Diagnostic>>,
}

/// The index of the search, and what renders the pages that load it.
#[derive(Debug)]
struct Search<'a> {
    path: String,
    index: Vec<u8>,
    renderer: Renderer<'a>,
}

impl<'a> Pages<'a> {
    /// # Errors
    /// What the template engine has to say of the templates.
    pub(in crate::output) fn new(material: Material<'a>) -> Result<Self, Diagnostic> {
        let composed = Composed::new(material);
        let shown = composed.shown();
        let renderer = Renderer::new(material, &shown).map_err(diagnostic)?;
        Ok(Self { material, shown, renderer, composed, search: OnceLock::new() })
    }

    /// The page at a path, or the index of the search; none where there is nothing that can be made alone.
    ///
    /// # Errors
    /// What the template engine has to say.
    pub(in crate::output) fn file(&self, path: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let theme_asks = theme_asks(self.material);
        if search::is_index(path) && wants_index(theme_asks, self.material.input) {
            let search = self.search()?;
            return Ok((search.path == path).then(|| search.index.clone()));
        }
        let Some(page) = self.page(path) else { return Ok(None) };
        let start = embedded::has_previews(self.material).then(|| self.composed.page(START)).flatten();
        let shared = start.iter().flat_map(|start| [&page, start]);
        let parts = embedding::parts(shared);
        let renderer = if loads_index(theme_asks, &page) { &self.search()?.renderer } else { &self.renderer };
        renderer.text(&embedded::charts(&parts), Cow::Borrowed(&page)).map(Some).map_err(diagnostic)
    }

    /// Whether it is certain that there is no file at a path, whatever else is made.
    pub(in crate::output) fn lacks(&self, path: &str) -> bool {
        let embedded = is_part(path) || self.material.input.embedding != Embedding::Nothing;
        path.ends_with(".html") && !embedded && self.page(path).is_none()
    }

    /// A page of a kind, a page that forwards to one, or the one for all addresses that there are not.
    fn page(&self, path: &str) -> Option<Page> {
        let leads = |page: &Page| page.target.as_deref().is_some_and(|target| self.composed.page(target).is_some());
        let input = self.material.input;
        let moved = || forwarding(input).into_iter().find(|page| page.path == path && leads(page));
        let missing = || (path == MISSING).then(|| missing(input, self.material.root().as_deref()));
        self.composed.page(path).or_else(missing).or_else(moved)
    }

    fn search(&self) -> Result<&Search<'a>, Diagnostic> {
        let search = self.search.get_or_init(|| {
            let index = search::index(self.material.input, self.composed.overviews().iter().filter_map(search::entry));
            let path = hashed(search::INDEX, &index);
            let renderer = Renderer::new(self.material, &self.shown).and_then(|renderer| renderer.with_index(&path));
            let renderer = renderer.map_err(diagnostic)?;
            Ok(Search { path, index, renderer })
        });
        search.as_ref().map_err(Clone::clone)
    }
}

/// Pages of the kinds, composed when they are asked for.
#[derive(Debug)]
struct Composed<'a> {
    material: Material<'a>,
    kinds: Vec<ComposedKind>,
}

/// A kind that the site can have, with all of its pages.
#[derive(Debug)]
struct ComposedKind {
    kind: &'static PageKind,
    pages: OnceLock<Vec<Page>>,
}

impl ComposedKind {
    fn all(&self, input: &Input<'_>) -> &[Page] {
        self.pages.get_or_init(|| (self.kind.pages)(input))
    }

    fn any(&self, input: &Input<'_>) -> bool {
        large(self.kind).map_or_else(|| !self.all(input).is_empty(), |large| (large.any)(input))
    }
}

impl<'a> Composed<'a> {
    fn new(material: Material<'a>) -> Self {
        let kinds = PAGES.iter().filter(|kind| material.input.has_folder(kind.section));
        Self { material, kinds: kinds.map(|kind| ComposedKind { kind, pages: OnceLock::new() }).collect() }
    }

    /// The kinds that have pages.
    fn shown(&self) -> Vec<&'static PageKind> {
        let input = self.material.input;
        self.kinds.par_iter().filter(|one| one.any(input)).map(|one| one.kind).collect()
    }

    /// The page at a path. The kind that is called like its folder is asked first, large ones last.
    fn page(&self, path: &str) -> Option<Page> {
        let input = self.material.input;
        let (folder, _) = path.strip_suffix(".html")?.rsplit_once('/').unwrap_or_default();
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|one| (one.kind.section != folder, large(one.kind).is_some()));
        kinds.into_iter().find_map(|one| match large(one.kind).and_then(|large| large.single) {
            Some(single) => (single.page)(input, path),
            None => one.all(input).iter().find(|page| page.path == path).cloned(),
        })
    }

    /// All pages that stand for no single record, and some that do.
    fn overviews(&self) -> Vec<Page> {
        let input = self.material.input;
        let of = |one: &ComposedKind| match large(one.kind).and_then(|large| large.single) {
            Some(single) => single.overviews.iter().filter_map(|path| (single.page)(input, path)).collect(),
            None => one.all(input).to_vec(),
        };
        let kinds: Vec<Vec<Page>> = self.kinds.par_iter().map(of).collect();
        kinds.concat()
    }
}
