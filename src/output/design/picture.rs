//! Pictures that a city gives: whether they are what their name says, and do no more than to be looked at.

use crate::diagnostics::Diagnostic;
use crate::source::limits::PICTURE_BYTES;
use crate::source::{Sources, Spanned};

/// How every PNG begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Words in a drawing that runs a program, takes in foreign marks, or hides what it says.
const ACTIVE: &[&str] = &["<script", "<foreignobject", "javascript:", "<!entity", "@import"];

/// What keeps a file of the content from being shown as a picture whose name ends so.
pub(super) fn unfit(file: &Spanned<String>, ends: &[&str], sources: &Sources) -> Option<Diagnostic> {
    let finding =
        |why: &str| Diagnostic::at("E0511", file.span).with("datei", &file.value).with("grund", format!("@bild.{why}"));
    let Some(bytes) = sources.picture(file) else {
        return Some(finding("fehlt").did_you_mean(file, sources.pictures()));
    };
    let is_asked_for = ends.iter().any(|end| file.ends_with(end));
    if is_asked_for { why_unfit(file, bytes).map(finding) } else { Some(finding("symbol")) }
}

fn why_unfit(file: &str, bytes: &[u8]) -> Option<&'static str> {
    let drawing = String::from_utf8_lossy(bytes).to_lowercase();
    let is_what_it_says = if file.ends_with(".png") { bytes.starts_with(PNG) } else { drawing.contains("<svg") };
    match is_what_it_says {
        false => Some("keines"),
        true if bytes.len() > PICTURE_BYTES => Some("gross"),
        true if !file.ends_with(".png") && is_active(&drawing) => Some("aktiv"),
        true => None,
    }
}

/// Whether a drawing in lower case may run a program or load something when it is opened by itself.
fn is_active(drawing: &str) -> bool {
    let dense: String = drawing.split_whitespace().collect();
    let is_inside = |target: &str| target.starts_with('#') || target.starts_with("data:image/");
    let loads = ["href=", "url("].iter().flat_map(|mark| dense.split(mark).skip(1));
    let loads = loads.map(|target| target.trim_start_matches(['"', '\''])).any(|target| !is_inside(target));
    loads || handles_events(drawing) || ACTIVE.iter().any(|word| dense.contains(word))
}

/// Whether there is an attribute such as `onload`.
fn handles_events(drawing: &str) -> bool {
    drawing.split(['"', '\'']).any(|text| {
        let name = text.trim_end().strip_suffix('=').and_then(|text| text.split_whitespace().next_back());
        name.is_some_and(|name| name.starts_with("on"))
    })
}

/// Width and height of a picture, in whatever unit; none if it does not say.
pub(super) fn size(bytes: &[u8]) -> Option<(u64, u64)> {
    if bytes.starts_with(PNG) {
        let number = |at: usize| Some(u64::from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)));
        return Some((number(16)?, number(20)?));
    }
    let text = String::from_utf8_lossy(bytes);
    let (_, rest) = text.split_once("viewBox=")?;
    let written = rest.get(1..)?.split(['"', '\'']).next()?;
    let numbers: Vec<&str> = written.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).collect();
    let whole = |number: &str| number.split('.').next()?.parse().ok();
    match numbers[..] {
        [_, _, width, height] => Some((whole(width)?, whole(height)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> Vec<u8> {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120.5 40\">{inside}</svg>").into_bytes()
    }

    #[test]
    fn pictures_are_what_their_name_says() {
        assert_eq!(why_unfit("a.svg", &svg("<path d='M0 0h1'/>")), None);
        assert_eq!(why_unfit("a.png", b"\x89PNG\r\n\x1a\n"), None);
        assert_eq!(why_unfit("a.png", &svg("")), Some("keines"));
        assert_eq!(why_unfit("a.svg", b"\x89PNG\r\n\x1a\n"), Some("keines"));
        assert_eq!(why_unfit("a.svg", &svg(&" ".repeat(PICTURE_BYTES))), Some("gross"));
    }

    #[test]
    fn drawings_only_show() {
        for inside in [
            "<use href='#a'/>",
            "<image xlink:href=\"data:image/png;base64,AA\"/>",
            "<g fill=\"url(#b)\" font-family='Monotype'/>",
            "<text>on = off</text>",
        ] {
            assert_eq!(why_unfit("a.svg", &svg(inside)), None, "{inside}");
        }
        for inside in [
            "<script>1</script>",
            "<g onload=\"x()\"/>",
            "<g ONCLICK = 'x()'/>",
            "<a href=\"javascript:x()\">a</a>",
            "<image href = \"https://example.org/a.png\"/>",
            "<style>@import 'x';</style>",
            "<g fill=\"url(https://example.org/a.svg#b)\"/>",
            "<foreignObject/>",
        ] {
            assert_eq!(why_unfit("a.svg", &svg(inside)), Some("aktiv"), "{inside}");
        }
    }

    #[test]
    fn size_is_read_from_the_file() {
        assert_eq!(size(&svg("")), Some((120, 40)));
        assert_eq!(size(b"<svg/>"), None);
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        assert_eq!(size(&png), None);
        png.extend([0, 0, 1, 0, 0, 0, 0, 64]);
        assert_eq!(size(&png), Some((256, 64)));
    }
}
