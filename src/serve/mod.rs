//! The site over HTTP, on this machine only, while somebody writes its content.
//!
//! # Nothing stale
//! Every request looks at the content folder first: what is served is what a build would write at that moment, byte for
//! byte, but for one line that is added to pages on their way (see `http`). The watch on the folder is only there to
//! tell open pages that something is new. As long as the content has an error, the last state without one is served.
//!
//! # Two threads
//! One answers requests; the other (the `workshop`) reads, and makes files when they are asked for. They share nothing
//! but a queue of orders and the latest news.

mod http;
mod news;
mod workshop;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use tokio::sync::watch;

use self::news::News;
use self::workshop::Workshop;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::Messages;
use crate::pipeline::Settings;
use crate::source::{Sources, ThemeFile};

/// What is served, and what only the command line knows.
pub struct Setup<'a> {
    /// The content folder.
    pub content: PathBuf,
    /// What stands before each path in findings.
    pub folder: String,
    /// The folder of the theme, if it is one.
    pub theme_folder: Option<PathBuf>,
    /// The files of the theme as they are now, and what is wrong with it.
    pub theme: Box<dyn Fn() -> (Vec<ThemeFile>, Option<Diagnostic>) + Send + Sync + 'a>,
    /// All settings but theme and day.
    pub settings: Settings,
    /// The calendar day.
    pub today: fn() -> Date,
    /// The clock that durations are measured by.
    pub now: fn() -> Instant,
    /// The number of the first state: a larger one than any server before has had.
    pub first: u64,
}

/// What came of reading the content once.
#[derive(Debug)]
pub struct Reading<'a> {
    /// All findings.
    pub found: &'a Diagnostics,
    /// The files they point into.
    pub sources: &'a Sources,
    /// Their words.
    pub messages: &'a Messages,
    /// Whether it is served; if not, the state before still is.
    pub served: bool,
    /// How long it took, from the look at the files.
    pub duration: Duration,
}

/// Ports that are tried from the one that is wished for.
const PORTS: u16 = 20;

/// Listens on this machine: at `port`, or if that is only a wish, at the next one that is free.
///
/// # Errors
/// Where all of them are taken.
pub fn listen(port: u16, is_wish: bool) -> io::Result<TcpListener> {
    let last = if is_wish { port.saturating_add(PORTS) } else { port };
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    (port..last).find_map(|port| bind(port).ok()).map_or_else(|| bind(last), Ok)
}

/// Serves a site until the process ends. Each reading of the content is `told`.
///
/// # Errors
/// Where the system does not let it serve.
pub fn serve(listener: TcpListener, setup: &Setup<'_>, told: impl FnMut(Reading<'_>) + Send) -> io::Result<()> {
    let (orders, received) = mpsc::channel();
    let (news, latest) = watch::channel(News::default());
    thread::scope(|scope| {
        let changed = orders.clone();
        scope.spawn(move || Workshop::new(setup, received, changed, news, told).run());
        http::answer(listener, orders, latest)
    })
}
