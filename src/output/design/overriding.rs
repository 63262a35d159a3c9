//! Files of a theme that take no other's place: most likely their name is misspelt.

use super::super::assets::TEMPLATES;
use super::ADDITION;
use crate::diagnostics::{Diagnostic, nearest};
use crate::source::ThemeFile;

/// A finding for each: a template that nothing asks for, and any other file whose name is like that of one that pages ask for.
pub(super) fn nothing(theme: &[ThemeFile]) -> Vec<Diagnostic> {
    let (built_in, own): (Vec<_>, Vec<_>) = theme.iter().partition(|file| file.built_in);
    let paths: Vec<&str> = built_in.iter().map(|file| file.path.as_str()).chain([ADDITION]).collect();
    let lost = own.iter().filter(|file| !paths.contains(&&*file.path));
    let finding = |file: &&ThemeFile| {
        let near = meant(&file.path, &paths);
        let is_lost = if file.path.starts_with(TEMPLATES) { !is_asked_for(file, &own) } else { near.is_some() };
        let finding = Diagnostic::general("W0510").with("datei", &file.path);
        is_lost.then(|| {
            near.iter()
                .fold(finding, |finding, near| finding.hint_with("meinten-sie", [("vorschlag", (*near).to_owned())]))
        })
    };
    lost.filter_map(finding).collect()
}

/// Whether a template is named by another one of the theme, or defines components, which have names of their own.
fn is_asked_for(file: &ThemeFile, own: &[&ThemeFile]) -> bool {
    let name = format!("\"{}\"", file.path.trim_start_matches(TEMPLATES));
    let says = |file: &ThemeFile, text: &str| String::from_utf8_lossy(&file.bytes).contains(text);
    says(file, "{% component ") || own.iter().any(|other| other.path != file.path && says(other, &name))
}

/// The file whose place is meant: one of the same name elsewhere, else one of a like name.
fn meant<'a>(path: &str, paths: &[&'a str]) -> Option<&'a str> {
    let (folder, name) = split(path);
    let same_kind = |other: &&&str| other.starts_with(TEMPLATES) == path.starts_with(TEMPLATES);
    let like: Vec<&str> = paths.iter().filter(same_kind).copied().collect();
    let moved = like.iter().find(|other| split(other).1 == name).copied();
    moved.or_else(|| {
        let beside = like.iter().filter(|other| split(other).0 == folder);
        let near = nearest(stem(name), beside.clone().map(|other| stem(split(other).1)))?;
        beside.copied().find(|other| stem(split(other).1) == near)
    })
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{read_theme, theme_names};

    fn found(own: &[(&str, &str)]) -> Vec<(String, Option<String>)> {
        let file = |path: &str, text: &str, built_in| ThemeFile { path: path.to_owned(), bytes: text.into(), built_in };
        let built_in = ["stil.css", "skript.js", "templates/basis.html", "templates/bloecke/cards.html"];
        let mut theme: Vec<_> = built_in.iter().map(|path| file(path, "", true)).collect();
        theme.extend(own.iter().map(|(path, text)| file(path, text, false)));
        let words = |finding: Diagnostic| {
            let hint = finding.hints.first().map(|hint| hint.arguments[0].1.clone());
            (finding.arguments[0].1.clone(), hint)
        };
        nothing(&theme).into_iter().map(words).collect()
    }

    #[test]
    fn misspelt_files_are_told_with_what_is_meant() {
        let lost = |path: &str, meant: &str| vec![(path.to_owned(), Some(meant.to_owned()))];
        for (path, meant) in [
            ("templates/bloecke/card.html", "templates/bloecke/cards.html"),
            ("templates/cards.html", "templates/bloecke/cards.html"),
            ("templates/basiss.html", "templates/basis.html"),
            ("stils.css", "stil.css"),
            ("css/stil.css", "stil.css"),
            ("zusätz.css", "zusatz.css"),
        ] {
            assert_eq!(found(&[(path, "")]), lost(path, meant));
        }
        assert_eq!(found(&[("templates/ganz/anders.html", "")]), [("templates/ganz/anders.html".to_owned(), None)]);
    }

    #[test]
    fn what_is_new_and_used_is_no_finding() {
        let used = [("templates/fuss.html", ""), ("templates/basis.html", "{% include \"fuss.html\" %}")];
        assert_eq!(found(&used), []);
        assert_eq!(found(&[("templates/neues.html", "{% component x() %}{% endcomponent x %}")]), []);
        assert_eq!(found(&[("zusatz.css", ""), ("eigen.css", ""), ("bilder/wappen.svg", "")]), []);
    }

    #[test]
    fn built_in_themes_override_what_there_is() {
        for name in theme_names() {
            assert_eq!(nothing(&read_theme(name).unwrap()), [], "{name}");
        }
    }
}
