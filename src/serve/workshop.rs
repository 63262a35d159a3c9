//! Reads the content again when it has changed, and makes files when they are asked for.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use tokio::sync::{oneshot, watch};

use super::news::{News, report};
use super::{Reading, Setup};
use crate::content::Memory;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::history::History;
use crate::markup::escape;
use crate::messages::Messages;
use crate::output::OnDemand;
use crate::page::moved::MISSING;
use crate::pipeline::{self, Settings};
use crate::source::{self, Folder, Sources, ThemeFile, Watch};

/// The folder is looked at so often, even if nobody tells of a change and nobody asks.
const PAUSE: Duration = Duration::from_secs(1);

/// Changes come in crowds (a file is replaced, a branch is checked out): they are over when there was none for so long.
const QUIET: Duration = Duration::from_millis(15);

/// A page that shows nothing but what is wrong, and waits for better news.
const EMPTY: &str = include_str!("leer.html");

/// What is asked of the workshop.
#[derive(Debug)]
pub(super) enum Order {
    /// Somebody has changed something.
    Look,
    /// The file at a path from the site's root.
    File(String, oneshot::Sender<Answer>),
    /// The news are to be the latest.
    News(oneshot::Sender<()>),
}

/// A file, or what stands for it.
#[derive(Debug)]
pub(super) struct Answer {
    /// What there is.
    pub(super) found: Found,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// The number of the state that it belongs to.
    pub(super) site: u64,
}

/// What there is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// The file.
    File,
    /// No file: the bytes are the site's own page for this.
    Missing,
    /// There is no site, or the file cannot be made: the bytes are a page that says so.
    Nothing,
}

/// All input of a moment, and what it means.
struct State {
    number: u64,
    sources: Sources,
    settings: Settings,
    reading: pipeline::Reading,
    /// All findings, those about theme and templates included.
    found: Diagnostics,
    started: Instant,
}

impl State {
    /// Whether theme and pictures are those of another state.
    fn looks_like(&self, other: &Self) -> bool {
        let same = |path: &str| self.sources.picture(path) == other.sources.picture(path);
        self.settings.theme == other.settings.theme
            && self.sources.pictures().eq(other.sources.pictures())
            && self.sources.pictures().all(same)
    }
}

/// The one place that reads and makes.
pub(super) struct Workshop<'s, T> {
    setup: &'s Setup<'s>,
    orders: Receiver<Order>,
    /// An order that waits for the state which it brought about.
    waiting: Option<Order>,
    /// Sends orders to the workshop itself: from the watches.
    changed: Sender<Order>,
    watches: Vec<Watch>,
    news: watch::Sender<News>,
    told: T,
    folder: Folder,
    memory: Memory,
    theme: (Vec<ThemeFile>, Option<Diagnostic>),
    day: Date,
    /// The versions of the content that published reports name, and the commits that these are.
    revisions: Vec<String>,
    past: Vec<Option<String>>,
    number: u64,
}

impl<'s, T: FnMut(Reading<'_>)> Workshop<'s, T> {
    pub(super) fn new(
        setup: &'s Setup<'s>,
        orders: Receiver<Order>,
        changed: Sender<Order>,
        news: watch::Sender<News>,
        told: T,
    ) -> Self {
        Self {
            setup,
            orders,
            waiting: None,
            changed,
            watches: Vec::new(),
            news,
            told,
            folder: Folder::new(&setup.content),
            memory: Memory::default(),
            theme: (Vec::new(), None),
            day: Date::ZERO,
            revisions: Vec::new(),
            past: Vec::new(),
            number: setup.first,
        }
    }

    /// Works until nobody can ask any more.
    pub(super) fn run(mut self) {
        self.watch();
        let started = (self.setup.now)();
        self.look();
        let mut state = Some(self.read(started));
        while let Some(now) = state {
            state = self.show(now);
        }
    }

    /// Asks to be told of changes. Where that fails, the folders are looked at all the same.
    fn watch(&mut self) {
        let folders = [Some(self.setup.content.as_path()), self.setup.theme_folder.as_deref()];
        let watch = |folder: &Path| {
            let changed = self.changed.clone();
            source::watch(folder, move || drop(changed.send(Order::Look))).ok()
        };
        self.watches = folders.into_iter().flatten().filter_map(watch).collect();
    }

    /// Whether anything that a build reads is different from the last time.
    fn look(&mut self) -> bool {
        let (theme, day, past) = ((self.setup.theme)(), (self.setup.today)(), self.past());
        let same = (&theme, day, &past) == (&self.theme, self.day, &self.past);
        (self.theme, self.day, self.past) = (theme, day, past);
        self.folder.look() || !same
    }

    /// What git says of the versions that published reports name; nothing where none names any.
    fn past(&self) -> Vec<Option<String>> {
        match self.revisions.is_empty() {
            true => Vec::new(),
            false => History::of(&self.setup.content).map(|history| history.ids(&self.revisions)).unwrap_or_default(),
        }
    }

    /// Goes the one path as far as to what follows from the content.
    fn read(&mut self, started: Instant) -> State {
        self.number += 1;
        let (sources, problems) = self.folder.sources();
        let settings = Settings { theme: self.theme.0.clone(), today: self.day, ..self.setup.settings.clone() };
        let mut reading = pipeline::read_again(&sources, problems, &settings, &mut self.memory);
        let mut found = std::mem::take(&mut reading.found);
        found.extend(self.theme.1.clone());
        if let Some(known) = &reading.known {
            let named = known.model.site.publications.iter().filter_map(|one| one.version.as_ref());
            self.revisions = named.map(|version| version.value.clone()).collect();
            self.past = self.past();
        }
        State { number: self.number, sources, settings, reading, found, started }
    }

    /// Serves a state until there is one to take its place; none at the end of all.
    fn show(&mut self, state: State) -> Option<State> {
        let mut found = state.found.clone();
        let State { sources, settings, reading, .. } = &state;
        let next = pipeline::prepared(reading, &reading.parsed, sources, settings, &mut found, |material, found| {
            match OnDemand::new(material) {
                Ok(mut site) => {
                    self.tell(&state, found, Some(state.number));
                    Some(self.work(Some((&state, &mut site))))
                }
                Err(error) => {
                    found.push(error);
                    None
                }
            }
        });
        let next = next.flatten().unwrap_or_else(|| {
            self.tell(&state, &found, None);
            self.work(None)
        });
        // Nobody waits for that.
        rayon::spawn(move || drop(state));
        next
    }

    /// Carries out orders until they bring about a state to be shown instead; none at the end of all.
    fn work(&mut self, mut shown: Option<(&State, &mut OnDemand<'_>)>) -> Option<State> {
        loop {
            if let Some(order) = self.waiting.take() {
                // What is shown was read after it came.
                self.carry_out(order, shown.as_mut());
                continue;
            }
            let order = self.next_order()?;
            let started = (self.setup.now)();
            if self.look() {
                let state = self.read(started);
                let (is_site, state) = ready(state, shown.as_ref().map(|(state, _)| *state));
                if is_site || shown.is_none() {
                    self.waiting = Some(order);
                    return Some(state);
                }
                self.tell(&state, &state.found, shown.as_ref().map(|(state, _)| state.number));
            }
            self.carry_out(order, shown.as_mut());
        }
    }

    /// The next order; of several hints at changes only the last, once they are over.
    fn next_order(&mut self) -> Option<Order> {
        let mut order = self.received(PAUSE)?;
        while matches!(order, Some(Order::Look)) {
            order = self.received(QUIET)?;
        }
        Some(order.unwrap_or(Order::Look))
    }

    /// An order, or that there was none in time; none at the end of all.
    fn received(&self, time: Duration) -> Option<Option<Order>> {
        match self.orders.recv_timeout(time) {
            Ok(order) => Some(Some(order)),
            Err(RecvTimeoutError::Timeout) => Some(None),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn carry_out(&mut self, order: Order, shown: Option<&mut (&State, &mut OnDemand<'_>)>) {
        // Who asked may have gone.
        match order {
            Order::Look => {}
            Order::News(answer) => drop(answer.send(())),
            Order::File(path, answer) => {
                let made = match shown {
                    Some((state, site)) => self.file(&path, state, site),
                    None => self.nothing(0),
                };
                drop(answer.send(made));
            }
        }
    }

    fn file(&mut self, path: &str, state: &State, site: &mut OnDemand<'_>) -> Answer {
        let answer = |found, bytes: &[u8]| Answer { found, bytes: bytes.to_vec(), site: state.number };
        let failed = match site.file(path) {
            Ok(Some(bytes)) => return answer(Found::File, bytes),
            Ok(None) => match site.file(MISSING) {
                Ok(bytes) => return answer(Found::Missing, bytes.unwrap_or_default()),
                Err(error) => error,
            },
            Err(error) => error,
        };
        let mut found = state.found.clone();
        found.push(failed);
        self.number += 1;
        self.tell(state, &found, Some(state.number));
        self.nothing(state.number)
    }

    /// A page without anything.
    fn nothing(&self, site: u64) -> Answer {
        let messages = Messages::load(self.setup.settings.language.unwrap_or_default());
        let page = EMPTY
            .replace("{sprache}", messages.language().tag())
            .replace("{titel}", &escape(messages.get("serve.titel")))
            .replace("{text}", &escape(messages.get("serve.kein-stand")));
        Answer { found: Found::Nothing, bytes: page.into_bytes(), site }
    }

    /// Tells the command line and all open pages what came of a reading.
    fn tell(&mut self, state: &State, found: &Diagnostics, site: Option<u64>) {
        let (sources, messages) = (&state.sources, &state.reading.messages);
        let duration = (self.setup.now)().saturating_duration_since(state.started);
        (self.told)(Reading { found, sources, messages, served: site == Some(state.number), duration });
        let report = report(found, sources, messages, &self.setup.folder);
        self.news.send_replace(News::of(self.number, site, report));
    }
}

/// Whether a state is a site, with all findings that tell. What a site is made with is tried only where it is different from
/// what is `shown` already.
fn ready(mut state: State, shown: Option<&State>) -> (bool, State) {
    let Some(known) = state.reading.known.as_ref().filter(|_| !state.found.has_errors()) else { return (false, state) };
    let before = shown.and_then(|shown| Some((&shown.reading.known.as_ref()?.model.site, shown)));
    if before.is_some_and(|(site, shown)| *site == known.model.site && shown.looks_like(&state)) {
        return (true, state);
    }
    let mut found = state.found.clone();
    let State { reading, sources, settings, .. } = &state;
    let tried = pipeline::prepared(reading, &reading.parsed, sources, settings, &mut found, |material, found| {
        OnDemand::new(material).map(drop).map_err(|error| found.push(error)).is_ok()
    });
    let is_site = tried.unwrap_or_default();
    if !is_site {
        state.found = found;
    }
    (is_site, state)
}
