//! Texts that an editor's program has open: they stand in for what is on the disk.

use std::sync::Arc;

use super::file::is_picture;
use super::{FileId, Place, Problem, SourceFile, Sources, Span};

impl Sources {
    /// The same sources with other texts for some files, and with the files that are not there yet. `problems` are those of
    /// the sources; what was wrong with a text that is no longer looked at is left out.
    #[must_use]
    pub fn with_texts<'a>(
        mut self,
        mut problems: Vec<Problem>,
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> (Self, Vec<Problem>) {
        for (path, text) in texts.into_iter().filter(|(path, _)| !is_picture(path)) {
            let place = self.position(path);
            let position = place.unwrap_or_else(|free| free);
            match place {
                Ok(_) => problems.retain(|problem| !is_in(problem, position)),
                Err(_) => problems.iter_mut().for_each(|problem| make_room(problem, position)),
            }
            problems.retain(|problem| problem.place != Place::Path(path.to_owned()));
            let file = Arc::new(SourceFile::new(path.to_owned(), text.as_bytes().to_vec()));
            problems.extend(file.problem(FileId::new(position)));
            match place {
                Ok(_) => self.files[position] = file,
                Err(_) => self.files.insert(position, file),
            }
        }
        (self, problems)
    }

    /// The file of a path.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        let position = self.position(path).ok()?;
        Some((FileId::new(position), &self.files[position]))
    }

    /// Where a file stands, or would stand.
    fn position(&self, path: &str) -> Result<usize, usize> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path))
    }
}

/// Whether a problem is about the text of a file.
fn is_in(problem: &Problem, position: usize) -> bool {
    matches!(&problem.place, Place::Span(span) if span.file.index() == position)
}

/// Files from a position on move up by one.
fn make_room(problem: &mut Problem, position: usize) {
    if let Place::Span(span) = &mut problem.place
        && span.file.index() >= position
    {
        *span = Span::new(FileId::new(span.file.index() + 1), span.start(), span.end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is there, and which files have problems.
    fn shown(sources: &Sources, problems: &[Problem]) -> (Vec<String>, Vec<String>) {
        let texts = sources.iter().map(|(_, file)| format!("{}: {}", file.path, file.text)).collect();
        let path = |problem: &Problem| match &problem.place {
            Place::Span(span) => sources.file(span.file).unwrap().path.clone(),
            Place::Path(path) => path.clone(),
            Place::Cell(_) => String::new(),
        };
        (texts, problems.iter().map(path).collect())
    }

    #[test]
    fn open_texts_replace_what_is_read_and_come_before_it() {
        let bytes = [("b.md", &b"\xff"[..]), ("c.md", b"alt"), ("d.md", b"\xff")];
        let (sources, problems) = Sources::from_files(bytes.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())));
        let texts = [("a.md", "neu"), ("c.md", "\u{feff}anders"), ("b.md", "gut"), ("bild.svg", "<svg/>")];
        let (sources, problems) = sources.with_texts(problems, texts);
        let (texts, problems) = shown(&sources, &problems);
        assert_eq!(texts, ["a.md: neu", "b.md: gut", "c.md: anders", "d.md: \u{fffd}"]);
        assert_eq!(problems, ["d.md"]);
    }
}
