//! Pictures of dots from drawings: the one home of resvg. SVG in, PNG out.
//!
//! Letters are those inside the program, so that the same drawing gives the same bytes on every machine; nothing is read
//! from the disk, and a drawing loads no other file.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{ImageHrefResolver, Options, Tree};

/// Stands for every font that a drawing names and the program has not, as in handouts.
const FONT: &str = "Libertinus Serif";

/// No side of a picture is longer, in dots.
const LONGEST: f32 = 16_000.0;

/// What all pictures are made with.
pub struct Camera {
    options: Options<'static>,
}

impl std::fmt::Debug for Camera {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Camera").finish_non_exhaustive()
    }
}

impl Default for Camera {
    fn default() -> Self {
        Self::new()
    }
}

impl Camera {
    /// With the fonts inside the program.
    pub fn new() -> Self {
        let mut fonts = Database::new();
        typst_assets::fonts().for_each(|font| fonts.load_font_data(font.to_vec()));
        fonts.set_sans_serif_family(FONT);
        fonts.set_serif_family(FONT);
        let image_href_resolver =
            ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
        let options = Options {
            font_family: FONT.to_owned(),
            fontdb: Arc::new(fonts),
            image_href_resolver,
            ..Options::default()
        };
        Self { options }
    }

    /// A drawing as PNG, `scale` dots for each of its units; long ones with fewer.
    ///
    /// # Errors
    /// What keeps the drawing from being read or painted, in the words of the library.
    pub fn png(&self, svg: &str, scale: u8) -> Result<Vec<u8>, String> {
        let tree = Tree::from_str(svg, &self.options).map_err(|error| error.to_string())?;
        let size = tree.size();
        let scale = f32::from(scale).min(LONGEST / size.width().max(size.height()));
        let side = |length: f32| (length * scale).round().max(1.0) as u32;
        let mut dots = Pixmap::new(side(size.width()), side(size.height())).ok_or("too large")?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut dots.as_mut());
        dots.encode_png().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Width and height stand behind the signature, the length and the name of the first chunk.
    fn size(png: &[u8]) -> (u32, u32) {
        let side = |at: usize| png[at..at + 4].iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        (side(16), side(20))
    }

    #[test]
    fn words_and_shapes_become_dots() {
        let camera = Camera::new();
        let drawing = |inside: &str| {
            let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"40.5\">{inside}</svg>");
            camera.png(&svg, 2).unwrap()
        };
        let word = drawing("<text y=\"20\" font-family=\"Helvetica, sans-serif\">Äöß</text>");
        assert_eq!(size(&word), (200, 81));
        assert_eq!(word, drawing("<text y=\"20\" font-family=\"Helvetica, sans-serif\">Äöß</text>"));
        assert!(word != drawing("") && word != drawing("<text y=\"20\">Äö</text>"));
    }

    #[test]
    fn what_is_no_drawing_is_an_error_and_long_ones_have_fewer_dots() {
        let camera = Camera::new();
        assert!(camera.png("<p>", 2).is_err());
        let long = camera.png("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"32000\"/>", 2).unwrap();
        assert_eq!(size(&long), (5, 16_000));
    }
}
