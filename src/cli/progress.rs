//! How far long work has come, at a terminal: nothing at first, a bar on standard error after that, no trace at the end.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::run::messages;
use crate::messages::{Language, Messages};
use crate::output::{Stage, Watch};

/// Work that is done sooner shows no bar.
const QUIET: Duration = Duration::from_millis(300);

const LINE: &str = "{msg}  {bar:30}  {pos}/{len}";

/// Does what was begun at `started`, and shows how far it has come.
pub(super) fn watched<T>(started: Instant, language: Option<Language>, work: impl FnOnce(Watch<'_>) -> T) -> T {
    match Progress::new(started, language) {
        Some(progress) => work(Watch::new(&|stage, done, total| progress.show(stage, done, total))),
        None => work(Watch::default()),
    }
}

/// A bar, where somebody watches.
struct Progress {
    started: Instant,
    language: Option<Language>,
    shown: Mutex<Option<Shown>>,
}

/// What is drawn. Stages are told from several threads: one at a time changes it.
struct Shown {
    bar: ProgressBar,
    messages: Messages,
    stage: Option<Stage>,
}

impl Progress {
    /// For work that began at `started`; none where nobody watches.
    fn new(started: Instant, language: Option<Language>) -> Option<Self> {
        let can_draw = io::stderr().is_terminal() && std::env::var_os("TERM").is_some_and(|term| term != "dumb");
        can_draw.then(|| Self { started, language, shown: Mutex::default() })
    }

    /// Shows how far a stage has come.
    fn show(&self, stage: Stage, done: usize, total: usize) {
        if self.started.elapsed() < QUIET {
            return;
        }
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = shown.get_or_insert_with(|| Shown { bar: bar(), messages: messages(self.language), stage: None });
        if shown.stage.replace(stage) != Some(stage) {
            shown.bar.set_message(shown.messages.get(key(stage)).to_owned());
        }
        shown.bar.set_length(total as u64);
        shown.bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    /// The line is as if there had been no bar.
    fn drop(&mut self) {
        let shown = self.shown.get_mut().unwrap_or_else(PoisonError::into_inner);
        shown.iter().for_each(|shown| shown.bar.finish_and_clear());
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template(LINE);
    style.into_iter().for_each(|style| bar.set_style(style.progress_chars("=> ")));
    bar
}

fn key(stage: Stage) -> &'static str {
    match stage {
        Stage::Pages => "fortschritt.seiten",
        Stage::Handouts => "fortschritt.handouts",
        Stage::Compression => "fortschritt.komprimieren",
    }
}
