//! What in the plans does not fit together: readable, but odd. Shown to editors as warnings and to everybody on a page.
//!
//! Dates are compared as the current plan has them, with the precision they were written in: something is said to be too
//! late only where that holds for every day that the dates allow. Where it depends on the day, the date is too coarse.

use jiff::ToSpan;
use jiff::civil::Date;

use super::schedule::{Duration, PRINTED_DURATION, Timing, duration};
use super::{Analysis, Progress};
use crate::content::Model;
use crate::content::common::{Cost, CostSort};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::project::{Milestone, Project};
use crate::content::scalar::{Datum, Money};

/// Longer stretches of a project should have a milestone.
pub const LONGEST_GAP_MONTHS: i32 = 3;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oddity {
    /// What it is about.
    pub about: Planned,
    /// What does not fit.
    pub kind: OddityKind,
}

/// Something that has a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// A project.
    Project(Ref<Project>),
    /// A project's milestone, by its position.
    Milestone(Ref<Project>, usize),
    /// A measure.
    Measure(Ref<Measure>),
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OddityKind {
    /// The source prints another duration than follows from its dates, ends included.
    Duration {
        /// As the source prints it.
        printed: String,
        /// As it follows.
        computed: Duration,
    },
    /// Its shifted end lies before its beginning.
    EndBeforeBegin {
        /// Planned beginning.
        begin: Datum,
        /// Current end.
        end: Datum,
    },
    /// A milestone is due before its project begins or after it ends.
    OutsideProject {
        /// When the milestone is due.
        due: Datum,
        /// The project's beginning or end, whichever it is beyond.
        bound: Datum,
    },
    /// What it requires ends after it begins.
    StartsTooEarly {
        /// What it requires.
        requires: Planned,
        /// When that ends.
        ends: Datum,
        /// When it begins.
        begins: Datum,
    },
    /// Whether two dates fit depends on a day that one of them does not name.
    TooCoarse {
        /// The date that is not precise enough.
        date: Datum,
        /// What it is held against.
        against: Datum,
    },
    /// More is spent than committed, or committed than planned; where nothing is said of what is committed, more is spent
    /// than planned.
    MoreMoney {
        /// What there is more of.
        more: (CostSort, Money),
        /// What that is held against.
        than: (CostSort, Money),
    },
    /// An amount below zero.
    BelowZero {
        /// Which.
        amount: (CostSort, Money),
    },
    /// A milestone whose title names two things: which of them is done on that day?
    TwoInOne,
    /// A long stretch without a milestone.
    Gap {
        /// The last date before it.
        after: Datum,
        /// The first date behind it.
        until: Datum,
    },
}

/// Everything that does not fit, project by project, then measure by measure.
pub fn oddities(model: &Model, analysis: &Analysis) -> Vec<Oddity> {
    let mut found = Vec::new();
    for (reference, project) in model.projects.refs() {
        of_project(analysis, reference, project, &mut found);
    }
    for (reference, measure) in model.measures.refs() {
        of_measure(analysis, reference, measure, &mut found);
    }
    found
}

/// Plans of what is over need no mending.
fn of_project(analysis: &Analysis, reference: Ref<Project>, project: &Project, found: &mut Vec<Oddity>) {
    let progress = &analysis.projects[reference.index()];
    let odd = |kind| Oddity { about: Planned::Project(reference), kind };
    found.extend(printed_duration(project).map(odd));
    found.extend(project.cost.iter().flat_map(amounts).map(odd));
    if !progress.status.is_open() {
        return;
    }
    found.extend(shifted_before_begin(&progress.timing).map(odd));
    found.extend(project.requires.iter().filter_map(|&other| {
        too_early(&analysis.projects[other.index()], Planned::Project(other), &progress.timing).map(odd)
    }));
    let milestones = &analysis.milestones[reference.index()];
    for (position, (one, state)) in project.milestones.iter().zip(milestones).enumerate() {
        let kinds = two_in_one(one).into_iter().chain(outside(&progress.timing, state));
        found.extend(kinds.map(|kind| Oddity { about: Planned::Milestone(reference, position), kind }));
    }
    found.extend(gaps(&progress.timing, milestones).into_iter().map(odd));
}

fn of_measure(analysis: &Analysis, reference: Ref<Measure>, measure: &Measure, found: &mut Vec<Oddity>) {
    let progress = &analysis.measures[reference.index()];
    let odd = |kind| Oddity { about: Planned::Measure(reference), kind };
    found.extend(measure.cost.iter().flat_map(amounts).map(odd));
    if !progress.status.is_open() {
        return;
    }
    found.extend(shifted_before_begin(&progress.timing).map(odd));
    found.extend(measure.requires.iter().filter_map(|&other| {
        too_early(&analysis.measures[other.index()], Planned::Measure(other), &progress.timing).map(odd)
    }));
}

/// Amounts that puzzle; an assumption explains them.
fn amounts(cost: &Cost) -> Vec<OddityKind> {
    let given = CostSort::ALL.into_iter().filter_map(|sort| Some((sort, cost.amount(sort)?)));
    let given: Vec<_> = given.filter(|_| cost.origin.assumption.is_none()).collect();
    let more = given.windows(2).filter_map(|pair| match *pair {
        [than, more] if more.1 > than.1 => Some(OddityKind::MoreMoney { more, than }),
        _ => None,
    });
    let below = given.iter().filter(|(_, money)| money.cents() < 0);
    more.chain(below.map(|&amount| OddityKind::BelowZero { amount })).collect()
}

/// What is required has to end before this begins; what is over is no longer in the way.
fn too_early(required: &Progress, requires: Planned, timing: &Timing) -> Option<OddityKind> {
    let (begins, ends) = (timing.begin?, required.timing.end?);
    match Order::of(ends, begins) {
        Order::Depends if required.status.is_open() => Some(too_coarse(ends, begins)),
        Order::After if required.status.is_open() => Some(OddityKind::StartsTooEarly { requires, ends, begins }),
        Order::Before | Order::Depends | Order::After => None,
    }
}

/// How one date lies to another, as far as their precision tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// On no day after it.
    Before,
    /// After it on every day.
    After,
    /// That depends on a day that one of them does not name.
    Depends,
}

impl Order {
    /// Of the last day of one to the first day of another.
    pub fn of(end: Datum, begin: Datum) -> Self {
        if end.last() <= begin.first() {
            Self::Before
        } else if end.first() > begin.last() {
            Self::After
        } else {
            Self::Depends
        }
    }
}

/// The coarser of two dates is the one to make precise.
fn too_coarse(one: Datum, other: Datum) -> OddityKind {
    let (date, against) = if other.precision() < one.precision() { (other, one) } else { (one, other) };
    OddityKind::TooCoarse { date, against }
}

fn printed_duration(project: &Project) -> Option<OddityKind> {
    let (_, printed) = project.head.own.iter().find(|(key, _)| key == PRINTED_DURATION)?;
    let interval = &project.plan.as_ref()?.interval;
    let computed = duration(interval.begin?, interval.end?)?;
    let differs = Duration::parse(printed) != Some(computed);
    differs.then(|| OddityKind::Duration { printed: printed.value.clone(), computed })
}

fn shifted_before_begin(timing: &Timing) -> Option<OddityKind> {
    let (begin, end) = (timing.begin?, timing.end?);
    (timing.shifts > 0 && end.last() < begin.first()).then_some(OddityKind::EndBeforeBegin { begin, end })
}

fn outside(project: &Timing, milestone: &Progress) -> Option<OddityKind> {
    let due = milestone.timing.end.filter(|_| milestone.status.is_open())?;
    if let Some(begin) = project.begin.filter(|begin| due.first() < begin.first()) {
        return Some(if due.last() < begin.first() {
            OddityKind::OutsideProject { due, bound: begin }
        } else {
            too_coarse(due, begin)
        });
    }
    let end = project.end.filter(|end| due.last() > end.last())?;
    Some(if due.first() > end.last() { OddityKind::OutsideProject { due, bound: end } } else { too_coarse(due, end) })
}

fn two_in_one(milestone: &Milestone) -> Option<OddityKind> {
    milestone.head.title.split_whitespace().any(|word| word == "und").then_some(OddityKind::TwoInOne)
}

/// Long stretches between a project's beginning, its milestones and its end. A project without any milestone is another
/// matter.
fn gaps(project: &Timing, milestones: &[Progress]) -> Vec<OddityKind> {
    let mut dates: Vec<Datum> = milestones.iter().filter_map(|one| one.timing.end).collect();
    if dates.is_empty() {
        return Vec::new();
    }
    let within = |date: &Datum| {
        project.begin.is_none_or(|begin| begin.first() <= date.last())
            && project.end.is_none_or(|end| date.first() <= end.last())
    };
    dates.retain(within);
    dates.extend(project.begin.into_iter().chain(project.end));
    dates.sort_by_key(|date| (date.last(), date.first()));
    let pairs = dates.windows(2).filter_map(|pair| match *pair {
        [after, until] if is_long(after.last(), until.first()) => Some(OddityKind::Gap { after, until }),
        _ => None,
    });
    pairs.collect()
}

fn is_long(after: Date, until: Date) -> bool {
    after.saturating_add(LONGEST_GAP_MONTHS.months()) < until
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::status::Status;

    fn day(text: &str) -> Datum {
        Datum::parse(text).unwrap()
    }

    fn timing(begin: &str, end: &str) -> Timing {
        Timing { begin: Some(day(begin)), first_end: Some(day(end)), end: Some(day(end)), ..Timing::default() }
    }

    fn due(end: &str) -> Progress {
        let timing = Timing { end: Some(day(end)), ..Timing::default() };
        Progress { status: Status::Planned, timing, expired: None }
    }

    #[test]
    fn too_late_is_said_only_where_it_holds_for_every_day() {
        assert_eq!(Order::of(day("2024-05-31"), day("2024-05-31")), Order::Before);
        assert_eq!(Order::of(day("2024-05-31"), day("2024-05-30")), Order::After);
        assert_eq!(Order::of(day("2024-05"), day("2024-05")), Order::Depends);
        assert_eq!(Order::of(day("2024"), day("2024-07-01")), Order::Depends);
        assert_eq!(Order::of(day("2024-08"), day("2024-07")), Order::After);
    }

    #[test]
    fn milestones_lie_within_their_project() {
        let project = timing("2024-01-15", "2024-06-30");
        assert_eq!(outside(&project, &due("2024-06")), None);
        assert_eq!(outside(&project, &due("2024-01-15")), None);
        let beyond = OddityKind::OutsideProject { due: day("2024-07"), bound: day("2024-06-30") };
        assert_eq!(outside(&project, &due("2024-07")), Some(beyond));
        let before = OddityKind::OutsideProject { due: day("2023-12"), bound: day("2024-01-15") };
        assert_eq!(outside(&project, &due("2023-12")), Some(before));
        let coarse = OddityKind::TooCoarse { date: day("2024-01"), against: day("2024-01-15") };
        assert_eq!(outside(&project, &due("2024-01")), Some(coarse));
        let year = OddityKind::TooCoarse { date: day("2024"), against: day("2024-01-15") };
        assert_eq!(outside(&project, &due("2024")), Some(year));
    }

    #[test]
    fn a_gap_is_longer_than_three_months() {
        assert!(!is_long(date(2024, 1, 31), date(2024, 4, 30)));
        assert!(is_long(date(2024, 1, 31), date(2024, 5, 1)));
        let found = gaps(&timing("2024-01-01", "2024-12-31"), &[due("2024-03"), due("2024-10")]);
        let gap = OddityKind::Gap { after: day("2024-03"), until: day("2024-10") };
        assert_eq!(found, [gap]);
        assert!(gaps(&timing("2024-01-01", "2024-12-31"), &[]).is_empty());
    }

    #[test]
    fn money_is_planned_before_it_is_committed_and_spent() {
        let money = |cents| Some(Money::from_cents(cents));
        let cost = |planned, committed, spent| Cost { planned, committed, spent, ..Cost::default() };
        let more = |more, than| vec![OddityKind::MoreMoney { more, than }];
        let (planned, committed) =
            ((CostSort::Planned, Money::from_cents(3)), (CostSort::Committed, Money::from_cents(4)));
        let spent = (CostSort::Spent, Money::from_cents(5));
        assert_eq!(amounts(&cost(money(4), money(4), money(3))), []);
        assert_eq!(amounts(&cost(money(3), money(4), money(2))), more(committed, planned));
        assert_eq!(amounts(&cost(money(9), money(4), money(5))), more(spent, committed));
        assert_eq!(amounts(&cost(money(3), None, money(5))), more(spent, planned));
        assert_eq!(amounts(&cost(None, None, money(5))), []);
        let below = OddityKind::BelowZero { amount: (CostSort::Planned, Money::from_cents(-1)) };
        assert_eq!(amounts(&cost(money(-1), None, None)), [below]);
        let mut explained = cost(money(3), None, money(5));
        explained.origin.assumption = Some("erfunden".to_owned());
        assert_eq!(amounts(&explained), []);
    }

    #[test]
    fn two_things_in_one_milestone() {
        let title = |title: &str| {
            let mut milestone = Milestone::default();
            title.clone_into(&mut milestone.head.title);
            two_in_one(&milestone)
        };
        assert_eq!(title("Konzept und Vergabe abgeschlossen"), Some(OddityKind::TwoInOne));
        assert_eq!(title("Grundlagen gelegt"), None);
    }
}
