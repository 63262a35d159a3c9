//! The colours of a theme's style sheet, in light and in dark.

use crate::content::scalar::Colour;

/// Where a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub(super) const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// What its colours stand out by.
    fn ink(self) -> Colour {
        match self {
            Self::Light => Colour::BLACK,
            Self::Dark => Colour::WHITE,
        }
    }

    /// Where its rules count: never where the reader has colours of his own.
    pub(super) fn media(self) -> &'static str {
        match self {
            Self::Light => "(forced-colors: none)",
            Self::Dark => "screen and (forced-colors: none) and (prefers-color-scheme: dark)",
        }
    }

    /// Whether rules under these conditions of media count in it, as far as colours are concerned.
    fn has(self, media: &str) -> bool {
        let foreign = ["forced-colors: active", "print", "prefers-color-scheme: light"];
        let dark = media.contains("prefers-color-scheme: dark");
        !foreign.iter().any(|word| media.contains(word)) && (self == Self::Dark || !dark)
    }
}

/// The theme's backgrounds on which accents stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grounds {
    /// The page.
    pub(super) paper: Colour,
    /// Panels.
    panel: Colour,
}

impl Grounds {
    pub(super) fn of(sheet: &str, scheme: Scheme) -> Self {
        let unsaid = match scheme {
            Scheme::Light => Colour::WHITE,
            Scheme::Dark => Colour::BLACK,
        };
        let paper = custom_property(sheet, "--papier", scheme).unwrap_or(unsaid);
        Self { paper, panel: custom_property(sheet, "--salz", scheme).unwrap_or(paper) }
    }

    /// The ground on which a colour is read worst, and its contrast there.
    pub(super) fn worst(self, colour: Colour) -> (Colour, u64) {
        let on = |ground: Colour| (ground, colour.contrast(ground));
        let (paper, panel) = (on(self.paper), on(self.panel));
        if panel.1 < paper.1 { panel } else { paper }
    }

    /// A colour that can be read here, as near to the one given as possible.
    pub(super) fn readable(self, colour: Colour, scheme: Scheme, needed: u64) -> Colour {
        first(|hundredths| colour.mixed(scheme.ink(), hundredths), |mixed| self.worst(mixed).1 >= needed)
    }
}

/// The first of a hundred mixtures that fits, else the last.
pub(super) fn first(mixed: impl Fn(u8) -> Colour, fits: impl Fn(Colour) -> bool) -> Colour {
    (0..100).map(&mixed).find(|colour| fits(*colour)).unwrap_or_else(|| mixed(100))
}

/// A custom property that a style sheet sets on `:root` in a scheme, if it is a plain colour.
fn custom_property(sheet: &str, name: &str, scheme: Scheme) -> Option<Colour> {
    let sheet = without_comments(sheet);
    let (mut open, mut value, mut start): (Vec<&str>, Option<&str>, usize) = (Vec::new(), None, 0);
    for (at, mark) in sheet.match_indices(['{', '}', ';']) {
        let text = sheet[start..at].trim();
        start = at + mark.len();
        if let Some((_, written)) = text.split_once(':').filter(|(property, _)| property.trim() == name) {
            let counts = open.last() == Some(&":root") && open.iter().all(|rule| scheme.has(rule));
            value = if counts { Some(written.trim()) } else { value };
        }
        match mark {
            "{" => open.push(text),
            "}" => drop(open.pop()),
            _ => {}
        }
    }
    value.and_then(|value| Colour::parse(value).ok())
}

fn without_comments(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str =
        "/* --papier: #111; { */ :root { color-scheme: light dark; --papier: #fff; /* page */ --salz: #eee }
        p { --papier: #123 }
        @media screen and (prefers-color-scheme: dark) { :root { --papier: #222; } }
        @media (forced-colors: active) { :root { --papier: #333; --salz: Canvas; } }
        @media print { :root { --papier: #444 } }";

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn custom_properties_are_read_per_scheme() {
        let of = |name, scheme| custom_property(SHEET, name, scheme).map(|colour| colour.to_string());
        assert_eq!(of("--papier", Scheme::Light).as_deref(), Some("#ffffff"));
        assert_eq!(of("--papier", Scheme::Dark).as_deref(), Some("#222222"));
        assert_eq!(
            of("--salz", Scheme::Dark).as_deref(),
            Some("#eeeeee"),
            "what the dark scheme leaves is as in the light one"
        );
        assert_eq!(of("--sole", Scheme::Light), None);
    }

    #[test]
    fn without_grounds_pages_are_white_and_black() {
        assert_eq!(Grounds::of("", Scheme::Light).panel, Colour::WHITE);
        assert_eq!(Grounds::of("", Scheme::Dark).paper, Colour::BLACK);
    }

    #[test]
    fn the_worst_ground_counts_and_a_readable_colour_is_near() {
        let grounds = Grounds { paper: Colour::WHITE, panel: colour("#eeeeee") };
        // 4.54 on white, but 3.91 on the panel.
        assert_eq!(grounds.worst(colour("#767676")), (colour("#eeeeee"), 391));
        let better = grounds.readable(colour("#767676"), Scheme::Light, 450);
        assert!(grounds.worst(better).1 >= 450 && grounds.worst(better).1 < 470, "{better}");
        assert_eq!(grounds.readable(Colour::BLACK, Scheme::Light, 450), Colour::BLACK);
    }
}
