//! Files as the protocol names them: `file:///home/…`, everything but plain letters in percent.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;

/// The path of a file; none for what is no file on this machine.
pub(super) fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.find('/').map(|slash| &rest[slash..])?;
    let decoded = decoded(path.split(['?', '#']).next().unwrap_or(path))?;
    let is_drive = cfg!(windows) && decoded.get(2..3) == Some(":");
    Some(PathBuf::from(if is_drive { &decoded[1..] } else { &decoded }))
}

/// The address of a file at an absolute path.
pub(super) fn uri(path: &Path) -> Option<Uri> {
    let shown = path.to_str()?.replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let root = if shown.starts_with('/') { "" } else { "/" };
    let mut text = format!("file://{root}");
    for byte in shown.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    Uri::from_str(&text).ok()
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<PathBuf> {
        path(&Uri::from_str(text).unwrap())
    }

    #[test]
    fn paths_come_back() {
        for name in ["/a/b.md", "/größe und 100 %/ä#?.md", "/🦀/x"] {
            assert_eq!(path(&uri(Path::new(name)).unwrap()), Some(PathBuf::from(name)));
        }
        assert_eq!(uri(Path::new("/ü b")).unwrap().as_str(), "file:///%C3%BC%20b");
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        assert_eq!(read("untitled:Untitled-1"), None);
        assert_eq!(read("https://stadt.example/a.md"), None);
        assert_eq!(read("file:///a%FF"), None, "not UTF-8");
        assert_eq!(read("file://localhost/a.md"), Some(PathBuf::from("/a.md")));
    }
}
