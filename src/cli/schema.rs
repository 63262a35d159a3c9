//! `spatz schema`: JSON Schema for content files, so that editors' programs complete, explain and check while somebody writes;
//! and of findings, for programs that read them.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::Value as Json;

use super::editing::Editing;
use super::run::{FormatArgument, folder, messages, print_findings, today, write_diagnostic};
use crate::content::shape::{KindShape, shapes};
use crate::diagnostics::{Diagnostics, findings_schema};
use crate::editing::schema::{FOLDER, Ids, file_name, schema, vscode};
use crate::messages::fields::FieldTexts;
use crate::output::Artifacts;
use crate::source::Sources;
use crate::write::write_beside;

/// What names the schema of findings in place of a kind.
const FINDINGS: &str = "befunde";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The kind of content file, such as projekte or modell, or befunde for what --format json prints; its schema goes to
    /// standard output. All kinds of content files without it.
    #[arg(value_parser = kind)]
    kind: Option<String>,
    /// Folder for the schemas of all kinds.
    #[arg(long, value_name = "DIR", default_value = FOLDER, conflicts_with = "kind")]
    out: PathBuf,
    /// Offer the ids of this content, too.
    #[arg(long, value_name = "CONTENT")]
    ids: Option<PathBuf>,
    /// Print the settings by which an editor finds the schemas.
    #[arg(long, value_enum, conflicts_with = "kind")]
    editor: Option<Editor>,
    /// Folder with the content that the settings name.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Editor {
    /// For .vscode/settings.json.
    Vscode,
}

fn kind(text: &str) -> Result<String, String> {
    let names = || shapes().into_iter().map(|kind| kind.kind.name()).chain([FINDINGS]);
    match names().find(|name| *name == text) {
        Some(name) => Ok(name.to_owned()),
        None => Err(format!("expected one of {}", names().collect::<Vec<_>>().join(", "))),
    }
}

/// Exit code 1 if the ids cannot be read or nothing can be written.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    if arguments.kind.as_deref() == Some(FINDINGS) {
        return say(printed(&findings_schema()).as_bytes());
    }
    let Some(ids) = arguments.ids() else { return ExitCode::FAILURE };
    let files = files(&ids);
    if let Some(kind) = &arguments.kind {
        return say(files.get(&file_name(kind)).map(Vec::as_slice).unwrap_or_default());
    }
    if let Err(error) = write_beside(&arguments.out, &files, true) {
        let mut found = Diagnostics::default();
        let messages = messages(None);
        found.push(write_diagnostic(error, &arguments.out, &messages));
        print_findings(&found, &Sources::default(), &messages, &arguments.out);
        return ExitCode::FAILURE;
    }
    match arguments.editor {
        Some(Editor::Vscode) => {
            let settings = vscode(&shapes(), &folder(&arguments.out), &folder(&arguments.content));
            say(printed(&settings).as_bytes())
        }
        None => {
            let count = files.len().to_string();
            let told = [("anzahl", count.as_str()), ("ordner", &folder(&arguments.out))];
            say((messages(None).format("schema.geschrieben", &told) + "\n").as_bytes())
        }
    }
}

/// The schemas of all kinds, by the names of their files.
pub(super) fn files(ids: &Ids) -> Artifacts {
    let texts = FieldTexts::load();
    let printed = |kind: &KindShape| printed(&schema(kind, &texts, ids)).into_bytes();
    shapes().iter().map(|kind| (file_name(kind.kind.name()), printed(kind))).collect()
}

fn printed(json: &Json) -> String {
    format!("{json:#}\n")
}

fn say(text: &[u8]) -> ExitCode {
    // A reader that went away (`| head`) is no error of ours.
    drop(io::stdout().write_all(text));
    ExitCode::SUCCESS
}

impl Arguments {
    /// The ids to offer; none if the content has errors, which have been told.
    fn ids(&self) -> Option<Ids> {
        let Some(content) = &self.ids else { return Some(Ids::default()) };
        let editing = Editing::read(content, None, today());
        editing.print(FormatArgument::Human);
        editing.known.as_ref().map(|known| Ids::of(&known.model))
    }
}
