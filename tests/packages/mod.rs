//! The locked packages of `tests/browser`, and programs that are run with them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Installs the locked packages, once, unless they are there.
pub(crate) fn install() -> &'static Result<(), String> {
    static INSTALLED: OnceLock<Result<(), String>> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        if are_current() {
            return Ok(());
        }
        let output = run(Command::new("npm").current_dir(browser_folder()).args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ]))?;
        if output.status.success() { Ok(()) } else { Err(format!("`npm ci` failed:\n{}", text_of(&output))) }
    })
}

/// Whether npm's own record of what it installed is younger than the lock file.
fn are_current() -> bool {
    let changed = |path: &str| fs::metadata(browser_folder().join(path)).and_then(|data| data.modified());
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
}

/// Runs a program; an error says why it could not be run.
pub(crate) fn run(command: &mut Command) -> Result<Output, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    command.output().map_err(|error| format!("cannot run {program}: {error}; tests/run installs what the tests need"))
}

/// All that a program printed.
pub(crate) fn text_of(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the packages and the checks written for Node.js are.
pub(crate) fn browser_folder() -> PathBuf {
    repository().join("tests/browser")
}
