//! Findings in words, for people at a terminal and for machines.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Diagnostic, Diagnostics, Severity, severity};
use crate::messages::Messages;
use crate::source::{LineColumn, Place, Sources, Span};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the marked line, for people.
    #[default]
    Human,
    /// One line each, for editors and `grep`.
    Short,
    /// One JSON document.
    Json,
    /// Workflow commands of GitHub actions.
    Github,
    /// Code Quality report of GitLab.
    Gitlab,
}

/// Findings and what is needed to print them.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The findings.
    pub found: &'a Diagnostics,
    /// The files they point into.
    pub sources: &'a Sources,
    /// Their words.
    pub messages: &'a Messages,
    /// What stands before each path, so that it can be opened from where the command ran.
    pub folder: &'a str,
    /// Whether the terminal wants colours.
    pub colour: bool,
}

/// A finding with words and place.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    code: &'static str,
    severity: &'static str,
    message: String,
    hints: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

impl Report<'_> {
    /// Prints all findings.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Human => self.write_human(out),
            Format::Short => self.write_short(out),
            Format::Json => write_json(out, &self.findings()),
            Format::Github => self.write_github(out),
            Format::Gitlab => self.write_gitlab(out),
        }
    }

    fn write_human(&self, out: &mut dyn Write) -> io::Result<()> {
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(if self.colour { DecorStyle::Unicode } else { DecorStyle::Ascii });
        for diagnostic in self.found.sorted() {
            writeln!(out, "{}\n", self.human(diagnostic, &renderer))?;
        }
        Ok(())
    }

    fn human(&self, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
        let finding = self.finding(diagnostic);
        let (level, name) = match severity(diagnostic.code) {
            Severity::Error => (Level::ERROR, self.messages.get("bericht.fehler")),
            Severity::Warning => (Level::WARNING, self.messages.get("bericht.warnung")),
        };
        let title = level.with_name(name).primary_title(finding.message.as_str()).id(diagnostic.code);
        let mut group = Group::with_title(title);
        let path = match &diagnostic.place {
            Some(Place::Cell(cell)) => cell.to_string(),
            _ => finding.file.unwrap_or_default(),
        };
        match &diagnostic.place {
            Some(Place::Span(span)) => {
                let text = self.sources.file(span.file).map_or("", |file| file.text.as_str());
                let mut snippet = Snippet::source(text).path(path.as_str());
                snippet = snippet.annotation(AnnotationKind::Primary.span(visible(text, *span)));
                if let Some((other, label)) = diagnostic.related.filter(|(other, _)| other.file == span.file) {
                    let label = self.messages.get(label_key(label));
                    snippet = snippet.annotation(AnnotationKind::Context.span(visible(text, other)).label(label));
                }
                group = group.element(snippet);
            }
            Some(Place::Path(_) | Place::Cell(_)) => {
                group = group.element(annotate_snippets::Origin::path(path.as_str()))
            }
            None => {}
        }
        for hint in &finding.hints {
            group = group.element(Level::HELP.with_name(self.messages.get("bericht.hilfe")).message(hint.as_str()));
        }
        renderer.render(&[group])
    }

    fn write_short(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in self.findings() {
            let name = match severity(finding.code) {
                Severity::Error => self.messages.get("bericht.fehler"),
                Severity::Warning => self.messages.get("bericht.warnung"),
            };
            let place = match (&finding.file, &finding.cell, finding.line, finding.column) {
                (Some(file), Some(cell), ..) => format!("{file}:{cell}: "),
                (Some(file), None, Some(line), Some(column)) => format!("{file}:{line}:{column}: "),
                (Some(file), None, Some(line), None) => format!("{file}:{line}: "),
                (Some(file), ..) => format!("{file}: "),
                _ => String::new(),
            };
            let hints: String = finding.hints.iter().map(|hint| format!(" | {hint}")).collect();
            writeln!(out, "{place}{name}[{}]: {}{hints}", finding.code, finding.message)?;
        }
        Ok(())
    }

    fn write_github(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in self.findings() {
            let mut place = String::new();
            for (name, value) in [
                ("file", finding.file.clone()),
                ("line", finding.line.map(|line| line.to_string())),
                ("col", finding.column.map(|column| column.to_string())),
            ] {
                place.extend(value.map(|value| format!("{name}={},", github_property(&value))));
            }
            let text = [vec![finding.message.clone()], finding.hints.clone()].concat().join("\n");
            writeln!(out, "::{} {place}title={}::{}", finding.severity, finding.code, github_data(&text))?;
        }
        Ok(())
    }

    fn write_gitlab(&self, out: &mut dyn Write) -> io::Result<()> {
        let issues: Vec<_> = self
            .findings()
            .into_iter()
            .map(|finding| {
                let path = finding.file.clone().unwrap_or_else(|| self.folder.to_owned());
                let text = [vec![finding.message], finding.hints].concat().join(" ");
                serde_json::json!({
                    "description": text,
                    "check_name": finding.code,
                    "fingerprint": fingerprint(&[finding.code, &path, &text]),
                    "severity": if finding.severity == "error" { "major" } else { "minor" },
                    "location": { "path": path, "lines": { "begin": finding.line.unwrap_or(1) } },
                })
            })
            .collect();
        write_json(out, &issues)
    }

    /// All findings in words, as `json` prints them.
    pub fn findings(&self) -> Vec<Finding> {
        self.found.sorted().into_iter().map(|diagnostic| self.finding(diagnostic)).collect()
    }

    fn finding(&self, diagnostic: &Diagnostic) -> Finding {
        let (file, line, column) = self.place(diagnostic.place.as_ref());
        Finding {
            code: diagnostic.code,
            severity: match severity(diagnostic.code) {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: self.text(&format!("{}.meldung", diagnostic.code), &diagnostic.arguments),
            hints: self.hints(diagnostic),
            file,
            line,
            column,
            cell: match &diagnostic.place {
                Some(Place::Cell(cell)) => cell.name(),
                _ => None,
            },
        }
    }

    /// The finding's own remedies, or the general one of its code.
    fn hints(&self, diagnostic: &Diagnostic) -> Vec<String> {
        let own = diagnostic.hints.iter().map(|hint| self.text(&format!("hinweis.{}", hint.key), &hint.arguments));
        let mut hints: Vec<_> = own.collect();
        if hints.is_empty() {
            hints.push(self.text(&format!("{}.abhilfe", diagnostic.code), &diagnostic.arguments));
        }
        hints.extend(self.elsewhere(diagnostic));
        hints
    }

    /// The second place of a finding, where the marked lines cannot show it.
    fn elsewhere(&self, diagnostic: &Diagnostic) -> Option<String> {
        let (span, label) = diagnostic.related?;
        let same = matches!(&diagnostic.place, Some(Place::Span(place)) if place.file == span.file);
        let (file, line, _) = self.place(Some(&Place::Span(span)));
        let (file, line) = (file.filter(|_| !same)?, line.unwrap_or(1));
        Some(format!("{}: {file}:{line}", self.messages.get(label_key(label))))
    }

    /// File, line and column, as far as there are any.
    fn place(&self, place: Option<&Place>) -> (Option<String>, Option<usize>, Option<usize>) {
        match place {
            None => (None, None, None),
            Some(Place::Path(path)) => (Some(self.shown(path)), None, None),
            Some(Place::Span(span)) => match self.sources.file(span.file) {
                Some(file) => {
                    let LineColumn { line, column } = self.sources.line_column(*span);
                    (Some(self.shown(&file.path)), Some(line), Some(column))
                }
                None => (None, None, None),
            },
            // A list lies outside of the content folder.
            Some(Place::Cell(cell)) => {
                let number = |number: Option<u32>| number.map(|number| number as usize);
                (Some(cell.path.clone()), number(cell.row), number(cell.column))
            }
        }
    }

    fn shown(&self, path: &str) -> String {
        match (self.folder, path) {
            ("", path) => path.to_owned(),
            (folder, "") => folder.to_owned(),
            (folder, path) => format!("{folder}/{path}"),
        }
    }

    /// A message with its arguments; an argument that begins with `@` is itself a message key.
    fn text(&self, key: &str, arguments: &[(&'static str, String)]) -> String {
        let word = |value: &'_ str| value.strip_prefix('@').and_then(|key| self.messages.find(key)).map(str::to_owned);
        let arguments: Vec<_> =
            arguments.iter().map(|(name, value)| (*name, word(value).unwrap_or_else(|| value.clone()))).collect();
        // A value with a line break would break the one line of a finding, and nobody reads a page of it.
        let arguments: Vec<_> = arguments.into_iter().map(|(name, value)| (name, one_line(name, &value))).collect();
        let borrowed: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.messages.format(key, &borrowed)
    }
}

/// No quotation of what an editor wrote is longer, in characters; what others say and what is allowed is told whole.
const LONGEST: usize = 80;

fn one_line(name: &str, text: &str) -> String {
    let limit = if matches!(name, "liste" | "meldung") { usize::MAX } else { LONGEST };
    let mut line: String = text.chars().take(limit).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(limit).is_some() {
        line.push('…');
    }
    line
}

fn label_key(label: &str) -> &'static str {
    match label {
        "zuerst" => "marke.zuerst",
        "klammer" => "marke.klammer",
        _ => "marke.siehe",
    }
}

/// A span that can be drawn: inside the text, on character boundaries, at most to the end of its line.
fn visible(text: &str, span: Span) -> std::ops::Range<usize> {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = boundary(span.start());
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
    start..boundary(span.end()).clamp(start, line_end)
}

fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

fn fingerprint(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\0"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Language;

    fn printed(format: Format) -> String {
        let (sources, _) =
            Sources::from_files([("projekte/ü.md".to_owned(), "---\ntitel: ä\nbeginnn: x\n---\n".into())]);
        let (file, text) = sources.iter().map(|(id, file)| (id, file.text.clone())).next().unwrap();
        let at = text.find("beginnn").unwrap();
        let mut found = Diagnostics::default();
        found.push(
            Diagnostic::at("E0201", Span::new(file, at, at + 7))
                .with("schluessel", "beginnn")
                .did_you_mean("beginnn", ["beginn"]),
        );
        let messages = Messages::load(Language::German);
        let report = Report { found: &found, sources: &sources, messages: &messages, folder: "content", colour: false };
        let mut out = Vec::new();
        report.write(format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_format_names_file_line_and_remedy() {
        for format in [Format::Human, Format::Short, Format::Json, Format::Github, Format::Gitlab] {
            let text = printed(format);
            for part in ["content/projekte/ü.md", "E0201", "3", "`beginn`"] {
                assert!(text.contains(part), "{format:?} lacks {part}: {text}");
            }
        }
    }

    #[test]
    fn machine_formats_parse() {
        for format in [Format::Json, Format::Gitlab] {
            let value: serde_json::Value = serde_json::from_str(&printed(format)).unwrap();
            assert_eq!(value.as_array().map(Vec::len), Some(1));
        }
    }

    #[test]
    fn workflow_commands_are_escaped() {
        assert_eq!(github_property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}
