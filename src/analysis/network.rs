//! The network of projects: what needs what, whether the order holds, and what decides when the last one ends.
//!
//! The critical path method over the current plans. A project needs all that it requires to have ended; it never begins
//! before its planned beginning. The slack of a project is by how many days its end may move before the latest end of all
//! projects that it is connected with moves too. It is critical where there is none left. Only open projects with
//! beginning and end take part: what is over no longer decides anything, and without dates nothing can be said. What
//! should be over and is not ends today at the earliest.

use jiff::Unit;
use jiff::civil::Date;

use super::Progress;
use super::plausibility::Order;
use super::status::Status;
use crate::content::Model;
use crate::content::names::Ref;
use crate::content::project::Project;

/// What needs what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// Every requirement of a project, in the order of the projects that require.
    pub dependencies: Vec<Dependency>,
    /// Slack of each project in days, in table order; none where it takes no part.
    pub slack: Vec<Option<i64>>,
}

/// A project that must be done before another begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// What comes first.
    pub first: Ref<Project>,
    /// What requires it.
    pub then: Ref<Project>,
    /// Whether the first is done in time; none where the other is over and no longer waits.
    pub fit: Option<Fit>,
    /// Days between the end of the first and the beginning of the other, none in between being 0; below 0 where they
    /// overlap. None where one of the dates is not known.
    pub gap: Option<i64>,
    /// Whether it is on the critical path.
    pub critical: bool,
}

impl Dependency {
    /// Whether the plans cannot both hold.
    pub fn is_broken(&self) -> bool {
        matches!(self.fit, Some(Fit::Late | Fit::Discontinued))
    }
}

/// Whether what is required is done before it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is done.
    Done,
    /// It was given up and will not be done.
    Discontinued,
    /// It is to be done before.
    InTime,
    /// It is to be done only after.
    Late,
    /// The dates are too coarse to tell.
    Unclear,
    /// One of the dates is not known.
    Undated,
}

impl Fit {
    fn of(required: &Progress, dependent: &Progress) -> Option<Self> {
        let order = || Some(Order::of(required.timing.end?, dependent.timing.begin?));
        dependent.status.is_open().then(|| match required.status {
            Status::Completed | Status::Ended => Self::Done,
            Status::Discontinued => Self::Discontinued,
            _ => match order() {
                Some(Order::Before) => Self::InTime,
                Some(Order::After) => Self::Late,
                Some(Order::Depends) => Self::Unclear,
                None => Self::Undated,
            },
        })
    }
}

/// A project that takes part: its position, its days, and the positions of those that require it.
#[derive(Debug)]
struct Node {
    project: usize,
    begin: Date,
    end: Date,
    then: Vec<usize>,
}

impl Node {
    /// Days from the first to the last, both included; at least one.
    fn days(&self) -> i64 {
        days(self.begin, self.end.max(self.begin)) + 1
    }
}

impl Network {
    /// From the current plans.
    pub fn new(model: &Model, projects: &[Progress], as_of: Date) -> Self {
        let nodes = nodes(model, projects, as_of);
        let latest = latest_ends(&nodes);
        let mut slack = vec![None; projects.len()];
        for (node, latest) in nodes.iter().zip(&latest) {
            if let Some(own) = slack.get_mut(node.project) {
                *own = latest.map(|latest| latest - number(node.end));
            }
        }
        let requirements =
            model.projects.refs().flat_map(|(then, project)| project.requires.iter().map(move |&first| (first, then)));
        let dependencies = requirements.map(|pair| dependency(projects, &slack, pair, as_of)).collect();
        Self { dependencies, slack }
    }

    /// Whether a project has no slack.
    pub fn is_critical(&self, project: Ref<Project>) -> bool {
        self.slack.get(project.index()).copied().flatten().is_some_and(|slack| slack <= 0)
    }
}

fn dependency(
    projects: &[Progress],
    slack: &[Option<i64>],
    (first, then): (Ref<Project>, Ref<Project>),
    as_of: Date,
) -> Dependency {
    let progress = projects.get(first.index()).zip(projects.get(then.index()));
    let both = progress.and_then(|(first, then)| Some((first.timing.end?, then.timing.begin?)));
    let of = |project: Ref<Project>| slack.get(project.index()).copied().flatten();
    // The end of the first may move by what lies between and by the slack of the other: where that is all it has, it
    // decides.
    let critical = both.zip(of(first)).zip(of(then)).is_some_and(|(((ends, begins), first), then)| {
        first <= 0 && first == then + between(ends.last().max(as_of), begins.first())
    });
    Dependency {
        first,
        then,
        fit: progress.and_then(|(first, then)| Fit::of(first, then)),
        gap: both.map(|(ends, begins)| between(ends.last(), begins.first())),
        critical,
    }
}

/// Open projects with beginning and end that require one another.
fn nodes(model: &Model, projects: &[Progress], as_of: Date) -> Vec<Node> {
    let dated = |index: usize| {
        let progress = projects.get(index).filter(|progress| progress.status.is_open())?;
        Some((progress.timing.begin?.first(), progress.timing.end?.last().max(as_of)))
    };
    let links: Vec<(usize, usize)> = model
        .projects
        .refs()
        .flat_map(|(then, project)| project.requires.iter().map(move |first| (first.index(), then.index())))
        .filter(|&(first, then)| dated(first).is_some() && dated(then).is_some())
        .collect();
    let mut members: Vec<usize> = links.iter().flat_map(|&(first, then)| [first, then]).collect();
    members.sort_unstable();
    members.dedup();
    let position = |project: usize| members.binary_search(&project).ok();
    let node = |&project: &usize| {
        let (begin, end) = dated(project)?;
        let then = links.iter().filter(|(first, _)| *first == project).filter_map(|&(_, then)| position(then));
        Some(Node { project, begin, end, then: then.collect() })
    };
    members.iter().filter_map(node).collect()
}

/// The latest end of each node that moves nothing, as a day number; none on a circle and before one.
fn latest_ends(nodes: &[Node]) -> Vec<Option<i64>> {
    let ends = connected_ends(nodes);
    let mut latest: Vec<Option<i64>> = vec![None; nodes.len()];
    let mut open: Vec<usize> = nodes.iter().map(|node| node.then.len()).collect();
    let mut ready: Vec<usize> = (0..nodes.len()).filter(|&node| nodes[node].then.is_empty()).collect();
    while let Some(at) = ready.pop() {
        let then = nodes[at].then.iter().filter_map(|&then| Some(latest[then]? - nodes[then].days()));
        latest[at] = Some(then.min().unwrap_or(ends[at]));
        for (before, node) in nodes.iter().enumerate() {
            let times = node.then.iter().filter(|&&then| then == at).count();
            if times > 0 {
                open[before] -= times;
                if open[before] == 0 {
                    ready.push(before);
                }
            }
        }
    }
    latest
}

/// For each node the latest end of all nodes that it is connected with, in either direction.
fn connected_ends(nodes: &[Node]) -> Vec<i64> {
    let mut ends: Vec<i64> = nodes.iter().map(|node| number(node.end)).collect();
    // The latest end spreads along the links until nothing changes.
    loop {
        let mut changed = false;
        for (at, node) in nodes.iter().enumerate() {
            let whole = node.then.iter().map(|&then| ends[then]).fold(ends[at], i64::max);
            for place in node.then.iter().copied().chain([at]) {
                changed |= ends[place] < whole;
                ends[place] = ends[place].max(whole);
            }
        }
        if !changed {
            return ends;
        }
    }
}

/// Days between the last day of one and the first day of the next.
fn between(end: Date, begin: Date) -> i64 {
    days(end, begin) - 1
}

/// Days from one date to another.
fn days(from: Date, to: Date) -> i64 {
    from.until((Unit::Day, to)).map_or(0, |span| i64::from(span.get_days()))
}

fn number(date: Date) -> i64 {
    days(Date::constant(1, 1, 1), date)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::analyse;
    use crate::content::common::{Event, EventKind, Interval, Log, Plan};
    use crate::content::names::Table;
    use crate::content::scalar::Datum;
    use crate::source::{Span, Spanned};

    /// Beginning, end, what is required.
    type Given<'a> = (&'a str, &'a str, &'a [usize]);

    fn project(&(begin, end, requires): &Given<'_>) -> Project {
        let day = |text: &str| (!text.is_empty()).then(|| Datum::parse(text).unwrap());
        let interval = Interval { begin: day(begin), end: day(end) };
        Project {
            plan: Some(Plan { interval, ..Plan::default() }),
            requires: requires.iter().map(|&one| Ref::new(one)).collect(),
            ..Project::default()
        }
    }

    /// A project of which something was told on 1 May 2023.
    fn after(kind: EventKind, given: &Given<'_>) -> Project {
        let date = Spanned::new(Datum::parse("2023-05-01").unwrap(), Span::default());
        Project { log: Log::new(vec![Event { date, kind, ..Event::default() }]), ..project(given) }
    }

    fn network(projects: &[Project]) -> Network {
        let model = Model { projects: Table::new(projects.to_vec()), ..Model::default() };
        analyse(&model, Date::constant(2024, 1, 1)).network
    }

    fn of(projects: &[Given<'_>]) -> Network {
        network(&projects.iter().map(project).collect::<Vec<_>>())
    }

    fn critical(network: &Network) -> Vec<bool> {
        network.dependencies.iter().map(|one| one.critical).collect()
    }

    #[test]
    fn the_longest_chain_is_critical_and_the_other_has_slack() {
        // 0 ends on the day before 2 begins; 1 ends 30 days before that.
        let network = of(&[
            ("2024-01-01", "2024-05-31", &[]),
            ("2024-02-01", "2024-05-01", &[]),
            ("2024-06-01", "2024-12-31", &[0, 1]),
        ]);
        assert_eq!(network.slack, [Some(0), Some(30), Some(0)]);
        assert_eq!(network.dependencies.iter().map(|one| one.gap).collect::<Vec<_>>(), [Some(0), Some(30)]);
        assert_eq!(critical(&network), [true, false]);
    }

    #[test]
    fn what_ends_before_the_last_of_its_net_has_slack() {
        let network = of(&[
            ("2024-01-01", "2024-03-31", &[]),
            ("2024-04-01", "2024-06-30", &[0]),
            ("2024-04-01", "2024-07-10", &[0]),
        ]);
        assert_eq!(network.slack, [Some(0), Some(10), Some(0)]);
        assert_eq!(critical(&network), [false, true]);
    }

    #[test]
    fn overlap_is_a_gap_below_nothing() {
        let network = of(&[("2024-01-01", "2024-06-10", &[]), ("2024-06-01", "2024-12-31", &[0])]);
        assert_eq!(network.dependencies[0].gap, Some(-10));
        assert_eq!(network.dependencies[0].fit, Some(Fit::Late));
        assert_eq!((network.slack[0], critical(&network)), (Some(-10), vec![true]));
    }

    #[test]
    fn what_is_overdue_ends_today_at_the_earliest() {
        let late = after(EventKind::Begun, &("2023-01-01", "2023-06-30", &[]));
        let network = network(&[late, project(&("2024-01-11", "2024-12-31", &[0]))]);
        assert_eq!((network.slack[0], network.dependencies[0].gap), (Some(9), Some(194)));
    }

    #[test]
    fn what_is_required_is_there_in_time_or_not() {
        let dates = ("2024-02-01", "2024-06-30", &[] as &[usize]);
        let fit =
            |first: Project, then: &str| network(&[first, project(&(then, "2025-12-31", &[0]))]).dependencies[0].fit;
        assert_eq!(fit(project(&dates), "2024-07-01"), Some(Fit::InTime));
        assert_eq!(fit(project(&dates), "2024-06-01"), Some(Fit::Late));
        assert_eq!(fit(project(&dates), "2024"), Some(Fit::Unclear));
        assert_eq!(fit(project(&dates), ""), Some(Fit::Undated));
        assert_eq!(fit(after(EventKind::Completed, &dates), "2024-01-01"), Some(Fit::Done));
        assert_eq!(fit(after(EventKind::Discontinued, &dates), "2024-07-01"), Some(Fit::Discontinued));
        let over = [project(&dates), after(EventKind::Completed, &("2024-01-01", "", &[0]))];
        assert_eq!(network(&over).dependencies[0].fit, None);
    }

    #[test]
    fn what_is_over_or_has_no_dates_takes_no_part() {
        let done = after(EventKind::Completed, &("2023-01-01", "2023-06-30", &[]));
        let network = network(&[done, project(&("2024-07-01", "2024-12-31", &[0, 2])), project(&("", "", &[]))]);
        assert_eq!(network.slack, [None, None, None]);
        assert_eq!(network.dependencies[1].gap, None);
    }

    #[test]
    fn a_circle_has_no_slack_and_does_not_hang() {
        let network = of(&[
            ("2024-01-01", "2024-05-31", &[1]),
            ("2024-06-01", "2024-12-31", &[0]),
            ("2023-06-01", "2023-12-31", &[]),
        ]);
        assert_eq!(network.slack, [None, None, None]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        /// By its slack the end of a project may move, by a day more the last end of all moves with it.
        #[test]
        fn slack_is_what_may_be_lost(
            spans in prop::collection::vec((0_i64..600, 1_i64..200), 1..9),
            links in prop::collection::vec((0_usize..9, 0_usize..9), 0..20),
        ) {
            // A last project needs them all, so that all are connected; others only where the order holds.
            let last = spans.iter().map(|(begin, days)| begin + days).max().unwrap_or(0);
            let all: Vec<(i64, i64)> = spans.iter().copied().chain([(last, 10)]).collect();
            let holds = |first: usize, then: usize| all[first].0 + all[first].1 <= all[then].0;
            let needs = |first: usize, then: usize| then + 1 == all.len() || links.contains(&(first, then));
            let requires = |then: usize| -> Vec<usize> {
                (0..all.len()).filter(|&first| needs(first, then) && holds(first, then)).collect()
            };
            let date = |number: i64| Date::constant(2024, 1, 1).saturating_add(jiff::Span::new().days(number));
            let given = |at: usize| {
                let (begin, days) = all[at];
                project(&(&date(begin).to_string(), &date(begin + days - 1).to_string(), &requires(at)))
            };
            let network = network(&(0..all.len()).map(given).collect::<Vec<_>>());
            // By how many days the last end moves where one project takes longer.
            let moves = |delayed: usize, by: i64| -> i64 {
                let mut order: Vec<usize> = (0..all.len()).collect();
                order.sort_by_key(|&at| all[at].0);
                let mut late = vec![0_i64; all.len()];
                for at in order {
                    let pushed = requires(at).into_iter().map(|first| late[first] + all[first].0 + all[first].1 - all[at].0);
                    late[at] = pushed.max().unwrap_or(0).max(0) + if at == delayed { by } else { 0 };
                }
                let ends = (0..all.len()).map(|at| all[at].0 + all[at].1 + late[at]);
                ends.max().unwrap_or(0) - (last + 10)
            };
            for (at, slack) in network.slack.iter().enumerate() {
                let slack = slack.unwrap_or(-1);
                prop_assert!(slack >= 0);
                prop_assert_eq!((moves(at, slack), moves(at, slack + 1)), (0, 1));
            }
        }
    }
}
