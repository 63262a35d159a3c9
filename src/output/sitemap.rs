//! `robots.txt`, and `sitemap.xml` where the site's address is known.
//!
//! The list of pages tells no dates: when the words of a page last changed is not known. Crawlers ask for `robots.txt` at
//! the root of a host only; who publishes below a path names the list in the host's own file.

use std::collections::BTreeSet;

use super::{Following, Made, Material};
use crate::diagnostics::Diagnostic;
use crate::markup::escape;
use crate::page::moved::MISSING;
use crate::view::embedding::is_part;
use crate::view::moved::moved;

pub(super) const OUTPUT: Following = Following { of: &[], render };

const SITEMAP: &str = "sitemap.xml";

fn render(material: Material<'_>, made: &mut Made<'_>) -> Result<(), Diagnostic> {
    // What is not for the public is not for search engines.
    let base = material.base_url.filter(|_| material.view.is_none());
    let mut robots = format!("User-agent: *\n{}\n", if material.view.is_some() { "Disallow: /" } else { "Allow: /" });
    if let Some(base) = base {
        let sitemap = sitemap(base, &pages(material, &made.paths()));
        made.insert(SITEMAP.to_owned(), sitemap.into_bytes());
        robots.push_str(&format!("Sitemap: {base}/{SITEMAP}\n"));
    }
    made.insert("robots.txt".to_owned(), robots.into_bytes());
    Ok(())
}

/// The addresses of all pages that search engines may list, from the site's root; the first page's is empty.
fn pages<'a>(material: Material<'_>, paths: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let moved = moved(material.input.model);
    let is_page =
        |path: &&str| path.ends_with(".html") && *path != MISSING && !is_part(path) && !moved.contains_key(*path);
    let pages = paths.iter().copied().filter(is_page);
    pages.map(|path| if path == "index.html" { "" } else { path }).collect()
}

fn sitemap(base: &str, pages: &BTreeSet<&str>) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    text.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for page in pages {
        text.push_str(&format!("<url><loc>{}</loc></url>\n", escape(&format!("{base}/{page}"))));
    }
    text.push_str("</urlset>\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped() {
        let text = sitemap("https://a.example/b&c", &BTreeSet::from(["", "werte/x.html"]));
        let loc = |path: &str| format!("<url><loc>https://a.example/b&amp;c/{path}</loc></url>\n");
        assert!(text.contains(&(loc("") + &loc("werte/x.html"))), "{text}");
    }
}
