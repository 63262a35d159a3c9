//! Projects in groups: by division, strategy, dimension or status.

use super::{INDEX, Member, Roadmap};
use crate::analysis::status::Status;
use crate::content::maturity_model::Dimension;
use crate::content::names::Ref;
use crate::content::strategy::Strategy;
use crate::view::compose::Compose;
use crate::view::division::division;

/// A way of grouping: its page, and the groups that a project belongs to.
pub(super) struct Grouping {
    pub(super) path: &'static str,
    pub(super) key: &'static str,
    groups: fn(&Compose<'_>, &Member<'_>) -> Vec<Heading>,
}

pub(super) const GROUPINGS: &[Grouping] = &[
    Grouping { path: INDEX, key: "einheit", groups: divisions },
    Grouping { path: "roadmap/strategie.html", key: "strategie", groups: strategies },
    Grouping { path: "roadmap/dimension.html", key: "dimension", groups: dimensions },
    Grouping { path: "roadmap/stand.html", key: "stand", groups: status },
];

/// The heading of a group.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Heading {
    /// Its place among the groups; among equals the alphabet decides.
    place: usize,
    pub(super) title: String,
    /// The strategy that the group is about.
    pub(super) strategy: Option<Ref<Strategy>>,
}

/// Projects under a heading, in the order of the roadmap.
pub(super) struct ProjectGroup<'a> {
    pub(super) heading: Heading,
    pub(super) members: Vec<&'a Member<'a>>,
}

pub(super) type Groups<'a> = Vec<ProjectGroup<'a>>;

/// The groups of all projects; a project stands in each group that it belongs to.
pub(super) fn of<'a>(c: &Compose<'_>, roadmap: &'a Roadmap<'a>, grouping: &Grouping) -> Groups<'a> {
    let mut groups: Groups<'a> = Vec::new();
    for member in &roadmap.projects {
        for heading in (grouping.groups)(c, member) {
            match groups.iter_mut().find(|group| group.heading == heading) {
                Some(group) => group.members.push(member),
                None => groups.push(ProjectGroup { heading, members: vec![member] }),
            }
        }
    }
    c.input.order.sort_by(&mut groups, |group| group.heading.title.as_str());
    groups.sort_by_key(|group| group.heading.place);
    groups
}

fn divisions(c: &Compose<'_>, member: &Member<'_>) -> Vec<Heading> {
    vec![Heading { title: division(c, member.project), ..Heading::default() }]
}

fn strategies(c: &Compose<'_>, member: &Member<'_>) -> Vec<Heading> {
    let heading = |&strategy: &Ref<Strategy>| {
        let title = c.model().strategies[strategy].head.title.clone();
        Heading { title, strategy: Some(strategy), place: 0 }
    };
    or_none(c, "roadmap.ohne-strategie", member.project.strategies.iter().map(heading).collect())
}

fn dimensions(c: &Compose<'_>, member: &Member<'_>) -> Vec<Heading> {
    let title = |dimension: Ref<Dimension>| c.model().maturity.dimensions[dimension].title.clone();
    let heading = |&one: &Ref<Dimension>| Heading { place: one.index(), title: title(one), strategy: None };
    or_none(c, "roadmap.ohne-dimension", member.project.dimensions.iter().map(heading).collect())
}

/// The headings, or behind all others one that says that there is none.
fn or_none(c: &Compose<'_>, key: &str, headings: Vec<Heading>) -> Vec<Heading> {
    match headings.is_empty() {
        true => vec![Heading { place: usize::MAX, title: c.t(key), strategy: None }],
        false => headings,
    }
}

fn status(c: &Compose<'_>, member: &Member<'_>) -> Vec<Heading> {
    let status = c.analysis().projects[member.reference.index()].status;
    let place = Status::ALL.iter().position(|&one| one == status).unwrap_or(usize::MAX);
    vec![Heading { place, title: c.status(status).text, strategy: None }]
}

/// "12 Projekte, davon 2 überfällig, 1 ohne Termine".
pub(super) fn note(c: &Compose<'_>, group: &ProjectGroup<'_>) -> String {
    let is_overdue = |one: &&&Member<'_>| one.row.overdue;
    let overdue = group.members.iter().filter(is_overdue).count();
    let undated = group.members.iter().filter(|one| !one.row.is_drawn()).count();
    let parts = [
        Some(c.count("anzahl.projekte", group.members.len())),
        (overdue > 0).then(|| c.f("roadmap.davon-ueberfaellig", &[("anzahl", &overdue.to_string())])),
        (undated > 0).then(|| c.f("roadmap.davon-ohne-termine", &[("anzahl", &undated.to_string())])),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
