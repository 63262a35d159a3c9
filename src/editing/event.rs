//! An event for the log of a record that is there, appended to the record's file.

use std::borrow::Cow;

use crate::analysis::Analysis;
use crate::analysis::task::progress;
use crate::content::Model;
use crate::content::commitment::Commitment;
use crate::content::common::{EventKind, Head};
use crate::content::fields::Choice;
use crate::content::measure::Measure;
use crate::content::names::{Kind, Lookup, Ref};
use crate::content::project::Project;
use crate::content::scalar::Datum;
use crate::content::task::TaskEventKind;
use crate::diagnostics::Diagnostic;
use crate::source::yaml::edit::{Addition, Flow};
use crate::source::{FileChange, SourceFile, Sources, split};

/// The key of a log.
const LOG: &str = "verlauf";

/// Behind which of a record's keys a log stands where it is new.
const BEHIND: &[&str] =
    &["plan", "bis", "frage", "vorlage", "erfuellt", "strategie", "art", "einheit", "kurz", "titel"];

/// An entry of a log, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// When.
    pub date: Datum,
    /// What, as content says it.
    pub event: &'a str,
    /// The new end or deadline.
    pub to: Option<Datum>,
    /// Why.
    pub reason: Option<&'a str>,
    /// Where it is from.
    pub source: Option<Flow<'a>>,
    /// What was assumed.
    pub assumption: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// The entry as YAML.
    pub fn flow(&self) -> Flow<'a> {
        let text = |text: &'a str| Flow::Text(text.into());
        let fields = [
            ("am", Some(Flow::Word(self.date.to_string()))),
            ("ereignis", Some(Flow::Word(self.event.to_owned()))),
            ("auf", self.to.map(|to| Flow::Word(to.to_string()))),
            ("grund", self.reason.map(text)),
            ("quelle", self.source.clone()),
            ("annahme", self.assumption.map(text)),
        ];
        Flow::Map(fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
    }
}

/// A document, and the place in it, as `dokument: stelle` names them.
pub fn source<'a>(document: &'a str, place: Option<Cow<'a, str>>) -> Flow<'a> {
    let fields = [("dokument", Some(document.into())), ("stelle", place)];
    Flow::Map(fields.into_iter().filter_map(|(key, value)| Some((key, Flow::Text(value?)))).collect())
}

/// A file's text with further events in the log of the mapping that the keys `within` lead to; none where they cannot be
/// appended for sure.
pub fn with_events(file: &SourceFile, within: &[&str], events: &[Flow<'_>]) -> Option<String> {
    events.iter().try_fold(file.text.clone(), |text, entry| {
        let yaml = if file.path.ends_with(".md") { split(&text).ok()?.yaml } else { 0..text.len() };
        Addition { within, key: LOG, entry, behind: BEHIND }.to(&text, yaml).ok()
    })
}

/// A record that keeps a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logged<'m> {
    /// A project.
    Project(Ref<Project>, &'m Project),
    /// A milestone of a project, by its position.
    Milestone(Ref<Project>, &'m Project, usize),
    /// A measure.
    Measure(Ref<Measure>, &'m Measure),
    /// A commitment.
    Commitment(&'m Commitment),
}

impl<'m> Logged<'m> {
    /// The records that a name may mean: an id, an id behind its folder (`projekte/e-akte`), or a milestone's behind that of
    /// its project (`e-akte/rollout`).
    pub fn find(model: &'m Model, name: &str) -> Vec<Self> {
        let (folder, rest) = match name.split_once('/') {
            Some((folder @ ("projekte" | "massnahmen" | "zusagen"), rest)) => (Some(folder), rest),
            _ => (None, name),
        };
        let (id, milestone) = rest.split_once('/').map_or((rest, None), |(id, milestone)| (id, Some(milestone)));
        let kinds = [Kind::Project, Kind::Measure, Kind::Commitment].into_iter();
        let kinds = kinds.filter(|kind| folder.is_none_or(|folder| kind.folder() == folder));
        let records = kinds.filter_map(|kind| match model.names.lookup(kind, id) {
            Lookup::Found(index) => Some(Self::at(model, kind, index)),
            _ => None,
        });
        match milestone {
            None => records.collect(),
            Some(milestone) => records.filter_map(|record| record.milestone(milestone)).collect(),
        }
    }

    fn at(model: &'m Model, kind: Kind, index: usize) -> Self {
        match kind {
            Kind::Project => Self::Project(Ref::new(index), &model.projects[Ref::new(index)]),
            Kind::Measure => Self::Measure(Ref::new(index), &model.measures[Ref::new(index)]),
            _ => Self::Commitment(&model.commitments[Ref::new(index)]),
        }
    }

    fn milestone(self, id: &str) -> Option<Self> {
        let Self::Project(reference, project) = self else { return None };
        let position = project.milestones.iter().position(|one| one.head.id.value == id)?;
        Some(Self::Milestone(reference, project, position))
    }

    /// Every name that [`find`](Self::find) knows, without folders.
    pub fn names(model: &'m Model) -> Vec<&'m str> {
        let kinds = [Kind::Project, Kind::Measure, Kind::Commitment, Kind::Milestone];
        kinds.iter().flat_map(|&kind| model.names.ids(kind)).collect()
    }

    /// The name that means this record and no other.
    pub fn name(self) -> String {
        let id = &self.head().id.value;
        match self {
            Self::Milestone(_, project, _) => format!("{}/{}/{id}", self.kind().folder(), project.head.id.value),
            _ => format!("{}/{id}", self.kind().folder()),
        }
    }

    /// Its head.
    pub fn head(self) -> &'m Head {
        match self {
            Self::Project(_, project) => &project.head,
            Self::Milestone(_, project, position) => &project.milestones[position].head,
            Self::Measure(_, measure) => &measure.head,
            Self::Commitment(commitment) => &commitment.head,
        }
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        match self {
            Self::Project(..) => Kind::Project,
            Self::Milestone(..) => Kind::Milestone,
            Self::Measure(..) => Kind::Measure,
            Self::Commitment(_) => Kind::Commitment,
        }
    }

    /// The words for what can happen to it.
    pub fn events(self) -> Vec<&'static str> {
        match self {
            Self::Commitment(_) => TaskEventKind::CHOICES.iter().map(|(word, _)| *word).collect(),
            _ => EventKind::CHOICES.iter().map(|(word, _)| *word).collect(),
        }
    }

    /// What is wrong with an event before it is written, told for somebody who gives it on the command line.
    ///
    /// # Errors
    /// The finding.
    pub fn check(self, entry: &Entry<'_>, model: &Model) -> Result<(), Box<Diagnostic>> {
        let events = self.events();
        if !events.contains(&entry.event) {
            let finding = Diagnostic::general("E0912").with("ereignis", entry.event);
            let finding = finding.with("art", format!("@{}", self.kind().key()));
            let finding = finding.did_you_mean(entry.event, events.iter().copied());
            return Err(Box::new(finding.hint_with("erlaubt", [("liste", events.join(", "))])));
        }
        let finding = |code| Diagnostic::general(code).with("ereignis", entry.event);
        let option = |finding: Diagnostic, key, option: &str| finding.hint_with(key, [("option", option.to_owned())]);
        let (needs_reason, needs_end, may_move) = match self {
            Self::Commitment(_) => {
                let kind = chosen::<TaskEventKind>(entry.event);
                (kind.needs_reason(), false, kind == TaskEventKind::Changed)
            }
            _ => {
                let kind = chosen::<EventKind>(entry.event);
                (kind.needs_reason(), kind == EventKind::Shifted, kind == EventKind::Shifted)
            }
        };
        if needs_reason && entry.reason.is_none() {
            return Err(Box::new(option(finding("E0302"), "option", "--grund \"…\"")));
        }
        if needs_end && entry.to.is_none() {
            let finding = finding("E0202").with("schluessel", "auf");
            return Err(Box::new(option(finding, "option", "--auf 2026-12-31")));
        }
        if !may_move && entry.to.is_some() {
            let code = if matches!(self, Self::Commitment(_)) { "E0320" } else { "E0305" };
            return Err(Box::new(option(finding(code), "ohne-option", "--auf")));
        }
        if self.has(entry) {
            return Err(Box::new(finding("E0917").with("am", entry.date).with("id", self.name())));
        }
        self.check_rollout(entry, model)
    }

    /// Whether its log says just that already.
    fn has(self, entry: &Entry<'_>) -> bool {
        let is_same = |date: Datum, word: &str, to: Option<Datum>, reason: Option<&str>| {
            (date, word, to, reason) == (entry.date, entry.event, entry.to, entry.reason.map(str::trim))
        };
        let log = match self {
            Self::Project(_, project) => &project.log,
            Self::Milestone(_, project, position) => &project.milestones[position].log,
            Self::Measure(_, measure) => &measure.log,
            Self::Commitment(commitment) => {
                return commitment.task.log.iter().any(|event| {
                    let to = event.to.map(|to| to.value);
                    is_same(event.date.value, event.kind.word(), to, event.reason.as_deref())
                });
            }
        };
        log.iter().any(|event| {
            let to = event.to.map(|to| to.value);
            is_same(event.date.value, event.kind.word(), to, event.reason.as_deref())
        })
    }

    /// What is rolled out unit by unit is completed there.
    fn check_rollout(self, entry: &Entry<'_>, model: &Model) -> Result<(), Box<Diagnostic>> {
        let Self::Measure(_, measure) = self else { return Ok(()) };
        let Some(rollout) = measure.rollout.as_ref().filter(|_| entry.event == EventKind::Completed.word()) else {
            return Ok(());
        };
        let open = rollout.iter().find(|one| one.done.is_none()).or_else(|| rollout.first());
        let unit = open.map_or("…", |one| model.units[one.unit].head.id.as_str());
        let finding = Diagnostic::general("E0304").with("schluessel", entry.event);
        let line = format!("{unit}: {{am: {}}}", entry.date);
        Err(Box::new(finding.hint_with("rollout-eintrag", [("id", self.name()), ("eintrag", line)])))
    }

    /// The record's file with the event.
    ///
    /// # Errors
    /// The finding that says what to write by hand.
    pub fn with_event(self, sources: &Sources, entry: &Entry<'_>) -> Result<FileChange, Box<Diagnostic>> {
        let id = self.head().id.as_str();
        let within: &[&str] = match self {
            Self::Project(..) | Self::Measure(..) => &[],
            Self::Milestone(..) => &["meilensteine", id],
            Self::Commitment(_) => &[id],
        };
        let flow = entry.flow();
        let file = sources.file(self.head().id.span.file);
        let text = file.and_then(|file| with_events(file, within, std::slice::from_ref(&flow)));
        match (file, text) {
            (Some(file), Some(text)) => Ok(FileChange {
                path: file.path.clone(),
                before: Some(file.bytes(&file.text)),
                after: file.bytes(&text),
            }),
            (file, _) => {
                let path = file.map(|file| file.path.clone()).unwrap_or_default();
                let finding = Diagnostic::in_path("E0738", path).with("id", id);
                Err(Box::new(finding.hint_with("eintrag", [("liste", format!("- {flow}"))])))
            }
        }
    }

    /// Where it stands.
    pub fn state(self, analysis: &Analysis) -> State {
        let progress = match self {
            Self::Project(project, _) => &analysis.projects[project.index()],
            Self::Milestone(project, _, position) => &analysis.milestones[project.index()][position],
            Self::Measure(measure, _) => &analysis.measures[measure.index()],
            Self::Commitment(commitment) => {
                let progress = progress(&commitment.task, analysis.as_of);
                return State { key: format!("zusage.{}", progress.state.word()), end: progress.due };
            }
        };
        State { key: format!("status.{}", progress.status.word()), end: progress.timing.end }
    }
}

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The key of its word in the catalogue.
    pub key: String,
    /// By when it is to be done, as last said.
    pub end: Option<Datum>,
}

fn chosen<T: Choice>(word: &str) -> T {
    T::CHOICES.iter().find(|(name, _)| *name == word).map_or_else(T::default, |&(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::{View, parse, resolve};
    use crate::diagnostics::Diagnostics;

    /// An invented city.
    const CITY: &[(&str, &str)] = &[
        ("seite.yaml", "titel: Musterstadt"),
        ("modell.yaml", "titel: M\nstufen: [A, B]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: Eins.}}}}"),
        ("organisation.yaml", "einheiten: {u: {titel: U, bewertet: ja}}\ngremien: {rat: {titel: Rat}}"),
        (
            "projekte/akte.md",
            "---\ntitel: Akte\nplan: {ende: 2024-12-31}\nmeilensteine:\n  m: {titel: M, plan: {ende: 2024-06-30}}\n---\n",
        ),
        ("projekte/amt.md", "---\ntitel: Amt\nfrueher: haus\n---\n"),
        ("massnahmen/akte.md", "---\ntitel: Akte\nerfuellt: [d-1]\n---\n"),
        ("massnahmen/je-amt.md", "---\ntitel: Je Amt\nerfuellt: [d-1]\nrollout: {u: {plan: 2025-01-31}}\n---\n"),
        (
            "zusagen.yaml",
            "bericht:\n  titel: Bericht\n  wer: Amt\n  an: rat\n  am: 2024-01-10\n  bis: 2024-12-31\n  text: Nichts.\n",
        ),
    ];

    fn city() -> (Sources, Model) {
        let files = CITY.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let (sources, _) = Sources::from_files(files);
        let mut found = Diagnostics::default();
        let parsed = parse(&sources, &mut found).visible_to(View::Internal, &mut found);
        let model = resolve(&parsed, &mut found).unwrap_or_else(|| panic!("{found:?}"));
        (sources, model)
    }

    fn entry(event: &str) -> Entry<'_> {
        Entry { date: Datum::day(date(2024, 5, 2)), event, to: None, reason: None, source: None, assumption: None }
    }

    fn names(model: &Model, name: &str) -> Vec<String> {
        Logged::find(model, name).into_iter().map(Logged::name).collect()
    }

    #[test]
    fn records_are_found_by_what_people_call_them() {
        let (_, model) = city();
        assert_eq!(names(&model, "akte"), ["projekte/akte", "massnahmen/akte"]);
        assert_eq!(names(&model, "massnahmen/akte"), ["massnahmen/akte"]);
        assert_eq!(names(&model, "haus"), ["projekte/amt"]);
        assert_eq!(names(&model, "bericht"), ["zusagen/bericht"]);
        assert_eq!(names(&model, "akte/m"), ["projekte/akte/m"]);
        assert_eq!(names(&model, "projekte/akte/m"), ["projekte/akte/m"]);
        for name in ["", "akten", "akte/n", "massnahmen/akte/m", "werte/akte", "akte/m/m"] {
            assert!(names(&model, name).is_empty(), "{name}");
        }
        assert_eq!(Logged::names(&model), ["akte", "amt", "haus", "akte", "je-amt", "bericht", "akte/m"]);
    }

    #[test]
    fn events_go_where_they_belong() {
        let (sources, model) = city();
        let line = "{am: 2024-05-02, ereignis: umgesetzt}";
        for (name, event, expected) in [
            ("projekte/akte", "umgesetzt", format!("plan: {{ende: 2024-12-31}}\nverlauf:\n  - {line}\nmeilensteine")),
            ("akte/m", "umgesetzt", format!("plan: {{ende: 2024-06-30}}, verlauf: [{line}]}}\n")),
            ("massnahmen/akte", "umgesetzt", format!("erfuellt: [d-1]\nverlauf:\n  - {line}\n---")),
            (
                "bericht",
                "erfuellt",
                "  bis: 2024-12-31\n  verlauf:\n    - {am: 2024-05-02, ereignis: erfuellt}\n  text".to_owned(),
            ),
        ] {
            let record = Logged::find(&model, name)[0];
            assert_eq!(record.check(&entry(event), &model), Ok(()));
            let change = record.with_event(&sources, &entry(event)).unwrap();
            let after = String::from_utf8(change.after).unwrap();
            assert!(after.contains(&expected), "{after}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_before() {
        let (_, model) = city();
        let code = |name: &str, entry: &Entry<'_>| {
            Logged::find(&model, name)[0].check(entry, &model).map_err(|finding| (finding.code, finding.hints.len()))
        };
        let to = Some(Datum::day(date(2025, 1, 1)));
        assert_eq!(code("bericht", &entry("umgesetzt")), Err(("E0912", 1)));
        assert_eq!(code("amt", &entry("begonen")), Err(("E0912", 2)));
        assert_eq!(code("amt", &entry("pausiert")), Err(("E0302", 1)));
        assert_eq!(code("amt", &Entry { reason: Some("x"), ..entry("verschoben") }), Err(("E0202", 1)));
        assert_eq!(code("amt", &Entry { to, reason: Some("x"), ..entry("verschoben") }), Ok(()));
        assert_eq!(code("amt", &Entry { to, ..entry("umgesetzt") }), Err(("E0305", 1)));
        assert_eq!(code("bericht", &Entry { to, ..entry("erfuellt") }), Err(("E0320", 1)));
        assert_eq!(code("je-amt", &entry("umgesetzt")), Err(("E0304", 1)));
        assert_eq!(code("je-amt", &entry("begonnen")), Ok(()));
    }

    #[test]
    fn every_state_has_a_word() {
        use crate::messages::{Language, Messages};
        let (_, model) = city();
        let analysis = analyse(&model, date(2024, 5, 2));
        let messages = Messages::load(Language::German);
        for name in ["amt", "akte/m", "je-amt", "bericht"] {
            let state = Logged::find(&model, name)[0].state(&analysis);
            assert!(messages.find(&state.key).is_some(), "{}", state.key);
        }
    }
}
