//! The one path from sources to artifacts. `build`, `check` and every later command differ only at its end.

mod late;
pub mod past;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use crate::analysis::{Analysis, analyse};
use crate::check::{Subject, check};
use crate::content::{Model, Parsed, View, parse, resolve};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::messages::{Language, Messages};
use crate::output::{Artifacts, Material, render};
use crate::source::{Problem, ProblemKind, Sources, ThemeFile};
use crate::view::compose::Input;

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
    /// Files of the theme.
    pub theme: Vec<ThemeFile>,
    /// The content folder, where git knows its past; none where nobody is to ask.
    pub folder: Option<PathBuf>,
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    /// The site; none if anything is an error.
    pub artifacts: Option<Artifacts>,
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
    let Reading { known, mut found, messages, as_of, parsed } = read(sources, problems, settings);
    let known = known.filter(|_| !found.has_errors());
    let artifacts = known.and_then(|Known { model, analysis }| {
        let published = past::published(&model, &parsed, analysis.as_of, settings, &mut found);
        let input = Input::new(&model, &analysis, &messages).with_published(&published);
        let view = settings.view.restricted();
        let base_url =
            settings.base_url.as_deref().or(model.site.address.as_deref()).map(|url| url.trim_end_matches('/'));
        let odd = Mutex::default();
        let material = Material { input: &input, theme: &settings.theme, base_url, view, sources, odd: &odd };
        let artifacts = render(material).map_err(|errors| found.extend(errors)).ok();
        found.extend(odd.into_inner().unwrap_or_else(PoisonError::into_inner));
        artifacts
    });
    Outcome { artifacts, found, messages, as_of }
}

/// Runs the stages up to what follows from the content, checks included.
pub fn read(sources: &Sources, problems: Vec<Problem>, settings: &Settings) -> Reading {
    read_beside(sources, problems, settings, None)
}

/// The same for an earlier version of the content: what it hides `now` stays hidden.
pub fn read_beside(sources: &Sources, problems: Vec<Problem>, settings: &Settings, now: Option<&Parsed>) -> Reading {
    let mut found = Diagnostics::default();
    let no_folder = problems.iter().any(|problem| problem.kind == ProblemKind::NoFolder);
    found.extend(problems.into_iter().map(Diagnostic::from));
    if no_folder {
        let messages = Messages::load(settings.language.unwrap_or_default());
        return Reading { known: None, found, messages, as_of: settings.as_of, parsed: Parsed::default() };
    }
    let parsed = parse(sources, &mut found);
    let language = settings.language.or_else(|| parsed.language()).unwrap_or_default();
    let messages = Messages::load(language);
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
