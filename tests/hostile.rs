//! Content written by somebody who means harm: every text that content may hold is replaced by one that would run as a
//! script, break out of an attribute or be taken for a template, and in a real browser nothing of it happens.
//!
//! It needs Chromium and Node.js with the packages of `browser/`, which `tests/run` installs.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::Value as Json;
use spatz::source::yaml::{self, Node, Value};
use spatz::source::{Sources, Span, split};

/// What `browser/hostile.mjs` looks for; it would set `window.harmed`.
const HARM: &str = "Arg\"'><script>window.harmed=1</script><img src=x onerror=\"window.harmed=2\"><svg onload=window.harmed=3>\
                    ]]>--></title></style></textarea></svg>{{ 7*7 }}{% raw %}[Verweis](javascript:window.harmed=4)";

/// The texts of one content file that could be replaced: where they stand in it.
type Texts = BTreeMap<String, Vec<Span>>;

/// The places of all scalars below a node, but for block scalars, whose text is not written in one piece.
fn scalars(node: &Node, text: &str, found: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar(_) if !text[node.span.range()].starts_with(['|', '>']) => found.push(node.span),
        Value::Scalar(_) | Value::Null => {}
        Value::List(items) => items.iter().for_each(|item| scalars(item, text, found)),
        Value::Map(map) => map.entries.iter().for_each(|(_, node)| scalars(node, text, found)),
    }
}

/// Every scalar and every body of a folder.
fn texts(sources: &Sources) -> Texts {
    let of_file = |(id, file): (_, &Arc<spatz::source::SourceFile>)| {
        let (range, body) = match file.path.ends_with(".md") {
            true => split(&file.text).map(|parts| (parts.yaml, Some(parts.body))).ok()?,
            false => (0..file.text.len(), None),
        };
        let mut found = Vec::new();
        scalars(&yaml::parse(id, &file.text, range).ok()?.node, &file.text, &mut found);
        found.extend(body.map(|body| Span::new(id, body.start, body.end)));
        Some((file.path.clone(), found))
    };
    sources.iter().filter_map(of_file).collect()
}

/// Writes the folder with the texts replaced; returns where the replacements stand now.
fn write(sources: &Sources, texts: &Texts, to: &Path) -> Texts {
    let mut now = Texts::new();
    for (id, file) in sources.iter() {
        let (mut written, mut at, mut places) = (String::new(), 0, Vec::new());
        for span in texts.get(&file.path).into_iter().flatten() {
            written.push_str(&file.text[at..span.start()]);
            let is_body = file.path.ends_with(".md") && span.end() == file.text.len();
            let harm =
                if is_body { format!("\n{HARM}\n\n# {HARM}\n\n<{HARM}>\n") } else { Json::from(HARM).to_string() };
            places.push(Span::new(id, written.len(), written.len() + harm.len()));
            written.push_str(&harm);
            at = span.end();
        }
        written.push_str(&file.text[at..]);
        let path = to.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, written).unwrap();
        now.insert(file.path.clone(), places);
    }
    now
}

/// The errors that `spatz check` finds: file below the folder, and the byte.
fn errors(content: &Path) -> Vec<(String, usize)> {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let output = spatz.args(["check", "--format", "json", "--content"]).arg(content).output().unwrap();
    let found: Vec<Json> = serde_json::from_slice(&output.stdout).unwrap();
    let errors = found.iter().filter(|finding| finding["severity"] == "error");
    let place = |finding: &Json| {
        let path = Path::new(finding["file"].as_str().unwrap()).strip_prefix(content).unwrap();
        let text = fs::read_to_string(content.join(path)).unwrap();
        let number = |key: &str| usize::try_from(finding[key].as_u64().unwrap()).unwrap() - 1;
        let line: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        let column: usize = text[line..].chars().take(number("column")).map(char::len_utf8).sum();
        (path.to_string_lossy().into_owned(), line + column)
    };
    errors.map(place).collect()
}

/// The town with every text replaced that `spatz check` lets pass; how many those are.
fn poisoned(to: &Path) -> usize {
    let town = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kleinstadt/in");
    let (sources, _) = Sources::read(&town);
    let mut texts = texts(&sources);
    loop {
        let now = write(&sources, &texts, to);
        let errors = errors(to);
        if errors.is_empty() {
            return texts.values().map(Vec::len).sum();
        }
        let before: usize = texts.values().map(Vec::len).sum();
        for (file, spans) in &mut texts {
            let refused = |place: &Span| errors.iter().any(|(path, at)| path == file && place.range().contains(at));
            let mut places = now[file].iter();
            spans.retain(|_| !places.next().is_some_and(refused));
        }
        assert!(texts.values().map(Vec::len).sum::<usize>() < before, "{errors:?}");
    }
}

#[test]
fn no_text_runs_as_a_script() {
    let place = tempfile::tempdir().unwrap();
    let (content, site) = (place.path().join("content"), place.path().join("site"));
    assert!(poisoned(&content) > 300);
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let output =
        spatz.arg("build").arg("--einbetten").arg("--content").arg(&content).arg("--out").arg(&site).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (harmless, told) = opened(&site);
    assert!(harmless, "{told}");
}

/// That nothing happens means something only if what happens is noticed.
#[test]
fn harm_is_noticed() {
    let site = tempfile::tempdir().unwrap();
    let text = HARM.replace('<', "&lt;");
    let pages = [
        ("script.html", HARM),
        ("template.html", "&lt;/svg>49"),
        ("address.html", "<a href=\" javascript:window.harmed=4\">Verweis</a>"),
        ("image.html", "<img src=x>"),
    ];
    for (name, harm) in pages {
        fs::write(site.path().join(name), format!("<!doctype html><title>T</title><p>{text}</p>{harm}")).unwrap();
    }
    let (harmless, told) = opened(site.path());
    assert!(!harmless);
    for expected in [
        "script.html: script element",
        "script.html: onload on svg",
        "template.html: template ran",
        "address.html: href of a is a script",
        "image.html: image",
    ] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
}

/// Opens every page of a site in the browser: whether no harm was done, and what was told.
fn opened(site: &Path) -> (bool, String) {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let output = Command::new("node").current_dir(browser).arg("hostile.mjs").arg(site).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}
