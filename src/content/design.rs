//! How a city's site looks: `thema` and `gestaltung` in `seite.yaml`. Whether a colour can be read on a theme's background
//! is told once the theme is known.

use crate::diagnostics::Diagnostic;
use crate::source::yaml::Node;
use crate::source::{Spanned, theme_names};

use super::fields::{Choice, Context, Fields, Read};
use super::scalar::Colour;
use super::shape::Shape;

/// What a city gives its site, whatever the theme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Design {
    /// Links, marks, bars.
    pub accent: Option<Spanned<Colour>>,
    /// The same on a dark screen; found from `accent` if it is not given.
    pub accent_dark: Option<Spanned<Colour>>,
    /// Letters; the theme's own without.
    pub font: Option<Font>,
    /// Corners of cards, fields and buttons; the theme's own without.
    pub corners: Option<Corners>,
    /// Beside the title on every page.
    pub logo: Option<Logo>,
    /// In the tabs of browsers: a file of the content.
    pub icon: Option<Spanned<String>>,
}

/// A picture of the content, and words for those who do not see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Logo {
    /// Path below the content folder.
    pub file: Spanned<String>,
    /// What it shows.
    pub alternative: String,
}

/// Kinds of letters. Each is a list of what systems have: no font is loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Font {
    /// Without serifs.
    #[default]
    Sans,
    /// With serifs.
    Serif,
    /// That of the reader's system.
    System,
}

impl Choice for Font {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("serifenlos", Self::Sans), ("serifen", Self::Serif), ("system", Self::System)];
}

/// How round corners are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Corners {
    /// Not at all.
    #[default]
    Square,
    /// A little.
    Soft,
    /// Clearly.
    Round,
}

impl Choice for Corners {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("eckig", Self::Square), ("weich", Self::Soft), ("rund", Self::Round)];
}

impl Read for Design {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let design = Self {
            accent: colour(&mut fields, "akzent"),
            accent_dark: colour(&mut fields, "akzent_dunkel"),
            font: fields.optional_choice("schrift"),
            corners: fields.optional_choice("ecken"),
            logo: fields.optional("logo"),
            icon: fields.optional("symbol"),
        };
        fields.demand_if(fields.has("akzent_dunkel") && !fields.is_written("akzent"), "akzent");
        fields.finish();
        Some(design)
    }
}

/// A colour. `akzent: #a32a1c` is no value but a comment: nothing would tell that it does not count.
fn colour(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Option<Spanned<Colour>> {
    if fields.is_written(key) && !fields.has(key) {
        let finding = Diagnostic::at("E0230", fields.span_of(key)).with("wert", "#");
        fields.context.found.push(finding);
    }
    fields.optional(key)
}

impl Read for Logo {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let logo = Self { file: fields.required("datei"), alternative: fields.required("alternativtext") };
        fields.finish();
        Some(logo)
    }
}

/// The name of a built-in theme. A folder is named on the command line only: content leads nowhere else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeName(pub String);

impl Read for ThemeName {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let name = context.text(node)?.trim();
        let names = theme_names();
        if !names.contains(&name) {
            let finding = Diagnostic::at("E0205", node.span).with("wert", name);
            let finding = finding.did_you_mean(name, names.iter().copied());
            context.found.push(finding.hint_with("erlaubt", [("liste", names.join(", "))]));
        }
        Some(Self(name.to_owned()))
    }

    fn shape() -> Shape {
        Shape::Choice(theme_names())
    }
}
