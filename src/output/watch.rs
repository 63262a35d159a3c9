//! How far long work has come, told to whoever wants to know. There is no clock in it, and nothing depends on it.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Pages are rendered.
    Pages,
    /// Handouts are printed.
    Handouts,
    /// Texts are compressed.
    Compression,
}

/// Is told a stage, how many of its pieces are done, and of how many; from several threads at once.
pub type Tell<'a> = &'a (dyn Fn(Stage, usize, usize) + Sync);

/// Who is told, if anybody is.
#[derive(Clone, Copy, Default)]
pub struct Watch<'a>(Option<Tell<'a>>);

impl<'a> Watch<'a> {
    /// Tells somebody.
    pub fn new(tell: Tell<'a>) -> Self {
        Self(Some(tell))
    }

    /// Begins a stage of so many pieces.
    pub fn begin(self, stage: Stage, total: usize) -> Count<'a> {
        Count { watch: self, stage, total: AtomicUsize::new(total), done: AtomicUsize::new(0) }
    }
}

impl fmt::Debug for Watch<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Watch").field(&self.0.is_some()).finish()
    }
}

/// Counts the pieces of a stage.
#[derive(Debug)]
pub struct Count<'a> {
    watch: Watch<'a>,
    stage: Stage,
    total: AtomicUsize,
    done: AtomicUsize,
}

impl Count<'_> {
    /// So many more are to be done than was known.
    pub fn more(&self, pieces: usize) {
        self.total.fetch_add(pieces, Ordering::Relaxed);
    }

    /// One more is done.
    pub fn step(&self) {
        if let Some(tell) = self.watch.0 {
            tell(self.stage, self.done.fetch_add(1, Ordering::Relaxed) + 1, self.total.load(Ordering::Relaxed));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn every_step_is_told_once() {
        let told = Mutex::new(Vec::new());
        let tell = |stage, done, total| told.lock().unwrap().push((stage, done, total));
        let count = Watch::new(&tell).begin(Stage::Pages, 2);
        count.step();
        count.step();
        assert_eq!(*told.lock().unwrap(), [(Stage::Pages, 1, 2), (Stage::Pages, 2, 2)]);
        count.more(1);
        count.step();
        assert_eq!(told.lock().unwrap().last(), Some(&(Stage::Pages, 3, 3)));
        Watch::default().begin(Stage::Pages, 1).step();
    }
}
