//! Text for people at a terminal: lines of at most [`WIDTH`] characters.

use clap::ValueEnum;

use super::run::{FormatArgument, Reporting};

/// No line is longer, unless a single word is.
const WIDTH: usize = 100;

/// For whom something is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Form {
    /// People.
    #[default]
    Text,
    /// Programs.
    Json,
}

impl Form {
    /// How findings that keep the answer back are printed to the same reader.
    pub(super) fn reporting(self) -> Reporting {
        Reporting {
            format: match self {
                Self::Text => FormatArgument::Human,
                Self::Json => FormatArgument::Json,
            },
        }
    }
}

/// Lines, wrapped and indented.
#[derive(Default)]
pub(super) struct Text(String);

impl Text {
    /// A paragraph; lines behind the first stand `hang` further in.
    pub(super) fn write(&mut self, indent: usize, hang: usize, text: &str) {
        self.wrap(&" ".repeat(indent), indent + hang, text);
    }

    /// A label and what it labels, in two columns; `width` is that of the widest label.
    pub(super) fn labelled(&mut self, indent: usize, width: usize, label: &str, text: &str) {
        self.wrap(&format!("{:indent$}{label:width$}  ", ""), indent + width + 2, text);
    }

    fn wrap(&mut self, first: &str, hang: usize, text: &str) {
        let mut line = first.to_owned();
        let mut is_empty = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.line(&line);
                (line, is_empty) = (" ".repeat(hang), true);
            }
            line.push_str(if is_empty { "" } else { " " });
            line.push_str(word);
            is_empty = false;
        }
        self.line(&line);
    }

    /// A line as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// A heading, underlined.
    pub(super) fn heading(&mut self, text: &str) {
        self.line("");
        self.line(text);
        self.line(&"-".repeat(text.chars().count().min(WIDTH)));
    }

    /// An item of a list.
    pub(super) fn item(&mut self, indent: usize, text: &str) {
        self.write(indent, 2, &format!("- {text}"));
    }

    /// All of it.
    pub(super) fn finish(self) -> String {
        self.0
    }
}
