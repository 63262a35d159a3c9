//! Units and strategies by whatever a list may call them.

use std::collections::BTreeMap;

use super::fold;
use crate::content::Model;
use crate::content::common::Head;
use crate::content::fields::to_id;
use crate::content::names::{Kind, Lookup, Ref};

/// Units and strategies by whatever a list may call them.
#[derive(Debug)]
pub(super) struct Directory<'a> {
    pub(super) model: &'a Model,
    /// By kind and folded name; none where several have it.
    ids: BTreeMap<(Kind, String), Option<&'a str>>,
    words: BTreeMap<Kind, Vec<&'a str>>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(model: &'a Model) -> Self {
        let mut directory = Self { model, ids: BTreeMap::new(), words: BTreeMap::new() };
        for unit in &model.units {
            directory.add(Kind::Unit, &unit.head, unit.short.as_deref());
        }
        for strategy in &model.strategies {
            directory.add(Kind::Strategy, &strategy.head, None);
        }
        directory
    }

    fn add(&mut self, kind: Kind, head: &'a Head, short: Option<&'a str>) {
        let id = head.id.as_str();
        self.words.entry(kind).or_default().extend([Some(id), Some(head.title.as_str()), short].into_iter().flatten());
        let mut names = vec![fold(&head.title)];
        names.extend(short.map(fold).filter(|short| *short != names[0]));
        for name in names {
            self.ids.entry((kind, name)).and_modify(|id| *id = None).or_insert(Some(id));
        }
    }

    /// Everything that a record may be called.
    pub(super) fn words(&self, kind: Kind) -> impl Iterator<Item = &'a str> {
        self.words.get(&kind).into_iter().flatten().copied()
    }

    /// The id of what a text names: by id, title or abbreviation, or by the number behind a word such as `FB`.
    pub(super) fn find(&self, kind: Kind, text: &str) -> Option<String> {
        // A former id is known by the record's present one.
        let by_id = |id: &str| match (self.model.names.lookup(kind, id), kind) {
            (Lookup::Found(index), Kind::Unit) => Some(self.model.units[Ref::new(index)].head.id.value.clone()),
            (Lookup::Found(index), _) => Some(self.model.strategies[Ref::new(index)].head.id.value.clone()),
            _ => None,
        };
        let folded = fold(text);
        let by_name = || self.ids.get(&(kind, folded.clone())).copied().map(|id| id.map(str::to_owned));
        let number = || folded.rsplit(' ').next().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        match by_id(text).or_else(|| by_id(&to_id(text))) {
            Some(id) => Some(id),
            None => by_name().unwrap_or_else(|| number().and_then(by_id)),
        }
    }
}
