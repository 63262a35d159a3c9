//! The generators: how each is told the same, and where it puts what.
//!
//! All have the same frame around each page (taken from a page of Spatz: head, symbols, menu, foot), the same parts on a
//! record's page, a list of all records, a list by status, a feed and a list of pages for search engines. Where a generator
//! has several ways, the fastest that its documentation recommends is taken: no template language within Markdown, no
//! taxonomies, no highlighting, no search index.

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;

use crate::corpus::{ADDRESS, Corpus, Record, TITLE};
use crate::site::Places;
use crate::tools::{self, Tool};

/// A generator that takes part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contestant {
    /// Its name.
    pub(crate) name: &'static str,
    /// Finds or installs its program.
    pub(crate) tool: fn(&Path) -> Result<Tool, Box<dyn Error>>,
    /// Writes everything that it is given.
    pub(crate) write: fn(Corpus, &Path) -> io::Result<()>,
    /// How it is called, in the folder of what it was given, to write its site to another.
    pub(crate) arguments: fn(&Path) -> Vec<OsString>,
    /// Where it puts what.
    pub(crate) places: Places,
}

/// All of them.
pub(crate) const CONTESTANTS: &[Contestant] = &[SPATZ, HUGO, ELEVENTY, ZOLA];

/// Ours.
pub(crate) const SPATZ: Contestant = Contestant {
    name: "Spatz",
    tool: tools::spatz,
    write: spatz,
    arguments: |out| ["build", "--content", ".", "--out"].into_iter().map(OsString::from).chain([out.into()]).collect(),
    places: Places {
        record: ".html",
        listing: "projekte/index.html",
        by_status: "projekte/index.html",
        feed: "aenderungen.atom",
    },
};

const HUGO: Contestant = Contestant {
    name: "Hugo",
    tool: tools::hugo,
    write: hugo,
    arguments: |out| ["--destination"].into_iter().map(OsString::from).chain([out.into()]).collect(),
    places: Places { record: ".html", listing: "index.html", by_status: "stand.html", feed: "feed.xml" },
};

const ELEVENTY: Contestant = Contestant {
    name: "Eleventy",
    tool: tools::eleventy,
    write: eleventy,
    arguments: |out| [OsString::from("--quiet"), format!("--output={}", out.display()).into()].into(),
    places: Places { record: ".html", listing: "index.html", by_status: "stand.html", feed: "feed.xml" },
};

const ZOLA: Contestant = Contestant {
    name: "Zola",
    tool: tools::zola,
    write: zola,
    arguments: |out| ["build", "--output-dir"].into_iter().map(OsString::from).chain([out.into()]).collect(),
    places: Places { record: "/index.html", listing: "index.html", by_status: "stand/index.html", feed: "atom.xml" },
};

/// The frame of all pages, with the template language's words for title, address and content.
fn frame(title: &str, address: &str, main: &str) -> String {
    let top = include_str!("layouts/top.html").replace("§TITLE§", title).replace("§ADDRESS§", address);
    format!("{top}{main}{}", include_str!("layouts/bottom.html"))
}

/// Writes files below a folder, with the folders that they need.
fn write_all(folder: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    for (path, text) in files {
        let path = folder.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// Writes the records' files into a folder.
fn write_records(corpus: Corpus, folder: &Path, text: impl Fn(Record) -> String) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    corpus.iter().try_for_each(|record| fs::write(folder.join(format!("{}.md", record.id())), text(record)))
}

fn spatz(corpus: Corpus, folder: &Path) -> io::Result<()> {
    // What the others do not make.
    let without = "daten, handout, kalender, kosten, planung, plausibilitaet, portfolio, roadmap, suche, synopse";
    let site = format!("titel: {TITLE}\nstichtag: 2025-06-30\nadresse: {ADDRESS}\nohne: [{without}]\n");
    let model = "titel: Modell (erfunden)\nstufen: [Am Anfang, Begonnen]\ndimensionen:\n  dienste:\n    titel: Dienste\n    \
                 stufen: {1: {dienste-1: Ein Verzeichnis liegt vor.}}\n";
    write_all(folder, &[("seite.yaml", &site), ("modell.yaml", model)])?;
    write_records(corpus, &folder.join("projekte"), |record| {
        format!(
            "---\n{}---\n{}",
            spatz_fields(record, record.end()),
            record.body(|linked| format!("{}.md", linked.id()))
        )
    })
}

/// Title, plan and events, from which Spatz derives the status.
pub(crate) fn spatz_fields(record: Record, end: Date) -> String {
    let begin = record.begin();
    let begun = format!("  - {{am: {begin}, ereignis: begonnen}}\n");
    let log = match record.done() {
        Some(done) => format!("verlauf:\n{begun}  - {{am: {done}, ereignis: umgesetzt}}\n"),
        None if record.is_begun() => format!("verlauf:\n{begun}"),
        None => String::new(),
    };
    format!("titel: {}\nplan: {{beginn: {begin}, ende: {end}}}\n{log}", record.title())
}

/// Title, status and days, for generators that derive nothing.
fn fields(record: Record, indent: &str) -> String {
    let done = record.done().map(|done| format!("{indent}umgesetzt: \"{done}\"\n")).unwrap_or_default();
    let (status, begin, end) = (record.status().word(), record.begin(), record.end());
    format!("{indent}status: {status}\n{indent}beginn: \"{begin}\"\n{indent}ende: \"{end}\"\n{done}")
}

fn hugo(corpus: Corpus, folder: &Path) -> io::Result<()> {
    write_all(
        folder,
        &[
            ("hugo.toml", include_str!("layouts/hugo/hugo.toml")),
            ("layouts/baseof.html", &frame("{{ .Title }}", "{{ .Permalink }}", "{{ block \"main\" . }}{{ end }}")),
            ("layouts/page.html", include_str!("layouts/hugo/page.html")),
            ("layouts/home.html", include_str!("layouts/hugo/home.html")),
            ("layouts/status.html", include_str!("layouts/hugo/status.html")),
            ("layouts/home.feed.xml", include_str!("layouts/hugo/home.feed.xml")),
            ("content/_index.md", &format!("---\ntitle: {TITLE}\n---\n")),
            ("content/stand.md", "---\ntitle: Stand\nlayout: status\n---\n"),
        ],
    )?;
    write_records(corpus, &folder.join("content/projekte"), |record| {
        let body = record.body(|linked| format!("{{{{< relref \"{}\" >}}}}", linked.id()));
        format!("---\ntitle: {}\n{}---\n{body}", record.title(), fields(record, ""))
    })
}

fn eleventy(corpus: Corpus, folder: &Path) -> io::Result<()> {
    let base = frame("{{ title }}", &format!("{ADDRESS}{{{{ page.url }}}}"), "{{ content | safe }}");
    write_all(
        folder,
        &[
            ("eleventy.config.js", include_str!("layouts/eleventy/eleventy.config.js")),
            ("_includes/base.njk", &base),
            ("_includes/record.njk", include_str!("layouts/eleventy/record.njk")),
            ("index.njk", include_str!("layouts/eleventy/index.njk")),
            ("stand.njk", include_str!("layouts/eleventy/stand.njk")),
            ("feed.njk", include_str!("layouts/eleventy/feed.njk")),
            ("sitemap.njk", include_str!("layouts/eleventy/sitemap.njk")),
            ("projekte/projekte.11tydata.js", include_str!("layouts/eleventy/projekte.11tydata.js")),
        ],
    )?;
    write_records(corpus, &folder.join("projekte"), |record| {
        let body = record.body(|linked| format!("/projekte/{}.html", linked.id()));
        format!("---\ntitle: {}\n{}---\n{body}", record.title(), fields(record, ""))
    })
}

fn zola(corpus: Corpus, folder: &Path) -> io::Result<()> {
    let title = "{% if page %}{{ page.title }}{% else %}{{ config.title }}{% endif %}";
    let base = frame(title, "{{ current_url | safe }}", "{% block main %}{% endblock %}");
    write_all(
        folder,
        &[
            ("config.toml", include_str!("layouts/zola/config.toml")),
            ("templates/base.html", &base),
            ("templates/record.html", include_str!("layouts/zola/record.html")),
            ("templates/index.html", include_str!("layouts/zola/index.html")),
            ("templates/stand.html", include_str!("layouts/zola/stand.html")),
            ("templates/section.html", include_str!("layouts/zola/section.html")),
            ("content/stand.md", "---\ntitle: Stand\ntemplate: stand.html\n---\n"),
            ("content/projekte/_index.md", "---\ntitle: Projekte\nsort_by: title\npage_template: record.html\n---\n"),
        ],
    )?;
    write_records(corpus, &folder.join("content/projekte"), |record| {
        let body = record.body(|linked| format!("@/projekte/{}.md", linked.id()));
        let (title, date) = (record.title(), record.begin());
        format!("---\ntitle: {title}\ndate: {date}\nextra:\n{}---\n{body}", fields(record, "  "))
    })
}
