//! Who is called what: ids of every kind, and references to them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

use crate::source::{Span, Spanned};

/// What a record is. The order is the order of the site's sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A level-bearing part of the maturity model.
    Dimension,
    /// A condition of a level.
    Criterion,
    /// A strategy, campaign, programme, law.
    Strategy,
    /// A value of the campaign.
    Value,
    /// A named problem.
    Problem,
    /// A building block around "digital maturity".
    Block,
    /// A project.
    Project,
    /// A milestone; its id is `project/milestone`.
    Milestone,
    /// A measure, which fulfils criteria.
    Measure,
    /// A council paper.
    Paper,
    /// A commitment made to the council.
    Commitment,
    /// A key figure.
    Figure,
    /// A cost calculation.
    Calculation,
    /// An option with advantages and disadvantages.
    Variant,
    /// A source document.
    Document,
    /// A term of the glossary.
    Term,
    /// A free page.
    Page,
    /// A unit of the administration.
    Unit,
    /// A council or committee.
    Committee,
    /// An organisation outside the administration.
    Partner,
}

impl Kind {
    /// The folder of the site (and, for kinds of one file each, of the content).
    pub fn folder(self) -> &'static str {
        match self {
            Self::Dimension | Self::Criterion => "reifegrad",
            Self::Strategy => "strategie",
            Self::Value => "werte",
            Self::Problem => "probleme",
            Self::Block => "bausteine",
            Self::Project | Self::Milestone => "projekte",
            Self::Measure => "massnahmen",
            Self::Paper => "stadtrat",
            Self::Commitment => "zusagen",
            Self::Figure => "kennzahlen",
            Self::Calculation => "kosten",
            Self::Variant => "varianten",
            Self::Document => "quellen",
            Self::Term => "glossar",
            Self::Page => "seiten",
            Self::Unit | Self::Committee | Self::Partner => "organisation",
        }
    }

    /// Key of the kind's name in the message catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dimension => "art.dimension",
            Self::Criterion => "art.kriterium",
            Self::Strategy => "art.strategie",
            Self::Value => "art.wert",
            Self::Problem => "art.problem",
            Self::Block => "art.baustein",
            Self::Project => "art.projekt",
            Self::Milestone => "art.meilenstein",
            Self::Measure => "art.massnahme",
            Self::Paper => "art.vorlage",
            Self::Commitment => "art.zusage",
            Self::Figure => "art.kennzahl",
            Self::Calculation => "art.kosten",
            Self::Variant => "art.variante",
            Self::Document => "art.quelle",
            Self::Term => "art.begriff",
            Self::Page => "art.seite",
            Self::Unit => "art.einheit",
            Self::Committee => "art.gremium",
            Self::Partner => "art.partner",
        }
    }
}

/// A type that records of one kind resolve to.
pub trait Record {
    /// Its kind.
    const KIND: Kind;
}

/// A reference to a record that exists: a position in its [`Table`].
pub struct Ref<T> {
    index: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// The reference to a position.
    pub fn new(index: usize) -> Self {
        Self { index: u32::try_from(index).unwrap_or(u32::MAX), kind: PhantomData }
    }

    /// The position.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ref<T> {}

impl<T> Default for Ref<T> {
    fn default() -> Self {
        Self::new(0)
    }
}

impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Ref<T> {}

impl<T> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> Hash for Ref<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.index)
    }
}

/// All records of a kind, in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<T>(Vec<T>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<T> {
    /// Records in the order of [`Names`].
    pub fn new(records: Vec<T>) -> Self {
        Self(records)
    }

    /// Every record with its reference.
    pub fn refs(&self) -> impl Iterator<Item = (Ref<T>, &T)> {
        self.0.iter().enumerate().map(|(index, record)| (Ref::new(index), record))
    }

    /// Every record.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a, T> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> Index<Ref<T>> for Table<T> {
    type Output = T;

    fn index(&self, reference: Ref<T>) -> &T {
        &self.0[reference.index()]
    }
}

/// What a written name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// A record at this position.
    Found(usize),
    /// A record that the chosen view may not see.
    Hidden,
    /// A record of a kind whose file cannot be read: perhaps it is there.
    Unreadable,
    /// Nothing.
    Unknown,
}

/// The ids of all kinds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    tables: BTreeMap<Kind, NameTable>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct NameTable {
    /// Whether the file that holds the kind cannot be read.
    unreadable: bool,
    ids: BTreeMap<String, Spanned<Lookup>>,
    /// The id by title, for those who write the title instead.
    titles: BTreeMap<String, String>,
    count: usize,
}

impl Names {
    /// Enters an id; the next position of its kind is its.
    ///
    /// # Errors
    /// The place of the record that has the id already.
    pub fn add(&mut self, kind: Kind, id: &str, span: Span) -> Result<usize, Span> {
        let table = self.tables.entry(kind).or_default();
        if let Some(earlier) = table.ids.get(id) {
            return Err(earlier.span);
        }
        let index = table.count;
        table.count += 1;
        table.ids.insert(id.to_owned(), Spanned::new(Lookup::Found(index), span));
        Ok(index)
    }

    /// Enters a former id of a position.
    ///
    /// # Errors
    /// The place of the record that has the id already.
    pub fn add_former(&mut self, kind: Kind, id: &str, index: usize, span: Span) -> Result<(), Span> {
        let ids = &mut self.tables.entry(kind).or_default().ids;
        if let Some(earlier) = ids.get(id) {
            return Err(earlier.span);
        }
        ids.insert(id.to_owned(), Spanned::new(Lookup::Found(index), span));
        Ok(())
    }

    /// Enters the title of an id.
    pub fn add_title(&mut self, kind: Kind, title: &str, id: &str) {
        let titles = &mut self.tables.entry(kind).or_default().titles;
        titles.entry(title.trim().to_lowercase()).or_insert_with(|| id.to_owned());
    }

    /// The id of the first record with this title, whatever its case.
    pub fn titled(&self, kind: Kind, title: &str) -> Option<&str> {
        self.tables.get(&kind)?.titles.get(&title.trim().to_lowercase()).map(String::as_str)
    }

    /// Enters an id that the chosen view may not see.
    pub fn add_hidden(&mut self, kind: Kind, id: &str) {
        let table = self.tables.entry(kind).or_default();
        table.ids.entry(id.to_owned()).or_insert(Spanned::new(Lookup::Hidden, Span::default()));
    }

    /// Notes that the file that holds a kind cannot be read, so that nobody is told that its records do not exist.
    pub fn mark_unreadable(&mut self, kind: Kind) {
        self.tables.entry(kind).or_default().unreadable = true;
    }

    /// Whether a kind has a record that the view may see.
    pub fn has_any(&self, kind: Kind) -> bool {
        self.tables.get(&kind).is_some_and(|table| table.count > 0)
    }

    /// What an id refers to.
    pub fn lookup(&self, kind: Kind, id: &str) -> Lookup {
        match self.tables.get(&kind) {
            Some(table) => match table.ids.get(id) {
                Some(found) => found.value,
                None if table.unreadable => Lookup::Unreadable,
                None => Lookup::Unknown,
            },
            None => Lookup::Unknown,
        }
    }

    /// The ids of a kind that can be referred to, sorted.
    pub fn ids(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let table = self.tables.get(&kind);
        table.into_iter().flat_map(|table| {
            table.ids.iter().filter(|(_, lookup)| lookup.value != Lookup::Hidden).map(|(id, _)| id.as_str())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn former_ids_lead_to_the_same_record() {
        let mut names = Names::default();
        let index = names.add(Kind::Project, "neu", Span::default()).unwrap();
        names.add_former(Kind::Project, "alt", index, Span::default()).unwrap();
        assert_eq!(names.lookup(Kind::Project, "alt"), names.lookup(Kind::Project, "neu"));
        assert!(names.add(Kind::Project, "alt", Span::default()).is_err());
        assert_eq!(names.lookup(Kind::Measure, "neu"), Lookup::Unknown);
    }

    #[test]
    fn ids_are_found_by_title() {
        let mut names = Names::default();
        names.add_title(Kind::Unit, "Fachbereich Inneres", "fb-1");
        names.add_title(Kind::Unit, "fachbereich inneres ", "fb-2");
        assert_eq!(names.titled(Kind::Unit, "Fachbereich inneres"), Some("fb-1"));
        assert_eq!(names.titled(Kind::Project, "Fachbereich Inneres"), None);
    }

    #[test]
    fn hidden_ids_are_not_offered() {
        let mut names = Names::default();
        names.add_hidden(Kind::Value, "geheim");
        assert_eq!(names.lookup(Kind::Value, "geheim"), Lookup::Hidden);
        assert_eq!(names.ids(Kind::Value).count(), 0);
    }
}
