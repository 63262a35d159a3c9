//! The properties that the method promises, on invented models.

use std::collections::BTreeMap;

use proptest::prelude::*;

use jiff::civil::Date;

use super::causes::{self, Change, Happening, Reason};
use super::contribution;
use super::expectation;
use super::forecast::{Forecast, Scenario};
use super::maturity::{Asked, DimensionState, Maturity, evaluate, evaluate_units};
use super::overall::Spread;
use super::world::{AS_OF, MeasurePlan, World, before, worlds};
use crate::content::Model;
use crate::content::common::EventKind;
use crate::content::maturity_model::{Criterion, Rule};
use crate::content::measure::Measure;
use crate::content::names::Ref;
use crate::content::scalar::Rational;

fn today(world: &World) -> Maturity {
    evaluate(&world.model(), AS_OF)
}

/// Level and progress as one number, only to compare.
fn level_and_progress(state: &DimensionState) -> Rational {
    Rational::from(u64::from(state.level.unwrap_or(0))) + state.progress.clone().unwrap_or_default()
}

fn no_lower(before: &Maturity, after: &Maturity) -> Result<(), TestCaseError> {
    for (before, after) in before.dimensions.iter().zip(&after.dimensions) {
        prop_assert!(after.level >= before.level, "level {before:?} -> {after:?}");
        prop_assert!(level_and_progress(after) >= level_and_progress(before), "progress {before:?} -> {after:?}");
        prop_assert!(after.fulfilment >= before.fulfilment, "fulfilment {before:?} -> {after:?}");
    }
    prop_assert!(after.overall.minimum >= before.overall.minimum);
    prop_assert!(after.overall.fulfilment >= before.overall.fulfilment);
    Ok(())
}

/// What a measure needs to be completed today, in every unit.
fn complete(measure: &mut MeasurePlan) {
    match &mut measure.rollout {
        Some(rollout) => {
            rollout.iter_mut().for_each(|done| *done = Some(0));
            // Events of the same day follow the unit's completion; an end on it would be of today.
            measure.events.retain(|(days, _)| *days > 0);
        }
        None => measure.events.push((0, EventKind::Completed)),
    }
}

/// Results by name, for worlds written in another order.
fn by_id(model: &Model, maturity: &Maturity) -> BTreeMap<String, String> {
    let dimensions = model.maturity.dimensions.iter().zip(&maturity.dimensions).map(|(dimension, state)| {
        let mut missing: Vec<_> =
            state.missing.iter().map(|&one| model.maturity.criteria[one].id.value.clone()).collect();
        missing.sort();
        let state = DimensionState { missing: Vec::new(), ..state.clone() };
        (dimension.id.value.clone(), format!("{state:?} {missing:?}"))
    });
    dimensions.chain([("gesamt".to_owned(), format!("{:?}", maturity.overall))]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Property 1.
    #[test]
    fn completing_a_measure_never_lowers_anything(world in worlds(), which in any::<prop::sample::Index>()) {
        prop_assume!(!world.measures.is_empty());
        let mut more = world.clone();
        complete(&mut more.measures[which.index(world.measures.len())]);
        no_lower(&today(&world), &today(&more))?;
    }

    /// Property 1.
    #[test]
    fn raising_a_coverage_never_lowers_anything(world in worlds(), which in any::<prop::sample::Index>()) {
        prop_assume!(!world.measures.is_empty());
        let mut more = world.clone();
        let measure = &mut more.measures[which.index(world.measures.len())];
        prop_assume!(measure.rollout.is_none());
        measure.coverage.push((0, 12));
        no_lower(&today(&world), &today(&more))?;
    }

    /// Property 2.
    #[test]
    fn order_does_not_matter(world in worlds()) {
        let [forwards, backwards] = [false, true].map(|backwards| world.read_back(backwards));
        prop_assert_eq!(
            by_id(&forwards, &evaluate(&forwards, AS_OF)),
            by_id(&backwards, &evaluate(&backwards, AS_OF))
        );
    }

    /// Property 3.
    #[test]
    fn unfinished_measures_change_nothing(world in worlds(), which in any::<prop::sample::Index>(), target in 0usize..20) {
        let before = states(&today(&world));
        let mut added = world.clone();
        added.measures.push(MeasurePlan { events: vec![(10, EventKind::Begun)], ..World::completed(target) });
        prop_assert_eq!(&before, &states(&today(&added)));
        added.measures.last_mut().unwrap().events.push((1, EventKind::Discontinued));
        prop_assert_eq!(&before, &states(&today(&added)));
        prop_assume!(!world.measures.is_empty());
        let index = which.index(world.measures.len());
        let model = world.model();
        let measure = model.measures.iter().nth(index).unwrap();
        let unfinished = measure.rollout.is_none() && !contribution::state(measure, None, AS_OF).completed;
        prop_assume!(unfinished);
        let mut removed = world.clone();
        removed.measures.remove(index);
        prop_assert_eq!(&before, &states(&today(&removed)));
        let mut discarded = world.clone();
        discarded.measures[index].events.push((0, EventKind::Discontinued));
        prop_assert_eq!(&before, &states(&today(&discarded)));
    }

    /// Property 4.
    #[test]
    fn figures_stay_within_their_bounds(world in worlds()) {
        for state in &today(&world).dimensions {
            let level = state.level.unwrap_or(0);
            prop_assert!(level <= state.cap && state.cap <= world.top);
            prop_assert_eq!(state.next.is_none(), level == state.cap);
            prop_assert_eq!(state.progress.is_some(), state.next.is_some());
            if let Some(progress) = &state.progress {
                prop_assert!(!progress.is_negative() && *progress < Rational::one(), "{:?}", state);
            }
            let within = |share: &Rational| !share.is_negative() && *share <= Rational::one();
            prop_assert!(state.fulfilment.as_ref().is_none_or(within) && within(&state.ahead));
            prop_assert_eq!(state.fulfilment.is_some(), state.level.is_some());
        }
    }

    /// Property 5.
    #[test]
    fn weights_count_only_in_proportion(world in worlds(), factor in 2u32..=9) {
        let mut scaled = world.clone();
        for dimension in &mut scaled.dimensions {
            dimension.weight *= factor;
            dimension.criteria.iter_mut().for_each(|criterion| criterion.weight *= factor);
        }
        prop_assert_eq!(today(&world), today(&scaled));
    }

    /// Property 6.
    #[test]
    fn exempting_moves_a_level_only_one_way(world in worlds(), which in 0usize..20) {
        prop_assume!(world.criteria() > 0);
        let before = today(&world);
        let state = &before.criteria[which % world.criteria()];
        prop_assume!(state.asked == Asked::Yes);
        let mut exempt = world.clone();
        exempt.exemptions.push((which, 10, -10));
        let after = today(&exempt);
        for (before, after) in before.dimensions.iter().zip(&after.dimensions) {
            let (before, after) = (before.level.unwrap_or(0), after.level.unwrap_or(0));
            let one_way = if state.met { after <= before } else { after >= before };
            prop_assert!(one_way, "{before} -> {after}");
        }
    }

    /// Property 9.
    #[test]
    fn what_is_missing_is_what_is_missing(world in worlds()) {
        let before = today(&world);
        for (index, state) in before.dimensions.iter().enumerate() {
            let Some(next) = state.next else { continue };
            let meet = |skip: Option<usize>| {
                let mut met = world.clone();
                for criterion in state.missing.iter().map(|one| one.index()).filter(|one| Some(*one) != skip) {
                    let count = world.model().maturity.criteria.iter().nth(criterion).unwrap().count;
                    met.measures.extend((0..count).map(|_| World::completed(criterion)));
                }
                today(&met).dimensions[index].level
            };
            prop_assert!(meet(None) >= Some(next));
            if world.rule == Rule::All {
                for open in &state.missing {
                    prop_assert!(meet(Some(open.index())) < Some(next), "{:?} was not needed", open);
                }
            }
        }
    }

    /// Property 7.
    #[test]
    fn scenarios_are_ordered_and_meet_today(world in worlds()) {
        let model = world.model();
        let forecast = Forecast::new(&model, AS_OF);
        for (dimension, _) in model.maturity.dimensions.refs() {
            let levels = |scenario| forecast.levels(scenario, dimension);
            let days = Scenario::ALL.iter().flat_map(|&scenario| levels(scenario).days().collect::<Vec<_>>());
            for day in days.chain([AS_OF]).collect::<Vec<_>>() {
                let at: Vec<_> = Scenario::ALL.iter().map(|&scenario| *levels(scenario).at(day)).collect();
                if day <= AS_OF {
                    prop_assert!(at.windows(2).all(|pair| pair[0] == pair[1]), "{day}: {at:?}");
                } else {
                    prop_assert!(at.windows(2).all(|pair| pair[0] <= pair[1]), "{day}: {at:?}");
                }
            }
        }
    }

    /// Property 8.
    #[test]
    fn the_closed_form_is_the_first_day_of_the_replay(world in worlds()) {
        let plain = plain(world);
        let model = plain.model();
        let forecast = Forecast::new(&model, AS_OF);
        for (reference, dimension) in model.maturity.dimensions.refs() {
            for level in 1..=plain.top {
                let asked = dimension.criteria.iter().any(|&one| model.maturity.criteria[one].level == level);
                if asked {
                    let expected = closed_form(&model, &dimension.criteria, level);
                    prop_assert_eq!(forecast.from(Scenario::Planned, reference, level, Date::MIN), expected, "level {}", level);
                }
            }
        }
    }

    /// Property 10.
    #[test]
    fn a_parents_level_is_the_lowest_of_its_units(world in worlds()) {
        let mut world = World { rule: Rule::All, ..world };
        for criterion in world.dimensions.iter_mut().flat_map(|dimension| &mut dimension.criteria) {
            (criterion.twelfths, criterion.count) = (12, 1);
        }
        let model = world.model();
        let units = contribution::assessed_units(&model);
        prop_assume!(!units.is_empty());
        let whole = evaluate(&model, AS_OF);
        let each: Vec<_> = units.iter().map(|&unit| evaluate_units(&model, &[unit], AS_OF)).collect();
        for (index, state) in whole.dimensions.iter().enumerate() {
            prop_assert_eq!(state.level, each.iter().map(|one| one.dimensions[index].level).min().flatten());
        }
    }

    /// Property 11: the history agrees with the evaluation of any day.
    #[test]
    fn history_is_exact_on_every_day(world in worlds(), days in prop::collection::vec(0i32..800, 1..8)) {
        let model = world.model();
        let forecast = Forecast::new(&model, AS_OF);
        for day in days.into_iter().map(before).chain([AS_OF]) {
            let state = evaluate(&model, day);
            for (dimension, _) in model.maturity.dimensions.refs() {
                let level = state.dimensions[dimension.index()].level;
                prop_assert_eq!(*forecast.levels(Scenario::Secured, dimension).at(day), level, "{}", day);
            }
        }
    }

    /// Property 11 in each unit, and in several of them together.
    #[test]
    fn the_history_of_units_is_exact(world in worlds(), days in prop::collection::vec(0i32..800, 1..4)) {
        let model = world.model();
        let forecast = Forecast::new(&model, AS_OF);
        let units = contribution::assessed_units(&model);
        for part in units.chunks(1).chain(units.windows(2)).chain([units.as_slice()]).filter(|part| !part.is_empty()) {
            for (dimension, _) in model.maturity.dimensions.refs() {
                let [levels] = forecast.levels_of(&model, part, [Scenario::Secured], dimension);
                for day in days.iter().copied().map(before).chain([AS_OF]) {
                    let state = &evaluate_units(&model, part, day).dimensions[dimension.index()];
                    prop_assert_eq!(*levels.at(day), state.level, "{}", day);
                }
            }
        }
    }

    /// Every change of a level is explained, and every cause is dated on that day.
    #[test]
    fn every_change_has_causes_of_that_day(world in worlds()) {
        let model = world.model();
        let forecast = Forecast::new(&model, AS_OF);
        for (dimension, _) in model.maturity.dimensions.refs() {
            for &scenario in Scenario::ALL {
                for change in causes::changes(&model, &forecast, scenario, dimension) {
                    prop_assert!(!change.causes.is_empty(), "{:?}", change);
                    for cause in &change.causes {
                        prop_assert!(!cause.reasons.is_empty(), "{:?}", change);
                        let dated = cause.reasons.iter().all(|one| is_dated(&model, &forecast, scenario, &change, one));
                        prop_assert!(dated, "{:?}", change);
                    }
                }
            }
        }
    }

    /// The deciding measures are completed on the expected day; without a single one the level is not reached on it.
    #[test]
    fn the_deciding_measure_decides(world in worlds()) {
        let mut world = World { rule: Rule::All, ..world };
        for criterion in world.dimensions.iter_mut().flat_map(|dimension| &mut dimension.criteria) {
            (criterion.twelfths, criterion.count) = (12, 1);
        }
        let model = world.model();
        let forecast = Forecast::new(&model, AS_OF);
        let levels = (1..=world.top).flat_map(|level| model.maturity.dimensions.refs().map(move |(one, _)| (one, level)));
        for (dimension, level) in levels {
            for &scenario in Scenario::ALL {
                let Some(expected) = expectation::expected(&model, &forecast, scenario, dimension, level) else { continue };
                prop_assert!(!expected.causes.is_empty());
                let measures = expected.measures();
                for one in &measures {
                    let courses = forecast.courses(one.measure).iter();
                    let mut told = courses.filter(|course| course.unit.is_none_or(|unit| one.units.contains(&unit)));
                    prop_assert!(told.all(|course| course.completion(scenario) == Some(expected.day)));
                }
                if let [only] = &measures[..] {
                    let mut without = world.clone();
                    without.measures.remove(only.measure.index());
                    let model = without.model();
                    let level_then = *Forecast::new(&model, AS_OF).levels(scenario, dimension).at(expected.day);
                    prop_assert!(level_then.is_none_or(|reached| reached < level), "{:?}", expected);
                }
            }
        }
    }

    /// What the plan does not lead to is blocked, and every obstacle has its reason.
    #[test]
    fn what_the_plan_does_not_reach_is_blocked(world in worlds()) {
        let model = world.model();
        let forecast = Forecast::new(&model, AS_OF);
        for (dimension, state) in today(&world).dimensions.iter().enumerate() {
            let dimension = Ref::new(dimension);
            for level in state.level.unwrap_or(0) + 1..=state.cap {
                let expected = expectation::expected(&model, &forecast, Scenario::Planned, dimension, level);
                let blocked = expectation::blocked(&model, &forecast, dimension, level);
                prop_assert_eq!(expected.is_none(), blocked.is_some());
                let Some(blocked) = blocked else { continue };
                prop_assert!(!blocked.obstacles.is_empty() && blocked.day >= AS_OF);
                for obstacle in &blocked.obstacles {
                    let reasoned = obstacle.measures < obstacle.needed as usize || !obstacle.lacks.is_empty();
                    prop_assert!(reasoned, "{:?}", blocked);
                }
            }
        }
    }

    /// The overall levels over time are those of any day's evaluation, and no scenario is below a worse one.
    #[test]
    fn overall_levels_are_exact_on_every_day(world in worlds(), days in prop::collection::vec(0i32..800, 1..8)) {
        let model = world.model();
        let forecast = Forecast::new(&model, AS_OF);
        let spreads: Vec<_> = Scenario::ALL.iter().map(|&one| Spread::new(&model, &forecast, one)).collect();
        for day in days.into_iter().map(before).chain([AS_OF]) {
            let overall = evaluate(&model, day).overall;
            for spread in &spreads {
                prop_assert_eq!((*spread.lowest.at(day), *spread.highest.at(day)), (overall.minimum, overall.maximum));
            }
        }
        for day in spreads.iter().flat_map(|spread| spread.lowest.days().chain(spread.highest.days())) {
            let at = |spread: &Spread| (*spread.lowest.at(day), *spread.highest.at(day));
            prop_assert!(spreads.iter().all(|spread| at(spread).0 <= at(spread).1));
            let rising = |pair: &[Spread]| at(&pair[0]).0 <= at(&pair[1]).0 && at(&pair[0]).1 <= at(&pair[1]).1;
            prop_assert!(spreads.windows(2).all(rising), "{}", day);
        }
    }

    /// Property 12.
    #[test]
    fn files_read_back_are_the_model_in_memory(world in worlds()) {
        // The version is a hash of the files themselves; in memory there are none.
        let read_back = Model { version: String::new(), ..world.read_back(false) };
        prop_assert_eq!(read_back, world.model());
    }
}

/// Whether something of the day of a change stands behind a reason, read from the model itself.
fn is_dated(model: &Model, forecast: &Forecast, scenario: Scenario, change: &Change, reason: &Reason) -> bool {
    let eve = change.day.yesterday().unwrap();
    let Reason::Measure(reason) = reason else {
        return match *reason {
            Reason::ExemptionBegins(index) => model.exemptions[index].from.first() == change.day,
            Reason::ExemptionEnds(index) => model.exemptions[index].until.last() == eve,
            Reason::Begins => {
                model.maturity.criteria.iter().any(|one| one.from.is_some_and(|from| from.first() == change.day))
            }
            _ => model.maturity.criteria.iter().any(|one| one.until.is_some_and(|until| until.last() == eve)),
        };
    };
    let measure = &model.measures[reason.measure];
    let logged = |kind| measure.log.until(AS_OF).any(|event| event.kind == kind && event.day() == change.day);
    let rolled_out =
        |day| measure.rollout.iter().flatten().any(|one| one.done.as_ref().is_some_and(|done| done.last() == day));
    match &reason.happening {
        Happening::Completed => logged(EventKind::Completed) || rolled_out(change.day),
        Happening::Confirmed => logged(EventKind::Confirmed),
        Happening::Reopened => logged(EventKind::Reopened),
        Happening::Ended => logged(EventKind::Ended),
        Happening::Discontinued => logged(EventKind::Discontinued),
        Happening::Coverage { .. } => measure.coverage.iter().any(|entry| entry.date.last() == change.day),
        Happening::Expired { confirmed, period } => period.after(*confirmed) == change.day,
        Happening::Expected => {
            forecast.courses(reason.measure).iter().any(|one| one.completion(scenario) == Some(change.day))
        }
    }
}

/// The same world under rule `alle`, without expiry, partial coverage, ends, exemptions, validity and units.
fn plain(mut world: World) -> World {
    world.rule = Rule::All;
    world.exemptions.clear();
    world.units.clear();
    for criterion in world.dimensions.iter_mut().flat_map(|dimension| &mut dimension.criteria) {
        criterion.from = None;
    }
    for measure in &mut world.measures {
        (measure.validity_months, measure.rollout) = (None, None);
        measure.coverage.clear();
        measure.events.retain(|(_, kind)| matches!(kind, EventKind::Completed | EventKind::Begun));
        measure.events.truncate(1);
    }
    world
}

/// The latest, over the criteria up to a level, of the `ceil(k theta)`-th earliest completion.
fn closed_form(model: &Model, criteria: &[Ref<Criterion>], level: u32) -> Option<Date> {
    let mut latest = Some(Date::MIN);
    for &reference in criteria {
        let criterion = &model.maturity.criteria[reference];
        if criterion.level > level {
            continue;
        }
        let contributors = model.measures.iter().filter(|measure| measure.fulfils.contains(&reference));
        let mut days: Vec<_> = contributors.map(planned_completion).collect();
        days.sort_unstable();
        let needed = criterion.threshold.value().clone() * Rational::from(u64::from(criterion.count));
        let needed = (1..=days.len()).find(|&count| Rational::from(count as u64) >= needed);
        latest = latest.zip(needed.map(|needed| days[needed - 1])).map(|(latest, day)| latest.max(day));
    }
    latest
}

/// When a measure of a plain world is completed: when it was, else at its planned end.
fn planned_completion(measure: &Measure) -> Date {
    let done = measure.log.until(AS_OF).find(|event| event.kind == EventKind::Completed).map(|event| event.day());
    let end = measure.plan.as_ref().and_then(|plan| plan.interval.end).map(|end| end.last());
    done.or(end).unwrap_or(Date::MAX)
}

/// Dimension states and overall figures, without the lists of measures.
fn states(maturity: &Maturity) -> (Vec<DimensionState>, super::maturity::Overall) {
    (maturity.dimensions.clone(), maturity.overall.clone())
}
