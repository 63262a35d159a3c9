//! What is told about a record: title, kind, state, what it is for, and where it stands.

use crate::analysis::Progress;
use crate::analysis::traffic_light::traffic_light;
use crate::content::fields::Choice;
use crate::content::index::Definition;
use crate::content::maturity_model::Criterion;
use crate::content::measure::Measure;
use crate::content::names::{Kind, Lookup, Ref};
use crate::content::project::Project;
use crate::markup::escaped;
use crate::view::Cell;
use crate::view::compose::{Compose, Input};

use super::snapshot::Snapshot;

/// So many criteria of a measure are told.
const MOST_CRITERIA: usize = 8;

/// What is told about records of a snapshot.
pub(super) struct Telling<'a> {
    snapshot: &'a Snapshot,
    c: Option<Compose<'a>>,
}

/// Tells something about records of a snapshot.
pub(super) fn tell<T>(snapshot: &Snapshot, what: impl FnOnce(&Telling<'_>) -> T) -> T {
    let input = snapshot.known.as_ref().map(|known| Input::new(&known.model, &known.analysis, &snapshot.messages));
    what(&Telling { snapshot, c: input.as_ref().map(|input| input.compose("")) })
}

impl Telling<'_> {
    /// Everything about a record, as Markdown.
    pub(super) fn whole(&self, record: &Definition) -> String {
        let title = record.title.as_deref().unwrap_or(&record.id.value);
        let kind = self.snapshot.messages.get(record.kind.key());
        let mut parts = vec![format!("**{}** ({kind} `{}`)", escaped(title), record.id.value)];
        if let Some(known) = self.known(record) {
            parts.extend(joined(known.state(), " · "));
            parts.extend(known.more());
            parts.extend(known.summary().map(|text| escaped(&text)));
        }
        parts.extend(self.snapshot.sources.file(record.id.span.file).map(|file| format!("`{}`", file.path)));
        parts.join("\n\n")
    }

    /// A record on one line: its title, and its state where it has one.
    pub(super) fn line(&self, record: &Definition) -> String {
        let title = record.title.as_deref().unwrap_or(&record.id.value).to_owned();
        let state = self.known(record).map(|known| known.state()).unwrap_or_default();
        joined(std::iter::once(title).chain(state).collect(), " · ").unwrap_or_default()
    }

    fn known<'t>(&'t self, record: &'t Definition) -> Option<KnownRecord<'t>> {
        let c = self.c.as_ref()?;
        match c.model().names.lookup(record.kind, &record.id.value) {
            Lookup::Found(position) => Some(KnownRecord { c, kind: record.kind, id: &record.id.value, position }),
            Lookup::Hidden | Lookup::Unreadable | Lookup::Unknown => None,
        }
    }
}

/// A record of the model.
struct KnownRecord<'t> {
    c: &'t Compose<'t>,
    kind: Kind,
    id: &'t str,
    position: usize,
}

impl KnownRecord<'_> {
    /// Status, traffic light, level: what there is, in a few words each.
    fn state(&self) -> Vec<String> {
        let (c, analysis) = (self.c, self.c.analysis());
        match self.kind {
            Kind::Project => {
                let mut state = self.progress(&analysis.projects[self.position]);
                let light = traffic_light(c.model(), analysis, Ref::<Project>::new(self.position));
                state.extend(light.map(|light| {
                    let colour = c.t(&format!("ampel.{}", light.colour.word()));
                    c.f("ampel.marke", &[("farbe", &colour)])
                }));
                state
            }
            Kind::Measure => self.progress(&analysis.measures[self.position]),
            Kind::Milestone => self.milestone().map(|progress| self.progress(progress)).unwrap_or_default(),
            Kind::Criterion => {
                let state = &analysis.maturity.criteria[self.position];
                let note = c.criterion(Ref::<Criterion>::new(self.position)).note;
                std::iter::once(c.criterion_badge(state).text).chain(note).collect()
            }
            Kind::Dimension => vec![c.level(&analysis.maturity.dimensions[self.position])],
            Kind::Paper => c.paper(Ref::new(self.position)).note.into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The progress of a milestone, whose id is `project/milestone`.
    fn milestone(&self) -> Option<&Progress> {
        let (project, milestone) = self.id.split_once('/')?;
        let model = self.c.model();
        let Lookup::Found(project) = model.names.lookup(Kind::Project, project) else { return None };
        let milestones = &model.projects[Ref::<Project>::new(project)].milestones;
        let position = milestones.iter().position(|one| one.head.id.value == milestone)?;
        self.c.analysis().milestones.get(project)?.get(position)
    }

    fn progress(&self, progress: &Progress) -> Vec<String> {
        std::iter::once(self.c.status(progress.status).text).chain(self.c.end_note(progress)).collect()
    }

    /// A project's plan beside its first one, and the criteria that a measure fulfils.
    fn more(&self) -> Vec<String> {
        match self.kind {
            Kind::Project => self.shift(&self.c.analysis().projects[self.position]).into_iter().collect(),
            Kind::Measure => {
                let measure = &self.c.model().measures[Ref::<Measure>::new(self.position)];
                let shift = self.shift(&self.c.analysis().measures[self.position]);
                shift.into_iter().chain(self.fulfils(measure)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn shift(&self, progress: &Progress) -> Option<String> {
        let timing = &progress.timing;
        let (first, shift) = (timing.first_end.filter(|_| timing.shifts > 0)?, timing.shift()?);
        let (first, shift) = (self.c.print.date(first), self.c.print.shift(shift));
        Some(self.c.f("editor.zuerst-bis", &[("bis", &first), ("verschiebung", &shift)]))
    }

    fn fulfils(&self, measure: &Measure) -> Option<String> {
        let criterion = |&reference: &Ref<Criterion>| {
            let Cell { text, badge, .. } = self.c.criterion(reference);
            let id = &self.c.model().maturity.criteria[reference].id.value;
            let state = badge.map(|badge| format!(" ({})", badge.text)).unwrap_or_default();
            format!("\n- `{id}` {}{state}", escaped(&text))
        };
        let all = measure.fulfils.len();
        let listed: String = measure.fulfils.iter().take(MOST_CRITERIA).map(criterion).collect();
        let rest = if all > MOST_CRITERIA { "\n- …" } else { "" };
        (all > 0).then(|| format!("{}\n{listed}{rest}", self.c.t("editor.erfuellt")))
    }

    /// What stands in lists below the title.
    fn summary(&self) -> Option<String> {
        let mut heads = self.c.model().heads();
        heads.find(|(kind, head)| *kind == self.kind && head.id.value == self.id)?.1.summary.clone()
    }
}

fn joined(parts: Vec<String>, between: &str) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(between))
}
