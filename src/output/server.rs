//! What web servers need to be told: `_headers` for Netlify and Cloudflare Pages, which read it at the root of a site, and
//! below `server/` parts of a configuration for nginx and Apache.
//!
//! None of these does anything by itself on another server: the parts have names that no server looks for.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::assets::{DIGITS, LOADED, is_hashed};
use super::policy::{ASKED_AGAIN, CONTENT, EMBEDDED, HEADERS, HTTPS_ONLY, KEPT, NO_FRAMES};
use super::{Following, Made, Material};
use crate::diagnostics::Diagnostic;
use crate::messages::Messages;
use crate::page::moved::MISSING;

pub(super) const OUTPUT: Following = Following { of: &[], render };

const POLICY: &str = "Content-Security-Policy";

fn render(material: Material<'_>, made: &mut Made<'_>) -> Result<(), Diagnostic> {
    let site = Site {
        messages: material.input.messages,
        root: material.root().unwrap_or_else(|| "/".to_owned()),
        hidden: material.view.is_some(),
    };
    let files = [
        ("_headers", site.headers(&made.paths())),
        ("server/nginx.conf", site.nginx()),
        ("server/apache.conf", site.apache()),
    ];
    made.extend(files.map(|(path, text)| (path.to_owned(), text.into_bytes())));
    Ok(())
}

/// What the files tell of.
struct Site<'a> {
    messages: &'a Messages,
    /// The path of the site on its server, from `/` to `/`.
    root: String,
    /// Whether it is not for the public.
    hidden: bool,
}

impl Site<'_> {
    /// Headers of every file but the policy.
    fn common(&self) -> Vec<(&'static str, &'static str)> {
        let hidden = self.hidden.then_some(("X-Robots-Tag", "noindex, nofollow"));
        HEADERS.iter().copied().chain(hidden).collect()
    }

    fn comment(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let text = self.messages.format(key, arguments);
        text.lines().map(|line| format!("# {line}\n")).collect()
    }

    /// Where several parts fit a file, these servers join their headers. So each header is set in one part only, and each
    /// folder has a part of its own; a file whose `Cache-Control` is not set is asked for again by their own rules.
    fn headers(&self, paths: &BTreeSet<&str>) -> String {
        let mut text = self.comment("server.headers", &[]);
        let mut part = |path: &str, headers: &[(&str, &str)]| {
            text.push_str(&format!("{path}\n"));
            headers.iter().for_each(|(name, value)| text.push_str(&format!("  {name}: {value}\n")));
        };
        part("/*", &self.common());
        let closed = closed();
        for place in places(paths) {
            part(&place, &[(POLICY, if place == format!("/{EMBEDDED}*") { CONTENT } else { &closed })]);
        }
        for path in paths.iter().filter(|path| is_hashed(path)) {
            part(&format!("/{path}"), &[("Cache-Control", KEPT)]);
        }
        format!("{text}#   {}: {}\n", HTTPS_ONLY.0, HTTPS_ONLY.1)
    }

    fn nginx(&self) -> String {
        let root = &self.root;
        // A part for a path is preferred to those that others write with patterns.
        let location = if root == "/" { "location /".to_owned() } else { format!("location ^~ {root}") };
        let (https, https_value) = HTTPS_ONLY;
        // Whoever adds headers in an inner part takes over none of the outer one.
        [
            self.comment("server.nginx", &[("pfad", root)]),
            format!("{location} {{\n{}", self.added(1, &closed(), ASKED_AGAIN)),
            format!("    error_page 404 {root}{MISSING};\n"),
            "    # gzip_static on;\n    # brotli_static on;\n".to_owned(),
            format!("    # add_header {https} \"{https_value}\" always;\n"),
            format!("    location ~ \"{}\" {{\n{}    }}\n", pattern(), self.added(2, &closed(), KEPT)),
            format!("    location {root}{EMBEDDED} {{\n{}    }}\n}}\n", self.added(2, CONTENT, ASKED_AGAIN)),
        ]
        .concat()
    }

    fn added(&self, depth: usize, policy: &str, cache: &str) -> String {
        let headers = self.common().into_iter().chain([(POLICY, policy)]);
        let indent = "    ".repeat(depth);
        let mut text: String =
            headers.map(|(name, value)| format!("{indent}add_header {name} \"{value}\" always;\n")).collect();
        let _ = writeln!(text, "{indent}add_header Cache-Control \"{cache}\";");
        text
    }

    fn apache(&self) -> String {
        let root = &self.root;
        let mut text = self.comment("server.apache", &[("pfad", root)]);
        text.push_str("<IfModule mod_headers.c>\n");
        for (name, value) in self.common() {
            let _ = writeln!(text, "    Header always set {name} \"{value}\"");
        }
        let _ = writeln!(text, "    Header always set {POLICY} \"{}\"", closed());
        let embedded = format!("\"expr=%{{REQUEST_URI}} =~ m#^{root}{EMBEDDED}#\"");
        let _ = writeln!(text, "    Header always set {POLICY} \"{CONTENT}\" {embedded}");
        let _ = writeln!(text, "    Header set Cache-Control \"{ASKED_AGAIN}\"");
        let _ = writeln!(text, "    <FilesMatch \"{}\">", pattern());
        let _ = writeln!(text, "        Header set Cache-Control \"{KEPT}\"\n    </FilesMatch>");
        let _ = writeln!(text, "    # Header always set {} \"{}\"", HTTPS_ONLY.0, HTTPS_ONLY.1);
        let _ = writeln!(text, "</IfModule>\nErrorDocument 404 {root}{MISSING}");
        text
    }
}

fn closed() -> String {
    format!("{CONTENT}; {NO_FRAMES}")
}

/// Names with a hash, as a pattern.
fn pattern() -> String {
    format!(r"\.[0-9a-f]{{{}}}\.({})$", DIGITS, LOADED.join("|"))
}

/// The first page, every other page beside it, every folder; embedded pages have a part even where there are none.
fn places(paths: &BTreeSet<&str>) -> BTreeSet<String> {
    let place = |path: &&str| match path.split_once('/') {
        Some((folder, _)) => Some(format!("/{folder}/*")),
        None => path.ends_with(".html").then(|| format!("/{path}")),
    };
    let places = paths.iter().filter_map(place);
    places.chain(["/".to_owned(), format!("/{EMBEDDED}*")]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    #[test]
    fn each_header_is_set_once_for_each_file() {
        let messages = Messages::load(Language::German);
        let site = Site { messages: &messages, root: "/".to_owned(), hidden: true };
        let paths = ["index.html", "stil.0123456789ab.css", "werte/a.html", "werte/b.html"];
        let text = site.headers(&BTreeSet::from(paths));
        let parts: Vec<_> = text.lines().filter(|line| line.starts_with('/')).collect();
        assert_eq!(parts, ["/*", "/", "/einbetten/*", "/index.html", "/werte/*", "/stil.0123456789ab.css"]);
        assert_eq!((text.matches("X-Robots-Tag").count(), text.matches("frame-ancestors").count()), (1, 3));
        assert!(text.contains(&format!("/stil.0123456789ab.css\n  Cache-Control: {KEPT}\n")));
    }

    #[test]
    fn parts_stand_where_the_site_stands() {
        let messages = Messages::load(Language::German);
        let site = Site { messages: &messages, root: "/portal/digital/".to_owned(), hidden: false };
        for text in [site.nginx(), site.apache()] {
            assert!(
                text.contains("404 /portal/digital/404.html") && text.contains("/portal/digital/einbetten/"),
                "{text}"
            );
        }
        assert!(Site { root: "/".to_owned(), ..site }.nginx().contains("location / {"));
    }
}
