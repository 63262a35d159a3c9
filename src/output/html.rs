//! The pages of the site as HTML.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::assets::{Assets, TEMPLATES, hashed};
use super::structured::structured;
use super::{Artifacts, Material, Output, banner, policy, search};
use crate::content::names::Kind;
use crate::content::site::Contact;
use crate::diagnostics::Diagnostic;
use crate::export::{FEED, feed};
use crate::page::{Menu, PAGES, PageKind, moved};
use crate::template::{TemplateError, Templates};
use crate::view::compose::{Input, address};
use crate::view::format::Print;
use crate::view::{Link, NavGroup, NavItem, Page, Site};

pub(super) const OUTPUT: Output = Output { name: "html", render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let pages: Vec<(&'static str, Vec<Page>)> =
        PAGES.par_iter().map(|kind| (kind.section, (kind.pages)(material.input))).collect();
    let index = search::index(material.input, pages.iter().flat_map(|(_, pages)| pages));
    let index_path = hashed(search::INDEX, &index);
    let templates = templates(material, &pages, &index_path).map_err(diagnostic)?;
    let further = further(material, &pages);
    let rendered: Result<Vec<_>, _> = pages
        .par_iter()
        .flat_map(|(_, pages)| pages)
        .chain(&further)
        .map(|page| {
            let shown = Shown { page, structured: structured(material, page) };
            Ok((page.path.clone(), templates.render(page.template, &shown)?.into_bytes()))
        })
        .collect();
    artifacts.extend(rendered.map_err(diagnostic)?);
    artifacts.insert(index_path, index);
    Ok(())
}

/// A page as its template sees it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    page: &'a Page,
    /// What search engines are told, as JSON that may stand in a script element.
    structured: Option<String>,
}

/// Pages of no section: those that forward to one that there is, and the one for all addresses that there are not.
fn further(material: Material<'_>, pages: &[(&'static str, Vec<Page>)]) -> Vec<Page> {
    let paths: BTreeSet<&str> = pages.iter().flat_map(|(_, pages)| pages).map(|page| page.path.as_str()).collect();
    let leads = |page: &Page| page.target.as_deref().is_some_and(|target| paths.contains(target));
    let mut further = moved::forwarding(material.input);
    further.retain(|page| leads(page) && !paths.contains(page.path.as_str()));
    further.push(moved::missing(material.input, material.root().as_deref()));
    further
}

fn diagnostic(error: TemplateError) -> Diagnostic {
    Diagnostic::general("E0502").with("meldung", error.0)
}

fn templates(
    material: Material<'_>,
    pages: &[(&'static str, Vec<Page>)],
    index_path: &str,
) -> Result<Templates, TemplateError> {
    let mut texts = Vec::new();
    for file in material.theme {
        let Some(name) = file.path.strip_prefix(TEMPLATES) else { continue };
        let text = std::str::from_utf8(&file.bytes).map_err(|error| TemplateError(format!("{name}: {error}")))?;
        texts.push((name, text, file.built_in));
    }
    let papers = material.input.papers.clone();
    let linked = move |text: &str, root: &str, here: &str| papers.linked(text, root, here);
    let mut templates = Templates::new(texts, linked)?;
    templates.share("site", &site(material, pages))?;
    templates.share("t", &words(material.input))?;
    let mut assets = Assets::of(material.theme).addresses;
    assets.insert(search::INDEX.to_owned(), index_path.to_owned());
    templates.share("assets", &assets)?;
    Ok(templates)
}

/// The words of templates: the keys that begin with `ui_`.
fn words<'a>(input: &'a Input<'a>) -> BTreeMap<String, &'a str> {
    input.messages.section("ui_").into_iter().map(|(key, text)| (format!("ui_{key}"), text)).collect()
}

fn site(material: Material<'_>, pages: &[(&'static str, Vec<Page>)]) -> Site {
    let input = material.input;
    let (model, messages) = (input.model, input.messages);
    let as_of = input.analysis.as_of;
    Site {
        lang: messages.language().tag().to_owned(),
        title: model.site.title.clone(),
        subtitle: model.site.subtitle.clone(),
        publisher: model.site.publisher.clone(),
        as_of: Print::new(messages).day(as_of),
        as_of_iso: as_of.to_string(),
        nav: navigation(input, pages),
        footer: items(input, pages, Menu::Footer).into_iter().chain(free_pages(input)).collect(),
        banner: banner(messages, material.view),
        contact: contact(&model.site.contact),
        base_url: material.base_url.map(str::to_owned),
        policy: policy::CONTENT,
        feed: (!feed::entries(input).is_empty()).then_some(FEED),
    }
}

fn contact(contact: &Contact) -> Vec<Link> {
    let plain = |text: &Option<String>| text.clone().map(|text| Link { text, href: None });
    let email = contact.email.clone().map(|email| Link { href: Some(format!("mailto:{email}")), text: email });
    [plain(&contact.title), plain(&contact.address), email, plain(&contact.phone)].into_iter().flatten().collect()
}

/// Sections that have pages, in groups.
fn navigation(input: &Input<'_>, pages: &[(&'static str, Vec<Page>)]) -> Vec<NavGroup> {
    let groups = [
        (Menu::Standing, "menue.stand"),
        (Menu::Strategy, "menue.strategie"),
        (Menu::Work, "menue.umsetzung"),
        (Menu::Council, "menue.rat"),
    ];
    let groups = groups
        .into_iter()
        .map(|(menu, key)| NavGroup { title: input.messages.get(key).to_owned(), items: items(input, pages, menu) });
    groups.filter(|group| !group.items.is_empty()).collect()
}

fn items(input: &Input<'_>, pages: &[(&'static str, Vec<Page>)], menu: Menu) -> Vec<NavItem> {
    let shown: Vec<_> =
        PAGES.iter().zip(pages).filter(|(_, (_, pages))| !pages.is_empty()).map(|(one, _)| one).collect();
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
    shown.iter().filter(|kind| place(kind, &shown) == menu).map(with_below).collect()
}

/// Where a kind of page stands in the navigation: where its parent would, if that has no pages.
fn place(kind: &PageKind, shown: &[&PageKind]) -> Menu {
    let Menu::Below(parent) = kind.menu else { return kind.menu };
    let parent = PAGES.iter().find(|one| one.section == parent);
    let lost = parent.filter(|parent| !shown.iter().any(|one| one.section == parent.section));
    lost.map_or(kind.menu, |parent| parent.menu)
}

/// Free pages in the footer, in their own order.
fn free_pages(input: &Input<'_>) -> Vec<NavItem> {
    let mut pages: Vec<_> = input.model.pages.iter().collect();
    pages.sort_by_key(|page| (page.order.unwrap_or(u32::MAX), page.head.id.value.clone()));
    let item = |page: &crate::content::free_page::FreePage| NavItem {
        title: page.head.title.clone(),
        path: address(Kind::Page, &page.head.id),
        section: "seiten".to_owned(),
        ..NavItem::default()
    };
    pages.into_iter().map(item).collect()
}
