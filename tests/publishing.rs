//! What a site needs on a web server: addresses that change with what stands there, and pages that load nothing else.

#![expect(clippy::panic, clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use walkdir::WalkDir;

/// Every file of a site by its path.
type Files = BTreeMap<String, Vec<u8>>;

/// The sites of both cities, by the folder of their content.
fn sites() -> &'static [(&'static str, Files)] {
    static SITES: OnceLock<[(&str, Files); 2]> = OnceLock::new();
    SITES.get_or_init(|| ["content", "tests/sites/kleinstadt/in"].map(|content| (content, built(content))))
}

fn built(content: &str) -> Files {
    let place = tempfile::tempdir().unwrap();
    let site = place.path().join("site");
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let spatz = spatz.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--einbetten", "--content", content]);
    let spatz = spatz.arg("--out").arg(&site);
    let output = spatz.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    tree(&site)
}

fn tree(folder: &Path) -> Files {
    let files = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (relative(file.path()), fs::read(file.path()).unwrap())).collect()
}

/// Pieces of pages, which are no pages.
const FRAGMENTS: &str = "fragmente/";
/// Pages for frames.
const FRAMES: &str = "einbetten/";

/// Every page of both sites: where it is, and its text.
fn pages() -> Vec<(String, String)> {
    texts(|path| !path.starts_with(FRAGMENTS))
}

/// Every fragment of both sites.
fn fragments() -> Vec<(String, String)> {
    texts(|path| path.starts_with(FRAGMENTS))
}

fn texts(wanted: fn(&str) -> bool) -> Vec<(String, String)> {
    let texts = sites().iter().flat_map(|(content, files)| {
        let texts = files.iter().filter(|(path, _)| path.ends_with(".html") && wanted(path));
        texts.map(move |(path, bytes)| (format!("{content}: {path}"), String::from_utf8(bytes.clone()).unwrap()))
    });
    let texts: Vec<_> = texts.collect();
    assert!(texts.len() > 200, "{} texts", texts.len());
    texts
}

/// The tags of a page, as written between `<` and `>`. Texts and values of attributes have no bare `<` in them.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).map(|rest| {
        let mut quoted = false;
        let end = rest.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        &rest[..end.unwrap()]
    })
}

/// Names of the attributes of a tag, written as `name="value"` or bare.
fn attributes(tag: &str) -> Vec<&str> {
    let outside: Vec<_> = tag.split('"').step_by(2).collect();
    let words = outside.iter().flat_map(|part| part.split_whitespace());
    words.skip(1).map(|word| word.trim_end_matches('=')).collect()
}

#[test]
fn attributes_are_read_as_they_are_written() {
    let page = "<p class=\"a onclick=b\" hidden>1 &lt; 2</p><a\nhref=\"x>y\" onclick=\"z\">";
    let tags: Vec<_> = tags(page).collect();
    assert_eq!(tags, ["p class=\"a onclick=b\" hidden", "/p", "a\nhref=\"x>y\" onclick=\"z\""]);
    assert_eq!(attributes(tags[0]), ["class", "hidden"]);
    assert_eq!(attributes(tags[2]), ["href", "onclick"]);
}

#[test]
fn no_page_has_style_or_script_of_its_own() {
    for (place, text) in pages() {
        for tag in tags(&text) {
            assert!(!tag.starts_with("style"), "{place}: <{tag}>");
            let is_data = tag.contains("type=\"application/ld+json\"");
            assert!(!tag.starts_with("script") || is_data || tag.contains(" src=\""), "{place}: <{tag}>");
            for name in attributes(tag) {
                assert!(name != "style" && !name.starts_with("on"), "{place}: {name} in <{tag}>");
            }
        }
    }
}

/// A fragment needs nothing but itself: no script, no file, no link that counts from where it is pasted.
#[test]
fn fragments_stand_alone() {
    for (place, text) in fragments() {
        let (style, rest) = text.split_once("<style>").unwrap().1.split_once("</style>").unwrap();
        assert!(!style.contains("url(") && !style.contains("@import"), "{place}: {style}");
        let id = text.split_once("<div id=\"").unwrap().1.split_once("-teil\"").unwrap().0;
        assert!(id.len() == 14 && id.starts_with("spatz-"), "{place}: {id}");
        for rule in style.split('}').map(|rule| rule.rsplit('{').nth(1).unwrap_or_default()) {
            for selector in rule.split(',').filter(|_| !rule.starts_with('@') && !rule.contains('(')) {
                assert!(selector.is_empty() || selector.starts_with(&format!("#{id}-teil")), "{place}: {selector}");
            }
        }
        for tag in tags(rest) {
            for part in ["script", "link", "style", "iframe", "img", "form"] {
                assert!(!tag.starts_with(part), "{place}: <{tag}>");
            }
            for name in attributes(tag) {
                assert!(name != "style" && name != "src" && !name.starts_with("on"), "{place}: <{tag}>");
            }
            for (name, value) in [" id=\"", " href=\""].iter().filter_map(|name| Some((name, tag.split_once(name)?.1)))
            {
                let own = value.starts_with(&format!("{id}-")) || value.starts_with(&format!("#{id}-"));
                let outside = ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| value.starts_with(scheme));
                assert!(own || (*name == " href=\"" && outside), "{place}: <{tag}>");
            }
        }
        assert!(text.contains("Datenstand: <time datetime=") && text.contains("class=\"herkunft\""), "{place}");
    }
}

/// Each part is there as a page for a frame and as a fragment, under the same name, and is listed.
#[test]
fn parts_are_listed() {
    for (content, files) in sites() {
        let names = |folder: &str| -> Vec<_> {
            let names = files.keys().filter_map(|path| path.strip_prefix(folder)).filter(|name| *name != "index.html");
            names.map(str::to_owned).collect()
        };
        let list = text(files, "einbetten/index.html");
        assert_eq!(names(FRAMES), names(FRAGMENTS), "{content}");
        for name in names(FRAMES) {
            assert!(list.contains(&format!("href=\"{name}\"")), "{content}: {name}");
            assert!(list.contains(&format!("href=\"../fragmente/{name}\"")), "{content}: {name}");
            assert!(text(files, &format!("{FRAMES}{name}")).contains("content=\"noindex\""), "{content}: {name}");
        }
        // Pictures of pages for those who share them are no parts.
        for name in names("bilder/").iter().filter(|name| !name.starts_with("vorschau-")) {
            assert!(list.contains(&format!("href=\"../bilder/{name}\"")), "{content}: {name}");
        }
    }
}

/// Pictures are read by programs that know no style sheets of a site, and no names of colours in them.
#[test]
fn pictures_stand_alone() {
    let pictures = sites().iter().flat_map(|(_, files)| files.iter().filter(|(path, _)| path.starts_with("bilder/")));
    let mut count = 0;
    for (path, bytes) in pictures.filter(|(path, _)| path.ends_with(".svg")) {
        let svg = std::str::from_utf8(bytes).unwrap();
        for part in ["class=", "style", "var(", "light-dark", "<a ", "<script", "href=", "\"undefined"] {
            assert!(!svg.contains(part), "{path}: {part}");
        }
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "), "{path}");
        assert!(svg.contains("<title>") && svg.contains("Datenstand:") && svg.contains("font-family="), "{path}");
        let ids: Vec<_> = svg.split(" id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
        assert!((1..ids.len()).all(|at| !ids[at..].contains(&ids[at - 1])), "{path}: {ids:?}");
        count += 1;
    }
    assert!(count > 40, "{count}");
}

/// With fonts to draw it and an address to find it at, a page has a picture for those who share it; else nothing says so.
#[test]
fn previews_are_pictures_of_their_size() {
    let files = small(SITE, if cfg!(feature = "pdf") { &["--bilder"] } else { &[] });
    let nowhere = small("titel: Musterstadt\n", &[]);
    assert!(!nowhere.values().any(|bytes| String::from_utf8_lossy(bytes).contains("og:image")));
    assert!(!nowhere.keys().any(|path| path.ends_with(".png")));
    let size = |path: &str| {
        let png = &files[path];
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{path}");
        (side(16), side(20))
    };
    for path in ["index.html", "projekte/akte.html", "reifegrad/d.html"] {
        let page = text(&files, path);
        let image = page.split_once("<meta property=\"og:image\" content=\"https://musterstadt.example/portal/");
        assert_eq!(image.is_some(), cfg!(feature = "pdf"), "{path}");
        if let Some((_, rest)) = image {
            assert_eq!(size(rest.split_once('"').unwrap().0), (1200, 630), "{path}");
            assert!(rest.contains("<meta property=\"og:image:alt\" content=\"Schaubild „"), "{path}");
        }
    }
    for svg in
        files.keys().filter(|path| path.starts_with("bilder/") && path.ends_with(".svg") && cfg!(feature = "pdf"))
    {
        let text = text(&files, svg);
        let side = |name: &str| -> f64 {
            text.split_once(&format!(" {name}=\"")).unwrap().1.split_once('"').unwrap().0.parse().unwrap()
        };
        let twice = ((side("width") * 2.0).round() as u32, (side("height") * 2.0).round() as u32);
        assert_eq!(size(&svg.replace(".svg", ".png")), twice, "{svg}");
        assert!(self::text(&files, "einbetten/index.html").contains(&svg.replace(".svg", ".png")), "{svg}");
    }
}

#[test]
fn every_page_says_first_what_may_be_loaded() {
    for (place, text) in pages() {
        let (before, rest) = text.split_once("<meta http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
        assert!(before.ends_with("<meta charset=\"utf-8\">\n"), "{place}: {before}");
        let policy = rest.split_once('"').unwrap().0;
        assert!(policy.starts_with("default-src 'none'; "), "{place}: {policy}");
        for part in policy.split("; ") {
            let fits =
                [" 'none'", " 'self'"].iter().any(|source| part.ends_with(source)) && part.matches(' ').count() == 1;
            assert!(fits, "{place}: {part}");
        }
    }
}

#[test]
fn what_pages_load_has_its_hash_in_its_name() {
    let (_, files) = &sites()[0];
    let sheets: Vec<_> = files.keys().filter(|path| path.ends_with(".css")).collect();
    assert_eq!(sheets.len(), 2, "{sheets:?}");
    for path in sheets {
        let (_, hash) = path.trim_end_matches(".css").rsplit_once('.').unwrap();
        assert!(hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}");
    }
    let name = files.keys().find(|path| path.starts_with("stil.")).unwrap();
    for (path, root) in [("index.html", ""), ("projekte/index.html", "../")] {
        let page = String::from_utf8(files[path].clone()).unwrap();
        assert!(page.contains(&format!("<link rel=\"stylesheet\" href=\"{root}{name}\">")), "{path}");
    }
}

// A site with an address, and former ids

const SITE: &str = "\
# erfundenes Beispiel
titel: \"Musterstadt & Co. <digital>\"
herausgeber: Stadt Musterstadt
stichtag: 2024-06-30
adresse: https://musterstadt.example/portal/
sicherheit: {email: sicherheit@musterstadt.example, bis: 2025-06-30}
";

/// A small site with a project that was renamed twice.
fn small(site: &str, options: &[&str]) -> Files {
    let place = tempfile::tempdir().unwrap();
    let content = place.path().join("content");
    fs::create_dir_all(content.join("projekte")).unwrap();
    let model = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n";
    for (path, text) in [
        ("seite.yaml", site),
        ("modell.yaml", model),
        ("projekte/akte.md", "---\ntitel: Die Akte\nfrueher: [e-akte, ur-akte]\n---\n"),
    ] {
        fs::write(content.join(path), text).unwrap();
    }
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let output = spatz.current_dir(place.path()).args(["build", "--out", "site"]).args(options).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    tree(&place.path().join("site"))
}

fn text(files: &Files, path: &str) -> String {
    String::from_utf8(files.get(path).unwrap_or_else(|| panic!("{path} is missing")).clone()).unwrap()
}

#[test]
fn former_addresses_forward() {
    for (site, canonical) in
        [(SITE, "https://musterstadt.example/portal/projekte/akte.html"), ("titel: Musterstadt\n", "akte.html")]
    {
        let files = small(site, &[]);
        for path in ["projekte/e-akte.html", "projekte/ur-akte.html"] {
            let page = text(&files, path);
            for part in [
                "<meta http-equiv=\"refresh\" content=\"0; url=akte.html\">",
                "<meta name=\"robots\" content=\"noindex\">",
                &format!("<link rel=\"canonical\" href=\"{canonical}\">"),
                "<a href=\"akte.html\">Weiter zu „Die Akte“</a>",
            ] {
                assert!(page.contains(part), "{path} lacks {part}:\n{page}");
            }
        }
    }
}

#[test]
fn pages_are_listed_under_the_address() {
    let files = small(SITE, &[]);
    let base = "https://musterstadt.example/portal";
    assert_eq!(text(&files, "robots.txt"), format!("User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n"));
    let sitemap = text(&files, "sitemap.xml");
    let listed: Vec<_> = sitemap.split("<loc>").skip(1).map(|rest| rest.split_once("</loc>").unwrap().0).collect();
    let unlisted = ["404.html", "projekte/e-akte.html", "projekte/ur-akte.html"];
    let part = |path: &str| path.starts_with(FRAGMENTS) || (path.starts_with(FRAMES) && path != "einbetten/index.html");
    let pages =
        files.keys().filter(|path| path.ends_with(".html") && !unlisted.contains(&path.as_str()) && !part(path));
    let mut expected: Vec<_> =
        pages.map(|path| format!("{base}/{}", if path == "index.html" { "" } else { path })).collect();
    expected.sort();
    assert_eq!(listed, expected);
    for (path, own) in [("index.html", ""), ("projekte/akte.html", "projekte/akte.html")] {
        let page = text(&files, path);
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{base}/{own}\">")), "{path}");
        assert!(page.contains(&format!("<meta property=\"og:url\" content=\"{base}/{own}\">")), "{path}");
        assert!(!page.contains("name=\"robots\""), "{path}");
    }
}

#[test]
fn without_an_address_nothing_asks_for_one() {
    let files = small("titel: Musterstadt\n", &[]);
    assert!(!files.contains_key("sitemap.xml") && !files.contains_key(".well-known/security.txt"));
    assert_eq!(text(&files, "robots.txt"), "User-agent: *\nAllow: /\n");
    let missing = text(&files, "404.html");
    assert!(!missing.contains("href=") && !missing.contains("src="), "it is shown at any depth:\n{missing}");
}

#[test]
fn what_is_not_public_is_not_for_search_engines() {
    let files = small(SITE, &["--sicht", "intern"]);
    assert!(!files.contains_key("sitemap.xml"));
    assert_eq!(text(&files, "robots.txt"), "User-agent: *\nDisallow: /\n");
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        match path.starts_with(FRAGMENTS) {
            true => assert!(
                text(&files, path).contains("<p class=\"banner\">Nicht öffentlich: Sicht „Intern“</p>"),
                "{path}"
            ),
            false => assert!(text(&files, path).contains("<meta name=\"robots\" content=\"noindex\">"), "{path}"),
        }
    }
    for path in files.keys().filter(|path| path.starts_with("bilder/")) {
        assert!(text(&files, path).contains(">Nicht öffentlich: Sicht „Intern“</text>"), "{path}");
    }
    for path in ["_headers", "server/nginx.conf", "server/apache.conf"] {
        assert!(text(&files, path).contains("X-Robots-Tag"), "{path}");
    }
}

#[test]
fn the_page_for_missing_addresses_works_at_any_depth() {
    let files = small(SITE, &[]);
    let page = text(&files, "404.html");
    let targets = page.split(" href=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0);
    for target in targets.filter(|target| !target.starts_with('#')) {
        let path = target.strip_prefix("/portal/").unwrap_or_else(|| panic!("{target}"));
        let path = path.split('#').next().unwrap_or_default();
        assert!(files.contains_key(path), "{target}");
    }
}

#[test]
fn whom_to_tell_about_weaknesses() {
    let expected = "Contact: mailto:sicherheit@musterstadt.example\nExpires: 2025-06-30T23:59:59Z\n\
         Preferred-Languages: de\nCanonical: https://musterstadt.example/portal/.well-known/security.txt\n";
    assert_eq!(text(&small(SITE, &[]), ".well-known/security.txt"), expected);
}

#[test]
fn search_engines_read_what_the_page_says() {
    let files = small(SITE, &[]);
    let read = |path: &str| -> serde_json::Value {
        let page = text(&files, path);
        let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
        serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
    };
    let start = read("index.html");
    assert_eq!(start["@graph"][0]["name"], "Musterstadt & Co. <digital>");
    assert_eq!(start["@graph"][0]["publisher"]["@type"], "GovernmentOrganization");
    let way = &read("projekte/akte.html")["@graph"][0]["itemListElement"];
    assert_eq!(way[1]["item"], "https://musterstadt.example/portal/projekte/index.html");
    let data = &read("daten/index.html")["@graph"][1];
    assert_eq!((&data["@type"], &data["dateModified"]), (&"Dataset".into(), &"2024-06-30".into()));
}

#[test]
fn texts_are_compressed_beside_them_where_somebody_asks() {
    let (plain, compressed) = (small(SITE, &[]), small(SITE, &["--komprimieren"]));
    assert!(!plain.keys().any(|path| path.ends_with(".gz") || path.ends_with(".br")));
    for end in [".gz", ".br"] {
        let smaller = |path: &str| compressed[&format!("{path}{end}")].len() < compressed[path].len();
        assert!(smaller("index.html") && smaller("daten/reifegrad.json") && smaller("sitemap.xml"), "{end}");
        assert!(!compressed.contains_key(&format!("daten/projektbuero.xlsx{end}")));
    }
    assert_eq!(small(SITE, &["--komprimieren"]), compressed, "the same content gives the same bytes");
}

/// The town's feed: whole, in order, with the days of the content.
#[test]
fn changes_can_be_followed() {
    let (_, files) = &sites()[1];
    let feed = text(files, "aenderungen.atom");
    let entries: Vec<_> = feed.split("<entry>").skip(1).collect();
    let inside = |entry: &str, name: &str| {
        entry.split_once(&format!("<{name}>")).unwrap().1.split_once(&format!("</{name}>")).unwrap().0.to_owned()
    };
    let days: Vec<_> = entries.iter().map(|entry| inside(entry, "updated")).collect();
    assert!(days.len() > 30 && days.is_sorted_by(|a, b| a >= b), "{days:?}");
    assert!(days.iter().all(|day| day.as_str() <= "2025-06-30T00:00:00Z"), "{days:?}");
    let mut ids: Vec<_> = entries.iter().map(|entry| inside(entry, "id")).collect();
    assert!(ids.iter().all(|id| id.starts_with("tag:musterau.example,2000:")), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), entries.len());
    for entry in entries {
        let (_, rest) = entry.split_once("<link rel=\"alternate\" href=\"https://musterau.example/").unwrap();
        assert!(files.contains_key(rest.split_once('"').unwrap().0), "{entry}");
    }
    let link =
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Änderungen\" href=\"../aenderungen.atom\">";
    assert!(text(files, "projekte/index.html").contains(link));
}
