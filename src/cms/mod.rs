//! Forms for everybody who edits content in the browser: a folder with the configuration of Sveltia CMS, made from what every
//! kind of content may hold.
//!
//! | file | what it is |
//! |---|---|
//! | `index.html` | the page; its policy lets it load from its own folder and from the git platform only |
//! | `config.yml` | collections and fields, as [`content::shape`](crate::content::shape) tells them |
//! | `felder.js` | how the fields of each kind stand in a file |
//! | `formular.js` | what a form does not change stays in the file as it is written |
//! | `start.js`, `deutsch.js` | start Sveltia CMS, in German |
//! | `LIESMICH.md` | how to fetch Sveltia CMS; Spatz does not come with it |
//!
//! Sveltia CMS writes YAML anew when it saves, without comments, with `1.0` as `1` and a mapping by number as a list. So no
//! file is left to it: it gets a format of ours per kind, by an interface that it shares with Decap CMS.

mod backend;
mod form;
mod yaml;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub use self::backend::{Backend, Platform};
use self::form::{Form, Texts};
use crate::content::Place;
use crate::content::shape::{KindShape, shapes};
use crate::messages::Messages;
use crate::messages::fields::{FieldTexts, KindText};

/// How to fetch Sveltia CMS.
const READ_ME: &str = include_str!("LIESMICH.md");

/// The page; `{platform}` stands for the addresses of the git platform.
const PAGE: &str = include_str!("index.html");

/// Files that are the same for every site.
const FIXED: &[(&str, &str)] = &[
    ("LIESMICH.md", READ_ME),
    ("deutsch.js", include_str!("deutsch.js")),
    ("formular.js", include_str!("formular.js")),
    ("start.js", include_str!("start.js")),
];

/// The name of the collection of files that stand alone.
const FILES: &str = "dateien";

/// The form of every kind of content, by path within the folder of the forms. `content` is the folder of the content within
/// the repository, with `/` and without one at its ends; it may be empty.
pub fn files(content: &str, backend: &Backend, messages: &Messages) -> BTreeMap<String, Vec<u8>> {
    let kinds = kinds(messages);
    let mut files: BTreeMap<String, Vec<u8>> =
        FIXED.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    files.insert("config.yml".to_owned(), yaml::print(&configuration(content, backend, &kinds, messages)).into_bytes());
    files.insert("felder.js".to_owned(), fields(&kinds).into_bytes());
    files.insert("index.html".to_owned(), PAGE.replace("{platform}", &backend.addresses()).into_bytes());
    files
}

fn kinds(messages: &Messages) -> Vec<Kind> {
    let fields = FieldTexts::load();
    shapes().iter().map(|shape| Kind::of(shape, &fields, messages)).collect()
}

/// A kind of content and its form.
struct Kind {
    place: Place,
    /// The folder's name, or the file's without its ending.
    name: &'static str,
    has_body: bool,
    text: KindText,
    form: Form,
}

impl Kind {
    fn of(shape: &KindShape, fields: &FieldTexts, messages: &Messages) -> Self {
        let (place, name) = (shape.kind.place, shape.kind.name());
        let texts = Texts { kind: name, fields, messages };
        let text = fields.kind(name).cloned().unwrap_or_default();
        Self { place, name, has_body: shape.has_body, text, form: form::whole(shape, &texts) }
    }

    /// What Sveltia CMS calls the format of its files.
    fn format(&self) -> String {
        format!("spatz-{}", self.name)
    }

    fn extension(&self) -> &'static str {
        if self.has_body { "md" } else { "yaml" }
    }
}

fn configuration(content: &str, backend: &Backend, kinds: &[Kind], messages: &Messages) -> Value {
    let path = |place: &str| if content.is_empty() { place.to_owned() } else { format!("{content}/{place}") };
    let mut collections: Vec<Value> = kinds
        .iter()
        .filter_map(|kind| match kind.place {
            Place::Folder(folder) => Some(collection(kind, &path(folder), messages)),
            Place::File(_) => None,
        })
        .collect();
    let files = kinds.iter().filter_map(|kind| match kind.place {
        Place::File(file) => Some(single(kind, &path(file))),
        Place::Folder(_) => None,
    });
    collections.push(json!({
        "name": FILES,
        "label": messages.get("cms.dateien"),
        "description": messages.get("cms.dateien-text"),
        "files": files.collect::<Vec<_>>(),
    }));
    json!({
        "backend": backend.configuration(),
        "app_title": messages.get("cms.titel"),
        // Content holds no pictures of its own, but a folder has to be named.
        "media_folder": path("bilder"),
        "show_preview_links": false,
        "slug": {"encoding": "ascii", "clean_accents": true},
        "output": {"omit_empty_optional_fields": true},
        "editor": {"preview": false},
        "collections": collections,
    })
}

/// A folder with a file for each record.
fn collection(kind: &Kind, folder: &str, messages: &Messages) -> Value {
    json!({
        "name": kind.name,
        "label": messages.find(&format!("seite.{}.titel", kind.name)).unwrap_or(&kind.text.title),
        "label_singular": kind.text.title,
        "description": kind.text.text,
        "folder": folder,
        "format": kind.format(),
        "identifier_field": "titel",
        "summary": "{{titel}}",
        "slug": {
            "template": "{{titel}}",
            "editable": ["create"],
            "hint": messages.get("cms.kennung-text"),
            "pattern": ["^[a-z0-9-]+$", messages.get("cms.kennung-falsch")],
        },
        "fields": kind.form.fields,
    })
}

/// A file that stands alone.
fn single(kind: &Kind, file: &str) -> Value {
    json!({"name": kind.name, "label": kind.text.title, "file": file, "format": kind.format(), "fields": kind.form.fields})
}

/// What `formular.js` knows of each kind.
fn fields(kinds: &[Kind]) -> String {
    let kinds = kinds.iter().map(|kind| {
        let told = json!({
            "name": kind.format(),
            "extension": kind.extension(),
            "hasBody": kind.has_body,
            "shape": kind.form.shape,
        });
        format!("  {told},\n")
    });
    format!(
        "// How the fields of each kind of content stand in its files.\nexport const KINDS = [\n{}];\n",
        kinds.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::content::KINDS;
    use crate::messages::Language;

    fn backend(platform: Platform) -> Backend {
        Backend {
            platform,
            repository: "stadt/inhalte".to_owned(),
            branch: "main".to_owned(),
            address: None,
            application: None,
        }
    }

    fn test_configuration(content: &str) -> Value {
        let messages = Messages::load(Language::German);
        let kinds = kinds(&messages);
        configuration(content, &backend(Platform::Test), &kinds, &messages)
    }

    /// Collections, and files of the last one.
    fn forms(configuration: &Value) -> Vec<Value> {
        let collections = configuration["collections"].as_array().unwrap();
        let (files, folders) = collections.split_last().unwrap();
        folders.iter().chain(files["files"].as_array().unwrap()).cloned().collect()
    }

    #[test]
    fn every_kind_of_content_has_a_form() {
        for (content, start) in [("content", "content/"), ("", "")] {
            let configuration = test_configuration(content);
            let place = |form: &Value| form["folder"].as_str().or(form["file"].as_str()).map(str::to_owned);
            let found: BTreeSet<_> = forms(&configuration).iter().filter_map(place).collect();
            let expected: BTreeSet<_> = KINDS
                .iter()
                .map(|kind| match kind.place {
                    Place::Folder(name) | Place::File(name) => format!("{start}{name}"),
                })
                .collect();
            assert_eq!(found, expected);
        }
    }

    /// Fields of one level have names of their own; what a relation offers is there.
    #[test]
    fn names_are_unique_and_relations_lead_to_something() {
        let forms = forms(&test_configuration("content"));
        for form in &forms {
            visit(form["fields"].as_array().unwrap(), &forms);
        }
    }

    fn visit(fields: &[Value], forms: &[Value]) {
        let names: BTreeSet<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), fields.len(), "{names:?}");
        for field in fields {
            if field["widget"] == "relation" {
                let target = field["file"].as_str().or(field["collection"].as_str()).unwrap();
                let form = forms.iter().find(|form| form["name"] == target).unwrap();
                let shown = field["display_fields"][0].as_str().unwrap();
                let found = shown
                    .split(".*.")
                    .try_fold(form, |form, name| form["fields"].as_array()?.iter().find(|field| field["name"] == name));
                assert!(found.is_some(), "{target} has no {shown}");
            }
            visit(field["fields"].as_array().map_or(&[], Vec::as_slice), forms);
            visit(field.get("field").map_or(&[], std::slice::from_ref), forms);
        }
    }

    /// The page runs no script but its own; the one inside of it is known by its hash.
    #[test]
    fn the_policy_knows_the_script_inside_of_the_page() {
        let map = PAGE.split_once("<script type=\"importmap\">").unwrap().1.split_once("</script>").unwrap().0;
        let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(map)));
        assert!(PAGE.contains(&format!("script-src 'self' {hash};")), "{hash}");
    }

    #[test]
    fn the_page_speaks_to_its_own_platform_only() {
        let page = |backend: &Backend| {
            let files = files("content", backend, &Messages::load(Language::German));
            String::from_utf8(files["index.html"].clone()).unwrap()
        };
        assert!(page(&backend(Platform::Test)).contains("connect-src 'self' blob: data:;"));
        let own = Backend { address: Some("https://git.stadt.example".to_owned()), ..backend(Platform::GitLab) };
        assert!(page(&own).contains("connect-src 'self' blob: data: https://git.stadt.example;"));
        assert!(!page(&own).contains("opencode"));
    }

    #[test]
    fn each_platform_has_its_interfaces() {
        let with_application = |platform| Backend { application: Some("1a2b".to_owned()), ..backend(platform) };
        let cases = [
            (
                backend(Platform::GitLab),
                json!({
                    "name": "gitlab", "repo": "stadt/inhalte", "branch": "main",
                    "base_url": "https://gitlab.opencode.de", "api_root": "https://gitlab.opencode.de/api/v4",
                    "graphql_api_root": "https://gitlab.opencode.de/api/graphql", "auth_methods": ["token"],
                }),
            ),
            (
                with_application(Platform::GitLab),
                json!({
                    "name": "gitlab", "repo": "stadt/inhalte", "branch": "main",
                    "base_url": "https://gitlab.opencode.de", "api_root": "https://gitlab.opencode.de/api/v4",
                    "graphql_api_root": "https://gitlab.opencode.de/api/graphql", "auth_type": "pkce", "app_id": "1a2b",
                }),
            ),
            (
                with_application(Platform::Gitea),
                json!({
                    "name": "gitea", "repo": "stadt/inhalte", "branch": "main", "base_url": "https://codeberg.org",
                    "api_root": "https://codeberg.org/api/v1", "app_id": "1a2b",
                }),
            ),
            (
                with_application(Platform::GitHub),
                json!({
                    "name": "github", "repo": "stadt/inhalte", "branch": "main", "api_root": "https://api.github.com",
                    "auth_methods": ["token"],
                }),
            ),
            (backend(Platform::Test), json!({"name": "test-repo"})),
        ];
        for (backend, expected) in cases {
            assert_eq!(backend.configuration(), expected);
        }
    }
}
