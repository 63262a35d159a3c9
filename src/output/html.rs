//! The pages of the site as HTML: all of them, or one that is asked for.

mod renderer;
mod single;

use std::borrow::Cow;
use std::collections::BTreeSet;

use self::renderer::Renderer;
pub(super) use self::single::Pages;
use super::archive::kept;
use super::assets::{Assets, TEMPLATES, hashed};
use super::embedding::Charts;
use super::made::{Hand, Handed, Made};
use super::{Count, Following, Material, Stage, banner, design, embedding as embedded, policy, search};
use crate::content::free_page::{ACCESSIBILITY, FreePage};
use crate::content::names::Kind;
use crate::content::section::Section;
use crate::content::site::Contact;
use crate::diagnostics::Diagnostic;
use crate::export::{FEED, feed};
use crate::page::embedding::{item, overview};
use crate::page::{LARGE, Large, Menu, PAGES, PageKind, archive, moved};
use crate::template::TemplateError;
use crate::view::chapters::{self, in_order};
use crate::view::compose::{Edition, Input, address};
use crate::view::embedding::{self, Embedding, Part};
use crate::view::format::Print;
use crate::view::search::Entry;
use crate::view::{Link, NavGroup, NavItem, Page, Site, accessibility};
use rayon::prelude::*;

pub(super) const OUTPUT: Following = Following { of: &[], render };

fn render(material: Material<'_>, made: &mut Made<'_>) -> Result<(), Diagnostic> {
    let kinds = kinds(material);
    let shown: Vec<&'static PageKind> = kinds.iter().map(|(kind, _)| *kind).collect();
    // Where nothing is a part of something else, a page goes when it is rendered.
    let (kept, going) = if embedded::has_parts(material) { (kinds, Vec::new()) } else { (Vec::new(), kinds) };
    let parts = embedding::parts(kept.iter().flat_map(|(_, pages)| pages).flatten());
    let charts = embedded::charts(&parts);
    let theme_asks = theme_asks(material);
    let count = &material.watch.begin(Stage::Pages, 0);
    let work = Work { material, theme_asks, charts: &charts, count, hand: made.hand() };
    let renderer = Renderer::new(material, &shown).map_err(diagnostic)?;
    let kept = kept.par_iter().map(|(kind, pages)| (*kind, pages.as_deref().map(Cow::Borrowed)));
    let all = kept.chain(going.into_par_iter().map(|(kind, pages)| (kind, pages.map(Cow::Owned))));
    let of_kind = |(kind, pages): (&'static PageKind, Option<Cow<'_, [Page]>>)| work.kind(&renderer, kind, pages);
    let ready: Vec<Vec<Ready>> = all.map(of_kind).collect::<Result<_, _>>().map_err(diagnostic)?;

    let (mut found, mut searching) = (Vec::new(), Vec::new());
    for Ready { handed, entry, page } in ready.into_iter().flatten() {
        made.note(handed);
        found.extend(entry);
        searching.extend(page);
    }
    let index = wants_index(theme_asks, material.input).then(|| search::index(material.input, found));
    let index_path = index.as_ref().map(|index| hashed(search::INDEX, index));
    let renderer = match &index_path {
        Some(path) => renderer.with_index(path).map_err(diagnostic)?,
        None => renderer,
    };
    let further = further(material, &searching, &parts, made);
    work.count.more(further.len());
    let rest = searching.into_par_iter().chain(further).map(|page| work.page(&renderer, Cow::Owned(page)));
    made.note(rest.collect::<Result<Vec<_>, _>>().map_err(diagnostic)?);
    made.extend(embedded::render(material, renderer.templates(), &parts).map_err(diagnostic)?);
    made.extend(index_path.zip(index));
    Ok(())
}

/// A thread takes so many pages of a kind at once: the last of many shall not wait for one thread, while the others have none.
const AT_ONCE: usize = 32;

/// What all pages are rendered with.
#[derive(Clone, Copy)]
struct Work<'a> {
    material: Material<'a>,
    /// As [`theme_asks`] tells, asked once.
    theme_asks: bool,
    /// At least those of the page itself and of the first one.
    charts: &'a Charts<'a>,
    count: &'a Count<'a>,
    hand: Hand<'a>,
}

/// What is left of a page when it has been rendered, or of one that cannot be before the index of the search is there.
struct Ready {
    handed: Option<Handed>,
    /// What the search finds of it, if it stands for no single record.
    entry: Option<Entry>,
    page: Option<Page>,
}

impl Work<'_> {
    /// The pages of a kind: those that were composed, else all, each of them only when it is its turn if that is possible.
    fn kind(
        self,
        renderer: &Renderer<'_>,
        kind: &PageKind,
        composed: Option<Cow<'_, [Page]>>,
    ) -> Result<Vec<Ready>, TemplateError> {
        let input = self.material.input;
        let (count, one) = (self.count, |page: Cow<'_, Page>| self.ready(renderer, page));
        if let Some(Cow::Borrowed(pages)) = composed {
            count.more(pages.len());
            return pages.par_iter().with_max_len(AT_ONCE).map(|page| one(Cow::Borrowed(page))).collect();
        }
        if let Some(single) = large(kind).filter(|_| composed.is_none()).and_then(|large| large.single) {
            let pages = (single.each)(input);
            count.more(pages.len());
            return pages.into_par_iter().with_max_len(AT_ONCE).map(|page| one(Cow::Owned(page()))).collect();
        }
        let pages = composed.map_or_else(|| (kind.pages)(input), Cow::into_owned);
        count.more(pages.len());
        pages.into_par_iter().with_max_len(AT_ONCE).map(|page| one(Cow::Owned(page))).collect()
    }

    fn ready(self, renderer: &Renderer<'_>, page: Cow<'_, Page>) -> Result<Ready, TemplateError> {
        let entry = search::entry(&page);
        if loads_index(self.theme_asks, &page) {
            return Ok(Ready { handed: None, entry, page: Some(page.into_owned()) });
        }
        Ok(Ready { handed: Some(self.page(renderer, page)?), entry, page: None })
    }

    fn page(self, renderer: &Renderer<'_>, page: Cow<'_, Page>) -> Result<Handed, TemplateError> {
        let path = page.path.clone();
        let handed = self.hand.give(path, renderer.text(self.charts, page)?);
        self.count.step();
        Ok(handed)
    }
}

/// The kinds of page that the site has, each with its pages. Where there are many, and nothing asks for all pages at once,
/// they are left to be composed when they are rendered: of most of a large site's pages there is never more than the text.
fn kinds(material: Material<'_>) -> Vec<(&'static PageKind, Option<Vec<Page>>)> {
    let all_at_once = embedded::has_parts(material);
    let of = |kind: &'static PageKind| match large(kind).filter(|_| !all_at_once) {
        Some(large) => (large.any)(material.input).then_some((kind, None)),
        None => Some((kind.pages)(material.input)).filter(|pages| !pages.is_empty()).map(|pages| (kind, Some(pages))),
    };
    PAGES.par_iter().filter(|kind| material.input.has_folder(kind.section)).filter_map(of).collect()
}

/// The page of the search does, and any other where a theme of the city's own asks for it.
fn loads_index(theme_asks: bool, page: &Page) -> bool {
    page.path == search::SEARCH || theme_asks
}

fn wants_index(theme_asks: bool, input: &Input<'_>) -> bool {
    input.has(Section::Search) || theme_asks
}

/// Whether a theme of the city's own asks for the index of the search.
fn theme_asks(material: Material<'_>) -> bool {
    let own = material.theme.iter().filter(|file| !file.built_in && file.path.starts_with(TEMPLATES));
    let asks = |bytes: &[u8]| bytes.windows(search::INDEX.len()).any(|word| word == search::INDEX.as_bytes());
    own.into_iter().any(|file| asks(&file.bytes))
}

/// How a kind is composed that has much to compose.
fn large(kind: &PageKind) -> Option<&'static Large> {
    LARGE.iter().find(|large| large.section == kind.section)
}

/// Pages of no section, beside those that are made or `left` to be: those that forward to one that there is, what can be embedded, the one for all addresses that
/// there are not, and the archive.
fn further(material: Material<'_>, left: &[Page], parts: &[Part<'_>], made: &Made<'_>) -> Vec<Page> {
    let left: BTreeSet<&str> = left.iter().map(|page| page.path.as_str()).collect();
    let is_page = |path: &str| made.has(path) || left.contains(path);
    let leads = |page: &Page| page.target.as_deref().is_some_and(is_page);
    let mut further = moved::forwarding(material.input);
    further.retain(|page| leads(page) && !is_page(&page.path));
    let assets = Assets::of(material).addresses;
    let script = assets.get(embedded::SCRIPT).map(String::as_str);
    if material.input.embedding != Embedding::Nothing {
        further.push(overview(material.input, parts, material.base_url, script));
    }
    further.push(moved::missing(material.input, material.root().as_deref()));
    further.extend(material.input.archive.map(|_| archive::page(material.input, &kept(made.kept()))));
    further
}

fn diagnostic(error: TemplateError) -> Diagnostic {
    Diagnostic::general("E0502").with("meldung", error.0)
}

fn site(material: Material<'_>, kinds: &[&PageKind]) -> Site {
    let input = material.input;
    let (model, messages) = (input.model, input.messages);
    let as_of = input.analysis.as_of;
    Site {
        lang: messages.language().tag().to_owned(),
        title: model.site.title.clone(),
        logo: design::logo(&model.site.design, material.sources),
        subtitle: model.site.subtitle.clone(),
        publisher: model.site.publisher.clone(),
        as_of: if input.edition == Edition::Handbook { String::new() } else { Print::new(messages).day(as_of) },
        as_of_iso: as_of.to_string(),
        nav: navigation(input, kinds),
        footer: footer(input, kinds),
        banner: banner(messages, material.view),
        contact: contact(&model.site.contact),
        feedback: model
            .site
            .owes_declaration()
            .then(|| format!("{}#{}", accessibility::path(), accessibility::FEEDBACK)),
        feedback_email: model.site.declaration.feedback.email.clone(),
        base_url: material.base_url.map(str::to_owned),
        policy: policy::CONTENT,
        feed: feed::any(input).then_some(FEED),
        search: input.has(Section::Search).then_some(search::SEARCH),
    }
}

fn footer(input: &Input<'_>, kinds: &[&PageKind]) -> Vec<NavItem> {
    let embedding = (input.embedding != Embedding::Nothing).then(|| item(input));
    items(input, kinds, Menu::Footer).into_iter().chain(embedding).chain(free_pages(input)).collect()
}

fn contact(contact: &Contact) -> Vec<Link> {
    let plain = |text: &Option<String>| text.clone().map(|text| Link { text, href: None });
    let email = contact.email.clone().map(|email| Link { href: Some(format!("mailto:{email}")), text: email });
    [plain(&contact.title), plain(&contact.address), email, plain(&contact.phone)].into_iter().flatten().collect()
}

/// The `kinds` of page that the site has, in groups.
fn navigation(input: &Input<'_>, kinds: &[&PageKind]) -> Vec<NavGroup> {
    let groups = [
        (Menu::Standing, "menue.stand"),
        (Menu::Strategy, "menue.strategie"),
        (Menu::Work, "menue.umsetzung"),
        (Menu::Council, "menue.rat"),
    ];
    let groups = groups
        .into_iter()
        .map(|(menu, key)| NavGroup { title: input.messages.get(key).to_owned(), items: items(input, kinds, menu) });
    groups.chain(chapters_of(input)).filter(|group| !group.items.is_empty()).collect()
}

/// The parts of what is read chapter by chapter. Chapters are of no section: none of them stands for the others.
fn chapters_of<'a>(input: &'a Input<'_>) -> impl Iterator<Item = NavGroup> + 'a {
    let item = |page: &&FreePage| NavItem { section: String::new(), ..free_page(page) };
    let group = move |part: chapters::Part<'_>| NavGroup {
        title: part.title.to_owned(),
        items: part.chapters.iter().map(item).collect(),
    };
    chapters::parts(input.model).into_iter().map(group)
}

fn free_page(page: &FreePage) -> NavItem {
    NavItem {
        title: page.head.title.clone(),
        path: address(Kind::Page, &page.head.id),
        section: "seiten".to_owned(),
        ..NavItem::default()
    }
}

fn items(input: &Input<'_>, shown: &[&PageKind], menu: Menu) -> Vec<NavItem> {
    let item = |kind: &PageKind| NavItem {
        title: input.messages.get(&format!("seite.{}.titel", kind.section)).to_owned(),
        path: format!("{}/index.html", kind.section),
        section: kind.section.to_owned(),
        ..NavItem::default()
    };
    let with_below = |kind: &&PageKind| {
        let below: Vec<_> =
            shown.iter().filter(|one| one.menu == Menu::Below(kind.section)).map(|one| item(one)).collect();
        let open_on = below.iter().map(|one| one.section.clone()).chain([kind.section.to_owned()]).collect();
        NavItem { below, open_on, ..item(kind) }
    };
    shown.iter().filter(|kind| place(kind, shown) == menu).map(with_below).collect()
}

/// Where a kind of page stands in the navigation: where its parent would, if that has no pages.
fn place(kind: &PageKind, shown: &[&PageKind]) -> Menu {
    let Menu::Below(parent) = kind.menu else { return kind.menu };
    let parent = PAGES.iter().find(|one| one.section == parent);
    let lost = parent.filter(|parent| !shown.iter().any(|one| one.section == parent.section));
    lost.map_or(kind.menu, |parent| parent.menu)
}

/// Free pages in the footer, in their own order; chapters stand in the menu.
fn free_pages(input: &Input<'_>) -> Vec<NavItem> {
    let pages = in_order(input.model);
    let declaration = NavItem {
        title: input.messages.get("barrierefreiheit.titel").to_owned(),
        path: accessibility::path(),
        section: "seiten".to_owned(),
        ..NavItem::default()
    };
    let is_unwritten =
        input.model.site.owes_declaration() && !pages.iter().any(|page| page.head.id.value == ACCESSIBILITY);
    let single = pages.into_iter().filter(|page| page.part.is_none());
    single.map(free_page).chain(is_unwritten.then_some(declaration)).collect()
}
