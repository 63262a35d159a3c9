//! What search engines are told of a page: schema.org as JSON-LD. Nothing but what the page says.
//!
//! Ways and downloads are told only where the site's address is known, for they need whole addresses.

use serde::Serialize;
use serde_json::{Value, json};

use super::assets::resolved;
use super::files::Format;
use super::{Material, object};
use crate::data::{DATA, FOLDER};
use crate::export::{PACKAGE, WORKBOOK};
use crate::view::Page;

/// The description of a page, to stand between `<script>` tags; none where there is nothing to say.
pub(super) fn structured(material: Material<'_>, page: &Page) -> Option<String> {
    if page.unlisted {
        return None;
    }
    let thing = |value: Option<Value>| value.map(Part::Thing);
    let parts = [thing(site(material, page)), way(material, page).map(Part::Way), thing(dataset(material, page))];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let text = serde_json::to_string(&Graph { context: "https://schema.org", parts: &parts }).ok()?;
    // No end tag, comment or entity can stand in a text now.
    let safe = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    (!parts.is_empty()).then_some(safe)
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    parts: &'a [Part<'a>],
}

#[derive(Serialize)]
#[serde(untagged)]
enum Part<'a> {
    Thing(Value),
    Way(Way<'a>),
}

/// The one thing that every page has: so it is no tree of values.
#[derive(Serialize)]
struct Way<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

/// The site as a whole, on its first page.
fn site(material: Material<'_>, page: &Page) -> Option<Value> {
    let site = &material.input.model.site;
    (page.path == "index.html").then(|| {
        object([
            ("@type", Some(json!("WebSite"))),
            ("name", Some(json!(site.title))),
            ("description", site.subtitle.as_ref().map(|text| json!(text))),
            ("inLanguage", Some(json!(material.input.messages.language().tag()))),
            ("url", material.base_url.map(|base| json!(format!("{base}/")))),
            ("publisher", publisher(material)),
        ])
    })
}

fn publisher(material: Material<'_>) -> Option<Value> {
    let name = material.input.model.site.publisher.as_ref();
    name.map(|name| json!({"@type": "GovernmentOrganization", "name": name}))
}

/// From the first page over the overview to this page.
fn way<'a>(material: Material<'a>, page: &'a Page) -> Option<Way<'a>> {
    let base = material.base_url.filter(|_| page.path != "index.html")?;
    let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let home = (material.input.messages.get("ui_home"), String::new());
    let up = page.parent.as_ref().and_then(|up| Some((up.text.as_str(), resolved(folder, up.href.as_deref()?))));
    let here = (page.title.as_str(), page.path.clone());
    let steps = [Some(home), up, Some(here)].into_iter().flatten().enumerate();
    let step = |(index, (name, path)): (usize, (&'a str, String))| Step {
        kind: "ListItem",
        position: index + 1,
        name,
        item: format!("{base}/{path}"),
    };
    Some(Way { kind: "BreadcrumbList", steps: steps.map(step).collect() })
}

/// The data, on the page about them.
fn dataset(material: Material<'_>, page: &Page) -> Option<Value> {
    if page.path != format!("{FOLDER}/index.html") {
        return None;
    }
    let files = [format!("{FOLDER}/{DATA}"), PACKAGE.to_owned(), WORKBOOK.to_owned()];
    let download = |base: &str| {
        let media = |path: &str| Format::of(path).map(|format| format.media);
        let one = |path: &String| json!({"@type": "DataDownload", "encodingFormat": media(path), "contentUrl": format!("{base}/{path}")});
        files.iter().map(one).collect::<Value>()
    };
    let input = material.input;
    let name = format!("{} – {}", input.model.site.title, page.title);
    Some(object([
        ("@type", Some(json!("Dataset"))),
        ("name", Some(json!(name))),
        ("description", page.lead.as_ref().map(|text| json!(text))),
        ("inLanguage", Some(json!(input.messages.language().tag()))),
        ("dateModified", Some(json!(input.analysis.as_of.to_string()))),
        ("isAccessibleForFree", Some(json!(true))),
        ("url", material.base_url.map(|base| json!(format!("{base}/{}", page.path)))),
        ("creator", publisher(material)),
        ("license", input.model.site.licence.map(|licence| json!(licence.address()))),
        ("distribution", material.base_url.map(download)),
    ]))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::super::Watch;
    use super::*;
    use crate::export::testing::{CONTENT, with};
    use crate::source::Sources;
    use crate::view::Link;

    fn told(base_url: Option<&str>, of: fn(Page) -> Page) -> Option<String> {
        with(CONTENT, |input| {
            let (sources, odd) = (Sources::default(), Mutex::default());
            let material = Material {
                input,
                theme: &[],
                base_url,
                view: None,
                sources: &sources,
                odd: &odd,
                watch: Watch::default(),
            };
            structured(material, &of(input.compose("projekte").page("projekte/akte.html", "projekte", "Die Akte")))
        })
    }

    #[test]
    fn no_text_ends_the_script() {
        let page = |page| Page { title: "</script><!--&".to_owned(), ..page };
        let text = told(Some("https://stadt.example"), page).unwrap();
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["@graph"][0]["itemListElement"][1]["name"], "</script><!--&");
    }

    #[test]
    fn ways_need_an_address() {
        let page = |page| Page {
            parent: Some(Link { text: "Projekte".to_owned(), href: Some("index.html".to_owned()) }),
            ..page
        };
        let text = told(Some("https://stadt.example/x"), page).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        let steps = read["@graph"][0]["itemListElement"].as_array().unwrap();
        let addresses: Vec<_> = steps.iter().map(|step| step["item"].as_str().unwrap()).collect();
        let base = "https://stadt.example/x/";
        assert_eq!(addresses, ["", "projekte/index.html", "projekte/akte.html"].map(|path| format!("{base}{path}")));
        assert_eq!(told(None, page), None);
        assert_eq!(told(Some(base), |page| Page { unlisted: true, ..page }), None);
    }
}
