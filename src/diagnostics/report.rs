//! Findings in words, for people at a terminal and for machines.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Diagnostic, Diagnostics, Finding, Related, Severity, severity};
use crate::messages::Messages;
use crate::source::{LineColumn, Place, Sources, Span, is_hidden};

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
        let path: String = path.chars().map(printable).collect();
        match &diagnostic.place {
            Some(Place::Span(span)) => {
                let text = self.sources.file(span.file).map_or("", |file| file.text.as_str());
                let primary = visible(text, *span);
                let related = diagnostic.related.filter(|(other, _)| other.file == span.file);
                let related = related.map(|(other, label)| (visible(text, other), label));
                let first = related.iter().map(|(other, _)| other.start).fold(primary.start, usize::min);
                let last = related.iter().map(|(other, _)| other.end).fold(primary.end, usize::max);
                // What draws it reads all that it is given: no more than the lines in question.
                let lines = lines(text, first..last);
                let within = |range: Range<usize>| range.start - lines.start..range.end - lines.start;
                let number = self.sources.line_column(Span::new(span.file, first, first)).line;
                let mut snippet = Snippet::source(&text[lines.clone()]).line_start(number).path(path.as_str());
                snippet = snippet.annotation(AnnotationKind::Primary.span(within(primary)));
                if let Some((other, label)) = related {
                    let label = self.messages.get(label_key(label));
                    snippet = snippet.annotation(AnnotationKind::Context.span(within(other)).label(label));
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
            let place: String = place.chars().map(printable).collect();
            let hints: String = finding.hints.iter().map(|hint| format!(" | {hint}")).collect();
            writeln!(out, "{place}{name}[{}]: {}{hints}", finding.code, finding.message)?;
        }
        Ok(())
    }

    fn write_github(&self, out: &mut dyn Write) -> io::Result<()> {
        for finding in self.findings() {
            let number = |number: Option<usize>| number.map(|number| number.to_string());
            // A range of columns means something within one line only.
            let end_column = finding.end_column.filter(|_| finding.line == finding.end_line);
            let mut place = String::new();
            for (name, value) in [
                ("file", finding.file.clone()),
                ("line", number(finding.line)),
                ("endLine", number(finding.end_line)),
                ("col", number(finding.column)),
                ("endColumn", number(end_column)),
            ] {
                place.extend(value.map(|value| format!("{name}={},", github_property(&value))));
            }
            let command = if finding.severity == Severity::Error { "error" } else { "warning" };
            let text = [vec![finding.message.clone()], finding.hints.clone()].concat().join("\n");
            writeln!(out, "::{command} {place}title={}::{}", finding.code, github_data(&text))?;
        }
        Ok(())
    }

    fn write_gitlab(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut seen = BTreeMap::new();
        let issue = |diagnostic: &Diagnostic| {
            let finding = self.finding(diagnostic);
            let path = finding.file.clone().unwrap_or_else(|| self.folder.to_owned());
            let same = identity(diagnostic, &path);
            let before: &mut usize = seen.entry(same.clone()).or_default();
            *before += 1;
            let text = [vec![finding.message], finding.hints].concat().join(" ");
            serde_json::json!({
                "description": text,
                "check_name": finding.code,
                "fingerprint": fingerprint(&format!("{same}\0{before}")),
                "severity": if finding.severity == Severity::Error { "major" } else { "minor" },
                "location": { "path": path, "lines": { "begin": finding.line.unwrap_or(1) } },
            })
        };
        let issues: Vec<_> = self.found.sorted().into_iter().map(issue).collect();
        write_json(out, &issues)
    }

    /// All findings in words, as `json` prints them.
    pub fn findings(&self) -> Vec<Finding> {
        self.found.sorted().into_iter().map(|diagnostic| self.finding(diagnostic)).collect()
    }

    /// A finding in words.
    pub fn finding(&self, diagnostic: &Diagnostic) -> Finding {
        let text = |part: &str| self.text(&format!("{}.{part}", diagnostic.code), &diagnostic.arguments);
        let at = self.place(diagnostic.place.as_ref());
        Finding {
            code: diagnostic.code,
            severity: severity(diagnostic.code),
            file: at.file,
            line: at.line,
            column: at.column,
            end_line: at.end.map(|end| end.line),
            end_column: at.end.map(|end| end.column),
            cell: match &diagnostic.place {
                Some(Place::Cell(cell)) => cell.name(),
                _ => None,
            },
            message: text("meldung"),
            cause: text("ursache"),
            remedy: text("abhilfe"),
            hints: self.hints(diagnostic),
            related: self.related(diagnostic),
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

    fn related(&self, diagnostic: &Diagnostic) -> Option<Related> {
        let (span, label) = diagnostic.related?;
        let there = self.place(Some(&Place::Span(span)));
        let (file, line, column, end) = (there.file?, there.line?, there.column?, there.end?);
        let message = self.messages.get(label_key(label)).to_owned();
        Some(Related { file, line, column, end_line: end.line, end_column: end.column, message })
    }

    /// The second place of a finding, where the marked lines cannot show it.
    fn elsewhere(&self, diagnostic: &Diagnostic) -> Option<String> {
        let (span, _) = diagnostic.related?;
        let same = matches!(&diagnostic.place, Some(Place::Span(place)) if place.file == span.file);
        let Related { file, line, message, .. } = self.related(diagnostic).filter(|_| !same)?;
        Some(format!("{message}: {file}:{line}"))
    }

    /// As far as there is any.
    fn place(&self, place: Option<&Place>) -> Where {
        match place {
            None => Where::default(),
            Some(Place::Path(path)) => Where { file: Some(self.shown(path)), ..Where::default() },
            Some(Place::Span(span)) => match self.sources.file(span.file) {
                Some(file) => {
                    let LineColumn { line, column } = self.sources.line_column(*span);
                    let end = self.sources.line_column(Span::new(span.file, span.end(), span.end()));
                    let file = Some(self.shown(&file.path));
                    Where { file, line: Some(line), column: Some(column), end: Some(end) }
                }
                None => Where::default(),
            },
            // A list lies outside of the content folder.
            Some(Place::Cell(cell)) => {
                let number = |number: Option<u32>| number.map(|number| number as usize);
                let file = Some(cell.path.clone());
                Where { file, line: number(cell.row), column: number(cell.column), end: None }
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

/// A place in words.
#[derive(Default)]
struct Where {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    /// Behind the last character.
    end: Option<LineColumn>,
}

/// No quotation of what an editor wrote is longer, in characters; what others say and what is allowed is told whole.
const LONGEST: usize = 80;

fn one_line(name: &str, text: &str) -> String {
    let limit = if matches!(name, "liste" | "meldung") { usize::MAX } else { LONGEST };
    let mut line: String = text.chars().take(limit).map(printable).collect();
    if text.chars().nth(limit).is_some() {
        line.push('…');
    }
    line
}

/// A character as a terminal may have it: a blank in place of what would move its cursor or turn the text around.
fn printable(c: char) -> char {
    if c.is_control() || is_hidden(c) { ' ' } else { c }
}

fn label_key(label: &str) -> &'static str {
    match label {
        "zuerst" => "marke.zuerst",
        "klammer" => "marke.klammer",
        _ => "marke.siehe",
    }
}

/// A span that can be drawn: inside the text, on character boundaries, at most to the end of its line.
fn visible(text: &str, span: Span) -> Range<usize> {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = boundary(span.start());
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
    start..boundary(span.end()).clamp(start, line_end)
}

/// The lines that a range of bytes stands in.
fn lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[range.end..].split('\n').next().unwrap_or_default();
    start..range.end + rest.strip_suffix('\r').unwrap_or(rest).len()
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

/// What stays the same about a finding when lines move, words change or another language is spoken.
fn identity(diagnostic: &Diagnostic, path: &str) -> String {
    let arguments = diagnostic.arguments.iter().map(|(name, value)| format!("\0{name}={value}"));
    [diagnostic.code.to_owned(), format!("\0{path}")].into_iter().chain(arguments).collect()
}

fn fingerprint(text: &str) -> String {
    Sha256::digest(text).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
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
