//! `aenderungen.atom`: what has changed, to follow with a feed reader (Atom, RFC 4287); none where nothing has.
//!
//! Entries keep their ids from build to build. All days are those of the content; the clock is never asked.

use jiff::civil::Date;

use super::{Artifacts, Material, Output};
use crate::diagnostics::Diagnostic;
use crate::export::FEED;
use crate::export::feed::{Entry, entries};
use crate::markup::escape;

pub(super) const OUTPUT: Output = Output { name: "feed", of: &[], render };

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let entries = entries(material.input);
    if !entries.is_empty() {
        artifacts.insert(FEED.to_owned(), feed(material, &entries).into_bytes());
    }
    Ok(())
}

fn feed(material: Material<'_>, entries: &[Entry]) -> String {
    let (site, messages) = (&material.input.model.site, material.input.messages);
    // Without an address, links count from the feed.
    let base = material.base_url.map(|base| format!("{base}/")).unwrap_or_default();
    let updated = entries.first().map_or(material.input.analysis.as_of, |latest| latest.day);
    let name = messages.format("aenderungen.titel", &[("titel", &site.title)]);
    let own =
        material.base_url.map(|_| format!("<link rel=\"self\" href=\"{}\"/>\n", escape(&format!("{base}{FEED}"))));
    let head = [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", messages.language().tag()),
        element("id", &id(material, "aenderungen")),
        element("title", &name),
        element("updated", &midnight(updated)),
        format!("<author>{}</author>\n", element("name", site.publisher.as_ref().unwrap_or(&site.title)).trim_end()),
        own.unwrap_or_default(),
        format!("<link rel=\"alternate\" href=\"{}\"/>\n", escape(&format!("{base}index.html"))),
    ];
    let one = |entry: &Entry| {
        let lines: Vec<_> = entry.lines.iter().map(String::as_str).collect();
        [
            "<entry>\n".to_owned(),
            element("id", &id(material, &entry.id)),
            element("title", &entry.title),
            element("updated", &midnight(entry.day)),
            format!("<link rel=\"alternate\" href=\"{}\"/>\n", escape(&format!("{base}{}", entry.path))),
            if lines.is_empty() { String::new() } else { element("summary", &lines.join(" · ")) },
            "</entry>\n".to_owned(),
        ]
        .concat()
    };
    let entries: String = entries.iter().map(one).collect();
    format!("{}{entries}</feed>\n", head.concat())
}

fn element(name: &str, text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    format!("<{name}>{}</{name}>\n", escape(&words.join(" ")))
}

/// A name that no other site gives (RFC 4151).
fn id(material: Material<'_>, name: &str) -> String {
    format!("tag:{},2000:{name}", material.host())
}

fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}
