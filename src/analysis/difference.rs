//! What differs between two states of the content: two days, two revisions, or both.
//!
//! Nothing here asks when something was written down: a state is a model with what follows from it on its day. The
//! difference of a state from itself is empty, and that of two states the other way round is its mirror image.

mod levels;
mod projects;

use std::collections::BTreeMap;

use super::Analysis;
use crate::content::names::{Ref, Table};
use crate::content::{Model, ReadRecord};
pub use levels::{LevelChange, Why};
pub use projects::{ProjectChange, ProjectEvent};

/// A model, and what follows from it on a day.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// The content.
    pub model: &'a Model,
    /// What follows from it.
    pub analysis: &'a Analysis,
}

/// A record in two states: in one of them it may not be there.
#[derive(Debug)]
pub struct Pair<T> {
    /// In the first state.
    pub before: Option<Ref<T>>,
    /// In the second state.
    pub after: Option<Ref<T>>,
}

impl<T> Clone for Pair<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pair<T> {}

impl<T> PartialEq for Pair<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.before, self.after) == (other.before, other.after)
    }
}

impl<T> Eq for Pair<T> {}

/// What differs between two states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Dimensions whose level differs, in the model's order; those that are gone last.
    pub levels: Vec<LevelChange>,
    /// Projects that differ, in table order; those that are gone last.
    pub projects: Vec<ProjectChange>,
}

impl Difference {
    /// Of the first state to the second.
    pub fn between(before: State<'_>, after: State<'_>) -> Self {
        Self { levels: levels::between(before, after), projects: projects::between(before, after) }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The id of a record, and those it had before.
type Names<'a> = (&'a str, &'a [String]);

/// The records of a table that belong together: of the same id, or renamed. In the order of the second state; those that
/// are only in the first one come last.
fn pairs<T>(before: &Table<T>, after: &Table<T>, names: for<'a> fn(&'a T) -> Names<'a>) -> Vec<Pair<T>> {
    let (in_before, in_after) = (index(before, names), index(after, names));
    let partner = |other: &BTreeMap<&str, Ref<T>>, record: &T| {
        let (id, former) = names(record);
        other.get(id).or_else(|| former.iter().find_map(|name| other.get(name.as_str()))).copied()
    };
    let first =
        |(reference, record): (Ref<T>, &T)| Pair { before: partner(&in_before, record), after: Some(reference) };
    let mut pairs: Vec<Pair<T>> = after.refs().map(first).collect();
    let gone = before.refs().filter(|(_, record)| partner(&in_after, record).is_none());
    pairs.extend(gone.map(|(reference, _)| Pair { before: Some(reference), after: None }));
    pairs
}

/// By id; by a former one where nothing bears it now.
fn index<T>(table: &Table<T>, names: for<'a> fn(&'a T) -> Names<'a>) -> BTreeMap<&str, Ref<T>> {
    let former =
        table.refs().flat_map(|(reference, record)| names(record).1.iter().map(move |name| (name.as_str(), reference)));
    let mut index: BTreeMap<&str, Ref<T>> = former.collect();
    index.extend(table.refs().map(|(reference, record)| (names(record).0, reference)));
    index
}

/// The names of a record with a head.
fn names<T: ReadRecord>(record: &T) -> Names<'_> {
    (&record.head().id, &record.head().former)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::analyse;
    use crate::analysis::schedule::Shift;
    use crate::analysis::world::{AS_OF, before, city, worlds};

    /// The same the other way round.
    fn mirror(difference: &Difference) -> Difference {
        fn swap<T>(pair: Pair<T>) -> Pair<T> {
            Pair { before: pair.after, after: pair.before }
        }
        let why = |why: &Why| match why.clone() {
            Why::Model { criterion } => Why::Model { criterion: criterion.map(swap) },
            Why::Exemption { criterion, begins } => Why::Exemption { criterion: swap(criterion), begins: !begins },
            Why::Measure { measure, before, after } => {
                Why::Measure { measure: swap(measure), before: after, after: before }
            }
            Why::Expiry { measure, expired } => Why::Expiry { measure: swap(measure), expired: !expired },
        };
        let level = |one: &LevelChange| LevelChange {
            dimension: swap(one.dimension),
            before: one.after,
            after: one.before,
            why: one.why.iter().map(why).collect(),
        };
        let event = |event: &ProjectEvent| match event.clone() {
            ProjectEvent::New => ProjectEvent::Gone,
            ProjectEvent::Gone => ProjectEvent::New,
            ProjectEvent::Status { before, after } => ProjectEvent::Status { before: after, after: before },
            ProjectEvent::End { before, after, shift, reason } => ProjectEvent::End {
                before: after,
                after: before,
                shift: shift.map(|shift| Shift { months: -shift.months, days: -shift.days, ..shift }),
                reason,
            },
        };
        let project = |one: &ProjectChange| ProjectChange {
            project: swap(one.project),
            events: one.events.iter().map(event).collect(),
        };
        Difference {
            levels: difference.levels.iter().map(level).collect(),
            projects: difference.projects.iter().map(project).collect(),
        }
    }

    /// Each change as text, in no order.
    fn bag(difference: &Difference) -> Vec<String> {
        let levels = difference.levels.iter().map(|one| {
            let mut why: Vec<_> = one.why.iter().map(|why| format!("{why:?}")).collect();
            why.sort();
            format!("{:?} {:?} {:?} {why:?}", one.dimension, one.before, one.after)
        });
        let mut all: Vec<_> = levels.chain(difference.projects.iter().map(|one| format!("{one:?}"))).collect();
        all.sort();
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        /// Nothing differs from itself, the other way round is the mirror image, and the parts add up to the whole.
        #[test]
        fn properties_of_days(world in worlds(), days in prop::array::uniform3(0..730i32)) {
            let model = world.model();
            let [first, second, third] = days.map(|days| analyse(&model, before(days)));
            let state = |analysis| State { model: &model, analysis };
            let (a, b, c) = (state(&first), state(&second), state(&third));
            prop_assert!(Difference::between(a, a).is_empty());
            prop_assert_eq!(bag(&mirror(&Difference::between(a, b))), bag(&Difference::between(b, a)));
            let risen = |difference: &Difference| -> i64 {
                let rise = |one: &LevelChange| {
                    i64::from(one.after.unwrap_or_default()) - i64::from(one.before.unwrap_or_default())
                };
                difference.levels.iter().map(rise).sum()
            };
            let between = |from, to| Difference::between(from, to);
            prop_assert_eq!(risen(&between(a, b)) + risen(&between(b, c)), risen(&between(a, c)));
            // Within one model nothing is blamed on its rules.
            let blamed = between(a, b).levels.into_iter().flat_map(|one| one.why);
            let of_rules = blamed.filter(|why| *why == Why::Model { criterion: None }).count();
            prop_assert_eq!(of_rules, 0);
        }

        /// The same for two models that have nothing in common but some ids.
        #[test]
        fn properties_of_models(world in worlds(), other in worlds()) {
            let (one, two) = (world.model(), other.model());
            let (first, second) = (analyse(&one, AS_OF), analyse(&two, AS_OF));
            let a = State { model: &one, analysis: &first };
            let b = State { model: &two, analysis: &second };
            let difference = Difference::between(a, b);
            prop_assert_eq!(bag(&mirror(&difference)), bag(&Difference::between(b, a)));
            let reasoned = difference.levels.iter().all(|one| one.before != one.after && !one.why.is_empty());
            prop_assert!(reasoned);
        }
    }

    const MODEL: &str =
        "titel: M\nstufen: [a, b, c]\ndimensionen:\n  d: {titel: D, stufen: {1: {d-1: x}, 2: {d-2: y}}}\n";

    fn difference(before: &Model, after: &Model, days: [&str; 2]) -> Difference {
        let [first, second] = days.map(|day| day.parse().unwrap());
        let (first, second) = (analyse(before, first), analyse(after, second));
        Difference::between(State { model: before, analysis: &first }, State { model: after, analysis: &second })
    }

    fn words(difference: &Difference) -> Vec<String> {
        let why = |why: &Why| match why {
            Why::Model { criterion: None } => "rules",
            Why::Model { criterion: Some(_) } => "model",
            Why::Exemption { begins: true, .. } => "exempt",
            Why::Exemption { begins: false, .. } => "no longer exempt",
            Why::Measure { .. } => "measure",
            Why::Expiry { expired: true, .. } => "expired",
            Why::Expiry { expired: false, .. } => "confirmed",
        };
        let change = |one: &LevelChange| {
            let why: Vec<_> = one.why.iter().map(why).collect();
            format!("{:?} to {:?}: {}", one.before.unwrap_or(99), one.after.unwrap_or(99), why.join(", "))
        };
        difference.levels.iter().map(change).collect()
    }

    #[test]
    fn causes_of_a_level_are_told_apart() {
        let done = "---\ntitel: A\nerfuellt: [d-1]\ngueltig: 12 Monate\nverlauf:\n  - {am: 2023-03-01, ereignis: umgesetzt}\n  \
                    - {am: 2025-01-01, ereignis: geprueft}\n---\n";
        let one = city(MODEL, &[("massnahmen/a.md", done)]);
        assert_eq!(words(&difference(&one, &one, ["2023-01-01", "2023-06-30"])), ["0 to 1: measure"]);
        assert_eq!(words(&difference(&one, &one, ["2023-06-30", "2024-06-30"])), ["1 to 0: expired"]);
        assert_eq!(words(&difference(&one, &one, ["2024-06-30", "2025-06-30"])), ["0 to 1: confirmed"]);

        // With a second criterion that nothing fulfils, the level hangs on whether it is asked for.
        let harder = MODEL.replace("{d-1: x}", "{d-1: x, d-1b: z}");
        let done = done.replace("gueltig: 12 Monate\n", "");
        let exempt = "- {kriterium: d-1b, von: 2024-01-01, bis: 2024-12-31, grund: Haushaltssperre}\n";
        let two = city(&harder, &[("massnahmen/a.md", &done), ("ausnahmen.yaml", exempt)]);
        assert_eq!(words(&difference(&two, &two, ["2023-06-30", "2024-06-30"])), ["0 to 1: exempt"]);
        assert_eq!(words(&difference(&two, &two, ["2024-06-30", "2025-06-30"])), ["1 to 0: no longer exempt"]);

        let easier = harder.replace("d-1b: z", "d-1b: {text: z, ab: 2030-01-01}");
        let [hard, easy] = [&harder, &easier].map(|model| city(model, &[("massnahmen/a.md", &done)]));
        assert_eq!(words(&difference(&hard, &easy, ["2024-06-30", "2024-06-30"])), ["0 to 1: model"]);
    }

    #[test]
    fn projects_are_compared_by_id_and_former_id() {
        let project = |text: &str| format!("---\ntitel: P\n{text}---\n");
        let plan = "plan: {beginn: 2023-01-01, ende: 2023-12-31}\n";
        let shifted = format!(
            "{plan}frueher: [p]\nverlauf:\n  - {{am: 2023-02-01, ereignis: begonnen}}\n  \
                               - {{am: 2023-09-01, ereignis: verschoben, auf: 2024-06-30, grund: Lieferverzug}}\n"
        );
        let before = city(MODEL, &[("projekte/p.md", &project(plan)), ("projekte/q.md", &project(plan))]);
        let after = city(MODEL, &[("projekte/neu.md", &project("")), ("projekte/r.md", &project(&shifted))]);
        let events: Vec<_> = difference(&before, &after, ["2023-01-01", "2023-12-01"])
            .projects
            .into_iter()
            .map(|one| one.events)
            .collect();
        assert_eq!(events.len(), 3, "{events:?}");
        assert_eq!((&events[0], &events[2]), (&vec![ProjectEvent::New], &vec![ProjectEvent::Gone]));
        let ProjectEvent::End { shift: Some(shift), reason, .. } = &events[1][1] else { panic!("{events:?}") };
        assert_eq!((shift.months, reason.as_deref()), (6, Some("Lieferverzug")));
    }
}
