//! What is fuzzed: functions that take any bytes, hand them to a door of Spatz and hold what comes out against what must be
//! true of it. They fail by panicking.
//!
//! Each is a target of cargo-fuzz (`targets/`), and `tests/corpus.rs` runs each over its folder in `corpus/`, so that the
//! corpus never rots. How to fuzz: `README.md`.

#![expect(clippy::panic, clippy::unwrap_used, reason = "what must be there and is not is a finding")]

mod files;
mod git;
mod html;
mod language_server;
mod lists;
mod markdown;
mod scalars;
mod site;
mod yaml;

pub use files::{edit, format, front_matter};
pub use git::git;
pub use language_server::language_server;
pub use lists::{list, packed, workbook};
pub use markdown::markdown;
pub use scalars::scalars;
pub use site::site;
pub use yaml::yaml;

/// Something to be held against any bytes.
pub type Target = fn(&[u8]);

/// All of it, by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("edit", edit),
    ("format", format),
    ("front_matter", front_matter),
    ("git", git),
    ("language_server", language_server),
    ("list", list),
    ("markdown", markdown),
    ("scalars", scalars),
    ("site", site),
    ("workbook", workbook),
    ("yaml", yaml),
];

/// The bytes as text, if they are.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// What stands before the first NUL, and what stands behind it.
fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    let at = data.iter().position(|&byte| byte == 0).unwrap_or(data.len());
    (&data[..at], data.get(at + 1..).unwrap_or_default())
}
