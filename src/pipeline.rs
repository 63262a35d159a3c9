//! The one path from sources to artifacts. `build`, `check` and every later command differ only at its end.

mod late;
pub mod past;

use std::borrow::{Borrow, Cow};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use crate::analysis::{Analysis, analyse};
use crate::check::{Subject, check};
use crate::content::{Memory, Model, Parsed, View, parse, resolve};
use crate::data::Archived;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::{Language, Messages};
use crate::output::{Artifacts, Material, Sink, Watch, addresses, render, render_into, unfit};
use crate::source::{Problem, ProblemKind, Sources, ThemeFile};
use crate::view::compose::{Edition, Input};
use crate::view::embedding::Embedding;

/// What a run depends on besides the content.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The as-of date, if it is not the content's own.
    pub as_of: Option<Date>,
    /// The calendar day, which only the command line reads: the as-of date of last resort, and the bound of the past.
    pub today: Date,
    /// Who looks.
    pub view: View,
    /// The language, if it is not the content's own.
    pub language: Option<Language>,
    /// Address under which the site will stand, without trailing slash.
    pub base_url: Option<String>,
    /// Files of the theme; none for the one that the content asks for.
    pub theme: Vec<ThemeFile>,
    /// The states of the data that were published before, where the present one joins them.
    pub archive: Option<Vec<Archived>>,
    /// What is written for other sites to show.
    pub embedding: Embedding,
    /// What it is that is made.
    pub edition: Edition,
    /// The content folder, where git knows its past; none where nobody is to ask.
    pub folder: Option<PathBuf>,
}

impl Settings {
    /// What holds on a day when nothing was asked for: the public's view, as the content says.
    pub fn on(today: Date) -> Settings {
        Settings {
            as_of: None,
            today,
            view: View::Public,
            language: None,
            base_url: None,
            theme: Vec::new(),
            archive: None,
            embedding: Embedding::Nothing,
            edition: Edition::Site,
            folder: None,
        }
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome<T = Artifacts> {
    /// The site, or the paths of its files where these were handed on; none if anything is an error.
    pub artifacts: Option<T>,
    /// All findings.
    pub found: Diagnostics,
    /// The words that findings and site use.
    pub messages: Messages,
    /// The as-of date, once it is known.
    pub as_of: Option<Date>,
}

/// What was read, before anything is rendered.
#[derive(Debug)]
pub struct Reading {
    /// Content and what follows from it; none if it has no meaning.
    pub known: Option<Known>,
    /// All findings so far.
    pub found: Diagnostics,
    /// The words.
    pub messages: Messages,
    /// The as-of date, once it is known.
    pub as_of: Option<Date>,
    /// What the authors wrote.
    pub parsed: Parsed,
}

/// Content and what follows from it.
#[derive(Debug)]
pub struct Known {
    /// The content.
    pub model: Model,
    /// What follows from it.
    pub analysis: Analysis,
}

/// Runs every stage as far as the findings of the one before allow.
pub fn run(sources: &Sources, problems: Vec<Problem>, settings: &Settings) -> Outcome {
    run_watched(sources, problems, settings, Watch::default())
}

/// The same, where somebody is told how far it has come.
pub fn run_watched(sources: &Sources, problems: Vec<Problem>, settings: &Settings, watch: Watch<'_>) -> Outcome {
    run_as(sources, problems, settings, |material| render(Material { watch, ..material }))
}

/// The same, where every file is handed on as soon as it is there. After an error, the sink may have some of them.
pub fn run_into(
    sources: &Sources,
    problems: Vec<Problem>,
    settings: &Settings,
    watch: Watch<'_>,
    sink: &dyn Sink,
) -> Outcome<BTreeSet<String>> {
    run_as(sources, problems, settings, |material| render_into(Material { watch, ..material }, sink))
}

fn run_as<T>(
    sources: &Sources,
    problems: Vec<Problem>,
    settings: &Settings,
    rendered: impl FnOnce(Material<'_>) -> Result<T, Vec<Diagnostic>>,
) -> Outcome<T> {
    let mut reading = read(sources, problems, settings);
    let mut found = std::mem::take(&mut reading.found);
    let all = |material: Material<'_>, found: &mut Diagnostics| {
        rendered(material).map_err(|errors| found.extend(errors)).ok()
    };
    let parsed = std::mem::take(&mut reading.parsed);
    let artifacts = prepared(&reading, parsed, sources, settings, &mut found, all).flatten();
    Outcome { artifacts, found, messages: reading.messages, as_of: reading.as_of }
}

/// Hands what a site is made from to `made`, if nothing is an error; none if anything is. What is odd about it joins the
/// findings. Of a large content, what its authors wrote (`parsed`) is large, too, and may end before anything is made.
pub fn prepared<T>(
    reading: &Reading,
    parsed: impl Borrow<Parsed>,
    sources: &Sources,
    settings: &Settings,
    found: &mut Diagnostics,
    made: impl FnOnce(Material<'_>, &mut Diagnostics) -> T,
) -> Option<T> {
    let theme = theme(settings, reading.known.as_ref());
    found.extend(reading.known.iter().flat_map(|known| unfit(&theme, &known.model, sources)));
    let Known { model, analysis } = reading.known.as_ref().filter(|_| !found.has_errors())?;
    let published = past::published(model, parsed.borrow(), analysis.as_of, settings, found);
    drop(parsed);
    let input = Input::new(model, analysis, &reading.messages)
        .with_published(&published)
        .with_archive(settings.archive.as_deref())
        .with_embedding(settings.embedding)
        .with_pictures(addresses(model, sources))
        .with_edition(settings.edition);
    let view = settings.view.restricted();
    let base_url = settings.base_url.as_deref().or(model.site.address.as_deref()).map(|url| url.trim_end_matches('/'));
    let odd = Mutex::default();
    let watch = Watch::default();
    let made = made(Material { input: &input, theme: &theme, base_url, view, sources, odd: &odd, watch }, found);
    found.extend(odd.into_inner().unwrap_or_else(PoisonError::into_inner));
    Some(made)
}

/// The files of the theme: those that were given, else the built-in ones that the content asks for.
fn theme<'a>(settings: &'a Settings, known: Option<&Known>) -> Cow<'a, [ThemeFile]> {
    match settings.theme.is_empty() {
        true => Cow::Owned(known.map(|known| known.model.site.theme_files()).unwrap_or_default()),
        false => Cow::Borrowed(&settings.theme),
    }
}

/// Runs the stages up to what follows from the content, checks included.
pub fn read(sources: &Sources, problems: Vec<Problem>, settings: &Settings) -> Reading {
    read_beside(sources, problems, settings, None)
}

/// The same for an earlier version of the content: what it hides `now` stays hidden.
pub fn read_beside(sources: &Sources, problems: Vec<Problem>, settings: &Settings, now: Option<&Parsed>) -> Reading {
    read_as(|found| parse(sources, found), problems, settings, now)
}

/// The same as [`read`] for content that is read again and again: what has not changed is not parsed again.
pub fn read_again(sources: &Sources, problems: Vec<Problem>, settings: &Settings, memory: &mut Memory) -> Reading {
    read_as(|found| memory.parse(sources, found), problems, settings, None)
}

fn read_as(
    parsed: impl FnOnce(&mut Diagnostics) -> Parsed,
    problems: Vec<Problem>,
    settings: &Settings,
    now: Option<&Parsed>,
) -> Reading {
    let mut found = Diagnostics::default();
    let no_folder = problems.iter().any(|problem| problem.kind == ProblemKind::NoFolder);
    found.extend(problems.into_iter().map(Diagnostic::from));
    if no_folder {
        let messages = Messages::load(settings.language.unwrap_or_default());
        return Reading { known: None, found, messages, as_of: settings.as_of, parsed: Parsed::default() };
    }
    let parsed = parsed(&mut found);
    if let Some(newer) = parsed.newer_format() {
        // Whatever else is found may be right in that format.
        let mut found = Diagnostics::default();
        found.push(newer);
        let messages = Messages::load(settings.language.or(parsed.language()).unwrap_or_default());
        return Reading { known: None, found, messages, as_of: settings.as_of, parsed };
    }
    let messages = worded(&parsed, settings.language, &mut found);
    let parsed = parsed.visible_to(settings.view, &mut found);
    let parsed = match now {
        Some(now) => parsed.as_hidden_in(now, settings.view),
        None => parsed,
    };
    let unabridged = parsed.unabridged().and_then(|parsed| resolve(&parsed, &mut Diagnostics::default()));
    let Some(whole) = resolve(&parsed, &mut found) else {
        return Reading { known: None, found, messages, as_of: settings.as_of, parsed };
    };
    let as_of = settings.as_of.or_else(|| whole.site.as_of.map(|date| date.last())).unwrap_or(settings.today);
    let Some(model) = known_on(&parsed, whole, as_of, &mut found) else {
        return Reading { known: None, found, messages, as_of: Some(as_of), parsed };
    };
    let analysis = analyse(&model, as_of);
    let subject =
        Subject { model: &model, analysis: &analysis, today: settings.today, unabridged: unabridged.as_ref() };
    check(subject, &mut found);
    Reading { known: Some(Known { model, analysis }), found, messages, as_of: Some(as_of), parsed }
}

/// The words: the content's own before the supplied ones, unless another language is asked for than it is written in.
fn worded(parsed: &Parsed, asked: Option<Language>, found: &mut Diagnostics) -> Messages {
    let own = parsed.language().unwrap_or_default();
    let supplied = Messages::load(own);
    let words = parsed.wording(&supplied, found);
    let asked = asked.unwrap_or(own);
    let messages = if asked == own { supplied } else { Messages::load(asked) };
    if asked.primary() == own.primary() { messages.with(words) } else { messages }
}

/// What is known on a day. What is wrong with the rest was found with the whole.
fn known_on(parsed: &Parsed, whole: Model, day: Date, found: &mut Diagnostics) -> Option<Model> {
    let Some(known) = parsed.known_on(&whole, day) else { return Some(whole) };
    let mut again = Diagnostics::default();
    let model = resolve(&known, &mut again);
    if model.is_none() {
        found.extend(again.sorted().into_iter().cloned());
    }
    model
}
