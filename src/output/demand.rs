//! Files that are asked for one by one, and are the same as all that [`super::render`] makes.
//!
//! A page is made alone. Of all else, output after output is made until the file that is asked for is there; what was made
//! is kept.

use super::html::Pages;
use super::made::Made;
use super::{Artifacts, Following, Material, Output, Steps};
use crate::diagnostics::Diagnostic;

/// A site whose files are made when they are asked for.
#[derive(Debug)]
pub struct OnDemand<'a> {
    material: Material<'a>,
    pages: Pages<'a>,
    /// Pages that were made alone. Outputs do not see them: a page of theirs may not be there yet when they are made.
    alone: Artifacts,
    /// What the outputs made.
    made: Made<'a>,
    /// The outputs that have not been made, the next one last.
    left: Vec<Step>,
}

/// An output of one kind or the other.
#[derive(Debug, Clone, Copy)]
enum Step {
    Output(&'static Output),
    Following(&'static Following),
}

impl<'a> OnDemand<'a> {
    /// A site of which nothing has been made.
    ///
    /// # Errors
    /// What keeps every page from being made.
    pub fn new(material: Material<'a>) -> Result<Self, Diagnostic> {
        let Steps { outputs, describing, last } = Steps::of(material.input);
        let following = describing.into_iter().chain(last).map(Step::Following);
        let left = outputs.into_iter().map(Step::Output).chain(following).rev().collect();
        Ok(Self { material, pages: Pages::new(material)?, alone: Artifacts::new(), made: Made::default(), left })
    }

    /// The file at a path from the site's root; none where there is none.
    ///
    /// # Errors
    /// What keeps the file, or one that it needs, from being made.
    pub fn file(&mut self, path: &str) -> Result<Option<&[u8]>, Diagnostic> {
        if !self.alone.contains_key(path)
            && let Some(bytes) = self.pages.file(path)?
        {
            self.alone.insert(path.to_owned(), bytes);
        }
        if !self.alone.contains_key(path) && !self.pages.lacks(path) {
            self.make(path)?;
        }
        Ok(self.alone.get(path).or_else(|| self.made.kept().get(path)).map(Vec::as_slice))
    }

    /// Makes output after output until there is a file.
    fn make(&mut self, path: &str) -> Result<(), Diagnostic> {
        while let Some(&step) = self.left.last().filter(|_| !self.made.has(path)) {
            match step {
                Step::Output(output) => self.made.extend(output.files(self.material)?),
                Step::Following(output) => (output.render)(self.material, &mut self.made)?,
            }
            self.left.pop();
        }
        Ok(())
    }
}
