//! Earlier versions of the content, as far as they may be seen now.

use jiff::civil::Date;

use super::Settings;
use super::late::{Since, late};
use crate::analysis::publication::{Gap, Published, Told};
use crate::content::publication::Publication;
use crate::content::{Model, Parsed, View, parse, resolve};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::history::{History, HistoryError};
use crate::source::Sources;

/// The content of an earlier version.
#[derive(Debug)]
pub struct Past {
    /// The content, without what the content hides now; none if it breaks a rule.
    pub model: Option<Model>,
    /// The day of its commit.
    pub committed: Date,
    /// What its authors wrote, without what is hidden now.
    pub parsed: Parsed,
    /// What it was read from.
    pub sources: Sources,
    /// All findings.
    pub found: Diagnostics,
}

/// Reads an earlier version for a view. What it hid itself stays hidden, and so does what `now` hides.
///
/// # Errors
/// As [`History::at`].
pub fn past(history: &History, revision: &str, now: &Parsed, view: View) -> Result<Past, HistoryError> {
    let version = history.at(revision)?;
    let mut found = Diagnostics::default();
    found.extend(version.problems.into_iter().map(Diagnostic::from));
    let parsed = parse(&version.sources, &mut found).visible_to(view, &mut found).as_hidden_in(now, view);
    let model = resolve(&parsed, &mut found);
    Ok(Past { model, committed: version.date, parsed, sources: version.sources, found })
}

/// What the published reports said, and what is known now; those as of a later day have not been published yet.
pub(super) fn published(
    model: &Model,
    now: &Parsed,
    as_of: Date,
    settings: &Settings,
    found: &mut Diagnostics,
) -> Vec<Published> {
    let known = model.site.publications.iter().enumerate().filter(|(_, one)| one.as_of.last() <= as_of);
    let known: Vec<_> = known.collect();
    let named = known.iter().any(|(_, one)| one.version.is_some());
    let history = settings.folder.as_deref().filter(|_| named).map(History::of);
    let read = |publication: &Publication| {
        let version = publication.version.as_ref().ok_or(Gap::NotNamed)?;
        let history = history.as_ref().ok_or(Gap::NoRepository)?.as_ref().map_err(gap)?;
        let past = past(history, version, now, settings.view).map_err(|error| gap(&error))?;
        let published = past.model.ok_or(Gap::Invalid)?;
        let told = Told::new(published, past.committed, model, publication.as_of.last());
        let since = Since { history, revision: version, view: settings.view };
        Ok(Told { late: late(&told, (model, now), &past.parsed, since), ..told })
    };
    let published: Vec<_> = known.iter().map(|&(position, one)| Published { position, told: read(one) }).collect();
    found.extend(published.iter().filter_map(|one| unreadable(one, model)));
    published
}

/// That a version cannot be read, at the place where it is named.
fn unreadable(published: &Published, model: &Model) -> Option<Diagnostic> {
    let gap = published.told.as_ref().err()?;
    let version = published.publication(model)?.version.as_ref()?;
    let finding = Diagnostic::at("W0801", version.span).with("fassung", &version.value);
    Some(finding.with("grund", format!("@berichte.grund.{}", gap.word())))
}

fn gap(error: &HistoryError) -> Gap {
    match error {
        HistoryError::NoRepository => Gap::NoRepository,
        HistoryError::Foreign(_) => Gap::Foreign,
        HistoryError::Unknown => Gap::Unknown,
        HistoryError::Shallow => Gap::Shallow,
        HistoryError::NoFolder => Gap::NoFolder,
        HistoryError::Unreadable(_) => Gap::Damaged,
    }
}
