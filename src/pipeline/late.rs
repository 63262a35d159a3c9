//! What was entered or struck out since a report, and on which day that was committed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::analysis::difference::Pair;
use crate::analysis::publication::{About, Late, Told};
use crate::content::entries::{Entry, Tells, file_of};
use crate::content::names::Kind;
use crate::content::{Model, Parsed, ReadRecord, View, parse};
use crate::diagnostics::Diagnostics;
use crate::history::{Commit, History};
use crate::source::Sources;

/// What the records that differ have been told since the report about the days up to its own.
pub(super) fn late(told: &Told, now: (&Model, &Parsed), past: &Parsed, since: Since<'_>) -> Vec<Late> {
    let day = told.now.as_of;
    let mut late = Vec::new();
    for about in told.causes() {
        let record = Record::of(about, &told.model, now.0);
        let (then, today) = (record.entries(past), record.entries(now.1));
        let new = today.difference(&then).map(|entry| (entry, false));
        let gone = then.difference(&today).map(|entry| (entry, true));
        let mut found: Vec<_> =
            new.chain(gone).filter(|(entry, _)| entry.date.last() <= day && entry.tells() != Tells::Other).collect();
        found.sort_by_key(|(entry, struck)| (entry.date, !struck));
        let committed = if found.is_empty() { Vec::new() } else { since.states(&record) };
        late.extend(found.into_iter().map(|(entry, struck)| Late {
            about,
            entry: entry.clone(),
            struck,
            committed: so_since(&committed, entry, struck),
        }));
    }
    late
}

/// Where git is asked, from which version on, and for whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since<'a> {
    pub(super) history: &'a History,
    pub(super) revision: &'a str,
    pub(super) view: View,
}

/// The ids that a record has or had, the one of now first.
struct Record {
    kind: Kind,
    ids: Vec<String>,
}

impl Record {
    fn of(about: About, past: &Model, now: &Model) -> Self {
        fn both<T: ReadRecord>(pair: Pair<T>, past: &Model, now: &Model) -> Record {
            let heads =
                [pair.after.map(|one| T::table(now)[one].head()), pair.before.map(|one| T::table(past)[one].head())];
            let ids = heads.into_iter().flatten().flat_map(|head| std::iter::once(&head.id.value).chain(&head.former));
            let mut all: Vec<String> = Vec::new();
            for id in ids {
                if !all.contains(id) {
                    all.push(id.clone());
                }
            }
            Record { kind: T::KIND, ids: all }
        }
        match about {
            About::Measure(pair) => both(pair, past, now),
            About::Project(pair) => both(pair, past, now),
            About::Paper(pair) => both(pair, past, now),
            About::Commitment(pair) => both(pair, past, now),
            About::Figure(pair) => both(pair, past, now),
        }
    }

    fn entries(&self, parsed: &Parsed) -> BTreeSet<Entry> {
        self.ids.iter().flat_map(|id| parsed.entries(self.kind, id)).collect()
    }

    fn files(&self) -> BTreeSet<String> {
        self.ids.iter().filter_map(|id| file_of(self.kind, id)).collect()
    }
}

impl Since<'_> {
    /// The entries of a record after each commit that changed its files; none where git does not tell.
    fn states(&self, record: &Record) -> Vec<(Date, BTreeSet<Entry>)> {
        let commits = self.history.since(self.revision, &record.files()).unwrap_or_default();
        let mut files: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        let state = |commit: Commit| {
            files.extend(commit.files);
            let there = files.iter().filter_map(|(path, bytes)| Some((path.clone(), bytes.clone()?)));
            let (sources, _) = Sources::from_files(there);
            let mut ignored = Diagnostics::default();
            let parsed = parse(&sources, &mut ignored).visible_to(self.view, &mut ignored);
            (commit.date, record.entries(&parsed))
        };
        commits.into_iter().map(state).collect()
    }
}

/// Since when an entry has been there without a break, or been away.
fn so_since(states: &[(Date, BTreeSet<Entry>)], entry: &Entry, struck: bool) -> Option<Date> {
    let is_so = |(_, entries): &&(Date, BTreeSet<Entry>)| entries.contains(entry) != struck;
    states.iter().rev().take_while(is_so).last().map(|(date, _)| *date)
}
