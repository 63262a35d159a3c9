//! The content folder and the texts that are open in the client.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use lsp_types::{Position, TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::address;
use super::position::Encoding;
use crate::source::{Folder, MARK, Problem, Sources, is_content_name, real_path};

/// A content folder, what was read of it, and what is open.
#[derive(Debug)]
pub(super) struct Workspace {
    /// As the client names it.
    folder: PathBuf,
    /// Behind all links.
    real: PathBuf,
    disk: Folder,
    /// What was found there.
    found: (Sources, Vec<Problem>),
    /// By path below the folder.
    open: BTreeMap<String, Open>,
}

/// A text that is open in the client.
#[derive(Debug)]
pub(super) struct Open {
    /// As the client names it.
    pub(super) uri: Uri,
    /// As the client has it.
    pub(super) text: String,
    /// The client's number of it.
    pub(super) version: i32,
}

impl Workspace {
    pub(super) fn new(folder: PathBuf) -> Self {
        let real = real_path(&folder).unwrap_or_else(|| folder.clone());
        let disk = Folder::new(&folder);
        Self { found: disk.sources(), disk, open: BTreeMap::new(), folder, real }
    }

    /// The folder, as the client names it.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// All content as it would be if everything open were saved. The disk is looked at again: not every client tells what
    /// changes there.
    pub(super) fn sources(&mut self) -> (Sources, Vec<Problem>) {
        if self.disk.look() {
            self.found = self.disk.sources();
        }
        let (sources, problems) = self.found.clone();
        sources.with_texts(problems, self.open.iter().map(|(path, open)| (path.as_str(), open.text.as_str())))
    }

    /// An open text.
    pub(super) fn open(&self, path: &str) -> Option<&Open> {
        self.open.get(path)
    }

    /// The text that a client's places count in: what is open, else what was read.
    pub(super) fn text<'a>(&'a self, path: &str, read: &'a str) -> &'a str {
        self.open.get(path).map_or(read, |open| open.text.as_str())
    }

    /// The address of a content file, as the client names it.
    pub(super) fn uri(&self, path: &str) -> Option<Uri> {
        match self.open.get(path) {
            Some(open) => Some(open.uri.clone()),
            None => address::uri(&self.folder.join(path)),
        }
    }

    /// The path below the folder of a file that can be content.
    pub(super) fn path(&self, uri: &Uri) -> Option<String> {
        let path = address::path(uri)?;
        let below =
            |path: &Path| path.strip_prefix(&self.folder).or_else(|_| path.strip_prefix(&self.real)).ok().map(below);
        below(&path).or_else(|| below(&real_path(&path)?)).flatten()
    }

    /// Opens a text; tells whether it can be content.
    pub(super) fn did_open(&mut self, document: TextDocumentItem) -> bool {
        let TextDocumentItem { uri, text, version, .. } = document;
        let path = self.path(&uri);
        path.is_some_and(|path| {
            self.open.insert(path, Open { uri, text, version });
            true
        })
    }

    /// Changes a text; tells whether it is open here.
    pub(super) fn did_change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> bool {
        let Some(open) = self.path(uri).and_then(|path| self.open.get_mut(&path)) else { return false };
        open.version = version;
        for change in changes {
            match change.range {
                Some(range) => open.text.replace_range(encoding.bytes(&open.text, range), &change.text),
                None => open.text = change.text,
            }
        }
        true
    }

    /// Closes a text; tells whether it was open here.
    pub(super) fn did_close(&mut self, uri: &Uri) -> bool {
        let path = self.path(uri);
        path.is_some_and(|path| self.open.remove(&path).is_some())
    }
}

/// `projekte/a.md`, if every part can be content.
fn below(path: &Path) -> Option<String> {
    let part = |part: Component<'_>| match part {
        Component::Normal(name) => name.to_str().filter(|name| is_content_name(name)).map(str::to_owned),
        _ => None,
    };
    let parts: Option<Vec<String>> = path.components().map(part).collect();
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

impl Open {
    /// The text as it is read, without a byte order mark.
    pub(super) fn read(&self) -> &str {
        self.text.strip_prefix(MARK).unwrap_or(&self.text)
    }

    /// The byte that a place means in the text without its byte order mark.
    pub(super) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        encoding.offset(&self.text, position).saturating_sub(mark(&self.text))
    }
}

/// How many bytes stand before a text as it is read.
pub(super) fn mark(text: &str) -> usize {
    if text.starts_with(MARK) { MARK.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::str::FromStr;

    use lsp_types::Range;

    use super::*;

    fn item(uri: &Uri, text: &str) -> TextDocumentItem {
        TextDocumentItem::new(uri.clone(), "yaml".to_owned(), 1, text.to_owned())
    }

    fn texts(workspace: &mut Workspace) -> Vec<String> {
        workspace.sources().0.iter().map(|(_, file)| format!("{}: {}", file.path, file.text)).collect()
    }

    #[test]
    fn open_texts_stand_in_for_the_disk_until_they_are_closed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("seite.yaml"), "titel: T").unwrap();
        let mut workspace = Workspace::new(folder.path().to_owned());
        let uri = address::uri(&folder.path().join("seite.yaml")).unwrap();
        assert!(workspace.did_open(item(&uri, "titel: 🦀ü")));
        let change =
            |range, text: &str| TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() };
        let crab = Range::new(Position::new(0, 7), Position::new(0, 9));
        assert!(workspace.did_change(
            &uri,
            2,
            vec![change(Some(crab), "Stadt "), change(None, "a"), change(None, "b")],
            Encoding::Utf16
        ));
        assert_eq!(texts(&mut workspace), ["seite.yaml: b"]);
        assert!(workspace.did_change(
            &uri,
            3,
            vec![change(None, "titel: 🦀ü"), change(Some(crab), "Stadt ")],
            Encoding::Utf16
        ));
        assert_eq!(texts(&mut workspace), ["seite.yaml: titel: Stadt ü"]);
        assert!(workspace.did_close(&uri));
        assert_eq!(texts(&mut workspace), ["seite.yaml: titel: T"]);
        assert!(!workspace.did_change(&uri, 4, Vec::new(), Encoding::Utf8) && !workspace.did_close(&uri));
    }

    #[test]
    fn what_is_no_content_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::new(folder.path().join("content"));
        for name in ["anderswo.yaml", "content/README.md", "content/_notiz.md", "content/.git/x.md", "content"] {
            let uri = address::uri(&folder.path().join(name)).unwrap();
            assert!(!workspace.did_open(item(&uri, "")), "{name}");
        }
        assert!(!workspace.did_open(item(&Uri::from_str("untitled:Neu").unwrap(), "")));
    }

    #[test]
    fn a_folder_has_the_names_of_its_links_too() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("echt")).unwrap();
        std::os::unix::fs::symlink("echt", folder.path().join("verweis")).unwrap();
        let workspace = Workspace::new(folder.path().join("verweis"));
        for name in ["echt/neu.md", "verweis/neu.md"] {
            let uri = address::uri(&folder.path().join(name)).unwrap();
            assert_eq!(workspace.path(&uri).as_deref(), Some("neu.md"), "{name}");
        }
        assert_eq!(workspace.uri("neu.md"), address::uri(&folder.path().join("verweis/neu.md")));
    }
}
