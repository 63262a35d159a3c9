//! Which row of a list is which project: by id, else by title and beginning.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Field;
use super::entry::{Entry, Reader};
use super::value::agree;
use super::{fold, fold_title};
use crate::content::Model;
use crate::content::fields::{is_id, to_id};
use crate::content::names::{Kind, Lookup, Ref};
use crate::content::project::Project;
use crate::content::scalar::Datum;
use crate::diagnostics::Diagnostic;

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Match {
    /// A project that is there.
    Known(Ref<Project>),
    /// A new project with this id.
    New(String),
    /// Nobody can tell.
    Unclear(Diagnostic),
}

/// How many other rows a finding names.
const NAMED: usize = 5;

/// No id that is made from a title is longer.
const LONGEST_ID: usize = 60;

/// Finds out for all rows at once, in their order.
pub(super) fn matches(entries: &[&Entry], reader: Reader<'_>) -> Vec<Match> {
    let matcher = Matcher { reader, model: reader.directory.model, projects: by_title(reader.directory.model) };
    let mut found: Vec<Option<Match>> = entries.iter().map(|entry| matcher.certain(entry)).collect();
    let taken: BTreeSet<Ref<Project>> = found.iter().flatten().filter_map(Match::project).collect();
    for (slot, entry) in found.iter_mut().zip(entries) {
        slot.get_or_insert_with(|| matcher.by_title(entry, &taken));
    }
    let mut found: Vec<Match> = found.into_iter().flatten().collect();
    matcher.refuse_twice(entries, &mut found);
    matcher.name(entries, &mut found);
    found
}

impl Match {
    fn project(&self) -> Option<Ref<Project>> {
        match self {
            Self::Known(project) => Some(*project),
            _ => None,
        }
    }
}

/// Projects by folded title.
fn by_title(model: &Model) -> BTreeMap<String, Vec<Ref<Project>>> {
    let mut projects: BTreeMap<String, Vec<Ref<Project>>> = BTreeMap::new();
    for (project, one) in model.projects.refs() {
        projects.entry(fold_title(&one.head.title)).or_default().push(project);
    }
    projects
}

struct Matcher<'a> {
    reader: Reader<'a>,
    model: &'a Model,
    projects: BTreeMap<String, Vec<Ref<Project>>>,
}

impl Matcher<'_> {
    /// By id, or by title and beginning.
    fn certain(&self, entry: &Entry) -> Option<Match> {
        if let Some(id) = &entry.id {
            match self.model.names.lookup(Kind::Project, id) {
                Lookup::Found(index) => return Some(Match::Known(Ref::new(index))),
                Lookup::Hidden | Lookup::Unreadable | Lookup::Unknown => {}
            }
        }
        let same: Vec<_> = self.namesakes(entry).filter(|&project| self.begin(project) == entry.begin).collect();
        match same.as_slice() {
            [] => None,
            [project] => Some(self.known(entry, *project)),
            several => Some(Match::Unclear(self.unclear(entry, several))),
        }
    }

    /// By title alone: only where nothing contradicts.
    fn by_title(&self, entry: &Entry, taken: &BTreeSet<Ref<Project>>) -> Match {
        let free = |project: &Ref<Project>| !taken.contains(project);
        let others = |project: &Ref<Project>| match (entry.begin, self.begin(*project)) {
            (Some(list), Some(file)) => agree(list, file),
            _ => true,
        };
        let all: Vec<_> = self.namesakes(entry).collect();
        let fitting: Vec<_> = all.iter().copied().filter(others).collect();
        let left: Vec<_> = all.iter().copied().filter(free).collect();
        match (fitting.as_slice(), left.as_slice()) {
            ([project], _) if free(project) => self.known(entry, *project),
            ([_, ..], _) => Match::Unclear(self.unclear(entry, &fitting)),
            // Every project of this title is another row's, and begins at another time.
            ([], []) => Match::New(String::new()),
            ([], [project, ..]) => Match::Unclear(self.other_begin(entry, *project)),
        }
    }

    fn namesakes(&self, entry: &Entry) -> impl Iterator<Item = Ref<Project>> {
        let title = entry.title.as_deref().map(fold_title);
        title.and_then(|title| self.projects.get(&title)).into_iter().flatten().copied()
    }

    fn begin(&self, project: Ref<Project>) -> Option<Datum> {
        self.model.projects[project].plan.as_ref().and_then(|plan| plan.interval.begin)
    }

    /// A project that is found by its title, unless the row gives it another id.
    fn known(&self, entry: &Entry, project: Ref<Project>) -> Match {
        match &entry.id {
            Some(id) => {
                Match::Unclear(self.finding("E0736", entry, Field::Id).with("id", id).with("datei", self.id(project)))
            }
            None => Match::Known(project),
        }
    }

    fn id(&self, project: Ref<Project>) -> &str {
        &self.model.projects[project].head.id
    }

    fn finding(&self, code: &'static str, entry: &Entry, field: Field) -> Diagnostic {
        let column = self.reader.header.of_field(field).next();
        let title = entry.title.as_deref().or(entry.id.as_deref()).unwrap_or_default();
        self.reader.finding(code, entry.row, column).with("titel", title)
    }

    fn unclear(&self, entry: &Entry, projects: &[Ref<Project>]) -> Diagnostic {
        let ids: Vec<_> = projects.iter().map(|&project| self.id(project)).collect();
        self.finding("E0732", entry, Field::Title).with("liste", ids.join(", "))
    }

    fn other_begin(&self, entry: &Entry, project: Ref<Project>) -> Diagnostic {
        let finding = self.finding("E0735", entry, Field::Begin).with("id", self.id(project));
        let shown = |date: Option<Datum>| date.map_or_else(|| "–".to_owned(), |date| date.to_string());
        finding.with("liste", shown(entry.begin)).with("datei", shown(self.begin(project)))
    }

    /// Several rows for one project: none of them is believed.
    fn refuse_twice(&self, entries: &[&Entry], found: &mut [Match]) {
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, one) in found.iter().enumerate() {
            let key = match one {
                Match::Known(project) => format!("{:09}", project.index()),
                Match::New(_) => new_key(entries[index]),
                Match::Unclear(_) => continue,
            };
            rows.entry(key).or_default().push(index);
        }
        for rows in rows.values().filter(|rows| rows.len() > 1) {
            // New projects of one title are several if each has a beginning of its own.
            let mut begins: Vec<_> = rows.iter().map(|&row| entries[row].begin).collect();
            begins.sort_unstable();
            begins.dedup();
            let is_new = |&&row: &&usize| matches!(found[row], Match::New(_)) && entries[row].id.is_none();
            if rows.iter().filter(is_new).count() == rows.len() && begins.len() == rows.len() && begins[0].is_some() {
                continue;
            }
            for &row in rows {
                let others = rows.iter().filter(|&&other| other != row).take(NAMED);
                let others = others.map(|&other| entries[other].row.to_string());
                let finding = self.finding("E0733", entries[row], Field::Title);
                found[row] = Match::Unclear(finding.with("liste", others.collect::<Vec<_>>().join(", ")));
            }
        }
    }

    /// Gives new projects their ids: the list's, else one made from the title.
    fn name(&self, entries: &[&Entry], found: &mut [Match]) {
        let mut taken: BTreeSet<String> = entries.iter().filter_map(|entry| entry.id.clone()).collect();
        for (one, entry) in found.iter_mut().zip(entries) {
            let Match::New(id) = one else { continue };
            *id = match &entry.id {
                Some(id) => id.clone(),
                None => self.free_id(entry.title.as_deref().unwrap_or_default(), &taken),
            };
            taken.insert(id.clone());
        }
    }

    fn free_id(&self, title: &str, taken: &BTreeSet<String>) -> String {
        let base = short_id(title);
        let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
        let is_free = |id: &String| {
            self.model.names.lookup(Kind::Project, id) == Lookup::Unknown && !taken.contains(id) && is_id(id)
        };
        std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or(base)
    }
}

/// What rows of new projects must not share.
fn new_key(entry: &Entry) -> String {
    match (&entry.id, &entry.title) {
        (Some(id), _) => format!("id {id}"),
        (None, title) => format!("titel {}", title.as_deref().map(fold_title).unwrap_or_default()),
    }
}

/// An id from a title, cut between words.
fn short_id(title: &str) -> String {
    let mut id = to_id(title);
    if id.len() > LONGEST_ID {
        id.truncate(LONGEST_ID + 1);
        let end = id.rfind('-').filter(|&end| end > 0).unwrap_or(LONGEST_ID);
        id.truncate(end);
    }
    if fold(&id).is_empty() { "projekt".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_of_titles() {
        assert_eq!(short_id("Größe & Maß: Ämter"), "groesse-mass-aemter");
        assert_eq!(short_id("???"), "projekt");
        let long = short_id("Erneuerung der Bürosoftware in Verbindung mit der Umstellung auf ein neues System");
        assert_eq!(long, "erneuerung-der-buerosoftware-in-verbindung-mit-der");
        assert_eq!(short_id(&"x".repeat(200)).len(), 60);
    }
}
