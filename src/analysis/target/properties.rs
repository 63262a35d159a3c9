//! What the method promises of targets, on invented models.

use jiff::ToSpan;
use jiff::civil::Date;
use proptest::prelude::*;

use super::{DimensionTarget, TargetState, Targets};
use crate::analysis::forecast::{Forecast, Scenario};
use crate::analysis::world::{AS_OF, World, worlds};
use crate::content::Model;
use crate::content::common::EventKind;
use crate::content::names::Ref;
use crate::content::scalar::Datum;
use crate::content::target::Target;
use crate::source::{Span, Spanned};

/// Days from the as-of date, level, and the dimension (any number; none is `alle`).
type Wish = (i32, u32, Option<usize>);

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    prop::collection::vec((-200i32..500, 1u32..=4, prop::option::of(0usize..3)), 1..=4)
}

fn model(world: &World, wishes: &[Wish]) -> Model {
    let spanned = |level: u32| Spanned::new(level.min(world.top), Span::default());
    let dimensions = world.dimensions.len();
    let target = |&(days, level, dimension): &Wish| Target {
        by: Spanned::new(Datum::day(AS_OF.saturating_add(days.days())), Span::default()),
        all: dimension.is_none().then(|| spanned(level)),
        levels: dimension.iter().map(|one| (Ref::new(one % dimensions), spanned(level))).collect(),
        ..Target::default()
    };
    Model { targets: wishes.iter().map(target).collect(), ..world.model() }
}

fn evaluate(world: &World, wishes: &[Wish]) -> (Forecast, Targets) {
    let model = model(world, wishes);
    let forecast = Forecast::new(&model, AS_OF);
    let targets = Targets::new(&model, &forecast, AS_OF);
    (forecast, targets)
}

/// How good a state is; of targets with the same date only, so that no past one meets a coming one.
fn rank(state: TargetState) -> u8 {
    match state {
        TargetState::Reached => 3,
        TargetState::OnTrack => 2,
        TargetState::AtRisk => 1,
        TargetState::NotPlanned | TargetState::Missed => 0,
    }
}

/// The states whose definition applies, each by itself.
fn applying(forecast: &Forecast, target: &DimensionTarget) -> Vec<TargetState> {
    let at = |scenario, day: Date| forecast.levels(scenario, target.dimension).at(day).unwrap_or(0) >= target.level;
    let (now, passed) = (at(Scenario::Secured, AS_OF), target.day() < AS_OF);
    let [delayed, planned, everything] =
        [Scenario::Delayed, Scenario::Planned, Scenario::Everything].map(|scenario| at(scenario, target.day()));
    let coming = !now && !passed;
    [
        (TargetState::Reached, now),
        (TargetState::Missed, !now && passed),
        (TargetState::NotPlanned, coming && !everything),
        (TargetState::OnTrack, coming && everything && planned && delayed),
        (TargetState::AtRisk, coming && everything && !(planned && delayed)),
    ]
    .into_iter()
    .filter_map(|(state, applies)| applies.then_some(state))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_one_state_applies(world in worlds(), wishes in wishes()) {
        let (forecast, targets) = evaluate(&world, &wishes);
        for target in targets.iter() {
            prop_assert_eq!(applying(&forecast, target), [target.state]);
            prop_assert_eq!(target.gap == 0, target.state == TargetState::Reached);
            let holds = target.reason.outlook(Scenario::Secured).holds;
            let explained = if holds { target.lacking.is_empty() } else { !target.lacking.is_empty() || target.level > target.reason.cap };
            prop_assert!(explained, "{target:?}");
        }
    }

    /// Where confirmations last and coverage is full: else completing early can mean expiring early.
    #[test]
    fn completing_a_measure_never_worsens_a_state(world in worlds(), wishes in wishes(), which in any::<prop::sample::Index>()) {
        prop_assume!(!world.measures.is_empty());
        let mut more = world.clone();
        let measure = &mut more.measures[which.index(world.measures.len())];
        prop_assume!(measure.validity_months.is_none() && measure.coverage.is_empty() && measure.rollout.is_none());
        measure.events.push((0, EventKind::Completed));
        let (_, before) = evaluate(&world, &wishes);
        let (_, after) = evaluate(&more, &wishes);
        for (before, after) in before.iter().zip(after.iter()) {
            prop_assert!(rank(after.state) >= rank(before.state), "{:?} -> {:?}", before.state, after.state);
            prop_assert!(after.gap <= before.gap);
        }
    }

    #[test]
    fn meeting_what_is_lacking_makes_the_level_hold(world in worlds(), wishes in wishes()) {
        let (_, before) = evaluate(&world, &wishes);
        for target in before.iter().filter(|target| target.level <= target.reason.cap) {
            let mut met = world.clone();
            for lack in &target.lacking {
                let count = world.model().maturity.criteria[lack.criterion].count;
                met.measures.extend((0..count).map(|_| World::completed(lack.criterion.index())));
            }
            let (_, after) = evaluate(&met, &wishes);
            let same = after.of(target.dimension).iter().find(|one| one.day() == target.day());
            prop_assert!(same.is_some_and(|same| same.reason.outlook(Scenario::Secured).holds));
        }
    }

    #[test]
    fn the_order_of_writing_does_not_matter(world in worlds(), wishes in wishes()) {
        let plain = |wishes: &[Wish]| -> Vec<_> {
            let (_, targets) = evaluate(&world, wishes);
            targets.iter().map(|one| (one.dimension, one.day(), one.level, one.state)).collect()
        };
        let backwards: Vec<_> = wishes.iter().rev().copied().collect();
        prop_assert_eq!(plain(&wishes), plain(&backwards));
    }
}
