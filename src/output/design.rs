//! What a city gives to any theme (`gestaltung` in `seite.yaml`): its colours and letters as custom properties behind the
//! theme's style sheet, its logo and symbol as files; and whether the theme and what is given fit together.
//!
//! A theme adds to the style sheet of the default one by a sheet named [`ADDITION`]; a `stil.css` of its own takes its place.

mod overriding;
mod picture;
mod scheme;

use std::collections::BTreeMap;

use self::scheme::{Grounds, Scheme, first};
use super::Artifacts;
use super::assets::hashed;
use crate::content::Model;
use crate::content::design::{Corners, Design, Font};
use crate::content::prose;
use crate::content::scalar::Colour;
use crate::diagnostics::Diagnostic;
use crate::source::{Sources, Spanned, ThemeFile};
use crate::view::Logo;

/// The style sheet of every page.
pub(super) const SHEET: &str = "stil.css";

/// What stands behind it in the same file.
pub(super) const ADDITION: &str = "zusatz.css";

/// What stands in the tabs of browsers.
const ICON: &str = "symbol.svg";

/// What a logo may be, and what an icon may be, by the ends of names.
const PICTURES: &[&str] = &[".svg", ".png"];
const DRAWINGS: &[&str] = &[".svg"];

/// The contrast that text needs (WCAG 2.2, 1.4.3), and what is part of a drawing (1.4.11), in hundredths.
const TEXT: u64 = 450;
const DRAWING: u64 = 300;

/// The style sheet of a theme: its own or the default one, with the theme's addition.
fn sheet(theme: &[ThemeFile]) -> String {
    let text = |name: &str| {
        // The theme's own files come before the built-in ones.
        let file = theme.iter().find(|file| file.path == name);
        file.map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
    };
    [SHEET, ADDITION].into_iter().filter_map(text).collect::<Vec<_>>().join("\n")
}

/// The files that take the place of the theme's.
pub(super) fn files(theme: &[ThemeFile], model: &Model, sources: &Sources) -> Artifacts {
    let design = &model.site.design;
    let mut files = Artifacts::new();
    for shown in pictures(model) {
        files.extend(sources.picture(&shown).map(|bytes| (shown.value.clone(), bytes.to_vec())));
    }
    let sheet = sheet(theme);
    if !sheet.is_empty() {
        let own = properties(design, &sheet).unwrap_or_default();
        files.insert(SHEET.to_owned(), (sheet + &own).into_bytes());
    }
    if let Some(logo) = &design.logo {
        files.extend(sources.picture(&logo.file).map(|bytes| (logo_asset(&logo.file).to_owned(), bytes.to_vec())));
    }
    if let Some(icon) = &design.icon {
        files.extend(sources.picture(icon).map(|bytes| (ICON.to_owned(), bytes.to_vec())));
    }
    files
}

/// The name of the asset that a logo becomes.
fn logo_asset(file: &str) -> &'static str {
    if file.ends_with(".png") { "logo.png" } else { "logo.svg" }
}

/// The logo as pages show it.
pub(super) fn logo(design: &Design, sources: &Sources) -> Option<Logo> {
    let logo = design.logo.as_ref()?;
    let size = sources.picture(&logo.file).and_then(picture::size);
    let width = size.and_then(|(width, height)| (Logo::HEIGHT * width).checked_div(height));
    Some(Logo { asset: logo_asset(&logo.file), alternative: logo.alternative.clone(), width })
}

/// What a city gives as custom properties; none if it gives none.
fn properties(design: &Design, sheet: &str) -> Option<String> {
    let mut rules = Vec::new();
    let shapes: Vec<_> = design.font.map(letters).into_iter().chain(design.corners.map(corner)).collect();
    if !shapes.is_empty() {
        rules.push(format!(":root {{ {} }}", shapes.join(" ")));
    }
    for scheme in Scheme::ALL {
        let Some(accent) = accent(design, sheet, scheme) else { continue };
        rules.push(format!(
            "@media {} {{\n  :root {{ {} }}\n}}",
            scheme.media(),
            shades(accent, Grounds::of(sheet, scheme))
        ));
    }
    (!rules.is_empty()).then(|| format!("\n/* ---- As seite.yaml asks for ---- */\n{}\n", rules.join("\n")))
}

fn letters(font: Font) -> String {
    let stack = match font {
        Font::Sans => "\"Helvetica Neue\", Helvetica, Arial, \"Liberation Sans\", sans-serif",
        Font::Serif => "Charter, \"Bitstream Charter\", Cambria, \"Times New Roman\", \"Liberation Serif\", serif",
        Font::System => "system-ui, \"Segoe UI\", Roboto, \"Liberation Sans\", sans-serif",
    };
    format!("--schrift: {stack};")
}

fn corner(corners: Corners) -> String {
    let radius = match corners {
        Corners::Square => "0",
        Corners::Soft => "4px",
        Corners::Round => "12px",
    };
    format!("--ecke: {radius};")
}

/// The accent in a scheme. Where only the light one is given, the dark one is it, made so light that it is read with ease.
fn accent(design: &Design, sheet: &str, scheme: Scheme) -> Option<Colour> {
    const EASE: u64 = 700;
    let given = design.accent.as_ref()?.value;
    match (scheme, &design.accent_dark) {
        (Scheme::Light, _) => Some(given),
        (Scheme::Dark, Some(dark)) => Some(dark.value),
        (Scheme::Dark, None) => Some(Grounds::of(sheet, scheme).readable(given, scheme, EASE)),
    }
}

/// The accent and its paler shades: what is partly reached is still a part of a drawing; upon the palest, text is read.
fn shades(accent: Colour, grounds: Grounds) -> String {
    let paler = |hundredths: u8| accent.mixed(grounds.paper, hundredths);
    let partly = first(|step| paler(45_u8.saturating_sub(step)), |shade| shade.contrast(grounds.paper) >= DRAWING);
    let palest = first(|step| paler(84_u8.saturating_add(step).min(100)), |shade| accent.contrast(shade) >= TEXT);
    let hatching = paler(50);
    format!("--sole: {accent}; --sole-teil: {partly}; --schraffe: {hatching}; --sole-hell: {palest};")
}

/// What of a theme and of what is given to it does not fit: files that take no other's place, colours that cannot be read,
/// pictures that are none.
pub fn unfit(theme: &[ThemeFile], model: &Model, sources: &Sources) -> Vec<Diagnostic> {
    let design = &model.site.design;
    let mut found = overriding::nothing(theme);
    found.extend(unreadable(design, &sheet(theme)));
    found.extend(design.logo.iter().filter_map(|logo| picture::unfit(&logo.file, PICTURES, sources)));
    found.extend(design.icon.iter().filter_map(|icon| picture::unfit(icon, DRAWINGS, sources)));
    found.extend(pictures(model).filter_map(|shown| picture::unfit(&shown, PICTURES, sources)));
    found
}

/// The pictures in the texts of free pages, each where it is mentioned.
fn pictures(model: &Model) -> impl Iterator<Item = Spanned<String>> {
    model.pages.iter().filter_map(|page| page.head.body.as_deref()).flat_map(prose::pictures)
}

/// Where the pictures of texts stand: by path from the content folder, the path from the site's root.
pub fn addresses(model: &Model, sources: &Sources) -> BTreeMap<String, String> {
    let address = |shown: Spanned<String>| {
        let bytes = sources.picture(&shown)?;
        let address = hashed(&shown, bytes);
        Some((shown.value, address))
    };
    pictures(model).filter_map(address).collect()
}

fn unreadable(design: &Design, sheet: &str) -> Vec<Diagnostic> {
    let given = [(Scheme::Light, &design.accent), (Scheme::Dark, &design.accent_dark)];
    let finding = |(scheme, colour): (Scheme, &Option<Spanned<Colour>>)| {
        let colour = colour.as_ref()?;
        let grounds = Grounds::of(sheet, scheme);
        let (ground, contrast) = grounds.worst(colour.value);
        let better = grounds.readable(colour.value, scheme, TEXT);
        let finding = Diagnostic::at("E0510", colour.span)
            .with("farbe", colour.value)
            .with("grund", ground)
            .with("kontrast", format!("{},{:02}", contrast / 100, contrast % 100));
        (contrast < TEXT).then(|| finding.hint_with("statt-dessen", [("vorschlag", format!("\"{better}\""))]))
    };
    given.into_iter().filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The grounds of the default theme.
    const THEME: &str = ":root { --papier: #fff; --salz: #f2f6f6; }
        @media screen and (prefers-color-scheme: dark) { :root { --papier: #0e171b; --salz: #16232a; } }";

    fn colour(text: &str) -> Option<Spanned<Colour>> {
        Some(Spanned::new(Colour::parse(text).unwrap(), crate::source::Span::default()))
    }

    fn hints(design: &Design) -> Vec<String> {
        let found = unreadable(design, THEME);
        found
            .iter()
            .flat_map(|finding| &finding.hints)
            .flat_map(|hint| &hint.arguments)
            .map(|one| one.1.clone())
            .collect()
    }

    #[test]
    fn without_wishes_the_sheet_is_the_themes() {
        assert_eq!(properties(&Design::default(), THEME), None);
        let file = |path: &str, text: &str, built_in| ThemeFile { path: path.to_owned(), bytes: text.into(), built_in };
        let theme = [file(SHEET, "a", true), file(ADDITION, "b", false)];
        let files = files(&theme, &Model::default(), &Sources::default());
        assert_eq!(files[SHEET], b"a\nb");
    }

    #[test]
    fn one_accent_is_enough_for_both_schemes() {
        let design = Design { accent: colour("#a32a1c"), corners: Some(Corners::Soft), ..Design::default() };
        let text = properties(&design, THEME).unwrap();
        for expected in
            [":root { --ecke: 4px; }", "@media (forced-colors: none)", "--sole: #a32a1c;", "prefers-color-scheme: dark"]
        {
            assert!(text.contains(expected), "{text}");
        }
        for scheme in Scheme::ALL {
            let accent = accent(&design, THEME, scheme).unwrap();
            assert!(Grounds::of(THEME, scheme).worst(accent).1 >= TEXT, "{accent}");
        }
        assert_eq!(unreadable(&design, THEME), []);
    }

    #[test]
    fn an_accent_that_cannot_be_read_is_told_with_one_that_can() {
        let design = Design { accent: colour("#ffcc00"), accent_dark: colour("#003366"), ..Design::default() };
        let (found, hints) = (unreadable(&design, THEME), hints(&design));
        assert_eq!(found.len(), 2);
        let better = |index: usize| colour(hints[index].trim_matches('"'));
        let mended = Design { accent: better(0), accent_dark: better(1), ..Design::default() };
        assert_eq!(unreadable(&mended, THEME), [], "{hints:?}");
    }

    #[test]
    fn shades_are_seen_and_read_upon() {
        for (accent, scheme) in [
            ("#a32a1c", Scheme::Light),
            ("#0b4f9e", Scheme::Light),
            ("#767600", Scheme::Light),
            ("#ffd0c8", Scheme::Dark),
        ] {
            let (accent, grounds) = (Colour::parse(accent).unwrap(), Grounds::of(THEME, scheme));
            let text = shades(accent, grounds);
            let value = |name: &str| {
                let written = text.split_once(&format!("{name}: ")).and_then(|(_, rest)| rest.split(';').next());
                Colour::parse(written.unwrap()).unwrap()
            };
            assert!(value("--sole-teil").contrast(grounds.paper) >= DRAWING, "{text}");
            assert!(value("--sole-hell").contrast(accent) >= TEXT, "{text}");
        }
    }
}
