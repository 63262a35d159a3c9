//! Exemptions: what each of them changes, and where everything would stand without (section "Exemptions" of the method).

use jiff::ToSpan;
use jiff::civil::Date;

use super::forecast::{Forecast, Scenario};
use super::maturity::{self, Asked, Maturity};
use super::tally::{Mark, Tally};
use crate::content::Model;
use crate::content::maturity_model::{Criterion, Dimension};
use crate::content::names::Ref;
use crate::content::target::Exemption;

/// Where an exemption lies to the as-of date. The order is the order to list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It holds.
    Current,
    /// It begins later.
    Coming,
    /// It has ended.
    Past,
}

impl Phase {
    /// All of them, in the order to list them.
    pub const ALL: &'static [Self] = &[Self::Current, Self::Coming, Self::Past];

    /// Its word in data and catalogue.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "gilt",
            Self::Coming => "beginnt",
            Self::Past => "beendet",
        }
    }

    fn of(exemption: &Exemption, as_of: Date) -> Self {
        if exemption.holds(as_of) {
            Self::Current
        } else if exemption.from.first() > as_of {
            Self::Coming
        } else {
            Self::Past
        }
    }
}

/// What an exemption changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Its position in [`Model::exemptions`].
    pub exemption: usize,
    /// What it exempts.
    pub criterion: Ref<Criterion>,
    /// Where it lies to the as-of date.
    pub phase: Phase,
    /// Whether it holds and ends within the next twelve months.
    pub ends_soon: bool,
    /// The dimension's level at the as-of date.
    pub level: Option<u32>,
    /// The same without this exemption, the others left as they are.
    pub level_without: Option<u32>,
    /// The dimension's level on the day after its end, if nobody does anything; none, too, where it has ended.
    pub level_after: Option<u32>,
}

/// The exemptions of the content, and the as-of date without them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemptions {
    /// Everything as if there were no exemptions.
    pub without: Maturity,
    /// Those whose criterion the view may see: current ones first, then coming, then past ones; by end.
    pub effects: Vec<Effect>,
}

/// "Soon" for the end of an exemption.
const SOON_MONTHS: i32 = 12;

impl Exemptions {
    /// Evaluates all exemptions against the state at the as-of date.
    pub fn new(model: &Model, maturity: &Maturity, forecast: &Forecast, as_of: Date) -> Self {
        let subject = Subject { model, maturity, forecast, as_of };
        let all = model.exemptions.iter().enumerate();
        let mut effects: Vec<_> = all.filter_map(|(number, one)| subject.effect(number, one)).collect();
        effects.sort_by_key(|effect| {
            let exemption = &model.exemptions[effect.exemption];
            (effect.phase, exemption.until.last(), exemption.from.first(), effect.criterion)
        });
        Self { without: maturity::without_exemptions(model, maturity), effects }
    }

    /// Those of a dimension's criteria.
    pub fn of<'a>(&'a self, model: &'a Model, dimension: Ref<Dimension>) -> impl Iterator<Item = &'a Effect> {
        let criteria = &model.maturity.criteria;
        self.effects.iter().filter(move |effect| criteria[effect.criterion].dimension == dimension)
    }
}

#[derive(Clone, Copy)]
struct Subject<'a> {
    model: &'a Model,
    maturity: &'a Maturity,
    forecast: &'a Forecast,
    as_of: Date,
}

impl Subject<'_> {
    fn effect(self, number: usize, exemption: &Exemption) -> Option<Effect> {
        let criterion = exemption.criterion?;
        let dimension = self.model.maturity.criteria[criterion].dimension;
        let phase = Phase::of(exemption, self.as_of);
        let until = exemption.until.last();
        let secured = self.forecast.levels(Scenario::Secured, dimension);
        Some(Effect {
            exemption: number,
            criterion,
            phase,
            ends_soon: phase == Phase::Current && until <= self.as_of.saturating_add(SOON_MONTHS.months()),
            level: self.maturity.dimensions[dimension.index()].level,
            level_without: self.level_without(number, criterion),
            level_after: (phase != Phase::Past).then(|| *secured.at(until.saturating_add(1.day()))).flatten(),
        })
    }

    /// The level of a criterion's dimension without one of the exemptions.
    fn level_without(self, number: usize, criterion: Ref<Criterion>) -> Option<u32> {
        let model = &self.model.maturity;
        let mut others = self.model.exemptions.iter().enumerate().filter(|(other, _)| *other != number);
        let exempt_anyway = others.any(|(_, other)| other.criterion == Some(criterion) && other.holds(self.as_of));
        let mut tally = Tally::default();
        for &one in &model.dimensions[model.criteria[criterion].dimension].criteria {
            let state = &self.maturity.criteria[one.index()];
            let lifted = one == criterion && state.asked == Asked::Exempt && !exempt_anyway;
            let mark = match state.asked == Asked::Yes || lifted {
                false => Mark::NotAsked,
                true if state.met => Mark::Met,
                true => Mark::Unmet,
            };
            tally.add(&model.criteria[one], mark);
        }
        tally.standing(&model.rule).level
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::analysis::world::city;

    const AS_OF: Date = date(2025, 6, 30);

    fn exemptions(list: &str) -> Exemptions {
        let model =
            "{titel: M, stufen: [a, b, c], dimensionen: {d: {titel: D, stufen: {1: {c1: C, c2: C}, 2: {c3: C}}}}}";
        let done = "---\ntitel: m\nerfuellt: [c1, c3]\nverlauf: [{am: 2025-01-01, ereignis: umgesetzt}]\n---\n";
        let model = city(model, &[("massnahmen/m.md", done), ("ausnahmen.yaml", list)]);
        let maturity = maturity::evaluate(&model, AS_OF);
        Exemptions::new(&model, &maturity, &Forecast::new(&model, AS_OF), AS_OF)
    }

    #[test]
    fn an_exemption_lifts_a_level_until_its_end() {
        let found = exemptions("[{kriterium: c2, von: 2025, bis: 2026-06-30, grund: Geld}]");
        let effect = &found.effects[0];
        assert_eq!((effect.phase, effect.ends_soon), (Phase::Current, true));
        assert_eq!((effect.level, effect.level_without, effect.level_after), (Some(2), Some(0), Some(0)));
        assert_eq!(found.without.dimensions[0].level, Some(0));
        assert!(found.without.dimensions[0].exempt_share.is_zero());
    }

    #[test]
    fn each_is_lifted_alone_and_all_together() {
        let list = "[{kriterium: c2, von: 2025, bis: 2030, grund: A}, {kriterium: c2, von: 2025, bis: 2031, grund: B},
            {kriterium: c3, von: 2025, bis: 2026-07-01, grund: C}, {kriterium: c1, von: 2024, bis: 2024, grund: D},
            {kriterium: c1, von: 2026, bis: 2027, grund: E}]";
        let found = exemptions(list);
        let effects: Vec<_> = found.effects.iter().map(|one| (one.exemption, one.phase, one.level_without)).collect();
        // Only level 1 asks for anything; the other exemption of c2 goes on holding.
        let expected = [
            (2, Phase::Current, Some(2)),
            (0, Phase::Current, Some(1)),
            (1, Phase::Current, Some(1)),
            (4, Phase::Coming, Some(1)),
            (3, Phase::Past, Some(1)),
        ];
        assert_eq!(effects, expected);
        assert_eq!(found.without.dimensions[0].level, Some(0));
        assert!(!found.effects[0].ends_soon, "one year and a day");
    }

    #[test]
    fn what_is_wholly_exempt_is_assessed_without() {
        let list = "[{kriterium: c1, von: 2025, bis: 2030, grund: A}, {kriterium: c2, von: 2025, bis: 2030, grund: A},
            {kriterium: c3, von: 2025, bis: 2030, grund: A}]";
        let found = exemptions(list);
        assert_eq!((found.effects[0].level, found.effects[0].level_without), (None, Some(1)));
        assert_eq!(found.without.overall.minimum, Some(0));
    }
}
