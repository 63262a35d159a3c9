//! Pages that forward: former addresses of records, and the page for addresses that lead nowhere.

use crate::view::compose::Input;
use crate::view::moved::moved;
use crate::view::{Body, Cell, Link, Page};

/// The page that stands for every address that the site does not have, from the site's root.
pub const MISSING: &str = "404.html";

/// A page for each former address of a record; [`Page::parent`] is where it leads.
pub fn forwarding<'a>(input: &'a Input<'a>) -> Vec<Page> {
    let page = |(path, moved): (String, crate::view::moved::Moved)| {
        let (folder, _) = path.rsplit_once('/').unwrap_or_default();
        let c = input.compose(folder);
        Page {
            template: "umgezogen.html",
            parent: Some(Link {
                text: c.f("umgezogen.link", &[("titel", &moved.title)]),
                href: Some(c.href(&moved.path)),
            }),
            target: Some(moved.path),
            unlisted: true,
            ..c.page(&path, folder, &c.t("umgezogen.titel"))
        }
    };
    moved(input.model).into_iter().map(page).collect()
}

/// The page for addresses that lead nowhere. It is shown at any depth, so `root` is the path of the site on its server;
/// where that is not known, the page does without links and style sheet.
pub fn missing<'a>(input: &'a Input<'a>, root: Option<&str>) -> Page {
    let c = input.compose("");
    let to_start = |root: &str| Cell { href: Some(format!("{root}index.html")), ..Cell::text(c.t("ui_home")) };
    let links = root.map(|root| Body::List { items: vec![to_start(root)], ordered: false });
    Page {
        root: root.unwrap_or_default().to_owned(),
        template: if root.is_some() { "seite.html" } else { "fehlt.html" },
        kind: "frei",
        lead: Some(c.t("fehlt-seite.text")),
        blocks: links.map(|links| c.block("fehlt-weiter", links)).into_iter().collect(),
        unlisted: true,
        ..c.page(MISSING, "", &c.t("fehlt-seite.titel"))
    }
}

#[cfg(test)]
mod tests {
    use crate::page::testing::{MODEL, built};

    #[test]
    fn former_addresses_lead_to_the_present_one() {
        let model = MODEL.replace("titel: D,", "titel: D, frueher: c,");
        let files = [
            ("seite.yaml", "titel: Erfunden\n"),
            ("modell.yaml", model.as_str()),
            ("projekte/neu.md", "---\ntitel: Neu\nfrueher: [alt, uralt]\n---\n"),
            ("glossar.yaml", "wort: {titel: Wort, frueher: altes}\n"),
        ];
        let pages = built(&files, super::forwarding);
        let told: Vec<_> = pages.iter().map(|page| (page.path.as_str(), page.target.as_deref())).collect();
        let project = Some("projekte/neu.html");
        let expected = [("projekte/alt.html", project), ("projekte/uralt.html", project)];
        assert_eq!(told[..2], expected);
        assert_eq!(told[2..], [("reifegrad/c.html", Some("reifegrad/d.html"))]);
        assert_eq!(pages[0].parent.as_ref().unwrap().href.as_deref(), Some("neu.html"));
    }
}
