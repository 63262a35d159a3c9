//! Places as the protocol counts them: lines from 0, and in each line units of an encoding that both sides agree upon.

use std::ops::Range as Bytes;

use lsp_types::{Position, PositionEncodingKind, Range};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, as every client can.
    #[default]
    Utf16,
}

impl Encoding {
    /// The best that a client offers.
    pub(super) fn chosen(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) { Self::Utf8 } else { Self::Utf16 }
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// How long a text is.
    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    fn of(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
        }
    }

    /// The place of a byte; one behind the end counts as the end, one inside a character as its beginning.
    pub(super) fn position(self, text: &str, offset: usize) -> Position {
        let offset = (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let (mut line, mut start) = (0, 0);
        for next in line_starts(text).take_while(|&next| next <= offset) {
            line += 1;
            start = next;
        }
        Position::new(line, u32::try_from(self.length(&text[start..offset])).unwrap_or(u32::MAX))
    }

    /// The place of a range of bytes.
    pub(super) fn range(self, text: &str, bytes: Bytes<usize>) -> Range {
        Range::new(self.position(text, bytes.start), self.position(text, bytes.end))
    }

    /// The byte at a place; behind the end of a line counts as its end, behind the last line as the end of the text.
    pub(super) fn offset(self, text: &str, position: Position) -> usize {
        let number = position.line as usize;
        let start = match number {
            0 => Some(0),
            _ => line_starts(text).nth(number - 1),
        };
        let Some(start) = start else { return text.len() };
        let (mut offset, mut units) = (start, 0);
        for c in text[start..].chars().take_while(|c| !matches!(c, '\n' | '\r')) {
            units += self.of(c);
            if units > position.character as usize {
                break;
            }
            offset += c.len_utf8();
        }
        offset
    }

    /// The bytes of a range, whichever end comes first.
    pub(super) fn bytes(self, text: &str, range: Range) -> Bytes<usize> {
        let (start, end) = (self.offset(text, range.start), self.offset(text, range.end));
        start.min(end)..start.max(end)
    }
}

/// Where lines begin, but for the first; `\n`, `\r\n` and `\r` end one.
fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let ends =
        move |&(at, byte): &(usize, &u8)| *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    bytes.iter().enumerate().filter(ends).map(|(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "ä: 1\r\n🦀b: ü\rletzte";

    #[test]
    fn columns_are_counted_as_agreed() {
        let at = TEXT.find("b:").unwrap();
        assert_eq!(Encoding::Utf16.position(TEXT, at), Position::new(1, 2));
        assert_eq!(Encoding::Utf8.position(TEXT, at), Position::new(1, 4));
        let at = TEXT.find("letzte").unwrap();
        assert_eq!(Encoding::Utf16.position(TEXT, at), Position::new(2, 0));
        assert_eq!(Encoding::Utf16.position(TEXT, 999), Position::new(2, 6));
        assert_eq!(Encoding::Utf8.position(TEXT, 1), Position::new(0, 0), "inside a character");
    }

    #[test]
    fn every_place_leads_back() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (at, c) in TEXT.char_indices().filter(|(_, c)| *c != '\n') {
                assert_eq!(encoding.offset(TEXT, encoding.position(TEXT, at)), at, "{encoding:?} {c:?}");
            }
        }
    }

    #[test]
    fn places_outside_are_brought_inside() {
        let offset = |line, character| Encoding::Utf16.offset(TEXT, Position::new(line, character));
        assert_eq!(offset(0, 99), "ä: 1".len());
        assert_eq!(offset(9, 0), TEXT.len());
        assert_eq!(offset(1, 1), TEXT.find('🦀').unwrap(), "half a character");
        assert_eq!(Encoding::Utf16.offset("", Position::new(u32::MAX, u32::MAX)), 0);
    }

    #[test]
    fn the_best_offer_is_taken() {
        assert_eq!(Encoding::chosen(&[]), Encoding::Utf16);
        assert_eq!(Encoding::chosen(&[PositionEncodingKind::UTF32, PositionEncodingKind::UTF8]), Encoding::Utf8);
    }
}
