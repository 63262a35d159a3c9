//! The theme's own files that are no templates: style sheets, scripts, drawings, fonts.
//!
//! What pages load stands under a name with a hash of its content, such as `stil.0a1b2c3d4e5f.css`: it may be kept for
//! ever, and a change is seen at once. Pages ask for it by the name that it has in the theme, `assets["stil.css"]`, and
//! get the path from the site's root. A style sheet names other files as they are called in the theme (`url(bild.svg)`,
//! `@import "mehr.css"`); it is written with their hashed names. Every other file keeps its name.

use std::collections::BTreeMap;

use super::{Artifacts, Material, Output, design, hash};
use crate::diagnostics::Diagnostic;
use crate::source::ThemeFile;

pub(super) const OUTPUT: Output = Output { name: "assets", of: &[], render };

/// Folder of the templates inside a theme.
pub(super) const TEMPLATES: &str = "templates/";

/// What pages and style sheets load, by the ends of names.
pub(super) const LOADED: &[&str] = &["avif", "css", "gif", "jpeg", "jpg", "js", "png", "svg", "webp", "woff", "woff2"];

/// Hexadecimal digits of a hash in a name.
pub(super) const DIGITS: usize = 12;

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    artifacts.extend(Assets::of(material).files);
    Ok(())
}

/// The files of a theme as they are published.
#[derive(Debug, Default)]
pub(super) struct Assets {
    /// By the name in the theme: the path from the site's root.
    pub(super) addresses: BTreeMap<String, String>,
    files: Artifacts,
}

impl Assets {
    /// All files of the theme but its templates, with what the city gives to it.
    pub(super) fn of(material: Material<'_>) -> Self {
        let given = design::files(material.theme, material.input.model, material.sources);
        Self::new(material.theme, &given)
    }

    /// The files of a theme but its templates; those that are given come before its own.
    fn new(theme: &[ThemeFile], given: &Artifacts) -> Self {
        let mut files: BTreeMap<&str, &[u8]> = given.iter().map(|(path, bytes)| (&**path, &**bytes)).collect();
        for file in theme.iter().filter(|file| !file.path.starts_with(TEMPLATES) && file.path != design::ADDITION) {
            // The theme's own files come before the built-in ones of the same name.
            files.entry(&file.path).or_insert(&file.bytes);
        }
        let (mut sheets, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path.ends_with(".css"));
        let mut assets = Self::default();
        for (path, bytes) in others {
            assets.add(path, bytes.to_vec());
        }
        while !sheets.is_empty() {
            // What a sheet imports gets its name first. Sheets that import each other in a circle cannot all know their names.
            let waits = |(path, bytes): &(&str, &[u8])| {
                let targets = references(&String::from_utf8_lossy(bytes), path);
                targets.iter().any(|(_, target)| sheets.iter().any(|(other, _)| other == target && other != path))
            };
            let ready = sheets.iter().position(|sheet| !waits(sheet)).unwrap_or_default();
            let (path, bytes) = sheets.remove(ready);
            let bytes = assets.renamed(path, bytes);
            assets.add(path, bytes);
        }
        assets
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        let address = hashed(path, &bytes);
        self.addresses.insert(path.to_owned(), address.clone());
        self.files.insert(address, bytes);
    }

    /// A style sheet with the hashed names of what it refers to.
    fn renamed(&self, path: &str, bytes: &[u8]) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
        let mut renamed = text.to_owned();
        for (range, target) in references(text, path).into_iter().rev() {
            // Both stand in the same folder, so only the name differs.
            if let Some(name) = self.addresses.get(&target).and_then(|address| address.rsplit('/').next()) {
                let start = text[range.clone()].rfind('/').map_or(range.start, |slash| range.start + slash + 1);
                renamed.replace_range(start..range.end, name);
            }
        }
        renamed.into_bytes()
    }
}

/// The path of a file that pages load, with a hash of its content; any other path as it is.
pub(super) fn hashed(path: &str, bytes: &[u8]) -> String {
    match path.rsplit_once('.') {
        Some((stem, end)) if LOADED.contains(&end) => format!("{stem}.{}.{end}", &hash(bytes)[..DIGITS]),
        _ => path.to_owned(),
    }
}

/// Whether a path is one that [`hashed`] gives.
pub(super) fn is_hashed(path: &str) -> bool {
    let parts = path.rsplit_once('.').and_then(|(stem, end)| Some((stem.rsplit_once('.')?.1, end)));
    let is_hash = |part: &str| part.len() == DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts.is_some_and(|(hash, end)| is_hash(hash) && LOADED.contains(&end))
}

pub(super) type Reference = (std::ops::Range<usize>, String);

/// Where a style sheet names files, and which files of the theme these would be; in the order of the text.
pub(super) fn references(text: &str, path: &str) -> Vec<Reference> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for (word, quoted_only) in [("url(", false), ("@import", true)] {
        for (at, _) in text.match_indices(word) {
            let rest = &text[at + word.len()..];
            let start = at + word.len() + (rest.len() - rest.trim_start().len());
            let quote = text[start..].chars().next().filter(|first| ['"', '\''].contains(first));
            if quoted_only && quote.is_none() {
                continue;
            }
            let start = start + quote.map_or(0, char::len_utf8);
            let is_end = |c: char| quote.map_or(c == ')' || c.is_whitespace(), |quote| c == quote);
            let Some(length) = text[start..].find(is_end) else { continue };
            let written = &text[start..start + length];
            let bare = written.split(['?', '#']).next().unwrap_or_default();
            found.push((start..start + bare.len(), resolved(folder, bare)));
        }
    }
    found.sort_unstable_by_key(|(range, _)| range.start);
    found
}

/// A relative path as seen from a folder.
pub(super) fn resolved(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(files: &[(&str, &str)]) -> Assets {
        let file = |(path, text): &(&str, &str)| ThemeFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
            built_in: false,
        };
        Assets::new(&files.iter().map(file).collect::<Vec<_>>(), &Artifacts::new())
    }

    fn text(assets: &Assets, name: &str) -> String {
        String::from_utf8(assets.files[&assets.addresses[name]].clone()).unwrap()
    }

    #[test]
    fn names_follow_from_content() {
        // The first digits of the SHA-256 of "a".
        assert_eq!(hashed("bilder/stil.css", b"a"), "bilder/stil.ca978112ca1b.css");
        for path in ["robots.txt", "favicon.ico", "LIESMICH", "css"] {
            assert_eq!(hashed(path, b"a"), path);
            assert!(!is_hashed(path));
        }
        assert!(is_hashed("bilder/stil.ca978112ca1b.css") && !is_hashed("daten/ca978112ca1b.csv"));
        let (one, two) = (assets(&[("a.js", "1")]), assets(&[("a.js", "2")]));
        assert_ne!(one.addresses["a.js"], two.addresses["a.js"]);
    }

    #[test]
    fn a_sheet_names_what_it_refers_to() {
        let drawing = ("bilder/a.svg", "<svg/>");
        let sheet = "@import 'mehr/b.css'; p { background: url( \"bilder/a.svg#x\" ), url(data:image/gif;base64,AA==), url(fehlt.svg) }";
        let files = [drawing, ("a.css", sheet), ("mehr/b.css", "q { mask: url(../bilder/a.svg) }")];
        let assets = assets(&files);
        let name = |path: &str| assets.addresses[path].clone();
        let expected = sheet.replace("mehr/b.css", &name("mehr/b.css")).replace("bilder/a.svg", &name("bilder/a.svg"));
        assert_eq!(text(&assets, "a.css"), expected);
        assert_eq!(text(&assets, "mehr/b.css"), format!("q {{ mask: url(../{}) }}", name("bilder/a.svg")));
        let changed = self::assets(&[("bilder/a.svg", "<svg></svg>"), files[1], files[2]]);
        assert_ne!(changed.addresses["a.css"], name("a.css"), "what refers to a changed file is changed");
    }

    #[test]
    fn sheets_that_import_each_other_are_published_all_the_same() {
        let assets = assets(&[
            ("a.css", "@import \"b.css\";"),
            ("b.css", "@import \"a.css\";"),
            ("c.css", "@import \"c.css\";"),
        ]);
        assert_eq!(assets.files.len(), 3);
    }

    #[test]
    fn own_files_come_before_built_in_ones_and_templates_are_none() {
        let file = |path: &str, text: &str, built_in| ThemeFile {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
            built_in,
        };
        let theme = [file("a.css", "own", false), file("a.css", "theirs", true), file("templates/a.html", "x", true)];
        let assets = Assets::new(&theme, &Artifacts::new());
        assert_eq!((text(&assets, "a.css").as_str(), assets.files.len()), ("own", 1));
        let given = Artifacts::from([("a.css".to_owned(), b"given".to_vec())]);
        assert_eq!(text(&Assets::new(&theme, &given), "a.css"), "given");
    }
}
