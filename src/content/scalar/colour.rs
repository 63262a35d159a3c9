//! Colours, and how well one can be read upon another.

use std::fmt;

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use super::NotA;

/// A colour of sRGB, without transparency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Colour([u8; 3]);

/// One, in the unit of luminance.
const UNIT: u64 = 1_000_000_000;

impl Colour {
    /// `#000000`.
    pub const BLACK: Self = Self([0; 3]);
    /// `#ffffff`.
    pub const WHITE: Self = Self([255; 3]);

    /// Reads `#a32a1c` or `#a21`; the `#` may be missing.
    ///
    /// # Errors
    /// `E0230` for anything else.
    pub fn parse(text: &str) -> Result<Self, NotA> {
        Self::parse_option(text.trim()).ok_or(NotA("E0230"))
    }

    fn parse_option(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text).chars().map(|digit| digit.to_digit(16));
        let digits: Vec<u32> = digits.collect::<Option<_>>()?;
        let part = |high: u32, low: u32| u8::try_from(16 * high + low).ok();
        match digits[..] {
            [r, g, b] => Some(Self([part(r, r)?, part(g, g)?, part(b, b)?])),
            [r1, r2, g1, g2, b1, b2] => Some(Self([part(r1, r2)?, part(g1, g2)?, part(b1, b2)?])),
            _ => None,
        }
    }

    /// The relative luminance of WCAG 2.2, in billionths: black is 0, white 1.
    fn luminance(self) -> u64 {
        let [red, green, blue] = self.0.map(linear);
        (2126 * red + 7152 * green + 722 * blue) / 10_000
    }

    /// The contrast ratio of WCAG 2.2 in hundredths, rounded down: from 100 for the same colour to 2100.
    pub fn contrast(self, other: Self) -> u64 {
        let (one, two) = (self.luminance(), other.luminance());
        100 * (one.max(two) + UNIT / 20) / (one.min(two) + UNIT / 20)
    }

    /// This colour with so many hundredths of another.
    #[must_use]
    pub fn mixed(self, other: Self, hundredths: u8) -> Self {
        let share = u32::from(hundredths.min(100));
        let mix = |one: u8, two: u8| (u32::from(one) * (100 - share) + u32::from(two) * share + 50) / 100;
        let part = |index: usize| u8::try_from(mix(self.0[index], other.0[index])).unwrap_or(u8::MAX);
        Self([part(0), part(1), part(2)])
    }
}

/// A part of a colour as light, in billionths, rounded down: linear below 0.04045, else `((c + 0.055) / 1.055)^2.4`.
fn linear(part: u8) -> u64 {
    let part = u64::from(part);
    if part * 100_000 <= 4_045 * 255 {
        return part * UNIT * 100 / (255 * 1292);
    }
    // x^2.4 is the fifth root of x^12; x is a fraction of whole numbers.
    let (above, below) = (BigUint::from(part * 1000 + 55 * 255).pow(12), BigUint::from(1055_u64 * 255).pow(12));
    (above * BigUint::from(UNIT).pow(5) / below).nth_root(5).to_u64().unwrap_or(UNIT)
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn colours_are_read_long_and_short() {
        assert_eq!(colour("#A32a1c").to_string(), "#a32a1c");
        assert_eq!(colour("f08").to_string(), "#ff0088");
        for text in ["", "#", "rot", "#12", "#12345", "#1234567", "#ggg", "rgb(1,2,3)"] {
            assert_eq!(Colour::parse(text), Err(NotA("E0230")), "{text}");
        }
    }

    /// The values that WebAIM's checker prints for these, rounded down.
    #[test]
    fn contrast_is_that_of_wcag() {
        let on_white = |text: &str| colour(text).contrast(Colour::WHITE);
        assert_eq!(Colour::BLACK.contrast(Colour::WHITE), 2100);
        assert_eq!([on_white("#767676"), on_white("#777777"), on_white("#ff0000")], [454, 447, 399]);
        assert_eq!(colour("#123456").contrast(colour("#123456")), 100);
        assert_eq!(colour("#767676").contrast(Colour::WHITE), Colour::WHITE.contrast(colour("#767676")));
    }

    /// Computed apart from this: 0.003 035 269 8, 0.003 346 535 8 and 0.215 860 500 1.
    #[test]
    fn light_is_exact_to_the_billionth() {
        assert_eq!([0, 10, 11, 128, 255].map(linear), [0, 3_035_269, 3_346_535, 215_860_500, UNIT]);
    }

    #[test]
    fn mixing_goes_from_one_to_the_other() {
        let (black, white) = (Colour::BLACK, Colour::WHITE);
        assert_eq!([black.mixed(white, 0), black.mixed(white, 100)], [black, white]);
        assert_eq!(black.mixed(white, 50).to_string(), "#808080");
    }
}
