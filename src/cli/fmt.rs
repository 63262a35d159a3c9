//! `spatz fmt [PATHS]`: content files in canonical form; `--check` only tells which are not.

use std::io::{self, Write};
use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;

use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::editing::Editing;
use super::run::{FormatArgument, language};
use crate::diagnostics::Diagnostic;
use crate::editing::format::{Formatted, Orders, format};
use crate::messages::Language;
use crate::source::{FileChange, Sources, is_content_name};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files and folders of the content; all of it without them.
    paths: Vec<PathBuf>,
    /// Folder with the content.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Write nothing; exit code 1 if a file is not in canonical form.
    #[arg(long)]
    check: bool,
    /// How the report is printed.
    #[arg(long, value_enum, default_value = "human")]
    format: FormatArgument,
    /// Language of the report.
    #[arg(long, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut editing = Editing::unread(&arguments.content, arguments.lang);
    // Without a folder there is nothing to say about form.
    let changes = if editing.sources.is_empty() { Vec::new() } else { arguments.changes(&mut editing) };
    let written = !editing.sources.is_empty() && (arguments.check || editing.write(&changes));
    let failed = !written || editing.found.has_errors() || (arguments.check && !changes.is_empty());
    let format = arguments.format;
    if format == FormatArgument::Json {
        let paths: Vec<_> = changes.iter().map(|change| change.path.as_str()).collect();
        let json = json!({"pruefung": arguments.check, "dateien": paths, "befunde": editing.report().findings()});
        // A reader that went away (`| head`) is no error of ours.
        drop(writeln!(io::stdout(), "{json:#}"));
    } else {
        editing.print(format);
        if written {
            editing.say(format, &arguments.lines(&changes, &editing));
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

impl Arguments {
    /// The files that are not in canonical form. What cannot be read has been noted.
    fn changes(&self, editing: &mut Editing<'_>) -> Vec<FileChange> {
        let chosen = match self.chosen(&editing.sources) {
            Ok(chosen) => chosen,
            Err(finding) => {
                editing.found.push(*finding);
                return Vec::new();
            }
        };
        let orders = Orders::default();
        let files: Vec<_> = editing.sources.iter().filter(|(_, file)| chosen(&file.path)).collect();
        let formatted: Vec<_> = files.par_iter().filter_map(|(id, file)| format(*id, file, &orders)).collect();
        let mut changes = Vec::new();
        for one in formatted {
            match one {
                Formatted::Same => {}
                Formatted::Changed(change) => changes.push(change),
                Formatted::Left(findings) => editing.found.extend(findings),
            }
        }
        changes
    }

    /// Which files are meant.
    fn chosen(&self, sources: &Sources) -> Result<impl Fn(&str) -> bool + use<>, Box<Diagnostic>> {
        let mut wanted = Vec::new();
        for path in self.paths.iter().filter(|path| is_content(path)) {
            let path = self.within(path);
            if !sources.iter().any(|(_, file)| is_below(&file.path, &path)) {
                return Err(Box::new(Diagnostic::general("E0916").with("datei", path)));
            }
            wanted.push(path);
        }
        let all = self.paths.is_empty();
        Ok(move |path: &str| all || wanted.iter().any(|wanted| is_below(path, wanted)))
    }

    /// A path below the content folder, whether it was written from there or from the current folder.
    fn within(&self, path: &Path) -> String {
        let whole = |path: &Path| absolute(path).unwrap_or_else(|_| path.to_owned());
        let (content, file) = (whole(&self.content), whole(path));
        file.strip_prefix(content).unwrap_or(path).display().to_string()
    }

    fn lines(&self, changes: &[FileChange], editing: &Editing<'_>) -> Vec<String> {
        let messages = &editing.messages;
        let mut lines: Vec<_> = changes.iter().map(|change| editing.shown(&change.path)).collect();
        lines.push(match (changes.len(), self.check) {
            (0, _) => messages.get("form.gleich").to_owned(),
            (count, true) => messages.count("form.ungleich", count),
            (count, false) => messages.count("form.geschrieben", count),
        });
        lines
    }
}

/// Whether a file is the one that is meant, or below the folder.
fn is_below(path: &str, wanted: &str) -> bool {
    let wanted = wanted.trim_end_matches('/');
    wanted.is_empty() || path == wanted || path.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a name could be content: what a hook passes may be a `README.md`.
fn is_content(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name.to_str().is_none_or(is_content_name))
}
