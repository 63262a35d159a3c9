//! What other sites may show: every part that [`crate::view::embedding`] names, as a page for a frame, as a fragment to
//! paste, and its drawings as pictures. All are rendered from the blocks and by the templates of the pages themselves.
//!
//! A page for a frame has the site's style sheet, and a script that tells how high it is. A fragment brings its own rules,
//! which hold for nothing but itself, and needs neither script nor any other file.

mod picture;
mod relink;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use self::relink::{Goal, Place};
use super::{Artifacts, Material, banner, design, hash};
use crate::handout::PDF;
use crate::markup::css::Sheet;
#[cfg(feature = "pdf")]
use crate::raster::Camera;
use crate::template::{TemplateError, Templates};
use crate::view::compose::Input;
use crate::view::embedding::{Embedding, FRAGMENTS, FRAMES, PICTURES, Part, stem};
use crate::view::format::Print;
use crate::view::hypertext::Pen;
use crate::view::{Block, Body, Page};

/// The script for sites that show parts in frames.
pub(super) const SCRIPT: &str = "rahmen.js";
/// Anchor of the element that a fragment's rules hold for.
const SCOPE: &str = "teil";

/// A part as its templates see it. Links count from the page that it is from.
#[derive(Serialize)]
struct Shown<'a> {
    path: &'a str,
    root: &'a str,
    /// Its page and its anchor there.
    origin: String,
    page_title: &'a str,
    title: &'a str,
    block: Block,
}

impl<'a> Shown<'a> {
    fn of(part: &'a Part<'_>, input: &Input<'_>) -> Self {
        let page = part.page;
        let file = page.path.rsplit('/').next().unwrap_or_default();
        let mut block = part.block.clone();
        Pen::new(input, &page.root, &page.path).block(&mut block);
        Self {
            path: &page.path,
            root: &page.root,
            origin: format!("{file}#{}", part.block.id),
            page_title: &page.title,
            title: &part.title,
            block,
        }
    }
}

/// The files of all parts where these are asked for, and the pictures of pages for those who share them.
///
/// # Errors
/// What the template engine has to say.
pub(super) fn render(
    material: Material<'_>,
    templates: &Templates,
    parts: &[Part<'_>],
) -> Result<Artifacts, TemplateError> {
    let sheet = sheet(material);
    let mut artifacts = Artifacts::new();
    let written = if material.input.embedding == Embedding::Nothing { &[] } else { parts };
    let files: Result<Vec<_>, _> = written
        .par_iter()
        .map(|part| {
            let shown = Shown::of(part, material.input);
            let frame = (format!("{FRAMES}/{}.html", part.name), frame(templates, &shown, part)?);
            let fragment =
                (format!("{FRAGMENTS}/{}.html", part.name), fragment(material, templates, &shown, &sheet, part)?);
            let pictures = part.pictures.iter().map(|picture| {
                (format!("{PICTURES}/{}.svg", picture.name), picture::svg(&sheet, picture, &origin(material, part)))
            });
            Ok([frame, fragment].into_iter().chain(pictures).collect::<Vec<_>>())
        })
        .collect();
    artifacts.extend(files?.into_iter().flatten().map(|(path, text)| (path, text.into_bytes())));
    #[cfg(feature = "pdf")]
    photograph(material, &sheet, parts, &mut artifacts)?;
    Ok(artifacts)
}

/// What stands for a page where somebody shares it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Preview {
    path: String,
    alt: String,
    width: u32,
    height: u32,
}

/// The preview of a page: its first chart, else that of the first page. There is none where the address of the site is
/// not known, for it needs a whole address; for what not everybody may see; and without the fonts to draw it.
pub(super) fn preview(material: Material<'_>, charts: &Charts<'_>, page: &Page) -> Option<Preview> {
    if !has_previews(material) || page.unlisted {
        return None;
    }
    let part = charts.get(page.path.as_str()).or_else(|| charts.get("index.html"))?;
    let input = material.input;
    let as_of = Print::new(input.messages).day(input.analysis.as_of);
    let told = [("titel", part.title.as_str()), ("site", input.model.site.title.as_str()), ("stand", as_of.as_str())];
    let (width, height) = (picture::CARD.0, picture::CARD.1);
    Some(Preview { path: preview_path(part), alt: input.messages.format("einbetten.vorschau", &told), width, height })
}

/// Whether anybody asks for parts: other sites, or those who share a page.
pub(super) fn has_parts(material: Material<'_>) -> bool {
    material.input.embedding != Embedding::Nothing || has_previews(material)
}

/// Whether pages have previews at all.
pub(super) fn has_previews(material: Material<'_>) -> bool {
    PDF && material.base_url.is_some() && material.view.is_none()
}

/// The first chart of each page, by its path.
pub(super) type Charts<'p> = BTreeMap<&'p str, &'p Part<'p>>;

pub(super) fn charts<'p>(parts: &'p [Part<'p>]) -> Charts<'p> {
    let mut charts = Charts::new();
    for part in parts.iter().filter(|part| matches!(part.block.body, Body::Chart { .. })) {
        charts.entry(&part.page.path).or_insert(part);
    }
    charts
}

fn preview_path(part: &Part<'_>) -> String {
    format!("{PICTURES}/vorschau-{}.png", stem(&part.page.path))
}

/// Drawings as PNG where that is asked for, and the previews of all pages.
#[cfg(feature = "pdf")]
fn photograph(
    material: Material<'_>,
    sheet: &Sheet,
    parts: &[Part<'_>],
    artifacts: &mut Artifacts,
) -> Result<(), TemplateError> {
    /// Dots for each unit: slides are looked at from near.
    const SCALE: u8 = 2;
    let drawn = |path: &&String| path.starts_with(PICTURES) && material.input.embedding == Embedding::Pictures;
    let drawings = artifacts
        .iter()
        .filter(|(path, _)| drawn(path))
        .map(|(path, bytes)| (path.replace(".svg", ".png"), String::from_utf8_lossy(bytes).into_owned(), SCALE));
    let shown = if has_previews(material) { charts(parts) } else { Charts::new() };
    let cards = shown.into_values().filter_map(|part| Some((preview_path(part), card(material, sheet, part)?, 1)));
    let all: Vec<_> = drawings.chain(cards).collect();
    if all.is_empty() {
        return Ok(());
    }
    let camera = Camera::new();
    let take = |(path, svg, scale): &(String, String, u8)| {
        let png = camera.png(svg, *scale).map_err(|why| TemplateError(format!("{path}: {why}")))?;
        Ok((path.clone(), png))
    };
    let taken: Result<Vec<_>, _> = all.par_iter().map(take).collect();
    artifacts.extend(taken?);
    Ok(())
}

#[cfg(feature = "pdf")]
fn card(material: Material<'_>, sheet: &Sheet, part: &Part<'_>) -> Option<String> {
    let input = material.input;
    let as_of = Print::new(input.messages).day(input.analysis.as_of);
    let as_of = format!("{} {as_of}", input.messages.get("ui_as_of"));
    let drawing = part.pictures.first()?.drawings.first()?;
    let (site, title) = (&input.model.site, &part.page.title);
    let from = [site.publisher.as_deref(), Some(site.title.as_str()).filter(|site| site != title)];
    let from = from.into_iter().flatten().collect::<Vec<_>>().join(", ");
    picture::card(sheet, &from, title, &as_of, drawing)
}

/// The style sheet of all pages.
fn sheet(material: Material<'_>) -> Sheet {
    let files = design::files(material.theme, material.input.model, material.sources);
    files.get(design::SHEET).map(|bytes| Sheet::new(&String::from_utf8_lossy(bytes))).unwrap_or_default()
}

fn frame(templates: &Templates, shown: &Shown<'_>, part: &Part<'_>) -> Result<String, TemplateError> {
    let text = templates.render("einbettung.html", shown)?;
    place(part, &id(part), Goal::Frame).relinked(&text)
}

fn fragment(
    material: Material<'_>,
    templates: &Templates,
    shown: &Shown<'_>,
    sheet: &Sheet,
    part: &Part<'_>,
) -> Result<String, TemplateError> {
    let text = templates.render("fragment.html", shown)?;
    let id = id(part);
    let text = place(part, &id, Goal::Elsewhere(material.base_url)).relinked(&text)?;
    let style = sheet.scoped(&text, &format!("{id}-{SCOPE}"));
    // The rules stand at the beginning of what they hold for.
    let (begin, rest) = text.split_once('>').unwrap_or((&text, ""));
    Ok(format!("{begin}>\n<style>{style}</style>{rest}"))
}

/// What begins the anchors of a part: no two on a page, and none of the page's own, begin with it.
fn id(part: &Part<'_>) -> String {
    const DIGITS: usize = 8;
    format!("spatz-{}", &hash(part.name.as_bytes())[..DIGITS])
}

fn place<'p>(part: &'p Part<'_>, id: &'p str, goal: Goal<'p>) -> Place<'p> {
    Place { path: &part.page.path, id, goal }
}

/// Where a picture is from, as it says itself.
fn origin(material: Material<'_>, part: &Part<'_>) -> picture::Origin {
    let input = material.input;
    let (site, messages) = (&input.model.site, input.messages);
    let as_of = Print::new(messages).day(input.analysis.as_of);
    let from = [Some(part.page.title.as_str()), Some(site.title.as_str()), site.publisher.as_deref()];
    let mut from: Vec<_> = from.into_iter().flatten().collect();
    from.dedup();
    let address = material.base_url.map(|base| format!("{base}/{}", part.page.path));
    let told = [("herkunft", from.join(", ")), ("stand", as_of), ("adresse", address.clone().unwrap_or_default())];
    let told: Vec<_> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = if address.is_some() { "einbetten.quelle-mit-adresse" } else { "einbetten.quelle" };
    picture::Origin { source: messages.format(key, &told), banner: banner(messages, material.view) }
}
